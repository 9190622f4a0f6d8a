"""What a search gives back. Light: screens import it without the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from reader.library.rows import EntityRow

Hit = TypeVar("Hit")


class ArticleHit(NamedTuple):
    """An article that was found; the score is comparable within one search only."""

    id: int
    score: float


class QuoteHit(NamedTuple):
    """A quote that was found."""

    quote_id: int
    article_id: int
    score: float


@dataclass(frozen=True)  # not slots: Python 3.11 cannot make a generic class with both
class Results(Generic[Hit]):
    """One page of what was found, best first or by date."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    """Whether there are hits beyond this page."""
    ms: float = 0.0
    partial: bool = False
    """Not everything was looked at: the time was up, or the index is not whole."""
    note: str | None = None
    """A hint for the person."""


class ArticleResults(Results[ArticleHit]):
    """Articles, best first or by date."""


class QuoteResults(Results[QuoteHit]):
    """Quotes, best first or by date."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What the found articles have in common, with in how many of them; most frequent first."""

    entities: tuple[tuple[EntityRow, int], ...] = ()
    speakers: tuple[tuple[EntityRow, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    """``2024-12`` and so on, the latest first."""
