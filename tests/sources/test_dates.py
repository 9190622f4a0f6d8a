"""Dates of feeds, in the forms that are met."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.dates import feed_date


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Tue, 04 Mar 2025 21:05:00 +0530", "2025-03-04T21:05:00+05:30"),
        ("Tue, 4 Mar 25 21:05 PDT", "2025-03-04T21:05:00-07:00"),
        ("Tue, 04 Mar 2025 21:05:00 CEST", "2025-03-04T21:05:00+02:00"),
        ("Tue, 04 Mar 2025 21:05:00", "2025-03-04T21:05:00+00:00"),
        ("Tue, 04 Mar 2025 21:05:60 GMT", "2025-03-04T21:05:59+00:00"),
        ("4 March 2025", "2025-03-04"),
        ("Tuesday, March 4, 2025 9:05 PM", "2025-03-04T21:05:00+00:00"),
        ("Mar. 4, 2025, 12:05 a.m. EST", "2025-03-04T00:05:00-05:00"),
        ("2025-03-04", "2025-03-04"),
        ("2025-03-04T21:05Z", "2025-03-04T21:05:00+00:00"),
        ("2025-03-04 21:05:07 EST", "2025-03-04T21:05:07-05:00"),
        ("2025-03-04T21:05:00.123456789+01:00", "2025-03-04T21:05:00+01:00"),
        ("2025-03-04T24:00:00Z", "2025-03-05T00:00:00+00:00"),
        ("20250304T210500Z", "2025-03-04T21:05:00+00:00"),
        ("1741122300", "2025-03-04T21:05:00+00:00"),
        ("Di, 04 Mär 2025 21:05:00 +0100", "2025-03-04T21:05:00+01:00"),
        ("mar., 04 mars 2025 21:05:00 +0100", "2025-03-04T21:05:00+01:00"),
        ("martes, 4 de marzo de 2025", "2025-03-04"),
        ("15 juillet 2025 8h30", "2025-07-15T08:30:00+00:00"),
        ("Вт, 04 мар 2025 21:05:00 +0300", "2025-03-04T21:05:00+03:00"),
        ("4. června 2025", "2025-06-04"),
        ("Pá, 4. července 2025", "2025-07-04"),
        ("04 Şub 2025 21:05:00 +0300", "2025-02-04T21:05:00+03:00"),
        ("4 maart 2025", "2025-03-04"),
        ("2025年3月4日 21:05", "2025-03-04T21:05:00+00:00"),
        ("03/04/2025", None),  # the third of April, or the fourth of March
        ("Tue, 32 Mar 2025 25:61:00 GMT", None),
        ("2025-02-30", None),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T00:00:00Z", None),
        ("2025-03-04T21:05:00+99:99", None),
        ("2025", None),
        ("", None),
    ],
)
def test_a_date_is_understood_or_left_out(said: str, meant: str | None) -> None:
    assert feed_date(said) == meant


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}[-/ .][0-9]{1,2}[-/ .][0-9a-zA-Z:+ ]{2,20}")
)
def test_whatever_is_said_is_a_date_or_none(said: str) -> None:
    found = feed_date(said)
    if found is not None:
        assert 1900 <= datetime.fromisoformat(found).year <= 2201


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_what_machines_write_is_read_as_it_is_meant(said: datetime, zone: timezone) -> None:
    moment = said.replace(microsecond=0, tzinfo=zone)
    for text in (moment.isoformat(), format_datetime(moment)):
        assert feed_date(text) == moment.isoformat()
