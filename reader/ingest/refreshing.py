"""Refreshing feeds: what is due is fetched, its new articles stored, all in parallel.

The decisions are `reader.sources.refresh`'s; here they are carried out. What a feed has
shown is remembered together with each article, and the feed's own mark (ETag) only when
all its articles are stored: killed anywhere between, the next refresh goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from reader.ingest.cleaning import HEAVY, TIME_LIMIT, reason_of
from reader.ingest.feed_work import ParseJob
from reader.ingest.gathering import Gatherer, Got, Wanted, name_of
from reader.ingest.indexing import Alongside, index_pending
from reader.ingest.model import Added, FeedOutcome, Progress, cores, stopped
from reader.ingest.timing import (
    after_failure,
    after_success,
    body_digest,
    iso,
    moment,
    not_yet,
    timing,
)
from reader.library.duplicates import alike, runs
from reader.library.feeds import ItemRow
from reader.library.rows import FeedRow
from reader.library.store import Library
from reader.news import Hints, ReaderError
from reader.sources import refresh as core
from reader.sources.errors import FetchError
from reader.sources.feeds import MAX_BYTES, FeedItem, ParsedFeed
from reader.sources.urls import canonical, shown
from reader.workers import WorkerPool

if TYPE_CHECKING:
    from reader.config import Fetch
    from reader.sources.exchange import Answer
    from reader.sources.http import Client

Asked = Literal["by name", "all", "no"]
_LOOK = 0.25
"""Seconds after which it is looked whether someone wants to stop."""


def fetching_pool(workers: int | None = None, nice: int = 0) -> WorkerPool:
    """Processes that parse feeds and clean pages."""
    return WorkerPool(
        "reader.ingest.feed_work:work", workers or cores(), TIME_LIMIT, nice, imports=HEAVY
    )


def refresh(
    library: Library,
    feeds: Sequence[FeedRow] | None = None,
    *,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    workers: int | None = None,
    nice: int = 0,
    allow_private: bool = False,
    asked: Asked | None = None,
    settings: Fetch | None = None,
    index: bool = False,
) -> Iterator[FeedOutcome]:
    """Fetch feeds; one outcome each, as it is done. What is stored by then is safe.

    ``feeds`` None means all that are not paused. One that is named is fetched even if its
    time has not come, but never before a server's Retry-After. With ``index`` all of it is
    searchable in the end.
    """
    run = opened(
        library, settings=settings, allow_private=allow_private, workers=workers, nice=nice,
        on_progress=on_progress, cancel=cancel,
    )  # fmt: skip
    with run, Alongside(library, nice) as indexing:
        chosen = library.feeds.all() if feeds is None else list(feeds)
        manner: Asked = asked or ("all" if feeds is None else "by name")
        for event in run.refresh(chosen, manner):
            if isinstance(event, FeedOutcome):
                yield event
            elif index and event.status in ("added", "updated"):
                indexing.stored()
    if index:
        index_pending(library, on_progress=on_progress, cancel=cancel)


def opened(
    library: Library,
    *,
    settings: Fetch | None = None,
    allow_private: bool = False,
    workers: int | None = None,
    nice: int = 0,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Refreshing:
    """What fetches for this library, by the person's settings."""
    from reader.config import load
    from reader.sources.guard import Policy
    from reader.sources.http import Client, Limits

    settings = settings or load().fetch
    hosts = library.state.get("private_hosts", [])
    policy = Policy(
        allow_private or settings.allow_private, hosts if isinstance(hosts, list) else []
    )
    limits = Limits(
        total=settings.connections, per_host=settings.per_host, whole=max(settings.timeout, 1.0)
    )
    client = Client(policy, limits, heed_robots=settings.robots)
    pool = fetching_pool(workers, nice)
    return Refreshing(library, client, pool, settings, on_progress, cancel)


@dataclass(slots=True)
class _Under:
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


@dataclass(frozen=True, slots=True)
class _FeedCame:
    feed: _Under
    future: Future[Answer]


@dataclass(frozen=True, slots=True)
class _Parsed:
    feed: _Under
    future: Future[Any]


