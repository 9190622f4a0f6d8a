"""Stock Whoosh is the referee: same matches, same scores, same order, on the same files."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from whoosh import query as stock
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import BM25F

from reader.search import scoring, segments
from reader.search.execution import Execution, Limits
from reader.search.nodes import And, Dated, Node, Not, Or, Phrase, State, Word
from reader.search.opened import OpenIndex
from reader.search.place import Place
from reader.search.place import State as IndexState
from reader.search.schema import ARTICLES, EXACT, Document
from reader.search.scoring import best
from reader.search.segments import ByteCache
from reader.search.terms import stem
from reader.search.writing import Writer

ARTICLES_COUNT = 180
QUERIES = 2000
FIRST = date(2024, 1, 1)
VOCABULARY = [
    "".join(pair) for pair in zip("stagrndlok" * 8, "aeioumnr" * 10, "rtslnmdkpq" * 8, strict=True)
]
VOCABULARY += [word + end for word in VOCABULARY[:30] for end in ("s", "ed", "ing")]
VOCABULARY = list(dict.fromkeys(VOCABULARY))
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))


class Nothing:
    """A library that knows nothing."""

    def entities(self, text: str, *, unfinished: bool = False) -> list[int]:
        return []

    def marked(self, state: State) -> Iterable[int]:
        return []

    def tagged(self, tag: str) -> Iterable[int]:
        return []


@dataclass
class Court:
    """Both programs over the same index."""

    execution: Execution
    searcher: Any
    days: list[int]

    def ours(self, node: Node) -> dict[int, float]:
        matches = self.execution.run(node, self.execution.articles)
        return dict(zip(matches.ids.tolist(), matches.scores.tolist(), strict=True))

    def theirs(self, node: Node) -> dict[int, float]:
        if not isinstance(node, And):
            return self.stock_finds(as_stock(node))
        found = self.stock_finds(
            stock.And([as_stock(c) for c in node.children if not isinstance(c, Not | Dated)])
        )
        for child in node.children:
            if isinstance(child, Dated) and child.start:
                first = child.start.toordinal()
                found = {n: score for n, score in found.items() if self.days[n] >= first}
            if isinstance(child, Not):
                # Not by Whoosh's AndNot, which lets documents through and fails at list ends.
                unwanted = self.stock_finds(as_stock(child.child))
                found = {n: score for n, score in found.items() if n not in unwanted}
        return found

    def stock_finds(self, query: Any) -> dict[int, float]:
        found = self.searcher.search(query, limit=None)
        return {number: score for score, number in found.top_n}


def as_stock(node: Node) -> Any:
    """The query as Whoosh's own objects."""
    match node:
        case And(children):
            return stock.And([as_stock(child) for child in children])
        case Or(children):
            return stock.Or([as_stock(child) for child in children])
        case Word(prefix=True):
            either = [stock.Prefix(name + EXACT, node.term) for name in places(node)]
            return stock.ConstantScoreQuery(stock.Or(either), 1.0)
        case Word():
            return stock.Or([stock.Term(name, stem(node.term)) for name in places(node)])
        case Phrase(_, terms):
            return stock.Or([stock.Phrase(name + EXACT, list(terms)) for name in places(node)])
    raise AssertionError(node)


def places(node: Word | Phrase) -> list[str]:
    return ["title"] if node.field == "title" else ["title", "body"]


def generated(rng: random.Random) -> Iterator[Node]:
    """Queries of all kinds, over rare and common words."""

    def word(prefix: bool = False) -> Word:
        term = rng.choices(VOCABULARY, cum_weights=WEIGHTS)[0]
        place = "title" if rng.random() < 0.2 else ""
        return Word(term, term[: rng.randint(1, 3)] if prefix else term, place, prefix)  # type: ignore[arg-type]

    def leaf() -> Node:
        kind = rng.random()
        if kind < 0.15:
            return word(prefix=True)
        if kind < 0.4:
            terms = tuple(rng.choices(VOCABULARY[:12], k=rng.randint(1, 3)))
            return Phrase(" ".join(terms), terms)
        return word()

    def group(depth: int, top: bool = False) -> Node:
        kind = rng.random()
        if depth == 0 or kind < 0.3:
            return leaf()
        children = tuple(group(depth - 1) for _ in range(rng.randint(2, 3)))
        if kind < 0.6:
            return Or(children)
        extra: list[Node] = []
        if top and rng.random() < 0.3:
            extra.append(Not(leaf()))
        if top and rng.random() < 0.3:
            extra.append(Dated(FIRST + timedelta(rng.randint(0, 300)), None))
        return And((*children, *extra))

    for _ in range(QUERIES):
        yield group(rng.choice((1, 1, 1, 2)), top=True)


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Court:
    """Several segments, one of them merged, with deleted and replaced documents."""
    rng = random.Random(7)
    place = Place(tmp_path_factory.mktemp("court"))

    def text(words: int) -> str:
        return " ".join(rng.choices(VOCABULARY, cum_weights=WEIGHTS, k=words))

    def documents(numbers: Iterable[int]) -> Iterator[Document]:
        for number in numbers:
            day = FIRST.toordinal() + rng.randint(0, 365)
            texts = {"title": text(rng.randint(0, 6)), "body": text(rng.randint(1, 50))}
            yield Document({"id": number, "day": day, "moment": day * 86400}, texts)

    state = IndexState(place.next_folder())
    for first in range(0, ARTICLES_COUNT, 60):
        with Writer(place, state) as writer:
            numbers = range(first, first + 60)
            writer.delete("articles", "id", [first - 3, first - 5])
            writer.add("articles", documents(numbers))
            state = writer.commit(seq=first)
            if first == 60:
                writer.merge(everything=True)
                state = writer.state
    opened = OpenIndex(place).get()
    assert opened is not None
    assert len(opened.articles.segments) > 1
    execution = Execution(
        opened.articles, opened.quotes, Nothing(), ByteCache(), Limits(float("inf")), opened.stamp
    )
    storage = FileStorage(str(place.folder(state)))
    searcher = storage.open_index(ARTICLES.name).searcher(weighting=BM25F())
    return Court(execution, searcher, opened.articles.numbers("day").tolist())


