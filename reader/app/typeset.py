"""Sets an article in lines of a given measure. Pure: a text and its blocks in, lines out.

A line of the body knows which stretch of the article's text it shows, so that everything
drawn over it (quotes, matches, a selection) and everything taken from it is that text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len, get_character_cell_size

from reader.app.paint import long_date, plural, room_for, safe
from reader.library.rows import ArticleRow
from reader.news import Article, Block

LineKind = Literal[
    "title", "byline", "note", "blank", "paragraph", "standfirst", "heading", "item", "quotation"
]
WORDS_PER_MINUTE = 230


class Line(NamedTuple):
    """One line of an article as set: what it shows and how far it is indented."""

    kind: LineKind
    text: str
    start: int = -1
    """Offset of its first character in the article's text; -1 in lines that are not of it."""
    indent: int = 0
    prefix: str = ""
    """What stands in the indent: a list item's dot, a block quotation's rule."""
    level: int = 0

    @property
    def end(self) -> int:
        """Offset after its last character; only for lines of the text."""
        return self.start + len(self.text)


class Setting(NamedTuple):
    """An article set to a measure."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    """For a binary search: where the lines of the text begin."""
    numbers: tuple[int, ...]
    """The line number of each of ``starts``."""
    measure: int

    def line_at(self, offset: int) -> int:
        """The number of the line that shows the character at ``offset``."""
        from bisect import bisect_right

        if not self.starts:
            return 0
        return self.numbers[max(0, bisect_right(self.starts, offset) - 1)]

    def offset_at(self, number: int, column: int) -> int | None:
        """The offset of the character at a column of a line; None where it is not text."""
        if not 0 <= number < len(self.lines) or self.lines[number].start < 0:
            return None
        line = self.lines[number]
        cells = line.indent
        for index, character in enumerate(line.text):
            cells += get_character_cell_size(character)
            if column < cells:
                return line.start + index
        return line.end


def set_article(article: Article, row: ArticleRow, measure: int) -> Setting:
    """The whole article in lines no wider than ``measure`` cells."""
    lines = [*_head(article, row, measure), *_body(article, measure)]
    starts, numbers = [], []
    for number, line in enumerate(lines):
        if line.start >= 0:
            starts.append(line.start)
            numbers.append(number)
    return Setting(tuple(lines), tuple(starts), tuple(numbers), measure)


def _head(article: Article, row: ArticleRow, measure: int) -> Iterator[Line]:
    title = safe(article.title)
    for start, end in wrap(title, 0, len(title), measure):
        yield Line("title", title[start:end])
    yield Line("blank", "")
    byline = safe(article.byline or "")
    if byline:
        yield from _wrapped("byline", byline, measure)
    facts = ["sample"] if row.sample else []
    facts += [safe(article.site)] if article.site else []
    facts += [long_date(article.published), minutes(row.words)]
    facts += [quote_count(row)]
    for text in _facts_lines(facts, measure):
        yield from _wrapped("byline", text, measure)
    if len(row.outlets) > 1:
        others = ", ".join(safe(name) for name in row.outlets[1:])
        yield from _wrapped("byline", f"also in {others}", measure)
    elif row.alike > 1:
        yield from _wrapped("byline", f"one of {row.alike} that are nearly the same", measure)
    if article.summary:
        words = "Only the feed's summary: ctrl+r fetches the whole page, o opens it."
        yield from _wrapped("note", words, measure)
    yield Line("blank", "")


def _facts_lines(facts: Sequence[str], measure: int) -> list[str]:
    """The facts in lines that break between two of them, not within one."""
    lines: list[str] = []
    for fact in facts:
        if lines and cell_len(f"{lines[-1]} · {fact}") <= measure:
            lines[-1] += f" · {fact}"
        else:
            lines.append(fact)
    return lines


def minutes(words: int) -> str:
    """Reading time."""
    return f"{max(1, round(words / WORDS_PER_MINUTE))} min"


def quote_count(row: ArticleRow) -> str:
    """How many quotes, or that they are still being looked for."""
    return "finding quotes …" if row.quotes is None else plural(row.quotes, "quote")


def _wrapped(kind: LineKind, text: str, measure: int) -> Iterator[Line]:
    for start, end in wrap(text, 0, len(text), measure):
        yield Line(kind, text[start:end])


def _body(article: Article, measure: int) -> Iterator[Line]:
    text = article.text
    blocks = article.blocks or tuple(_paragraphs(text))
    opening = _standfirst(article, blocks)
    previous: Block | None = None
    for block in blocks:
        if previous is not None and not (previous.kind == block.kind == "item"):
            yield Line("blank", "")
        yield from _block(text, block, measure, standfirst=block is opening)
        previous = block


def _paragraphs(text: str) -> Iterator[Block]:
    """The stretches between newlines, for a text that came without blocks."""
    start = 0
    for part in text.split("\n"):
        if part.strip():
            yield Block("paragraph", start, start + len(part))
        start += len(part) + 1


def _standfirst(article: Article, blocks: Sequence[Block]) -> Block | None:
    """The short opening paragraph above a first heading, set apart in print."""
    if len(blocks) > 2 and blocks[0].kind == "paragraph" and blocks[1].kind == "heading":
        return blocks[0]
    return None


def _block(text: str, block: Block, measure: int, *, standfirst: bool) -> Iterator[Line]:
    kind: LineKind = "standfirst" if standfirst else block.kind
    indent, first, rest = 0, "", ""
    if block.kind == "item":
        indent = 2 + 2 * min(block.level, 4)
        first = " " * (indent - 2) + "• "
    elif block.kind == "quotation":
        indent, first, rest = 2, "│ ", "│ "
    for number, (start, end) in enumerate(wrap(text, block.start, block.end, measure - indent)):
        yield Line(kind, text[start:end], start, indent, rest if number else first, block.level)


def wrap(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Cuts ``text[start:end]`` into spans of at most ``width`` cells, at spaces if there are any.

    A newline ends a line. The spaces at a cut belong to no line. A single character that is
    wider than ``width`` still gets a line, so that this always comes to an end.
    """
    width = max(1, width)
    while start < end:
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline
        yield from _wrap_line(text, start, stop, width)
        start = stop + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    narrow = _all_narrow(text[start:end])
    while True:
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            return
        reach = min(end, start + width) if narrow else _reach(text, start, end, width)
        if reach >= end:
            yield start, start + len(text[start:end].rstrip(" "))
            return
        cut = _space_to_cut(text, start, reach)
        if cut <= start:
            cut = reach if narrow else _break_inside(text, start, reach)
        yield start, start + len(text[start:cut].rstrip(" "))
        start = cut


