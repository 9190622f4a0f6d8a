"""Pieces of HTML that are known to be content, as feeds carry them."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from reader.cleaning import boilerplate, dom, tongue
from reader.cleaning.blocks import Piece, join
from reader.cleaning.dates import iso_date
from reader.cleaning.gate import clean_line, clean_text, clean_url
from reader.cleaning.metadata import byline
from reader.cleaning.titles import first_words
from reader.news import Article, BlockKind, Hints, Refused

_BLOCKS: dict[str, BlockKind] = {
    "li": "item", "dd": "item", "dt": "item", "blockquote": "quotation",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "p": "paragraph", "div": "paragraph", "section": "paragraph",
    "article": "paragraph", "tr": "paragraph", "td": "paragraph", "pre": "paragraph",
    "ul": "paragraph", "ol": "paragraph", "table": "paragraph", "figure": "paragraph",
    "header": "paragraph", "footer": "paragraph", "br": "paragraph", "hr": "paragraph",
}  # fmt: skip
_UNSEEN = ("script", "style", "noscript", "template", "figure", "iframe", "form", "svg", "head")


def clean_fragment(html: str, hints: Hints = Hints()) -> Article:  # noqa: B008
    """The whole fragment as an article, less links elsewhere and notices.

    Raises Refused where there is no text, or more than can be a text.
    """
    if len(html) > dom.MAX_BYTES:
        raise Refused(dom.too_big(len(html)))
    tree = _tree(html)
    dom.repair(tree)
    found = _pieces(tree)
    parts = boilerplate.trim(found, hints.title, boilerplate.link_shares(tree, found))
    text, blocks = join(parts)
    if not text:
        raise Refused("it holds no text")
    site = clean_line(hints.site, 120) if hints.site else None
    return Article(
        title=clean_line(hints.title or "") or first_words(text),
        text=text,
        blocks=blocks,
        byline=byline(hints.byline, site) if hints.byline else None,
        site=site or None,
        published=iso_date(hints.published) if hints.published else None,
        url=clean_url(hints.url) if hints.url else None,
        language=hints.language or tongue.guess(text),
    )


def _tree(html: str) -> HtmlElement:
    tree = dom.tree_of(f"<html><body><div>{html}</div></body></html>")
    for junk in list(tree.iter(*_UNSEEN)):
        if junk.getparent() is not None:
            junk.drop_tree()
    return tree


def _pieces(tree: HtmlElement) -> list[Piece]:
    """Text between the starts and ends of block elements, without recursion."""
    parts: list[Piece] = []
    words: list[str] = []
    open_blocks: list[tuple[BlockKind, int]] = [("paragraph", 0)]

    def close() -> None:
        text = " ".join(clean_text("".join(words)).split())
        words.clear()
        if text:
            kind, level = open_blocks[-1]
            parts.append(Piece(kind, text, level))

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        block = _BLOCKS.get(element.tag)
        if event == "start":
            if block:
                close()
                open_blocks.append(_entered(element, block, open_blocks))
            words.append(element.text or "")
        else:
            if block:
                close()
                open_blocks.pop()
            words.append(element.tail or "")
    close()
    return parts


def _entered(
    element: HtmlElement, block: BlockKind, around: list[tuple[BlockKind, int]]
) -> tuple[BlockKind, int]:
    if block == "heading":
        return block, int(element.tag[1])
    if block == "item":
        return block, max(sum(kind == "item" for kind, _ in around), 0)
    kind, level = around[-1]
    return (kind, level) if block == "paragraph" and kind != "heading" else (block, 0)
