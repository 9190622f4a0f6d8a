"""What a search line offers while one types: fields, and the names known in a library."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reader.search.dates import WORDS
from reader.search.terms import terms

FIELDS = {
    "speaker": "who said it, under any name",
    "said": "words inside a quote",
    "entity": "who or what is named, under any name",
    "about": "what it is about",
    "title": "words of the title",
    "source": "the outlet",
    "author": "the byline",
    "tag": "your tag",
    "kind": "direct, indirect or mixed quotes",
    "lang": "language of the article",
    "after": "published from this day on",
    "before": "published before this day",
    "on": "published on this day, month or year",
    "is": "unread, read, starred, later or saved",
    "sort": "date, oldest or best",
}
"""Every field of the query language, with what it is for: help and completion show this."""
ALIASES = {
    "in": "source",
    "site": "source",
    "by": "author",
    "from": "speaker",
    "language": "lang",
    "since": "after",
    "until": "before",
    "date": "on",
    "day": "on",
}
"""Other names of fields."""
VALUES = {
    "kind": ("direct", "indirect", "mixed"),
    "is": ("unread", "read", "starred", "later", "saved"),
    "sort": ("date", "oldest", "best"),
    "after": WORDS,
    "before": WORDS,
    "on": WORDS,
}
LIMIT = 12
NEEDS_QUOTES = re.compile(r"[\s()\"“”„«»]")
UNFINISHED = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)|(?P<bare>\S*))$'
)


class Vocabulary(Protocol):
    """The names that a library knows, most frequent first."""

    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        """Values of ``speaker``, ``entity``, ``source``, ``tag``, ``author`` or ``lang``."""
        ...


@dataclass(frozen=True, slots=True)
class Completion:
    """Replaces ``text[start:end]`` of the search line by ``insert``."""

    insert: str
    start: int
    end: int
    label: str


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Completion]:
    """What could stand at the cursor, the likeliest first; none where nothing is begun."""
    cursor = max(0, min(cursor, len(text)))
    start = _token_start(text, cursor)
    found = UNFINISHED.match(text[start:cursor])
    if not found:
        return []
    minus, field = found["minus"], (found["field"] or "").lower()
    value = found["quoted"] if found["quoted"] is not None else found["bare"]
    if field:
        known = ALIASES.get(field, field)
        if known not in FIELDS:
            return []
        head = f"{minus}{field}:"
        return [
            Completion(f"{head}{_quoted(v)} ", start, cursor, v)
            for v in _values(known, value, vocabulary)
        ]
    if found["quoted"] is not None or not value:
        return []
    offers = [
        Completion(f"{minus}{name}:", start, cursor, f"{name}:  {what}")
        for name, what in FIELDS.items()
        if name.startswith(value.lower())
    ]
    if len(value) >= 2:
        for name in ("speaker", "entity", "source", "tag"):
            offers += [
                Completion(f"{minus}{name}:{_quoted(v)} ", start, cursor, f"{name}:{_quoted(v)}")
                for v in (vocabulary.values(name, value, 3) if terms(value) else ())
            ]
    return offers[:LIMIT]


def _token_start(text: str, cursor: int) -> int:
    """Where the token under the cursor begins; an open quotation mark holds it together."""
    start, inside = 0, False
    for index in range(cursor):
        if text[index] == '"':
            inside = not inside
        elif not inside and (text[index].isspace() or text[index] in "()"):
            start = index + 1
    return start


def _values(field: str, prefix: str, vocabulary: Vocabulary) -> list[str]:
    if field in VALUES:
        return [value for value in VALUES[field] if value.startswith(prefix.lower())]
    known: Callable[[str, str, int], list[str]] = vocabulary.values
    place = {"said": "", "title": "", "about": "entity"}.get(field, field)
    return known(place, prefix, LIMIT) if place and (prefix == "" or terms(prefix)) else []


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if NEEDS_QUOTES.search(value) else value
