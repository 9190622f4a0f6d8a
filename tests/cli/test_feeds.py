"""Feeds by the command line, fetched from a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import SEEDS, Reader


class Quiet(SimpleHTTPRequestHandler):
    """Serves the sample feed without a word on standard error."""

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that has the sample articles."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SEEDS))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_a_feed_is_followed_refreshed_listed_and_left(
    reader: Reader, library: Path, server: str
) -> None:
    url = f"{server}/feed.xml"
    added = reader("--library", library, "add", "--allow-private", "--no-quotes", "--json", url)
    assert added.code == 0, added.err
    articles = [line for line in added.lines if line["id"] is not None]
    assert len(articles) >= 12

    (feed,) = reader("--library", library, "feeds", "--json").lines
    assert feed["url"] == url
    assert feed["articles"] == len(articles)
    assert feed["error"] is None
    assert feed["title"] in reader("--library", library, "feeds").out

    again = reader("--library", library, "refresh", "--allow-private", "--no-quotes", "--json")
    assert again.code == 0, again.err
    assert [line["new"] for line in again.lines] == [0]

    opml = ElementTree.fromstring(reader("--library", library, "feeds", "--opml").out)
    assert [each.get("xmlUrl") for each in opml.iter("outline")] == [url]

    tagged = reader("--library", library, "feeds", "--tag", "harbour", "1", "--json").object
    assert tagged["tags"] == ["harbour"]
    assert reader("--library", library, "feeds", "#Harbour", "--json").lines == [tagged]
    quiet = reader(
        "--library", library, "refresh", "--allow-private", "--no-quotes", "--quiet", "harbour"
    )
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert reader("--library", library, "feeds", "--pause", "1", "--json").object["paused"]
    assert not reader("--library", library, "feeds", "--resume", "1", "--json").object["paused"]

    left = reader("--library", library, "feeds", "--remove", "127.0.0.1", "--json")
    assert left.object["id"] == feed["id"]
    assert reader("--library", library, "feeds", "--json").lines == []
    assert reader("--library", library, "search", "--json", "ferry").lines


def test_a_page_is_fetched_with_its_address(reader: Reader, library: Path, server: str) -> None:
    page = next(SEEDS.glob("harbour-gazette-ferry*.html")).name
    added = reader(
        "--library", library, "add", "--allow-private", "--no-quotes", "--page", "--json",
        f"{server}/{page}",
    ).object  # fmt: skip
    assert added["status"] == "added"
    assert added["title"].startswith("Ferry talks stall again")


def test_an_address_of_this_machine_is_refused_unless_allowed(
    reader: Reader, library: Path, server: str
) -> None:
    done = reader("--library", library, "add", "--json", f"{server}/feed.xml")
    assert done.code == 1
    assert [line["status"] for line in done.lines] == ["refused"]


def test_a_feed_that_fails_is_named_and_fails(
    reader: Reader, library: Path, server: str, tmp_path: Path
) -> None:
    reader("--library", library, "add", "--allow-private", "--no-quotes", f"{server}/feed.xml")
    from reader.library.store import Library

    opened = Library.open(library)
    opened.feeds.subscribe(f"{server}/gone.xml", title="Gone")
    opened.close()
    done = reader("--library", library, "refresh", "--allow-private", "--no-quotes", "gone")
    assert done.code == 1
    assert "Gone" in done.err
    quiet = reader(
        "--library", library, "refresh", "--allow-private", "--no-quotes", "--quiet", "gone"
    )
    assert quiet.code == 1
    assert quiet.out == ""
    assert quiet.err.startswith("failed Gone: ")
    assert quiet.err.count("\n") == 1
    paused = reader("--library", library, "feeds", "--pause", "gone").out
    assert "paused ! " in paused
    for name in ("no-such-feed", "²", "9" * 5_000):
        missing = reader("--library", library, "refresh", name)
        assert missing.code == 1
        assert f"no feed '{name[:40]}" in missing.err


def test_what_the_sources_screen_changes_can_be_changed_here(reader: Reader, library: Path) -> None:
    from reader.library.store import Library

    opened = Library.open(library)
    for name in ("one", "two"):
        feed, _ = opened.feeds.subscribe(f"https://{name}.example/feed", tags=["news", name])
        opened.feeds.fetched(feed.id, title=f"The {name}")
    opened.close()

    def feeds(*arguments: str) -> dict[str, Any]:
        return reader("--library", library, "feeds", *arguments, "--json").object

    assert feeds("--title", "Mine", "one")["title"] == "Mine"
    assert feeds("--rename", "", "1")["title"] == "The one"
    assert feeds("--untag", "News", "1")["tags"] == ["one"]
    assert feeds("--interval", "30", "1")["interval"] == 30
    assert "every 30 min" in reader("--library", library, "feeds", "1").out
    assert feeds("--interval", "auto", "1")["interval"] is None
    ages = reader("--library", library, "feeds", "--interval", "9" * 18, "1")
    assert (ages.code, "longer than a year" in ages.err) == (2, True)
    both = reader("--library", library, "feeds", "--title", "Both", "1", "2")
    assert both.code == 2
    assert "A title is for one feed" in both.err
    assert {line["title"] for line in reader("--library", library, "feeds", "--json").lines} == {
        "The one", "The two",
    }  # fmt: skip


def test_what_is_secret_is_in_the_file_for_another_reader_only(
    reader: Reader, library: Path
) -> None:
    from reader.library.store import Library

    opened = Library.open(library)
    opened.feeds.subscribe("https://me:s3cret@one.example/feed", title="One")
    opened.feeds.subscribe("https://two.example/feed", title="Two")
    opened.close()
    assert "s3cret" not in reader("--library", library, "feeds").out
    written = reader("--library", library, "feeds", "--opml")
    assert "me:s3cret@" in written.out
    assert "1 address with a password or private key in it" in written.err
    assert "password" not in reader("--library", library, "feeds", "--opml", "Two").err


@pytest.mark.parametrize("option", ["--remove", "--pause", "--resume"])
def test_a_change_needs_a_feed(reader: Reader, library: Path, option: str) -> None:
    done = reader("--library", library, "feeds", option)
    assert done.code == 2
    assert "Name the feeds" in done.err
