"""B³ as the benchmark of the merging counts it."""

from __future__ import annotations

from tests.benchmarks.merging import Score, marked, rows_of

_TEXT = "Ann Ray of Norrline spoke. Ray left Norrline Ferries."


def _clusters() -> list[dict[str, object]]:
    return [
        {"type": "person", "named": [[0, 7], [27, 30]]},
        {"type": "organization", "named": [[11, 19], [36, 52]]},
        {"type": "place", "named": [[36, 44]]},
        {"type": "abstract", "named": [[20, 25]]},
    ]


def test_of_names_within_names_the_outer_one_counts() -> None:
    found = [_TEXT[name.start : name.end] for name in marked(_clusters())]
    assert found == ["Ann Ray", "Norrline", "Ray", "Norrline Ferries"]


def test_a_right_merging_scores_everything() -> None:
    names = marked(_clusters())
    score = Score()
    score.add(rows_of(_TEXT, names), [name.entity for name in names])
    assert score.figures() == {"P": 100.0, "R": 100.0, "F": 100.0, "names": 4}


def test_a_row_too_many_costs_recall_and_a_wrong_merge_precision() -> None:
    split, merged = Score(), Score()
    split.add([0, 1, 2], [0, 0, 1])
    merged.add([0, 0, 0], [0, 0, 1])
    assert (split.figures()["P"], split.figures()["R"]) == (100.0, 66.7)
    assert (merged.figures()["P"], merged.figures()["R"]) == (55.6, 100.0)
