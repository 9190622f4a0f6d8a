"""Datelines, bylines and credits: where an article was written, and by whom."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution.mention import Mention
from reader.news import Span

_BYLINE = re.compile(r"^[ \t]*(?:[Bb]y|BY|Von|Par)[ \t]+(?=[A-Z])[^\n.!?]{3,90}$", re.M)
_CREDIT = re.compile(
    r"^[ \t]*[(\[]?(?:Additional [Rr]eporting|Reporting|Writing|Editing|Edited|Compiled|Written|"
    r"Photo(?:graph|s)?|Image|Picture|Source|Credit|File photo|Video|Illustration|Graphics?)"
    r"(?:[ \t]+(?:by|from|courtesy(?: of)?)\b|:)[^\n]{0,200}$",
    re.M,
)
_CONTRIBUTED = re.compile(
    r"^[ \t]*[A-Z][^\n]{3,200}?\b(?:contributed (?:to (?:this|the) (?:report|story|article)"
    r"|reporting|from)|reported from)\b[^\n]{0,200}$"
    r"|^[ \t]*(?:©|\(c\)|Copyright\b)[^\n]{0,200}$",
    re.M,
)
_FOLLOW = re.compile(
    r"\bFollow (?:[A-Z][^\n.]{2,60}|us|me|him|her|them|@\w{2,30})(?: at)? on"
    r" (?:Twitter|X|Facebook|Instagram|Bluesky|Threads|TikTok|LinkedIn)\b[^\n]{0,80}"
)
_BRACKETED = (
    r"\((?:Reporting|Photo|Image|Picture|Credit|Source|Writing|Editing|Additional reporting)s?"
    r"(?:[ \t]+(?:by|courtesy(?: of)?)\b|:)[^()\n]{0,200}\)"
)
_CREDIT_BRACKETED = re.compile(_BRACKETED)
_CREDIT_INSIDE = re.compile(
    _BRACKETED + r"|(?<=[\s/(])[A-Z][^\n/()|]{2,40}[/|]"
    r"(?:Getty|AFP|AP|Reuters|REUTERS|EPA|Shutterstock)\b[^\n.]{0,40}$",
    re.M,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_TOWN = re.compile(
    r"(?:THE )?(?P<town>[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{1,30}[A-ZÀ-Þ])"
    r"(?:, [A-Z][a-z.]{1,12}(?: [A-Z][a-z]{1,12})?)?"
    rf"(?P<date>,? {_MONTH} \d{{1,2}}(?:, \d{{4}})?)?"
    r"(?P<agency> ?\([A-Z][\w ./-]{1,30}\))?"
    r"(?:,? ?[-–—_]{1,2} |(?P<day>,? \d{4}-\d\d-\d\d)$)",
    re.M,
)
_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-Z][^\n()a-z]{2,40}?|[A-Z][\w .,'’/-]{2,40}?)"
    rf"(?:,?[ \t]+{_MONTH}[ \t]+\d{{1,2}})?"
    r"[ \t]*(?P<agency>\([A-Z][\w ./-]{1,30}\))[ \t]*(?:[-–—_]{1,2}|:)",
    re.M,
)
_LINE_END = re.compile(r"\n")
_FOOT = 700
"""Characters at the end of an article in which its reporters are named."""


@lru_cache(maxsize=1)
def credit_spans(text: str) -> tuple[Span, ...]:
    """Stretches that credit reporters, agencies and photographers, in text order."""
    spans = [match.span("agency") for match in _datelines(text)]
    spans += [match.span() for match in _of_lines(_CREDIT, text)]
    inside = _CREDIT_INSIDE if "/" in text or "|" in text else _CREDIT_BRACKETED
    spans += [match.span() for match in inside.finditer(text)]
    spans += [
        match.span()
        for match in (*_of_lines(_CONTRIBUTED, text), *_follows(text))
        if "reported from" not in match.group() or match.end() > len(text) - _FOOT
    ]
    spans += [
        match.span()
        for match in _of_lines(_BYLINE, text)
        if match.start() < 400 or match.end() > len(text) - 400
    ]
    return tuple(sorted(spans))


def _of_lines(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The matches of a pattern for whole lines: tried where lines begin, and nowhere else."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    found = (pattern.match(text, start) for start in starts)
    return [match for match in found if match]


def _follows(text: str) -> list[re.Match[str]]:
    return list(_FOLLOW.finditer(text)) if "Follow " in text else []


@lru_cache(maxsize=1)
def _datelines(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_of_lines(_DATELINE, text))


def _town(dateline: re.Match[str]) -> Span:
    """Where the town of a dateline stands, without its state."""
    town = dateline["place"].split(",")[0].rstrip()
    return dateline.start("place"), dateline.start("place") + len(town)


def with_towns(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with the towns in capitals that open datelines as places."""
    towns: list[Span] = []
    for match in _of_lines(_TOWN, text):
        known = fold(match["town"]) in lists.places()
        if known or match["date"] or match["agency"] or match["day"]:
            start = match.start("town")
            for name in match["town"].split("/"):
                towns.append((start, start + len(name)))
                start += len(name) + 1
    starts, ends = [m.start for m in mentions], [m.end for m in mentions]
    gone: set[int] = set()
    added: list[Mention] = []
    for start, end in towns:
        name = text[start:end]
        inside = range(bisect_right(ends, start), bisect_left(starts, end))
        if fold(name) in lists.bodies() or any(mentions[at].end > end for at in inside):
            continue
        if any(mentions[at].kind == "place" for at in inside):
            continue
        gone.update(inside)
        added.append(Mention(start, end, "place", name, fold(name), 0.9))
    kept = [mention for at, mention in enumerate(mentions) if at not in gone]
    return sorted([*kept, *added], key=lambda mention: mention.start)


def without_credits(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without who is credited and what opens datelines, unless named elsewhere."""
    whole = {mention.span for mention in mentions if mention.kind == "place"}
    datelines = [
        match.span("place")
        for match in _datelines(text)
        if match["place"].strip(" ,").isupper() and _town(match) not in whole
    ]
    spans = sorted([*credit_spans(text), *datelines])
    if not spans:
        return mentions
    starts = [start for start, _ in spans]

    def credited(mention: Mention) -> bool:
        at = bisect_right(starts, mention.start) - 1
        return at >= 0 and spans[at][1] >= mention.end

    elsewhere = {mention.key for mention in mentions if not credited(mention)}
    return [mention for mention in mentions if not credited(mention) or mention.key in elsewhere]
