"""Titles for texts that come without one."""

from __future__ import annotations

import re

from reader.cleaning.gate import clean_line

_LENGTH = 80
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)”\"’]{2}[.!?])[”\"’»]? +(?=[“\"‘«A-Z])")


def first_words(text: str, limit: int = _LENGTH) -> str:
    """The beginning of the text's first sentence, cut at a word, with "…" where it is cut."""
    line = clean_line(text.split("\n", 1)[0], 1000)
    sentence = _SENTENCE_END.split(line, maxsplit=1)[0]
    if len(sentence) <= limit:
        return sentence if sentence.endswith("..") else sentence.removesuffix(".") or sentence
    cut = sentence[: limit - 1]
    if not sentence[limit - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:-–—") + "…"
