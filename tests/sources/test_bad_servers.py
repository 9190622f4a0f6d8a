"""Feeds and servers that misbehave: one clear line each, and the others go on."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import brotli
import pytest
import zstandard

from reader.config import Fetch
from reader.ingest.feeds import refresh
from reader.library.store import Library
from reader.sources.feeds import MAX_ITEMS, parse_feed
from tests.cleaning.pages import PROSE, article_page
from tests.sources.server import Asked, Server, bomb, respond, rss, rss_item, running

RSS = "application/rss+xml"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def build(server: Server) -> dict[str, str]:
    """All the bad feeds, and what is expected to be said of each."""
    url = server.url
    good = rss(rss_item(url("/story")))
    server.page("/story", article_page())
    server.page("/html", article_page(), "text/html")
    server.page("/empty", "", RSS)
    server.page("/words", "nothing of the kind", "text/plain")
    server.page("/truncated-early", "<?xml version='1.0'?><rss><chan", RSS)
    server.endless("/endless", b"Content-Type: application/rss+xml", b"<item>" * 20_000)
    server.endless("/drip", b"Content-Type: application/rss+xml", b"<", pause=0.2)
    server.page("/huge", b" " * 10_500_000, RSS)
    server.raw("/says-huge", HEAD + b"Content-Length: 100000000\r\n\r\n<rss>", then="hang")
    server.raw("/hang", then="hang")
    server.raw("/hang-in-head", b"HTTP/1.1 200 OK\r\nContent-", then="hang")
    server.raw("/hang-in-body", HEAD + b"Content-Length: 5000\r\n\r\n<rss>", then="hang")
    server.raw("/reset", then="reset")
    server.raw("/reset-in-body", HEAD + b"Content-Length: 5000\r\n\r\n<rss>", then="reset")
    server.raw("/short", HEAD + b"Content-Length: 5000\r\n\r\n<rss></rss>")
    server.raw("/no-http", b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    server.redirect("/loop", "/loop2", 302)
    server.redirect("/loop2", "/loop", 302)
    for n in range(12):
        server.redirect(f"/hop{n}", f"/hop{n + 1}", 302)
    server.redirect("/to-file", "file:///etc/passwd", 302)
    server.redirect("/to-script", "javascript:alert(1)", 302)
    server.page("/gzip-bomb", bomb(50_000_000), RSS, Content_Encoding="gzip")
    server.page(
        "/br-bomb", brotli.compress(b"0" * 20_000_000, quality=1), RSS, Content_Encoding="br"
    )
    zeros = zstandard.compress(b"0" * 20_000_000)
    server.page("/zstd-bomb", zeros, RSS, Content_Encoding="zstd")
    server.page("/bad-gzip", b"\x1f\x8b not gzip", RSS, Content_Encoding="gzip")
    server.page("/cut-gzip", gzip.compress(good.encode())[:-20], RSS, Content_Encoding="gzip")
    server.page("/odd-encoding", good, RSS, Content_Encoding="rot13")
    for status in (401, 403, 404, 410, 429, 451, 500, 503):
        server.page(f"/status{status}", "no", "text/plain", status)
    server.page("/nothing", "", RSS, 204)
    server.page(
        "/broken-json",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [',
        "application/json",
    )
    server.page("/other-json", '{"items": 3}', "application/json")
    return {
        "/html": "it is a web page, not a feed",
        "/empty": "it is empty",
        "/words": "it is not a feed",
        "/truncated-early": "it is not a feed that can be read",
        "/endless": "longer than the limit of 10 MB",
        "/drip": r"took longer than 1 seconds",
        "/huge": "longer than the limit of 10 MB",
        "/says-huge": "longer than the limit of 10 MB",
        "/hang": "took longer than 1 seconds|stopped answering",
        "/hang-in-head": "took longer than 1 seconds|stopped answering",
        "/hang-in-body": "took longer than 1 seconds|stopped answering",
        "/reset": "broke off",
        "/reset-in-body": "broke off",
        "/short": "broke off before the end",
        "/no-http": "not proper HTTP",
        "/loop": "in a circle",
        "/hop0": "more than 8 times",
        "/to-file": "redirects to what is no http",
        "/to-script": "not an address that can be fetched",
        "/gzip-bomb": "longer than the limit of 10 MB",
        "/br-bomb": "longer than the limit of 10 MB",
        "/zstd-bomb": "longer than the limit of 10 MB",
        "/bad-gzip": "damaged",
        "/cut-gzip": "breaks off",
        "/odd-encoding": "encoding that is not known",
        "/status401": "password .HTTP 401",
        "/status403": "refuses to give it .HTTP 403",
        "/status404": "nothing at this address .HTTP 404",
        "/status410": "gone for good .HTTP 410.; it was paused",
        "/status429": "too often",
        "/status451": "legal reasons",
        "/status500": "the server failed .HTTP 500",
        "/status503": "overloaded or under maintenance",
        "/nothing": "sent nothing",
        "/broken-json": "the JSON is broken",
        "/other-json": "not a JSON Feed",
    }


def build_odd(server: Server) -> dict[str, int]:
    """Feeds that are strange but of use, and how many articles are to come of each."""
    url = server.url
    for n in range(30):
        words = "".join(f"<p>Of story {n}: {paragraph}</p>" for paragraph in PROSE)
        server.page(f"/s{n}", article_page(words, title=f"Story number {n} of the bay"))
    item = rss_item
    entity = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 10 + '">' + "".join(
        f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">' for n in range(12)
    ) + "]>"  # fmt: skip
    bomb_feed = rss(item(url("/s0"), title="&n;&n;")).replace("<rss", entity + "<rss", 1)
    server.page("/entity-bomb", bomb_feed, RSS)
    server.page("/truncated", rss(item(url("/s1")) + item(url("/s2")))[:-90], RSS)
    latin = rss(item(url("/s3"), title="Caf\xe9")).encode("latin-1")
    server.page("/wrong-charset", latin, "application/rss+xml; charset=utf-8")
    dates = item(url("/s4")).replace("2025", "0000") + item(url("/s5")).replace("2025", "9999")
    server.page("/odd-dates", rss(dates), RSS)
    bare = f"<item><link>{url('/s6')}</link></item><item><title>no address</title></item>"
    server.page("/no-ids", rss(bare), RSS)
    same = item(url("/s7"), title="One", guid="x") + item(url("/s8"), title="Two", guid="x")
    server.page("/same-ids", rss(same), RSS)
    server.page("/relative", rss(item("/s9", guid="nine") + item("s10", guid="ten")), RSS)
    evil = item("javascript:alert(1)", guid="j", body="x" * 10) + item(
        "file:///etc/passwd", guid="f"
    )
    server.page("/script-links", rss(evil + item(url("/s11"))), RSS)
    server.page("/mislabelled", rss(item(url("/s12"))), "text/html")
    server.page("/escapes", rss(item(url("/s13"), title="&#27;[31m red \x1b]0;x\x07")), RSS)
    many = "".join(
        f"<item><guid>{n}</guid><title>Tide {n}</title>"
        + f"<description>Water stood {n} high at the pier.</description>" * (n < 20)
        + "</item>"
        for n in range(50_000)
    )
    server.page("/many", rss(many), RSS)
    json_feed = f'{{"version":"https://jsonfeed.org/version/1.1","items":[{{"id":1,"url":"{url("/s14")}"}}]}}'
    server.page("/feed.json", json_feed, "application/feed+json")
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
    body = rss(item(url("/s15"))).encode()
    server.raw("/chunked", chunked % (len(body), body))
    less = rss(item(url("/s17"))).encode()
    server.raw("/says-less", HEAD + b"Content-Length: %d\r\n\r\n" % len(less), less, b"x" * 5000)
    changing = [rss(item(url("/s16"))), "<html><body>now a page</body></html>"]

    async def change(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await respond(writer, 200, changing[min(server.count("/changing") - 1, 1)].encode())

    server.handlers["/changing"] = change
    return {
        "/entity-bomb": 1,
        "/truncated": 2,
        "/wrong-charset": 1,
        "/odd-dates": 2,
        "/no-ids": 1,
        "/same-ids": 2,
        "/relative": 2,
        "/script-links": 3,
        "/mislabelled": 1,
        "/escapes": 1,
        "/feed.json": 1,
        "/chunked": 1,
        "/many": 20,
        "/says-less": 1,
        "/changing": 1,
    }


SLOW = ("/drip", "/hang", "/hang-in-head", "/hang-in-body")


def test_each_bad_feed_has_one_clear_line_and_the_others_go_on(tmp_path: Path) -> None:
    with running() as server:
        expected = build(server)
        odd = build_odd(server)
        library = Library.open(tmp_path / "library")
        feeds = {}
        for path in (*expected, *odd):
            row, _ = library.feeds.subscribe(server.url(path), title=path)
            feeds[row.id] = path
        slow = [row for row in library.feeds.all() if row.title in SLOW]
        others = [row for row in library.feeds.all() if row.title not in SLOW]
        hasty, patient = (
            Fetch(timeout=t, allow_private=True, connections=48) for t in (1.0, 300.0)
        )
        outcomes = [
            *refresh(library, slow, settings=hasty, workers=1),
            *refresh(library, others, settings=patient, workers=2),
        ]
        said = {feeds[outcome.feed_id]: outcome for outcome in outcomes}
        assert sorted(said) == sorted(feeds.values())
        for path, pattern in expected.items():
            error = said[path].error
            assert error is not None, path
            assert re.search(pattern, error), f"{path}: {error}"
            assert "\n" not in error
        for path, count in odd.items():
            assert (said[path].error, path, said[path].new) == (None, path, count)
        assert "50,000 items; the newest 1,000" in (said["/many"].note or "")
        rows = {row.title: row for row in library.feeds.all()}
        assert rows["/status410"].paused
        assert all(rows[path].error for path in expected)
        assert all(rows[path].next_fetch for path in expected)
        again = list(refresh(library, settings=patient, workers=1, asked="no"))
        assert again == []  # failed ones wait, the others were just fetched
        library.close()


@pytest.mark.parametrize("count", [50_000])
def test_of_a_very_long_feed_the_newest_are_taken(count: int) -> None:
    entries = "".join(
        f"<item><guid>{n}</guid><title>T{n}</title><link>https://b.example/{n}</link></item>"
        for n in range(count)
    )
    feed = parse_feed(rss(entries).encode(), "https://b.example/feed")
    assert [item.title for item in feed.items] == [f"T{n}" for n in range(MAX_ITEMS)]
    assert feed.left_out == count - MAX_ITEMS
