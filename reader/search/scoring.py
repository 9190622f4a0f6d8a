"""Matches of a query as arrays, and BM25F over them as stock Whoosh computes it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.search.codec import LENGTHS, Floats, Ints, Postings
from reader.search.segments import Snapshot

K1 = 1.2
B = 0.75


@dataclass(frozen=True)
class Matches:
    """Documents in order, each with its score."""

    ids: Ints
    scores: Floats

    @property
    def nbytes(self) -> int:
        """What they take in memory."""
        return self.ids.nbytes + self.scores.nbytes

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, mask: NDArray[np.bool_]) -> Matches:
        """Those for which the mask is true."""
        return Matches(self.ids[mask], self.scores[mask])


NONE = Matches(np.empty(0, np.int32), np.empty(0, np.float64))


def constant(ids: Ints, score: float = 0.0) -> Matches:
    """These documents, all with one score."""
    return Matches(ids, np.full(len(ids), score))


def living(matches: Matches, part: Snapshot) -> Matches:
    """Those that are not deleted."""
    return matches if part.alive is None else matches.where(part.alive[matches.ids])


def bm25(snapshot: Snapshot, field: str, boost: float, postings: Postings) -> Matches:
    """The documents of one term, scored by Whoosh's formula."""
    ids = postings.ids
    if not len(ids):
        return NONE
    idf = log(snapshot.size / (len(ids) + 1)) + 1
    tf = postings.freqs * boost
    relative = B / snapshot.average_length(field)
    norms = (K1 * (1 - B)) + (K1 * relative) * LENGTHS
    norm = norms[snapshot.lengths(field)[ids]]
    return Matches(ids, (idf * (K1 + 1)) * tf / (tf + norm))


def union(parts: list[Matches], size: int) -> Matches:
    """Documents of any part; the scores of the parts add up."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NONE
    if len(parts) == 1:
        return parts[0]
    total = sum(len(part) for part in parts)
    if total * 8 > size:
        scores = np.zeros(size)
        present = np.zeros(size, np.bool_)
        for part in parts:
            scores[part.ids] += part.scores
            present[part.ids] = True
        ids = np.flatnonzero(present).astype(np.int32)
        return Matches(ids, scores[ids])
    together = np.concatenate([part.ids for part in parts])
    ids, places = np.unique(together, return_inverse=True)
    added = np.concatenate([part.scores for part in parts])
    return Matches(ids, np.bincount(places, added, len(ids)).astype(np.float64))


def intersection(parts: list[Matches]) -> Matches:
    """Documents of all parts; the scores add up."""
    first, *others = sorted(parts, key=len)
    ids, scores = first.ids, first.scores
    for part in others:
        if not len(ids) or not len(part):
            return NONE
        places, found = located(ids, part.ids)
        ids = ids[found]
        scores = scores[found] + part.scores[places[found]]
    return Matches(ids, scores)


def located(
    wanted: NDArray[Any], ordered: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted number would stand in an ordered array, and whether it does."""
    places = np.searchsorted(ordered, wanted)
    places[places == len(ordered)] = 0
    return places, ordered[places] == wanted


def phrase_documents(lists: list[Postings], within: Ints | None = None) -> Ints:
    """The documents in which these terms stand one after the other.

    ``within`` bounds the search to some documents.
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
    # Each occurrence as one number: the document's place and the position the phrase would
    # begin at. The phrase is there where all terms have one in common.
    order = sorted(range(len(lists)), key=lambda n: len(lists[n].ids))
    begins = _begins(lists[order[0]], ids, order[0])
    for number in order[1:]:
        if not len(begins):
            return NONE.ids
        others = _begins(lists[number], ids, number)
        begins = begins[located(begins, others)[1]] if len(others) else begins[:0]
    return ids[np.unique(begins >> 20)]


def _begins(postings: Postings, ids: Ints, number: int) -> NDArray[np.int64]:
    """Where a phrase would begin whose word ``number`` this is, in each of the documents."""
    places = np.searchsorted(postings.ids, ids)
    ends = np.cumsum(postings.freqs, dtype=np.int64)[places]
    counts = postings.freqs[places]
    documents = np.repeat(np.arange(len(ids), dtype=np.int64), counts)
    starts = np.cumsum(counts, dtype=np.int64) - counts
    index = np.arange(len(documents)) + np.repeat(ends - counts - starts, counts)
    positions = postings.positions[index].astype(np.int64) - number
    keys = (documents << 20) + positions
    result: NDArray[np.int64] = keys[positions >= 0]
    return result


def best(matches: Matches, tie: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Places of the ``count`` best, best first; equal scores by ``tie``, greater first."""
    scores = matches.scores
    if len(scores) > 4 * count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    keys = tie[matches.ids[places]]
    if len(places) > 4 * count:  # many equal scores
        least = np.partition(scores[places], len(places) - count)[len(places) - count]
        better = scores[places] > least
        rest = np.flatnonzero(~better)
        room = count - int(better.sum())
        chosen = rest[np.argpartition(keys[rest], len(rest) - room)[len(rest) - room :]]
        places = np.concatenate((places[better], places[chosen]))
        keys = tie[matches.ids[places]]
    order = np.lexsort((-keys, -scores[places]))
    ordered: NDArray[np.int64] = places[order][:count]
    return ordered
