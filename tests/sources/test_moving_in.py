"""Moving in from another program: nothing that it kept is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.ingest.feeds import add_target
from reader.library.store import Library
from reader.news import ReaderError
from reader.sources.files import kind_of
from reader.sources.lists import parse_list
from reader.sources.opml import Subscription, parse_opml, write_opml
from tests.sources.following import OPTIONS, feed_of, refreshed, story
from tests.sources.server import Server
from tests.sources.test_files import put

CONTENT = "<p>" + "These words were kept by the other program. " * 20 + "</p>"


def test_a_name_given_in_another_program_stays_and_the_feeds_own_is_followed(
    library: Library, server: Server, tmp_path: Path
) -> None:
    mine, theirs = feed_of(server, path="/a.xml"), feed_of(server, path="/b.xml")
    subscriptions = [Subscription(mine, "My bay"), Subscription(theirs, "The Bay Post")]
    opml = put(tmp_path, "feeds.opml", write_opml(subscriptions))
    assert len(list(add_target(library, str(opml), OPTIONS))) == 2
    assert {feed.url: (feed.title, feed.own_title) for feed in library.feeds.all()} == {
        mine: ("My bay", "My bay"),
        theirs: ("The Bay Post", None),
    }
    assert {line.title for line in add_target(library, str(opml), OPTIONS)} == {
        "My bay", "The Bay Post",
    }  # fmt: skip
    for feed in library.feeds.all():
        if feed.url == theirs:
            library.feeds.remove(feed.id)
    assert refreshed(library).title == "My bay"


def test_a_name_given_in_another_program_outlasts_a_feed_that_cannot_be_had(
    library: Library, server: Server, tmp_path: Path
) -> None:
    url = feed_of(server, path="/later.xml")
    answer = server.handlers.pop("/later.xml")
    opml = put(tmp_path, "feeds.opml", write_opml([Subscription(url, "My bay")]))
    (line,) = add_target(library, str(opml), OPTIONS)
    assert line.status == "refused"
    server.handlers["/later.xml"] = answer
    assert refreshed(library).title == "My bay"
    assert [feed.own_title for feed in library.feeds.all()] == ["My bay"]


def test_a_broken_opml_file_says_what_is_missing() -> None:
    whole = write_opml([Subscription(f"https://{n}.example/feed", n) for n in "abc"])
    outline = parse_opml(whole[: whole.index("https://c")].encode())
    assert [feed.title for feed in outline.feeds] == ["a", "b"]
    ((rest, reason),) = outline.refused
    assert rest == "the file from line 7 on"
    assert "broken there" in reason


def test_an_opml_file_without_feeds(library: Library, tmp_path: Path) -> None:
    for body in ("<opml/>", "<opml><body></body></opml>"):
        with pytest.raises(ReaderError, match="without feeds"):
            list(add_target(library, str(put(tmp_path, "no.opml", body)), OPTIONS))


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("urls", 'exec:~/x tag\nfile:///y\nhttps://a.example/feed "~A"\nsome words\n', "list"),
        ("urls", "Nothing but words here.\n", "page"),
        ("read.txt", "https://a.example/1\n\nhttps://a.example/2\nand a word\n", "list"),
        ("read.txt", "A story in a line.\nAnother one.\nhttps://a.example/2\n", "page"),
        ("wallabag.csv", '"Title";"URL";"Content"\n"T";"https://a.example";"C"\n', "list"),
        ("pocket.csv", "title,url,tags\nT,https://a.example,\n", "list"),
        ("prices.csv", "item;price\nurl;3\n", "page"),
    ],
)
def test_what_is_a_list_of_addresses(tmp_path: Path, name: str, body: str, kind: str) -> None:
    assert kind_of(put(tmp_path, name, body)) == kind


def test_words_after_an_address_make_no_feed_of_it() -> None:
    body = b'https://a.example/story to read\nhttps://b.example/x "~Mine" sea\n'
    story, feed = parse_list(body, "list.txt").entries
    assert (story.kind, story.tags) == ("either", ("to", "read"))
    assert (feed.kind, feed.title, feed.tags) == ("feed", "Mine", ("sea",))


def test_all_that_wallabags_tables_say() -> None:
    long = "x" * 200_000  # longer than csv reads by itself
    table = (
        "Title;URL;Content;Tags;MIME Type\n"
        f'"One; two";https://a.example/1;"{long}";"a, b";text/html\n'
    )
    (entry,) = parse_list(table.encode(), "wallabag.csv").entries
    assert (entry.title, entry.tags, entry.html) == ("One; two", ("a", "b"), long)


def test_lines_of_one_address_are_put_together() -> None:
    table = (
        "URL,Title,Selection,Folder\nhttps://a.example/1,T,,Sea\nhttps://a.example/1,,,Starred\n"
    )
    (entry,) = parse_list(table.encode(), "instapaper.csv").entries
    assert (entry.title, entry.tags, entry.starred) == ("T", ("Sea",), True)


def test_an_article_whose_page_is_gone_is_as_the_other_program_kept_it(
    library: Library, server: Server, tmp_path: Path
) -> None:
    server.page("/wall", "<title>Log in</title><form><input type=password></form>")
    listed = [
        f'{{"url": "{server.url(path)}", "title": "Kept {path}", "content": "{CONTENT + path}",'
        f' "tags": ["sea"], "is_starred": {number}}}'
        for number, path in enumerate(("/gone", "/wall"))
    ]
    kept = put(tmp_path, "wallabag.json", f"[{','.join(listed)}]")
    lines = list(add_target(library, str(kept), OPTIONS))
    assert sorted((line.status, line.title) for line in lines) == [
        ("added", "Kept /gone"),
        ("added", "Kept /wall"),
    ]
    rows = library.articles.rows(library.articles.ids()).values()
    assert {row.title: (row.starred, row.tags, row.summary) for row in rows} == {
        "Kept /gone": (False, ("sea",), True),
        "Kept /wall": (True, ("sea",), True),
    }


def test_of_a_page_with_several_feeds_nobody_is_asked_about(
    library: Library, server: Server
) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{feed_of(server, path=path)}">'
        for path in ("/news.xml", "/sport.xml")
    )
    url = story(server, 1, head=links)
    (line,) = add_target(library, url, OPTIONS)
    assert (line.status, line.title) == ("added", "Page title 1")
    assert "it offers 2 feeds; add one of them by its address: " in (line.reason or "")
    assert [offer.url for offer in line.offers] == [
        server.url("/news.xml"),
        server.url("/sport.xml"),
    ]
    assert library.feeds.all() == []
    (alone,) = add_target(library, url, replace(OPTIONS, page_only=True, force=True))
    assert alone.reason is None
