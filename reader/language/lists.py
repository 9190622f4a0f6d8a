"""The small lists of open facts in ``lists/``: places, demonyms, bodies, titles, first names.

Each file says its source in its first line. Nothing is read before it is first asked for;
each list is then kept. Keys are folded (`fold`), so that accents, case, kinds of apostrophe
and the dots of an abbreviation never matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from reader.news import EntityKind

Gender = Literal["male", "female"]
PlaceSort = Literal["country", "capital", "state", "region", "city"]

_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-",
        "–": "-", "—": "-", "\u00a0": " ",
    }
)  # fmt: skip
_DOTS = re.compile(r"(?<=[^\W\d_])\.(?=\s|$|[^\W\d_]|['-])")


class Place(NamedTuple):
    """A place of the lists: its usual name and what it is."""

    name: str
    sort: PlaceSort
    country: str = ""
    """Of a capital: the country it is the capital of."""


class Body(NamedTuple):
    """An organisation of the lists: its usual name and what it is (agency, party, team …)."""

    name: str
    sort: str


def _folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c))
    else:
        text = text.lower()
    if "." in text:
        text = _DOTS.sub("", text)
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A name as it is compared: no accents, case or dots of abbreviation, plain apostrophes."""
    return _folded(text)


def _lines(name: str) -> list[str]:
    text = files("reader.language").joinpath("lists", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _rows(name: str, width: int) -> list[list[str]]:
    tabs = "\t" * (width - 1)
    return [(line + tabs).split("\t", width)[:width] for line in _lines(name)]


def _forms(cell: str) -> list[str]:
    return cell.split(";") if cell else []


@cache
def places() -> dict[str, Place]:
    """Every form of a place's name, folded, to the place. A country wins over a city."""
    found: dict[str, Place] = {}
    for name, others, _, capitals in _rows("countries.tsv", 4):
        for form in (name, *_forms(others)):
            found.setdefault(_folded(form), Place(name, "country"))
        for city in _forms(capitals)[:1]:
            for form in _forms(capitals):
                found.setdefault(_folded(form), Place(city, "capital", name))
    for name, others, sort, _ in _rows("places.tsv", 4):
        for form in (name, *_forms(others)):
            place = Place(name, sort)  # type: ignore[arg-type]
            found.setdefault(_folded(form), place)
    return found


def is_listed(key: str) -> bool:
    """Whether a folded name is that of a body or a place."""
    return key in bodies() or key in places()


@cache
def dotted_places() -> frozenset[str]:
    """Forms of places' names that end in a dot, as they are written ("Okla.")."""
    rows = _rows("places.tsv", 4)
    return frozenset(form for row in rows for form in _forms(row[1]) if form.endswith("."))


@cache
def demonyms() -> dict[str, str]:
    """ "ukrainians" → "Ukraine"; also adjectives of regions and continents."""
    found: dict[str, str] = {}
    for name, _, words, _ in _rows("countries.tsv", 4):
        for word in _forms(words):
            found.setdefault(_folded(word), name)
    for name, _, _, words in _rows("places.tsv", 4):
        for word in _forms(words):
            found.setdefault(_folded(word), name)
    return found


@cache
def demonym_heads() -> dict[str, str]:
    """Each demonym, folded, to the form under which its nationality is shown ("Ukrainian")."""
    found: dict[str, str] = {}
    rows = [row[2] for row in _rows("countries.tsv", 4)] + [
        row[3] for row in _rows("places.tsv", 4)
    ]
    for cell in rows:
        words = _forms(cell)
        for word in words:
            found.setdefault(_folded(word), words[0])
    return found


@cache
def bodies() -> dict[str, Body]:
    """Every form of an organisation's name, folded, to the organisation."""
    return _bodies_and_shared()[0]


@cache
def _bodies_and_shared() -> tuple[dict[str, Body], frozenset[str]]:
    found: dict[str, Body] = {}
    shared: set[str] = set()
    for name, others, sort in _rows("organisations.tsv", 3):
        body = Body(name, sort)
        for form in map(_folded, (name, *_forms(others))):
            if found.setdefault(form, body).name != name:
                shared.add(form)
    return found, frozenset(shared)


def written_forms() -> list[tuple[str, EntityKind, str]]:
    """Every form of places and organisations as it is written, with its kind and sort.

    Of demonyms and people those of several words ("North Korean").
    """
    forms: list[tuple[str, EntityKind, str]] = []
    for name, others, demonyms, capitals in _rows("countries.tsv", 4):
        forms += [(form, "nationality", "") for form in _forms(demonyms) if " " in form]
        forms += [(form, "place", "country") for form in (name, *_forms(others))]
        forms += [(form, "place", "capital") for form in _forms(capitals)]
    for name, others, sort, _ in _rows("places.tsv", 4):
        forms += [(form, "place", sort) for form in (name, *_forms(others))]
    for name, others, sort in _rows("organisations.tsv", 3):
        forms += [(form, "organisation", sort) for form in (name, *_forms(others))]
    for usual, known_as in people():
        forms += [(form, "person", "") for form in (usual, *known_as) if " " in form]
    return forms


@cache
def shared_forms() -> frozenset[str]:
    """Forms that several organisations of the lists bear ("RSF"): they prove nothing."""
    return _bodies_and_shared()[1]


@cache
def genders() -> dict[str, Gender | None]:
    """First names, folded, to the gender they tell; None for one that tells nothing."""
    found: dict[str, Gender | None] = {}
    for name in _lines("names-male.txt"):
        found[_folded(name)] = "male"
    for name in _lines("names-female.txt"):
        key = _folded(name)
        found[key] = None if found.get(key) == "male" else "female"
    for name, _ in _rows("names-either.txt", 2):
        found[_folded(name)] = None
    return found


@cache
def leanings() -> dict[str, Gender]:
    """First names, folded, of either gender, to the one whose bearers are more."""
    rows = _rows("names-either.txt", 2)
    return {_folded(name): "male" if told == "male" else "female" for name, told in rows if told}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """A first name, folded, to all forms (itself among them) that may name the same person."""
    found: dict[str, set[str]] = {}
    for line in _lines("nicknames.tsv"):
        head, *rest = (_folded(form) for form in line.split("\t"))
        for form in rest:
            found.setdefault(head, {head}).add(form)
            found.setdefault(form, {form}).add(head)
    return {form: frozenset(others) for form, others in found.items()}


@cache
def formal_names() -> dict[str, tuple[str, ...]]:
    """A short first name, folded, to the full names that it may be short for."""
    found: dict[str, list[str]] = {}
    for line in _lines("nicknames.tsv"):
        head, *rest = (_folded(form) for form in line.split("\t"))
        for form in rest:
            found.setdefault(form, []).append(head)
    return {form: tuple(heads) for form, heads in found.items()}


def people() -> list[tuple[str, list[str]]]:
    """People of several names: the usual name and the others, as they are written."""
    return [(name, _forms(others)) for name, others in _rows("people.tsv", 2)]


@cache
def surnames() -> frozenset[str]:
    """The last names, folded, of the listed people: names that everybody knows."""
    usual = (fold(name).split(" ") for name, _ in people())
    last = (parts[-1] if parts[-1] not in words("suffix") else parts[-2] for parts in usual)
    return frozenset(last) - bodies().keys() - places().keys()


@cache
def full_names() -> frozenset[str]:
    """The full names, folded, of the listed people."""
    forms = (form for name, others in people() for form in (name, *others))
    return frozenset(fold(form) for form in forms if " " in form) - places().keys()


@cache
def initialisms() -> frozenset[str]:
    """The listed people's names in initials, folded: "jfk"."""
    forms = (form for _, others in people() for form in others)
    return frozenset(fold(form) for form in forms if " " not in form and form.isupper())


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _lines("words.txt"):
        group, _, words = line.partition(":")
        found[group] = frozenset(word.strip() for word in words.split(","))
    return found


@cache
def words(group: str) -> frozenset[str]:
    """The lower-case words and phrases of one group of ``words.txt``.

    Raises KeyError for a group that the file does not have.
    """
    return _groups()[group]


@cache
def words_of(*groups: str) -> frozenset[str]:
    """The words of several groups together. Raises KeyError like `words`."""
    return frozenset().union(*map(words, groups))
