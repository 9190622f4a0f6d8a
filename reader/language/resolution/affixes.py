"""What the model takes into a name and does not belong to it: half brackets, "-imposed", posts."""

from __future__ import annotations

import re
from functools import cache

from reader.language import lists
from reader.language.lists import fold
from reader.news import EntityKind, Span

_COMPOUND = re.compile(
    r"-(?:[a-z]{3,14}ed|wide|based|led|backed|run|built|born|bound|held|made|given|grown|hit|torn"
    r"|friendly|weary|wary|centric|specific|sympathetic|sceptic|skeptic|critical|loyal|only|free"
    r"|heavy|themed|style|type|like|related|era|linked|fearing|speaking|leaning|producing|listed"
    r"|exporting|importing|watching|supporting|hosting|going|loving|hating|bashing)$"
)
_AHEAD = re.compile(
    r"[A-ZÀ-Þ][\w.’']+(?: [A-ZÀ-Þ][\w.’']+)?"
    r"-(?:based|led|backed|owned|born|run|listed|trained|flagged|controlled|funded|held|made"
    r"|[a-z]{2,12}ing) "
    r"(?=[A-ZÀ-Þ])"
)
_LETTER_LAST = re.compile(r"(?:Group|Pool|Class|Path|Plan|Unit|Section|Block) [A-H]\.$")
_PLAIN_END = re.compile(r" (?:of|for|on|in|at) ([a-z]+)$")
_SAINT = re.compile(r"(?:\b(?:St|ST|Ste|STE)\.|\bSaint) $")
_TOPIC = re.compile(r"([A-Z]{3,12})-(?=[A-Z])")
_POST = re.compile(
    r"^.*?\b(?:[A-Z]{2,3}|[A-Z]{1,2}[a-z]?Ps?)\s+(?=[A-ZÀ-Þ]\S*[a-zß-ÿ]\S*\s+[A-ZÀ-Þ])"
)
_FIRST = re.compile(
    r"(?:Key|Top|Senior|Rival|Fellow|Many|Several|Most|Both|Other|Fewer|Even|Only) (?=[A-ZÀ-Þ])"
)
_OFFICE = re.compile(r" (?:Secretary|Minister|Chancellor|Commissioner|Spokes\w+)\b")


def trimmed(text: str, start: int, end: int, kind: EntityKind) -> Span:
    """Where the name really begins and ends; never empty if it was not."""
    name = text[start:end]
    if "(" in name or ")" in name:
        start, end = _within_brackets(text, start, end)
    if "-" in name:
        start, end = _without_compound(text, start, end, kind)
    if kind == "person":
        post = _POST.match(text[start:end])
        if post and " " in text[start : start + post.end() - 1]:
            start += post.end()  # "Browns DL Sheldon Richardson"
    elif kind == "organisation":
        end = _before_post(text, start, end)
    plain = _PLAIN_END.search(text, start, end) if kind == "organisation" else None
    if plain:
        end = end if plain.group(1) in lists.words("policy") else plain.start()
    if kind != "person" and text[end - 3 : end - 2] == " ":
        end -= bool(_LETTER_LAST.search(text[start:end]))
    first = _FIRST.match(text, start, end)
    if first and _is_whole(fold(text[first.end() : end])):
        start = first.end()
    sainted = text[start - 2 : start] in ("t ", ". ")
    saint = _SAINT.search(text, max(0, start - 7), start) if sainted else None
    if saint and kind != "nationality":
        start = saint.start()
    return start, end


def _without_compound(text: str, start: int, end: int, kind: EntityKind) -> Span:
    """The name without what a hyphen joins to it and is none ("SOCCER-", "-based")."""
    topic = _TOPIC.match(text, start, end)
    if topic and topic.group(1).lower() in lists.words("headline-topic"):
        start = topic.end()  # "SOCCER-REAL MADRID"
    tail = _COMPOUND.search(text, start, end)
    if tail and tail.start() > start + 1 and fold(text[start:end]) not in lists.bodies():
        end = tail.start()
    ahead = _AHEAD.match(text, start, end)
    return (ahead.end() if ahead and kind != "person" else start), end


def _before_post(text: str, start: int, end: int) -> int:
    """Where a body's name ends before the post of one of its people, or a plain noun.

    "White House" Press Secretary, "Taipei" stations; "Shadow Home" Secretary is left whole.
    """
    front, _, last = text[start:end].rpartition(" ")
    if last.islower() and front and _ends_before(front, last):
        return start + len(front)
    if not front or last.lower() not in _portfolios() or not _OFFICE.match(text, end):
        return end
    posts = front.rsplit(" ", 1)[-1].lower() in _portfolios()
    return end if posts else start + len(front)


def _ends_before(front: str, noun: str) -> bool:
    """Whether a name is over before a plain noun: "Columbia University" department."""
    if fold(front) in lists.places():
        return True
    if not noun.isalpha() or not front.rsplit(" ", 1)[-1][:1].isupper():
        return False
    words = front.lower().split(" ")
    if noun in lists.words("organisation-head"):  # "Labour party"
        return noun == "department" and words[-1] in ("university", "college")
    heads = lists.words("organisation-strong-head")
    return noun in lists.words("noun-person") or any(word in heads for word in words)


