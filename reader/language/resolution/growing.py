"""Names that the model ends too early, made whole: "Bank" + "of Japan", "Pell" + "Ltd"."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution import affixes
from reader.language.resolution.layout import headline_end

_NEXT = re.compile(r" ((?:[^\W\d_]|&)[\w’'&-]*(?:\.(?=\s|,))?)")
_OF = re.compile(r" (?:of|for|on)(?: the)? (?=[A-ZÀ-Þ])")
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w’'&-]*(?:(?: (?:and|&|of|for|on)(?: the)?)? [A-ZÀ-Þ][\w’'&-]*){0,12}"
)
_SUFFIX = re.compile(
    r"(?:,? (?:Inc|L\.?L\.?C|Ltd|L\.?L\.?P|P\.?L\.?C|plc|Plc)"
    r"| (?:Corp|Co|Cos|Bros|AG|SE|NV|GmbH))(?![\w-])"
)
_ORDINAL_ENDS = ("st ", "nd ", "rd ", "th ")
_ORDINAL = re.compile(r"(?<!\S)\d{1,3}(?:st|nd|rd|th) $")
_GIVEN = re.compile(r"[A-Z][a-z]+-[a-z]+")
_PARTICLE = re.compile(
    r"(?: (?:bin|ibn|al|el|de|des|du|da|dos|della|di|von|van|der|den|ter|la|le))+ "
    r"([A-ZÀ-Þ][\w’'-]+)|[ -]?(?<=\b[ad]l)-([A-ZÀ-Þ][\w’'-]+)"
)
_OF_ONLY = frozenset(
    ("league", "university", "court", "house", "senate", "church", "parliament", "college", "bank")
)


def grown(text: str, names: list[Name]) -> list[Name]:
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
