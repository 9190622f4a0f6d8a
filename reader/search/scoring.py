"""Matches of a query as arrays, and BM25F over them as stock Whoosh computes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.search.codec import LENGTHS, Floats, Ints, Postings
from reader.search.segments import Snapshot

K1 = 1.2
B = 0.75

AT_ONCE = 8192
"""Documents that are looked through for a phrase between two looks at the clock."""

Places = NDArray[np.int64] | slice
ALL = slice(None)
Score = Callable[[Places], Floats]
"""The scores of the documents in some places."""


class Matches:
    """Documents in order; each one's score is computed when it is asked for."""

    def __init__(self, ids: Ints, score: Score, *, alike: bool = False) -> None:
        self.ids = ids
        self.score = score
        self.alike = alike
        """All of them have one score."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def scores(self) -> Floats:
        """All scores."""
        return self.score(ALL)

    def given(self, places: Places) -> Floats:
        """Those of some places, as `scores` has them if it has."""
        known: Floats | None = self.__dict__.get("scores")
        return self.score(places) if known is None else known[places]

    def settled(self) -> Matches:
        """With all scores computed, to be kept."""
        return scored(self.ids, self.scores)

    @property
    def nbytes(self) -> int:
        """What settled ones take in memory."""
        return self.ids.nbytes + 8 * len(self.ids)

    def where(self, mask: NDArray[np.bool_]) -> Matches:
        """Those for which the mask is true."""
        return self.taken(mask.nonzero()[0])

    def taken(self, places: NDArray[np.int64]) -> Matches:
        """Those in these places."""
        score = self.score
        return Matches(self.ids[places], lambda some: score(places[some]), alike=self.alike)

    def at(self, ids: Ints) -> Floats:
        """The scores of any documents, 0 for those that do not match."""
        result = np.zeros(len(ids))
        if len(self.ids):
            places, found = located(ids, self.ids)
            result[found] = self.score(places[found])
        return result


def scored(ids: Ints, scores: Floats) -> Matches:
    """Documents with scores that are known."""
    return Matches(ids, lambda places: scores[places])


def constant(ids: Ints, score: float = 0.0) -> Matches:
    """These documents, all with one score."""
    return Matches(ids, lambda places: np.full(len(ids[places]), score), alike=True)


NONE = constant(np.empty(0, np.int32))


def living(matches: Matches, part: Snapshot) -> Matches:
    """Those that are not deleted."""
    return matches if part.alive is None else matches.where(part.alive[matches.ids])


def bm25(snapshot: Snapshot, field: str, boost: float, postings: Postings) -> Matches:
    """The documents of one term, scored by Whoosh's formula."""
    ids = postings.ids
    if not len(ids):
        return NONE

    def score(places: Places) -> Floats:
        weight = (log(snapshot.size / (len(ids) + 1)) + 1) * (K1 + 1)
        tf = postings.freqs[places] * boost
        norms = snapshot.kept(f"_norms_{field}", lambda: [_norms(snapshot.average_length(field))])
        scores: Floats = weight * tf / (tf + norms[snapshot.lengths(field)[ids[places]]])
        return scores

    return Matches(ids, score)


def _norms(average: float) -> Floats:
    """What the length of a field counts for, by its byte."""
    return (K1 * (1 - B)) + (K1 * B / average) * LENGTHS


def union(parts: list[Matches], size: int) -> Matches:
    """Documents of any part; the scores of the parts add up."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NONE
    if len(parts) == 1:
        return parts[0]
    ids = merged([part.ids for part in parts], size)

    def score(places: Places) -> Floats:
        if places is ALL:
            return _added(parts, ids, size)
        return sum((part.at(ids[places]) for part in parts[1:]), parts[0].at(ids[places]))

    return Matches(ids, score)


def merged(lists: list[Ints], size: int) -> Ints:
    """The documents of any of these lists, of ``size`` that there are, in order."""
    lists = [ids for ids in lists if len(ids)]
    if not lists:
        return NONE.ids
    first, *others = lists
    if all(_same(ids, first) for ids in others):
        return first
    if sum(map(len, lists)) * 8 > size:
        present = np.zeros(size, np.bool_)
        for ids in lists:
            present[ids] = True
        return np.flatnonzero(present).astype(np.int32)
    ids = np.sort(np.concatenate(lists))
    return ids[np.concatenate(([True], ids[1:] != ids[:-1]))]


def _same(one: Ints, other: Ints) -> bool:
    return one is other or (len(one) == len(other) and not np.count_nonzero(one != other))


def _added(parts: list[Matches], ids: Ints, size: int) -> Floats:
    """The sums of the scores of the parts for all ids, which are those of the parts."""
    dense = 8 * len(ids) > size
    scores = np.zeros(size if dense else len(ids))
    for part in parts:
        places: Any = part.ids if dense else np.searchsorted(ids, part.ids)
        scores[ALL if len(part) == len(scores) else places] += part.scores
    return scores[ids] if dense else scores


def intersection(parts: list[Matches]) -> Matches:
    """Documents of all parts; the scores add up."""
    if len(parts) == 1:
        return parts[0]
    ordered = sorted(parts, key=len)
    ids = ordered[0].ids
    where: list[Places] = [ALL]
    """The places of the documents in each part."""
    for part in ordered[1:]:
        if not len(ids) or not len(part):
            return NONE
        places, found = located(ids, part.ids)
        (chosen,) = found.nonzero()
        ids = ids[chosen]
        where = [chosen if some is ALL else some[chosen] for some in where]  # type: ignore[index]
        where.append(places[chosen])
    if not len(ids):
        return NONE

    def score(places: Places) -> Floats:
        added = np.zeros(len(ids[places]))
        for part, some in zip(ordered, where, strict=True):
            added += part.score(some[places])  # type: ignore[index]
        return added

    return Matches(ids, score)


def located(
    wanted: NDArray[Any], ordered: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted number would stand in an ordered array, and whether it does."""
    places = ordered.searchsorted(wanted)
    return places, ordered.take(places, mode="clip") == wanted


