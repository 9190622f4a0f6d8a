"""Which files on disk were taken in, so that an interrupted import goes on where it was."""

from __future__ import annotations

import os
from pathlib import Path

from reader.library.database import Database


class ImportedFiles:
    """Files by path; a file that has changed since counts as not taken in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def article(self, path: Path, part: str = "") -> int | None:
        """The article made from this file as it is now, if it is still in the library."""
        stamp = _stamp(path)
        row = self._database.one(
            "SELECT article_id, stamp FROM files WHERE key = ?", (_key(path, part),)
        )
        return row[0] if row is not None and row[1] == stamp else None

    def remember(self, path: Path, article_id: int, part: str = "") -> None:
        """The file has been taken in as this article."""
        stamp = _stamp(path)
        if stamp is None:
            return
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO files(key, stamp, article_id) VALUES (?, ?, ?)",
                (_key(path, part), stamp, article_id),
            )


def _key(path: Path, part: str) -> bytes:
    name = os.fsencode(os.path.abspath(path)) + b"\0" + part.encode(errors="replace")
    from hashlib import blake2b

    return blake2b(name, digest_size=16).digest()


def _stamp(path: Path) -> str | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size}:{status.st_mtime_ns}"
