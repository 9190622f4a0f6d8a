"""Connections to ``library.db``: one a thread, transactions, and errors in plain words."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.library.schema import NUMBER, STEPS, TABLES
from reader.news import ReaderError

BUSY_SECONDS = 60.0
"""How long a write waits for another process's."""

Row = tuple[Any, ...]


class LibraryDamaged(ReaderError):
    """The file of the library cannot be read as a library."""


class _Session:
    """A connection that is closed with its thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.depth = 0
        self.sets: dict[str, tuple[tuple[int, int], set[int]]] = {}

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """The file, seen from any thread.

    Reads see the last commit; `write` opens a transaction that is on the disk when it
    ends without an exception, and undone when it ends with one.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = path
        self._local = threading.local()
        self._closed = False
        with self._translated():
            if path.parent.is_file():
                raise ReaderError(
                    f"{path.parent} is a file; a library is a folder. Choose one with --library."
                )
            if not path.exists():
                if not create:
                    raise ReaderError(
                        f"There is no library in {path.parent} yet; “reader add” makes one."
                    )
                # What somebody reads is their own business.
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            migrate(self)

    def close(self) -> None:
        """Close this thread's connection, and every other thread's when next it asks or ends.

        A connection is never closed while its thread is at work in it: SQLite does not survive
        that. What such a thread is writing is written.
        """
        self._closed = True
        session: _Session | None = getattr(self._local, "session", None)
        if session is not None:
            del self._local.session
            session.connection.close()

    def log_ahead(self) -> None:
        """Have SQLite write to a log first, so that readers never wait for a writer.

        SQLite does not wait here for another process that makes the same library just now.
        """
        until = time.monotonic() + BUSY_SECONDS
        with self._translated():
            while True:
                try:
                    self._session().connection.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._session().connection.execute(sql, parameters).fetchall()
        except (sqlite3.DatabaseError, OSError):
            with self._translated():
                raise

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self._translated():
            row: Row | None = self._session().connection.execute(sql, parameters).fetchone()
            return row

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, parameters)
        return None if row is None else row[0]

    def ids(self, sql: str, parameters: Sequence[Any] = ()) -> list[int]:
        """The first column, named ``id``, of all rows: twice as quick as rows for many."""
        found: list[int] = json.loads(
            self.value(f"SELECT json_group_array(id) FROM ({sql})", parameters)
        )
        return found

    def cached_ids(self, sql: str) -> set[int]:
        """A set of ids, kept until anything in the library changes; not to be altered."""
        session = self._session()
        with self._translated():
            (version,) = session.connection.execute("PRAGMA data_version").fetchone()
        state = (version, session.connection.total_changes)
        known = session.sets.get(sql)
        if known is None or known[0] != state:
            known = session.sets[sql] = (state, set(self.ids(sql)))
        return known[1]

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query one by one, for what is too much to hold."""
        with self._translated():
            yield from self._session().connection.execute(sql, parameters)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction; within another one of this thread, a part of it."""
        with self._translated():
            session = self._session()
            connection, level = session.connection, session.depth
            connection.execute(f"SAVEPOINT level{level}" if level else "BEGIN IMMEDIATE")
            session.depth += 1
            try:
                yield connection
            except BaseException:
                session.depth -= 1
                if connection.in_transaction:
                    connection.execute(f"ROLLBACK TO level{level}" if level else "ROLLBACK")
                raise
            session.depth -= 1
            try:
                connection.execute(f"RELEASE level{level}" if level else "COMMIT")
            except sqlite3.Error:
                if not level and connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the library, whatever is written meanwhile."""
        connection = self._session().connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    def _session(self) -> _Session:
        session: _Session | None = getattr(self._local, "session", None)
        if self._closed and not (session and session.connection.in_transaction):
            self._local.session = None  # closes it
            raise ReaderError("The library has been closed.")
        if session is None:
            session = _Session(_connect(self.path))
            self._local.session = session
        return session

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise _in_plain_words(error, self.path) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReaderError(
                f"The library in {self.path.parent} cannot be used: {reason}."
            ) from error


def id_list(ids: Iterable[int]) -> str:
    """A parameter for ``IN (SELECT value FROM json_each(?))``, of any length."""
    return json.dumps(list(ids))


IN_LIST = "IN (SELECT value FROM json_each(?))"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged is on the disk
    connection.execute("PRAGMA journal_size_limit = 67108864")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -4096")  # KiB, of each thread; the system caches too
    return connection


def migrate(database: Database) -> None:
    """Make the tables, or bring those of an earlier version up to date.

    Raises ReaderError where they were made by a newer program.
    """
    number = database.value("PRAGMA user_version")
    if number > NUMBER:
        raise ReaderError(
            f"The library in {database.path.parent} was made by a newer version of reader; "
            "update reader to open it."
        )
    if number == NUMBER:
        return
    database.log_ahead()
    with database.write() as connection:
        # Asked again inside the transaction: another process may have been quicker.
        number = connection.execute("PRAGMA user_version").fetchone()[0]
        if number == 0 and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise LibraryDamaged(
                f"{database.path} is a database of another program, not a library; "
                "choose another folder with --library."
            )
        for script in STEPS[number - 1 :] if number else (TABLES,):
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {NUMBER}")


def _statements(script: str) -> Iterator[str]:
    """Single statements: ``executescript`` would commit between them."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if line.rstrip().endswith(";") and sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []


def _in_plain_words(error: sqlite3.DatabaseError, path: Path) -> ReaderError:
    words = str(error).lower()
    folder = path.parent
    if "disk is full" in words or "disk full" in words:
        return ReaderError(
            f"The disk of the library in {folder} is full; what was there is safe. "
            "Make room and try again."
        )
    if "locked" in words or "busy" in words:
        return ReaderError(
            f"The library in {folder} is busy in another process; try again in a moment."
        )
    if "readonly" in words or "read-only" in words:
        return ReaderError(f"The library in {folder} is read-only; nothing was changed.")
    if "unable to open" in words:
        return ReaderError(
            f"The library in {folder} cannot be opened; check that the folder exists "
            "and that you may write to it."
        )
    if "disk i/o" in words:
        return ReaderError(
            f"The disk of the library in {folder} reported an error ({error}); "
            "check the disk and try again."
        )
    if any(sign in words for sign in ("malformed", "not a database", "corrupt", "no such")):
        return LibraryDamaged(
            f"{path} is damaged ({error}); put a copy in its place, or move it away "
            "to begin a new library."
        )
    return ReaderError(f"The library in {folder} reported an error: {error}.")
