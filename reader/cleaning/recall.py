"""Finds the rest of an article that stands on the page in several like containers.

Some sites cut an article into chunks with advertisements between them; extraction then
takes the first few for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from reader.cleaning.blocks import Piece
from reader.cleaning.gate import clean_text
from reader.news import BlockKind

_KINDS: dict[str, BlockKind] = {"p": "paragraph", "li": "item", "blockquote": "quotation"}
_ASIDE = ("aside", "footer", "nav", "form", "figure", "header")
_PROSE = 60
_WORTH = 200


def with_missed_chunks(parts: Sequence[Piece], tree: HtmlElement) -> list[Piece]:
    """The pieces together with those of the containers that extraction passed over.

    A container counts when it has the same make (tags and classes up to its parent) and the
    same grandparent as one whose paragraphs were taken, and none of its own were.
    """
    known = {_squeeze(part.text) for part in parts}
    prose = [p for p in tree.iter("p") if len(_squeeze(p.text_content())) >= _PROSE]
    taken = [p for p in prose if _squeeze(p.text_content()) in known]
    makes = {_make(p) for p in taken}
    boxes = {p.getparent() for p in taken}
    missed: list[HtmlElement] = []
    for p in prose:
        box = p.getparent()
        if box is not None and box not in boxes and _make(p) in makes and not _is_aside(p):
            missed.append(p)
    if len(missed) < 2 or sum(len(p.text_content()) for p in missed) < _WORTH:
        return list(parts)
    return _merged(parts, tree, {p.getparent() for p in missed})


def _merged(parts: Sequence[Piece], tree: HtmlElement, boxes: set[HtmlElement]) -> list[Piece]:
    places = {_squeeze(e.text_content()): n for n, e in enumerate(tree.iter()) if e.tag in _TAGS}
    placed: list[tuple[int, int, Piece]] = []
    at = 0
    for order, part in enumerate(parts):
        at = max(at, places.get(_squeeze(part.text), at))
        placed.append((at, order, part))
    seen = {_squeeze(part.text) for part in parts}
    for number, element in enumerate(tree.iter()):
        if element.tag in _TAGS and element.getparent() in boxes:
            text = " ".join(clean_text(element.text_content()).split())
            if text and _squeeze(text) not in seen:
                kind = _KINDS.get(element.tag, "heading")
                level = int(element.tag[1]) if kind == "heading" else 0
                placed.append((number, len(parts) + number, Piece(kind, text, level)))
    return [part for _, _, part in sorted(placed, key=lambda entry: entry[:2])]


_TAGS = frozenset((*_KINDS, "h2", "h3", "h4", "h5", "h6"))


def _make(p: HtmlElement) -> tuple[object, ...]:
    """What a paragraph's surroundings are made of, and the very element they stand in."""
    box = p.getparent()
    outer = box.getparent() if box is not None else None
    if box is None or outer is None:
        return (p,)
    classes = (box.get("class"), outer.get("class"))
    if not any(classes):
        return (p,)
    return (p.get("class"), box.tag, outer.tag, *classes, outer.getparent())


def _is_aside(p: HtmlElement) -> bool:
    return any(up.tag in _ASIDE for up in p.iterancestors())


def _squeeze(text: str) -> str:
    return "".join(text.split())
