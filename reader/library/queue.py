"""The durable queue of articles that wait for their quotes and entities."""

from __future__ import annotations

import sqlite3
import threading

from reader.library.database import Database
from reader.library.records import dump

_ENGINE = "annotation.engine"


def enqueue(connection: sqlite3.Connection, article_id: int, sort_at: int) -> None:
    """Queue an article; part of the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO annotation_queue(article_id, sort_at, urgent) VALUES (?, ?, "
        "coalesce((SELECT urgent FROM annotation_queue WHERE article_id = ?), 0))",
        (article_id, sort_at, article_id),
    )


class AnnotationQueue:
    """Articles to annotate: the one being read first, then the newest.

    What is claimed is remembered in this object only, so that an entry whose worker died
    is there again on the next start; one process at a time annotates a library.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claimed: set[int] = set()
        self._lock = threading.Lock()

    def claim(self, limit: int) -> list[tuple[int, str, int]]:
        """Up to ``limit`` articles that nobody has claimed: id, text, version of the text."""
        with self._lock:
            rows = self._database.read(
                "SELECT q.article_id, t.text, a.version FROM (SELECT article_id, urgent, sort_at "
                "FROM annotation_queue WHERE reason IS NULL "
                "ORDER BY urgent DESC, sort_at DESC LIMIT ?) q "
                "JOIN texts t ON t.article_id = q.article_id JOIN articles a ON a.id = q.article_id"
                " ORDER BY q.urgent DESC, q.sort_at DESC",
                (limit + len(self._claimed),),
            )
            free = [(row[0], row[1], row[2]) for row in rows if row[0] not in self._claimed]
            self._claimed.update(article for article, _, _ in free[:limit])
            return free[:limit]

    def text(self, article_id: int) -> tuple[str, int] | None:
        """Text and version of an article that waits, claimed or not; None where none does."""
        row = self._database.one(
            "SELECT t.text, a.version FROM annotation_queue q JOIN texts t USING (article_id) "
            "JOIN articles a ON a.id = q.article_id WHERE q.article_id = ? AND reason IS NULL",
            (article_id,),
        )
        return None if row is None else (row[0], row[1])

    def release(self, article_id: int) -> None:
        """Give a claimed article back, undone."""
        with self._lock:
            self._claimed.discard(article_id)

    def urgent(self, article_id: int) -> None:
        """Someone is reading it: before all others, if it waits at all."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE annotation_queue SET urgent = "
                "(SELECT max(urgent) + 1 FROM annotation_queue) WHERE article_id = ?",
                (article_id,),
            )

    def waits(self, article_id: int) -> bool:
        """Whether the article is in the queue and has not failed."""
        sql = "SELECT 1 FROM annotation_queue WHERE article_id = ? AND reason IS NULL"
        return self._database.one(sql, (article_id,)) is not None

    def fail(self, article_id: int, reason: str, engine: str = "") -> None:
        """The text could not be annotated; it is tried again with another engine."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE annotation_queue SET reason = ?, engine = ?, urgent = 0 "
                "WHERE article_id = ?",
                (reason, engine, article_id),
            )
        self.release(article_id)

    def failed(self) -> list[tuple[int, str]]:
        """The articles that could not be annotated, and why."""
        rows = self._database.read(
            "SELECT article_id, reason FROM annotation_queue WHERE reason IS NOT NULL"
        )
        return [(row[0], row[1]) for row in rows]

    def remaining(self) -> int:
        """How many articles wait."""
        return int(
            self._database.value("SELECT count(*) FROM annotation_queue WHERE reason IS NULL")
        )

    def requeue_outdated(self, engine: str) -> int:
        """Queue what another engine annotated or failed on; how many articles."""
        if self._database.value("SELECT value FROM state WHERE key = ?", (_ENGINE,)) == dump(
            engine
        ):
            return 0
        with self._database.write() as connection:
            again = connection.execute(
                "UPDATE annotation_queue SET reason = NULL, engine = NULL "
                "WHERE reason IS NOT NULL AND engine IS NOT ?",
                (engine,),
            ).rowcount
            added = connection.execute(
                "INSERT OR IGNORE INTO annotation_queue(article_id, sort_at) "
                "SELECT id, sort_at FROM articles WHERE quotes IS NOT NULL AND engine IS NOT ?",
                (engine,),
            ).rowcount
            connection.execute(
                "INSERT OR REPLACE INTO state(key, value) VALUES (?, ?)",
                (_ENGINE, dump(engine)),
            )
        return again + added
