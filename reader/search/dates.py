"""Dates as people write them in a query: 2024, 2024-12, today, monday, 7d, "last week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WORDS = ("today", "yesterday", *WEEKDAYS, "7d", "4w", "6m", "1y")
"""What completion offers."""

ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$")
GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
AGO = re.compile(r"(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)(?: ago)?$")
SAID = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9})(?: (\d{1,2}),?)?(?: (\d{4}))?$")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to but without ``end``."""

    start: date
    end: date


def read_period(text: str, today: date) -> Period | None:
    """The days that a text names, or None where it names none."""
    words = " ".join(text.strip().lower().replace("_", " ").split())
    try:
        return _numbers(words) or _words(words.replace("-", " "), today)
    except (ValueError, OverflowError):
        return None


def _numbers(words: str) -> Period | None:
    if found := GERMAN.match(words):
        return _day(date(int(found[3]), int(found[2]), int(found[1])))
    if not (found := ISO.match(words)):
        return None
    year = int(found[1])
    if found[2] is None:
        return Period(date(year, 1, 1), date(year + 1, 1, 1))
    if found[3] is None:
        return _month(year, int(found[2]))
    return _day(date(year, int(found[2]), int(found[3])))


def _words(words: str, today: date) -> Period | None:
    if words in ("today", "now"):
        return _day(today)
    if words == "yesterday":
        return _day(today - timedelta(days=1))
    if len(words) >= 3:
        for number, name in enumerate(WEEKDAYS):
            if name == words or (name.startswith(words) and len(words) <= 4):
                return _day(today - timedelta(days=(today.weekday() - number) % 7))
    monday = today - timedelta(days=today.weekday())
    match words:
        case "this week" | "week":
            return Period(monday, monday + timedelta(days=7))
        case "last week":
            return Period(monday - timedelta(days=7), monday)
        case "this month" | "month":
            return _month(today.year, today.month)
        case "last month":
            return _month(*_months_before(today, 1))
        case "this year" | "year":
            return Period(date(today.year, 1, 1), date(today.year + 1, 1, 1))
        case "last year":
            return Period(date(today.year - 1, 1, 1), date(today.year, 1, 1))
    if found := AGO.match(words):
        return _day(_ago(int(found[1]), found[2][0], today))
    return _named_month(words, today)


def _named_month(words: str, today: date) -> Period | None:
    found = SAID.match(words)
    if not found or (found[1] and found[3]):
        return None
    number = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(found[2])), None)
    if number is None:
        return None
    day = found[1] or found[3]
    year = int(found[4]) if found[4] else today.year
    if day is None:
        if not found[4] and number > today.month:
            year -= 1
        return _month(year, number)
    when = date(year, number, int(day))
    if not found[4] and when > today:
        when = date(year - 1, number, int(day))
    return _day(when)


def _day(when: date) -> Period:
    return Period(when, when + timedelta(days=1))


def _month(year: int, month: int) -> Period:
    end = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return Period(date(year, month, 1), end)


def _months_before(today: date, months: int) -> tuple[int, int]:
    total = today.year * 12 + today.month - 1 - months
    return total // 12, total % 12 + 1


def _ago(number: int, unit: str, today: date) -> date:
    if unit == "d":
        return today - timedelta(days=number)
    if unit == "w":
        return today - timedelta(weeks=number)
    year, month = _months_before(today, number if unit == "m" else 12 * number)
    last = (_month(year, month).end - timedelta(days=1)).day
    return date(year, month, min(today.day, last))
