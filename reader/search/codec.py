"""Whoosh's posting lists as packed arrays: one buffer a term, read by numpy in one go.

The codec is Whoosh's own but for the posting lists. Each is one block: the document numbers,
the frequencies, and for fields with positions all positions one after the other. Of a document
number only the lower half is written where that is shorter, and how many documents of the list
lie in each stretch of 65,536. Stock Whoosh reads them as it reads its own (`PackedMatcher`),
which is how the tests use it as the referee; our executor takes the arrays whole
(`PackedTerms.postings`).
"""

from __future__ import annotations

import io
import mmap
import os
import struct
import weakref
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import (
    W3Codec,
    W3LeafMatcher,
    W3PerDocReader,
    W3TermInfo,
    W3TermsReader,
)
from whoosh.filedb import filetables
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Format
from whoosh.system import pack_ushort
from whoosh.util.numeric import byte_to_length
from whoosh.util.numlists import GrowableArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Counts = NDArray[np.integer[Any]]
"""Unsigned, of as many bits as the greatest needs, or int32."""

STRETCH = 1 << 16
BASES = np.arange(1 << 12, dtype=np.int32) << 16
"""The first document number of each stretch."""
LAST_POSITION = STRETCH - 1
"""Positions of words beyond are all this one: their phrases are not found."""

# Count, last document, greatest weight, shortest and longest field (as Whoosh's length
# bytes), bytes of a document number, bytes of a frequency.
HEAD = struct.Struct("<IIfBBBB")
_U1, _U2, _U4 = np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4")
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)
"""Field length by its byte."""


class PackedFormat(Format):  # type: ignore[misc]
    """Frequencies, and positions if asked for, as little-endian 16-bit numbers.

    Only tells stock Whoosh how to read values; `reader.search.building` writes them.
    """

    def __init__(self, field_boost: float = 1.0, positions: bool = False) -> None:
        super().__init__(field_boost=field_boost)
        self.positions = positions

    def supports(self, name: str) -> bool:
        return name in ("frequency", "weight") or (name == "positions" and self.positions)

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value) * self.field_boost)

    def decode_positions(self, value: bytes) -> list[int]:
        return [int(position) for position in np.frombuffer(value, "<u2")]


class Postings(NamedTuple):
    """Where one term stands: document numbers in order, and how often in each."""

    ids: Ints
    freqs: Counts
    packed_positions: bytes | memoryview = b""

    @property
    def nbytes(self) -> int:
        """What it takes in memory, with the bytes that it was read from."""
        return len(self.ids) * (6 + self.freqs.itemsize) + len(self.packed_positions)

    @property
    def positions(self) -> NDArray[np.uint16]:
        """All positions, those of the first document first."""
        return np.frombuffer(self.packed_positions, "<u2")


NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.uint8))


class RawList(NamedTuple):
    """The pieces of a posting list in its bytes."""

    length: int
    last: int
    ids: memoryview
    id_width: int
    freqs: memoryview
    freq_width: int
    positions: memoryview
    stretches: Ints | None
    """What to add to each number, where the list goes beyond one stretch."""


def raw(data: bytes) -> RawList:
    """Take a posting list apart. Raises EOFError where it is cut off."""
    count, last, _, _, _, id_width, freq_width = HEAD.unpack_from(data)
    at = HEAD.size
    stretches = None
    if id_width == 2 and last >= STRETCH:
        number = (last >> 16) + 1
        if number > len(BASES):
            raise EOFError("a posting list is broken")
        counts = np.frombuffer(data, "<u4", number, at)
        at += 4 * number
        stretches = BASES[:number].repeat(counts)
    view = memoryview(data)
    middle = at + id_width * count
    end = middle + freq_width * count
    if not count or end > len(data) or (stretches is not None and len(stretches) != count):
        raise EOFError("a posting list is broken")
    freqs = view[middle:end]
    return RawList(count, last, view[at:middle], id_width, freqs, freq_width, view[end:], stretches)


def unpack(data: bytes) -> Postings:
    """The posting list in its bytes. Raises EOFError or ValueError where it is cut off."""
    # As `raw` has it, in fewer steps: every search unpacks some lists.
    count, last, _, _, _, id_width, freq_width = HEAD.unpack_from(data)
    if not count:
        raise EOFError("a posting list is broken")
    at = HEAD.size
    ids: Ints
    if id_width != 2:
        ids = np.frombuffer(data, _U4, count, at).astype(np.int32)
    elif last < STRETCH:
        ids = np.frombuffer(data, _U2, count, at).astype(np.int32)
    else:
        number = (last >> 16) + 1
        stretches = np.frombuffer(data, _U4, number, at)
        at += 4 * number
        ids = np.frombuffer(data, _U2, count, at) + BASES[:number].repeat(stretches)
    at += id_width * count
    freqs: Counts = np.frombuffer(data, _U1 if freq_width == 1 else _U2, count, at)
    if ids[-1] != last:
        raise EOFError("a posting list is broken")
    return Postings(ids, freqs, memoryview(data)[at + freq_width * count :])


class PackedMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Stock Whoosh's view of a packed posting list."""

    def _read_header(self) -> None:
        self._baseoffset = self._startoffset

    # What Whoosh's matcher keeps of the present block.
    _data: Any
    _ids: Any
    _weights: Any
    _values: Any

    def _goto(self, position: int) -> None:
        self._data = self._ids = self._weights = self._values = None
        self._i = 0
        head = HEAD.unpack(self._postfile.get(position, HEAD.size))
        self._blocklength, self._maxid, self._maxweight = head[:3]
        self._minlength, self._maxlength = byte_to_length(head[3]), byte_to_length(head[4])
        self._lastblock = True
        self._nextoffset = position + self._length
        self._blockstart = position

    def _read_data(self) -> None:
        self._data = unpack(self._postfile.get(self._blockstart, self._length))

    def _packed(self) -> Postings:
        if self._data is None:
            self._read_data()
        packed: Postings = self._data
        return packed

    def _read_ids(self) -> None:
        self._ids = tuple(self._packed().ids.tolist())

    def _read_weights(self) -> None:
        freqs = self._packed().freqs.astype(np.float32) * np.float32(self.format.field_boost)
        self._weights = array("f", freqs.tolist())

    def _read_values(self) -> None:
        packed, values, start = self._packed(), [], 0
        if not packed.packed_positions:
            self._values = tuple(bytes(2 * freq) for freq in packed.freqs.tolist())
            return
        for freq in packed.freqs.tolist():
            values.append(packed.packed_positions[start : start + 2 * freq])
            start += 2 * freq
        self._values = tuple(values)


Extent = tuple[int, int]
"""Where a posting list lies in its file, and how long it is."""


class PackedTerms(W3TermsReader):  # type: ignore[misc]
    """The terms of a segment, and their posting lists as arrays."""

    def whole(self) -> bool:
        """Whether the file has not been cut off since it was opened."""
        whole: bool = self._dbfile.whole()
        return whole

    def postings(self, field: str, term: bytes) -> Postings | None:
        """One posting list, or None where the segment has not got the term."""
        entry = self._entry(field, term)
        return None if entry is None else unpack(self.packed(entry))

    def _entry(self, field: str, term: bytes) -> bytes | None:
        """What Whoosh's hash table has for a term; read here with fewer steps."""
        number = self._fieldmap.get(field)
        if number is None:
            return None
        key = pack_ushort(number) + term
        digest = crc32(key)
        start, slots = self._tindex.tables[digest & 255]
        data: bytes = self._dbfile.data
        for slot in range(digest >> 8, (digest >> 8) + slots):
            found, at = _POINTER.unpack_from(data, start + slot % slots * _POINTER.size)
            if not at:
                return None
            if found == digest:
                key_size, size = _KEY_AND_VALUE.unpack_from(data, at)
                record = data[at + 8 : at + 8 + key_size + size]
                if key_size == len(key) and record.startswith(key):
                    return record[key_size:]
        return None

    def packed(self, entry: bytes) -> bytes:
        """The bytes of that list."""
        offset, length = _EXTENT.unpack_from(entry, W3TermInfo._struct.size)
        data: bytes = self._postfile.get(offset, length)
        return data

    def count(self, entry: bytes) -> int:
        """In how many documents the term of an entry stands."""
        return int(W3TermInfo.from_bytes(entry).doc_frequency())

    def frequencies(self, field: str, term: bytes) -> int:
        """In how many documents of the segment a term stands."""
        entry = self._entry(field, term)
        return 0 if entry is None else self.count(entry)

    def entries(self, field: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """The terms of a field that begin so, in order, each with its entry."""
        number = self._fieldmap.get(field)
        if number is None:
            return
        start = pack_ushort(number) + prefix
        at, end = self._tindex.closest_key_pos(start), self._tindex.endofdata
        get = self._dbfile.get
        while at is not None and at < end:
            key_size, size = _KEY_AND_VALUE.unpack(get(at, 8))
            record = get(at + 8, key_size + size)
            if not record.startswith(start):
                return
            yield record[2:key_size], record[key_size:]
            at += 8 + key_size + size

    def extents(
        self, field: str, prefix: bytes, over: Callable[[], bool] = lambda: False
    ) -> list[Extent]:
        """Where the lists of all terms that begin so lie; fewer where ``over`` says to stop."""
        found: list[Extent] = []
        for _, entry in self.entries(field, prefix):
            found.append(_EXTENT.unpack_from(entry, W3TermInfo._struct.size))
            if not len(found) % 256 and over():
                break
        return found

    def block(self, extents: list[Extent]) -> bytes:
        """The bytes of these lists, one after the other."""
        first, last = extents[0][0], sum(extents[-1])
        get = self._postfile.get
        if all(sum(one) == two[0] for one, two in pairwise(extents)):
            data: bytes = get(first, last - first)
            return data
        return b"".join(get(*extent) for extent in extents)


_EXTENT = struct.Struct("!qi")
_KEY_AND_VALUE = struct.Struct("!ii")
_POINTER: struct.Struct = filetables._pointer
# Whoosh's term info: flags, weight, count, shortest, longest, heaviest, first and last
# document; then where the posting list lies and how long it is.
_INFO = struct.Struct("!BfIBBfIIqi")

TermStats = tuple[float, int, int, int, float, int, int]
"""Weight, count, shortest and longest field (length bytes), greatest weight, first, last."""


class PackedDocs(W3PerDocReader):  # type: ignore[misc]
    """Columns of a segment as arrays; nothing is stored besides."""

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}

    def column(self, name: str, dtype: str) -> NDArray[Any]:
        """A whole column. Raises OSError where the segment has none."""
        file, offset, length = self._get_column_file(name)
        with file:
            return np.frombuffer(file.get(offset, length), dtype)


