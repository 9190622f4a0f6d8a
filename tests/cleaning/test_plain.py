"""Text and Markdown files become articles without a word changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.gate import clean_text
from reader.cleaning.plain import clean_markdown, clean_plain
from reader.cleaning.titles import first_words
from reader.cleaning.work import CleanJob, clean
from reader.news import Hints, Page, Refused
from tests.cleaning.pages import PROSE

SEED = Path(__file__).resolve().parents[2] / "seeds" / "kursk-legitimate-targets.txt"


def test_the_sample_text_is_kept_word_for_word() -> None:
    result = clean(CleanJob(Page(SEED.read_bytes(), "text/plain")))
    article = result.article
    assert article is not None
    assert article.text == SEED.read_text().strip()
    assert article.title == (
        "North Korean soldiers fighting alongside Russian forces in Kursk Oblast are…"
    )
    assert (article.published, article.language) == (None, "en")
    assert len(article.blocks) == len(article.text.split("\n"))


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    text = (
        "A line that was broken by hand at about\nsixty columns, as letters are, goes on\nhere.\n"
    )
    text = "".join(text.replace("A line", f"A {n} line that is long") + "\n" for n in range(4))
    article = clean_plain(text)
    assert [b.kind for b in article.blocks] == ["paragraph"] * 4
    assert "at about sixty columns" in article.text


@given(st.text(max_size=300))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    try:
        article = clean_plain(text)
    except Refused:
        assert not clean_text(text)
        return
    assert article.text.split() == clean_text(text).split()
    covered = "".join(article.text[b.start : b.end] for b in article.blocks)
    assert "".join(covered.split()) == "".join(article.text.split())


def test_markdown() -> None:
    article = clean_markdown(
        "---\ntitle: 'Told'\nauthor: Ana Ruiz\ndate: 2025-03-04\nurl: https://bay.example/p\n---\n"
        "# Pier *stays* open\n\nA [link](https://x.example/a_(b)) and **bold** words\nwrapped.\n\n"
        "> Said by\n> someone.\n\n- one\n  - two\n\n1. first\n\n```\ncode_here *as is*\n```\n\n"
        "Under\n-----\n\n![alt](x.png)\n[ref]: https://x.example\nsnake_case_word stays.\n"
    )
    assert article.title == "Told"
    assert (article.byline, article.published, article.url) == (
        "Ana Ruiz",
        "2025-03-04",
        "https://bay.example/p",
    )
    assert [(b.kind, b.level, article.text[b.start : b.end]) for b in article.blocks] == [
        ("heading", 1, "Pier stays open"),
        ("paragraph", 0, "A link and bold words wrapped."),
        ("quotation", 0, "Said by someone."),
        ("item", 0, "one"),
        ("item", 1, "two"),
        ("item", 0, "first"),
        ("paragraph", 0, "code_here *as is*"),
        ("heading", 2, "Under"),
        ("paragraph", 0, "snake_case_word stays."),
    ]


@given(st.text("#*_>-`[]()!\\ ab\n=1.|~<", max_size=120))
def test_any_markdown_is_an_article_or_empty(text: str) -> None:
    try:
        article = clean_markdown(text)
    except Refused:
        return
    assert clean_text(article.text) == article.text
    assert article.title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Short.", "Short"),
        ("He met Mr. Vance in U.S. waters. Then he left.", "He met Mr. Vance in U.S. waters"),
        ("“We won,” she said. “We won.” It was late.", "“We won,” she said"),
        ("word " * 40, "word " * 15 + "word…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_titles_from_first_sentences(text: str, title: str) -> None:
    assert first_words(text) == title


@given(st.text(min_size=1, max_size=300).map(clean_text).filter(bool))
def test_a_title_is_short_and_begins_as_the_text_does(text: str) -> None:
    title = first_words(text)
    assert len(title) <= 80
    assert text.replace("\n", " ").startswith(title.removesuffix("…").rstrip())


def test_binary_and_short_files_are_refused() -> None:
    assert clean(CleanJob(Page(b"\x7fELF\0\0\0", "text/plain"))).reason == (
        "it is not a text but a binary file"
    )
    noise = bytes(range(256)) * 12
    assert clean(CleanJob(Page(noise, "text/html"))).reason == (
        "it is not a text but a binary file"
    )
    short = clean(CleanJob(Page(b"Two words.", "text/plain"), Hints()))
    assert short.reason == "too little text for an article (2 words)"
    forced = clean(CleanJob(Page(b"Two words.", "text/plain"), force=True))
    assert forced.article is not None
    assert forced.article.text == "Two words."


def test_a_text_in_another_language_is_known_as_such() -> None:
    german = "Die Stadt hat am Montag beschlossen, dass der Steg nicht geschlossen wird. " * 4
    assert clean_plain(german).language == "de"
    assert clean_plain(" ".join(PROSE)).language == "en"
    assert (
        clean_plain("Совет города решил оставить старый пирс открытым ещё на зиму.").language
        == "ru"
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ada Quill", "Ada Quill"),
        ("**By Ada Quill and Tom de la Rue**", "Ada Quill and Tom de la Rue"),
        ("BY: J. K. O'Hara-Smith, Ann Bell", "J. K. O'Hara-Smith, Ann Bell"),
        ("By Christmas", None),
        ("By the time it ended, the pier was gone.", None),
    ],
)
def test_the_name_under_a_headline_is_the_byline(line: str, name: str | None) -> None:
    article = clean_markdown(f"# The pier\n\n{line}\n\n{PROSE[0]}\n")
    assert article.byline == name
    assert article.text.startswith(PROSE[0] if name else line.strip("*"))


def test_a_short_clipping_says_that_it_can_be_taken_all_the_same() -> None:
    job = CleanJob(Page(b"Only a few words.", "text/plain"))
    assert clean(job).forcible
    assert clean(replace(job, force=True)).article is not None
    assert not clean(CleanJob(Page(b"", "text/plain"))).forcible
