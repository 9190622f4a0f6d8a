"""What the words of a name tell of its kind: "… Street" is a place, "… Act" is no body.

Only a name of several words is judged so; what the lists know goes before all of this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from reader.language import lists
from reader.language.lists import fold
from reader.news import EntityKind

_VERSUS = re.compile(r" (?:[Vv]|[Vv][Ss])\.?(?= |$)")
_SHIP = re.compile(r"(?:M[VST]|M/[VT]|[SFR]V|SS|HMS|USS|RMS|HMAS|HMCS|INS|Space Shuttle) [A-Z]")
_SHIP_OR_INITIALS = re.compile(r"(?:M[ST]|[SR]V|SS) [A-Z]")
_BY_HEAD: Mapping[str, EntityKind] = {
    "place-head": "place",
    "work-head": "work",
    "event-like": "event",
}
_RANKS = ("duke", "duchess", "prince", "princess", "earl", "countess", "archbishop", "bishop")
_LINKS = ("of", "for", "at", "in", "on")


def is_ship(name: str) -> bool:
    """Whether letters stand before a name as only before a ship's ("MV Tasrif")."""
    return _SHIP.match(name) is not None


@lru_cache(maxsize=4096)
def kind_by_words(name: str, kind: EntityKind) -> EntityKind:
    """The kind of a name by its first and last words; `kind` where they tell nothing."""
    words = fold(name).split(" ")
    if len(words) < 2 or kind in ("nationality", "date", "money"):
        return kind
    if lists.is_listed(fold(name)):
        return kind
    if _VERSUS.search(name) and not (kind == "person" and " V." in name):
        return "work"  # a case at law; "Ann V. Ray" is none
    if is_ship(name) and not (kind == "person" and _SHIP_OR_INITIALS.match(name)):
        return "work"  # "MS Dhoni" bats
    firm = words[-1] in lists.words("firm-word") and words[0] not in lists.genders()
    if firm and kind in ("person", "place") and len(words) < 5:
        return "organisation"
    if kind == "person" and len(words) > 2 and words[-1] in lists.words("firm-sure"):
        return "organisation"  # "Ann Ray Productions"
    if kind == "person":
        return _kind_of_person(words)
    if kind in ("organisation", "place") and words[0] in _RANKS and words[1:2] == ["of"]:
        return "person"  # "the Duchess of Sussex"
    if kind == "organisation" and words[-1] in lists.words("organisation-head"):
        return kind
    if words[0] in lists.words("work-lead") and len(words) <= 3:
        return "work"
    if words[0] in lists.words("place-lead") and len(words) == 2:
        return "place"
    if kind == "work" and len(words) > 3:
        return kind
    link = next((at for at, word in enumerate(words) if at and word in _LINKS), len(words))
    head = words[link - 1]
    for group, told in _BY_HEAD.items():
        if head in lists.words(group) and not (told == "work" and kind in ("place", "event")):
            return kind if words[link - 2] == "school" else told
    return kind


def _kind_of_person(words: list[str]) -> EntityKind:
    """ "Abbey Road" and "Mount Hope" are nobody; "Robert Bridge" and "Ann Hill" are people."""
    if "for" in words[1:-1]:
        return "organisation"  # "Citizens for Marrow"
    if words[0] in lists.genders() or len(words) > 3:
        return "person"
    if words[-1] in lists.words("place-sure-head"):
        return "place"
    return "place" if words[0] in lists.words("place-lead") - {"lake"} else "person"
