"""An index opened for reading: its segments as one row of documents, in arrays.

A segment's files never change, so what was read of it stays valid over any number of
commits; only the set of its deleted documents is new each time.
"""

from __future__ import annotations

import json
import pickle
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import IndexError as WhooshIndexError

from reader.search.codec import NOTHING, Extent, Ints, PackedCodec, Postings
from reader.search.gathering import batches, commonest, gathered
from reader.search.schema import NUMPY_TYPES, QUOTES, Layout

CACHE_BYTES = 32 * 1024 * 1024

COMMONEST = 5000
"""Where more terms begin alike, so many are taken before all others."""
MOST_ARTICLES = 100_000_000
"""No library has ever had more; a greater number is damage, not a reason to take memory."""

Mask = NDArray[np.bool_]

READ_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ImportError,
    MemoryError,
    OverflowError,
    pickle.UnpicklingError,
    struct.error,
    FileFormatError,
    WhooshIndexError,
)
"""What a damaged index shows itself by: Whoosh's files have no check sums."""


_NO_NUMBERS = np.empty(0, np.int32)


class ByteCache:
    """The most recently used values, as many as fit into so many bytes. Safe in threads."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._entries: OrderedDict[object, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Any:
        """The value, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: object, value: Any, size: int) -> None:
        """Keep a value of ``size`` bytes; what is too big for the cache is not kept."""
        size += 200
        if size > self.limit // 4:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            self.size += size - (old[1] if old else 0)
            self._entries[key] = (value, size)
            while self.size > self.limit:
                _, (_, gone) = self._entries.popitem(last=False)
                self.size -= gone

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self.size = 0


class Segment:
    """One segment of an index: terms and columns of documents 0 to ``size``."""

    def __init__(self, layout: Layout, storage: Any, entry: Any) -> None:
        codec = PackedCodec()
        self.layout = layout
        self.entry = entry
        self.size: int = entry.doc_count_all()
        self.name: str = entry.segment_id()
        """Unique over all segments there ever were."""
        self.terms = codec.terms_reader(storage, entry)
        self.docs = codec.per_document_reader(storage, entry)
        self._columns: dict[str, Any] = {}

    def numbers(self, name: str) -> NDArray[np.int64]:
        """A column of numbers."""
        if name not in self._columns:
            dtype = NUMPY_TYPES[self.layout.numbers[name]]
            column = self._whole(self.docs.column(name, dtype))
            self._columns[name] = column.astype(column.dtype.newbyteorder("="))
        values: NDArray[np.int64] = self._columns[name]
        return values

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """How long the field is in each document, as Whoosh's length byte."""
        return self._whole(self.docs.column(f"_{field}_len", "u1"))

    def references(self, name: str) -> tuple[NDArray[np.int64], Ints]:
        """Where each document's numbers end, and all numbers."""
        ends = self._whole(self.docs.column(f"{name}_ends", ">i8")).astype(np.int64)
        return ends, self.docs.column(f"{name}_list", ">i4").astype(np.int32)

    def strings(self, name: str) -> tuple[list[str], Ints]:
        """The strings, and which of them each document has."""
        names = json.loads(self.docs.column(f"{name}_names", "u1").tobytes() or b"[]")
        return names, self._whole(self.docs.column(f"{name}_codes", ">i4")).astype(np.int32)

    def postings(self, field: str, term: str, cache: ByteCache) -> Postings:
        """Where a term stands, from the cache if it is there."""
        key = (self.name, field, term)
        found: Postings | None = cache.get(key)
        if found is None:
            found = self.terms.postings(field, term.encode())
            if found is None:  # as quickly looked up as remembered
                return NOTHING
            cache.put(key, found, found.nbytes)
        return found

    def gathered(self, extents: list[Extent], offset: int) -> Iterator[Ints]:
        """The documents of these lists, of many at a time."""
        for some in batches(extents):
            ids = gathered(self.terms.block(some), [length for _, length in some])
            yield ids + np.int32(offset) if offset else ids

    def _whole(self, column: NDArray[Any]) -> NDArray[Any]:
        if len(column) != self.size:
            raise EOFError(f"a column of {self.name} is cut off")
        return column

    def whole(self) -> bool:
        """Whether its terms can still be read; cheap."""
        return self.terms.whole()

    def close(self) -> None:
        """Let go of the files."""
        self.terms.close()
        self.docs.close()


