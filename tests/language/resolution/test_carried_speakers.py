"""Whom a pronoun or a piece of writing carries on from the sentences before."""

from __future__ import annotations

import pytest

from reader.language.resolution import writings
from tests.language.resolution.marked import annotate, speakers


def test_an_article_speaks_for_its_outlet_and_it_goes_on() -> None:
    text = (
        "[O The Harbour Gazette] has changed its mind about the pier. Ten years ago a"
        " [O Gazette] editorial called it rubble.\n“Nobody will miss it,” the editorial read.\n"
        "“Least of all the gulls,” it added."
    )
    said = [
        ("a Gazette editorial", "rubble"),
        ("the editorial", "Nobody will miss it,"),
        ("it", "Least of all the gulls,"),
    ]
    assert speakers(text, *said) == ["Harbour Gazette"] * 3


def test_a_page_on_a_site_is_not_the_site() -> None:
    text = "[P Otto Brandt] sails. He is a cook, his [O Boatbook] page said. “Fine,” a friend said."
    assert speakers(text, ("his Boatbook page", "He is a cook")) == [None]


@pytest.mark.parametrize(
    ("words", "printed"), [("a Gazette poll", False), ("Gazette report", True)]
)
def test_what_speaks_by_its_print(words: str, printed: bool) -> None:
    assert writings.printed_by(words) is printed
    assert not writings.printed_by(f"one voter in {words}")


def test_they_are_the_people_without_names_who_spoke_before() -> None:
    text = (
        "[O Marrow Bay Bank] bought the pier. Residents said they were told of it by post."
        " They said the letter was rude."
    )
    said = [("Residents", "they were told of it by post"), ("They", "the letter was rude")]
    assert speakers(text, *said) == [None, None]


def test_it_is_a_subject_of_the_sentence_before_though_named_again_behind_it() -> None:
    text = (
        "[O The Harbour Council] met and struck down five [O Harbour Council] rules.\n"
        "“They were old,” it said."
    )
    assert speakers(text, ("it", "They were old,")) == ["Harbour Council"]


def test_who_is_led_in_with_what_they_are_speaks_next() -> None:
    text = (
        "“We were late,” [P Otto Brandt] said.\n“Very late,” he said.\n"
        "The wait was worse for [P Karl Lund], captain of the second boat.\n"
        "“I slept on the quay,” he said."
    )
    said = [("Otto Brandt", "We were late,"), ("he", "Very late,"), ("he", "I slept on the quay,")]
    assert speakers(text, *said)[2] == "Karl Lund"


def test_people_of_a_cited_passage_speak_in_it() -> None:
    text = (
        "[P Ann Ray] reports:\n"
        '"[P Mary Lund] had kept the light for years. She was proud of it.\n'
        "“I never slept,” she said.\nThe light is out."
    )
    said = [
        ("Ann Ray", "Mary Lund had kept the light for years. She was proud of it."),
        ("she", "I never slept,"),
    ]
    assert speakers(text, *said) == ["Ann Ray", "Mary Lund"]


def test_speech_that_goes_on_is_no_cited_passage() -> None:
    text = (
        "[P Ann Ray] rose.\n“[P Mary Lund] kept the light.\n“She never slept,” she said.\nThe end."
    )
    said = [("Ann Ray", "Mary Lund kept the light."), ("she", "She never slept,")]
    assert annotate(text, *said).quotes[1].name == "Ann Ray"
