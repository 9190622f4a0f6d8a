"""Links: which contents one cue reports, and which of them are too doubtful."""

from __future__ import annotations

import numpy as np
import pytest

from reader.language.attribute import REACH, attributions
from reader.language.labels import ROLE_SIZE
from reader.language.linking import Linker
from reader.language.tagging import CONTENT, CUE, SOURCE, Part, Place, Tagged

LINKER = Linker(
    np.zeros((3, 20), np.float32),
    np.zeros((3, 6), np.float32),
    np.zeros((3, 5), np.float32),
    np.full((3, ROLE_SIZE), -1, np.float32),
)
"""Rather any link than none, the first of equals."""


def part(at: int, score: float = 0.9, bare: bool = False) -> Part:
    vectors = np.ones((2, ROLE_SIZE), np.float32)
    return Part(Place(0, at, at + 1), score, at, at + 1, vectors, bare)


def text_of(contents: list[Part], cues: list[Part], sources: list[Part]) -> Tagged:
    tagged = Tagged()
    tagged.parts[CONTENT].extend(contents)
    tagged.parts[CUE].extend(cues)
    tagged.parts[SOURCE].extend(sources)
    return tagged


def test_contents_of_one_cue_are_one_attribution() -> None:
    (one,) = attributions(text_of([part(0), part(9)], [part(5)], [part(3)]), LINKER)
    assert [p.first for p in one.content] == [0, 9]
    assert one.cue is not None
    assert one.source is not None
    assert (one.cue.first, one.source.first) == (5, 3)


@pytest.mark.parametrize(("bare", "kept"), [(True, [0]), (False, [0, 9])])
def test_a_doubtful_part_outside_the_marks_is_dropped(bare: bool, kept: list[int]) -> None:
    doubtful = part(9, 0.5, bare)
    (one,) = attributions(text_of([part(0), doubtful], [part(5)], [part(3)]), LINKER)
    assert [p.first for p in one.content] == kept


def test_a_doubtful_content_alone_is_kept_with_how_doubtful_it_is() -> None:
    (one,) = attributions(text_of([part(0, 0.5, bare=True)], [part(5)], [part(3)]), LINKER)
    assert one.score == 0.5
    assert 0 < one.sure < one.score


def test_nothing_is_linked_out_of_reach() -> None:
    (one,) = attributions(text_of([part(0)], [part(REACH + 9)], [part(2 * REACH + 20)]), LINKER)
    assert (one.cue, one.source) == (None, None)


def test_many_contents_are_linked_whatever_the_blocks() -> None:
    contents = [part(20 * k) for k in range(200)]
    cues = [part(20 * k + 5) for k in range(200)]
    sources = [part(20 * k + 9) for k in range(200)]
    found = attributions(text_of(contents, cues, sources), LINKER)
    linked = [p.first for one in found for p in one.content]
    assert sorted(linked) == [p.place.first for p in contents]
    assert all(one.cue and abs(one.cue.first - one.content[0].first) <= REACH for one in found)
