"""Refreshing feeds: what is due is fetched, its new articles stored, all in parallel.

The decisions are `reader.sources.refresh`'s; here they are carried out. What a feed has
shown is remembered together with each article, and the feed's own mark (ETag) only when
all its articles are stored: killed anywhere between, the next refresh goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from reader.addresses import shown
from reader.ingest.cleaning import HEAVY, TIME_LIMIT, reason_of
from reader.ingest.feed_work import ParseJob
from reader.ingest.gathering import Gatherer, Got, Wanted
from reader.ingest.indexing import Alongside, index_pending
from reader.ingest.items import UnderWay, store, wanted_items
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
from reader.library.rows import FeedRow
from reader.library.store import Library
from reader.news import Hints, ReaderError
from reader.sources import refresh as core
from reader.sources.errors import FetchError
from reader.sources.feeds import MAX_BYTES, FeedItem
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


@dataclass(frozen=True, slots=True)
class _FeedCame:
    feed: UnderWay
    future: Future[Answer]


@dataclass(frozen=True, slots=True)
class _Parsed:
    feed: UnderWay
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
        self._feeds: dict[int, UnderWay] = {}
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

        feed = UnderWay(row)
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
            feed = self._feeds.get(event.wanted.group) if _is_feed(event) else None
            yield store(self.library, feed, event)
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
        wanted = wanted_items(self.library, feed, feed.parsed, self.settings.full_articles)
        feed.left += len(wanted)
        self._total += len(wanted)
        self._gatherer.want(wanted)
        yield from self._maybe_finished(feed)

    def _maybe_finished(self, feed: UnderWay) -> Iterator[FeedOutcome]:
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

    def _moved(self, feed: UnderWay, told: dict[str, Any]) -> str | None:
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

    def _failed(self, feed: UnderWay, error: ReaderError) -> Iterator[FeedOutcome]:
        """The feed itself could not be had. Pages tried again are waited for: they are its own."""
        feed.failure, told = after_failure(feed.row, error, self.settings.interval * 60)
        self.library.feeds.fetched(feed.row.id, **told)
        yield from self._maybe_finished(feed)

    def _ended(self, feed: UnderWay, failure: str) -> FeedOutcome:
        row = feed.row
        self._feeds.pop(row.id, None)
        self._done += 1
        title = row.title or shown(row.url, private=True)
        return FeedOutcome(row.id, title, failure, feed.new, feed.updated)


def _is_feed(got: Got) -> bool:
    return isinstance(got.wanted.group, int)
