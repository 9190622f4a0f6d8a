"""Sentences that report two things: "they denied it and said …", "the sum he | says he gave".

The model is at its least sure where a sentence goes on with another verb of speech. A second
verb behind "and" or "but", or ", adding", begins a report of its own by the same speaker, where
it is not somebody's in what was said ("police said he came in and demanded cash"); one whose
subject is the last word of what was said before belongs to what was said. And a sentence that
somebody's "she said" interrupts between commas is hers on both sides of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from reader.language.cues import REPORTING, reports_speech
from reader.language.joint import Prepared
from reader.language.layout import Loose
from reader.language.tokens import Paragraph, sentences
from reader.news import Span

_PAST = sorted(
    {w for w in REPORTING if w in ("said", "told", "wrote") or re.search(r"..ed$", w)}
    | {"encouraged", "rejected", "welcomed", "hailed"}
)
_TOLD = re.compile(r"(?:ed|said|told|wrote)\b")
_ALSO = re.compile(
    r"(?P<end>,?[\"”’']{0,2}) (?:and|but) (?P<cue>(?:(?:also|then|later|even|again) )?"
    rf"(?:{'|'.join(_PAST)}))(?:(?<=told) (?:him|her|them|us|me|reporters|the \w+))?"
    r"(?= [\w“\"'‘$])"
)
_SAYS_THAT = re.compile(r"\b(?:said|told|wrote|stated|added|reported|claimed|alleged)\b")
"""Cues that a clause follows."""
_CLAUSE = re.compile(
    r"\b(?:was|were|had|is|are|has|have|would|will|could|can|should|did|does|do|might|may|must"
    r"|[a-z]+ed)\b"
)
"""Verbs by which a clause is known, in which somebody else may be doing things."""
_PLAINLY = re.compile(
    r"(?:said|noted|argued|added|stressed|stated|explained|emphasi[sz]ed|suggested|asserted"
    r"|insisted|maintained)$"
)
"""Second verbs that say no more than that somebody speaks: behind a clause, too, mostly the
first speaker. Others behind a clause are as often not."""
_ADDING = re.compile(
    r"(?P<end>,[\"”’']{0,2}) (?:(?:while|but|also) )?(?P<cue>saying|adding|noting|arguing"
    r"|claiming|stating|warning|recalling|insisting|suggesting|declaring|explaining|alleging|acknowledging"
    r"|asserting|calling)(?= [\w“\"'‘$])"
)
_BELOW = re.compile(r"\b(?:who|when|which|where|while|after|before|because|if|as|until|since)\b")
"""Words that open a clause below, whose verb the second one may be."""
_LEAST = 8
"""Characters of either report."""
_MOST = 400
"""Characters that are looked through for a second one."""
_SHORT = 8
_SUBJECT = re.compile(r"[^,;:–—\s] (?:he|she|they|it|we|I)$")

_SAID = re.compile(r"(?:said|says?)(?:$|\s)")
_ON_TIME = re.compile(
    r"(?: (?:on|in|at|during|late|early|earlier|last|this|later|again|then"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) ?[^,.;:!?\n\"“”]{0,40})?, (?=\S)"
)
"""What stands between "she said" and the rest of the sentence."""
_BE = r"is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|do|does|did"
_AUXILIARY = re.compile(rf"(?:{_BE})\b")
_VERB = re.compile(rf"(?:{_BE}|(?!but|and|as|this|its|his)[a-z]+(?:ed|s))\b")
_OPENING = re.compile(
    r"(?:But|And|In|On|At|During|By|After|For|With|If|When|As|While|Since|Under|Without|Among|From"
    r"|Instead|Still|Now|Today|Though|Although|However|Yet|Like|Until|Once|Because|Before|So|Indeed"
    r"|Even|Also|Then|Meanwhile|Later|Besides)\b"
)
"""Words that, with one or two more, only lead to what is said."""
_FEW = 3
_BROKEN = re.compile(
    r"[;:(\[\"“”‘]|''|(?: [-–—]+ |—)|(?:\b(?:and|but|or|also|including|like|wh\w+|that))$"
)
"""Signs and words by which what stands before "she said" is not the first half of a clause."""
_WINDOW = 500
"""Characters of either half that are looked at."""


def parted(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions, those that run on into a second report of the same speaker parted."""
    starts = [stretch.start for stretch in prepared.stretches]
    out: list[Loose] = []
    for one in found:
        first, rest = _parted(one, prepared, starts)
        while rest is not None:
            out.append(first)
            first, rest = _parted(rest, prepared, starts)
        out.append(first)
    return sorted(out, key=lambda a: a.content)


def _parted(one: Loose, prepared: Prepared, starts: Sequence[int]) -> tuple[Loose, Loose | None]:
    """What an attribution reports up to a second verb of speech, and what from there on."""
    text, cue = prepared.text, one.cue
    if cue is None or one.speaker is None or one.spoken or not one.speaker[1] <= cue[0]:
        return one, None
    start, end = one.content[-1]
    if start < cue[1] or len(one.content) > 1 or not reports_speech(text[slice(*cue)]):
        return one, None
    found = [_also(text, cue, (start, end)), _ADDING.search(text, start + _LEAST, end - _LEAST)]
    match = min((m for m in found if m), key=lambda m: m.start(), default=None)
    if match is None or len(sentences(text, start, match.end())) > 1:
        return one, None
    at = match.start("cue")
    k = bisect_right(starts, at) - 1
    if match.start() - start > _MOST or (k >= 0 and at < prepared.stretches[k].end):
        return one, None
    rest = replace(one, content=((match.end(), end),), cue=match.span("cue"))
    return replace(one, content=((start, match.end("end")),)), rest


