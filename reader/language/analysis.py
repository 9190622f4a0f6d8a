"""What the joint model found in one text, before anything is resolved.

The model's side (marks, tokens, windows, decoding, linking) makes an `Analysis`; the
resolution makes the `reader.news.Annotation` out of it. Offsets are into ``Analysis.text``.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.news import EntityKind, QuoteKind, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in the text; bare: no title, no leading "the", no possessive."""

    start: int
    end: int
    kind: EntityKind
    score: float = 1.0
    """Confidence in the kind, 0..1."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """An utterance with the words that report it and the words that name who made it."""

    content: tuple[Span, ...]
    cue: Span | None
    speaker: Span | None
    kind: QuoteKind
    speech: bool = True
    """False for beliefs and intentions, which only the wide setting gives."""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text with its names and attributions, both in text order."""

    text: str
    names: tuple[Name, ...]
    """Not overlapping."""
    attributions: tuple[Attribution, ...]
    vectors: object | None = None
    """A vector a mention, where a coreference head is built."""
