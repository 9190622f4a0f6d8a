"""What the screens show, read from the library and the index. Called on worker threads.

Nothing here knows a widget. The search part is imported at the first search, so that the
first screen never waits for it.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.app.answers import NONE, Answers, answers_of
from reader.library.rows import ArticleRow, EntityRow, QuoteRow, StoredArticle
from reader.news import Span

if TYPE_CHECKING:
    from reader.library.store import Library
    from reader.search.completion import Vocabulary
    from reader.search.matching import Snippet
    from reader.search.query import Query
    from reader.search.results import Facets
    from reader.search.searcher import Searcher

Mode = Literal["articles", "quotes"]
PAGE = 50
IN_SIGHT = 24
"""Rows that are made ready at once: those in sight, and some below them."""


class Item(NamedTuple):
    """One row of the results: an article, or a quote of one."""

    article_id: int
    article: ArticleRow | None = None
    quote: QuoteRow | None = None
    snippet: Snippet | None = None
    """The passage that matches; None where nothing was searched for."""
    title_marks: tuple[Span, ...] = ()


class Asked(NamedTuple):
    """What the results show: a query, over articles or over quotes."""

    text: str = ""
    mode: Mode = "articles"
    similar_to: int | None = None
    """Instead of a query: the articles most like this one."""
    feed_id: int | None = None
    """Instead of a query: what this feed brought."""
    title: str = ""
    """What a list that is no query is called."""
    typing: bool = False
    """It came from the keyboard as it stands: its last word may be half a word."""

    @property
    def is_query(self) -> bool:
        """Is it what the search line says?"""
        return self.similar_to is None and self.feed_id is None

    @property
    def has_quotes(self) -> bool:
        """Can the quotes that answer it be listed, too?"""
        return self.similar_to is None

    @property
    def shorter(self) -> Asked | None:
        """The same without the name of a field on its way; None if there is none."""
        text = before_field(self.text) if self.typing else None
        return None if text is None else self._replace(text=text, typing=False)


class Listing(NamedTuple):
    """A page of results."""

    asked: Asked
    offset: int
    items: tuple[Item, ...]
    total: int
    more: bool
    """There may be more than ``total``: not everything was looked at."""
    ms: float
    note: str | None = None
    suggestion: str | None = None
    """Another query that finds something, where this one finds nothing."""
    understood: str = ""
    """How the query was read, in words."""


class Bundle(NamedTuple):
    """An article with everything beside it."""

    stored: StoredArticle
    quotes: tuple[QuoteRow, ...]
    entities: tuple[EntityRow, ...]
    mentions: dict[int, tuple[Span, ...]]
    """Spans of each entity (by its id in the library) in this text."""
    saved: tuple[Span, ...]


class Desk:
    """Fetches pages of results and articles; safe on any thread."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._searcher: Searcher | None = None
        self._lock = threading.Lock()

    @property
    def searcher(self) -> Searcher:
        """The search part, imported and opened when it is first wanted."""
        with self._lock:
            if self._searcher is None:
                from reader.search.searcher import Searcher

                self._searcher = Searcher(self.library)
            return self._searcher

    def page(
        self, asked: Asked, offset: int, cancel: threading.Event, *, most: int = PAGE
    ) -> Listing:
        """One page of results with what its rows show; of a search, ``most`` of its rows."""
        begun = time.perf_counter()
        if asked.similar_to is not None:
            listing = self._similar(asked, asked.similar_to)
        elif asked.feed_id is not None and asked.mode == "quotes":
            listing = self._quotes_of_feed(asked, offset, asked.feed_id)
        elif asked.feed_id is not None or (not asked.text.strip() and asked.mode == "articles"):
            listing = self._newest(asked, offset)
        elif asked.mode == "articles":
            listing = self._articles(asked, offset, cancel, most)
        else:
            listing = self._quotes(asked, offset, cancel, most)
        if not listing.total and (shorter := asked.shorter) is not None:
            listing = self.page(shorter, offset, cancel, most=most)
        taken = (time.perf_counter() - begun) * 1000
        return Listing(
            asked, offset, listing.items, listing.total, listing.more,
            taken, listing.note, understood=listing.understood,
        )  # fmt: skip

    def _newest(self, asked: Asked, offset: int) -> Listing:
        articles = self.library.articles
        ids = articles.ids(order="newest", limit=PAGE, offset=offset, feed_id=asked.feed_id)
        rows = articles.rows(ids)
        items = tuple(Item(each, rows[each]) for each in ids if each in rows)
        return Listing(asked, offset, items, articles.count(feed_id=asked.feed_id), False, 0.0)

    def _quotes_of_feed(self, asked: Asked, offset: int, feed_id: int) -> Listing:
        annotations = self.library.annotations
        ids = annotations.newest_quotes(PAGE, offset, feed_id=feed_id)
        rows = annotations.quote_rows(ids)
        items = tuple(Item(rows[each].article_id, quote=rows[each]) for each in ids if each in rows)
        total = annotations.count_quotes(feed_id=feed_id)
        return Listing(asked, offset, items, total, False, 0.0)

    def _similar(self, asked: Asked, article_id: int) -> Listing:
        ids = [hit.id for hit in self.searcher.similar(article_id, limit=PAGE)]
        rows = self.library.articles.rows(ids)
        items = tuple(Item(each, rows[each]) for each in ids if each in rows)
        return Listing(asked, 0, items, len(items), False, 0.0)

    def _articles(self, asked: Asked, offset: int, cancel: threading.Event, most: int) -> Listing:
        from reader.search.matching import matches

        query = _understood(asked)
        found = self.searcher.articles(query, limit=PAGE, offset=offset, cancel=cancel)
        ids = [hit.id for hit in found.hits[:most]]
        if cancel.is_set():
            return Listing(asked, offset, (), 0, False, 0.0)
        rows = self.library.articles.rows(ids)
        snippets = self.searcher.snippets(query, ids)
        items = tuple(
            Item(
                each, rows[each], snippet=snippets.get(each),
                title_marks=tuple(matches(query, rows[each].title, "title")),
            )
            for each in ids
            if each in rows
        )  # fmt: skip
        return Listing(
            asked, offset, items, found.total, found.partial, found.ms, found.note,
            understood=query.describe(),
        )  # fmt: skip

    def _quotes(self, asked: Asked, offset: int, cancel: threading.Event, most: int) -> Listing:
        from reader.search.matching import Snippet, matches

        query = _understood(asked)
        found = self.searcher.quotes(query, limit=PAGE, offset=offset, cancel=cancel)
        rows = self.library.annotations.quote_rows(hit.quote_id for hit in found.hits[:most])
        items = []
        for hit in found.hits[:most]:
            row = rows.get(hit.quote_id)
            if row is not None:
                marks = Snippet(row.text, tuple(matches(query, row.text, "quote")))
                items.append(Item(row.article_id, quote=row, snippet=marks))
        return Listing(
            asked, offset, tuple(items), found.total, found.partial, found.ms, found.note,
            understood=query.describe(),
        )  # fmt: skip

    def suggest(self, asked: Asked) -> str | None:
        """Another query that finds something, where this one finds nothing."""
        return self.searcher.suggest(_understood(asked))

    def other_total(self, asked: Asked, cancel: threading.Event) -> tuple[int, bool]:
        """How many quotes there are beside these articles, or articles beside these quotes."""
        if asked.mode == "articles":
            return self.quote_total(asked, cancel)
        listing = self.page(asked._replace(mode="articles"), 0, cancel, most=1)
        return listing.total, listing.more

    def quote_total(self, asked: Asked, cancel: threading.Event) -> tuple[int, bool]:
        """How many quotes answer the same question, and whether there are more than that."""
        if not asked.text.strip():
            return self.library.annotations.count_quotes(feed_id=asked.feed_id), False
        found = self.searcher.quotes(_understood(asked), limit=1, cancel=cancel)
        if not found.total and (shorter := asked.shorter) is not None:
            return self.quote_total(shorter, cancel)
        return found.total, found.partial

    def bundle(self, article_id: int) -> Bundle | None:
        """An article, ready to be shown; None if it is gone."""
        stored = self.library.articles.get(article_id)
        if stored is None:
            return None
        entities = tuple(self.library.entities.for_article(article_id))
        saved = tuple(
            span for _, spans in self.library.notebook.spans(article_id) for span in spans
        )
        quotes = tuple(self.library.annotations.quotes(article_id))
        ids = self.library.annotations.entity_ids(article_id)
        return Bundle(stored, quotes, entities, _mentions(stored, ids), saved)

    def answers(self, asked: Asked, bundle: Bundle) -> Answers:
        """Where an article answers a query: its words, the names it asks for, its quotes."""
        if not asked.text.strip():
            return NONE
        from reader.search.matching import matches

        query, stored = _understood(asked), bundle.stored
        words = set(matches(query, stored.article.text))
        for entity in self.searcher.entities(query):
            words.update(bundle.mentions.get(entity, ()))
        meant = self.searcher.quotes_in(stored.id, query)
        return answers_of(
            words, {row.ordinal: row.content for row in bundle.quotes if row.id in meant}
        )

    def ids(self, asked: Asked) -> set[int]:
        """All articles that answer a query."""
        found = self.searcher.ids(_understood(asked))
        return self.ids(asked.shorter) if not found and asked.shorter else found

    def above(self, asked: Asked, count: int, first: int, last: int) -> list[int]:
        """The articles of a list of so many rows from one that is listed to another.

        What came in since the list was made, and stands above ``first``, is none of them.
        """
        ids: list[int] = []
        more = threading.Event()
        while len(ids) < count + PAGE and last not in ids:
            page = self.page(asked, len(ids), more).items
            if not page:
                break
            ids += [item.article_id for item in page]
        start = ids.index(first) if first in ids else 0
        end = ids.index(last) + 1 if last in ids[start:] else count
        return list(dict.fromkeys(ids[start:end]))

    def half(self, asked: Asked) -> bool:
        """Does a query find more because its last word is taken for half a word?"""
        whole = asked._replace(typing=False)
        if not asked.typing or _understood(asked).node == _understood(whole).node:
            return False
        return self.searcher.ids(_understood(asked)) != self.searcher.ids(_understood(whole))

    def whole(self, asked: Asked) -> str:
        """A query to be kept: half a word at its end stays one, as ``harb*``."""
        text = asked.text.strip()
        if not self.half(asked):
            return text
        from reader.search.query import spelled_out

        found = self.searcher.ids(_understood(asked))
        same = self.searcher.ids(_understood(Asked(text + "*"))) == found
        return text + "*" if same else spelled_out(text)

    def facets(self, asked: Asked, limit: int) -> Facets:
        """What the articles that answer a query, or the quotes, have in common."""
        of = self.searcher.quote_facets if asked.mode == "quotes" else self.searcher.facets
        found = of(_understood(asked), limit=limit)
        return self.facets(asked.shorter, limit) if not found.months and asked.shorter else found

    def vocabulary(self) -> Vocabulary:
        """The names that completion offers."""
        return self.searcher.vocabulary()

    def warm_up(self) -> None:
        """Imports and opens the search part, so that the first search need not."""
        self.page(Asked("is:starred"), 0, threading.Event())


def _understood(asked: Asked) -> Query:
    from reader.search.query import parse

    return parse(asked.text, typing=asked.typing)


_LAST_WORD = r"(?:^|(?<=\s))-?([a-z]{2,})$"


def before_field(text: str) -> str | None:
    """A query without the name of a field that is being typed at its end; None if there is none.

    Nothing is found by "spea" on the way to "speaker:", and nothing was meant to be.
    """
    from reader.search.completion import FIELDS

    last = re.search(_LAST_WORD, text)
    if last is None or not any(name.startswith(last[1]) for name in FIELDS):
        return None
    return text[: last.start()]


def _mentions(stored: StoredArticle, ids: Sequence[int]) -> dict[int, tuple[Span, ...]]:
    """The spans of each library entity; ``ids`` are those of the annotation's entities."""
    found: dict[int, list[Span]] = {}
    entities = stored.annotation.entities if stored.annotation else ()
    for owner, entity in zip(ids, entities, strict=False):
        found.setdefault(owner, []).extend(entity.mentions)
    return {owner: tuple(sorted(spans)) for owner, spans in found.items()}
