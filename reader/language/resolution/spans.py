"""Spans of names repaired by grammar and lists, before anything is merged.

The model now and then stops a name too early ("Bank of|Japan", "West Midlands|Police") or
misses one that everybody knows. Only forms of the lists, and joints that hardly mean anything
else, are touched; everything else stays as the model has it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution import (
    acronyms,
    affixes,
    events,
    growing,
    joints,
    ministries,
    offices,
    results,
)
from reader.language.resolution.layout import headline_end, in_capitals
from reader.language.resolution.words import split, words_of
from reader.news import EntityKind

_PLAIN_WORD = re.compile(r"[\w-]+")
_TAIL = re.compile(r"(?: (?:of|for|in|at|and|the|on|to|from|by|with|&))+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]['\"”’)]*\s+|\n|[“\"‘(]\s*)$")
_ADDED = frozenset(("agency", "body", "government", "parliament", "army", "party", "news-agency"))
_CALLINGS = re.compile(
    r"\b[A-Z][\w-]{1,30}s['’](?:, [A-Z][\w-]{1,30}s['’]){0,4},? (?:and|&) [A-Z][\w-]{1,30}s['’]"
    r"(?P<rest>(?: [A-Z][\w-]{1,30}){1,3})"
)
_JOINTS = tuple(
    f"s{mark}{comma} {word} " for mark in "'’" for comma in ("", ",") for word in ("and", "&")
)
"""What such names have one of: most texts have none."""


def repair(text: str, names: Iterable[Name]) -> list[Name]:
    """The names with their spans put right, and those of the lists that were missed."""
    trimmed = (_without_tail(text, name) for name in joints.gone_on(text, names))
    found = sorted(trimmed, key=lambda name: (name.start, -name.end))
    found = _with_listed(text, found)
    found = _laid_over(text, found, events.find(text))
    found = _with_callings(text, found)
    found = _laid_over(text, found, offices.find(text))
    found = _replaced(found, results.found(text))
    found = _replaced(found, joints.ships(text, found))
    found = _laid_over(text, found, ministries.found(text, found))
    return _defined(text, joints.allied(text, joints.joined(text, growing.grown(text, found))))


def _defined(text: str, names: list[Name]) -> list[Name]:
    """The names with bodies whole that an acronym's letters tell ("Movimento 5 Stelle (M5S)")."""
    bodies = {text[name.start : name.end] for name in names if name.kind == "organisation"}
    starts = [name.start for name in names]
    made: list[Name] = []
    for definition in acronyms.definitions(text):
        (start, end), short = definition.long, text[slice(*definition.short)]
        if short not in bodies or not acronyms.matches(short, text[start:end]):
            continue
        at = bisect_left(starts, start)
        inside = names[at : bisect_left(starts, end)]
        parted = len(inside) > 1 or any(name.end < end for name in inside)
        over = any(name.end > end for name in inside) or (at and names[at - 1].end > start)
        if inside and parted and not over and text[start].isupper() and text[end - 1].isalpha():
            made.append(Name(start, end, "organisation", 0.9))
    return _replaced(names, made)


def _without_tail(text: str, name: Name) -> Name:
    """The name without a preposition or conjunction at its end ("Museum of")."""
    tail = _TAIL.search(text, name.start, name.end)
    return replace(name, end=tail.start()) if tail and tail.start() > name.start else name


_Form = tuple[tuple[str, ...], EntityKind, str]
"""Words, kind, sort."""


@cache
def _forms() -> dict[str, dict[str, list[_Form]]]:
    """First word → second word → every listed form that has a capital, the longest first.

    The second word of a form of one word is empty.
    """
    forms: dict[str, dict[str, list[_Form]]] = {}
    for form, kind, sort in lists.written_forms():
        words = tuple(split(form))
        if words and any(word[0].isupper() for word in words):
            second = words[1] if len(words) > 1 else ""
            forms.setdefault(words[0], {}).setdefault(second, []).append((words, kind, sort))
    for seconds in forms.values():
        for found in seconds.values():
            found.sort(key=lambda form: -len(form[0]))
    return forms


