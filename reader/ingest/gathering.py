"""Fetches pages and has them cleaned, many at once, a few of each feed at a time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from reader.addresses import shown
from reader.cleaning.work import CleanJob
from reader.ingest.cleaning import reason_of, said_of
from reader.ingest.feed_work import OwnWordsJob
from reader.news import Article, Hints, Page
from reader.sources.errors import FetchError
from reader.sources.urls import canonical
from reader.workers import TimedOut, WorkerPool

if TYPE_CHECKING:
    from reader.library.traits import Traits
    from reader.sources.exchange import Answer
    from reader.sources.feeds import FeedItem
    from reader.sources.http import Client

_FETCHING = 40
"""Pages being fetched at once, or waiting for a connection to be free."""
_UNDER_WAY = 160
"""Pages under way at once in all, until they are taken to be stored."""
_EACH = 8
"""Of these from one feed, so that a long one does not hold up the others."""
_HELD = 48_000_000
"""Bytes of pages in memory that wait for a worker; while it is more, none are fetched."""
_TOGETHER = 0.15
"""Seconds for which more is waited for once something has come: each commit waits for the
disk, and one for many articles waits no longer than one for one."""
_MAX_PARTS = 8
_MAX_JUMPS = 3
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
    fallback_title: str | None = None
    """The headline where there is no page to say it."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came of it."""

    wanted: Wanted
    article: Article | None = None
    reason: str | None = None
    """Why there is no article, or only a summary."""
    passing: bool = False
    """Whether it may go better another time."""
    traits: Traits | None = None
    """Of the article, where the workers gave them."""


@dataclass(slots=True)
class _Course:
    """One article on its way."""

    wanted: Wanted
    pages: tuple[Page, ...] = ()
    jumps: int = 0
    """How often a page sent on to another one."""
    asked: tuple[str, ...] = ()
    """All that was asked for it."""
    so_far: Any = None
    """What the workers made of the parts there are."""
    own_words: bool = False
    """It is down to what the feed says."""
    held: int = 0

    @property
    def url(self) -> str:
        """Where its words are from."""
        return (self.pages[0].url if self.pages else None) or self.wanted.item.url or ""


