"""The lanes of the background process: fetching, indexing and annotating, side by side.

Each is a thread that waits until there is something to do and lets worker processes do it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reader.config import NOT_FETCHING, load
from reader.ingest.adding import add, add_samples, samples_wanted
from reader.ingest.annotating import Annotator, annotation_pool, engine_version
from reader.ingest.feeds import fetch_again
from reader.ingest.indexing import index_pending, index_pool, repair_index
from reader.ingest.locks import held
from reader.ingest.model import Added, AddOptions
from reader.ingest.retaining import retain
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.ingest.service import Service

NICE = 10
"""Of the workers: the person's own programs come first. Not of the one for the opened article."""
_LOOK_SECONDS = 5.0
"""So often it is looked whether another process added something."""
_INDEX_REST = 2.0
"""So many times as long as a commit of the index took it rests while articles still come in,"""
_INDEX_REST_SECONDS = 5.0
"""but no longer than that: many small commits take the time that fetching and cleaning need."""
_INDEX_LOOK_SECONDS = 30.0
"""So often it is looked whether a searcher has met damage in the index."""
_REFRESH_SECONDS = 60.0
"""So often it is looked whether a feed is due."""
_AFTER_CANCEL_SECONDS = 900.0
"""A refresh that was cancelled does not start again by itself before that."""
_FEW = 3
"""So many articles are left to the one worker that is there anyway."""
_COUNT_SECONDS = 2.0
"""So often what is left is counted afresh."""
_TAKE_UP_SECONDS = 10.0
"""So often what is annotated goes into the index; the article shows it at once."""


class Lane:
    """A thread that works when woken, and now and then by itself."""

    def __init__(self, name: str, service: Service, every: float) -> None:
        self.service = service
        self._complaint = ""
        self._working = True
        self._every = every
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=name)

    @property
    def busy(self) -> bool:
        """Whether it works or is about to."""
        return self._working or self._wake.is_set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def work(self) -> None:
        """One round of it."""
        raise NotImplementedError

    def _run(self) -> None:
        while not self.service.stopping.is_set():
            self._working = True
            self._wake.clear()
            try:
                self.work()
            except ReaderError as error:
                self._complain(str(error))
            except Exception as error:
                self._complain(f"Background work failed: {error!r}.")
            self._working = False
            self.service.report_idle()
            self._wake.wait(self._every)

    def _complain(self, text: str) -> None:
        """Once; then it waits a while before it tries again."""
        if text != self._complaint:
            self._complaint = text
            self.service.events.message(text)
        self.service.stopping.wait(_LOOK_SECONDS)


class FetchLane(Lane):
    """Adds and refreshes, one after the other, as commanded or as feeds fall due."""

    def __init__(self, service: Service) -> None:
        super().__init__("fetch", service, _REFRESH_SECONDS)
        self.cancel = threading.Event()
        self._jobs: list[Mapping[str, Any]] = []
        self._first = True
        self._not_before = 0.0
        self._told_problems: tuple[str, ...] = ()

    def put(self, job: Mapping[str, Any]) -> None:
        """Queue an add or a refresh."""
        self._jobs.append(job)
        self.wake()

    def stop_now(self) -> None:
        """Cancel what is under way and what waits."""
        self._jobs.clear()
        self._not_before = time.monotonic() + _AFTER_CANCEL_SECONDS
        self.cancel.set()

    def work(self) -> None:
        if self._first:
            self._first = False
            self._take_samples()
        while self._jobs and not self.service.stopping.is_set():
            self.cancel.clear()
            job = self._jobs.pop(0)
            match job["do"]:
                case "add":
                    self._add(job)
                case "again":
                    self._fetch_again(job)
                case _:
                    self._refresh(job.get("feeds"))
        self._refresh_due()
        if retain(self.service.library):
            self.service.index.wake()

    def _take_samples(self) -> None:
        service = self.service
        if service.samples and samples_wanted(service.library):
            lines = add_samples(
                service.library,
                on_progress=service.events.progress,
                cancel=self.cancel,
                nice=NICE,
                index=False,
            )
            for line in lines:
                service.stored(line)

    def _add(self, job: Mapping[str, Any]) -> None:
        service = self.service
        options = AddOptions(
            page_only=bool(job.get("page")),
            force=bool(job.get("force")),
            allow_private=service.allow_private,
            workers=service.workers,
            nice=NICE,
        )
        lines = add(
            service.library,
            [str(target) for target in job.get("targets", ())],
            options,
            on_progress=service.events.progress,
            cancel=self.cancel,
            index=False,
        )
        self._report(lines)

    def _fetch_again(self, job: Mapping[str, Any]) -> None:
        """The whole article where only a summary could be had, or a newer version."""
        service = self.service
        self._report(
            fetch_again(
                service.library,
                [int(article) for article in job.get("ids", ())],
                allow_private=service.allow_private,
                workers=service.workers,
            )
        )

    def _report(self, lines: Iterable[Added]) -> None:
        for line in lines:
            self.service.stored(line)
            self.service.events.send("added", **asdict(line))

    def _refresh_due(self) -> None:
        """Fetch what is due; not while some settings cannot be understood: it may be forbidden."""
        if not self.service.refresh or time.monotonic() < self._not_before:
            return
        problems = load(strict=False).problems
        if problems and problems != self._told_problems:
            self.service.events.message(f"{problems[0]} {NOT_FETCHING}")
        self._told_problems = problems
        if not problems:
            self.cancel.clear()
            due = self.service.library.feeds.due()
            if due:
                self._refresh([feed.id for feed in due])

    def _refresh(self, ids: Iterable[int] | None) -> None:
        from reader.ingest.feeds import refresh

        service = self.service
        feeds = None
        if ids is not None:
            wanted = set(ids)
            feeds = [feed for feed in service.library.feeds.all() if feed.id in wanted]
        outcomes = refresh(
            service.library,
            feeds,
            on_progress=service.events.progress,
            cancel=self.cancel,
            workers=service.workers,
            nice=NICE,
            allow_private=service.allow_private,
        )
        for outcome in outcomes:
            service.events.send("feed", id=outcome.feed_id, error=outcome.error, new=outcome.new)
            if outcome.new or outcome.updated:
                service.index.wake()
                service.annotate.wake()


