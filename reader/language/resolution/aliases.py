"""Two names that the text itself says are one: "DOGE" in brackets, "X, formerly Twitter".

Only what stands between two neighbouring names is read, and only wordings that say nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution.acronyms import is_acronym, matches
from reader.language.resolution.mention import Mention

_BRACKET = re.compile(r"['’]?,? [(\[](?:the |or |[“\"])?")
_CLOSED = re.compile(r"[”\"]?[)\]]")
_OR = re.compile(
    r", (?:or|known as|known by its (?:initials|acronym) as?|abbreviated as) (?:the )?"
)
_AFTER_OR = re.compile(r"[,.;:)]|$")
_RENAMED = re.compile(
    r"(?:,| ?[(–—]| -)? ?(?:which (?:is|was|used to be) )?"
    r"(?:(?:formerly|previously|originally|once|long|now|also|better|otherwise|widely|commonly)"
    r" (?:known|called|named|branded)(?: as| simply as)?|a\.?k\.?a\.?|formerly|previously)"
    r"(?: the)? [“\"‘]?"
)
_BORN = re.compile(r",? (?:\()?(?:born|née|né|better known as|also known as|a\.?k\.?a\.?) [“\"‘]?")
_SHORT = re.compile(r" [(\[]([A-Z][A-Z\d]{2,7})[)\]]")
_LONGEST = 48
"""Characters between two names that may say that they are one."""


def pairs(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, Mention, bool]]:
    """Neighbouring mentions that are one entity by what stands between them.

    True with those of which the text says so in words: these hold even where the lists know
    both as different names.
    """
    found: list[tuple[Mention, Mention, bool]] = []
    for one, other in pairwise(mentions):
        gap = other.start - one.end
        if not 1 < gap <= _LONGEST or "\n" in text[one.end : other.start]:
            continue
        if _is_short_for(text, one, other):
            found.append((one, other, False))
        elif _is_said(text, one, other):
            found.append((one, other, True))
    return found


def _is_short_for(text: str, one: Mention, other: Mention) -> bool:
    """Whether an acronym in brackets or behind "or" shortens the body named before it."""
    if "organisation" not in (one.kind, other.kind):
        return False
    if {one.kind, other.kind} & {"person", "nationality"}:
        return False
    first = is_acronym(one.text) and " " in other.key and other.kind == "organisation"
    if first and not is_acronym(other.text):  # "CEI (Italian Bishops' Conference)"
        closed = _CLOSED.match(text, other.end)
        return bool(closed and _BRACKET.fullmatch(text, one.end, other.start))
    if one.kind != "organisation" or " " not in one.key:
        return False
    if not is_acronym(other.text) or other.text[0].islower():
        return False
    if _BRACKET.fullmatch(text, one.end, other.start):
        return bool(_CLOSED.match(text, other.end))
    said = _OR.fullmatch(text, one.end, other.start)
    return bool(said and _AFTER_OR.match(text, other.end))


def bodies(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """The keys of "people" of whom an acronym in brackets shows that they are bodies."""
    found: set[str] = set()
    for mention in mentions:
        if mention.kind != "person" or " " not in mention.key:
            continue
        short = _SHORT.match(text, mention.end)
        first = mention.key.split(" ")[0]
        if short and first not in lists.genders() and matches(short.group(1), mention.text):
            found |= {mention.key, fold(short.group(1))}
    return frozenset(found)


def _is_said(text: str, one: Mention, other: Mention) -> bool:
    """Whether the text says in words that both are one."""
    if one.kind == other.kind == "person":
        return bool(_BORN.fullmatch(text, one.end, other.start))
    named = ("organisation", "place", "event", "work")
    if one.kind not in named or other.kind not in named:
        return False
    if one.kind != other.kind and "organisation" not in (one.kind, other.kind):
        return False
    return bool(_RENAMED.fullmatch(text, one.end, other.start))
