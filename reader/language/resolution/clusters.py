"""A row in the making: the mentions merged so far into one entity of an article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reader.language.lists import Gender
from reader.language.resolution.mention import Mention
from reader.language.resolution.names import PersonName
from reader.news import EntityKind, Span


@dataclass(slots=True, eq=False)
class Cluster:
    """All mentions of one entity, and what is known about it."""

    kind: EntityKind
    mentions: list[Mention] = field(default_factory=list)
    people: list[PersonName] = field(default_factory=list)
    """The full names of a person, each spelling once."""
    definitions: list[Span] = field(default_factory=list)
    """Stretches that define it without being a name ("military intelligence agency")."""
    roles: list[Span] = field(default_factory=list)
    gender: Gender | None = None
    hint: Gender | None = None
    """What a first name standing alone suggests; it may be a surname."""
    shown: str = ""
    """The name under which it is shown, once it is complete."""
    known: str = ""
    """The name under which the lists know it; empty where they do not."""

    def add(self, mention: Mention) -> None:
        """Take one more mention in."""
        self.mentions.append(mention)

    def absorb(self, other: Cluster) -> None:
        """Take in all of another row; the other must not be used any more."""
        self.mentions += other.mentions
        self.people += [name for name in other.people if name not in self.people]
        self.definitions += other.definitions
        self.known = self.known or other.known
        other.mentions = []

    def surfaces(self) -> Counter[str]:
        """How often each form stands in the text, in order of first appearance."""
        return Counter(mention.text for mention in sorted(self.mentions, key=lambda m: m.start))

    @property
    def start(self) -> int:
        """Where it is first mentioned."""
        return min(mention.start for mention in self.mentions)
