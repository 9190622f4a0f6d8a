"""Words, sentences, paragraphs and word pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.language.features import COUNT, paragraph_features
from reader.language.marks import stretches
from reader.language.tokens import paragraphs, sentences, words
from reader.language.wordpiece import MOST_PIECES, WordPieces


def shown(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def test_words_keep_what_belongs_together() -> None:
    text = "Mr. Lee's U.S. co-owner said ''no'' (twice)."
    assert shown(text) == [
        *["Mr.", "Lee", "'s", "U.S.", "co-owner", "said", "''", "no", "''", "(", "twice", ")", "."]
    ]


def test_sentences_end_at_stops_not_at_abbreviations() -> None:
    text = "Sen. Ada Marsh spoke. “We won.” She left! Nobody, not even J. Hale, stayed"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Sen. Ada Marsh spoke.",
        "“We won.”",
        "She left!",
        "Nobody, not even J. Hale, stayed",
    ]


@given(st.text(max_size=200))
def test_words_cover_all_that_is_not_space(text: str) -> None:
    found = [w for p in paragraphs(text) for w in p.words]
    covered = {k for start, end in found for k in range(start, end)}
    assert all(k in covered or c.isspace() for k, c in enumerate(text))
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_lose_only_space(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(st.text(max_size=200))
def test_features_are_numbers_the_model_knows(text: str) -> None:
    parts = paragraphs(text)
    told = paragraph_features(text, parts, stretches(text))
    assert [len(t) for t in told] == [len(p.words) for p in parts]
    assert all(0 <= number < COUNT - 1 for line in told for number in line)


PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "fer", "ferry", "##ry", "##man", "-", "e"])


def test_pieces_are_the_longest_that_fit() -> None:
    assert PIECES("Ferry") == (5,)
    assert PIECES("ferryman") == (5, 7)
    assert PIECES("fer-fer") == (4, 8, 4)
    assert PIECES("É") == (9,)
    assert PIECES("zebra") == (1,)


@given(st.text(min_size=1, max_size=60))
def test_every_word_has_a_few_pieces(word: str) -> None:
    assert 1 <= len(PIECES(word)) <= MOST_PIECES
    assert PIECES(word) == PIECES(word)
