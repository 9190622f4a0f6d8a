"""Whoosh's posting lists as packed arrays: one buffer a term, read by numpy in one go.

The codec is Whoosh's own but for the posting blocks. Each holds the documents of one stretch
of 65,536 document numbers: the low halves of the numbers, the frequencies, and for fields
with positions all positions one after the other. Stock Whoosh reads them as it reads its own
(`PackedMatcher`), which is how the tests use it as the referee; our executor takes the arrays
whole (`PackedTerms.postings`).
"""

from __future__ import annotations

import io
import mmap
import os
import struct
import weakref
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any
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

STRETCH = 1 << 16
LAST_POSITION = STRETCH - 1
"""Positions of words beyond are all this one: their phrases are not found."""

# Bytes after the first number (negative: the last block), count, last document, greatest
# weight, shortest and longest field (as Whoosh's length bytes), bytes of a frequency, positions?
BLOCK = struct.Struct("<iIIfBBBB")
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


@dataclass(frozen=True)
class Postings:
    """Where one term stands: document numbers in order, and how often in each."""

    ids: Ints
    freqs: Ints
    packed_positions: bytes = b""

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return self.ids.nbytes + self.freqs.nbytes + len(self.packed_positions)

    @cached_property
    def positions(self) -> NDArray[np.uint16]:
        """All positions, those of the first document first."""
        return np.frombuffer(self.packed_positions, "<u2")


NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.int32))


def unpack(data: bytes) -> Postings:
    """The posting list in its bytes."""
    blocks = [
        (
            np.frombuffer(data, "<u2", count, start).astype(np.int32),
            last & ~(STRETCH - 1),
            np.frombuffer(data, f"<u{width}", count, start + 2 * count).astype(np.int32),
            data[start + (2 + width) * count : end],
        )
        for count, last, width, start, end in _blocks(data)
    ]
    if len(blocks) == 1:
        ids, base, freqs, positions = blocks[0]
        return Postings(ids + base if base else ids, freqs, positions)
    return Postings(
        np.concatenate([ids + np.int32(base) for ids, base, _, _ in blocks]),
        np.concatenate([freqs for _, _, freqs, _ in blocks]),
        b"".join(positions for _, _, _, positions in blocks),
    )


def _blocks(data: bytes) -> Iterator[tuple[int, int, int, int, int]]:
    position = 0
    while True:
        size, count, last, _, _, _, width, _ = BLOCK.unpack_from(data, position)
        end = position + 4 + abs(size)
        if end > len(data) or not count:
            raise EOFError("a posting list is cut off")
        yield count, last, width, position + BLOCK.size, end
        if size < 0:
            return
        position = end


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
        head = BLOCK.unpack(self._postfile.get(position, BLOCK.size))
        size, self._blocklength, self._maxid, self._maxweight = head[:4]
        self._minlength, self._maxlength = byte_to_length(head[4]), byte_to_length(head[5])
        self._lastblock = size < 0
        self._nextoffset = position + 4 + abs(size)
        self._blockstart = position

    def _read_data(self) -> None:
        data = self._postfile.get(self._blockstart, self._nextoffset - self._blockstart)
        first = struct.unpack_from("<i", data)[0]
        self._data = unpack(struct.pack("<i", -abs(first)) + data[4:])

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


class PackedTerms(W3TermsReader):  # type: ignore[misc]
    """The terms of a segment, and their posting lists as arrays."""

    def postings(self, field: str, term: bytes) -> Postings | None:
        """One posting list, or None where the segment has not got the term."""
        for value in self._tindex.all(self._keycoder(field, term)):
            return self.unpacked(value)
        return None

    def unpacked(self, entry: bytes) -> Postings:
        """The posting list of a term's entry."""
        offset, length = _EXTENT.unpack_from(entry, W3TermInfo._struct.size)
        return unpack(self._postfile.get(offset, length))

    def count(self, entry: bytes) -> int:
        """In how many documents the term of an entry stands."""
        return int(W3TermInfo.from_bytes(entry).doc_frequency())

    def frequencies(self, field: str, term: bytes) -> int:
        """In how many documents of the segment a term stands."""
        for start, _ in self._tindex.ranges_for_key(self._keycoder(field, term)):
            return int(W3TermInfo.read_doc_freq(self._dbfile, start))
        return 0

    def entries(self, field: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """The terms of a field that begin so, in order, each with its entry."""
        number = self._fieldmap.get(field)
        if number is None:
            return
        start = pack_ushort(number) + prefix
        for key, value in self._tindex.items_from(start):
            if not key.startswith(start):
                return
            yield key[2:], value


_EXTENT = struct.Struct("!qi")
_KEY_AND_VALUE = struct.Struct("!ii")
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


def pack(
    ids: Ints, freqs: Ints, positions: bytes, lengths: NDArray[np.uint8], boost: float
) -> tuple[TermStats, bytes]:
    """The bytes of a posting list; ``lengths`` are those of the field in the documents."""
    bounds = [0, len(ids)]
    if ids[0] >> 16 != ids[-1] >> 16:
        edges = np.flatnonzero(ids[1:] >> 16 != ids[:-1] >> 16) + 1
        bounds = [0, *edges.tolist(), len(ids)]
    parts: list[bytes] = []
    heaviest = float(freqs.max()) * boost
    shortest, longest = int(lengths.min()), int(lengths.max())
    position = 0
    for start, end in pairwise(bounds):
        some = freqs[start:end]
        width = 1 if some.max() < 256 else 2
        words = int(some.sum()) * 2 if positions else 0
        size = BLOCK.size - 4 + (2 + width) * (end - start) + words
        parts += (
            BLOCK.pack(
                -size if end == len(ids) else size,
                end - start,
                int(ids[end - 1]),
                heaviest,
                shortest,
                longest,
                width,
                bool(positions),
            ),
            (ids[start:end] & (STRETCH - 1)).astype("<u2").tobytes(),
            some.astype(f"<u{width}").tobytes(),
            positions[position : position + words],
        )
        position += words
    weight = float(freqs.sum()) * boost
    stats = (weight, len(ids), shortest, longest, heaviest, int(ids[0]), int(ids[-1]))
    return stats, b"".join(parts)


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with packed posting lists. Only `reader.search.writing` writes it."""

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> PackedMatcher:
        offset, length = terminfo.extent()
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
        self._mapped: Any = mapped if mapped is not None else b""

    def get(self, position: int, length: int) -> bytes:
        data: bytes = self._mapped[position : position + length]
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
