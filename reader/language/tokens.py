"""Words, sentences and paragraphs of a text, by offsets.

A paragraph is a line. A word is what the joint model labels: a run of letters and digits
with its inner points and hyphens, an abbreviation with its full stops, a possessive or
contracted ending by itself, or a single other character (a quote mark of two primes too).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.news import Span

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|St|Jr|Sr)\."
    r"|''|``"
    r"|['’](?:s|re|ve|ll|d|m|t)\b"
    r"|[^\W_]+(?:[-.&][^\W_]+)*"
    r"|\S"
)
_LONGEST_WORD = 200
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’»')\]])|(?<=[.!?…][\"”’»')\]][\"”’»')\]]))\s+(?=[\"“‘«„'(\[]*[A-Z0-9À-Ý])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|St|Jr|Sr|No|vs"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Co|Corp|Ltd)|\b[A-Z]\.[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text with its words."""

    start: int
    end: int
    words: tuple[Span, ...]


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words of a stretch of text, in order."""
    stop = len(text) if end is None else end
    found = [match.span() for match in _WORD.finditer(text, start, stop)]
    if stop - start <= _LONGEST_WORD or all(b - a <= _LONGEST_WORD for a, b in found):
        return found
    out: list[Span] = []
    for first, last in found:
        while last - first > _LONGEST_WORD:  # a base64 blob is no word; keep the pieces bounded
            out.append((first, first + _LONGEST_WORD))
            first += _LONGEST_WORD
        out.append((first, last))
    return out


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a text that hold any word."""
    out: list[Paragraph] = []
    for line in _LINE.finditer(text):
        found = words(text, *line.span())
        if found:
            out.append(Paragraph(line.start(), line.end(), tuple(found)))
    return out


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of a stretch of text, never crossing a line; gaps are white space."""
    out: list[Span] = []
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        first = line.start()
        for gap in _SENTENCE_END.finditer(text, line.start(), line.end()):
            if _ABBREVIATION.search(text, max(first, gap.start() - 8), gap.start()):
                continue
            out.append((first, gap.start()))
            first = gap.end()
        if first < line.end():
            out.append((first, line.end()))
    return out
