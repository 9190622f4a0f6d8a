"""The notebook: quotations and passages that a person saved, with notes and tags.

A saved quotation keeps its own copy of its words and source: it is the same whatever
becomes of the article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from reader.library.database import Database
from reader.library.keys import fold, now
from reader.library.records import dump, load_spans, load_strings
from reader.news import Quotation, ReaderError, Source, Span

_COLUMNS = (
    "id, article_id, text, content, name, role, cue, kind, title, site, byline, published, url, "
    "note, tags, saved"
)


class Notebook:
    """Saved quotations, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, quotation: Quotation) -> Quotation:
        """Keep a quotation; it comes back with its number and the time.

        The same words of the same place of the same article, saved again, are the one
        already there.
        """
        with self._database.write() as connection:
            known = _same(connection, quotation)
            if known is not None:
                return _quotation(known)
            kept = replace(quotation, id=None, saved=quotation.saved or now())
            return replace(kept, id=_insert(connection, kept))

    def all(
        self,
        text: str | None = None,
        name: str | None = None,
        tag: str | None = None,
        limit: int | None = None,
    ) -> list[Quotation]:
        """What was saved; with every word of ``text`` somewhere in it, by speaker, by tag."""
        wanted = fold(text).split() if text else []
        speaker = fold(name) if name else ""
        found: list[Quotation] = []
        for row in self._database.read(f"SELECT {_COLUMNS} FROM notebook ORDER BY id DESC"):
            quotation = _quotation(row)
            if tag is not None and tag not in quotation.tags:
                continue
            if speaker and speaker not in fold(quotation.name or ""):
                continue
            if wanted and not _has(quotation, wanted):
                continue
            found.append(quotation)
            if limit is not None and len(found) >= limit:
                break
        return found

    def get(self, number: int) -> Quotation | None:
        """The one of this number."""
        row = self._database.one(f"SELECT {_COLUMNS} FROM notebook WHERE id = ?", (number,))
        return _quotation(row) if row else None

    def update(
        self, number: int, note: str | None = None, tags: Sequence[str] | None = None
    ) -> Quotation:
        """Change note or tags. Raises ReaderError where there is no such quotation."""
        with self._database.write() as connection:
            if note is not None:
                connection.execute("UPDATE notebook SET note = ? WHERE id = ?", (note, number))
            if tags is not None:
                connection.execute(
                    "UPDATE notebook SET tags = ? WHERE id = ?", (dump(_tidy(tags)), number)
                )
            return _must_get(connection, number)

    def remove(self, number: int) -> Quotation:
        """Take one out; `restore` puts it back. Raises ReaderError where there is none."""
        with self._database.write() as connection:
            quotation = _must_get(connection, number)
            connection.execute("DELETE FROM notebook WHERE id = ?", (number,))
            return quotation

    def restore(self, quotation: Quotation) -> Quotation:
        """Put a removed quotation back, under its old number."""
        with self._database.write() as connection:
            if quotation.id is not None:
                row = connection.execute(
                    f"SELECT {_COLUMNS} FROM notebook WHERE id = ?", (quotation.id,)
                ).fetchone()
                if row:
                    return _quotation(row)
            return replace(quotation, id=_insert(connection, quotation))

    def saved_today(self) -> int:
        """How many were saved since midnight, here."""
        midnight = datetime.combine(date.today(), time.min)  # may have another offset than now
        since = midnight.astimezone(UTC).isoformat()
        return int(self._database.value("SELECT count(*) FROM notebook WHERE saved >= ?", (since,)))

    def count(self) -> int:
        """How many there are."""
        return int(self._database.value("SELECT count(*) FROM notebook"))

    def tags(self) -> list[tuple[str, int]]:
        """All tags of the notebook and how many have each; by name."""
        rows = self._database.read(
            "SELECT value, count(*) FROM notebook, json_each(notebook.tags) "
            "GROUP BY value ORDER BY value COLLATE NOCASE"
        )
        return [(row[0], row[1]) for row in rows]

    def spans(self, article_id: int) -> list[tuple[int, tuple[Span, ...]]]:
        """Number and content of what was saved from one article."""
        rows = self._database.read(
            "SELECT id, content FROM notebook WHERE article_id = ? ORDER BY id", (article_id,)
        )
        return [(row[0], load_spans(row[1])) for row in rows]


def _tidy(tags: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in tags))))


def _has(quotation: Quotation, wanted: list[str]) -> bool:
    source = quotation.source
    parts = (quotation.text, quotation.note, quotation.name, *quotation.tags, source.title)
    haystack = fold(" ".join(part for part in (*parts, source.site) if part))
    return all(word in haystack for word in wanted)


def _same(connection: sqlite3.Connection, quotation: Quotation) -> Sequence[Any] | None:
    if quotation.source.article_id is None:
        return None
    row: Sequence[Any] | None = connection.execute(
        f"SELECT {_COLUMNS} FROM notebook WHERE article_id = ? AND text = ? AND content = ?",
        (quotation.source.article_id, quotation.text, dump(quotation.content)),
    ).fetchone()
    return row


def _insert(connection: sqlite3.Connection, quotation: Quotation) -> int:
    source = quotation.source
    made = connection.execute(
        f"INSERT INTO notebook({_COLUMNS}) VALUES "
        "(?, (SELECT id FROM articles WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            quotation.id,
            source.article_id,
            quotation.text,
            dump(quotation.content),
            quotation.name,
            quotation.role,
            quotation.cue,
            quotation.kind,
            source.title,
            source.site,
            source.byline,
            source.published,
            source.url,
            quotation.note,
            dump(_tidy(quotation.tags)),
            quotation.saved or now(),
        ),
    )
    if made.lastrowid is None:
        raise RuntimeError("SQLite gave no row number")
    return made.lastrowid


def _must_get(connection: sqlite3.Connection, number: int) -> Quotation:
    row = connection.execute(f"SELECT {_COLUMNS} FROM notebook WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise ReaderError(f"There is no saved quotation {number}.")
    return _quotation(row)


def _quotation(row: Sequence[Any]) -> Quotation:
    return Quotation(
        id=row[0],
        source=Source(row[1], row[8], row[9], row[10], row[11], row[12]),
        text=row[2],
        content=load_spans(row[3]),
        name=row[4],
        role=row[5],
        cue=row[6],
        kind=row[7],
        note=row[13],
        tags=load_strings(row[14]),
        saved=row[15],
    )