def phrase_documents(
    lists: list[Postings], within: Ints | None = None, over: Callable[[], bool] = lambda: False
) -> Ints:
    """The documents in which these terms stand one after the other.

    ``within`` bounds the search to some documents; it ends early when ``over`` says so.
    """
    if any(not len(postings.ids) for postings in lists):
        return NONE.ids
    rarest = min(lists, key=lambda postings: len(postings.ids))
    ids = rarest.ids if within is None else within
    for postings in lists:
        if postings is not rarest or within is not None:
            ids = ids[located(ids, postings.ids)[1]]
        if not len(ids):
            return ids
    order = sorted(range(len(lists)), key=lambda n: len(lists[n].ids))
    words = [_Occurrences(lists[number], number) for number in order]
    found = []
    for start in range(0, len(ids), AT_ONCE):
        if start and over():
            break
        found.append(_standing_together(words, ids[start : start + AT_ONCE]))
    return np.concatenate(found)


def _standing_together(words: list[_Occurrences], ids: Ints) -> Ints:
    # Each occurrence as one number: the document's place and the position the phrase would
    # begin at. The phrase is there where all terms have one in common.
    begins = words[0].begins(ids)
    for word in words[1:]:
        others = word.begins(ids)
        begins = begins[located(begins, others)[1]] if len(others) else begins[:0]
        if not len(begins):
            return ids[:0]
    return ids[np.unique(begins >> 20)]


class _Occurrences:
    """Where one word of a phrase stands, the word ``number`` of it."""

    def __init__(self, postings: Postings, number: int) -> None:
        self.postings = postings
        self.number = number
        self.ends = np.cumsum(postings.freqs, dtype=np.int64)

    def begins(self, ids: Ints) -> NDArray[np.int64]:
        """Where the phrase would begin in each of these documents, all of which have the word."""
        places = self.postings.ids.searchsorted(ids)
        counts = self.postings.freqs[places].astype(np.int64)
        documents = np.repeat(np.arange(len(ids), dtype=np.int64), counts)
        starts = np.cumsum(counts) - counts
        index = np.arange(len(documents)) + np.repeat(self.ends[places] - counts - starts, counts)
        positions = self.postings.positions[index].astype(np.int64) - self.number
        keys: NDArray[np.int64] = ((documents << 20) + positions)[positions >= 0]
        return keys


def latest(ids: Ints, order: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Places of the ``count`` documents that are first by ``order``, greater ones first."""
    keys = -order[ids]
    if len(keys) <= 4 * count:
        return keys.argsort()[:count]
    chosen = keys.argpartition(count)[:count]
    return chosen[keys[chosen].argsort()]


def _least(scores: Floats, count: int) -> float:
    """The score of the last of the ``count`` best."""
    # Where most scores are equal, as those of a beginning of words are, to part them is slow.
    lowest = scores.min()
    above = scores[scores > lowest]
    if len(above) < count:
        return float(lowest)
    return float(np.partition(above, len(above) - count)[len(above) - count])


def best(matches: Matches, tie: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Places of the ``count`` best, best first; equal scores by ``tie``, greater first."""
    scores = matches.scores
    places, least = np.arange(len(scores)), 0.0
    if len(scores) > 4 * count:
        least = _least(scores, count)
        places = np.flatnonzero(scores >= least)
    keys = tie[matches.ids[places]]
    if len(places) > 4 * count:  # many equal scores
        better = scores[places] > least
        rest = np.flatnonzero(~better)
        room = count - int(better.sum())
        chosen = rest[np.argpartition(keys[rest], len(rest) - room)[len(rest) - room :]]
        places = np.concatenate((places[better], places[chosen]))
        keys = tie[matches.ids[places]]
    order = np.lexsort((-keys, -scores[places]))
    ordered: NDArray[np.int64] = places[order][:count]
    return ordered
