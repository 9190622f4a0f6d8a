"""Feeds of all kinds become the same plain values."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ingest.feed_work import gated
from reader.sources.discover import find_feeds, next_part
from reader.sources.errors import FeedError
from reader.sources.feeds import looks_like_feed, parse_feed
from tests.sources.server import rss, rss_item

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<title type="html">The &amp;lt;b&amp;gt;Bay&amp;lt;/b&amp;gt; Post</title>
<link href="https://bay.example/"/>
<entry><id>tag:bay,1</id><title>Pier &amp; people</title>
<link rel="related" href="/x.html"/>
<link rel="alternate" type="text/html" href="/pier"/>
<published>2025-03-04T21:05:00+01:00</published>
<author><name>Ana Ruiz</name></author><author><name>Jo Park</name></author>
<source><title>The Source</title></source><summary>Short.</summary>
<content type="html">&lt;p&gt;Longer words of it.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>The Bay Post</title><link>https://bay.example/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://bay.example/pier"><title>Pier</title><link>https://bay.example/pier</link>
<dc:creator>Ana Ruiz</dc:creator><dc:date>2025-03-04T21:05:00Z</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Bay Post",
    "home_page_url": "https://bay.example/",
    "authors": [{"name": "Ana Ruiz"}],
    "items": [
        {"id": 7, "url": "/pier", "title": "Pier", "content_text": "Some <words>.\n\nMore.",
         "date_published": "2025-03-04T21:05:00Z"},
        {"id": "8", "external_url": "javascript:alert(1)", "date_published": 12},
        "no item",
    ],
}  # fmt: skip


def test_atom() -> None:
    feed = gated(parse_feed(ATOM.encode(), "https://bay.example/feed"))
    assert (feed.title, feed.site_url, feed.language) == (
        "The Bay Post",
        "https://bay.example/",
        "en",
    )
    (item,) = feed.items
    assert (item.key, item.url) == ("tag:bay,1", "https://bay.example/pier")
    assert (item.title, item.byline) == ("Pier & people", "Ana Ruiz; Jo Park")
    assert (item.published, item.site) == ("2025-03-04T21:05:00+01:00", "The Source")
    assert item.html == "<p>Longer words of it.</p>"


def test_rdf_and_how_often_it_changes() -> None:
    feed = parse_feed(RDF.encode(), None)
    assert feed.ttl == 1800
    assert [(i.url, i.byline, i.published) for i in feed.items] == [
        ("https://bay.example/pier", "Ana Ruiz", "2025-03-04T21:05:00+00:00")
    ]


def test_rss_with_its_ttl() -> None:
    feed = parse_feed(rss(rss_item("/a"), extra="<ttl>90</ttl>").encode(), "https://bay.example/f")
    assert feed.ttl == 5400
    assert feed.items[0].url == "https://bay.example/a"
    assert feed.items[0].published == "2025-03-04T21:05:00+00:00"


def test_json_feed() -> None:
    feed = parse_feed(json.dumps(JSON).encode(), "https://bay.example/feed.json")
    one, two = feed.items
    assert (one.key, one.url, one.byline) == ("7", "https://bay.example/pier", "Ana Ruiz")
    assert one.html == "<p>Some &lt;words&gt;.</p><p>More.</p>"
    assert (two.key, two.url, two.published) == ("8", None, None)


def test_the_digest_tells_a_change() -> None:
    def of(title: str) -> str:
        return parse_feed(rss(rss_item("/a", title)).encode(), "https://b.example").items[0].digest

    assert of("One") == of("One") != of("Two")


@pytest.mark.parametrize(
    ("body", "is_feed"),
    [(ATOM, True), (RDF, True), (rss(""), True), (json.dumps(JSON), True), ("", False),
     ("<!doctype html><html><body>rss</body>", False), ('{"a": 1}', False), ("words", False)],
)  # fmt: skip
def test_what_looks_like_a_feed(body: str, is_feed: bool) -> None:
    assert looks_like_feed(body.encode()) == is_feed


PIECES = st.sampled_from(
    [*ATOM.split("\n"), *RDF.split("\n"), "<item>", "</item>", "<![CDATA[", "]]>", "&#x1b;",
     "\x1b[31m",      "<!DOCTYPE x [<!ENTITY a 'b'>]>", "\x00", "<link>javascript:x</link>",
     "<pubDate>0000</pubDate>",
     '{"version": "https://jsonfeed.org/version/1", "items": [', "[]}",
     "<?xml version='1.0' encoding='x'?>"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=14).map("".join))
def test_whatever_a_feed_holds(body: str) -> None:
    try:
        feed = gated(parse_feed(body.encode("utf-8", "surrogatepass"), "https://bay.example/"))
    except FeedError:
        return
    for item in feed.items:
        assert item.url is None or item.url.startswith(("http://", "https://"))
        assert "\x1b" not in (item.title or "") + item.key
    assert len({item.key for item in feed.items}) == len(feed.items)


def test_feeds_are_found_on_a_page() -> None:
    page = """<base href="/x/">
    <link rel=alternate type="application/rss+xml" title="News" href="rss.xml">
    <link rel="alternate" type="application/atom+xml" title="News (Atom)" href="atom.xml">
    <link rel=alternate type=application/rss+xml title="Comments" href="/comments/feed/">
    <link rel=alternate type="application/rss+xml" title="Sport" href="/sport/rss.xml">
    <link rel=alternate type="application/json" href="/wp-json/posts/1">
    <link rel=alternate type="application/rss+xml" href="javascript:x">"""
    found = find_feeds(page, "https://bay.example/")
    assert [(feed.url, feed.title) for feed in found] == [
        ("https://bay.example/x/rss.xml", "News"),
        ("https://bay.example/sport/rss.xml", "Sport"),
    ]
    linked = (
        '<a href="/feed/">Feed</a><a href="/about">x</a><a href="https://else.example/feed/">y</a>'
    )
    assert [feed.url for feed in find_feeds(linked, "https://bay.example/")] == [
        "https://bay.example/feed/"
    ]


@pytest.mark.parametrize(
    ("here", "there", "is_next"),
    [
        ("/story", "/story/2", True), ("/story", "/story?page=2", True),
        ("/story.html", "/story-2.html", True),
        ("/story?page=2", "/story?page=3", True), ("/story", "/another-story", False),
        ("/story/2", "/story", False), ("/story", "https://else.example/story/2", False),
        ("/story", "/story/page/2", True), ("/2025/03/story", "/2025/04/story", False),
    ],
)  # fmt: skip
def test_the_next_part_of_an_article(here: str, there: str, is_next: bool) -> None:
    page = f'<link rel="next" href="{there}">'
    assert (next_part(page, f"https://bay.example{here}") is not None) == is_next


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("desk@harbour.media (Jo Park)", "Jo Park"),
        ("Jo Park <jo@harbour.example>", "Jo Park"),
        ("desk@harbour.technology", None),
        ("Jo Park", "Jo Park"),
    ],
)
def test_an_author_is_a_name_and_no_address(said: str, name: str | None) -> None:
    item = rss_item("https://n.example/1", "One").replace(
        "</item>", f"<author>{html.escape(said)}</author></item>"
    )
    (found,) = parse_feed(rss(item).encode(), "https://n.example/feed").items
    assert found.byline == name


def test_a_year_is_no_day_of_this_month() -> None:
    item = rss_item("https://n.example/1", "One").replace("Tue, 04 Mar 2025 21:05:00 GMT", "2025")
    (found,) = parse_feed(rss(item).encode(), "https://n.example/feed").items
    assert found.published is None
