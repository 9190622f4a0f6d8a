"""Where one speech ends and another begins, by its marks.

Paragraphs that are each opened again, only the last one closed, are one speech in print; so is
what goes on behind "she said", or in a line all in marks. The model sees one window at a time and
may give the later parts to nobody, or to a quote of their own. Whole sentences in marks side by
side are two people's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reader.language.cues import asks
from reader.language.joint import Prepared
from reader.language.layout import Loose
from reader.language.marks import Stretch
from reader.language.tokens import sentences
from reader.news import Span

_MOST = 0.4
"""Share of a quoted stretch from which a content is taken to be all of it."""
_APART = 4
"""Signs at the end of a quote: a comma and its mark."""
_TOLD = 200
"""Most characters between two parts of a quote in one line."""
_EDGE = 40
"""Most spaces and stops around the marks that a line is all in."""
_BESIDE = re.compile(r"[ \t\xa0]{1,3}")


def typed_alike(prepared: Prepared) -> Prepared:
    """A text with the marks told apart that are opened in one style and closed in another.

    In “It rained," Ada said. "It poured.” the straight marks, which seem to quote "Ada said" within
    a quotation, stand as those do that close one and open the next.
    """
    text = prepared.text
    out: list[Stretch] = []
    for stretch in prepared.stretches:
        rest = stretch
        inner: list[Span] = []
        for start, end in stretch.nested:
            if not _turned(text, start, end):
                inner.append((start, end))
                continue
            close, reopen = (start - 1, start), (end, end + 1)
            out.append(replace(rest, end=start - 1, closer=close, nested=tuple(inner)))
            rest = replace(rest, start=end + 1, opener=reopen, nested=())
            inner = []
        rest = replace(rest, nested=tuple(inner)) if rest is not stretch else stretch
        out.append(rest)
    return (
        prepared if len(out) == len(prepared.stretches) else replace(prepared, stretches=tuple(out))
    )


def _turned(text: str, start: int, end: int) -> bool:
    """Whether the straight marks around some words close what is before and open what follows."""
    if text[start - 1 : start] != '"' or text[end : end + 1] != '"':
        return False
    closes = not text[start - 2 : start - 1].isspace() and text[start : start + 1] == " "
    opens = text[end - 1 : end] == " " and not text[end + 1 : end + 2].isspace()
    return closes and opens


def chains(prepared: Prepared) -> list[list[Stretch]]:
    """The runs of stretches that are one speech, two or more each, in order."""
    out: list[list[Stretch]] = []
    starts = [p.start for p in prepared.paragraphs]
    current: list[Stretch] = []
    due = -1
    for stretch in prepared.stretches:
        k = bisect_left(starts, stretch.opener[0] + 1) - 1
        first = not prepared.text[starts[k] : stretch.opener[0]].strip()
        if not (first and k == due and current and _alike(stretch, current[-1], prepared.text)):
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


def _alike(one: Stretch, other: Stretch, text: str) -> bool:
    """Whether two stretches are opened by the same mark."""
    return text[slice(*one.opener)] == text[slice(*other.opener)]


def apply(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with those of one speech made one."""
    runs = chains(prepared)
    if not runs:
        return list(found)
    starts = [run[0].opener[0] for run in runs]
    inside: list[dict[int, list[int]]] = [{} for _ in runs]
    for k, one in enumerate(found):
        for span in one.content:
            run = max(0, bisect_right(starts, (span[0] + span[1]) // 2) - 1)
            for j in _met(span, runs[run]):
                if _mostly(span, runs[run][j]):
                    inside[run].setdefault(k, []).append(j)
    out: list[Loose | None] = list(found)
    for run, members in enumerate(inside):
        here = {k: v for k, v in members.items() if out[k] is not None}
        _join(out, runs[run], here)
    return sorted((one for one in out if one is not None), key=lambda a: a.content)


def exchanged(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions, those parted that run from one speaker's marks into another's.

    In print whole sentences in marks side by side ("No." "Why not?" asked Ada) are two people's:
    the cue is of those beside it, and who says the others is not told.
    """
    text = prepared.text
    turns = [
        after.opener[0]
        for before, after in pairwise(prepared.stretches)
        if before.closer is not None
        and text[before.end - 1] in ".?!…"
        and _BESIDE.fullmatch(text, before.closer[1], after.opener[0])
        and _opens_sentence(text, before.opener[0])
    ]
    out: list[Loose] = []
    for one in found:
        low, high = (bisect_right(turns, at) for at in (one.content[0][0], one.content[-1][1] - 1))
        edges = turns[low:high]
        if not edges:
            out.append(one)
            continue
        parts: list[list[Span]] = [[] for _ in range(len(edges) + 1)]
        for start, end in one.content:
            for k in range(bisect_right(edges, start), bisect_left(edges, end) + 1):
                first = max(start, edges[k - 1]) if k else start
                parts[k].append((first, min(end, edges[k]) if k < len(edges) else end))
        told = bisect_right(edges, one.cue[0]) if one.cue is not None else 0
        bare = replace(one, cue=None, speaker=None)
        for k, part in enumerate(parts):
            if part:
                out.append(replace(one if k == told else bare, content=tuple(part)))
    return sorted(out, key=lambda a: a.content)


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins with the mark at an offset."""
    before = text[max(0, at - 4) : at].rstrip(" \t\xa0")
    return not before or before[-1] in "\n.?!…" or before[-2:-1] in tuple(".?!…")


def carried(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions, a line that is all in marks made part of the quote in the line before.

    Whoever is quoted there goes on, unless the line has a cue or a speaker of its own, or a
    question was asked.
    """
    text = prepared.text
    lines = prepared.paragraphs
    starts = [line.start for line in lines]
    alone: set[int] = set()
    marked: dict[int, Stretch] = {}
    for stretch in prepared.stretches:
        k = bisect_right(starts, stretch.opener[0]) - 1
        marked[k] = stretch
        before, behind = (lines[k].start, stretch.opener[0]), (stretch.outer[1], lines[k].end)
        near = before[1] - before[0] <= _EDGE and behind[1] - behind[0] <= _EDGE
        outside = text[slice(*before)] + text[slice(*behind)] if near else "…"
        if stretch.closer is not None and not outside.strip(" .\t\xa0"):
            alone.add(k)
    out = sorted(found, key=lambda a: a.content)
    spans = [(span, n) for n, one in enumerate(out) for span in one.content]
    placed = [(bisect_right(starts, span[0]) - 1, span, n) for span, n in spans]
    quoted = {k: n for k, span, n in placed if k in marked and _quoted(span, marked[k])}
    gone: set[int] = set()
    for n, one in enumerate(out):
        k = bisect_right(starts, one.content[0][0]) - 1
        number = quoted.get(k - 1)
        if one.cue is not None or k not in alone or number is None:
            continue
        lead, last = out[number], marked.get(k - 1)
        if last is None or last.closer is None or lead.speaker is None or lead.spoken:
            continue
        if lead.cue is not None and asks(text[slice(*lead.cue)]) and text[last.end - 1] == "?":
            continue
        if one.content[-1][1] > lines[k].end or marked[k].family != last.family:
            continue
        if _same(one, lead, text):
            out[number] = replace(lead, content=(*lead.content, *one.content))
            quoted[k] = number
            gone.add(n)
    return [one for n, one in enumerate(out) if n not in gone]


def resumed(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions, those that open right behind the cue of a quote made part of that quote.

    “It rained,” Ada said. “All day.” is one quote.
    """
    openers = {stretch.opener[0] for stretch in prepared.stretches}
    closers = [stretch.outer[1] for stretch in prepared.stretches]
    text = prepared.text
    out: list[Loose] = []
    for one in sorted(found, key=lambda a: a.content):
        lead = out[-1] if out else None
        start = one.content[0][0]
        if lead is None or one.cue is not None or start not in openers:
            out.append(one)
        elif _resumes(start, lead, closers, text) and _same(one, lead, text):
            out[-1] = replace(lead, content=(*lead.content, *one.content))
        else:
            out.append(one)
    return out


def _resumes(start: int, lead: Loose, closers: Sequence[int], text: str) -> bool:
    """Whether nothing but the clause of its cue stands between a quote and an offset."""
    k = bisect_right(closers, lead.cue[0]) - 1 if lead.cue and lead.speaker else -1
    if k < 0 or lead.cue is None or not lead.cue[1] <= start <= closers[k] + _TOLD:
        return False
    if not closers[k] - _APART <= lead.content[-1][1] <= closers[k]:
        return False
    between = text[closers[k] : start]
    if "\n" in between or not between.rstrip().endswith("."):
        return False
    return len(sentences(text, closers[k], start)) == 1


def _same(one: Loose, lead: Loose, text: str) -> bool:
    """Whether nobody else is known to have said an attribution than another one."""
    if one.speaker is None or lead.speaker is None:
        return True
    return text[slice(*one.speaker)] == text[slice(*lead.speaker)]


def _quoted(span: Span, stretch: Stretch) -> bool:
    """Whether a content has words of a quoted stretch."""
    return span[0] < stretch.end and stretch.start < span[1]


def filled(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with each quote that takes up most of its marks filling them."""
    out = list(found)
    ends = [stretch.end for stretch in prepared.stretches]
    inside: dict[int, list[tuple[int, Span]]] = {}
    for k, one in enumerate(found):
        for span in one.content:
            n = bisect_right(ends, span[0])
            while n < len(ends) and prepared.stretches[n].start < span[1]:
                inside.setdefault(n, []).append((k, span))
                n += 1
    for n, members in sorted(inside.items()):
        stretch = prepared.stretches[n]
        size = stretch.end - stretch.start
        here = [(k, span) for k, span in members if span in out[k].content]
        if not here or not size:
            continue
        k, best = max(here, key=lambda x: min(x[1][1], stretch.end) - max(x[1][0], stretch.start))
        covered = min(best[1], stretch.end) - max(best[0], stretch.start)
        if covered == size or (covered < _MOST * size and not _opens(out[k], best, stretch)):
            continue
        whole = min(best[0], stretch.start), max(best[1], stretch.end)
        edge = max(whole[1], stretch.outer[1])
        for j in {j for j, _ in here}:
            rest = [s for s in out[j].content if not (whole[0] <= s[0] and s[1] <= edge)]
            content = sorted([*rest, whole] if j == k else rest)
            out[j] = replace(out[j], content=tuple(content))
    return sorted((one for one in out if one.content), key=lambda a: a.content)


def _opens(one: Loose, span: Span, stretch: Stretch) -> bool:
    """Whether a content opens a quoted stretch and is reported from outside of it.

    Such is said to the last word, whatever is quoted in it in turn.
    """
    if stretch.closer is None or one.cue is None or not span[0] <= stretch.start < span[1]:
        return False
    return one.cue[1] <= stretch.opener[0] or one.cue[0] >= stretch.outer[1]


def _join(out: list[Loose | None], chain: Sequence[Stretch], inside: dict[int, list[int]]) -> None:
    """One speech: its parts with the cue and the speaker of whichever part has them.

    What is marked off within a long quotation by a cue of its own is somebody else's. Parts
    that have each a cue are no one speech: a mark is missing in print.
    """
    whole = {k: one for k in sorted(inside) if (one := out[k]) and _is_whole(one, chain)}
    if len(whole) < 2 and not any(len(inside[k]) < len(chain) for k in whole):
        return
    parts = list(whole.values())
    if len({p.cue for p in parts if p.cue}) > 1:
        return
    named = [p for p in parts if p.cue] or [p for p in parts if p.speaker] or parts
    lead = named[0]
    content: set[Span] = {s for p in parts for s in p.content}
    covered = {j for k in whole for j in inside[k]}
    content |= {stretch.outer for j, stretch in enumerate(chain) if j not in covered}
    spoken = sorted(content)
    for k in inside:
        one = out[k]
        if k in whole or (one is not None and one.cue is None and _is_part(one, spoken)):
            out[k] = None
    out.append(Loose(tuple(sorted(content)), lead.cue, lead.speaker, lead.score, lead.spoken))


def _is_part(one: Loose, content: Sequence[Span]) -> bool:
    """Whether an attribution, its speaker too, lies within the words of a speech."""
    spans = [*one.content, *([one.speaker] if one.speaker else [])]
    for start, end in spans:
        k = bisect_right(content, start, key=lambda span: span[0]) - 1
        if k < 0 or content[k][1] < end:
            return False
    return True


def _mostly(span: Span, stretch: Stretch) -> bool:
    shared = min(span[1], stretch.outer[1]) - max(span[0], stretch.outer[0])
    return shared * 2 > span[1] - span[0]


def _is_whole(one: Loose, chain: Sequence[Stretch]) -> bool:
    """Whether a content takes up most of one of the stretches."""
    return any(
        min(b, chain[j].end) - max(a, chain[j].start) > 0.7 * (chain[j].end - chain[j].start)
        for a, b in one.content
        for j in _met((a, b), chain)
    )


def _met(span: Span, chain: Sequence[Stretch]) -> range:
    """The numbers of the stretches that a span reaches into."""
    first = bisect_right(chain, span[0], key=lambda s: s.outer[1])
    return range(first, bisect_left(chain, span[1], key=lambda s: s.opener[0]))
