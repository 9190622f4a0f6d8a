"""Draws one line of an article with everything that lies over it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment

from reader.app import marks
from reader.app.marks import Run
from reader.app.paint import safe
from reader.app.palette import BOLD, Palette
from reader.app.typeset import Line

GUTTER = 2
"""Columns left of the text for the bar of a quote."""


class Hint(NamedTuple):
    """A label over a place in the text, in jump mode."""

    label: str
    offset: int


def draw_line(
    line: Line, runs: Sequence[Run], hints: Iterable[Hint], palette: Palette
) -> list[Segment]:
    """The line from its gutter on; ``runs`` are those that reach into it."""
    if line.start < 0:
        styles = {"title": palette.title, "byline": palette.muted, "note": palette.warning}
        style = styles.get(line.kind, palette.base)
        return [Segment(" " * GUTTER, palette.base), Segment(line.text, style)]
    segments = [_bar(runs, palette)]
    if line.indent:
        segments.append(Segment(line.prefix.ljust(line.indent), palette.faint))
    segments += _pieces(line, runs, palette)
    for hint in hints:
        if line.start <= hint.offset < line.end:
            place = sum(len(segment.text) for segment in segments) - (line.end - hint.offset)
            segments = _labelled(segments, place - len(hint.label), hint.label, palette)
    return segments


def _bar(runs: Sequence[Run], palette: Palette) -> Segment:
    """The bar left of a line: whose quote it is, how sure, and whether the current one."""
    quoted = [run for run in runs if run.flags & (marks.QUOTE | marks.INDIRECT)]
    if not quoted:
        noted = any(run.flags & marks.NOTED for run in runs)
        return Segment("◆ " if noted else "  ", palette.accent)
    now = [run for run in quoted if run.flags & marks.CURRENT]
    direct = [run for run in quoted if run.flags & marks.QUOTE]
    style = palette.voice((now or direct or quoted)[0].voice)
    if now:
        return Segment("▌ " if palette.colours else "█ ", style + BOLD)
    return Segment("┃ " if direct else "┊ ", style)


def _pieces(line: Line, runs: Sequence[Run], palette: Palette) -> list[Segment]:
    """The text of the line in pieces of one look each."""
    text, plain = safe(line.text), palette.body(0, -1, line.kind)
    pieces: list[Segment] = []
    at = line.start
    for run in runs:
        start, end = max(run.start, line.start), min(run.end, line.end)
        if start > at:
            pieces.append(Segment(text[at - line.start : start - line.start], plain))
        style = palette.body(run.flags, run.voice, line.kind)
        pieces.append(Segment(text[start - line.start : end - line.start], style))
        at = end
    if at < line.end:
        pieces.append(Segment(text[at - line.start :], plain))
    return pieces


def _labelled(pieces: list[Segment], at: int, label: str, palette: Palette) -> list[Segment]:
    """The pieces with a label of jump mode laid over them from character ``at`` on.

    It stands before the words it is about, over a space or the gutter, so that they can be read.
    """
    result: list[Segment] = []
    seen = 0
    for piece in pieces:
        end = seen + len(piece.text)
        start, stop = max(at, seen), min(at + len(label), end)
        if start >= stop:
            result.append(piece)
        else:
            result.append(Segment(piece.text[: start - seen], piece.style))
            result.append(Segment(label[start - at : stop - at], palette.hint))
            result.append(Segment(piece.text[stop - seen :], piece.style))
        seen = end
    return result
