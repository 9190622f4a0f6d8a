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
    ministries,
    offices,
    results,
)
from reader.language.resolution.layout import headline_end, in_capitals
from reader.language.resolution.words import split, words_of
from reader.news import EntityKind

_PLAIN_WORD = re.compile(r"[\w-]+")
_NEXT = re.compile(r" ((?:[^\W\d_]|&)[\w’'&-]*(?:\.(?=\s|,))?)")
_OF = re.compile(r" (?:of|for|on)(?: the)? (?=[A-ZÀ-Þ])")
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w’'&-]*(?:(?: (?:and|&|of|for|on)(?: the)?)? [A-ZÀ-Þ][\w’'&-]*)*"
)
_FIRST_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [A-Z]\.){0,2}")
_INITIALS = re.compile(r"(?!U\.[SK]|E\.U|U\.N|D\.C|L\.A)[A-Z]\.(?:[A-Z]\.?){0,2}")
_SUFFIX = re.compile(
    r"(?:,? (?:Inc|L\.?L\.?C|Ltd|L\.?L\.?P|P\.?L\.?C|plc|Plc)"
    r"| (?:Corp|Co|Cos|Bros|AG|SE|NV|GmbH))(?![\w-])"
)
_ORDINAL_ENDS = ("st ", "nd ", "rd ", "th ")
_ORDINAL = re.compile(r"(?<!\S)\d{1,3}(?:st|nd|rd|th) $")
_GIVEN = re.compile(r"[A-Z][a-z]+-[a-z]+")
_SHIP = re.compile(r"(?<![\w.])(?:M/?V|USN?S|HMS|HMAS|HMCS|RMS|RRS) $")
_GOES_ON = re.compile(r"(?<=\w) (of|for|and|&|on)$")
_TAIL = re.compile(r"(?: (?:of|for|in|at|and|the|on|to|from|by|with|&))+$")
_PARTICLE = re.compile(
    r"(?: (?:bin|ibn|al|el|de|des|du|da|dos|della|di|von|van|der|den|ter|la|le))+ "
    r"([A-ZÀ-Þ][\w’'-]+)|[ -]?(?<=\b[ad]l)-([A-ZÀ-Þ][\w’'-]+)"
)
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
    trimmed = (_without_tail(text, name) for name in _gone_on(text, names))
    found = sorted(trimmed, key=lambda name: (name.start, -name.end))
    found = _with_listed(text, found)
    found = _laid_over(text, found, events.find(text))
    found = _with_callings(text, found)
    found = _laid_over(text, found, offices.find(text))
    found = _replaced(found, results.found(text))
    found = _replaced(found, _ships(text, found))
    found = _laid_over(text, found, ministries.found(text, found))
    return _defined(text, _allied(text, _joined(text, _grown(text, found))))


def _ships(text: str, names: list[Name]) -> list[Name]:
    """Ships whose letters the model left out or made a name of ("USS" "Gerald R. Ford")."""
    made: list[Name] = []
    for name in names:
        if not text[name.start - 2 : name.start - 1].isupper():
            continue
        before = _SHIP.search(text, max(0, name.start - 6), name.start)
        if before and name.kind in ("person", "organisation", "place"):
            made.append(Name(before.start(), name.end, "work", 0.9))
    return made


def _joined(text: str, names: list[Name]) -> list[Name]:
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
    """Whether a "name" is the initials of the person behind it ("K.C." "Maurer")."""
    if other.kind != "person" or text[one.end : other.start] not in (" ", ". "):
        return False
    return _INITIALS.fullmatch(text, one.start, one.end) is not None


def _allied(text: str, names: list[Name]) -> list[Name]:
    """Two halves of one body's name: "Ecology" and "Solidarity Party"."""
    made: list[Name] = []
    for name in names:
        last = made[-1] if made else None
        if last is not None and name.start - last.end == 5 and _halves(text, last, name):
            made[-1] = replace(last, end=name.end, kind="organisation")
        else:
            made.append(name)
    return made


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


