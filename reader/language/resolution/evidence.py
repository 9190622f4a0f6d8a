"""What all mentions of a text together tell about its surfaces (folded forms)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution import surroundings
from reader.language.resolution.acronyms import letters_of
from reader.language.resolution.layout import in_capitals
from reader.language.resolution.mention import Mention
from reader.language.resolution.names import initials, parse
from reader.language.resolution.wording import is_ship
from reader.news import EntityKind


def _votes() -> dict[str, dict[EntityKind, float]]:
    return defaultdict(lambda: defaultdict(float))


@dataclass(slots=True)
class Around:
    """What stands around the mentions of each surface."""

    votes: dict[str, dict[EntityKind, float]] = field(default_factory=_votes)
    """Of each surface: the kinds it was given, by their scores."""
    signs: dict[str, Counter[EntityKind]] = field(default_factory=lambda: defaultdict(Counter))
    """Of each surface: the kinds that its surroundings tell."""
    count: Counter[str] = field(default_factory=Counter)
    located: Counter[str] = field(default_factory=Counter)
    """How often each surface stands behind "in", "near", "outside": where something is."""
    upon: Counter[str] = field(default_factory=Counter)
    """How often each stands behind "on", as islands do."""
    things: set[str] = field(default_factory=set)
    """Single words behind "the", as ships and papers stand and people do not."""
    articled: set[str] = field(default_factory=set)
    """Names of several words that "the" stands before somewhere."""
    titled: set[str] = field(default_factory=set)
    """Surfaces that a title or a "Mr" stands before somewhere."""
    misters: set[str] = field(default_factory=set)
    """Names not in capitals that "Mr", "Mrs" or "Ms" stands before somewhere."""
    initialisms: set[str] = field(default_factory=set)
    """Single words in capitals, three or more, where the words around are not."""


@dataclass(slots=True)
class Naming:
    """What the names of several words tell about single words."""

    last_names: set[str] = field(default_factory=set)
    first_names: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    """Of people: "mbs"."""
    ships: set[str] = field(default_factory=set)
    storms: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    """Letters that the names of bodies and places make: "jsc"."""
    parts: set[str] = field(default_factory=set)
    """Words out of the names of bodies that may stand for them."""
    departments: set[str] = field(default_factory=set)
    """What the departments are called after: "state"."""
    heads: set[str] = field(default_factory=set)
    """Last words of bodies that say what they are: "united"."""


def canonical(key: str) -> str:
    """The key under which all forms of a listed place vote together."""
    place = lists.places().get(key)
    return fold(place.name) if place and len(key) > 1 else key


@cache
def _telling() -> frozenset[str]:
    return lists.words_of("organisation-head", "team-tail")


def around(text: str, mentions: Sequence[Mention]) -> Around:
    """What stands around the mentions."""
    found = Around()
    for mention in mentions:
        key = mention.key
        found.votes[canonical(key)][mention.kind] += mention.score
        found.count[key] += 1
        told = surroundings.sign(text, mention.start, mention.end)
        if told:
            found.signs[key][told] += 1
        if surroundings.located(text, mention.start) or (
            mention.kind == "place" and surroundings.in_state(text, mention.end)
        ):
            found.located[key] += 1
        if surroundings.upon(text, mention.start):
            found.upon[key] += 1
        if surroundings.titled(text, mention.start):
            found.titled.add(key)
        if not mention.text.isupper() and surroundings.is_mister(text, mention.start):
            found.misters.add(key)
        if " " not in key:
            _add_word(text, mention, found)
        elif text[max(0, mention.start - 4) : mention.start].lower() == "the ":
            found.articled.add(key)
    return found


def _add_word(text: str, mention: Mention, found: Around) -> None:
    """What stands around a single word and how it is written."""
    key = mention.key
    if surroundings.is_thing(text, mention.start, mention.end):
        found.things.add(key)
    letters = mention.text.isupper() and key.isalpha() and 2 < len(key) < 6
    if letters and not in_capitals(text, mention.start):
        found.initialisms.add(key)


def naming(mentions: Sequence[Mention]) -> Naming:
    """What the names of several words tell; their kinds should be settled."""
    found = Naming()
    for mention in mentions:
        first, _, last = mention.key.rpartition(" ")
        if not first:
            continue
        if mention.kind == "event" and first in lists.words("event-lead"):
            found.storms.add(last)
        if mention.kind == "work" and is_ship(mention.text):
            found.ships.add(last)
        if mention.kind in ("organisation", "place"):
            found.acronyms |= {made for made in letters_of(mention.text) if len(made) > 2}
        if mention.kind == "organisation" and last in _telling():
            found.heads.add(last)
            if last == "department" and " " not in first:
                found.departments.add(first)
        if mention.kind == "person":
            found.first_names.add(first.split(" ")[0])
            letters = initials(parse(mention.text))
            if len(letters) > 2:
                found.initials.add(letters)
            if mention.score > 0.4:
                found.last_names.add(last)
    found.parts = _parts_of_bodies(mentions) - found.last_names - found.first_names
    return found


def _parts_of_bodies(mentions: Sequence[Mention]) -> set[str]:
    """First and last words of bodies' names, where they are names themselves ("Lilly")."""
    parts: set[str] = set()
    for mention in mentions:
        words = mention.key.split(" ")
        if mention.kind == "organisation" and 1 < len(words) <= 3 and "of" not in words:
            parts |= {words[0], words[-1]}
    common = lists.words_of("generic-first", "organisation-head")
    return {
        part
        for part in parts - common - lists.words("organisation-suffix")
        if part not in lists.demonyms() and part not in lists.places() and len(part) > 2
    }
