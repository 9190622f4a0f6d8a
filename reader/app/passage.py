"""A selected passage of an article and how it grows. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.app.typeset import Setting, column_of
from reader.news import Quote, Span

# Compiled when the first passage is marked; `re` keeps them.
_WORD = r"\w+(?:[-'’.]\w+)*"
_SENTENCE_END = r"[.!?][\"'”’»)\]]*(?=\s|$)"
_PARAGRAPH_END = r"\n+|$"


class Passage(NamedTuple):
    """From the character where it began to the one under the caret, both included."""

    text: str
    anchor: int
    caret: int

    @classmethod
    def at(cls, text: str, offset: int) -> Passage:
        """A selection of one character."""
        offset = max(0, min(len(text) - 1, offset))
        return cls(text, offset, offset)

    @property
    def span(self) -> Span:
        """The selected stretch, without the spaces at its ends."""
        start, end = sorted((self.anchor, self.caret))
        end = min(len(self.text), end + 1)
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def moved(self, unit: str, count: int, setting: Setting, quotes: Sequence[Quote]) -> Passage:
        """The selection with its caret moved by ``count`` units."""
        if unit == "swap":
            return self._replace(anchor=self.caret, caret=self.anchor)
        if unit == "char":
            target = self.caret + count
        elif unit == "line":
            target = self._line(count, setting)
        elif unit == "edge":
            target = self._edge(count, setting)
        elif unit == "all":
            target = len(self.text) if count > 0 else 0
        else:
            target = self._step(unit, count, quotes)
        return self._replace(caret=max(0, min(len(self.text) - 1, target)))

    def _line(self, count: int, setting: Setting) -> int:
        number = setting.line_at(self.caret)
        column = column_of(setting.lines[number], self.caret)
        texts = list(setting.numbers)
        place = texts.index(number) + count
        place = max(0, min(len(texts) - 1, place))
        offset = setting.offset_at(texts[place], column)
        line = setting.lines[texts[place]]
        return min(line.end - 1, offset) if offset is not None else self.caret

    def _edge(self, count: int, setting: Setting) -> int:
        line = setting.lines[setting.line_at(self.caret)]
        return line.end - 1 if count > 0 else line.start

    def _step(self, unit: str, count: int, quotes: Sequence[Quote]) -> int:
        """To the next or previous end of a word, sentence, paragraph or quote."""
        starts, ends = self._stops(unit, quotes)
        if count > 0:
            ahead = [end - 1 for end in ends if end - 1 > self.caret]
            return ahead[min(count, len(ahead)) - 1] if ahead else len(self.text)
        behind = [start for start in starts if start < self.caret]
        return behind[max(count, -len(behind))] if behind else 0

    def _stops(self, unit: str, quotes: Sequence[Quote]) -> tuple[list[int], list[int]]:
        if unit == "word":
            found = list(re.finditer(_WORD, self.text))
            return [match.start() for match in found], [match.end() for match in found]
        if unit == "quote":
            spans = sorted(span for quote in quotes for span in quote.content)
            return [start for start, _ in spans], sorted(end for _, end in spans)
        pattern = re.compile(_SENTENCE_END if unit == "sentence" else _PARAGRAPH_END)
        ends = [
            match.end() if unit == "sentence" else match.start()
            for match in pattern.finditer(self.text)
        ]
        edges = sorted({0, *ends, len(self.text)})
        starts = [self._after_space(edge) for edge, following in pairwise(edges) if following]
        return starts, [edge for edge in edges if edge]

    def _after_space(self, offset: int) -> int:
        while offset < len(self.text) - 1 and self.text[offset].isspace():
            offset += 1
        return offset
