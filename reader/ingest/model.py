"""What goes into the pipeline and what comes out of it, as plain values."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reader.news import AddStatus, Hints

Progress = Callable[[str, int, int | None], None]
"""Called with what is going on ("import", "refresh", "annotate", "index"), how many are
done, and of how many, where that is known. May be called from another thread."""


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """A feed that a page offers."""

    title: str
    url: str
    """Its address as it may be shown."""
    address: str
    """What to add to follow it."""


@dataclass(frozen=True, slots=True)
class Added:
    """One line about one thing that was to be added."""

    target: str
    """The file's name or the address."""
    id: int | None
    status: AddStatus
    title: str | None = None
    reason: str | None = None
    """Why it was refused; or why only a summary could be had."""
    offers: tuple[FeedChoice, ...] = ()
    """The feeds of a page, where there are several and nobody has been asked which."""


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """How the fetching of one feed went."""

    feed_id: int
    title: str
    error: str | None = None
    """In plain words; None where it went well."""
    new: int = 0
    updated: int = 0
    summaries: int = 0
    """Of the new ones, those of which only the feed's own content could be had."""
    unchanged: bool = False
    """Nothing new since the last time (304, or the same body)."""
    note: str | None = None
    """What the person may want to know though it is no error, in plain words."""


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add."""

    force: bool = False
    """Take what does not look like an article."""
    page_only: bool = False
    """Of an address just the page, not the feeds it offers."""
    allow_private: bool = False
    """Fetch from private and loopback addresses too."""
    sample: bool = False
    hints: Hints = field(default_factory=Hints)
    choose: Callable[[Sequence[FeedChoice]], Sequence[int] | None] | None = None
    """Asked where a page offers several feeds; None means none of them."""
    workers: int | None = None
    """Processes for cleaning; None for one a core."""
    nice: int = 0


def cores() -> int:
    """The cores this process may use."""
    try:
        return len(os.sched_getaffinity(0)) or 1
    except AttributeError:
        return os.cpu_count() or 1


def stopped(cancel: threading.Event | None) -> bool:
    """Whether someone asked to stop."""
    return cancel is not None and cancel.is_set()
