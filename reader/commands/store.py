"""The library and its index, opened for one command."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader import config
from reader.commands import output
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.library.store import Library
    from reader.search.searcher import Searcher

_WAIT = 2.0
"""Seconds to wait for another process that is indexing before going on without."""


@contextlib.contextmanager
def opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[Library]:
    """The library in use; only commands that bring something in make a new one."""
    from reader.library.store import Library

    _tell_bad_settings()
    library = Library.open(config.library_folder(args.library), create=create)
    try:
        yield library
    finally:
        library.close()


def _tell_bad_settings() -> None:
    """A settings file that cannot be understood is told of, also where no setting is needed."""
    try:
        config.load()
    except ReaderError as problem:
        output.note(f"{problem} The settings are left out of account.")


def searcher(library: Library) -> Searcher:
    """Search over all that is stored; what came since the last run is indexed first."""
    from reader.search.searcher import Searcher

    index(library)
    return Searcher(library)


def index(library: Library, ticker: output.Ticker | None = None) -> None:
    """Make everything stored searchable, and mend the index where it has to be."""
    from reader.search import indexer

    trouble = indexer.trouble(library) if library.articles.ids(limit=1) else None
    with contextlib.ExitStack() as stack:
        show = ticker or stack.enter_context(output.progress())
        try:
            indexer.index_pending(
                library, progress=lambda done, total: show("index", done, total), wait=_WAIT
            )
        except indexer.IndexBusy:
            output.note("Another process is indexing; what it has not taken up yet is not found.")
            return
    if trouble is not None:
        output.note(f"{trouble} It was built anew.")


def tell_waiting(library: Library) -> None:
    """Say on standard error if some articles have no quotes yet, so that nobody wonders."""
    waiting = library.queue.remaining()
    if waiting:
        them = output.some(waiting, "article")
        output.note(f"{them} still without quotes and names; 'reader reindex --quotes' finds them.")
