"""Searches of a library: articles and quotes, best first, with what goes around them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from reader.library.keys import words
from reader.library.rows import EntityRow, SavedSearch
from reader.library.store import Library
from reader.search.completion import Vocabulary
from reader.search.execution import Cancelled, Execution, Limits
from reader.search.facets import facets, quote_facets
from reader.search.matching import Snippet, snippet
from reader.search.nodes import Everything, Marked, Name, State, asks_the_library, of_quotes
from reader.search.opened import Opened, OpenIndex
from reader.search.place import Place
from reader.search.query import Query, narrowed, parse
from reader.search.ranking import one_a_story, ranked
from reader.search.results import ArticleHit, ArticleResults, Facets, QuoteHit, QuoteResults
from reader.search.schema import ARTICLES
from reader.search.scoring import Matches, best, living
from reader.search.segments import READ_ERRORS, Snapshot
from reader.search.standin import StandIn
from reader.search.suggesting import corrected, like
from reader.search.terms import MAX_LENGTH, telling, terms
from reader.search.vocabulary import LibraryVocabulary

Result = TypeVar("Result")

UNREADABLE = "The index cannot be read; only the list by date is complete."
SECONDS = 0.12
"""After this time a search gives what it has."""


class Searcher:
    """Searches one library. May be used from several threads; each search is on its own."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.index = OpenIndex(Place(library.folder))
        self.standin = StandIn(library)
        self.knowledge = LibraryKnowledge(library)

    def articles(
        self,
        query: Query | str,
        *,
        limit: int = 50,
        offset: int = 0,
        cancel: threading.Event | None = None,
    ) -> ArticleResults:
        """Articles that match, best first unless the query says otherwise.

        Of nearly identical articles only one: its row knows the other outlets.
        Everything, newest first, for a query without a condition. A cancelled search gives
        nothing, marked partial.
        """
        query = self._understood(query)
        limits = Limits(SECONDS, cancel)
        if isinstance(query.node, Everything):
            return self._all_articles(query, limit, offset, limits)
        page = self._page(query, lambda opened: opened.articles, limit, offset, limits)
        return ArticleResults(
            page.hits, page.total, page.total > offset + limit, limits.ms, page.partial, page.note
        )

    def quotes(
        self,
        query: Query | str = "",
        *,
        limit: int = 50,
        offset: int = 0,
        speaker: str | None = None,
        about: str | None = None,
        cancel: threading.Event | None = None,
    ) -> QuoteResults:
        """Quotes that match; with a speaker by any of their names, and about something."""
        query = self._understood(query)
        if speaker and terms(speaker):
            query = narrowed(query, Name(speaker, tuple(terms(speaker)), "speaker"))
        if about and terms(about):
            query = narrowed(query, Name(about, tuple(terms(about)), "about"))
        limits = Limits(SECONDS, cancel)
        if query.is_empty:
            return self._all_quotes(query, limit, offset, limits)
        page = self._page(query, lambda opened: opened.quotes, limit, offset, limits)
        return QuoteResults(
            page.hits, page.total, page.total > offset + limit, limits.ms, page.partial, page.note
        )

    def ids(self, query: Query | str) -> set[int]:
        """All articles that match."""
        query = self._understood(query)
        if isinstance(query.node, Everything):
            return set(self.library.articles.all_ids())

        def run(opened: Opened) -> set[int]:
            matches = self._matches(opened, query, opened.articles, Limits(60.0))
            return set(opened.articles.numbers("id")[matches.ids].tolist())

        return self._reading(run) or set()

    def quotes_in(self, article_id: int, query: Query | str) -> set[int]:
        """The quotes of one article that a query asks for by ``speaker:``, ``said:``, ``kind:``.

        Empty for a query that says nothing of quotes.
        """
        query = self._understood(query)
        node = of_quotes(query.node)
        if node is None:
            return set()
        asked = replace(query, node=node)

        def run(opened: Opened) -> set[int]:
            part = opened.quotes
            ids = self._matches(opened, asked, part, Limits(SECONDS)).ids
            mine = ids[part.numbers("article")[ids] == article_id]
            return set(part.numbers("id")[mine].tolist())

        return self._reading(run) or set()

    def entities(self, query: Query | str) -> set[int]:
        """Whom and what a query asks for by ``entity:``."""
        return {
            number
            for leaf in self._understood(query).leaves()
            if isinstance(leaf, Name) and leaf.field == "entity"
            for number in self.knowledge.entities(leaf.text, unfinished=leaf.open)
        }

    def unread_count(self, query: Query | str) -> int:
        """How many articles that match are unread: the number beside a saved search."""
        query = narrowed(self._understood(query), Marked("unread"))

        def run(opened: Opened) -> int:
            part = opened.articles
            return len(one_a_story(query, self._matches(opened, query, part, Limits(60.0)), part))

        return self._reading(run) or 0

    def saved(self) -> list[SavedSearch]:
        """The saved searches by name, each with how many articles it has unread."""
        return [
            search._replace(unread=self.unread_count(search.query))
            for search in self.library.searches.all()
        ]

    def snippets(
        self, query: Query | str, ids: Iterable[int], width: int = 160
    ) -> dict[int, Snippet]:
        """The passage of each of these articles that shows the match best."""
        query = self._understood(query)
        texts = self.library.articles.texts(ids)
        return {number: snippet(query, text, width) for number, text in texts.items()}

    def facets(self, query: Query | str, *, limit: int = 20) -> Facets:
        """What the articles that match have in common."""
        query = self._understood(query)

        def run(opened: Opened) -> Facets:
            matches = self._matches(opened, query, opened.articles, Limits(60.0))
            return facets(self.library, opened.articles, matches, limit)

        return self._reading(run) or Facets()

    def quote_facets(self, query: Query | str, *, limit: int = 20) -> Facets:
        """What the quotes that match have in common."""
        query = self._understood(query)

        def run(opened: Opened) -> Facets:
            matches = self._matches(opened, query, opened.quotes, Limits(60.0))
            return quote_facets(self.library, opened.quotes, opened.articles, matches, limit)

        return self._reading(run) or Facets()

    def suggest(self, query: Query | str) -> str | None:
        """A better spelling of a query that finds nothing; None where there is none."""
        query = self._understood(query)
        better = self._reading(
            lambda opened: corrected(query, opened.articles, opened.quotes, self.knowledge)
        )
        return better if better and self.articles(better, limit=1).total else None

    def similar(self, article_id: int, limit: int = 10) -> list[ArticleHit]:
        """Articles like this one, the most alike first."""
        stored = self.library.articles.get(article_id)
        if stored is None:
            return []
        title, text = stored.article.title, stored.article.text

        def run(opened: Opened) -> list[ArticleHit]:
            part = opened.articles
            matches = living(like(title, text, part, self.index.cache), part)
            places = best(matches, part.order(), limit + 1)
            numbers = part.numbers("id")[matches.ids[places]].tolist()
            pairs = zip(numbers, matches.scores[places].tolist(), strict=True)
            return [ArticleHit(n, score) for n, score in pairs if n != article_id][:limit]

        return self._reading(run) or []

    def vocabulary(self) -> Vocabulary:
        """The names of this library, for `reader.search.query.complete`."""
        return LibraryVocabulary(self.library, self.index)

    # What all searches do

    def _understood(self, query: Query | str) -> Query:
        if isinstance(query, Query):
            return query
        today = date.today()
        key = ("query", query, today)
        kept: Query | None = self.index.cache.get(key)
        if kept is None:
            kept = parse(query, today)
            self.index.cache.put(key, kept, 1000 + 20 * len(query))
        return kept

    def _all_articles(
        self, query: Query, limit: int, offset: int, limits: Limits
    ) -> ArticleResults:
        order = "oldest" if query.sort == "oldest" else "newest"
        ids = self.library.articles.ids(
            order=order,  # type: ignore[arg-type]
            limit=limit,
            offset=offset,
        )
        total = self._counted(lambda opened: opened.articles.stories())
        if total is None:
            total = self.library.articles.count()
        return ArticleResults(
            tuple(ArticleHit(number, 0.0) for number in ids),
            total,
            total > offset + limit,
            limits.ms,
            False,
            " ".join(query.notes) or None,
        )

    def _all_quotes(self, query: Query, limit: int, offset: int, limits: Limits) -> QuoteResults:
        annotations = self.library.annotations
        ids = annotations.newest_quotes(limit, offset)
        rows = annotations.quote_rows(ids)
        total = self._counted(lambda opened: opened.quotes.count)
        if total is None:
            total = annotations.count_quotes()
        return QuoteResults(
            tuple(
                QuoteHit(number, rows[number].article_id, 0.0) for number in ids if number in rows
            ),
            total,
            total > offset + limit,
            limits.ms,
            False,
            " ".join(query.notes) or None,
        )

    def _counted(self, count: Callable[[Opened], int]) -> int | None:
        """What the index counts, where it has all that the library has; None where it has not.

        The library would go through all of its articles for it, on a cold disk for long.
        """
        opened, changes = self.index.get(), self.library.changes
        if opened is None or opened.note or changes.pending(limit=1):
            return None
        try:
            return count(opened) if opened.state.seq >= changes.latest() else None
        except READ_ERRORS as error:
            self.index.failed(error)
            return None

    def _reading(self, run: Callable[[Opened], Result]) -> Result | None:
        """What a reading of the index gives, or else of what stands in for it; None where
        neither can be read.
        """
        if (opened := self.index.get()) is not None:
            try:
                return run(opened)
            except READ_ERRORS as error:
                self.index.failed(error)
        try:
            return run(self.standin.get())
        except READ_ERRORS:  # no room for temporary files, say: the caller says so
            return None

    def _matches(self, opened: Opened, query: Query, part: Snapshot, limits: Limits) -> Matches:
        execution = Execution(
            opened.articles, opened.quotes, self.knowledge, self.index.cache, limits, opened.stamp
        )
        return execution.run(query.node, part)

    def _page(
        self,
        query: Query,
        part_of: Callable[[Opened], Snapshot],
        limit: int,
        offset: int,
        limits: Limits,
    ) -> _Page:
        def run(opened: Opened) -> _Page:
            notes = list(query.notes)
            part = part_of(opened)
            key = (opened.stamp, "page", part.layout.name, query, limit, offset)
            kept: _Page | None = self.index.cache.get(key)
            if kept is not None and not asks_the_library(query.node):
                return kept
            matches = one_a_story(query, self._matches(opened, query, part, limits), part)
            if opened.note:
                limits.partial = True
                notes.append(opened.note)
            elif limits.partial:
                notes.append("This search is a broad one; more would be found with longer words.")
            places = ranked(query, matches, part, self.index.cache, limit + offset)[offset:]
            documents = matches.ids[places]
            ids = part.numbers("id")[documents].tolist()
            scores = matches.given(places).tolist()
            hits: tuple[Any, ...]
            if part.layout is ARTICLES:
                hits = tuple(map(_ARTICLE, zip(ids, scores, strict=True)))
            else:
                articles = part.numbers("article")[documents].tolist()
                hits = tuple(map(_QUOTE, zip(ids, articles, scores, strict=True)))
            page = _Page(hits, len(matches), limits.partial, " ".join(notes) or None)
            if not limits.partial:
                self.index.cache.put(key, page, 200 * len(hits))
            return page

        try:
            page = self._reading(run)
        except Cancelled:
            return _Page((), 0, True, None)
        return page or _Page((), 0, True, " ".join([*query.notes, UNREADABLE]))


