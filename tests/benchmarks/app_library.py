"""Libraries for the benchmark of the app: made-up words, real sizes."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.language.engine import ENGINE
from reader.library.store import Library
from reader.news import Annotation, Article, Quote
from reader.search.indexer import index_pending

SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu",
    "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu",
)  # fmt: skip
NEWEST = "The long report that opens first"
SAID = "We will not leave the harbour before the winter is over"


def build(folder: Path, number: int, *, annotated: bool = True, seed: int = 7) -> None:
    """A library of so many articles of 90 words, and what ``complete`` adds.

    Without ``annotated`` all of them wait for the background to find their quotes.
    """
    chance = random.Random(seed)
    words, weights = _words(chance)
    day = datetime(2025, 6, 1, tzinfo=UTC)
    library = Library.open(folder)
    for start in range(0, number - 1, 1_000):
        with library.transaction():
            for count in range(start, min(number - 1, start + 1_000)):
                text = " ".join(chance.choices(words, weights, k=90))
                if not annotated:
                    text += f"\n“{SAID},” the harbour master, Anna Weiss, said on Monday."
                article = Article(
                    f"Report {count} {text[:40]}", text, (),
                    site="Board News", language="en", url=f"https://board.example/{count}",
                    published=(day - timedelta(minutes=17 * count)).isoformat(),
                )  # fmt: skip
                added = library.articles.add(article)
                if annotated:
                    library.annotations.put(added.id, 1, Annotation((), (), ENGINE), [])
    library.close()
    complete(folder, annotated=annotated)


def complete(folder: Path, *, annotated: bool = True, seed: int = 8) -> None:
    """Adds the article that opens first, of 3,000 words and 40 quotes; indexes what is new.

    What another engine annotated counts as annotated by the present one: the background shall
    rest.
    """
    chance = random.Random(seed)
    library = Library.open(folder)
    first = library.articles.ids(limit=1)
    if not first or library.articles.rows(first)[first[0]].title != NEWEST:
        text, quotes = _long_text(chance, *_words(chance))
        newest = Article(NEWEST, text, (), "A. Writer", "Board News", "2099-06-02", None, "en")
        added = library.articles.add(newest)
        library.annotations.put(added.id, 1, Annotation(tuple(quotes), (), ENGINE), [])
    index_pending(library)
    library.close()
    if not annotated:
        return
    with sqlite3.connect(folder / "library.db") as connection:
        connection.execute("UPDATE articles SET engine = ? WHERE engine IS NOT ?", (ENGINE, ENGINE))
        connection.execute("DELETE FROM annotation_queue")


def _words(chance: random.Random) -> tuple[list[str], list[float]]:
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    return words, [1 / (rank + 3) for rank in range(len(words))]


def _long_text(
    chance: random.Random, words: list[str], weights: list[float]
) -> tuple[str, list[Quote]]:
    parts: list[str] = []
    quotes: list[Quote] = []
    at = 0
    for number in range(40):
        said = " ".join(chance.choices(words, weights, k=30))
        rest = " ".join(chance.choices(words, weights, k=43))
        part = f"“{said},” said Speaker {number % 7}. {rest}."
        cue = at + part.index("said")
        quotes.append(
            Quote("direct", ((at + 1, at + 1 + len(said)),), (cue, cue + 4), None,
                  f"Speaker {number % 7}")
        )  # fmt: skip
        parts.append(part)
        at += len(part) + 1
    return "\n".join(parts), quotes
