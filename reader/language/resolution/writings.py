"""Articles, statements and letters that speak: whose they are, and passages cited out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.news import Span

_PIECES = (
    "article|story|report|piece|editorial|column|essay|review|account|analysis|obituary|item"
    "|dispatch|headline|profile|investigation|paper|study|survey|statement|letter|memo|memorandum"
    "|document|filing|lawsuit|complaint|petition|post|blog|book|release|email|e-mail|text|tweet"
)
_PIECE = re.compile(rf"(?:[Tt]he|[Tt]h(?:is|at)|[Ii]ts|[Aa]n?) (?:[a-z-]+ )?(?:{_PIECES})")
_PRINTED = re.compile(
    r"\b(?:article|story|report|piece|editorial|column|essay|review|analysis|obituary|dispatch"
    r"|headline|investigation|survey|statement|study)$",
    re.I,
)
_OF = re.compile(r"\b(?:of|in|on|at|by|to|from|for|with|about|his|her|their|my|our|its)\b", re.I)
_MARKS = frozenset("\"“„«‘'")
_BREAK = 8
"""Characters within which the next paragraph begins."""


def is_writing(words: str) -> bool:
    """Whether the words for a speaker are no more than those for something written."""
    return _PIECE.fullmatch(words) is not None


def printed_by(words: str) -> bool:
    """Whether a body named right before the last word speaks by it ("a Times article")."""
    return _PRINTED.search(words) is not None and not _OF.search(words)


def cited(text: str, spans: Sequence[Span]) -> list[Span]:
    """Those spans that are passages cited from another text, in which other people speak.

    Their marks are opened and never closed, and the next paragraph opens with another mark:
    that is not speech that goes on, and who is named in such a passage is named by its writer.
    """
    out: list[Span] = []
    open_: list[Span] = []
    mark = ""
    for start, end in sorted(spans):
        opener = text[start - 1 : start] if start else ""
        opener = opener if opener in _MARKS else ""
        runs_on = bool(opener) and text[end : end + 1] == "\n"
        line = start == 1 or text[start - 2 : start - 1] == "\n"
        if not (runs_on and line):
            open_ = []
            continue
        if opener != mark:
            open_ = []
        mark = opener
        open_.append((start, end))
        following = text[end : end + _BREAK].strip()[:1]
        if following and following in _MARKS and following != mark:
            out += open_
            open_ = []
    return out
