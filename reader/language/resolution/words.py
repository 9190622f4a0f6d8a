"""The words of a text as names are compared: with inner marks, initials with their dots."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.news import Span

_WORD = re.compile(r"[^\W_]+(?:['’&.-](?!s\b)[^\W_]+)*(?:\.(?:(?<=\b[A-Z]\.)|(?<=\.[A-Z]\.)))?")


@lru_cache(maxsize=1)
def words_of(text: str) -> tuple[list[Span], list[str]]:
    """Where the words of a text stand, and the words; the latest text is kept."""
    found = list(_WORD.finditer(text))
    return [match.span() for match in found], [match.group() for match in found]


def split(name: str) -> list[str]:
    """The words of a name."""
    return _WORD.findall(name)
