"""Commits: new segments, deletions and merges, one writer at a time.

The files are Whoosh's (table of contents, segments, term files), but a commit is ours: both
parts of the index become visible together (`reader.search.place`), and everything is on the
disk before that.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from math import log10
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from reader.search.building import Batch, Columns
from reader.search.codec import LENGTHS, PackedCodec, PackedFieldWriter, pack
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

    def commit(self, **changes: Any) -> State:
        """Make everything so far visible, along with these values of the state."""
        for part in self.parts.values():
            part.flush()
        return self._publish(**changes)

    def prepare(self, *, everything: bool = False) -> bool:
        """Merge before a commit; whether there was anything to merge."""
        for part in self.parts.values():
            part.flush()
        merged = [part.merge(everything) for part in self.parts.values()]
        return any(merged)

    def merge(self, *, everything: bool = False) -> bool:
        """Put segments together where there are many; whether there were."""
        merged = [part.merge(everything) for part in self.parts.values()]
        if any(merged):
            self._publish()
        return any(merged)

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
        for part in changed:
            clean_files(self.storage, part.layout.name, part.generation, part.entries)
        return self.state

    def _seals(self) -> dict[str, list[int]]:
        """Size and check sum of the files of this commit; new ones are brought to the disk."""
        seals: dict[str, list[int]] = {}
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
                    _to_disk(path)
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
        merged = _merged(self.layout, self.storage, [self.segment(entry) for entry in chosen])
        kept = [entry for entry in self.entries if entry not in chosen]
        self.entries = ([merged] if merged else []) + kept
        for entry in chosen:
            self.opened.pop(entry.segment_id()).close()
        self.changed = True
        return True

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


def _merged(layout: Layout, storage: FileStorage, segments: list[Segment]) -> Any:
    """One segment with the living documents of these; None where there are none."""
    kept: list[NDArray[np.int64]] = []
    maps: list[NDArray[np.int32]] = []
    total = 0
    for segment in segments:
        alive = np.ones(segment.size, np.bool_)
        alive[list(segment.entry.deleted_docs())] = False
        number = np.where(alive, np.cumsum(alive) - 1 + total, -1).astype(np.int32)
        maps.append(number)
        kept.append(np.flatnonzero(alive))
        total += len(kept[-1])
    if not total:
        return None
    result = PackedCodec().new_segment(storage, layout.name)
    result.set_doc_count(total)
    columns = _merged_columns(layout, segments, kept)
    result._fieldlengths = {}
    for name in layout.texts:
        lengths = columns.lengths[name]
        words = int(LENGTHS[lengths].sum())
        if all(len(some) == segment.size for some, segment in zip(kept, segments, strict=True)):
            words = sum(segment.entry._fieldlengths.get(name, 0) for segment in segments)
        result._fieldlengths |= dict.fromkeys(layout.lists(name), words)
    writer = PackedFieldWriter(storage, result)
    ones = np.ones(total, np.uint8)
    for name, boost in layout.texts.items():
        for field in layout.lists(name):
            writer.start_field(field)
            _merge_field(writer, field, segments, maps, columns.lengths[name], boost)
    for field in layout.keywords:
        writer.start_field(field)
        _merge_field(writer, field, segments, maps, ones, 1.0)
    writer.close()
    columns.write(storage, result)
    return result


def _merge_field(
    writer: PackedFieldWriter,
    field: str,
    segments: list[Segment],
    maps: list[NDArray[np.int32]],
    lengths: NDArray[np.uint8],
    boost: float,
) -> None:
    def entries(number: int) -> Iterator[tuple[bytes, int, bytes]]:
        return ((term, number, entry) for term, entry in segments[number].terms.entries(field))

    everything = heapq.merge(*map(entries, range(len(segments))), key=itemgetter(0, 1))
    for term, group in groupby(everything, key=itemgetter(0)):
        ids, freqs, positions = [], [], []
        for _, number, entry in group:
            postings = segments[number].terms.unpacked(entry)
            moved = maps[number][postings.ids]
            packed, counts = postings.packed_positions, postings.freqs
            if moved.min() < 0:
                alive = moved >= 0
                if packed:
                    packed = postings.positions[np.repeat(alive, counts)].tobytes()
                moved, counts = moved[alive], counts[alive]
            ids.append(moved)
            freqs.append(counts)
            positions.append(packed)
        numbers = np.concatenate(ids) if len(ids) > 1 else ids[0]
        if len(numbers):
            counts = np.concatenate(freqs) if len(freqs) > 1 else freqs[0]
            stats, blocks = pack(numbers, counts, b"".join(positions), lengths[numbers], boost)
            writer.add(term, stats, blocks)


def _merged_columns(
    layout: Layout, segments: list[Segment], kept: list[NDArray[np.int64]]
) -> Columns:
    pairs = list(zip(segments, kept, strict=True))
    columns = Columns(layout, {}, {}, {})
    for name in layout.numbers:
        columns.numbers[name] = np.concatenate([s.numbers(name)[some] for s, some in pairs])
    for name in layout.texts:
        columns.lengths[name] = np.concatenate([s.lengths(name)[some] for s, some in pairs])
    for name in layout.references:
        counts, values = [], []
        for segment, some in pairs:
            ends, numbers = segment.references(name)
            sizes = np.diff(ends, prepend=0)
            alive = np.zeros(segment.size, np.bool_)
            alive[some] = True
            counts.append(sizes[some])
            values.append(numbers[np.repeat(alive, sizes)])
        columns.references[name] = (np.cumsum(np.concatenate(counts)), np.concatenate(values))
    for name in layout.strings:
        known: dict[str, int] = {}
        codes = []
        for segment, some in pairs:
            names, old = segment.strings(name)
            new = np.array([known.setdefault(text, len(known)) for text in names], np.int32)
            codes.append(new[old[some]] if len(names) else np.zeros(len(some), np.int32))
        columns.strings[name] = (list(known), np.concatenate(codes))
    return columns
