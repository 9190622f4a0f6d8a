"""Beside the article: who and what it names, who says what, and what the results share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.app.marks import Voices
from reader.app.paint import bar, column, fill, grouped, shorten
from reader.app.palette import BOLD, ITALIC
from reader.app.siderows import Row, entity_rows, facet_rows, quote_rows
from reader.app.widgets.linelist import LineList, text_strip
from reader.library.rows import EntityRow, QuoteRow

if TYPE_CHECKING:
    from reader.search.results import Facets

BAR, ROOMY = 4, 30
"""Cells of the bar beside a count in a sidebar of so many columns; else one upright one."""
COUNTING = "Counting …"
PageName = Literal["entities", "quotes", "found"]
KEEP_THEIR_MEANING = frozenset("hjklqepEW")
"""Letters that are commands in a list of names until a filter has begun."""


class Sidebar(LineList):
    """Three pages: names by kind with their counts, quotes by speaker, facets of the results.

    In the lists of names a letter narrows them to the names that have it.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page_name: PageName = "entities"
        self.filter = ""
        self.typing = False
        """Every letter goes to the filter."""
        self.rows: list[Row] = []
        self.entities: Sequence[EntityRow] = ()
        self.quotes: Sequence[QuoteRow] = ()
        self.facets: Facets | None = None
        self.facets_note = COUNTING
        self.voices = Voices((), {})
        self.speaking: dict[int, int] = {}
        self.annotated = True
        self.foreign = False
        """The article is in a language in which nothing is looked for."""
        self.current_quote: int | None = None

    def show(
        self,
        entities: Sequence[EntityRow],
        quotes: Sequence[QuoteRow],
        voices: Voices,
        *,
        annotated: bool,
        same: bool,
        language: str | None = None,
    ) -> None:
        """Shows what belongs to an article; ``same`` if it is the one that was there."""
        chosen = self.chosen
        self.entities, self.quotes, self.voices = entities, quotes, voices
        self.speaking = {}
        for row in quotes:
            if row.entity_id is not None and row.ordinal < len(voices.numbers):
                self.speaking.setdefault(row.entity_id, voices.numbers[row.ordinal])
        self.annotated = annotated
        self.foreign = bool(language) and not str(language).startswith("en")
        if self.page_name == "found":
            return
        if not same:
            self.filter, self.typing = "", False
        self._lay_out(keep=chosen if same else None)

    def show_facets(self, facets: Facets | None, note: str = COUNTING) -> None:
        """Shows what the results share; with None, ``note`` says why there is nothing."""
        self.facets, self.facets_note = facets, note
        if self.page_name == "found":
            self._lay_out(keep=self.chosen)

    def show_page(self, name: PageName) -> None:
        """Turns to a page."""
        if name != self.page_name:
            self.page_name = name
            self.filter, self.typing = "", False
            self._lay_out(keep=None)

    # Typing narrows

    def start_typing(self) -> None:
        """From now on every letter goes to the filter."""
        self.typing = True

    def type(self, key: str, character: str | None) -> bool:
        """Takes a key for the filter; False for one that is none of its."""
        if key == "backspace" and (self.typing or self.filter):
            self.set_filter(self.filter[:-1])
            return True
        if key == "escape" and (self.typing or self.filter):
            self.set_filter("")
            return True
        if not character or not (character.isalpha() or (self.typing and character.isdigit())):
            return False
        begins = self.page_name != "quotes" and character not in KEEP_THEIR_MEANING
        if not self.typing and not begins:
            return False
        self.typing = True
        self.set_filter(self.filter + character)
        return True

    def set_filter(self, text: str) -> None:
        """Shows only what has these letters in one of its names."""
        self.filter = text
        self.typing = self.typing and bool(text)
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
        self.rows = self._page_rows()
        place = next((n for n, row in enumerate(self.rows) if _same(row, keep)), None)
        if place is None:
            place = next((n for n in range(len(self.rows)) if self.selectable(n)), 0)
        self.rows_changed()
        self.set_cursor(place)

    def _page_rows(self) -> list[Row]:
        if self.page_name == "entities":
            return entity_rows(self.entities, self.speaking, self.filter)
        if self.page_name == "quotes":
            return quote_rows(self.quotes, self._voice, self.filter)
        return facet_rows(self.facets, self.filter) if self.facets is not None else []

    def _voice(self, ordinal: int) -> int:
        numbers = self.voices.numbers
        return numbers[ordinal] if ordinal < len(numbers) else -1

    def row_count(self) -> int:
        """Headlines and gaps too."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Not headlines and gaps."""
        return self.rows[index].kind in ("entity", "quote", "facet")

    def draw_empty(self, line: int, width: int) -> Strip:
        """Why there is nothing."""
        text = self._empty_words() if line == 1 else ""
        return text_strip(
            [(" " + shorten(text, width - 2), self.palette.muted)], width, self.palette.base
        )

    def _empty_words(self) -> str:
        if self.filter:
            return f"None with “{self.filter}”; Esc shows all"
        if self.page_name == "found":
            return self.facets_note if self.facets is None else "Nothing was found"
        if not self.annotated:
            return "Finding names …"
        if self.foreign:
            return "For English text only"
        return "No names found" if self.page_name == "entities" else "No quotes found"

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One row."""
        palette, row = self.palette, self.rows[index]
        if row.kind == "gap":
            return Strip.blank(width, palette.base)
        if row.kind == "head":
            style = palette.voice(row.voice) if row.voice >= 0 else palette.muted
            count = f"  {row.number}" if row.number else ""
            head = shorten(row.text, width - 2 - len(count))
            style += BOLD if row.named else ITALIC
            return text_strip([(" " + head, style), (count, palette.muted)], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        if row.kind != "quote":
            return self._counted(row, edge, width)
        mark = "❝" if row.quote == self.current_quote else " "
        text = shorten(row.text, max(1, width - 4))
        pieces = [edge, (mark + " ", palette.voice(row.voice)), (text, palette.base)]
        if cell_len(mark) > 1:
            pieces[1] = (mark, palette.voice(row.voice))
        return text_strip(pieces, width, palette.base)

    def _counted(self, row: Row, edge: tuple[str, Style], width: int) -> Strip:
        palette = self.palette
        count = grouped(row.number)
        shape = bar(row.share, BAR) if width >= ROOMY else column(row.share)
        room = width - 4 - cell_len(count) - len(shape)
        style = palette.voice(row.voice) if row.voice >= 0 else palette.base
        name = (fill(row.text, max(1, room)) + " ", style)
        tail = [(shape + " ", palette.faint), (count, palette.muted)]
        return text_strip([edge, name, *tail], width, palette.base)


def _same(row: Row, other: Row | None) -> bool:
    """Do two rows mean the same thing?"""
    if other is None or row.kind != other.kind:
        return False
    if row.kind == "quote":
        return row.quote == other.quote
    if row.entity and other.entity:
        return row.entity.id == other.entity.id and row.term == other.term
    return row.term == other.term and bool(row.term)
