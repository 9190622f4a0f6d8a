"""Worker processes that can be killed: slow or risky work never runs in the app's process.

Each worker is a Python process of its own that imports one function and calls it with
one argument at a time. A worker beyond its time limit, or dead, is replaced, and only
the item it had is lost. Workers end with their parent, however that ends.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import IO, Any

from reader.news import ReaderError

START_SECONDS = 120.0
"""A worker that has not imported its function by then will not."""
GRACE_SECONDS = 5.0
"""So long after its limit an orphaned worker ends by itself."""
_START_TRIES = 3

_LENGTH = struct.Struct("!Q")


class WorkerDied(ReaderError):
    """The process that worked on an item ended without a result."""


class TimedOut(WorkerDied):
    """An item took longer than its pool allows."""


class WorkerFailed(ReaderError):
    """The function raised something that cannot be sent between processes."""


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
        self._workers: list[_Worker] = []
        self._idle = 0
        self._closed = False
        self._watch = _Watch()

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
        start = _Start(self.task, self.time_limit, self._nice, self._imports)
        worker = _Worker(start, self._watch, self._take)
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


class _Watch:
    """One thread that kills workers beyond their limit; it sleeps until the next limit."""

    def __init__(self) -> None:
        self._deadlines: dict[_Worker, float] = {}
        self._wake = threading.Condition()
        self._next = math.inf
        self._thread: threading.Thread | None = None
        self._closed = False

    def set(self, worker: _Worker, seconds: float | None) -> None:
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
class _Start:
    """What a process is started with."""

    task: str
    limit: float
    nice: int
    imports: tuple[str, ...]


class _Worker:
    """A process and the thread that feeds it."""

    def __init__(
        self,
        start: _Start,
        watch: _Watch,
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
            _write(process.stdin, message)
            answer = _read(process.stdout)
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
                hello = _read(stdout) if stdout is not None else None
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


def _spawn(start: _Start) -> subprocess.Popen[bytes]:
    arguments = f"{start.task!r}, {start.limit!r}, {start.nice!r}, {start.imports!r}"
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; "
        f"from reader.workers import serve; serve({arguments})"
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


def serve(task: str, limit: float, nice: int, imports: tuple[str, ...] = ()) -> None:
    """The life of a worker process: read an argument, write a result, until there is no more."""
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the work prints must not end up among the answers
    arguments: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(arguments,), daemon=True).start()
    try:
        module, _, name = task.partition(":")
        function = getattr(import_module(module), name)
        for needed in imports:
            import_module(needed)
    except Exception as error:
        _write(answers, f"{type(error).__name__}: {error}".encode())
        os._exit(1)  # not by returning: the listener still reads
    _write(answers, b"")
    while True:
        message = arguments.get()
        _alarm(limit + GRACE_SECONDS)
        answer = _call(function, message)
        _alarm(0)
        try:
            _write(answers, answer)
        except OSError:
            os._exit(0)


def _listen(arguments: SimpleQueue[bytes]) -> None:
    """Pass arguments on; when the parent is gone, so are we, whatever is under way."""
    while (message := _read(sys.stdin.buffer)) is not None:
        arguments.put(message)
    os._exit(0)


def _alarm(seconds: float) -> None:
    """Kernel's own time limit: it also ends an orphan that is stuck in foreign code."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _call(function: Callable[[Any], Any], message: bytes) -> bytes:
    try:
        return pickle.dumps((True, function(pickle.loads(message))))
    except Exception as error:
        try:
            answer = pickle.dumps((False, error))
            pickle.loads(answer)
        except Exception:
            failed = WorkerFailed(f"{type(error).__name__}: {error}")
            return pickle.dumps((False, failed))
        return answer


def _write(stream: IO[bytes], message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    """One message; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None
