"""Names of organisations, places and other things merged into rows.

Merged are: equal forms, forms that the lists know for one body or place, acronyms with what
they stand for, and a short form with the one longer name that it is a part of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution import acronyms
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.mention import Mention
from reader.news import EntityKind

_DOMAIN = re.compile(r"(?<=\w)\.(?:com|org|net|ca|co\.uk)$", re.I)


def known_name(kind: EntityKind, key: str) -> str:
    """The name under which the lists know a folded form of this kind; empty if they do not."""
    if kind == "place":
        place = lists.places().get(key)
        return place.name if place else ""
    if kind == "organisation" and key not in lists.shared_forms():
        body = lists.bodies().get(key)
        place = lists.places().get(key)
        return body.name if body else place.name if place and place.sort == "country" else ""
    if kind == "nationality":
        return lists.demonym_heads().get(key, "")
    return ""


def _turned(key: str) -> str:
    """The country whose official name is turned round ("Ireland Republic", "Congo DR")."""
    front, _, last = key.rpartition(" ")
    lead = _FORMS_OF_STATE.get(last, "") if front else ""
    place = lists.places().get(f"{lead} of {front}") or lists.places().get(f"{lead} of the {front}")
    return place.name if lead and place and place.sort == "country" else ""


_FORMS_OF_STATE = {
    "republic": "republic",
    "dr": "democratic republic",
    "dpr": "democratic people's republic",
    "kingdom": "kingdom",
}


def merge(mentions: Iterable[Mention]) -> list[Cluster]:
    """One row for each organisation, place, … among the mentions (none of kind person)."""
    rows: dict[tuple[str, str], Cluster] = {}
    for mention in mentions:
        dotted = "." in mention.text
        plain = plain_form(fold(_DOMAIN.sub("", mention.text)) if dotted else mention.key)
        known = known_name(mention.kind, mention.key) or known_name(mention.kind, plain)
        if mention.kind == "place" and not known:
            known = _turned(mention.key)
        key = (mention.kind, known or plain)
        if key not in rows:
            rows[key] = Cluster(mention.kind, known=known)
        rows[key].add(mention)
    by_kind: dict[str, list[Cluster]] = defaultdict(list)
    for row in rows.values():
        by_kind[row.kind].append(row)
    _join_reordered(by_kind["organisation"])
    _join_acronyms([row for kind in by_kind.values() for row in kind if row.kind != "nationality"])
    _join_parts(by_kind["organisation"])
    _join_regions(by_kind["place"] + by_kind["organisation"])
    _join_short_country(by_kind["place"])
    _join_misprints(by_kind["organisation"])
    rows_left = [row for kind in by_kind.values() for row in kind if row.mentions]
    return [row for row in rows_left if not _names_none(row)]


def _names_none(row: Cluster) -> bool:
    """Whether a row is but "the Ministry" or "the Party" of which nobody says which."""
    return row.kind == "organisation" and all(
        mention.key in lists.words("bare-head") for mention in row.mentions
    )


@lru_cache(maxsize=8192)
def plain_form(key: str) -> str:
    """A folded name without what forms of one name differ in: "the", suffixes of firms."""
    key = key.replace("'s ", " ").replace("s' ", "s ")
    words = key.replace("&", "and").replace(",", " ").split()
    if len(words) > 2 and words[1] == "of" and words[0] in ("state", "city", "province", "county"):
        words = words[2:]
    suffixes = lists.words("organisation-suffix")
    while (
        len(words) > 1
        and words[-1] in suffixes
        and words[-1] not in lists.words("organisation-telling-suffix")
    ):
        words.pop()
    words = [word for word in words if word not in ("of", "the", "and", "for")] or words
    return " ".join(words).replace("organisation", "organization").replace("centre", "center")


def _keys(row: Cluster) -> list[str]:
    return list(dict.fromkeys(mention.key for mention in row.mentions))


_SHORT_COUNTRIES = {"congo": "Democratic Republic of the Congo", "macedonia": "North Macedonia"}


def _join_reordered(rows: list[Cluster]) -> None:
    """Join "Health Department" with "Department of Health", "the Marrow Party" likewise."""
    first: dict[tuple[str, ...], Cluster] = {}
    for row in rows:
        for key in _keys(row):
            words = plain_form(key).split()
            owner = first.setdefault(tuple(sorted(words)), row) if len(words) > 1 else row
            same = not (row.known and owner.known and row.known != owner.known)
            if owner is not row and owner.mentions and same:
                owner.absorb(row)
                break


def _join_short_country(rows: list[Cluster]) -> None:
    """Join "Congo" with the one of the two countries of that name that the article names."""
    for row in rows:
        keys = _keys(row)
        whole = _SHORT_COUNTRIES.get(keys[0]) if len(keys) == 1 else None
        owner = next((other for other in rows if other.known == whole), None) if whole else None
        if owner is not None and owner is not row and owner.mentions:
            owner.absorb(row)


def _join_misprints(rows: list[Cluster]) -> None:
    """Join "Wrold Bank", once printed, with the listed body that has two letters swapped."""
    known: dict[str, list[Cluster]] = defaultdict(list)
    for row in rows:
        for key in _keys(row) if row.known else ():
            if " " in key:
                known["".join(sorted(key))].append(row)
    for row in rows:
        if row.known or len(row.mentions) != 1:
            continue
        key = row.mentions[0].key
        for owner in known.get("".join(sorted(key)), ())[:1]:
            if owner.mentions and any(_swapped(key, other) for other in _keys(owner)):
                owner.absorb(row)


def _swapped(one: str, other: str) -> bool:
    """Whether two words or names of one length differ in two neighbouring letters swapped."""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    at = apart[0]
    return one[at] == other[at + 1] and one[at + 1] == other[at]


def _join_acronyms(rows: list[Cluster]) -> None:
    """Join an acronym with the one name of the article whose initials it is."""
    made: dict[str, list[Cluster]] = defaultdict(list)
    for row in rows:
        for text in dict.fromkeys(mention.text for mention in row.mentions):
            for letters in acronyms.letters_of(text):
                if row not in made[letters]:
                    made[letters].append(row)
    for row in rows:
        if not row.mentions:
            continue
        for text in dict.fromkeys(mention.text for mention in row.mentions):
            letters = fold(text).replace(".", "")
            owners = [
                other for other in made.get(letters, ()) if other is not row and other.mentions
            ]
            if acronyms.is_acronym(text) and len(letters) > 2 and len(owners) == 1:
                owner = owners[0]
                if not (row.known and owner.known and row.known != owner.known):
                    owner.absorb(row)
                break


def _join_parts(rows: list[Cluster]) -> None:
    """Join a short form with the one longer name that it shortens ("Supreme Court")."""
    shortened: dict[str, list[Cluster]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            for short in _short_forms(key):
                if row not in shortened[short]:
                    shortened[short].append(row)
    for row in rows:
        owners = {
            id(owner): owner
            for key in _keys(row)
            for owner in shortened.get(key, ())
            if owner is not row and owner.mentions
        }
        if len(owners) > 1 and row.mentions and set(_keys(row)) <= lists.words("organisation-head"):
            _to_latest(row, list(owners.values()))
        if len(owners) != 1 or not row.mentions:
            continue
        owner = next(iter(owners.values()))
        if row.known and owner.known and row.known != owner.known:
            continue
        if owner.start < row.start or " " in row.mentions[0].key or row.known == owner.known:
            owner.absorb(row)


def _to_latest(row: Cluster, owners: list[Cluster]) -> None:
    """Give each "the Party" to the party named last before it."""
    named = sorted((m.start, at) for at, owner in enumerate(owners) for m in owner.mentions)
    starts = [start for start, _ in named]
    kept = []
    for mention in row.mentions:
        at = bisect_left(starts, mention.start) - 1
        if at >= 0:
            owners[named[at][1]].add(mention)
        else:
            kept.append(mention)
    row.mentions = kept


@lru_cache(maxsize=4096)
def _short_forms(key: str) -> frozenset[str]:
    """The forms by which a longer name of a body may be called later on."""
    words = key.split()
    found: set[str] = set()
    if len(words) < 2:
        return frozenset()
    heads = lists.words("organisation-head")
    suffixes = lists.words_of("organisation-suffix", "organisation-tail")
    for size in (3, 2, 1):  # a place or people in front: "U.S. Supreme Court"
        front = " ".join(words[:size])
        if len(words) > size and (front in lists.places() or front in lists.demonyms()):
            found.add(" ".join(words[size:]))
            found |= _short_forms(" ".join(words[size:]))
    if words[0] in lists.bodies() and len(words) > 2:
        found.add(" ".join(words[1:]))  # "FIFA World Cup"
    for at in range(1, len(words)):
        rest = words[at:]
        front = " ".join(words[:at])
        if front in lists.places() or front in lists.demonyms():
            continue
        if all(word in suffixes for word in rest) or (
            rest[0] in lists.words("link") and len(rest) > 1 and at > 1
        ):
            found.add(front)  # "Boeing Co", "Harbour Corps of Canada"
        if rest[0] == "of" and len(rest) > 1 and words[0] in ("church", "order", "army"):
            tail = " ".join(rest[1:])
            if tail not in lists.places():
                found.add(tail)  # "Church of Scientology"
    before_of = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    members = words[-1].removesuffix("s") in lists.words("partisan")  # "Senate Democrats"
    for head in (words[-1], words[-1] if members else words[0], before_of):
        if head in heads or (head in lists.words("team-tail") and head == words[-1]):
            found.add(head)
    if _may_stand_alone(words[0]):
        found.add(words[0])  # "Halvard Group", later "Halvard"
    if (
        words[-1].endswith("s")
        and "and" not in words
        and len(words[-1]) > 4
        and words[-1] not in heads
    ):
        found.add(words[-1])  # "Port Ansgar Mariners", later "Mariners"
    if words[-1] == "department" and len(words) == 2:
        found.add(words[0])  # "State Department", later "State"
    front = " ".join(words[:-1])
    joint = words[-2] in ("of", "for", "and", "the")
    listed = front in lists.places() or front in lists.demonyms() or front in lists.bodies()
    if len(words) > 2 and words[-1] in heads and not joint and not listed:
        found.add(front)  # "Marrow Bay Elementary School", later "Marrow Bay Elementary"
    body = lists.bodies().get(key)
    if body and body.sort == "team":
        found.add(words[-1])  # "Real Madrid", later "Madrid"
    if (body and body.sort == "team") or words[-1] in lists.words("team-tail"):
        fronts = (" ".join(words[:size]) for size in range(1, len(words)))
        found |= {front for front in fronts if front in lists.places()}  # "Boston Red Sox"
    if words[0] in lists.genders() and len(words) == 2 and words[1] not in heads:
        found.add(words[1])  # "Eli Lilly", later "Lilly"
    return frozenset(found)


def _may_stand_alone(word: str) -> bool:
    """Whether a body's first word may be short for it: not "DHS" Office, not "Muslim" Council."""
    if word in lists.words_of("generic-first", "people"):
        return False
    return word not in lists.bodies() and word not in lists.demonyms()


