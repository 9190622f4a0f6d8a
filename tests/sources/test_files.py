"""Files, folders, saved pages, archives and lists from other programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reader.news import ReaderError, Refused
from reader.sources.archives import mhtml_page, warc_pages
from reader.sources.files import Found, find, kind_of, read
from reader.sources.lists import parse_list
from reader.sources.opml import Subscription, parse_opml, write_opml
from tests.cleaning.pages import article_page
from tests.sources.server import rss


def put(folder: Path, name: str, body: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def test_a_folder_is_gone_through_in_order(tmp_path: Path) -> None:
    put(tmp_path, "b.html", "<html>")
    put(tmp_path, "a/z.txt", "words")
    put(tmp_path, "b_files/ad.html", "<html>")
    put(tmp_path, ".hidden/x.html", "<html>")
    put(tmp_path, ".secret.html", "<html>")
    put(tmp_path, "feeds.opml", "<opml version='2.0'/>")
    found = [(str(f.path).removeprefix(f"{tmp_path}/"), f.kind) for f in find([str(tmp_path)])]
    assert found == [("b.html", "page"), ("feeds.opml", "opml"), ("a/z.txt", "page")]


def test_targets_that_are_not_there() -> None:
    assert list(find(["-"])) == [Found("-", "page")]
    with pytest.raises(ReaderError, match="no file or folder named /no/such"):
        list(find(["/no/such"]))
    with pytest.raises(ReaderError, match=r"for an address write https://bay\.example/feed"):
        list(find(["bay.example/feed"]))
    with pytest.raises(ReaderError, match="neither a file nor a folder"):
        list(find(["/dev/null"]))
    with pytest.raises(ReaderError, match="no file or folder"):
        list(find(["bad\x00name"]))


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.html", "<html><p>x", "page"), ("a.xml", rss(""), "feed"),
        ("a.txt", "Words.\nMore.", "page"), ("x.warc.gz", b"\x1f\x8b", "archive"),
        ("a.xml", "<?xml version='1.0'?><!-- x --><opml>", "opml"),
        ("urls", "https://a.example/feed tag\n\"query:x:y\"\n", "list"), ("a.md", "# T", "page"),
        ("feed.json", '{"version": "https://jsonfeed.org/version/1.1"}', "feed"),
        ("all.json", '[{"url": "https://a.example"}]', "list"),
        ("p.csv", "title,url,tags\n", "list"),
        ("links.txt", "https://a.example\nhttps://b.example\n", "list"),
        ("story.txt", "https://a.example\nis where it stood.\n", "page"),
        ("ril_export.html", "<!DOCTYPE html><html><head><title>Pocket Export</title>", "list"),
    ],
)  # fmt: skip
def test_what_a_file_seems_to_hold(tmp_path: Path, name: str, body: bytes | str, kind: str) -> None:
    assert kind_of(put(tmp_path, name, body)) == kind


def test_saved_pages_tell_where_they_are_from_and_lose_their_pictures(tmp_path: Path) -> None:
    picture = "data:image/png;base64," + "A" * 4_000_000
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://bay.example/pier \n saved date: x -->"
    )
    page = read(put(tmp_path, "a.html", f"<!DOCTYPE html> <html>{comment}<img src={picture}>words"))
    assert page.url == "https://bay.example/pier"
    assert len(page.body) < 1000
    assert b"words" in page.body
    chrome = "<!DOCTYPE html>\n<!-- saved from url=(0025)https://bay.example/boat -->\n<html>"
    assert read(put(tmp_path, "b.html", chrome)).url == "https://bay.example/boat"


def test_media_types(tmp_path: Path) -> None:
    assert read(put(tmp_path, "a.md", "# T")).media_type == "text/markdown"
    assert read(put(tmp_path, "noname", "<!doctype html><p>x")).media_type == "text/html"
    assert read(put(tmp_path, "other", "words")).media_type == "text/plain"
    with pytest.raises(ReaderError, match="cannot be read"):
        read(tmp_path / "gone.html")


MHTML = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://bay.example/pier\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="b0"\r
\r
--b0\r
Content-Type: text/css\r
\r
p {}\r
--b0\r
Content-Type: text/html; charset=windows-1252\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://bay.example/pier?x=3D1\r
\r
<p>=93Words=94 =\r
go on</p>\r
--b0--\r
"""


def test_mhtml(tmp_path: Path) -> None:
    page = read(put(tmp_path, "a.mhtml", MHTML))
    assert (page.body.strip(), page.charset) == (b"<p>\x93Words\x94 go on</p>", "windows-1252")
    assert page.url == "https://bay.example/pier?x=3D1"
    with pytest.raises(Refused, match="no page in this MHTML"):
        mhtml_page(b"From: x\r\n\r\nwords")


@given(st.binary(max_size=300))
def test_any_mhtml(body: bytes) -> None:
    try:
        mhtml_page(MHTML[:200] + body)
    except ReaderError:
        return