def _also(text: str, cue: Span, content: Span) -> re.Match[str] | None:
    """A second verb behind "and" that stands in the past as a cue does, and is the speaker's."""
    start, end = content
    match = _ALSO.search(text, start + _LEAST, end - _LEAST)
    if match is None or not _TOLD.search(text, *cue):
        return None
    if _BELOW.search(text, start, match.start()):
        return None
    clause = _SAYS_THAT.search(text, *cue) or _CLAUSE.search(text, start, match.start())
    closed = match["end"] or text.startswith(" but ", match.end("end"))
    return match if not clause or closed or _PLAINLY.search(match["cue"]) else None


def embedded(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions, those whose subject ends another's content made part of that content."""
    text = prepared.text
    by_cue = {one.cue[0]: k for k, one in enumerate(found) if one.cue is not None}
    out: list[Loose | None] = list(found)
    for k, one in enumerate(found):
        start, end = one.content[-1]
        inner = by_cue.get(end + 1)
        if inner is None or inner == k or out[k] is None or out[inner] is None:
            continue
        two = found[inner]
        if two.cue is None or two.cue == one.cue or len(two.content) > 1:
            continue
        follows = 0 < two.content[0][0] - two.cue[1] <= 1
        if follows and _SUBJECT.search(text, max(start, end - _SHORT), end):
            out[k] = replace(one, content=(*one.content[:-1], (start, two.content[0][1])))
            out[inner] = None
    return [one for one in out if one is not None]


def interrupted(
    found: Sequence[Loose], prepared: Prepared, parts: Sequence[tuple[Span, str]]
) -> list[Loose]:
    """The attributions with both halves of a sentence that "she said" stands in the middle of.

    "The pier, she said, was unsafe" is found as a whole, where the model saw but the second half
    or, behind a plain "said", nothing at all.

    `parts` are the spans of the text that were tagged, with "cue", "source" or "content".
    """
    taken = {one.cue for one in found}
    sources = {span[1] + 1: span for span, kind in parts if kind == "source"}
    bare = [
        Loose((), span, sources[span[0]])
        for span, kind in parts
        if kind == "cue" and span not in taken and span[0] in sources
    ]
    busy = sorted((span, k) for k, one in enumerate(found) for span in one.content)
    starts = [p.start for p in prepared.paragraphs]
    out: list[Loose] = []
    for k, one in enumerate([*found, *bare]):
        halves = _halves(one, prepared, starts)
        if halves is not None and not any(owner != k for owner in _owners(halves[0], busy)):
            one = _with_halves(one, halves, prepared.text)
        if one.content:
            out.append(one)
    return sorted(out, key=lambda a: a.content)


def _halves(
    one: Loose, prepared: Prepared, starts: Sequence[int]
) -> tuple[Span, Span | None, int] | None:
    """What stands in a sentence before and behind ", she said, ", and where the latter begins.

    None where that is no clause; the second half is None where it holds marks.
    """
    text, cue, speaker = prepared.text, one.cue, one.speaker
    if cue is None or speaker is None or one.spoken or not reports_speech(text[slice(*cue)]):
        return None
    if len(text[slice(*cue)].split()) > _FEW:
        return None
    at, end = min(cue[0], speaker[0]), max(cue[1], speaker[1])
    if end - at > cue[1] - cue[0] + speaker[1] - speaker[0] + 1 or not text.endswith(", ", 0, at):
        return None
    behind = _ON_TIME.match(text, end)
    paragraph = prepared.paragraphs[max(0, bisect_right(starts, at) - 1)]
    first = _beginning(text, paragraph, at)
    if behind is None or first is None or _BROKEN.search(text, first, at - 2):
        return None
    rest = behind.end()
    few = len(text[first : at - 2].split())
    least = 2 if _AUXILIARY.match(text, rest) else _FEW + 1  # "But he, she said, is late"
    if few < least and _OPENING.match(text, first):
        return None
    near = bisect_right(prepared.stretches, first, key=lambda s: s.outer[1])
    marked = prepared.stretches[near].opener[0] if near < len(prepared.stretches) else len(text)
    if marked < rest or (marked == rest and text[prepared.stretches[near].start].isupper()):
        return None  # "Of the pier, she said, “It is unsafe.”"
    after = sentences(text, rest, min(paragraph.end, rest + _WINDOW))
    second = after[0] if after and after[0][1] <= marked else None
    return (first, at - 2), second, rest


def _beginning(text: str, paragraph: Paragraph, at: int) -> int | None:
    """Where the sentence begins that an offset of a paragraph is in, if that is near."""
    first = max(paragraph.start, at - _WINDOW)
    begun = [start for start, _ in sentences(text, first, at)][-1:]
    return begun[0] if begun and (begun[0] > first or first == paragraph.start) else None


def _owners(span: Span, busy: Sequence[tuple[Span, int]]) -> list[int]:
    """The numbers of the contents, in order with their numbers, that a span reaches into."""
    k = bisect_right(busy, span[1], key=lambda x: x[0][0])
    return [owner for held, owner in busy[max(0, k - 3) : k] if held[1] > span[0]]


def _with_halves(one: Loose, halves: tuple[Span, Span | None, int], text: str) -> Loose:
    """An attribution with those halves of its sentence that it lacks."""
    first, second, rest = halves
    has_first = any(span[0] < first[1] and first[0] < span[1] for span in one.content)
    has_second = any(span[0] <= rest < span[1] for span in one.content)
    if has_second and not has_first:
        return replace(one, content=(first, *one.content))
    if second is None or one.cue is None or not _SAID.match(text, *one.cue):
        return one
    if not _VERB.match(text, rest):
        return one
    if not one.content:
        return replace(one, content=(first, second))
    if has_first and not has_second and len(one.content) == 1:
        return replace(one, content=(*one.content, second))
    return one
