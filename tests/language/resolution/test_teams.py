"""Sports copy: places that stand for teams, and what results, tables and line-ups name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.analysis import Analysis
from reader.language.resolution import resolve, results, teams
from tests.language.resolution.marked import unmark


def mentions(marked: str) -> list[tuple[str, str]]:
    """The surface and the kind of each mention of a marked text, in order."""
    text, names = unmark(marked)
    rows = resolve(Analysis(text, names, ())).entities
    found = [(span, row.kind) for row in rows for span in row.mentions]
    return [(text[slice(*span)], kind) for span, kind in sorted(found)]


def test_a_town_that_beats_another_is_a_team() -> None:
    assert mentions("[L Boston] beat [L Toronto] 5-3 on Tuesday in [L Boston].") == [
        ("Boston", "organisation"),
        ("Toronto", "organisation"),
        ("Boston", "place"),
    ]


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("The striker scored twice for [L Edmonton] in the playoff.", ["organisation"]),
        ("He signed from [L Valencia] in the pre-season.", ["organisation"]),
        ("[L Houston] pitcher Hale gave up six wickets.", ["organisation"]),
        ("[L Surrey] drew with [L Kent] after a long innings.", ["organisation", "organisation"]),
        ("[L Barcelona] have a new goalkeeper.", ["organisation"]),
        ("[L Genoa] and [L Parma] meet as [L Parma] lead.", ["organisation"] * 3),
        ("He dropped points at home to [L Bologna].", ["organisation"]),
        ("The trip by [O Bologna] to [L Genoa] was long.", ["organisation", "place"]),
        ("Alton beat unbeaten [L Boston].", ["organisation"]),
        ("They sold him to [L Parma].", ["organisation"]),
        ("They had a bid from [L Parma].", ["organisation"]),
        ("[L Parma] moved top.", ["organisation"]),
        ("[L Genoa] play [L Parma] again.", ["organisation", "organisation"]),
        ("The pitcher flew from [L Houston] to [L Denver].", ["place", "place"]),
        ("The quarterback was born in [L Dallas], [L Texas].", ["place", "place"]),
        ("[L Wales] beat [L Fiji] with a hat-trick.", ["place", "place"]),
        ("[L Houston] won a federal grant; [L Dallas] lost 900 jobs.", ["place", "place"]),
        ("[L Ohio] leads the nation in coal.", ["place"]),
        ("Floods in [L Houston] and [L Dallas] are worse.", ["place", "place"]),
    ],
)
def test_teams_in_sports_copy(marked: str, kinds: list[str]) -> None:
    marked += " Both captains said the season and the match were long."
    found = mentions(marked + " It was a wicket for the midfielder.")
    assert [kind for name, kind in found if name not in ("Hale",)] == kinds


def test_a_town_that_wins_is_a_town_where_nobody_plays() -> None:
    assert mentions("[L Houston] won the right to hold the fair; [L Dallas] lost.") == [
        ("Houston", "place"),
        ("Dallas", "place"),
    ]


def test_results_name_both_teams() -> None:
    text = "Celtic 3 Hibernian 0\n[L Motherwell] 0 West Skerrow Town 2\n[L Italy] 1 [L Fiji] 0"
    assert mentions(text) == [
        ("Celtic", "organisation"),
        ("Hibernian", "organisation"),
        ("Motherwell", "organisation"),
        ("West Skerrow Town", "organisation"),
        ("Italy", "place"),
        ("Fiji", "place"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Voters in [L Iowa] chose. [L Ohio] leads in coal. Mr Ray beat Mr Lund 52-48 and won 9-1.",
        "The Senate voted. [L Texas] beat [L Ohio] 6-3 and [L Ohio] lost 5-4 before.",
    ],
)
def test_counts_of_votes_are_no_scores(text: str) -> None:
    states = ("Iowa", "Ohio", "Texas")
    assert {kind for name, kind in mentions(text) if name in states} == {"place"}


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("[L Texas] 25 29 16\n[L Ohio] 11 11 4\n[L Maine] 18 21 15", "place"),
        (
            "[L Texas] 25 29 16\n[L Ohio] 11 11 4\n[L Maine] 18 21 15\nIt was a wicket",
            "organisation",
        ),
        ("[L Texas] 25 10 .714\n[L Ohio] 11 11 .500\n[L Maine] 1 2 .333", "organisation"),
    ],
)
def test_tables_are_of_teams_where_games_are_counted(rows: str, kind: str) -> None:
    assert {found for _, found in mentions(rows)} == {kind}


def test_rows_of_a_table_name_teams() -> None:
    table = "[L Dundee] 12 5 3 4 18 17 18\nHearts 12 4 4 4 15 15 16\n3. [L Perth] 12 4 3 5 12 19 15"
    assert {kind for _, kind in mentions(table)} == {"organisation"}
    assert len(mentions(table)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Arsenal 2 Chelsea 1",
        "April 12 May 13\nJune 9 July 2",
        "In 2021 he came; in 2024 he left\nSo 12 Dozen 3 Eggs",
    ],
)
def test_one_line_or_dates_are_no_results(text: str) -> None:
    assert results.teams(text) == frozenset()


def test_fixtures_name_both_teams() -> None:
    lines = (
        "[L SEATTLE] AT [L BOSTON]\n[L Texas] at [L Toronto], 7:05 p.m.\n[L Genoa] v Skerrow Town"
    )
    assert {kind for _, kind in mentions(lines)} == {"organisation"}
    assert len(mentions(lines)) == 6
    assert results.teams("She lived in Boston at Home\nAnn at Work") == frozenset()
    assert results.teams("Ann Ray v Georgia\nOhio v Otto Lund") == frozenset()


def test_numbers_before_players() -> None:
    lineup = "1-Ugo [P Brandt]; 2-Paolo [P Serri], 10-Khvicha Tavadze (21-[L Enzo] Galli)"
    assert mentions(lineup) == [
        ("Ugo Brandt", "person"),
        ("Paolo Serri", "person"),
        ("Khvicha Tavadze", "person"),
        ("Enzo Galli", "person"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The 10-Year Treasury Note fell and the 30-Year Treasury Bond rose.",
        "1. Winter Light (Norway)\n2. Night Train (Japan)\n3. Blue River (Brazil)",
    ],
)
def test_what_is_named_as_nobody_is_is_no_player(text: str) -> None:
    assert not any(name.kind == "person" for name in results.found(text))


def test_a_summary_names_teams_and_scorers() -> None:
    text = "Skerrow Rovers 2 ([O Ruiz] 12, [L Otto Brandt] 90+1) [L Pollan] 1 (Lind 67-penalty)."
    assert mentions(text) == [
        ("Skerrow Rovers", "organisation"),
        ("Ruiz", "person"),
        ("Otto Brandt", "person"),
        ("Pollan", "organisation"),
        ("Lind", "person"),
    ]


def test_who_is_listed_with_a_country_is_a_person() -> None:
    lines = (
        "1. [L Dominik Paris] ([L Italy]) 1:58\n2. [L Ola Brisk] (Norway)\n3. Uwe Gans (Austria)"
    )
    people = [name for name, kind in mentions(lines) if kind == "person"]
    assert people == ["Dominik Paris", "Ola Brisk", "Uwe Gans"]
    places = "1. San Rosario (Italy)\n2. Costa Vela (Norway)"
    assert not any(kind == "person" for _, kind in mentions(places))


@pytest.mark.parametrize(
    "text",
    ["Sales 12 Costs 13\nCoal 2 Gas 4", "Sales 12 13 14\nCosts 11 4 5\nProfit 3 2 2"],
)
def test_figures_of_nobody_known_name_no_teams(text: str) -> None:
    assert results.teams(text) == frozenset()


def test_a_scorecard_names_batsmen_and_bowlers() -> None:
    card = (
        "Abid Qureshi c [P Carey b Cummins] 62\nAzam lbw b [L Lyon] 31\n"
        "[O Starc] 14-2-41-0, Bell 3-0-9-0"
    )
    assert mentions(card) == [
        (name, "person")
        for name in ("Abid Qureshi", "Carey", "Cummins", "Azam", "Lyon", "Starc", "Bell")
    ]


def test_a_team_goes_by_its_town() -> None:
    marked = "[O Boston Red Sox] pitcher Hale tired, and [L Boston] lost 5-3 in [L Boston]."
    text, names = unmark(marked)
    rows = resolve(Analysis(text, names, ())).entities
    found = {(row.name, row.kind): len(row.mentions) for row in rows}
    assert found == {("Boston Red Sox", "organisation"): 2, ("Boston", "place"): 1}


@given(st.text(alphabet="AbC 0123-.,\n\t()", max_size=400))
def test_any_lines_are_read(text: str) -> None:
    for start, end in results.teams(text):
        assert text[start:end].strip() == text[start:end] != ""
    assert isinstance(teams.is_sport(text), bool)
