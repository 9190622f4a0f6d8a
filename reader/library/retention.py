"""Retention: old articles may go, where a person has set limits; what is kept dear, never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reader.library.store import Library

_DEAR = (
    "id IN (SELECT article_id FROM starred UNION SELECT article_id FROM later "
    "UNION SELECT article_id FROM article_tags "
    "UNION SELECT article_id FROM notebook WHERE article_id IS NOT NULL)"
)


def drop_old(
    library: Library, *, days: int | None = None, articles: int | None = None
) -> list[int]:
    """Remove read articles that came in more than ``days`` ago, and the oldest beyond
    ``articles``, read or not.

    Starred, read-later and tagged articles and those with saved quotes are never dropped.
    Returns the ids removed; with neither limit, none.
    """
    chosen: set[int] = set()
    if days is not None:
        came = (datetime.now(UTC) - timedelta(days=days)).replace(microsecond=0).isoformat()
        chosen.update(
            library.database.ids(
                "SELECT id FROM articles WHERE added < ? "
                f"AND id NOT IN (SELECT article_id FROM unread) AND NOT {_DEAR}",
                (came,),
            )
        )
    if articles is not None:
        chosen.update(
            library.database.ids(
                "SELECT id FROM (SELECT * FROM articles ORDER BY sort_at DESC, id DESC "
                f"LIMIT -1 OFFSET ?) WHERE NOT {_DEAR}",
                (articles,),
            )
        )
    if chosen:
        library.articles.remove(chosen)
    return sorted(chosen)


def trim_versions(library: Library, keep: int) -> int:
    """Keep only the newest earlier versions of each article; how many went."""
    surplus = library.database.ids(
        "SELECT id FROM (SELECT id, row_number() OVER "
        "(PARTITION BY article_id ORDER BY id DESC) AS place FROM versions) WHERE place > ?",
        (keep,),
    )
    if surplus:
        with library.database.write() as connection:
            connection.executemany("DELETE FROM versions WHERE id = ?", [(i,) for i in surplus])
    return len(surplus)
