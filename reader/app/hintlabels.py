"""Short labels for jump mode. Pure."""

from __future__ import annotations

from itertools import product

LETTERS = "asdfghjklqwertzuiopyxcvbnm"


def labels(number: int) -> list[str]:
    """So many labels of equal length, from the keys under the fingers; none begins another."""
    length = 1
    while len(LETTERS) ** length < number:
        length += 1
    found = product(LETTERS, repeat=length)
    return ["".join(next(found)) for _ in range(number)]
