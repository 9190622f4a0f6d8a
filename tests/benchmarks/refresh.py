"""How fast feeds come in from servers with realistic latency: run by hand.

    python tests/benchmarks/refresh.py [--feeds 200] [--items 20] [--latency 0.1]
                                       [--pages FOLDER] [--one-server] [--json]

Each feed has a server of its own on loopback (an address each, 127.0.1.1 and on), unless
``--one-server``. Pages are made, of the weight of real ones, or the ``*.html.gz`` of FOLDER,
reworded each time (see `reworded`). Compared with what Trafilatura alone reaches on the same
pages in the same worker processes, with neither network nor library.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.config import Fetch
from reader.ingest.feeds import refresh
from reader.library.store import Library
from reader.workers import WorkerPool
from tests.benchmarks.pages import page
from tests.sources.server import rss, rss_item, running

ROOT = Path(__file__).resolve().parents[2]
_PROSE = re.compile(r"(?<=>)[^<>{}]{30,}(?=<)")
"""Text between tags, but no scripts."""
_WORD = re.compile(r"(?<![\w&#;/.-])[a-z]{3,}(?![\w;/-])")


def alone(body: bytes) -> int:
    """What the worker does when only Trafilatura works: text and metadata."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, fast=True, include_comments=False, with_metadata=True)
    return len(found.text or "") if found else 0


def pages_of(folder: Path | None, count: int) -> Iterator[bytes]:
    """So many pages, each an article of its own."""
    if folder is None:
        yield from (page(number).encode() for number in range(count))
        return
    files = sorted(folder.glob("*.html.gz"))
    kept = [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in files]
    for number in range(count):
        yield reworded(kept[number % len(kept)], number // len(kept), number)


def reworded(html: str, turn: int, number: int) -> bytes:
    """The page as another article of the same length, layout and vocabulary.

    A third of the words in its prose are exchanged for others of them, so that none is
    a near-duplicate of the page it was made from; but one in five is of the page made before
    it, as agency stories are in a day's news.
    """
    html = html.replace("canonical", "x-canonical").replace("og:url", "x-url")
    words: list[str] = [word for prose in _PROSE.findall(html) for word in _WORD.findall(prose)]
    if not words:
        return html.encode()
    mostly = random.Random(turn - (turn % 5 == 4))
    slightly = random.Random(number + 1_000_000)

    def another(found: re.Match[str]) -> str:
        if mostly.random() < 0.35:
            return mostly.choice(words)
        return slightly.choice(words) if slightly.random() < 0.02 else found[0]

    return _PROSE.sub(lambda prose: _WORD.sub(another, prose.group()), html).encode()


def address(feed: int, one: bool) -> str:
    return "127.0.0.1" if one else f"127.0.{1 + feed // 250}.{1 + feed % 250}"


def serve(pipe: Connection, options: argparse.Namespace) -> None:
    pages = pages_of(options.pages, options.feeds * options.items)
    with running(options.latency, "0.0.0.0") as server:
        for feed in range(options.feeds):
            host = address(feed, options.one_server)
            items = []
            for item in range(options.items):
                number = feed * options.items + item
                server.page(f"/{number}", next(pages))
                items.append(rss_item(server.url(f"/{number}", host), f"Story {number}"))
            server.page(
                f"/feed{feed}.xml", rss("".join(items), f"Feed {feed}"), "application/rss+xml"
            )
        pipe.send(server.port)
        pipe.recv()


@contextmanager
def served(options: argparse.Namespace) -> Iterator[int]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, options), daemon=True)
    process.start()
    port: int = ours.recv()
    yield port
    ours.send("done")
    process.join(10)


def cpu_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def baseline(options: argparse.Namespace) -> tuple[float, float]:
    """Pages a second of Trafilatura alone in the pool, and processor seconds for a page."""
    count: int = min(options.feeds * options.items, 600)
    jobs = list(pages_of(options.pages, count))
    with WorkerPool("tests.benchmarks.refresh:alone", options.workers, 60.0) as pool:
        list(pool.map_unordered(jobs[: 4 * options.workers]))  # imports
        start = time.perf_counter()
        list(pool.map_unordered(jobs))
        took = time.perf_counter() - start
    before = cpu_seconds()
    with WorkerPool("tests.benchmarks.refresh:alone", options.workers, 60.0) as pool:
        list(pool.map_unordered(jobs))
    return count / took, (cpu_seconds() - before) / count


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--one-server", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)  # the workers import this file
    before_rate, alone_cpu = baseline(options)
    told: dict[str, float] = {"trafilatura_alone_cpu_ms_per_page": alone_cpu * 1000}
    settings = Fetch(allow_private=True, timeout=120.0)
    with served(options) as port, tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        for feed in range(options.feeds):
            library.feeds.subscribe(
                f"http://{address(feed, options.one_server)}:{port}/feed{feed}.xml"
            )
        start, before = time.perf_counter(), cpu_seconds()
        outcomes = []
        stored = 0.0
        for outcome in refresh(library, settings=settings, workers=options.workers, index=True):
            outcomes.append(outcome)
            stored = time.perf_counter() - start
        searchable, used = time.perf_counter() - start, cpu_seconds() - before
        count = sum(outcome.new for outcome in outcomes)
        start = time.perf_counter()
        again = list(refresh(library, settings=settings, workers=options.workers))
        told |= {
            "articles": count,
            "searchable_cpu_ms_per_page": used / max(count, 1) * 1000,
            "failed_feeds": sum(outcome.error is not None for outcome in outcomes),
            "stored_pages_per_second": count / stored,
            "searchable_pages_per_second": count / searchable,
            "second_refresh_seconds": time.perf_counter() - start,
            "second_refresh_unchanged": sum(outcome.unchanged for outcome in again),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        library.close()
    after_rate, _ = baseline(options)  # machines are not the same from minute to minute
    alone_rate = (before_rate + after_rate) / 2
    told["trafilatura_alone_pages_per_second"] = alone_rate
    told["ratio_stored"] = told["stored_pages_per_second"] / alone_rate
    told["ratio_searchable"] = told["searchable_pages_per_second"] / alone_rate
    told["ratio_of_cpu"] = alone_cpu * 1000 / told["searchable_cpu_ms_per_page"]
    if options.json:
        print(json.dumps(told))
    else:
        for key, value in told.items():
            print(f"{key:<38} {value:10.2f}")


if __name__ == "__main__":
    main()
