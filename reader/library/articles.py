"""Articles: taking them in, listing them, their versions and groups."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from reader.library.annotations import Annotations
from reader.library.database import IN_LIST, Database, id_list
from reader.library.intake import remember_address, remove, take_in
from reader.library.keys import url_key
from reader.library.records import load_article, load_blocks
from reader.library.rows import Added, ArticleRow, QuoteChange, StoredArticle, Version
from reader.library.traits import Traits, traits_of
from reader.library.versions import quote_changes
from reader.news import Article

Order = Literal["newest", "oldest", "added"]

_ORDERS = {
    "newest": "a.sort_at DESC, a.id DESC",
    "oldest": "a.sort_at, a.id",
    "added": "a.id DESC",
}
_ROW = (
    "a.id, a.title, a.site, a.byline, a.published, a.url, a.added, a.language, a.summary, "
    "a.sample, EXISTS (SELECT 1 FROM unread WHERE article_id = a.id), "
    "EXISTS (SELECT 1 FROM starred WHERE article_id = a.id), "
    "EXISTS (SELECT 1 FROM later WHERE article_id = a.id), "
    "(SELECT count(*) FROM notebook n WHERE n.article_id = a.id), "
    "a.quotes, a.words, a.group_id, a.feed_id, a.first, "
    "(SELECT group_concat(tag, char(10)) FROM article_tags g WHERE g.article_id = a.id), a.version"
)
_MARKED = "{}EXISTS (SELECT 1 FROM {} WHERE article_id = a.id)"


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
        traits: Traits | None = None,
    ) -> Added:
        """Take an article in; it is on the disk when this returns.

        The same address is the same article, and so is the same text in the same outlet unless
        both address and headline differ: ``known``, or ``updated`` where its text has changed, or
        by its feed its headline (the earlier one is kept as a version). A teaser never replaces
        a whole article. ``traits``: the article's, where they have been worked out elsewhere.
        """
        traits = traits or traits_of(article)
        with self._database.write() as connection:
            return take_in(
                connection,
                article,
                traits,
                feed_id=feed_id,
                sample=sample,
                keep_version=keep_version,
            )

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
        groups = self._groups({row[16] for row in found if row[16] is not None})
        return {row[0]: _article_row(row, groups.get(row[16], (row[2],))) for row in found}

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

    def came_with(self, ids: Sequence[int], feed_id: int) -> None:
        """A feed shows these articles, too: those that were of no feed are its own now.

        So pages that were kept before their feed was followed, or while it was not.
        """
        if not ids:
            return
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE articles SET feed_id = ? WHERE feed_id IS NULL AND id {IN_LIST} "
                "AND EXISTS (SELECT 1 FROM feeds WHERE id = ?)",
                (feed_id, id_list(ids), feed_id),
            )

    def also_at(self, article_id: int, url: str) -> None:
        """An article that is known has this address, too; nothing where another one has it."""
        with self._database.write() as connection:
            remember_address(connection, article_id, url)

    def remove(self, ids: Iterable[int]) -> int:
        """Forget articles; saved quotations keep their words and source. How many."""
        with self._database.write() as connection:
            return remove(connection, list(ids))

    def remove_samples(self) -> int:
        """Forget the articles that came with the program. How many."""
        with self._database.write() as connection:
            rows = connection.execute("SELECT id FROM articles WHERE sample = 1").fetchall()
            return remove(connection, [row[0] for row in rows])

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

    def _groups(self, groups: set[int]) -> dict[int, Sequence[str | None]]:
        """The site of each article of these groups, the leading one's first."""
        found: dict[int, list[str | None]] = {}
        if groups:
            rows = self._database.read(
                f"SELECT group_id, site FROM articles WHERE group_id {IN_LIST} "
                "ORDER BY lead DESC, id",
                (id_list(groups),),
            )
            for group, site in rows:
                found.setdefault(group, []).append(site)
        return dict(found)


def _article_row(row: Sequence[Any], sites: Sequence[str | None]) -> ArticleRow:
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
        outlets=tuple(dict.fromkeys(site for site in (row[2], *sites) if site)),
        feed_id=row[17],
        first=row[18],
        tags=tuple(sorted(row[19].split("\n"))) if row[19] else (),
        version=row[20],
        alike=len(sites),
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
        terms.append(_MARKED.format("", "unread"))
    if feed_id is not None:
        terms.append("a.feed_id = ?")
        parameters.append(feed_id)
    if later is not None:
        terms.append(_MARKED.format("" if later else "NOT ", "later"))
    if starred is not None:
        terms.append(_MARKED.format("" if starred else "NOT ", "starred"))
    if tag is not None:
        terms.append("a.id IN (SELECT article_id FROM article_tags WHERE tag = ?)")
        parameters.append(tag)
    # A mark may sit on any article of a group, and a feed lists all that it brought.
    if grouped and feed_id is None and not later and not starred and tag is None:
        terms.append("a.lead = 1")
    return ("WHERE " + " AND ".join(terms) if terms else ""), parameters
