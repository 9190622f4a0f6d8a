"""The change table: what the index must take up, written with what it describes.

Because an entry is written in the transaction of the change itself, index and library
cannot drift apart: whatever moment the process dies at, the entry is there or the change
is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Literal

from reader.library.database import IN_LIST, Database, id_list
from reader.library.rows import Change


def record(
    connection: sqlite3.Connection, ids: Iterable[int], what: Literal["put", "delete"] = "put"
) -> None:
    """Note that these articles changed; part of the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO changes(article_id, what) VALUES (?, ?)",
        [(article, what) for article in ids],
    )


class Changes:
    """The queue of the index. An article stands in it once, at its last change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, after: int = 0, limit: int = 1000) -> list[Change]:
        """The entries beyond a sequence number, in order."""
        rows = self._database.read(
            "SELECT seq, article_id, what FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
            (after, limit),
        )
        return [Change(*row) for row in rows]

    def newest(self, limit: int = 1000) -> list[Change]:
        """The entries of the newest articles first; for indexing them before the rest."""
        rows = self._database.read(
            "SELECT c.seq, c.article_id, c.what FROM changes c LEFT JOIN articles a "
            "ON a.id = c.article_id ORDER BY a.sort_at IS NOT NULL, a.sort_at DESC LIMIT ?",
            (limit,),
        )
        return [Change(*row) for row in rows]

    def done(self, upto: int) -> None:
        """The index has all entries up to this one, committed."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM changes WHERE seq <= ?", (upto,))

    def done_entries(self, entries: Iterable[Change]) -> None:
        """The index has just these entries, committed; a later change of them stays."""
        with self._database.write() as connection:
            connection.execute(
                f"DELETE FROM changes WHERE seq {IN_LIST}",
                (id_list(entry.seq for entry in entries),),
            )

    def latest(self) -> int:
        """The highest sequence number ever given."""
        value = self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")
        return int(value or 0)

    def remaining(self) -> int:
        """How many articles the index still has to take up."""
        return int(self._database.value("SELECT count(*) FROM changes"))
