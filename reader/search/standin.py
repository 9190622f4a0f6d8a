"""What is searched while there is no index that can be read: the newest articles.

Nobody is to find nothing because the index is being built. A small index of its own is made
of the newest articles, in a temporary folder, the first time that it is needed.
"""

from __future__ import annotations

import threading
import time
from tempfile import TemporaryDirectory

from whoosh.filedb.filestore import FileStorage

from reader.library.store import Library
from reader.search.building import write_segment
from reader.search.documents import documents
from reader.search.opened import Opened
from reader.search.place import State
from reader.search.schema import LAYOUTS
from reader.search.segments import Segment, Snapshot

NEWEST = 200
"""Articles in it: as many as are read and indexed in about half a second."""
KEPT = 5.0
"""Seconds after which it is made anew, if the library has changed."""
NOTE = "The index is being built; until then only the newest {count:,} articles are searched."


class StandIn:
    """The newest articles of a library as an index. Safe in threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._opened: Opened | None = None
        self._change = -1
        self._made = 0.0
        self._count = 0
        self._lock = threading.Lock()

    def get(self) -> Opened:
        """The newest articles, with a note that says so. Raises `READ_ERRORS`."""
        with self._lock:
            change = self.library.changes.latest()
            if self._opened is None or (
                change != self._change and time.monotonic() - self._made > KEPT
            ):
                self._opened = self._make()
                self._change, self._made = change, time.monotonic()
            return self._opened

    def _make(self) -> Opened:
        ids = self.library.articles.all_ids()[:NEWEST]
        folder = TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True)
        storage = FileStorage(folder.name)
        parts: list[Snapshot] = []
        for layout, found in zip(LAYOUTS, documents(self.library, ids), strict=True):
            entries = [write_segment(layout, found, storage)] if found else []
            segments = [Segment(layout, storage, entry) for entry in entries]
            parts.append(Snapshot(layout, segments, entries))
        self._count += 1
        state = State(folder="", commits={layout.name: self._count for layout in LAYOUTS})
        # The files are deleted when the last search in them is over.
        return Opened(state, parts[0], parts[1], NOTE.format(count=len(ids)), folder)
