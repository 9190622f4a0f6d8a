"""Names of people, taken apart and compared: "Sen. Charles E. Grassley Jr." and "Chuck Grassley".

Everything here is a pure function of the name's letters and the lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.language import lists
from reader.language.lists import Gender, fold

_PIECE = re.compile(r"[^\s,()\"“”]+")
_NICKNAME = re.compile(r"[\"“(‘']\s*([^\"”)’']{2,20}?)\s*[\"”)’']")
_INITIAL = re.compile(r"[^\W\d_](?:\.[^\W\d_])*\.?")

# Families of spellings of one and the same letters in names brought over from other scripts.
_SPELLINGS = (
    (re.compile(r"(?:skyy|skyi|skiy|skij|skii|skyj|ski|skiyi|tskyi)$"), "sky"),
    (re.compile(r"(?:enka)$"), "enko"),
    (re.compile(r"(?:iy|yy|yi|ii|ij|yj|ie|i)$"), "y"),
    (re.compile(r"^(?:al|el|ul)-(?=.{3})"), ""),
    (re.compile(r"ou"), "u"),
    (re.compile(r"^(?:kh|gh|qh|q|g(?=ad))"), "k"),
    (re.compile(r"dh+|th(?=af)"), "d"),
    (re.compile(r"([a-z])\1+"), r"\1"),
    (re.compile(r"(?<=[aeou])y(?=[aeo])"), "i"),
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its folded parts; every part may be empty."""

    first: str
    middle: tuple[str, ...]
    last: str
    """With its particles: "de la cruz"."""
    suffix: str = ""
    nickname: str = ""
    family_first: bool = False
    """True where the first part may be the family name (Xi Jinping)."""

    @property
    def parts(self) -> tuple[str, ...]:
        """All parts in order, without suffix and nickname."""
        return tuple(part for part in (self.first, *self.middle, self.last) if part)


@lru_cache(maxsize=4096)
def sound(part: str) -> str:
    """A folded part of a name as it compares over spellings: "zelenskyy" and "zelensky" alike."""
    if len(part) < 4:
        return part
    for pattern, plain in _SPELLINGS:
        part = pattern.sub(plain, part)
    return part


def is_initial(part: str) -> bool:
    """Whether a folded part is one or more initials ("j", "jd" of "J.D.")."""
    return len(part) == 1


def same_first(one: str, other: str) -> bool:
    """Whether two folded first names may be one person's: equal, short form, initial, spelling."""
    if one == other or not one or not other:
        return True
    if is_initial(one) or is_initial(other):
        return one[0] == other[0]
    if other in lists.nicknames().get(one, ()) or one in lists.nicknames().get(other, ()):
        return True
    return sound(one) == sound(other) or _one_vowel_apart(one, other)


def _one_vowel_apart(one: str, other: str) -> bool:
    """Whether two longer first names differ in one inner vowel ("Kristin", "Kristen")."""
    if len(one) != len(other) or len(one) < 6:
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 and set(apart[0]) <= set("aeiouy") and one[-1] == other[-1]


@lru_cache(maxsize=4096)
def parse(name: str) -> PersonName:
    """Take a person's name apart. Titles before it and words after a comma are left out."""
    nickname = _NICKNAME.search(name)
    bare = _NICKNAME.sub(" ", name) if nickname else name
    parts = [fold(piece.strip(".,;:'’")) for piece in _PIECE.findall(bare)]
    parts = [part for part in parts if part]
    suffix = ""
    suffixes = lists.words("suffix")
    while len(parts) > 1 and parts[-1] in suffixes:
        suffix = parts.pop()
    titles = lists.words("title")
    honorifics = _honorifics()
    while len(parts) > 3 and " ".join(parts[:2]) in titles:
        parts = parts[2:]
    while len(parts) > 1 and (parts[0] in honorifics or parts[0] in titles):
        if len(parts) == 2 and parts[0] in lists.genders():  # "Dean Smith" is no dean
            break
        parts = parts[1:]
    if not parts:
        return PersonName("", (), "")
    nick = fold(nickname.group(1)) if nickname else ""
    if len(parts) == 1 or bare.lstrip()[:1].islower():  # "de Blasio" is a last name
        return PersonName("", (), " ".join(parts), suffix, nick)
    particles = lists.words("particle")
    at = len(parts) - 1
    while at > 1 and parts[at - 1] in particles:
        at -= 1
    family_first = parts[0] in lists.words("family-first") and len(parts) <= 3
    return PersonName(
        parts[0], tuple(parts[1:at]), " ".join(parts[at:]), suffix, nick, family_first
    )