def test_thousands_of_queries(court: Court) -> None:
    order = court.execution.articles.order()
    found = 0
    for node in dict.fromkeys(generated(random.Random(11))):
        ours, theirs = court.ours(node), court.theirs(node)
        assert ours.keys() == theirs.keys(), node
        scores = list(theirs.values())
        assert np.allclose([ours[number] for number in theirs], scores, rtol=1e-6), node
        matches = court.execution.run(node, court.execution.articles)
        top = matches.scores[best(matches, order, 50)]
        assert np.allclose(top, sorted(scores, reverse=True)[:50], rtol=1e-6), node
        found += bool(ours)
    assert found > QUERIES / 4


def test_equal_scores_stand_newest_first(court: Court) -> None:
    node = Word("s", "s", prefix=True)
    matches = court.execution.run(node, court.execution.articles)
    order = court.execution.articles.order()
    places_ = best(matches, order, 50)
    ranks = order[matches.ids[places_]].tolist()
    assert ranks == sorted(order[matches.ids].tolist(), reverse=True)[:50]


def test_pages_of_any_size_begin_alike(court: Court) -> None:
    order = court.execution.articles.order()
    for node in list(generated(random.Random(3)))[:100]:
        matches = court.execution.run(node, court.execution.articles)
        whole = np.lexsort((-order[matches.ids], -matches.scores))
        for count in (1, 7, 50):
            assert best(matches, order, count).tolist() == whole[:count].tolist()


def test_phrases_are_looked_for_piece_by_piece(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrases = [node for node in generated(random.Random(5)) if isinstance(node, Phrase)][:100]
    whole = [court.ours(node) for node in phrases]
    assert sum(map(bool, whole)) > 20
    monkeypatch.setattr(scoring, "AT_ONCE", 7)
    court.execution.cache.clear()
    assert [court.ours(node) for node in phrases] == whole
    # Out of time: what was found so far, and it says so.
    court.execution.cache.clear()
    monkeypatch.setattr(court.execution, "limits", Limits(0.0))
    pairs = [(len(all_), node) for node, all_ in zip(phrases, whole, strict=True)]
    most, node = max((pair for pair in pairs if len(pair[1].terms) > 1), key=lambda pair: pair[0])
    found = court.ours(node)
    assert court.execution.limits.partial
    assert 0 < len(found) < most
    monkeypatch.undo()
    court.execution.cache.clear()
    assert court.ours(phrases[0]) == whole[0]


def test_of_a_beginning_out_of_time_the_commonest_words_are_found(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    beginning = Word("", "", prefix=True)
    whole = court.ours(beginning)
    first, *_ = court.execution.articles.segments
    entries = list(first.terms.entries("body_exact"))
    most, _ = max(entries, key=lambda pair: first.terms.count(pair[1]))
    assert len(entries) > 50
    monkeypatch.setattr(segments, "COMMONEST", 5)
    monkeypatch.setattr(court.execution, "limits", Limits(0.0))
    court.execution.cache.clear()
    found = court.ours(beginning)
    assert court.execution.limits.partial
    assert set(found) <= set(whole)
    common = {n for n in court.ours(Phrase("", (most.decode(),))) if n < first.size}
    assert common
    assert common <= set(found)
    monkeypatch.setattr(court.execution, "limits", Limits(60.0))
    court.execution.cache.clear()
    assert court.ours(beginning) == whole
    assert not court.execution.limits.partial