class Snapshot:
    """All segments of an index at one commit; documents are numbered through."""

    def __init__(self, layout: Layout, segments: list[Segment], entries: list[Any]) -> None:
        self.layout = layout
        self.segments = segments
        sizes = [segment.size for segment in segments]
        self.offsets = [sum(sizes[:number]) for number in range(len(sizes))]
        self.size = sum(sizes)
        self.alive: Mask | None = None
        """Which documents are not deleted; None where none is."""
        deleted = [
            offset + number
            for offset, entry in zip(self.offsets, entries, strict=True)
            for number in entry.deleted_docs()
        ]
        if deleted:
            self.alive = np.ones(self.size, np.bool_)
            self.alive[deleted] = False
        self.count = self.size - len(deleted)
        self._field_lengths = {
            name: sum(entry._fieldlengths.get(name, 0) for entry in entries)
            for field in layout.texts
            for name in layout.lists(field)
        }
        self._columns: dict[str, Any] = {}
        self._lock = threading.Lock()

    def numbers(self, name: str) -> NDArray[np.int64]:
        """A column of numbers of all documents."""
        return self.kept(name, lambda: [segment.numbers(name) for segment in self.segments])

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """The length of a field in all documents, as Whoosh's length byte."""

        def read() -> list[NDArray[Any]]:
            return [segment.lengths(field) for segment in self.segments]

        return self.kept(f"_{field}", read)

    def kept(self, key: str, read: Callable[[], list[NDArray[Any]]]) -> NDArray[Any]:
        """An array that is made once, of the pieces that ``read`` gives."""
        column: NDArray[Any] | None = self._columns.get(key)
        if column is None:
            with self._lock:
                if key not in self._columns:
                    parts = read()
                    whole = parts[0] if len(parts) == 1 else np.concatenate([_NO_NUMBERS, *parts])
                    self._columns[key] = whole
                column = self._columns[key]
        return column

    def order(self) -> NDArray[np.int64]:
        """A number for each document by which newer ones come first, no two being equal.

        The quotes of one article are of one moment: they come as they stand in it.
        """
        sign = -1 if self.layout is QUOTES else 1

        def read() -> list[NDArray[Any]]:
            return [(s.numbers("moment") << 31) + sign * s.numbers("id") for s in self.segments]

        return self.kept("_order", read)

    def retold(self) -> Mask:
        """Which documents are of a story that others tell in nearly the same words."""
        with self._lock:
            if "_retold" not in self._columns:
                stories = [segment.numbers("story") for segment in self.segments]
                numbers = np.concatenate([_NO_NUMBERS, *stories])
                if numbers.max(initial=0) > MOST_ARTICLES or numbers.min(initial=0) < 0:
                    raise ValueError("the column of stories is damaged")
                living = numbers if self.alive is None else numbers[self.alive]
                counts = np.bincount(living, minlength=int(numbers.max(initial=0)) + 1)
                self._columns["_retold"] = counts[numbers] > 1
            mask: Mask = self._columns["_retold"]
            return mask

    def stories(self) -> int:
        """How many stories the living documents tell."""

        def read() -> list[NDArray[Any]]:
            stories = [segment.numbers("story") for segment in self.segments]
            numbers = np.concatenate([_NO_NUMBERS, *stories])
            living = numbers if self.alive is None else numbers[self.alive]
            return [np.array([len(np.unique(living))])]

        return int(self.kept("_stories", read)[0])

    def newest(self) -> int:
        """When the newest document was published."""

        def read() -> list[NDArray[Any]]:
            moments = [segment.numbers("moment").max(initial=0) for segment in self.segments]
            return [np.array([max(moments, default=0)])]

        return int(self.kept("_newest", read)[0])

    def average_length(self, field: str) -> float:
        """The mean length of a field, as Whoosh counts it."""
        return (self._field_lengths[field] / (self.size or 1)) or 1

    def document_of(self) -> Ints:
        """The document of each id, -1 where there is none."""
        with self._lock:
            if "document_of" not in self._columns:
                ids = [segment.numbers("id") for segment in self.segments]
                numbers = np.concatenate(ids) if ids else np.empty(0, np.int64)
                if numbers.max(initial=0) > MOST_ARTICLES or numbers.min(initial=0) < 0:
                    raise ValueError("the column of article numbers is damaged")
                table = np.full(int(numbers.max(initial=0)) + 2, -1, np.int32)
                documents = np.arange(self.size, dtype=np.int32)
                if self.alive is not None:
                    numbers, documents = numbers[self.alive], documents[self.alive]
                table[numbers] = documents
                self._columns["document_of"] = table
            result: Ints = self._columns["document_of"]
            return result

    def documents(self, ids: NDArray[np.int64]) -> Ints:
        """The documents of these ids, in order; ids that are not in the index are left out."""
        table = self.document_of()
        ids = ids[(ids >= 0) & (ids < len(table))]
        found = table[ids]
        return np.unique(found[found >= 0])

    def references(self, name: str) -> tuple[Ints, Ints]:
        """Pairs of a document and one of its numbers, as two arrays."""

        def documents() -> list[NDArray[Any]]:
            return [
                np.arange(offset, offset + s.size, dtype=np.int32).repeat(
                    np.diff(s.references(name)[0], prepend=0)
                )
                for offset, s in zip(self.offsets, self.segments, strict=True)
            ]

        def values() -> list[NDArray[Any]]:
            return [s.references(name)[1] for s in self.segments]

        found: tuple[Any, Any] = (
            self.kept(f"_{name}_documents", documents),
            self.kept(f"_{name}", values),
        )
        return found

    def strings(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """The strings, and which of them each document has."""
        known: dict[str, int] = {}
        codes: list[NDArray[Any]] = []
        for segment in self.segments:
            names, old = segment.strings(name)
            new = np.array([known.setdefault(text, len(known)) for text in names], np.int64)
            codes.append(new[old])
        return list(known), np.concatenate(codes) if codes else np.empty(0, np.int64)

    def postings(self, field: str, term: str, cache: ByteCache) -> Postings:
        """Where a term stands in all segments."""
        parts = [segment.postings(field, term, cache) for segment in self.segments]
        if len(parts) == 1:
            return parts[0]
        pairs = zip(self.offsets, parts, strict=True)
        return joined([(offset, part) for offset, part in pairs if len(part.ids)])

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term stands, deleted ones included, as Whoosh counts."""
        key = term.encode()
        return sum(segment.terms.frequencies(field, key) for segment in self.segments)

    def prefixed(
        self, field: str, prefix: str, over: Callable[[], bool] = lambda: False
    ) -> Iterator[Ints]:
        """The documents of all terms that begin so, of many terms at a time; in no order, and as
        often as they have such terms.

        Those of the commonest terms come first, for whoever has not the time for all.
        """
        key = prefix.encode()
        rest: list[tuple[int, Segment, list[Extent]]] = []
        for offset, segment in zip(self.offsets, self.segments, strict=True):
            first, others = commonest(segment.terms.extents(field, key, over), COMMONEST)
            yield from segment.gathered(first, offset)
            rest.append((offset, segment, others))
        for offset, segment, others in rest:
            yield from segment.gathered(others, offset)


def joined(parts: list[tuple[int, Postings]]) -> Postings:
    """Posting lists of following segments as one."""
    if not parts:
        return NOTHING
    if len(parts) == 1:
        offset, part = parts[0]
        return (
            Postings(part.ids + np.int32(offset), part.freqs, part.packed_positions)
            if offset
            else part
        )
    return Postings(
        np.concatenate([part.ids + np.int32(offset) for offset, part in parts]),
        np.concatenate([part.freqs for _, part in parts]),
        b"".join(part.packed_positions for _, part in parts),
    )
