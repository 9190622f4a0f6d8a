"""Events that are named by rule: elections, battles, storms, world wars."""

from __future__ import annotations

import re

from reader.language.analysis import Name
from reader.news import Span

_NAMED = re.compile(
    r"\b(?:Battle|Siege|Treaty) of (?:the )?[A-Z]\w+|\b(?:First|Second) World War\b"
    r"|\bWorld War (?:I{1,3}|One|Two)\b|\bCOP\d\d\b"
    r"|\b(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Storm) [A-Z][a-z]+\b"
    r"|\bEuro (?:19|20)\d\d\b|\bTour de France\b|\bGiro d[’']Italia\b|\bCopa América\b"
    r"|\b(?:Milan[- ]Cortina|Los Angeles|LA|London|Rio|Tokyo|Beijing|Paris|Brisbane) 20[0-3][02468]"
    r"(?= (?:Games|Olympics|Olympic|Paralympics))"
)
_OF_NAMED = (
    *("Battle", "Siege", "Treaty", "World War", "COP", "Hurricane", "Typhoon", "Cyclone", "Storm"),
    *("Euro ", "Tour de", "Giro d", "Copa", "Games", "Olympic", "Paralympics"),
)
"""Letters of which each event named outright has some: most texts have none."""
_WORD = r"(?:[A-Z][\w’'-]{0,30}|\([A-Z]\w{0,30}\))"
_WORDS = rf"{_WORD}(?: (?:(?:of|and|in|on)(?: the)? )?{_WORD}){{0,6}}"
_PLAIN = r" [a-z][a-z-]{1,20}"
_VOTE = (
    r"(?:[Ee]lections?|[Bb]y-elections?|[Rr]eferend(?:um|ums|a)|[Pp]rimar(?:y|ies)|[Cc]aucus(?:es)?"
    r"|(?:[Ll]eadership|[Ss]election) (?:[Ee]lection|[Cc]ontest|[Rr]ace)|[Rr]unoff)"
)
_YEAR = r"(?:19|20|18)\d\d"
_ELECTION = re.compile(
    rf"\b{_YEAR}(?:[–/-]\d\d(?:\d\d)?)? (?P<whose>{_WORDS})(?:{_PLAIN}){{0,3}}? {_VOTE}\b"
    rf"|\b(?P<who>{_WORDS})(?:{_PLAIN}){{1,2}}? {_VOTE}, {_YEAR}\b"
)
_OF_VOTES = ("lection", "eferend", "rimar", "aucus", "eadership", "unoff")
"""Letters of which each word for a vote has some: most texts without one are told at once."""
_SHORT = re.compile(r"(?:U\.?S\.?A?|U\.?K\.?|E\.?U\.?)")


def find(text: str) -> list[Name]:
    """The events that the text calls by such a name, in order."""
    named: list[Span] = []
    if any(letters in text for letters in _OF_NAMED):
        named = [match.span() for match in _NAMED.finditer(text)]
    if not any(letters in text for letters in _OF_VOTES):
        return [Name(start, end, "event", 0.8) for start, end in named]
    # "the 2024 U.S. election": the country is spoken of; the words name nothing.
    votes = [
        match.span()
        for match in _ELECTION.finditer(text)
        if not _SHORT.fullmatch(match["whose"] or match["who"])
    ]
    return [Name(start, end, "event", 0.8) for start, end in sorted(named + votes)]
