"""The documents of many terms at once, for words of which only the beginning is known.

A prefix of two letters stands for thousands of terms, most of them in few documents: to make
arrays of each list takes far longer than to read it. Here the numbers of all lists are put
side by side as bytes and become one array; frequencies and positions are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reader.search.codec import BASES, HEAD, STRETCH, Extent, Ints

AT_ONCE = 256
BYTES_AT_ONCE = 1 << 20
"""So many posting lists, or about so many bytes of them, are read at a time."""

_BASES = BASES.tobytes()
_FIRST = BASES[:1].tobytes()


def gathered(data: bytes, lengths: Sequence[int]) -> Ints:
    """The document numbers of posting lists that stand one after the other, list by list.

    Raises EOFError where a list is broken.
    """
    shorts: list[memoryview] = []
    longs: list[memoryview] = []
    bases: list[bytes] = []
    counts: list[memoryview] = []
    lasts: tuple[list[int], list[int]] = ([], [])
    sizes: tuple[list[int], list[int]] = ([], [])
    view, at = memoryview(data), 0
    for length in lengths:
        count, last, _, _, _, id_width, _ = HEAD.unpack_from(data, at)
        begin, end = at + HEAD.size, at + length
        short = id_width == 2
        if short and last >= STRETCH:
            size = 4 * ((last >> 16) + 1)
            bases.append(_BASES[:size])
            counts.append(view[begin : begin + size])
            begin += size
        elif short:
            bases.append(_FIRST)
            counts.append(view[at : at + 4])  # the count itself
        (shorts if short else longs).append(view[begin : begin + id_width * count])
        lasts[short].append(last)
        sizes[short].append(count)
        at = end
        if not count or begin + id_width * count > end or end > len(data):
            raise EOFError("a posting list is broken")
    written = np.frombuffer(b"".join(shorts), "<u2")
    together = np.frombuffer(b"".join(counts), "<u4")
    if together.sum(dtype=np.int64) != len(written):
        raise EOFError("a posting list is broken")
    added = np.frombuffer(b"".join(bases), np.int32).repeat(together)
    ids = written + added
    others = np.frombuffer(b"".join(longs), "<u4").astype(np.int32)
    for found, ends, many in zip((others, ids), lasts, sizes, strict=True):
        if not np.array_equal(found[np.cumsum(many, dtype=np.int64) - 1], ends):
            raise EOFError("a posting list is broken")
    return np.concatenate((ids, others))


def batches(extents: list[Extent]) -> Iterator[list[Extent]]:
    """As many lists at a time as are to be in memory together."""
    start, size = 0, 0
    for end, (_, length) in enumerate(extents, 1):
        size += length
        if end - start == AT_ONCE or size > BYTES_AT_ONCE or end == len(extents):
            yield extents[start:end]
            start, size = end, 0


def commonest(extents: list[Extent], count: int) -> tuple[list[Extent], list[Extent]]:
    """The lists of the ``count`` commonest terms, and all others, each as they lie."""
    if len(extents) <= count:
        return extents, []
    least = sorted((length for _, length in extents), reverse=True)[count - 1]
    return (
        [extent for extent in extents if extent[1] >= least],
        [extent for extent in extents if extent[1] < least],
    )
