"""From the bytes of a page to a tree that extraction can work on.

Repairs what extraction is known to lose: words that stand loose in a container between
line breaks, and the marks of ``<q>``, which browsers draw and the source does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from reader.news import Page, Refused

MAX_BYTES: Final = 3_000_000
"""Longest page that is parsed; the largest of 181 real articles had half of it."""

BINARY: Final = "it is not a text but a binary file"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What a tree may be read with (as a reference like &#12;) but lets nobody put in."""
_FORM_FEED_TO_SPACE = bytes.maketrans(b"\f", b" ")
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\f\r")
_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9])"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]))"
)
"""References to characters that no tree lets one put in."""
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I
)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_MEANT_BY = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252",
             "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "shift_jis",
             "iso-8859-9": "cp1254", "tis-620": "cp874", "utf8": "utf-8"}  # fmt: skip
"""Labels that browsers read as another encoding, because that is what pages mean by them."""

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
     "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
     "strong", "sub", "sup", "time", "tt", "u", "var", "wbr")
)  # fmt: skip
_CONTAINERS = frozenset(("div", "section", "article", "main", "td", "body"))
_MARKS = {"de": "„“", "fr": "«»", "ru": "«»", "uk": "«»", "it": "«»", "es": "«»", "pl": "„”"}


def parse(page: Page) -> HtmlElement:
    """The page's tree.

    Raises Refused for a page beyond `MAX_BYTES`, an empty one, and one that is not HTML.
    """
    if len(page.body) > MAX_BYTES:
        raise Refused(too_big(len(page.body)))
    decoded = decode(page)
    if is_binary(decoded):
        raise Refused(BINARY)
    return tree_of(decoded)


def tree_of(html: str) -> HtmlElement:
    """The tree of a page's characters, without those that no tree lets one put in.

    Raises Refused for what is not HTML.
    """
    # As bytes: the same with patterns over the characters takes a tenth of cleaning's time.
    text = html.encode("utf-8", "replace").translate(_FORM_FEED_TO_SPACE, _CONTROL_BYTES)
    if not html.strip() or not text.strip():
        raise Refused("the page is empty")
    try:
        tree: HtmlElement = document_fromstring(
            text,
            parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True),
        )
    except (etree.LxmlError, ValueError) as error:
        raise Refused("the page is not readable HTML") from error
    if any(bad in text for bad in _NO_CHARACTERS) or _REFERENCES.search(text):
        for element in tree.iter():
            element.text, element.tail = _fit(element.text), _fit(element.tail)
    return tree


def _fit(text: str | None) -> str | None:
    return _NO_XML.sub(" ", text) if text else text


def is_binary(text: str) -> bool:
    """Whether so many of its characters are controls that nobody wrote it as a text.

    Pages with a few stray ones exist and are read.
    """
    start = text[:4096]
    return len(_CONTROLS.findall(start)) > len(start) / 50


def too_big(size: int) -> str:
    """The reason against a page of so many bytes."""
    return f"it is {size / 1e6:.1f} MB long; the limit is {MAX_BYTES / 1e6:.0f} MB"


def decode(page: Page) -> str:
    """The characters of a page: by its byte order mark, its declarations, else by its bytes."""
    body = page.body
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    for declared in _declared(page):
        name = _MEANT_BY.get(declared.lower(), declared)
        try:
            return body.decode(name)
        except (LookupError, UnicodeError):
            continue
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(_likely(body), "replace")


def repair(tree: HtmlElement) -> None:
    """Put back, in place, what extraction would lose."""
    _mark_inline_quotations(tree)
    for box in list(tree.iter(*_CONTAINERS)):
        _wrap_loose_text(box)


def _declared(page: Page) -> Iterator[str]:
    if page.charset:
        yield page.charset
    head = page.body[:4096]
    for pattern in (_XML_CHARSET, _META_CHARSET):
        if found := pattern.search(head):
            yield found[1].decode("ascii")


def _likely(body: bytes) -> str:
    """The encoding of undeclared bytes that are not UTF-8."""
    damaged = body[:20_000].decode("utf-8", "replace")
    letters = sum(c > "\x7f" for c in damaged)
    if letters and damaged.count("\ufffd") / letters < 0.1:
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(body[:50_000]).best()
    return best.encoding if best is not None else "cp1252"


def _mark_inline_quotations(tree: HtmlElement) -> None:
    language = (tree.get("lang") or "")[:2].lower()
    marks = _MARKS.get(language, "“”")
    opening, closing = marks[0], marks[1]
    for q in list(tree.iter("q")):
        words = q.text_content().strip()
        if words and words[0] not in "\"“„«'‘‹":
            q.text = opening + (q.text or "")
            if len(q):
                q[-1].tail = (q[-1].tail or "") + closing
            else:
                q.text += closing
        q.drop_tag()


def _wrap_loose_text(box: HtmlElement) -> None:
    """Make paragraphs of text that stands directly in a container, divided by line breaks.

    Only where such a container has line breaks or paragraphs of its own, so that a
    button's or a menu's label does not become prose.
    """
    if not _has_loose_prose(box):
        return
    children: list[HtmlElement] = []
    paragraph = box.makeelement("p")
    paragraph.text, box.text = box.text, None
    for child in list(box):
        if child.tag in _INLINE:
            paragraph.append(child)
            continue
        if paragraph.text_content().strip():
            children.append(paragraph)
        paragraph = box.makeelement("p")
        paragraph.text, child.tail = child.tail, None
        if child.tag != "br":
            children.append(child)
    if paragraph.text_content().strip():
        children.append(paragraph)
    box[:] = children


def _has_loose_prose(box: HtmlElement) -> bool:
    loose = len((box.text or "").strip())
    breaks = False
    for child in box:
        if child.tag in ("br", "p"):
            breaks = True
        loose += len((child.tail or "").strip())
    return breaks and loose >= 80
