"""What is indexed: the fields of the two indexes, of articles and of quotes.

A text field has two lists of terms in Whoosh: its stems (``body``), for words, and its exact
terms with their positions (``body_exact``), for phrases, prefixes and verification. The texts
themselves are not stored here: SQLite has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from whoosh import columns, fields
from whoosh.analysis import StemFilter, Token, Tokenizer

from reader.search.codec import PackedFormat
from reader.search.terms import located, stem

VERSION = 4
"""Of everything that is written here; an index of another version is made anew."""
READABLE = frozenset({3, VERSION})
"""Versions whose files are as they are now: they answer until the new index is whole."""

EXACT = "_exact"
NO_DAY = 0
"""The day of an article without a date."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one index."""

    name: str
    texts: dict[str, float]
    """Each text field with its weight."""
    exact: tuple[str, ...]
    """The text fields that phrases and prefixes are looked for in."""
    keywords: tuple[str, ...]
    """Terms that are there or not; they filter and do not score."""
    numbers: dict[str, str]
    """Columns of numbers: Whoosh's type code."""
    references: tuple[str, ...] = ()
    """Columns of several numbers for each document, for facets."""
    strings: tuple[str, ...] = ()
    """Columns of one out of a few strings."""

    def lists(self, name: str) -> tuple[str, ...]:
        """Whoosh's fields of a text field."""
        return (name, name + EXACT) if name in self.exact else (name,)

    def schema(self) -> fields.Schema:
        """As Whoosh has it."""
        schema = fields.Schema()
        for name, boost in self.texts.items():
            schema.add(name, _Terms(NewsTokenizer() | StemFilter(stemfn=stem), boost, False))
            if name in self.exact:
                schema.add(name + EXACT, _Terms(NewsTokenizer(), boost, True))
        for name in self.keywords:
            schema.add(name, _Terms(NewsTokenizer(), 1.0, False, scorable=False))
        for name, code in self.numbers.items():
            schema.add(name, fields.COLUMN(columns.NumericColumn(code)))
        return schema


ARTICLES = Layout(
    name="articles",
    texts={"title": 4.0, "body": 1.0},
    exact=("title", "body"),
    keywords=("source", "author", "lang", "entity"),
    numbers={"id": "i", "story": "i", "day": "i", "moment": "q"},
    references=("entities", "speakers"),
    strings=("site",),
)
QUOTES = Layout(
    name="quotes",
    texts={"words": 1.0, "context": 1.0},
    exact=("words",),
    keywords=("speaker", "speaker_id", "kind", "entity"),
    numbers={"id": "i", "article": "i", "day": "i", "moment": "q"},
    references=("speakers",),
)
LAYOUTS = (ARTICLES, QUOTES)

NUMPY_TYPES = {"i": ">i4", "q": ">i8"}


@dataclass(slots=True)
class Document:
    """What is indexed of one article or quote."""

    numbers: dict[str, int]
    texts: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, set[str]] = field(default_factory=dict)
    references: dict[str, list[int]] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)


class _Terms(fields.FieldType):  # type: ignore[misc]
    def __init__(self, analyzer: Any, boost: float, positions: bool, scorable: bool = True) -> None:
        self.analyzer = analyzer
        self.format = PackedFormat(boost, positions)
        self.scorable = scorable
        self.stored = self.unique = self.vector = False
        self.indexed = True
        self.column_type = None


class NewsTokenizer(Tokenizer):  # type: ignore[misc]
    """Cuts a text into its exact terms, as `reader.search.terms` has them."""

    def __call__(self, value: str, positions: bool = False, **options: Any) -> Iterator[Token]:
        token = Token(positions, options.get("chars", False), **options)
        for number, (term, start, end) in enumerate(located(value)):
            token.text = token.original = term
            token.boost = 1.0
            token.stopped = False
            token.pos, token.startchar, token.endchar = number, start, end
            yield token
