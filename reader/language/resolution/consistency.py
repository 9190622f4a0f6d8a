"""Kinds of names made consistent over a document: one surface, one kind.

An ambiguous name gets the kind that its clear mentions have, that the lists know, or that
what stands around it tells.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution.acronyms import letters_of
from reader.language.resolution.mention import Mention
from reader.language.resolution.names import initials, parse
from reader.language.resolution.wording import kind_by_words
from reader.news import EntityKind

_EMPLOYS = re.compile(
    r"['’]s? (?:(?:new|former|own|then|outgoing|acting|deputy) )?(?:chief executive|CEO\b"
    r"|(?:chief|executive) (?:financial|operating|vice|technology)|managing director|shareholders"
    r"|general secretary|headquarters|board of directors|finance director|board chair)"
)
"""What only a body has."""
_NO_PERSON = re.compile(r".{3}(?:care|gate|isms?|exit|ists?)$|\d")


@dataclass(slots=True)
class _Evidence:
    """What all mentions of a document together tell about its surfaces (folded)."""

    votes: dict[str, dict[EntityKind, float]]
    """Of each surface: the kinds it was given, by their scores."""
    last_names: set[str]
    first_names: set[str]
    initials: set[str]
    """Of people: "mbs"."""
    storms: set[str]
    located: Counter[str]
    acronyms: set[str]
    """Letters that the names of bodies and places make: "jsc"."""
    titled: set[str]
    """Surfaces that a title or a "Mr" stands before somewhere."""
    employers: set[str]
    """Surfaces with officers that only bodies have ("…'s chief executive")."""
    parts: set[str]
    """Words out of the names of bodies that may stand for them."""


def consistent(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Each surface gets the kind of its clear mentions and of the lists."""
    mentions = _people_mistaken(mentions)
    evidence = _evidence(text, mentions)
    kinds: dict[str, EntityKind | None] = {}
    made: list[Mention] = []
    for mention in mentions:
        key = mention.key
        if mention.kind == "person" and key[-1:] == "s" and key[:-1] in evidence.last_names - {key}:
            continue  # "the Clintons" are nobody
        if key not in kinds:
            kinds[key] = _kind(mention, evidence)
        kind = kinds[key] or _surname_or_town(text, mention)
        kind = kind_by_words(mention.text, kind)
        made.append(mention if kind == mention.kind else replace(mention, kind=kind))
    return made


def _evidence(text: str, mentions: Sequence[Mention]) -> _Evidence:
    votes: dict[str, dict[EntityKind, float]] = defaultdict(lambda: defaultdict(float))
    found = _Evidence(
        votes, set(), set(), set(), set(), _located(text, mentions), set(), set(), set(), set()
    )
    titles = lists.words("knightly") | lists.words("title")
    for mention in mentions:
        first, _, last = mention.key.rpartition(" ")
        votes[_canonical(mention.key)][mention.kind] += mention.score
        if mention.kind == "event" and first in lists.words("event-lead"):
            found.storms.add(last)
        if " " not in mention.key and _EMPLOYS.match(text, mention.end):
            found.employers.add(mention.key)
        before = text[max(0, mention.start - 16) : mention.start].split()
        if before and fold(before[-1]) in titles:
            found.titled.add(mention.key)
        if mention.kind in ("organisation", "place") and first:
            found.acronyms |= {made for made in letters_of(mention.text) if len(made) > 2}
        if mention.kind != "person" or not first:
            continue
        found.first_names.add(first.split(" ")[0])
        letters = initials(parse(mention.text))
        if len(letters) > 2:
            found.initials.add(letters)
        if mention.score > 0.4:
            found.last_names.add(last)
    found.parts = _parts_of_bodies(mentions) - found.last_names - found.first_names
    return found


def _kind(mention: Mention, evidence: _Evidence) -> EntityKind | None:
    """The one kind of a surface; None where its mentions must keep their own."""
    key = mention.key
    votes = evidence.votes[_canonical(key)]
    place = lists.places().get(key)
    listed = place is not None or key in lists.bodies()
    is_last_name = key in evidence.last_names
    if key in evidence.storms:
        return "event"
    if place and "person" in votes and not is_last_name and _is_town(mention, place.sort, evidence):
        return "place"
    if place and evidence.located[key] and "organisation" in votes and not is_last_name:
        return "place"
    first_name = key in evidence.first_names and not is_last_name
    if key in evidence.acronyms and mention.text.isupper() and "person" in votes:
        return "organisation"
    known_first = first_name and (not listed or key in lists.genders())
    if known_first or (key in evidence.initials and mention.text.isupper() and not listed):
        return "person"
    employs = key in evidence.employers and "person" in votes and not is_last_name
    if employs and key not in evidence.titled and key not in lists.genders() and not listed:
        return "organisation"
    if key in evidence.parts and not listed:
        return "organisation"
    return _kind_by_votes(key, votes, is_last_name)


