"""What the library gives back: light, frozen rows.

A row of a list carries no text, so that a screenful costs little at any size of library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.news import AddStatus, Annotation, Article, EntityKind, QuoteKind, Span


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article that was offered to the library."""

    id: int
    status: AddStatus


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as a list shows it."""

    id: int
    title: str
    site: str | None
    byline: str | None
    published: str | None
    url: str | None
    added: str
    """When it came in, ISO 8601 in UTC."""
    language: str | None
    summary: bool
    sample: bool
    unread: bool
    starred: bool
    later: bool
    saved: int
    """How many quotations of it are in the notebook."""
    quotes: int | None
    """How many quotes were found; None while it is not annotated."""
    words: int
    group: int | None
    """The group of near-identical articles that it belongs to."""
    outlets: tuple[str, ...]
    """The sites that carry it, its own first."""
    feed_id: int | None
    first: str
    """Its first sentence, at most 240 characters."""
    tags: tuple[str, ...] = ()
    version: int = 1
    """1 for the text that came first; more after each change of the text."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with all that is known about it."""

    id: int
    row: ArticleRow
    article: Article
    annotation: Annotation | None


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state of an article, replaced at ``seen`` (ISO 8601, UTC)."""

    id: int
    article_id: int
    seen: str
    article: Article
    quotes: tuple[tuple[str, str | None], ...] = ()
    """The words and the speaker's name of each quote that was found in it."""


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """A quote of an earlier version that the present text has not, or has differently."""

    status: Literal["changed", "vanished"]
    before: str
    after: str | None
    name: str | None
    seen: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote with its source; ``text`` is cut from the article's text, never stored."""

    id: int
    article_id: int
    ordinal: int
    text: str
    content: tuple[Span, ...]
    cue: str | None
    cue_span: Span | None
    speaker: Span | None
    name: str | None
    role: str | None
    kind: QuoteKind
    entity_id: int | None
    title: str
    site: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A person, organisation or place across all articles, or within one."""

    id: int
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    articles: int
    mentions: int
    quotes: int


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A subscription and how its fetching goes."""

    id: int
    url: str
    title: str
    """What the person calls it, or else what it calls itself."""
    tags: tuple[str, ...] = ()
    interval: int | None = None
    """Seconds between two fetches, where the person set it."""
    paused: bool = False
    error: str | None = None
    """Why the last fetch failed, in plain words."""
    failures: int = 0
    """Failed fetches in a row, for the back-off."""
    last_fetched: str | None = None
    next_fetch: str | None = None
    unread: int = 0
    articles: int = 0
    etag: str | None = None
    modified: str | None = None
    site_url: str | None = None
    ttl: int | None = None
    """Seconds that the feed asks to be left alone."""
    added: str = ""
    own_title: str | None = None
    """Given by the person."""
    fresh_until: str | None = None
    """Until when the server says its answer keeps."""
    hold_until: str | None = None
    """The server asked not to be asked again before that."""
    digest: str | None = None
    """Of the last body, for servers that know no conditional requests."""


@dataclass(frozen=True, slots=True)
class Change:
    """An article that the index has to take up again or to forget."""

    seq: int
    article_id: int
    what: Literal["put", "delete"]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name, as a feed of its own."""

    id: int
    name: str
    query: str
    unread: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The reading state of one article."""

    unread: bool
    starred: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """What a change of reading state replaced; `Reading.undo` puts it back."""

    marks: tuple[tuple[int, Marks], ...] = ()
    added_tags: tuple[tuple[int, str], ...] = ()
    removed_tags: tuple[tuple[int, str], ...] = ()

    @property
    def changed(self) -> int:
        """How many articles it concerns."""
        ids = {article for article, _ in self.marks}
        ids.update(article for article, _ in self.added_tags)
        ids.update(article for article, _ in self.removed_tags)
        return len(ids)
