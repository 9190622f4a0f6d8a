"""The order of what was found: the words first, then what a reader of news would expect.

BM25F says how much an article is about the words. Among those that it puts first, an article
in which the words stand side by side as they were typed goes up, and so does a recent one,
gently: a year-old article needs to be a tenth better than today's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reader.search.codec import Floats
from reader.search.nodes import And, Word
from reader.search.query import Query
from reader.search.schema import ARTICLES, EXACT
from reader.search.scoring import Matches, best, latest, phrase_documents, scored
from reader.search.segments import ByteCache, Snapshot

POOL = 400
"""So many of the best by their words alone are put in order anew."""
RECENT = 0.1
HALF_LIFE = 60 * 86_400.0
"""Seconds after which an article's newness counts half."""
TOGETHER = 0.25
COMMON = 50_000
"""Words of more documents than this are not looked at for standing together."""


def ranked(
    query: Query, matches: Matches, part: Snapshot, cache: ByteCache, count: int
) -> NDArray[np.int64]:
    """Places of the first ``count`` matches, in the order that the query asks for."""
    if len(matches) < 2:
        return np.arange(len(matches))
    order = part.order()
    if query.sort != "best":
        keys = order[matches.ids].astype(np.float64)
        sign = 1.0 if query.sort == "newest" else -1.0
        return best(scored(matches.ids, sign * keys), order, count)
    words = _bare_words(query)
    if matches.alike and not words:
        return latest(matches.ids, order, count)
    if len(matches) <= POOL:
        return _anew(words, matches.ids, matches.scores, part, cache)[:count]
    pool = best(matches, order, max(POOL, count))
    head, tail = pool[:POOL], pool[POOL:]
    anew = _anew(words, matches.ids[head], matches.scores[head], part, cache)
    return np.concatenate((head[anew], tail))[:count]


def _anew(
    words: list[str], ids: NDArray[np.int32], scores: Floats, part: Snapshot, cache: ByteCache
) -> NDArray[np.int64]:
    """The order of the best, when newness and the words' standing together count as well."""
    factors = 1 + RECENT * _recency(part, ids)
    if words:
        factors += TOGETHER * _together(words, part, cache, ids)
    return np.lexsort((-part.order()[ids], -scores * factors))


def one_a_story(query: Query, matches: Matches, part: Snapshot) -> Matches:
    """Of articles that tell a story in nearly the same words only the one that comes first."""
    if part.layout is not ARTICLES:
        return matches
    retold = np.flatnonzero(part.retold()[matches.ids])
    if len(retold) < 2:
        return matches
    ids = matches.ids[retold]
    order = part.order()[ids]
    keys = matches.score(retold) if query.sort == "best" else np.zeros(len(ids))
    newest = order if query.sort == "oldest" else -order
    stories = part.numbers("story")[ids]
    sequence = np.lexsort((newest, -keys, stories))
    again = np.concatenate(([False], np.diff(stories[sequence]) == 0))
    mask = np.ones(len(matches), np.bool_)
    mask[retold[sequence[again]]] = False
    return matches.where(mask)


def _recency(part: Snapshot, ids: NDArray[np.int32]) -> NDArray[np.float64]:
    """1 for the newest article of the library, half after each half-life."""
    moments = part.numbers("moment")
    age = (part.newest() - moments[ids]) / HALF_LIFE
    recency: NDArray[np.float64] = np.exp2(-age)
    return recency


def _bare_words(query: Query) -> list[str]:
    """The words that would be better to stand side by side; none where nobody asks for that."""
    if not isinstance(query.node, And):
        return []
    words = [leaf.term for leaf in query.leaves() if isinstance(leaf, Word) and not leaf.field]
    return words if 2 <= len(words) <= 6 else []


def _together(
    words: list[str], part: Snapshot, cache: ByteCache, ids: NDArray[np.int32]
) -> NDArray[np.float64]:
    """1 where these words stand side by side."""
    result = np.zeros(len(ids))
    fields = ("title", "body") if part.layout is ARTICLES else ("words",)
    candidates = np.sort(ids)
    for name in fields:
        lists = [part.postings(name + EXACT, word, cache) for word in words]
        if any(len(postings.ids) > COMMON for postings in lists):
            continue
        found = phrase_documents(lists, within=candidates)
        result[np.isin(ids, found)] = 1.0
    return result
