"""Work off the event loop: one thread a lane.

A lane that reads answers in order and only for its newest job: what it was doing is told to
stop through an event, and its result is thrown away. A lane that writes does everything that
is put into it, in order, also while the app is closing. Results are handed to ``deliver``,
which the app makes a message, so that widgets are touched on the event loop alone.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Result = TypeVar("Result")
Job = Callable[[threading.Event], Result]
Deliver = Callable[[Callable[[], None]], None]


class _Task(NamedTuple, Generic[Result]):
    job: Job[Result]
    done: Callable[[Result], None]
    failed: Callable[[Exception], None]
    cancel: threading.Event


class Lanes:
    """Named lanes, each with a thread of its own that lives as long as the app."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._condition = threading.Condition()
        self._waiting: dict[str, deque[_Task[object]]] = {}
        self._running: dict[str, _Task[object]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._closed = False

    def submit(
        self,
        lane: str,
        job: Job[Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Runs ``job`` next in its lane and cancels what the lane was doing.

        ``done`` or ``failed`` is called on the event loop, unless a newer job came meanwhile.
        """
        self._put(lane, _Task(job, done, failed, threading.Event()), alone=True)  # type: ignore[arg-type]

    def enqueue(
        self,
        lane: str,
        job: Job[Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Runs ``job`` after everything that waits in its lane; nothing cancels it."""
        self._put(lane, _Task(job, done, failed, threading.Event()), alone=False)  # type: ignore[arg-type]

    def _put(self, lane: str, task: _Task[object], *, alone: bool) -> None:
        with self._condition:
            if self._closed:
                return
            if alone:
                self._cancel(lane)
            self._waiting.setdefault(lane, deque()).append(task)
            if lane not in self._threads:
                thread = threading.Thread(
                    target=self._work, args=(lane,), name=f"lane-{lane}", daemon=True
                )
                self._threads[lane] = thread
                thread.start()
            self._condition.notify_all()

    def cancel(self, lane: str) -> None:
        """Drops what a lane waits for or is doing."""
        with self._condition:
            self._cancel(lane)

    def _cancel(self, lane: str) -> None:
        self._waiting.get(lane, deque[_Task[object]]()).clear()
        if lane in self._running:
            self._running[lane].cancel.set()

    @property
    def busy(self) -> bool:
        """Is there anything that waits or runs?"""
        with self._condition:
            return bool(self._running or any(self._waiting.values()))

    def close(self, finish: str, patience: float = 5.0) -> None:
        """Cancels everything but the lane ``finish``, which may take so many seconds more."""
        with self._condition:
            self._closed = True
            for lane in self._waiting:
                if lane != finish:
                    self._cancel(lane)
            self._condition.notify_all()
        if finish in self._threads:
            self._threads[finish].join(patience)

    def _work(self, lane: str) -> None:
        while True:
            with self._condition:
                while not self._waiting[lane]:
                    if self._closed:
                        return
                    self._condition.wait()
                task = self._running[lane] = self._waiting[lane].popleft()
            try:
                self._finish(task, task.job(task.cancel))
            except Exception as error:  # whatever a job raises is the asker's to show
                self._fail(task, error)
            finally:
                with self._condition:
                    del self._running[lane]

    def _finish(self, task: _Task[object], result: object) -> None:
        self._deliver(lambda: None if task.cancel.is_set() else task.done(result))

    def _fail(self, task: _Task[object], error: Exception) -> None:
        self._deliver(lambda: None if task.cancel.is_set() else task.failed(error))
