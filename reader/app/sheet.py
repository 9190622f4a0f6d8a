"""An article as set and drawn: which line shows what, and how it looks with what lies over it.

It knows no widget. Lines are drawn when they are first asked for and kept; when something else
lies over the text, only the lines that it changes are drawn again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from reader.app.linepaint import GUTTER, Hint, draw_line
from reader.app.marks import Layer, Run, runs
from reader.app.palette import Palette
from reader.app.strips import blank, line_strip
from reader.app.typeset import Line, Setting, set_article
from reader.library.rows import StoredArticle
from reader.news import Span


class Sheet:
    """The lines of one article for one width."""

    def __init__(self, stored: StoredArticle, measure: int, width: int) -> None:
        self.width = width
        self._made_of = (stored, measure)
        measure = max(8, min(measure, width - GUTTER - 2))
        self.setting: Setting = set_article(stored.article, stored.row, measure)
        self.margin = max(1, (width - measure - GUTTER) // 2)
        """Columns left of the gutter: the text stands in the middle of a wide pane."""
        self._runs: list[Run] = []
        self._starts: list[int] = []
        self._strips: dict[int, Strip] = {}

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self.setting.lines)

    def is_of(self, stored: StoredArticle, measure: int, width: int) -> bool:
        """Is it this article, set for this room?"""
        return self._made_of[0] is stored and (self._made_of[1], self.width) == (measure, width)

    def cover(self, layers: Iterable[Layer]) -> None:
        """Lays something else over the text."""
        before, self._runs = self._runs, runs(layers)
        self._starts = [run.start for run in self._runs]
        for run in set(before) ^ set(self._runs):
            first = self.setting.line_at(run.start)
            for number in range(first, self.setting.line_at(run.end - 1) + 1):
                self._strips.pop(number, None)

    def forget(self) -> None:
        """Draws every line anew, as after a change of theme."""
        self._strips.clear()

    def strip(self, number: int, palette: Palette, hints: Iterable[Hint] = ()) -> Strip:
        """One line, drawn; empty beyond the ends."""
        if not 0 <= number < self.height:
            return blank(self.width, palette.base)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._draw(self.setting.lines[number], palette, hints)
        return strip

    def _draw(self, line: Line, palette: Palette, hints: Iterable[Hint]) -> Strip:
        drawn = draw_line(line, self._runs_of(line), hints, palette)
        margin = Segment(" " * self.margin, palette.base)
        return line_strip([margin, *drawn], self.width, palette.base)

    def _runs_of(self, line: Line) -> Sequence[Run]:
        if line.start < 0:
            return ()
        first = max(0, bisect_right(self._starts, line.start) - 1)
        found = []
        for run in self._runs[first:]:
            if run.start >= line.end:
                break
            if run.end > line.start:
                found.append(run)
        return found

    def span(self, top: int, bottom: int) -> Span | None:
        """The stretch of the text between two lines; None where there is no text."""
        seen = [line for line in self.setting.lines[max(0, top) : bottom] if line.start >= 0]
        return (seen[0].start, seen[-1].end) if seen else None

    def offset_at(self, number: int, column: int) -> int | None:
        """The offset of the character at a column of the pane."""
        return self.setting.offset_at(number, column - self.margin - GUTTER)
