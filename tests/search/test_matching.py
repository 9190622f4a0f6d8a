"""Marks and snippets: what matches in the index is what lights up in the text."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from reader.search import matching
from reader.search.matching import matches, snippet
from reader.search.nodes import Phrase, Word
from reader.search.query import parse
from reader.search.terms import STEMS, located, terms

WORDS = [
    *(
        "storm",
        "storms",
        "Storming",
        "harbour",
        "Kyiv’s",
        "kyiv",
        "U.S.",
        "don't",
        "dont",
        "o'brien",
    ),
    *("agreed", "agree", "organization", "organize", "happy", "happily", "flies", "fly", "Łódź"),
    *(
        "café",
        "CAFÉ",
        "straße",
        "strasse",
        "日本語",
        "abc日本",
        "state-run",
        "run",
        "said",
        "a",
        "I",
    ),
    *("x.y", "İstanbul", "ﬁne", "fine", "½", "_id", "naïve", "dying", "die", "news", "new"),
]
TEXTS = st.lists(
    st.sampled_from(WORDS) | st.sampled_from([" ", "\n", ". ", "“", "'", "’", ".", "-", ", "]),
    max_size=40,
).map("".join)
SPACED = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in matches(parse(query), text)]


def by_word(query: str, text: str) -> set[tuple[int, int]]:
    """The plain way: every word of the text against every condition."""
    tokens = list(located(text))
    spans: set[tuple[int, int]] = set()
    for leaf in parse(query).leaves():
        for index, (term, start, end) in enumerate(tokens):
            if isinstance(leaf, Word):
                if term.startswith(leaf.term) if leaf.prefix else STEMS[term] == STEMS[leaf.term]:
                    spans.add((start, end))
            elif isinstance(leaf, Phrase):
                stretch = tokens[index : index + len(leaf.terms)]
                if tuple(token[0] for token in stretch) == leaf.terms:
                    spans.add((start, stretch[-1][2]))
    return spans


@example("U.S.storm", ["storm"], False)
@example("U.S._id", ["_id"], False)
@given(TEXTS | SPACED, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.booleans())
def test_the_quick_way_finds_what_the_plain_way_finds(
    text: str, words: list[str], phrase: bool
) -> None:
    query = '"{}"'.format(" ".join(words)) if phrase else " ".join(words)
    assert matches(parse(query), text) == matching._merged(list(by_word(query, text)))


@given(st.text(alphabet="abcdeilnorstuyzgmp", min_size=1, max_size=14))
def test_any_word_finds_itself_and_its_plural(word: str) -> None:
    assert marked(word, f"the {word}, it")[:1] == [word] or word in ("the", "it")
    plain = [w for w in (word, word + "s", word + "ing", word + "ed") if STEMS[w] == STEMS[word]]
    text = " ".join(plain)
    assert marked(word, text) == plain


@given(st.text(), st.text(max_size=20), st.integers(1, 200))
def test_marks_lie_inside_and_in_order(text: str, query: str, width: int) -> None:
    spans = matches(parse(query, date(2024, 1, 1)), text)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        position = end
    shown = snippet(parse(query, date(2024, 1, 1)), text, width)
    assert "\n" not in shown.text
    position = 0
    for start, end in shown.marks:
        assert position <= start < end <= len(shown.text)
        position = end


@given(SPACED, st.sampled_from(WORDS))
def test_a_snippet_shows_the_word(text: str, word: str) -> None:
    if marked(word, text):
        shown = snippet(parse(word), text, 40)
        assert shown.marks
        stems = {STEMS[term] for term in terms(word)}
        first = shown.text[slice(*shown.marks[0])]
        assert {STEMS[term] for term in terms(first)} & stems


TEXT = (
    "The ferry talks stalled again. Storms kept the harbour closed on Monday.\n"
    "“They are legitimate targets,” Miller said. Targets that are legitimate were named."
)


def test_words_match_in_all_their_forms_and_phrases_only_as_they_stand() -> None:
    assert marked("storm", TEXT) == ["Storms"]
    assert marked('"legitimate targets"', TEXT) == ["legitimate targets"]
    assert marked('"legitimate target"', TEXT) == []
    assert marked("harb*", TEXT) == ["harbour"]
    assert marked("-storm", TEXT) == []
    assert marked("title:storm", TEXT) == []
    assert [TEXT[a:b] for a, b in matches(parse("title:storm"), TEXT, "title")] == ["Storms"]


def test_marks_of_all_kinds_may_stand_before_a_word() -> None:
    for before in "'‘’“\"(.—-/":
        assert marked("storm", f"a {before}storm") == ["storm"], before
    assert marked("storm", "a_storm or brain'storm") == []


def test_the_snippet_holds_most_of_what_was_asked_for() -> None:
    shown = snippet(parse("ferry legitimate miller"), TEXT, 60)
    assert shown.text == "…“They are legitimate targets,” Miller said. Targets that…"
    assert [shown.text[a:b] for a, b in shown.marks] == ["legitimate", "Miller"]


def test_without_a_match_the_first_sentence_is_shown() -> None:
    assert snippet(parse("zebra"), TEXT, 100).text == "The ferry talks stalled again."
    assert snippet(parse("zebra"), TEXT, 20).text == "The ferry talks…"
    assert snippet(parse("x"), "", 20).text == ""


def test_scripts_without_spaces_are_cut_by_sign_and_others_are_not() -> None:
    assert len(terms("東京 ラジオ")) == 5
    assert len(terms("서울에서 만나다")) == len(terms("Київ Αθήνα")) == 2
    assert terms("\ud800 half") == ["half"]


def test_a_snippet_without_words_to_show_shows_whose_name_was_asked_for() -> None:
    text = "The ferry stays in port. It rained all day.\n“We are tired,” Matthew Miller said."
    found = snippet(parse("speaker:miller"), text)
    assert [found.text[slice(*mark)] for mark in found.marks] == ["Miller"]
    found = snippet(parse('about:"the rain" speaker:miller ferry'), text, 30)
    assert [found.text[slice(*mark)] for mark in found.marks] == ["ferry"]
    assert snippet(parse("speaker:okafor"), text).text == "The ferry stays in port."
    assert matches(parse("speaker:miller"), text) == []
