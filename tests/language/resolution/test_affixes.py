"""What the model takes into names, and things that it takes for names."""

from __future__ import annotations

import pytest

from tests.language.resolution.marked import entities


def _kinds(marked: str) -> dict[str, str]:
    return {name: entity.kind for name, entity in entities(marked).items()}


@pytest.mark.parametrize(
    ("marked", "name", "kind"),
    [
        ("The [O UN) General Assembly] met.", "General Assembly", "organisation"),
        ("[O Harbour Board (HB] met on Monday.", "Harbour Board", "organisation"),
        ("a [O Norrline-sanctioned] ferry", "Norrline", "organisation"),
        ("a [L China-specific] tariff", "China", "place"),
        ("the [O Skerrow-based Council for Tides] met", "Council for Tides", "organisation"),
        ("[P Mariners GK Odo Brightwater] fell.", "Odo Brightwater", "person"),
        ("[P New Tide MP Odo Brightwater] spoke.", "Odo Brightwater", "person"),
        ("[O White House Press] Secretary Ann Ray spoke.", "White House", "organisation"),
        ("[O Key Security Council] members left.", "Security Council", "organisation"),
        ("They flew to St. [L Ansgar] again.", "St. Ansgar", "place"),
        ("[L Delhiites] wore masks.", "Delhiites", "nationality"),
        ("[O House Minority] Leader Odo Brightwater spoke.", "House", "organisation"),
        ("said [O Senate Majority Whip] Odo Brightwater", "Senate", "organisation"),
        ("The [O Nasdaq composite] rose.", "Nasdaq", "organisation"),
        ("to the [O Tide-backing Senate] members", "Senate", "organisation"),
        ("[L Londoners] queued.", "Londoners", "nationality"),
        ("a [W Sikh] temple", "Sikh", "nationality"),
        ("[N Cannabis] was found.", "Cannabis", "work"),
        ("The [O A350] landed.", "A350", "work"),
        ("the [O University of Skerrow biochemist]", "University of Skerrow", "organisation"),
        ("[O Skerrow University department] staff", "Skerrow University", "organisation"),
        ("The [O Tidewater party] won.", "Tidewater party", "organisation"),
        ("the [O Skerrow Coalition] of [L Ohio]", "Skerrow Coalition of Ohio", "organisation"),
        ("the [O Lloyd's of London] bell", "Lloyd's of London", "organisation"),
        ("in the [O Tide Post/] poll", "Tide Post", "organisation"),
        ("[P Ann Ray Productions] made it.", "Ann Ray Productions", "organisation"),
        ("They are in [O Group D.]", "Group D", "organisation"),
        ("a [P Lowe]’s store", "Lowe’s", "organisation"),
        (
            "the [O Ministry of Trade], [O Industry and Energy] said",
            "Ministry of Trade, Industry and Energy",
            "organisation",
        ),
        (
            "the [O U.S. Department of Health] and Human Services said",
            "U.S. Department of Health and Human Services",
            "organisation",
        ),
    ],
)
def test_the_bare_name(marked: str, name: str, kind: str) -> None:
    assert _kinds(marked) == {name: kind}


def test_two_countries_joined_by_a_hyphen() -> None:
    assert _kinds("[L US-China] talks, and [N Israeli-Palestinian] ones") == {
        "US": "place",
        "China": "place",
        "Israeli": "nationality",
        "Palestinian": "nationality",
    }
    assert set(_kinds("The US-China talks of [P Ann Ray] failed.")) == {"US", "China", "Ann Ray"}
    assert set(_kinds("[L Guinea-Bissau] and a [N Korean-American] choir")) == {
        "Guinea-Bissau",
        "Korean-American",
    }


def test_a_body_and_the_country_before_it() -> None:
    assert _kinds("The deal with [O Kazakhstan's Air Skerrow] holds.") == {
        "Kazakhstan": "place",
        "Air Skerrow": "organisation",
    }


def test_a_university_on_an_island_and_a_league_for_children() -> None:
    marked = "[O Skerrow University] on [L Gull Island], and the [O Gull League] for [O Halvard]"
    assert set(_kinds(marked)) == {"Skerrow University", "Gull Island", "Gull League", "Halvard"}


def test_words_made_of_names_name_nobody() -> None:
    assert _kinds("It was called [P Quistmania], a [P Clintonian] art.") == {}


def test_names_that_only_look_joined_stay_whole() -> None:
    marked = "[P Park Seo-hyun] met [P Kim Jong-un] and [P JD Vance] at [O Rolls-Royce]."
    assert set(_kinds(marked)) == {"Park Seo-hyun", "Kim Jong-un", "JD Vance", "Rolls-Royce"}


def test_bodies_in_a_row_are_not_one_ministry() -> None:
    marked = "The [O Department of Justice], [O Norrline] and [O Halvard] agreed."
    assert set(_kinds(marked)) == {"Department of Justice", "Norrline", "Halvard"}


def test_words_that_only_open_a_sentence() -> None:
    marked = (
        "The tuft cells rest. [P Tuft] cells wake. [P Rice] spoke. Later [P Ann Rice] ate rice."
    )
    assert set(_kinds(marked)) == {"Ann Rice"}


def test_a_shop_and_a_person_of_one_name() -> None:
    assert _kinds("[P McDonald]'s opened.") == {"McDonald's": "organisation"}
    assert _kinds("[P Ada McDonald] sang. [P McDonald]'s song won.") == {"Ada McDonald": "person"}


def test_what_nobody_says_which_is_no_row() -> None:
    assert _kinds("Under this [O Administration], the [O Company] grew.") == {}
    assert set(_kinds("[O Halvard Group] grew. The [O Group] is old.")) == {"Halvard Group"}
