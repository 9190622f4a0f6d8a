"""Pages that are not the article itself but lead to it: parts, moves, copies for telephones."""

from __future__ import annotations

import re

import pytest

from reader.cleaning.extract import clean_html
from reader.ingest.feeds import add_target, refresh
from reader.library.store import Library
from reader.news import Hints, Page
from reader.sources.discover import next_part, sent_on
from reader.workers import WorkerPool
from tests.cleaning.pages import PROSE, article_page
from tests.sources.following import OPTIONS, RSS, SETTINGS, feed_of, refreshed, story
from tests.sources.server import Server, bomb, rss, rss_item

HERE = "https://bay.example/news/pier"


@pytest.mark.parametrize(
    ("content", "to"),
    [
        ("0;url=/real", "https://bay.example/real"),
        ("5; URL='https://other.example/x'", "https://other.example/x"),
        ("0.5, /real", "https://bay.example/real"),
        ("300; url=/later", None),
        ("30", None),
        ("0;url=#top", None),
        ("0;url=javascript:alert(1)", None),
        ("0;url=", None),
        ("soon", None),
    ],
)
def test_where_a_page_sends_its_readers(content: str, to: str | None) -> None:
    page = f'<html><head><meta http-equiv="Refresh" content="{content}"></head></html>'
    assert sent_on(page, HERE) == to


@pytest.mark.parametrize(
    ("here", "link", "is_next"),
    [
        ("/news/pier", "/news/pier/2", True),
        ("/news/pier", "/news/pier?page=2", True),
        ("/news/pier/2", "/news/pier/3", True),
        ("/news/pier.html", "/news/pier-2.html", True),
        ("/news/pier", "/news/boat", False),
        ("/news/pier", "/news/pier/3", False),
        ("/news/pier", "https://other.example/news/pier/2", False),
    ],
)
def test_only_the_next_part_is_the_next_part(here: str, link: str, is_next: bool) -> None:
    found = next_part(f'<link rel="next" href="{link}">', f"https://bay.example{here}")
    assert (found is not None) == is_next


def test_a_page_that_only_sends_on_is_followed(library: Library, server: Server) -> None:
    story(server, 1)
    server.page("/go", '<html><head><meta http-equiv="refresh" content="0;url=/1"></head></html>')
    server.page("/feed.xml", rss(rss_item(server.url("/go"), "Feed title 1", "Teaser.")), RSS)
    list(add_target(library, server.url("/feed.xml"), OPTIONS))
    (row,) = library.articles.rows(library.articles.ids()).values()
    assert (row.url, row.summary) == (server.url("/1"), False)
    assert refreshed(library).unchanged


def test_pages_that_send_on_in_a_circle_leave_the_feeds_own_words(
    library: Library, server: Server
) -> None:
    for here, there in (("/a", "/b"), ("/b", "/a")):
        server.page(here, f'<meta http-equiv="refresh" content="0;url={there}">')
    server.page("/feed.xml", rss(rss_item(server.url("/a"), "One", " ".join(PROSE))), RSS)
    list(add_target(library, server.url("/feed.xml"), OPTIONS))
    (row,) = library.articles.rows(library.articles.ids()).values()
    assert row.summary
    assert server.count("/a") <= 2


def test_a_page_that_cannot_be_had_gives_one_reason_and_the_feeds_words(
    library: Library, server: Server
) -> None:
    words = " ".join(PROSE)
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    server.raw("/reset", html + b"Content-Length: 5000\r\n\r\n<p>", then="reset")
    server.raw("/short", html + b"Content-Length: 5000\r\n\r\n<p>")
    server.page("/huge", b"<p>" + b" " * 3_100_000)
    server.page("/bomb", bomb(50_000_000), Content_Encoding="gzip")
    server.redirect("/loop", "/loop", 302)
    server.page("/pdf", b"%PDF-1.7", "application/pdf")
    server.page("/empty", "")
    server.page("/wall", "<html><title>Before you go on</title><p>We value your privacy.</p>")
    server.page("/paid", "no", status=402)
    server.page("/deep", b"<div>" * 60_000 + b"x")
    server.page("/binary", bytes(range(256)) * 40)
    expected = {
        "/reset": "broke off",
        "/short": "broke off",
        "/huge": "longer than the limit of 3 MB",
        "/bomb": "longer than the limit of 3 MB",
        "/loop": "in a circle",
        "/pdf": "not a page but a PDF",
        "/empty": "the page is empty",
        "/wall": "too little text",
        "/paid": "payment",
        "/deep": "no readable text|too little text|not readable HTML",
        "/binary": "binary file",
        "/none": "nothing at this address",
    }
    items = "".join(
        rss_item(server.url(path), f"On {path[1:]}", f"Of {path}: {words}") for path in expected
    )
    server.page("/feed.xml", rss(items + rss_item(story(server, 1))), RSS)
    lines = {line.target: line for line in add_target(library, server.url("/feed.xml"), OPTIONS)}
    rows = library.articles.rows(library.articles.ids(grouped=False))
    for path, pattern in expected.items():
        line = lines[server.url(path)]
        assert line.status == "added", line
        assert line.reason is not None
        assert "\n" not in line.reason
        assert re.search(pattern, line.reason), (path, line.reason)
        assert rows[line.id or 0].summary
    assert not rows[lines[server.url("/1")].id or 0].summary


