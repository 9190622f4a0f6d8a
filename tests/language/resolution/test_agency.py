"""Names as agencies write them: headlines in capitals, captions, ships, initials, definitions."""

from __future__ import annotations

import pytest

from reader.language.analysis import Analysis, Name
from reader.language.resolution import resolve
from reader.news import EntityKind
from tests.language.resolution.marked import entities, unmark


def mentions(marked: str, score: float = 0.95) -> list[tuple[str, str]]:
    """The surface and the kind of each mention of a marked text, in order."""
    text, names = unmark(marked)
    names = tuple(Name(name.start, name.end, name.kind, score) for name in names)
    rows = resolve(Analysis(text, names, ())).entities
    rows = tuple(row for row in rows if row.kind != "date")
    found = [(span, row.kind) for row in rows for span in row.mentions]
    return [(text[slice(*span)], kind) for span, kind in sorted(found)]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("[O SOCCER-SKERROW UNITED] TO SELL", [("SKERROW UNITED", "organisation")]),
        ("[L IRAQ-KURDISH] GROUP SAYS", [("IRAQ", "place"), ("KURDISH", "nationality")]),
        (
            "[O Group G — Belgium] 3 – 0 [L Panama]",
            [("Group G", "organisation"), ("Belgium", "place"), ("Panama", "place")],
        ),
        ("[P Ann Ray Image]: Odo Post", [("Ann Ray", "person")]),
        ("In the [L State of] [L Texas] it rained.", [("State of Texas", "place")]),
        ("[L T.J.] [P Oduya] paid.", [("T.J. Oduya", "person")]),
        ("[L U.S.] [P Oduya] paid.", [("U.S.", "place"), ("Oduya", "person")]),
        (
            "At the [L Ohio Rail] and [O Ferry Center] it rained.",
            [("Ohio Rail and Ferry Center", "organisation")],
        ),
        ("The [O MV Tasrif] sank.", [("MV Tasrif", "work")]),
        (
            "The [O MV Tasrif] sank; [L Tasrif] was old.",
            [("MV Tasrif", "work"), ("Tasrif", "work")],
        ),
        ("[O Bowling:] [P Starc] led.", [("Starc", "person")]),
        ("The cruise ship [O Petrelle] sank; [L Petrelle] was old.", [("Petrelle", "work")] * 2),
        (
            "The [L Mover] 5 [L Stele] ([O M5S]) won.",
            [("Mover 5 Stele", "organisation"), ("M5S", "organisation")],
        ),
        (
            "The [O Marrow People]'s [O Salt Movement] ([O MPSM]) won.",
            [("Marrow People's Salt Movement", "organisation"), ("MPSM", "organisation")],
        ),
        ("The [O USS] [P Ann Ray] sailed.", [("USS Ann Ray", "work")]),
        (
            "[O Brightnet and Channel 4] agreed.",
            [("Brightnet", "organisation"), ("Channel 4", "organisation")],
        ),
        ("He told the [O Senate of leaks].", [("Senate", "organisation")]),
        ("[P SKERROWTOWN] (AFP) - It rained.", [("SKERROWTOWN", "place")]),
        ("SKERROW/[O POLLAN], May 3 - It rained.", [("SKERROW", "place"), ("POLLAN", "place")]),
        ("[O SKERROW] 2024-05-03\nIt rained.", [("SKERROW", "place")]),
        ("[P MILAN] - It rained.", [("MILAN", "place")]),
        ("Three [P Wheat] fields. [P Wheat] fell.", []),
        ("[O UNITED NATIONS], May 3 - It rained.", [("UNITED NATIONS", "organisation")]),
        (
            "The [O Social Salt and] [O Lake Party] won.",
            [("Social Salt and Lake Party", "organisation")],
        ),
        (
            "The [O Salt Party and] [O Lake Party] won.",
            [("Salt Party", "organisation"), ("Lake Party", "organisation")],
        ),
        ("The [O Salt Action of] [L Croatia] won.", [("Salt Action of Croatia", "organisation")]),
        (
            "[O Costa Salt Inc of] [L Toronto] won.",
            [("Costa Salt Inc", "organisation"), ("Toronto", "place")],
        ),
        (
            "The [O Modest Liberal Democrats] won, and the [O Modest Liberal] Democrats lost.",
            [("Modest Liberal Democrats", "organisation")] * 2,
        ),
        (
            "A [O Liberal Democrats Ann Ray] leaflet.",
            [("Liberal Democrats", "organisation"), ("Ann Ray", "person")],
        ),
        ("So Son [P Heung-min] sang.", [("Son Heung-min", "person")]),
        ("Tropical storm [L Bettina] came.", [("Bettina", "event")]),
        ("The [O OPEC]+ group met.", [("OPEC+", "organisation")]),
        (
            "[O Amnesty International and UNICEF] wrote.",
            [("Amnesty International", "organisation"), ("UNICEF", "organisation")],
        ),
        (
            "A [O American Airlines Boeing] landed.",
            [("American Airlines", "organisation"), ("Boeing", "organisation")],
        ),
        ("[O Pell Motor Co]. said so.", [("Pell Motor Co.", "organisation")]),
        ("It sold [O Pell Motor Co].\nNobody knew.", [("Pell Motor Co", "organisation")]),
        ("[O Pell Services], Inc. said so.", [("Pell Services, Inc.", "organisation")]),
        ("[O Pell] Co-owners met.", [("Pell", "organisation")]),
        ("A man of Ashby, [L Okla]., sang.", [("Okla.", "place")]),
        (
            "The 7th [O U.S. Circuit Court] ruled.",
            [("7th U.S. Circuit Court", "organisation")],
        ),
        ("A 7th [O Skerrow Foods] shop.", [("Skerrow Foods", "organisation")]),
        (
            "BRANDVIK TO BUY PELL FROM LIND\n[O Brandvik] wrote to Pell; [O Brandvik] waits.",
            [("BRANDVIK", "organisation"), *[("Brandvik", "organisation")] * 2],
        ),
        (
            "It went to [O Skerrow Appeals]. Linn County Sheriff's Office paid.",
            [("Skerrow Appeals", "organisation"), ("Linn County Sheriff's Office", "organisation")],
        ),
        ("The daily [P Yeni Skerrow] said so.", [("Yeni Skerrow", "organisation")]),
    ],
)
def test_names_of_agency_copy(marked: str, found: list[tuple[str, str]]) -> None:
    assert mentions(marked) == found


