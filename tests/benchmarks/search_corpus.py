"""A corpus of invented news, and the same news in SQLite FTS5, for measuring search.

Words follow Zipf's law over a vocabulary of invented words with English endings; some stand
together often, as in real text; people are named and quoted. The same seed gives the same
corpus on every machine.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from reader.library.store import Library
from reader.news import Annotation, Article, Block, Entity, Quote, Span

WORDS = 440
VOCABULARY = 60_000
PEOPLE = 3_000
COLLOCATIONS = 4_000
YEARS = 10
LAST = datetime(2026, 6, 30)
BATCH = 500
TOKENIZER = "porter unicode61 remove_diacritics 2"


@dataclass(frozen=True)
class Piece:
    """One article with what would be found in it."""

    article: Article
    annotation: Annotation


class Corpus:
    """Draws words, phrases, people and whole articles."""

    def __init__(self, seed: int = 5) -> None:
        self.rng = np.random.default_rng(seed)
        self.words = self._words()
        ranks = np.arange(len(self.words))
        weights = 1 / (ranks + 2.7) ** 1.05
        self.cumulated = np.cumsum(weights / weights.sum())
        self.phrases = [self.draw(int(n)) for n in self.rng.integers(2, 4, COLLOCATIONS)]
        given = self._names(300)
        family = self._names(PEOPLE)
        self.people = [f"{given[int(n) % 300]} {name}" for n, name in enumerate(family)]
        self.sites = [f"{name} Post" for name in self._names(40)]

    def _words(self) -> list[str]:
        onsets = ["b", "br", "c", "cl", "d", "f", "g", "h", "l", "m", "n", "p", "pr", "r", "s"]
        onsets += ["st", "t", "tr", "v", "w"]
        nuclei = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
        codas = ["", "", "", "n", "r", "l", "s", "t", "ck", "nd"]
        endings = ["", "", "", "", "s", "ed", "ing", "ly", "er", "tion"]
        found: dict[str, None] = {}
        while len(found) < VOCABULARY:
            syllables = int(self.rng.choice([1, 2, 2, 2, 3]))
            parts = [
                onsets[int(self.rng.integers(len(onsets)))]
                + nuclei[int(self.rng.integers(len(nuclei)))]
                + codas[int(self.rng.integers(len(codas)))]
                for _ in range(syllables)
            ]
            found["".join(parts) + endings[int(self.rng.integers(len(endings)))]] = None
        return list(found)

    def _names(self, count: int) -> list[str]:
        picked = self.rng.choice(len(self.words), count, replace=False)
        return [self.words[int(n)].capitalize() + "o" for n in picked]

    def draw(self, count: int) -> list[str]:
        """So many words, common ones more often."""
        places = np.searchsorted(self.cumulated, self.rng.random(count))
        return [self.words[int(place)] for place in places]

    def pieces(self, count: int) -> Iterator[Piece]:
        """Articles in the order in which they were published."""
        step = timedelta(days=365 * YEARS) / count
        for number in range(count):
            yield self._piece(LAST - step * (count - number))

    def _piece(self, published: datetime) -> Piece:
        words = self.draw(WORDS)
        for at in self.rng.integers(0, WORDS - 4, 12):
            phrase = self.phrases[int(COLLOCATIONS * self.rng.random() ** 3)]
            words[int(at) : int(at) + len(phrase)] = phrase
        chosen = (PEOPLE * self.rng.random(3) ** 3).astype(int)
        people = list(dict.fromkeys(self.people[int(n)] for n in chosen))
        text, blocks, quotes, mentions = _told(words, people)
        entities = tuple(
            Entity(name, "person", tuple(mentions[name]), (name.split()[1],)) for name in people
        )
        title = " ".join(self.draw(7)).capitalize()
        site = self.sites[int(len(self.sites) * self.rng.random() ** 2)]
        article = Article(
            title, text, tuple(blocks), None, site, published.isoformat() + "+00:00", None, "en"
        )
        return Piece(article, Annotation(tuple(quotes), entities, "benchmark"))


def _told(
    words: list[str], people: list[str]
) -> tuple[str, list[Block], list[Quote], dict[str, list[Span]]]:
    """Sentences in paragraphs; every third paragraph is somebody's words."""
    parts: list[str] = []
    blocks: list[Block] = []
    quotes: list[Quote] = []
    mentions: dict[str, list[Span]] = {name: [] for name in people}
    length = 0
    for number, start in enumerate(range(0, len(words), 40)):
        begin = length
        stretch = words[start : start + 40]
        if number % 3 == 1:
            name = people[number // 3 % len(people)]
            said = " ".join(stretch)
            paragraph = f"“{said.capitalize()},” {name} said."
            quotes.append(
                Quote(
                    "direct",
                    ((begin + 1, begin + 2 + len(said)),),
                    None,
                    (begin + len(said) + 4, begin + len(said) + 4 + len(name)),
                    name,
                    people.index(name),
                )
            )
            at = begin + len(said) + 4
            mentions[name].append((at, at + len(name)))
        else:
            sentences = [" ".join(stretch[n : n + 20]) for n in range(0, len(stretch), 20)]
            paragraph = " ".join(f"{sentence.capitalize()}." for sentence in sentences)
        parts.append(paragraph)
        blocks.append(Block("paragraph", begin, begin + len(paragraph)))
        length += len(paragraph) + 1
    return "\n".join(parts), blocks, quotes, mentions


def store(library: Library, corpus: Corpus, count: int) -> int:
    """Put so many articles with their annotations into a library; the bytes of their texts.

    Straight into the tables: looking for duplicates and counting entities one article at a
    time would take most of the time of a measurement that is about neither.
    """
    size = 0
    with library.database.write() as connection:
        numbers = _store_people(connection, corpus.people)
    batch: list[tuple[int, Piece]] = []
    for number, piece in enumerate(corpus.pieces(count), 1):
        batch.append((number, piece))
        size += len(piece.article.text.encode()) + len(piece.article.title.encode())
        if len(batch) == BATCH or number == count:
            with library.database.write() as connection:
                for one, stored in batch:
                    _store_article(connection, one, stored.article, len(stored.annotation.quotes))
                    _store_annotation(connection, one, stored.annotation, numbers)
            batch = []
    with library.database.write() as connection:
        for column, counted in (("articles", "article_entities"), ("quotes", "quotes")):
            connection.execute(
                f"UPDATE entities SET {column} = "
                f"(SELECT count(*) FROM {counted} c WHERE c.entity_id = entities.id)"
            )
    return size


def _store_people(connection: sqlite3.Connection, people: list[str]) -> dict[str, int]:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(people), 1)}
    for name, number in numbers.items():
        connection.execute(
            "INSERT INTO entities(id, name, kind) VALUES (?, ?, 'person')", (number, name)
        )
        for alias in (name, name.split()[1]):
            connection.execute(
                "INSERT INTO aliases(entity_id, alias) VALUES (?, ?)", (number, alias)
            )
        for word in set(name.lower().split()):
            connection.execute("INSERT INTO entity_words VALUES (?, ?)", (word, number))
    return numbers


