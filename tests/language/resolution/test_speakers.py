"""Speakers resolved to names."""

from __future__ import annotations

import re

import pytest

from reader.language.analysis import Analysis, Attribution
from reader.language.resolution import resolve
from tests.language.loosely import at
from tests.language.resolution.marked import annotate, speakers, unmark


def test_a_name_resolves_to_the_fullest_form() -> None:
    assert speakers(
        'The mayor, [P Ann Ray], was late. "Traffic," [P Ray] said.', ("Ray", "Traffic,")
    ) == ["Ann Ray"]


@pytest.mark.parametrize(
    ("pronoun", "name"), [("he", "Otto Brandt"), ("she", "Ann Ray"), ("He", "Otto Brandt")]
)
def test_gender(pronoun: str, name: str) -> None:
    text = f'[P Ann Ray] met [P Otto Brandt] in [L Bonn]. "It went well," {pronoun} said.'
    assert speakers(text, (pronoun, "It went well,")) == [name]


def test_the_subject_is_preferred_to_the_object() -> None:
    text = '[P Otto Brandt] criticised [P Karl Lund] on Monday. "He is wrong," he said.'
    assert speakers(text, ("he", "He is wrong,")) == ["Otto Brandt"]


def test_the_possessor_is_not_the_speaker() -> None:
    text = '[P Otto Brandt] arrived. [P Karl Lund]\'s house was empty. "Odd," he said.'
    assert speakers(text, ("he", "Odd,")) == ["Otto Brandt"]


def test_nobody_names_himself_in_his_own_words() -> None:
    text = '[P Otto Brandt] and a friend spoke. [P Karl Lund] left. "[P Lund] is a crook," he said.'
    assert speakers(text, ("he", "Lund is a crook,")) == ["Otto Brandt"]


def test_a_running_speaker_over_pronouns() -> None:
    text = (
        '"One," [P Otto Brandt] said.\n"Two," he said.\n[P Karl Lund] listened.\n'
        '"Three," [P Brandt] said. "Four," he added.'
    )
    said = [("Brandt", "One,"), ("he", "Two,"), ("Brandt", "Three,"), ("he", "Four,")]
    assert speakers(text, *said) == ["Otto Brandt"] * 4


def test_a_paragraph_that_names_nobody_goes_on() -> None:
    text = (
        '"We saw them come," [P Otto Brandt] told reporters.\n'
        '"They entered a war, and they are what they are."'
    )
    said = [("Otto Brandt", "We saw them come,"), (None, "They entered a war, and they are")]
    found = annotate(text, *said).quotes
    assert [quote.name for quote in found] == ["Otto Brandt", "Otto Brandt"]
    assert found[1].speaker is None


def test_somebody_else_in_between_ends_the_run() -> None:
    text = (
        '"We saw them come," [P Otto Brandt] said.\n[P Karl Lund] shrugged.\n'
        '"They entered a war, and that is that."'
    )
    said = [("Otto Brandt", "We saw them come,"), (None, "They entered a war, and that is that.")]
    assert speakers(text, *said) == ["Otto Brandt", None]


def test_relative_pronoun() -> None:
    text = "[P Otto Brandt] praised [P Ann Ray], who said the bridge was safe."
    assert speakers(text, ("who", "the bridge was safe")) == ["Ann Ray"]


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("[P Brandt]'s manager, [P Ann Ray],", "Ann Ray"),
        ("A lawyer for [P Otto Brandt], [P Ann Ray],", "Ann Ray"),
        ("a spokesman for [P Otto Brandt]", None),
        ("[P Ann Ray], who works for [P Otto Brandt],", "Ann Ray"),
        ("[P Ann Ray] and [P Otto Brandt]", "Ann Ray"),
        ("Senator [P Ann Ray] of [L Ohio]", "Ann Ray"),
        ("the [O Harbour Board]", "Harbour Board"),
        ("[O Harbour Board] officials", None),
        ("residents", None),
        ("one critic", None),
        ("[L North Korea]", "North Korea"),
    ],
)
def test_names_with_what_stands_around_them(speaker: str, name: str | None) -> None:
    bare = speaker
    for mark in ("[P ", "[O ", "[L ", "]"):
        bare = bare.replace(mark, "")
    text = f"[P Otto Brandt] and [P Ann Ray] met at noon. It is over, {speaker} said."
    assert speakers(text, (bare, "It is over")) == [name]


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        ("[P Tevita Moss] won the game. {}, the flanker said.", "the flanker", "Tevita Moss"),
        (
            "[P Ida Solano], a plumber, won. {}, the 38-year-old said.",
            "the 38-year-old",
            "Ida Solano",
        ),
        ("[P Ida Solano], a plumber, won. {}, the judge said.", "the judge", None),
        (
            "[P Ida Lund], the treasurer, left. [P Jo Beck] stayed. {}, the treasurer said.",
            "the treasurer",
            "Ida Lund",
        ),
        ("[O Pellworm]'s boss quit. {}, the company said.", "the company", "Pellworm"),
        ("[O Pellworm] sued [O Lumio]. {}, the company said.", "the company", None),
        (
            "The [O Defense Ministry] met. {}, the ministry said.",
            "the ministry",
            "Defense Ministry",
        ),
        ("[O Pellworm] sells tea. {}, the ministry said.", "the ministry", None),
        (
            "[L Ukraine]'s spy agency ([O HUR]) met. {}, the spy agency said.",
            "the spy agency",
            "HUR",
        ),
        ("[P Ann Ray] came. {}, her coach said.", "her coach", None),
        ("[P Ann Ray] came. {}, the neighbours said.", "the neighbours", None),
    ],
)
def test_descriptions(text: str, speaker: str, name: str | None) -> None:
    assert speakers(text.format("It is over"), (speaker, "It is over")) == [name]


