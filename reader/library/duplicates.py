"""Near-identical articles: the same agency story on five sites is one row.

A signature of 32 minimal hashes over runs of four words; articles that agree in a band
of four are candidates, and become a group where their runs overlap enough. Looking up is
a few index reads, however large the library.
"""

from __future__ import annotations

import re
from zlib import crc32

HASHES = 32
BANDS = 8
ROWS = HASHES // BANDS
LEAST_WORDS = 60
"""Shorter texts are alike by chance."""
ALIKE = 0.6
"""Share of common runs from which two texts are one story."""

_WORD = re.compile(r"\w+")
_TOP = 1 << 32


def runs(text: str) -> set[int]:
    """The hashed runs of four words; empty for a text too short to compare."""
    found = _WORD.findall(text.casefold())
    if len(found) < LEAST_WORDS:
        return set()
    return {
        crc32(f"{a} {b} {c} {d}".encode())
        for a, b, c, d in zip(found, found[1:], found[2:], found[3:], strict=False)
    }


def bands(hashed: set[int]) -> list[int]:
    """The signature in bands, as signed 64-bit numbers; none for too short a text."""
    if not hashed:
        return []
    least = [_TOP] * HASHES
    for value in hashed:
        place = value % HASHES  # one permutation, one minimum a bin
        if value < least[place]:
            least[place] = value
    for place in range(HASHES):  # an empty bin borrows from the next full one
        step = 1
        while least[place] >= _TOP:
            borrowed = least[(place + step) % HASHES]
            if borrowed < _TOP:
                least[place] = borrowed
            step += 1
    found = []
    for band in range(BANDS):
        key = repr((band, least[band * ROWS : (band + 1) * ROWS])).encode()
        found.append((crc32(key) | crc32(key, 1) << 32) - (1 << 63))
    return found


def alike(one: set[int], other: set[int]) -> bool:
    """Whether two texts are one story, by their runs."""
    if not one or not other:
        return False
    common = len(one & other)
    return common >= ALIKE * (len(one) + len(other) - common)