def initials(person: PersonName) -> str:
    """The first letters of all parts: "mbs" of Mohammed bin Salman."""
    return "".join(part[0] for part in " ".join(person.parts).replace("-", " ").split())


@lru_cache(maxsize=1)
def _honorifics() -> frozenset[str]:
    groups = ("honorific-male", "honorific-female", "honorific-either")
    return frozenset(word.rstrip(".") for group in groups for word in lists.words(group))


def same_last(one: str, other: str) -> bool:
    """Whether two folded last names are one, over spellings, particles and double names."""
    if one == other:
        return True
    if sound(one) == sound(other) and len(one) > 3:
        return True
    short, long = sorted((one, other), key=len)
    return long.endswith((" " + short, "-" + short)) and len(short) > 2


def compatible(one: PersonName, other: PersonName) -> bool:
    """Whether two names of two or more parts may be one person's, going by the names alone."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if _flat(one) == _flat(other):
        return True
    if not same_last(one.last, other.last):
        return _within(one, other) or _within(other, one)
    firsts = {one.first, one.nickname} - {""}
    others = {other.first, other.nickname} - {""}
    if not any(same_first(a, b) for a in firsts for b in others):
        # "John Paul Jones" and "Paul Jones": a second name may be the one in use.
        return (other.first in one.middle and not is_initial(other.first)) or (
            one.first in other.middle and not is_initial(one.first)
        )
    if set(one.middle) <= set(other.middle) or set(other.middle) <= set(one.middle):
        return True
    return _initials_of(one.middle, other.middle) or _initials_of(other.middle, one.middle)


def _initials_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle initials stand for the middle names of the other ("H.W.", "Herbert W.")."""
    letters = "".join(short)
    if any(len(part) > 2 for part in short):
        return False
    return letters == "".join(part[0] for part in long) or letters == "".join(long)


def _flat(name: PersonName) -> str:
    """All parts in one string; "Jong-un" and "Jong Un" alike."""
    return " ".join(name.parts).replace("-", " ")


def _within(short: PersonName, long: PersonName) -> bool:
    """Whether the parts of one name stand in order in the other ("Pedro Sánchez Castejón")."""
    parts, other = short.parts, " ".join(long.parts).split()
    flat = " ".join(parts).split()
    if len(flat) < 2 or len(flat) >= len(other) or other[0] != flat[0]:
        return False
    rest = iter(other)
    return all(part in rest for part in flat) and not any(map(is_initial, flat))


def gender(name: str, title: str = "") -> Gender | None:
    """The gender that a title before the name, or the first name, tells; None if neither does."""
    told = title_gender(title) if title else None
    if told:
        return told
    person = parse(name)
    first = person.first or ""
    known = lists.genders()
    if not first:
        return None
    if known.get(first):
        return known[first]
    if person.family_first and person.last in known and ("-" in person.last or person.middle):
        return known[person.last]
    if (is_initial(first) or first not in known) and person.middle:
        return known.get(person.middle[0])
    if "-" in first:
        return known.get(first.split("-")[0])
    return None


def title_gender(title: str) -> Gender | None:
    """The gender that a title or description tells: "Mrs.", "Congresswoman", "his wife"."""
    found = fold(title).replace(",", " ").split()
    for word in found:
        if word in lists.words("honorific-female") or word in lists.words("noun-female"):
            return "female"
        if word in lists.words("honorific-male") or word in lists.words("noun-male"):
            return "male"
    return None