_HOLD_AFTER, _HOLD_BEFORE = "«‹", "»›…–—!?:;"
"""Marks that are set apart by a space and yet stand on one line with their word."""


def _space_to_cut(text: str, start: int, reach: int) -> int:
    """The last space where a line may end; -1 if there is none."""
    last = cut = text.rfind(" ", start, reach + 1)
    while cut > start and _is_held(text, start, cut):
        cut = text.rfind(" ", start, cut)
    return cut if cut > start else last


def _is_held(text: str, start: int, cut: int) -> bool:
    """Does this space tie a mark to its word, as within « and »?"""
    if text[cut + 1 : cut + 2] in tuple(_HOLD_BEFORE) or text.startswith("...", cut + 1):
        return True
    opening = text[cut - 1] in _HOLD_AFTER
    return opening and (cut - 2 < start or not text[cut - 2].isalnum())


def _all_narrow(text: str) -> bool:
    return text.isascii() or all(get_character_cell_size(each) == 1 for each in set(text))


def _reach(text: str, start: int, end: int, width: int) -> int:
    """How far a line of ``width`` cells gets; at least one character and its marks."""
    cells = 0
    for index in range(start, end):
        cells += room_for(text[index])
        if cells > width and index > start:
            return index
    return end


def _break_inside(text: str, start: int, reach: int) -> int:
    """Where a line without spaces (as in Chinese) is cut: never before closing punctuation."""
    cut = reach
    while cut > start + 1 and (
        text[cut] in "、。，．！？；：」』）》〉】”’,.!?;:)]%"
        or get_character_cell_size(text[cut]) == 0
    ):
        cut -= 1
    return cut if cut > start + 1 else reach


def column_of(line: Line, offset: int) -> int:
    """The column at which the character at ``offset`` stands in its line."""
    return line.indent + cell_len(line.text[: max(0, offset - line.start)])
