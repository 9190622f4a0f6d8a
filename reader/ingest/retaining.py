"""Letting go of what is old, by the person's settings; all is kept where they set nothing."""

from __future__ import annotations

from reader.config import Retention, load
from reader.library.retention import drop_old, trim_versions
from reader.library.store import Library


def retain(library: Library, settings: Retention | None = None) -> int:
    """Remove the articles and versions beyond the limits; how many articles went.

    Nothing goes while some of the settings cannot be understood: it may be what was to be kept.
    Raises ReaderError for such settings where they are read strictly.
    """
    if settings is None:
        found = load()
        if found.problems:
            return 0
        settings = found.retention
    trim_versions(library, settings.versions)
    gone = drop_old(library, days=settings.days or None, articles=settings.articles or None)
    return len(gone)
