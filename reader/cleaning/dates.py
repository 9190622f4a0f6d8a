"""Dates as machines write them."""

from __future__ import annotations

import re
from datetime import datetime

from reader.cleaning.gate import clean_line


def iso_date(text: str) -> str | None:
    """A machine-made date as ISO 8601, its time kept; None for what is none or not of our age."""
    text = clean_line(text, 60).strip()
    match = re.match(
        r"(\d{4})-?(\d\d)-?(\d\d)"
        r"(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)?)?",
        text,
    )
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    if not 1600 <= moment.year <= datetime.now().year + 1:
        return None
    if hour is None:
        return moment.date().isoformat()
    if zone in ("Z", "UTC"):
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = zone[:3] + ":" + zone[3:]
    return moment.isoformat() + (zone or "")
