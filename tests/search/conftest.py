"""A small library of news, really stored and really indexed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.library.store import Library
from reader.news import Annotation, Article, Block, Entity, Quote
from reader.search.indexer import index_pending
from reader.search.searcher import Searcher


def article(
    text: str,
    title: str = "Untitled",
    *,
    site: str | None = "Harbour Gazette",
    published: str | None = "2024-12-17",
    byline: str | None = None,
    url: str | None = None,
) -> Article:
    """An article whose paragraphs are the lines of the text."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    return Article(title, text, tuple(blocks), byline, site, published, url, "en")


def annotation(
    text: str,
    quotes: list[tuple[str, str | None]],
    names: dict[str, list[str]],
) -> tuple[Annotation, list[str]]:
    """Stand-off quotes (words, speaker) and entities (name: its other forms) of a text."""
    entities = tuple(
        Entity(
            name,
            "person",
            tuple(
                (at, at + len(form))
                for form in (name, *forms)
                for at in range(len(text))
                if text.startswith(form, at)
            ),
            tuple(forms),
        )
        for name, forms in names.items()
    )
    order = list(names)
    found = []
    for words, speaker in quotes:
        at = text.index(words)
        entity = order.index(speaker) if speaker in order else None
        found.append(Quote("direct", ((at, at + len(words)),), None, None, speaker, entity))
    return Annotation(tuple(found), entities, "test 1"), [f"person:{name}" for name in names]


TALKS = (
    "The ferry talks stalled again on Tuesday.\n"
    "“They are legitimate targets,” Matthew Miller told reporters. “They entered a war.”\n"
    "North Korea said nothing. Miller left early."
)
STORM = (
    "A storm closed the harbour for two days.\n"
    "“We have never seen waves like these,” said Adaeze Okafor, who runs the port.\n"
    "North of the port, Korea House stayed open."
)
KYIV = (
    "Volodymyr Zelensky spoke in Kyiv.\n"
    "“We will not give up our harbour,” the president said. “Legitimate questions remain.”\n"
    "Storms are expected."
)


Told = tuple[str, Article, list[tuple[str, str | None]], dict[str, list[str]]]


def fill(library: Library) -> dict[str, int]:
    """Three annotated articles."""
    ids: dict[str, int] = {}
    told: tuple[Told, ...] = (
        (
            "talks",
            article(TALKS, "Ferry talks stall", published="2024-12-17", byline="Ana Ruiz"),
            [
                ("They are legitimate targets,", "Matthew Miller"),
                ("They entered a war.", "Matthew Miller"),
            ],
            {"Matthew Miller": ["Miller"], "North Korea": []},
        ),
        (
            "storm",
            article(STORM, "Storm over the harbour", site="Coast Post", published="2024-11-02"),
            [("We have never seen waves like these,", "Adaeze Okafor")],
            {"Adaeze Okafor": []},
        ),
        (
            "kyiv",
            article(KYIV, "Zelenskyy on the harbour", published="2024-12-16T10:00:00+02:00"),
            [
                ("We will not give up our harbour,", "Volodymyr Zelensky"),
                ("Legitimate questions remain.", "Volodymyr Zelensky"),
            ],
            {"Volodymyr Zelensky": ["Zelenskyy", "the president"]},
        ),
    )
    for name, made, quotes, names in told:
        ids[name] = library.articles.add(made).id
        found, keys = annotation(made.text, quotes, names)
        assert library.annotations.put(ids[name], 1, found, keys)
    return ids


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def news(library: Library) -> dict[str, int]:
    """The numbers of three articles that are stored and indexed."""
    ids = fill(library)
    index_pending(library)
    return ids


@pytest.fixture
def searcher(library: Library, news: dict[str, int]) -> Searcher:
    """Searches those three."""
    return Searcher(library)


@dataclass(frozen=True)
class Shared:
    """Three articles that no test changes."""

    library: Library
    ids: dict[str, int]
    searcher: Searcher


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """For tests that only read."""
    opened = Library.open(tmp_path_factory.mktemp("shared") / "library")
    ids = fill(opened)
    index_pending(opened)
    yield Shared(opened, ids, Searcher(opened))
    opened.close()
