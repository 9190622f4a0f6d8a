"""Bylines taken apart into authors, for the citation styles that turn names around."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    (
        "al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le",
        "ten", "van", "von", "zu",
    )
)  # fmt: skip
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """One author: ``given`` is empty for a body ("Reuters") or a single name."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """``Doe, Jane``."""
        parts = [self.family, self.given, self.suffix]
        return ", ".join(part for part in parts if part)

    @property
    def initials(self) -> str:
        """``Doe, J. M.``"""
        letters = [
            "-".join(f"{piece[0]}." for piece in word.split("-") if piece)
            for word in self.given.split()
        ]
        parts = [self.family, " ".join(letters), self.suffix]
        return ", ".join(part for part in parts if part)

    @property
    def plain(self) -> str:
        """``Jane Doe``."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


def authors(byline: str | None) -> tuple[Author, ...]:
    """The authors of a byline; () where there is none."""
    text = re.sub(r"^\s*by\s+", "", byline or "", flags=re.IGNORECASE)
    names = re.split(r"\s*(?:;|,|\band\b|&)\s*", text)
    people: list[str] = []
    for name in filter(None, names):
        if people and _SUFFIX.fullmatch(name):
            people[-1] += f", {name}"
        else:
            people.append(name)
    return tuple(_author(name) for name in people)


def _author(name: str) -> Author:
    name, _, suffix = name.partition(", ")
    words = name.split()
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2 or words[0].lower() == "the" or name.isupper():
        return Author(" ".join(words), suffix=suffix)
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return Author(" ".join(words[first:]), " ".join(words[:first]), suffix)
