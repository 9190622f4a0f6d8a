"""One worker: its process, the thread that feeds it, and the watch that ends it in time."""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from reader.news import ReaderError
from reader.workers.child import read_message, write_message
from reader.workers.errors import TimedOut, WorkerDied, WorkerFailed

START_SECONDS = 120.0
"""A worker that has not imported its function by then will not."""
_START_TRIES = 3


class Watch:
    """One thread that kills workers beyond their limit; it sleeps until the next limit."""

    def __init__(self) -> None:
        self._deadlines: dict[Worker, float] = {}
        self._wake = threading.Condition()
        self._next = math.inf
        self._thread: threading.Thread | None = None
        self._closed = False

    def set(self, worker: Worker, seconds: float | None) -> None:
        with self._wake:
            if seconds is None:
                self._deadlines.pop(worker, None)
                return
            deadline = self._deadlines[worker] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="limits")
                self._thread.start()
            elif deadline < self._next:
                self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()

    def _run(self) -> None:
        with self._wake:
            while not self._closed:
                now = time.monotonic()
                for worker, deadline in list(self._deadlines.items()):
                    if deadline <= now:
                        del self._deadlines[worker]
                        worker.timed_out = True
                        worker.kill()
                self._next = min(self._deadlines.values(), default=math.inf)
                self._wake.wait(self._next - now if self._deadlines else None)


@dataclass(frozen=True, slots=True)
class Start:
    """What a process is started with."""

    task: str
    limit: float
    nice: int
    imports: tuple[str, ...]


class Worker:
    """A process and the thread that feeds it."""

    def __init__(
        self,
        start: Start,
        watch: Watch,
        take: Callable[[bool], tuple[Future[Any], Any] | None],
    ) -> None:
        self.timed_out = False
        self.thread = threading.Thread(target=self._run, daemon=True, name=f"worker {start.task}")
        self._begin, self._limit = start, start.limit
        self._watch, self._take = watch, take
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False
        self._lock = threading.Lock()

    def kill(self) -> None:
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def _run(self) -> None:
        problem = self._start()
        first = True
        while (item := self._take(first)) is not None:
            first = False
            future, argument = item
            if not future.set_running_or_notify_cancel():
                continue
            if problem is not None or self._process is None:
                problem = self._start()
            if problem is not None:
                future.set_exception(problem)
                continue
            self._work(future, argument)
        self._end()

    def _work(self, future: Future[Any], argument: Any) -> None:
        try:
            message = pickle.dumps(argument)
        except Exception as error:
            future.set_exception(error)
            return
        self.timed_out = False
        self._watch.set(self, self._limit)
        answer = self._ask(message)
        self._watch.set(self, None)
        if answer is None or self.timed_out:
            self._end()
        if answer is None:
            future.set_exception(self._death())
        elif answer[0]:
            future.set_result(answer[1])
        else:
            future.set_exception(answer[1])

    def _ask(self, message: bytes) -> tuple[bool, Any] | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            write_message(process.stdin, message)
            answer = read_message(process.stdout)
        except (OSError, ValueError):
            return None
        if answer is None:
            return None
        try:
            loaded: tuple[bool, Any] = pickle.loads(answer)
        except Exception as error:
            return False, WorkerFailed(f"A worker's answer could not be read: {error}.")
        return loaded

    def _death(self) -> WorkerDied:
        if self.timed_out:
            return TimedOut(f"It took longer than {self._limit:g} seconds and was given up.")
        if self._killed:
            return WorkerDied("The work was stopped.")
        code = self._code
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return WorkerDied(f"The process that worked on it ended unexpectedly ({how}).")

    _code: int | None = None

    def _start(self) -> ReaderError | None:
        """A new process, ready for work; or why there is none."""
        for _ in range(_START_TRIES):
            with self._lock:
                if self._killed and not self.timed_out:
                    return WorkerDied("The work was stopped.")
                self._killed = False
                try:
                    self._process = _spawn(self._begin)
                except OSError as error:
                    return WorkerDied(f"No worker process could be started: {error.strerror}.")
            stdout = self._process.stdout
            self.timed_out = False
            self._watch.set(self, START_SECONDS)
            try:
                hello = read_message(stdout) if stdout is not None else None
            except (OSError, ValueError):
                hello = None
            self._watch.set(self, None)
            if hello == b"":
                return None
            self._end()
            if hello is not None:
                return WorkerDied(f"A worker could not start: {hello.decode(errors='replace')}.")
        return self._death()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was buffered for a dead process
                    pipe.close()
        try:
            self._code = process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            self._code = process.wait()
        with self._lock:
            self._process = None


def _spawn(start: Start) -> subprocess.Popen[bytes]:
    arguments = f"{start.task!r}, {start.limit!r}, {start.nice!r}, {start.imports!r}"
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; "
        f"from reader.workers.child import serve; serve({arguments})"
    )
    # One thread a process: the pool itself is what runs in parallel.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # a Ctrl-C is for the parent, which tells its workers
    )
