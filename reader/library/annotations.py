"""Annotations: quotes and entities of each article, stand-off, and quotes across articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from reader.library import changes
from reader.library.database import IN_LIST, Database, id_list
from reader.library.entity_tables import entity_for, own_key, tally
from reader.library.keys import NEARLY, likeness, quote_hash
from reader.library.records import dump, load_spans, load_strings, span_of
from reader.library.rows import QuoteRow
from reader.news import Annotation, Entity, Quote, quoted_text

_QUOTE = (
    "q.id, q.article_id, q.ordinal, q.content, q.cue_start, q.cue_end, q.speaker_start, "
    "q.speaker_end, coalesce(q.name, e.name), x.role, q.kind, q.entity_id, a.title, a.site, "
    "a.published, a.url, a.byline, t.text FROM quotes q JOIN articles a ON a.id = q.article_id "
    "JOIN texts t ON t.article_id = q.article_id LEFT JOIN entities e ON e.id = q.entity_id "
    "LEFT JOIN article_entities x ON x.article_id = q.article_id AND x.ordinal = q.entity"
)


_NEAR_CANDIDATES = 500
"""So many of a speaker's newest quotes are compared."""


class Annotations:
    """What the language part found, by article and by quote."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self, article_id: int, version: int, annotation: Annotation, keys: Sequence[str]
    ) -> bool:
        """Store the annotation of one version of a text and take it off the queue.

        ``keys[i]`` is the identity key of ``annotation.entities[i]``: equal keys in
        different articles are one entity; an empty key is an entity of this article only
        (a lone surname is no evidence). False, and nothing stored, where the article is
        gone or its text has another version by now.
        """
        if len(keys) != len(annotation.entities):
            raise ValueError("one key for each entity")
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT version FROM articles WHERE id = ?", (article_id,)
            ).fetchone()
            if row is None or row[0] != version:
                return False
            text = connection.execute(
                "SELECT text FROM texts WHERE article_id = ?", (article_id,)
            ).fetchone()[0]
            forget(connection, [article_id])
            entity_ids = _put_entities(connection, article_id, annotation.entities, keys)
            _put_quotes(connection, article_id, text, annotation.quotes, entity_ids)
            tally(connection, [article_id], 1)
            connection.execute(
                "UPDATE articles SET quotes = ?, engine = ? WHERE id = ?",
                (len(annotation.quotes), annotation.engine, article_id),
            )
            connection.execute("DELETE FROM annotation_queue WHERE article_id = ?", (article_id,))
            changes.record(connection, [article_id])
            return True

    def get(self, article_id: int) -> Annotation | None:
        """The annotation as it was put; None while there is none."""
        found = self._database.one(
            "SELECT engine FROM articles WHERE id = ? AND quotes IS NOT NULL", (article_id,)
        )
        if found is None:
            return None
        quotes = self._database.read(
            "SELECT kind, content, cue_start, cue_end, speaker_start, speaker_end, name, entity, "
            "speech FROM quotes WHERE article_id = ? ORDER BY ordinal",
            (article_id,),
        )
        entities = self._database.read(
            "SELECT name, kind, spans, aliases, role FROM article_entities "
            "WHERE article_id = ? ORDER BY ordinal",
            (article_id,),
        )
        return Annotation(
            quotes=tuple(_quote(row) for row in quotes),
            entities=tuple(
                Entity(row[0], row[1], load_spans(row[2]), load_strings(row[3]), row[4])
                for row in entities
            ),
            engine=found[0] or "",
        )

    def entity_ids(self, article_id: int) -> list[int]:
        """The library's entity of each of the annotation's entities."""
        rows = self._database.read(
            "SELECT entity_id FROM article_entities WHERE article_id = ? ORDER BY ordinal",
            (article_id,),
        )
        return [row[0] for row in rows]

    def quotes(self, article_id: int) -> list[QuoteRow]:
        """The quotes of one article, in the order of the text."""
        rows = self._database.read(
            f"SELECT {_QUOTE} WHERE q.article_id = ? ORDER BY q.ordinal", (article_id,)
        )
        return [_quote_row(row) for row in rows]

    def quote_rows(self, ids: Iterable[int]) -> dict[int, QuoteRow]:
        """These quotes; those that are gone are left out."""
        rows = self._database.read(f"SELECT {_QUOTE} WHERE q.id {IN_LIST}", (id_list(ids),))
        return {row[0]: _quote_row(row) for row in rows}

    def newest_quotes(
        self,
        limit: int | None = None,
        offset: int = 0,
        kind: str | None = None,
        *,
        feed_id: int | None = None,
    ) -> list[int]:
        """Quotes of the newest articles first; of one kind, of one feed."""
        rows = self._database.read(
            "SELECT q.id FROM articles a CROSS JOIN quotes q ON q.article_id = a.id "
            "WHERE (?1 IS NULL OR q.kind = ?1) AND (?4 IS NULL OR a.feed_id = ?4) "
            "ORDER BY a.sort_at DESC, a.id DESC, q.ordinal LIMIT ?2 OFFSET ?3",
            (kind, -1 if limit is None else limit, offset, feed_id),
        )
        return [row[0] for row in rows]

    def count_quotes(self, *, feed_id: int | None = None) -> int:
        """How many quotes were found in all articles, or in those of a feed."""
        if feed_id is None:
            return int(self._database.value("SELECT count(*) FROM quotes"))
        return int(
            self._database.value("SELECT total(quotes) FROM articles WHERE feed_id = ?", (feed_id,))
        )

    def same_elsewhere(self, quote_id: int) -> list[QuoteRow]:
        """The same words quoted in other articles, newest first; none for short quotes."""
        rows = self._database.read(
            f"SELECT {_QUOTE} JOIN quotes o ON o.words_hash = q.words_hash "
            "WHERE o.id = ? AND q.article_id <> o.article_id "
            "ORDER BY a.sort_at DESC, q.id LIMIT 100",
            (quote_id,),
        )
        return [_quote_row(row) for row in rows]

    def near_elsewhere(self, quote_id: int, limit: int = 20) -> list[QuoteRow]:
        """What the same speaker says in other articles in nearly these words, or in a part of
        them: another outlet's cut or slip. The most alike first; none of `same_elsewhere`.
        """
        own = self.quote_rows([quote_id]).get(quote_id)
        if own is None or own.entity_id is None:
            return []
        ids = self._database.ids(
            "SELECT q.id FROM quotes q JOIN articles a ON a.id = q.article_id "
            "WHERE q.entity_id = ? AND q.article_id <> ? "
            "AND q.words_hash IS NOT (SELECT words_hash FROM quotes WHERE id = ?) "
            "ORDER BY a.sort_at DESC, q.id LIMIT ?",
            (own.entity_id, own.article_id, quote_id, _NEAR_CANDIDATES),
        )
        scored = [(likeness(own.text, row.text), row) for row in self.quote_rows(ids).values()]
        near = [pair for pair in scored if pair[0] >= NEARLY]
        near.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [row for _, row in near[:limit]]


def forget(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Drop the annotations of these articles; part of the caller's transaction."""
    chosen = list(ids)
    tally(connection, chosen, -1)
    connection.execute(f"DELETE FROM quotes WHERE article_id {IN_LIST}", (id_list(chosen),))
    connection.execute(
        f"DELETE FROM article_entities WHERE article_id {IN_LIST}", (id_list(chosen),)
    )