def test_a_woman_of_a_towns_name() -> None:
    marked = (
        "[L Valda Paris], an Australian woman, was there. [L Paris] was eighteen. [L Paris] said "
        "that she was afraid."
    )
    assert mentions(marked) == [
        ("Valda Paris", "place"),
        ("Paris", "place"),
        ("Paris", "place"),
    ]
    assert mentions(marked.replace("[L Valda", "[P Valda")) == [
        ("Valda Paris", "person"),
        ("Paris", "person"),
        ("Paris", "person"),
    ]
    there = marked.replace("[L Valda", "[P Valda") + " She had been in [L Paris]."
    assert mentions(there)[-1] == ("Paris", "place")


def test_what_follows_a_name_tells_a_person() -> None:
    marked = "[P Tolo Brisk] is here. [L Tolo Brisk], a young teacher from Skerrow, sang."
    assert {kind for _, kind in mentions(marked)} == {"person"}


@pytest.mark.parametrize(
    ("marked", "score", "kind"),
    [
        ("[O Annie Brisk] screens were shown.", 0.8, "person"),
        ("[O Annie Brisk] screens were shown.", 0.99, "organisation"),
        ("Shares in [O Annie Brisk] rose.", 0.8, "organisation"),
        ("The [O Annie Brisk] is a bar.", 0.8, "organisation"),
        ("[O Annie Hook Elementary] screens were shown.", 0.8, "organisation"),
        ("[O Annie Stores] screens were shown.", 0.8, "organisation"),
        ("[O Buddhist Voice] screens were shown.", 0.8, "organisation"),
        ("Work at [O Dallas] goes on.", 0.85, "place"),
    ],
)
def test_a_doubtful_body(marked: str, score: float, kind: EntityKind) -> None:
    assert [found for _, found in mentions(marked, score)] == [kind]


@pytest.mark.parametrize(
    ("marked", "row"),
    [
        ("[L South Korea] drew; [L Korea Republic] led.", "South Korea"),
        ("[O Skerrow.com] and [O Skerrow] agree.", "Skerrow.com"),
        ("The [O 9th Legion] marched. The [O Legion] won.", "9th Legion"),
    ],
)
def test_two_forms_are_one_row(marked: str, row: str) -> None:
    assert list(entities(marked)) == [row]


def test_a_town_that_a_body_is_named_after() -> None:
    marked = "The [O Brisket Institute] met. She died at [L Brisket], [L Utah]."
    assert entities(marked)["Brisket"].kind == "place"
    marked = "The [O Brisket Group] fell. Shares in [P Brisket] ended lower."
    assert list(entities(marked)) == ["Brisket Group"]


def test_a_court_is_named_without_its_justice() -> None:
    assert mentions("[O Skerrow Supreme Court Justice] [P Ann Ray] wrote.") == [
        ("Skerrow Supreme Court", "organisation"),
        ("Ann Ray", "person"),
    ]


def test_a_slip_long_after_others_were_named() -> None:
    marked = (
        "[P Ann Waters] sang. [P Bo Lind], [P Cy Moss], [P Di Holt] and [P Ed Tarn] heard her. "
        "[P Ann Waters] left. “No,” [P Water] said."
    )
    assert [len(row.mentions) for row in entities(marked).values()] == [3, 1, 1, 1, 1]