def test_it_is_the_body_that_spoke() -> None:
    text = "[O Loam Labs] disputed this. It said the recordings were deleted."
    assert speakers(text, ("It", "the recordings were deleted")) == ["Loam Labs"]


def test_unknown_stays_unknown() -> None:
    assert speakers('"Hello," he said.', ("he", "Hello,")) == [None]
    assert speakers('[P Ann Ray] left. "Hello," he said.', ("he", "Hello,")) == [None]


def test_a_speaker_the_model_did_not_name() -> None:
    text = 'In court [P Ann Ray] wept. "No," said Bertrand Nwachukwu, a lawyer.\n"Never," he added.'
    said = [("Bertrand Nwachukwu, a lawyer", "No,"), ("he", "Never,")]
    found = annotate(text, *said)
    assert [quote.name for quote in found.quotes] == ["Bertrand Nwachukwu"] * 2
    assert "Bertrand Nwachukwu" in {entity.name for entity in found.entities}


def test_transcripts() -> None:
    text = "[P Chris Talwar] met [P Ann Ray].\nTALWAR: Is it open?\nRAY: It is."
    assert speakers(text, ("TALWAR", "Is it open?"), ("RAY", "It is.")) == [
        "Chris Talwar",
        "Ann Ray",
    ]


def test_a_headline_is_no_part_of_the_telling() -> None:
    text = (
        "[P Karl Lund] Calls Rival Otto a Crook\n"
        'Gov. [P Ada Brandt] was attacked on Monday. "Fine," she said.'
    )
    assert speakers(text, ("she", "Fine,")) == ["Ada Brandt"]


def test_the_index_names_the_same_entity() -> None:
    found = annotate('[P Ann Ray] sat down. "So," she said.', ("she", "So,"))
    (quote,) = found.quotes
    assert quote.entity is not None
    assert found.entities[quote.entity].name == quote.name == "Ann Ray"


def test_a_person_in_apposition_behind_the_speaker() -> None:
    text = '[P Ann Ray] left. "I asked to sit down," said one of them, [P Otto Brandt].'
    assert speakers(text, ("one of them", "I asked to sit down,")) == ["Otto Brandt"]


def test_a_body_in_apposition() -> None:
    text = "A residents' group, [O Clear Oss], said that it had instructed lawyers."
    assert speakers(text, ("A residents' group, Clear Oss,", "that it had instructed lawyers")) == [
        "Clear Oss"
    ]


def test_a_paragraph_that_leads_in_to_speech() -> None:
    text = (
        '"I am not here to hide," [P Otto Brandt] said.\n'
        "Then [P Ann Ray], a teacher, took the microphone. She had brought a jug.\n"
        '"My daughter goes to school here too."'
    )
    said = [
        ("Otto Brandt", "I am not here to hide,"),
        (None, "My daughter goes to school here too."),
    ]
    assert speakers(text, *said) == ["Otto Brandt", "Ann Ray"]


def test_a_vocative_is_not_the_words_for_the_speaker() -> None:
    text = (
        '[P Otto Brandt] sat down. "One," [P Ann Ray] said.\n'
        '"You took the boat, Mr. [P Brandt], and never brought it back."'
    )
    bare, names = unmark(text)
    first, second = bare.index("One,"), bare.index("You took")
    ann, brandt = bare.index("Ann Ray"), bare.index("Brandt", second)
    said = (
        Attribution(((first, first + 4),), None, (ann, ann + 7), "direct"),
        Attribution(((second, len(bare) - 1),), None, (brandt, brandt + 6), "direct"),
    )
    _, quote = resolve(Analysis(bare, names, said)).quotes
    assert quote.speaker is None
    assert quote.name == "Ann Ray"