def _store_article(
    connection: sqlite3.Connection, number: int, article: Article, quotes: int
) -> None:
    published = article.published or ""
    connection.execute(
        "INSERT INTO articles(id, title, site, published, language, added, sort_at, words, first, "
        "quotes, engine) VALUES (?, ?, ?, ?, 'en', ?, ?, ?, ?, ?, 'benchmark')",
        (
            number,
            article.title,
            article.site,
            published,
            published,
            seconds(published),
            WORDS,
            article.text[:80],
            quotes,
        ),
    )
    blocks = [[block.kind, block.start, block.end, block.level] for block in article.blocks]
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, ?, ?)",
        (number, article.text, json.dumps(blocks), number.to_bytes(8, "big")),
    )


def _store_annotation(
    connection: sqlite3.Connection, number: int, annotation: Annotation, numbers: dict[str, int]
) -> None:
    connection.executemany(
        "INSERT INTO article_entities VALUES (?, ?, ?, ?, 'person', '[]', NULL, ?, ?)",
        [
            (number, place, numbers[e.name], e.name, json.dumps(e.mentions), len(e.mentions))
            for place, e in enumerate(annotation.entities)
        ],
    )
    connection.executemany(
        "INSERT INTO quotes(article_id, ordinal, kind, content, speaker_start, speaker_end, name, "
        "entity, entity_id) VALUES (?, ?, 'direct', ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                place,
                json.dumps(quote.content),
                *(quote.speaker or (None, None)),
                quote.name,
                quote.entity,
                numbers[quote.name or ""],
            )
            for place, quote in enumerate(annotation.quotes)
        ],
    )


def build_fts(path: Path, library: Library) -> None:
    """The articles and quotes of a library in FTS5, optimised, as one would set it up."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE a(id INTEGER PRIMARY KEY, published INT, title, body)")
    connection.execute("CREATE TABLE q(id INTEGER PRIMARY KEY, published INT, words, speaker)")
    for name, columns, table in (("f", "title, body", "a"), ("fq", "words, speaker", "q")):
        connection.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{table}', "
            f"content_rowid='id', tokenize='{TOKENIZER}')"
        )
    ids = library.articles.all_ids()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows, texts = library.articles.rows(some), library.articles.texts(some)
        values = [(n, seconds(rows[n].published), rows[n].title, texts[n]) for n in some]
        connection.executemany("INSERT INTO a VALUES (?, ?, ?, ?)", values)
        quotes = [
            (quote.id, seconds(quote.published), quote.text, quote.name)
            for number in some
            for quote in library.annotations.quotes(number)
        ]
        connection.executemany("INSERT INTO q VALUES (?, ?, ?, ?)", quotes)
    for name in ("f", "fq"):
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")
    connection.commit()
    connection.close()


def seconds(published: str | None) -> int:
    """An ISO date as seconds since 1970."""
    return int(datetime.fromisoformat(published).timestamp()) if published else 0
