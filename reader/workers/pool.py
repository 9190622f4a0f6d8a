"""A pool of worker processes, each with one item at a time."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from reader.news import ReaderError
from reader.workers.child import GRACE_SECONDS
from reader.workers.errors import WorkerDied
from reader.workers.worker import Start, Watch, Worker


class WorkerPool:
    """Processes that call ``task`` ("package.module:function"), each one item at a time.

    They are started when there is work, at most ``size`` of them. May be used from any
    thread.
    """

    def __init__(
        self,
        task: str,
        size: int,
        time_limit: float,
        nice: int = 0,
        imports: tuple[str, ...] = (),
    ) -> None:
        """``imports``: modules to load at the start, so that no item's time is spent on it."""
        self.task = task
        self.size = max(1, size)
        self.time_limit = time_limit
        self._nice = nice
        self._imports = imports
        self._items: deque[tuple[Future[Any], Any]] = deque()
        self._wake = threading.Condition()
        self._workers: list[Worker] = []
        self._idle = 0
        self._closed = False
        self._watch = Watch()

    def submit(self, argument: Any, *, first: bool = False) -> Future[Any]:
        """The function's result for an argument, some day; ``first``: before all that wait.

        The future raises what the function raised, or WorkerDied or TimedOut.
        """
        future: Future[Any] = Future()
        with self._wake:
            if self._closed:
                raise ReaderError("The workers have been stopped.")
            if first:
                self._items.appendleft((future, argument))
            else:
                self._items.append((future, argument))
            if self._idle < len(self._items) and len(self._workers) < self.size:
                self._add_worker()
            self._wake.notify()
        return future

    def warm(self) -> None:
        """Start a worker now, so that the first item need not wait for one."""
        with self._wake:
            if not self._workers and not self._closed:
                self._add_worker()

    def map_unordered(self, arguments: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Pairs of argument and result (or the exception), as they come.

        Arguments are taken a few ahead of the results only, however many there are.
        """
        for batch in self.map_batches(arguments):
            yield from batch

    def map_batches(
        self, arguments: Iterable[Any], linger: float = 0.0
    ) -> Iterator[list[tuple[Any, Any]]]:
        """As `map_unordered`, but all that is ready at once; never an empty list.

        ``linger``: so many seconds it waits for more to come after the first of a list.
        """
        done: SimpleQueue[tuple[Any, Future[Any]]] = SimpleQueue()
        source = iter(arguments)
        under_way = 0
        more = True
        while more or under_way:
            while more and under_way < 8 * self.size + 8:
                try:
                    argument = next(source)
                except StopIteration:
                    more = False
                    break
                future = self.submit(argument)
                future.add_done_callback(lambda f, a=argument: done.put((a, f)))  # type: ignore[misc]
                under_way += 1
            if not under_way:
                break
            batch = _gather(done, under_way, linger)
            under_way -= len(batch)
            yield [(argument, _outcome(future)) for argument, future in batch]

    def close(self) -> None:
        """Stop all workers now; what was not finished is cancelled."""
        with self._wake:
            self._closed = True
            waiting = list(self._items)
            self._items.clear()
            self._wake.notify_all()
        for future, _ in waiting:
            future.cancel()
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.thread.join(GRACE_SECONDS)
        self._watch.close()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add_worker(self) -> None:
        start = Start(self.task, self.time_limit, self._nice, self._imports)
        worker = Worker(start, self._watch, self._take)
        self._workers.append(worker)
        self._idle += 1
        worker.thread.start()

    def _take(self, first: bool) -> tuple[Future[Any], Any] | None:
        """The next item for a worker that has finished its last; None to end."""
        with self._wake:
            if not first:
                self._idle += 1
            while not self._items and not self._closed:
                self._wake.wait()
            self._idle -= 1
            return None if self._closed else self._items.popleft()


def _outcome(future: Future[Any]) -> Any:
    if future.cancelled():
        return WorkerDied("The work was stopped.")
    return future.exception() or future.result()


def _gather(done: SimpleQueue[Any], most: int, linger: float) -> list[Any]:
    batch = [done.get()]
    end = time.monotonic() + linger
    with contextlib.suppress(Empty):
        while len(batch) < most:
            batch.append(done.get(timeout=max(0.0, end - time.monotonic())))
    return batch
