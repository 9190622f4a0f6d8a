"""The vocabulary of the program: what a page, an article, a quote, an entity is.

Plain frozen values without any I/O. Every other part of the program imports these and
nothing here imports any other part.

Offsets are Python string indices, half-open ``[start, end)``, into exactly one
``Article.text``; annotations are stand-off and the text is never changed by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]

BlockKind = Literal["paragraph", "heading", "item", "quotation"]
QuoteKind = Literal["direct", "indirect", "mixed"]
EntityKind = Literal[
    "person", "organisation", "place", "nationality", "event", "work", "date", "money"
]
AddStatus = Literal["added", "updated", "known", "refused"]

OMISSION = "[…]"
"""Stands between two content spans of one quote wherever they are shown as one string."""


class ReaderError(Exception):
    """Something a person can be told about in one sentence: what, why, what to do.

    ``str(error)`` is that sentence. Anything else that is raised is a bug.
    """


class Refused(ReaderError):
    """A page that is not taken into the library, with the reason in plain words."""


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page as fetched or read from disk, and where they came from."""

    body: bytes
    media_type: str = "text/html"
    url: str | None = None
    """Where it was fetched from (after redirects); None for a file without an address."""
    charset: str | None = None
    """As declared outside the bytes (HTTP header); None leaves it to be detected."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about an article beforehand (from its feed or its caller).

    Each value that is not None wins over what the page says of itself.
    """

    title: str | None = None
    byline: str | None = None
    site: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text: a paragraph, heading, list item or block quotation."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Depth of a heading (1 is the top) or of a list item's nesting (0 is the outermost)."""


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page. Every string in it has passed the gate (`reader.cleaning.gate`)."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    byline: str | None = None
    site: str | None = None
    """The outlet's name, as a person would cite it."""
    published: str | None = None
    """ISO 8601: a date, or a date and time with its offset."""
    url: str | None = None
    """The canonical address; http or https, or None."""
    language: str | None = None
    """ISO 639-1 code, or None where unknown."""
    summary: bool = False
    """True where only a feed's teaser could be had, not the whole article."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place of one article: one name, all its mentions."""

    name: str
    kind: EntityKind
    mentions: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    """The other forms found in this article, longest first, without ``name``."""
    role: str | None = None
    """A title or role given in the text ("U.S. State Department Spokesperson"), for display."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One attributed utterance."""

    kind: QuoteKind
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Span | None = None
    name: str | None = None
    """The person or body that the speaker span resolves to; None where it cannot be known."""
    entity: int | None = None
    """Index into the annotation's entities."""
    speech: bool = True
    """False for beliefs and intentions, which only the wide setting gives."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the language part found in one text: stand-off quotes and entities."""

    quotes: tuple[Quote, ...] = ()
    entities: tuple[Entity, ...] = ()
    engine: str = ""
    """Name and version of what made it; a library re-annotates when this changes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quotation comes from, as it is cited."""

    article_id: int | None = None
    title: str = ""
    site: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote or passage lifted out of an article, word for word, with its source.

    ``text`` is the text of ``content``, joined by ``OMISSION`` where there are several spans.
    """

    text: str
    source: Source
    content: tuple[Span, ...] = ()
    name: str | None = None
    role: str | None = None
    cue: str | None = None
    kind: QuoteKind | Literal["passage"] = "direct"
    note: str = ""
    tags: tuple[str, ...] = field(default=())
    saved: str | None = None
    """When it was saved, ISO 8601; None where it is not in the notebook."""
    id: int | None = None
    """Its number in the notebook."""


def quoted_text(text: str, content: tuple[Span, ...]) -> str:
    """The words of a quote, verbatim; an omission between two spans is marked."""
    return f" {OMISSION} ".join(text[start:end] for start, end in content)
