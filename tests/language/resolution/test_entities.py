"""Names merged into the entities of one article."""

from __future__ import annotations

import pytest

from tests.language.resolution.marked import entities


def _forms(marked: str) -> dict[str, set[str]]:
    return {name: {name, *entity.aliases} for name, entity in entities(marked).items()}


def test_full_name_surname_and_title() -> None:
    found = entities(
        "Prime Minister [P Idris Vantongeren] met unions. [P Vantongeren] left early. "
        "Mr [P Vantongeren] will be back, said [P Idris Vantongeren]'s office."
    )
    (person,) = found.values()
    assert person.name == "Idris Vantongeren"
    assert len(person.mentions) == 4
    assert person.aliases == ("Vantongeren",)
    assert person.role == "Prime Minister"


def test_first_name_in_a_human_story() -> None:
    found = _forms(
        "[P Teodora Ybarra], 34, lost her shop. [P Teodora] slept in the van. "
        "[P Teo] laughs about it now. [P Ybarra]'s sister [P Luz Ybarra] does not."
    )
    assert found["Teodora Ybarra"] == {"Teodora Ybarra", "Teodora", "Teo", "Ybarra"}
    assert found["Luz Ybarra"] == {"Luz Ybarra"}


def test_two_people_of_one_surname() -> None:
    found = entities(
        "[P Maren Okoye], the senator, opened the fair. [P Okoye] was late. [P Okoye] spoke. "
        "Her brother [P Dunstan Okoye] was not there. Mrs. [P Okoye] left at noon."
    )
    assert set(found) == {"Maren Okoye", "Dunstan Okoye"}
    assert len(found["Maren Okoye"].mentions) == 4


def test_transliterations() -> None:
    (person,) = entities(
        "President [P Volodymyr Zelensky] spoke. [P Zelenskyy] said so. [P Zelenskiy] left."
    ).values()
    assert person.name == "Volodymyr Zelensky"
    assert set(person.aliases) == {"Zelenskyy", "Zelenskiy"}


@pytest.mark.parametrize(
    "text",
    [
        "The [O Harbour Safety Board] ([O HSB]) met. The [O HSB] adjourned.",
        "The [O HSB] ([O Harbour Safety Board]) met. The [O HSB] adjourned.",
        "The [O Harbour Safety Board] met on Monday. Later the [O HSB] adjourned.",
    ],
)
def test_acronym_in_either_order(text: str) -> None:
    (body,) = entities(text).values()
    assert body.name == "Harbour Safety Board"
    assert body.aliases == ("HSB",)


def test_acronym_whose_definition_is_no_name() -> None:
    found = entities(
        "[L Ukraine]'s military intelligence agency ([O HUR]) said so. [O HUR] gave no names."
    )
    assert found["HUR"].aliases == ("Ukraine's military intelligence agency",)
    assert len(found["HUR"].mentions) == 2
    assert "Ukraine" in found


def test_the_united_states_by_all_its_names() -> None:
    found = entities(
        "The [L U.S.] and the [L United States] are one; so is [L America]. [L US] firms agree."
    )
    assert set(found) == {"United States"}
    assert len(found["United States"].mentions) == 4


def test_a_short_form_joins_its_one_long_form() -> None:
    found = _forms(
        "[O Halvard Group] will buy a rival. [O Halvard] said so. The [O U.S. Supreme Court] "
        "was asked; the [O Supreme Court] declined."
    )
    assert found["Halvard Group"] == {"Halvard Group", "Halvard"}
    assert found["U.S. Supreme Court"] == {"U.S. Supreme Court", "Supreme Court"}


def test_near_misses_stay_apart() -> None:
    found = entities(
        "[L Austria] is not [L Australia], [L Niger] not [L Nigeria], and Sen. [P Al Clinton] "
        "not Rep. [P Ed Clifton]."
    )
    assert set(found) == {
        "Austria",
        "Australia",
        "Niger",
        "Nigeria",
        "Al Clinton",
        "Ed Clifton",
    }


def test_one_kind_for_one_surface() -> None:
    found = entities(
        "[O Kharkiv] was quiet. In [L Kharkiv] shops opened. [L Kharkiv] waits. "
        "[P Ada Brandt] came; [O Brandt] stayed."
    )
    assert found["Kharkiv"].kind == "place"
    assert len(found["Kharkiv"].mentions) == 3
    assert len(found["Ada Brandt"].mentions) == 2


def test_a_woman_named_like_a_town() -> None:
    found = entities(
        "[P Odile Paris] has lived in [L Paris] for a year. [P Paris] paints. [L Paris] sings too."
    )
    assert found["Paris"].kind == "place"
    assert len(found["Odile Paris"].mentions) == 3
    assert len(found["Paris"].mentions) == 1


