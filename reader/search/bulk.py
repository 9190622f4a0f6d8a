"""Many articles at once: segments are built and merged by several processes.

A job's result is what Whoosh writes into its table of contents; only the process that holds
the writer makes it part of the index. A worker that dies costs nothing but time: its job is
then done here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any

from reader.library.store import Library
from reader.search.documents import documents
from reader.search.place import Place, State
from reader.search.writing import Writer, merged_segment
from reader.workers import WorkerDied, WorkerPool

CHUNK = 200
"""Articles read from the library at a time."""
JOB = 6000
"""Articles of one job at most: they become about one segment."""
PROCESSES = 3
"""No more than these, of half a gigabyte each."""
TIME_LIMIT = 3600.0
LOOK = 0.2
"""Seconds after which a cancellation is seen."""


class Stopped(Exception):
    """The work is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Build:
    """Articles to make segments of."""

    library: Path
    folder: str
    """Of the index, within the library's."""
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Segments of one part to make one of."""

    library: Path
    folder: str
    part: str
    entries: tuple[Any, ...]


def work(job: Build | Merge) -> Any:
    """Do a job in whatever process; its segments for each part, or the merged one."""
    place, state = Place(job.library), State(folder=job.folder)
    if isinstance(job, Merge):
        return merged_segment(place, state, job.part, job.entries)
    library = Library.open(job.library, create=False)
    try:
        with Writer(place, state) as writer:
            fill(library, writer, job.ids)
            return writer.flushed()
    finally:
        library.close()


def fill(library: Library, writer: Writer, ids: Sequence[int]) -> None:
    """Put articles and their quotes into a writer."""
    for start in range(0, len(ids), CHUNK):
        articles, quotes = documents(library, ids[start : start + CHUNK])
        writer.add("articles", articles)
        writer.add("quotes", quotes)


class Crew(AbstractContextManager["Crew"]):
    """Does jobs of one index in processes of its own; raises `Stopped` when cancelled."""

    def __init__(self, library: Path, folder: str, cancel: Event | None = None) -> None:
        self.library = library
        self.folder = folder
        self.cancel = cancel
        self.size = min(PROCESSES, os.cpu_count() or 1)
        self.pool = WorkerPool("reader.search.bulk:work", self.size, TIME_LIMIT)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pool.close()

    def build(self, groups: Sequence[Sequence[int]]) -> Iterator[dict[str, list[Any]]]:
        """The segments of each group of articles, in order."""
        jobs = [Build(self.library, self.folder, tuple(ids)) for ids in groups]
        started = [self._start(job) for job in jobs]
        for finish in started:
            yield finish()

    def merge(self, parts: dict[str, list[Any]]) -> dict[str, Any]:
        """One segment of all of each part."""
        started = {
            name: self._start(Merge(self.library, self.folder, name, tuple(entries)))
            for name, entries in parts.items()
        }
        return {name: finish() for name, finish in started.items()}

    def _start(self, job: Build | Merge) -> Callable[[], Any]:
        future: Future[Any] = self.pool.submit(job)

        def finish() -> Any:
            while self.cancel is None or not self.cancel.is_set():
                if wait((future,), LOOK).done:
                    break
            else:
                raise Stopped
            try:
                return future.result()
            except WorkerDied:
                return work(job)

        return finish


def groups(ids: Sequence[int], first: int, most: int = JOB) -> list[Sequence[int]]:
    """The articles in jobs: small ones to begin with, so that there is soon something to see."""
    found = []
    start, size = 0, first
    while start < len(ids):
        found.append(ids[start : start + size])
        start, size = start + size, min(most, 2 * size)
    return found