# As `_make` does, without a call of Python for each of the hits.
_ARTICLE = partial(tuple.__new__, ArticleHit)
_QUOTE = partial(tuple.__new__, QuoteHit)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of results, as it is kept."""

    hits: tuple[Any, ...]
    total: int
    partial: bool
    note: str | None


class LibraryKnowledge:
    """What a query asks of the library itself."""

    LIMIT = 50
    """No more entities of one name than these, those of the most articles."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def entities(self, text: str, *, unfinished: bool = False) -> list[int]:
        """Entities one of whose names has all these words; the last may be a beginning."""
        if text.isascii() and text.isalnum() and len(text) <= MAX_LENGTH and not unfinished:
            return self.library.entities.named((text.lower(),), self.LIMIT)
        wanted = telling(terms(text))
        if unfinished or wanted != telling(words(text)):
            return self._beginning(text, wanted, unfinished)
        found = self.library.entities.named(wanted, self.LIMIT)
        if len(wanted) < 2:
            return found
        rows = self.library.entities.rows(found)
        return [number for number in found if number in rows and _has(rows[number], wanted)]

    def _beginning(self, text: str, wanted: Sequence[str], unfinished: bool) -> list[int]:
        found = self.library.entities.find(" ".join(wanted), limit=self.LIMIT)
        return [row.id for row in found if _has(row, wanted, unfinished)]

    def name_words(self, beginning: str) -> list[tuple[str, int]]:
        """The words of names that begin so, each with how many articles have the names."""
        return self.library.entities.name_words(beginning)

    def marked(self, state: State) -> Iterable[int]:
        """Articles in a reading state."""
        return self.library.reading.ids_where(state)

    def tagged(self, tag: str) -> Iterable[int]:
        """Articles with a tag, however it is written."""
        wanted = tag.casefold()
        names = [name for name, _ in self.library.reading.tags() if name.casefold() == wanted]
        return {number for name in names for number in self.library.reading.ids_tagged(name)}


def _has(row: EntityRow, wanted: Sequence[str], unfinished: bool = False) -> bool:
    """Whether one of its names has all these words; the last may be a beginning."""
    *whole, last = wanted
    return any(
        found.issuperset(whole)
        and (last in found or (unfinished and any(word.startswith(last) for word in found)))
        for found in (set(terms(name)) for name in (row.name, *row.aliases))
    )