class Gatherer:
    """What is asked of it and what comes of it belong to one thread, that of `want` and `wait`.

    In between every article goes its way by itself: when a page has come, in the thread of
    the client, it is given to the workers at once, so that neither connections nor workers
    ever wait for the one who stores.
    """

    def __init__(self, client: Client, pool: WorkerPool) -> None:
        self._client = client
        self._pool = pool
        self._queue: SimpleQueue[Any] = SimpleQueue()
        self._lock = threading.Lock()
        self._waiting: OrderedDict[Any, deque[Wanted]] = OrderedDict()
        self._under_way: dict[Any, int] = {}
        self._count = 0
        self._fetching = 0
        self._held = 0

    @property
    def busy(self) -> bool:
        """Whether articles are still to come."""
        return bool(self._waiting) or self._count > 0

    def want(self, wanted: Iterable[Wanted]) -> None:
        """Ask for articles."""
        with self._lock:
            for one in wanted:
                self._waiting.setdefault(one.group, deque()).append(one)
        self._start_more()

    def give(self, wanted: Wanted, answer: Answer) -> None:
        """Have a page cleaned that was fetched already."""
        with self._lock:
            self._count += 1
            self._under_way[wanted.group] = self._under_way.get(wanted.group, 0) + 1
        self._go_on(_Course(wanted), self._page_came, answer)

    def watch(self, future: Future[Any], event: Callable[[Future[Any]], Any]) -> None:
        """Have what ``event`` makes of a finished future among what `wait` gives."""
        future.add_done_callback(lambda done: self._queue.put(event(done)))

    def wait(self, seconds: float) -> list[Any]:
        """All that has come, at least one thing or after so many seconds none: `Got`s, and
        the events that were watched for."""
        events: list[Any] = []
        with suppress(Empty):
            events.append(self._queue.get(timeout=seconds))
            until = time.monotonic() + _TOGETHER
            while len(events) < _UNDER_WAY and self._more_to_come(events):
                events.append(self._queue.get(timeout=max(until - time.monotonic(), 0.0)))
        with self._lock:
            self._count -= sum(isinstance(event, Got) for event in events)
        self._start_more()
        return events

    def _more_to_come(self, events: list[Any]) -> bool:
        """Whether to linger: not where a person waits for the one page that was asked for."""
        return self._count > sum(isinstance(event, Got) for event in events) or bool(self._waiting)

    def _start_more(self) -> None:
        """Begin with what waits, while there is room. From any thread."""
        while begun := self._next_ones():
            for wanted in begun:
                course = _Course(wanted)
                if _is_fetched(wanted):
                    self._go_on(course, self._fetch, wanted.item.url)
                else:
                    self._go_on(course, self._own_words, None, False)

    def _next_ones(self) -> list[Wanted]:
        """From each feed in turn, as many as there is room for."""
        begun: list[Wanted] = []
        with self._lock:
            idle = 0
            while self._waiting and idle < len(self._waiting) and self._has_room():
                group, queue = next(iter(self._waiting.items()))
                self._waiting.move_to_end(group)
                if self._under_way.get(group, 0) >= _EACH:
                    idle += 1
                    continue
                idle = 0
                begun.append(queue.popleft())
                if not queue:
                    del self._waiting[group]
                self._under_way[group] = self._under_way.get(group, 0) + 1
                self._count += 1
                self._fetching += _is_fetched(begun[-1])
        return begun

    def _has_room(self) -> bool:
        return self._count < _UNDER_WAY and self._fetching < _FETCHING and self._held < _HELD

    def _go_on(self, course: _Course, step: Callable[..., None], *arguments: Any) -> None:
        """The next step of an article; whatever goes wrong in it is that article's own line."""
        try:
            step(course, *arguments)
        except Exception as error:
            self._done(course, reason=reason_of(error))

    def _fetch(self, course: _Course, url: str) -> None:
        from reader.sources.exchange import Request

        course.asked = (*course.asked, url)
        request = Request(url, asked=course.wanted.asked, types=_PAGE_TYPES)
        future = self._client.submit(request)
        future.add_done_callback(lambda f: self._go_on(course, self._came, f))

    def _came(self, course: _Course, future: Future[Answer]) -> None:
        with self._lock:
            self._fetching -= 1
        try:
            answer = future.result()
        except CancelledError:
            self._done(course, reason="it was cancelled", passing=True)
        except FetchError as error:
            if course.so_far is not None:
                self._take(course, course.so_far, False)  # without its further parts
            else:
                status = error.status or 0
                passing = error.fault not in _FOR_GOOD and status not in _FOR_GOOD_STATUS
                self._own_words(course, str(error), passing)
        else:
            self._page_came(course, answer)
        self._start_more()

    def _page_came(self, course: _Course, answer: Answer) -> None:
        page = Page(answer.body, answer.media_type or "text/html", answer.url, answer.charset)
        course.pages = (*course.pages, page)
        course.held += len(page.body)
        with self._lock:
            self._held += len(page.body)
        self._clean(course)

    def _clean(self, course: _Course) -> None:
        wanted, pages = course.wanted, course.pages
        job = CleanJob(pages[0], _hints(wanted), wanted.force, wanted.item.html, more=pages[1:])
        self._submit(course, job, False)

    def _own_words(self, course: _Course, reason: str | None, passing: bool) -> None:
        """What the feed itself says, where the page is not to be had or not wanted."""
        wanted = course.wanted
        course.own_words = True
        if not wanted.item.html:
            reason = reason or "there is nothing in it to read"
            self._done(course, reason=reason, passing=passing)
            return
        hints = _hints(wanted)
        hints = replace(
            hints, site=hints.site or wanted.fallback_site, url=hints.url or wanted.item.url
        )
        whole = wanted.item.url is None or (not wanted.page and len(wanted.item.html) > _WHOLE)
        self._submit(course, OwnWordsJob(wanted.item.html, hints, not whole, reason), passing)

    def _submit(self, course: _Course, job: Any, passing: bool) -> None:
        future = self._pool.submit(job)
        future.add_done_callback(lambda f: self._finish(course, f, passing))

    def _finish(self, course: _Course, future: Future[Any], passing: bool) -> None:
        self._go_on(course, self._cleaned, future, passing)
        self._start_more()

    def _cleaned(self, course: _Course, future: Future[Any], passing: bool) -> None:
        try:
            result = future.result()
        except CancelledError:
            self._done(course, reason="it was cancelled", passing=True)
            return
        except Exception as error:  # the page broke its worker, or took too long
            if course.own_words:
                raise
            # A busy machine may have more time for it later; a page that kills has none.
            self._own_words(course, reason_of(error), isinstance(error, TimedOut))
            return
        if not self._leads_on(course, result):
            self._take(course, result, passing)

    def _take(self, course: _Course, result: Any, passing: bool) -> None:
        article: Article | None = result.article
        if article is None:
            reason = said_of(result) if course.wanted.asked else result.reason
            self._done(course, reason=reason, passing=passing)
            return
        url = article.url or course.url
        site, fallback = article.site, course.wanted.fallback_site
        if fallback and (site is None or ("." in site and " " not in site)):
            site = fallback
        article = replace(article, url=canonical(url) if url else None, site=site)
        traits = result.traits
        if article.summary and course.wanted.fallback_title and not _hints(course.wanted).title:
            article, traits = replace(article, title=course.wanted.fallback_title), None
        self._done(course, article, result.reason, passing, traits)

    def _leads_on(self, course: _Course, result: Any) -> bool:
        """Fetch what the page says is the rest of the article, or where it stands now."""
        known = {*course.asked, *(page.url for page in course.pages)}
        if result.following and len(course.pages) < _MAX_PARTS and result.following not in known:
            following = result.following
            course.so_far = result
        elif result.elsewhere and course.jumps < _MAX_JUMPS and result.elsewhere not in known:
            following = result.elsewhere
            course.jumps += 1
            self._let_go(course)
            course.pages = ()
        else:
            return False
        with self._lock:
            self._fetching += 1
        self._fetch(course, following)
        return True

    def _let_go(self, course: _Course) -> None:
        with self._lock:
            self._held -= course.held
        course.held = 0

    def _done(
        self,
        course: _Course,
        article: Article | None = None,
        reason: str | None = None,
        passing: bool = False,
        traits: Traits | None = None,
    ) -> None:
        self._let_go(course)
        course.pages = ()
        with self._lock:
            self._under_way[course.wanted.group] -= 1
        self._queue.put(Got(course.wanted, article, reason, passing, traits))


def _is_fetched(wanted: Wanted) -> bool:
    return bool(wanted.page and wanted.item.url)


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


def name_of(wanted: Wanted) -> str:
    """How a page is spoken of: the target a person gave, or its address without secrets."""
    return wanted.target or shown(wanted.item.url or wanted.item.title or "")
