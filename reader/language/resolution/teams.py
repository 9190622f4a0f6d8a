"""Places that stand for their teams: "Boston beat Toronto 5-3", "scored twice for Edmonton".

Only towns, counties and states: a national team goes by the name of its country. Where a place
is a team once, in sports copy, it is so wherever nothing says that something is in or from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise

from reader.language import lists
from reader.language.resolution import results, surroundings
from reader.language.resolution.mention import Mention
from reader.language.resolution.words import words_of

_BEAT = (
    r"(?:beat|beats|beating|defeat|defeats|defeated|defeating|edged?|thrash(?:ed|ing)?|routed"
    r"|trounced|hammered|outlasted|outscored|blanked|downed|stunned|swept|overcame|crushed)"
)
_AFTER = re.compile(
    rf" (?:(?:had|have|has|also|then|narrowly|easily|again|twice|finally) )?(?:{_BEAT}"
    r"|drew|lost|won|scored|trail(?:ed)?|leads?|led|signed|clinched|rallied|kicked off|advanced"
    r"|moved (?:top|up|into|clear|within|level)|climbed|traded|acquired|released|sacked|re-signed"
    r"|qualified|held off|eliminated|conceded|dropped|snapped|extended|missed|topped|tops"
    r"|were (?:relegated|promoted|held|beaten|without|leading|reduced)|was (?:relegated|promoted)"
    r"|fell (?:to|behind)|improved to|stay(?:ed)? (?:top|bottom|second|third|fourth)"
    r"|have|are|were|face|play|host|travel|take on|remain|need|go|plays|hosts|faces|visits"
    r"|meets?)\b"
    r"| (?:quarterback|pitcher|goalkeeper|striker|midfielder|goaltender|outfielder|shortstop"
    r"|batsman|bowler|defender|winger|forward|captain|coach|manager|skipper|head coach|flanker"
    r"|full-?back|centre|prop|hooker|reliever|starter|guard|fans|supporters|players)\b"
    r"|['’]s? (?:(?:first|second|third|opening|only|last|\d[\d-]*|home|away) )?(?:goal|win|victory"
    r"|defeat|loss|goalkeeper|striker|captain|coach|manager|defence|defense|bench|lineup|line-up"
    r"|attack|midfield|quarterback|season|winner|equali[sz]er)\b"
    r"| \d{1,3}(?=[,;.]| ?\(| [-–]? ?[A-Z]|$|\n)"
)
_AFFAIRS = re.compile(
    r" (?:lost|won|led|leads?|faces?|have|plays? host|hosts?)\b[^.\n]{0,30}?"
    r"\b(?:nation|bids?|contracts?|grants?|jobs?|(?:law)?suits?|cases?|votes?|elections?|right to"
    r"|percent|residents|taxes|courts?|population|summit|airports?|police)\b"
)
"""What cities and states win, lose and have, and teams do not."""
_BEFORE = re.compile(
    rf"\b(?:{_BEAT}(?: [a-z-]{{4,14}})?|against|over|past|to|with|v|vs|versus|hosts?"
    r"|visits?|faces?|plays?|meets?|lost to|fell to|drew with"
    r"|losing to|defeat (?:to|by|at)|loss to|signed for|join(?:ed|s|ing)?"
    r"|leads?|trail(?:s|ed)?|(?:rout|thrashing|demolition|sweep) of|held by"
    r"|rivals|leaders|champions|visitors|hosts) $"
)
_OPPOSED = re.compile(r"\b(?:to|with)\b")
_LOST_TO = re.compile(
    r"\b(?:lost|losing|fell|drew|draws?|drawn|defeat|loss|tied|level|points|home|away)"
    r" (?:[\w-]+ ){0,2}(?:to|with) $"
)
_FOR = re.compile(
    r"\b(?:scored|scores|goals?|points|saves|runs|tries|played|plays|pitched|homered|debut"
    r"|appearances?|winner|equali[sz]er|starts?|shots?|struck|netted|threw|hit|made \d+)\b"
    r"[^.\n]{0,40} for $"
)
_FROM = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|transfer(?:red)?|loan(?:ed)?|bought|traded|acquired|joined"
    r"|bid|offer|sold|loaned)\b"
    r"[^.\n]{0,60} (?:from|to|by|with) $"
)
_HYPHENED = re.compile(r"\d-\d")
_BY_SCORE = re.compile(
    rf"\b(?:{_BEAT}|drew|draw|won|wins?|lost|loss|losing|victory|past|held off|over|series|lead)\b"
    r"[^.\n]{0,60}?(?: \d{1,3}-\d{1,3}(?![\d-])"
    r"|\bby (?:an innings|[\w-]+ (?:wickets?|runs|points)))"
)
_SCORE = re.compile(
    r"[^.\n]{0,70}?\b(?:\d{1,3}[-–]\d{1,3}\b|by (?:an innings|[\w-]+ (?:wickets?|runs|points)))"
)
_VOTED = re.compile(
    r"\b(?:votes?|voters|ballots?|elections?|polls|primaries|Democrats?|Republicans?|Senate"
    r"|Supreme Court|justices|senators?|lawmakers|parliament|referendum)\b",
    re.I,
)
"""Where there are such words, "52-48" is as likely the count of votes."""
_BEATEN = re.compile(rf"\b(?:{_BEAT}|lost|drew|won)\b")
_AT = re.compile(
    r"\b(?:in|at|from|near|outside|into|to|around|across|through|toward|towards|of|throughout) $",
    re.I,
)
_STATE = re.compile(r", [A-Z][\w.]+[,.\s)]")
_STARTS = re.compile(r"(?:^|[.!?]['\"”’]? |\n|[“\"])$")
_PLURAL = re.compile(r" (?:have|are|were|face|play|host|travel|take on|remain|need|go)\b")


@lru_cache(maxsize=1)
def _sport(text: str) -> tuple[int, int]:
    """How many words a text has that only sports copy has, and how many that it is full of."""
    found = frozenset(map(str.lower, words_of(text)[1]))
    strong = len(found & lists.words("sport")) + 2 * bool(results.teams(text))
    if strong < 2 and _HYPHENED.search(text) and not _VOTED.search(text):
        strong += sum(1 for _ in islice(_BY_SCORE.finditer(text), 2))
    return strong, len(found & lists.words("sport-common"))


def is_sport(text: str, mentions: Sequence[Mention] = ()) -> bool:
    """Whether the words of a text, and the teams it names, are those of sports copy."""
    strong, general = _sport(text)
    strong += _teams_named(mentions)
    return strong > 1 or (strong == 1 and general > 1)


def _teams_named(mentions: Sequence[Mention]) -> int:
    """How many teams of the lists are named."""
    known = {mention.key for mention in mentions if mention.kind == "organisation"}
    return sum(lists.bodies()[key].sort == "team" for key in known & lists.bodies().keys())


def told(text: str, mentions: Sequence[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the places that are teams made so.

    `taken`: the same mentions with the kinds that the model took them for.
    """
    asked = {mention.key for mention in mentions if mention.kind == "place"} - _countries()
    if not asked or not (_sport(text)[0] or _teams_named(mentions)):
        return list(mentions)
    lines = results.teams(text)
    # What the model takes for a body is one where sport is certain; in capitals it knows little.
    certain = _sport(text)[0] + _teams_named(mentions) > 1
    bodies = {
        mention.start
        for mention in (taken if certain else ())
        if mention.kind == "organisation" and not mention.text.isupper()
    }
    plays = [
        m
        for m in mentions
        if m.key in asked and (m.span in lines or m.start in bodies or _plays(text, m))
    ]
    if not plays:
        return list(mentions)
    sport = is_sport(text, mentions)
    sure = {mention.key for mention in plays if sport or _has_score(text, mention)}
    for one, other in pairwise(mentions if sure else ()):
        if text[one.end : other.start] in (" and ", " or ") and {one.key, other.key} & sure:
            sure |= {one.key, other.key}  # "Genoa and Parma meet"
    return [
        replace(mention, kind="organisation")
        if mention.key in sure and mention.kind == "place" and not _is_where(text, mention)
        else mention
        for mention in mentions
    ]


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(key for key, place in lists.places().items() if place.sort == "country")


