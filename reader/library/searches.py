"""Saved searches: queries kept under a name, as feeds of their own."""

from __future__ import annotations

from reader.library.database import Database
from reader.library.rows import SavedSearch
from reader.news import ReaderError


class SavedSearches:
    """Queries by name. Unread counts are the business of search."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """By name."""
        rows = self._database.read(
            "SELECT id, name, query FROM searches ORDER BY name COLLATE NOCASE"
        )
        return [SavedSearch(*row) for row in rows]

    def get(self, name: str) -> SavedSearch | None:
        """The one of this name."""
        row = self._database.one("SELECT id, name, query FROM searches WHERE name = ?", (name,))
        return SavedSearch(*row) if row else None

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a query; the same name again replaces it."""
        name = name.strip()
        if not name:
            raise ReaderError("A saved search needs a name.")
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO searches(name, query) VALUES (?, ?) "
                "ON CONFLICT(name) DO UPDATE SET query = excluded.query",
                (name, query),
            )
        found = self.get(name)
        if found is None:
            raise ReaderError(f"The saved search “{name}” was removed by another process.")
        return found

    def rename(self, search_id: int, name: str) -> None:
        """Give it another name. Raises ReaderError where the name is taken."""
        with self._database.write() as connection:
            taken = connection.execute(
                "SELECT 1 FROM searches WHERE name = ? AND id <> ?", (name.strip(), search_id)
            ).fetchone()
            if taken or not name.strip():
                raise ReaderError(f"There is a saved search “{name.strip()}” already.")
            connection.execute(
                "UPDATE searches SET name = ? WHERE id = ?", (name.strip(), search_id)
            )

    def remove(self, search_id: int) -> None:
        """Forget it."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM searches WHERE id = ?", (search_id,))
