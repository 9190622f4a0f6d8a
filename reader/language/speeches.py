"""Speech that goes on over paragraphs: each opened again, only the last one closed.

Print has it so that such paragraphs are one speech. The model sees them one window at a
time and may give the later ones to nobody, or to a quote of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reader.language.joint import Prepared
from reader.language.layout import Loose
from reader.language.marks import Stretch
from reader.news import Span

_MOST = 0.4
"""Share of a quoted stretch from which a content is taken to be all of it."""
_WORTH = 30
"""Characters of a stretch that is looked at so."""


def chains(prepared: Prepared) -> list[list[Stretch]]:
    """The runs of stretches that are one speech, two or more each, in order."""
    out: list[list[Stretch]] = []
    starts = [p.start for p in prepared.paragraphs]
    current: list[Stretch] = []
    due = -1
    for stretch in prepared.stretches:
        k = bisect_left(starts, stretch.opener[0] + 1) - 1
        first = not prepared.text[starts[k] : stretch.opener[0]].strip()
        if not (first and k == due and current and stretch.family == current[-1].family):
            if len(current) > 1:
                out.append(current)
            current = []
            due = -1
        if stretch.closer is None:
            current.append(stretch)
            due = k + 1
        elif current and k == due:
            out.append([*current, stretch])
            current, due = [], -1
    if len(current) > 1:
        out.append(current)
    return out


def apply(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with those of one speech made one."""
    out = list(found)
    for chain in chains(prepared):
        out = _joined(out, chain)
    return sorted(out, key=lambda a: a.content)


def filled(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with each quote that takes up most of its marks filling them."""
    out = list(found)
    for stretch in prepared.stretches:
        size = stretch.end - stretch.start
        inside = [
            (k, span)
            for k, one in enumerate(out)
            for span in one.content
            if span[0] < stretch.end and span[1] > stretch.start
        ]
        if not inside or size < _WORTH:
            continue
        k, best = max(inside, key=lambda x: min(x[1][1], stretch.end) - max(x[1][0], stretch.start))
        covered = min(best[1], stretch.end) - max(best[0], stretch.start)
        if covered >= size - 3 or covered < _MOST * size:
            continue
        whole = min(best[0], stretch.start), max(best[1], stretch.end)
        for j in {j for j, _ in inside}:
            rest = [s for s in out[j].content if not (whole[0] <= s[0] and s[1] <= whole[1])]
            content = sorted([*rest, whole] if j == k else rest)
            out[j] = replace(out[j], content=tuple(content))
    return sorted((one for one in out if one.content), key=lambda a: a.content)


def _joined(found: list[Loose], chain: Sequence[Stretch]) -> list[Loose]:
    """One speech: its parts with the cue and the speaker of whichever part has them."""
    inside: dict[int, list[int]] = {}
    for k, one in enumerate(found):
        for span in one.content:
            for j, stretch in enumerate(chain):
                if _mostly(span, stretch):
                    inside.setdefault(k, []).append(j)
    if not inside:
        return found
    members = sorted(inside)
    # what is marked off within a long quotation by a cue of its own is somebody else's
    own_words = [k for k in members if _is_whole(found[k], chain)]
    if len(own_words) < 2 and not (own_words and len(inside[own_words[0]]) < len(chain)):
        return found
    named = [k for k in own_words if found[k].cue] or [k for k in own_words if found[k].speaker]
    lead = found[(named or own_words)[0]]
    content: set[Span] = {s for k in own_words for s in found[k].content}
    covered = {j for k in own_words for j in inside[k]}
    content |= {stretch.outer for j, stretch in enumerate(chain) if j not in covered}
    rest = [one for k, one in enumerate(found) if k not in own_words]
    return [*rest, Loose(tuple(sorted(content)), lead.cue, lead.speaker, lead.score, lead.spoken)]


def _mostly(span: Span, stretch: Stretch) -> bool:
    shared = min(span[1], stretch.outer[1]) - max(span[0], stretch.outer[0])
    return shared * 2 > span[1] - span[0]


def _is_whole(one: Loose, chain: Sequence[Stretch]) -> bool:
    """Whether a content takes up most of one of the stretches."""
    return any(
        min(b, s.end) - max(a, s.start) > 0.7 * (s.end - s.start)
        for a, b in one.content
        for s in chain
    )
