"""Saved quotations in groups. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.news import Quotation


@dataclass(frozen=True, slots=True)
class Group:
    """Quotations under a headline; no headline where there is only one group."""

    name: str
    quotations: tuple[Quotation, ...]


GROUPINGS = ("newest first", "by person", "by story", "by tag")


def grouped_by(
    quotations: Sequence[Quotation], how: str, stories: Mapping[int, str]
) -> list[Group]:
    """The groups in the order in which they first occur; one with two tags is in two groups.

    ``stories`` has the title of the story of each article that is one of several nearly alike.
    """
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        for name in _names(quotation, how, stories):
            groups.setdefault(name, []).append(quotation)
    return [Group(name, tuple(members)) for name, members in groups.items()]


def _names(quotation: Quotation, how: str, stories: Mapping[int, str]) -> tuple[str, ...]:
    if how == "by person":
        return (quotation.name or "Nobody named",)
    if how == "by tag":
        return quotation.tags or ("no tag",)
    if how == "by story":
        number = quotation.source.article_id
        story = stories.get(number) if number is not None else None
        return (story or quotation.source.title or "No title",)
    return ("",)
