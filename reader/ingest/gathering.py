"""Fetches pages and has them cleaned, many at once, a few of each feed at a time."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from reader.cleaning.work import CleanJob
from reader.ingest.cleaning import reason_of
from reader.ingest.feed_work import OwnWordsJob
from reader.news import Article, Hints, Page, ReaderError
from reader.sources.errors import FetchError
from reader.sources.urls import canonical, shown
from reader.workers import WorkerPool

if TYPE_CHECKING:
    from reader.sources.exchange import Answer
    from reader.sources.feeds import FeedItem
    from reader.sources.http import Client

_WINDOW = 48
"""Pages under way at once, being fetched, waiting for a worker, or being cleaned."""
_EACH = 6
"""Of these from one feed, so that a long one does not hold up the others."""
_TOGETHER = 0.05
"""Seconds for which more is waited for once something has come: each commit waits for the
disk, and one for many articles waits no longer than one for one."""
_MAX_PARTS = 8
_WHOLE = 2_000
"""A feed's own words of that many characters count as the whole article, where the page is
not wanted."""
_PAGE_TYPES = ("text/", "application/xhtml", "application/xml")
_FOR_GOOD = ("robots", "address", "private", "content", "size")
_FOR_GOOD_STATUS = (401, 402, 403, 404, 405, 406, 410, 451)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article to be had: from its page, or else from the feed's own words."""

    item: FeedItem
    group: Any
    """What takes turns: the feed."""
    target: str = ""
    """How it is spoken of in its line."""
    asked: bool = False
    """A person asked for this very page."""
    page: bool = True
    """Whether its page is wanted, or only the feed's own words."""
    force: bool = False
    hints: Hints = field(default_factory=Hints)
    """What the caller knows, over what the feed says."""
    fallback_site: str | None = None
    """The outlet's name where neither page nor item says one."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came of it."""

    wanted: Wanted
    article: Article | None = None
    reason: str | None = None
    """Why there is no article, or only a summary."""
    passing: bool = False
    """Whether it may go better another time."""


@dataclass(frozen=True, slots=True)
class _Came:
    wanted: Wanted
    pages: tuple[Page, ...]
    future: Future[Answer]


@dataclass(frozen=True, slots=True)
class _Cleaned:
    wanted: Wanted
    passing: bool
    address: str | None
    future: Future[Any]


