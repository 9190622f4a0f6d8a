"""What becomes of the items of a feed: which are wanted, and how what came of one is stored.

What a feed has shown is remembered in the same transaction as the article it led to.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.ingest.gathering import Got, Wanted, name_of
from reader.ingest.model import Added
from reader.ingest.timing import iso, moment
from reader.library.duplicates import alike, runs
from reader.library.feeds import ItemRow
from reader.library.rows import FeedRow
from reader.library.store import Library
from reader.sources import refresh as core
from reader.sources.urls import canonical

if TYPE_CHECKING:
    from reader.sources.exchange import Answer
    from reader.sources.feeds import ParsedFeed


@dataclass(slots=True)
class UnderWay:
    """A feed that is being refreshed."""

    row: FeedRow
    answer: Answer | None = None
    parsed: ParsedFeed | None = None
    left: int = 0
    new: int = 0
    updated: int = 0
    summaries: int = 0
    failure: str | None = None
    """What went wrong with the feed itself; pages of it may still be under way."""
    known: dict[str, ItemRow] = field(default_factory=dict)


def wanted_items(library: Library, feed: UnderWay, parsed: ParsedFeed, pages: bool) -> list[Wanted]:
    """The items that are new or have changed. ``pages``: whether their pages are wanted."""
    row = feed.row
    remembered = library.feeds.items(row.id)
    waiting = set(feed.known)
    feed.known = remembered | feed.known
    known = {
        key: core.KnownItem(key, i.digest, i.status, i.attempts, moment(i.retry_at))  # type: ignore[arg-type]
        for key, i in remembered.items()
    }
    decisions = core.decide(known, parsed.items, core.utc_now())
    wanted: list[Wanted] = []
    met: list[ItemRow] = []
    for decision in decisions:
        item = decision.item
        if item is None or decision.fate == "same" or item.key in waiting:
            continue
        article = library.articles.by_url(canonical(item.url)) if item.url else None
        if decision.fate == "new" and article is not None:
            met.append(ItemRow(item.key, item.url, item.digest, article, "stored"))
            continue
        wanted.append(
            Wanted(
                item, row.id, page=pages,
                fallback_site=parsed.title or row.title or None,
            )
        )  # fmt: skip
    library.feeds.remember(row.id, met)
    library.articles.came_with([item.article_id for item in met if item.article_id], row.id)
    library.feeds.still_there(row.id, [item.key for item in parsed.items])
    return wanted


def store(library: Library, feed: UnderWay | None, got: Got) -> Added:
    """Store an article, and with it that its item was seen."""
    wanted = got.wanted
    target = name_of(wanted)
    if got.article is None:
        _remember(library, feed, got, None)
        return Added(target, None, "refused", wanted.item.title, got.reason)
    try:
        with library.transaction():
            _follow_move(library, feed, got)
            added = library.articles.add(
                got.article, feed_id=feed.row.id if feed else None, traits=got.traits
            )
            _remember(library, feed, got, added.id)
    except UnicodeError:
        bad = replace(got, article=None, reason="it holds broken characters", passing=False)
        with suppress(UnicodeError):  # the item's own key may be broken, too
            _remember(library, feed, bad, None)
        return Added(target, None, "refused", reason=bad.reason)
    if feed is not None:
        feed.new += added.status == "added"
        feed.updated += added.status == "updated"
        feed.summaries += added.status == "added" and got.article.summary
    return Added(target, added.id, added.status, got.article.title, got.reason)


def _follow_move(library: Library, feed: UnderWay | None, got: Got) -> None:
    """An item whose page has moved (a headline was changed, and its address with it) is
    the same article, if it has the same words by and large."""
    before = feed.known.get(got.wanted.item.key) if feed else None
    article = got.article
    if before is None or before.article_id is None or article is None or not article.url:
        return
    if library.articles.by_url(article.url) is None:
        text = library.articles.texts([before.article_id]).get(before.article_id, "")
        if alike(runs(text), runs(article.text)):
            library.articles.also_at(before.article_id, article.url)


def _remember(library: Library, feed: UnderWay | None, got: Got, article_id: int | None) -> None:
    if feed is None:
        return
    item = got.wanted.item
    before = feed.known.get(item.key)
    attempts = (before.attempts if before else 0) + 1
    summary = got.article is not None and got.article.summary
    retry = core.retry_item_at(attempts - 1, core.utc_now()) if got.passing else None
    if got.article is not None:
        status = "summary" if summary else "stored"
    else:
        status = "failed" if got.passing else "refused"
    row = ItemRow(
        item.key, item.url, item.digest, article_id, status, got.reason, attempts,
        iso(retry) if retry else None,
    )  # fmt: skip
    library.feeds.remember(feed.row.id, [row])
