"""The life of a worker process, and how messages go through its pipes."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from queue import SimpleQueue
from typing import IO, Any

from reader.workers.errors import WorkerFailed

GRACE_SECONDS = 5.0
"""So long after its limit an orphaned worker ends by itself."""

_LENGTH = struct.Struct("!Q")


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
        write_message(answers, f"{type(error).__name__}: {error}".encode())
        os._exit(1)  # not by returning: the listener still reads
    write_message(answers, b"")
    while True:
        message = arguments.get()
        _alarm(limit + GRACE_SECONDS)
        answer = _call(function, message)
        _alarm(0)
        try:
            write_message(answers, answer)
        except OSError:
            os._exit(0)


def _listen(arguments: SimpleQueue[bytes]) -> None:
    """Pass arguments on; when the parent is gone, so are we, whatever is under way."""
    while (message := read_message(sys.stdin.buffer)) is not None:
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


def write_message(stream: IO[bytes], message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """One message; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None
