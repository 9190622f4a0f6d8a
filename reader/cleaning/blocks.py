"""From Trafilatura's tree of an article to pieces, and from pieces to one text with blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from reader.cleaning.gate import clean_text
from reader.news import Block, BlockKind

_LONG_CELL = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One block before it has its place in the text; ``text`` has passed the gate."""

    kind: BlockKind
    text: str
    level: int = 0


def pieces(body: _Element) -> list[Piece]:
    """The blocks of an extracted body in reading order, without the empty ones."""
    return [piece for piece in _walk(body, "paragraph", 0) if piece.text]


def join(parts: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """One text over all pieces, and where each stands in it."""
    text: list[str] = []
    blocks: list[Block] = []
    at = 0
    for number, part in enumerate(parts):
        if number:
            between = "\n" if part.kind == parts[number - 1].kind == "item" else "\n\n"
            text.append(between)
            at += len(between)
        text.append(part.text)
        blocks.append(Block(part.kind, at, at + len(part.text), part.level))
        at += len(part.text)
    return "".join(text), tuple(blocks)


def _walk(element: _Element, kind: BlockKind, level: int) -> Iterator[Piece]:
    """Pieces of one element; loose words between block elements are pieces of ``kind``."""
    words: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in ("p", "head", "list", "item", "quote", "table", "row", "code", "div", "fw", "ab"):
            if tag == "quote" and _is_inline(child, words):
                words.append("".join(child.itertext()))
            else:
                yield from _lines(words, kind, level)
                words = []
                yield from _block(child, tag, kind, level)
        elif tag == "lb":
            words.append("\n")
        elif tag != "graphic":
            words.append("".join(child.itertext()))
        words.append(child.tail or "")
    yield from _lines(words, kind, level)


def _block(element: _Element, tag: str, kind: BlockKind, level: int) -> Iterator[Piece]:
    if tag == "head":
        yield Piece("heading", _line("".join(element.itertext())), _heading_level(element))
    elif tag == "list":
        inner = level + 1 if kind == "item" else 0
        for item in element:
            yield from _walk(item, "quotation" if kind == "quotation" else "item", inner)
    elif tag == "quote":
        yield from _walk(element, "quotation", 0)
    elif tag == "row":
        yield from _row(element, kind, level)
    elif tag == "table":
        for row in element.iter("row"):
            yield from _row(row, kind, level)
    else:
        yield from _walk(element, kind, level)


def _row(row: _Element, kind: BlockKind, level: int) -> Iterator[Piece]:
    """A row of figures is one line; a cell of prose, as in pages laid out by tables, is prose."""
    cells = [_line(" ".join(cell.itertext())) for cell in row]
    if any(len(cell) > _LONG_CELL for cell in cells):
        for cell in row:
            yield from _walk(cell, kind, level)
    else:
        yield Piece(kind, " | ".join(cell for cell in cells if cell), level)


def _is_inline(quote: _Element, before: list[str]) -> bool:
    return bool("".join(before).strip() or (quote.tail or "").strip()) and not len(quote)


def _heading_level(head: _Element) -> int:
    found = re.fullmatch(r"h([1-6])", head.get("rend") or "")
    return int(found[1]) if found else 2


def _lines(words: list[str], kind: BlockKind, level: int) -> Iterator[Piece]:
    for line in "".join(words).split("\n"):
        if cleaned := _line(line):
            yield Piece(kind, cleaned, level)


def _line(text: str) -> str:
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return " ".join(clean_text(line).split())
