"""Sentences, paragraphs, quoted stretches and the headline of a text, asked by offset."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reader.language import lists
from reader.news import Span

_SENTENCE = re.compile(
    r"[.!?\n](?:(?<=\n)\n*"
    r"|(?<![A-Z].)(?<!\b[A-Z][a-z].)(?<!\bSen.)(?<!\bRep.)(?<!\bGov.)(?<!\bGen.)(?<!\bMrs.)"
    r"['\"”’)\]]*\s+(?=['\"“‘(\[]*[A-Z0-9]))"
)
"""All it matches begins with one of four signs: thus most letters are passed over at once."""
_PARAGRAPH = re.compile(r"\n+")
_NEXT = re.compile(r"\s*([,;:(–—-]|['’]s?\b|[^\W_]+)?")
_LAST = re.compile(r"([^\s]+)\s*$")


class Layout:
    """Sentences, paragraphs and quoted stretches of a text, asked by offset."""

    def __init__(self, text: str, quoted: Sequence[Span]) -> None:
        self.text = text
        self._sentences = [0] + [match.end() for match in _SENTENCE.finditer(text)]
        self._paragraphs = [0] + [match.end() for match in _PARAGRAPH.finditer(text)]
        self._headline = headline_end(text)
        self._quoted = merge_spans(quoted)
        self._quote_starts = [start for start, _ in self._quoted]

    def sentence(self, at: int) -> int:
        """The number of the sentence at an offset."""
        return bisect_right(self._sentences, at)

    def in_headline(self, at: int) -> bool:
        """Whether an offset lies in the headline that the text opens with."""
        return at < self._headline

    def sentence_start(self, at: int) -> int:
        """Where the sentence at an offset begins."""
        return self._sentences[bisect_right(self._sentences, at) - 1]

    def paragraph(self, at: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self._paragraphs, at)

    def paragraph_before(self, at: int) -> Span:
        """The paragraph before that of an offset; empty at the beginning of the text."""
        index = bisect_right(self._paragraphs, at) - 1
        if index <= 0:
            return (0, 0)
        return (self._paragraphs[index - 1], self._paragraphs[index])

    def quoted(self, at: int) -> bool:
        """Whether an offset lies within somebody's very words."""
        index = bisect_right(self._quote_starts, at) - 1
        return index >= 0 and self._quoted[index][1] > at

    def is_possessive(self, end: int) -> bool:
        """Whether a name that ends here is followed by a possessive sign."""
        after = self.text[end : end + 2]
        return after[:1] in ("'", "’") and (after[1:] in ("s", "S") or self.text[end - 1] in "sS")

    def is_subject(self, start: int, end: int) -> bool:
        """Whether the name or pronoun looks like the subject of its clause."""
        if self.is_possessive(end):
            return False
        begin = self.sentence_start(start)
        before = _LAST.search(self.text[max(begin, start - 30) : start])
        if before:
            word = before.group(1)
            low = word.lower().strip("\"“”‘’'([.")
            if low in lists.words("preposition"):
                return False
            plain = word[-1].isalnum() and not word[0].isupper()
            if (
                plain
                and low not in lists.words("clause-opener")
                and low not in lists.words("title")
            ):
                return low in ("said", "says", "added", "wrote", "the")
        after = _NEXT.match(self.text, end)
        word = (after.group(1) or "").lower() if after else ""
        return not (word in lists.words("preposition") or word == "")


def headline_end(text: str) -> int:
    """Where a headline in title case ends that the text opens with; 0 without one."""
    line = text[: text.find("\n")] if "\n" in text[:250] else ""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    return len(line) if len(words) >= 4 and capital >= 0.75 * len(words) else 0


def in_capitals(text: str, at: int) -> bool:
    """Whether the words around an offset are all capitals: a headline, a shout."""
    around = text[max(0, at - 25) : at] + text[at + 5 : at + 30]
    letters = [char for char in around.split("\n")[0] if char.isalpha()]
    return len(letters) > 8 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def merge_spans(spans: Sequence[Span]) -> list[Span]:
    """The same stretches without overlaps, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def within(spans: Sequence[Span], at: int) -> bool:
    """Whether an offset lies in one of a few spans."""
    return any(start <= at < end for start, end in spans)
