"""Following feeds as a person does: add, refresh, change, move; with real everything."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from reader.ingest import add, items
from reader.ingest.feeds import add_target, fetch_again, refresh
from reader.ingest.gathering import Got, Wanted
from reader.ingest.model import Added, AddOptions, FeedChoice
from reader.library.store import Library
from reader.news import Article, Block, ReaderError
from reader.sources.feeds import FeedItem
from tests.cleaning.pages import PROSE, article_page
from tests.sources.following import OPTIONS, RSS, SETTINGS, feed_of, refreshed, story
from tests.sources.server import Server, rss, rss_item
from tests.sources.test_files import put, warc


def titles(library: Library) -> set[str]:
    return {row.title for row in library.articles.rows(library.articles.ids()).values()}


def test_a_feed_is_followed_and_its_articles_are_whole(library: Library, server: Server) -> None:
    for number in (1, 2):
        story(server, number)
    url = feed_of(server, 1, 2)
    lines = list(add_target(library, url, OPTIONS))
    assert sorted((line.status, line.title) for line in lines) == [
        ("added", "Feed title 1"),
        ("added", "Feed title 2"),
        ("added", "The Bay Post"),
    ]
    stored = library.articles.get(
        next(line.id for line in lines if line.title == "Feed title 1") or 0
    )
    assert stored is not None
    assert stored.article.text.startswith("Story 1 of the bay: The council")
    assert (stored.article.summary, stored.row.published) == (False, "2025-03-04T21:05:00+00:00")
    (feed,) = library.feeds.all()
    assert (feed.title, feed.articles, feed.unread, feed.error) == ("The Bay Post", 2, 2, None)
    assert [line.status for line in add_target(library, url, OPTIONS)] == ["known"]


def test_nothing_new_is_not_asked_for_twice(library: Library, server: Server) -> None:
    story(server, 1)
    list(add_target(library, feed_of(server, 1), OPTIONS))
    before = len(server.asked)
    assert refreshed(library).unchanged
    assert len(server.asked) == before + 1
    assert server.last("/feed.xml").headers["if-none-match"]


def test_new_and_changed_items(library: Library, server: Server) -> None:
    story(server, 1)
    list(add_target(library, feed_of(server, 1), OPTIONS))
    story(server, 1, "as corrected")
    story(server, 2)
    feed_of(server, 1, 2, title1="Feed title 1, corrected")
    outcome = refreshed(library)
    assert (outcome.new, outcome.updated, outcome.error) == (1, 1, None)
    (first,) = [
        i
        for i, r in library.articles.rows(library.articles.ids()).items()
        if r.url and r.url.endswith("/1")
    ]
    stored = library.articles.get(first)
    assert stored is not None
    assert "as corrected" in stored.article.text
    assert [v.article.text[:18] for v in library.articles.versions(first)] == ["Story 1 of the bay"]


def test_an_article_that_moves_with_its_headline_is_the_same_one(
    library: Library, server: Server
) -> None:
    def publish(path: str, title: str, words: str) -> None:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PROSE, words))
        server.page(path, article_page(body, title=title))
        item = rss_item(server.url(path), title, guid="story-7")
        server.page("/feed.xml", rss(item), RSS)

    publish("/pier-to-close", "Pier to close", "It was built in 1902.")
    list(add_target(library, server.url("/feed.xml"), OPTIONS))
    publish("/pier-to-stay-open", "Pier to stay open", "It was built in 1904, not in 1902.")
    outcome = refreshed(library)
    assert (outcome.new, outcome.updated) == (0, 1)
    (article,) = library.articles.all_ids()
    assert library.articles.by_url(server.url("/pier-to-stay-open")) == article
    assert "1902." in library.articles.versions(article)[0].article.text
    server.page(
        "/flood", article_page("".join(f"<p>Flood {n}. {'Water. ' * 30}</p>" for n in range(9)))
    )
    server.page("/feed.xml", rss(rss_item(server.url("/flood"), "Flood", guid="story-7")), RSS)
    assert refreshed(library).new == 1  # the same mark for another story: nothing is lost


def test_an_interrupted_refresh_goes_on_where_it_was(library: Library, server: Server) -> None:
    numbers = range(1, 41)
    for number in numbers:
        story(server, number)
    library.feeds.subscribe(feed_of(server, *numbers))
    stop = threading.Event()

    def progress(what: str, done: int, total: int | None) -> None:
        if done >= 3:
            stop.set()

    feeds = library.feeds.all()
    begun = refresh(library, feeds, settings=SETTINGS, on_progress=progress, cancel=stop)
    with server.only(3, *(f"/{number}" for number in numbers)):
        assert list(begun) == []
    stored = len(library.articles.all_ids())
    assert stored == 3
    assert library.feeds.all()[0].etag is None
    before = {row.url for row in library.articles.rows(library.articles.all_ids()).values()}
    asked = len(server.asked)
    outcome = refreshed(library)
    assert (outcome.new, outcome.error) == (40 - stored, None)
    assert len(library.articles.all_ids()) == 40
    again = {server.url(one.path) for one in server.asked[asked:]}
    assert not again & before


def test_a_page_that_cannot_be_had_leaves_a_summary_until_it_can(
    library: Library, server: Server
) -> None:
    server.page("/1", "not now", status=500)
    words = " ".join(PROSE[:2])
    server.page("/feed.xml", rss(rss_item(server.url("/1"), "Feed title 1", words)), RSS)
    lines = list(add_target(library, server.url("/feed.xml"), OPTIONS))
    (line,) = [line for line in lines if line.id is not None]
    assert (line.status, line.reason) == ("added", "the server failed (HTTP 500)")
    row = library.articles.rows([line.id or 0])[line.id or 0]
    assert row.summary
    story(server, 1)
    (again,) = fetch_again(library, [row.id], allow_private=True, workers=1)
    assert (again.status, again.id) == ("updated", row.id)
    stored = library.articles.get(row.id)
    assert stored is not None
    assert not stored.row.summary
    assert stored.row.title == "Feed title 1"


def test_a_failed_page_is_tried_again_when_its_time_has_come(
    library: Library, server: Server
) -> None:
    server.page("/1", "not now", status=503)
    server.page("/feed.xml", rss(rss_item(server.url("/1"), "Feed title 1", PROSE[0])), RSS)
    list(add_target(library, server.url("/feed.xml"), OPTIONS))
    (feed,) = library.feeds.all()
    (item,) = library.feeds.items(feed.id).values()
    assert (item.status, item.attempts) == ("summary", 1)
    assert item.retry_at is not None
    library.feeds.remember(feed.id, [replace(item, retry_at="2020-01-01T00:00:00+00:00")])
    story(server, 1)
    assert refreshed(library).updated == 1
    (item,) = library.feeds.items(feed.id).values()
    assert (item.status, item.retry_at) == ("stored", None)


def test_a_page_tried_again_is_its_feeds_even_if_that_fails_now(
    library: Library, server: Server
) -> None:
    server.page("/1", "not now", status=503)
    server.page("/feed.xml", rss(rss_item(server.url("/1"), "Feed title 1", "")), RSS)
    list(add_target(library, server.url("/feed.xml"), OPTIONS))
    (feed,) = library.feeds.all()
    (item,) = library.feeds.items(feed.id).values()
    assert (item.status, library.articles.count()) == ("failed", 0)
    library.feeds.remember(feed.id, [replace(item, retry_at="2020-01-01T00:00:00+00:00")])
    story(server, 1)
    server.page("/feed.xml", "not now", status=500)
    outcome = refreshed(library)
    assert (outcome.error, outcome.new) == ("the server failed (HTTP 500)", 1)
    (item,) = library.feeds.items(feed.id).values()
    assert item.status == "stored"
    assert library.articles.rows([item.article_id or 0])[item.article_id or 0].feed_id == feed.id


@pytest.mark.parametrize(("key", "kept"), [("one", ["refused"]), ("\ud800", [])])
def test_an_article_that_cannot_be_stored_is_remembered_as_such(
    library: Library, server: Server, key: str, kept: list[str]
) -> None:
    list(add_target(library, feed_of(server), OPTIONS))
    (feed,) = library.feeds.all()
    broken = Article("Broken", "half \ud800", (Block("paragraph", 0, 6),))
    line = items.store(
        library, items.UnderWay(feed), Got(Wanted(FeedItem(key, None), feed.id), broken)
    )
    assert (line.status, line.reason) == ("refused", "it holds broken characters")
    assert [item.status for item in library.feeds.items(feed.id).values()] == kept
    assert library.articles.count() == 0


def test_a_feed_that_moves_is_followed_there(library: Library, server: Server) -> None:
    list(add_target(library, feed_of(server, path="/old.xml"), OPTIONS))
    feed_of(server, path="/new.xml")
    server.redirect("/old.xml", "/new.xml", 301)
    assert refreshed(library).note == f"it has moved to {server.url('/new.xml')}"
    assert [feed.url for feed in library.feeds.all()] == [server.url("/new.xml")]


def test_a_feed_that_fails_is_left_alone_for_longer_and_longer(
    library: Library, server: Server
) -> None:
    list(add_target(library, feed_of(server), OPTIONS))
    server.page("/feed.xml", "no", status=500)
    waits = []
    for failures in (1, 2, 3):
        assert refreshed(library).error == "the server failed (HTTP 500)"
        (feed,) = library.feeds.all()
        assert feed.failures == failures
        waits.append(feed.next_fetch or "")
    assert waits == sorted(waits)
    assert library.feeds.due() == []
    feed_of(server)
    assert refreshed(library).error is None
    (feed,) = library.feeds.all()
    assert (feed.failures, feed.error) == (0, None)


def test_a_server_that_asked_for_a_pause_is_not_asked(library: Library, server: Server) -> None:
    list(add_target(library, feed_of(server), OPTIONS))
    server.page("/feed.xml", "no", status=503, Retry_After="7200")
    assert "overloaded" in (refreshed(library).error or "")
    before = len(server.asked)
    outcome = refreshed(library)
    assert "asked to be left alone until" in (outcome.note or "")
    assert len(server.asked) == before


def test_no_secret_of_an_address_is_told(library: Library, server: Server) -> None:
    server.page("/bad.xml?token=s3cret&x=1", "<rss><chan", RSS)
    feed_of(server, path="/good.xml?token=s3cret")
    for path in ("/none?key=s3cret", "/bad.xml?token=s3cret&x=1", "/good.xml?token=s3cret"):
        url = server.url(path).replace("//", "//me:s3cret@")
        lines = list(add(library, [url], OPTIONS, index=False))
        assert lines
        assert "s3cret" not in str(lines)
    for outcome in refresh(library, library.feeds.all(), settings=SETTINGS, workers=1):
        assert "s3cret" not in str(outcome)
    rows = library.feeds.all()
    assert len(rows) == 2
    assert not any("s3cret" in f"{row.title} {row.error}" for row in rows)


def test_a_page_is_kept_and_its_only_feed_followed(library: Library, server: Server) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    url = story(server, 1, head=link)
    feed_of(server, 1)
    lines = list(add_target(library, url, OPTIONS))
    assert [(line.status, line.title) for line in lines] == [
        ("added", "Page title 1"),
        ("added", "The Bay Post"),
    ]
    only = list(add_target(library, story(server, 2, head=link), replace(OPTIONS, page_only=True)))
    assert [(line.status, line.title) for line in only] == [("added", "Page title 2")]


def test_of_several_feeds_the_person_chooses(library: Library, server: Server) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{t}" href="/{t}.xml">'
        for t in ("News", "Sport")
    )
    server.page("/", f"<html><head>{links}</head><body><p>Welcome.</p></body></html>")
    for name in ("News", "Sport"):
        feed_of(server, path=f"/{name}.xml")
    (line,) = add_target(library, server.url("/"), OPTIONS)
    assert (line.status, len(line.offers)) == ("refused", 2)
    assert re.search(
        r"no article; it offers 2 feeds; add one of them .*News\.xml", str(line.reason)
    )
    with pytest.raises(ReaderError, match="none of the 2 feeds"):
        list(add_target(library, server.url("/"), replace(OPTIONS, choose=lambda _: ())))
    offered: list[FeedChoice] = []

    def choose(feeds: object) -> list[int]:
        assert isinstance(feeds, list)
        offered.extend(feeds)
        return [1]

    lines = list(add_target(library, server.url("/"), replace(OPTIONS, choose=choose)))
    assert [feed.title for feed in offered] == ["News", "Sport"]
    assert [(line.target, line.status) for line in lines] == [(server.url("/Sport.xml"), "added")]


def test_private_servers_only_when_allowed_and_then_for_good(
    library: Library, server: Server
) -> None:
    url = feed_of(server)
    with pytest.raises(ReaderError, match="--allow-private"):
        list(add_target(library, url, AddOptions()))
    list(add_target(library, url, OPTIONS))
    assert [o.error for o in refresh(library, library.feeds.all(), workers=1)] == [None]


def test_an_article_in_parts_is_one(library: Library, server: Server) -> None:
    for part in (1, 2, 3):
        body = "".join(f"<p>Part {part}: {paragraph}</p>" for paragraph in PROSE)
        link = f'<link rel="next" href="/long/{part + 1}">' if part < 3 else ""
        path = "/long" if part == 1 else f"/long/{part}"
        server.page(path, article_page(body, head=link, title="A long read"))
    (line,) = add_target(library, server.url("/long"), OPTIONS)
    stored = library.articles.get(line.id or 0)
    assert stored is not None
    assert [stored.article.text.count(f"Part {part}:") for part in (1, 2, 3)] == [5, 5, 5]


def test_no_page_speaks_for_another_owners_address(library: Library, server: Server) -> None:
    story(server, 1, head='<link rel="canonical" href="https://times.example/real-story">')
    (line,) = add_target(library, server.url("/1"), OPTIONS)
    assert library.articles.rows([line.id or 0])[line.id or 0].url == server.url("/1")


def test_opml_lists_and_archives(library: Library, server: Server, tmp_path: Path) -> None:
    url = feed_of(server, 1)
    story(server, 1)
    opml = put(
        tmp_path,
        "feeds.opml",
        f'<opml version="2.0"><body><outline text="News"><outline xmlUrl="{url}"/>'
        '<outline xmlUrl="exec:rm"/></outline></body></opml>',
    )
    lines = list(add_target(library, str(opml), OPTIONS))
    assert sorted(line.status for line in lines) == ["added", "added", "refused"]
    assert library.feeds.all()[0].tags == ("News",)
    page = story(server, 2)
    csv = put(tmp_path, "pocket.csv", f"title,url,tags,status\nX,{page},boats,unread\n")
    (line,) = add_target(library, str(csv), OPTIONS)
    row = library.articles.rows([line.id or 0])[line.id or 0]
    assert (row.title, row.tags, row.later) == ("Page title 2", ("boats",), True)
    assert [line.status for line in add_target(library, str(csv), OPTIONS)] == ["known"]
    archive = warc(tmp_path)
    assert len({line.id for line in add_target(library, str(archive), OPTIONS)}) >= 1
    again = list(add_target(library, str(archive), OPTIONS))
    assert {line.status for line in again} == {"known"}


def test_newsboats_own_titles_stay_and_an_archive_without_pages_says_so(
    library: Library, server: Server, tmp_path: Path
) -> None:
    urls = put(tmp_path, "urls", f'{feed_of(server)} "~My bay" boats\n')
    (line,) = add_target(library, str(urls), OPTIONS)
    (feed,) = library.feeds.all()
    assert (line.title, feed.title, feed.tags) == ("My bay", "My bay", ("boats",))
    assert refreshed(library).title == "My bay"
    for body in (b"WARC/1.0\r\nnonsense", b""):
        (line,) = add_target(library, str(put(tmp_path, "x.warc", body)), OPTIONS)
        assert (line.status, line.reason) == ("refused", "there are no pages in this archive")


def test_the_sample_feed_needs_no_network(library: Library) -> None:
    seeds = Path(__file__).resolve().parents[2] / "seeds" / "feed.xml"
    lines: list[Added] = list(add_target(library, str(seeds), AddOptions(workers=1)))
    assert lines
    assert {line.status for line in lines} == {"added"}
    rows = library.articles.rows(library.articles.ids()).values()
    assert all(row.byline and row.published and row.url and not row.summary for row in rows)
    assert {"Harbour Gazette", "Radio Estuaire"} <= {row.site for row in rows}
    assert titles(library) == {line.title for line in lines}


def test_a_page_that_was_kept_before_is_among_its_feeds_articles(
    library: Library, server: Server
) -> None:
    page = AddOptions(allow_private=True, workers=1, page_only=True)
    list(add_target(library, story(server, 1), page))
    list(add_target(library, feed_of(server, 1), OPTIONS))
    (feed,) = library.feeds.all()
    assert (feed.articles, library.articles.count()) == (1, 1)
    library.feeds.restore(library.feeds.remove(feed.id) or feed)
    refreshed(library)
    assert [feed.articles for feed in library.feeds.all()] == [1]