def owned(name: str) -> tuple[str, EntityKind, str] | None:
    """A body's name with its owner's or country's before it, apart: "Kazakhstan" 's "Air Astana".

    None where the possessive belongs to the name ("Lloyd's of London").
    """
    cut = max(name.find("'s "), name.find("’s "))
    if cut <= 0 or fold(name) in lists.bodies() or fold(name[: cut + 2]) in lists.bodies():
        return None
    front, rest = name[:cut], name[cut + 3 :]
    if not rest[:1].isupper():
        return None
    if fold(front) in lists.places():
        return front, "place", rest
    return (front, "organisation", rest) if fold(front) in lists.bodies() else None


_FIRMS = frozenset(("Co", "Cos", "Corp", "Inc", "Ltd", "Bros"))
_GOES_ON = re.compile(r"\.(?:[,;:)]|['’]s| [a-z(&])")


def is_shortened(text: str, start: int, end: int) -> bool:
    """Whether the dot behind a name is that of its last word ("Ford Motor Co.", "Okla.").

    Where the sentence may end, too, the dot is the sentence's.
    """
    name = text[start:end]
    short = name.rsplit(" ", 1)[-1] in _FIRMS or name + "." in lists.dotted_places()
    return short and _GOES_ON.match(text, end) is not None


def two_names(name: str) -> tuple[str, str] | None:
    """Two listed bodies or places that one name holds ("Pell and Halvard"); else None."""
    key = fold(name)
    if lists.is_listed(key):
        return None
    one, linked, other = name.partition(" and ")
    if linked:
        known = [lists.is_listed(fold(part)) for part in (one, other)]
        if known == [False, True] and " " not in one:
            known[0] = " " in other  # "Pell and Channel 4"
        return (one, other) if all(known) else None
    words = name.split(" ")
    for cut in range(2, len(words)):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        if fold(one) in lists.bodies() and (fold(other) in lists.bodies() or _is_full(words[cut:])):
            return one, other  # "American Airlines Boeing", "Sinn Fein Ann Ray"
    return None


def _is_full(words: list[str]) -> bool:
    """Whether words are the first and last name of a person."""
    if len(words) != 2 or not all(word[:1].isupper() for word in words):
        return False
    first, last = map(fold, words)
    heads = lists.words_of("organisation-head", "organisation-suffix", "firm-word", "place-head")
    return first in lists.genders() and first not in lists.places() and last not in heads


@cache
def _portfolios() -> frozenset[str]:
    return lists.words_of("portfolio", "policy")


def _within_brackets(text: str, start: int, end: int) -> Span:
    """The name on one side of a bracket of which it holds only one half."""
    name = text[start:end]
    opened, closed = name.find("("), name.rfind(")")
    if closed >= 0 and opened < 0:
        rest = name[closed + 1 :]
        start += closed + 1 + len(rest) - len(rest.lstrip()) if rest.strip() else 0
        end = end if rest.strip() else start + closed
    elif opened > 0 and closed < 0:
        end = start + len(name[:opened].rstrip())
    return start, end


def _is_whole(key: str) -> bool:
    """Whether a folded name is one without the word before it."""
    return lists.is_listed(key) or key in lists.demonyms()


def parts(name: str) -> tuple[str, str] | None:
    """The two countries, cities or peoples that a hyphen joins ("US-China"); else None.

    "Korean-American" and "Guinea-Bissau" are one.
    """
    one, _, other = name.partition("-")
    keys = (fold(one), fold(other))
    if not other or fold(name) in lists.places() or keys[1].startswith("american"):
        return None
    for known in (lists.places(), lists.demonyms()):
        if keys[0] in known and keys[1] in known:
            return one, other
    headed = name.isupper() and keys[0] in lists.places() and keys[1] in lists.demonyms()
    return (one, other) if headed else None  # "IRAQ-KURDISH GROUP"


_OF_A_PLACE = re.compile(r"(\w{3,})(?:ites?|ers|ians?|ese)")
_LIKE_A_PEOPLE = ("ese", "ish", "ian", "ians", "ean", "eans", "stani", "ites", "ite")
_CRAZE = re.compile(r"\w{3,}(?:mania|esque|nomics)")
_CODE = re.compile(r"[A-Z][a-zA-Z]{0,2}(?:-\d{1,4}|\d{3,4})(?:[a-z]{1,3}|[A-Z])?")


def people_or_thing(bare: str, key: str, kind: EntityKind) -> EntityKind:
    """The kind of a name that by its letters is a people ("Delhiites") or a thing ("A350")."""
    if kind == "nationality":
        return kind if _may_be_people(key) else "work"
    if " " in key or key in lists.places() or key in lists.bodies():
        return kind
    of_place = _OF_A_PLACE.fullmatch(key)
    if of_place and of_place.group(1) in lists.places() and key not in lists.genders():
        return "nationality"
    return "work" if kind == "organisation" and _CODE.fullmatch(bare) else kind


def is_made_of_a_name(key: str) -> bool:
    """Whether a "person" is but a word made of a name ("Clintonian", "Cleggmania")."""
    if _CRAZE.fullmatch(key):
        return True
    return key.endswith("ian") and key[:-3] in lists.surnames() and key not in lists.genders()


def _may_be_people(key: str) -> bool:
    """Whether a name may be a people's or a faith's: "Cannabis" and "Smart Watch" are none."""
    words = key.replace("-", " ").split(" ")
    if key in lists.demonyms() or words[-1] in lists.words_of("people", "partisan"):
        return True
    if words[-1] in lists.demonyms() or words[-1].removesuffix("s") in lists.demonyms():
        return True
    return len(words) == 1 and key.endswith(_LIKE_A_PEOPLE)
