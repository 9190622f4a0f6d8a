"""Names of the model made ready for merging: bare, of one kind throughout, no credits.

What stands in a dateline's bracket, a byline or a credit names who reports, not who is
reported on; such names are left out unless the article speaks of them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution import affixes, datelines
from reader.language.resolution.consistency import consistent
from reader.language.resolution.layout import headline_end
from reader.language.resolution.mention import Mention
from reader.news import EntityKind

_LEAD = re.compile(r"(?:[\W_]+|(?:the|The|THE|a|an|A|An)\s+)+(?=\w)")
_TAIL = re.compile(r"(?:['’]s?|['’]S|[\s,;:!?/\"“”()\[\]–—-]+)$")
_POSSESSIVE = ("'s", "’s")
_HONORIFIC = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Fr|Hon)\.?"
    r"|Sir|Dame|President|Senator|Congressman|Congresswoman|Governor|Mayor|Chancellor|Professor"
    r"|Prime Minister|Secretary|Senator|Judge|Justice|Ambassador|Colonel|Captain|Admiral)\s+"
    r"(?=[^\W\d_])"
)
_MISTER = re.compile(r"(?:(?:Mr|Mrs|Ms)\.?|Sir|Dame) [A-ZÀ-Þ]")
_TITLE = re.compile(
    r"\b(?:President|Minister|Secretary|Administrator|Professor|Spokesman|Spokeswoman|Spokesperson"
    r"|Director|Chairman|Chairwoman|Senator|Ambassador|Commissioner|Governor|Chancellor"
    r"|Congressman|Congresswoman|Representative|Executive|Officer|Editor|Candidate)\s+"
    r"(?=[A-Z][\w’'-]+)"
)
_PREFIXED = re.compile(
    r"(?:pro|anti|ex|non|post|pre|mid|then|now|former|current|late"
    r"|(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?|central|downtown|upstate)[- ](?=[A-Z])"
)
_SUFFIXED = re.compile(
    r"-(?:majority|minority)"
    r"|(?: (?:Image|Photo|Video|Picture|Caption|Photograph))+(?=:)"
    r"|(?:\s+(?:of|for|in|at|and|the|on|to|from|by|with|&))+(?=$|[^\w])"
)
_STATE_AFTER = re.compile(r", ([A-Z][\w.]+(?: [A-Z][\w.]+)?)")
_LETTER = re.compile(r"[^\W\d_]")
_DASH = re.compile(r" [–—] ")


def prepare(text: str, names: Iterable[Name]) -> list[Mention]:
    """The mentions that the names of the model make, in text order, not overlapping."""
    found: list[Mention] = []
    end = 0
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        mention = _bare(text, name)
        if mention is not None and mention.start >= end:
            found.append(mention)
            end = mention.end
    found = datelines.with_towns(text, found)
    full = _full_names(found)
    found = [_of_person(m, full) for m in _without_openers(text, found)]
    headline = headline_end(text)
    found = [part for m in found for part in _dashed(text, m)]
    found = [part for m in found for part in _parted(m, full, m.start < headline)]
    found = [_in_place_address(text, mention) for mention in found]
    return consistent(text, datelines.without_credits(text, found))


_WORD = re.compile(r"[a-z]+")
_OPENS = re.compile(r"(?:^|[.!?:…]['\"”’)]*\s+|\n\W{0,3}|^\W{0,3}|[“\"‘(•]\s*)$")


def _without_openers(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without words that have a capital only because they open a sentence.

    "Tuft cells …": where it is written small elsewhere, and never with a capital inside a
    sentence, it names nobody.
    """
    lower = frozenset(_WORD.findall(text))
    inner: set[str] = set()
    doubted: set[str] = set()
    for mention in mentions:
        inner.update(mention.key.split(" ") if " " in mention.key else ())
        if mention.kind not in ("person", "organisation") or mention.key not in lower:
            continue
        known = lists.is_listed(mention.key)
        opens = _OPENS.search(text[max(0, mention.start - 6) : mention.start])
        (doubted if opens and not known else inner).add(mention.key)
    gone = doubted - inner
    return [mention for mention in mentions if mention.key not in gone]


