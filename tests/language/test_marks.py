"""The scanner of quote marks: every style of print, and the marks that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.marks import inside, stretches

STYLES = [("“", "”"), ('"', '"'), ("''", "''"), ("«", "»"), ("« ", " »"), ("»", "«"), ("„", "“")]
STYLES += [("„", "”"), ("‘", "’"), ("'", "'"), ("‚", "‘"), ("‹", "›")]


def quoted(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in inside(text)]


@pytest.mark.parametrize(("opener", "closer"), STYLES)
def test_every_style_bounds_its_words(opener: str, closer: str) -> None:
    text = f"{opener}We leave at dawn,{closer} the pilot said. {opener}Nobody waits.{closer}"
    assert quoted(text) == ["We leave at dawn,", "Nobody waits."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The workers' union said the mayor's plan was dead.", []),
        ("It was rock 'n' roll in the ’90s, ’cause we liked it.", []),
        ("She is 5'6\" tall and he is 6'2\" tall.", []),
        ('A 12" pipe and a 14" pipe burst.', []),
        ("The ships’ crews and the captains’ wives came.", []),
        ("'It's the workers' money,' she said.", ["It's the workers' money,"]),
        (
            "‘We’re the owners’ friends,’ he said, ‘and theirs’.",
            ["We’re the owners’ friends,", "and theirs"],
        ),
        (
            "‘They set the price o’ fish, an’ that’s all.’",
            ["They set the price o’ fish, an’ that’s all."],
        ),
        ("“He told me ‘never again’ and left,” she said.", ["He told me ‘never again’ and left,"]),
        ('"He told me “never again” and left," she said.', ["He told me “never again” and left,"]),
        ("‘She said “no” to me,’ he said.", ["She said “no” to me,"]),
        ("“I never saw it.“ She left.", ["I never saw it."]),
        ("”I never saw it,” she said.", ["I never saw it,"]),
        ("“One. “Two,” he said.", ["One.", "Two,"]),
        ('The "harbour" plan', ["harbour"]),
        ("Nothing here at all", []),
        ('He said: "We will', ["We will"]),
        ("“”", []),
        ('"', []),
    ],
)
def test_what_is_quoted(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize("unseen", ["\ufeff", "\0", "\u200b", "\u200e"])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_signs_without_a_width_are_not_there(unseen: str, mark: str) -> None:
    text = f"{unseen}{mark}We leave at dawn,{unseen}{mark} the pilot said."
    assert quoted(text.replace(unseen, "")) == ["We leave at dawn,"]
    assert [words.strip(unseen) for words in quoted(text)] == ["We leave at dawn,"]


def test_speech_over_paragraphs_is_open_to_the_end_of_each() -> None:
    text = "“We came by sea.\n\n“Then we walked.\n\n“Now we rest,” he said."
    assert quoted(text) == ["We came by sea.", "Then we walked.", "Now we rest,"]
    assert [s.closer is None for s in stretches(text)] == [True, True, False]


def test_an_open_mark_never_reaches_the_next_paragraph() -> None:
    assert quoted('He said "no.\nThe ferry left.') == ["no."]


def test_marks_and_words_are_told_apart() -> None:
    text = "Then “go” he said"
    (stretch,) = stretches(text)
    assert text[slice(*stretch.opener)] == "“"
    assert stretch.closer is not None
    assert text[slice(*stretch.closer)] == "”"
    assert stretch.outer == (5, 9)


_PRINT = st.text(alphabet="ab C.,?'\"“”‘’«»‹›„‚`-—(\n 5s\u00a0é", max_size=120)


@given(st.one_of(_PRINT, st.text(max_size=80)))
def test_stretches_are_ordered_apart_and_within_a_line(text: str) -> None:
    found = stretches(text)
    at = 0
    for s in found:
        first, last = s.outer
        assert at <= first <= s.start < s.end <= last <= len(text)
        assert "\n" not in text[first:last]
        assert all(s.start <= a <= b <= s.end for a, b in s.nested)
        at = last
    assert found == stretches(text)


@given(_PRINT, _PRINT)
def test_paragraphs_do_not_touch_each_other(first: str, second: str) -> None:
    alone = [t[s.start : s.end] for t in (first, second) for s in stretches(t)]
    both = f"{first}\n{second}"
    assert [both[s.start : s.end] for s in stretches(both)] == alone
