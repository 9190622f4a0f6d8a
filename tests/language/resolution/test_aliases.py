"""Names that the text itself says are one, and slips of the pen."""

from __future__ import annotations

import pytest

from tests.language.resolution.marked import entities


def _rows(marked: str) -> list[set[str]]:
    return [{name, *entity.aliases} for name, entity in entities(marked).items()]


@pytest.mark.parametrize(
    "marked",
    [
        "The [O Italian Bishops' Council] ([O KVB]) met. The [O KVB] was told.",
        "The [O KVB] ([O Italian Bishops' Council]) met. The [O KVB] was told.",
        "The [O Office of Harbour Thrift], or [O HARBO], was shut. [O HARBO] had six people.",
        "[O Zwerp], formerly known as [O Brindle], has a new owner.",
        "[O Zwerp] (formerly [O Brindle]) has a new owner.",
        "[O Brindle], now called [O Zwerp], has a new owner.",
        "[P Marlo Quist], better known as [P Duke Ember], sang.",
        "[O Tidewater Gas & Electric Co.] cut the power. [O TG&E] is sorry.",
        "The [O World Bank] met. The [O Wrold Bank] had not.",
        "[P Liesel Grabenstein] spoke first. [P Grabienstin] had waited for hours.",
        "[P Dora Waters] spoke. It was [P Water]'s first show; [P Waters] was glad.",
    ],
)
def test_one_row(marked: str) -> None:
    assert len(_rows(marked)) == 1


@pytest.mark.parametrize(
    "marked",
    [
        "The [O Brannock Bay Celtics] ([O NBA]) lost.",
        "[O Tern Holdings] (the paper of [O KVB]) closed.",
        "[O Norrline], or so [O Halvard] says, is broke.",
        "[O Norrline], formerly owned by [O Halvard], is broke.",
        "[P Dora Waters], previously of [O Halvard], spoke.",
        "[P Ann Waters] met [P Walter]'s brother, and [P Waters] left.",
        "[O Calder Water] and [O Clader Water] are two firms.",
        "The [O DHS Office of Harbours] wrote to [O DHS].",
        "The [O Muslim Brotherhood] met other [O Muslim] groups.",
    ],
)
def test_two_rows(marked: str) -> None:
    assert len(_rows(marked)) == 2


def test_a_body_that_brackets_show_to_be_one() -> None:
    (row,) = entities("[P Movimento Sole Nuovo] ([O MSN]) won; [O MSN] is young.").values()
    assert (row.name, row.kind) == ("Movimento Sole Nuovo", "organisation")
