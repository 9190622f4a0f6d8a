"""The task of the workers that feeds are read in: parse a feed, or clean a page.

What a page says of other pages (its next part, where it has moved) is read here, too: it
takes as long as cleaning, and a page may be made to take longer.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.cleaning.gate import clean_line, clean_text
from reader.news import Article, Hints, Page, Refused

if TYPE_CHECKING:
    from reader.cleaning.work import CleanJob
    from reader.library.traits import Traits
    from reader.sources.feeds import FeedItem, ParsedFeed

_TAG = re.compile(rb"""<[a-zA-Z](?:[^"'<>]|"[^"]{0,4000}"|'[^']{0,4000}')*>""")


@dataclass(frozen=True, slots=True)
class ParseJob:
    """The body of a feed as it was fetched."""

    body: bytes
    url: str | None
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class OwnWordsJob:
    """What a feed says of an article whose page is not to be had."""

    html: str
    hints: Hints = field(default_factory=Hints)
    summary: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a page, and the page that should be fetched before that counts."""

    article: Article | None = None
    reason: str | None = None
    following: str | None = None
    """The next part of the article."""
    elsewhere: str | None = None
    """Where the page sends its readers."""
    forcible: bool = False
    """Whether the page would be taken with force."""
    traits: Traits | None = None
    """Of the article; worked out here, where it holds nobody up."""


def work(job: ParseJob | CleanJob | OwnWordsJob) -> ParsedFeed | Read:
    """Do one job.

    Raises FeedError for what is no feed; of pages what is wrong is in the result.
    """
    if isinstance(job, ParseJob):
        from reader.sources.feeds import parse_feed

        return gated(parse_feed(job.body, job.url, job.content_type))
    if isinstance(job, OwnWordsJob):
        return _own_words(job)
    from reader.cleaning.work import clean

    result = clean(job)
    last = job.more[-1] if job.more else job.page
    following = _next_part(last) if result.article is not None else None
    elsewhere = _sent_on(job.page) if result.reason is not None else None
    return Read(
        result.article, result.reason, following, elsewhere, result.forcible,
        traits_or_none(result.article),
    )  # fmt: skip


def traits_or_none(article: Article | None) -> Traits | None:
    """The traits of an article; None where there is none, or one with broken characters."""
    if article is None:
        return None
    from reader.library.traits import traits_of

    try:
        return traits_of(article)
    except UnicodeError:
        return None  # whoever stores it says so


def _next_part(page: Page) -> str | None:
    """Where the page declares the next part of its article; most have none."""
    if page.url is None:
        return None
    tags = _tags_with(rb"""rel=["']?[^"'>]{0,40}next""", page.body)
    if not tags:
        return None
    from reader.sources.discover import next_part

    return next_part("".join((*_tags_with(rb"<base ", page.body), *tags)), page.url)


def _sent_on(page: Page) -> str | None:
    """Where a page that is no article sends its readers by itself; most do not."""
    if page.url is None or not _tags_with(rb"""http-equiv=["']?refresh""", page.body):
        return None
    from reader.sources.discover import sent_on

    return sent_on(page.body.decode("utf-8", "replace"), page.url)


def _tags_with(pattern: bytes, body: bytes) -> list[str]:
    """The tags in which the pattern, in small letters, stands; a tenth of the time in which
    a page is read from end to end."""
    tags = []
    for found in re.finditer(pattern, body.lower()):
        start = body.rfind(b"<", 0, found.start() + 1)
        if start >= 0 and (tag := _TAG.match(body, start)) and tag.end() >= found.end():
            tags.append(tag[0].decode("utf-8", "replace"))
    return tags


def gated(feed: ParsedFeed) -> ParsedFeed:
    """The feed with every string through the gate; its items' HTML passes it when cleaned."""
    return replace(
        feed,
        title=_line(feed.title, 200),
        items=tuple(_gated_item(item) for item in feed.items),
        language=_language(feed.language),
    )


def _gated_item(item: FeedItem) -> FeedItem:
    return replace(
        item,
        key=clean_text(item.key)[:1000] or item.digest,
        title=_line(item.title, 500),
        byline=_line(item.byline, 300),
        site=_line(item.site, 120),
        language=_language(item.language),
    )


def _line(text: str | None, limit: int) -> str | None:
    """One line of words: feeds put HTML, once or twice escaped, where plain text should be."""
    if not text:
        return None
    for _ in range(2):
        text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text))
    return clean_line(text, limit) or None


def _language(said: str | None) -> str | None:
    found = re.match(r"([a-zA-Z]{2})(?:[-_]|$)", said or "")
    return found[1].lower() if found else None


def _own_words(job: OwnWordsJob) -> Read:
    from reader.cleaning.fragments import clean_fragment

    try:
        article = clean_fragment(job.html, job.hints)
    except Refused as refused:
        return Read(reason=job.reason or str(refused))
    article = replace(article, summary=job.summary)
    return Read(article, job.reason, traits=traits_or_none(article))
