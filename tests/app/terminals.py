"""The app as a program in a terminal, and what stands in a pane of tmux."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

from tests.pty_harness import Terminal

PATIENCE = 180.0
"""Seconds after which a test gives up; on the slowest machine it is done long before."""
ROOT = {"PYTHONPATH": str(Path.cwd())}
SCRIPT = """
import sys
from pathlib import Path
from reader.app.launch import open_with
from reader.config import Settings
from reader.library.store import Library
from reader.search import searcher
from reader.sharing import clipboard
from tests.app.resting import RestingApp
clipboard.TIMEOUT = searcher.SECONDS = 60.0  # however busy the machine is
library = Library.open(Path(sys.argv[1]))
app = RestingApp(library, Settings(), open_with(library), helper=False)
app.run()
print("LEFT", app.return_code)
"""
"""The app over a library, without its helper process."""
_REST = re.compile(rb"\x1b\]2;rest (\d+) (\d+x\d+)\x07")


class AppTerminal(Terminal):
    """The app of ``SCRIPT`` in a pseudo-terminal: keys are waited for until they are painted."""

    _typed = 0
    _rest: tuple[int, str] = (-1, "")
    _tail = b""

    def read(self, timeout: float) -> bytes | None:
        """The next bytes; looks in them for what the app says of itself."""
        data = super().read(timeout)
        if data:
            self._tail = self._tail[-40:] + data
            for keys, size in _REST.findall(self._tail):
                self._rest = int(keys), size.decode()
        return data

    def rest(self, size: tuple[int, int] | None = None) -> None:
        """Waits until all that was typed is painted, at a size of so many columns and rows."""
        wanted = "{}x{}".format(*size) if size else None
        until = time.monotonic() + PATIENCE
        while self._rest[0] < self._typed or (wanted and self._rest[1] != wanted):
            assert time.monotonic() < until, f"{self._rest}: {self.text[-2000:]}"
            assert self.read(0.5) != b"", f"the app has ended: {self.text[-2000:]}"

    def press(self, *keys: str, at_once: bool = False) -> None:
        """Types, and waits after each key; each is a key of its own."""
        for key in keys:
            self.send(key)
            self._typed += 1
            if not at_once:
                self.rest()


def started(tmux: list[str], command: list[str], size: tuple[int, int], **told: str) -> None:
    """Runs a command in a pane of tmux of so many columns and rows."""
    width, height = map(str, size)
    environment = [f"{name}={value}" for name, value in {**ROOT, **told}.items()]
    subprocess.run(
        [*tmux, "new-session", "-d", "-x", width, "-y", height, "-s", "app", "env",
         "-u", "COLUMNS", "-u", "LINES", *environment, *command],
        check=True, env={**os.environ, **told},
    )  # fmt: skip


def captured(tmux: list[str], words: str) -> str:
    """The tmux pane once words stand in it."""
    text = ""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        done = subprocess.run(
            [*tmux, "capture-pane", "-p", "-t", "app"], capture_output=True, text=True, check=False
        )
        text = done.stdout
        if words in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{words!r} does not appear in\n{text}")


class Pane:
    """The app of ``SCRIPT`` in a pane of tmux."""

    def __init__(self, tmux: list[str], columns: int, rows: int) -> None:
        self._tmux = tmux
        self._size = columns, rows
        self._typed = 0

    def rest(self) -> str:
        """The pane with its styles, once all that was typed is painted."""
        columns, rows = self._size
        wanted, title = f"rest {self._typed} {columns}x{rows}", ""
        until = time.monotonic() + PATIENCE
        while title != wanted:
            assert time.monotonic() < until, f"{title!r} is not {wanted!r}"
            time.sleep(0.01)
            title = self._ask("display-message", "-p", "-t", "app", "#{pane_title}").strip()
        return self._ask("capture-pane", "-e", "-p", "-t", "app")

    def press(self, *keys: str) -> str:
        """Types keys by tmux's names for them; what stands there then."""
        shown = ""
        for key in keys:
            self._ask("send-keys", "-t", "app", key)
            self._typed += 1
            shown = self.rest()
        return shown

    def resize(self, columns: int, rows: int) -> str:
        """Gives the window another size; what stands there then."""
        self._size = columns, rows
        self._ask("resize-window", "-t", "app", "-x", str(columns), "-y", str(rows))
        return self.rest()

    def _ask(self, *words: str) -> str:
        done = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True)
        return done.stdout
