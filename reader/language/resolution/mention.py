"""One bare name in the text: the unit that rows are made of."""

from __future__ import annotations

from dataclasses import dataclass

from reader.news import EntityKind, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One bare name in the text."""

    start: int
    end: int
    kind: EntityKind
    text: str
    key: str
    """The text folded."""
    score: float = 1.0

    @property
    def span(self) -> Span:
        return (self.start, self.end)
