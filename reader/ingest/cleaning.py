"""The pool that cleans pages: processes that a hanging page cannot hold up."""

from __future__ import annotations

from typing import Any

from reader.ingest.model import cores
from reader.news import ReaderError
from reader.workers import TimedOut, WorkerPool

TIME_LIMIT = 10.0
"""Seconds for one page."""

HEAVY = ("reader.cleaning.work", "reader.cleaning.extract", "trafilatura")
"""What a worker that cleans loads before its first page."""


def cleaning_pool(workers: int | None = None, nice: int = 0) -> WorkerPool:
    """Processes that take a CleanJob or FileJob and give a Read."""
    return WorkerPool(
        "reader.ingest.work:clean", workers or cores(), TIME_LIMIT, nice, imports=HEAVY
    )


def said_of(result: Any) -> str | None:
    """Why something that a person asked for was not taken, and what can be done about it."""
    if result.article is None and result.forcible:
        return f"{result.reason}; with --force it is taken all the same"
    reason: str | None = result.reason
    return reason


def reason_of(failure: Any) -> str:
    """Why a worker gave no result, as the reason on that page's line."""
    if isinstance(failure, TimedOut):
        return f"cleaning it took longer than {TIME_LIMIT:g} seconds"
    if isinstance(failure, ReaderError):
        return str(failure)
    return f"it could not be cleaned ({type(failure).__name__}: {failure})"
