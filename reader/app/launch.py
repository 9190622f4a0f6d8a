"""From the command line to the first screen, with as little as possible in between."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from reader.app.loading import Asked, Bundle, Desk, Listing
from reader.config import Settings
from reader.library.store import Library

Result = TypeVar("Result")

GIVE_WAY = 0.001
"""Seconds after which a busy thread lets the event loop on: a fifth of Python's own patience."""

PAINTS = "200"
"""Most paints a second. A change right after a paint waits for up to two of these steps; with
Textual's own 60 that is 33 ms of every search, more than the search itself takes."""


class Opening(NamedTuple):
    """What the first screen shows, read before it is painted."""

    listing: Listing
    bundle: Bundle | None = None
    theme: str | None = None
    layout: Mapping[str, int] = MappingProxyType({})
    history: tuple[str, ...] = ()
    saved_today: int = 0
    size: tuple[int, int] | None = None
    """Columns and rows of the terminal."""


def open_with(library: Library) -> Opening:
    """Reads what the first screen shows."""
    desk = Desk(library)
    listing = desk.page(Asked(), 0, threading.Event())
    first = listing.items[0].article_id if listing.items else None
    layout = library.state.get("layout", {})
    terminal = shutil.get_terminal_size()
    return Opening(
        listing,
        desk.bundle(first) if first is not None else None,
        library.state.get("theme"),
        layout if isinstance(layout, dict) else {},
        tuple(str(each) for each in library.state.get("history", [])),
        library.notebook.saved_today(),
        (terminal.columns, terminal.lines),
    )


def meanwhile(job: Callable[[], Result]) -> Callable[[], Result]:
    """Does a job on a thread of its own; what is returned waits for its result.

    SQLite counts a large library while Textual is imported: it needs nothing of Python for that.
    """
    results: list[Result] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            results.append(job())
        except BaseException as fault:  # raised to whoever waits for the result
            faults.append(fault)

    thread = threading.Thread(target=work, name="opening")
    thread.start()

    def result() -> Result:
        thread.join()
        if faults:
            raise faults[0]
        return results[0]

    return result


def run(folder: Path, settings: Settings) -> int:
    """Opens the app on a library and returns the exit code. Raises ReaderError."""
    sys.setswitchinterval(GIVE_WAY)
    os.environ.setdefault("TEXTUAL_FPS", PAINTS)  # read when Textual is imported, below
    library = Library.open(folder)
    try:
        opening = meanwhile(lambda: open_with(library))
        from reader.app.app import ReaderApp

        app = ReaderApp(library, settings, opening())
        app.run(mouse=settings.appearance.mouse)
        return app.return_code or 0
    finally:
        library.close()