class Gatherer:
    """Owned by one thread; what comes is waited for with `wait`."""

    def __init__(self, client: Client, pool: WorkerPool) -> None:
        self._client = client
        self._pool = pool
        self._queue: SimpleQueue[Any] = SimpleQueue()
        self._waiting: OrderedDict[Any, deque[Wanted]] = OrderedDict()
        self._under_way: dict[Any, int] = {}
        self._count = 0

    @property
    def busy(self) -> bool:
        """Whether articles are still to come."""
        return bool(self._waiting) or self._count > 0

    def want(self, wanted: Iterable[Wanted]) -> None:
        """Ask for articles."""
        for one in wanted:
            self._waiting.setdefault(one.group, deque()).append(one)
        self._start_more()

    def give(self, wanted: Wanted, answer: Answer) -> None:
        """Have a page cleaned that was fetched already."""
        self._count += 1
        self._under_way[wanted.group] = self._under_way.get(wanted.group, 0) + 1
        future: Future[Answer] = Future()
        future.set_result(answer)
        self._queue.put(_Came(wanted, (), future))

    def watch(self, future: Future[Any], event: Callable[[Future[Any]], Any]) -> None:
        """Have what ``event`` makes of a finished future among what `wait` gives."""
        future.add_done_callback(lambda done: self._queue.put(event(done)))

    def wait(self, seconds: float) -> list[Any]:
        """All that has come, at least one thing or after so many seconds none: `Got`s, and
        the events that were watched for."""
        events: list[Any] = []
        came = []
        try:
            came.append(self._queue.get(timeout=seconds))
            until = time.monotonic() + _TOGETHER
            while len(came) < _WINDOW:
                came.append(self._queue.get(timeout=max(until - time.monotonic(), 0.0)))
        except Empty:
            pass
        for event in came:
            if isinstance(event, _Came):
                got = self._page_came(event)
            elif isinstance(event, _Cleaned):
                got = self._cleaned(event)
            else:
                got = event
            if got is None:
                continue
            events.append(got)
            if isinstance(got, Got):
                self._count -= 1
                self._under_way[got.wanted.group] -= 1
        self._start_more()
        return events

    def _start_more(self) -> None:
        """Take from each feed in turn, while there is room."""
        idle = 0
        while self._waiting and self._count < _WINDOW and idle < len(self._waiting):
            group, queue = next(iter(self._waiting.items()))
            self._waiting.move_to_end(group)
            if self._under_way.get(group, 0) >= _EACH:
                idle += 1
                continue
            idle = 0
            wanted = queue.popleft()
            if not queue:
                del self._waiting[group]
            self._under_way[group] = self._under_way.get(group, 0) + 1
            self._count += 1
            self._start(wanted)

    def _start(self, wanted: Wanted) -> None:
        if wanted.page and wanted.item.url:
            self._fetch(wanted, wanted.item.url, ())
        else:
            got = self._own_words(wanted, None, passing=False)
            if got is not None:
                self._queue.put(got)

    def _fetch(self, wanted: Wanted, url: str, before: tuple[Page, ...]) -> None:
        from reader.sources.exchange import Request

        request = Request(url, asked=wanted.asked, types=_PAGE_TYPES)
        future = self._client.submit(request)
        future.add_done_callback(lambda f: self._queue.put(_Came(wanted, before, f)))

    def _page_came(self, came: _Came) -> Got | None:
        wanted = came.wanted
        try:
            answer = came.future.result()
        except CancelledError:
            return Got(wanted, reason="it was cancelled", passing=True)
        except FetchError as error:
            if came.pages:
                self._clean(wanted, came.pages)
                return None
            status = error.status or 0
            passing = error.fault not in _FOR_GOOD and status not in _FOR_GOOD_STATUS
            return self._own_words(wanted, str(error), passing=passing)
        page = Page(answer.body, answer.media_type or "text/html", answer.url, answer.charset)
        pages = (*came.pages, page)
        following = _next_part(page) if len(pages) < _MAX_PARTS else None
        if following and following not in [p.url for p in pages]:
            self._fetch(wanted, following, pages)
            return None
        self._clean(wanted, pages)
        return None

    def _clean(self, wanted: Wanted, pages: tuple[Page, ...]) -> None:
        job = CleanJob(pages[0], _hints(wanted), wanted.force, wanted.item.html, more=pages[1:])
        self._submit(wanted, job, False, pages[0].url)

    def _own_words(self, wanted: Wanted, reason: str | None, *, passing: bool) -> Got | None:
        if not wanted.item.html:
            return Got(wanted, reason=reason or "there is nothing in it to read", passing=passing)
        hints = _hints(wanted)
        hints = replace(
            hints, site=hints.site or wanted.fallback_site, url=hints.url or wanted.item.url
        )
        whole = wanted.item.url is None or (not wanted.page and len(wanted.item.html) > _WHOLE)
        job = OwnWordsJob(wanted.item.html, hints, not whole, reason)
        self._submit(wanted, job, passing, wanted.item.url)
        return None

    def _submit(self, wanted: Wanted, job: Any, passing: bool, address: str | None) -> None:
        future = self._pool.submit(job)
        future.add_done_callback(lambda f: self._queue.put(_Cleaned(wanted, passing, address, f)))

    def _cleaned(self, cleaned: _Cleaned) -> Got:
        wanted = cleaned.wanted
        try:
            result = cleaned.future.result()
        except CancelledError:
            return Got(wanted, reason="it was cancelled", passing=True)
        except (ReaderError, Exception) as error:  # each becomes this article's own line
            return Got(wanted, reason=reason_of(error))
        article: Article | None = result.article
        if article is None:
            return Got(wanted, reason=result.reason, passing=cleaned.passing)
        url = article.url or cleaned.address
        site = article.site
        if wanted.fallback_site and (site is None or ("." in site and " " not in site)):
            site = wanted.fallback_site
        article = replace(article, url=canonical(url) if url else None, site=site)
        return Got(wanted, article, result.reason, cleaned.passing)


def _hints(wanted: Wanted) -> Hints:
    """What the caller and the feed say; the page says the rest."""
    item, told = wanted.item, wanted.hints
    return Hints(
        title=told.title or item.title,
        byline=told.byline or item.byline,
        site=told.site or item.site,
        published=told.published or item.published,
        url=told.url,
        language=told.language,
    )


def _next_part(page: Page) -> str | None:
    """Where the page declares the next part of its article; most have none."""
    head = page.body
    if page.url is None or not any(
        mark in head for mark in (b'rel="next', b"rel='next", b"rel=next")
    ):
        return None
    from reader.sources.discover import next_part

    return next_part(head.decode("utf-8", "replace"), page.url)


def name_of(wanted: Wanted) -> str:
    """How a page is spoken of: the target a person gave, or its address without secrets."""
    return wanted.target or shown(wanted.item.url or wanted.item.title or "")
