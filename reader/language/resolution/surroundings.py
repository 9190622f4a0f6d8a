"""What stands around a name tells of its kind: "shares of X", "the town of X", "X, 43,".

Each sign is such that hardly anything of another kind has it; most mentions have none.
"""

from __future__ import annotations

import re

from reader.language import lists
from reader.news import EntityKind

_BACK, _FORWARD = 48, 48

_BODIES = (
    r"(?:company|firm|retailer|startup|start-up|car ?maker|automaker|chip ?maker|drug ?maker"
    r"|plane ?maker|airline|newspaper|broadcaster|magazine|news agency|newswire|website|outlet"
    r"|union|charity|lender|insurer|brokerage|consultancy|think tank|nonprofit|studio|supermarket"
    r"|label|exchange|conglomerate|manufacturer|hedge fund"
    r"|platform|agency|watchdog|regulator|tabloid|militia|party|club|chain|brand|utility|giant"
    r"|bank|group|organi[sz]ation|network|consortium|movement|orchestra|band)"
)
_PLACES = (
    r"(?:city|town|village|province|region|district|island|port|state|municipality|suburb|county"
    r"|hamlet|settlement|capital|resort|peninsula|archipelago|neighbou?rhood|prefecture|commune)"
)

_NOT_ITS = (
    r"(?![’'\w-]"
    r"| (?:chief|boss|head|chair|president|executive|secretary|\w+(?:er|or|man|ist|al))\b)"
)
"""The noun stands for itself, not for one of its people ("the union's leader")."""

_BODY_BEFORE = re.compile(
    rf"(?:\b(?:{_BODIES}|[Dd]aily|[Ww]eekly|broadsheet) "
    r"|\b(?:chief executive(?: officer)?|CEO|managing director|co-?founder|chief financial officer"
    r"|[Ss]hareholders|[Ss]hares|[Ee]mployees|[Aa]nalysts?|subsidiary|acquisition|takeover)"
    r" (?:of|at) "
    r"|\b(?:[Ss]hares|[Ss]takes?|[Ss]hareholders|[Ii]nvestors) in )$"
)
_BODY_AFTER = re.compile(
    r"['’]s? (?:(?:new|former|own|then|outgoing|acting|deputy|main|chief|net|quarterly|annual"
    r"|global|German|U\.S\.|London|\w+ern) ){0,2}"
    r"(?:chief executive|CEO\b|chief (?:financial|operating|technology)|managing director"
    r"|shareholders|shares\b|stock\b|general secretary|headquarters|board of directors"
    r"|finance director|board chair|customers|revenues?|profits?\b|stores\b"
    r"|factor(?:y|ies)\b|products\b|app\b|website|employees|plants?\b)"
    r"|,? (?:chief executive|CEO|shares|stock|shareholders|customers|employees|executives"
    r"|stores|plc|Ltd|Inc)\b"
    rf"|, (?:the|an?) (?:(?!of |at |for |in |from |who )[\w-]+ ){{0,3}}{_BODIES}{_NOT_ITS}"
    r"| (?:party|union|newspaper|magazine|news agency|movement|militia|rebels|militants|television"
    r"|bank|website|app|airline|tribe's|chain|supermarket|group)\b(?! (?:leader|of)\b)"
    r"|, which (?!is (?:in|near|about|\d))(?:owns|employs|makes|sells|said|has said|runs|operates"
    r"|produces|publishes|did not|declined|denies|denied|reported|represents|is owned|employ)"
)
_PLACE_BEFORE = re.compile(rf"\b(?:{_PLACES} of|town|village|city|island|suburb|hamlet) $")
_PLACE_AFTER = re.compile(
    rf"(?:, (?:the|an?) (?:(?!of |at |for |from |who )[\w-]+ ){{0,3}}{_PLACES}{_NOT_ITS}"
    r"|[ -](?:province|region|district|oblast|governorate|prefecture|airport|peninsula)\b"
    r"|['’]s (?:mayor|suburbs|outskirts|city centre|city center|old town|airport|population)\b)"
)
_DATELINE_AFTER = re.compile(
    r"(?:, [A-Z][\w.]+)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2},?)? "
    r"(?:\([A-Z][\w ./-]{1,30}\) ?)?[-–—]{1,2} "
)
_LOCATED = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Tt]hroughout|in (?:central|downtown"
    r"|(?:north|south|east|west)(?:ern|-?(?:east|west)(?:ern)?)?)) $"
)
_STATE = re.compile(r", ([A-Z][\w.]+(?: [A-Z][a-z]+)?)(?=[,.;)]| \()")
_UPON = re.compile(
    r"\b(?:people|residents|islanders|families|life|lived?|lives|living|born|stranded|homes?"
    r"|houses?|landed|ashore|doctor|nurse|school|shop|clinic|everyone|anyone|nobody|those) on $"
    r"|(?:^|\n|[.!?”\"] )On $"
)
_WORK_BEFORE = re.compile(
    r"\b(?:(?:war|flag|motor|steam|air|space)?ship|vessel|ferry|trawler|tanker|freighter|frigate"
    r"|destroyer|corvette|submarine|icebreaker|schooner|yacht|lifeboat|liner|aircraft carrier"
    r"|bulk carrier|shuttle|spacecraft|rover|probe|orbiter|film|movie|novel|album|song|opera"
    r"|musical|sitcom|racehorse|filly|gelding) $"
)
_EVENT_BEFORE = re.compile(r"\b(?:storm|hurricane|typhoon|cyclone) $")
_THING_AFTER = re.compile(
    r"[,.;:)\n]| (?:was|is|were|are|has|had|did|will|would|and|or|in|at|on|off|from|to|by|for|said"
    r"|says|[a-z]+ed)\b|$"
)
_MISTER = re.compile(r"\b(?:(?:Mr|Mrs|Ms)\.?|Sir|(?<!Notre )Dame)[ \xa0]$")
_PERSON_AFTER = re.compile(
    r", (?:aged )?\d\d,|, who(?:se)? |,? (?:who|whom) |['’]s? (?:wife|husband|son|daughter|mother"
    r"|father|brother|sister|family|lawyer|widow|parents|children|partner|memoir)\b"
    r"|,? (?:himself|herself)\b| \(\d\d\)"
    r"|, (?:an?|the) (?:[\w-]+ ){0,3}(?:(?:wo)?man|boy|girl|teenager|student|teacher|lawyer"
    r"|professor|economist|analyst|strategist|trader|spokes(?:wo)?man|activist|journalist|reporter"
    r"|writer|author|act(?:or|ress)|singer|engineer|farmer|nurse|doctor|resident|historian|researcher"
    r"|scientist|lawmaker|senator|governor|mayor)\b(?=[,.;]| (?:who|in|at|of|from|with|for|and)\b)"
)
_LEADS_NOT = frozenset(
    ("the", "a", "an", "and", "to", "from", "with", "by", "for", "on", "that", "said", "as", "is")
)
"""Words right before a name that end none of the signs before it."""


