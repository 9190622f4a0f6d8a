"""Kinds of names: what their words, their surroundings and the whole text tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.analysis import Analysis, Name
from reader.language.resolution import events, offices, resolve, surroundings
from reader.language.resolution.wording import kind_by_words
from reader.news import EntityKind
from tests.language.resolution.marked import entities, speakers


def kinds(marked: str) -> dict[str, str]:
    return {name: entity.kind for name, entity in entities(marked).items()}


@pytest.mark.parametrize(
    ("name", "given_kind", "kind"),
    [
        ("Tarnfoot Bridge", "organisation", "place"),
        ("Quarry Lane", "organisation", "place"),
        ("Mount Hesper", "person", "place"),
        ("Lake Bell", "person", "person"),
        ("Robert Bridge", "person", "person"),
        ("Ann Hill", "person", "person"),
        ("Voting Rights Act", "organisation", "work"),
        ("Halvard Prize", "organisation", "work"),
        ("Treaty of Marrow Bay", "organisation", "work"),
        ("Operation Lantern", "organisation", "work"),
        ("Skerrow Ferry Massacre", "organisation", "event"),
        ("Pollan Foods", "person", "organisation"),
        ("Norrline Ferries", "place", "organisation"),
        ("Duchess of Pollan", "organisation", "person"),
        ("Odo V. Brightwater", "person", "person"),
        ("Brightwater v. Skerrow", "person", "work"),
        ("Brightwater vs Skerrow", "organisation", "work"),
        ("Neighbours for Pollan", "person", "organisation"),
        ("Marrow Bay School District", "organisation", "organisation"),
        ("Wall Street Journal", "organisation", "organisation"),
        ("Downing Street", "place", "place"),
        ("MS Pollan", "organisation", "work"),
        ("MS Pollan", "person", "person"),
        ("HMS Pollan", "person", "work"),
    ],
)
def test_the_words_of_a_name(name: str, given_kind: EntityKind, kind: EntityKind) -> None:
    assert kind_by_words(name, given_kind) == kind


@pytest.mark.parametrize(
    "event",
    [
        "2019 Ruritanian general election",
        "2015 Labour Party leadership election",
        "2014 Scottish independence referendum",
        "Ruritanian federal election, 1997",
        "Battle of Marrow",
        "Hurricane Odessa",
        "COP31",
        "World War II",
    ],
)
def test_events_that_are_named_by_rule(event: str) -> None:
    text = f"Nobody forgot the {event} in a hurry."
    (name,) = events.find(text)
    assert (text[name.start : name.end], name.kind) == (event, "event")


@pytest.mark.parametrize(
    "text",
    [
        "The 2024 U.S. presidential election was close.",
        "She won the election in 2019.",
        "In 2019 the election was held in May.",
        "Three elections, 2019 among them, were lost.",
    ],
)
def test_no_election_by_name(text: str) -> None:
    assert events.find(text) == []


@given(st.text(alphabet="A1 9-’.,aelction2019of", max_size=300))
def test_events_lie_in_the_text(text: str) -> None:
    for name in events.find(text):
        assert 0 <= name.start < name.end <= len(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shares in <Calderon> fell.", "organisation"),
        ("Ann Ray, chief executive of <Calderon>, left.", "organisation"),
        ("<Calderon>'s shareholders agreed.", "organisation"),
        ("<Calderon>, a software company, is hiring.", "organisation"),
        ("The governing <Calderon> party lost.", "organisation"),
        ("<Calderon>, the union's general secretary, left.", None),
        ("<Calderon>, a company director, left.", None),
        ("They live in the town of <Calderon> now.", "place"),
        ("<Calderon>, a port city, was flooded.", "place"),
        ("CALDERON, Nov 6 (Meridian Wire) – <It> rained.", None),
        ("<CALDERON>, Nov 6 (Meridian Wire) – It rained.", "place"),
        ("<CALDERON> (AP) — It rained.", "place"),
        ("<Calderon>, 43, is a nurse.", "person"),
        ("<Calderon>, who is a nurse, left.", "person"),
        ("<Calderon> left.", None),
    ],
)
def test_surroundings(text: str, kind: EntityKind | None) -> None:
    start = text.index("<")
    end = text.index(">") - 1
    bare = text.replace("<", "").replace(">", "")
    assert surroundings.sign(bare, start, end) == kind


def test_a_sign_beside_one_mention_tells_for_all() -> None:
    found = kinds(
        "[P Calderon] declined to comment. Shares in [P Calderon] fell. [P Calderon] sank."
    )
    assert found == {"Calderon": "organisation"}


def test_where_something_is_said_to_be_is_a_place() -> None:
    found = kinds(
        "A park in [P Vellano] was closed. [P Vellano] is small. It rained in [P Vellano]."
    )
    assert found == {"Vellano": "place"}


def test_a_titled_person_is_nowhere() -> None:
    found = kinds("Mr [P Vellano] spoke. Trust in [P Vellano] is low. [P Vellano] smiled.")
    assert found == {"Vellano": "person"}


def test_islands_stand_behind_on() -> None:
    found = kinds(
        "The [O Skerrow] ferries stopped. People on [P Skerrow] wait. A nurse on [P Skerrow] left."
    )
    assert found == {"Skerrow": "place"}


def test_pressure_on_somebody_makes_no_island() -> None:
    assert kinds("Pressure on [P Ruto] grew. An attack on [P Ruto] failed.") == {"Ruto": "person"}


def test_a_ship_is_nobody() -> None:
    assert kinds("The [P Guillemot] sailed at noon. Then the [P Guillemot], late, came back.") == {
        "Guillemot": "work"
    }


def test_a_family_name_behind_the_is_still_a_person() -> None:
    found = kinds("[P Ann Ray] ran. The [P Ray] campaign was short. [P Ray] won.")
    assert found == {"Ann Ray": "person"}


def test_the_whole_name_settles_its_parts() -> None:
    found = entities("[P Pollan Foods] is growing. [P Pollan] said so.")
    assert {name: entity.kind for name, entity in found.items()} == {"Pollan Foods": "organisation"}
    assert found["Pollan Foods"].aliases == ("Pollan",)


def test_a_place_in_a_bodys_name_stays_a_place() -> None:
    found = kinds(
        "[L Socora] is dry. [L Socora] is far. The [O Socora Tribune] says so. [L Socora] waits."
    )
    assert found == {"Socora": "place", "Socora Tribune": "organisation"}


def test_a_university_is_not_its_town() -> None:
    found = kinds("The [O University of Ellerdale] is old. [L Ellerdale] is older.")
    assert found == {"University of Ellerdale": "organisation", "Ellerdale": "place"}


def test_a_manager_with_a_title_is_a_person() -> None:
    assert kinds("City manager [O Pep Ardizzone] was pleased.") == {"Pep Ardizzone": "person"}


def test_the_club_by_its_last_word() -> None:
    found = entities(
        "[O Ellerdale United] lost. [L United] were poor. [O Real Madrid] won, as [O Madrid] do."
    )
    assert {name: len(entity.mentions) for name, entity in found.items()} == {
        "Ellerdale United": 2,
        "Real Madrid": 2,
    }


@pytest.mark.parametrize(
    "text",
    [
        "The [P Senators] rose.",
        "[O Transport] Secretary [P Ann Ray] rose.",
        "The [O AI] of [P Ann Ray] rose.",
        "[P Congressmen] met [P Ann Ray].",
    ],
)
def test_titles_and_common_capitals_are_no_names(text: str) -> None:
    assert set(kinds(text)) <= {"Ann Ray"}


def test_both_parts_of_a_name_are_one() -> None:
    assert set(kinds("That was [P Krishna] [P Guru-Lal] of the news.")) == {"Krishna Guru-Lal"}
    assert set(kinds("The mediator, [P Olufe] Bankole-Hart, spoke.")) == {"Olufe Bankole-Hart"}


def test_two_surnames_make_a_firm() -> None:
    assert kinds("Analysts at [P Tern] & [P Pollard] agreed.") == {"Tern & Pollard": "organisation"}


def test_a_verb_in_a_headline_is_no_surname() -> None:
    found = kinds("What [P Meghan Said] About Her Palace Years\n[P Meghan] spoke on Tuesday.")
    assert found == {"Meghan": "person"}


def test_a_dateline_in_capitals_is_shown_as_a_name() -> None:
    assert kinds("[L SEOUL] — It rained on Monday.") == {"Seoul": "place"}


def test_the_hague_keeps_its_article() -> None:
    assert kinds("They met in The [L Hague] on Monday.") == {"The Hague": "place"}


def test_a_product_is_no_body() -> None:
    assert kinds("[O ChatGPT] answered. [O OpenAI] was glad.") == {
        "ChatGPT": "work",
        "OpenAI": "organisation",
    }


def test_a_surname_in_the_lists_needs_a_vote() -> None:
    assert kinds("[P Dell] said no.") == {"Dell": "person"}
    assert kinds("[O Dell] said no.") == {"Dell": "organisation"}


def test_the_who_is_no_pronoun() -> None:
    names = speakers(
        "Dr [P Amy Poe] of the [O World Health Organization] spoke. The [O WHO] said cases fell.",
        ("WHO", "cases fell"),
    )
    assert names == ["World Health Organization"]


def test_a_governor_speaks_for_himself() -> None:
    names = speakers(
        "[O Bank of England] Governor [P Andrew Bailey] said it would fall.",
        ("Bank of England Governor Andrew Bailey", "it would fall"),
    )
    assert names == ["Andrew Bailey"]


def test_a_role_does_not_run_back_over_another_person() -> None:
    found = entities("Prime Minister [P Ann Ray] and Defence Minister [P Bo Lind] spoke.")
    assert found["Bo Lind"].role == "Defence Minister"
    assert found["Ann Ray"].role == "Prime Minister"


def test_the_president_is_not_one_of_his_sons() -> None:
    found = entities(
        "[P Hal Trumble Jr.] and [P Eric Trumble] spoke. President [P Trumble] watched. "
        "Mr. [P Trumble]'s daughter did not come."
    )
    assert {name: len(entity.mentions) for name, entity in found.items()} == {
        "Hal Trumble Jr.": 1,
        "Eric Trumble": 1,
        "Trumble": 2,
    }


def test_a_doubted_body_is_the_place_or_the_person_that_everybody_knows() -> None:
    assert kinds("[P Joe Biden] left. [O Texas] sued.") == {
        "Joe Biden": "person",
        "Texas": "organisation",
    }
    text = "Aides of Biden met in Texas, but Calderon did not."
    found = resolve(
        Analysis(
            text,
            tuple(
                Name(at, at + len(word), "organisation", 0.6)
                for word, at in (
                    (word, text.index(word)) for word in ("Biden", "Texas", "Calderon")
                )
            ),
            (),
        )
    )
    assert {e.name: e.kind for e in found.entities} == {
        "Biden": "person",
        "Texas": "place",
        "Calderon": "organisation",
    }


def test_halves_of_a_bodys_name_are_one() -> None:
    found = kinds("The [O Harbour] and [O Justice Party] met the [O UN] and [O Hall Party].")
    assert set(found) == {"Harbour and Justice Party", "UN", "Hall Party"}
    found = kinds("The [O Harbour Aid] and [O Justice Party] met.")
    assert set(found) == {"Harbour Aid", "Justice Party"}


def test_a_realm_is_one_place() -> None:
    assert kinds("The [L Kingdom] of [L Marrow] is small.") == {"Kingdom of Marrow": "place"}


def test_a_firm_that_is_called_so_keeps_its_possessive() -> None:
    found = kinds("[O Macy's] closed shops. [O Boeing's] did not. So did [O Wendy]'s.")
    assert set(found) == {"Macy's", "Boeing", "Wendy's"}


def test_a_first_name_taken_for_a_place_belongs_to_its_surname() -> None:
    assert kinds("That was [L Chelsea] [P Vellano] on stage.") == {"Chelsea Vellano": "person"}


@pytest.mark.parametrize(
    "credit",
    [
        "[P Jane Porter] reported from [L Skerrow]. [P Sam Obi] contributed from [L Marrow].",
        "[O Wire] writer [P Kim Hale] in [L Marrow] contributed to this report.",
        "© 2025 [O The Marrow Wire]. All rights reserved.",
    ],
)
def test_who_reported_is_not_reported_on(credit: str) -> None:
    assert set(kinds(f"[P Ann Ray] left on Monday. [P Ray] was glad.\n{credit}")) == {"Ann Ray"}


def test_a_headline_verb_belongs_to_no_body() -> None:
    found = kinds("Live News: [O Senate Votes] on Funding Bill Today\nThe [O Senate] voted.")
    assert found == {"Senate": "organisation"}


def test_a_portfolio_of_two_words_is_no_body() -> None:
    assert set(kinds("[O Shadow Health] Secretary [P Ann Ray] rose.")) == {"Ann Ray"}


def test_plain_nouns_and_directions_are_no_part_of_a_name() -> None:
    found = kinds("In [L western Marrow] and [L Pollan state] the [O Skerrow Front group] met.")
    assert found == {"Marrow": "place", "Pollan": "place", "Skerrow Front": "organisation"}


def test_people_who_share_a_firms_name() -> None:
    assert kinds("[P John Lewis] marched. Later [P John Lewis] spoke.") == {"John Lewis": "person"}
    assert kinds("[O John Lewis] opened a shop.") == {"John Lewis": "organisation"}


def test_a_case_at_law_is_nobody() -> None:
    assert kinds("[P Plessy v. Halvard] was overturned.") == {"Plessy v. Halvard": "work"}


def test_words_of_the_page_are_no_names() -> None:
    assert kinds("[P Clarification]: [O Election] news from [O Media].") == {}


def test_a_firm_goes_on_to_the_word_for_what_it_does() -> None:
    found = entities("A judge ordered [O Calder] Solvents to stop. [P Calder] will obey.")
    assert found["Calder Solvents"].aliases == ("Calder",)


def test_a_body_of_two_unknown_words() -> None:
    assert kinds("It was sought by [O Clear] [P Oss], which sued.") == {"Clear Oss": "organisation"}
    assert set(kinds("It was sought by [O Labour] [P Halloran], he said.")) == {
        "Labour",
        "Halloran",
    }


def test_a_junior_keeps_his_dot() -> None:
    assert set(kinds("President [P Ferdo Marcas Jr]. flew home.")) == {"Ferdo Marcas Jr."}


def test_a_name_that_everybody_knows_speaks_though_it_was_missed() -> None:
    assert speakers("It rained. Trump vowed to stay.", ("Trump", "to stay")) == ["Trump"]


def test_a_person_in_capitals_whom_nobody_is_named_like_is_a_body() -> None:
    found = kinds(
        "Doctors left [P TQRM] in May. [O Calder Clinic] took over what [P TQRM] ran. "
        "[P Ann Quill Moll] signed it; people call her [P AQM]."
    )
    assert found["TQRM"] == "organisation"
    assert found["Ann Quill Moll"] == "person"
    assert found.get("AQM", "person") == "person"


def test_a_known_person_in_capitals_stays_one() -> None:
    assert kinds("Crowds cheered when [P JFK] came by.") == {"JFK": "person"}


def test_capitals_in_a_headline_tell_nothing() -> None:
    found = kinds("MAYOR [P DOONE] OPENS THE NEW BRIDGE TODAY\n\nIt rained.")
    assert list(found.values()) == ["person"]


@pytest.mark.parametrize("title", ["Mr.", "Mrs.", "Ms.", "Ms", "Dame", "Sir"])
def test_mister_makes_a_person(title: str) -> None:
    found = kinds(f"The clinic closed. {title} [O Gao] wept. Later [O Gao] went home.")
    assert found == {"Gao": "person"}
    inside = entities(f"The clinic closed. [O {title} Donhause] wept.")
    assert [(name, entity.kind) for name, entity in inside.items()] == [("Donhause", "person")]


def test_a_body_called_after_somebody_addressed_so_stays_a_body() -> None:
    found = kinds("Mr. [P Ford] drove off. [O Ford] cut jobs, and shares in [O Ford] fell.")
    assert "organisation" in found.values()


def test_a_surname_taken_for_a_place_is_the_persons() -> None:
    found = entities("[P Odile Quarrand] won. [L Quarrand] thanked her aunt. [L Quarrand] left.")
    assert [(name, entity.kind) for name, entity in found.items()] == [("Odile Quarrand", "person")]
    assert len(found["Odile Quarrand"].mentions) == 3


def test_a_place_of_somebodys_surname_where_things_are() -> None:
    found = kinds(
        "[P Odile Quarrand] came home. It rained in [L Quarrand]. In [L Quarrand] shops closed, "
        "and near [L Quarrand] a bridge did."
    )
    assert found["Quarrand"] == "place"


@pytest.mark.parametrize("kind", ["P", "L", "O"])
def test_a_department_called_by_its_first_word(kind: str) -> None:
    found = entities(
        f"The [O State Department] has the letters. [{kind} State] told the court that it knew."
    )
    assert [entity.kind for entity in found.values()] == ["organisation"]
    (row,) = found.values()
    assert len(row.mentions) == 2


def test_a_listed_persons_full_name_is_a_person_whatever_it_was_taken_for() -> None:
    found = entities("[L Elon Musk] posted at noon. [L Musk] did not see the answer.")
    assert [(name, entity.kind) for name, entity in found.items()] == [("Elon Musk", "person")]


def test_a_townlike_surname_hesitantly_taken_for_a_body() -> None:
    found = kinds("Chief Constable [P Odo Guildford] came. [O Guildford] had been the first.")
    assert found == {"Odo Guildford": "person"}


def test_mister_by_itself_and_the_crown_of_a_prince_are_nobody() -> None:
    assert kinds("[O Ms] [O des Cars] agreed with [P Laurence des Cars].") == {
        "Laurence des Cars": "person"
    }
    assert kinds("[O Crown] Prince [P Odo Brightwater] came.") == {"Odo Brightwater": "person"}
    assert kinds("The [O Crown] appealed.") == {"Crown": "organisation"}


@pytest.mark.parametrize(
    "name",
    [
        "Second Circuit",
        "D.C. Circuit",
        "9th Circuit Court of Appeals",
        "Quarrand County Sheriff's Office",
        "Skerrow District Attorney’s Office",
        "U.S. Attorney's Office",
    ],
)
def test_courts_and_offices_that_are_named_by_rule(name: str) -> None:
    found = entities(f"Nobody heard from the {name} on Monday.")
    assert [(shown, entity.kind) for shown, entity in found.items()] == [(name, "organisation")]


@pytest.mark.parametrize(
    "text",
    [
        "When Mayor's Office doors opened, it rained.",
        "The Sheriff's Office was shut.",
        "They watched the Circuit.",
        "The racing Circuit closed.",
    ],
)
def test_what_names_no_office(text: str) -> None:
    assert offices.find(text) == []


@given(st.text(alphabet="’'s OficeMayr D.C1thCircut\n", max_size=80))
def test_offices_lie_within_the_text_in_order(text: str) -> None:
    spans = [(name.start, name.end) for name in offices.find(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_body_that_is_somebodys() -> None:
    found = kinds("[P Odo Brightwater] won. [O Brightwater's White House] was quiet.")
    assert found == {"Odo Brightwater": "person", "White House": "organisation"}
    assert kinds("They ate at [O Brightwater's Diner] twice.") == {
        "Brightwater's Diner": "organisation"
    }
