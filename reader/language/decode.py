"""Tag scores into spans: the best sequence of tags in which an inside follows its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    return tags if _is_valid(tags, before) else _viterbi(scores.tolist(), before)


def _is_valid(tags: Sequence[int], before: int) -> bool:
    """Whether each inside stands behind its beginning or another inside of its kind."""
    for tag in tags:
        if tag and not tag % 2 and before not in (tag, tag - 1):
            return False
        before = tag
    return True


def _viterbi(scores: list[list[float]], before: int) -> list[int]:
    """The best way through: what is no inside may follow anything."""
    size = len(scores[0])
    total = [_NEVER] * size
    total[before] = 0.0
    back: list[list[int]] = []
    for row in scores:
        top = max(total)
        came = [total.index(top)] * size
        reached = [top + score for score in row]
        for inside in range(2, size, 2):
            left = inside - 1 if total[inside - 1] >= total[inside] else inside
            came[inside] = left
            reached[inside] = total[left] + row[inside]
        back.append(came)
        total = reached
    tags = [total.index(max(total))]
    for came in reversed(back[1:]):
        tags.append(came[tags[-1]])
    return tags[::-1]


def odds(scores: Floats) -> Floats:
    """The probability of each tag of each word by itself."""
    import numpy as np

    shifted = np.exp(scores - scores.max(1, keepdims=True))
    out: Floats = shifted / shifted.sum(1, keepdims=True)
    return out


def kind_odds(scores: Floats) -> list[list[float]]:
    """The probability of each kind of span for each word by itself."""
    both = odds(scores)
    out: list[list[float]] = (both[:, 1::2] + both[:, 2::2]).tolist()
    return out


def spans(
    tags: Sequence[int], sure: Sequence[Sequence[float]] | None = None, offset: int = 0
) -> list[Found]:
    """The spans of a valid sequence; `offset` is the number of its first word.

    `sure`: the odds of the kinds. An inside at the very start goes on with a span begun before;
    it is given as one of its own.
    """
    out: list[Found] = []
    size, end = len(tags), 0
    for first in [at for at, tag in enumerate(tags) if tag]:
        if first < end:
            continue
        kind = kind_of(tags[first])
        inside, end = 2 * kind + 2, first + 1
        while end < size and tags[end] == inside:
            end += 1
        score = 1.0
        if sure is not None:
            score = sum([row[kind] for row in sure[first:end]]) / (end - first)
        out.append(Found(kind, offset + first, offset + end - 1, score))
    return out
