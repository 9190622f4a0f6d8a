"""Examinations printed with Q. and A.: who asks and who answers.

The letters name nobody; what leads in to the first question does ("She was questioned by
Ann Ray about the well:").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.language.analysis import Attribution
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.pronouns import Entry

_VERB = r"(?:(?:cross-|re-)?examin|question|interview|interrogat|quizz|grill|press|ask|challeng)"
_ASKED_BY = re.compile(rf"\b(?:{_VERB}(?:ed|ation|ing|))\b[^.!?\n]{{0,60}}?\bby\b[^.!?\n]{{0,60}}$")
_ASKS = re.compile(
    rf"(?:, [^,.!?\n]{{1,80}},| \([^)\n]{{1,40}}\))?(?: (?:then|first|also|later|now|who|had|has))*"
    rf" {_VERB}(?:ed|s)?\b"
)
_ASKER = re.compile(
    r"(?i)\b(?:prosecutor|prosecuting|lawyer|attorney|counsel|barrister|solicitor|advocate|judge"
    r"|magistrate|coroner|justice|interviewer)\b"
)
_REACH = 130
"""Characters before a name in which it is told that it asks."""
_FAR = 400
"""Characters before the paragraph that leads in, in which the parties may be named."""


def letter(text: str, said: Attribution) -> str:
    """The letter of a line of an examination, Q or A; empty for anything else."""
    if said.cue is None or text[slice(*said.cue)] not in (".", ":"):
        return ""
    if said.speaker is not None and text[slice(*said.speaker)] not in ("Q", "A"):
        return ""
    at = said.cue[0]
    sign = text[max(0, at - 1) : at]
    opens = not text[text.rfind("\n", max(0, at - 12), at) + 1 : at - 1].strip() or at == 1
    return sign if sign in ("Q", "A") and opens else ""


def parties(
    text: str, lead: int, entries: Sequence[Entry], rows: Sequence[Cluster]
) -> tuple[int | None, int | None]:
    """The rows of who asks and of who answers; None for one that is not told.

    `lead` is where the paragraph begins that leads in; `entries` are the references so far.
    """
    people = [
        entry
        for entry in entries[-30:]
        if rows[entry.row].kind == "person" and not entry.quoted and entry.start >= lead - _FAR
    ]
    asking = next((entry.row for entry in reversed(people) if _asks(text, entry)), None)
    if asking is None:
        asking = next((e.row for e in reversed(people) if _by_calling(text, rows[e.row])), None)
    others = [entry for entry in people if entry.row != asking and not entry.possessive]
    others = [entry for entry in others if not _by_calling(text, rows[entry.row])]
    here = [entry for entry in others if entry.start >= lead] or others
    subjects = [entry for entry in here if entry.subject] if asking is None else []
    answering = (subjects or here)[-1].row if here else None
    return asking, answering


def _by_calling(text: str, row: Cluster) -> bool:
    """Whether it is somebody's calling to ask: a lawyer's, a judge's."""
    return any(_ASKER.search(text, *span) for span in row.roles)


def _asks(text: str, entry: Entry) -> bool:
    before = text[max(0, entry.start - _REACH) : entry.start]
    return bool(_ASKED_BY.search(before) or _ASKS.match(text, entry.end, entry.end + _REACH))
