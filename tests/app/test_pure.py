"""The small pure helpers: runs of marks, passages, shortening, grouping, labels."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.app.answers import NONE, answers_of
from reader.app.asking import Choice, narrow, tags_of
from reader.app.grouping import grouped_by
from reader.app.hintlabels import labels
from reader.app.marks import Layer, runs, voices
from reader.app.paint import bar, facts_in, fill, grouped, safe, shorten, sparkline, when
from reader.app.passage import Passage
from reader.app.rounds import Round
from reader.app.typeset import set_article
from reader.app.widgets.card import how
from reader.app.widgets.results import in_view, title_lines
from reader.library.rows import QuoteRow
from reader.news import Annotation, Article, Quotation, Quote, Source, Span
from tests.app.test_typeset import TEXT, row

SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
LAYERS = st.lists(
    st.builds(
        lambda span, flag, voice: Layer(span[0], span[1], 1 << flag, voice),
        SPAN, st.integers(0, 9), st.integers(-1, 3),
    ),
    max_size=12,
)  # fmt: skip


@given(LAYERS)
def test_runs_have_every_mark_of_every_character(layers: list[Layer]) -> None:
    found = runs(layers)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for position in range(61):
        wanted = 0
        for layer in layers:
            if layer.start <= position < layer.end:
                wanted |= layer.flag
        got = next((run.flags for run in found if run.start <= position < run.end), 0)
        assert got == wanted


def test_one_person_has_one_voice() -> None:
    quotes = (
        Quote("direct", ((0, 1),), name="Ann", entity=4),
        Quote("direct", ((2, 3),), name="she", entity=4),
        Quote("direct", ((4, 5),), name="Ben"),
        Quote("direct", ((6, 7),)),
    )
    assert voices(Annotation(quotes)).numbers == (0, 0, 1, -1)


@given(st.text(max_size=200))
def test_safe_text_has_no_controls_and_its_own_length(text: str) -> None:
    cleaned = safe(text)
    assert len(cleaned) == len(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\ud800")


@given(st.text(max_size=80), st.integers(0, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert cell_len(shorten(text, width)) <= max(width, 0)
    assert cell_len(fill(text, width)) == width


@given(
    TEXT.filter(lambda text: bool(text.strip())),
    st.integers(0, 300),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["char", "word", "line", "sentence", "paragraph", "quote", "edge", "all", "swap"]
            ),
            st.integers(-3, 3).filter(bool),
        ),
        max_size=6,
    ),
)
def test_a_passage_stays_in_the_text(text: str, start: int, moves: list[tuple[str, int]]) -> None:
    setting = set_article(Article("T", text, ()), row(), 40)
    if not setting.starts:
        return
    passage = Passage.at(text, start)
    for unit, count in moves:
        passage = passage.moved(unit, count, setting, ())
        first, last = passage.span
        assert 0 <= first <= last <= len(text)
        assert text[first:last] == text[first:last].strip()


def test_a_passage_grows_by_words_sentences_and_paragraphs() -> None:
    text = "One two three. Four five.\nSix seven."
    setting = set_article(Article("T", text, ()), row(), 40)

    def grown(*moves: tuple[str, int]) -> str:
        passage = Passage.at(text, 0)
        for unit, count in moves:
            passage = passage.moved(unit, count, setting, ())
        return text[slice(*passage.span)]

    assert grown(("word", 1)) == "One"
    assert grown(("word", 2)) == "One two"
    assert grown(("sentence", 1)) == "One two three."
    assert grown(("paragraph", 1)) == "One two three. Four five."
    assert grown(("sentence", 1), ("char", 1), ("word", 1)) == "One two three. Four"
    assert grown(("all", 1), ("word", -1)) == "One two three. Four five.\nSix s"


def test_dates_are_said_as_people_say_them() -> None:
    today = date(2025, 3, 2)
    assert when("2025-03-02", today) == "today"
    assert when("2025-03-01T10:00:00", today) == "yesterday"
    assert when("2025-01-17", today) == "17 Jan"
    assert when("2024-12-17", today) == "17 Dec 2024"
    assert when("2024-12-17", today, short=True) == "17 Dec ’24"
    assert when("2024-12-17T00:30:00+14:00", today) == "17 Dec 2024", "the day of the outlet"
    assert when("2024-12-17T23:30:00-11:00", today) == "17 Dec 2024"
    assert when(None, today) == when("soon", today) == "no date"


def test_bars_and_sparklines_fit() -> None:
    assert [len(bar(share, 4)) for share in (0.0, 0.01, 0.5, 1.0)] == [4, 4, 4, 4]
    assert sparkline([0, 1, 8]) == " ▁█"
    assert sparkline([]) == "" == sparkline([0, 0])
    assert grouped(999) == "999"
    assert grouped(9999) == "9999"


@given(st.integers(1, 900))
def test_labels_are_told_apart_while_typing(number: int) -> None:
    found = labels(number)
    assert len(set(found)) == number
    assert len({len(each) for each in found}) == 1


def test_groups_keep_the_order_and_a_quotation_may_be_in_two() -> None:
    def made(name: str, *tags: str) -> Quotation:
        return Quotation("words", Source(title="T"), name=name, tags=tags)

    saved = [made("Ann", "a", "b"), made("Ben", "b"), made("Ann")]
    by_person = grouped_by(saved, "by person", {})
    assert [(group.name, len(group.quotations)) for group in by_person] == [("Ann", 2), ("Ben", 1)]
    by_tag = grouped_by(saved, "by tag", {})
    assert [(g.name, len(g.quotations)) for g in by_tag] == [("a", 1), ("b", 2), ("no tag", 1)]
    one, other = (Quotation("w", Source(article_id=n, title=f"T{n}")) for n in (1, 2))
    by_story = grouped_by([one, other], "by story", {1: "T1", 2: "T1"})
    assert [(g.name, len(g.quotations)) for g in by_story] == [("T1", 2)]
    assert [g.name for g in grouped_by([one, other], "by story", {})] == ["T1", "T2"]


def test_choices_narrow_by_words_in_any_order() -> None:
    choices = [Choice("Copy link", 1, "c"), Choice("Copy", 2, "y"), Choice("Link hints", 3)]
    assert [each.value for each in narrow(choices, "link copy")] == [1]
    assert next(each.value for each in narrow(choices, "y")) == 2
    assert [each.value for each in narrow(choices, "link")] == [3, 1]
    assert narrow(choices, "nothing") == []


def test_tags_are_read_as_written() -> None:
    assert tags_of("war, east asia") == ("war", "east asia")
    assert tags_of("#war #asia") == ("war", "asia")
    assert tags_of("east asia") == ("east asia",)
    assert tags_of("war, war") == ("war",)
    assert tags_of("  ") == ()


def test_a_round_of_refreshing_says_once_what_it_brought() -> None:
    asked = Round()
    assert asked.heard({"event": "feed", "new": 3, "error": None}) is None
    asked.begin(3)
    assert asked.heard({"event": "feed", "new": 3, "error": None}) is None
    assert asked.heard({"event": "progress"}) is None
    assert asked.heard({"event": "feed", "new": 0, "error": "gone"}) is None
    assert asked.heard({"event": "feed", "new": 1, "error": None}) == (
        "4 new articles; 1 feed failed, F tells why"
    )
    assert asked.heard({"event": "idle"}) is None
    asked.begin(1)
    assert asked.heard({"event": "idle"}) == "nothing new"


def test_facts_are_cut_between_not_within_but_for_the_first_two() -> None:
    facts = ["Anna Lund", "Harbour Gazette", "2 Nov ’24"]
    assert facts_in(facts, 40) == "Anna Lund · Harbour Gazette · 2 Nov ’24"
    assert facts_in(facts, 38) == "Anna Lund · Harbour Gazette"
    assert facts_in(facts, 22) == "Anna Lund · Harbour G…"
    assert facts_in(facts, 15) == "Anna Lund"
    assert facts_in(facts, 6) == "Anna…"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.integers(1, 60))
def test_facts_never_take_more_than_their_room(facts: list[str], width: int) -> None:
    assert cell_len(facts_in(facts, width)) <= width


def test_a_title_takes_two_lines_at_most() -> None:
    assert title_lines("A short one", 20) == [(0, 11)]
    title = "The speed of a fingernail: the woman who mapped the plume"
    lines = [title[start:end] for start, end in title_lines(title, 30)]
    assert lines == ["The speed of a fingernail: the", "woman who mapped the plume"]
    assert [title[start:end] for start, end in title_lines(title, 20)] == [
        "The speed of a",
        "fingernail: the woman who mapped the plume",
    ]
    assert title_lines("", 20) == [(0, 0)]


def test_the_passage_shown_is_the_one_with_most_matches() -> None:
    text = "the powerful house committee met at noon; then the white house called it off again"
    marks = tuple(match.span() for match in re.finditer("white|house", text))
    shown, inside = in_view(text, marks, 30)
    assert [shown[start:end] for start, end in inside] == ["white", "house"]
    assert shown.startswith("…")
    assert inside[-1][1] <= 29
    assert in_view(text, marks, 80) == (text, marks)
    early = (marks[0],)
    assert in_view(text, early, 30) == (text, early)


def test_a_cue_is_told_without_the_signs_that_lead_on() -> None:
    row = QuoteRow(
        1, 1, 0, "No.", ((0, 3),), "sent a statement instead:", None, None, "Ana Ruiz", None,
        "direct", None, "Title", None, None, None, None,
    )  # fmt: skip
    assert how(row) == "sent a statement instead · direct"
    assert how(row._replace(cue=None)) == "direct"


def test_stops_are_words_and_the_quotes_without_one_in_order() -> None:
    quotes = {0: ((10, 20),), 1: ((30, 40), (50, 60)), 4: ((70, 80),)}
    answers = answers_of([(55, 58), (0, 4), (0, 10)], quotes)
    assert answers.words == ((0, 4), (0, 10), (55, 58))
    assert answers.quotes == (0, 1, 4)
    assert answers.stops == ((0, 4), (0, 10), (10, 20), (55, 58), (70, 80))
    assert answers_of([], {}) == NONE


_SPANS = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda at: (at[0], sum(at)))


@given(st.lists(_SPANS), st.lists(st.lists(_SPANS, min_size=1, max_size=3)))
def test_a_quote_is_a_stop_of_its_own_where_no_word_touches_it(
    words: list[Span], contents: list[list[Span]]
) -> None:
    stops = answers_of(words, dict(enumerate(contents))).stops
    bare = {
        content[0] for content in contents
        if not any(start < end and begin < last for start, last in content for begin, end in words)
    }  # fmt: skip
    assert stops == tuple(sorted({*words, *bare}))
