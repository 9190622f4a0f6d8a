"""Mentions that the model missed: other places where the text has a name already known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.datelines import credit_spans
from reader.language.resolution.mention import Mention
from reader.language.resolution.words import split, words_of
from reader.news import EntityKind

_LOWER = re.compile(r"\b[a-z]+\b")
_SENTENCE_END = re.compile(r"[.!?:]['\"”’)]*\s*$|^\s*$|\n\s*$")


def missed(text: str, mentions: Sequence[Mention], rows: Sequence[Cluster]) -> list[Mention]:
    """Further mentions of the rows, outside all mentions that are already there."""
    forms = _forms(text, rows)
    if not forms:
        return []
    sizes = {
        first: sorted({len(form) for form in same}, reverse=True)
        for first, same in groupby(sorted(forms), key=lambda form: form[0])
    }
    taken = sorted((*(mention.span for mention in mentions), *credit_spans(text)))
    starts = [start for start, _ in taken]
    words, read = words_of(text)
    found: list[Mention] = []
    end = 0
    for at in [at for at, word in enumerate(read) if word in sizes]:
        start = words[at][0]
        if start < end:
            continue
        for size in sizes[read[at]]:
            stop = at + size
            form = tuple(read[at:stop])
            if len(form) < size or form not in forms:
                continue
            kind, score = forms[form]
            span = (start, words[stop - 1][1])
            if "\n" in text[slice(*span)] or _overlaps(span, taken, starts):
                continue
            if size == 1 and _part_of_longer(text, words, at):
                continue
            surface = text[slice(*span)]
            found.append(Mention(*span, kind, surface, fold(surface), score))
            end = span[1]
            break
    return found


def _forms(text: str, rows: Sequence[Cluster]) -> dict[tuple[str, ...], tuple[EntityKind, float]]:
    """The words of every form worth looking for, and the kind."""
    forms: dict[tuple[str, ...], tuple[EntityKind, float]] = {}
    seen: set[str] = set()
    lower = frozenset(_LOWER.findall(text))
    shouts = any(line.isupper() and line.count(" ") > 2 for line in text.split("\n"))
    for row in rows:
        if row.kind not in ("person", "organisation", "place"):
            continue
        surfaces = row.surfaces()
        forms_of_row = (*surfaces, *_last_names(surfaces, row))
        loud = [surface.upper() for surface in forms_of_row] if shouts else []
        for surface in (*forms_of_row, *loud):
            tokens = split(surface)
            if not tokens or surface in seen or not tokens[0][0].isupper():
                continue
            seen.add(surface)
            if len(tokens) > 1 or _sure(tokens[0], row, lower):
                forms.setdefault(tuple(tokens), (row.kind, 0.6))
    return forms


def _last_names(surfaces: Iterable[str], row: Cluster) -> list[str]:
    """The bare surnames of a person whose full name is known, as the text writes them."""
    if not row.people:
        return []
    return [surface.split()[-1] for surface in surfaces if " " in surface]


def _sure(word: str, row: Cluster, lower: frozenset[str]) -> bool:
    """Whether a single word names the row wherever it stands with a capital."""
    if len(word) < 3 or word.lower() in lower or fold(word) in lists.words("organisation-head"):
        return False
    if any(fold(word) == person.last.split(" ")[-1] for person in row.people):
        return True
    return word.isupper() or bool(row.known) or len(row.mentions) > 1


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, span[1] - 1) - 1
    return any(s < span[1] and e > span[0] for s, e in taken[max(0, at - 2) : at + 1])


def _part_of_longer(text: str, words: list[tuple[int, int]], at: int) -> bool:
    """Whether a single word stands inside a longer capitalised name ("Trump Tower")."""
    start, end = words[at]
    if at + 1 < len(words) and text[end : words[at + 1][0]] in (" ", "-"):
        after = text[slice(*words[at + 1])]
        if after[0].isupper() and not after.isupper():
            return True
    if at and text[words[at - 1][1] : start] in (" ", "-", "’s ", "'s "):
        before = text[slice(*words[at - 1])]
        low = before.lower().rstrip(".")
        titles = lists.words("title")
        if before[0].isupper() and low not in titles and before.lower() not in titles:
            return not _starts_sentence(text, words[at - 1][0])
    return False


def _starts_sentence(text: str, start: int) -> bool:
    return bool(_SENTENCE_END.search(text[max(0, start - 4) : start]))
