"""Keeping the index in step with the library, in a process of its own."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from types import TracebackType
from typing import Any

from reader.ingest.model import Progress, stopped
from reader.library.store import Library
from reader.workers import WorkerPool

TIME_LIMIT = 6 * 3600.0
"""Seconds; a million articles are indexed in less."""
_LOOK = 0.2
_ENOUGH = 800
"""New articles for which a commit of the index is worth its while."""


def index_pool(nice: int = 0) -> WorkerPool:
    """One process that indexes; only one may write an index at a time."""
    return WorkerPool("reader.ingest.work:index", 1, TIME_LIMIT, nice)


def index_pending(
    library: Library,
    *,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    pool: WorkerPool | None = None,
    look: bool = False,
) -> int:
    """Make everything stored searchable. How many articles were taken up.

    What was committed before a cancellation stays in the index. With ``look`` the index is
    looked at, and repaired, even where there is nothing to take up.
    """
    total = library.changes.remaining()
    if not total and not look:
        return 0
    own = pool is None
    used = pool or index_pool()
    try:
        future = used.submit(str(library.folder))
        told = -1
        while not future.done():
            if stopped(cancel):
                return total - library.changes.remaining()
            wait([future], _LOOK)
            done = max(0, total - library.changes.remaining())
            if on_progress is not None and total and done != told:
                told = done
                on_progress("index", done, total)
        return int(future.result())
    finally:
        if own:
            used.close()


def ensure_index(library: Library, *, on_progress: Progress | None = None) -> str | None:
    """Repair the index where that is needed, and bring it up to date; the line to show, if any."""
    said = repair_index(library, on_progress=on_progress)
    index_pending(library, on_progress=on_progress)
    return said


def repair_index(library: Library, *, on_progress: Progress | None = None) -> str | None:
    """Make the index anew where it is damaged, missing or of another version; the line to show.

    Quick where nothing is wrong; `reader.search.indexer.health` looks at everything.
    """
    with WorkerPool("reader.ingest.work:index_trouble", 1, TIME_LIMIT) as pool:
        trouble: str | None = pool.submit(str(library.folder)).result()
    had_one = library.state.get("index") is not None
    total = library.articles.count(grouped=False)
    if trouble is None or not total:
        return None
    if on_progress is not None:
        on_progress("index", 0, total)
    with WorkerPool("reader.ingest.work:rebuild_index", 1, TIME_LIMIT) as pool:
        count = pool.submit(str(library.folder)).result()
    if on_progress is not None:
        on_progress("index", total, total)
    return f"The search index was made anew from {count:,} articles: {trouble}" if had_one else None


class Alongside:
    """Indexes while articles come in, so that little is left to do when all are there.

    Only a beginning: who wants all to be searchable calls `index_pending` in the end.
    """

    def __init__(self, library: Library, nice: int = 0) -> None:
        self._library = library
        self._nice = nice
        self._new = 0
        self._pool: WorkerPool | None = None
        self._round: Future[Any] | None = None

    def stored(self, count: int = 1) -> None:
        """So many articles more are in the library."""
        self._new += count
        if self._new < _ENOUGH or (self._round is not None and not self._round.done()):
            return
        self._new = 0
        if self._pool is None:
            self._pool = index_pool(self._nice)
        self._round = self._pool.submit(str(self._library.folder))

    def __enter__(self) -> Alongside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What is under way is let end, unless something went wrong."""
        if self._round is not None and kind is None:
            wait([self._round])
        if self._pool is not None:
            self._pool.close()
