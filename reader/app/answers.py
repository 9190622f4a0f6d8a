"""What of an article answers a query: its words where they stand, and its quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.news import Span


class Answers(NamedTuple):
    """The places of one article that a query asks for."""

    words: tuple[Span, ...] = ()
    """Words, and names of entities; they are marked in the text."""
    quotes: tuple[int, ...] = ()
    """Numbers of the quotes that it asks for by their speaker, words or kind."""
    stops: tuple[Span, ...] = ()
    """Where one stops on the way through them, in order: words, and quotes without one."""


NONE = Answers()


def answers_of(words: Iterable[Span], quotes: Mapping[int, Sequence[Span]]) -> Answers:
    """What answers a query, from the words asked for and the contents of the quotes, by number."""
    marked = sorted(set(words))
    begins = [start for start, _ in marked]
    reach = [0, *accumulate((end for _, end in marked), max)]
    bare = [
        content[0]
        for content in quotes.values()
        if not any(reach[bisect_left(begins, end)] > start for start, end in content)
    ]
    return Answers(tuple(marked), tuple(quotes), tuple(sorted({*marked, *bare})))
