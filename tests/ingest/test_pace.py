"""How quickly work goes on, as it is told."""

from __future__ import annotations

import pytest

from reader.app.screens.base import progress_words
from reader.ingest.service import Pace


def test_the_pace_is_that_of_the_last_half_minute() -> None:
    pace = Pace()
    assert pace.rate(1, 100.0) == 0.0
    assert pace.rate(2, 100.2) == 0.0  # too early to tell
    assert pace.rate(5, 102.0) == 2.0
    for second in range(3, 120):
        slow = pace.rate(5 + second, 100.0 + second)
    assert slow == pytest.approx(1.0, abs=0.1)
    assert pace.rate(0, 230.0) == 0.0  # begun anew


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"done": 120, "total": 3000, "rate": 4.12}, "120 of 3,000 · 4.1/s · 12 min left"),
        ({"done": 10, "total": 20, "rate": 20.0}, "10 of 20 · 20/s · 1 s left"),
        ({"done": 1, "total": 90_000, "rate": 2.0}, "1 of 90,000 · 2.0/s · 12.5 h left"),
        ({"done": 1, "total": 20, "rate": 0.0}, "1 of 20"),
        ({"done": 7, "total": None, "rate": 3.0}, "7 · 3.0/s"),
        ({"done": 7, "total": None, "rate": 0.0}, "7"),
    ],
)
def test_progress_tells_rate_and_time(event: dict[str, object], words: str) -> None:
    assert progress_words({"what": "annotate"} | event) == f"finding quotes {words}"


def test_what_is_done_is_not_told() -> None:
    assert progress_words({"what": "refresh", "done": 20, "total": 20, "rate": 1.0}) == ""
