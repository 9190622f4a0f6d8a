"""Acronyms and what they stand for: "World Health Organization (WHO)", "the HUR, Ukraine's …".

Definitions are read off the text (a bracket behind or before), never guessed from the
letters alone; matching by letters alone is left to the merging, within one article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.language import lists
from reader.language.lists import fold
from reader.news import Span

_BRACKET = re.compile(
    r"[(\[]\s*(?:the\s+|or\s+|known as\s+|“|\")?([^\W\d_][\w.&/-]{1,11})[”\"]?\s*[)\],;]"
)
_UNFOLD = re.compile(r"\b([A-Z][\w.&/-]{1,11})\s+[(\[]\s*((?:the\s+)?[^()\[\]\n]{6,90}?)\s*[)\]]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|&|\d+")
_STOP = re.compile(r"[.;:!?\n(\[\]\"“”]")
_BACK = 110
"""How many characters before a bracket a definition may begin."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and the words that the text gives for it."""

    short: Span
    long: Span


def is_acronym(text: str) -> bool:
    """Whether a name looks like an acronym: two to ten letters, most of them capitals."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return (
        2 <= len(letters) <= 10
        and " " not in text
        and capitals >= 2
        and capitals * 2 > len(letters)
    )


@lru_cache(maxsize=4096)
def letters_of(name: str) -> frozenset[str]:
    """The acronyms that a name's words may make, lower-case ("fbi"; with and without "of")."""
    words = list(_WORD.findall(name.replace("-", " ")))
    bold = [word for word in words if word.lower() not in lists.words("acronym-small")]
    if len(bold) < 2:
        return frozenset()
    made = {"".join(word[0] for word in chosen).lower() for chosen in (words, bold)}
    suffixes = lists.words("organisation-suffix")
    while len(words) > 3 and words[-1].lower() in suffixes:
        words.pop()  # "Pacific Gas & Electric Co.": PG&E
        made.add("".join(word[0] for word in words).lower())
    if bold[0].lower() in ("us", "united", "national", "royal", "american") and len(bold) > 3:
        made.add("".join(word[0] for word in bold[1:]).lower())
    return frozenset(fold(letters) for letters in made)


def matches(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are those of the name's words, in order."""
    letters = fold(acronym).replace(".", "").replace("-", "").replace("&", "")
    return letters in letters_of(name)


@lru_cache(maxsize=1)
def definitions(text: str) -> tuple[Definition, ...]:
    """All acronyms that the text itself defines, in text order; the latest text's are kept."""
    found: list[Definition] = []
    for match in _BRACKET.finditer(text):
        if is_acronym(match.group(1)):
            long = _before(text, match.start(), match.group(1))
            if long:
                found.append(Definition(match.span(1), long))
    for match in _UNFOLD.finditer(text):
        if is_acronym(match.group(1)):
            start, end = match.span(2)
            if text[start:end].lower().startswith("the "):
                start += 4
            if matches(match.group(1), text[start:end]):
                found.append(Definition(match.span(1), (start, end)))
    return tuple(found)


def _before(text: str, end: int, acronym: str) -> Span | None:
    """The words before a bracket that the acronym in it stands for.

    First by letters; else a noun phrase that ends in a word for a body ("Ukraine's military
    intelligence agency (HUR)": the letters are those of another language).
    """
    end = len(text[:end].rstrip()) if end and text[end - 1].isspace() else end
    begin = max(0, end - _BACK)
    stops = [
        match.end() for match in _STOP.finditer(text, begin, end) if not _abbreviates(text, match)
    ]
    begin = stops[-1] if stops else begin
    words = list(_WORD.finditer(text, begin, end))
    if not words:
        return None
    letters = [char for char in fold(acronym) if char.isalnum()]
    for at in range(len(words) - 1, max(-1, len(words) - 2 * len(letters) - 3), -1):
        first = words[at].group()[0]
        fits = first.isupper() and first.lower() == letters[0]
        if fits and matches(acronym, text[words[at].start() : end]):
            return (words[at].start(), end)
    if words[-1].group().lower() not in lists.words("noun-organisation"):
        return None
    return _noun_phrase(text, words, end)


def _abbreviates(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop is the dot of an abbreviation ("U.S.")."""
    return stop.group() == "." and text[stop.start() - 1 : stop.start()].isupper()


def _noun_phrase(text: str, words: list[re.Match[str]], end: int) -> Span | None:
    """The noun phrase that ends with the last word: back to an article, possessive or verb."""
    at = len(words) - 1
    while at > 0 and len(words) - at < 7:
        before = words[at - 1].group()
        low = before.lower()
        if low in lists.words("not-in-noun-phrase") or low.endswith(("ed", "ly")):
            break
        at -= 1
        if low.endswith(("'s", "’s")) or (low.endswith("s") and text[words[at].end()] in "'’"):
            while at > 0 and words[at - 1].group()[0].isupper() and words[at - 1].group() != "The":
                at -= 1
            break
    return (words[at].start(), end)
