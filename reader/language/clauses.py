"""Sentences that report two things: "they denied it and said …", "the sum he | says he gave".

The model is at its least sure where a sentence goes on with another verb of speech. A second
verb behind "and" or "but", or ", adding", begins a report of its own by the same speaker, where
it is not somebody's in what was said ("police said he came in and demanded cash"); one whose
subject is the last word of what was said before belongs to what was said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from reader.language.cues import REPORTING, reports_speech
from reader.language.joint import Prepared
from reader.language.layout import Loose
from reader.language.tokens import sentences
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
