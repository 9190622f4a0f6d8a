"""What stands around an article and is no part of it: links elsewhere, forms, notices.

Extraction finds the article's place on the page; this takes out what is left in there of
the page's furniture, by its shape first (links, headings over nothing) and by a few
telling phrases where shape says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from reader.cleaning import phrases
from reader.cleaning.blocks import Piece

_MOSTLY_LINK = 0.8
_LINKING = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "div")
_BLOCKS = frozenset(("p", "div", "ul", "ol", "table", "section", "article", "tbody", "tr"))


def trim(parts: Sequence[Piece], title: str | None, links: dict[str, float]) -> list[Piece]:
    """The pieces that are the article's own words.

    ``links`` tells the share of link text of the page's blocks, by their words (see
    `link_shares`); a block quotation is never taken for furniture.
    """
    kept = [part for part in parts if not _is_furniture(part, links)]
    kept = _without_title(kept, title)
    kept = _without_tail(kept)
    return list(_without_empty_headings(kept))


def link_shares(tree: HtmlElement, parts: Sequence[Piece]) -> dict[str, float]:
    """How much of the words of the page's blocks is link text, from 0 to 1: of those blocks
    that have the words of one of the pieces, by these words."""
    wanted = {_squeeze(part.text) for part in parts}
    shares: dict[str, float] = {}
    broken = {up for br in tree.iter("br") for up in br.iterancestors("a", *_LINKING)}
    for block in tree.iter("a", *_LINKING):
        if block.tag in ("div", "td") and _holds_blocks(block):
            continue
        words = _squeeze(block.text_content())
        if words not in wanted and block not in broken:
            continue
        share = _link_share(block, words)
        if share is None:
            continue
        if words in wanted:
            shares[words] = share
        if block in broken and share >= _MOSTLY_LINK:
            shares.update((line, share) for line in _broken_lines(block) if line in wanted)
    return shares


def _link_share(block: HtmlElement, words: str) -> float | None:
    """The share of a block's words that are links; None for one without links or words."""
    linked = [len(_squeeze(anchor.text_content())) for anchor in block.iter("a")]
    return min(sum(linked) / len(words), 1.0) if linked and words else None


def _holds_blocks(block: HtmlElement) -> bool:
    return any(child.tag in _BLOCKS for child in block)


def _is_furniture(part: Piece, links: dict[str, float]) -> bool:
    if part.kind == "quotation":
        return False
    text = part.text
    if not any(c.isalnum() for c in text) or phrases.LABEL.fullmatch(text):
        return True
    if links.get(_squeeze(text), 0.0) >= _MOSTLY_LINK and not _is_prose(part):
        return True
    return part.kind != "item" and len(text) < 400 and phrases.NOTICE.match(text) is not None


def _is_prose(part: Piece) -> bool:
    """A paragraph with several sentences is no list of links, however many it holds."""
    return part.kind == "paragraph" and len(re.findall(r"[a-z]{2}[.!?] +[A-Z“\"]", part.text)) >= 2


def _without_title(parts: list[Piece], title: str | None) -> list[Piece]:
    """Without the headline and what stands above it; the headline is kept as the title."""
    wanted = _letters(title or "")
    for number, part in enumerate(parts[:6]):
        if number and parts[number - 1].kind == "paragraph" and len(parts[number - 1].text) > 120:
            break
        found = _letters(part.text)
        same = found == wanted or (len(found) > 20 and (found in wanted or wanted in found))
        if part.kind == "heading" and wanted and same:
            rest = parts[number + 1 :]
            while len(rest) > 1 and rest[0].kind == "heading" and not _heads_a_section(rest):
                rest = rest[1:]
            return rest
    return [part for part in parts if part.level != 1 or _letters(part.text) != wanted]


def _heads_a_section(parts: list[Piece]) -> bool:
    """Whether the first heading belongs to a run of sections rather than under the headline."""
    return any(p.kind == "heading" and p.level == parts[0].level for p in parts[2:])


def _without_tail(parts: list[Piece]) -> list[Piece]:
    end = len(parts)
    while end > 1 and (
        parts[end - 1].kind == "heading" or phrases.CREDIT.fullmatch(parts[end - 1].text)
    ):
        end -= 1
    return parts[:end]


def _without_empty_headings(parts: list[Piece]) -> Iterator[Piece]:
    """Leave out a heading that is followed by another of its own or a higher rank."""
    for number, part in enumerate(parts):
        if part.kind == "heading":
            after = parts[number + 1] if number + 1 < len(parts) else None
            if after is None or (after.kind == "heading" and after.level <= part.level):
                continue
        yield part


def _broken_lines(block: HtmlElement) -> Iterator[str]:
    words: list[str] = []
    for element in block.iter():
        if element.tag == "br":
            yield _squeeze("".join(words))
            words = []
        else:
            words.append(element.text or "")
        if element is not block:
            words.append(element.tail or "")
    yield _squeeze("".join(words))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _squeeze(text: str) -> str:
    return "".join(text.split())
