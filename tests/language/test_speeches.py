"""One quote in several pairs of marks: in one line, over lines, and what is not one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.language import speeches
from reader.language.layout import Loose
from tests.language.loosely import at, loose, prepared, told


def test_a_short_quote_fills_its_marks_too() -> None:
    text = "“Harbour Lights (No. 2)” was sung by Ada Marsh."
    cut = loose(text, "“Harbour Lights", "was sung", "Ada Marsh")
    (whole,) = speeches.filled([cut], prepared(text))
    assert text[slice(*whole.content[0])].strip("“”") == "Harbour Lights (No. 2)"


def test_what_is_quoted_in_a_quote_does_not_end_it() -> None:
    asked = "they put it to the whole town: “Do you, after all that, want a bridge?” Most did not. "
    text = f'Ada Marsh said: "We asked, and {asked}Some did. {asked}So there is none."'
    cut = loose(text, "We asked, and they put it", "said", "Ada Marsh")
    (whole,) = speeches.filled([cut], prepared(text))
    assert text[slice(*whole.content[0])] == text[text.index("We asked") : -1]


def test_marks_side_by_side_are_two_peoples() -> None:
    text = "He sat. “No.” “Why not?” “Why,” asked Ada Marsh, “not?”"
    one = Loose((at(text, text[8:]),), at(text, "asked"), at(text, "Ada Marsh"))
    assert told(speeches.exchanged([one], prepared(text)), text) == [
        ("", ["“No.”"]),
        ("", ["“Why not?”"]),
        ("asked", ["“Why,” asked Ada Marsh, “not?”"]),
    ]


@pytest.mark.parametrize(
    ("second", "speaker", "joined"),
    [
        ("“I left.”", None, True),
        ("“I left.”", "Ada Marsh", True),
        ("“I left.”\xa0 .", None, True),
        ("“I left.”", "Bo Lind", False),
        ("“I left.” He nodded.", None, False),
        ("‘I left.’", None, False),
        ("Nobody spoke.\n“I left.”", None, False),
    ],
)
def test_a_line_all_in_marks_is_of_the_quote_in_the_line_before(
    second: str, speaker: str | None, joined: bool
) -> None:
    text = f"Bo Lind listened.\n“It rained,” Ada Marsh said.\n{second}\nIt was late."
    one = loose(text, "“It rained,”", "said", "Ada Marsh")
    two = Loose((at(text, "I left."),), None, at(text, speaker) if speaker else None)
    found = speeches.carried([one, two], prepared(text))
    assert len(found) == (1 if joined else 2)
    assert [s for x in found for s in x.content] == [*one.content, *two.content]


def test_a_line_with_a_cue_of_its_own_does_not_go_on_with_marks_never_closed() -> None:
    text = "“It rained,” he said. “It poured.\n“It hailed,” he said with a grin. “All day.”"
    one = Loose((at(text, "“It rained,”"), at(text, "“It poured.")), at(text, "said"), (14, 16))
    cue = at(text, "said with a grin")
    two = Loose((at(text, "“It hailed,”"), at(text, "“All day.”")), cue, (cue[0] - 3, cue[0] - 1))
    assert speeches.apply([one, two], prepared(text)) == [one, two]
    bare = replace(two, cue=None, speaker=None)
    assert len(speeches.apply([one, bare], prepared(text))) == 1


@pytest.mark.parametrize(
    ("between", "joined"),
    [
        (" Ada Marsh said on Monday. ", True),
        (" Ada Marsh said. Bo Lind left. ", False),
        (" Ada Marsh said, and then there was: ", False),
        (" Ada Marsh said.\n", False),
    ],
)
def test_what_opens_right_behind_the_cue_of_a_quote_is_of_that_quote(
    between: str, joined: bool
) -> None:
    text = f"“It rained,”{between}“All day.”"
    one = loose(text, "“It rained,”", "said", "Ada Marsh")
    two = Loose((at(text, "“All day.”"),), None, None)
    found = speeches.resumed([one, two], prepared(text))
    assert len(found) == (1 if joined else 2)
    assert [s for x in found for s in x.content] == [*one.content, *two.content]
    other = replace(two, speaker=at(text, "It rained"))
    assert len(speeches.resumed([one, other], prepared(text))) == 2


def test_a_line_in_marks_behind_a_question_is_no_part_of_it() -> None:
    text = "“Did it rain?” Ada Marsh asked.\n“It rains.”"
    one = loose(text, "“Did it rain?”", "asked", "Ada Marsh")
    two = Loose((at(text, "“It rains.”"),), None, None)
    assert speeches.carried([one, two], prepared(text)) == [one, two]


def test_what_is_told_between_two_lines_in_marks_does_not_part_them() -> None:
    text = "“It rained,” Ada Marsh said, pointing at the sky.\n“It rains.”"
    one = loose(text, "“It rained,”", "said", "Ada Marsh")
    other = loose(text, "the sky", "pointing at", "Ada Marsh")
    two = Loose((at(text, "“It rains.”"),), None, None)
    found = speeches.carried([one, other, two], prepared(text))
    assert told(found, text) == [
        ("said", ["“It rained,”", "“It rains.”"]),
        ("pointing at", ["the sky"]),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“It rained,\" Ada said. \"It 'poured.'” She left.",
            ["It rained,", "It 'poured.'"],
        ),
        ('“It rained too" Ada said "all day. So [we] left," she added. "For home.”', None),
        ('“He said "no way" to me,” Ada said.', ['He said "no way" to me,']),
        (
            '“They call it "the pier", and "the pole".”',
            ['They call it "the pier", and "the pole".'],
        ),
    ],
)
def test_marks_that_are_opened_in_one_style_and_closed_in_another(
    text: str, words: list[str] | None
) -> None:
    found = speeches.typed_alike(prepared(text)).stretches
    words = words or ["It rained too", "all day. So [we] left,", "For home."]
    assert [text[s.start : s.end] for s in found] == words
    assert all(text[slice(*s.opener)] in '“"' for s in found)
    assert all(s.closer is not None and text[slice(*s.closer)] in '”"' for s in found)


def test_a_title_before_a_quote_is_no_speech_beside_it() -> None:
    text = "She said on “Meet the Board.” “It rains.”"
    one = loose(text, "“Meet the Board.” “It rains.”", "said", "She")
    assert speeches.exchanged([one], prepared(text)) == [one]