def _halves(text: str, one: Name, other: Name) -> bool:
    """Whether "and" joins them into one name, of which only the end says what it is."""
    if text[one.end : other.start] != " and " or other.kind not in ("organisation", "place"):
        return False
    first, second = fold(text[one.start : one.end]), fold(text[other.start : other.end])
    left, right = first.split(" "), second.split(" ")
    led = len(left) > 1 and left[0] in lists.places()  # "U.S. Space" and "Rocket Center"
    if one.kind not in ("organisation", "nationality", "work") and not led:
        return False
    if second in lists.bodies() or second in lists.places():
        return False
    if first in lists.bodies() or first in lists.places() or first in lists.demonyms():
        return False
    heads = lists.words_of("organisation-head", "organisation-suffix")
    strong = right[-1] in lists.words("organisation-strong-head") or right[-1] in _CENTRES
    ends = strong and len(right) > 1
    return ends and len(left) < 3 and left[-1] not in heads and not first.isupper()


_CENTRES = ("center", "centre")


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
        word in lists.bodies()
        or word in lists.places()
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


def _gone_on(text: str, names: Iterable[Name]) -> list[Name]:
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


def _grown(text: str, names: list[Name]) -> list[Name]:
    """Each name with what belongs to it on its right; names thus swallowed are dropped."""
    headline = headline_end(text)
    made: list[Name] = []
    for at, name in enumerate(names):
        if made and name.start < made[-1].end:
            continue
        following = names[at + 1] if at + 1 < len(names) else None
        grown = _to_firm(text, name, following) if name.start >= headline else name
        grown = _to_head(text, grown, following)
        grown = _to_suffix(text, grown, following)
        grown = _over_of(text, grown, names, at)
        grown = _from_ordinal(text, grown, made[-1].end if made else 0)
        if grown.kind == "person":
            grown = _over_particle(text, grown)
            grown = _over_first_name(text, grown, made[-1].end if made else 0, following)
        made.append(_event_by_head(text, grown))
    return made


def _to_firm(text: str, name: Name, following: Name | None) -> Name:
    """ "Calder" + "Solvents", "Norrline" + "Ferries"."""
    match = _NEXT.match(text, name.end)
    if name.kind not in ("person", "organisation", "place") or not match:
        return name
    word = match.group(1)
    if not word[0].isupper() or word.lower() not in lists.words("firm-word"):
        return name
    if following and following.start < match.end():
        return name
    first = fold(text[name.start : name.end].split(" ")[0])
    if first in lists.genders():
        return name
    return replace(name, end=match.end(), kind="organisation")


def _to_head(text: str, name: Name, following: Name | None) -> Name:
    """ "West Midlands" + "Police", "Universal Music" + "Group", "Ohio" + "Supreme Court"."""
    if name.kind in ("nationality", "date", "money") or affixes.parts(text[name.start : name.end]):
        return name
    heads = lists.words("organisation-strong-head")
    end = name.end
    for size in (1, 2):
        match = _NEXT.match(text, end)
        if not match or not match.group(1)[0].isupper():
            return name
        word = match.group(1).lower().removesuffix("'s").removesuffix("’s")
        if word in heads:
            if following and following.start < match.end() < following.end:
                return (
                    name
                    if name.kind == "person"
                    else replace(name, end=following.end, kind="organisation")
                )
            return replace(name, end=match.end(), kind="organisation")
        if size == 1 and match.group(1).lower() not in lists.words("organisation-second"):
            return name
        if following and following.start < match.end() and name.kind == "person":
            return name
        end = match.end()
    return name


def _to_suffix(text: str, name: Name, following: Name | None) -> Name:
    """ "Halvard Services" + ", Inc", "Pell" + " Ltd"."""
    match = _SUFFIX.match(text, name.end) if name.kind == "organisation" else None
    if match is None or (following and following.start < match.end() < following.end):
        return name
    return replace(name, end=match.end())


def _over_of(text: str, name: Name, names: list[Name], at: int) -> Name:
    """ "Bank" + "of Japan", "Office" + "for the Coordination of Humanitarian Affairs"."""
    if name.kind not in ("organisation", "work", "place"):
        return name
    last = text[name.start : name.end].rsplit(" ", 1)[-1].lower()
    match = _OF.match(text, name.end)
    if match and last in lists.words("realm"):
        return _realm(text, name, match.end(), names[at + 1 : at + 3])
    if not match or last not in lists.words("organisation-of-head"):
        return name
    if not text.startswith(" of ", name.end) and not _goes_for(last, text[name.end + 1]):
        return name
    follower = next((n for n in names[at + 1 : at + 4] if n.start >= match.end() - 4), None)
    if follower and follower.start == match.end() and follower.kind != "person":
        return replace(name, end=follower.end, kind="organisation")
    run = _CAPITALS.match(text, match.end())
    if not run or (follower and follower.start < run.end()):
        return name
    stop = run.end()
    stops = lists.words_of("title", "weekday", "month")
    for word in re.finditer(r"\S+", run.group()):
        if word.group().lower() in stops:
            stop = match.end() + word.start()
            break
    while stop > match.end() and not text[stop - 1].strip():
        stop -= 1
    stop = stop if stop > match.end() else name.end
    return replace(name, end=stop, kind="organisation") if stop > name.end else name


