"""What is sent in fewer bytes is the same picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from reader.app.lean import lean
from tests.app.ansi import picture

COLOURS = st.sampled_from([None, "red", "bright_blue", "color(123)", "#102030", "default"])
STYLES = st.builds(
    Style,
    color=COLOURS,
    bgcolor=COLOURS,
    bold=st.sampled_from([None, True]),
    dim=st.sampled_from([None, True]),
    italic=st.sampled_from([None, True]),
    underline=st.sampled_from([None, True]),
    reverse=st.sampled_from([None, True]),
)
SYSTEMS = st.sampled_from([ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
PIECES = st.lists(
    st.one_of(
        st.tuples(st.text(st.sampled_from("ab 語"), max_size=4), STYLES),
        st.tuples(st.sampled_from(["\x1b[3;7H", "\x1b[3;8H", "\x1b[3;9H"]), st.none()),
        st.tuples(st.just("\n\x1b[4;1H"), st.none()),
        st.tuples(st.just("\x1b[12m!\x1b[0m"), st.none()),
    ),
    max_size=14,
)


@given(PIECES, SYSTEMS)
def test_the_picture_is_the_same(
    pieces: list[tuple[str, Style | None]], system: ColorSystem
) -> None:
    sent = "".join(
        text if style is None else style.render(text, color_system=system) for text, style in pieces
    )
    if not sent.endswith("\x1b[0m"):
        sent += "\x1b[0m"
    assert picture(lean(sent)) == picture(sent)
    # Nothing of one update is in force in the next.
    assert picture(lean(sent) + "\x1b[99;1Hx")[99, 1] == ("x", ("", "", frozenset()))


def test_what_stays_is_not_said_again() -> None:
    style = Style(color="#010203", bgcolor="#040506")
    sent = "".join(f"\x1b[{row};1H{style.render('words')}\n" for row in range(1, 9))
    assert lean(sent).count("48;2;4;5;6") == 1
    assert len(lean(sent)) < len(sent) * 0.5
