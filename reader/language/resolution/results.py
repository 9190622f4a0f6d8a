"""Lines of sports copy that name by their form: results, tables, line-ups with numbers.

"Arsenal 2 Chelsea 1" names two teams, "Celtic 12 10 1 1 30 8 31" one, "21-Enzo Galli" a player.
A form must come twice before it names anybody: a line by itself may be anything.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.news import Span

_WORD = r"(?:\d{1,2}\. )?[A-ZÀ-Þ][\w.'’&-]{1,24}"
_TEAM = rf"{_WORD}(?: {_WORD}| (?:of|and|de) {_WORD}){{0,3}}"
_RESULT = re.compile(
    rf"[ \t*]*(?P<one>{_TEAM}) (?P<won>\d{{1,3}})(?: ?\([\w ,-]{{1,24}}\))?(?: ?[-–—,:]+)? "
    rf"(?:(?P<late>\d{{1,3}}) )?(?P<other>{_TEAM})(?P<lost> \d{{1,3}}(?![\w.,:/%]))?"
    r"(?: ?\([^)\n]{1,40}\)| [-–—].{0,40})?[.;]?[ \t]*$"
)
_ROW = re.compile(
    rf"[ \t]*(?:\d{{1,2}}\.? )?(?P<one>{_TEAM})"
    r"(?:[ \t]+-?(?:\d{1,4}(?:\.\d{1,3})?|\.\d{3})){3,12}"
    r"(?:[ \t]+-)?[ \t]*$"
)
_NUMBERED = re.compile(
    r"(?<![\w.-])\d{1,2}-(?P<who>[A-ZÀ-Þ][a-zß-ÿ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){1,3})(?=[\s,;.()]|$)"
)
_DISMISSED = re.compile(
    r"(?: (?:c|st) (?P<caught>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?))?(?: lbw)? b"
    r" (?P<bowled>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?) \d{1,3}\b"
)
_BOWLED = re.compile(
    r"(?<![\w-])(?P<bowler>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?)"
    r" \d{1,2}(?:\.\d)?-\d{1,2}-\d{1,3}-\d{1,2}\b"
)
_LONGEST = 120
"""Characters of the longest line that may be a result."""
_HAVING = (
    (_NUMBERED, re.compile(r"\d-[A-ZÀ-Þ]")),
    (_DISMISSED, re.compile(r" b [A-ZÀ-Þ]")),
    (_BOWLED, re.compile(r"\d-\d{1,2}-\d{1,3}-")),
)
"""The forms that name players, each with what most texts have none of."""
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def teams(text: str) -> frozenset[Span]:
    """Where teams stand in lines of results and in rows of tables."""
    results: list[Span] = []
    rows: list[Span] = []
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if len(line) > _LONGEST or not _DIGIT.search(line):
            continue
        match = _RESULT.match(text, start, at - 1)
        if match and (match["late"] is None) != (match["lost"] is None) and _are_teams(match):
            results += [match.span("one"), match.span("other")]
        match = _ROW.match(text, start, at - 1)
        if match and _are_teams(match):
            rows.append(match.span("one"))
    return frozenset([*(results if len(results) > 2 else ()), *(rows if len(rows) > 2 else ())])


def _are_teams(match: re.Match[str]) -> bool:
    """Whether neither side of a line begins or ends as a date or a heading does."""
    no = lists.words_of("month", "weekday", "generic-single", "suffix")
    names = [name for part, name in match.groupdict().items() if part in ("one", "other")]
    words = [word for name in names for word in (name.split(" ")[0], name.split(" ")[-1])]
    return not any(word.lower() in no for word in words)


def found(text: str) -> list[Name]:
    """The teams of such lines and the players that numbers stand before."""
    made = []
    for start, end in teams(text):
        place = lists.places().get(fold(text[start:end]))
        country = place is not None and place.sort == "country"
        made.append(Name(start, end, "place" if country else "organisation", 0.9))
    for pattern, letters in _HAVING:
        matches = list(pattern.finditer(text)) if letters.search(text) else []
        if len(matches) > 1:
            spans = [match.span(part) for match in matches for part in match.groupdict()]
            made += [Name(start, end, "person", 0.9) for start, end in spans if start >= 0]
    return sorted(made, key=lambda name: name.start)
