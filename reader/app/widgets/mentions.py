"""The lists of the screen of one entity: quotes, articles, and those it appears with."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip

from reader.app.paint import plural, shorten, when
from reader.app.typeset import wrap
from reader.app.widgets.linelist import LineList, text_strip
from reader.library.rows import ArticleRow, EntityRow, QuoteRow

KIND_WORDS = {
    "person": "person", "organisation": "organisation", "place": "place", "event": "event",
    "work": "work", "nationality": "people", "date": "date", "money": "amount",
}  # fmt: skip

Mention = QuoteRow | ArticleRow | EntityRow
Parts = list[tuple[str, Style]]


class Mentions(LineList):
    """Three lines a row; what is paraphrased has another bar than what is verbatim."""

    def __init__(self) -> None:
        super().__init__(id="saved")
        self.row_height, self.gap = 4, 1
        self.rows: tuple[Mention, ...] = ()
        self.together: dict[int, int] = {}
        """In how many articles each of the entities listed appears with this one."""
        self.empty = ""
        self.of_one = False
        """All quotes listed are by one and the same."""

    def show(self, rows: tuple[Mention, ...], empty: str) -> None:
        """Shows these from the first on."""
        self.rows, self.empty = rows, empty
        self.rows_changed()
        self.set_cursor(0)

    @property
    def chosen(self) -> Mention | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def row_count(self) -> int:
        """How many."""
        return len(self.rows)

    def draw_empty(self, line: int, width: int) -> Strip:
        """Why there are none."""
        text = "  " + self.empty if line == 1 else ""
        return text_strip([(shorten(text, width), self.palette.muted)], width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a row."""
        palette, row = self.palette, self.rows[index]
        if line == 3:
            return text_strip([], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        room = max(4, width - 4)
        if isinstance(row, QuoteRow):
            parts = self._quote(row, line, room)
        elif isinstance(row, ArticleRow):
            parts = self._article(row, line, room)
        else:
            parts = self._entity(row, line, room)
        return text_strip([edge, *parts], width, palette.base)

    def _quote(self, row: QuoteRow, line: int, room: int) -> Parts:
        palette = self.palette
        indirect = row.kind == "indirect"
        if line == min(2, len(list(wrap(row.text, 0, len(row.text), room)))):
            # On the page of what one person said, that it was they is no news.
            who = [] if self.of_one else [row.speaker_words or "nobody named"]
            facts = [*who, *([row.site] if row.site else []), when(row.published)]
            facts += ["paraphrased"] * indirect + [row.title] * (self.of_one or not row.site)
            text = " · ".join(facts)
            return [("  " + shorten(text, room), palette.muted)]
        words = line_of(row.text, line, room)
        bar = ("┊ " if indirect else "┃ ") if words else "  "
        style = palette.muted if indirect else palette.base
        return [(bar, palette.accent), (words, style)]

    def _article(self, row: ArticleRow, line: int, room: int) -> Parts:
        palette = self.palette
        if line == 2:
            text = " · ".join([*([row.site] if row.site else []), when(row.published)])
            return [("  " + shorten(text, room), palette.muted)]
        text = row.title if line == 0 else row.first
        style = palette.strong if line == 0 else palette.faint_text
        return [("  " + shorten(text, room), style)]

    def _entity(self, row: EntityRow, line: int, room: int) -> Parts:
        palette = self.palette
        if line == 0:
            return [("  " + shorten(row.name, room), palette.strong)]
        if line == 1:
            text = f"{KIND_WORDS[row.kind]} · {plural(self.together.get(row.id, 0), 'article')}"
            return [("  " + shorten(text + " in common", room), palette.muted)]
        names = ", ".join(name for name in row.aliases if name != row.name)
        text = f"also called {names}" if names else ""
        return [("  " + shorten(text, room), palette.faint_text)]


def line_of(text: str, line: int, room: int) -> str:
    """The first or second line of a text; the second ends in an ellipsis if there is more."""
    spans = list(wrap(text, 0, len(text), room))
    if line >= len(spans):
        return ""
    start = spans[line][0]
    return shorten(" ".join((text[start:] if line else text[slice(*spans[0])]).split()), room)
