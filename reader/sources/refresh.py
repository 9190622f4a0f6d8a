"""What is to be done about feeds and their items: decisions only, no I/O.

Everything here is a function of what was known, what came, and the time; fetching and
storing stand around it (`reader.ingest.feeds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from reader.sources.feeds import FeedItem

DEFAULT_INTERVAL: Final = 3600
"""Seconds between two looks at a feed, where nobody says otherwise."""
MIN_INTERVAL: Final = 300
MAX_INTERVAL: Final = 7 * 86_400
FIRST_RETRY: Final = 900
"""Seconds after a first failure; each further one doubles it."""
MAX_BACKOFF: Final = 3 * 86_400
MAX_ATTEMPTS: Final = 5
"""So often a page that could not be had is tried again."""

Fate = Literal["new", "changed", "same", "gone", "again"]


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is remembered of an item of a feed."""

    key: str
    digest: str
    status: Literal["new", "stored", "summary", "refused", "failed"] = "stored"
    attempts: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one item. ``item`` is None for those that are gone from the feed."""

    fate: Fate
    key: str
    item: FeedItem | None


@dataclass(frozen=True, slots=True)
class Timing:
    """When a feed may and should be asked again."""

    paused: bool = False
    interval: int | None = None
    """Seconds, by the person."""
    ttl: float | None = None
    """Seconds, by the feed."""
    failures: int = 0
    next_fetch: datetime | None = None
    fresh_until: datetime | None = None
    hold_until: datetime | None = None


def decide(
    known: Mapping[str, KnownItem], items: Sequence[FeedItem], now: datetime
) -> list[Decision]:
    """One decision for each item of the feed, in its order, then one for each that is gone.

    "again": nothing changed, but its page could not be had last time and may be now.
    """
    decisions: list[Decision] = []
    for item in items:
        before = known.get(item.key)
        if before is None or before.status == "new":
            fate: Fate = "new"
        elif before.digest and before.digest != item.digest:
            fate = "changed"
        elif _may_be_tried_again(before, now):
            fate = "again"
        else:
            fate = "same"
        decisions.append(Decision(fate, item.key, item))
    here = {item.key for item in items}
    decisions += [Decision("gone", key, None) for key in known if key not in here]
    return decisions


def to_fetch(decisions: Iterable[Decision]) -> list[FeedItem]:
    """The items whose pages are wanted, in the order of the feed."""
    wanted = ("new", "changed", "again")
    return [d.item for d in decisions if d.fate in wanted and d.item is not None]


def is_due(timing: Timing, now: datetime, asked: Literal["by name", "all", "no"]) -> bool:
    """Whether a feed is fetched now.

    A paused feed only by name; a server that asked to be left alone never; one that called
    its answer new until later only by name; otherwise, when not asked, at its time.
    """
    if timing.hold_until is not None and now < timing.hold_until:
        return False
    if asked == "by name":
        return True
    if timing.paused or (timing.fresh_until is not None and now < timing.fresh_until):
        return False
    return asked == "all" or timing.next_fetch is None or now >= timing.next_fetch


def next_time(
    timing: Timing,
    now: datetime,
    *,
    failed: bool,
    fresh_for: float | None = None,
    retry_after: float | None = None,
    default: int = DEFAULT_INTERVAL,
) -> datetime:
    """When to fetch next by itself: at the interval; after failures later and later."""
    usual = timing.interval or max(default, min(timing.ttl or 0, MAX_INTERVAL))
    wait = max(float(usual), float(MIN_INTERVAL), fresh_for or 0.0)
    if failed:
        doubled = FIRST_RETRY * 2.0 ** min(timing.failures, 12)
        wait = min(max(doubled, wait if timing.failures else 0.0), MAX_BACKOFF)
        wait = max(wait, retry_after or 0.0)
    return now + timedelta(seconds=wait)


def retry_item_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again for a page that could not be had; None where it is given up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return now + timedelta(seconds=FIRST_RETRY * 4.0**attempts)


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def _may_be_tried_again(item: KnownItem, now: datetime) -> bool:
    waiting = item.status in ("summary", "failed") and item.attempts < MAX_ATTEMPTS
    return waiting and item.retry_at is not None and now >= item.retry_at
