"""Dates as they stand in citations; independent of the machine's language settings."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date and time; None where there is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def day_month_year(published: str | None) -> str:
    """``16 December 2024``; "" without a date."""
    day = day_of(published)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def month_day_year(published: str | None) -> str:
    """``December 16, 2024``; "" without a date."""
    day = day_of(published)
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else ""


def day_short_month_year(published: str | None) -> str:
    """``16 Dec. 2024``; "" without a date."""
    day = day_of(published)
    return f"{day.day} {_SHORT[day.month - 1]} {day.year}" if day else ""


def year_month_day(published: str | None) -> str:
    """``2024, December 16``; ``n.d.`` without a date."""
    day = day_of(published)
    return f"{day.year}, {MONTHS[day.month - 1]} {day.day}" if day else "n.d."


def year(published: str | None) -> str:
    """``2024``; ``n.d.`` without a date."""
    day = day_of(published)
    return str(day.year) if day else "n.d."
