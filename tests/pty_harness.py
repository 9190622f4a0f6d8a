"""Runs a program in a pseudo-terminal: what a person's terminal would send and receive.

Used by the tests that cross the boundary to the terminal and by the benchmark of the app.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

_SEQUENCES = re.compile(
    rb"\x1b\[[0-9;?<>=$]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>]"
)
_SYNC_QUESTION, _SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


@dataclass(frozen=True)
class Answer:
    """What came back for something sent: seconds to the first and last byte, and how many."""

    first: float | None
    last: float | None
    size: int


class Terminal:
    """A program in a pseudo-terminal of a given size."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        rows: int = 36,
        columns: int = 120,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.started = time.perf_counter()
        self.seen = b""
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            values = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
            for name in ("COLUMNS", "LINES"):  # the terminal's own size counts
                values.pop(name, None)
            values.update(environment or {})
            os.execvpe(command[0], list(command), values)
        self.set_size(rows, columns)

    def set_size(self, rows: int, columns: int) -> None:
        """Gives the terminal another size."""
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, timeout: float) -> bytes | None:
        """The next bytes; None if none came in time, empty when the program has ended."""
        ready, _, _ = select.select([self._file], [], [], timeout)
        if not ready:
            return None
        try:
            data = os.read(self._file, 1 << 16)
        except OSError:
            return b""
        if _SYNC_QUESTION in data:
            os.write(self._file, _SYNC_ANSWER)
        self.seen += data
        return data

    @property
    def text(self) -> str:
        """Everything printed so far, without control sequences."""
        return _SEQUENCES.sub(b"", self.seen).decode("utf-8", "replace")

    def wait_for(self, words: str, timeout: float = 20.0) -> float | None:
        """Seconds from the start (or the last ``forget``) until words stood on the screen."""
        until = time.perf_counter() + timeout
        wanted = words.encode()
        while time.perf_counter() < until:
            if wanted in _SEQUENCES.sub(b"", self.seen):
                return time.perf_counter() - self.started
            if self.read(0.5) == b"":
                break
        found = wanted in _SEQUENCES.sub(b"", self.seen)
        return time.perf_counter() - self.started if found else None

    def settle(self, quiet: float = 0.3, timeout: float = 20.0) -> None:
        """Reads until nothing comes for a while."""
        until = time.perf_counter() + timeout
        while time.perf_counter() < until:
            if not self.read(quiet):
                return

    def forget(self) -> None:
        """Starts a new page: clock and text."""
        self.seen, self.started = b"", time.perf_counter()

    def send(self, keys: str | bytes) -> None:
        """Types."""
        os.write(self._file, keys.encode() if isinstance(keys, str) else keys)

    def answer(self, keys: str | bytes, quiet: float = 0.15) -> Answer:
        """Types, and reads until nothing comes for a while."""
        begun = time.perf_counter()
        self.send(keys)
        return self._answer(begun, quiet)

    def answer_with(self, keys: str | bytes, pattern: bytes, quiet: float) -> float | None:
        """Types; seconds until what answers matches a pattern for the last time.

        Where nothing does (what stood there stays true), until the last byte.
        """
        begun, start = time.perf_counter(), len(self.seen)
        self.send(keys)
        told = last = None
        while True:
            before = len(self.seen)
            if not self.read(quiet if last is not None else 3.0):
                return told if told is not None else last
            last = time.perf_counter() - begun
            chunk = _SEQUENCES.sub(b"", self.seen[max(start, before - 3) :])
            if re.search(pattern, chunk):
                told = last

    def resize(self, rows: int, columns: int, quiet: float = 0.3) -> Answer:
        """Gives the terminal another size, and reads until nothing comes for a while."""
        begun = time.perf_counter()
        self.set_size(rows, columns)
        return self._answer(begun, quiet)

    def _answer(self, begun: float, quiet: float) -> Answer:
        first = last = None
        size = 0
        while True:
            data = self.read(quiet if first is not None else 3.0)
            if not data:
                return Answer(first, last, size)
            last = time.perf_counter() - begun
            first = last if first is None else first
            size += len(data)

    def memory(self) -> float:
        """Resident memory in MB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            found = re.search(r"VmRSS:\s+(\d+)", file.read())
        return int(found[1]) / 1024 if found else 0.0

    def processor_time(self) -> float:
        """Seconds of processor time used so far."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Ends the program, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