class _TermIndexWriter(filetables.OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's file of terms, written with fewer steps a term."""

    def __init__(self, file: Any) -> None:
        # 1: CRC-32; what Whoosh takes without being told, MD5, costs ten times as much.
        filetables.HashWriter.__init__(self, file, hashtype=1)
        self.index = GrowableArray("q")
        self._position = file.tell()

    def add(self, key: bytes, value: bytes) -> None:
        self.dbfile.write(b"".join((_KEY_AND_VALUE.pack(len(key), len(value)), key, value)))
        digest = crc32(key)
        self.buckets[digest & 255].append((digest, self._position))
        self.index.append(self._position)
        self._position += 8 + len(key) + len(value)

    def _write_hashes(self) -> None:
        # Whoosh's own, with one write a bucket instead of one a slot.
        pack = _POINTER.pack
        empty = pack(0, 0)
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = [empty] * slots
            for digest, position in entries:
                slot = (digest >> 8) % slots
                while table[slot] is not empty:
                    slot = (slot + 1) % slots
                table[slot] = pack(digest, position)
            self.dbfile.write(b"".join(table))


class PackedFieldWriter:
    """Writes the terms of a segment, field by field, each in order."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._index = _TermIndexWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._posts = segment.create_file(storage, W3Codec.POSTS_EXT)
        self._fields: dict[str, int] = {}
        self._index.extras["fieldmap"] = self._fields
        self._key = b""
        self._offset = 0

    def start_field(self, name: str) -> None:
        """The terms that follow belong to this field."""
        self._fields[name] = len(self._fields)
        self._key = pack_ushort(self._fields[name])

    def add(self, term: bytes, stats: TermStats, blocks: bytes) -> None:
        """One term with its posting list, as `pack` gives it."""
        self._posts.write(blocks)
        info = _INFO.pack(0, *stats, self._offset, len(blocks))
        self._index.add(self._key + term, info)
        self._offset += len(blocks)

    def close(self) -> None:
        self._index.close()
        self._posts.close()


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with packed posting lists. Only `reader.search.writing` writes it."""

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> PackedMatcher:
        offset, length = terminfo.extent()
        if isinstance(length, tuple):  # as Whoosh reads it from the disk
            (length,) = length
        return PackedMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)

    def per_document_reader(self, storage: Any, segment: Any) -> PackedDocs:
        return PackedDocs(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> PackedTerms:
        terms = MappedFile(storage, segment.make_filename(self.TERMS_EXT))
        postings = open_at(storage, segment.make_filename(self.POSTS_EXT))
        return PackedTerms(self, terms, terms.length, postings)


class MappedFile(StructFile):  # type: ignore[misc]
    """A file in memory that several threads may read at once, at no cost in heap."""

    def __init__(self, storage: Any, name: str) -> None:
        with storage.open_file(name) as file:
            self.length = storage.file_length(name)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self.length else None
        super().__init__(mapped or io.BytesIO(), name=name)
        self.data: Any = mapped if mapped is not None else b""

    def whole(self) -> bool:
        """Whether the file is still as long as it was: to read beyond its end kills a process."""
        return not self.length or bool(self.data.size() >= self.length)

    def get(self, position: int, length: int) -> bytes:
        data: bytes = self.data[position : position + length]
        return data


class ReadFile(StructFile):  # type: ignore[misc]
    """A file that several threads may read at once; what was read does not stay in memory."""

    def __init__(self, storage: Any, name: str) -> None:
        self._descriptor = os.open(storage._fpath(name), os.O_RDONLY | getattr(os, "O_BINARY", 0))
        super().__init__(io.BytesIO(), name=name)
        weakref.finalize(self, os.close, self._descriptor)

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, position)


def open_at(storage: Any, name: str) -> StructFile:
    """A file of posting lists, for reading anywhere in it."""
    return ReadFile(storage, name) if hasattr(os, "pread") else MappedFile(storage, name)