def _with_listed(text: str, names: list[Name]) -> list[Name]:
    """Listed names of several words replace what the model has there; some others are added."""
    forms = _forms()
    places, tokens = words_of(text)
    added: list[Name] = []
    free = 0
    for at in [at for at, token in enumerate(tokens) if token in forms or "-" in token]:
        token = tokens[at]
        if "-" in token and affixes.parts(token):  # "US-China"
            added.append(Name(*places[at], "place", 0.7))
        seconds = forms.get(token) if at >= free else None
        if seconds is None:
            continue
        second = tokens[at + 1] if at + 1 < len(tokens) else ""
        for form in (*(seconds.get(second, ()) if second else ()), *seconds.get("", ())):
            size = len(form[0])
            if size > 2 and tuple(tokens[at : at + size]) != form[0]:
                continue
            start, end = places[at][0], places[at + size - 1][1]
            if "\n" not in text[start:end] and (size > 1 or _worth_adding(text, start, form)):
                added.append(Name(start, end, form[1], 0.7 if size > 1 else 0.6))
            free = at + size
            break
    return _laid_over(text, names, added)


def _worth_adding(text: str, start: int, form: tuple[tuple[str, ...], EntityKind, str]) -> bool:
    (word,), kind, sort = form
    if in_capitals(text, start) or fold(word) in lists.shared_forms():
        return False
    if kind == "organisation":
        if word.isupper():
            return len(word) > 2 or word in ("EU", "UN", "AU")
        camel = any(char.isupper() for char in word[1:])
        if not camel and (len(word) < 4 or fold(word) in lists.words("ambiguous-body")):
            return False
        if not camel and sort not in _ADDED and len(word) < 5:
            return False
        opens = _SENTENCE_START.search(text[max(0, start - 4) : start])
        return camel or not opens or (sort in _ADDED and len(word) > 4)
    if sort != "country" or (len(word) < 3 and word not in ("UK", "US")):
        return False
    return not _SENTENCE_START.search(text[max(0, start - 4) : start]) or len(word) > 6


def _laid_over(text: str, names: list[Name], over: list[Name]) -> list[Name]:
    """The names with those of `over` laid on them; a longer name keeps its ground."""
    starts = [name.start for name in names]
    headline = headline_end(text)
    gone: set[int] = set()
    new: list[Name] = []
    for listed in over:
        low = max(0, bisect_left(starts, listed.start) - 1)
        high = bisect_right(starts, listed.end - 1)
        touched = [
            at
            for at in range(low, high)
            if names[at].start < listed.end and names[at].end > listed.start
        ]
        holding = any(
            names[at].start <= listed.start and names[at].end >= listed.end for at in touched
        )
        if holding and not (listed.start < headline and " " in text[listed.start : listed.end]):
            continue
        if touched and " " not in text[listed.start : listed.end]:
            continue
        gone.update(touched)
        first = names[touched[0]] if touched else listed
        led = first.start < listed.start and first.kind == listed.kind == "organisation"
        led = led and text[first.start].isupper()
        new.append(replace(listed, start=first.start) if led else listed)
    kept = [name for at, name in enumerate(names) if at not in gone]
    return _disjoint([*kept, *new])


def _replaced(names: list[Name], by: list[Name]) -> list[Name]:
    """The names, with others in place of all that these touch."""
    if not by:
        return names
    by = _disjoint(by)
    starts = [name.start for name in by]

    def touched(name: Name) -> bool:
        at = bisect_right(starts, name.end - 1) - 1
        return at >= 0 and by[at].end > name.start

    return _disjoint([*(name for name in names if not touched(name)), *by])


def _disjoint(names: Iterable[Name]) -> list[Name]:
    made: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not made or name.start >= made[-1].end:
            made.append(name)
    return made


def _with_callings(text: str, names: list[Name]) -> list[Name]:
    """Bodies named for the callings of their members ("Bakers’ and Millers’ Union")."""
    if not any(joint in text for joint in _JOINTS):
        return names
    heads = lists.words("organisation-head")
    found: list[Name] = []
    for match in _CALLINGS.finditer(text):
        words = list(_PLAIN_WORD.finditer(text, *match.span("rest")))
        last = next((word for word in reversed(words) if word.group().lower() in heads), None)
        if last is not None:
            found.append(Name(match.start(), last.end(), "organisation", 0.9))
    return _laid_over(text, names, found)