def _full_names(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(
        mention.key
        for mention in mentions
        if mention.kind == "person" and mention.key.count(" ") == 1
    )


def _parted(mention: Mention, full: frozenset[str], titled: bool) -> list[Mention]:
    """Two people that a headline in title case ran together ("Ann Ray Meets Bo Lind")."""
    halves = affixes.parts(mention.text) if "-" in mention.text else None
    if halves:
        return _halved(mention, *halves)
    mine = None
    if mention.kind == "organisation":
        mine = affixes.owned(mention.text) or _somebodys(mention.text, full)
    if mine:
        return _both(mention, *mine)
    may_be_two = mention.kind == "organisation" or (mention.kind == "person" and " " in mention.key)
    two = affixes.two_names(mention.text) if may_be_two else None
    if two:
        return _both(mention, two[0], _listed_kind(two[0]), two[1], _listed_kind(two[1]))
    words = mention.text.split(" ")
    if titled and len(words) > 1 and words[-1].lower() in lists.words("news-verb"):
        front = " ".join(words[:-1])
        end = mention.start + len(front)
        return [replace(mention, end=end, text=front, key=fold(front))] if front else []
    if mention.kind != "person" or len(words) < 3:
        return [mention]
    if len(words) < 5:
        return [_without_verb(mention, words, full) if titled else mention]
    front, back = " ".join(words[:2]), " ".join(words[-2:])
    if fold(front) not in full or fold(back) not in full:
        return [mention]
    first = replace(mention, end=mention.start + len(front), text=front, key=fold(front))
    second = replace(mention, start=mention.end - len(back), text=back, key=fold(back))
    return [first, second]


def _dashed(text: str, mention: Mention) -> list[Mention]:
    """What a dash joins in a line's beginning ("Group G — Belgium"), apart, kinds by the lists."""
    opens = text[max(0, mention.start - 1) : mention.start] in ("", "\n")
    if not opens or not _DASH.search(mention.text):
        return [mention]
    made, start = [], mention.start
    for name in _DASH.split(mention.text):
        key = fold(name)
        kind: EntityKind = "place" if key in lists.places() else mention.kind
        if _LETTER.search(name):
            made.append(Mention(start, start + len(name), kind, name, key, mention.score))
        start += len(name) + 3
    return made


def _of_person(mention: Mention, full: frozenset[str]) -> Mention:
    """ "McDonald's" is Ann McDonald's where the text names her."""
    name = mention.text[:-2]
    if mention.text[-2:] not in _POSSESSIVE or mention.kind != "organisation":
        return mention
    if not any(person.endswith(" " + fold(name)) for person in full):
        return mention
    return replace(mention, end=mention.end - 2, text=name, key=fold(name), kind="person")


def _somebodys(name: str, full: frozenset[str]) -> tuple[str, EntityKind, str] | None:
    """Somebody of the text and the body that is theirs ("Brightwater's White House")."""
    cut = max(name.find("'s "), name.find("’s "))
    owner, rest = fold(name[:cut]) if cut > 0 else "", name[cut + 3 :]
    if not owner or not rest[:1].isupper() or fold(name) in lists.bodies():
        return None
    named = any(person == owner or person.endswith(" " + owner) for person in full)
    return (name[:cut], "person", rest) if named else None


def _listed_kind(name: str) -> EntityKind:
    key = fold(name)
    if key in lists.places() and key not in lists.bodies():
        return "place"
    first = key.split(" ")[0]
    return (
        "person"
        if " " in key and first in lists.genders() and not lists.is_listed(key)
        else "organisation"
    )


def _both(
    mention: Mention, one: str, kind: EntityKind, other: str, its: EntityKind = "organisation"
) -> list[Mention]:
    """The two names that one begins and ends with ("Kazakhstan's Air Astana"), of these kinds."""
    middle, start = mention.start + len(one), mention.end - len(other)
    return [
        replace(mention, end=middle, text=one, key=fold(one), kind=kind),
        replace(mention, start=start, text=other, key=fold(other), kind=its),
    ]


def _halved(mention: Mention, one: str, other: str) -> list[Mention]:
    """The two names that a hyphen joins, each of the kind that the lists know."""
    kinds: list[EntityKind] = [
        "place" if fold(name) in lists.places() else "nationality" for name in (one, other)
    ]
    return _both(mention, one, kinds[0], other, kinds[1])


def _without_verb(mention: Mention, words: list[str], full: frozenset[str]) -> Mention:
    """The name without the verb that a headline in title case joined to it."""
    for front, part in ((True, words[:2]), (False, words[-2:])):
        name = " ".join(part)
        if fold(name) in full:
            start = mention.start if front else mention.end - len(name)
            end = start + len(name)
            return replace(mention, start=start, end=end, text=name, key=fold(name))
    return mention


def _in_place_address(text: str, mention: Mention) -> Mention:
    """A single word in "of Ashton, Md.," is a place, whatever it looks like."""
    if mention.kind != "person" or " " in mention.text:
        return mention
    before = text[max(0, mention.start - 6) : mention.start].split()
    after = _STATE_AFTER.match(text, mention.end)
    placed = before and before[-1] in ("of", "in", "from", "near")
    if placed and after and fold(after.group(1)) in lists.places():
        return replace(mention, kind="place")
    return mention


def _bare(text: str, name: Name) -> Mention | None:
    """The name without what does not belong to it; None if nothing is left."""
    start, end = max(0, name.start), min(len(text), name.end)
    if start >= end:
        return None
    lead = _LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    kind = name.kind
    if kind in ("organisation", "place") and _MISTER.match(text, start, end):
        kind = "person"  # "Ms. Donner"
    if text[end : end + 2] in _POSSESSIVE and fold(text[start : end + 2]) in lists.bodies():
        end += 2  # "Macy's"
        kind = "organisation"
    while _may_have_tail(text, end) and (tail := _TAIL.search(text[start:end])) and tail.start():
        if tail.group() in _POSSESSIVE and fold(text[start:end]) in lists.bodies():
            break
        if tail.group() in ("'", "’") and text[start + tail.start() - 1] not in "sS":
            break
        end = start + tail.start()
    line = text.find("\n", start, end)
    end = line if line > start else end
    affixed = _PREFIXED.match(text, start, end) if text[start].islower() else None
    start = affixed.end() if affixed else start
    last = text[start:end].rpartition(" ")[2]
    if "-" in last or not last[:1].isupper() or last in _LABELS:
        affixed = _SUFFIXED.search(text, start, min(len(text), end + 1))
        end = affixed.start() if affixed and affixed.end() == end else end
    start, end = affixes.trimmed(text, start, end, kind)
    if kind in ("organisation", "place"):
        end = _before_noun(text, start, end)
    if kind == "person":
        for title in _TITLE.finditer(text, start, end):
            start = title.end()
        while title_ := _HONORIFIC.match(text, start, end):
            start = title_.end()
        start = _after_titles(text, start, end)
        end += text[end : end + 1] == "." and text[end - 3 : end] in (" Jr", " Sr")
    if kind == "organisation":
        end = _before_title(text, start, end)
    if kind in ("organisation", "place") and text.startswith(".", end):
        end += affixes.is_shortened(text, start, end)
    if text.startswith("+", end) and fold(text[start : end + 1]) in lists.bodies():
        end += 1  # "OPEC+"
    bare = text[start:end]
    if not _LETTER.search(bare) or (bare.islower() and kind != "work"):
        return None
    key = fold(bare)
    if not bare.isupper() and key in lists.words("first-not-name"):
        return None
    if len(key) == 1 and not (key == "x" and kind == "organisation"):
        return None
    if key in lists.words("people") and kind != "place":
        return Mention(start, end, "nationality", bare, key, name.score)
    if key.rstrip("s") in lists.words("partisan") and kind not in ("organisation", "place"):
        return Mention(start, end, "nationality", bare, key, name.score)
    if _names_nobody(text, end, bare, key, kind):
        return None
    if affixes.is_made_of_a_name(key) if kind == "person" else key in lists.words("month"):
        return None
    return Mention(start, end, affixes.people_or_thing(bare, key, kind), bare, key, name.score)


_LABELS = frozenset(("Image", "Photo", "Video", "Picture", "Caption", "Photograph"))


def _may_have_tail(text: str, end: int) -> bool:
    """Whether a name may end in a mark or a possessive sign: most end in a letter."""
    return not text[end - 1].isalnum() or text[end - 2 : end - 1] in ("'", "’")


_MISTERS = frozenset(("Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Ms."))
_OFFICE = re.compile(r" (?:Secretary|Minister|Chancellor|Commissioner|General)\b")


def _names_nobody(text: str, end: int, bare: str, key: str, kind: EntityKind) -> bool:
    """Whether it is a title, a part of one ("Transport" Secretary) or "AI", "CEO", "GDP"."""
    if kind == "person" and key in lists.words("plain-honorific"):
        return True
    if bare in _MISTERS or (key == "crown" and text.startswith(" Prince", end)):
        return True
    if bare[:1].isupper() and key in lists.words("generic-single") and kind != "nationality":
        return True
    if key.split(" ")[-1] in lists.words("portfolio") and _OFFICE.match(text, end):
        return all(word in lists.words("portfolio") for word in key.split(" "))
    if " " in key or kind == "nationality":
        return False
    singular = key.replace("men", "man") if key.endswith("men") else key.removesuffix("s")
    if singular in lists.words("title-head"):
        return key != singular or kind != "person"  # "the President" may be somebody
    short = bare.isupper() and key in lists.words("not-a-body") and key not in lists.bodies()
    return short and (kind != "place" or key in ("bc", "bce", "ad", "ce"))


def _before_noun(text: str, start: int, end: int) -> int:
    """Where a name ends before a plain noun that goes with it ("New York" state)."""
    front, _, last = text[start:end].rpartition(" ")
    if front and last in lists.words("plain-tail") and front.split(" ")[-1][:1].isupper():
        return start + len(front)
    named = last.islower() and last.isalpha() and fold(front) in lists.bodies()
    if named and last not in lists.words_of("organisation-head", "organisation-suffix"):
        whole = fold(text[start:end])  # "Nasdaq" index
        return end if whole in lists.bodies() else start + len(front)
    return end


def _before_title(text: str, start: int, end: int) -> int:
    """Where a body's name ends before the title of one of its people."""
    front, _, last = text[start:end].rpartition(" ")
    justice = last in ("Justice", "Judge") and front.endswith(" Court")
    if front and (justice or last.lower() in lists.words("title-head")):
        return start + len(front.rstrip())
    led = _LEADS.search(text, start, min(len(text), end + 8))
    if led and led.start() > start and end in (led.end("side"), led.end()):
        return led.start()  # "House Majority" Leader
    return end


_LEADS = re.compile(r"(?P<side> (?:Majority|Minority)) (?:[Ll]eader|[Ww]hip)\b")


@cache
def _before_names() -> frozenset[str]:
    """Words that may stand in a person's span without being a part of the name."""
    before = lists.words_of("partisan", "title", "knightly")
    return before - lists.words("regal")


_RANKS = frozenset(("marshal", "major", "judge", "justice"))


def _after_titles(text: str, start: int, end: int) -> int:
    """Where a person's name of two words or more begins behind titles, parties, nationalities."""
    words = text[start:end].split()
    before = _before_names()
    while len(words) > 2:
        first = fold(words[0])
        if first in _RANKS and fold(words[1]) in lists.genders():
            start += text[start:end].index(words[1], len(words[0]))
            break  # "Marshal Georgy Zhukov"
        if len(words) > 3 and fold(" ".join(words[:2])) in lists.words("title"):
            start += text[start:end].index(words[2], len(words[0]) + len(words[1]))
            words = words[2:]
            continue
        if first in lists.genders() or not (first in before or first in lists.demonyms()):
            break
        start += text[start:end].index(words[1], len(words[0]))
        words = words[1:]
    return start
