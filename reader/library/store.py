"""The library: one folder, its database, and the parts that keep each kind of thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.annotations import Annotations
from reader.library.articles import Articles
from reader.library.changes import Changes
from reader.library.database import Database
from reader.library.entities import Entities
from reader.library.files import ImportedFiles
from reader.library.notebook import Notebook
from reader.library.queue import AnnotationQueue
from reader.library.reading import Reading
from reader.library.searches import SavedSearches
from reader.library.state import KeyValue

if TYPE_CHECKING:
    from reader.library.feeds import Feeds


class Library:
    """Everything kept on disk. May be used from any thread; each method is one transaction."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database
        self.articles = Articles(database)
        self.annotations = Annotations(database)
        self.files = ImportedFiles(database)
        self.reading = Reading(database)
        self.notebook = Notebook(database)
        self.changes = Changes(database)
        self.queue = AnnotationQueue(database)
        self.entities = Entities(database)
        self.searches = SavedSearches(database)
        self.state = KeyValue(database)

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Library:
        """Open a library, bringing its tables up to date.

        Raises ReaderError where it is damaged, made by a newer program, cannot be
        written, or is not there and ``create`` is false.
        """
        return cls(folder, Database(folder / "library.db", create=create))

    @cached_property
    def feeds(self) -> Feeds:
        """The subscriptions."""
        from reader.library.feeds import Feeds

        return Feeds(self.database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several changes as one: all on the disk at the end, or none."""
        with self.database.write():
            yield

    def close(self) -> None:
        """Close the files; nothing is lost by not calling it."""
        self.database.close()
