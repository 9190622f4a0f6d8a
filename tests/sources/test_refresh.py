"""Decisions about feeds and items, without any feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from reader.sources.feeds import FeedItem
from reader.sources.refresh import (
    MAX_BACKOFF,
    MAX_INTERVAL,
    KnownItem,
    Timing,
    decide,
    is_due,
    next_time,
    retry_item_at,
    to_fetch,
)

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def item(key: str, digest: str = "d") -> FeedItem:
    return FeedItem(key, f"https://bay.example/{key}", digest=digest)


def test_new_changed_same_gone_again() -> None:
    known = {
        "same": KnownItem("same", "d"),
        "changed": KnownItem("changed", "other"),
        "gone": KnownItem("gone", "d"),
        "failed": KnownItem("failed", "d", "failed", 1, NOW - HOUR),
        "waiting": KnownItem("waiting", "d", "summary", 1, NOW + HOUR),
        "refused": KnownItem("refused", "d", "refused", 1, None),
        "begun": KnownItem("begun", "d", "new"),
    }
    keys = ["same", "changed", "failed", "waiting", "refused", "begun", "new"]
    decisions = decide(known, [item(key) for key in keys], NOW)
    assert [(d.key, d.fate) for d in decisions] == [
        ("same", "same"), ("changed", "changed"), ("failed", "again"), ("waiting", "same"),
        ("refused", "same"), ("begun", "new"), ("new", "new"), ("gone", "gone"),
    ]  # fmt: skip
    assert [i.key for i in to_fetch(decisions)] == ["changed", "failed", "begun", "new"]


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_every_item_has_one_fate(known: set[str], shown: set[str]) -> None:
    decisions = decide({k: KnownItem(k, "d") for k in known}, [item(k) for k in sorted(shown)], NOW)
    fates = {d.key: d.fate for d in decisions}
    assert len(decisions) == len(fates)
    assert {k for k, f in fates.items() if f == "new"} == shown - known
    assert {k for k, f in fates.items() if f == "gone"} == known - shown
    assert {k for k, f in fates.items() if f == "same"} == known & shown


def test_when_a_feed_is_due() -> None:
    later, before = NOW + HOUR, NOW - HOUR
    assert is_due(Timing(), NOW, "no")
    assert not is_due(Timing(next_fetch=later), NOW, "no")
    assert is_due(Timing(next_fetch=before), NOW, "no")
    assert is_due(Timing(next_fetch=later), NOW, "all")
    assert not is_due(Timing(fresh_until=later), NOW, "all")
    assert is_due(Timing(fresh_until=later), NOW, "by name")
    assert not is_due(Timing(paused=True), NOW, "all")
    assert is_due(Timing(paused=True), NOW, "by name")
    manners: tuple[Literal["no", "all", "by name"], ...] = ("no", "all", "by name")
    for asked in manners:
        assert not is_due(Timing(hold_until=later), NOW, asked)


def test_intervals() -> None:
    def wait(timing: Timing, **told: float | bool) -> float:
        at = next_time(timing, NOW, **{"failed": False, **told})  # type: ignore[arg-type]
        return (at - NOW).total_seconds()

    assert wait(Timing()) == 3600
    assert wait(Timing(interval=1800)) == 1800
    assert wait(Timing(interval=10)) == 300
    assert wait(Timing(ttl=7200)) == 7200
    assert wait(Timing(ttl=1e12)) == MAX_INTERVAL
    assert wait(Timing(interval=1800, ttl=7200)) == 1800
    assert wait(Timing(), fresh_for=9000.0) == 9000
    assert wait(Timing(), failed=True) == 900
    assert wait(Timing(failures=4), failed=True) == 14_400
    assert wait(Timing(failures=1000), failed=True) == MAX_BACKOFF
    assert wait(Timing(), failed=True, retry_after=7200.0) == 7200


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_failures_never_mean_sooner(one: int, other: int) -> None:
    few, many = sorted((one, other))
    sooner = next_time(Timing(failures=few), NOW, failed=True)
    assert sooner <= next_time(Timing(failures=many), NOW, failed=True)


def test_pages_are_tried_again_but_not_for_ever() -> None:
    times = [retry_item_at(attempts, NOW) for attempts in range(7)]
    given_up = [moment is None for moment in times]
    assert given_up == [False] * 5 + [True] * 2
