"""What can become of work that is given to other processes."""

from __future__ import annotations

from reader.news import ReaderError


class WorkerDied(ReaderError):
    """The process that worked on an item ended without a result."""


class TimedOut(WorkerDied):
    """An item took longer than its pool allows."""


class WorkerFailed(ReaderError):
    """The function raised something that cannot be sent between processes."""
