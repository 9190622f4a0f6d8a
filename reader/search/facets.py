"""What the articles or quotes of a result share: entities, speakers, sources, months."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.library.store import Library
from reader.search.results import Facets
from reader.search.schema import ARTICLES, NO_DAY
from reader.search.scoring import Matches
from reader.search.segments import Snapshot

EPOCH = 719_163
"""The number of 1 January 1970 among days."""


def facets(library: Library, part: Snapshot, matches: Matches, limit: int) -> Facets:
    """Counts over the articles that match, a story that several outlets tell in nearly the same
    words counting once, as it is one row of the results; entities that are gone are left out.
    """
    chosen = np.zeros(part.size, np.bool_)
    chosen[matches.ids] = True
    entities = _referred(part, "entities", chosen, limit)
    speakers = _referred(part, "speakers", chosen, limit)
    rows = library.entities.rows({number for number, _ in (*entities, *speakers)})
    return Facets(
        entities=tuple((rows[number], count) for number, count in entities if number in rows),
        speakers=tuple((rows[number], count) for number, count in speakers if number in rows),
        sources=_sources(part, matches, limit),
        months=_months(part, matches),
    )


def quote_facets(
    library: Library, quotes: Snapshot, articles: Snapshot, matches: Matches, limit: int
) -> Facets:
    """Counts over the quotes that match: by whom, in which outlets, in which months."""
    chosen = np.zeros(quotes.size, np.bool_)
    chosen[matches.ids] = True
    speakers = _referred(quotes, "speakers", chosen, limit)
    rows = library.entities.rows({number for number, _ in speakers})
    return Facets(
        speakers=tuple((rows[number], count) for number, count in speakers if number in rows),
        sources=_sources_of(articles, quotes.numbers("article")[matches.ids], limit),
        months=_months(quotes, matches),
    )


def _sources_of(
    articles: Snapshot, owners: NDArray[np.integer[Any]], limit: int
) -> tuple[tuple[str, int], ...]:
    """How often the outlets of these articles (by id, with repetitions) occur."""
    ids = articles.numbers("id")
    if not len(ids):
        return ()
    order = np.argsort(ids, kind="stable")
    # Of several documents of one article the last is the one that counts.
    places = order[np.maximum(np.searchsorted(ids[order], owners, side="right") - 1, 0)]
    names, codes = articles.strings("site")
    counts = _most(np.bincount(codes[places[ids[places] == owners]]), limit + 1)
    return tuple((names[code], count) for code, count in counts if names[code])[:limit]


def _referred(
    part: Snapshot, name: str, chosen: NDArray[np.bool_], limit: int
) -> list[tuple[int, int]]:
    documents, values = part.references(name)
    found = chosen[documents]
    return _most(np.bincount(_once_a_story(part, documents[found], values[found])), limit)


def _once_a_story(
    part: Snapshot, documents: NDArray[np.integer[Any]], values: NDArray[Any]
) -> NDArray[Any]:
    """The values of these documents, each one once for all documents of a story."""
    if part.layout is not ARTICLES or not (retold := part.retold()[documents]).any():
        return values
    stories = part.numbers("story")[documents[retold]]
    once = np.unique(np.stack((stories, values[retold])), axis=1)[1]
    return np.concatenate((values[~retold], once))


def _most(counts: NDArray[np.int64], limit: int) -> list[tuple[int, int]]:
    """The most frequent numbers with their counts."""
    order = np.argsort(-counts, kind="stable")[:limit]
    return [(int(number), int(counts[number])) for number in order if counts[number]]


def _sources(part: Snapshot, matches: Matches, limit: int) -> tuple[tuple[str, int], ...]:
    names, codes = part.strings("site")
    codes = _once_a_story(part, matches.ids, codes[matches.ids])
    counts = _most(np.bincount(codes), limit + 1)
    return tuple((names[code], count) for code, count in counts if names[code])[:limit]


def _months(part: Snapshot, matches: Matches) -> tuple[tuple[str, int], ...]:
    ids = matches.ids[part.numbers("day")[matches.ids] != NO_DAY]
    days = (part.numbers("day")[ids] - EPOCH).astype("datetime64[D]")
    dates = _once_a_story(part, ids, days.astype("datetime64[M]").astype(np.int64))
    months, counts = np.unique(dates.astype("datetime64[M]"), return_counts=True)
    return tuple(
        (str(month), int(count)) for month, count in zip(months[::-1], counts[::-1], strict=True)
    )
