"""Kinds of names made consistent over a document: one surface, one kind.

An ambiguous name gets the kind that its clear mentions have, that the lists know, or that
what stands around it tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from reader.language import lists
from reader.language.resolution import aliases, evidence, homonyms, teams
from reader.language.resolution.acronyms import letters_of
from reader.language.resolution.evidence import Around, Naming, canonical
from reader.language.resolution.mention import Mention
from reader.language.resolution.wording import kind_by_words
from reader.news import EntityKind

_SUMMIT = re.compile(r"cop\d\d|euro (?:19|20)\d\d")
_NO_PERSON = re.compile(r".{3}(?:care|gate|isms?|exit|ists?)$|\d")


def consistent(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Each surface gets the kind of its clear mentions and of the lists.

    Names of several words are settled first: they tell what their single words are.
    """
    taken = mentions
    bodies = aliases.bodies(text, mentions)
    mentions = [
        _of_kind(mention, "organisation" if mention.key in bodies else None)
        for mention in _people_mistaken(mentions)
    ]
    mentions = [_by_words(mention) for mention in mentions]
    about = evidence.around(text, mentions)
    known = evidence.naming(mentions)
    mentions = [
        _of_kind(mention, _kind(mention, about, known)) if " " in mention.key else mention
        for mention in mentions
    ]
    known = evidence.naming(mentions)
    kinds: dict[str, EntityKind | None] = {}
    made: list[Mention] = []
    for mention in mentions:
        key = mention.key
        if mention.kind == "person" and key[-1:] == "s" and key[:-1] in known.last_names - {key}:
            continue  # "the Clintons" are nobody
        if " " not in key:
            if key not in kinds:
                kinds[key] = _kind(mention, about, known)
            mention = _of_kind(mention, kinds[key] or _surname_or_town(text, mention))
            mention = _of_kind(mention, "place" if homonyms.is_wild(text, mention) else None)
        made.append(mention)
    return teams.told(text, made, taken)


def _of_kind(mention: Mention, kind: EntityKind | None) -> Mention:
    return mention if kind in (None, mention.kind) else replace(mention, kind=kind)


def _by_words(mention: Mention) -> Mention:
    kind = kind_by_words(mention.text, mention.kind)
    return mention if kind == mention.kind else replace(mention, kind=kind)


def _kind(mention: Mention, about: Around, known: Naming) -> EntityKind | None:
    """The one kind of a surface; None where its mentions must keep their own."""
    key = mention.key
    votes = about.votes[canonical(key)]
    total = sum(votes.values())
    place = lists.places().get(key)
    listed = place is not None or key in lists.bodies()
    is_last_name = key in known.last_names
    if key in known.storms or key in lists.words("event-name") or _SUMMIT.fullmatch(key):
        return "event"
    if key in known.ships and not listed:
        return "work"
    if key in lists.full_names():
        return "person"
    if key in about.misters and not _may_be_body(key):
        return "person"
    if key in lists.words("people"):
        return "nationality"
    if key in lists.words("product") and key not in lists.genders() and not is_last_name:
        return "work"
    if (_is_titled_person(mention, about) or _is_named_person(mention, about)) and not listed:
        return "person"
    if (
        place
        and "person" in votes
        and not is_last_name
        and _is_town(mention, place.sort, about, known)
    ):
        return "place"
    if place and about.located[key] and "organisation" in votes and not is_last_name:
        return "place"
    first_name = key in known.first_names and not is_last_name
    if key in known.acronyms and mention.text.isupper() and "person" in votes:
        return "organisation"
    if _is_initialism(key, about, known) and "person" in votes:
        return "organisation"
    if key in known.departments and not is_last_name and key not in lists.demonyms():
        return "organisation"
    known_first = first_name and (not listed or key in lists.genders())
    if known_first or (key in known.initials and mention.text.isupper() and not listed):
        return "person"
    if not listed and not is_last_name and (told := _by_surroundings(mention, about)):
        return told
    if key in known.heads and mention.text[0].isupper() and not listed:
        return "organisation"
    traded = about.signs.get(key, Counter())["organisation"]  # "shares in Halvard"
    part = key in known.parts and not listed and about.located[key] <= traded
    if part and votes.get("place", 0) <= max(1.2, total / 2):
        return "organisation"
    if "place" not in votes and key in lists.surnames() and "person" in votes:
        return "person"
    if set(votes) == {"organisation"} and not is_last_name:
        told = _though_body(key, total / about.count[key])
        if told:
            return told
    never_there = not about.located[key] and about.count[key] > 1
    if is_last_name and place and place.sort != "country" and never_there:
        return None
    if is_last_name and not listed and 3 * about.located[key] < about.count[key]:
        return "person"
    kind = _kind_by_votes(key, votes, is_last_name)
    if (
        kind == "person"
        and key in about.things
        and not (is_last_name or known_first or key in about.titled)
    ):
        return "organisation" if votes.get("organisation", 0) > 0 else "work"
    return kind


def _may_be_body(key: str) -> bool:
    """Whether a listed body is written so: in small letters no acronym is ("Ms. Gao")."""
    body = lists.bodies().get(key)
    return body is not None and key not in letters_of(body.name)


def _is_initialism(key: str, about: Around, known: Naming) -> bool:
    """Whether a "person" written in capitals is a body: nobody there or known has such a name."""
    named = key in known.last_names or key in known.first_names or key in known.initials
    if key not in about.initialisms or named or key in about.titled:
        return False
    return not (key in lists.genders() or key in lists.surnames() or key in lists.initialisms())


