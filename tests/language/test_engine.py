"""The whole engine on small texts, with the real model."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.language import engine
from reader.language.engine import ENGINE, analyse, annotate
from reader.language.reading import analyse as analyse_with
from reader.news import Annotation

pytestmark = pytest.mark.skipif(
    engine.available() is not None, reason=engine.available() or "there is a model"
)

BRIEF = """The ferry will sail again on Monday, the harbour board said on Friday.
"We have checked every bolt twice," chairwoman Ada Marsh told reporters. "Nobody needs to worry."
Marsh warned that storms could still delay the first crossing.
"""


def contents(text: str, found: Annotation) -> list[list[str]]:
    return [[text[a:b] for a, b in q.content] for q in found.quotes]


def test_a_split_quote_is_one_with_its_speaker() -> None:
    found = annotate(BRIEF)
    (quote,) = [q for q in found.quotes if q.kind == "direct"]
    assert [BRIEF[a:b] for a, b in quote.content] == [
        "We have checked every bolt twice",
        "Nobody needs to worry.",
    ]
    assert quote.speaker is not None
    assert "Ada Marsh" in BRIEF[slice(*quote.speaker)]
    assert quote.cue is not None
    assert BRIEF[slice(*quote.cue)] == "told"


def test_reports_are_indirect() -> None:
    found = annotate(BRIEF)
    reports = [" ".join(c) for c in contents(BRIEF, found)]
    assert any("storms could still delay the first crossing" in r for r in reports)
    assert any("ferry will sail again on Monday" in r for r in reports)


@pytest.mark.parametrize(
    ("opener", "closer"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"), ("'", "'")]
)
def test_every_mark_style(opener: str, closer: str) -> None:
    text = (
        f"The strike ends tonight. {opener}We won every point,{closer} "
        f"said Bo Lindqvist, who leads the union. {opener}The members can be proud.{closer}\n"
    )
    found = annotate(text)
    spoken = [s for q in found.quotes if q.kind == "direct" for s in contents(text, found)[0]]
    assert "We won every point" in spoken
    assert all(q.speaker and "Lindqvist" in text[slice(*q.speaker)] for q in found.quotes[:1])


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "\x00", "…", "“", "((((", "a" * 5000, "\ud800", "😀" * 40]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert annotate(text).quotes == ()


def test_other_languages_have_none() -> None:
    text = "« Nous sommes prêts », a déclaré la ministre Ada Marsh lundi à Port-Ansgar.\n" * 3
    assert annotate(text) == Annotation(engine=ENGINE)


@given(st.text(alphabet="abc ABC.,“”\"'«»\n:—said Marsh(", max_size=300))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_spans_lie_in_any_text(text: str) -> None:
    found = annotate(text, wide=True)
    spans = [s for q in found.quotes for s in (*q.content, q.cue, q.speaker) if s]
    spans += [m for e in found.entities for m in e.mentions]
    assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b in spans)
    assert all(q.entity is None or 0 <= q.entity < len(found.entities) for q in found.quotes)


def test_the_wide_setting_only_adds() -> None:
    text = BRIEF + "The board believes that the old pier should go.\n"
    narrow, wide = annotate(text), annotate(text, wide=True)
    assert [q for q in wide.quotes if q.speech] == list(narrow.quotes)


def test_the_same_answer_every_time_and_after_other_texts() -> None:
    first = annotate(BRIEF)
    annotate("Something else was said by nobody. " * 30)
    assert annotate(BRIEF) == first


def test_a_long_text_is_read_to_its_end() -> None:
    filler = "The harbour is old and the water is cold in winter.\n" * 400
    found = analyse(filler + BRIEF)
    assert any(a.content[0][0] >= len(filler) for a in found.attributions)
    json.dumps([a.content for a in found.attributions])


def test_smaller_windows_find_the_same_quotes() -> None:
    model = engine._model()
    text = BRIEF * 4
    spoken = [
        [a.content for a in analyse_with(text, model, size).attributions if a.kind == "direct"]
        for size in (320, 200)
    ]
    assert spoken[0] == spoken[1]


EXAMINATION = """The keeper, Ada Marsh, came first. She was questioned by Bo Lindqvist, a lawyer:

Q. Was the door locked?

A. Yes.

Q. And later on?

A. The porter told me that it stood open.
"""


def test_every_line_of_an_examination_is_speech_of_its_party() -> None:
    found = annotate(EXAMINATION)
    said = {EXAMINATION[slice(*q.content[0])]: q.name for q in found.quotes if q.kind == "direct"}
    assert said == {
        "Was the door locked?": "Bo Lindqvist",
        "Yes.": "Ada Marsh",
        "And later on?": "Bo Lindqvist",
        "The porter told me that it stood open.": "Ada Marsh",
    }
