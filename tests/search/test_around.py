"""What goes around a search: facets, spelling help, likeness, names, verification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.store import Library
from reader.search.indexer import index_pending
from reader.search.query import complete
from reader.search.searcher import Searcher
from reader.search.suggesting import edits
from reader.search.verify import verify
from tests.search.conftest import Shared, annotation, article


def test_facets_count_articles(shared: Shared) -> None:
    found = shared.searcher.facets("harbour")
    speakers = {row.name: count for row, count in found.speakers}
    assert speakers == {"Adaeze Okafor": 1, "Volodymyr Zelensky": 1}
    assert dict(found.sources) == {"Coast Post": 1, "Harbour Gazette": 1}
    assert found.months == (("2024-12", 1), ("2024-11", 1))
    everything = shared.searcher.facets("")
    assert dict(everything.sources) == {"Coast Post": 1, "Harbour Gazette": 2}
    assert shared.searcher.facets("zebra").entities == ()


def test_spelling_help(shared: Shared) -> None:
    assert shared.searcher.suggest("zelinsky") == "zelensky"
    assert shared.searcher.suggest("storm habour") == "storm harbour"
    assert shared.searcher.suggest("harbour") is None
    assert shared.searcher.suggest("xqzzzw") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("speaker:okafr", "speaker:okafor"),
        ('speaker:"Adaze Okafr" waves', 'speaker:"adaeze okafor" waves'),
        ("speaker:miler legitmate", "speaker:miller legitimate"),
        ("entity:okafr", "entity:okafor"),
        ("about:zelinsky", "about:zelensky"),
        ("speaker:okafor", None),
        ("speaker:xqzzzw", None),
        ("speaker:habour", None),
        ("speaker:ok", None),
    ],
)
def test_spelling_help_for_names(shared: Shared, typed: str, meant: str | None) -> None:
    assert shared.searcher.suggest(typed) == meant


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_a_distance(one: str, other: str) -> None:
    distance = edits(one, other, 10)
    assert distance == edits(other, one, 10)
    assert (distance == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
    assert edits(one, other, 1) == min(distance, 2)


def test_more_like_this(library: Library, searcher: Searcher, news: dict[str, int]) -> None:
    text = "Gale warnings. A storm closed the harbour; waves hit the port. Okafor was there."
    added = library.articles.add(article(text, "Another storm at the port"))
    index_pending(library)
    hits = searcher.similar(news["storm"])
    assert hits[0].id == added.id
    assert news["storm"] not in {hit.id for hit in hits}
    assert searcher.similar(999_999) == []


def test_completion_knows_the_library(shared: Shared) -> None:
    names = shared.searcher.vocabulary()
    assert [c.insert for c in complete("speaker:zel", 11, names)] == [
        'speaker:"Volodymyr Zelensky" '
    ]
    assert [c.insert for c in complete("source:po", 9, names)] == ['source:"Coast Post" ']
    assert 'entity:"North Korea" ' in [c.insert for c in complete("entity:", 7, names)]


def test_a_name_that_several_have_is_offered_once(library: Library) -> None:
    text = "“The ferry is late,” Jane Miller said."
    for number in range(3):
        added = library.articles.add(article(f"{text} Pier {number}.", f"Pier {number}"))
        told, _ = annotation(text, [("The ferry is late,", "Jane Miller")], {"Jane Miller": []})
        assert library.annotations.put(added.id, 1, told, [f"person:jane miller {number}"])
    assert len(library.entities.find("miller")) == 3
    names = Searcher(library).vocabulary()
    assert names.values("speaker", "mil", 5) == ["Jane Miller"]
    assert names.values("entity", "mil", 5) == ["Jane Miller"]


def words_of(shared: Shared, words: str) -> list[tuple[bool, str | None, str]]:
    found = verify(shared.searcher, shared.library, words)
    return [
        (
            verdict.exact,
            verdict.quote.name if verdict.quote else None,
            shared.library.articles.texts([verdict.article.id])[verdict.article.id][
                slice(*verdict.span)
            ],
        )
        for verdict in found
    ]


def test_exact_words_have_a_speaker(shared: Shared) -> None:
    assert words_of(shared, "“they are LEGITIMATE targets”")[0] == (
        True,
        "Matthew Miller",
        "They are legitimate targets",
    )
    assert words_of(shared, "closed the harbour for two days")[0] == (
        True,
        None,
        "closed the harbour for two days",
    )


def test_an_omission_stands_for_any_words(shared: Shared) -> None:
    assert (
        words_of(shared, "They are legitimate targets […] They entered a war")[0][:2]
        == (
            True,
            "Matthew Miller",
        )
        or words_of(shared, "They are legitimate targets […] They entered a war")[0][0]
    )


def test_near_misses_show_what_differs(shared: Shared) -> None:
    [near, *_] = verify(shared.searcher, shared.library, "We have never seen such waves like these")
    assert not near.exact
    assert near.quote is not None
    assert near.quote.name == "Adaeze Okafor"
    assert [(d.asked, d.found) for d in near.differences] == [("such", "")]
    [near, *_] = verify(shared.searcher, shared.library, "they are legitimate target")
    assert [(d.asked, d.found) for d in near.differences] == [("target", "targets")]


def test_what_nobody_said(shared: Shared) -> None:
    assert verify(shared.searcher, shared.library, "Purple bicycles dream of concrete") == []
    assert verify(shared.searcher, shared.library, " … “” ") == []
