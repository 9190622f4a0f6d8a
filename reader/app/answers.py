"""What of an article answers a query: its words where they stand, and its quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.news import Quote, Span


class Answers(NamedTuple):
    """The places of one article that a query asks for."""

    words: tuple[Span, ...] = ()
    """Words, and names of entities; they are marked in the text."""
    quotes: tuple[int, ...] = ()
    """Numbers of the quotes that it asks for by their speaker, words or kind."""

    def stops(self, quotes: Sequence[Quote]) -> tuple[Span, ...]:
        """Where one stops on the way through them, in order: words, and quotes without one."""
        asked = [quotes[number].content for number in self.quotes if number < len(quotes)]
        bare = [
            content[0]
            for content in asked
            if not any(start < end_ and begin < end for start, end in content
                       for begin, end_ in self.words)
        ]  # fmt: skip
        return tuple(sorted({*self.words, *bare}))


NONE = Answers()
