"""Writing posting lists: all lists of a stretch of terms at once, cut out of few buffers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.search.codec import HEAD, STRETCH, Counts, Ints, PackedFieldWriter

MOST_TIMES = (1 << 16) - 1
"""A word that stands more often in one text counts so often; the last places are not kept."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Posting lists one after the other: for each entry its term, document and frequency."""

    terms: Ints
    """Numbers of terms, in order."""
    ids: Ints
    freqs: Counts
    positions: bytes = b""

    @classmethod
    def of(
        cls, terms: Ints, ids: Ints, freqs: Counts | None = None, positions: bytes = b""
    ) -> Lists:
        """From sorted occurrences, or sorted counts of them, equal ones being put together."""
        if not len(terms):
            return cls(terms, ids, terms)
        new = np.flatnonzero((terms[1:] != terms[:-1]) | (ids[1:] != ids[:-1])) + 1
        starts = np.concatenate(([0], new))
        if freqs is None:
            counts = np.diff(np.append(starts, len(terms)))
        else:
            counts = np.add.reduceat(freqs, starts, dtype=np.int64)
        if counts.max() > MOST_TIMES:
            if positions:
                within = np.arange(len(terms)) - np.repeat(starts, counts)
                positions = np.frombuffer(positions, "<u2")[within < MOST_TIMES].tobytes()
            counts = np.minimum(counts, MOST_TIMES)
        return cls(terms[starts], ids[starts], counts.astype(np.int32), positions)


def write_lists(
    writer: PackedFieldWriter,
    lists: Lists,
    names: Sequence[bytes],
    lengths: NDArray[np.uint8],
    boost: float,
) -> None:
    """Write each list; ``lengths`` are those of the field in all documents of the segment."""
    if not len(lists.terms):
        return
    ids, freqs = lists.ids, lists.freqs.astype(np.int32)
    starts = np.flatnonzero(np.concatenate(([True], lists.terms[1:] != lists.terms[:-1])))
    ends = np.append(starts[1:], len(lists.terms))
    length = lengths[ids]
    weights = np.add.reduceat(freqs, starts, dtype=np.int64)
    most = np.maximum.reduceat(freqs, starts)
    last = ids[ends - 1]
    # The lower halves of the numbers, and how many stand in each stretch, or whole numbers.
    halves = ids.astype("<u2").tobytes()
    many = last >= STRETCH
    halved = 2 * (ends - starts) > 4 * (last >> 16) + 4
    wholes = ids.astype("<u4").tobytes() if (many & ~halved).any() else b""
    narrow = freqs.astype("<u1").tobytes()
    wide = freqs.astype("<u2").tobytes() if most.max() > 255 else b""
    table = zip(
        lists.terms[starts].tolist(),
        starts.tolist(),
        ends.tolist(),
        ids[starts].tolist(),
        last.tolist(),
        weights.tolist(),
        most.tolist(),
        np.minimum.reduceat(length, starts).tolist(),
        np.maximum.reduceat(length, starts).tolist(),
        (many & halved).tolist(),
        (many & ~halved).tolist(),
        strict=True,
    )
    word = 0
    for term, start, end, first, final, weight, heaviest, short, long, split, whole in table:
        count = end - start
        packed_ids = wholes[4 * start : 4 * end] if whole else halves[2 * start : 2 * end]
        if split:
            stretches = np.bincount(ids[start:end] >> 16)
            packed_ids = stretches.astype("<u4").tobytes() + packed_ids
        packed_freqs = narrow[start:end] if heaviest < 256 else wide[2 * start : 2 * end]
        head = HEAD.pack(
            count,
            final,
            heaviest * boost,
            short,
            long,
            4 if whole else 2,
            1 if heaviest < 256 else 2,
        )
        words = lists.positions[word : word + 2 * weight]
        word += 2 * weight
        stats = (weight * boost, count, short, long, heaviest * boost, first, final)
        writer.add(names[term], stats, b"".join((head, packed_ids, packed_freqs, words)))
