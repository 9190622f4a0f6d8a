"""Small things to remember: pane sizes, history, the last open article."""

from __future__ import annotations

import json
from typing import Any

from reader.library.database import Database
from reader.library.records import dump


class KeyValue:
    """Values that JSON can hold, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or the default where there is none or it cannot be read."""
        column = self._database.value("SELECT value FROM state WHERE key = ?", (key,))
        if column is None:
            return default
        try:
            return json.loads(column)
        except ValueError:
            return default

    def set(self, key: str, value: Any) -> None:
        """Remember a value; None forgets it."""
        with self._database.write() as connection:
            if value is None:
                connection.execute("DELETE FROM state WHERE key = ?", (key,))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO state(key, value) VALUES (?, ?)", (key, dump(value))
                )
