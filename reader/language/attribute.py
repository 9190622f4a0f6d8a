"""Spans into attributions: which content belongs to which cue and to which speaker.

Contents that lead to one cue are one attribution ("X," she said, "Y"). A cue's speaker is
chosen with that of its contents. Whatever stands near enough is looked at, wherever the
windows of the model ended.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from reader.language.labels import CONTENT_CUE, CONTENT_SOURCE, CUE_SOURCE
from reader.language.linking import Linker, features_of_pairs
from reader.language.tagging import CONTENT, CUE, SOURCE, Part, Place, Tagged

if TYPE_CHECKING:
    from reader.language.linking import Floats

REACH = 150
"""Farthest that links lead, in pieces."""
_DOUBT = 0.7
"""So sure must be a bare content beside others of the same cue."""
_BLOCK = 32
"""Spans whose links are scored at once; only speed depends on it."""
_SIDES = {CONTENT_CUE: (0, 0), CUE_SOURCE: (1, 0), CONTENT_SOURCE: (1, 1)}
"""Which of the two vectors of the left and of the right span meet in each kind of link."""


@dataclass(slots=True)
class Draft:
    """An attribution in words, before its spans are trimmed."""

    content: list[Place]
    cue: Place | None
    source: Place | None
    score: float = 1.0
    """How sure its contents are, 0..1."""
    sure: float = 1.0
    """How sure it is as a whole: contents, cue and their link together."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Contents that one cue reports."""

    cue: Part | None
    contents: list[Part]
    link: float = 1.0
    """The least odds of a link from a content to the cue."""

    @property
    def score(self) -> float:
        """How sure the contents are."""
        return min(content.score for content in self.contents)

    @property
    def sure(self) -> float:
        """How sure all of it is."""
        return self.score * self.link * (self.cue.score if self.cue else 1.0)


def attributions(tagged: Tagged, linker: Linker) -> list[Draft]:
    """The attributions of a text, in order."""
    sources = tagged.parts[SOURCE]
    out: list[Draft] = []
    for groups in _blocks(_groups(tagged, linker)):
        out += _with_sources(groups, sources, linker)
    return sorted(out, key=lambda d: (d.content[0].paragraph, d.content[0].first))


def _groups(tagged: Tagged, linker: Linker) -> list[_Group]:
    """The contents by the cue they lead to, in the order of their beginnings."""
    contents, cues = tagged.parts[CONTENT], tagged.parts[CUE]
    led: dict[int, list[Part]] = {}
    links: dict[int, float] = {}
    for number in range(0, len(contents), _BLOCK):
        block = contents[number : number + _BLOCK]
        near = _near(block, cues)
        scores = _scores(CONTENT_CUE, block, cues[near], linker)
        for k, best in enumerate(scores.argmax(1).tolist()):
            cue = near.start + best if best < near.stop - near.start else -1 - number - k
            led.setdefault(cue, []).append(block[k])
            links[cue] = min(links.get(cue, 1.0), exp(float(scores[k, best])))
    return [
        _Group(cues[cue] if cue >= 0 else None, _likely(members), links[cue])
        for cue, members in led.items()
    ]


def _likely(members: list[Part]) -> list[Part]:
    """Several contents without the doubtful ones that stand outside all marks."""
    if len(members) < 2:
        return members
    return [m for m in members if not m.bare or m.score >= _DOUBT] or members


def _blocks(groups: Sequence[_Group]) -> Iterator[Sequence[_Group]]:
    for number in range(0, len(groups), _BLOCK):
        yield groups[number : number + _BLOCK]


def _with_sources(groups: Sequence[_Group], sources: list[Part], linker: Linker) -> list[Draft]:
    """Each group with its speaker: what its contents and its cue speak for together."""
    contents = [content for group in groups for content in group.contents]
    cues = [group.cue for group in groups if group.cue]
    near = _near([*contents, *cues], sources)
    here = sources[near]
    by_content = _scores(CONTENT_SOURCE, contents, here, linker)
    by_cue = iter(_scores(CUE_SOURCE, cues, here, linker))
    out: list[Draft] = []
    row = 0
    for group in groups:
        n = len(group.contents)
        score = by_content[row : row + n].mean(0) if n > 1 else by_content[row]
        row += n
        if group.cue:
            score = score + next(by_cue)
        best = int(score.argmax())
        out.append(
            Draft(
                [content.place for content in group.contents],
                group.cue.place if group.cue else None,
                here[best].place if best < len(here) else None,
                group.score,
                group.sure,
            )
        )
    return out


def _near(of: Sequence[Part], among: list[Part]) -> slice:
    """Those of some spans in order that stand within reach of any of others."""
    first = min((x.first for x in of), default=0) - REACH
    last = max((x.last for x in of), default=0) + REACH
    low = bisect_left(among, first, key=lambda x: x.last)
    return slice(low, max(low, bisect_right(among, last, key=lambda x: x.first)))


def _scores(kind: int, left: Sequence[Part], right: Sequence[Part], linker: Linker) -> Floats:
    """Log-probabilities of links, the last column being "nothing"."""
    a, b = _SIDES[kind]
    pairs, far = features_of_pairs(
        [(x.first, x.last, x.place.paragraph) for x in left],
        [(x.first, x.last, x.place.paragraph) for x in right],
        REACH,
    )
    return linker.scores(kind, _vectors(left, a), _vectors(right, b), pairs, far)


def _vectors(of: Sequence[Part], side: int) -> Floats:
    import numpy as np

    from reader.language.labels import ROLE_SIZE

    if not of:
        return np.zeros((0, ROLE_SIZE), np.float32)
    return np.stack([x.vectors[side] for x in of])
