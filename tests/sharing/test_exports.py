"""Exports: every format whole, readable by the programs it is meant for."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands import quotes as quotes_command
from reader.news import Quotation, ReaderError, Source
from reader.sharing.exports import FORMATS, export

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
quotations = st.builds(
    Quotation,
    text=words,
    source=st.builds(
        Source,
        article_id=st.integers(1, 99),
        title=words,
        site=st.none() | words,
        byline=st.none() | words,
        published=st.none() | st.dates().map(str),
        url=st.none() | st.just("https://a.example/x"),
    ),
    content=st.just(((0, 4),)),
    name=st.none() | words,
    note=st.just("") | words,
    tags=st.just(()) | st.just(("ferry", "board")),
)


@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_to_export_is_no_error(fmt: str) -> None:
    assert isinstance(export([], fmt), str)


@given(st.lists(quotations, max_size=4))
def test_json_gives_back_what_went_in(many: list[Quotation]) -> None:
    whole = json.loads(export(many, "json"))
    lines = [json.loads(line) for line in export(many, "jsonl").split("\n") if line]
    assert whole == lines
    assert [each["text"] for each in whole] == [q.text for q in many]
    assert [each["name"] for each in whole] == [q.name for q in many]
    assert [each["content"] for each in whole] == [[[0, 4]] for _ in many]


@given(st.lists(quotations, max_size=4))
def test_csv_has_a_row_each_and_no_formula(many: list[Quotation]) -> None:
    rows = list(csv.DictReader(io.StringIO(export(many, "csv"), newline="")))
    assert len(rows) == len(many)
    for row, q in zip(rows, many, strict=True):
        assert row["quote"].removeprefix("'") == q.text.removeprefix("'")
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@given(st.lists(quotations, min_size=1, max_size=4))
def test_every_format_has_every_quote(many: list[Quotation]) -> None:
    for fmt in FORMATS:
        text = export(many, fmt)
        assert text.endswith("\n")
    assert export(many, "html").count("<blockquote") == len(many)
    assert export(many, "org").count("#+begin_quote") >= len(many)


def test_bibtex_keys_do_not_repeat() -> None:
    one = Quotation("Words.", Source(title="Same title", site="Gazette", published="2024-01-01"))
    text = export([one, one, one], "bibtex")
    assert "@article{gazette2024same,\n" in text
    assert "@article{gazette2024same-2,\n" in text
    assert "@article{gazette2024same-3,\n" in text


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ReaderError, match="no format 'docx'"):
        export([], "docx")


def test_the_command_line_offers_just_these() -> None:
    assert quotes_command.FORMATS == FORMATS
