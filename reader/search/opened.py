"""The index as a searcher holds it open: always the latest commit, never half of one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from reader.search.place import Place, State
from reader.search.schema import LAYOUTS, VERSION
from reader.search.segments import READ_ERRORS, ByteCache, Segment, Snapshot

ATTEMPTS = 5


@dataclass(frozen=True)
class Opened:
    """Both parts of the index at one commit."""

    state: State
    articles: Snapshot
    quotes: Snapshot
    note: str | None = None
    """What is missing, in a sentence; None for a whole index."""
    owned: object = None
    """What is to live as long as this does."""

    def whole(self) -> bool:
        """Whether no file that lies in memory has been cut off since; cheap."""
        segments = (*self.articles.segments, *self.quotes.segments)
        return all(segment.whole() for segment in segments)

    @cached_property
    def stamp(self) -> tuple[str, int, int]:
        """Names this state among all others."""
        commits = self.state.commits
        return (self.state.folder, commits["articles"], commits["quotes"])


class OpenIndex:
    """Opens the index when it is first needed, and again after each commit. Safe in threads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.cache = ByteCache()
        self._stamp: tuple[int, int, int] | None = None
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    def get(self) -> Opened | None:
        """The latest commit; None where there is no index that can be read."""
        with self._lock:
            stamp = self.place.stamp()
            if stamp is None:
                self._opened = None
            elif stamp != self._stamp or (self._opened and not self._opened.whole()):
                self._opened = self._open()
                self._stamp = stamp if self._opened else None
            return self._opened

    def failed(self, error: Exception) -> None:
        """Reading failed: the next writer is to build the index anew."""
        with self._lock:
            self._opened, self._stamp = None, None
            self.cache.clear()
        self.place.mark_damaged(f"{type(error).__name__}: {error}")

    def _open(self) -> Opened | None:
        known: dict[str, Segment] = {}
        if self._opened:
            for snapshot in (self._opened.articles, self._opened.quotes):
                known |= {segment.name: segment for segment in snapshot.segments}
        for attempt in range(ATTEMPTS):
            state = self.place.read()
            if state is None:
                return None
            try:
                return self._read(state, known)
            except READ_ERRORS as error:
                # A writer may have replaced the files a moment ago; then the state is new.
                if attempt == ATTEMPTS - 1 or self.place.read() == state:
                    self.place.mark_damaged(f"{type(error).__name__}: {error}")
                    return None
        return None

    def _read(self, state: State, known: dict[str, Segment]) -> Opened:
        if not self.place.complete(state):
            raise EOFError("a file of the index is missing or cut off")
        storage = FileStorage(str(self.place.folder(state)))
        parts: list[Snapshot] = []
        for layout in LAYOUTS:
            entries = TOC.read(storage, layout.name, gen=state.commits[layout.name]).segments
            segments = [
                known.get(entry.segment_id()) or Segment(layout, storage, entry)
                for entry in entries
            ]
            parts.append(Snapshot(layout, segments, entries))
        return Opened(state, parts[0], parts[1], _missing(state))


def _missing(state: State) -> str | None:
    if state.building:
        return f"The index is being built; {state.building:,} articles are still missing."
    if state.version != VERSION:
        return "The index is being brought up to date; the newest articles may be missing."
    return None
