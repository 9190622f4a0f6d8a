"""Retention: old articles may go, where a person has set limits; what is kept dear, never."""

from __future__ import annotations

from reader.library.store import Library

_DEAR = (
    "starred = 0 AND later = 0 AND id NOT IN (SELECT article_id FROM notebook "
    "WHERE article_id IS NOT NULL) AND id NOT IN (SELECT article_id FROM article_tags)"
)


def drop_old(
    library: Library, *, days: int | None = None, articles: int | None = None
) -> list[int]:
    """Remove what came in more than ``days`` ago, and the oldest beyond ``articles``.

    Starred, read-later and tagged articles and those with saved quotes are never dropped.
    Returns the ids removed; with neither limit, none.
    """
    chosen: set[int] = set()
    if days is not None:
        rows = library.database.read(
            f"SELECT id FROM articles WHERE added < strftime('%Y-%m-%dT%H:%M:%S', 'now', ?) "
            f"AND {_DEAR}",
            (f"-{days} days",),
        )
        chosen.update(row[0] for row in rows)
    if articles is not None:
        rows = library.database.read(
            "SELECT id FROM (SELECT * FROM articles ORDER BY sort_at DESC, id DESC "
            f"LIMIT -1 OFFSET ?) WHERE {_DEAR}",
            (articles,),
        )
        chosen.update(row[0] for row in rows)
    library.articles.remove(chosen)
    return sorted(chosen)
