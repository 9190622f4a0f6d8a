"""What a search gives back. Light: screens import it without the index."""

from __future__ import annotations

from dataclasses import dataclass

from reader.library.rows import EntityRow


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that was found; the score is comparable within one search only."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class QuoteHit:
    """A quote that was found."""

    quote_id: int
    article_id: int
    score: float


@dataclass(frozen=True, slots=True)
class ArticleResults:
    """One page of articles, best first or by date."""

    hits: tuple[ArticleHit, ...] = ()
    total: int = 0
    more: bool = False
    """Whether there are hits beyond this page."""
    ms: float = 0.0
    partial: bool = False
    """Not everything was looked at: the time was up, or the index is not whole."""
    note: str | None = None
    """A hint for the person."""


@dataclass(frozen=True, slots=True)
class QuoteResults:
    """One page of quotes, best first or by date."""

    hits: tuple[QuoteHit, ...] = ()
    total: int = 0
    more: bool = False
    ms: float = 0.0
    partial: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """What the found articles have in common, with in how many of them; most frequent first."""

    entities: tuple[tuple[EntityRow, int], ...] = ()
    speakers: tuple[tuple[EntityRow, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    """``2024-12`` and so on, the latest first."""
