"""People whom the model quotes but did not name: names read off the speaker spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reader.language import lists
from reader.language.analysis import Attribution, Name
from reader.language.lists import fold

_CAPITALISED = re.compile(
    r"[A-ZÀ-Þ][\w’'-]*\.?(?:\s+(?:(?:de|da|di|del|der|den|van|von|bin|al|el|la|le)\s+)*"
    r"[A-ZÀ-Þ][\w’'-]*\.?)*"
)
_INNER = re.compile(r"(?<=[a-z,] )([A-ZÀ-Þ][\w’'-]*\w)")


def speakers(text: str, said: Iterable[Attribution], names: Sequence[Name]) -> list[Name]:
    """Further names of people: speakers that are nothing but capitalised words.

    A span that holds a name of the model is left alone.
    """
    ordered = sorted(names, key=lambda name: name.start)
    starts = [name.start for name in ordered]
    found: dict[int, Name] = {}
    for attribution in said:
        if attribution.speaker is None:
            continue
        start, end = attribution.speaker
        if text[start:end] in ("Q", "A"):
            continue  # the letters of an examination name nobody
        at = bisect_right(starts, end - 1) - 1
        if at >= 0 and ordered[at].end > start:
            continue
        name = _name(text, start, end)
        if name is not None and not _likely(text, name):
            continue
        if name is not None:
            found[name.start] = name
    return [found[start] for start in sorted(found)]


@lru_cache(maxsize=1)
def _inner(text: str) -> frozenset[str]:
    """The words with a capital inside the sentences of a text; the latest text is kept."""
    return frozenset(match.group(1) for match in _INNER.finditer(text))


def _likely(text: str, name: Name) -> bool:
    """Whether a single word, capitalised as any word that opens a sentence, is a name."""
    word = text[name.start : name.end]
    plain = fold(word)
    known = plain in lists.genders() or plain in lists.surnames()
    return " " in word or known or word.isupper() or word in _inner(text)


def _name(text: str, start: int, end: int) -> Name | None:
    match = _CAPITALISED.match(text, start, end)
    if not match or (match.end() < end and text[match.end()] not in ",:’'(—– "):
        return None
    if match.end() < end and text[match.end()] == " ":
        return None  # "Democratic aides", "Clinton supporters"
    words = match.group().split()
    while words and _is_title(words[0]) and len(words) > 1:
        words = words[1:]
    if not words or len(words) > 4:
        return None
    begin = match.end() - len(
        text[start : match.end()][text[start : match.end()].rindex(words[0]) :]
    )
    low = fold(" ".join(words))
    if (
        low in lists.words("first-not-name")
        or low in lists.words("not-a-name")
        or low in lists.demonyms()
    ):
        return None
    if fold(words[0]) in lists.words("not-a-name") or _is_title(words[-1]):
        return None
    stop = match.end() - (match.group().endswith(".") and len(words[-1]) > 4)
    if low in lists.places():
        return Name(begin, stop, "place", 0.5)
    sure = low in lists.bodies() or fold(words[-1]) in lists.words("organisation-head")
    return Name(begin, stop, "organisation" if sure else "person", 0.5)


def _is_title(word: str) -> bool:
    low = word.lower()
    return (
        low in lists.words("title")
        or low in lists.words("honorific-male")
        or low in (lists.words_of("honorific-female", "honorific-either"))
    )
