"""Entities across articles: found by any of their names, merged and split by the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reader.library import merging
from reader.library.annotations import Annotations
from reader.library.database import IN_LIST, Database, id_list
from reader.library.entity_tables import tidy
from reader.library.keys import fold, straight, words
from reader.library.rows import EntityRow, QuoteRow
from reader.news import EntityKind, ReaderError

_TOP_CHAR = "\U0010ffff"

_OF_WORD = "SELECT entity_id AS id FROM entity_words WHERE word = ?"
_NEWEST = "articles a INDEXED BY articles_dated"
"""Gone through by date, an entity of many articles need not be sorted: a screenful is enough."""


class Entities:
    """People, organisations and places, over the whole library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._annotations = Annotations(database)

    def get(self, entity_id: int) -> EntityRow | None:
        """One entity, with its counts over all articles."""
        return self.rows([entity_id]).get(entity_id)

    def rows(self, ids: Iterable[int]) -> dict[int, EntityRow]:
        """These entities."""
        chosen = id_list(ids)
        aliases: dict[int, list[str]] = {}
        for entity, alias in self._database.read(
            f"SELECT entity_id, alias FROM aliases WHERE entity_id {IN_LIST} "
            "ORDER BY length(alias) DESC, alias",
            (chosen,),
        ):
            aliases.setdefault(entity, []).append(alias)
        found = self._database.read(
            f"SELECT id, name, kind, articles, mentions, quotes FROM entities WHERE id {IN_LIST}",
            (chosen,),
        )
        return {
            row[0]: EntityRow(
                row[0],
                row[1],
                row[2],
                _others(row[1], aliases.get(row[0], ())),
                *row[3:6],
            )
            for row in found
        }

    def for_article(self, article_id: int) -> list[EntityRow]:
        """The entities of one article, most mentioned first.

        Name, kind and counts are those of this article, the aliases all that are known.
        """
        rows = self._database.read(
            "SELECT x.entity_id, sum(x.mentions) n, (SELECT count(*) FROM quotes q "
            "WHERE q.article_id = x.article_id AND q.entity_id = x.entity_id), x.name, x.kind, "
            "min(x.ordinal) first FROM article_entities x WHERE x.article_id = ? "
            "GROUP BY x.entity_id ORDER BY n DESC, first",
            (article_id,),
        )
        known = self.rows(row[0] for row in rows)
        found = []
        for entity_id, mentions, quotes, name, kind, _ in rows:
            names = (known[entity_id].name, *known[entity_id].aliases)
            others = _others(name, names)
            found.append(EntityRow(entity_id, name, kind, others, 1, mentions, quotes))
        return found

    def tidy(self) -> int:
        """Drop what no article mentions any more; how many entities."""
        with self._database.write() as connection:
            return tidy(connection)

    def find(self, text: str, kind: EntityKind | None = None, limit: int = 20) -> list[EntityRow]:
        """Entities one of whose names has words that begin like these, most frequent first.

        Accents and case do not matter; the whole name, if it is one, comes first.
        """
        parts = words(text)
        if not parts:
            return self.top(kind, limit)
        tests = " AND ".join(
            "id IN (SELECT entity_id FROM entity_words WHERE word >= ? AND word < ?)" for _ in parts
        )
        bounds = [bound for part in parts for bound in (part, part + _TOP_CHAR)]
        rows = self._database.read(
            f"SELECT id FROM entities WHERE {tests} AND (? IS NULL OR kind = ?) AND articles > 0 "
            "ORDER BY articles DESC, id LIMIT ?",
            (*bounds, kind, kind, limit),
        )
        ids = [row[0] for row in rows]
        known = self.rows(ids)
        wanted = fold(text)
        found = [known[entity] for entity in ids]
        found.sort(key=lambda row: wanted not in {fold(name) for name in (row.name, *row.aliases)})
        return found

    def named(self, parts: Sequence[str], limit: int = 50) -> list[int]:
        """Entities among the words of whose names are all of these folded words.

        Quick, as each search asks; where there are more than ``limit``, those of the most articles.
        """
        rows = self._database.read(" INTERSECT ".join([_OF_WORD] * len(parts)), parts)
        if len(rows) > limit:
            rows = self._database.read(
                f"SELECT id FROM entities WHERE id {IN_LIST} ORDER BY articles DESC, id LIMIT ?",
                (id_list(row[0] for row in rows), limit),
            )
        return [row[0] for row in rows]

    def name_words(self, beginning: str) -> list[tuple[str, int]]:
        """The folded words of names that begin so, each with in how many articles: for spelling."""
        return self._database.read(
            "SELECT w.word, sum(e.articles) FROM entity_words w JOIN entities e "
            "ON e.id = w.entity_id WHERE w.word >= ? AND w.word < ? AND e.articles > 0 "
            "GROUP BY w.word",
            (beginning, beginning + _TOP_CHAR),
        )

    def top(self, kind: EntityKind | None = None, limit: int | None = 50) -> list[EntityRow]:
        """The entities of the most articles."""
        where = "kind = ? AND" if kind else ""
        rows = self._database.read(
            f"SELECT id FROM entities WHERE {where} articles > 0 "
            "ORDER BY articles DESC, mentions DESC, id LIMIT ?",
            (*([kind] if kind else []), -1 if limit is None else limit),
        )
        known = self.rows(row[0] for row in rows)
        return [known[row[0]] for row in rows]

    def names(self, entity_id: int) -> tuple[str, ...]:
        """All names it goes by, the canonical one first."""
        row = self.get(entity_id)
        return (row.name, *row.aliases) if row else ()

    def parts(self, entity_id: int) -> tuple[str, ...]:
        """The names that can be split off it: those that only some of its articles give it."""
        uses: dict[str, Counter[str]] = {}
        for name, number in self._database.read(
            "SELECT name, count(*) FROM article_entities WHERE entity_id = ? GROUP BY name",
            (entity_id,),
        ):
            uses.setdefault(straight(fold(name)), Counter())[name] = number
        row = self.get(entity_id)
        if row is not None:
            uses.pop(straight(fold(row.name)), None)
        return tuple(sorted(counts.most_common(1)[0][0] for counts in uses.values()))

    def articles(self, entity_id: int, limit: int | None = None) -> list[int]:
        """The articles that mention it, newest first."""
        return self._database.ids(
            f"SELECT a.id FROM {_NEWEST} WHERE a.id IN (SELECT article_id FROM article_entities "
            "WHERE entity_id = ?) ORDER BY a.sort_at DESC, a.id DESC LIMIT ?",
            (entity_id, -1 if limit is None else limit),
        )

    def said_by(self, entity_id: int, limit: int = 100) -> list[QuoteRow]:
        """What it said, newest first."""
        ids = self._database.ids(
            f"SELECT q.id FROM {_NEWEST} CROSS JOIN quotes q ON q.article_id = a.id "
            "AND q.entity_id = ?1 WHERE a.id IN (SELECT article_id FROM quotes "
            "WHERE entity_id = ?1) ORDER BY a.sort_at DESC, a.id DESC, q.ordinal LIMIT ?2",
            (entity_id, limit),
        )
        return self._quotes(ids)

    def about(self, entity_id: int, limit: int = 100) -> list[QuoteRow]:
        """What others said of it: quotes in which it is mentioned, newest first."""
        ids = self._database.ids(
            f"SELECT q.id FROM {_NEWEST} CROSS JOIN quotes q ON q.article_id = a.id "
            "WHERE a.id IN (SELECT article_id FROM article_entities WHERE entity_id = ?1) "
            "AND q.entity_id IS NOT ?1 AND EXISTS (SELECT 1 FROM article_entities x "
            "JOIN json_each(x.spans) m JOIN json_each(q.content) c "
            "WHERE x.article_id = a.id AND x.entity_id = ?1 "
            "AND json_extract(m.value, '$[0]') >= json_extract(c.value, '$[0]') "
            "AND json_extract(m.value, '$[1]') <= json_extract(c.value, '$[1]')) "
            "ORDER BY a.sort_at DESC, a.id DESC, q.ordinal LIMIT ?2",
            (entity_id, limit),
        )
        return self._quotes(ids)

    def _quotes(self, ids: list[int]) -> list[QuoteRow]:
        rows = self._annotations.quote_rows(ids)
        return [rows[quote] for quote in ids if quote in rows]

    def together(self, entity_id: int, limit: int = 20) -> list[tuple[EntityRow, int]]:
        """The entities it appears with, and in how many articles."""
        rows = self._database.read(
            "SELECT y.entity_id, count(DISTINCT y.article_id) n FROM "
            "(SELECT DISTINCT article_id FROM article_entities WHERE entity_id = ?1) x "
            "JOIN article_entities y ON y.article_id = x.article_id WHERE y.entity_id <> ?1 "
            "AND y.kind IN ('person', 'organisation', 'place') "
            "GROUP BY y.entity_id ORDER BY n DESC, y.entity_id LIMIT ?2",
            (entity_id, limit),
        )
        known = self.rows(row[0] for row in rows)
        return [(known[entity], count) for entity, count in rows]

    def months(self, entity_id: int) -> list[tuple[str, int]]:
        """In how many articles of each month ("2024-12") it is mentioned; months in order.

        The month is the outlet's own; an article without a date is in none.
        """
        rows = self._database.read(
            "SELECT substr(a.published, 1, 7) m, count(DISTINCT a.id) "
            "FROM article_entities x JOIN articles a ON a.id = x.article_id "
            "WHERE x.entity_id = ? AND a.published IS NOT NULL GROUP BY m ORDER BY m",
            (entity_id,),
        )
        return [(row[0], row[1]) for row in rows]

    def merge(self, keep: int, other: int) -> merging.Merged:
        """Two entities are one, now and in every article to come; `part` takes it back.

        Raises ReaderError where there is no such entity.
        """
        if keep == other:
            raise ReaderError("An entity cannot be merged with itself.")
        with self._database.write() as connection:
            return merging.merge(connection, keep, other)

    def part(self, merged: merging.Merged) -> None:
        """Two entities are two again, as before they were merged.

        Raises ReaderError where the merged one is gone.
        """
        with self._database.write() as connection:
            merging.part(connection, merged)

    def split(self, entity_id: int, alias: str) -> int:
        """Where an article's name for it is this one, it is somebody else: the new entity.

        Holds for every article to come; ``merge(entity_id, new)`` takes it back. Raises
        ReaderError where no article uses the name as its name for the entity, or all do.
        """
        with self._database.write() as connection:
            return merging.split(connection, entity_id, alias)


def _others(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are not this one, whichever apostrophes they are written with."""
    found: dict[str, str] = {}
    for other in names:
        found.setdefault(straight(other), other)
    found.pop(straight(name), None)
    return tuple(found.values())
