"""What follows when articles came in: they are indexed, and their quotes found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import output, store
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.library.store import Library


def finish(library: Library, *, quotes: bool, quiet: bool) -> None:
    """Make what came searchable, then find its quotes; both go on later if stopped here."""
    with output.progress(quiet=quiet) as ticker:
        store.index(library, ticker)
        if not quotes or not library.queue.remaining():
            return
        try:
            find_quotes(library, ticker)
        except AnnotationUnavailable as reason:
            ticker.note(str(reason))


class AnnotationUnavailable(ReaderError):
    """This machine cannot find quotes; everything else was done."""


def find_quotes(library: Library, ticker: output.Ticker) -> int:
    """Work through the annotation queue and index what it finds; the number of articles.

    Raises AnnotationUnavailable where the language part cannot run.
    """
    from reader import ingest
    from reader.language.engine import available

    reason = available()
    if reason is not None:
        raise AnnotationUnavailable(reason)
    try:
        done = ingest.annotate_pending(library, on_progress=ticker)
    except KeyboardInterrupt:
        waiting = output.some(library.queue.remaining(), "article")
        ticker.note(f"Everything is stored; {waiting} will get quotes at the next run.")
        raise
    store.index(library, ticker)
    return done
