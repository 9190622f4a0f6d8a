"""Spelling help, and articles that are like another one."""

from __future__ import annotations

from collections import Counter
from math import log

from reader.search.nodes import Word
from reader.search.query import Query
from reader.search.schema import EXACT
from reader.search.scoring import NONE, Matches, bm25, union
from reader.search.segments import ByteCache, Snapshot
from reader.search.terms import STEMS, STOP_WORDS, located, terms

TELLING = 20
"""So many words of an article say what it is about."""


def corrected(query: Query, part: Snapshot) -> str | None:
    """The query with its unknown words replaced by known ones; None where that does not help."""
    text = query.text
    changes: list[tuple[int, int, str]] = []
    unknown = {
        leaf.term
        for leaf in query.leaves()
        if isinstance(leaf, Word) and leaf.field in ("", "title", "said") and not leaf.prefix
        if not any(part.frequency(name, STEMS[leaf.term]) for name in part.layout.texts)
    }
    for term, start, end in located(text):
        if term in unknown and (better := nearest(term, part)):
            changes.append((start, end, better))
    for start, end, better in reversed(changes):
        text = text[:start] + better + text[end:]
    return text if changes else None


def nearest(term: str, part: Snapshot) -> str | None:
    """The known word that a misspelled one most likely stands for."""
    if len(term) < 3:
        return None
    most = 1 if len(term) < 5 else 2
    found: dict[str, tuple[int, int]] = {}
    # Whoever errs seldom errs in the first letter.
    for name in part.layout.texts:
        for segment in part.segments:
            for key, entry in segment.terms.entries(name + EXACT, term[:1].encode()):
                word = key.decode()
                if abs(len(word) - len(term)) > most or word[-1:].isdigit():
                    continue
                distance = edits(term, word, most)
                if distance <= most:
                    count = segment.terms.count(entry)
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
