"""The list of articles or quotes that answer the search line."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader.app.loading import PAGE, Item, Listing
from reader.app.paint import ELLIPSIS, facts_in, shorten, when
from reader.app.palette import ITALIC
from reader.app.typeset import wrap
from reader.app.widgets.linelist import LineList, text_strip
from reader.library.rows import ArticleRow, QuoteRow
from reader.news import Span

Parts = list[tuple[str, Style]]
AHEAD = 10
"""So many rows before they come into sight, those that are missing are asked for."""


class Results(LineList):
    """Three lines a row (and one between them where there is room); pages come as needed."""

    class Wanted(Message):
        """Rows came into sight that are not there yet."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: dict[int, Item] = {}
        self.total = 0
        self.row_height, self.gap = 4, 1
        self.empty: list[tuple[str, bool]] = []
        self._asked_for: set[int] = set()

    def row_count(self) -> int:
        """All rows, known or still to come."""
        return self.total

    def show(self, listing: Listing, *, keep: int | None = None) -> None:
        """Shows new results; ``keep`` is an article whose row keeps the cursor and its place."""
        before = self.cursor * self.row_height - self.scroll_offset.y
        self.items = {listing.offset + i: item for i, item in enumerate(listing.items)}
        self.total = max(listing.total, len(listing.items))
        self._asked_for.clear()
        place = self.index_of(keep) if keep is not None else None
        self.rows_changed()
        self.set_cursor(place or 0, reveal=False)
        y = 0 if place is None else max(0, place * self.row_height - before)
        self.scroll_to(y=y, animate=False)

    def add_page(self, listing: Listing) -> None:
        """Takes in a further page."""
        for number, item in enumerate(listing.items):
            self.items[listing.offset + number] = item
        self._asked_for.clear()  # one that was overtaken by this is asked for again if it is seen
        if not listing.items:
            self.total = min(self.total, listing.offset)
        self.rows_changed()

    def index_of(self, article_id: int) -> int | None:
        """The row of an article, among those known."""
        return next((n for n, item in self.items.items() if item.article_id == article_id), None)

    @property
    def current(self) -> Item | None:
        """The row under the cursor, if it is there yet."""
        return self.items.get(self.cursor) if self.total else None

    def to_other_article(self, way: int) -> bool:
        """Moves the cursor to the next or previous row of another article, if there is one."""
        here, number = self.current, self.cursor + way
        while (item := self.items.get(number)) is not None:
            if here is None or item.article_id != here.article_id:
                self.set_cursor(number)
                self.want_around(number)
                return True
            number += way
        return False

    def update_rows(self, rows: dict[int, ArticleRow]) -> None:
        """Takes in new states of articles."""
        for number, item in self.items.items():
            row = rows.get(item.article_id)
            if row is not None and item.article is not None and row != item.article:
                self.items[number] = Item(
                    item.article_id, row, item.quote, item.snippet, item.title_marks
                )
                self.row_changed(number)

    def want_around(self, index: int) -> None:
        """Asks for the page of a row and of those soon after it, if they are missing."""
        for row in (index, index + AHEAD):
            offset = row // PAGE * PAGE
            missing = row < self.total and row not in self.items
            if missing and offset not in self._asked_for:
                self._asked_for.add(offset)
                self.post_message(self.Wanted(offset))

    def forget_requests(self) -> None:
        """After a page failed to come: it may be asked for again."""
        self._asked_for.clear()

    def say_empty(self, words: list[tuple[str, bool]]) -> None:
        """Says something else where nothing is listed."""
        self.empty = words
        self.rows_changed()

    def draw_empty(self, line: int, width: int) -> Strip:
        """What to do when there is nothing."""
        top = max(1, self.size.height // 4)
        words = [
            (text[start:end], strong)
            for text, strong in self.empty
            for start, end in (list(wrap(text, 0, len(text), width - 4)) or [(0, 0)])
        ]
        if top <= line < top + len(words):
            text, strong = words[line - top]
            style = self.palette.strong if strong else self.palette.muted
            return text_strip([("  " + text, style)], width, self.palette.base)
        return Strip.blank(width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a row."""
        base, palette = self.palette.base, self.palette
        item = self.items.get(index)
        if line >= 3:
            return Strip.blank(width, base) if not here else text_strip([], width, base)
        if item is None:
            self.want_around(index)
            return text_strip([("  " + ELLIPSIS, palette.faint)], width, base)
        edge = ("▌", palette.edge) if here else (" ", base)
        room = max(1, width - 4)
        if item.article is not None:
            parts = self._article_line(item, item.article, line, room)
        elif item.quote is not None:
            parts = self._quote_line(item, item.quote, line, room)
        else:
            parts = []
        return text_strip([edge, *parts], width, base)

    def _article_line(self, item: Item, row: ArticleRow, line: int, room: int) -> Parts:
        """The title (in two lines if it needs them and no passage does), the facts, a passage."""
        palette = self.palette
        matching = item.snippet is not None and item.snippet.marks
        title = [(0, len(row.title))] if matching else title_lines(row.title, room)
        if line < len(title):
            dot = ("• ", palette.accent) if row.unread and not line else ("  ", palette.base)
            style = palette.title if row.unread else palette.muted
            start, end = title[line]
            marks = tuple((a - start, b - start) for a, b in item.title_marks if b > start)
            return [dot, *self._marked(row.title[start:end], marks, room, style)]
        if line == len(title):
            return [("  ", palette.base), *self._facts(row, room)]
        if item.snippet is not None and item.snippet.marks:
            snippet = in_view(item.snippet.text, item.snippet.marks, room)
            text = self._marked(*snippet, room, palette.faint_text)
            return [("  ", palette.base), *text]
        return [("  ", palette.base), (shorten(after_title(row), room), palette.faint_text)]

    def _facts(self, row: ArticleRow, room: int) -> Parts:
        palette = self.palette
        signs = "★" * row.starred + "»" * row.later + "◆" * bool(row.saved)
        outlet = row.site or ""
        if len(row.outlets) > 1:
            outlet += f" +{len(row.outlets) - 1}"
        elif row.alike > 1:
            outlet += f" ×{row.alike}"
        quotes = " · " + (ELLIPSIS if row.quotes is None else f"❝{row.quotes}")
        quotes = "" if row.quotes == 0 else quotes
        outlet = outlet.strip()
        rest = " · " if outlet else ""
        rest += f"{when(row.published, short=room < 40)}{quotes}"
        rest += "".join(f" #{tag}" for tag in row.tags)
        room -= cell_len(signs) + (1 if signs else 0)
        name = shorten(outlet, max(6, room - cell_len(rest)))
        facts = (shorten(name + rest, max(1, room)), palette.muted)
        return [(signs + " ", palette.accent), facts] if signs else [facts]

    def _quote_line(self, item: Item, row: QuoteRow, line: int, room: int) -> Parts:
        palette = self.palette
        space = ("  ", palette.base)
        indirect = row.kind == "indirect"
        bar = ("┊ " if indirect else "┃ ", palette.accent)
        spans = list(wrap(row.text, 0, len(row.text), room))
        if line == min(2, len(spans)):
            name = row.speaker_words or "nobody named"
            look = palette.accent if row.name else palette.muted + ITALIC
            source = [row.site or row.title, when(row.published, short=room < 40)]
            line_of_facts = facts_in([name, *source], room)
            name = line_of_facts[: len(shorten(name, room))]
            return [space, (name, look), (line_of_facts[len(name) :], palette.muted)]
        if line >= len(spans):
            return [space]
        start, end = spans[line]
        if line == 1 and len(spans) > 2:
            end = len(row.text)
        marks = item.snippet.marks if item.snippet else ()
        inside = tuple((a - start, b - start) for a, b in marks if a < end and b > start)
        style = palette.muted if indirect else palette.base
        return [bar, *self._marked(row.text[start:end], inside, room, style)]

    def _marked(self, text: str, marks: tuple[Span, ...], room: int, style: Style) -> Parts:
        """A text cut to the room there is, with its matching words marked."""
        shown = shorten(text, room)
        kept = len(shown) - (1 if shown.endswith(ELLIPSIS) and len(shown) < len(text) + 1 else 0)
        parts: Parts = []
        at = 0
        for start, end in marks:
            start, end = max(at, start), min(end, kept)
            if start >= end:
                continue
            parts += [(shown[at:start], style), (shown[start:end], style + self.palette.match)]
            at = end
        return [*parts, (shown[at:], style)]


def title_lines(title: str, room: int) -> list[Span]:
    """A title in one line or two; the second goes to its end, to be cut where it must be."""
    lines = list(wrap(title, 0, len(title), room))[:2] or [(0, 0)]
    return [*lines[:-1], (lines[-1][0], len(title))]


def after_title(row: ArticleRow) -> str:
    """The first sentence; where the title is its beginning, what comes after that."""
    title = row.title.rstrip(ELLIPSIS + ". ")
    if len(title) > 20 and row.first.startswith(title):
        rest = row.first[len(title) :].strip()
        return ELLIPSIS + rest if rest else ""
    return row.first


def in_view(text: str, marks: tuple[Span, ...], room: int) -> tuple[str, tuple[Span, ...]]:
    """A passage from so far on that as many matches as can be fit into ``room`` cells."""
    if not marks or marks[-1][1] <= room - 1:
        return text, marks
    reach = room - room // 4
    whole = [
        [b for a, b in marks[at:] if b <= start + reach] for at, (start, _) in enumerate(marks)
    ]
    best = max(range(len(marks)), key=lambda at: (len(whole[at]), -at))
    if marks[best][1] <= room - 1 and len(whole[best]) <= sum(b <= room - 1 for _, b in marks):
        return text, marks
    start = max(0, marks[best][0] - room // 4)
    space = text.find(" ", start, marks[best][0])
    start = space + 1 if space >= 0 else marks[best][0]
    shift = start - len(ELLIPSIS)
    return ELLIPSIS + text[start:], tuple((a - shift, b - shift) for a, b in marks if a >= start)