def test_dateline_byline_and_credits_give_no_rows() -> None:
    found = entities(
        "By [P Orla Fennick]\n"
        "[L KYIV], Dec 16 ([O Reuters]) – Shops in [L Kyiv] reopened, [P Danylo Hrab] said.\n"
        "Photo: [P Per Lindqvist]/[O Getty]\n"
        "(Reporting by [P Orla Fennick]; editing by [P Tam Brody])"
    )
    assert set(found) == {"Kyiv", "Danylo Hrab"}
    assert len(found["Kyiv"].mentions) == 2


def test_a_reporter_who_is_the_story_keeps_the_row() -> None:
    found = entities(
        "By [P Orla Fennick]\nThe court freed the reporter [P Orla Fennick] on Monday."
    )
    assert len(found["Orla Fennick"].mentions) == 2


def test_headline_in_capitals() -> None:
    found = entities(
        "[P VANTONGEREN] QUITS AS [O HARBOUR BOARD] SINKS\n"
        "[P Idris Vantongeren] left the [O Harbour Board] on Monday."
    )
    assert set(found) == {"Idris Vantongeren", "Harbour Board"}


def test_capitals_only_are_shown_as_a_name() -> None:
    (person,) = entities("[P GRETA HALVORSEN] WINS AGAIN").values()
    assert person.name == "Greta Halvorsen"


def test_bare_names() -> None:
    found = entities(
        "[P Councilman Ray Petrossian] met [O the Harbour Board]. [P Democrat Ann Lowe]'s "
        "plan, like [P Ray Petrossian's], failed."
    )
    assert set(found) == {"Ray Petrossian", "Harbour Board", "Ann Lowe"}


def test_names_cut_short_are_made_whole() -> None:
    found = entities(
        "The [O Bank] of [L Japan] and the [O Security Service] of [L Ukraine] agree with "
        "[L West Midlands] Police, the [P Brandt] Foundation and [P Laurence] des Cars."
    )
    assert {
        "Bank of Japan",
        "Security Service of Ukraine",
        "West Midlands Police",
        "Brandt Foundation",
        "Laurence des Cars",
    } == set(found)


def test_missed_mentions_are_found() -> None:
    found = entities(
        "[P Idris Vantongeren] arrived. Nobody greeted Vantongeren. Vantongeren Tower is closed. "
        "The [O Harbour Board] met; the Harbour Board left."
    )
    assert len(found["Idris Vantongeren"].mentions) == 2
    assert len(found["Harbour Board"].mentions) == 2


def test_the_role_is_kept() -> None:
    found = entities(
        "[O U.S. State Department] Spokesperson [P Mattias Brown] and [P Ida Lund], the union's "
        "treasurer, disagree with former Senator [P Jo Beck]."
    )
    assert found["Mattias Brown"].role == "U.S. State Department Spokesperson"
    assert found["Ida Lund"].role == "union's treasurer"
    assert found["Jo Beck"].role == "former Senator"


def test_a_slip_of_the_pen() -> None:
    (person,) = entities(
        "“It is late,” said [P Nora Pimes], a pollster. [P Pines] believes so."
    ).values()
    assert person.name == "Nora Pimes"


def test_events() -> None:
    found = entities(
        "Hurricane [P Osgood] hit. [P Osgood] weakened before the [O Lowland Film Festival]."
    )
    assert found["Hurricane Osgood"].kind == "event"
    assert found["Lowland Film Festival"].kind == "event"
    assert len(found) in (2, 3)


def test_nationalities() -> None:
    found = entities("[L Ukrainian] troops and [N Ukrainians] met [N North Korean] officers.")
    assert {name: entity.kind for name, entity in found.items()} == {
        "Ukrainian": "nationality",
        "North Korean": "nationality",
    }
    assert len(found["Ukrainian"].mentions) == 2


def test_two_words_of_one_listed_name() -> None:
    found = entities(
        "[W North] [N Korean] troops left; the [W North] [N Koreans] had come by train. "
        "[W North] [L Korea] was silent. [P Pyongyang] denied it."
    )
    assert {name: entity.kind for name, entity in found.items()} == {
        "North Korean": "nationality",
        "North Korea": "place",
        "Pyongyang": "place",
    }
    assert len(found["North Korean"].mentions) == 2


def test_a_person_named_like_a_town_stays_a_person() -> None:
    found = entities("Mr [P Lincoln] sat down. [P Chelsea Brandt] stood; [P Chelsea] waved.")
    assert found["Lincoln"].kind == "person"
    assert len(found["Chelsea Brandt"].mentions) == 2


def test_bare_titles_are_no_people() -> None:
    found = entities(
        "[P President] [P Ida Lund] spoke. The [P President] left. [P Minister] is no name."
    )
    assert set(found) == {"Ida Lund"}


