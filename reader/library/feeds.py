"""Subscriptions, when each is fetched next, and what each has shown us."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.library.database import Database
from reader.library.keys import now
from reader.library.rows import FeedRow
from reader.news import ReaderError

_COLUMNS = (
    "id", "url", "title", "interval", "paused", "error", "failures", "last_fetched", "next_fetch",
    "etag", "modified", "site_url", "ttl", "added", "digest", "own_title", "fresh_until",
    "hold_until",
)  # fmt: skip
_FORGET_AFTER = 500
"""Items that a feed no longer shows are remembered up to so many, so that none comes twice."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What is remembered of one item of a feed."""

    key: str
    url: str | None = None
    digest: str = ""
    article_id: int | None = None
    status: str = "new"
    """new, stored, summary, refused or failed."""
    reason: str | None = None
    attempts: int = 0
    retry_at: str | None = None


class Feeds:
    """The feeds a person follows. Times are ISO 8601 in UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[FeedRow]:
        """By title, with their counts."""
        return sorted(self._rows(""), key=lambda row: (row.title or row.url).casefold())

    def get(self, feed_id: int) -> FeedRow | None:
        """One feed."""
        return next(iter(self._rows("WHERE id = ?", (feed_id,))), None)

    def by_url(self, url: str) -> FeedRow | None:
        """The feed at exactly this address."""
        return next(iter(self._rows("WHERE url = ?", (url,))), None)

    def tagged(self, tag: str) -> list[FeedRow]:
        """The feeds with this tag."""
        return [row for row in self.all() if tag.casefold() in (t.casefold() for t in row.tags)]

    def due(self, moment: str | None = None) -> list[FeedRow]:
        """The feeds whose time has come, the longest waiting first."""
        return self._rows(
            "WHERE paused = 0 AND (next_fetch IS NULL OR next_fetch <= ?) ORDER BY next_fetch",
            (moment or now(),),
        )

    def subscribe(
        self, url: str, *, title: str = "", site_url: str | None = None, tags: Sequence[str] = ()
    ) -> tuple[FeedRow, bool]:
        """Follow a feed; whether it is a new one. A known one gets the tags in addition."""
        with self._database.write() as connection:
            before = connection.execute("SELECT id FROM feeds WHERE url = ?", (url,)).fetchone()
            if before is None:
                cursor = connection.execute(
                    "INSERT INTO feeds(url, title, site_url, added) VALUES (?, ?, ?, ?)",
                    (url, title, site_url, now()),
                )
                feed_id = int(cursor.lastrowid or 0)
            else:
                feed_id = int(before[0])
            _add_tags(connection, feed_id, tags)
        row = self.get(feed_id)
        if row is None:
            raise ReaderError("The feed was removed by another process.")
        return row, before is None

    def update(self, feed_id: int, **changes: Any) -> None:
        """What the person decides: ``title``, ``tags``, ``interval`` (seconds or None), ``paused``.

        An empty title gives the feed its own one back. A resumed feed is due at once.
        """
        columns: dict[str, Any] = {}
        for name, value in changes.items():
            if name == "title":
                columns["own_title"] = str(value).strip() or None
            elif name == "interval":
                columns.update(interval=value, next_fetch=None)
            elif name == "paused":
                columns["paused"] = int(bool(value))
                if not value:
                    columns.update(next_fetch=None, failures=0, error=None)
            elif name != "tags":
                raise TypeError(f"a feed has no {name} to change")
        with self._database.write() as connection:
            _set(connection, feed_id, columns)
            if "tags" in changes:
                connection.execute("DELETE FROM feed_tags WHERE feed_id = ?", (feed_id,))
                _add_tags(connection, feed_id, changes["tags"])

    def remove(self, feed_id: int) -> FeedRow | None:
        """Leave a feed; its articles stay. What it was comes back, for `restore`."""
        row = self.get(feed_id)
        with self._database.write() as connection:
            connection.execute("DELETE FROM feeds WHERE id = ?", (feed_id,))
        return row

    def restore(self, row: FeedRow) -> FeedRow:
        """Follow a feed again that was left."""
        restored, _ = self.subscribe(row.url, title=row.title, site_url=row.site_url, tags=row.tags)
        self.update(
            restored.id, interval=row.interval, paused=row.paused, title=row.own_title or ""
        )
        return self.get(restored.id) or restored

    def fetched(self, feed_id: int, **told: Any) -> None:
        """What a fetch brought: any column of the feed that is no business of the person's.

        ``title``, ``site_url``, ``ttl``, ``error``, ``failures``, ``next_fetch``, ``etag``,
        ``modified``, ``digest``, ``fresh_until``, ``hold_until``, ``paused`` (gone for good).
        """
        with self._database.write() as connection:
            _set(connection, feed_id, {"last_fetched": now(), **told})
            if "title" in told:
                # What another program called it may be its own name: then it follows that.
                connection.execute(
                    "UPDATE feeds SET own_title = NULL WHERE id = ? AND own_title = title",
                    (feed_id,),
                )

    def move(self, feed_id: int, url: str) -> bool:
        """Follow a permanent redirect; False where that address is followed already."""
        with self._database.write() as connection:
            if connection.execute("SELECT 1 FROM feeds WHERE url = ?", (url,)).fetchone():
                return False
            _set(connection, feed_id, {"url": url})
        return True

    def items(self, feed_id: int, keys: Iterable[str] | None = None) -> dict[str, ItemRow]:
        """What is remembered of a feed's items, by key."""
        rows = self._database.read(
            "SELECT key, url, digest, article_id, status, reason, attempts, retry_at "
            "FROM feed_items WHERE feed_id = ?",
            (feed_id,),
        )
        wanted = None if keys is None else set(keys)
        return {
            row[0]: ItemRow(row[0], row[1], row[2] or "", *row[3:])
            for row in rows
            if wanted is None or row[0] in wanted
        }

    def remember(self, feed_id: int, items: Iterable[ItemRow]) -> None:
        """Keep what became of items."""
        moment = now()
        with self._database.write() as connection:
            if not connection.execute("SELECT 1 FROM feeds WHERE id = ?", (feed_id,)).fetchone():
                return  # the person left it meanwhile
            connection.executemany(
                "INSERT INTO feed_items(feed_id, key, url, digest, article_id, status, reason, "
                "attempts, retry_at, seen, last_seen) VALUES (?,?,?,?,?,?,?,?,?,?,?) "
                "ON CONFLICT(feed_id, key) DO UPDATE SET url=excluded.url, digest=excluded.digest, "
                "article_id=coalesce(excluded.article_id, article_id), status=excluded.status, "
                "reason=excluded.reason, attempts=excluded.attempts, retry_at=excluded.retry_at, "
                "last_seen=excluded.last_seen",
                [
                    (feed_id, i.key, i.url, i.digest, i.article_id, i.status, i.reason,
                     i.attempts, i.retry_at, moment, moment)
                    for i in items
                ],
            )  # fmt: skip

    def still_there(self, feed_id: int, keys: Sequence[str]) -> None:
        """Note that a feed still shows these items, and forget the oldest it no longer shows."""
        moment = now()
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE feed_items SET last_seen = ? WHERE feed_id = ? AND key = ?",
                [(moment, feed_id, key) for key in keys],
            )
            connection.execute(
                "DELETE FROM feed_items WHERE feed_id = ? AND key IN (SELECT key FROM feed_items "
                "WHERE feed_id = ? ORDER BY last_seen DESC LIMIT -1 OFFSET ?)",
                (feed_id, feed_id, len(keys) + _FORGET_AFTER),
            )

    def to_retry(self, moment: str | None = None, limit: int = 200) -> list[tuple[int, ItemRow]]:
        """Items whose page could not be had and may be tried again now, with their feeds."""
        rows = self._database.read(
            "SELECT feed_id, key, url, digest, article_id, status, reason, attempts, retry_at "
            "FROM feed_items WHERE retry_at IS NOT NULL AND retry_at <= ? LIMIT ?",
            (moment or now(), limit),
        )
        return [(row[0], ItemRow(row[1], row[2], row[3] or "", *row[4:])) for row in rows]

    def _rows(self, where: str, parameters: Sequence[Any] = ()) -> list[FeedRow]:
        rows = self._database.read(f"SELECT {', '.join(_COLUMNS)} FROM feeds {where}", parameters)
        if not rows:
            return []
        tags: dict[int, list[str]] = {}
        for feed_id, tag in self._database.read("SELECT feed_id, tag FROM feed_tags ORDER BY tag"):
            tags.setdefault(feed_id, []).append(tag)
        counts = {
            feed_id: (articles, unread)
            for feed_id, articles, unread in self._database.read(
                "SELECT feed_id, count(*), count(u.article_id) FROM articles a "
                "LEFT JOIN unread u ON u.article_id = a.id "
                "WHERE feed_id IS NOT NULL GROUP BY feed_id"
            )
        }
        return [_row(dict(zip(_COLUMNS, row, strict=True)), tags, counts) for row in rows]


def _row(
    columns: dict[str, Any],
    tags: Mapping[int, Sequence[str]],
    counts: Mapping[int, tuple[int, int]],
) -> FeedRow:
    articles, unread = counts.get(columns["id"], (0, 0))
    columns["title"] = columns["own_title"] or columns["title"]
    columns["paused"] = bool(columns["paused"])
    return FeedRow(
        **columns, tags=tuple(tags.get(columns["id"], ())), articles=articles, unread=unread
    )


def _set(connection: sqlite3.Connection, feed_id: int, columns: Mapping[str, Any]) -> None:
    unknown = set(columns) - set(_COLUMNS)
    if unknown:
        raise TypeError(f"feeds have no {', '.join(sorted(unknown))}")
    if columns:
        names = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE feeds SET {names} WHERE id = ?", (*columns.values(), feed_id))


def _add_tags(connection: sqlite3.Connection, feed_id: int, tags: Iterable[str]) -> None:
    names = dict.fromkeys(tag.strip() for tag in tags)
    connection.executemany(
        "INSERT OR IGNORE INTO feed_tags(feed_id, tag) VALUES (?, ?)",
        [(feed_id, name) for name in names if name],
    )
