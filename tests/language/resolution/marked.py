"""Small texts with their names marked, as the model would give them.

``[P Ann Ray]`` is a person, ``O`` an organisation, ``L`` a place, ``N`` a nationality, ``E`` an
event, ``W`` a work. ``<ann|She> said <"I will.">`` marks nothing: speakers and contents are
given to `analysis` as pairs of strings, found in the text in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.language.analysis import Analysis, Attribution, Name
from reader.language.resolution import resolve
from reader.news import Annotation, Entity, EntityKind, QuoteKind

_KINDS: dict[str, EntityKind] = {
    "P": "person",
    "O": "organisation",
    "L": "place",
    "N": "nationality",
    "E": "event",
    "W": "work",
}
_MARK = re.compile(r"\[([POLNEW]) ([^\]]+)\]")


def unmark(marked: str) -> tuple[str, tuple[Name, ...]]:
    """The bare text and the names that were marked in it."""
    text, names, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        names.append(Name(len(text), len(text) + len(match.group(2)), _KINDS[match.group(1)], 0.95))
        text += match.group(2)
        last = match.end()
    return text + marked[last:], tuple(names)


def analysis(marked: str, said: Sequence[tuple[str | None, str]] = ()) -> Analysis:
    """The analysis of a marked text; `said` are (speaker, content), contents in text order.

    A content within quotation marks is direct speech. The speaker is the occurrence of its
    words that is nearest to the content.
    """
    text, names = unmark(marked)
    attributions = []
    at = 0
    for speaker, content in said:
        start = text.index(content, at)
        at = start + len(content)
        kind: QuoteKind = "direct" if text[start - 1] in '"“‘«' else "indirect"
        span = _nearest(text, speaker, start, at) if speaker else None
        attributions.append(Attribution(((start, at),), None, span, kind))
    return Analysis(text, names, tuple(attributions))


def _nearest(text: str, speaker: str, start: int, end: int) -> tuple[int, int]:
    found = [match.start() for match in re.finditer(re.escape(speaker), text)]
    outside = [at for at in found if not start <= at < end]
    best = min(outside, key=lambda at: min(abs(at + len(speaker) - start), abs(at - end)))
    return best, best + len(speaker)


def entities(marked: str) -> dict[str, Entity]:
    """The entities of a marked text (dates and money left out) by their names."""
    found = resolve(analysis(marked)).entities
    return {entity.name: entity for entity in found if entity.kind not in ("date", "money")}


def speakers(marked: str, *said: tuple[str | None, str]) -> list[str | None]:
    """The names that the speakers of a marked text resolve to, in the order of `said`."""
    return [quote.name for quote in annotate(marked, *said).quotes]


def annotate(marked: str, *said: tuple[str | None, str]) -> Annotation:
    """The annotation of a marked text."""
    return resolve(analysis(marked, said))
