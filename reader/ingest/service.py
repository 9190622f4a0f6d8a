"""The background process: three lanes of work, fed by commands, reporting by events.

Fetching (also files and samples), annotating and indexing each have a thread that waits
until there is something to do and lets worker processes do it. All queues are in the
library, so that it does not matter when this process is killed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from reader.ingest.adding import add, add_samples, samples_wanted
from reader.ingest.annotating import Annotator, annotation_pool, engine_version
from reader.ingest.feeds import fetch_again
from reader.ingest.indexing import index_pending, index_pool, repair_index
from reader.ingest.locks import held
from reader.ingest.model import Added, AddOptions, cores
from reader.ingest.retaining import retain
from reader.library.store import Library
from reader.news import ReaderError

NICE = 10
"""Of the workers: the person's own programs come first. Not of the one for the opened article."""
_LOOK_SECONDS = 5.0
"""So often it is looked whether another process added something."""
_REFRESH_SECONDS = 60.0
"""So often it is looked whether a feed is due."""
_AFTER_CANCEL_SECONDS = 900.0
"""A refresh that was cancelled does not start again by itself before that."""
_PROGRESS_SECONDS = 0.2
_COUNT_SECONDS = 2.0
"""So often what is left is counted afresh, and what is annotated goes into the index."""


class Events:
    """Writes events, one whole line each, from any thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._started: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def send(self, event: str, **fields: Any) -> None:
        """One event. Where nobody listens any more, this process has no purpose."""
        line = json.dumps({"event": event, **fields}).encode() + b"\n"
        with self._lock:
            try:
                self._stream.write(line)
                self._stream.flush()
            except (OSError, ValueError):
                os._exit(0)

    def progress(self, what: str, done: int, total: int | None) -> None:
        """Progress with its rate per second, a few times a second at most."""
        moment = time.monotonic()
        finished = total is not None and done >= total
        if not finished and moment - self._told.get(what, 0.0) < _PROGRESS_SECONDS:
            return
        self._told[what] = moment
        started = self._started.setdefault(what, moment)
        rate = round(done / (moment - started), 1) if moment > started else 0.0
        self.send("progress", what=what, done=done, total=total, rate=rate)
        if finished:
            self._started.pop(what, None)

    def message(self, text: str) -> None:
        """A line for the person."""
        self.send("message", text=text)


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
        if self.service.refresh and time.monotonic() >= self._not_before:
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
            elif not entries:
                return
            index_pending(library, on_progress=events.progress, pool=self._pool)
            self._tell({entry.article_id for entry in entries if entry.what == "put"})
            self.service.annotate.wake()

    def _tell(self, listed: set[int]) -> None:
        """Of articles whose text is new; the index took also what came while it worked."""
        library = self.service.library
        came = set(library.articles.indexed_since(self._told_upto)) - self._told
        ids = sorted(came | listed, reverse=True)
        for at in range(0, len(ids), 1000):
            rows = library.articles.rows(ids[at : at + 1000])
            for article in ids[at : at + 1000]:
                if article in rows and rows[article].quotes is None:
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
        self._pool = annotation_pool(service.workers, NICE)
        # The opened article has a worker of its own, kept warm and not made to wait.
        self._express = annotation_pool(1)
        self._urgent: list[int] = []
        self._engine: str | None = None
        self._told_problem = False
        self._warm = False

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
            express = Annotator(library, self._express, self._engine, self.service.annotated)
            if not self._warm:
                self._warm = True
                express.warm()
            crowd = Annotator(library, self._pool, self._engine, self.service.annotated)
            self._drain(crowd, express)

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
            count += crowd.take(0.0 if express.under_way else 0.1)
            done, left = done + count, max(len(crowd.under_way), left - count)
            if time.monotonic() - looked > _COUNT_SECONDS:
                left, looked = queue.remaining(), time.monotonic()
                self.service.index.wake()
            if count:
                progress("annotate", done, done + left)
        if done:
            self.service.library.entities.tidy()
            self.service.index.wake()


class Service:
    """The library, the lanes and what they tell."""

    def __init__(
        self,
        folder: Path,
        events: Events,
        *,
        samples: bool = True,
        refresh: bool = True,
        allow_private: bool = False,
    ) -> None:
        self.library = Library.open(folder)
        self.events = events
        self.samples = samples
        self.refresh = refresh
        self.allow_private = allow_private
        self.workers = max(1, cores() - 1)  # one core is the person's
        self.stopping = threading.Event()
        self.fetch = FetchLane(self)
        self.index = IndexLane(self)
        self.annotate = AnnotateLane(self)
        self._lanes: tuple[Lane, ...] = (self.fetch, self.index, self.annotate)
        self._was_idle = False

    def start(self) -> None:
        """Begin with what is left from the last time."""
        for lane in self._lanes:
            lane.start()

    def stored(self, line: Added) -> None:
        """An article came in: it is to be searchable soon."""
        if line.status in ("added", "updated"):
            self.index.wake()
            self.annotate.wake()

    def annotated(self, article_id: int, reason: str | None) -> None:
        """An article has its quotes and entities, or will have none for this reason."""
        self.events.send("annotated", id=article_id, error=reason)

    def report_idle(self) -> None:
        """Say so once when everything has been done."""
        idle = not any(lane.busy for lane in self._lanes)
        if idle and not self._was_idle:
            self.events.send("idle")
        self._was_idle = idle

    def command(self, command: Mapping[str, Any]) -> bool:
        """Do as told; False to end."""
        self._was_idle = False
        match command.get("do"):
            case "annotate":
                self.annotate.open(int(command["id"]))
            case "add" | "refresh" | "again":
                self.fetch.put(command)
            case "cancel":
                self.fetch.stop_now()
            case "pause":
                self.annotate.paused = bool(command.get("on", True))
                self.annotate.wake()
            case "stop":
                return False
            case other:
                self.events.message(f"Unknown command: {other}.")
        return True


def serve(
    folder: Path, *, samples: bool = True, refresh: bool = True, allow_private: bool = False
) -> int:
    """Work until the input ends or says stop."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but events may come out
    events = Events(stream)
    try:
        service = Service(
            folder, events, samples=samples, refresh=refresh, allow_private=allow_private
        )
    except ReaderError as error:
        events.message(str(error))
        return 1
    service.start()
    for line in sys.stdin.buffer:
        try:
            command = json.loads(line)
            if not service.command(command):
                break
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            events.message(f"A command could not be understood: {error}.")
    # At once: every queue is in the library, and the workers end with this process.
    os._exit(0)
