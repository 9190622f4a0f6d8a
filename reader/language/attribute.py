"""Spans into attributions: which content belongs to which cue and to which speaker.

Contents that lead to one cue are one attribution ("X," she said, "Y"). A cue's speaker is
chosen with that of its contents. Speech that runs on into paragraphs without a cue keeps
its speaker.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.language.decode import Found, best_tags, spans
from reader.language.joint import Reading
from reader.language.labels import CONTENT_CUE, CONTENT_SOURCE, CUE_SOURCE
from reader.language.linking import Linker, pair_features
from reader.language.windows import Segment

if TYPE_CHECKING:
    from reader.language.linking import Floats

CONTENT, SOURCE, CUE = range(3)
_CONTENT_WEIGHT = 1.0
"""How much the contents' own links to a speaker count beside the cue's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of words: paragraph, first, last (inclusive)."""

    paragraph: int
    first: int
    last: int


@dataclass(slots=True)
class Draft:
    """An attribution in words, before its spans are trimmed."""

    content: list[Place]
    cue: Place | None
    source: Place | None
    score: float = 1.0


@dataclass(slots=True)
class Tagged:
    """What the windows have settled so far."""

    parts: dict[Segment, list[Found]] = field(default_factory=dict)
    names: dict[Segment, list[Found]] = field(default_factory=dict)
    last_tag: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of a paragraph cut in two: the tags (part, name) of its last settled word."""


def attributions(
    readings: Iterable[Reading], linker: Linker
) -> tuple[list[Draft], list[tuple[int, Found]], list[tuple[int, Found]]]:
    """The attributions of a text, its names and its tagged parts (paragraph, span), in order."""
    drafts: list[Draft] = []
    names: list[tuple[int, Found]] = []
    parts: list[tuple[int, Found]] = []
    tagged = Tagged()
    for reading in readings:
        _settle(reading, tagged)
        for segment in sorted(reading.window.owned, key=lambda s: (s.paragraph, s.first)):
            names += [(segment.paragraph, n) for n in tagged.names[segment]]
            parts += [(segment.paragraph, n) for n in tagged.parts[segment]]
        drafts += _Window(reading, tagged, linker).drafts()
        _forget(tagged, reading)
    return drafts, names, parts


def _settle(reading: Reading, tagged: Tagged) -> None:
    """Decode the segments of a window that are not settled yet."""
    row = 0
    for segment in reading.window.segments:
        n = segment.last - segment.first
        scores, types = reading.parts[row : row + n], reading.types[row : row + n]
        row += n
        if segment in tagged.parts and segment not in reading.window.owned:
            continue
        before = tagged.last_tag.get(segment.paragraph, (0, 0)) if segment.first else (0, 0)
        tags, kinds = best_tags(scores, before[0]), best_tags(types, before[1])
        tagged.parts[segment] = spans(tags, scores, segment.first)
        tagged.names[segment] = spans(kinds, types, segment.first)
        if segment in reading.window.owned:
            tagged.last_tag[segment.paragraph] = tags[-1], kinds[-1]


def _forget(tagged: Tagged, reading: Reading) -> None:
    here = set(reading.window.segments)
    for old in [s for s in tagged.parts if s not in here]:
        del tagged.parts[old], tagged.names[old]
    lines = {s.paragraph for s in here}
    for line in [p for p in tagged.last_tag if p not in lines]:
        del tagged.last_tag[line]


class _Window:
    """The links within one window."""

    def __init__(self, reading: Reading, tagged: Tagged, linker: Linker) -> None:
        self.reading, self.linker = reading, linker
        self.spots: dict[Place, tuple[int, int]] = {}
        self.found: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
        self.scores: dict[Place, float] = {}
        owned = reading.window.owned
        row = 0
        for segment in reading.window.segments:
            for span in tagged.parts[segment]:
                place = Place(segment.paragraph, span.first, span.last)
                self.spots[place] = (
                    row + span.first - segment.first,
                    row + span.last - segment.first,
                )
                self.scores[place] = span.score
                if span.kind != CONTENT or segment in owned:
                    self.found[span.kind].append(place)
            row += segment.last - segment.first

    def _score(self, kind: int, left: list[Place], right: list[Place]) -> Floats:
        import numpy as np

        roles, places, lines = self.reading.roles, self.reading.places, self.reading.lines

        def vectors(of: list[Place], role: int) -> Floats:
            first = [self.spots[p][0] for p in of]
            last = [self.spots[p][1] for p in of]
            out: Floats = roles[first, role] + roles[last, role]
            return out if of else np.zeros((0, roles.shape[2]), np.float32)

        def pieces(of: list[Place]) -> list[tuple[int, int]]:
            return [(places[self.spots[p][0]], places[self.spots[p][1]]) for p in of]

        pairs = pair_features(pieces(left), pieces(right), lines)
        return self.linker.scores(
            kind, vectors(left, 2 * kind), vectors(right, 2 * kind + 1), pairs
        )

    def drafts(self) -> list[Draft]:
        contents, sources, cues = self.found[CONTENT], self.found[SOURCE], self.found[CUE]
        if not contents:
            return []
        to_cue = self._score(CONTENT_CUE, contents, cues)
        to_source = self._score(CONTENT_SOURCE, contents, sources)
        groups: dict[tuple[int, int], list[int]] = {}
        for k, row in enumerate(to_cue):
            cue = int(row.argmax())
            key = (cue, 0) if cue < len(cues) else (-1, k)
            groups.setdefault(key, []).append(k)
        cue_source = self._score(CUE_SOURCE, cues, sources) if cues else None
        out: list[Draft] = []
        for (cue, _), members in groups.items():
            score = _CONTENT_WEIGHT * to_source[members].mean(0)
            if cue >= 0 and cue_source is not None:
                score = score + cue_source[cue]
            source = int(score.argmax())
            parts = [contents[k] for k in members]
            out.append(
                Draft(
                    parts,
                    cues[cue] if cue >= 0 else None,
                    sources[source] if source < len(sources) else None,
                    min(self.scores[p] for p in parts),
                )
            )
        return sorted(out, key=lambda d: (d.content[0].paragraph, d.content[0].first))
