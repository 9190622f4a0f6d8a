"""The manners in which print reports speech, each through the whole engine."""

from __future__ import annotations

import pytest

from reader.language import engine
from reader.language.engine import annotate

pytestmark = pytest.mark.skipif(
    engine.available() is not None, reason=engine.available() or "there is a model"
)


def said(text: str) -> list[tuple[list[str], str | None, str | None]]:
    """Contents, words for the speaker and name of each quote."""
    return [
        (
            [text[a:b] for a, b in q.content],
            text[slice(*q.speaker)] if q.speaker else None,
            q.name,
        )
        for q in annotate(text).quotes
    ]


def test_two_who_speak_in_one_sentence() -> None:
    text = '"Yes," said Tom Hall and "no," said Ann Hall.'
    assert [
        (words[0].removeprefix('and "').strip('",'), name) for words, _, name in said(text)
    ] == [
        ("Yes", "Tom Hall"),
        ("no", "Ann Hall"),
    ]


def test_a_name_before_a_colon_speaks() -> None:
    text = "Marsh: “We shall sail on Monday.”\nThe crowd on the quay cheered for a minute.\n"
    ((words, speaker, _),) = said(text)
    assert (words, speaker) == (["We shall sail on Monday."], "Marsh")


def test_a_sign_alone_is_no_cue() -> None:
    for text in ("Marsh: “We shall sail.”\n", "“We shall sail on Monday.” — Ada Marsh\n"):
        (quote,) = annotate(text).quotes
        assert quote.cue is None
        assert quote.speaker is not None


def test_a_transcript_line_by_line() -> None:
    text = (
        "WALLACE: Will the ferry sail on Monday?\n"
        "MARSH: It will, Chris, weather permitting.\n"
        "(CROSSTALK)\n"
        "WALLACE: And on Tuesday?\n"
        "MARSH: Ask me on Monday.\n"
    )
    assert [(words[0], speaker) for words, speaker, _ in said(text)] == [
        ("Will the ferry sail on Monday?", "WALLACE"),
        ("It will, Chris, weather permitting.", "MARSH"),
        ("And on Tuesday?", "WALLACE"),
        ("Ask me on Monday.", "MARSH"),
    ]


def test_a_turn_of_several_paragraphs_is_one() -> None:
    text = (
        '"WALLACE: Will the ferry sail on Monday?\n'
        '"MARSH: Well, we have looked at every bolt of her.\n'
        '"The truth is that nobody knows what the weather will be.\n'
        '"WALLACE: And on Tuesday?\n'
        '"MARSH: Ask me on Monday.\n'
    )
    turns = {words[0]: (words[1:], speaker) for words, speaker, _ in said(text)}
    assert turns["Well, we have looked at every bolt of her."] == (
        ["The truth is that nobody knows what the weather will be."],
        "MARSH",
    )


def test_a_cue_in_the_paragraph_before() -> None:
    text = (
        "Ada Marsh, who chairs the harbour board, took the floor first. Marsh continued:\n"
        "“There is no way back from this. The members know it.”\n"
    )
    found = [x for x in said(text) if "no way back" in x[0][0]]
    assert [(x[0], x[2]) for x in found] == [
        (["There is no way back from this. The members know it."], "Ada Marsh")
    ]


def test_a_post_is_quoted() -> None:
    text = "Ada Marsh tweeted: “The ferry sails at nine. Bring a coat.”\n"
    ((words, speaker, name),) = said(text)
    assert words == ["The ferry sails at nine. Bring a coat."]
    assert (speaker, name) == ("Ada Marsh", "Ada Marsh")


def test_apostrophes_are_no_marks_in_british_print() -> None:
    text = (
        "‘It’s the players’ fault,’ said Pat O’Neill, the club’s captain. "
        "‘They’re not the ’90s lads.’\n"
    )
    ((words, speaker, name),) = said(text)
    assert words == ["It’s the players’ fault", "They’re not the ’90s lads."]
    assert speaker is not None
    assert speaker.startswith("Pat O’Neill")
    assert name == "Pat O’Neill"


def test_feet_and_inches_are_no_marks() -> None:
    text = 'The keeper is 6\'2" tall and the plank was 12" wide at its end.\n'
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "Iron Lady" liked the film "The Long Quay" very much.',
        "Her first book, “A Harbour in Winter”, sold well in the islands.",
        "Bo “Tiny” Lindqvist lifted the anchor alone.",
    ],
)
def test_titles_and_nicknames_are_no_quotes(text: str) -> None:
    assert said(text) == []


def test_a_report_without_a_source_has_no_speaker() -> None:
    text = "The bridge would be closed until the spring, it was reported on Friday.\n"
    for words, speaker, name in said(text):
        assert "it" not in words[-1].split()
        assert (speaker, name) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        '"Wir gehen", sagte Merkel.',
        "« Nous partons », a déclaré Macron.",
        "—No voy —dijo Sánchez.",
        "”Vi går”, sade Andersson.",
    ],
)
def test_short_texts_in_other_languages_have_nothing(text: str) -> None:
    found = annotate(text)
    assert (found.quotes, found.entities) == ((), ())


def test_speech_that_is_opened_with_another_mark_is_another() -> None:
    text = (
        "Ada Marsh told the story of that night at the fair.\n"
        '"Bo was snoring.\n'
        "“Here is the pilot,” she said. “He has come at last.”\n"
    )
    found = [words for words, _, _ in said(text) if "Here is the pilot" in words]
    assert found == [["Here is the pilot", "He has come at last."]]