def test_a_place_does_not_speak_on() -> None:
    text = '"Come over," it says on a board in [L Saltholm].\n"We have sand, and the sea is warm."'
    said = [("Saltholm", "Come over,"), ("Saltholm", "We have sand, and the sea is warm.")]
    found = annotate(text, *said).quotes
    assert found[1].name is None


EXAMINED = """[P Ada Marsh], who kept the keys, came next. {lead}
Q. Was the door locked?
A. It was when I left.
Q. And later on?
A. The night porter told me that it stood open.
"""


@pytest.mark.parametrize(
    ("lead", "asks"),
    [
        ("She was questioned by [P Bo Lind] about the door:", "Bo Lind"),
        ("[P Bo Lind], for the bank, cross-examined her:", "Bo Lind"),
        ("She told the court this:", None),
    ],
)
def test_an_answer_is_the_witness_s(lead: str, asks: str | None) -> None:
    text, names = unmark(EXAMINED.format(lead=lead))
    said = (
        Attribution((match.span(2),), match.span(1), None, "direct")
        for match in re.finditer(r"^[QA](\.) (.+)$", text, re.M)
    )
    found = resolve(Analysis(text, names, tuple(said)))
    assert [quote.name for quote in found.quotes] == [asks, "Ada Marsh"] * 2
    assert "Q" not in [entity.name for entity in found.entities]


def test_a_prosecutor_asks_and_a_witness_without_a_name_stays_without() -> None:
    text, names = unmark(
        "The prosecutor, [P Bo Lind], then came to the lock.\nQ. Was it shut?\nA. I left it so.\n"
    )
    said = (
        Attribution((match.span(2),), match.span(1), None, "direct")
        for match in re.finditer(r"^[QA](\.) (.+)$", text, re.M)
    )
    found = resolve(Analysis(text, names, tuple(said)))
    assert [quote.name for quote in found.quotes] == ["Bo Lind", None]


def test_who_is_told_of_and_then_named_is_the_subject() -> None:
    text = '"No," said [P Len Ackroyd].\nHis grandson [P Jake], 12, left. "Yes," he said.'
    assert speakers(text, ("Len Ackroyd", "No,"), ("he", "Yes,")) == ["Len Ackroyd", "Jake"]


@pytest.mark.parametrize("who", ["she", "the minister"])
def test_whoever_asks_does_not_answer(who: str) -> None:
    text = f'[P Ann Ray] was late. Asked by [P Lena Ward] why she was, {who} said: "Traffic."'
    assert speakers(text, (who, "Traffic.")) == ["Ann Ray"]
    alone = f'Asked by [P Lena Ward] whether she had slept, {who} said: "Not a wink."'
    assert speakers(alone, (who, "Not a wink.")) == [None]


def test_a_form_of_address_stands_before_a_name_in_apposition() -> None:
    text = '"We read it in the paper," said another, Mrs [P Edna Firth]. The council denies it.'
    assert speakers(text, ("another", "We read it in the paper,")) == ["Edna Firth"]


@pytest.mark.parametrize(
    ("who", "pronoun", "name"),
    [
        ("A senior official", "he", None),
        ("A spokesman for [P Otto Lund]", "he", None),
        ("The lawyer who came", "she", None),
        ("A spokeswoman", "he", "Otto Lund"),
        ("His brother", "he", None),
        ("Through his agent", "he", "Otto Lund"),
    ],
)
def test_a_pronoun_goes_on_with_somebody_without_a_name(
    who: str, pronoun: str, name: str | None
) -> None:
    said = f'said that [P Lund] was late. "Call it a stroll," {pronoun} said.'
    text = f"[P Otto Lund] left with [P Ann Ray]. {who} {said}"
    first = (unmark(who)[0], "that Lund was late")
    assert speakers(text, first, (pronoun, "Call it a stroll,"))[1] == name


def test_a_pronoun_is_not_whoever_asked() -> None:
    text, names = unmark(
        "[P Otto Lund] left. One reporter asked whether it was late. “Not at all,” he said."
    )
    asked = Attribution(
        (at(text, "whether it was late"),), at(text, "asked"), at(text, "One reporter"), "indirect"
    )
    said = Attribution((at(text, "Not at all,"),), at(text, "said"), at(text, "he"), "direct")
    found = resolve(Analysis(text, names, (asked, said)))
    assert [quote.name for quote in found.quotes] == [None, "Otto Lund"]
