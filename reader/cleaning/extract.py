"""The one place where a page becomes an article."""

from __future__ import annotations

import logging

from lxml.html import HtmlElement

from reader.cleaning import boilerplate, dom, metadata, recall, refusal, tongue
from reader.cleaning.blocks import Piece, join, pieces
from reader.cleaning.dates import iso_date
from reader.cleaning.errors import NotAnArticle
from reader.cleaning.gate import clean_line, clean_text, clean_url
from reader.cleaning.titles import first_words
from reader.news import Article, Hints, Page, Refused

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def clean_html(page: Page, hints: Hints = Hints(), *, force: bool = False) -> Article:  # noqa: B008
    """The article on the page; values of ``hints`` win over what the page says of itself.

    Raises Refused, with the reason, for what is no article (a question about cookies, a
    page that is gone, a front page, too little text); with ``force`` only where there is
    no text at all or the page cannot be parsed.
    """
    tree = dom.parse(page)
    found = metadata.read(
        tree, hints.url or page.url, find_byline=not hints.byline, find_date=not _date_of(hints)
    )
    dom.repair(tree)
    parts = _extracted(tree)
    parts = recall.with_missed_chunks(parts, tree)
    links = boilerplate.link_shares(tree, parts)
    parts = boilerplate.trim(parts, hints.title or found.title, links)
    parts = _or_declared(parts, found.body)
    if force and not parts:
        parts = _everything(tree)
    if not force:
        reason = refusal.no_article(tree, parts, found.title, hints.url or found.url, found.kind)
        if reason:
            raise NotAnArticle(reason)
    return build(parts, hints, found)


def build(parts: list[Piece], hints: Hints, found: metadata.Metadata) -> Article:
    """The article of these pieces.

    Raises Refused where there is no text.
    """
    text, blocks = join(parts)
    if not text:
        raise Refused("no readable text was found in it")
    title = clean_line(hints.title or found.title or "") or first_words(text)
    site = clean_line(hints.site, 120) if hints.site else found.site
    return Article(
        title=title,
        text=text,
        blocks=blocks,
        byline=metadata.byline(hints.byline, site) if hints.byline else found.byline,
        site=site or None,
        published=_date_of(hints) or found.published,
        url=clean_url(hints.url) if hints.url else found.url,
        language=hints.language or tongue.guess(text) or found.language,
    )


def _date_of(hints: Hints) -> str | None:
    return iso_date(hints.published) if hints.published else None


def _extracted(tree: HtmlElement) -> list[Piece]:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, fast=True, include_comments=False)
    if document is None or document.body is None:
        return []
    return pieces(document.body)


def _or_declared(parts: list[Piece], body: str | None) -> list[Piece]:
    """The text that the page declares for machines, where the visible one is only its start."""
    if not body:
        return parts
    declared = refusal.count_words(body)
    shown = refusal.count_words(" ".join(part.text for part in parts))
    if declared < 80 or shown >= declared / 2:
        return parts
    return [Piece("paragraph", line) for line in clean_text(body).split("\n") if line]


def _everything(tree: HtmlElement) -> list[Piece]:
    for junk in list(tree.iter("script", "style", "noscript", "template")):
        junk.drop_tree()
    body = tree.find(".//body")
    lines = clean_text((body if body is not None else tree).text_content()).split("\n")
    return [Piece("paragraph", line) for line in lines if line]
