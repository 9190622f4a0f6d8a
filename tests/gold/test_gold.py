"""The engine against passages marked by hand, and the marks and the scorer against themselves."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import engine
from reader.news import Entity, Quote, Span
from tests.gold import score
from tests.gold.entity_score import SCORED
from tests.gold.passages import (
    EntityPassage,
    MarkupError,
    QuotePassage,
    entity_passages,
    quote_passages,
    unmark,
)
from tests.gold.quote_score import Figures, QuoteScore

LOW = {
    "overlap": 55.0,
    "exact": 40.0,
    "whole": 15.0,
}
"""What an answer that looks at nothing must stay under."""


@cache
def engine_figures() -> dict[str, Figures]:
    reason = engine.available()
    if reason is not None:
        pytest.skip(reason)
    figures, _ = score.measure(engine.annotate)
    return figures


def perfect_quotes(passage: QuotePassage) -> list[Quote]:
    return [
        Quote(q.kind or "direct", q.content, q.cue[0] if q.cue else None, q.speaker, q.names[0])
        for q in passage.quotes
    ]


def perfect_entities(passage: EntityPassage) -> list[Entity]:
    return [Entity(e.names[0], e.kinds[0], e.mentions) for e in passage.entities]


def quotes_of(spans: list[Span]) -> list[Quote]:
    return [Quote("direct", (span,)) for span in spans]


def everything(passage: QuotePassage) -> list[Quote]:
    return quotes_of([(0, len(passage.text))])


def every_line(passage: QuotePassage) -> list[Quote]:
    return quotes_of([m.span() for m in re.finditer(r"[^\n]+", passage.text)])


def every_sentence(passage: QuotePassage) -> list[Quote]:
    return quotes_of([m.span() for m in re.finditer(r"[^\s][^\n.!?]*[.!?]*", passage.text)])


def every_marked_stretch(passage: QuotePassage) -> list[Quote]:
    marked = r"[\"“„«»‘](?P<inside>[^\n\"“”„«»]+)[\"”“»«’]"
    return quotes_of([m.span("inside") for m in re.finditer(marked, passage.text)])


def every_capital_as(kind: str, passage: EntityPassage) -> list[Entity]:
    words = re.finditer(r"\b[A-Z][^\W_]+(?: [A-Z][^\W_]+)*", passage.text)
    kinds = {"person": "person", "organisation": "organisation", "place": "place"}
    return [Entity(m[0], kinds[kind], (m.span(),)) for m in words]  # type: ignore[arg-type]


def test_there_are_enough_passages_of_a_good_length() -> None:
    for seen, unseen in (
        (quote_passages(), quote_passages("unseen-quotes.txt")),
        (entity_passages(), entity_passages("unseen-entities.txt")),
    ):
        assert len(seen) >= 66
        assert len(unseen) >= 16
        passages = [*seen, *unseen]
        assert len({p.id for p in passages}) == len(passages)
        assert [p.id for p in passages if not 40 <= len(p.text.split()) <= 450] == []


def test_no_passage_shows_its_markup_or_marks_a_space() -> None:
    texts = [p.text for p in quote_passages()] + [p.text for p in entity_passages()]
    texts += [p.text for p in quote_passages("unseen-quotes.txt")]
    texts += [p.text for p in entity_passages("unseen-entities.txt")]
    assert [t for t in texts if re.search(r"[{}]|\b[csk]\d", t)] == []
    for quotes in quote_passages():
        for quote in quotes.quotes:
            for start, end in (*quote.content, *quote.cue):
                assert quotes.text[start:end].strip() == quotes.text[start:end], quotes.id


def test_no_two_mentions_overlap() -> None:
    for passage in entity_passages():
        spans = sorted(m for e in passage.entities for m in e.mentions)
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), passage.id


@pytest.mark.parametrize(
    "marked", ["an {c1 open mark", "a closed} mark", "an {c1 } empty mark", "{x1 no such role}"]
)
def test_wrong_markup_is_refused(marked: str) -> None:
    with pytest.raises(MarkupError):
        unmark(marked)


def test_marks_may_nest_and_share() -> None:
    text, marks = unmark("{s1,2 She} said {c1 that {c2 he} had}")
    assert text == "She said that he had"
    assert [(m.role, m.number, text[slice(*m.span)]) for m in marks] == [
        ("s", 1, "She"),
        ("s", 2, "She"),
        ("c", 1, "that he had"),
        ("c", 2, "he"),
    ]


def test_a_perfect_answer_scores_all() -> None:
    quotes = score.score_quotes(perfect_quotes).figures()
    assert quotes.pop("misnamed") == 0
    assert quotes == dict.fromkeys(quotes, 100.0)
    entities = score.score_entities(perfect_entities).figures()
    assert entities.pop("split") == entities.pop("merged") == 0
    assert entities == dict.fromkeys(entities, 100.0)


def test_no_answer_scores_nothing() -> None:
    quotes = score.score_quotes(lambda passage: []).figures()
    assert quotes["overlap"] == quotes["exact"] == quotes["whole"] == quotes["name"] == 0
    entities = score.score_entities(lambda passage: []).figures()
    assert entities["names"] == entities["rows"] == 0


@pytest.mark.parametrize(
    "answer",
    [everything, every_line, every_sentence, every_marked_stretch],
    ids=lambda f: f.__name__,
)
def test_answers_that_look_at_nothing_score_low(answer: score.FindQuotes) -> None:
    figures = score.score_quotes(answer).figures()
    assert {name: figures[name] for name in LOW if figures[name] > LOW[name]} == {}


@pytest.mark.parametrize("kind", SCORED)
def test_every_capital_a_name_scores_low(kind: str) -> None:
    figures = score.score_entities(lambda passage: every_capital_as(kind, passage)).figures()
    assert figures["names"] < 45
    assert figures["rows"] < 80
    assert figures["split"] > 90


def test_an_answer_given_twice_costs_precision() -> None:
    once = score.score_quotes(perfect_quotes).figures()
    twice = score.score_quotes(lambda passage: perfect_quotes(passage) * 2).figures()
    assert twice["overlap"] < 75 < once["overlap"]


def test_all_names_in_one_row_are_seen_as_merged() -> None:
    def heap(passage: EntityPassage) -> list[Entity]:
        return [Entity("all", "place", tuple(m for e in passage.entities for m in e.mentions))]

    figures = score.score_entities(heap).figures()
    assert figures["rows"] < 20


def test_floors_only_rise() -> None:
    old = {"quotes": {"overlap": 90.0}, "entities-at-most": {"split": 3.0}}
    reached = {
        section: dict.fromkeys((*score.KEPT[section], *score.AT_MOST.get(section, ())), 95.0)
        for section in score.KEPT
    }
    reached["entities"]["split"] = 1.0
    better = score.raised(old, reached)
    assert better["quotes"]["overlap"] == 95.0 - score.MARGIN
    assert better["entities-at-most"]["split"] == 1.0 + score.MARGIN
    reached["quotes"]["overlap"] = 70.0
    reached["entities"]["split"] = 9.0
    worse = score.raised(old, reached)
    assert worse["quotes"]["overlap"] == 90.0
    assert worse["entities-at-most"]["split"] == 3.0


@pytest.mark.parametrize("section", list(score.KEPT))
def test_the_engine_keeps_its_floors(section: str) -> None:
    figures, kept = engine_figures()[section], score.floors()[section]
    below = {name: (figures[name], floor) for name, floor in kept.items() if figures[name] < floor}
    assert kept
    assert below == {}


@pytest.mark.parametrize("section", list(score.AT_MOST))
def test_the_engine_keeps_its_ceilings(section: str) -> None:
    figures, kept = engine_figures()[section], score.floors()[f"{section}-at-most"]
    above = {name: (figures[name], most) for name, most in kept.items() if figures[name] > most}
    assert kept
    assert above == {}


@st.composite
def passage_and_quotes(draw: st.DrawFn) -> tuple[QuotePassage, list[Quote]]:
    passage = draw(st.sampled_from(quote_passages()))
    spans = st.tuples(*[st.integers(0, len(passage.text))] * 2).map(lambda s: (min(s), max(s)))
    quotes = st.builds(
        Quote,
        st.sampled_from(["direct", "indirect", "mixed"]),
        st.lists(spans, min_size=1, max_size=3).map(tuple),
        st.none() | spans,
        st.none() | spans,
        st.none() | st.text(max_size=20),
    )
    return passage, draw(st.lists(quotes, max_size=6))


@given(passage_and_quotes())
def test_any_answer_has_a_score(answer: tuple[QuotePassage, list[Quote]]) -> None:
    passage, quotes = answer
    total = QuoteScore()
    total.add(passage, quotes)
    assert all(0 <= value <= 100 for value in total.figures().values())