_LANDS = frozenset(
    ("airport", "bay", "peninsula", "island", "islands", "valley", "strait", "desert", "canal")
)
"""Ends of places' names that are left out later on ("Marrow Bay", later "Marrow")."""


def _is_town(key: str) -> bool:
    """Whether "… City" is the same as the name alone: not so for Oklahoma, Mexico, Kansas."""
    place = lists.places().get(key)
    return place is None or place.sort in ("city", "capital")


def _join_regions(rows: list[Cluster]) -> None:
    """Join "Kursk" with "Kursk Oblast", "the North" with "North Korea"."""
    whole: dict[str, list[Cluster]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            front, _, last = key.rpartition(" ")
            if front and (last in lists.words("region") or (last == "city" and _is_town(front))):
                whole[front].append(row)
            if row.kind == "place" and last in _LANDS and front not in lists.places():
                whole[front].append(row)
            first = key.split(" ")[0]
            if first in lists.words("compass") and key in ("north korea", "south korea"):
                whole[first].append(row)
                whole["korea"].append(row)
    for row in rows:
        for key in _keys(row):
            owners = list(
                {id(r): r for r in whole.get(key, ()) if r is not row and r.mentions}.values()
            )
            if len(owners) == 1 and row.mentions:
                owners[0].absorb(row)
                break
