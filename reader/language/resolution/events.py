"""Events that are named by rule: elections, battles, storms, world wars."""

from __future__ import annotations

import re

from reader.language.analysis import Name

_NAMED = re.compile(
    r"\b(?:Battle|Siege|Treaty) of (?:the )?[A-Z]\w+|\b(?:First|Second) World War\b"
    r"|\bWorld War (?:I{1,3}|One|Two)\b|\bCOP\d\d\b"
    r"|\b(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Storm) [A-Z][a-z]+\b"
)
_WORD = r"(?:[A-Z][\w’'-]*|\([A-Z]\w+\))"
_VOTE = (
    r"(?:[Ee]lections?|[Bb]y-elections?|[Rr]eferend(?:um|ums|a)|[Pp]rimar(?:y|ies)|[Cc]aucus(?:es)?"
    r"|(?:[Ll]eadership|[Ss]election) (?:[Ee]lection|[Cc]ontest|[Rr]ace)|[Rr]unoff)"
)
_YEAR = r"(?:19|20|18)\d\d"
_ELECTION = re.compile(
    rf"\b{_YEAR}(?:[–/-]\d\d(?:\d\d)?)? (?P<whose>{_WORD}(?: (?:(?:of|and|in|on)(?: the)? )?{_WORD})"
    rf"{{0,6}})(?: [a-z][a-z-]+){{0,3}}? {_VOTE}\b"
    rf"|\b(?P<who>{_WORD}(?: (?:(?:of|and)(?: the)? )?{_WORD}){{0,5}})(?: [a-z][a-z-]+){{1,2}}? "
    rf"{_VOTE}, {_YEAR}\b"
)
_SHORT = re.compile(r"(?:U\.?S\.?A?|U\.?K\.?|E\.?U\.?)")


def find(text: str) -> list[Name]:
    """The events that the text calls by such a name, in order."""
    found = [Name(match.start(), match.end(), "event", 0.8) for match in _NAMED.finditer(text)]
    for match in _ELECTION.finditer(text):
        # "the 2024 U.S. election": the country is spoken of; the words name nothing.
        if not _SHORT.fullmatch(match["whose"] or match["who"]):
            found.append(Name(match.start(), match.end(), "event", 0.8))
    return sorted(found, key=lambda name: name.start)
