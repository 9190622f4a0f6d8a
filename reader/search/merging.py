"""Several segments to one: the posting lists of many terms are taken up at once."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from reader.search.building import Columns
from reader.search.codec import LENGTHS, Ints, PackedCodec, PackedFieldWriter, RawList, raw
from reader.search.lists import Lists, write_lists
from reader.search.schema import Layout
from reader.search.segments import Segment

AT_ONCE = 2_000_000
"""Bytes of posting lists that are in memory together."""


def merged(layout: Layout, storage: FileStorage, segments: list[Segment]) -> Any:
    """One segment with the living documents of these; None where there are none."""
    kept: list[NDArray[np.int64]] = []
    numbers: list[Ints] = []
    total = 0
    for segment in segments:
        alive = np.ones(segment.size, np.bool_)
        alive[list(segment.entry.deleted_docs())] = False
        numbers.append(np.where(alive, np.cumsum(alive) - 1 + total, -1).astype(np.int32))
        kept.append(np.flatnonzero(alive))
        total += len(kept[-1])
    if not total:
        return None
    result = PackedCodec().new_segment(storage, layout.name)
    result.set_doc_count(total)
    columns = _columns(layout, segments, kept)
    result._fieldlengths = {}
    for name in layout.texts:
        words = int(LENGTHS[columns.lengths[name]].sum())
        if all(len(some) == segment.size for some, segment in zip(kept, segments, strict=True)):
            words = sum(segment.entry._fieldlengths.get(name, 0) for segment in segments)
        result._fieldlengths |= dict.fromkeys(layout.lists(name), words)
    writer = PackedFieldWriter(storage, result)
    moving = _Moving(segments, np.concatenate(numbers))
    for name, boost in layout.texts.items():
        for list_name in layout.lists(name):
            writer.start_field(list_name)
            for lists, terms in moving.lists(list_name):
                write_lists(writer, lists, terms, columns.lengths[name], boost)
    for name in layout.keywords:
        writer.start_field(name)
        for lists, terms in moving.lists(name):
            write_lists(writer, lists, terms, np.ones(total, np.uint8), 1.0)
    writer.close()
    columns.write(storage, result)
    return result


@dataclass
class _Block:
    """The lists of following terms, segment by segment within a term, as they are on disk."""

    terms: list[bytes] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """Of each list's term, among these."""
    bases: list[int] = field(default_factory=list)
    """Where each list's segment begins in the table of new document numbers."""
    lists: list[RawList] = field(default_factory=list)
    size: int = 0


class _Moving:
    """Carries posting lists over to new document numbers."""

    def __init__(self, segments: list[Segment], new: Ints) -> None:
        self.segments = segments
        self.new = new
        """The new number of each document of each segment, -1 for one that is gone."""
        sizes = [segment.size for segment in segments]
        self.bases = [sum(sizes[:number]) for number in range(len(sizes))]
        self.whole = bool(new.min(initial=0) >= 0)

    def lists(self, name: str) -> Iterator[tuple[Lists, list[bytes]]]:
        """All lists of a field in the order of its terms, some at a time."""
        block = _Block()
        for term, group in groupby(self._entries(name), key=itemgetter(0)):
            if block.size > AT_ONCE:
                yield self._moved(block), block.terms
                block = _Block()
            for _, number, entry in group:
                some = raw(self.segments[number].terms.packed(entry))
                block.numbers.append(len(block.terms))
                block.bases.append(self.bases[number])
                block.lists.append(some)
                block.size += len(some.positions) + 10 * some.length
            block.terms.append(term)
        if block.terms:
            yield self._moved(block), block.terms

    def _entries(self, name: str) -> Iterator[tuple[bytes, int, bytes]]:
        def of(number: int) -> Iterator[tuple[bytes, int, bytes]]:
            return ((term, number, at) for term, at in self.segments[number].terms.entries(name))

        return heapq.merge(*map(of, range(len(self.segments))), key=itemgetter(0, 1))

    def _moved(self, block: _Block) -> Lists:
        counts = np.array([some.length for some in block.lists])
        ids = _joined([(some.ids, some.id_width) for some in block.lists], counts, np.int32)
        for some, end in zip(block.lists, np.cumsum(counts).tolist(), strict=True):
            if some.stretches is not None:
                ids[end - some.length : end] += some.stretches
        ids = self.new[ids + np.repeat(np.array(block.bases, np.int32), counts)]
        freqs = _joined([(some.freqs, some.freq_width) for some in block.lists], counts, np.uint16)
        terms = np.repeat(np.array(block.numbers, np.int32), counts)
        positions = b"".join(some.positions for some in block.lists)
        if not self.whole:
            alive = ids >= 0
            if positions:
                words = np.frombuffer(positions, "<u2")
                positions = words[np.repeat(alive, freqs)].tobytes()
            ids, freqs, terms = ids[alive], freqs[alive], terms[alive]
        return Lists(terms, ids, freqs, positions)


def _joined(
    pieces: list[tuple[memoryview, int]], counts: NDArray[np.int64], dtype: Any
) -> NDArray[Any]:
    """Numbers of different widths as one array."""
    widths = np.array([width for _, width in pieces])
    result = np.empty(int(counts.sum()), dtype)
    for width in np.unique(widths).tolist():
        numbers = np.frombuffer(b"".join(p for p, w in pieces if w == width), f"<u{width}")
        result[np.repeat(widths == width, counts)] = numbers
    return result


def _columns(layout: Layout, segments: list[Segment], kept: list[NDArray[np.int64]]) -> Columns:
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
