"""How fast is search, side by side with SQLite FTS5 over the same articles?

    python -m tests.benchmarks.search --articles 100000 --json

Builds its corpus itself (in a temporary folder, or in ``--folder``, where it is kept and used
again). Both programs answer each query in turn within one run, so that whatever else the
machine does hits both. "Cold" is with our own caches emptied before the query, "warm" the
same query asked again. The last line of ``--json`` is one object.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from reader.library.store import Library
from reader.search.indexer import rebuild
from reader.search.searcher import Searcher
from reader.search.terms import FOLDED, STEMS
from tests.benchmarks.search_corpus import LAST, Corpus, build_fts, store
from tests.benchmarks.search_more import around, freshness, torture

QUERIES = 40
LIMIT = 50
GOALS = {
    "word": (1.0, 0.3),
    "prefix": (1.0, 0.3),
    "range": (1.0, 0.3),
    "date": (1.0, 0.3),
    "or": (1.2, 0.3),
    "common": (1.2, 0.3),
    "and": (2.0, 1.0),
    "phrase": (4.0, 2.0),
    "speaker": (1.0, 0.3),
    "snippets": (1.0, 1.0),
}
ARTICLES = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 4, 1) LIMIT 50"
RANGE = (
    "SELECT a.id FROM f JOIN a ON a.id = f.rowid WHERE f MATCH ? "
    "AND a.published BETWEEN ? AND ? ORDER BY bm25(f, 4, 1) LIMIT 50"
)
BY_DATE = (
    "SELECT a.id FROM f JOIN a ON a.id = f.rowid WHERE f MATCH ? ORDER BY a.published DESC LIMIT 50"
)
SNIPPETS = (
    "SELECT rowid, snippet(f, 1, '[', ']', '…', 24) FROM f WHERE f MATCH ? "
    "ORDER BY bm25(f, 4, 1) LIMIT 50"
)
QUOTES = "SELECT rowid FROM fq WHERE fq MATCH ? ORDER BY bm25(fq) LIMIT 50"


@dataclass(frozen=True)
class Case:
    """One question to both programs."""

    ours: str
    sql: str
    parameters: tuple[Any, ...]


def cases(corpus: Corpus, seed: int = 9) -> dict[str, list[Case]]:
    """Queries of every class, over a range of frequencies."""
    rng = random.Random(seed)
    words = corpus.words

    def word(low: int = 20, high: int = 8_000) -> str:
        """Log-uniform over the ranks: as many common words as rare ones."""
        return words[int(low * (high / low) ** rng.random())]

    def window() -> datetime:
        return LAST - timedelta(days=rng.randint(30, 3500))

    made: dict[str, list[Case]] = {name: [] for name in GOALS}
    for number in range(QUERIES):
        one, two, three = word(), word(), word()
        begin = window()
        end = begin + timedelta(days=30)
        dates = f"after:{begin:%Y-%m-%d} before:{end:%Y-%m-%d}"
        seconds = (
            datetime(begin.year, begin.month, begin.day).timestamp(),
            datetime(end.year, end.month, end.day).timestamp() - 1,
        )
        stump = word(60, 20_000)[: rng.choice((3, 4, 4, 5))]
        phrase = " ".join(corpus.phrases[int(len(corpus.phrases) * rng.random() ** 2)])
        person = corpus.people[int(len(corpus.people) * rng.random() ** 2)].split()[1]
        common = words[number % 30]
        made["word"].append(Case(one, ARTICLES, (one,)))
        made["prefix"].append(Case(f"{stump}*", ARTICLES, (f"{stump}*",)))
        made["range"].append(Case(f"{one} {dates}", RANGE, (one, *seconds)))
        made["date"].append(Case(f"{one} sort:date", BY_DATE, (one,)))
        made["or"].append(
            Case(f"{one} OR {two} OR {three}", ARTICLES, (f"{one} OR {two} OR {three}",))
        )
        made["common"].append(Case(common, ARTICLES, (common,)))
        made["and"].append(Case(f"{one} {two}", ARTICLES, (f"{one} AND {two}",)))
        made["phrase"].append(Case(f'"{phrase}"', ARTICLES, (f'"{phrase}"',)))
        # What somebody said, and what they said with a word in it.
        said, matched = f"speaker:{person}", f"speaker : {person}"
        if number % 2:
            said, matched = f"{said} {one}", f"{matched} AND words : {one}"
        made["speaker"].append(Case(said, QUOTES, (matched,)))
        made["snippets"].append(Case(one, SNIPPETS, (one,)))
    return made


def timed(run: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def forget(searcher: Searcher) -> None:
    """Empty all that is kept of earlier queries."""
    searcher.index.cache.clear()
    FOLDED.clear()
    STEMS.clear()


def asker(name: str, searcher: Searcher, query: str) -> Callable[[], object]:
    """Our side of a question."""
    if name == "speaker":
        return lambda: searcher.quotes(query, limit=LIMIT)
    if name == "snippets":
        return lambda: searcher.snippets(
            query, [hit.id for hit in searcher.articles(query, limit=LIMIT).hits]
        )
    return lambda: searcher.articles(query, limit=LIMIT)


def compare(
    searcher: Searcher, connection: sqlite3.Connection, made: dict[str, list[Case]]
) -> dict[str, dict[str, float]]:
    """Median milliseconds of each class: ours cold and warm, and FTS5."""
    times: dict[str, dict[str, list[float]]] = {}
    for number in range(QUERIES):
        for name, some in made.items():
            case = some[number]
            ours = asker(name, searcher, case.ours)
            row = times.setdefault(name, {"cold": [], "warm": [], "fts5": []})

            def theirs(case: Case = case) -> object:
                return connection.execute(case.sql, case.parameters).fetchall()

            theirs()  # the files of both are in the system's memory
            ours()
            forget(searcher)
            row["cold"].append(timed(ours))
            row["warm"].append(timed(ours))
            row["fts5"].append(timed(theirs))
    return {
        name: {kind: median(values) for kind, values in row.items()} for name, row in times.items()
    }


def child(folder: Path) -> None:
    """What a process costs that only searches: prints milliseconds to open, and megabytes."""
    library = Library.open(folder / "library")
    opening = []
    for _ in range(5):
        fresh = Searcher(library)
        opening.append(timed(fresh.index.get))
    searcher = Searcher(library)
    for name, some in cases(Corpus()).items():
        for case in some:
            asker(name, searcher, case.ours)()
    print(json.dumps({"open_ms": median(opening), **memory()}))


def memory() -> dict[str, float]:
    """Megabytes of this process: all that is resident, and what is its own."""
    found = {}
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        key, _, value = line.partition(":")
        if key in ("VmRSS", "RssAnon"):
            found[key] = int(value.split()[0]) / 1024
    return {"rss_mb": found["VmRSS"], "own_mb": found["RssAnon"]}


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Build what is missing in the folder and measure it."""
    corpus = Corpus()
    notes = folder / "measured.json"
    library = Library.open(folder / "library")
    known = json.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}
    if "text" not in known:
        say(f"storing {count:,} articles")
        known["text"] = store(library, corpus, count)
        notes.write_text(json.dumps(known), encoding="utf-8")
    if "speed" not in known:
        say("indexing")
        start = time.perf_counter()
        rebuild(library)
        known["speed"] = count / (time.perf_counter() - start)
        notes.write_text(json.dumps(known), encoding="utf-8")
        say(f"{known['speed']:.0f} articles a second")
    if not (folder / "fts.db").exists():
        say("building FTS5")
        build_fts(folder / "fts.tmp", library)
        (folder / "fts.tmp").rename(folder / "fts.db")
    index = sum(p.stat().st_size for p in (library.folder / "index").rglob("*") if p.is_file())
    connection = sqlite3.connect(folder / "fts.db")
    connection.execute("PRAGMA mmap_size = 2000000000")
    connection.execute("PRAGMA cache_size = -64000")
    say("searching")
    searcher = Searcher(library)
    medians = compare(searcher, connection, cases(corpus))
    say("torture, and what stands around results")
    hardest, hardest_ms = torture(searcher, corpus)
    beside = around(searcher, corpus)
    say("new articles while somebody types")
    fresh = freshness(folder)
    command = [sys.executable, "-m", "tests.benchmarks.search", "--child", str(folder)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    alone = json.loads(output.splitlines()[-1])
    return {
        "articles": count,
        "ratios": {
            name: {kind: round(row[kind] / row["fts5"], 3) for kind in ("cold", "warm")}
            for name, row in medians.items()
        },
        "ms": {name: {k: round(v, 3) for k, v in row.items()} for name, row in medians.items()},
        "open_ms": round(alone["open_ms"], 2),
        "rss_mb": round(alone["rss_mb"], 1),
        "own_mb": round(alone["own_mb"], 1),
        "index_bytes_per_text_byte": round(index / known["text"], 3),
        "indexing_per_s": round(known["speed"], 1),
        "torture_ms": round(hardest_ms, 1),
        "torture_query": hardest,
        "around_ms": {name: round(value, 2) for name, value in beside.items()},
        "fresh_s": {name: round(value, 3) for name, value in fresh.items()},
    }


def say(text: str) -> None:
    """Progress, beside the results."""
    print(text, file=sys.stderr, flush=True)


def table(result: dict[str, Any]) -> str:
    """The result for people."""
    lines = [f"{'query':10} {'FTS5 ms':>8} {'cold ÷':>8} {'goal':>5} {'warm ÷':>8} {'goal':>5}"]
    for name, ratio in result["ratios"].items():
        cold, warm = GOALS[name]
        fts = result["ms"][name]["fts5"]
        lines.append(
            f"{name:10} {fts:8.2f} {ratio['cold']:8.2f} {cold:5} {ratio['warm']:8.2f} {warm:5}"
        )
    lines += [f"{key}: {result[key]}" for key in result if key not in ("ratios", "ms")]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="keep the corpus here, and use it again")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        child(options.child)
        return 0
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        result = measure(options.folder, options.articles)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            result = measure(Path(temporary), options.articles)
    print(table(result))
    if options.json:
        print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
