"""The order of results, judged by people: queries over the sample pages with graded answers.

`tests/gold/queries.toml` says for each query which pages are what one looks for (grade 2) and
which are welcome after them (grade 1). A change of ranking is seen in the figures here; the
floors only ever rise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean

import pytest

from reader.cleaning.extract import clean_html
from reader.cleaning.plain import clean_plain
from reader.library.store import Library
from reader.news import Annotation, Article, Entity, Hints, Page, Quote
from reader.search.indexer import index_pending
from reader.search.searcher import Searcher
from tests.gold.passages import FOLDER
from tests.gold.samples import SEEDS, samples

DEPTH = 10
NDCG_FLOOR = 0.98
FIRST_FLOOR = 0.97


@dataclass(frozen=True)
class Judged:
    """A query with the grades of the pages that are right for it."""

    text: str
    quotes: bool
    grades: dict[str, int]


@dataclass(frozen=True)
class Bench:
    """The sample pages, searchable."""

    searcher: Searcher
    names: dict[int, str]
    queries: tuple[Judged, ...]

    def found(self, judged: Judged) -> list[str]:
        """The pages that a query finds, best first."""
        if judged.quotes:
            quotes = self.searcher.quotes(judged.text, limit=50).hits
            numbers = dict.fromkeys(hit.article_id for hit in quotes)
        else:
            articles = self.searcher.articles(judged.text, limit=50).hits
            numbers = dict.fromkeys(hit.id for hit in articles)
        return [self.names[number] for number in numbers]


def ndcg(judged: Judged, found: list[str]) -> float:
    """1 where the best pages come first, then the others that are welcome."""
    gains = [judged.grades.get(name, 0) / log2(n + 2) for n, name in enumerate(found[:DEPTH])]
    ideal = sorted(judged.grades.values(), reverse=True)[:DEPTH]
    return sum(gains) / sum(grade / log2(n + 2) for n, grade in enumerate(ideal))


def cleaned(path: Path) -> Article:
    """A sample page as the program takes it in."""
    if path.suffix == ".txt":
        return clean_plain(path.read_text(encoding="utf-8"), Hints())
    return clean_html(Page(path.read_bytes()))


def annotated(file: str, text: str) -> tuple[Annotation, list[str]]:
    """The quotes of a sample as they are marked by hand."""
    said = next((sample.said for sample in samples() if sample.file == file), {})
    speakers = list(dict.fromkeys(names[0] for names in said.values() if names[0]))
    quotes = []
    for words, names in said.items():
        at = text.find(words)
        if at >= 0:
            entity = speakers.index(names[0]) if names[0] else None
            span = ((at, at + len(words)),)
            quotes.append(Quote("direct", span, name=names[0] or None, entity=entity))
    entities = tuple(Entity(name, "person", _mentions(text, name)) for name in speakers)
    return Annotation(tuple(quotes), entities, "by hand"), [f"person:{name}" for name in speakers]


def _mentions(text: str, name: str) -> tuple[tuple[int, int], ...]:
    at = text.find(name)
    return ((at, at + len(name)),) if at >= 0 else ()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """All sample pages in a library of their own."""
    told = tomllib.loads((FOLDER / "queries.toml").read_text(encoding="utf-8"))
    library = Library.open(tmp_path_factory.mktemp("judged") / "library")
    names: dict[int, str] = {}
    for alias, file in told["pages"].items():
        article = cleaned(SEEDS / file)
        number = library.articles.add(article).id
        library.annotations.put(number, 1, *annotated(file, article.text))
        names[number] = alias
    index_pending(library)
    queries = tuple(
        Judged(
            one["text"],
            one.get("kind") == "quotes",
            dict.fromkeys(one.get("also", []), 1) | dict.fromkeys(one["best"], 2),
        )
        for one in told["query"]
    )
    yield Bench(Searcher(library), names, queries)
    library.close()


def test_there_are_enough_judgements(bench: Bench) -> None:
    assert len(bench.queries) >= 30


def test_the_best_pages_come_first(bench: Bench) -> None:
    results = {judged.text: ndcg(judged, bench.found(judged)) for judged in bench.queries}
    weak = {text: round(value, 2) for text, value in results.items() if value < 1}
    assert mean(results.values()) >= NDCG_FLOOR, weak


def test_the_first_page_is_one_of_the_best(bench: Bench) -> None:
    right = []
    for judged in bench.queries:
        found = bench.found(judged)
        right.append(bool(found) and judged.grades.get(found[0]) == 2)
    assert mean(right) >= FIRST_FLOOR


def test_nothing_unwanted_is_found(bench: Bench) -> None:
    unwanted = {
        judged.text: extra
        for judged in bench.queries
        if (extra := set(bench.found(judged)) - judged.grades.keys())
    }
    assert not unwanted
