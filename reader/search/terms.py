"""What a word is: how texts and queries are cut into the terms of the index.

An exact term is a word without case and accents, possessive endings and apostrophes
("Kyiv’s" is ``kyiv``, "U.S." is ``us``). A stem is an exact term without its English ending.
Light: query parsing and matching use it without the index, and without importing Whoosh.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER = f"[^\\W{IDEOGRAPHS}]"
WORD = re.compile(
    # Scripts without spaces: each sign is a term, a word of them is a phrase.
    f"[{IDEOGRAPHS}]"
    # Initials: U.S., e.g., J.K.
    r"|[^\W\d_](?:\.[^\W\d_])+(?!\w)"
    f"|{LETTER}+(?:['’]{LETTER}+)*"
)
MAX_LENGTH = 48
"""Characters of a term; longer ones (addresses, keys) are cut."""

# Letters that Unicode does not take apart into a base and an accent.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
STOP_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has"),
        *("have", "he", "her", "his", "if", "in", "into", "is", "it", "its", "not", "of", "on"),
        *("or", "our", "she", "so", "such", "that", "the", "their", "them", "then", "there"),
        *("these", "they", "this", "to", "was", "we", "were", "which", "will", "with", "you"),
    }
)
"""Words that a query may contain without asking for them."""


def fold(token: str) -> str:
    """The exact term of one token of `WORD`."""
    term = token.casefold()
    if not term.isascii():
        decomposed = unicodedata.normalize("NFKD", term.translate(LETTERS))
        term = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        term = term.replace("’", "'")
    if "'" in term:
        term = term.removesuffix("'s").replace("'", "")
    if not term.isalnum():
        term = "".join(c for c in term if c.isalnum() or c == "_")
    return (term or token.casefold())[:MAX_LENGTH]


class _Folded(dict[str, str]):
    """Token to exact term; the tokens of news repeat, so nearly every look-up is a hit."""

    LIMIT = 100_000

    def __missing__(self, token: str) -> str:
        if len(self) >= self.LIMIT:
            self.clear()
        self[token] = term = fold(token)
        return term


class _Stems(dict[str, str]):
    """Exact term to stem."""

    LIMIT = 100_000

    def __missing__(self, term: str) -> str:
        if len(self) >= self.LIMIT:
            self.clear()
        # The stemmer knows lower-case ASCII words only.
        plain = len(term) > 2 and term.isascii() and term.isalpha()
        self[term] = result = _porter()(term) if plain else term
        return result


@cache
def _porter() -> Callable[[str], str]:
    # Imported late: a program that starts reads no query yet.
    from whoosh.lang.porter import stem as porter_stem

    found: Callable[[str], str] = porter_stem
    return found


FOLDED = _Folded()
STEMS = _Stems()


def stem(term: str) -> str:
    """The stem of an exact term."""
    return STEMS[term]


def terms(text: str) -> list[str]:
    """The exact terms of a text, in order."""
    if text.isascii() and text.isalnum():  # one plain word
        return [text.lower()[:MAX_LENGTH]]
    return list(map(FOLDED.__getitem__, WORD.findall(text)))


def telling(found: Sequence[str]) -> Sequence[str]:
    """Terms without the words that say nothing ("the president"), if any are left; or all."""
    return [term for term in found if term not in STOP_WORDS] or found


def located(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Each exact term of a text with the span of its token."""
    folded = FOLDED
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        yield folded[match.group()], match.start(), match.end()
