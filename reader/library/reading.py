"""Reading state: unread, starred, read-later, tags; every change can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

from reader.library import changes
from reader.library.database import IN_LIST, Database, id_list
from reader.library.rows import Marks, Undo

State = Literal["unread", "read", "starred", "later", "saved"]

_WHERE: dict[str, str] = {
    "unread": "SELECT id FROM articles WHERE unread = 1",
    "read": "SELECT id FROM articles WHERE unread = 0",
    "starred": "SELECT id FROM articles WHERE starred = 1",
    "later": "SELECT id FROM articles WHERE later = 1",
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
        with self._database.write() as connection:
            chosen = list(dict.fromkeys(ids))
            before: dict[int, Marks] = {}
            if read is not None:
                grouped = _with_groups(connection, chosen)
                before |= _set(connection, grouped, "unread", not read)
            if starred is not None:
                before = _set(connection, chosen, "starred", starred) | before
            if later is not None:
                before = _set(connection, chosen, "later", later) | before
            added = _add_tags(connection, chosen, add_tags)
            removed = _remove_tags(connection, chosen, remove_tags)
            return Undo(tuple(before.items()), tuple(added), tuple(removed))

    def mark_all_read(self, ids: Iterable[int] | None = None) -> Undo:
        """Mark these read, or all there are."""
        if ids is not None:
            return self.change(ids, read=True)
        with self._database.write() as connection:
            unread = [row[0] for row in connection.execute(_WHERE["unread"])]
            before = _set(connection, unread, "unread", False)
            return Undo(tuple(before.items()))

    def undo(self, undo: Undo) -> None:
        """Put back what a change replaced; articles that are gone by now are passed over."""
        with self._database.write() as connection:
            alike: dict[Marks, list[int]] = {}
            for article, marks in undo.marks:
                alike.setdefault(marks, []).append(article)
            for marks, ids in alike.items():
                connection.execute(
                    f"UPDATE articles SET unread = ?, starred = ?, later = ? WHERE id {IN_LIST}",
                    (marks.unread, marks.starred, marks.later, id_list(ids)),
                )
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
        sql = "SELECT count(*) FROM articles WHERE unread = 1 AND lead = 1"
        return int(self._database.value(sql))

    def tags(self) -> list[tuple[str, int]]:
        """All tags of articles, and how many have each; by name."""
        rows = self._database.read(
            "SELECT tag, count(*) FROM article_tags GROUP BY tag ORDER BY tag COLLATE NOCASE"
        )
        return [(row[0], row[1]) for row in rows]


def _with_groups(connection: sqlite3.Connection, ids: list[int]) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM articles WHERE group_id IN (SELECT group_id FROM articles "
        f"WHERE id {IN_LIST} AND group_id IS NOT NULL)",
        (id_list(ids),),
    )
    return list(dict.fromkeys([*ids, *(row[0] for row in rows)]))


def _set(
    connection: sqlite3.Connection,
    ids: list[int],
    column: Literal["unread", "starred", "later"],
    value: bool,
) -> dict[int, Marks]:
    """Set a column where it differs; the marks as they were there."""
    rows = connection.execute(
        f"SELECT id, unread, starred, later FROM articles WHERE id {IN_LIST} AND {column} <> ?",
        (id_list(ids), int(value)),
    ).fetchall()
    connection.execute(
        f"UPDATE articles SET {column} = ? WHERE id {IN_LIST}",
        (int(value), id_list(row[0] for row in rows)),
    )
    return {row[0]: Marks(bool(row[1]), bool(row[2]), bool(row[3])) for row in rows}


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