class IndexLane(Lane):
    """Makes searchable what was stored, a moment after it was."""

    def __init__(self, service: Service) -> None:
        super().__init__("index", service, _LOOK_SECONDS)
        self._pool = index_pool(NICE)
        self._first = True
        self._look_again = 0.0
        self._told_upto = max(service.library.articles.all_ids(), default=0)
        self._told: set[int] = set()

    def work(self) -> None:
        library, events = self.service.library, self.service.events
        while not self.service.stopping.is_set():
            entries = library.changes.pending(limit=100_000)
            if self._first:
                self._first = False
                if said := repair_index(library, on_progress=events.progress):
                    events.message(said)
            elif not entries and time.monotonic() < self._look_again:
                return
            begun = time.monotonic()
            self._look_again = begun + _INDEX_LOOK_SECONDS
            index_pending(library, on_progress=events.progress, pool=self._pool, look=True)
            self._tell({entry.article_id for entry in entries if entry.what == "put"})
            if entries:
                self.service.annotate.wake()
            if self.service.fetch.busy:
                took = time.monotonic() - begun
                self.service.stopping.wait(min(_INDEX_REST * took, _INDEX_REST_SECONDS))

    def _tell(self, listed: set[int]) -> None:
        """Of articles whose text is new; the index took also what came while it worked."""
        library = self.service.library
        came = set(library.articles.indexed_since(self._told_upto)) - self._told
        ids = sorted(came | {article for article in listed if article <= self._told_upto})
        for at in range(0, len(ids), 1000):
            rows = library.articles.rows(ids[at : at + 1000])
            for article in ids[at : at + 1000]:
                # An older one is in the list for its annotation, unless its text changed.
                if article in rows and (article in came or rows[article].quotes is None):
                    self.service.events.send("article", id=article)
        self._told |= came
        if self._told and not library.changes.remaining():
            self._told_upto = max(self._told)
            self._told.clear()


class AnnotateLane(Lane):
    """Annotates what waits; an opened article at once."""

    def __init__(self, service: Service) -> None:
        super().__init__("annotate", service, _LOOK_SECONDS)
        self.paused = False
        # The opened article has a worker of its own, kept warm and not made to wait.
        self._express_pool = annotation_pool(1)
        self._express: Annotator | None = None
        self._urgent: list[int] = []
        self._engine: str | None = None
        self._told_problem = False

    def open(self, article_id: int) -> None:
        """Someone is reading this one."""
        self._urgent.append(article_id)
        self.wake()

    def work(self) -> None:
        library = self.service.library
        if self._engine is None and not self._find_engine():
            return
        with held(library.folder / "annotate.lock") as ours:
            if not ours or self._engine is None:
                return  # another process is at it
            library.queue.requeue_outdated(self._engine)
            if self._express is None:
                self._express = Annotator(
                    library, self._express_pool, self._engine, self.service.annotated
                )
                self._express.warm()
            if library.queue.remaining() <= _FEW:
                self._drain(self._express, self._express)
                return
            with annotation_pool(self.service.workers, NICE) as pool:
                crowd = Annotator(library, pool, self._engine, self.service.annotated)
                self._drain(crowd, self._express)

    def _find_engine(self) -> bool:
        try:
            self._engine = engine_version()
        except ReaderError as error:
            if not self._told_problem:
                self._told_problem = True
                self.service.events.message(str(error))
            return False
        return True

    def _drain(self, crowd: Annotator, express: Annotator) -> None:
        queue, progress = self.service.library.queue, self.service.events.progress
        done, left, looked = 0, queue.remaining(), time.monotonic()
        taken_up = looked
        while not self.service.stopping.is_set():
            while self._urgent:
                article = self._urgent.pop(0)
                if not express.urgent(article):
                    self.service.annotated(article, None)
            if not self.paused:
                crowd.fill()
            if not crowd.under_way and not express.under_way:
                break
            count = express.take(0.05 if express.under_way else 0.0)
            if crowd is not express:
                count += crowd.take(0.0 if express.under_way else 0.1)
            done, left = done + count, max(len(crowd.under_way), left - count)
            if time.monotonic() - looked > _COUNT_SECONDS:
                left, looked = queue.remaining(), time.monotonic()
                if looked - taken_up > _TAKE_UP_SECONDS:
                    taken_up = looked
                    self.service.index.wake()
                if crowd is express and left > 2 * _FEW:
                    self.wake()  # there is a crowd by now
                    break
            if count:
                progress("annotate", done, done + left)
        if done:
            self.service.library.entities.tidy()
            self.service.index.wake()
