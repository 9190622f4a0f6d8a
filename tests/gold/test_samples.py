"""The whole path on the sample articles: page, cleaned text, quotes, and whose they are."""

from __future__ import annotations

from functools import cache

import pytest

from reader.language import engine
from reader.news import Annotation
from tests.gold import samples

BRIEF = samples.samples()[0]


@cache
def annotate(text: str) -> Annotation:
    reason = engine.available()
    if reason is not None:
        pytest.skip(reason)
    return engine.annotate(text)


@pytest.mark.parametrize("sample", samples.samples(), ids=lambda s: s.file.rsplit(".", 1)[0])
def test_the_marked_words_stand_in_the_cleaned_text(sample: samples.Sample) -> None:
    marked = [*sample.said, *sample.not_said]
    assert [words for words in marked if words not in sample.text] == []


def test_every_sample_article_is_marked() -> None:
    files = {path.name for path in samples.SEEDS.iterdir()} - {"feed.xml"}
    assert {sample.file for sample in samples.samples()} == files


def test_an_annotator_that_finds_nothing_has_nothing_right() -> None:
    nothing = samples.score_samples(lambda text: Annotation())
    assert nothing.said == 0
    assert nothing.not_said == 0


def test_the_article_of_the_brief_is_right() -> None:
    assert samples.wrong(BRIEF, annotate(BRIEF.text)) == []


def test_the_people_places_and_bodies_of_the_brief_are_right() -> None:
    rows = {e.name: e for e in annotate(BRIEF.text).entities}
    kinds = {name: entity.kind for name, entity in rows.items()}
    people = [name for name, kind in kinds.items() if kind == "person"]
    assert sorted(people) == ["Matthew Miller", "Volodymyr Zelensky"]
    forms = {name: {BRIEF.text[s:e] for s, e in rows[name].mentions} for name in people}
    assert forms["Volodymyr Zelensky"] == {"Volodymyr Zelensky", "Zelensky"}
    assert forms["Matthew Miller"] == {"Matthew Miller", "Miller"}
    for place in ("North Korea", "Russia", "Ukraine", "Kursk Oblast"):
        assert kinds.get(place) == "place", place
    for body in ("Pentagon", "HUR"):
        assert kinds.get(body) == "organisation", body
    assert any(kind == "organisation" and "State Department" in n for n, kind in kinds.items())
