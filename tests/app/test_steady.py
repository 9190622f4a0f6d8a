"""Borders stand where they belong, however wide a terminal takes letters to be."""

from __future__ import annotations

from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.app.lean import lean
from reader.app.paint import room_for, shorten
from reader.app.steady import steady
from reader.app.typeset import wrap
from tests.app.ansi import picture

STYLES = st.sampled_from([Style(), Style(bold=True), Style(bgcolor="#102030", color="red")])
LETTERS = st.text(st.sampled_from("aस ि्ा「語é🛳\ufe0f"), max_size=20)
WIDTH = 24


def tmux(character: str) -> int:
    """A terminal in which vowel signs have a cell of their own."""
    return 1 if category(character) == "Mc" else cell_len(character)


@given(st.lists(LETTERS, min_size=1, max_size=3), st.lists(STYLES, min_size=3, max_size=3))
def test_borders_stay_in_place(texts: list[str], styles: list[Style]) -> None:
    texts = ["a" + shorten(text, WIDTH - 4).strip() for text in texts]
    before = "\x1b[5;3H" + "x" * len(texts) * (WIDTH + 1)
    sent = "\x1b[5;3H"
    for text, style in zip(texts, styles, strict=False):
        sent += style.render(text) + " " * (WIDTH - cell_len(text)) + Style(dim=True).render("│")
    for cells in (tmux, cell_len):
        seen = picture(before + lean(steady(sent)), cells)
        line = {column: seen[5, column][0] for row, column in seen if row == 5}
        borders = [column for column, letter in line.items() if letter == "│"]
        assert sorted(borders) == [3 + n * (WIDTH + 1) + WIDTH for n in range(len(texts))]
        assert "x" not in {line[column] for column in line if not _is_behind_a_wide(line, column)}


def _is_behind_a_wide(line: dict[int, str], column: int) -> bool:
    return cell_len(line.get(column - 1, "")[:1]) == 2


@given(LETTERS, st.integers(1, 12))
def test_lines_have_room_for_every_vowel_sign(text: str, width: int) -> None:
    assert sum(map(room_for, shorten(text, width))) <= max(width, 1)
    for start, end in wrap(text, 0, len(text), width):
        assert sum(map(room_for, text[start:end])) <= width or len(text[start:end].strip()) < 4


def test_a_letter_is_not_cut_from_its_vowel_sign() -> None:
    assert shorten("काका", 4) == "काका"
    assert shorten("काकाका", 5) == "काका…"
    assert shorten("काकाका", 4) == "का…"


def test_what_is_sure_passes_as_it_is() -> None:
    sent = "\x1b[5;3H" + Style(bold=True).render("“Ça va,” 語 said │ él") + "\x1b[1;1H"
    assert steady(sent) == sent
    strange = "\x1b[5;3Hका\x1b[?25l \x1b[6;1Hका\nका"
    assert steady(strange) == strange
