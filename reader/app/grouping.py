"""Saved quotations in groups. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.news import Quotation

Key = Callable[[Quotation], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Quotations under a headline; no headline where there is only one group."""

    name: str
    quotations: tuple[Quotation, ...]


GROUPINGS: tuple[tuple[str, Key], ...] = (
    ("newest first", lambda quotation: ("",)),
    ("by person", lambda quotation: (quotation.name or "Nobody named",)),
    ("by article", lambda quotation: (quotation.source.title or "No title",)),
    ("by tag", lambda quotation: quotation.tags or ("no tag",)),
)


def grouped_by(quotations: Sequence[Quotation], key: Key) -> list[Group]:
    """The groups in the order in which they first occur; one with two tags is in two groups."""
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        for name in key(quotation):
            groups.setdefault(name, []).append(quotation)
    return [Group(name, tuple(members)) for name, members in groups.items()]