def sign(text: str, start: int, end: int) -> EntityKind | None:
    """The kind that what stands around a name tells; None where it tells nothing."""
    before = text[max(0, start - _BACK) : start]
    opens = not before or before[-1] == "\n"
    if (
        opens
        and text[end - 2 : end - 1] != " "
        and _DATELINE_AFTER.match(text, end, end + _FORWARD)
    ):
        return "place"
    if _PERSON_AFTER.match(text, end, end + _FORWARD):
        return "person"
    last = before[:-1].rpartition(" ")[2]
    led = last[:1].islower() and last not in _LEADS_NOT
    if (led and _BODY_BEFORE.search(before)) or _BODY_AFTER.match(text, end, end + _FORWARD):
        return "organisation"
    if (led and _PLACE_BEFORE.search(before)) or _PLACE_AFTER.match(text, end, end + _FORWARD):
        return "place"
    if led and _WORK_BEFORE.search(before):
        return "work"
    if led and _EVENT_BEFORE.search(before):
        return "event"
    return None


def is_thing(text: str, start: int, end: int) -> bool:
    """Whether a single word stands behind "the" as no person's name does ("the Petrel sank")."""
    behind = text[max(0, start - 5) : start].lower().endswith((" the ", "\nthe ", "“the "))
    return behind and bool(_THING_AFTER.match(text, end))


def located(text: str, start: int) -> bool:
    """Whether something is said to be in, near or outside what begins here."""
    return bool(_LOCATED.search(text[max(0, start - 24) : start]))


def in_state(text: str, end: int) -> bool:
    """Whether the state or country that a town is in follows it (", Utah")."""
    match = _STATE.match(text, end) if text.startswith(", ", end) else None
    place = lists.places().get(lists.fold(match.group(1))) if match else None
    return place is not None and place.sort in ("state", "country")


def upon(text: str, start: int) -> bool:
    """Whether somebody lives or something is on what begins here, as on an island."""
    before = text[max(0, start - 24) : start]
    return "n " in before[-3:] and bool(_UPON.search(before))


def is_mister(text: str, start: int) -> bool:
    """Whether "Mr", "Ms", "Sir" or their like stands right before: then it is a person."""
    return _MISTER.search(text[max(0, start - 12) : start]) is not None


def titled(text: str, start: int) -> bool:
    """Whether a title or a "Mr" stands right before."""
    before = text[max(0, start - 16) : start].split()
    if not before:
        return False
    word = lists.fold(before[-1])
    return word != "former" and word in lists.words_of("knightly", "title")
