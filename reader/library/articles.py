"""Articles: taking them in, listing them, their versions and groups."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from reader.library import changes, queue
from reader.library.annotations import Annotations, forget
from reader.library.database import IN_LIST, Database, id_list
from reader.library.duplicates import alike, bands, runs
from reader.library.entity_tables import tidy
from reader.library.keys import (
    count_words,
    first_sentence,
    fold,
    host_of,
    now,
    sort_moment,
    text_digest,
    url_key,
)
from reader.library.records import (
    dump,
    dump_article,
    dump_blocks,
    load_article,
    load_blocks,
    load_spans,
)
from reader.library.rows import Added, ArticleRow, QuoteChange, StoredArticle, Version
from reader.library.versions import quote_changes
from reader.news import Article, quoted_text

Order = Literal["newest", "oldest", "added"]

_ORDERS = {
    "newest": "a.sort_at DESC, a.id DESC",
    "oldest": "a.sort_at, a.id",
    "added": "a.id DESC",
}
_GAPS = ("byline", "site", "published", "url", "language", "feed_id")
"""What a later arrival may tell of an article that was not known of it."""

_CANDIDATES = 8
"""So many articles at most are compared in full with a new one."""

_ROW = (
    "a.id, a.title, a.site, a.byline, a.published, a.url, a.added, a.language, a.summary, "
    "a.sample, a.unread, a.starred, a.later, "
    "(SELECT count(*) FROM notebook n WHERE n.article_id = a.id), "
    "a.quotes, a.words, a.group_id, a.feed_id, a.first, "
    "(SELECT group_concat(tag, char(10)) FROM article_tags g WHERE g.article_id = a.id), a.version"
)


class Articles:
    """Everything about articles but what a person or the language part adds to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        article: Article,
        *,
        feed_id: int | None = None,
        sample: bool = False,
        keep_version: bool = True,
    ) -> Added:
        """Take an article in; it is on the disk when this returns.

        The same address, or the same text in the same outlet, is the same article:
        ``known``, or ``updated`` where its text has changed (the earlier text is kept as
        a version). A teaser never replaces a whole article.
        """
        digest = text_digest(article.text)
        with self._database.write() as connection:
            known = _find_by_url(connection, article.url)
            if known is None:
                known = _find_by_text(connection, article, digest)
            if known is None:
                return Added(_insert(connection, article, digest, feed_id, sample), "added")
            return _meet(connection, known, article, digest, feed_id, keep_version)

    def get(self, article_id: int) -> StoredArticle | None:
        """An article with its text and annotation; None where there is none (any more)."""
        with self._database.snapshot():
            row = self.rows([article_id]).get(article_id)
            found = self._database.one(
                "SELECT text, blocks FROM texts WHERE article_id = ?", (article_id,)
            )
            if row is None or found is None:
                return None
            annotation = Annotations(self._database).get(article_id)
        article = Article(
            title=row.title,
            text=found[0],
            blocks=load_blocks(found[1]),
            byline=row.byline,
            site=row.site,
            published=row.published,
            url=row.url,
            language=row.language,
            summary=row.summary,
        )
        return StoredArticle(article_id, row, article, annotation)

    def rows(self, ids: Iterable[int]) -> dict[int, ArticleRow]:
        """The rows of these articles; those that are gone are left out."""
        found = self._database.read(
            f"SELECT {_ROW} FROM articles a WHERE a.id {IN_LIST}", (id_list(ids),)
        )
        outlets = self._outlets({row[16] for row in found if row[16] is not None})
        return {row[0]: _article_row(row, outlets.get(row[16], ())) for row in found}

    def texts(self, ids: Iterable[int]) -> dict[int, str]:
        """The texts of these articles."""
        sql = f"SELECT article_id, text FROM texts WHERE article_id {IN_LIST}"
        return {row[0]: row[1] for row in self._database.read(sql, (id_list(ids),))}

    def ids(
        self,
        *,
        order: Order = "newest",
        limit: int | None = None,
        offset: int = 0,
        unread_only: bool = False,
        feed_id: int | None = None,
        later: bool | None = None,
        starred: bool | None = None,
        tag: str | None = None,
        grouped: bool = True,
    ) -> list[int]:
        """The articles of a list, in its order; of a group only the one that leads it.

        A feed's own list shows all that the feed brought.
        """
        where, parameters = _conditions(unread_only, feed_id, later, starred, tag, grouped)
        return self._database.ids(
            f"SELECT a.id FROM articles a {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?",
            (*parameters, -1 if limit is None else limit, offset),
        )

    def count(
        self,
        *,
        unread_only: bool = False,
        feed_id: int | None = None,
        later: bool | None = None,
        starred: bool | None = None,
        tag: str | None = None,
        grouped: bool = True,
    ) -> int:
        """How many `ids` would list."""
        where, parameters = _conditions(unread_only, feed_id, later, starred, tag, grouped)
        return int(self._database.value(f"SELECT count(*) FROM articles a {where}", parameters))

    def all_ids(self) -> list[int]:
        """Every article, newest first, also those that a group's leading one stands for."""
        return self._database.ids("SELECT id FROM articles ORDER BY sort_at DESC, id DESC")

    def indexed_since(self, article_id: int) -> list[int]:
        """The articles with a higher number that the index has as they are."""
        return self._database.ids(
            "SELECT id FROM articles WHERE id > ? AND id NOT IN (SELECT article_id FROM changes)",
            (article_id,),
        )

    def dates(self) -> list[tuple[int, int]]:
        """Id and sort moment (seconds since 1970) of every article, oldest first."""
        rows = self._database.read("SELECT id, sort_at FROM articles ORDER BY sort_at, id")
        return [(row[0], row[1]) for row in rows]

    def group(self, article_id: int) -> list[int]:
        """The articles of its group, itself among them, the leading one first."""
        rows = self._database.read(
            "SELECT b.id FROM articles a JOIN articles b ON b.group_id = a.group_id "
            "WHERE a.id = ? ORDER BY b.lead DESC, b.id",
            (article_id,),
        )
        return [row[0] for row in rows] or [article_id]

    def by_url(self, url: str) -> int | None:
        """The article that is known under this address."""
        sql = "SELECT article_id FROM addresses WHERE key = ?"
        found: int | None = self._database.value(sql, (url_key(url),))
        return found

    def remove(self, ids: Iterable[int]) -> int:
        """Forget articles; saved quotations keep their words and source. How many."""
        with self._database.write() as connection:
            return _remove(connection, list(ids))

    def remove_samples(self) -> int:
        """Forget the articles that came with the program. How many."""
        with self._database.write() as connection:
            rows = connection.execute("SELECT id FROM articles WHERE sample = 1").fetchall()
            return _remove(connection, [row[0] for row in rows])

    def versions(self, article_id: int) -> list[Version]:
        """The earlier versions, oldest first; the present one is `get`."""
        rows = self._database.read(
            "SELECT id, article_id, seen, article, quotes FROM versions "
            "WHERE article_id = ? ORDER BY id",
            (article_id,),
        )
        return [_version(row) for row in rows]

    def quote_changes(self, article_id: int) -> list[QuoteChange]:
        """The quotes of earlier versions that the present text has not word for word."""
        versions = self.versions(article_id)
        if not versions:
            return []
        text = self.texts([article_id]).get(article_id, "")
        present = [row.text for row in Annotations(self._database).quotes(article_id)]
        return quote_changes(versions, text, present)

    def _outlets(self, groups: set[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        if groups:
            rows = self._database.read(
                f"SELECT group_id, site FROM articles WHERE group_id {IN_LIST} "
                "AND site IS NOT NULL ORDER BY lead DESC, id",
                (id_list(groups),),
            )
            for group, site in rows:
                sites = found.setdefault(group, [])
                if site not in sites:
                    sites.append(site)
        return {group: tuple(sites) for group, sites in found.items()}


def _article_row(row: Sequence[Any], outlets: tuple[str, ...]) -> ArticleRow:
    own = (row[2],) if row[2] else ()
    return ArticleRow(
        id=row[0],
        title=row[1],
        site=row[2],
        byline=row[3],
        published=row[4],
        url=row[5],
        added=row[6],
        language=row[7],
        summary=bool(row[8]),
        sample=bool(row[9]),
        unread=bool(row[10]),
        starred=bool(row[11]),
        later=bool(row[12]),
        saved=row[13],
        quotes=row[14],
        words=row[15],
        group=row[16],
        outlets=own + tuple(site for site in outlets if site != row[2]),
        feed_id=row[17],
        first=row[18],
        tags=tuple(sorted(row[19].split("\n"))) if row[19] else (),
        version=row[20],
    )


def _version(row: Sequence[Any]) -> Version:
    quotes = tuple((words, name) for words, name in json.loads(row[4]))
    return Version(row[0], row[1], row[2], load_article(row[3]), quotes)


def _conditions(
    unread_only: bool,
    feed_id: int | None,
    later: bool | None,
    starred: bool | None,
    tag: str | None,
    grouped: bool,
) -> tuple[str, list[Any]]:
    terms: list[str] = []
    parameters: list[Any] = []
    if unread_only:
        terms.append("a.unread = 1")
    if feed_id is not None:
        terms.append("a.feed_id = ?")
        parameters.append(feed_id)
    if later is not None:
        terms.append(f"a.later = {int(later)}")
    if starred is not None:
        terms.append(f"a.starred = {int(starred)}")
    if tag is not None:
        terms.append("a.id IN (SELECT article_id FROM article_tags WHERE tag = ?)")
        parameters.append(tag)
    # A mark may sit on any article of a group, and a feed lists all that it brought.
    if grouped and feed_id is None and not later and not starred and tag is None:
        terms.append("a.lead = 1")
    return ("WHERE " + " AND ".join(terms) if terms else ""), parameters


def _find_by_url(connection: sqlite3.Connection, url: str | None) -> int | None:
    if not url:
        return None
    row = connection.execute(
        "SELECT article_id FROM addresses WHERE key = ?", (url_key(url),)
    ).fetchone()
    return row[0] if row else None


def _find_by_text(connection: sqlite3.Connection, article: Article, digest: bytes) -> int | None:
    """The same words in the same outlet; in another one they are an article of its own."""
    rows = connection.execute(
        "SELECT a.id, a.url, a.site FROM texts t JOIN articles a ON a.id = t.article_id "
        "WHERE t.digest = ? ORDER BY a.id",
        (digest,),
    ).fetchall()
    for known, url, site in rows:
        if not _other_outlet(article, url, site):
            return int(known)
    return None


def _other_outlet(article: Article, url: str | None, site: str | None) -> bool:
    ours, theirs = host_of(article.url), host_of(url)
    if not ours or not theirs or ours == theirs:
        return False
    return not article.site or not site or fold(article.site) != fold(site)


def _insert(
    connection: sqlite3.Connection,
    article: Article,
    digest: bytes,
    feed_id: int | None,
    sample: bool,
) -> int:
    added = now()
    sort_at = sort_moment(article.published, added)
    cursor = connection.execute(
        "INSERT INTO articles(title, byline, site, published, url, language, summary, sample, "
        "added, sort_at, feed_id, words, first) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.title,
            article.byline,
            article.site,
            article.published,
            article.url,
            article.language,
            int(article.summary),
            int(sample),
            added,
            sort_at,
            feed_id,
            count_words(article.text),
            first_sentence(article),
        ),
    )
    article_id = cursor.lastrowid
    if article_id is None:
        raise RuntimeError("SQLite gave no row number")
    connection.execute(
        "INSERT INTO texts(article_id, text, blocks, digest) VALUES (?, ?, ?, ?)",
        (article_id, article.text, dump_blocks(article.blocks), digest),
    )
    _remember_address(connection, article_id, article.url)
    _join_group(connection, article_id, article)
    queue.enqueue(connection, article_id, sort_at)
    changes.record(connection, [article_id])
    return article_id


def _remember_address(connection: sqlite3.Connection, article_id: int, url: str | None) -> None:
    if url:
        connection.execute(
            "INSERT OR IGNORE INTO addresses(key, article_id) VALUES (?, ?)",
            (url_key(url), article_id),
        )


def _meet(
    connection: sqlite3.Connection,
    known: int,
    article: Article,
    digest: bytes,
    feed_id: int | None,
    keep_version: bool,
) -> Added:
    """What was known meets what arrived."""
    _remember_address(connection, known, article.url)
    _fill_gaps(connection, known, article, feed_id)
    was = connection.execute(
        "SELECT t.digest, a.summary FROM texts t JOIN articles a ON a.id = t.article_id "
        "WHERE t.article_id = ?",
        (known,),
    ).fetchone()
    if was is None or was[0] == digest or (article.summary and not was[1]):
        return Added(known, "known")
    if keep_version and not was[1]:
        _keep_version(connection, known)
    _replace(connection, known, article, digest)
    return Added(known, "updated")


def _fill_gaps(
    connection: sqlite3.Connection, known: int, article: Article, feed_id: int | None
) -> None:
    gaps = " OR ".join(f"({name} IS NULL AND :{name} IS NOT NULL)" for name in _GAPS)
    fill = ", ".join(f"{name} = coalesce({name}, :{name})" for name in _GAPS)
    filled = connection.execute(
        f"UPDATE articles SET {fill} WHERE id = :id AND ({gaps})",
        {
            "byline": article.byline,
            "site": article.site,
            "published": article.published,
            "url": article.url,
            "language": article.language,
            "feed_id": feed_id,
            "id": known,
        },
    )
    if filled.rowcount:
        published, added = connection.execute(
            "SELECT published, added FROM articles WHERE id = ?", (known,)
        ).fetchone()
        connection.execute(
            "UPDATE articles SET sort_at = ? WHERE id = ?", (sort_moment(published, added), known)
        )
        changes.record(connection, [known])


def _keep_version(connection: sqlite3.Connection, known: int) -> None:
    row = connection.execute(
        "SELECT a.title, a.byline, a.site, a.published, a.url, a.language, a.summary, t.text, "
        "t.blocks FROM articles a JOIN texts t ON t.article_id = a.id WHERE a.id = ?",
        (known,),
    ).fetchone()
    old = Article(
        title=row[0],
        text=row[7],
        blocks=load_blocks(row[8]),
        byline=row[1],
        site=row[2],
        published=row[3],
        url=row[4],
        language=row[5],
        summary=bool(row[6]),
    )
    quotes = connection.execute(
        "SELECT content, name FROM quotes WHERE article_id = ? ORDER BY ordinal", (known,)
    ).fetchall()
    words = [[quoted_text(old.text, load_spans(content)), name] for content, name in quotes]
    connection.execute(
        "INSERT INTO versions(article_id, seen, article, quotes) VALUES (?, ?, ?, ?)",
        (known, now(), dump_article(old), dump(words)),
    )


def _replace(connection: sqlite3.Connection, known: int, article: Article, digest: bytes) -> None:
    """Put a new text in place; the old spans mean nothing in it, so they go at once."""
    forget(connection, [known])
    connection.execute(
        "UPDATE articles SET title = ?, summary = ?, words = ?, first = ?, version = version + 1, "
        "quotes = NULL, engine = NULL WHERE id = ?",
        (
            article.title,
            int(article.summary),
            count_words(article.text),
            first_sentence(article),
            known,
        ),
    )
    connection.execute(
        "UPDATE texts SET text = ?, blocks = ?, digest = ? WHERE article_id = ?",
        (article.text, dump_blocks(article.blocks), digest, known),
    )
    connection.execute("DELETE FROM bands WHERE article_id = ?", (known,))
    grouped, sort_at = connection.execute(
        "SELECT group_id, sort_at FROM articles WHERE id = ?", (known,)
    ).fetchone()
    if grouped is None:
        _join_group(connection, known, article)
    else:
        _remember_bands(connection, known, bands(runs(article.text)))
    queue.enqueue(connection, known, sort_at)
    changes.record(connection, [known])


def _remember_bands(connection: sqlite3.Connection, article_id: int, found: list[int]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO bands(hash, article_id) VALUES (?, ?)",
        [(value, article_id) for value in found],
    )


def _join_group(connection: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Put an article to those that are nearly identical; what was read stays read."""
    if article.summary:
        return
    ours = runs(article.text)
    found = bands(ours)
    if not found:
        return
    candidates = connection.execute(
        f"SELECT article_id FROM bands WHERE hash {IN_LIST} AND article_id <> ? "
        "GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT ?",
        (dump(found), article_id, _CANDIDATES),
    ).fetchall()
    _remember_bands(connection, article_id, found)
    for (other,) in candidates:
        text = connection.execute(
            "SELECT text FROM texts WHERE article_id = ?", (other,)
        ).fetchone()
        if text and alike(ours, runs(text[0])):
            connection.execute(
                "UPDATE articles SET group_id = coalesce(group_id, id) WHERE id = ?", (other,)
            )
            connection.execute(
                "UPDATE articles SET lead = 0, "
                "group_id = (SELECT group_id FROM articles WHERE id = ?1), "
                "unread = (SELECT unread FROM articles WHERE id = ?1) WHERE id = ?2",
                (other, article_id),
            )
            return


def _remove(connection: sqlite3.Connection, ids: list[int]) -> int:
    chosen = id_list(ids)
    present = [
        row[0]
        for row in connection.execute(f"SELECT id FROM articles WHERE id {IN_LIST}", (chosen,))
    ]
    groups = connection.execute(
        f"SELECT DISTINCT group_id FROM articles WHERE id {IN_LIST} AND group_id IS NOT NULL",
        (chosen,),
    ).fetchall()
    forget(connection, present)
    connection.execute(f"DELETE FROM articles WHERE id {IN_LIST}", (chosen,))
    for (group,) in groups:
        # The oldest of those that remain leads; one alone is no group.
        connection.execute(
            "UPDATE articles SET lead = (id = (SELECT min(id) FROM articles WHERE group_id = ?1)), "
            "group_id = CASE WHEN (SELECT count(*) FROM articles WHERE group_id = ?1) > 1 "
            "THEN ?1 END WHERE group_id = ?1",
            (group,),
        )
    tidy(connection)
    changes.record(connection, present, "delete")
    return len(present)
