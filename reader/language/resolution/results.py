"""Lines of sports copy that name by their form: results, tables, line-ups with numbers.

"Arsenal 2 Chelsea 1" and "Everton v Fulham" name two teams, "Celtic 12 10 1 1 30 8 31" one,
"21-Enzo Galli" a player. A form must come twice before it names anybody: a line by itself may
be anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution.words import words_of
from reader.news import Span

_WORD = r"(?:\d{1,2}\. )?[A-ZÀ-Þ][\w.'’&-]{1,24}"
_TEAM = rf"{_WORD}(?: {_WORD}| (?:of|and|de) {_WORD}){{0,3}}"
_RESULT = re.compile(
    rf"[ \t*]*(?P<one>{_TEAM}) (?P<won>\d{{1,3}})(?: ?\([\w ,-]{{1,24}}\))?(?: ?[-–—,:]+)? "
    rf"(?:(?P<late>\d{{1,3}}) )?(?P<other>{_TEAM})(?P<lost> \d{{1,3}}(?![\w.,:/%]))?"
    r"(?: ?\([^)\n]{1,40}\)| [-–—].{0,40})?[.;]?[ \t]*$"
)
_FIXTURE = re.compile(
    rf"[ \t*]*(?P<one>{_TEAM}) (?:at|AT|v|V|vs\.?) (?P<other>{_TEAM})"
    r"(?:,? (?:ppd\.?|\(?\d{1,2}[:.]?\d{0,2}\)?(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?))?[ \t]*$"
)
_ROW = re.compile(
    rf"[ \t]*(?:\d{{1,2}}\.? )?(?P<one>{_TEAM})"
    r"(?P<figures>(?:[ \t]+-?(?:\d{1,4}(?:\.\d{1,3})?|\.\d{3})){3,12})"
    r"(?:[ \t]+-)?[ \t]*$"
)
_NUMBERED = re.compile(
    r"(?<![\w.-])\d{1,2} ?- ?(?P<who>[A-ZÀ-Þ][a-zß-ÿ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){1,3})"
    r"(?=[\s,;.()]|$)"
)
_DISMISSED = re.compile(
    r"(?:(?:^|(?<=\n))(?P<batsman>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2}))?"
    r"(?: (?:c|st) (?P<caught>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?))?(?: lbw)? b"
    r" (?P<bowled>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?) \d{1,3}\b"
)
_BOWLED = re.compile(
    r"(?<![\w-])(?P<bowler>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?)"
    r" \d{1,2}(?:\.\d)?-\d{1,2}-\d{1,3}-\d{1,2}\b"
)
_SUMMED = re.compile(
    rf"(?:^|(?<=\n)|(?<=\. ))(?P<one>{_TEAM}) \d{{1,2}}(?: \((?P<first>[^()\n]{{3,160}})\))? "
    rf"(?P<other>{_TEAM}) \d{{1,2}}(?: \((?P<second>[^()\n]{{3,160}})\))?(?=[.;\n]|$)"
)
_SCORER = re.compile(
    r"(?:^|(?<=[,;] ))(?P<who>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2})"
    r" \d{1,3}(?:\+\d{1,2})?(?:st|nd|rd|th)?\b"
)
_OF_COUNTRY = re.compile(
    r"(?P<who>[A-ZÀ-Þ][\w'’-]+(?:(?: (?:de|da|di|van|von|der|den|la|al|el|bin|dos))* "
    r"[A-ZÀ-Þ][\w'’-]+){1,3}) \((?P<land>[A-Z][\w. ]{1,24})\)"
)
_RANKED = re.compile(r"\d[.-] ?[A-ZÀ-Þ]|\bbeat\b")
_LONGEST = 120
"""Characters of the longest line that may be a result."""
_HAVING = (
    (_NUMBERED, re.compile(r"\d ?- ?[A-ZÀ-Þ]")),
    (_DISMISSED, re.compile(r" b [A-ZÀ-Þ]")),
    (_BOWLED, re.compile(r"\d-\d{1,2}-\d{1,3}-")),
)
"""The forms that name players, each with what most texts have none of."""
_SCORED = re.compile(r"\d \([A-ZÀ-Þ]")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def teams(text: str) -> frozenset[Span]:
    """Where teams stand in lines of results and in rows of tables."""
    summed = [match.span(side) for match in _summed(text) for side in ("one", "other")]
    results: list[Span] = []
    rows: list[Span] = []
    fixtures: list[Span] = []
    standing = 0
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if len(line) > _LONGEST:
            continue
        match = _FIXTURE.match(text, start, at - 1)
        if match and _are_teams(match) and not _of_person(match):
            fixtures += [match.span("one"), match.span("other")]
        if not _DIGIT.search(line):
            continue
        match = _RESULT.match(text, start, at - 1)
        if match and (match["late"] is None) != (match["lost"] is None) and _are_teams(match):
            results += [match.span("one"), match.span("other")]
        match = _ROW.match(text, start, at - 1)
        if match and _are_teams(match):
            rows.append(match.span("one"))
            standing += _is_standing(match["figures"].split())
    if rows and not (results or fixtures or 3 * standing >= len(rows) or _of_sport(text)):
        rows = []  # "Texas 25 29 16" may be a census
    for spans in (results, rows, fixtures):
        summed += spans if len(spans) > 2 and _known(text, spans) else []
    return frozenset(summed)


def _is_standing(figures: Sequence[str]) -> bool:
    """Whether the figures of a row are of games: played = won + drawn + lost, or a ".714"."""
    if any(figure.startswith(".") for figure in figures):
        return True
    whole = [int(figure) for figure in figures[:4] if figure.isdecimal()]
    return len(whole) == 4 and whole[0] == sum(whole[1:]) > 0


def _of_sport(text: str) -> bool:
    """Whether a text has a word that only sports copy has."""
    return any(word.lower() in lists.words("sport") for word in words_of(text)[1])


def _known(text: str, spans: list[Span]) -> bool:
    """Whether a third of what such lines name are teams or places of the lists."""
    keys = [fold(text[start:end]) for start, end in spans]
    known = sum(map(lists.is_listed, keys))
    return 3 * known >= len(keys)


@lru_cache(maxsize=1)
def _summed(text: str) -> tuple[re.Match[str], ...]:
    """Results that name who scored ("Skerrow 1 (Ray 12) Pollan 0.")."""
    if not _SCORED.search(text):
        return ()
    return tuple(match for match in _SUMMED.finditer(text) if match["first"] or match["second"])


def _are_teams(match: re.Match[str]) -> bool:
    """Whether neither side of a line begins or ends as a date or a heading does."""
    no = lists.words_of("month", "weekday", "generic-single", "suffix")
    names = [name for part, name in match.groupdict().items() if part in ("one", "other")]
    words = [word for name in names for word in (name.split(" ")[0], name.split(" ")[-1])]
    return not any(word.lower() in no for word in words)


def _of_person(match: re.Match[str]) -> bool:
    """Whether a side of a line is somebody: a bout, or a case at law ("Ann Ray v Ohio")."""
    sides = (fold(match["one"]), fold(match["other"]))
    named = (key for key in sides if key.partition(" ")[0] in lists.genders() and " " in key)
    return not all(map(lists.is_listed, named))


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
            if pattern is _NUMBERED:  # "1 - New York"
                spans = [span for span in spans if not lists.is_listed(fold(text[slice(*span)]))]
                spans = spans if _are_people(text, spans) else []  # "10-Year Treasury Notes"
            made += [Name(start, end, "person", 0.9) for start, end in spans if start >= 0]
    spans = [*_scorers(text), *_of_countries(text)]
    made += [Name(start, end, "person", 0.9) for start, end in spans]
    return sorted(made, key=lambda name: name.start)


def _scorers(text: str) -> list[Span]:
    """Who is named with the minute of a goal in the brackets of a result."""
    found: list[Span] = []
    for match in _summed(text):
        for side in ("first", "second"):
            if match[side]:
                inside = _SCORER.finditer(match[side])
                at = match.start(side)
                found += [(at + one.start("who"), at + one.end("who")) for one in inside]
    return found if len(found) > 1 else []


def _of_countries(text: str) -> list[Span]:
    """Who is listed with a country in brackets ("1. Ann Ray (Norway) 9.87"), thrice or more."""
    if "(" not in text or not _RANKED.search(text):
        return []
    found: list[Span] = []
    for match in _OF_COUNTRY.finditer(text):
        land, key = lists.places().get(fold(match["land"])), fold(match["who"])
        last = key.rpartition(" ")[2]
        if land is None or land.sort != "country" or lists.is_listed(key):
            continue
        if last not in lists.words_of("organisation-head", "team-tail", "organisation-suffix"):
            found.append(match.span("who"))
    return found if len(found) > 2 and _are_people(text, found) else []


def _are_people(text: str, spans: Sequence[Span]) -> bool:
    """Whether a third of what a list names begin as people's names do."""
    known = sum(fold(text[start:end].split(" ")[0]) in lists.genders() for start, end in spans)
    return 3 * known >= len(spans)
