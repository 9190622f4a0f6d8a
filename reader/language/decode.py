"""Tag scores into spans: the best sequence of tags in which an inside follows its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.language.labels import kind_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Found:
    """A tagged span of words of one paragraph."""

    kind: int
    first: int
    last: int
    """Inclusive."""
    score: float = 1.0
    """Mean probability of its kind over its words."""


def best_tags(scores: Floats, before: int = 0, alone: list[int] | None = None) -> list[int]:
    """The best valid sequence; `before` is the tag of the word before the first.

    `alone`: the best tag of each word by itself, where known. Where these make a valid
    sequence, that is it.
    """
    if not len(scores):
        return []
    tags: list[int] = scores.argmax(1).tolist() if alone is None else alone
    if all(_follows(a, b) for a, b in pairwise([before, *tags])):
        return tags
    return _viterbi(scores, before)


def _follows(left: int, right: int) -> bool:
    return right == 0 or right % 2 == 1 or left in (right, right - 1)


def _viterbi(scores: Floats, before: int) -> list[int]:
    import numpy as np

    n, size = scores.shape
    allowed = np.array(
        [[0.0 if _follows(a, b) else _NEVER for b in range(size)] for a in range(size)], np.float32
    )
    total = scores[0] + allowed[before]
    back = np.zeros((n, size), np.int64)
    for k in range(1, n):
        paths = total[:, None] + allowed
        back[k] = paths.argmax(0)
        total = paths.max(0) + scores[k]
    tags = [int(total.argmax())]
    for k in range(n - 1, 0, -1):
        tags.append(int(back[k][tags[-1]]))
    return tags[::-1]


def odds(scores: Floats) -> Floats:
    """The probability of each tag of each word by itself."""
    import numpy as np

    shifted = np.exp(scores - scores.max(1, keepdims=True))
    out: Floats = shifted / shifted.sum(1, keepdims=True)
    return out


def spans(tags: Sequence[int], sure: Floats | None = None, offset: int = 0) -> list[Found]:
    """The spans of a valid sequence; `offset` is the number of its first word.

    `sure`: the odds of the tags. An inside at the very start goes on with a span begun before;
    it is given as one of its own.
    """
    out: list[Found] = []
    first = 0
    while first < len(tags):
        if tags[first] == 0:
            first += 1
            continue
        kind = kind_of(tags[first])
        last = first
        while last + 1 < len(tags) and tags[last + 1] == 2 * kind + 2:
            last += 1
        score = 1.0
        if sure is not None:
            score = float(sure[first : last + 1, 2 * kind + 1 : 2 * kind + 3].sum())
            score /= last + 1 - first
        out.append(Found(kind, offset + first, offset + last, score))
        first = last + 1
    return out
