"""What holds for every text and everything the model may make of it."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.language.analysis import Analysis, Attribution, Name
from reader.language.resolution import resolve
from reader.news import EntityKind, QuoteKind, Span
from tests.language.resolution.marked import analysis

_WORDS = re.split(
    " ",
    "Ann Ray Otto Brandt KYIV U.S. the The of and said he she He it who president Mr. Sen. Board "
    "Bank Japan Paris Ukrainian Dec. 16 (HUR) HUR “Yes,” \" ' 's, . \n \n\n By Photo: Reuters – "
    "company her the company WALLACE: Łódź Hurricane bin al- $4 million \u0301 \u200b 🙂",
)
_TEXT = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join), st.text(max_size=200)
)
_KINDS: list[EntityKind] = ["person", "organisation", "place", "nationality", "event", "work"]
_QUOTE_KINDS: list[QuoteKind] = ["direct", "indirect", "mixed"]


@st.composite
def _analyses(draw: st.DrawFn) -> Analysis:
    text = draw(_TEXT)

    def span() -> Span:
        one = draw(st.integers(0, len(text)))
        other = draw(st.integers(0, len(text)))
        return min(one, other), max(one, other)

    names, end = [], 0
    for start, stop in sorted(span() for _ in range(draw(st.integers(0, 8)))):
        if start >= end and stop > start:
            names.append(Name(start, stop, draw(st.sampled_from(_KINDS)), draw(st.floats(0, 1))))
            end = stop
    said = []
    for _ in range(draw(st.integers(0, 6))):
        content = tuple(sorted(span() for _ in range(draw(st.integers(1, 2)))))
        speaker = span() if draw(st.booleans()) else None
        said.append(Attribution(content, None, speaker, draw(st.sampled_from(_QUOTE_KINDS))))
    said.sort(key=lambda attribution: attribution.content[0])
    return Analysis(text, tuple(names), tuple(said))


@settings(max_examples=100, deadline=None)
@given(_analyses())
def test_every_analysis_has_an_annotation(found: Analysis) -> None:
    annotation = resolve(found)
    assert annotation == resolve(found)
    assert len(annotation.quotes) == len(found.attributions)
    taken: list[Span] = []
    for entity in annotation.entities:
        assert entity.name.strip()
        assert entity.mentions == tuple(sorted(set(entity.mentions)))
        assert entity.name not in entity.aliases
        for start, end in entity.mentions:
            assert 0 <= start < end <= len(found.text)
        if entity.kind not in ("date", "money"):
            taken += entity.mentions
    taken.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(taken))
    for quote, said in zip(annotation.quotes, found.attributions, strict=True):
        named = said.speaker
        if named and any(start <= named[0] < end for start, end in said.content):
            named = None  # somebody spoken to or of is not given as the words for the speaker
        assert (quote.content, quote.speaker, quote.kind) == (said.content, named, said.kind)
        assert quote.entity is None or annotation.entities[quote.entity].name == quote.name


def test_nothing_of_nothing() -> None:
    annotation = resolve(Analysis("", (), ()))
    assert not annotation.quotes
    assert not annotation.entities


@pytest.mark.parametrize(
    "marked",
    [
        "[P Ann Ray] said he knew. ",
        "[P Bo Lind] and the [O Harbour Board] (HB) of [L Bonn], ",
        "([O AB]) of the of the ",
        "“Yes,” she said. ",
        "Mr. Mr. Mr. ",
        "12,000,000,000,",
    ],
)
def test_the_work_grows_with_the_length(marked: str) -> None:
    resolve(analysis(marked * 3))  # the lists are read once
    small, large = _calls(analysis(marked * 50)), _calls(analysis(marked * 400))
    assert large < 11 * small


def _calls(found: Analysis) -> int:
    """How many functions are called to resolve it: the same on any machine."""
    count = 0

    def profile(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(profile)
    try:
        resolve(found)
    finally:
        sys.setprofile(None)
    return count
