"""Spans of speakers exactly as they are named: no comma, lone bracket or hour around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from reader.language.marks import UNSEEN
from reader.news import Span

LOOSE = " \t\xa0\u2009\u202f" + "".join(sorted(UNSEEN))
"""White space, seen and unseen."""
_AROUND = LOOSE + ",;:–—-"
_SIGNS = r",.;:!?—–\n\"“”()\[\]"
TO_STOP = re.compile(rf" [^\s\-{_SIGNS}][^{_SIGNS}]{{0,100}}?(?= ?[{_SIGNS}]| -|$)")
"""The rest of a phrase, up to the next sign."""
_NAME_STOP = re.compile(r"\b(?!Calif\b)[A-Z][a-z]{4,}\.$")
"""A full stop that is no abbreviation's, at the end of a name."""
_JOINED_ON = re.compile(r",?\s+(?:and|or|but|while|as)$")
_LED_IN = re.compile(r"(?:(?!who\b|whose\b|whom\b|that\b|which\b)[\w.’'-]+ ){0,4}")
_CLAUSE_OF = re.compile(r", (?:who|which|whose|whom)\b")
_CLOCK = re.compile(r"(?<=\d[:.])\d\d\s+")
"""What is left of the time of day that a line begins with."""
_TIME_AFTER = re.compile(r",?\s+(?:after|before|during|while|when|until|since)\b")


def trimmed(
    text: str,
    span: Span,
    names: Sequence[Span],
    name_starts: Sequence[int],
    cue: Span | None = None,
) -> Span | None:
    """A speaker without the commas and lone brackets around it.

    `names`, in order, with where each begins; `cue`: no part of the speaker, even where that
    seems to go on.
    """
    start, end = span
    if clock := _CLOCK.match(text, start, end):
        start = clock.end()
    while start < end and (text[start] in _AROUND or _lone(text, start, end, start)):
        start += 1
    while start < end and (text[end - 1] in _AROUND or _lone(text, start, end, end - 1)):
        end -= 1
    end = _before_what_follows(text, (start, end), names, name_starts)
    end = _whole_clause(text, start, end, cue)
    if _NAME_STOP.search(text, max(start, end - 30), end):
        end -= 1
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return None if text[start:end].lower() in ("", "the", "a", "an") else (start, end)


def _whole_clause(text: str, start: int, end: int, cue: Span | None) -> int:
    """Where a speaker ends with all that is told of them: "Marsh, who spoke | in private,"."""
    if text[end : end + 1] != " " or not _CLAUSE_OF.search(text, start, end):
        return end
    rest = TO_STOP.match(text, end)
    if rest is None or (cue is not None and end <= cue[0] <= rest.end()):
        return end
    return rest.end()


def _before_what_follows(
    text: str, speaker: Span, names: Sequence[Span], name_starts: Sequence[int]
) -> int:
    """Where a speaker ends who is named, before the "and" or the time that goes on."""
    start, end = speaker
    joined = _JOINED_ON.search(text, max(start, end - 8), end)
    if joined:
        return joined.start()
    k = bisect_left(name_starts, start)
    if k == len(names) or names[k][1] >= end:
        return end
    first, last = names[k]
    led = _LED_IN.fullmatch(text, start, first)
    return last if led and _TIME_AFTER.match(text, last, end) else end


def _lone(text: str, start: int, end: int, at: int) -> bool:
    """Whether the bracket at an edge of a span has no partner in it."""
    pair = {"(": ")", ")": "(", "[": "]", "]": "["}.get(text[at])
    return pair is not None and pair not in text[start:end]