def _located(text: str, mentions: Sequence[Mention]) -> Counter[str]:
    """How often each surface stands behind "in", "near", "outside": where something is."""
    found: Counter[str] = Counter()
    for mention in mentions:
        before = text[max(0, mention.start - 9) : mention.start].split()
        found[mention.key] += bool(before) and before[-1].lower() in ("in", "near", "outside")
    return found


def _parts_of_bodies(mentions: Sequence[Mention]) -> set[str]:
    """First and last words of bodies' names, where they are names themselves ("Lilly")."""
    parts: set[str] = set()
    for mention in mentions:
        words = mention.key.split(" ")
        if mention.kind == "organisation" and 1 < len(words) <= 3 and "of" not in words:
            parts |= {words[0], words[-1]}
    common = lists.words("generic-first") | lists.words("organisation-head")
    return {
        part
        for part in parts - common - lists.words("organisation-suffix")
        if part not in lists.demonyms() and part not in lists.places() and len(part) > 2
    }


def _canonical(key: str) -> str:
    """The key under which all forms of a listed place vote together."""
    place = lists.places().get(key)
    return fold(place.name) if place and len(key) > 1 else key


def _surname_or_town(text: str, mention: Mention) -> EntityKind:
    """Whether "Paris" is the town or, in an article on a Valeska Paris, the woman."""
    before = text[max(0, mention.start - 12) : mention.start].split()
    return "place" if before and before[-1].lower() in _WHERE else "person"


_WHERE = ("in", "from", "near", "at", "outside", "into", "to", "around", "across")


@cache
def _heads() -> frozenset[str]:
    """Last words that no person's name has."""
    return lists.words("organisation-strong-head") - {"church", "bank", "hospital", "school"}


def _surely_body(key: str, votes: dict[EntityKind, float]) -> bool:
    """Whether a listed organisation is meant, and no person or thing of its name."""
    if " " in key or "organisation" in votes or len(key) < 4:
        return True
    return votes.get("person", 0) < 2 and "event" not in votes


def _people_mistaken(mentions: Sequence[Mention]) -> list[Mention]:
    """A full name whose surname is a person everywhere else is a person's."""
    alone: Counter[str] = Counter()
    for mention in mentions:
        alone[mention.key] += 1 if mention.kind == "person" else -1

    def mistaken(mention: Mention) -> bool:
        words = mention.key.split()
        if mention.kind not in ("organisation", "work", "event") or not 2 <= len(words) <= 4:
            return False
        if any(word in lists.words("organisation-head") for word in words):
            return False
        if mention.key in lists.bodies() or mention.key in lists.places():
            return False
        return alone[words[-1]] > 1 or alone[" ".join(words[-2:])] > 1

    return [replace(m, kind="person") if mistaken(m) else m for m in mentions]


def _is_town(mention: Mention, sort: str, evidence: _Evidence) -> bool:
    """Whether a listed place taken for a person is the place: nobody there bears the name."""
    key = mention.key
    if key in evidence.first_names or key in evidence.titled:
        return False
    if evidence.located[key]:
        return True
    if key in lists.genders():
        return False
    return sort in ("country", "capital") or mention.score < 0.9


def _kind_by_votes(
    key: str, votes: dict[EntityKind, float], is_last_name: bool
) -> EntityKind | None:
    """The one kind of a surface; None where its mentions must keep their own."""
    place = lists.places().get(key)
    body = lists.bodies().get(key)
    if is_last_name and votes.get("place", 0) > 0 and votes.get("person", 0) > 0 and place:
        return None  # Valeska Paris, who lives in Paris
    if set(votes) == {"nationality"} and not (place and key not in lists.demonyms()):
        return "nationality"
    if key in lists.demonyms() and not is_last_name and not place and "person" not in votes:
        return "nationality"
    weights = dict(votes)
    total = sum(votes.values())
    if " " in key and "person" in votes and key.split(" ")[-1] in _heads() and not is_last_name:
        return "organisation"
    if _NO_PERSON.search(key) and " " not in key and not is_last_name:
        weights.pop("person", None)
        weights = weights or {"work": 1.0}
    if is_last_name and not place and not body:
        return "person"
    if is_last_name:
        weights["person"] = weights.get("person", 0) + 0.5 + 0.5 * total
    elif place and place.sort == "country":
        weights["place"] = weights.get("place", 0) + 1 + total
    elif place and "place" in weights:
        weights["place"] += 0.5 + 0.25 * total
    elif body and _surely_body(key, votes):
        return "organisation"
    return max(weights, key=lambda kind: (weights[kind], kind))
