"""Feeds and addresses: following, refreshing, and fetching an article once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.ingest.gathering import Wanted
from reader.ingest.model import Added
from reader.ingest.refreshing import opened, refresh
from reader.ingest.targets import add_target
from reader.library.store import Library
from reader.news import Hints
from reader.sources.feeds import FeedItem

__all__ = ["add_target", "fetch_again", "refresh"]


def fetch_again(
    library: Library, ids: Sequence[int], *, allow_private: bool = False, workers: int | None = None
) -> Iterator[Added]:
    """Fetch the pages of articles once more: the whole where there was a summary, and a new
    version where the page has changed."""
    wanted: list[Wanted] = []
    for article_id, row in library.articles.rows(ids).items():
        if not row.url:
            yield Added(row.title, article_id, "refused", row.title, "it has no address to fetch")
            continue
        told = Hints(row.title, row.byline, row.site, row.published, row.url)
        item = FeedItem(key=row.url, url=row.url)
        wanted.append(Wanted(item, f"again {article_id}", row.url, asked=True, hints=told))
    if not wanted:
        return
    with opened(library, allow_private=allow_private, workers=workers) as run:
        yield from run.pages(wanted)
