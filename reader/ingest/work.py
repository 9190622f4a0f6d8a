"""The tasks of the worker processes: one function each, one picklable value in and out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.news import Annotation, Hints, ReaderError

if TYPE_CHECKING:
    from reader.cleaning.work import CleanJob
    from reader.ingest.feed_work import Read


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to read and clean in a worker, so that its bytes need not be sent there."""

    path: Path
    hints: Hints
    force: bool = False


def clean(job: FileJob | CleanJob) -> Read:
    """Read, where it is a file, and clean. What is wrong with it is in the result."""
    from reader.cleaning.work import CleanJob
    from reader.cleaning.work import clean as clean_page
    from reader.ingest.feed_work import Read, traits_or_none

    if isinstance(job, FileJob):
        from reader.sources.files import read

        try:
            job = CleanJob(read(job.path), job.hints, job.force)
        except ReaderError as error:
            return Read(reason=str(error))
    result = clean_page(job)
    return Read(
        result.article, result.reason, forcible=result.forcible,
        traits=traits_or_none(result.article),
    )  # fmt: skip


def annotate(text: str) -> tuple[Annotation, tuple[str, ...]]:
    """The annotation of a text, and the identity key of each of its entities."""
    from reader.language.engine import annotate as annotate_text
    from reader.language.resolution.identity import key

    annotation = annotate_text(text)
    return annotation, tuple(key(entity.name, entity.kind) for entity in annotation.entities)


def index(folder: str) -> int:
    """Bring the index of a library up to date; how many articles were taken up."""
    from reader.library.store import Library
    from reader.search.indexer import index_pending

    library = Library.open(Path(folder), create=False)
    try:
        return index_pending(library)
    finally:
        library.close()


def index_trouble(folder: str) -> str | None:
    """Why the index of a library must be made anew; None where it need not."""
    from reader.library.store import Library
    from reader.search.indexer import trouble

    library = Library.open(Path(folder), create=False)
    try:
        return trouble(library)
    finally:
        library.close()


def rebuild_index(folder: str) -> int:
    """Make the index anew from the library; how many articles it holds."""
    from reader.library.store import Library
    from reader.search.indexer import rebuild

    library = Library.open(Path(folder), create=False)
    try:
        return rebuild(library)
    finally:
        library.close()
