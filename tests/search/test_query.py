"""The query language: any string is a query, and is read as people mean it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.completion import FIELDS
from reader.search.dates import read_period
from reader.search.nodes import And, Dated, Everything, Marked, Name, Not, Or, Phrase, Value, Word
from reader.search.query import MAX_LEAVES, complete, parse, spelled_out

TODAY = date(2024, 12, 18)  # a Wednesday

PIECES = [
    *("storm", "-", "OR", "AND", "NOT", "(", ")", '"', "“", "”", "*", ":", " ", "  ", "é", "😀"),
    *(f"{name}:" for name in FIELDS),
    *(
        "today",
        "7d",
        "2024-12",
        "..",
        "[x",
        "TO",
        "y]",
        "\x00",
        "\ud800",
        "日本",
        "state-run",
        "U.S.",
    ),
]
QUERIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


@given(QUERIES | st.text(), st.booleans())
def test_any_string_is_a_query(text: str, typing: bool) -> None:
    query = parse(text, TODAY, typing=typing)
    assert query.text == text
    assert query.describe()
    assert len(query.leaves()) <= MAX_LEAVES
    assert parse(text, TODAY, typing=typing) == query


@given(QUERIES)
def test_outer_spaces_and_parentheses_change_nothing(text: str) -> None:
    if "(" not in text and ")" not in text:
        plain = parse(text, TODAY).node
        assert parse(f"  {text} \n", TODAY).node == plain


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("storm", Word("storm", "storm")),
        ("Zelenśky’s", Word("Zelenśky’s", "zelensky")),
        ("U.S.", Word("U.S.", "us")),
        ("zel*", Word("zel", "zel", prefix=True)),
        ("state-run", Phrase("state-run", ("state", "run"))),
        ("-storm", Not(Word("storm", "storm"))),
        ("NOT storm", Not(Word("storm", "storm"))),
        ('"legitimate targets"', Phrase("legitimate targets", ("legitimate", "targets"))),
        ("“legitimate targets", Phrase("legitimate targets", ("legitimate", "targets"))),
        ("title:storm", Word("storm", "storm", "title")),
        ("said:storm", Word("storm", "storm", "said")),
        ('site:"Harbour Gazette"', Phrase("Harbour Gazette", ("harbour", "gazette"), "source")),
        ("speaker:miller", Name("miller", ("miller",), "speaker")),
        ('about:"North Korea"', Name("North Korea", ("north", "korea"), "about")),
        ("kind:direct", Value("direct", "kind")),
        ("is:unread", Marked("unread")),
        ("on:today", Dated(TODAY, date(2024, 12, 19))),
        ("after:2024-12", Dated(date(2024, 12, 1), None)),
        ("before:monday", Dated(None, date(2024, 12, 16))),
        ("after:7d", Dated(date(2024, 12, 11), None)),
        ("on:2024", Dated(date(2024, 1, 1), date(2025, 1, 1))),
        ('on:"last month"', Dated(date(2024, 11, 1), date(2024, 12, 1))),
        ("on:2024-02..2024-03", Dated(date(2024, 2, 1), date(2024, 4, 1))),
        ("date:[2024-02 TO 2024-03]", Dated(date(2024, 2, 1), date(2024, 4, 1))),
        ('on:"3 May"', Dated(date(2024, 5, 3), date(2024, 5, 4))),
        ("speaker:", Everything()),
        ("OR", Everything()),
        ("(((", Everything()),
        ("😀 &&", Everything()),
        ("12:30", Phrase("12:30", ("12", "30"))),
    ],
)
def test_what_people_type(text: str, node: object) -> None:
    assert parse(text, TODAY).node == node


def word(text: str) -> Word:
    return Word(text, text)


def test_or_binds_tighter_than_the_space() -> None:
    assert parse("a b OR c d").node == And((word("a"), Or((word("b"), word("c"))), word("d")))
    assert parse("(a b) OR c").node == Or((And((word("a"), word("b"))), word("c")))


def test_groups_carry_their_field_and_their_minus() -> None:
    assert parse("title:(x OR y)").node == Or((Word("x", "x", "title"), Word("y", "y", "title")))
    assert parse("-(x y) z").node == And((Not(And((word("x"), word("y")))), word("z")))


def test_deep_nesting_is_read() -> None:
    assert parse("(" * 500 + "storm" + ")" * 500).node == word("storm")
    assert parse("(" * 500 + "storm").node == word("storm")


def test_a_word_being_typed_is_open() -> None:
    assert parse("north kor", typing=True).node == And(
        (word("north"), Word("kor", "kor", open=True))
    )
    assert parse("speaker:mil", typing=True).node == Name("mil", ("mil",), "speaker", open=True)
    assert parse('"legitimate tar', typing=True).node == And(
        (Phrase("legitimate", ("legitimate",)), Word("tar", "tar", open=True))
    )
    assert parse('"legitimate tar"', typing=True).node == Phrase(
        "legitimate tar", ("legitimate", "tar")
    )
    assert parse("n", typing=True).is_empty
    assert parse("north k", typing=True).node == word("north")
    assert parse("n").node == word("n")
    assert parse("north kor ", typing=True).node == And((word("north"), word("kor")))


def test_sort_is_no_condition() -> None:
    query = parse("storm sort:date")
    assert query.node == word("storm")
    assert query.sort == "newest"
    assert parse("sort:date").is_empty
    assert not parse("sort:oldest").is_empty


def test_what_was_not_understood_is_said() -> None:
    assert parse("date:[x TO y]").notes
    assert parse("is:blue").notes
    assert not parse("is:unread after:today").notes
    assert parse("ferry said:").notes == ("Nothing follows “said:”.",)
    assert not parse("ferry said:", typing=True).notes


def test_it_is_read_back() -> None:
    query = parse(
        'storm -port "legitimate targets" speaker:miller after:2024-12-01 sort:date', TODAY
    )
    assert query.describe() == (
        "storm, not port, “legitimate targets”, said by miller, from 1 December 2024 on,"
        " newest first"
    )


@given(QUERIES)
def test_a_query_without_a_condition_is_empty_sorted_or_says_why(text: str) -> None:
    query = parse(text, TODAY)
    if isinstance(query.node, Everything) and "sort:" not in text.lower():
        assert query.notes or not query.text.encode("utf-8", "replace").strip()


ENDS = st.sampled_from(
    [
        "",
        "2024",
        "2024-12",
        "2024-13",
        "2024-02-30",
        "9999",
        "today",
        "7d",
        "mon",
        "x",
        "[x",
        "…",
        "-1",
    ]
) | st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters='()"“”„‟«».…'), max_size=8
)
RANGES = st.tuples(ENDS, st.sampled_from(["", "..", "…", "...", "-", "/"]), ENDS).map("".join)


@given(st.sampled_from(["after", "before", "on", "date", "since", "until"]), RANGES, st.booleans())
def test_a_date_is_understood_whole_or_not_at_all(name: str, value: str, quoted: bool) -> None:
    query = parse(f'{name}:"{value}"' if quoted else f"{name}:{value}", TODAY)
    ends = [end for end in value.replace("…", "..").partition("..")[::2] if end.strip()]
    known = bool(ends) and all(read_period(end, TODAY) for end in ends)
    if value:
        assert isinstance(query.node, Dated) == known
    assert bool(query.notes) == (not known or not value)
    if known and len(ends) == 2:
        assert isinstance(query.node, Dated)
        assert query.node.start is not None
        assert query.node.end is not None
        assert query.node.start < query.node.end


@given(
    st.sampled_from([*FIELDS, "site", "by", "from", "until"]),
    st.sampled_from(["😀", "!!!", '""', "()", '" "', "-", '"…"', "( )", "?"]),
    st.sampled_from(["", " storm", " title:storm", " (storm)", ' "storm"']),
)
def test_a_field_without_a_value_says_so(name: str, value: str, rest: str) -> None:
    query = parse(f"{name}:{value}{rest}", TODAY)
    # A tag or a language may be any sign.
    assert query.notes or any(isinstance(leaf, Value) for leaf in query.leaves())


@pytest.mark.parametrize(
    "text", ["speaker:", "speaker: ", "(speaker:) storm", "speaker: title:storm", "storm NOT"]
)
def test_what_is_begun_and_not_ended_is_said(text: str) -> None:
    [note] = parse(text).notes
    assert note.startswith("Nothing follows")


def test_a_range_may_be_told_from_either_end() -> None:
    either = Dated(date(2024, 2, 1), date(2024, 4, 1))
    assert parse("on:2024-03..2024-02").node == parse("on:2024-02..2024-03").node == either
    assert parse("after:2024-02…2024-03").node == either
    assert parse("on:2024-02..").node == Dated(date(2024, 2, 1), None)
    assert parse("on:..2024-02").node == Dated(None, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("harb", "(harb OR harb*)"),
        ("north -harb", "north -(harb OR harb*)"),
        ("title:harb", "title:(harb OR harb*)"),
        ("storm OR harb", "storm OR (harb OR harb*)"),
        ('said:"legitimate tar', 'said:"legitimate" said:(tar OR tar*)'),
        ("speaker:mil", "speaker:mil*"),
        ('speaker:"matthew mil', 'speaker:"matthew mil*'),
        ("harb ", "harb "),
        ("harb*", "harb*"),
        ("U.S.", "U.S."),
        ("after:2024", "after:2024"),
    ],
)
def test_half_a_word_can_be_kept(typed: str, kept: str) -> None:
    assert spelled_out(typed) == kept


class Names:
    """A library that knows a few names."""

    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        names = {
            "speaker": ["Matthew Miller", "Mia"],
            "entity": ["Moldova", "Matthew Miller"],
            "tag": ["middle east"],
        }
        known = names.get(field, [])
        return [name for name in known if prefix.lower() in name.lower()][:limit]


def offered(text: str) -> list[str]:
    return [
        text[: offer.start] + offer.insert + text[offer.end :]
        for offer in complete(text, len(text), Names())
    ]


def test_completion_offers_fields_and_names() -> None:
    assert "storm speaker:" in offered("storm sp")
    assert offered("storm speaker:mil") == ['storm speaker:"Matthew Miller" ']
    assert offered('speaker:"matthew mi') == ['speaker:"Matthew Miller" ']
    assert offered("-tag:mid") == ['-tag:"middle east" ']
    assert offered("is:un") == ["is:unread "]
    assert "entity:Moldova " in offered("mold")
    assert 'tag:"middle east" ' in offered("midd")
    assert 'from:"Matthew Miller" ' in offered("from:mat")
    assert offered("") == []


@given(QUERIES, st.integers(-5, 60))
def test_completion_never_fails_and_stays_inside(text: str, cursor: int) -> None:
    for offer in complete(text, cursor, Names()):
        assert 0 <= offer.start <= offer.end <= len(text)


def test_an_unknown_kind_says_which_are_known() -> None:
    assert parse("kind:bogus").notes == ("kind: knows direct, indirect and mixed.",)
    assert parse("kind:Direct").notes == ()
    assert parse("kind:ind", typing=True).notes == ()
    assert parse("kind:ind", typing=True).is_empty
    assert parse("kind:ind").notes
