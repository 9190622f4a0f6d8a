"""Quote marks: which stretches of a text stand between them, in every style of print.

A stretch is bounded by its paragraph (a line of the text). A mark that is opened and not
closed holds to the end of its paragraph, as speech over several paragraphs is printed.
Inch and foot marks, apostrophes and elisions ('em, ’90s) open and close nothing.

The joint model reads the state of each word (see `State`) and leans on it heavily, so what
is decided here decides much of what is found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from reader.news import Span

Family = Literal["double", "single", "angle", "low", "primes"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text between quote marks."""

    start: int
    """First character inside the marks."""
    end: int
    """One past the last character inside the marks."""
    opener: Span
    closer: Span | None
    """None where the mark is never closed in its paragraph."""
    family: Family
    nested: tuple[Span, ...] = ()
    """Quoted stretches inside this one, marks excluded."""

    @property
    def outer(self) -> Span:
        """The stretch with its marks."""
        return self.opener[0], self.closer[1] if self.closer else self.end


_MARK = re.compile(r"''|``|[\"“”„‟＂«»‹›‘’‚‛'`]")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w")
_BEFORE_OPEN = frozenset(" \t\xa0\u2009\u202f([{—–-/|")
UNSEEN = frozenset("\0\ufeff\u200b\u200e\u200f\u2060")
"""Signs without a width, as stand at the beginning of files: what is before them counts."""
_PUNCT_AFTER = frozenset(".,;:!?)]}")
_ELISION = re.compile(
    r"['‘’](?:\d|(?:em|til|tis|twas|cause|cos|n|bout|round|neath|tween|im|er|ave)\b)", re.I
)
_CLIPPED = re.compile(r"(?:\b(?:o|an|ol|th|wi|fo|t)|\w\win)['’]$", re.I)
"""Words with their last letter left out: o', an', goin'."""
_FEET_INCHES = re.compile(r"\d['’′]\s?\d{0,2}$")
_DOUBLE = frozenset(['"', "“", "”", "‟", "＂", "''", "``"])
_SINGLE = frozenset("‘’‛'`")
_SINGLE_LIMIT = 1500
"""Farthest that a closing single mark is looked for, in characters."""

_FAR = 10_000
"""Farthest that the partner of any other mark is looked for, so that no line takes long."""


def stretches(text: str) -> list[Stretch]:
    """All quoted stretches of `text`, outermost ones, in order."""
    found: list[Stretch] = []
    for line in _LINE.finditer(text):
        found += _Paragraph(text, *line.span()).scan()
    return [s for s in found if _WORD.search(text, s.start, s.end)]


def inside(text: str) -> list[Span]:
    """The spans of all quoted stretches, marks excluded."""
    return [(s.start, s.end) for s in stretches(text)]