def test_a_missing_mark_does_not_give_one_person_the_words_of_another() -> None:
    text = (
        "“It is a warning to all of us,” Bo Lindqvist said on Friday. “If the pier goes, the "
        "town goes with it.\n"
        "“I have been thinking about where we stand as a town,” added Ada Marsh. “We have all "
        "seen it coming.”\n"
    )
    names = {part: name for words, _, name in said(text) for part in words}
    assert names["It is a warning to all of us"] == "Bo Lindqvist"
    assert names["I have been thinking about where we stand as a town"] == "Ada Marsh"
    assert names["We have all seen it coming."] == "Ada Marsh"


def test_what_follows_the_words_that_report_a_quote_is_the_reporters() -> None:
    text = (
        "Magda Rasmussen taught three generations to swim.\n"
        '"You\'ll float," she would tell each of them. "Everybody floats."\n'
        "‘I do not know that figure,’ Bo Okoro told the board on Tuesday when the overspend "
        "was put to him.\n"
    )
    contents = [words for words, _, _ in said(text)]
    assert ["You'll float", "Everybody floats."] in contents
    assert ["I do not know that figure"] in contents


def test_the_words_that_report_an_unclosed_quote_stay_out() -> None:
    text = (
        '"We would like to be asked," Petra Iyer told the planners.\n'
        '"We are not against towers. We are against falling, she went on.\n'
        "The plans are open to the public until Monday.\n"
    )
    contents = [words for words, _, _ in said(text)]
    assert ["We are not against towers. We are against falling"] in contents


def test_single_marks_of_a_speech_over_paragraphs() -> None:
    text = (
        "In a letter to the board Ada Marsh wrote:\n"
        "‘I have been your chair for nineteen years.\n"
        "‘I do not think that I have ever been on the winning side.’\n"
    )
    ((words, _, name),) = said(text)
    assert words == [
        "I have been your chair for nineteen years.",
        "I do not think that I have ever been on the winning side.",
    ]
    assert name == "Ada Marsh"


def test_a_new_sentence_outside_the_marks_is_not_part_of_the_quote() -> None:
    text = (
        '"A routine change spread too far," the harbour board said in a statement. '
        'It apologised "unreservedly" for the delay.\n'
    )
    first = said(text)[0]
    assert first[0] == ["A routine change spread too far"]


def test_paraphrases_stay_within_their_sentence() -> None:
    text = (
        "Crops are withering in the islands, Ada Marsh noted. The harbour was built in 1890 by "
        "a firm from the south. It has two cranes.\n"
    )
    for words, _, _ in said(text):
        assert all("1890" not in part and "cranes" not in part for part in words)


def test_in_the_words_of() -> None:
    text = "In the words of Ada Marsh, who runs the clinic, “we treat the worried.”\n"
    ((words, _, name),) = said(text)
    assert (words, name) == (["we treat the worried."], "Ada Marsh")


def test_what_comes_after_other_sentences_is_a_quote_of_its_own() -> None:
    text = (
        '"We have paid," Bo Hall told reporters on Monday. The bill came in May. '
        '"It was too much for a small town."\n'
    )
    assert [words for words, _, _ in said(text)] == [
        ["We have paid"],
        ["It was too much for a small town."],
    ]


def test_one_declined_to_say_it() -> None:
    text = "Ada Marsh, the chair, declined to say when the ferry would sail again.\n"
    ((words, _, _),) = said(text)
    assert words == ["when the ferry would sail again"]


def test_a_dateline_is_not_said() -> None:
    for line in ("PORT ANSGAR (AP) --", "PORT ANSGAR, Oct. 3 —", "LONDON -"):
        text = f"{line} The strike is over, the dockers' union said on Friday.\n"
        ((words, _, _),) = said(text)
        assert words == ["The strike is over"]


def test_a_paragraph_all_in_marks_goes_on_with_the_quote_before_it() -> None:
    text = (
        '"The soldiers are legitimate targets," Ada Marsh told reporters during a briefing.\n'
        '"They entered a war, and they are combatants. We have seen some who were killed."\n'
        "Marsh warned that it would be a significant escalation.\n"
    )
    words, _, name = said(text)[0]
    assert words == [
        "The soldiers are legitimate targets",
        "They entered a war, and they are combatants. We have seen some who were killed.",
    ]
    assert name == "Ada Marsh"


def test_whoever_goes_on_after_saying_something_has_said_it() -> None:
    text = (
        "Ada Marsh fell on the quay in March.\n"
        "After saying her foot was “so swollen I could not get my shoe on,” she was “carried … off"
        " to the clinic” for tests.\n"
    )
    first = said(text)[0]
    assert first[1:] == ("she", "Ada Marsh")
    assert first[0][-1].endswith("my shoe on,”")


def test_who_spoke_last_in_a_transcript_has_not_said_what_is_told_below_it() -> None:
    text = (
        "NAKASHIMA: Would you accept ten?\n\nOKAFOR: I haven't been offered one.\n\n"
        "Within the hour the assembly heard that it was « no more than a rumour on a quay », "
        "and rose for lunch."
    )
    assert [name for words, _, name in said(text) if "rumour" in "".join(words)] in ([], [None])
