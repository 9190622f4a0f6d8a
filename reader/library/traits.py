"""What the library works out of an article's words, to know it again and to list it.

Pure, over the article alone: whoever stores many can have it done in other processes.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

from reader.library.duplicates import bands, runs
from reader.library.keys import count_words, first_sentence, text_digest
from reader.news import Article


class Traits(NamedTuple):
    """Of one text; small, and can be sent between processes."""

    digest: bytes
    """Equal for texts of the same words."""
    words: int
    first: str
    """Its first sentence."""
    runs: array[int]
    """See `duplicates.runs`; empty for a summary, which is grouped with nothing."""
    bands: tuple[int, ...]
    """See `duplicates.bands`."""


def traits_of(article: Article) -> Traits:
    """The traits of an article.

    Raises UnicodeError for a text with broken characters.
    """
    found = set() if article.summary else runs(article.text)
    return Traits(
        digest=text_digest(article.text),
        words=count_words(article.text),
        first=first_sentence(article),
        runs=array("I", found),
        bands=tuple(bands(found)),
    )