class _Paragraph:
    """One pass over the marks of one paragraph."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks = [m.span() for m in _MARK.finditer(text, start, end)]
        self.found: list[Stretch] = []
        self.opener: Span | None = None
        self.style = ""
        self.nested: list[Span] = []
        self.inner: Span | None = None
        self._closers_left = self._count("”")

    def _count(self, mark: str) -> int:
        return self.text.count(mark, self.start, self.end)

    def _around(self, span: Span) -> tuple[str, str]:
        first, last = span
        while first > self.start and self.text[first - 1] in UNSEEN:
            first -= 1
        while last < self.end and self.text[last] in UNSEEN:
            last += 1
        before = self.text[first - 1] if first > self.start else " "
        return before, self.text[last] if last < self.end else " "

    def _ahead(self, span: Span) -> int:
        """How far a partner of a mark is looked for."""
        return min(self.end, span[1] + _FAR)

    def _opens(self, span: Span) -> bool:
        before, after = self._around(span)
        free = before in _BEFORE_OPEN or before.isspace() or before in _SINGLE
        return free and not after.isspace()

    def scan(self) -> list[Stretch]:
        k = 0
        while k < len(self.marks):
            span = self.marks[k]
            mark = self.text[span[0] : span[1]]
            k += 1
            if mark in _DOUBLE:
                self._double(span, mark)
            elif mark in "«»‹›":
                self._angle(span, mark)
            elif mark == "„":
                self._low(span)
            elif self.opener is None:
                k = self._single(k - 1) or k
            if mark == "”":
                self._closers_left -= 1
        if self.opener is not None:
            self._close((self.end, self.end), None)
        return self.found

    def _open(self, span: Span, style: str) -> None:
        self.opener, self.style, self.nested, self.inner = span, style, [], None

    def _close(self, at: Span, closer: Span | None) -> None:
        assert self.opener is not None
        families: dict[str, Family] = {"“": "double", '"': "double", "''": "primes", "„": "low"}
        family = families.get(self.style, "angle")
        end = at[0]
        if closer is None and end < self.end:
            while end > self.opener[1] and self.text[end - 1].isspace():
                end -= 1
        stretch = Stretch(self.opener[1], end, self.opener, closer, family, tuple(self.nested))
        self.found.append(stretch)
        self.opener, self.style = None, ""

    def _double(self, span: Span, mark: str) -> None:
        before, after = self._around(span)
        style = "“" if mark in "“”‟" else "''" if mark in ("''", "``") else '"'
        if self.opener is None:
            if self._is_measure(span, mark):
                return
            closer_typed_as_opener = after.isspace() and not before.isspace()
            stray = mark == "”" and before.isspace() and after in _PUNCT_AFTER
            if (
                (mark in "“‟" and not closer_typed_as_opener)
                or mark in ("``",)
                or (self._opens(span) and not stray)
            ):
                self._open(span, style)
            return
        if self.style == "„":
            if mark in "“”‟" or mark == '"':
                self._close(span, span)
            return
        if self.style in "«»‹›":
            self._nest(span, opening=self._opens(span))
            return
        same = style == self.style
        if self.inner is not None:
            if not same or mark == "”":
                self._nest(span, opening=False)
                return
        elif self._nests(span, mark, style):
            self._nest(span, opening=True)
            return
        if not same and style == '"' and self.style == "“" and self._is_measure(span, mark):
            return
        if self._is_measure(span, mark) and self._more_closers(span, style):
            return
        reopened = self._opens(span) and mark != "”" and before.isspace()
        if reopened:
            self._close(span, None)
            self._open(span, style)
        else:
            self._close(span, span)

    def _nests(self, span: Span, mark: str, style: str) -> bool:
        """Does this mark open a quote within the open one?"""
        if self.style in ('"', "''") and mark == "“":
            return self._closers_left > 0
        if self.style == "“" and style in ('"', "''"):
            close = self.text.find("”", span[1], self._ahead(span))
            again = self.text.find("“", span[1], self._ahead(span))
            return close > 0 and (again < 0 or close < again)
        return False

    def _nest(self, span: Span, opening: bool) -> None:
        if opening and self.inner is None:
            self.inner = span
        elif self.inner is not None:
            self.nested.append((self.inner[1], span[0]))
            self.inner = None

    def _is_measure(self, span: Span, mark: str) -> bool:
        """Feet and inches: 6'2", a 12" record."""
        if mark not in ('"', "''", "”") or not self.text[span[0] - 1 : span[0]].isdigit():
            return False
        head = self.text[max(self.start, span[0] - 6) : span[0]]
        if _FEET_INCHES.search(head):
            return True
        return self.opener is None

    def _more_closers(self, span: Span, style: str) -> bool:
        mark = "”" if style == "“" else style
        after = self.text.find(mark, span[1], self._ahead(span))
        return after >= 0 and not self._opens((after, after + len(mark)))

    def _angle(self, span: Span, mark: str) -> None:
        before, after = self._around(span)
        pair = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
        if self.opener is None:
            pointing_out = mark in "«‹"
            reversed_pair = mark in "»›" and self._opens(span)
            if reversed_pair or (pointing_out and not (after.isspace() and before.isalnum())):
                ahead = self.text.find(pair[mark], span[1], self._ahead(span))
                if ahead >= 0 or before.isspace() or span[0] == self.start:
                    self._open(span, mark)
            return
        if self.style in "«»‹›" and mark == pair[self.style]:
            self._close(span, span)
        else:
            self._nest(span, opening=mark in "«‹")

    def _low(self, span: Span) -> None:
        if self.opener is None:
            self._open(span, "„")
        else:
            self._nest(span, opening=True)

    def _single(self, k: int) -> int | None:
        """A single mark outside all others: an outer quote, if it is a well-formed pair.

        Returns the number of marks dealt with, or None.
        """
        span = self.marks[k]
        mark = self.text[span[0] : span[1]]
        before, after = self._around(span)
        low = mark in "‚"
        opens = after.isalnum() or after in '[$#@£€…“"' or _ELISION.match(self.text, span[1])
        if not (before.isspace() or before in "([—–-:/") or not opens:
            return None
        if not low and _ELISION.match(self.text, span[0]):
            return None
        if mark == "’" and before in "-":
            return None
        close = self._single_closer(k, low)
        if close is None:
            if mark == "‘" and span[0] == self.start and after.isupper():
                # a speech that goes on in the next paragraph
                self.found.append(Stretch(span[1], self.end, span, None, "single"))
                return len(self.marks)
            return None
        j, closing = close
        inner = [s for s in self.marks[k + 1 : j] if self.text[s[0] : s[1]] in _DOUBLE]
        nested = tuple((a[1], b[0]) for a, b in zip(inner[::2], inner[1::2], strict=False))
        self.found.append(Stretch(span[1], closing[0], span, closing, "single", nested))
        return j + 1

    def _single_closer(self, k: int, low: bool) -> tuple[int, Span] | None:
        text, opener = self.text, self.marks[k]
        fallback: tuple[int, Span] | None = None
        doubles = 0
        for j in range(k + 1, len(self.marks)):
            span = self.marks[j]
            if span[0] - opener[1] > _SINGLE_LIMIT:
                break
            mark = text[span[0] : span[1]]
            before, after = self._around(span)
            if mark in _DOUBLE or mark in "«»„‹›":
                doubles += 1
                if not _balanced(text, span, max(self.start, span[0] - _FAR), self._ahead(span)):
                    break
                continue
            if before.isspace() or span[0] == opener[1]:
                if after.isalnum() and not _ELISION.match(text, span[0]) and mark != "’":
                    break
                continue
            if after.isalnum() or (mark == "‘" and not low) or mark == "‚":
                continue
            if doubles % 2:
                continue
            if before in '.,!?;:…—–-)”"' or text[span[1] : span[1] + 1] in (
                "",
                ".",
                ",",
                ";",
                ":",
                "?",
                "!",
                ")",
            ):
                return j, span
            if before not in "sS" and not _CLIPPED.search(
                text, max(opener[1], span[0] - 8), span[1]
            ):
                return j, span
            fallback = fallback or (j, span)
        return fallback


def _balanced(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a double mark has its pair within the paragraph, so that it may be nested."""
    mark = text[span[0] : span[1]]
    pair = {"“": "”", "«": "»", "„": "“", "‹": "›"}.get(mark, mark)
    ahead = text.find(pair, span[1], end) >= 0
    return mark in "”»›" or ahead or text.rfind(pair, start, span[0]) >= 0