def _goes_for(head: str, link: str) -> bool:
    """Whether a body of this head may be one "for" or "on" something: no league, no university."""
    if link == "o":
        return head in ("committee", "council", "conference", "commission")
    return head not in _OF_ONLY


_OF_ONLY = frozenset(
    ("league", "university", "court", "house", "senate", "church", "parliament", "college", "bank")
)


def _realm(text: str, name: Name, start: int, after: list[Name]) -> Name:
    """ "Kingdom" + "of Tonga", "Gulf" + "of Marrow"."""
    follower = next((n for n in after if n.start == start and n.kind != "person"), None)
    if not text.startswith(" of ", name.end) or follower is None:
        return name
    return replace(name, end=follower.end, kind="place")


def _from_ordinal(text: str, name: Name, floor: int) -> Name:
    """ "7th" + "U.S. Circuit Court of Appeals", "82nd" + "Airborne Division"."""
    if name.kind != "organisation" or text[name.start - 3 : name.start] not in _ORDINAL_ENDS:
        return name
    before = _ORDINAL.search(text, max(floor, name.start - 6), name.start)
    if before is None:
        return name
    words = fold(text[name.start : name.end]).split(" ")
    numbered = any(word in lists.words("numbered-body") for word in words)
    return replace(name, start=before.start()) if numbered else name


def _over_particle(text: str, name: Name) -> Name:
    """ "Mohammed" + "bin Salman", "Laurence" + "des Cars"."""
    last = text[name.start : name.end].rsplit(" ", 1)[-1]
    after = _NEXT.match(text, name.end)
    if (
        last.islower()
        and fold(last) in lists.words("particle")
        and after
        and after.group(1)[0].isupper()
    ):
        return replace(name, end=after.end())
    match = _PARTICLE.match(text, name.end)
    if match and " " not in text[name.start : name.end].strip():
        return replace(name, end=match.end())
    return name


def _over_first_name(text: str, name: Name, floor: int, following: Name | None) -> Name:
    """ "Inés" + "Falk-Morita", "Cass" + "Oduya-Lim": both names of a person."""
    words = text[name.start : name.end].split(" ")
    if len(words) > 1:
        return name
    known = lists.genders()
    before = re.search(
        r"(?<![\w’'-])([A-ZÀ-Þ][\w’'-]+) $", text[max(0, name.start - 20) : name.start]
    )
    if before and fold(before.group(1)) in known and name.start - len(before.group()) >= floor:
        return replace(name, start=name.start - len(before.group()))
    family = before is not None and fold(before.group(1)) in lists.words("family-first")
    if before and family and _GIVEN.fullmatch(words[0]):
        return replace(
            name, start=max(floor, name.start - len(before.group()))
        )  # "Son" "Heung-min"
    after = _NEXT.match(text, name.end)
    if not after or (following and following.start < after.end()):
        return name
    word = after.group(1)
    plain = fold(word)
    double = "-" in word and word[word.index("-") + 1 :][:1].isupper()
    if not (fold(words[0]) in known or (double and name.start >= headline_end(text))):
        return name
    if not word[0].isupper() or word.isupper() or plain in lists.words("weekday"):
        return name
    if plain in lists.words("title") or plain in lists.words("organisation-head"):
        return name
    return replace(name, end=after.end() - word.endswith("."))


def _event_by_head(text: str, name: Name) -> Name:
    """A name that ends as only events do ("… World Cup", "… Grand Prix")."""
    words = text[name.start : name.end].split()
    if name.kind in ("organisation", "work", "place") and words:
        last = words[-1].lower().rstrip(".")
        if last in lists.words("event-head") and (len(words) > 1 or last.endswith("s")):
            return replace(name, kind="event")
    return name
