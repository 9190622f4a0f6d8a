"""Beside the article: who and what it names, or who says what in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip

from reader.app.marks import Voices
from reader.app.paint import bar, fill, shorten
from reader.app.palette import BOLD
from reader.app.widgets.linelist import LineList, text_strip
from reader.library.rows import EntityRow, QuoteRow

KINDS = {
    "person": "PEOPLE",
    "organisation": "ORGANISATIONS",
    "place": "PLACES",
    "event": "EVENTS",
    "work": "WORKS",
    "nationality": "PEOPLES",
}
BAR = 4


class Row(NamedTuple):
    """A headline, an entity or a quote."""

    kind: Literal["head", "entity", "quote", "gap"]
    text: str
    entity: EntityRow | None = None
    quote: int = -1
    voice: int = -1
    share: float = 0.0


class Sidebar(LineList):
    """Two pages: entities by kind with their counts, and quotes by speaker."""

    class Highlight(Message):
        """An entity's mentions are to be marked in the article."""

        def __init__(self, entity: EntityRow) -> None:
            super().__init__()
            self.entity = entity

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page_name: Literal["entities", "quotes"] = "entities"
        self.filter = ""
        self.rows: list[Row] = []
        self.entities: Sequence[EntityRow] = ()
        self.quotes: Sequence[QuoteRow] = ()
        self.voices = Voices((), {})
        self.speaking: dict[int, int] = {}
        self.annotated = True
        self.current_quote: int | None = None

    def show(
        self,
        entities: Sequence[EntityRow],
        quotes: Sequence[QuoteRow],
        voices: Voices,
        *,
        annotated: bool,
        same: bool,
    ) -> None:
        """Shows what belongs to an article; ``same`` if it is the one that was there."""
        chosen = self.chosen
        self.entities, self.quotes, self.voices = entities, quotes, voices
        self.speaking = {}
        for row in quotes:
            if row.entity_id is not None and row.ordinal < len(voices.numbers):
                self.speaking.setdefault(row.entity_id, voices.numbers[row.ordinal])
        self.annotated = annotated
        if not same:
            self.filter = ""
        self._lay_out(keep=chosen if same else None)

    def show_page(self, name: Literal["entities", "quotes"]) -> None:
        """Turns to a page."""
        if name != self.page_name:
            self.page_name = name
            self._lay_out(keep=None)

    def set_filter(self, text: str) -> None:
        """Shows only entities that have these letters in one of their names."""
        self.filter = text
        self._lay_out(keep=None)

    def set_current_quote(self, index: int | None) -> None:
        """The article's current quote, marked in the list of quotes."""
        if index == self.current_quote:
            return
        self.current_quote = index
        if self.page_name == "quotes":
            for number, row in enumerate(self.rows):
                if row.quote == index and index is not None and not self.has_focus:
                    self.set_cursor(number)
            self.forget_strips()

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def _lay_out(self, keep: Row | None) -> None:
        self.rows = self._entity_rows() if self.page_name == "entities" else self._quote_rows()
        place = next((n for n, row in enumerate(self.rows) if self._same(row, keep)), None)
        if place is None:
            place = next((n for n in range(len(self.rows)) if self.selectable(n)), 0)
        self.rows_changed()
        self.set_cursor(place)

    @staticmethod
    def _same(row: Row, other: Row | None) -> bool:
        if other is None or row.kind != other.kind:
            return False
        if row.entity and other.entity:
            return row.entity.id == other.entity.id
        return row.kind == "quote" and row.quote == other.quote

    def _entity_rows(self) -> list[Row]:
        wanted = self.filter.casefold()
        rows: list[Row] = []
        for kind, head in KINDS.items():
            found = [
                entity
                for entity in self.entities
                if entity.kind == kind
                and any(wanted in name.casefold() for name in (entity.name, *entity.aliases))
            ]
            if not found:
                continue
            if rows:
                rows.append(Row("gap", ""))
            rows.append(Row("head", head))
            most = max(entity.mentions for entity in found)
            rows += [
                Row(
                    "entity", entity.name, entity,
                    voice=self.speaking.get(entity.id, -1), share=entity.mentions / max(1, most),
                )
                for entity in found
            ]  # fmt: skip
        return rows

    def _quote_rows(self) -> list[Row]:
        by_speaker: dict[str, list[QuoteRow]] = {}
        for quote in self.quotes:
            by_speaker.setdefault(quote.name or "Nobody named", []).append(quote)
        rows: list[Row] = []
        for name, quotes in by_speaker.items():
            if rows:
                rows.append(Row("gap", ""))
            voice = self._voice(quotes[0])
            rows.append(Row("head", name, voice=voice))
            rows += [Row("quote", quote.text, quote=quote.ordinal, voice=voice) for quote in quotes]
        return rows

    def _voice(self, quote: QuoteRow) -> int:
        numbers = self.voices.numbers
        return numbers[quote.ordinal] if quote.ordinal < len(numbers) else -1

    def row_count(self) -> int:
        """Headlines and gaps too."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Only entities and quotes."""
        return self.rows[index].kind in ("entity", "quote")

    def draw_empty(self, line: int, width: int) -> Strip:
        """Why there is nothing."""
        if line != 1:
            return Strip.blank(width, self.palette.base)
        if not self.annotated:
            text = "Finding names …"
        elif self.filter:
            text = f"None with “{self.filter}”"
        else:
            text = "No names found" if self.page_name == "entities" else "No quotes found"
        return text_strip(
            [(" " + shorten(text, width - 2), self.palette.muted)], width, self.palette.base
        )

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One row."""
        palette, row = self.palette, self.rows[index]
        if row.kind == "gap":
            return Strip.blank(width, palette.base)
        if row.kind == "head":
            style = palette.voice(row.voice) if row.voice >= 0 else palette.muted
            head = shorten(row.text, width - 2)
            return text_strip([(" " + head, style + BOLD)], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        if row.entity is not None:
            count = str(row.entity.mentions)
            bars = BAR if width >= 30 else 0
            room = width - 3 - len(count) - (bars + 1 if bars else 0)
            style = palette.voice(row.voice) if row.voice >= 0 else palette.base
            parts = [edge, (fill(row.text, max(1, room)) + " ", style)]
            if bars:
                parts.append((bar(row.share, bars) + " ", palette.faint))
            return text_strip([*parts, (count, palette.muted)], width, palette.base)
        mark = "❝" if row.quote == self.current_quote else " "
        text = shorten(row.text, max(1, width - 4))
        pieces = [edge, (mark + " ", palette.voice(row.voice)), (text, palette.base)]
        if cell_len(mark) > 1:
            pieces[1] = (mark, palette.voice(row.voice))
        return text_strip(pieces, width, palette.base)
