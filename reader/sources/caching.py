"""How long a server wants its answer to be kept, and how long it wants to be left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MAX_FRESH: Final = 86_400.0
"""Longer than a day no answer is held to be new, whatever the server says."""
MAX_WAIT: Final = 30 * 86_400.0


def fresh_for(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds for which the answer counts as new; None where the server does not say.

    ``headers`` have names in lower case.
    """
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(cache|store)\b", control):
        return None
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,12})", control)
    if found:
        age = headers.get("age", "0").strip()
        seconds = float(found[1]) - (float(age) if age.isdecimal() and len(age) < 12 else 0.0)
    else:
        expires = _date(headers.get("expires"))
        if expires is None:
            return None
        sent = _date(headers.get("date")) or now or datetime.now(UTC)
        seconds = (expires - sent).total_seconds()
    return min(seconds, MAX_FRESH) if seconds > 0 else None


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds for which the server asks to be left alone (Retry-After); None if it does not."""
    said = headers.get("retry-after", "").strip()
    if not said:
        return None
    if said.isdecimal() and len(said) < 12:
        return min(float(said), MAX_WAIT) or None
    until = _date(said)
    if until is None:
        return None
    seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(seconds, MAX_WAIT) if seconds > 0 else None


def _date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
