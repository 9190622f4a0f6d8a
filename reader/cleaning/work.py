"""The task of the cleaning workers: a page in, an article or the reason against it out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from reader.cleaning.errors import NotAnArticle
from reader.news import Article, Hints, Page, Refused

Kind = Literal["html", "text", "markdown"]


@dataclass(frozen=True, slots=True)
class CleanJob:
    """What a worker is given; everything in it can be sent between processes."""

    page: Page
    hints: Hints = field(default_factory=Hints)
    force: bool = False
    feed_html: str | None = None
    """The feed's own content: kept as a summary where the page gives no article, and as the
    article where the page gives much less of it."""
    more: tuple[Page, ...] = ()
    """The further pages of an article in parts, in order."""


@dataclass(frozen=True, slots=True)
class CleanResult:
    """Exactly one of ``article`` and ``reason`` is there; with a summary there are both."""

    article: Article | None = None
    reason: str | None = None
    """Why the page was refused, in plain words."""
    forcible: bool = False
    """Whether it would be taken with force."""


def clean(job: CleanJob) -> CleanResult:
    """Clean one page. Never raises for what a page may hold."""
    try:
        article = _cleaned(job.page, job.hints, force=job.force)
    except Refused as refused:
        reason, forcible = str(refused), isinstance(refused, NotAnArticle)
    else:
        for page in job.more:
            article = _continued(article, page)
        return CleanResult(_fuller(article, job))
    if job.feed_html:
        try:
            return CleanResult(summary(job.feed_html, job.hints), reason)
        except Refused:
            pass
    return CleanResult(reason=reason, forcible=forcible)


def _continued(article: Article, page: Page) -> Article:
    """The article with the words of its next page; what stands on both is not repeated."""
    from reader.cleaning.blocks import Piece, join

    try:
        further = _cleaned(page, Hints(), force=True)
    except Refused:
        return article
    parts = [Piece(b.kind, article.text[b.start : b.end], b.level) for b in article.blocks]
    seen = {part.text for part in parts}
    for block in further.blocks:
        text = further.text[block.start : block.end]
        if text not in seen:
            parts.append(Piece(block.kind, text, block.level))
    text, blocks = join(parts)
    return replace(article, text=text, blocks=blocks)


def _fuller(article: Article, job: CleanJob) -> Article:
    """The page's article, or the feed's own where that has the whole and the page a part."""
    if not job.feed_html or len(job.feed_html) < 1.5 * len(article.text):
        return article
    from reader.cleaning.fragments import clean_fragment

    try:
        own = clean_fragment(job.feed_html, job.hints)
    except Refused:
        return article
    if len(own.text) < 1.5 * len(article.text) or len(own.text) < 1000:
        return article
    return replace(article, text=own.text, blocks=own.blocks)


def summary(feed_html: str, hints: Hints) -> Article:
    """The feed's own content as an article that is marked as a summary.

    Raises Refused where it holds no text.
    """
    from reader.cleaning.fragments import clean_fragment

    return replace(clean_fragment(feed_html, hints), summary=True)


def kind_of(page: Page) -> Kind:
    """By its media type, else by how it begins."""
    media = page.media_type.partition(";")[0].strip().lower()
    if media in ("text/markdown", "text/x-markdown"):
        return "markdown"
    if "html" in media or "xml" in media:
        return "html"
    start = page.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    looks_html = start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
    return "html" if looks_html else "text"


def _cleaned(page: Page, hints: Hints, *, force: bool) -> Article:
    kind = kind_of(page)
    if kind == "html":
        from reader.cleaning.extract import clean_html

        return clean_html(page, hints, force=force)
    from reader.cleaning import dom, plain, refusal

    if len(page.body) > dom.MAX_BYTES:
        raise Refused(dom.too_big(len(page.body)))
    if b"\0" in page.body[:4096] and not page.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(dom.BINARY)
    text = dom.decode(page)
    if page.url and not hints.url:
        hints = replace(hints, url=page.url)
    article = (plain.clean_markdown if kind == "markdown" else plain.clean_plain)(text, hints)
    if not force and (reason := refusal.too_short(article.text)):
        raise NotAnArticle(reason)
    return article
