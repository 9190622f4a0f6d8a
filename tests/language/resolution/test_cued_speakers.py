"""Quotes with a cue whose speaker was not found: a name only where the text tells it."""

from __future__ import annotations

import pytest

from reader.language.analysis import Analysis, Attribution
from reader.language.resolution import resolve
from reader.news import Span
from tests.language.resolution.marked import speakers, unmark

FIRST = '"We saw them come," [P Otto Brandt] told reporters.'


def _span(text: str, words: str) -> Span:
    return text.index(words), text.index(words) + len(words)


def _names(marked: str, cue: str, content: str) -> list[str | None]:
    """Who is said to speak: first Otto Brandt, then by a cue alone."""
    text, names = unmark(marked)
    said = _span(text, "We saw them come,")
    told, otto = _span(text, "told"), _span(text, "Otto Brandt")
    first = Attribution((said,), told, otto, "direct")
    second = Attribution((_span(text, content),), _span(text, cue), None, "direct")
    return [quote.name for quote in resolve(Analysis(text, names, (first, second))).quotes]


@pytest.mark.parametrize(
    "then",
    [
        '\nAfter saying her foot was "far too swollen to walk," she was in hospital.',
        '\nWitnesses were saying it was "far too swollen to walk," and left.',
        ' The report ended by saying it was "far too swollen to walk," no more.',
    ],
)
def test_a_cue_without_its_speaker_is_not_given_to_whoever_spoke_before(then: str) -> None:
    assert _names(FIRST + then, "saying", "far too swollen to walk,") == ["Otto Brandt", None]


@pytest.mark.parametrize(
    ("then", "name"),
    [
        (' and went on, adding, "They will come again soon."', "Otto Brandt"),
        (' for [P Karl Lund], adding, "They will come again soon."', None),
    ],
)
def test_in_one_sentence_the_speaker_goes_on(then: str, name: str | None) -> None:
    assert _names(FIRST[:-1] + then, "adding", "They will come again soon.")[1] == name


@pytest.mark.parametrize(
    ("then", "name"),
    [
        ('\n"They will come again soon," [P Karl Lund] added.', "Karl Lund"),
        ('\n"They will come again soon," he added.', "Otto Brandt"),
        ('\n"They will come again soon," a friend of [P Karl Lund] added.', None),
        ('\nThen [P Karl Lund] added:\n"They will come again soon,"', "Karl Lund"),
    ],
)
def test_whoever_stands_at_the_cue_speaks(then: str, name: str | None) -> None:
    assert _names(FIRST + then, "added", "They will come again soon,")[1] == name


def test_a_pronoun_is_looked_at_with_the_first_words_it_says() -> None:
    text = (
        '[P Karl Lund] spoke to [P Otto Brandt].\n"[P Brandt] is a crook," he said.\n'
        '"He has been one for a very long time."'
    )
    said = [("he", "Brandt is a crook,"), ("he", "He has been one for a very long time.")]
    assert speakers(text, *said) == ["Karl Lund", "Karl Lund"]
