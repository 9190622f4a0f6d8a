"""Names that the model gave in parts, made one: "Ann" "Ray-Lind", "Tern" & "Pollard"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution.layout import headline_end

_FIRST_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [A-Z]\.){0,2}")
_INITIALS = re.compile(r"(?!U\.[SK]|E\.U|U\.N|D\.C|L\.A)[A-Z]\.(?:[A-Z]\.?){0,2}")
_SHIP = re.compile(r"(?<![\w.])(?:M/?V|USN?S|HMS|HMAS|HMCS|RMS|RRS) $")
_GOES_ON = re.compile(r"(?<=\w) (of|for|and|&|on)$")
_CENTRES = ("center", "centre")


def ships(text: str, names: list[Name]) -> list[Name]:
    """Ships whose letters the model left out or made a name of ("USS" "Gerald R. Ford")."""
    made: list[Name] = []
    for name in names:
        if not text[name.start - 2 : name.start - 1].isupper():
            continue
        before = _SHIP.search(text, max(0, name.start - 6), name.start)
        if before and name.kind in ("person", "organisation", "place"):
            made.append(Name(before.start(), name.end, "work", 0.9))
    return made


def joined(text: str, names: list[Name]) -> list[Name]:
    """Two parts of one person's name that the model gave as two ("Ann" "Ray-Lind")."""
    headline = headline_end(text)
    made: list[Name] = []
    for name in names:
        last = made[-1] if made else None
        if (
            last is not None
            and name.kind == "person"
            and (last.kind == "person" or fold(text[last.start : last.end]) in lists.genders())
            and name.start == last.end + 1
            and text[last.end] == " "
            and last.start >= headline
            and _FIRST_NAME.fullmatch(text, last.start, last.end)
            and fold(text[last.start : last.end]) not in lists.words("title")
        ):
            made[-1] = replace(name, start=last.start, score=max(last.score, name.score))
        elif last is not None and _are_initials(text, last, name):
            made[-1] = replace(name, start=last.start)
        elif last is not None and last.start >= headline and _two_words(text, last, name):
            made[-1] = replace(last, end=name.end)
        elif last is not None and _partners(text, last, name):
            made[-1] = replace(last, end=name.end, kind="organisation")
        else:
            made.append(name)
    return made


def _are_initials(text: str, one: Name, other: Name) -> bool:
    """Whether a "name" is the initials of the person behind it ("T.J." "Oduya")."""
    if other.kind != "person" or text[one.end : other.start] not in (" ", ". "):
        return False
    return _INITIALS.fullmatch(text, one.start, one.end) is not None


def allied(text: str, names: list[Name]) -> list[Name]:
    """Two halves of one body's name: "Harbour" and "Justice Party"."""
    made: list[Name] = []
    for name in names:
        last = made[-1] if made else None
        if last is not None and name.start - last.end == 5 and _halves(text, last, name):
            made[-1] = replace(last, end=name.end, kind="organisation")
        else:
            made.append(name)
    return made


def _halves(text: str, one: Name, other: Name) -> bool:
    """Whether "and" joins them into one name, of which only the end says what it is."""
    if text[one.end : other.start] != " and " or other.kind not in ("organisation", "place"):
        return False
    first, second = fold(text[one.start : one.end]), fold(text[other.start : other.end])
    left, right = first.split(" "), second.split(" ")
    led = len(left) > 1 and left[0] in lists.places()  # "Ohio Rail" and "Ferry Centre"
    if one.kind not in ("organisation", "nationality", "work") and not led:
        return False
    if lists.is_listed(second):
        return False
    if lists.is_listed(first) or first in lists.demonyms():
        return False
    heads = lists.words_of("organisation-head", "organisation-suffix")
    strong = right[-1] in lists.words("organisation-strong-head") or right[-1] in _CENTRES
    ends = strong and len(right) > 1
    half = led or len(left) == 1  # "Christian Aid" and "Grace Church" are two
    return ends and half and len(left) < 3 and left[-1] not in heads and not first.isupper()


def _two_words(text: str, one: Name, other: Name) -> bool:
    """Whether an unknown body and the "person" right behind it are one name ("Clear Oss")."""
    if one.kind != "organisation" or other.kind != "person" or text[one.end : other.start] != " ":
        return False
    if not text[one.end - 1].isalnum():
        return False  # "Bowling: Starc"
    words = [fold(text[name.start : name.end]) for name in (one, other)]
    return not any(" " in word or _is_known(word) for word in words)


def _is_known(word: str) -> bool:
    return (
        lists.is_listed(word)
        or word in lists.genders()
        or word in lists.demonyms()
        or word in lists.surnames()
        or word in lists.words_of("partisan", "organisation-head", "title")
    )


def _partners(text: str, one: Name, other: Name) -> bool:
    """Whether two surnames make the name of a firm ("Tern & Pollard")."""
    if text[one.end : other.start] != " & " or not one.kind == other.kind == "person":
        return False
    words = (text[one.start : one.end], text[other.start : other.end])
    return not any(" " in word or fold(word) in lists.genders() for word in words)


def gone_on(text: str, names: Iterable[Name]) -> list[Name]:
    """Names that end in "of" or "and", as the model has them, with the name that goes on."""
    made: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        last = made[-1] if made else None
        if (
            last is not None
            and last.kind in ("organisation", "place", "work")
            and name.kind in ("organisation", "place", "nationality")
            and name.start == last.end + 1
            and text[last.end] == " "
            and _goes_on(text, last)
        ):
            realm = text[last.start : last.end].split(" ")[0].lower() in lists.words("realm")
            made[-1] = replace(last, end=name.end, kind="place" if realm else last.kind)
        else:
            made.append(name)
    return made


def _goes_on(text: str, name: Name) -> bool:
    """Whether the model ended a name at a word that ends none; "… Party and" may end there."""
    match = _GOES_ON.search(text, name.start, name.end)
    if match is None:
        return False
    words = text[name.start : match.start()].lower().split()
    if words[-1] in lists.words("organisation-suffix"):
        return False  # "Costa Gold Inc of" Toronto
    heads = lists.words("organisation-head")
    return match.group(1) not in ("and", "&") or not any(word in heads for word in words)
