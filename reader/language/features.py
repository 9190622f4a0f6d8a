"""What the joint model is told of each word besides its pieces.

One number a word: its case, its quote state and where its paragraph stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from reader.language.marks import Stretch
from reader.language.tokens import Paragraph
from reader.news import Span

CASES = 10
STATES = 8
PLACES = 4
COUNT = CASES * STATES * PLACES + 1
BREAK = COUNT - 1
"""The feature of the model's own start and break pieces."""

OUTSIDE, DOUBLE, SINGLE, NESTED, OPENER, CLOSER, UNCLOSED, _SPARE = range(STATES)
BODY, FIRST, REOPENED, CAPITALS = range(PLACES)

_MARKS = frozenset(["''", "``", *"\"“”„‟＂«»‹›‘’‚‛'`"])


@lru_cache(maxsize=40_000)
def case(word: str) -> int:
    """The shape of a word: 0 lower, 1 title, 2 capitals, 3 mixed, 4 number, and so on."""
    first = word[0]
    if first.isdigit():
        return 4
    if word.islower():
        return 0
    if word.isupper():
        letters = sum(c.isalpha() for c in word)
        return 7 if letters == 1 else 8 if "." in word else 2
    if not any(c.isalpha() for c in word):
        return 6 if word in _MARKS else 5
    if first.isupper() and word[1:].islower():
        return 1
    return 9 if not first.isupper() and first.isalpha() else 3


def combine(case_: int, state: int, place: int) -> int:
    """One number for the three."""
    return case_ + CASES * (state + STATES * place)


def state_of(feature: int) -> int:
    """The quote state in a number that `combine` made."""
    return feature // CASES % STATES


def states(words: Sequence[Span], stretches: Sequence[Stretch]) -> list[int]:
    """The quote state of each word of a paragraph."""
    out = [OUTSIDE] * len(words)
    starts = [start for start, _ in words]
    for stretch in stretches:
        inner = SINGLE if stretch.family == "single" else DOUBLE
        if stretch.closer is None:
            inner = UNCLOSED
        first, last = stretch.outer
        k = bisect_right(starts, first - 1) if first else 0
        while k < len(words) and words[k][0] < last:
            at = words[k][0]
            if at < stretch.start:
                out[k] = OPENER
            elif at >= stretch.end:
                out[k] = CLOSER
            elif any(start <= at < end for start, end in stretch.nested):
                out[k] = NESTED
            else:
                out[k] = inner
            k += 1
    return out


def place(text: str, paragraph: Paragraph, number: int, open_before: bool) -> int:
    """Where a paragraph stands: the first, one that goes on with a speech, in capitals."""
    if number == 0:
        return FIRST
    if open_before:
        return REOPENED
    line = text[paragraph.start : paragraph.end]
    return CAPITALS if len(line) > 12 and line.isupper() else BODY


def paragraph_features(
    text: str, parts: Sequence[Paragraph], marked: Sequence[Stretch]
) -> list[list[int]]:
    """The features of each word of each paragraph. `marked` is in text order."""
    out: list[list[int]] = []
    k = 0
    open_before = False
    for number, paragraph in enumerate(parts):
        here: list[Stretch] = []
        while k < len(marked) and marked[k].opener[0] < paragraph.end:
            here.append(marked[k])
            k += 1
        where = place(text, paragraph, number, open_before)
        plain = combine(0, OUTSIDE, where)
        told = [case(text[start:end]) + plain for start, end in paragraph.words]
        if here:
            state = states(paragraph.words, here)
            told = [n + CASES * s for n, s in zip(told, state, strict=True)]
        out.append(told)
        open_before = bool(here) and here[-1].closer is None
    return out
