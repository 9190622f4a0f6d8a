"""Stock Whoosh is the referee of searches for what somebody said, too."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query as stock
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import BM25F

from reader.search.execution import Execution, Limits
from reader.search.nodes import And, Name, Node, Or, Phrase, Word, leaves
from reader.search.opened import OpenIndex
from reader.search.place import Place, State
from reader.search.schema import EXACT, QUOTES, Document
from reader.search.segments import ByteCache
from reader.search.terms import stem
from reader.search.writing import Writer

QUOTES_COUNT = 400
QUERIES = 1000
NEARLY_NOTHING = 1e-9
"""What it counts that a name is there; Whoosh leaves out what counts nothing at all."""
WORDS = [a + b + c for a in "stgrn" for b in "aeio" for c in ("r", "rs", "lk", "lked", "ning")]
WEIGHTS = list(accumulate(1 / (rank + 2) for rank in range(len(WORDS))))
NAMES = ["miller", "okafor", "lund", "ruiz", "sar", "tar"]
ENTITIES = {"miller": [1, 4], "okafor": [2], "lund": [3], "ruiz": [], "sar": [5], "tar": []}
"""Who goes by a name; some are nobody, and two are words as well."""


class Known:
    """A library that knows these people."""

    def entities(self, text: str, *, unfinished: bool = False) -> list[int]:
        return ENTITIES.get(text, [])

    def marked(self, state: str) -> Iterable[int]:
        return []

    def tagged(self, tag: str) -> Iterable[int]:
        return []


def documents(rng: random.Random, numbers: Iterable[int]) -> Iterator[Document]:
    """Quotes of people by their names, by their numbers, by both or by neither."""
    for number in numbers:
        name = rng.choice(NAMES)
        known = [n for n in ENTITIES[name] if rng.random() < 0.7]
        yield Document(
            {"id": number, "article": number // 4, "day": 1, "moment": number},
            {"words": " ".join(rng.choices(WORDS, cum_weights=WEIGHTS, k=rng.randint(1, 12)))},
            keywords={
                "speaker": {name} if rng.random() < 0.7 else set(),
                "speaker_id": {str(n) for n in known[:1]},
            },
        )


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> tuple[Execution, Any]:
    """Our execution and stock Whoosh's searcher over the same quotes, in several segments."""
    rng = random.Random(8)
    place = Place(Path(tmp_path_factory.mktemp("court")))
    state = State(place.next_folder())
    for first in range(0, QUOTES_COUNT, QUOTES_COUNT // 2):
        with Writer(place, state) as writer:
            writer.delete("quotes", "id", [first - 3, first - 7])
            writer.add("quotes", documents(rng, range(first, first + QUOTES_COUNT // 2)))
            state = writer.commit(seq=first)
    opened = OpenIndex(place).get()
    assert opened is not None
    assert len(opened.quotes.segments) == 2
    execution = Execution(
        opened.articles, opened.quotes, Known(), ByteCache(), Limits(float("inf")), opened.stamp
    )
    index = FileStorage(str(place.folder(state))).open_index(QUOTES.name)
    return execution, index.searcher(weighting=BM25F())


def generated(rng: random.Random) -> Iterator[Node]:
    """Somebody, somebody with words, anybody of several, and words alone."""

    def word() -> Word:
        term = rng.choices(WORDS, cum_weights=WEIGHTS)[0]
        return Word(term, term, rng.choice(("", "said")))

    def words() -> Node:
        if rng.random() < 0.3:
            terms = tuple(rng.choices(WORDS[:8], k=2))
            return Phrase(" ".join(terms), terms, "said")
        return word()

    def name() -> Name:
        text = rng.choice(NAMES)
        return Name(text, (text,), "speaker")

    for _ in range(QUERIES):
        kind = rng.random()
        if kind < 0.2:
            yield name()
        elif kind < 0.7:
            yield And((name(), *(words() for _ in range(rng.randint(1, 2)))))
        elif kind < 0.8:
            yield Or((name(), name(), word()))
        else:
            yield words()


def as_stock(node: Node) -> Any:
    """The query as Whoosh's own objects."""
    match node:
        case And(children):
            return stock.And([as_stock(child) for child in children])
        case Or(children):
            return stock.Or([as_stock(child) for child in children])
        case Name(text):
            ways = [
                stock.Term("speaker_id", str(number), NEARLY_NOTHING) for number in ENTITIES[text]
            ]
            return stock.Or([*ways, stock.Term("speaker", text, NEARLY_NOTHING)])
        case Phrase(_, terms):
            return stock.Phrase("words" + EXACT, list(terms))
        case Word(_, term, "said"):
            return stock.Term("words", stem(term))
        case Word(_, term):
            return stock.Or(
                [stock.Term("words", stem(term)), stock.Term("speaker", term, NEARLY_NOTHING)]
            )
    raise AssertionError(node)


def finds(searcher: Any, node: Node) -> dict[int, float]:
    """What stock Whoosh finds; that somebody said it counts 1, which it is not told."""
    results = searcher.search(as_stock(node), limit=None)
    found = {number: score for score, number in results.top_n}
    for leaf in leaves(node):
        if isinstance(leaf, Name) and found:
            said = {n for _, n in searcher.search(as_stock(leaf), limit=None).top_n}
            found = {number: score + (number in said) for number, score in found.items()}
    return found


def test_what_somebody_said(court: tuple[Execution, Any]) -> None:
    execution, searcher = court
    found = 0
    for node in dict.fromkeys(generated(random.Random(2))):
        matches = execution.run(node, execution.quotes)
        ours = dict(zip(matches.ids.tolist(), matches.scores.tolist(), strict=True))
        theirs = finds(searcher, node)
        assert ours.keys() == theirs.keys(), node
        scores = list(theirs.values())
        assert np.allclose([ours[number] for number in theirs], scores, rtol=1e-6), node
        found += bool(ours)
    assert found > 100
