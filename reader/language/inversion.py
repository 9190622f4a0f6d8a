"""Speakers whose place tells that they speak: "…," said Ada Marsh; in the words of Ada Marsh, "…".

Where a comma, or a question or exclamation mark, ends the words between the marks, and a cue of
speech and a source follow at once, these belong to them whatever else stands near.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from reader.language import lists
from reader.language.cues import reports_speech
from reader.language.joint import Prepared
from reader.language.layout import Loose
from reader.language.marks import Stretch
from reader.language.tokens import sentences
from reader.news import Span

_GOES_ON = frozenset(",?!")
_OVER = frozenset([".", ",", ";", "\n", ""])
"""What stands behind a cue that reports what was before it."""
_WORDS_OF = re.compile(
    r"\b(?:[Ii]n the words of|(?:message|warning|advice|words?) from(?=[^\n.:;\"“”]{2,100}:))"
    r" (?P<who>[^\n.:;\"“”]{2,100}?)[,:]? ?[\"“”'‘«]*$"
)
_CLAIM = (
    r"(?:claims?|statements?|assertions?|contention|allegations?|accusations?|insistence|remarks?"
    r"|comments?|suggestion|argument|prediction|promise|pledge|vow|warning|admission)"
)
_OWN = re.compile(
    rf"(?P<who>(?:[A-ZÀ-Þ][\w.-]+ ){{0,3}}[A-ZÀ-Þ][\w.-]+(?:['’]s|(?<=s)['’])) (?P<cue>{_CLAIM})"
)
_HIM_SAYING = re.compile(
    r"\b(?P<who>(?:[A-ZÀ-Þ][\w.'’-]* ){0,3}[A-ZÀ-Þ][\w.'’-]+|him|her|them) "
    r"(?P<cue>saying|asking|telling|shouting|declaring|boasting|bragging|warning)"
    r"(?: [^,.:;!?\n\"“”]{1,60})?[,:]? ?[\"“”'‘«]{1,2}$"
)
_HANDLE = re.compile(r" (?P<who>@\w{2,30})\b")
_LEAD = 120
_BEFORE = 3
"""Stretches looked at before one, for the beginning of its sentence."""
_SPACE = re.compile(r"[ \t\xa0]{0,2}")
_DOING = re.compile(
    r"(?:^|(?<=[.!?\n”\"] )|(?<=\n))(?:After|Before|By|While|In|On|Since|Without) $"
)
_WHO = r"(?P<who>he|she|they|it|we|I)\b"
_THEN = re.compile(rf"[,.]?[\"”’']{{0,2}},? {_WHO}")
_CLOSED = re.compile(rf",[\"”’']{{1,2}} {_WHO}")


def apply(
    found: Sequence[Loose], prepared: Prepared, parts: Sequence[tuple[Span, str]]
) -> list[Loose]:
    """The attributions with the speakers of such quotes put right.

    `parts` are the spans of the text that were tagged, with "cue", "source" or "content".
    """
    told = _told(prepared, parts)
    out: list[Loose] = []
    steps = (_in_the_words_of, _while_saying, _own, _him_saying, _by_handle)
    for one in (reduce(lambda x, step: step(x, prepared), steps, x) for x in found):
        rest: list[Span] = []
        for span in one.content:
            told_of = next((told[at] for at in range(span[1] - 2, span[1] + 3) if at in told), None)
            if told_of is None or told_of == (one.cue, one.speaker):
                rest.append(span)
            elif told_of[0] == one.cue:
                one = replace(one, speaker=told_of[1])
                rest.append(span)
            else:
                out.append(replace(one, content=(span,), cue=told_of[0], speaker=told_of[1]))
        if rest:
            out.append(replace(one, content=tuple(rest)))
    return sorted(out, key=lambda a: a.content)


def gone_on(found: Sequence[Loose], prepared: Prepared) -> list[Loose]:
    """The attributions with halves of a sentence put together: "X," she said, pointing at Y, "z".

    What is in marks at the end of it goes on with its beginning, not with what stands between.
    """
    text = prepared.text
    out = list(found)
    spans = sorted((span, k) for k, one in enumerate(found) for span in one.content)
    for number, stretch in enumerate(prepared.stretches):
        at = stretch.opener[0]
        if not (text[stretch.start].islower() and text.endswith(", ", 0, at)):
            continue
        k = _holding(stretch.start, spans)
        cue = found[k].cue if k is not None else None
        if k is None or cue is None or not text.endswith("ing", *cue) or cue[1] > at:
            continue
        before = prepared.stretches[max(0, number - _BEFORE) : number]
        owners = (_begun(each, cue, found, spans, text) for each in before)
        begun = next((owner for owner in owners if owner is not None), None)
        if begun is None or begun == k:
            continue
        rest = [s for s in out[k].content if s[1] <= at]
        rest += [(s[0], at) for s in out[k].content if s[0] < at < s[1]]
        out[begun] = replace(out[begun], content=(*out[begun].content, stretch.outer))
        out[k] = replace(out[k], content=tuple(rest))
    return sorted((one for one in out if one.content), key=lambda a: a.content)


def _holding(at: int, spans: Sequence[tuple[Span, int]]) -> int | None:
    """The number of the attribution whose content an offset is in."""
    k = bisect_right(spans, at, key=lambda x: x[0][0]) - 1
    return spans[k][1] if k >= 0 and at < spans[k][0][1] else None


def _begun(
    stretch: Stretch,
    cue: Span,
    found: Sequence[Loose],
    spans: Sequence[tuple[Span, int]],
    text: str,
) -> int | None:
    """The number of the quote that a stretch is of, if it breaks off with a comma in a sentence
    that goes on to the cue."""
    k = _holding(stretch.start, spans)
    own = found[k].cue if k is not None else None
    if stretch.closer is None or k is None or own is None:
        return None
    start, end = stretch.outer[1], cue[0]
    if not start <= own[0] < own[1] <= end or text[stretch.end - 1] != ",":
        return None
    return k if len(sentences(text, start, end)) == 1 else None


def _in_the_words_of(one: Loose, prepared: Prepared) -> Loose:
    if one.cue is not None:
        return one
    at = one.content[0][0]
    led = _WORDS_OF.search(prepared.text, max(0, at - _LEAD), at)
    return replace(one, speaker=led.span("who")) if led else one


def _while_saying(one: Loose, prepared: Prepared) -> Loose:
    """ "After saying …, she …": whoever the sentence goes on with has said it."""
    text = prepared.text
    if one.speaker is not None or one.cue is None or not text.endswith("ing", *one.cue):
        return one
    if not _DOING.search(text, max(0, one.cue[0] - 12), one.cue[0]):
        return one
    start, end = one.content[-1]
    over = _CLOSED.search(text, start, end)
    if over:
        content = (*one.content[:-1], (start, over.start("who") - 1))
        return replace(one, content=content, speaker=over.span("who"))
    who = _THEN.match(text, end)
    return replace(one, speaker=who.span("who")) if who else one


def _own(one: Loose, prepared: Prepared) -> Loose:
    """ "They looked into Ada Marsh's claim that …": whose claim it is has said it."""
    if one.cue is None:
        return one
    text = prepared.text
    start, end = one.content[0]
    if one.cue[1] <= start:
        led = _OWN.match(text, start, end)
        if led and text.startswith(" that ", led.end()):
            content = ((led.end() + 1, end), *one.content[1:])
            return replace(one, content=content, cue=led.span("cue"), speaker=_owner(led))
    if text.startswith(" that ", one.cue[1]):
        for before in _OWN.finditer(text, max(0, one.cue[0] - _LEAD), one.cue[1]):
            if before.end() == one.cue[1]:
                return replace(one, speaker=_owner(before))
    return one


def _owner(own: re.Match[str]) -> Span:
    """Whose it is, without a word that but opens the sentence ("But Marsh's claim")."""
    start, end = own.span("who")
    opening = lists.words("first-not-name")
    for word in own["who"].split(" ")[:-1]:
        if word.lower() not in opening:
            break
        start += len(word) + 1
    return start, end


def _him_saying(one: Loose, prepared: Prepared) -> Loose:
    """ "The film ends with Ada Marsh saying, “…”": she has said it, not the film."""
    text = prepared.text
    start, end = one.content[0]
    k = bisect_left(prepared.stretches, start, key=lambda s: s.opener[0])
    if one.cue is None or one.cue[1] > start or k == len(prepared.stretches):
        return one
    stretch = prepared.stretches[k]
    if stretch.opener[0] >= end or stretch.opener[0] - start > _LEAD:
        return one
    led = _HIM_SAYING.match(text, start, stretch.start)
    if led is None:
        return one
    content = ((stretch.opener[0], end), *one.content[1:])
    return replace(one, content=content, cue=led.span("cue"), speaker=led.span("who"))


def _by_handle(one: Loose, prepared: Prepared) -> Loose:
    """ "…," tweeted @adamarsh: an account is a speaker, and its sign no cue."""
    text = prepared.text
    if one.cue is None:
        return one
    if text[slice(*one.cue)] == "@":
        return replace(one, cue=None, speaker=None)
    handle = _HANDLE.match(text, one.cue[1]) if one.speaker is None else None
    return replace(one, speaker=handle.span("who")) if handle else one


def _told(
    prepared: Prepared, parts: Sequence[tuple[Span, str]]
) -> dict[int, tuple[Span | None, Span | None]]:
    """By the ends of stretches (the closing mark's start): the cue and the source behind them."""
    text = prepared.text
    cues = {span[0]: span for span, kind in parts if kind == "cue"}
    sources = {span[0]: span for span, kind in parts if kind == "source"}
    out: dict[int, tuple[Span | None, Span | None]] = {}
    for stretch in prepared.stretches:
        if stretch.closer is None or text[stretch.end - 1] not in _GOES_ON:
            continue
        after = _after(text, stretch.closer[1])
        cue, source = cues.get(after), sources.get(after)
        if cue:
            source = sources.get(_after(text, cue[1]))
        elif source and text[stretch.end - 1] == ",":
            cue = cues.get(_after(text, source[1]))
            cue = cue if cue and text[cue[1] : cue[1] + 1] in _OVER else None
        if cue and source and reports_speech(text[slice(*cue)]):
            out[stretch.end] = cue, source
    return out


def _after(text: str, at: int) -> int:
    """Behind the white space at an offset."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
