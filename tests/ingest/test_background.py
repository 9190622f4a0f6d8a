"""The background process, as the app has it: commands in, events out, gone with the app."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.background import Background, Event
from reader.library.check import check
from reader.library.store import Library
from reader.search.searcher import Searcher
from tests.ingest.pages import folder, html
from tests.sources.server import rss, rss_item, running

_PATIENCE = 300.0


class Heard:
    """Events as they come, and waiting for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def wait(self, condition: Callable[[list[Event]], Any]) -> Any:
        with self._came:
            assert self._came.wait_for(lambda: condition(self.events), _PATIENCE), self.events
            return condition(self.events)

    def named(self, name: str) -> list[Event]:
        return [event for event in self.events if event["event"] == name]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def background(tmp_path: Path, heard: Heard) -> Iterator[Background]:
    process = Background(
        tmp_path / "library", heard, options=("--no-samples", "--no-refresh", "--allow-private")
    )
    process.start()
    yield process
    process.stop()


def _named(name: str, count: int = 1) -> Callable[[list[Event]], bool]:
    return lambda events: sum(event["event"] == name for event in events) >= count


def test_added_files_are_stored_indexed_and_told(
    background: Background, heard: Heard, tmp_path: Path
) -> None:
    pages = folder(tmp_path / "pages", 4)
    assert background.send({"do": "add", "targets": [str(pages)]})
    heard.wait(_named("article", 4))
    assert {event["status"] for event in heard.named("added")} == {"added"}
    library = Library.open(tmp_path / "library")
    ids = {event["id"] for event in heard.named("article")}
    assert ids == set(library.articles.all_ids())
    assert Searcher(library).articles("gazette OR ward").total == 4
    assert any(event["what"] == "import" for event in heard.named("progress"))
    library.close()


def test_an_opened_article_is_annotated(
    background: Background, heard: Heard, tmp_path: Path
) -> None:
    background.send({"do": "pause", "on": True})
    background.send({"do": "add", "targets": [str(folder(tmp_path / "pages", 3))]})
    heard.wait(_named("article", 3))
    opened = heard.named("article")[0]["id"]
    background.send({"do": "annotate", "id": opened})
    heard.wait(lambda events: any(e["event"] == "annotated" and e["id"] == opened for e in events))
    assert [event["error"] for event in heard.named("annotated")] == [None]
    library = Library.open(tmp_path / "library")
    assert library.annotations.get(opened) is not None
    assert library.queue.remaining() == 2
    background.send({"do": "pause", "on": False})
    heard.wait(_named("annotated", 3))
    heard.wait(_named("idle"))
    assert library.queue.remaining() == 0
    assert check(library) == []
    library.close()


def test_a_feed_is_followed_and_refreshed(
    background: Background, heard: Heard, tmp_path: Path
) -> None:
    with running() as server:

        def publish(count: int) -> None:
            items = ""
            for seed in range(count):
                server.page(f"/report/{seed}", html(seed).replace("gazette.example", "x.invalid"))
                items += rss_item(server.url(f"/report/{seed}"), f"Report {seed}")
            server.page("/feed", rss(items), media="application/rss+xml")

        publish(2)
        background.send({"do": "add", "targets": [server.url("/feed")]})
        heard.wait(_named("article", 2))
        publish(3)
        background.send({"do": "refresh", "feeds": None})
        heard.wait(lambda events: any(e["event"] == "feed" and e["new"] == 1 for e in events))
        heard.wait(_named("article", 3))
    library = Library.open(tmp_path / "library")
    (feed,) = library.feeds.all()
    assert (feed.title, feed.articles, feed.unread, feed.error) == ("The Bay Post", 3, 3, None)
    assert library.articles.count(feed_id=feed.id) == 3
    library.close()


def test_a_feed_whose_time_has_come_is_fetched_by_itself(tmp_path: Path, heard: Heard) -> None:
    with running() as server:
        server.page("/report", html(1).replace("gazette.example", "x.invalid"))
        item = rss_item(server.url("/report"), "Report 1")
        server.page("/feed", rss(item), media="application/rss+xml")
        library = Library.open(tmp_path / "library")
        due, _ = library.feeds.subscribe(server.url("/feed"))
        paused, _ = library.feeds.subscribe(server.url("/other"))
        library.feeds.update(paused.id, paused=True)
        process = Background(
            tmp_path / "library", heard, options=("--no-samples", "--allow-private")
        )
        process.start()
        try:
            heard.wait(_named("feed"))
            heard.wait(_named("article"))
        finally:
            process.stop()
        assert [event["id"] for event in heard.named("feed")] == [due.id]
        assert all(asked.path != "/other" for asked in server.asked)
        library.close()


def test_with_settings_that_are_not_understood_a_feed_is_fetched_when_told_only(
    tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[fetch\nwhile_open = false\n", "utf-8")
    monkeypatch.setenv("READER_CONFIG", str(file))
    with running() as server:
        server.page("/feed", rss(""), media="application/rss+xml")
        library = Library.open(tmp_path / "library")
        library.feeds.subscribe(server.url("/feed"))
        process = Background(
            tmp_path / "library", heard, options=("--no-samples", "--allow-private")
        )
        process.start()
        try:
            heard.wait(_named("message"))
            assert "nothing is fetched by itself" in heard.named("message")[0]["text"]
            process.send({"do": "refresh", "feeds": None})
            heard.wait(_named("feed"))
        finally:
            process.stop()
        assert [asked.path for asked in server.asked].count("/feed") == 1
        library.close()


def test_what_is_no_command_harms_nothing(background: Background, heard: Heard) -> None:
    for command in ({"do": "dance"}, {"do": "annotate"}, {"do": "annotate", "id": 99}):
        assert background.send(command)
    heard.wait(_named("annotated"))
    assert len(heard.named("message")) >= 2
    assert background.running


def test_it_ends_with_its_input(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "from pathlib import Path\n"
        "from reader.background import Background\n"
        "b = Background(Path(sys.argv[1]), lambda event: None, options=('--no-samples',))\n"
        "b.start()\n"
        "print(b._process.pid, flush=True)\n"
        "time.sleep(3600)\n"
    )
    app = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "library")], stdout=subprocess.PIPE, text=True
    )
    assert app.stdout is not None
    process = int(app.stdout.readline())
    os.kill(app.pid, signal.SIGKILL)
    app.wait()
    app.stdout.close()
    end = time.monotonic() + _PATIENCE
    while _alive(process) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(process)


def test_killed_it_says_so_and_the_next_goes_on(tmp_path: Path, heard: Heard) -> None:
    pages = folder(tmp_path / "pages", 10)
    place = tmp_path / "library"
    first = Background(place, heard, options=("--no-samples", "--no-refresh"))
    first.start()
    first.send({"do": "add", "targets": [str(pages)]})
    heard.wait(_named("added", 3))
    assert first._process is not None
    first._process.kill()
    heard.wait(lambda events: any("unexpectedly" in e.get("text", "") for e in events))
    stored = {event["id"] for event in heard.named("added")}
    again = Heard()
    second = Background(place, again, options=("--no-samples", "--no-refresh"))
    second.start()
    second.send({"do": "add", "targets": [str(pages)]})
    again.wait(_named("added", 10))
    library = Library.open(place)
    # Some may be annotated that the first was killed before it could tell of.
    again.wait(lambda _: library.queue.remaining() == 0)
    second.stop()
    assert stored <= set(library.articles.all_ids())
    assert len(library.articles.all_ids()) == 10
    assert check(library) == []
    library.close()


def _alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
