"""What a fetch of a feed means for its row: when it is asked again, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from reader.addresses import shown
from reader.ingest.model import FeedOutcome
from reader.library.rows import FeedRow
from reader.news import ReaderError
from reader.sources import refresh as core
from reader.sources.errors import FetchError

if TYPE_CHECKING:
    from reader.sources.exchange import Answer
    from reader.sources.feeds import ParsedFeed


def after_success(
    row: FeedRow, answer: Answer, parsed: ParsedFeed | None, interval: int
) -> dict[str, Any]:
    """The columns of a feed that was fetched; ``parsed`` is None where nothing was new.

    ``interval`` is in seconds, for feeds that have none of their own.
    """
    now = core.utc_now()
    fresh = now + timedelta(seconds=answer.fresh_for) if answer.fresh_for else None
    told: dict[str, Any] = {
        "error": None,
        "failures": 0,
        "hold_until": None,
        "etag": answer.etag,
        "modified": answer.modified,
        "fresh_until": iso(fresh) if fresh else None,
    }
    if parsed is not None:
        told["digest"] = body_digest(answer.body)
        told["ttl"] = int(parsed.ttl) if parsed.ttl else None
        told["site_url"] = parsed.site_url or row.site_url
        if parsed.title:
            told["title"] = parsed.title
    times = replace(timing(row), ttl=parsed.ttl if parsed else row.ttl)
    next_fetch = core.next_time(
        times, now, failed=False, fresh_for=answer.fresh_for, default=interval
    )
    return told | {"next_fetch": iso(next_fetch)}


def after_failure(row: FeedRow, error: ReaderError, interval: int) -> tuple[str, dict[str, Any]]:
    """What is said of a feed that could not be fetched, and its columns."""
    now = core.utc_now()
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    gone = isinstance(error, FetchError) and error.gone
    said = f"{error}; it was paused" if gone else str(error)
    next_fetch = core.next_time(
        timing(row), now, failed=True, retry_after=retry_after, default=interval
    )
    told: dict[str, Any] = {
        "error": said,
        "failures": row.failures + 1,
        "next_fetch": iso(next_fetch),
    }
    if retry_after:
        told["hold_until"] = iso(now + timedelta(seconds=retry_after))
    if gone:
        told["paused"] = 1
    return said, told


def not_yet(row: FeedRow, held: datetime | None) -> FeedOutcome:
    """The outcome of a feed that was not asked, because its server said so."""
    until = moment(row.fresh_until)
    if held:
        note = f"its server asked to be left alone until {held:%d %b %H:%M} UTC"
    else:
        note = f"new by its server's word until {until:%H:%M} UTC" if until else "not due yet"
    title = row.title or shown(row.url, private=True)
    return FeedOutcome(row.id, title, unchanged=True, note=note)


def timing(row: FeedRow) -> core.Timing:
    """When a feed may and should be asked again."""
    return core.Timing(
        paused=row.paused,
        interval=row.interval,
        ttl=row.ttl,
        failures=row.failures,
        next_fetch=moment(row.next_fetch),
        fresh_until=moment(row.fresh_until),
        hold_until=moment(row.hold_until),
    )


def body_digest(body: bytes) -> str:
    """By which a feed is known to be the same, where its server knows no conditional requests."""
    return blake2b(body, digest_size=12).hexdigest()


def moment(text: str | None) -> datetime | None:
    """A time as the library keeps it."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def iso(at: datetime) -> str:
    """A time as the library keeps it, to the second."""
    return at.replace(microsecond=0).isoformat()
