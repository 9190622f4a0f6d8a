"""What the library gives back: light, frozen rows.

A row of a list carries no text, so that a screenful costs little at any size of library. They
are named tuples and not dataclasses because they are made at every start of the program: a
dataclass compiles its methods anew each time, half a millisecond each; and so would the types
of their fields be, were they strings (`from __future__ import annotations`).
"""

from typing import Literal, NamedTuple

from reader.news import (
    AddStatus,
    Annotation,
    Article,
    EntityKind,
    Quotation,
    QuoteKind,
    Source,
    Span,
)


class Added(NamedTuple):
    """What became of an article that was offered to the library."""

    id: int
    status: AddStatus


class ArticleRow(NamedTuple):
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
    """The group of near-identical articles that it belongs to; `alike` is its size."""
    outlets: tuple[str, ...]
    """The sites that carry it, its own first."""
    feed_id: int | None
    first: str
    """Its first sentence, at most 240 characters."""
    tags: tuple[str, ...] = ()
    version: int = 1
    """1 for the text that came first; more after each change of the text."""
    alike: int = 1
    """How many near-identical articles its row stands for, itself among them."""


class StoredArticle(NamedTuple):
    """An article with all that is known about it."""

    id: int
    row: ArticleRow
    article: Article
    annotation: Annotation | None


class Version(NamedTuple):
    """An earlier state of an article, replaced at ``seen`` (ISO 8601, UTC)."""

    id: int
    article_id: int
    seen: str
    article: Article
    quotes: tuple[tuple[str, str | None], ...] = ()
    """The words and the speaker's name of each quote that was found in it."""


class QuoteChange(NamedTuple):
    """A quote of an earlier version that the present text has not, or has differently."""

    status: Literal["changed", "vanished"]
    before: str
    after: str | None
    name: str | None
    seen: str


class QuoteRow(NamedTuple):
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
    byline: str | None
    called: str = ""
    """What the text calls the speaker there: "Miller", "the spokesman", "he"."""

    @property
    def speaker_words(self) -> str:
        """The speaker's name; else what the text calls them; else nothing."""
        return self.name or self.called

    def quotation(self) -> Quotation:
        """The quote with its source, ready to be cited, saved or exported."""
        source = Source(
            self.article_id, self.title, self.site, self.byline, self.published, self.url
        )
        return Quotation(
            self.text,
            source,
            self.content,
            name=self.name,
            role=self.role,
            cue=self.cue,
            kind=self.kind,
        )


class EntityRow(NamedTuple):
    """A person, organisation or place across all articles, or within one."""

    id: int
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    articles: int
    mentions: int
    quotes: int


class FeedRow(NamedTuple):
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


class Change(NamedTuple):
    """An article that the index has to take up again or to forget."""

    seq: int
    article_id: int
    what: Literal["put", "delete"]


class SavedSearch(NamedTuple):
    """A query kept under a name, as a feed of its own."""

    id: int
    name: str
    query: str
    unread: int | None = None


Mark = Literal["unread", "starred", "later"]
"""What may be put on an article; each is a table of the library."""


class Undo(NamedTuple):
    """What a change of reading state did; `Reading.undo` takes it back."""

    put: tuple[tuple[Mark, frozenset[int]], ...] = ()
    """The articles that got a mark."""
    taken: tuple[tuple[Mark, frozenset[int]], ...] = ()
    """The articles that lost one."""
    added_tags: tuple[tuple[int, str], ...] = ()
    removed_tags: tuple[tuple[int, str], ...] = ()

    @property
    def articles(self) -> set[int]:
        """The articles that it concerns."""
        tagged = {article for article, _ in (*self.added_tags, *self.removed_tags)}
        return tagged.union(*(ids for _, ids in (*self.put, *self.taken)))

    @property
    def changed(self) -> int:
        """How many they are."""
        return len(self.articles)
