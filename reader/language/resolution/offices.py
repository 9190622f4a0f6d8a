"""Courts and offices that are named by rule: "Second Circuit", "Linn County Sheriff's Office"."""

from __future__ import annotations

import re

from reader.language import lists
from reader.language.analysis import Name

_ORDINAL = (
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Federal"
    r"|D\.?C\.?|\d{1,2}(?:st|nd|rd|th))"
)
_CIRCUIT = re.compile(r" Circuit\b(?: Court of Appeals\b)?")
_NUMBER = re.compile(rf"(?<![\w.]){_ORDINAL}$")
_OFFICE = re.compile(r"['’]s (?:Office|Department)\b")
_HOLDER = re.compile(
    r"(?P<where>(?:(?:[A-Z][\w-]{1,20}|St\.|(?:[A-Z]\.){1,3}) ){1,4})"
    r"(?:Sheriff|(?:Assistant |District |State[’']s )?Attorney(?: General)?|Prosecutor|Coroner"
    r"|Medical Examiner|Governor|Mayor|Clerk|Auditor|Assessor|Treasurer|Public Defender)$"
)
_BACK = 90
"""Characters before "'s Office" in which its name begins."""


def find(text: str) -> list[Name]:
    """Such courts and offices, in text order."""
    found: list[Name] = []
    for match in _CIRCUIT.finditer(text):
        number = _NUMBER.search(text, max(0, match.start() - 10), match.start())
        if number:
            found.append(Name(number.start(), match.end(), "organisation", 0.9))
    for match in _OFFICE.finditer(text):
        holder = _HOLDER.search(text, max(0, match.start() - _BACK), match.start())
        start = _begins(holder) if holder else None
        if start is not None:
            found.append(Name(start, match.end(), "organisation", 0.9))
    return sorted(found, key=lambda name: name.start)


def _begins(holder: re.Match[str]) -> int | None:
    """Where the name begins behind a word that opens the sentence; None if that was all."""
    start = holder.start("where")
    stops = lists.words_of("first-not-name", "weekday", "month")
    for word in holder["where"].split():
        if word.lower() not in stops:
            return start
        start += len(word) + 1
    return None
