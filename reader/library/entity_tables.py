"""The tables of entities, kept in step with the articles; parts of other transactions.

An entity is found by its identity key; a name that a person split off goes to its own
entity ever after. Counts and aliases are sums over articles, added and taken away with
each annotation, so that no list has to count.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from reader.library.database import IN_LIST, id_list
from reader.library.keys import fold, words


def entity_for(connection: sqlite3.Connection, key: str, name: str, kind: str) -> int:
    """The entity that a key means, made where there is none yet."""
    row = connection.execute("SELECT entity_id FROM entity_keys WHERE key = ?", (key,)).fetchone()
    if row is None:
        entity_id = create(connection, name, kind)
        connection.execute(
            "INSERT INTO entity_keys(key, entity_id) VALUES (?, ?)", (key, entity_id)
        )
        return entity_id
    split = connection.execute(
        "SELECT target FROM entity_splits WHERE entity_id = ? AND folded = ?", (row[0], fold(name))
    ).fetchone()
    return int(split[0] if split else row[0])


def own_key(article_id: int, name: str) -> str:
    """The key of an entity that is known in one article only."""
    return f"article:{article_id}:{fold(name)}"


def tidy(connection: sqlite3.Connection) -> int:
    """Drop the entities that no article has any more; how many.

    What a person merged or split is kept: it holds for articles to come.
    """
    gone = connection.execute(
        "SELECT id FROM entities e WHERE articles = 0 AND NOT EXISTS "
        "(SELECT 1 FROM entity_splits s WHERE s.entity_id = e.id OR s.target = e.id) AND "
        "(SELECT count(*) FROM entity_keys k WHERE k.entity_id = e.id) < 2"
    ).fetchall()
    connection.executemany("DELETE FROM entities WHERE id = ?", gone)
    return len(gone)


def create(connection: sqlite3.Connection, name: str, kind: str) -> int:
    """A new entity without articles."""
    made = connection.execute("INSERT INTO entities(name, kind) VALUES (?, ?)", (name, kind))
    if made.lastrowid is None:
        raise RuntimeError("SQLite gave no row number")
    return made.lastrowid


def tally(connection: sqlite3.Connection, ids: Iterable[int], sign: int) -> None:
    """Add (1) or take away (-1) what these articles contribute to their entities."""
    chosen = id_list(ids)
    counts = connection.execute(
        "SELECT entity_id, count(DISTINCT article_id), sum(mentions) FROM article_entities "
        f"WHERE article_id {IN_LIST} GROUP BY entity_id",
        (chosen,),
    ).fetchall()
    if not counts:
        return
    connection.executemany(
        "UPDATE entities SET articles = articles + ?, mentions = mentions + ? WHERE id = ?",
        [(sign * articles, sign * mentions, entity) for entity, articles, mentions in counts],
    )
    quotes = connection.execute(
        f"SELECT entity_id, count(*) FROM quotes WHERE article_id {IN_LIST} "
        "AND entity_id IS NOT NULL GROUP BY entity_id",
        (chosen,),
    ).fetchall()
    connection.executemany(
        "UPDATE entities SET quotes = quotes + ? WHERE id = ?",
        [(sign * count, entity) for entity, count in quotes],
    )
    _tally_aliases(connection, chosen, sign)
    _name_anew(connection, [row[0] for row in counts])


def _tally_aliases(connection: sqlite3.Connection, chosen: str, sign: int) -> None:
    names: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for entity, name, aliases in connection.execute(
        f"SELECT entity_id, name, aliases FROM article_entities WHERE article_id {IN_LIST}",
        (chosen,),
    ):
        names[entity, name][0] += 1
        for alias in {name, *json.loads(aliases)}:
            names[entity, alias][1] += 1
    connection.executemany(
        "INSERT INTO aliases(entity_id, alias, named, seen) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT(entity_id, alias) DO UPDATE SET named = named + ?3, seen = seen + ?4",
        [(entity, alias, sign * n, sign * s) for (entity, alias), (n, s) in names.items()],
    )
    if sign > 0:
        connection.executemany(
            "INSERT OR IGNORE INTO entity_words(word, entity_id) VALUES (?, ?)",
            [(word, entity) for entity, alias in names for word in set(words(alias))],
        )
    else:
        for entity in {entity for entity, _ in names}:
            _drop_aliases(connection, entity)


def _drop_aliases(connection: sqlite3.Connection, entity_id: int) -> None:
    """Take away the names that no article uses any more, and the words that only they had."""
    gone = connection.execute(
        "DELETE FROM aliases WHERE entity_id = ? AND seen <= 0", (entity_id,)
    ).rowcount
    if not gone:
        return
    rows = connection.execute("SELECT alias FROM aliases WHERE entity_id = ?", (entity_id,))
    left = {word for (alias,) in rows for word in words(alias)}
    had = connection.execute("SELECT word FROM entity_words WHERE entity_id = ?", (entity_id,))
    connection.executemany(
        "DELETE FROM entity_words WHERE word = ? AND entity_id = ?",
        [(word, entity_id) for (word,) in had.fetchall() if word not in left],
    )


def _name_anew(connection: sqlite3.Connection, ids: list[int]) -> None:
    """The name that most articles use, the longest of equals."""
    connection.executemany(
        "UPDATE entities SET name = coalesce((SELECT alias FROM aliases WHERE entity_id = ?1 "
        "AND named > 0 ORDER BY named DESC, length(alias) DESC, alias LIMIT 1), name) "
        "WHERE id = ?1",
        [(entity,) for entity in ids],
    )


def recount(connection: sqlite3.Connection, entity_id: int) -> None:
    """Count and name an entity afresh, after its articles were moved."""
    connection.execute("DELETE FROM aliases WHERE entity_id = ?", (entity_id,))
    connection.execute("DELETE FROM entity_words WHERE entity_id = ?", (entity_id,))
    named: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, aliases in connection.execute(
        "SELECT name, aliases FROM article_entities WHERE entity_id = ?", (entity_id,)
    ):
        named[name][0] += 1
        for alias in {name, *json.loads(aliases)}:
            named[alias][1] += 1
    connection.executemany(
        "INSERT INTO aliases(entity_id, alias, named, seen) VALUES (?, ?, ?, ?)",
        [(entity_id, alias, *counts) for alias, counts in named.items()],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO entity_words(word, entity_id) VALUES (?, ?)",
        [(word, entity_id) for alias in named for word in set(words(alias))],
    )
    connection.execute(
        "UPDATE entities SET (articles, mentions) = (SELECT count(DISTINCT article_id), "
        "coalesce(sum(mentions), 0) FROM article_entities WHERE entity_id = ?1), "
        "quotes = (SELECT count(*) FROM quotes WHERE entity_id = ?1) WHERE id = ?1",
        (entity_id,),
    )
    _name_anew(connection, [entity_id])