def _quote_row(row: Sequence[Any]) -> QuoteRow:
    content = load_spans(row[3])
    text: str = row[17]
    cue, speaker = span_of(row[4], row[5]), span_of(row[6], row[7])
    return QuoteRow(
        id=row[0],
        article_id=row[1],
        ordinal=row[2],
        text=quoted_text(text, content),
        content=content,
        cue=text[cue[0] : cue[1]] if cue else None,
        cue_span=cue,
        speaker=speaker,
        name=row[8],
        role=row[9],
        kind=row[10],
        entity_id=row[11],
        title=row[12],
        site=row[13],
        published=row[14],
        url=row[15],
        byline=row[16],
        called=" ".join(text[slice(*speaker)].split()) if speaker else "",
    )


def _quote(row: Sequence[Any]) -> Quote:
    return Quote(
        kind=row[0],
        content=load_spans(row[1]),
        cue=span_of(row[2], row[3]),
        speaker=span_of(row[4], row[5]),
        name=row[6],
        entity=row[7],
        speech=bool(row[8]),
    )


def _put_entities(
    connection: sqlite3.Connection,
    article_id: int,
    entities: Sequence[Entity],
    keys: Sequence[str],
) -> list[int]:
    ids = [
        entity_for(connection, key or own_key(article_id, entity.name), entity.name, entity.kind)
        for entity, key in zip(entities, keys, strict=True)
    ]
    connection.executemany(
        "INSERT INTO article_entities(article_id, ordinal, entity_id, name, kind, aliases, role, "
        "spans, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                ordinal,
                entity_id,
                entity.name,
                entity.kind,
                dump(entity.aliases),
                entity.role,
                dump(entity.mentions),
                len(entity.mentions),
            )
            for ordinal, (entity, entity_id) in enumerate(zip(entities, ids, strict=True))
        ],
    )
    return ids


def _put_quotes(
    connection: sqlite3.Connection,
    article_id: int,
    text: str,
    quotes: Sequence[Quote],
    entity_ids: Sequence[int],
) -> None:
    connection.executemany(
        "INSERT INTO quotes(article_id, ordinal, kind, content, cue_start, cue_end, "
        "speaker_start, speaker_end, name, entity, entity_id, speech, words_hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                ordinal,
                quote.kind,
                dump(quote.content),
                *(quote.cue or (None, None)),
                *(quote.speaker or (None, None)),
                quote.name,
                quote.entity,
                None if quote.entity is None else entity_ids[quote.entity],
                int(quote.speech),
                quote_hash(" ".join(text[start:end] for start, end in quote.content)),
            )
            for ordinal, quote in enumerate(quotes)
        ],
    )
