"""Spelling help, and articles that are like another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from typing import Protocol

from reader.search.nodes import Name, Word
from reader.search.query import Query
from reader.search.schema import EXACT
from reader.search.scoring import NONE, Matches, bm25, union
from reader.search.segments import ByteCache, Snapshot
from reader.search.terms import STEMS, STOP_WORDS, located, terms

TELLING = 20
"""So many words of an article say what it is about."""


class Names(Protocol):
    """The names that a library knows."""

    def entities(self, text: str) -> list[int]:
        """Entities one of whose names has all these words."""
        ...

    def name_words(self, beginning: str) -> Iterable[tuple[str, int]]:
        """The words of names that begin so, each with how many articles have the names."""
        ...


def corrected(query: Query, part: Snapshot, quotes: Snapshot, names: Names) -> str | None:
    """The query with its unknown words replaced by known ones; None where that does not help."""
    text = query.text
    changes: list[tuple[int, int, str]] = []
    better: dict[str, str | None] = {}
    for leaf in query.leaves():
        if isinstance(leaf, Name):
            better |= _better_name(leaf, quotes, names)
        elif isinstance(leaf, Word) and leaf.field in ("", "title", "said") and not leaf.prefix:
            stem = STEMS[leaf.term]
            if not any(part.frequency(name, stem) for name in part.layout.texts):
                better[leaf.term] = nearest(leaf.term, _known(leaf.term[:1], part))
    for term, start, end in located(text):
        if other := better.get(term):
            changes.append((start, end, other))
    for start, end, other in reversed(changes):
        text = text[:start] + other + text[end:]
    return text if changes else None


def _better_name(leaf: Name, quotes: Snapshot, names: Names) -> dict[str, str | None]:
    """The words of a name that no name has, with those that are meant; none for a known name."""
    better: dict[str, str | None] = {}
    if names.entities(leaf.text):
        return better
    for term in leaf.terms:
        if leaf.field == "speaker" and quotes.frequency("speaker", term):
            continue
        known = dict(names.name_words(term[:1]))
        if term not in known:
            better[term] = nearest(term, known.items())
    return better


def _known(letter: str, part: Snapshot) -> Iterator[tuple[str, int]]:
    """The words of the texts that begin so, each with how many have it."""
    for name in part.layout.texts:
        for segment in part.segments:
            for key, entry in segment.terms.entries(name + EXACT, letter.encode()):
                yield key.decode(), segment.terms.count(entry)


def nearest(term: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word that a misspelled one most likely stands for.

    ``known`` are words with how often they are used: those with the same first letter, as
    whoever errs seldom errs in it.
    """
    if len(term) < 3:
        return None
    most = 1 if len(term) < 5 else 2
    found: dict[str, tuple[int, int]] = {}
    for word, count in known:
        if abs(len(word) - len(term)) > most or word[-1:].isdigit():
            continue
        distance = edits(term, word, most)
        if distance <= most:
            _, before = found.get(word, (0, 0))
            found[word] = (-distance, before + count)
    if not found:
        return None
    return max(sorted(found), key=lambda word: found[word])


def edits(one: str, other: str, most: int) -> int:
    """How many letters to add, drop, change or swap; more than ``most`` is ``most + 1``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if older and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def like(title: str, text: str, part: Snapshot, cache: ByteCache) -> Matches:
    """Articles that use the words which tell a text from others."""
    counts = Counter(
        STEMS[term]
        for term in [*terms(title), *terms(title), *terms(text)]
        if len(term) > 2 and term not in STOP_WORDS and not term.isdigit()
    )
    weights: list[tuple[float, str]] = []
    for stem, count in counts.most_common(200):
        frequency = part.frequency("body", stem)
        if 2 <= frequency <= part.size / 4 + 2:
            weights.append(((1 + log(count)) * (log(part.size / frequency) + 1), stem))
    parts = [
        bm25(part, "body", 1.0, part.postings("body", stem, cache))
        for _, stem in sorted(weights, reverse=True)[:TELLING]
    ]
    return union(parts, part.size) if parts else NONE
