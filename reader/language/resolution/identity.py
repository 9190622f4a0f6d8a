"""The same entity across articles: a key that two names share only on strong evidence.

Evidence is the full name after folding (accents, case, spellings of names brought over from
other scripts), or the curated lists. A surname alone is none: its key is empty, and such an
entity belongs to its article only. Two rows for one person are better than one row for two.
"""

from __future__ import annotations

from functools import cache, lru_cache

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution import bodies, names
from reader.news import Entity

_ARTICLES = ("the ", "The ", "THE ")


def same_entity(one: Entity, other: Entity) -> bool:
    """Whether two entities of different articles are certainly the same one."""
    key_of_one = key(one.name, one.kind)
    return bool(key_of_one) and key_of_one == key(other.name, other.kind)


@lru_cache(maxsize=8192)
def key(name: str, kind: str) -> str:
    """What all names of one entity have in common: equal keys mean the same entity.

    Empty where the name alone tells too little (a lone surname): then nothing is the same.
    """
    bare = next((name[len(a) :] for a in _ARTICLES if name.startswith(a)), name).strip()
    plain = fold(bare)
    if not plain:
        return ""
    if kind == "person":
        made = _person(bare, plain)
        return f"person:{made}" if made else ""
    if kind in ("place", "organisation", "nationality"):
        made = _listed(kind, plain)
        return f"{kind}:{made}" if made else ""
    return f"{kind}:{plain}"


def _listed(kind: str, plain: str) -> str:
    if kind == "place":
        place = lists.places().get(plain)
        return fold(place.name) if place else plain
    if kind == "organisation":
        if plain in lists.shared_forms():
            return plain
        words = set(plain.split())
        if words <= lists.words("generic-body") and plain not in lists.words("unique-body"):
            return plain  # every country has a Defence Ministry: no alias of any of them
        body = lists.bodies().get(plain)
        return fold(body.name) if body else bodies.plain_form(plain)
    return fold(lists.demonym_heads().get(plain, plain))


def _person(name: str, plain: str) -> str:
    curated = _curated().get(_loose(plain))
    if curated:
        return curated
    person = names.parse(name)
    if not person.first:
        return ""
    curated = _curated().get(_loose(" ".join((*person.parts, person.suffix)).strip()))
    if curated:
        return curated
    return _made(person)


def _made(person: names.PersonName) -> str:
    common = person.last.split(" ")[-1].split("-")[-1] in lists.words("common-surname")
    first = person.first if common else _formal(person.first)
    middle = [part for part in person.middle if common or not names.is_initial(part)]
    parts = " ".join((first, *middle, person.last)).replace("-", " ").split()
    sounds = [part if common else names.sound(part) for part in parts]
    return " ".join((*sounds, person.suffix)).strip()


def _formal(first: str) -> str:
    """The one full form of a short first name ("joe" → "joseph"); itself where there are more."""
    heads = lists.formal_names().get(first, ())
    return heads[0] if len(heads) == 1 else first


def _loose(plain: str) -> str:
    return plain.replace("-", " ").replace(".", "")


@cache
def _curated() -> dict[str, str]:
    """Every listed form of a person's name to the usual one, folded."""
    found: dict[str, str] = {}
    for name, others in lists.people():
        usual = _loose(fold(name))
        for form in (name, *others):
            found.setdefault(_loose(fold(form)), usual)
    return found
