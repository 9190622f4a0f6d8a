"""The app as a program in a terminal, and what stands in a pane of tmux."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

ROOT = {"PYTHONPATH": str(Path.cwd())}
SCRIPT = """
import sys
from pathlib import Path
from reader.app.app import ReaderApp
from reader.app.launch import open_with
from reader.config import Settings
from reader.library.store import Library
library = Library.open(Path(sys.argv[1]))
app = ReaderApp(library, Settings(), open_with(library), helper=False)
app.run()
print("LEFT", app.return_code)
"""
"""The app over a library, without its helper process."""


def captured(tmux: list[str], words: str) -> str:
    """The tmux pane once words stand in it."""
    text = ""
    for _ in range(300):
        done = subprocess.run(
            [*tmux, "capture-pane", "-p", "-t", "app"], capture_output=True, text=True, check=False
        )
        text = done.stdout
        if words in text:
            return text
        time.sleep(0.1)
    raise AssertionError(f"{words!r} does not appear in\n{text}")


def at_rest(tmux: list[str]) -> str:
    """The tmux pane once it does not change any more."""
    before, same = "", 0
    for _ in range(200):
        time.sleep(0.1)
        done = subprocess.run(
            [*tmux, "capture-pane", "-e", "-p", "-t", "app"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        same = same + 1 if done.stdout == before else 0
        before = done.stdout
        if same >= 6:
            return before
    raise AssertionError("the screen does not come to rest")
