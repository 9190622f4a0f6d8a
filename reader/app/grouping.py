"""Saved quotations in groups. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reader.news import Quotation


@dataclass(frozen=True, slots=True)
class Group:
    """Quotations under a headline; no headline where there is only one group."""

    name: str
    quotations: tuple[Quotation, ...]


def who_said(quotation: Quotation, called: Mapping[int, str]) -> str:
    """The speaker's name, or what the text calls them, or that neither is known."""
    if quotation.kind == "passage" and not quotation.name:
        return "Passage"
    return quotation.name or called.get(quotation.id or 0) or "Nobody named"


GROUPINGS = ("newest first", "by person", "by story", "by tag")


def grouped_by(
    quotations: Sequence[Quotation],
    how: str,
    stories: Mapping[int, str],
    called: Mapping[int, str] = MappingProxyType({}),
) -> list[Group]:
    """The groups in the order in which they first occur; one with two tags is in two groups.

    ``stories`` has the title of the story of each article that is one of several nearly alike,
    ``called`` what the text calls the speaker of each quotation (by its number) without a name.
    """
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        for name in _names(quotation, how, stories, called):
            groups.setdefault(name, []).append(quotation)
    return [Group(name, tuple(members)) for name, members in groups.items()]


def _names(
    quotation: Quotation, how: str, stories: Mapping[int, str], called: Mapping[int, str]
) -> tuple[str, ...]:
    if how == "by person":
        return (who_said(quotation, called),)
    if how == "by tag":
        return quotation.tags or ("no tag",)
    if how == "by story":
        number = quotation.source.article_id
        story = stories.get(number) if number is not None else None
        return (story or quotation.source.title or "No title",)
    return ("",)
