"""Dates and money by grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import grammar


def _found(text: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.name) for entity in grammar.find(text)]


@pytest.mark.parametrize(
    "date",
    ["Dec. 16", "3 March 2024", "May 5", "June 2019", "Sept. 11, 2001", "2024-11-03", "1st of May"],
)
def test_dates(date: str) -> None:
    assert _found(f"They met on {date}, it is said.") == [("date", date)]


@pytest.mark.parametrize(
    "money",
    [
        "$2.9 billion",
        "US$400m",
        "£400m",
        "€3.50",
        "1,200 euros",
        "40 pence",
        "1.5bn yuan",
        "Rs 500 crore",
    ],
)
def test_money(money: str) -> None:
    assert _found(f"It cost {money} in all.") == [("money", money)]


@pytest.mark.parametrize(
    "text",
    [
        "It may 5 times be said.",
        "Marching 5 men came in 2024.",
        "10 pounds of sugar, 5 million people, 30 percent, No. 7, 3-1",
        "last week, on Monday, a fortune",
    ],
)
def test_neither(text: str) -> None:
    assert _found(text) == []


def test_wordings_of_one_date_are_one_entity() -> None:
    (entity,) = grammar.find("On Dec. 16 and again on December 16, or 16 December.")
    assert (entity.name, len(entity.mentions)) == ("Dec. 16", 3)


@given(st.text(alphabet="$€£0123456789., Majunebilo-\n", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    for entity in grammar.find(text):
        assert all(0 <= start < end <= len(text) for start, end in entity.mentions)
