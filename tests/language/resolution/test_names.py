"""Names of people taken apart and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.resolution import names


@pytest.mark.parametrize(
    ("name", "first", "last", "suffix"),
    [
        ("Ann Ray", "ann", "ray", ""),
        ("Sen. Charles E. Grassley Jr.", "charles", "grassley", "jr"),
        ("Prime Minister Idris de la Cruz", "idris", "de la cruz", ""),
        ("Crown Prince Salim bin Rashid", "salim", "bin rashid", ""),
        ("Dean Smith", "dean", "smith", ""),
        ("de Blasio", "", "de blasio", ""),
        ("Zelenskyy", "", "zelenskyy", ""),
        ("Inés Falk-Morita", "ines", "falk-morita", ""),
        ("", "", "", ""),
    ],
)
def test_parts(name: str, first: str, last: str, suffix: str) -> None:
    person = names.parse(name)
    assert (person.first, person.last, person.suffix) == (first, last, suffix)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("Charles E. Grassley", "Chuck Grassley"),
        ("Hillary Clinton", "Hillary Rodham Clinton"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Andrés Manuel López Obrador", "Andrés López Obrador"),
        ("Pedro Sánchez", "Pedro Sánchez Castejón"),
        ("J. Oduya", "Jonah Oduya"),
        ("Kristin Wahl", "Kristen Wahl"),
        ("George H.W. Bush", "George Herbert Walker Bush"),
    ],
)
def test_may_be_one_person(one: str, other: str) -> None:
    assert names.compatible(names.parse(one), names.parse(other))
    assert names.compatible(names.parse(other), names.parse(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hillary Clinton", "Bill Clinton"),
        ("Hillary Clinton", "Hillary Clifton"),
        ("George W. Bush", "George H.W. Bush"),
        ("Ann Ray Jr.", "Ann Ray Sr."),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Xi Jinping", "Xi Zhongxun"),
        ("Paul Ryan", "Ryan Paul"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not names.compatible(names.parse(one), names.parse(other))


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("Ann Ray", "", "female"),
        ("Kim Ray", "", None),
        ("Kim Ray", "Mr.", "male"),
        ("Ray", "Congresswoman", "female"),
        ("Park Geun-hye", "", "female"),
        ("Xyzzy Ray", "", None),
    ],
)
def test_gender(name: str, title: str, told: str | None) -> None:
    assert names.gender(name, title) == told


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_never_raises_and_is_symmetric(one: str, other: str) -> None:
    first, second = names.parse(one), names.parse(other)
    assert names.compatible(first, second) == names.compatible(second, first)
    assert names.compatible(first, first) or not first.parts
