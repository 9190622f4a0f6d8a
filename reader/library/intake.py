"""Taking an article in: is it new, known, changed, nearly the same as another?

Functions over one connection; each is part of its caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from reader.library import changes, queue
from reader.library.annotations import forget
from reader.library.database import IN_LIST, id_list
from reader.library.duplicates import alike, runs
from reader.library.entity_tables import tidy
from reader.library.keys import (
    fold,
    host_of,
    now,
    sort_moment,
    url_key,
)
from reader.library.records import dump, dump_article, dump_blocks, load_blocks, load_spans
from reader.library.rows import Added
from reader.library.traits import Traits
from reader.news import Article, quoted_text

_GAPS = ("byline", "site", "published", "url", "language", "feed_id")
"""What a later arrival may tell of an article that was not known of it."""

_CANDIDATES = 8
"""So many articles at most are compared in full with a new one."""


def take_in(
    connection: sqlite3.Connection,
    article: Article,
    traits: Traits,
    *,
    feed_id: int | None,
    sample: bool,
    keep_version: bool,
) -> Added:
    """Store an article, or let what is known of it meet what arrived."""
    known = _find_by_url(connection, article.url)
    if known is not None:
        return _meet(connection, known, article, traits, feed_id, keep_version, again=True)
    known = _find_by_text(connection, article, traits.digest)
    if known is not None:
        return _meet(connection, known, article, traits, feed_id, keep_version)
    return Added(_insert(connection, article, traits, feed_id, sample), "added")


def _find_by_url(connection: sqlite3.Connection, url: str | None) -> int | None:
    if not url:
        return None
    row = connection.execute(
        "SELECT article_id FROM addresses WHERE key = ?", (url_key(url),)
    ).fetchone()
    return row[0] if row else None


def _find_by_text(connection: sqlite3.Connection, article: Article, digest: bytes) -> int | None:
    """The same words in the same outlet, where not both the address and the headline differ:
    teasers of several articles may be the same. Elsewhere they are an article of its own."""
    rows = connection.execute(
        "SELECT a.id, a.url, a.site, a.title FROM texts t JOIN articles a ON a.id = t.article_id "
        "WHERE t.digest = ? ORDER BY a.id",
        (digest,),
    ).fetchall()
    headline = fold(article.title)
    for known, url, site, title in rows:
        renamed = bool(article.url and url) and headline != _folded(title)
        if not renamed and not _other_outlet(article, url, site):
            return int(known)
    return None


_folded = lru_cache(maxsize=10_000)(fold)
"""Of thousands with one teaser each is compared with all before it."""


def _other_outlet(article: Article, url: str | None, site: str | None) -> bool:
    ours, theirs = host_of(article.url), host_of(url)
    if not ours or not theirs or ours == theirs:
        return False
    return not article.site or not site or fold(article.site) != fold(site)


def _insert(
    connection: sqlite3.Connection,
    article: Article,
    traits: Traits,
    feed_id: int | None,
    sample: bool,
) -> int:
    added = now()
    sort_at = sort_moment(article.published, added, sample=sample)
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
            traits.words,
            traits.first,
        ),
    )
    article_id = cursor.lastrowid
    if article_id is None:
        raise RuntimeError("SQLite gave no row number")
    connection.execute(
        "INSERT INTO texts(article_id, text, blocks, digest) VALUES (?, ?, ?, ?)",
        (article_id, article.text, dump_blocks(article.blocks), traits.digest),
    )
    connection.execute("INSERT INTO unread(article_id) VALUES (?)", (article_id,))
    remember_address(connection, article_id, article.url)
    _join_group(connection, article_id, traits)
    queue.enqueue(connection, article_id, sort_at)
    changes.record(connection, [article_id])
    return article_id


def remember_address(connection: sqlite3.Connection, article_id: int, url: str | None) -> None:
    """Have an article known under an address as well."""
    if url:
        connection.execute(
            "INSERT OR IGNORE INTO addresses(key, article_id) VALUES (?, ?)",
            (url_key(url), article_id),
        )


def _meet(
    connection: sqlite3.Connection,
    known: int,
    article: Article,
    traits: Traits,
    feed_id: int | None,
    keep_version: bool,
    again: bool = False,
) -> Added:
    """What was known meets what arrived; ``again``: at the same address."""
    was = connection.execute(
        "SELECT t.digest, a.summary, a.title, a.feed_id FROM texts t "
        "JOIN articles a ON a.id = t.article_id WHERE t.article_id = ?",
        (known,),
    ).fetchone()
    remember_address(connection, known, article.url)
    _fill_gaps(connection, known, article, feed_id)
    if was is None or (article.summary and not was[1]):
        return Added(known, "known")
    if was[0] == traits.digest:
        # Another feed's headline may be another though nothing changed, and by hand one may
        # have given it one's own.
        told_again = again and feed_id is not None and was[3] == feed_id
        if not told_again or fold(was[2]) == fold(article.title):
            return Added(known, "known")
        _retitle(connection, known, article.title, keep_version)
        return Added(known, "updated")
    if keep_version and not was[1]:
        _keep_version(connection, known)
    _replace(connection, known, article, traits)
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
        published, added, sample = connection.execute(
            "SELECT published, added, sample FROM articles WHERE id = ?", (known,)
        ).fetchone()
        sort_at = sort_moment(published, added, sample=bool(sample))
        connection.execute("UPDATE articles SET sort_at = ? WHERE id = ?", (sort_at, known))
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


def _retitle(connection: sqlite3.Connection, known: int, title: str, keep_version: bool) -> None:
    """Another headline over the same words: what was found in them stays."""
    if keep_version:
        _keep_version(connection, known)
    connection.execute(
        "UPDATE articles SET title = ?, version = version + 1 WHERE id = ?", (title, known)
    )
    changes.record(connection, [known])


def _replace(connection: sqlite3.Connection, known: int, article: Article, traits: Traits) -> None:
    """Put a new text in place; the old spans mean nothing in it, so they go at once."""
    forget(connection, [known])
    connection.execute(
        "UPDATE articles SET title = ?, summary = ?, words = ?, first = ?, version = version + 1, "
        "quotes = NULL, engine = NULL WHERE id = ?",
        (
            article.title,
            int(article.summary),
            traits.words,
            traits.first,
            known,
        ),
    )
    connection.execute(
        "UPDATE texts SET text = ?, blocks = ?, digest = ? WHERE article_id = ?",
        (article.text, dump_blocks(article.blocks), traits.digest, known),
    )
    connection.execute("DELETE FROM bands WHERE article_id = ?", (known,))
    grouped, sort_at = connection.execute(
        "SELECT group_id, sort_at FROM articles WHERE id = ?", (known,)
    ).fetchone()
    if grouped is None:
        _join_group(connection, known, traits)
    else:
        _remember_bands(connection, known, traits.bands)
    queue.enqueue(connection, known, sort_at)
    changes.record(connection, [known])


def _remember_bands(connection: sqlite3.Connection, article_id: int, found: Sequence[int]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO bands(hash, article_id) VALUES (?, ?)",
        [(value, article_id) for value in found],
    )


def _join_group(connection: sqlite3.Connection, article_id: int, traits: Traits) -> None:
    """Put an article to those that are nearly identical; what was read stays read."""
    found = traits.bands
    if not found:
        return
    ours = set(traits.runs)
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
                "group_id = (SELECT group_id FROM articles WHERE id = ?1) WHERE id = ?2",
                (other, article_id),
            )
            connection.execute("DELETE FROM unread WHERE article_id = ?", (article_id,))
            connection.execute(
                "INSERT INTO unread SELECT ?2 FROM unread WHERE article_id = ?1",
                (other, article_id),
            )
            return


def remove(connection: sqlite3.Connection, ids: list[int]) -> int:
    """Forget articles; how many there were."""
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
