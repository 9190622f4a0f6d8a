"""Cuts a text into windows that fit the model, whole paragraphs where they fit.

A window repeats the end of the one before as context; the words of each segment are taken
from the one window that owns it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 320
"""Most pieces in one window, breaks included."""
CONTEXT = 24
"""Most pieces repeated from the window before, and of a last paragraph left to the next."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A paragraph as the model reads it."""

    pieces: tuple[int, ...]
    firsts: tuple[int, ...]
    """Where each word begins in `pieces`."""
    features: tuple[int, ...]
    """One for each word."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words of one paragraph; all of them unless it is too long for a window."""

    paragraph: int
    first: int
    last: int
    """One past the last word."""
    size: int
    """Pieces."""


@dataclass(frozen=True, slots=True)
class Window:
    """What goes through the model at once."""

    segments: tuple[Segment, ...]
    owned: frozenset[Segment]


def segments(paragraphs: Sequence[Encoded], size: int = SIZE) -> list[Segment]:
    """The paragraphs in order, those that are too long cut between words."""
    room = size - 2
    out: list[Segment] = []
    for number, paragraph in enumerate(paragraphs):
        edges = [*paragraph.firsts, len(paragraph.pieces)]
        first = 0
        while first < len(paragraph.firsts):
            last = first + 1
            while last < len(paragraph.firsts) and edges[last + 1] - edges[first] <= room:
                last += 1
            out.append(Segment(number, first, last, edges[last] - edges[first]))
            first = last
    return out


def plan(parts: Sequence[Segment], size: int = SIZE, context: int = CONTEXT) -> list[Window]:
    """The windows over these segments, each segment owned by exactly one."""
    out: list[Window] = []
    k = 0
    while k < len(parts):
        left: list[Segment] = []
        used = 1
        j = k - 1
        while j >= 0 and used + parts[j].size <= context:
            left.insert(0, parts[j])
            used += parts[j].size + 1
            j -= 1
        own: list[Segment] = []
        j = k
        while j < len(parts) and (not own or used + parts[j].size + 1 <= size):
            own.append(parts[j])
            used += parts[j].size + 1
            j += 1
        while used > size and left:
            used -= left.pop(0).size + 1
        window = tuple(left + own)
        if j < len(parts) and len(own) > 1 and own[-1].size <= context:
            own = own[:-1]
        out.append(Window(window, frozenset(own)))
        k += len(own)
    return out
