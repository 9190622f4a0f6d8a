"""What must hold of every string from outside once it has passed the gate."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.cleaning.gate import clean_line, clean_text, clean_url

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
NASTY = st.lists(
    st.one_of(
        ANY_TEXT,
        st.sampled_from(
            [
                "\x1b[31m",
                "\x1b]52;c;aGk=\x07",
                "\x9d8;;http://x/\x9c",
                "\x1b",
                "\x9b",
                "\r\n",
                "\u202e",
                "\u200d",
                "e\u0301",
                "\u0301" * 9,
                "\ud83d",
                "\ude00",
                "\u2028",
                "\u00a0 ",
                "\n\n\n",
                "\u212b",
            ]
        ),
    ),
    max_size=8,
).map("".join)
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(NASTY)
@example("e\u200d\u0301")
@example("\u212b\u200d\u05d0")
def test_nothing_that_acts_on_a_terminal_comes_through(text: str) -> None:
    cleaned = clean_text(text)
    assert all(c == "\n" or unicodedata.category(c) != "Cc" for c in cleaned)
    assert not BIDI & set(cleaned)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)


@given(NASTY)
def test_passing_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_line(clean_line(text, 7), 7) == clean_line(text, 7)


@given(NASTY)
def test_spaces_are_single_and_lines_trimmed(text: str) -> None:
    cleaned = clean_text(text)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert "\t" not in cleaned
    assert all(line == line.strip(" ") for line in cleaned.split("\n"))


@given(NASTY, st.integers(1, 40))
def test_a_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert "\n" not in line
    assert len(line) <= limit


@given(st.text("abcdefgh xyz\n.,“”‘’«»—…äöüßéñ中文Жж", max_size=80))
def test_words_and_marks_are_left_as_they_are(text: str) -> None:
    assert clean_text(text).split() == text.split()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]52;c;aGFja2Vk\x07b", "ab"),
        ("a\x1b]8;;http://evil/\x1b\\link\x1b]8;;\x1b\\", "alink"),
        (
            "\x1b]0;never closed, so only the opening goes",
            "0;never closed, so only the opening goes",
        ),
        ("\x93Quoted\x94 \x96 in Windows letters", "“Quoted” – in Windows letters"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("\ud83d\ude00 \ud83d", "😀"),
        ("👩\u200d👩\u200d👧 stays", "👩\u200d👩\u200d👧 stays"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200cb", "ab"),
        ("« 10\u202f000 euros »", "« 10 000 euros »"),
    ],
)
def test_what_becomes_of(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://example.org/a b?q=ü#é", "https://example.org/a%20b?q=%C3%BC#%C3%A9"),
        ("HTTP://Example.org:8080/x", "http://example.org:8080/x"),
        ("https://me:secret@example.org/feed", "https://example.org/feed"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org/%E2%80%AE", "https://example.org/%E2%80%AE"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org/", None),
        ("https://", None),
        ("https://ex\x1bample.org/", None),
        ("https://example.org:99999/", None),
        ("//example.org/", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_addresses(url: str, cleaned: str | None) -> None:
    assert clean_url(url) == cleaned


@given(st.one_of(ANY_TEXT, ANY_TEXT.map(lambda s: "https://example.org/" + s)))
def test_an_address_is_plain_ascii_and_stays_the_same(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert cleaned.isascii()
        assert cleaned.isprintable()
        assert " " not in cleaned
        assert clean_url(cleaned) == cleaned
