"""Speakers that the layout of a line names: "… — Ada Marsh", "MARSH: …".

What stands so is certain, and a model of running prose is at its weakest there; what it
found in such a line is put right by the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.language.joint import Prepared
from reader.language.tokens import Paragraph
from reader.news import Span


@dataclass(frozen=True, slots=True)
class Loose:
    """An attribution by its offsets, before its spans are trimmed."""

    content: tuple[Span, ...]
    cue: Span | None
    speaker: Span | None
    score: float = 1.0
    spoken: bool = False
    """Speech word for word though no marks stand around it."""
    sure: float = 1.0
    """How sure it is as a whole, 0..1; `score` is of the contents alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that names its speaker: who, by what sign, and what is said."""

    speaker: Span
    cue: Span
    content: tuple[Span, ...]
    """One for each paragraph of it."""
    spoken: bool

    @property
    def reach(self) -> Span:
        """From the first word said to the last."""
        return self.content[0][0], self.content[-1][1]


_PARTICLE = r"(?:de|del|della|der|den|di|da|dos|van|von|bin|bint|ibn|al|el|la|le|of|the|y|and|&)"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|{_PARTICLE})){{0,5}}"
_SIGNED = re.compile(
    rf"\s*(?P<dash>[—–―]|--?)\s*(?P<name>{_NAME})(?P<more>, [^.!?\n]{{1,80}})?[.,]?\s*"
)
_LABEL = re.compile(
    rf"[\"“„«‘'\s]*(?P<name>(?:{_WORD}\s){{0,4}}{_WORD})(?: \([^)\n]{{1,60}}\))?"
    r"(?P<colon>:)\s+(?=\S)"
)
_QUESTION = re.compile(r"(?P<name>[QA])(?P<colon>[.:])\s+(?=\S)")
_NO_LABEL_TEXT = """
note notes update updated correction editor source sources read related watch listen photo image
video caption credit by from to subject date time where when what who why how also more warning
example question answer result results score scores final live breaking exclusive opinion
analysis review verdict facts fact background summary contact tickets
"""
_NO_LABEL = frozenset(_NO_LABEL_TEXT.split())
_SAYS = re.compile(
    r"\b(?:said|says?|wrote|writes?|reads?|stated?|states|tweeted|posted|continued|replied|added"
    r"|announced|told|declared)\b"
)
_OPENERS = frozenset("\"“„«‘'")
_MANY = 0.7
"""Share of the lines of a transcript that name their speaker."""
_TALK = re.compile(
    r"\b(?:the|a|an|I|you|he|she|it|we|they|is|are|was|were|do|did|not|no|yes|to|of|and|but|that"
    r"|what|who|how|why)\b",
    re.I,
)
"""Words that people hardly speak a line without, as lists and tables are."""
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’ -]+")
_FOOT = re.compile(r"\W*(?:Follow|Like|Contact|Email|Find) [^\n]{2,60} (?:on|at) [^\n]{1,80}$")
"""The line below an article that says where its reporter is to be found."""
_STAGE = re.compile(r"^[\"“]?[(\[][A-Z .,—–-]+[)\]]\.?[\"”]?$")


def lines(prepared: Prepared) -> list[Line]:
    """The lines of a text that name their speaker."""
    found = [*_dashes(prepared), *(_labels(prepared) or _questions(prepared))]
    return sorted(found, key=lambda x: x.content)


def _dashes(prepared: Prepared) -> list[Line]:
    text = prepared.text
    out: list[Line] = []
    starts = [p.start for p in prepared.paragraphs]
    k = 0
    for stretch in prepared.stretches:
        while k + 1 < len(starts) and starts[k + 1] <= stretch.opener[0]:
            k += 1
        paragraph = prepared.paragraphs[k]
        if stretch.closer is None:
            continue
        match = _SIGNED.fullmatch(text, stretch.closer[1], paragraph.end)
        if match is None and not text[stretch.closer[1] : paragraph.end].strip():
            following = prepared.paragraphs[k + 1 : k + 2]
            if following:
                match = _SIGNED.fullmatch(text, following[0].start, following[0].end)
        if match is not None:
            out.append(Line(match.span("name"), match.span("dash"), (stretch.outer,), False))
    return out


def _labels(prepared: Prepared) -> list[Line]:
    text = prepared.text
    found: dict[int, Line] = {}
    counts: Counter[str] = Counter()
    for number, paragraph in enumerate(prepared.paragraphs):
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if match is None:
            continue
        name = match["name"]
        if name.lower() in _NO_LABEL or name.split()[0].lower() in _NO_LABEL:
            continue
        content = ((match.end(), paragraph.end),)
        counts[name] += 1
        found[number] = Line(match.span("name"), match.span("colon"), content, True)
    capitals = {k: x for k, x in found.items() if _CAPITALS.fullmatch(text[slice(*x.speaker)])}
    if len(capitals) >= 2:
        return _turns(capitals, prepared)
    # a transcript is several such lines of two or more, and somebody speaks more than once
    talk = sum(_TALK.search(text, *x.reach) is not None for x in found.values())
    if len(found) >= 3 and len(counts) > 1 < max(counts.values()) and 2 * talk >= len(found):
        whole = {k: x for k, x in found.items() if x.reach[1] - x.reach[0] > 1}
        return _turns(whole, prepared)
    return []


def _turns(labelled: dict[int, Line], prepared: Prepared) -> list[Line]:
    """The lines of a transcript with the paragraphs in which their speakers go on.

    Such are opened with a mark as the line with the name is; without marks, they are those
    between the lines, where most lines have a name: in others the reporter speaks between.
    """
    text = prepared.text
    numbers = sorted(labelled)
    dense = len(numbers) > _MANY * (numbers[-1] - numbers[0] + 1) if numbers else False
    out: list[Line] = []
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        line = labelled[number]
        opener = text[prepared.paragraphs[number].start]
        marked = opener if opener in _OPENERS else None
        content = list(line.content)
        last = len(prepared.paragraphs) if following is None else following
        for paragraph in prepared.paragraphs[number + 1 : last]:
            goes_on = text[paragraph.start] == marked
            if not goes_on and (marked or not dense or following is None):
                break
            if is_stage_direction(text[paragraph.start : paragraph.end]):
                break
            if _FOOT.match(text, paragraph.start, paragraph.end):
                break
            content.append((paragraph.start, paragraph.end))
        out.append(replace(line, content=tuple(content)))
    return out


def _questions(prepared: Prepared) -> list[Line]:
    """Lines that begin with Q. and A., of which there are some of each."""
    out: list[Line] = []
    for paragraph in prepared.paragraphs:
        match = _QUESTION.match(prepared.text, paragraph.start, paragraph.end)
        if match:
            content = ((match.end(), paragraph.end),)
            out.append(Line(match.span("name"), match.span("colon"), content, True))
    letters = Counter(prepared.text[x.speaker[0]] for x in out)
    return out if min(letters["Q"], letters["A"]) >= 2 else []


def apply(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with those of such lines put right."""
    told = lines(prepared)
    if not told:
        return list(found)
    starts = [line.reach[0] for line in told]
    out: list[Loose] = []
    touched: set[int] = set()
    for one in found:
        rest: list[Span] = []
        cues: set[Span | None] = set()
        for span in one.content:
            k = bisect_right(starts, (span[0] + span[1]) // 2) - 1
            if k >= 0 and _within(span, told[k]):
                touched.add(k)
                cues.add(told[k].cue)
            else:
                rest.append(span)
        if rest and one.cue in cues:  # the line says all that its label reports
            out.append(replace(one, content=tuple(rest), cue=None, speaker=None))
        elif rest:
            out.append(replace(one, content=tuple(rest)))
    spans = sorted((span, n) for n, one in enumerate(out) for span in one.content)
    for k, line in enumerate(told):
        held = None if line.spoken else _holds(line, spans, prepared.text)
        if held is not None:  # the marks are ill set, and the model saw where they should be
            out[held] = replace(out[held], cue=line.cue, speaker=line.speaker)
            continue
        if k in touched or line.spoken or _long(prepared.text, line.reach):
            out.append(Loose(line.content, line.cue, line.speaker, 1.0, line.spoken))
    return sorted(out, key=lambda a: a.content)


def lead_ins(
    found: Sequence[Loose], prepared: Prepared, parts: Sequence[tuple[Span, str]]
) -> list[Loose]:
    """Statements set below a line that ends with a colon: "the two said in a statement:".

    Where only the beginning of one was found, all of it is said.

    `parts` are the spans of the text that were tagged, with "cue", "source" or "content".
    """
    text = prepared.text
    out = list(found)
    starts = [p.start for p in prepared.paragraphs]
    busy: set[int] = set()
    for start, end in (span for one in found for span in one.content):
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        busy.update(range(first, last))
    here: dict[int, list[tuple[Span, str]]] = {}
    for part in parts:
        here.setdefault(bisect_right(starts, part[0][0]) - 1, []).append(part)
    for k, (line, below) in enumerate(pairwise(prepared.paragraphs)):
        if not text[line.start : line.end].rstrip().endswith(":") or _listed(text, below):
            continue
        tagged = here.get(k, [])
        cues = [s for s, kind in tagged if kind == "cue" and _SAYS.search(text, *s)]
        sources = [s for s, kind in tagged if kind == "source"]
        free = k + 1 not in busy and not any(kind == "content" for _, kind in tagged)
        span = (below.start, below.end)
        if free and cues and sources:
            out.append(Loose((span,), cues[-1], sources[-1], 1.0, True))
        elif cues and not any(kind == "cue" for _, kind in here.get(k + 1, [])):
            begun = [n for n, one in enumerate(out) if one.cue == cues[-1] and _begins(one, span)]
            for n in begun:
                out[n] = replace(out[n], content=(span,), spoken=True)
    return sorted(out, key=lambda a: a.content)


def _begins(one: Loose, span: Span) -> bool:
    """Whether all that is said begins with a statement, and is but a part of it."""
    return one.content[0][0] == span[0] and one.content[-1][1] < span[1]


def _listed(text: str, line: Paragraph) -> bool:
    """Whether a line is an item of a list, or too short to be a statement."""
    first = text[line.words[0][0]]
    return first in "-*•–—·" or first.isdigit() or len(line.words) < 6


def _within(span: Span, line: Line) -> bool:
    """Whether most of a content lies in what the line says."""
    shared = min(span[1], line.reach[1]) - max(span[0], line.reach[0])
    return shared * 2 > span[1] - span[0]


def _holds(line: Line, spans: Sequence[tuple[Span, int]], text: str) -> int | None:
    """The number of the content that what a line says is but a part of, in one paragraph.

    `spans`: contents in order, each with its number.
    """
    start, end = line.reach
    k = bisect_right(spans, start, key=lambda x: x[0][0]) - 1
    if k < 0:
        return None
    (first, last), number = spans[k]
    part = first < start and end <= last and 2 * (end - start) <= last - first
    return number if part and "\n" not in text[first:start] else None


def _long(text: str, span: Span) -> bool:
    return len(text[slice(*span)].split()) >= 4


def is_stage_direction(words: str) -> bool:
    """Words like "(CROSSTALK)", which nobody says."""
    return _STAGE.match(words.strip()) is not None
