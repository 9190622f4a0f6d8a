"""Draining the annotation queue: the article being read first, then the newest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from reader.ingest.locks import held
from reader.ingest.model import Progress, cores, stopped
from reader.library.store import Library
from reader.news import ReaderError
from reader.workers import TimedOut, WorkerDied, WorkerPool

TIME_LIMIT = 180.0
"""Seconds for one text; a book takes less."""
_LOOK = 0.5


def annotation_pool(workers: int | None = None, nice: int = 0) -> WorkerPool:
    """Processes that take a text and give its annotation and the keys of its entities."""
    return WorkerPool("reader.ingest.work:annotate", workers or cores(), TIME_LIMIT, nice)


def engine_version() -> str:
    """The name and version of what annotates. Raises ReaderError where it cannot run."""
    from reader.language import engine

    problem = engine.available()
    if problem is not None:
        raise ReaderError(problem)
    version: str = engine.ENGINE
    return version


class Annotator:
    """Articles on their way through the pool; few at a time, so that an urgent one is next.

    ``on_done`` is told each article and, where it failed, the reason.
    """

    def __init__(
        self,
        library: Library,
        pool: WorkerPool,
        engine: str,
        on_done: Callable[[int, str | None], None] | None = None,
    ) -> None:
        self.under_way: set[int] = set()
        self._library = library
        self._pool = pool
        self._engine = engine
        self._on_done = on_done
        self._results: SimpleQueue[tuple[int, int, Future[Any]]] = SimpleQueue()

    def fill(self) -> bool:
        """Claim as many articles as the pool can take; whether any are under way."""
        free = self._pool.size + 1 - len(self.under_way)
        if free > 0:
            for article, text, version in self._library.queue.claim(free):
                self._submit(article, text, version, first=False)
        return bool(self.under_way)

    def urgent(self, article_id: int) -> bool:
        """Someone opened this article: at once, though another pool may have it in its queue.

        False where it does not wait to be annotated.
        """
        found = self._library.queue.text(article_id)
        if found is None:
            return False
        if article_id not in self.under_way:
            self._submit(article_id, *found, first=True)
        return True

    def warm(self) -> None:
        """Have a worker load its model before it is needed."""
        self._pool.submit("The minister said on Monday that it was ready.")

    def take(self, seconds: float) -> int:
        """Store what is finished, waiting for one at most so long; how many."""
        count = 0
        try:
            result = self._results.get(timeout=seconds)
            while True:
                self._store(*result)
                count += 1
                result = self._results.get_nowait()
        except Empty:
            return count

    def drop(self) -> None:
        """Give back what is under way, undone."""
        for article in list(self.under_way):
            self._library.queue.release(article)
        self.under_way.clear()

    def _submit(self, article: int, text: str, version: int, *, first: bool) -> None:
        self.under_way.add(article)
        future = self._pool.submit(text, first=first)
        future.add_done_callback(lambda done: self._results.put((article, version, done)))

    def _store(self, article: int, version: int, future: Future[Any]) -> None:
        self.under_way.discard(article)
        if future.cancelled():
            self._library.queue.release(article)
            return
        error = future.exception()
        reason: str | None = None
        if error is None:
            annotation, keys = future.result()
            if self._library.queue.waits(article):  # not done by another pool meanwhile
                self._library.annotations.put(article, version, annotation, keys)
            self._library.queue.release(article)
        elif isinstance(error, ImportError):
            raise ReaderError(f"The language part is not whole ({error}); install reader anew.")
        elif isinstance(error, WorkerDied) and not isinstance(error, TimedOut):
            return  # stays claimed: not again in this process, but on the next start
        else:
            reason = str(error) if isinstance(error, ReaderError) else repr(error)
            self._library.queue.fail(article, reason, self._engine)
        if self._on_done is not None:
            self._on_done(article, reason)


def annotate_pending(
    library: Library,
    *,
    workers: int | None = None,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    first: int | None = None,
) -> int:
    """Annotate all that waits; how many articles were done.

    Where another process is at it already, it is left to that one: 0. Raises ReaderError
    where the language part cannot run.
    """
    engine = engine_version()
    with held(library.folder / "annotate.lock") as ours:
        if not ours:
            return 0
        library.queue.requeue_outdated(engine)
        if first is not None:
            library.queue.urgent(first)
        total = library.queue.remaining()
        if not total:
            return 0
        with annotation_pool(min(workers or cores(), total)) as pool:
            annotator = Annotator(library, pool, engine)
            done = _drain(annotator, total, on_progress, cancel)
        library.entities.tidy()
        return done


def _drain(
    annotator: Annotator,
    total: int,
    on_progress: Progress | None,
    cancel: threading.Event | None,
) -> int:
    done = 0
    while not stopped(cancel) and annotator.fill():
        count = annotator.take(_LOOK)
        done += count
        if count and on_progress is not None:
            on_progress("annotate", done, max(total, done))
    annotator.drop()
    return done
