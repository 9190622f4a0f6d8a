"""Is the library whole? Problems in plain words, none where all is well."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reader.library.database import LibraryDamaged
from reader.library.store import Library


def check(library: Library) -> list[str]:
    """Look at everything: the file itself, and that every span lies in its text."""
    try:
        problems = [*_file(library), *_texts(library), *_quotes(library), *_queues(library)]
        problems += _counts(library)
    except LibraryDamaged as error:
        return [str(error)]
    return problems


def _file(library: Library) -> Iterator[str]:
    for (line,) in library.database.read("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield f"The database file is damaged: {line}."
    for table, row, parent, _ in library.database.read("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} points to something missing in {parent}."


def _texts(library: Library) -> Iterator[str]:
    sql = (
        "SELECT a.id, t.text, t.blocks, (SELECT json_group_array(json(spans)) "
        "FROM article_entities x WHERE x.article_id = a.id) "
        "FROM articles a LEFT JOIN texts t ON t.article_id = a.id"
    )
    for article, text, blocks, mentions in library.database.stream(sql):
        if text is None:
            yield f"Article {article} has no text."
            continue
        yield from _blocks(article, text, json.loads(blocks))
        spans = [span for spans in json.loads(mentions) for span in spans]
        if not _inside(spans, len(text)):
            yield f"A mention of article {article} lies outside its text."


def _blocks(article: int, text: str, blocks: list[tuple[str, int, int, int]]) -> Iterator[str]:
    at = 0
    for _, start, end, _ in blocks:
        if start < at or end < start or end > len(text):
            yield f"The blocks of article {article} do not fit its text."
            return
        if text[at:start].strip():
            yield f"Some text of article {article} is in no block."
            return
        at = end
    if text[at:].strip():
        yield f"Some text of article {article} is in no block."


def _quotes(library: Library) -> Iterator[str]:
    sql = (
        "SELECT q.id, q.content, q.cue_start, q.cue_end, q.speaker_start, q.speaker_end, "
        "length(t.text) FROM quotes q JOIN texts t ON t.article_id = q.article_id"
    )
    for quote, content, *ends, length in library.database.stream(sql):
        spans = [*json.loads(content), ends[:2], ends[2:]]
        if not _inside([span for span in spans if span[0] is not None], length):
            yield f"Quote {quote} lies outside its article's text."


def _inside(spans: list[list[int]], length: int) -> bool:
    return all(0 <= start < end <= length for start, end in spans)


def _queues(library: Library) -> Iterator[str]:
    lost = library.database.value(
        "SELECT count(*) FROM articles WHERE quotes IS NULL AND id NOT IN "
        "(SELECT article_id FROM annotation_queue)"
    )
    if lost:
        yield f"{lost} articles have no quotes yet and are not in the queue for them."
    stray = library.database.value(
        "SELECT count(*) FROM changes WHERE what = 'put' AND article_id NOT IN "
        "(SELECT id FROM articles)"
    )
    if stray:
        yield f"The index is to take up {stray} articles that are not there."
    leaders = library.database.value(
        "SELECT count(*) FROM (SELECT group_id FROM articles WHERE group_id IS NOT NULL "
        "GROUP BY group_id HAVING sum(lead) <> 1)"
    )
    if leaders:
        yield f"{leaders} groups of articles have no single leading article."


def _counts(library: Library) -> Iterator[str]:
    wrong = library.database.value(
        "SELECT count(*) FROM entities e WHERE articles <> (SELECT count(DISTINCT article_id) "
        "FROM article_entities x WHERE x.entity_id = e.id) OR quotes <> "
        "(SELECT count(*) FROM quotes q WHERE q.entity_id = e.id)"
    )
    if wrong:
        yield f"{wrong} entities are counted wrongly."
    quotes = library.database.value(
        "SELECT count(*) FROM articles a WHERE quotes IS NOT NULL AND quotes <> "
        "(SELECT count(*) FROM quotes q WHERE q.article_id = a.id)"
    )
    if quotes:
        yield f"{quotes} articles have another number of quotes than they say."
