"""What tests of following feeds share: stories and feeds on a server, workers that last."""

from __future__ import annotations

from reader.config import Fetch
from reader.ingest.feeds import refresh
from reader.ingest.model import AddOptions, FeedOutcome
from reader.library.store import Library
from reader.workers import WorkerPool
from tests.cleaning.pages import PROSE, article_page
from tests.sources.server import Server, rss, rss_item

RSS = "application/rss+xml"
OPTIONS = AddOptions(allow_private=True, workers=1)
SETTINGS = Fetch(timeout=300.0, allow_private=True)


class LastingPool(WorkerPool):
    """Worker processes that the tests of a file share, as starting them takes a while."""

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()


def story(server: Server, number: int, words: str = "of the bay", head: str = "") -> str:
    """Put a story on the server; its address."""
    body = "".join(f"<p>Story {number} {words}: {paragraph}</p>" for paragraph in PROSE)
    server.page(f"/{number}", article_page(body, title=f"Page title {number}", head=head))
    return server.url(f"/{number}")


def feed_of(server: Server, *numbers: int, path: str = "/feed.xml", **changed: str) -> str:
    """Put a feed of stories on the server; its address."""
    items = "".join(
        rss_item(server.url(f"/{n}"), changed.get(f"title{n}", f"Feed title {n}")) for n in numbers
    )
    server.page(path, rss(items), RSS)
    return server.url(path)


def refreshed(library: Library) -> FeedOutcome:
    """The outcome of the library's only feed, asked now."""
    (outcome,) = refresh(library, library.feeds.all(), settings=SETTINGS, workers=1)
    return outcome