def _plays(text: str, mention: Mention) -> bool:
    """Whether what stands around a place tells that it is a team."""
    before = text[max(0, mention.start - 80) : mention.start]
    after = _AFTER.match(text, mention.end)
    opposed = _BEFORE.search(before)
    if after and _PLURAL.match(text, mention.end) and not _STARTS.search(before[-4:]):
        after = None  # "in Boston have", "Boston and Chicago are"
    if after and _AFFAIRS.match(text, mention.end):
        after = None  # "Texas won the lawsuit"
    if opposed and _OPPOSED.search(opposed.group()) and not _LOST_TO.search(before):
        opposed = None
    paid = _FOR.search(before) or _FROM.search(before)
    if not (after or opposed or paid) or _STATE.match(text, mention.end):
        return False
    return bool(opposed or paid or not _AT.search(before[-12:]))


def _has_score(text: str, mention: Mention) -> bool:
    """Whether a score follows in the sentence in which one beats the other."""
    beaten = _BEATEN.search(text[max(0, mention.start - 14) : mention.end + 14])
    return bool(beaten and _SCORE.match(text, mention.end))


def _is_where(text: str, mention: Mention) -> bool:
    """Whether something is said to be in, at or from a place, or the town opens a dateline."""
    before = text[max(0, mention.start - 80) : mention.start]
    if surroundings.sign(text, mention.start, mention.end) == "place":
        return True
    if _STATE.match(text, mention.end):
        return True
    if not _AT.search(before[-12:]):
        return False
    return not (_LOST_TO.search(before) or _FROM.search(before))
