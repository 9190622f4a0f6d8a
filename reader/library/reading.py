"""Reading state: unread, starred, read-later, tags; every change can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

from reader.library import changes
from reader.library.database import IN_LIST, Database, id_list
from reader.library.rows import Mark, Undo

State = Literal["unread", "read", "starred", "later", "saved"]

_WHERE: dict[State, str] = {
    "unread": "SELECT article_id AS id FROM unread",
    "read": "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM unread)",
    "starred": "SELECT article_id AS id FROM starred",
    "later": "SELECT article_id AS id FROM later",
    "saved": "SELECT DISTINCT article_id AS id FROM notebook WHERE article_id IS NOT NULL",
}


class Reading:
    """What a person did with the articles. To read one of a group is to read them all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change(
        self,
        ids: Iterable[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        later: bool | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
    ) -> Undo:
        """Set what is not None; what changed comes back, for `undo`."""
        chosen = list(dict.fromkeys(ids))
        wanted: list[tuple[Mark, bool | None]] = [
            ("unread", None if read is None else not read),
            ("starred", starred),
            ("later", later),
        ]
        put: list[tuple[Mark, frozenset[int]]] = []
        taken: list[tuple[Mark, frozenset[int]]] = []
        with self._database.write() as connection:
            for mark, value in wanted:
                if value is None:
                    continue
                concerned = _with_groups(connection, chosen) if mark == "unread" else chosen
                if value:
                    put.append((mark, _put(connection, mark, concerned)))
                else:
                    taken.append((mark, _take(connection, mark, concerned)))
            added = _add_tags(connection, chosen, add_tags)
            removed = _remove_tags(connection, chosen, remove_tags)
        return Undo(tuple(put), tuple(taken), tuple(added), tuple(removed))

    def mark_all_read(self, ids: Iterable[int] | None = None) -> Undo:
        """Mark these read, or all there are."""
        if ids is not None:
            return self.change(ids, read=True)
        with self._database.write() as connection:
            unread = frozenset(self._database.ids(_WHERE["unread"]))
            connection.execute("DELETE FROM unread")
        return Undo(taken=(("unread", unread),))

    def undo(self, undo: Undo) -> None:
        """Take back what a change did; articles that are gone by now are passed over."""
        with self._database.write() as connection:
            for mark, articles in undo.put:
                _take(connection, mark, articles)
            for mark, articles in undo.taken:
                _put(connection, mark, articles)
            connection.executemany(
                "INSERT OR IGNORE INTO article_tags(article_id, tag) "
                "SELECT id, ?2 FROM articles WHERE id = ?1",
                undo.removed_tags,
            )
            connection.executemany(
                "DELETE FROM article_tags WHERE article_id = ? AND tag = ?", undo.added_tags
            )
            retagged = {article for article, _ in (*undo.added_tags, *undo.removed_tags)}
            _record_present(connection, retagged)

    def ids_where(self, state: State) -> set[int]:
        """All articles in this state; a set that is shared, not to be altered."""
        return self._database.cached_ids(_WHERE[state])

    def ids_tagged(self, tag: str) -> set[int]:
        """All articles with this tag."""
        sql = "SELECT article_id FROM article_tags WHERE tag = ?"
        return {row[0] for row in self._database.read(sql, (tag,))}

    def unread_count(self) -> int:
        """How many rows of the list are unread; a group counts once."""
        sql = (
            "SELECT (SELECT count(*) FROM unread) - (SELECT count(*) FROM articles a "
            "JOIN unread u ON u.article_id = a.id WHERE a.lead = 0)"
        )
        return int(self._database.value(sql))

    def tags(self) -> list[tuple[str, int]]:
        """All tags of articles, and how many have each; by name."""
        rows = self._database.read(
            "SELECT tag, count(*) FROM article_tags GROUP BY tag ORDER BY tag COLLATE NOCASE"
        )
        return [(row[0], row[1]) for row in rows]


def _with_groups(connection: sqlite3.Connection, ids: list[int]) -> list[int]:
    groups = (
        "SELECT group_id FROM articles INDEXED BY articles_group "
        f"WHERE group_id IS NOT NULL AND id {IN_LIST}"
    )
    rows = connection.execute(
        f"SELECT id FROM articles WHERE group_id IN ({groups})", (id_list(ids),)
    )
    return list(dict.fromkeys([*ids, *(row[0] for row in rows)]))


def _put(connection: sqlite3.Connection, mark: Mark, ids: Iterable[int]) -> frozenset[int]:
    """Give the articles among these that are there a mark; those that had none."""
    without = _ids(
        connection,
        "SELECT value FROM json_each(?) WHERE value IN (SELECT id FROM articles) "
        f"AND value NOT IN (SELECT article_id FROM {mark})",
        ids,
    )
    connection.execute(
        f"INSERT INTO {mark}(article_id) SELECT value FROM json_each(?)",
        (id_list(sorted(without)),),
    )
    return without


def _take(connection: sqlite3.Connection, mark: Mark, ids: Iterable[int]) -> frozenset[int]:
    """Take a mark from these articles; those that had it."""
    had = _ids(
        connection,
        f"SELECT value FROM json_each(?) WHERE value IN (SELECT article_id FROM {mark})",
        ids,
    )
    connection.execute(f"DELETE FROM {mark} WHERE article_id {IN_LIST}", (id_list(sorted(had)),))
    return had


def _ids(connection: sqlite3.Connection, sql: str, ids: Iterable[int]) -> frozenset[int]:
    return frozenset(row[0] for row in connection.execute(sql, (id_list(ids),)))


def _add_tags(
    connection: sqlite3.Connection, ids: list[int], tags: Sequence[str]
) -> list[tuple[int, str]]:
    done: list[tuple[int, str]] = []
    for tag in filter(None, (" ".join(tag.split()) for tag in tags)):
        for article in ids:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO article_tags(article_id, tag) "
                "SELECT id, ? FROM articles WHERE id = ?",
                (tag, article),
            )
            if cursor.rowcount:
                done.append((article, tag))
    _record_present(connection, {article for article, _ in done})
    return done


def _remove_tags(
    connection: sqlite3.Connection, ids: list[int], tags: Sequence[str]
) -> list[tuple[int, str]]:
    done: list[tuple[int, str]] = []
    for tag in (" ".join(tag.split()) for tag in tags):
        for article in ids:
            cursor = connection.execute(
                "DELETE FROM article_tags WHERE article_id = ? AND tag = ?", (article, tag)
            )
            if cursor.rowcount:
                done.append((article, tag))
    _record_present(connection, {article for article, _ in done})
    return done


def _record_present(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    rows = connection.execute(f"SELECT id FROM articles WHERE id {IN_LIST}", (id_list(ids),))
    changes.record(connection, [row[0] for row in rows.fetchall()])