class Refreshing:
    """One run over feeds and pages, with its client and its workers; use with ``with``."""

    def __init__(
        self,
        library: Library,
        client: Client,
        pool: WorkerPool,
        settings: Fetch,
        on_progress: Progress | None,
        cancel: threading.Event | None,
    ) -> None:
        self.library = library
        self.client = client
        self.pool = pool
        self.settings = settings
        self.cancel = cancel
        self._on_progress = on_progress
        self._gatherer = Gatherer(client, pool)
        self._feeds: dict[int, _Under] = {}
        self._done = 0
        self._total = 0

    def __enter__(self) -> Refreshing:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.pool.close()

    def refresh(
        self, feeds: Iterable[FeedRow], asked: Asked, given: Mapping[int, Answer] | None = None
    ) -> Iterator[FeedOutcome | Added]:
        """Refresh feeds; a line for each article that is stored, an outcome for each feed.

        ``given``: answers that were fetched already, by the feed's number.
        """
        now = core.utc_now()
        for row in feeds:
            held = moment(row.hold_until)
            if core.is_due(timing(row), now, asked):
                self._begin(row, (given or {}).get(row.id))
            elif asked != "no" and not row.paused:
                yield not_yet(row, held if held and held > now else None)
        self._retries(now)
        while self._feeds and not stopped(self.cancel):
            yield from self._step()

    def pages(self, wanted: Iterable[Wanted]) -> Iterator[Added]:
        """Fetch and store single pages; a line each."""
        listed = list(wanted)
        self._total += len(listed)
        self._gatherer.want(listed)
        while self._gatherer.busy and not stopped(self.cancel):
            for line in self._step():
                if isinstance(line, Added):
                    yield line

    def given(self, wanted: Wanted, answer: Answer) -> Iterator[Added]:
        """Store a page that was fetched already."""
        self._total += 1
        self._gatherer.give(wanted, answer)
        while self._gatherer.busy and not stopped(self.cancel):
            for line in self._step():
                if isinstance(line, Added):
                    yield line

    def _begin(self, row: FeedRow, given: Answer | None) -> None:
        from reader.sources.exchange import FEED_TYPES, Request

        feed = _Under(row)
        self._feeds[row.id] = feed
        self._total += 1
        if given is not None:
            future: Future[Answer] = Future()
            future.set_result(given)
        else:
            request = Request(row.url, FEED_TYPES, MAX_BYTES, row.etag, row.modified)
            future = self.client.submit(request)
        self._gatherer.watch(future, lambda f: _FeedCame(feed, f))

    def _retries(self, now: datetime) -> None:
        """Pages that could not be had last time, of the feeds that are looked at now."""
        for feed_id, item in self.library.feeds.to_retry(iso(now)):
            feed = self._feeds.get(feed_id)
            if feed is None or not item.url or item.attempts >= core.MAX_ATTEMPTS:
                continue
            feed.known[item.key] = item
            row = self.library.articles.rows([item.article_id or 0]).get(item.article_id or 0)
            told = Hints(row.title, row.byline, row.site, row.published) if row else Hints()
            again = FeedItem(item.key, item.url, digest=item.digest)
            feed.left += 1
            self._total += 1
            self._gatherer.want([Wanted(again, feed_id, hints=told, fallback_site=feed.row.title)])

    def _step(self) -> Iterator[FeedOutcome | Added]:
        """Take what has come; only what is on the disk is told of."""
        events = self._gatherer.wait(_LOOK)
        told: list[FeedOutcome | Added] = []
        if events:
            with self.library.transaction():
                for event in events:
                    told.extend(self._take(event))
        if events and self._on_progress is not None:
            self._on_progress("refresh", self._done, self._total)
        yield from told

    def _take(self, event: Any) -> Iterator[FeedOutcome | Added]:
        if isinstance(event, _FeedCame):
            yield from self._feed_came(event)
        elif isinstance(event, _Parsed):
            yield from self._parsed(event)
        elif isinstance(event, Got):
            self._done += 1
            yield self._got(event)
            feed = self._feeds.get(event.wanted.group) if _is_feed(event) else None
            if feed is not None:
                feed.left -= 1
                yield from self._maybe_finished(feed)

    def _feed_came(self, came: _FeedCame) -> Iterator[FeedOutcome]:
        feed = came.feed
        try:
            answer = came.future.result()
        except CancelledError:
            self._feeds.pop(feed.row.id, None)
            return
        except FetchError as error:
            yield from self._failed(feed, error)
            return
        feed.answer = answer
        if answer.unchanged or body_digest(answer.body) == feed.row.digest:
            yield from self._maybe_finished(feed)
            return
        feed.left += 1  # the parsing
        content_type = answer.media_type
        if answer.charset:
            content_type += f"; charset={answer.charset}"
        job = ParseJob(answer.body, answer.url, content_type)
        self._gatherer.watch(self.pool.submit(job), lambda f: _Parsed(feed, f))

    def _parsed(self, parsed: _Parsed) -> Iterator[FeedOutcome]:
        feed = parsed.feed
        feed.left -= 1
        try:
            feed.parsed = parsed.future.result()
        except CancelledError:
            self._feeds.pop(feed.row.id, None)
            return
        except Exception as error:  # FeedError, or what became of the worker: this feed's line
            said = str(error) if isinstance(error, ReaderError) else reason_of(error)
            yield from self._failed(feed, ReaderError(said))
            return
        self._want_items(feed, feed.parsed)
        yield from self._maybe_finished(feed)

    def _want_items(self, feed: _Under, parsed: ParsedFeed) -> None:
        library, row = self.library, feed.row
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
                    item, row.id, page=self.settings.full_articles,
                    fallback_site=parsed.title or row.title or None,
                )
            )  # fmt: skip
        library.feeds.remember(row.id, met)
        library.feeds.still_there(row.id, [item.key for item in parsed.items])
        feed.left += len(wanted)
        self._total += len(wanted)
        self._gatherer.want(wanted)

    def _got(self, got: Got) -> Added:
        """Store an article, and with it that its item was seen."""
        wanted, library = got.wanted, self.library
        feed = self._feeds.get(wanted.group) if _is_feed(got) else None
        target = name_of(wanted)
        if got.article is None:
            self._remember(feed, got, None)
            return Added(target, None, "refused", wanted.item.title, got.reason)
        try:
            with library.transaction():
                self._follow_move(feed, got)
                added = library.articles.add(got.article, feed_id=feed.row.id if feed else None)
                self._remember(feed, got, added.id)
        except UnicodeError:
            bad = replace(got, article=None, reason="it holds broken characters", passing=False)
            with suppress(UnicodeError):  # the item's own key may be broken, too
                self._remember(feed, bad, None)
            return Added(target, None, "refused", reason=bad.reason)
        if feed is not None:
            feed.new += added.status == "added"
            feed.updated += added.status == "updated"
            feed.summaries += added.status == "added" and got.article.summary
        return Added(target, added.id, added.status, got.article.title, got.reason)

    def _follow_move(self, feed: _Under | None, got: Got) -> None:
        """An item whose page has moved (a headline was changed, and its address with it) is
        the same article, if it has the same words by and large."""
        before = feed.known.get(got.wanted.item.key) if feed else None
        article, library = got.article, self.library
        if before is None or before.article_id is None or article is None or not article.url:
            return
        if library.articles.by_url(article.url) is None:
            text = library.articles.texts([before.article_id]).get(before.article_id, "")
            if alike(runs(text), runs(article.text)):
                library.articles.also_at(before.article_id, article.url)

    def _remember(self, feed: _Under | None, got: Got, article_id: int | None) -> None:
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
        self.library.feeds.remember(feed.row.id, [row])

    def _maybe_finished(self, feed: _Under) -> Iterator[FeedOutcome]:
        if feed.left > 0:
            return
        if feed.failure is not None:
            yield self._ended(feed, feed.failure)
            return
        if feed.answer is None:
            return
        row, answer, parsed = feed.row, feed.answer, feed.parsed
        told = after_success(row, answer, parsed, self.settings.interval * 60)
        note = self._moved(feed, told)
        self.library.feeds.fetched(row.id, **told)
        if parsed is not None and parsed.left_out:
            count = len(parsed.items) + parsed.left_out
            note = f"the feed has {count:,} items; the newest {len(parsed.items):,} were taken"
        self._feeds.pop(row.id, None)
        self._done += 1
        title = (
            row.own_title
            or (parsed.title if parsed else None)
            or row.title
            or shown(row.url, private=True)
        )
        yield FeedOutcome(
            row.id, title, None, feed.new, feed.updated, feed.summaries,
            unchanged=parsed is None, note=note,
        )  # fmt: skip

    def _moved(self, feed: _Under, told: dict[str, Any]) -> str | None:
        """Follow a feed that has moved for good; what to say of it."""
        row, answer = feed.row, feed.answer
        to = answer.moved_to if answer else None
        if not to or to == row.url:
            return None
        if self.library.feeds.move(row.id, to):
            return f"it has moved to {shown(to, private=True)}"
        told["paused"] = 1
        told["error"] = (
            f"it has moved to {shown(to, private=True)}, which is followed already; it was paused"
        )
        return str(told["error"])

    def _failed(self, feed: _Under, error: ReaderError) -> Iterator[FeedOutcome]:
        """The feed itself could not be had. Pages tried again are waited for: they are its own."""
        feed.failure, told = after_failure(feed.row, error, self.settings.interval * 60)
        self.library.feeds.fetched(feed.row.id, **told)
        yield from self._maybe_finished(feed)

    def _ended(self, feed: _Under, failure: str) -> FeedOutcome:
        row = feed.row
        self._feeds.pop(row.id, None)
        self._done += 1
        title = row.title or shown(row.url, private=True)
        return FeedOutcome(row.id, title, failure, feed.new, feed.updated)


def _is_feed(got: Got) -> bool:
    return isinstance(got.wanted.group, int)
