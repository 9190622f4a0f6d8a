"""Two entities made one, one made two, and a merger taken back; parts of other transactions."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from reader.library import changes
from reader.library.entity_tables import create, recount
from reader.library.keys import fold, straight
from reader.news import ReaderError


class Merged(NamedTuple):
    """What a merger moved, so that it can be taken back."""

    keep: int
    other: int
    name: str
    kind: str
    mentions: tuple[tuple[int, int], ...]
    """Article and ordinal of what was the other entity's."""
    quotes: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]
    splits: tuple[tuple[int, str, int], ...]
    """What had been split from either, or as either, before."""


def merge(connection: sqlite3.Connection, keep: int, other: int) -> Merged:
    """All that was the other's is the kept one's, now and in every article to come."""
    must_exist(connection, keep, other)
    merged = _as_it_is(connection, keep, other)
    moved = _articles_of(connection, keep) | _articles_of(connection, other)
    for table in ("article_entities", "quotes", "entity_keys"):
        connection.execute(f"UPDATE {table} SET entity_id = ? WHERE entity_id = ?", (keep, other))
    connection.execute(
        "DELETE FROM entity_splits WHERE entity_id = ? AND target = ?", (keep, other)
    )
    connection.execute("UPDATE entity_splits SET target = ? WHERE target = ?", (keep, other))
    connection.execute(
        "INSERT OR IGNORE INTO entity_splits(entity_id, folded, target) "
        "SELECT ?1, folded, target FROM entity_splits WHERE entity_id = ?2 AND target <> ?1",
        (keep, other),
    )
    connection.execute("DELETE FROM entities WHERE id = ?", (other,))
    recount(connection, keep)
    changes.record(connection, moved)
    return merged


def _as_it_is(connection: sqlite3.Connection, keep: int, other: int) -> Merged:
    name, kind = connection.execute(
        "SELECT name, kind FROM entities WHERE id = ?", (other,)
    ).fetchone()
    mentions, quotes = (
        connection.execute(
            f"SELECT article_id, ordinal FROM {table} WHERE entity_id = ?", (other,)
        ).fetchall()
        for table in ("article_entities", "quotes")
    )
    keys = connection.execute("SELECT key FROM entity_keys WHERE entity_id = ?", (other,))
    return Merged(
        keep,
        other,
        name,
        kind,
        tuple(mentions),
        tuple(quotes),
        tuple(key for (key,) in keys),
        tuple(_splits(connection, keep, other)),
    )


def _splits(connection: sqlite3.Connection, *ids: int) -> list[tuple[int, str, int]]:
    found: dict[tuple[int, str], int] = {}
    for entity in ids:
        for source, folded, target in connection.execute(
            "SELECT entity_id, folded, target FROM entity_splits "
            "WHERE entity_id = ?1 OR target = ?1",
            (entity,),
        ):
            found[source, folded] = target
    return [(source, folded, target) for (source, folded), target in found.items()]


def part(connection: sqlite3.Connection, merged: Merged) -> None:
    """Take a merger back: the other entity is there again, under its number, with what it had.

    An article that was annotated anew meanwhile is told apart at its next annotation.
    """
    keep, other = merged.keep, merged.other
    must_exist(connection, keep)
    moved = _articles_of(connection, keep)
    connection.execute(
        "INSERT OR IGNORE INTO entities(id, name, kind) VALUES (?, ?, ?)",
        (other, merged.name, merged.kind),
    )
    for table, rows in (("article_entities", merged.mentions), ("quotes", merged.quotes)):
        connection.executemany(
            f"UPDATE {table} SET entity_id = ? "
            "WHERE entity_id = ? AND article_id = ? AND ordinal = ?",
            [(other, keep, *row) for row in rows],
        )
    connection.executemany(
        "UPDATE entity_keys SET entity_id = ? WHERE key = ?", [(other, key) for key in merged.keys]
    )
    connection.executemany(
        "DELETE FROM entity_splits WHERE entity_id = ? AND folded = ?",
        [(source, folded) for source, folded, _ in _splits(connection, keep, other)],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO entity_splits(entity_id, folded, target) "
        "SELECT ?1, ?2, id FROM entities WHERE id = ?3 "
        "AND EXISTS (SELECT 1 FROM entities WHERE id = ?1)",
        merged.splits,
    )
    recount(connection, keep)
    recount(connection, other)
    changes.record(connection, moved)


def split(connection: sqlite3.Connection, entity_id: int, alias: str) -> int:
    """Where an article's name for it is this one, it is somebody else: the new entity."""
    wanted = straight(fold(alias))
    must_exist(connection, entity_id)
    rows = connection.execute(
        "SELECT article_id, ordinal, name, kind FROM article_entities WHERE entity_id = ?",
        (entity_id,),
    ).fetchall()
    chosen = [row for row in rows if straight(fold(row[2])) == wanted]
    if not chosen:
        raise ReaderError(f"No article names this entity “{alias}”; nothing was split.")
    if len(chosen) == len(rows):
        raise ReaderError(f"“{alias}” is its only name; there is nothing to split off.")
    new = create(connection, chosen[0][2], chosen[0][3])
    for table, ordinal in (("article_entities", "ordinal"), ("quotes", "entity")):
        connection.executemany(
            f"UPDATE {table} SET entity_id = ? WHERE article_id = ? AND {ordinal} = ?",
            [(new, row[0], row[1]) for row in chosen],
        )
    connection.executemany(
        "INSERT OR REPLACE INTO entity_splits(entity_id, folded, target) VALUES (?, ?, ?)",
        [(entity_id, folded, new) for folded in {fold(alias), *(fold(row[2]) for row in chosen)}],
    )
    recount(connection, entity_id)
    recount(connection, new)
    changes.record(connection, {row[0] for row in rows})
    return new


def must_exist(connection: sqlite3.Connection, *ids: int) -> None:
    """Raises ReaderError where there is no such entity."""
    for entity_id in ids:
        if not connection.execute("SELECT 1 FROM entities WHERE id = ?", (entity_id,)).fetchone():
            raise ReaderError(f"There is no entity {entity_id}.")


def _articles_of(connection: sqlite3.Connection, entity_id: int) -> set[int]:
    rows = connection.execute(
        "SELECT article_id FROM article_entities WHERE entity_id = ?1 "
        "UNION SELECT article_id FROM quotes WHERE entity_id = ?1",
        (entity_id,),
    )
    return {row[0] for row in rows}
