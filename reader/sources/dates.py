"""Dates as feeds write them: by the standards, nearly so, or in the words of their language."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

_OLDEST, _NEWEST = 1900, 2200
_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours east of Greenwich; of names that mean several places, that of the RSS standard."""
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen янв sty led oca", "feb fev fév fie фев lut úno sub şub",
            "mar mär maer maa mrz mrt мар bře", "apr abr avr апр kwi dub nis",
            "may mai maj mei mag май мая kvě", "jun juin giu июн cze čer čvn haz",
            "jul juil lug июл lip červenc červene čvc tem", "aug ago aoû aou авг sie srp ağu",
            "sep set сен wrz zář eyl", "oct okt ott out окт paź říj eki",
            "nov ноя lis kas", "dec dez dic déc дек gru pro ara",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""By the beginnings of their names."""
_TIME = (
    r"(?:[T,\s]+(?:at\s+)?([0-9]{1,2})[:h]?([0-9]{2})(?::?([0-9]{2}))?(?:[.,][0-9]+)?"
    r"\s*([AaPp]\.?[Mm]\b\.?)?\s*([+-][0-9]{2}:?[0-9]{2}|[A-Za-z]{1,4}\b)?)?"
)
_ISO = re.compile(rf"([0-9]{{4}})-?([0-9]{{2}})-?([0-9]{{2}})(?![0-9]){_TIME}")
_EAST = re.compile(rf"([0-9]{{4}})[年/.]\s?([0-9]{{1,2}})[月/.]\s?([0-9]{{1,2}})日?{_TIME}")
_DAY_FIRST = re.compile(
    rf"(?:[^\W\d_]+[.,]*\s+)?([0-9]{{1,2}})\.?[\s-]+(?:de\s+)?([^\W\d_]{{3,}})\.?,?[\s-]+(?:de\s+)?"
    rf"([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"(?:[^\W\d_]+[.,]*\s+)?([^\W\d_]{{3,}})\.?\s+([0-9]{{1,2}}),?\s+([0-9]{{4}}){_TIME}"
)
_SECONDS = re.compile(r"[0-9]{9,10}")


def feed_date(said: str) -> str | None:
    """A date as ISO 8601, with its own offset where one is told; None where it can't be told.

    A time without a zone is taken for UTC; a day alone stays one.
    """
    text = " ".join(unicodedata.normalize("NFC", said).split())[:80]
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    for pattern, places in ((_ISO, (0, 1, 2)), (_EAST, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0)),
                            (_MONTH_FIRST, (2, 0, 1))):  # fmt: skip
        if found := pattern.match(text):
            parts = found.groups()
            year, month, day = (parts[place] for place in places)
            return _iso(_year(year), _month(month), int(day), parts[3:])
    return None


def iso_moment(parsed: Any) -> str | None:
    """feedparser's struct_time (UTC) as ISO 8601; None for dates that cannot be."""
    if not parsed or not _OLDEST <= parsed[0] <= _NEWEST:
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat()


def _iso(year: int, month: int, day: int, time: tuple[str | None, ...]) -> str | None:
    hour, minute, second, half, zone = time
    if not _OLDEST <= year <= _NEWEST:
        return None
    try:
        if hour is None:
            return datetime(year, month, day).date().isoformat()
        hours = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
        moment = datetime(year, month, day, tzinfo=_zone(zone)) + timedelta(
            hours=hours, minutes=int(minute or 0), seconds=min(int(second or 0), 59)
        )
    except (ValueError, OverflowError):
        return None
    return moment.isoformat() if hours <= 24 and int(minute or 0) < 60 else None


def _zone(said: str | None) -> timezone:
    if said and said[0] in "+-":
        hours, minutes = int(said[1:3]), int(said[-2:])
        away = timedelta(hours=hours, minutes=minutes)
        return timezone(away if said[0] == "+" else -away)
    return timezone(timedelta(hours=_ZONES.get((said or "").lower(), 0)))


def _year(said: str) -> int:
    number = int(said)
    return number if len(said) > 2 else number + (2000 if number < 70 else 1900)


def _month(said: str) -> int:
    """The number of a month; 0 for what is none."""
    if said.isdigit():
        return int(said)
    name = said.lower()
    return next((_MONTHS[name[:n]] for n in (7, 4, 3) if name[:n] in _MONTHS), 0)
