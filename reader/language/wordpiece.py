"""Words into word pieces and features: what the joint model reads.

The vocabulary is that of the encoder, lower case and without accents, one piece a line,
its number being its line; a piece that continues a word begins with ``##``.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

UNKNOWN = "[UNK]"
START = "[CLS]"
BREAK = "[SEP]"
MOST_PIECES = 12
"""Pieces kept of one word; longer ones are addresses and noise."""
_MEMORY = 40_000
"""Words whose pieces are remembered by one tokenizer."""


class WordPieces:
    """Splits words by the longest piece that fits, left to right."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self.numbers[UNKNOWN]
        self.start = self.numbers[START]
        self.stop = self.numbers[BREAK]
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> WordPieces:
        """Read a vocabulary file."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def __call__(self, word: str) -> tuple[int, ...]:
        """The piece numbers of a word; never empty."""
        pieces = self._known.get(word)
        if pieces is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            pieces = self._known[word] = self._split(word)
        return pieces

    def _split(self, word: str) -> tuple[int, ...]:
        out: list[int] = []
        for part in _parts(plain(word)):
            out += self._longest(part)
            if len(out) >= MOST_PIECES:
                break
        return tuple(out[:MOST_PIECES]) or (self.unknown,)

    def _longest(self, part: str) -> list[int]:
        out: list[int] = []
        first = 0
        while first < len(part):
            last = min(len(part), first + 24)
            prefix = "##" if first else ""
            while last > first:
                number = self.numbers.get(prefix + part[first:last])
                if number is not None:
                    break
                last -= 1
            if last == first:
                return [self.unknown]
            out.append(self.numbers[prefix + part[first:last]])
            first = last
        return out


def plain(word: str) -> str:
    """Lower case, without accents."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _parts(word: str) -> list[str]:
    """Runs of letters and digits, and each other character by itself."""
    if word.isalnum():
        return [word]
    parts: list[str] = []
    run = ""
    for char in word:
        if char.isalnum():
            run += char
            continue
        if run:
            parts.append(run)
            run = ""
        parts.append(char)
    if run:
        parts.append(run)
    return parts