_DOUBTED = {"country": 1.0, "capital": 0.9, "state": 0.9, "region": 0.85, "city": 0.9}
"""A listed place taken for a body by fewer odds than these is the place."""


def _though_body(key: str, score: float) -> EntityKind | None:
    """What a single name really is that was hesitantly taken for a body; None if it may be one."""
    place = lists.places().get(key)
    if place and key not in lists.bodies():
        return "place" if score < _DOUBTED[place.sort] else None
    return "person" if key in lists.surnames() and score < 0.95 else None


def _is_named_person(mention: Mention, about: Around) -> bool:
    """Whether a name hesitantly taken for a place or body begins as a person's ("Ann Ray")."""
    words = mention.key.split(" ")
    if mention.kind not in _DOUBTFUL or not 2 <= len(words) <= 3:
        return False
    score = about.votes[canonical(mention.key)][mention.kind] / about.count[mention.key]
    if score > _DOUBTFUL[mention.kind]:
        return False
    named = words[0] in lists.genders() and words[0] not in lists.places()
    if mention.kind == "organisation":
        signs = about.signs.get(mention.key, Counter())
        plain = all(word[:1].isupper() and not word.isupper() for word in mention.text.split())
        firm = lists.words_of("organisation-suffix", "firm-word", "team-tail", "surname-body")
        if signs["organisation"] or not plain or words[-1] in firm or words[-1][-1:] == "s":
            return False
        if mention.key in about.articled or _is_people(words[0]):
            return False
    ends = lists.words_of("place-head", "organisation-head", "region", "school-tail")
    return named and words[-1] not in ends and not about.located[mention.key]


def _is_people(word: str) -> bool:
    return word in lists.demonyms() or word in lists.words("people")


_DOUBTFUL: dict[EntityKind, float] = {"place": 0.9, "organisation": 0.9}
"""Kinds that a person's name is taken for, and the odds that are not doubted."""


def _is_titled_person(mention: Mention, about: Around) -> bool:
    """Whether a full name taken for a body stands behind a title ("manager Pep Guardiola")."""
    words = mention.key.split(" ")
    if mention.kind != "organisation" or mention.key not in about.titled:
        return False
    if not 2 <= len(words) <= 3 or not all(w[0].isupper() for w in mention.text.split()):
        return False
    heads = lists.words_of("organisation-head", "organisation-suffix")
    return mention.score < 0.97 and not any(w in heads or w in lists.demonyms() for w in words)


_NAMED = ("person", "organisation", "place")


def _by_surroundings(mention: Mention, about: Around) -> EntityKind | None:
    """The kind of a name of no list that its surroundings throughout the text tell."""
    key = mention.key
    signs = about.signs.get(key, Counter())
    best = max(signs, key=lambda kind: (signs[kind], kind), default=None)
    if best is not None and signs[best] > sum(signs.values()) - signs[best]:
        if best == "person":
            return best if best in about.votes[canonical(key)] else None
        named = key in about.titled or key.split(" ")[0] in lists.genders()
        return best if not named and mention.kind in _NAMED else None
    if " " in key or mention.kind not in ("person", "organisation") or key in about.titled:
        return None
    plain = not mention.text.isupper() and key not in lists.words("organisation-head")
    often = 3 * (about.located[key] + about.upon[key]) >= about.count[key]
    return "place" if plain and often and key not in lists.genders() and not signs else None


def _surname_or_town(text: str, mention: Mention) -> EntityKind:
    """Whether "Paris" is the town or, in an article on a Greta Paris, the woman."""
    before = text[max(0, mention.start - 12) : mention.start].split()
    return "place" if before and before[-1].lower() in _WHERE else "person"


_WHERE = ("in", "from", "near", "at", "outside", "into", "to", "around", "across")


@cache
def _heads() -> frozenset[str]:
    """Last words that no person's name has."""
    return lists.words("organisation-strong-head") - {"church", "bank", "hospital", "school"}


def _surely_body(key: str, votes: dict[EntityKind, float]) -> bool:
    """Whether a listed organisation is meant, and no person or thing of its name."""
    if key in lists.words("surname-body"):
        return votes.get("organisation", 0) > votes.get("person", 0)
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
        if lists.is_listed(mention.key):
            return False
        return alone[words[-1]] > 1 or alone[" ".join(words[-2:])] > 1

    return [replace(m, kind="person") if mistaken(m) else m for m in mentions]


def _is_town(mention: Mention, sort: str, about: Around, known: Naming) -> bool:
    """Whether a listed place taken for a person is the place: nobody there bears the name."""
    key = mention.key
    if key in known.first_names or key in about.titled:
        return False
    if about.located[key]:
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
        return None  # Greta Paris, who lives in Paris
    if set(votes) == {"nationality"} and not (place and key not in lists.demonyms()):
        return "organisation" if body and " " in key else "nationality"  # "Pheu Thai"
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
        return "place" if votes.get("place", 0) > 2 + 2 * votes.get("person", 0) else "person"
    if is_last_name:
        weights["person"] = weights.get("person", 0) + 0.5 + 0.5 * total
    elif place and place.sort == "country":
        weights["place"] = weights.get("place", 0) + 1 + total
    elif place and "place" in weights:
        weights["place"] += 0.5 + 0.25 * total
    elif body and _surely_body(key, votes):
        return "organisation"
    return max(weights, key=lambda kind: (weights[kind], kind))
