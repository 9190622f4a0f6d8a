"""Why a page is no article, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from reader.cleaning import phrases
from reader.cleaning.blocks import Piece

_FEW_WORDS = 40
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]*(\s|$)|[。！？]")


def too_short(text: str) -> str | None:
    """The reason if the text is under a few sentences."""
    words = count_words(text)
    if words == 0:
        return "no readable text was found in it"
    sentences = len(_SENTENCE_END.findall(text))
    if words < _FEW_WORDS or (sentences < 2 and words < 2 * _FEW_WORDS):
        return f"too little text for an article ({words} {'word' if words == 1 else 'words'})"
    return None


def count_words(text: str) -> int:
    """Words; in scripts without spaces two characters count as one."""
    dense = len(re.findall("[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]", text))
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)) + dense // 2


def no_article(
    tree: HtmlElement, parts: Sequence[Piece], title: str | None, url: str | None, kind: str | None
) -> str | None:
    """The reason why a page as a whole is no article; None where it may well be one."""
    text = "\n".join(part.text for part in parts)
    words = count_words(text)
    headings = [title or "", *(" ".join(h.text_content().split()) for h in tree.iter("h1"))]
    is_article = kind is not None and ("article" in kind or "posting" in kind)
    if words < 250 and any(phrases.MISSING.search(heading) for heading in headings):
        return "the site says that this page does not exist"
    if words < 120:
        whole = " ".join([*headings, tree.text_content()[:20_000] if words < 60 else text])
        if phrases.BLOCKED.search(whole):
            return "the site shows a check for browsers instead of the article"
        if words < 60 and phrases.PAYWALL.search(whole):
            return "the article is behind a paywall"
    if words < (200 if is_article else 600) and _is_consent(parts, " ".join(headings)):
        return "the site shows a question about cookies instead of the article"
    if not is_article and _is_front_page(tree, parts, url):
        return "it is a front page or a list of articles, not an article"
    return too_short(text)


def _is_consent(parts: Sequence[Piece], heading: str) -> bool:
    total = sum(len(part.text) for part in parts)
    about = sum(len(part.text) for part in parts if len(phrases.CONSENT.findall(part.text)) >= 2)
    if total == 0:
        return False
    return about > 0.6 * total or (
        about > 0.3 * total and phrases.CONSENT.search(heading) is not None
    )


def _is_front_page(tree: HtmlElement, parts: Sequence[Piece], url: str | None) -> bool:
    """Many headings that lead elsewhere, and no run of prose that belongs together."""
    leading = sum(
        1
        for heading in tree.iter("h2", "h3", "h4")
        if heading.find(".//a") is not None
        or (heading.getparent() is not None and heading.getparent().tag == "a")
    )
    prose = [part for part in parts if part.kind == "paragraph" and len(part.text) >= 80]
    root = url is not None and urlsplit(url).path.rstrip("/") in (
        "",
        "/index.html",
        "/index.htm",
        "/index.php",
    )
    headings = {
        "".join(h.text_content().split())
        for h in tree.iter("h2", "h3", "h4")
        if h.find(".//a") is not None
    }
    teased = sum("".join(part.text.split()) in headings for part in parts)
    if root and leading >= 4:
        return True
    return leading >= 8 and (len(prose) < 4 or leading > 2 * len(prose) or teased >= len(prose))
