"""``kill -9`` at random moments: what was acknowledged is there, and the index repairs itself.

Three times in the suite; ``READER_KILLS=50`` for as many as one likes.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from reader.config import Fetch
from reader.ingest import ensure_index, index_pending, refresh
from reader.library.check import check
from reader.library.store import Library
from reader.search.indexer import health
from reader.search.searcher import Searcher
from tests.ingest.pages import folder, html
from tests.sources.server import Server, rss, rss_item, running

KILLS = int(os.environ.get("READER_KILLS", "3"))

_ADD = """
import sys
from pathlib import Path
from reader.ingest import add
from reader.library.store import Library
library = Library.open(Path(sys.argv[1]))
print("started", flush=True)
for line in add(library, [sys.argv[2]], index=False):
    print(line.id, line.status, line.target, flush=True)
print("finished", flush=True)
"""

_REFRESH = """
import sys
from pathlib import Path
from reader.config import Fetch
from reader.ingest.refreshing import opened
from reader.library.store import Library
library = Library.open(Path(sys.argv[1]))
print("started", flush=True)
with opened(library, settings=Fetch(allow_private=True, timeout=300.0)) as run:
    for line in run.refresh(library.feeds.all(), "all"):
        if getattr(line, "id", None) is not None:
            print(line.id, line.status, line.target, flush=True)
print("finished", flush=True)
"""

_INDEX = """
import sys
from pathlib import Path
from reader.library.store import Library
from reader.search.indexer import index_pending
library = Library.open(Path(sys.argv[1]))
print("started", flush=True)
index_pending(library)
print("finished", flush=True)
"""


def _run_and_kill(code: str, arguments: list[str], after: int, seconds: float) -> list[str]:
    """The lines a program wrote before it was killed, so long after so many of them."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(after)]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    lines += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    return [line for line in lines if line]  # there are none after its end


def test_killed_while_adding(tmp_path: Path) -> None:
    chance = random.Random(20)
    pages = folder(tmp_path / "pages", 60)
    place = tmp_path / "library"
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS):
        folder(pages, 20, first=1000 * (kill + 1))
        after, seconds = chance.randint(1, 60), chance.uniform(0.0, 0.1)
        lines = _run_and_kill(_ADD, [str(place), str(pages)], after, seconds)
        assert lines[0] == "started"
        for line in lines[1:]:
            if line != "finished":
                number, status, target = line.split(" ", 2)
                assert status in ("added", "known")
                assert acknowledged.setdefault(target, int(number)) == int(number)
        library = Library.open(place)
        assert check(library) == []
        stored = library.articles.rows(acknowledged.values())
        assert set(stored) == set(acknowledged.values())
        assert all(library.articles.texts(stored).values())
        library.close()
    library = Library.open(place)
    assert library.changes.remaining() == len(library.articles.all_ids())
    library.close()


def test_killed_while_refreshing(tmp_path: Path) -> None:
    chance = random.Random(22)
    place = tmp_path / "library"
    acknowledged: dict[str, int] = {}
    with running(latency=0.02) as server:
        library = Library.open(place)
        for feed in range(4):
            library.feeds.subscribe(server.url(f"/{feed}.xml"))
        library.close()
        for kill in range(KILLS):
            _publish(server, 4, 5 * (kill + 1))
            after, seconds = chance.randint(1, 18), chance.uniform(0.0, 0.5)
            lines = _run_and_kill(_REFRESH, [str(place)], after, seconds)
            assert lines[0] == "started"
            for line in lines[1:]:
                if line != "finished":
                    number, status, target = line.split(" ", 2)
                    assert status == "added"
                    assert acknowledged.setdefault(target, int(number)) == int(number)
            library = Library.open(place)
            assert check(library) == []
            stored = library.articles.rows(acknowledged.values())
            assert set(stored) == set(acknowledged.values())
            library.close()
        library = Library.open(place)
        seen = set(library.articles.all_ids())
        server.forsaken()
        asked = len(server.asked)
        settings = Fetch(allow_private=True, timeout=300.0)
        outcomes = list(refresh(library, settings=settings, index=True))
        assert [outcome.error for outcome in outcomes] == [None] * 4
        pages = [one.path for one in server.asked[asked:] if one.path.startswith("/p")]
        assert len(pages) == 4 * 5 * KILLS - len(seen)  # nothing is fetched twice
        assert len(library.articles.all_ids()) == 4 * 5 * KILLS
        assert health(library) == []
        assert Searcher(library).articles("gazette OR ward").total == 4 * 5 * KILLS
        library.close()


def _publish(server: Server, feeds: int, items: int) -> None:
    for feed in range(feeds):
        listed = ""
        for item in range(items):
            seed = 1000 * feed + item
            server.page(f"/p{seed}", html(seed).replace("gazette.example", "x.invalid"))
            listed += rss_item(server.url(f"/p{seed}"), f"Report {seed}")
        server.page(f"/{feed}.xml", rss(listed), "application/rss+xml")


def test_killed_while_indexing(tmp_path: Path) -> None:
    chance = random.Random(21)
    place = tmp_path / "library"
    library = Library.open(place)
    _fill(library, 0, 300)
    for kill in range(KILLS):
        _run_and_kill(_INDEX, [str(place)], 1, chance.uniform(0.0, 1.0))
        assert check(library) == []
        _fill(library, 1000 * (kill + 1), 40)
    ensure_index(library)
    index_pending(library)
    assert health(library) == []
    everything = set(library.articles.all_ids())
    assert Searcher(library).ids("gazette OR ward") == everything
    library.close()


def _fill(library: Library, first: int, count: int) -> None:
    from tests.ingest.pages import sentences
    from tests.library.making import article

    with library.transaction():
        for seed in range(first, first + count):
            library.articles.add(article("\n".join(sentences(seed))))
