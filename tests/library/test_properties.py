"""What holds for every text: it comes back as it was, and quotes are cut from it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.check import check
from reader.library.duplicates import alike, bands, runs
from reader.library.keys import (
    FIRST_LENGTH,
    first_sentence,
    fold,
    likeness,
    moment,
    quote_hash,
    text_digest,
    url_key,
)
from reader.library.store import Library
from reader.news import Annotation, Entity, Quote, quoted_text
from tests.library.making import article

_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
_lines = st.lists(_text.filter(lambda line: bool(line.strip())), min_size=1, max_size=4)


@st.composite
def _annotated(draw: st.DrawFn) -> tuple[str, Annotation]:
    text = "\n".join(draw(_lines))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    quotes = tuple(Quote("direct", (span,), speaker=span, name="X", entity=0) for span in spans)
    if len(spans) > 1:
        quotes += (Quote("mixed", tuple(spans), cue=spans[0]),)
    person = Entity(draw(_text), "person", tuple(spans), (draw(_text),))
    return text, Annotation(quotes if spans else (), (person,), "test")


@settings(max_examples=25)
@given(case=_annotated())
def test_any_text_and_annotation_come_back(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, Annotation]
) -> None:
    text, found = case
    library = Library.open(tmp_path_factory.mktemp("any"))
    given_article = article(text, title=text[:20], byline=text[-20:])
    added = library.articles.add(given_article)
    assert library.annotations.put(added.id, 1, found, ("person:x",))
    stored = library.articles.get(added.id)
    assert stored is not None
    assert (stored.article, stored.annotation) == (given_article, found)
    for quote, row in zip(found.quotes, library.annotations.quotes(added.id), strict=True):
        assert row.text == quoted_text(text, quote.content)
    assert check(library) == []
    library.articles.remove([added.id])
    assert check(library) == []
    library.close()


@given(text=st.text(max_size=3000))
def test_the_first_sentence_is_short_and_of_the_text(text: str) -> None:
    first = first_sentence(article(text))
    assert len(first) <= FIRST_LENGTH
    assert "\n" not in first
    assert " ".join(text.split()).find(first.removesuffix("…").strip()) >= 0


@given(text=st.text(max_size=400))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(one=st.text(max_size=200), other=st.text(max_size=200))
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    if quote_hash(one) is not None:
        assert likeness(one, one) == 1.0


@given(text=st.text(max_size=200))
def test_no_address_and_no_date_is_too_odd(text: str) -> None:
    assert isinstance(url_key(text), str)
    found = moment(text)
    assert found is None or isinstance(found, int)


@given(numbers=st.lists(st.integers(0, 50), min_size=1, max_size=300))
def test_a_text_is_like_itself_however_it_is_written(numbers: list[int]) -> None:
    text = " ".join(f"word{number}" for number in numbers)
    loud = text.upper().replace(" ", ",\n ")
    assert text_digest(text) == text_digest(loud)
    assert bands(runs(text)) == bands(runs(loud))
    assert alike(runs(text), runs(loud)) == (len(numbers) >= 60)
