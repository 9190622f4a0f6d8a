"""The rows of the sidebar's pages: names, quotes by speaker, what the results share. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.library.rows import EntityRow, QuoteRow

if TYPE_CHECKING:
    from reader.search.results import Facets

_WORD = re.compile(r"[^\w]+")

KINDS = {
    "person": "PEOPLE",
    "organisation": "ORGANISATIONS",
    "place": "PLACES",
    "event": "EVENTS",
    "work": "WORKS",
    "nationality": "PEOPLES",
}


class Row(NamedTuple):
    """A headline, an entity, a quote or something that results share."""

    kind: Literal["head", "entity", "quote", "facet", "gap"]
    text: str
    entity: EntityRow | None = None
    quote: int = -1
    voice: int = -1
    number: int = 0
    share: float = 0.0
    """Its number in parts of the highest there is."""
    term: str = ""
    """What narrows the results to it."""
    named: bool = True
    """Is a speaker's headline a name? Else it is what the text calls them."""


def folded(text: str) -> str:
    """Letters and digits alone, without case and accents: what a filter compares."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def begins(name: str, letters: str) -> bool:
    """Does a word of the name begin with these letters, written on over what sets words apart?"""
    words = [folded(part) for part in _WORD.split(name)]
    return any("".join(words[at:]).startswith(letters) for at in range(len(words)))


def entity_rows(
    entities: Sequence[EntityRow], speaking: Mapping[int, int], wanted: str
) -> list[Row]:
    """Names by kind; ``speaking`` has the colours of those who speak."""
    letters = folded(wanted)
    most = max((entity.mentions for entity in entities), default=1)
    groups = []
    for kind, head in KINDS.items():
        found = [
            entity
            for entity in entities
            if entity.kind == kind
            and any(begins(name, letters) for name in (entity.name, *entity.aliases))
        ]
        rows = [
            Row(
                "entity", entity.name, entity, voice=speaking.get(entity.id, -1),
                number=entity.mentions, share=entity.mentions / max(1, most),
                term=name_term("entity", entity.name),
            )
            for entity in found
        ]  # fmt: skip
        groups.append((Row("head", head), rows))
    return _joined(groups)


def quote_rows(quotes: Sequence[QuoteRow], voice: Callable[[int], int], wanted: str) -> list[Row]:
    """Quotes under their speakers; ``voice`` gives a quote's colour by its number."""
    letters = folded(wanted)
    by_speaker: dict[str, list[QuoteRow]] = {}
    for quote in quotes:
        name = quote.speaker_words or "Nobody named"
        if letters in folded(name) or letters in folded(quote.text):
            by_speaker.setdefault(name, []).append(quote)
    groups = []
    for name, said in by_speaker.items():
        colour = voice(said[0].ordinal)
        rows = [Row("quote", quote.text, quote=quote.ordinal, voice=colour) for quote in said]
        named = any(quote.name for quote in said)
        groups.append((Row("head", name, voice=colour, number=len(said), named=named), rows))
    return _joined(groups)


def facet_rows(facets: Facets, wanted: str) -> list[Row]:
    """What the articles found have in common: outlets, months, speakers, names."""
    speakers = [(row.name, number, name_term("speaker", row.name), row)
                for row, number in facets.speakers]  # fmt: skip
    sources = [(name, number, name_term("source", name), None) for name, number in facets.sources]
    months = [(month_words(month), number, f"on:{month}", None) for month, number in facets.months]
    names = [(row.name, number, name_term("entity", row.name), row)
             for row, number in facets.entities]  # fmt: skip
    letters = folded(wanted)
    most = max((each[1] for each in (*speakers, *sources, *months, *names)), default=1)
    groups = []
    for head, found in (
        ("SPEAKERS", speakers), ("SOURCES", sources), ("MONTHS", months), ("NAMES", names)
    ):  # fmt: skip
        kept = [each for each in found if begins(each[0], letters)]
        rows = [
            Row("facet", text, row, number=number, share=number / max(1, most), term=term)
            for text, number, term, row in kept
        ]
        groups.append((Row("head", head), rows))
    return _joined(groups)


def _joined(groups: Iterable[tuple[Row, list[Row]]]) -> list[Row]:
    """The groups that have rows, each under its headline, with gaps between."""
    joined: list[Row] = []
    for head, rows in groups:
        if rows:
            joined += [*([Row("gap", "")] if joined else []), head, *rows]
    return joined


def name_term(field: str, name: str) -> str:
    """The query term that means a name in a field."""
    return '{}:"{}"'.format(field, name.replace('"', " "))


def month_words(month: str, *, short: bool = False) -> str:
    """``2024-12`` as ``December 2024``, or ``Dec 2024``."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return f"{first:%b %Y}" if short else f"{first:%B %Y}"