def test_the_party_is_the_party_named_last() -> None:
    found = entities(
        "The [O Reed Party] and the [O Heron Party] met. The [O Party] split. Then the "
        "[O Reed Party] won; the [O Party] rejoiced."
    )
    assert len(found["Heron Party"].mentions) == 2
    assert len(found["Reed Party"].mentions) == 3


def test_an_acronym_is_no_person_where_a_body_has_its_letters() -> None:
    found = entities("The [L Heron Space Center] opened. The [P HSC] is large. [P HSC] is new.")
    assert set(found) == {"Heron Space Center"}


def test_a_title_is_no_part_of_a_body() -> None:
    found = entities("[O Harbour Board Spokesperson] [P Ida Lund] spoke for the [O Harbour Board].")
    assert set(found) == {"Harbour Board", "Ida Lund"}
    assert found["Ida Lund"].role == "Harbour Board Spokesperson"


def test_known_people_are_whole() -> None:
    assert "Ban Ki-moon" in entities("Secretary General Ban [P Ki-moon] condemned it.")


@pytest.mark.parametrize(
    "union", ["Bakers’ and Millers’ Union", "Bakers', Millers' and Carters' Federation"]
)
def test_a_body_of_several_callings_is_one(union: str) -> None:
    first, _, rest = union.partition(" and ")
    found = entities(f"[P Ann Ray] leads the [O {first[:-1]}]{first[-1]} and [O {rest}] on strike.")
    assert set(found) == {"Ann Ray", union}
    assert found[union].kind == "organisation"


def test_half_the_capitals_of_a_dateline_make_no_rows() -> None:
    found = entities("[L SALT] [L HOLM], Nov 2 (Tide Wire) – [P Ann Ray] left on Monday.")
    assert set(found) == {"Ann Ray"}
    found = entities("[L SALTHOLM], Nov 2 (Tide Wire) – [P Ann Ray] left on Monday.")
    assert set(found) == {"Saltholm", "Ann Ray"}
    found = entities("[L SALTHOLM] (Tide Wire) – [P Ann Ray] left [L Saltholm] on Monday.")
    assert set(found) == {"Ann Ray", "Saltholm"}


def test_who_has_a_chief_executive_is_a_body() -> None:
    found = entities("[P Tarnwick]'s chief executive, [P Ann Ray], said [P Tarnwick] was sold.")
    assert {name: entity.kind for name, entity in found.items()} == {
        "Tarnwick": "organisation",
        "Ann Ray": "person",
    }
    found = entities("[P Bo Lind] resigned. [P Lind]'s chief executive, [P Ann Ray], stayed.")
    assert found["Bo Lind"].kind == "person"


def test_a_short_form_without_its_last_word() -> None:
    found = _forms(
        "Parents of [O Marrow Bay Elementary School] met. [O Marrow Bay Elementary] stays shut. "
        "Children drew ships at the [O Whitney Museum]; [O Whitney] visitors paid nothing."
    )
    assert found["Marrow Bay Elementary School"] >= {"Marrow Bay Elementary"}
    assert found["Whitney Museum"] >= {"Whitney"}


def test_the_same_words_in_another_order() -> None:
    found = _forms(
        "The [O Ministry of Harbours] waited. The [O Harbours Ministry] did not say why. "
        "[O Quarrand University] shut its doors; the [O University of Quarrand] is old."
    )
    assert found["Ministry of Harbours"] == {"Ministry of Harbours", "Harbours Ministry"}
    assert len(found) == 2


def test_a_bay_and_an_airport_without_their_last_word() -> None:
    found = _forms(
        "The camp at [L Skerrin Bay] is full. [L Skerrin] was built for fewer. "
        "[L Tarnhill Airport] closed at nine, and [L Tarnhill] stayed dark."
    )
    assert found["Skerrin Bay"] == {"Skerrin Bay", "Skerrin"}
    assert found["Tarnhill Airport"] == {"Tarnhill Airport", "Tarnhill"}


def test_a_city_is_not_its_airport() -> None:
    found = _forms("Flights to [L Brussels] stopped. [L Brussels Airport] reopened at noon.")
    assert set(found) == {"Brussels", "Brussels Airport"}


def test_the_members_of_a_chamber_are_not_the_chamber() -> None:
    found = _forms("[O Senate Democrats] walked out. The [O Senate] voted without them.")
    assert set(found) == {"Senate Democrats", "Senate"}


def test_a_middle_initial_belongs_to_one_name() -> None:
    found = _forms("It was filed by [P Yulia V.] [P Brightwater], and [P Brightwater] won.")
    assert found == {"Yulia V. Brightwater": {"Yulia V. Brightwater", "Brightwater"}}