def test_a_page_that_kills_its_worker_leaves_the_feeds_own_words(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reader.ingest.refreshing.fetching_pool",
        lambda *_: WorkerPool("tests.ingest.tasks:read_or_die", 1, 60.0),
    )
    server.page("/bad", article_page("<p>poison</p>"))
    items = rss_item(server.url("/bad"), "Bad", " ".join(PROSE)) + rss_item(story(server, 1))
    server.page("/feed.xml", rss(items), RSS)
    lines = {line.title: line for line in add_target(library, server.url("/feed.xml"), OPTIONS)}
    assert "ended unexpectedly" in (lines["Bad"].reason or "")
    rows = library.articles.rows(library.articles.ids())
    assert rows[lines["Bad"].id or 0].summary
    assert not rows[lines["A story"].id or 0].summary


def test_parts_that_cannot_be_had_are_left_out(library: Library, server: Server) -> None:
    def part(path: str, number: int, following: str) -> None:
        body = "".join(f"<p>Part {number}: {paragraph}</p>" for paragraph in PROSE)
        link = f'<link rel="next" href="{following}">'
        server.page(path, article_page(body, head=link, title="A long read"))

    part("/long", 1, "/long/2")
    part("/long/2", 2, "/long/3")
    part("/round", 1, "/round/2")
    part("/round/2", 2, "/round/3")
    server.redirect("/round/3", "/round")
    for path in ("/long", "/round"):
        (line,) = add_target(library, server.url(path), OPTIONS)
        stored = library.articles.get(line.id or 0)
        assert stored is not None
        text = stored.article.text
        assert [text.count(f"Part {number}:") for number in (1, 2)] == [5, 5]
    assert server.count("/long/3") == 1
    assert server.count("/round/3") == 1


def test_telephone_and_amp_copies_are_the_article_itself() -> None:
    link = f'<link rel="canonical" href="{HERE}?utm_source=x">'
    for address in (
        "https://m.bay.example/news/pier",
        "https://bay.example/news/pier/amp",
        "https://bay-example.cdn.ampproject.org/c/s/bay.example/news/pier",
        "https://www.google.com/amp/s/bay.example/news/pier",
    ):
        page = Page(article_page(head=link), url=address)
        assert (clean_html(page).url or "").startswith(HERE), address
    elsewhere = Page(article_page(head=link), url="https://evil.example/amp/pier")
    assert clean_html(elsewhere, Hints()).url == "https://evil.example/amp/pier"


def test_the_amp_copy_in_another_feed_is_known(library: Library, server: Server) -> None:
    story(server, 1)
    body = "".join(f"<p>Story 1 of the bay: {paragraph}</p>" for paragraph in PROSE)
    link = f'<link rel="canonical" href="{server.url("/1")}">'
    server.page("/1/amp", article_page(body, title="Page title 1", head=link))
    server.page("/amp.xml", rss(rss_item(server.url("/1/amp"), "Feed title 1")), RSS)
    list(add_target(library, feed_of(server, 1), OPTIONS))
    list(add_target(library, server.url("/amp.xml"), OPTIONS))
    assert len(library.articles.all_ids()) == 1
    assert [o.error for o in refresh(library, settings=SETTINGS, workers=1)] == [None, None]
