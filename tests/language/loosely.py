"""Attributions of small texts by their words, as the model would give them."""

from __future__ import annotations

from collections.abc import Sequence

from reader.language.joint import Prepared, prepare
from reader.language.layout import Loose
from reader.language.wordpiece import WordPieces
from reader.news import Span

PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])


def prepared(text: str) -> Prepared:
    return prepare(text, PIECES)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def loose(text: str, content: str, cue: str, speaker: str) -> Loose:
    return Loose((at(text, content),), at(text, cue), at(text, speaker))


def told(found: Sequence[Loose], text: str) -> list[tuple[str, list[str]]]:
    """Cue and contents of each."""
    return [
        (text[slice(*x.cue)] if x.cue else "", [text[slice(*s)].strip(" ,") for s in x.content])
        for x in found
    ]
