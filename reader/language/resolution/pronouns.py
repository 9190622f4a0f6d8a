"""Which of the people (or bodies) mentioned before a pronoun means: a weighted choice.

The weights were set by hand while reading misses; each feature says in a word what it is
about, so that a choice can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from operator import mul

from reader.language.lists import Gender
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.layout import Layout, within
from reader.news import Span

WINDOW = 60
"""How many earlier references are looked at."""

PRONOUNS: dict[str, Gender | None] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip

WEIGHTS: dict[str, float] = {
    "sentences": -0.55,
    "paragraphs": -0.35,
    "subject": 1.0,
    "possessive": -0.7,
    "quoted only": -2.0,
    "last speaker": 1.2,
    "last speaker near": 0.6,
    "count": 0.35,
    "gender known": 0.6,
    "hint against": -2.5,
    "own content": -4.0,
    "same sentence": 0.3,
    "same sentence, not speaking": 1.0,
    "pronouns near": 0.4,
    "subject of sentence before": 0.5,
    "opens sentence before": 0.6,
    "introduced": 0.6,
    "described": 1.4,
    "latest": 0.3,
    "paragraph's first": 0.2,
    "asks": -12.0,
}
_BY = re.compile(r"^[\"“‘']?\w+ed (?:[a-z]+ ){0,3}?by (?:[\w.'’-]+ ){0,4}$")
"""What a sentence opens with before the name of whoever asks: "Asked by Labour's"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference to a row: a name or a pronoun already resolved."""

    start: int
    end: int
    row: int
    pronoun: bool
    subject: bool
    possessive: bool
    quoted: bool
    first: bool = False
    """Whether it is the first mention of the row."""
    aside: bool = False
    """Whether it stands in a headline, which is no part of the telling."""
    described: bool = False
    """Whether it is followed by who that is: whoever is led in so speaks in the next paragraph."""


@dataclass(frozen=True, slots=True)
class Place:
    """A pronoun in the text and what is known where it stands."""

    start: int
    gender: Gender | None
    content: tuple[Span, ...] = ()
    """What the pronoun is reported to have said, if it speaks."""
    last_speaker: int | None = None
    last_speaker_at: int = 0
    quoted: bool = False
    """Whether the pronoun itself stands within somebody's words."""


def candidates(
    place: Place, entries: Sequence[Entry], rows: Sequence[Cluster], layout: Layout
) -> dict[int, dict[str, float]]:
    """The rows of kind person that the pronoun may mean, each with its features."""

    def fits(row: Cluster) -> bool:
        return row.kind == "person" and (
            row.gender is None or place.gender is None or row.gender == place.gender
        )

    return features(place, entries, rows, layout, fits)


def features(
    place: Place,
    entries: Sequence[Entry],
    rows: Sequence[Cluster],
    layout: Layout,
    fits: Callable[[Cluster], bool],
) -> dict[int, dict[str, float]]:
    """For each row that fits and was referred to before: the features of choosing it."""
    start = told_from(place, layout)
    sentence, paragraph = layout.sentence(start), layout.paragraph(start)
    found: dict[int, dict[str, float]] = {}
    seen: dict[int, int] = {}
    first_here: int | None = None
    opener: int | None = None
    for entry in reversed(entries[-WINDOW:]):
        row = rows[entry.row]
        if not fits(row):
            continue
        own = within(place.content, entry.start)
        gap = sentence - layout.sentence(entry.start)
        back = paragraph - layout.paragraph(entry.start)
        if back == 0 and entry.quoted == place.quoted:
            first_here = entry.row
        told = found.get(entry.row)
        if told is None:
            told = found[entry.row] = dict.fromkeys(WEIGHTS, 0.0)
            told["gender known"] = float(row.gender is not None)
            against = row.gender is None and row.hint is not None and row.hint != place.gender
            told["hint against"] = float(against and place.gender is not None)
            told["quoted only"] = 1.0
            told["last speaker"] = (1.0 if place.content else 0.5) * (
                entry.row == place.last_speaker
            )
            near = layout.paragraph(place.last_speaker_at) >= paragraph - 1
            told["last speaker near"] = float(entry.row == place.last_speaker and near)
        if gap == 0 and place.content and not entry.pronoun and _asks(entry, layout):
            told["asks"] = 1.0
        if own:
            told["own content"] = 1.0
            continue
        if told["quoted only"] and entry.quoted == place.quoted:
            told["quoted only"] = 0.0
            told["sentences"] = min(float(gap) + 2 * entry.aside, 8.0)
            told["paragraphs"] = min(float(back), 6.0)
            told["subject"] = float(entry.subject and not entry.aside)
            told["possessive"] = float(entry.possessive and not entry.pronoun)
            told["same sentence"] = float(gap == 0)
            told["same sentence, not speaking"] = float(gap == 0 and not place.content)
            told["latest"] = float(not seen)
            seen[entry.row] = 1
        if entry.quoted == place.quoted:
            if entry.aside:
                told["count"] += 1.0
                continue
            if entry.pronoun and gap <= 2:
                told["pronouns near"] = min(told["pronouns near"] + 1.0, 3.0)
            if gap == 1 and entry.subject:
                told["subject of sentence before"] = 1.0
            if gap == 1 and not entry.possessive:
                opener = entry.row
            told["introduced"] = float(entry.first and gap <= 1 and not entry.possessive)
            leads = gap == 1 and start < place.start and back > 0
            told["described"] = told["introduced"] * (entry.described and leads)
        told["count"] += 1.0
    for at, told in found.items():
        told["count"] = log(1.0 + told["count"])
        told["paragraph's first"] = float(at == first_here)
        told["opens sentence before"] = float(at == opener)
        if told["quoted only"]:
            told["sentences"], told["paragraphs"] = 4.0, 2.0
    return found


def _asks(entry: Entry, layout: Layout) -> bool:
    """Whether a sentence opens with what is done by somebody: "Asked by Ada Marsh, …"."""
    begin = max(layout.sentence_start(entry.start), entry.start - 80)
    return _BY.match(layout.text[begin : entry.start]) is not None


def told_from(place: Place, layout: Layout) -> int:
    """Where the sentence of a pronoun begins: before its own words, if they come first."""
    if place.content and place.content[0][0] < place.start:
        first = place.content[0][0]
        if layout.paragraph(first) == layout.paragraph(place.start):
            return first
    return place.start


def score(told: dict[str, float]) -> float:
    """How well a row fits, from its features, which stand in the order of the weights."""
    total: float = sum(map(mul, WEIGHTS.values(), told.values()))
    return total


def choose(found: dict[int, dict[str, float]], floor: float = -6.0) -> int | None:
    """The row that a pronoun most likely means; None where none fits well enough."""
    if not found:
        return None
    best, row = max((score(told), -row) for row, told in found.items())
    return -row if best > floor else None


def margin(found: dict[int, dict[str, float]]) -> float:
    """By how much the best row is better than the next; large where there is but one."""
    scores = sorted((score(told) for told in found.values()), reverse=True)
    return scores[0] - scores[1] if len(scores) > 1 else 9.0
