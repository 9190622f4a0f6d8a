"""What else of search has a goal in time: torture, new articles, and what stands around results."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from reader.ingest.indexing import index_pending, index_pool
from reader.library.store import Library
from reader.news import Article, Block
from reader.search.query import parse
from reader.search.searcher import Searcher
from tests.benchmarks.search_corpus import Corpus
from tests.search.torture import TORTURE

BATCH = 50
BATCHES = 20
KEYSTROKE = 0.12
"""Seconds between two keys of somebody who types."""


def milliseconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def tortures(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Queries that are hard, by a name: strange ones, and ones of very common words."""
    for number, query in enumerate(TORTURE):
        yield f"{number} {query[:20]!a}", query
    common = corpus.words[:60]
    yield "all common words", " ".join(common)
    yield "any common word", " OR ".join(common)
    yield "phrase of common words", f'"{" ".join(common[:5])}"'
    yield "phrase of one word", f'"{" ".join(common[:1] * 8)}"'
    yield "beginnings", " OR ".join(f"{letter}*" for letter in "abcdefghilmnoprstvw")
    yield "without common words", " ".join(f"-{word}" for word in common[:20])
    yield "everything by date", f"after:1990 {common[0]} sort:oldest"
    yield "everybody", " OR ".join(f"speaker:{name.split()[1]}" for name in corpus.people[:100])


def torture(searcher: Searcher, corpus: Corpus) -> tuple[str, float]:
    """The slowest of the hard queries to its first results, nothing being cached."""
    worst = ("", 0.0)
    for name, query in tortures(corpus):
        for kind, ask in (("articles", searcher.articles), ("quotes", searcher.quotes)):
            searcher.index.cache.clear()
            worst = max(
                worst,
                (f"{kind}: {name}", milliseconds(lambda ask=ask, q=query: ask(q))),  # type: ignore[misc]
                key=lambda pair: pair[1],
            )
    return worst


def around(searcher: Searcher, corpus: Corpus) -> dict[str, float]:
    """Medians of what goes with a search, in milliseconds: facets, spelling, likeness."""
    rng = random.Random(3)
    words = [corpus.words[int(20 * 400 ** rng.random())] for _ in range(15)]
    ids = searcher.library.articles.ids(limit=200)
    searcher.facets(words[0])  # reads the columns
    wrong = [word[:2] + "x" + word[3:] for word in words if len(word) > 4]
    names = searcher.vocabulary()
    return {
        "facets": median(milliseconds(lambda w=w: searcher.facets(w)) for w in words),  # type: ignore[misc]
        "facets_everything": milliseconds(lambda: searcher.facets("")),
        "suggest": median(milliseconds(lambda w=w: searcher.suggest(w)) for w in wrong),  # type: ignore[misc]
        "similar": median(milliseconds(lambda n=n: searcher.similar(n)) for n in ids[::20]),  # type: ignore[misc]
        "complete_speaker": median(
            milliseconds(lambda w=w: names.values("speaker", w[:3], 12))  # type: ignore[misc]
            for w in words
        ),
    }


def copied(library: Path, folder: Path) -> Path:
    """A library of its own to add to; the files of an index never change, so they are shared."""
    target = folder / "library"
    shutil.copytree(library, target, copy_function=_link_or_copy)
    return target


def _link_or_copy(source: str, target: str) -> None:
    path = Path(source)
    if path.parent.parent.name == "index":
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def freshness(kept: Path) -> dict[str, float]:
    """Seconds from the moment that 50 articles are stored until all of them are found.

    Somebody types meanwhile, in the process that searches; another process indexes, as in the
    program.
    """
    corpus = Corpus(seed=77)
    with tempfile.TemporaryDirectory(dir=kept) as temporary:
        library = Library.open(copied(kept / "library", Path(temporary)))
        searcher = Searcher(library)
        stop = threading.Event()
        slowest: list[float] = []
        typist = threading.Thread(target=_type, args=(searcher, corpus, stop, slowest))
        with index_pool() as pool:
            _add(library, corpus, "warming")
            index_pending(library, pool=pool)
            typist.start()
            times = [_searchable(library, searcher, corpus, pool, n) for n in range(BATCHES)]
        stop.set()
        typist.join()
        library.close()
    return {
        "median": median(times),
        "p95": quantiles(times, n=20)[-1],
        "keystroke_ms_median": median(slowest),
        "keystroke_ms_p95": quantiles(slowest, n=20)[-1],
    }


def _add(library: Library, corpus: Corpus, word: str) -> None:
    for number in range(BATCH):
        text = " ".join([word, *corpus.draw(440)])
        block = Block("paragraph", 0, len(text))
        title = f"{word.capitalize()} {number}"
        library.articles.add(Article(title, text, (block,), None, "Post", "2026-07-01", None, "en"))


def _searchable(
    library: Library, searcher: Searcher, corpus: Corpus, pool: Any, number: int
) -> float:
    word = f"fresh{number}"
    _add(library, corpus, word)
    start = time.perf_counter()
    indexing = threading.Thread(target=index_pending, args=(library,), kwargs={"pool": pool})
    indexing.start()
    while searcher.articles(word).total < BATCH:
        time.sleep(0.01)
    found = time.perf_counter() - start
    indexing.join()
    return found


def _type(searcher: Searcher, corpus: Corpus, stop: threading.Event, times: list[float]) -> None:
    rng = random.Random(1)
    while not stop.is_set():
        text = " ".join(corpus.words[int(20 * 100 ** rng.random())] for _ in range(2))
        for end in range(2, len(text) + 1):
            query = parse(text[:end], typing=True)
            times.append(milliseconds(lambda q=query: searcher.articles(q)))  # type: ignore[misc]
            if stop.wait(KEYSTROKE):
                return
