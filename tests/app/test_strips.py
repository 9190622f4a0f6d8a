"""Lines in fewer pieces look the same; panes paint only what differs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.app.strips import line_strip, merged
from reader.app.widgets.lineview import stretches

STYLES = st.builds(
    Style,
    color=st.sampled_from([None, "red", "#102030"]),
    bgcolor=st.sampled_from([None, "#000000", "blue"]),
    bold=st.sampled_from([None, True]),
    underline=st.sampled_from([None, True]),
    reverse=st.sampled_from([None, True]),
)
SEGMENTS = st.lists(
    st.tuples(st.text(st.sampled_from("ab 語é\u0301"), max_size=5), STYLES).map(
        lambda piece: Segment(*piece)
    ),
    max_size=12,
)


def cells(segments: list[Segment]) -> list[tuple[str, object]]:
    """Each character with what can be seen of its style: of a plain blank, the ground alone."""
    seen: list[tuple[str, object]] = []
    for text, style, _ in segments:
        assert style is not None
        drawn = style.underline or style.reverse
        for character in text:
            plain_blank = character == " " and not drawn
            seen.append((character, style.bgcolor if plain_blank else style))
    return seen


@given(SEGMENTS)
def test_merged_pieces_look_the_same(segments: list[Segment]) -> None:
    fewer = merged(segments)
    assert cells(fewer) == cells(segments)
    assert len(fewer) <= len(segments)
    assert all(segment.text for segment in fewer)
    assert merged(fewer) == fewer


@given(SEGMENTS, st.integers(1, 40))
def test_a_line_has_its_width(segments: list[Segment], width: int) -> None:
    strip = line_strip(segments, width, Style(bgcolor="#000000"))
    assert strip.cell_length == width
    assert cell_len("".join(segment.text for segment in strip)) == width


@given(st.sets(st.integers(0, 60)))
def test_stretches_cover_exactly_their_numbers(numbers: set[int]) -> None:
    found = list(stretches(sorted(numbers)))
    assert [n for start, end in found for n in range(start, end)] == sorted(numbers)
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(found))