def warc(folder: Path, name: str = "crawl.warc.gz") -> Path:
    path = folder / name
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=name.endswith("gz"))
        for url, status, media in (
            ("https://bay.example/robots.txt", "200 OK", "text/html"),
            ("https://bay.example/pier", "200 OK", "text/html; charset=utf-8"),
            ("https://bay.example/gone", "404 Not Found", "text/html"),
            ("https://bay.example/x.png", "200 OK", "image/png"),
            ("https://bay.example/boat", "200 OK", "text/html"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
            body = io.BytesIO(article_page(title=url))
            writer.write_record(
                writer.create_warc_record(url, "response", body, http_headers=headers)
            )
    return path


def test_warc(tmp_path: Path) -> None:
    for name in ("crawl.warc.gz", "crawl.warc"):
        pages = list(warc_pages(warc(tmp_path, name)))
        assert [page.url for page in pages] == [
            "https://bay.example/pier",
            "https://bay.example/boat",
        ]
        assert (pages[0].charset, pages[0].body) == (
            "utf-8",
            article_page(title=pages[0].url or ""),
        )


def test_a_damaged_warc_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    path = warc(tmp_path, "crawl.warc")
    records = path.read_bytes().split(b"WARC/1.0")
    path.write_bytes(b"WARC/1.0".join(records[:3]) + b"no archive\r\n\r\n" + records[3])
    pages = warc_pages(path)
    assert next(pages).url == "https://bay.example/pier"
    with pytest.raises(ReaderError, match="damaged"):
        list(pages)


def test_newsboats_urls() -> None:
    body = b"""# mine
https://a.example/feed "~My name" news "long reads"
http://b.example/rss
"exec:rm -rf /"
"filter:cat:https://c.example"
"query:Unread:unread = 1"
file:///etc/passwd
https://a.example/feed news
"""
    listing = parse_list(body, "urls")
    assert [(e.url, e.kind, e.title, e.tags) for e in listing.entries] == [
        ("https://a.example/feed", "feed", "My name", ("news", "long reads")),
        ("http://b.example/rss", "feed", None, ()),
    ]
    assert len(listing.refused) == 4
    assert "run a program" in listing.refused[0][1]


def test_pocket_instapaper_wallabag() -> None:
    pocket = b"title,url,time_added,tags,status\nPier,https://a.example/1,17,bay|boats,archive\n"
    (one,) = parse_list(pocket, "part_000000.csv").entries
    assert (one.kind, one.title, one.tags, one.read) == ("page", "Pier", ("bay", "boats"), True)
    instapaper = b"URL,Title,Selection,Folder,Timestamp\nhttps://a.example/2,T,,Politics,17\n"
    (two,) = parse_list(instapaper, "instapaper.csv").entries
    assert (two.tags, two.read) == (("Politics",), False)
    html = b"""<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1>
    <ul><li><a href="https://a.example/3" time_added="1" tags="x,y">Three</a></li></ul>
    <h1>Read Archive</h1><ul><li><a href="javascript:x">Bad</a></li>
    <li><a href="https://a.example/4" tags="">Four</a></li></ul></body></html>"""
    listing = parse_list(html, "ril_export.html")
    assert [(e.title, e.tags, e.read) for e in listing.entries] == [
        ("Three", ("x", "y"), False),
        ("Four", (), True),
    ]
    assert [url for url, _ in listing.refused] == ["javascript:x"]
    wallabag = json.dumps([{"url": "https://a.example/5", "title": "Five", "tags": ["t"],
                            "is_archived": 1, "content": "<p>" + "Words. " * 60}])  # fmt: skip
    (five,) = parse_list(wallabag.encode(), "all.json").entries
    assert (five.title, five.tags, five.read) == ("Five", ("t",), True)
    assert five.html is not None


@given(st.binary(max_size=200), st.sampled_from(["urls", "a.csv", "a.json", "a.html"]))
def test_any_list(body: bytes, name: str) -> None:
    try:
        listing = parse_list(body, name)
    except ReaderError:
        return
    assert all(entry.url.lower().startswith(("http://", "https://")) for entry in listing.entries)


OPML = b"""<?xml version="1.0"?><opml version="1.0">
<head><title>Mine &amp; yours</title></head><body>
<outline text="News"><outline text="Deep"><outline text="A" xmlUrl="https://a.example/feed" />
</outline><outline title="B" type="rss" xmlurl="https://b.example/rss"
htmlUrl="https://b.example" category="x,/y/z"/>
</outline><outline text="A" xmlUrl="https://a.example/feed"/>
<outline text="Evil" xmlUrl="exec:rm"/>
<outline text="Evil" xmlUrl="file:///etc/passwd"/></body></opml>"""


def test_opml() -> None:
    outline = parse_opml(OPML)
    assert outline.title == "Mine & yours"
    assert [(f.url, f.title, f.tags) for f in outline.feeds] == [
        ("https://a.example/feed", "A", ("News", "Deep")),
        ("https://b.example/rss", "B", ("News", "x", "y/z")),
    ]
    assert [url for url, _ in outline.refused] == ["exec:rm", "file:///etc/passwd"]


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "not readable"), (b"<html/>", "not an OPML"), (b"words", "not readable"),
     (b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>', "entities")],
)  # fmt: skip
def test_what_is_no_opml(body: bytes, why: str) -> None:
    with pytest.raises(ReaderError, match=why):
        parse_opml(body)


TAG = st.text("abc&<>\"'é x", min_size=1, max_size=8).map(str.strip).filter(bool)
FEED = st.builds(
    Subscription,
    st.integers(0, 99).map(lambda n: f"https://a.example/?a=1&b={n}"),
    TAG,
    st.sampled_from([None, "https://a.example/"]),
    st.lists(TAG, max_size=3, unique=True).map(tuple),
)


@given(st.lists(FEED, max_size=6, unique_by=lambda feed: feed.url))
def test_what_is_written_is_read_again(feeds: list[Subscription]) -> None:
    read_again = {f.url: f for f in parse_opml(write_opml(feeds).encode()).feeds}
    assert read_again.keys() == {feed.url for feed in feeds}
    for feed in feeds:
        other = read_again[feed.url]
        assert (other.title, other.site_url) == (feed.title, feed.site_url)
        assert set(other.tags) == set(feed.tags)
