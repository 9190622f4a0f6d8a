"""Commits: new segments, deletions and merges, one writer at a time.

The files are Whoosh's (table of contents, segments, term files), but a commit is ours: both
parts of the index become visible together (`reader.search.place`), and everything is on the
disk before that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import log10
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from reader.search.building import Batch
from reader.search.merging import merged
from reader.search.place import Place, State, seal_of
from reader.search.schema import LAYOUTS, Document, Layout
from reader.search.segments import Segment

MANY = 5
"""So many segments of about the same size become one."""


class Writer:
    """Changes one index; used within ``with``, and by one process at a time."""

    def __init__(self, place: Place, state: State) -> None:
        self.place = place
        self.state = state
        folder = place.folder(state)
        folder.mkdir(parents=True, exist_ok=True)
        self.storage = FileStorage(str(folder))
        self.parts = {layout.name: _Part(layout, self.storage, state) for layout in LAYOUTS}

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for part in self.parts.values():
            part.close()
        self.storage.close()

    def add(self, name: str, documents: Iterable[Document]) -> None:
        """Add to the part of this name; nothing that is there already is replaced."""
        for document in documents:
            self.parts[name].add(document)

    def delete(self, name: str, column: str, values: Iterable[int]) -> int:
        """Delete the committed documents with one of these numbers; how many they were."""
        return self.parts[name].delete(column, values)

    def flushed(self) -> dict[str, list[Any]]:
        """Write what was added; the segments of each part."""
        for part in self.parts.values():
            part.flush()
        return {name: part.entries for name, part in self.parts.items()}

    def take(self, segments: dict[str, list[Any]]) -> None:
        """Add segments that lie in the folder already."""
        for name, entries in segments.items():
            self.parts[name].entries += entries
            self.parts[name].changed = self.parts[name].changed or bool(entries)

    def replace(self, segments: dict[str, Any]) -> None:
        """Put one segment, or none, in the place of all of a part."""
        for name, entry in segments.items():
            self.parts[name].replace(self.parts[name].entries, entry)

    def commit(self, **changes: Any) -> State:
        """Make everything so far visible, along with these values of the state."""
        for part in self.parts.values():
            part.flush()
        return self._publish(**changes)

    def prepare(self, *, everything: bool = False) -> bool:
        """Merge before a commit; whether there was anything to merge."""
        for part in self.parts.values():
            part.flush()
        return self._merge(everything)

    def merge(self, *, everything: bool = False) -> bool:
        """Put segments together where there are many; whether there were."""
        found = self._merge(everything)
        if found:
            self._publish()
        return found

    def _merge(self, everything: bool) -> bool:
        done = [part.merge(everything) for part in self.parts.values()]
        return any(done)

    def _publish(self, **changes: Any) -> State:
        changed = [part for part in self.parts.values() if part.write_contents()]
        if changed or changes:
            self.state = replace(
                self.state,
                commits={name: part.generation for name, part in self.parts.items()},
                files=self._seals(),
                **changes,
            )
            self.place.write(self.state)
        # While an index is being built there are files of segments that are still to come.
        for part in changed if not self.state.building else ():
            clean_files(self.storage, part.layout.name, part.generation, part.entries)
        return self.state

    def _seals(self) -> dict[str, list[int]]:
        """Size and check sum of the files of this commit; new ones are brought to the disk."""
        seals: dict[str, list[int]] = {}
        new: list[Path] = []
        folder = self.place.folder(self.state)
        owners = {
            owner
            for part in self.parts.values()
            for owner in (part.contents, *(entry.segment_id() for entry in part.entries))
        }
        for path in folder.iterdir():
            if path.name.split(".")[0] in owners:
                known = self.state.files.get(path.name)
                seals[path.name] = known or seal_of(self.place, self.state, path.name)
                if not known:
                    new.append(path)
        # Together: the disk's own bookkeeping, which is most of the wait, is then done once.
        with ThreadPoolExecutor(len(new) or 1) as threads:
            list(threads.map(_to_disk, new))
        return seals


class _Part:
    """The articles or the quotes of the index."""

    def __init__(self, layout: Layout, storage: FileStorage, state: State) -> None:
        self.layout = layout
        self.storage = storage
        self.generation = state.commits.get(layout.name, 0)
        self.entries: list[Any] = []
        if self.generation:
            self.entries = TOC.read(storage, layout.name, gen=self.generation).segments
        self.batch = Batch(layout)
        self.opened: dict[str, Segment] = {}
        self.changed = not self.generation

    @property
    def contents(self) -> str:
        """The name of the table of contents, without its ending."""
        return f"_{self.layout.name}_{self.generation}"

    def segment(self, entry: Any) -> Segment:
        name = entry.segment_id()
        if name not in self.opened:
            self.opened[name] = Segment(self.layout, self.storage, entry)
        return self.opened[name]

    def add(self, document: Document) -> None:
        self.batch.add(document)
        if self.batch.full:
            self.flush()

    def flush(self) -> None:
        if self.batch.documents:
            self.entries.append(self.batch.write(self.storage))
            self.batch = Batch(self.layout)
            self.changed = True

    def delete(self, column: str, values: Iterable[int]) -> int:
        wanted = np.fromiter(values, np.int64)
        count = 0
        for entry in self.entries:
            found = np.flatnonzero(np.isin(self.segment(entry).numbers(column), wanted))
            for number in found.tolist():
                if not entry.is_deleted(number):
                    entry.delete_document(number)
                    count += 1
        self.changed = self.changed or bool(count)
        return count

    def merge(self, everything: bool) -> bool:
        chosen = _to_merge(self.entries, everything)
        if not chosen:
            return False
        self.replace(chosen, merged(self.layout, self.storage, [self.segment(e) for e in chosen]))
        return True

    def replace(self, chosen: list[Any], new: Any) -> None:
        kept = [entry for entry in self.entries if entry not in chosen]
        for entry in chosen:
            if opened := self.opened.pop(entry.segment_id(), None):
                opened.close()
        self.entries = ([new] if new else []) + kept
        self.changed = True

    def write_contents(self) -> bool:
        """Write a new table of contents if anything changed; whether it did."""
        if not self.changed:
            return False
        self.generation += 1
        TOC(self.layout.schema(), self.entries, self.generation).write(
            self.storage, self.layout.name
        )
        self.changed = False
        return True

    def close(self) -> None:
        for segment in self.opened.values():
            segment.close()


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _to_merge(entries: list[Any], everything: bool) -> list[Any]:
    """The segments that should be one: many of a size with all smaller ones, or hollow ones."""
    if everything:
        whole = len(entries) < 2 and not any(entry.deleted_count() for entry in entries)
        return [] if whole else list(entries)
    levels: dict[int, list[Any]] = {}
    for entry in entries:
        levels.setdefault(int(log10(max(entry.doc_count_all(), 200) / 2)), []).append(entry)
    crowded = [level for level, some in levels.items() if len(some) >= MANY]
    hollow = [e for e in entries if e.deleted_count() * 3 > e.doc_count_all()]
    if crowded:
        top = max(crowded)
        return [e for level, some in levels.items() if level <= top for e in some]
    return hollow


def merged_segment(place: Place, state: State, name: str, entries: Sequence[Any]) -> Any:
    """One segment with what lives in these of a part; None where that is nothing."""
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    storage = FileStorage(str(place.folder(state)))
    segments = [Segment(layout, storage, entry) for entry in entries]
    try:
        return merged(layout, storage, segments)
    finally:
        for segment in segments:
            segment.close()
