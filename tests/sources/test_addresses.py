"""Addresses, caching headers, robots.txt: pure functions over what servers say."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.addresses import shown
from reader.sources.caching import MAX_FRESH, fresh_for, retry_after
from reader.sources.robots import MAX_DELAY, parse_robots
from reader.sources.urls import canonical, host_of, is_web, resolve

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("https://Bay.Example/a?utm_source=x&id=7&fbclid=y#top", "https://bay.example/a?id=7"),
        ("http://bay.example:80", "http://bay.example/"),
        ("https://bay.example:8443/a", "https://bay.example:8443/a"),
        ("https://bay.example/a?b=1&a=2&a=3", "https://bay.example/a?b=1&a=2&a=3"),
        ("https://bay.example/a?q=%C3%BC&utm_medium=rss", "https://bay.example/a?q=%C3%BC"),
        ("https://me:pw@bay.example/a", "https://bay.example/a"),
        ("https://bay.example/a?x", "https://bay.example/a?x"),
    ],
)
def test_one_form_for_each_address(url: str, one: str) -> None:
    assert canonical(url) == one
    assert canonical(one) == one


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_handled(base: str, href: str) -> None:
    canonical(base)
    shown(base)
    host_of(base)
    found = resolve(f"https://bay.example/{base}", href)
    if found is not None:
        assert is_web(found)
        assert found.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example",
        "java\nscript:x", "http://", "ftp://x.example",
    ],
)  # fmt: skip
def test_only_web_addresses(href: str) -> None:
    assert resolve("https://bay.example/", href) is None


def test_how_long_an_answer_keeps() -> None:
    sent = "Tue, 04 Mar 2025 12:00:00 GMT"
    assert fresh_for({"cache-control": "public, max-age=600"}) == 600
    assert fresh_for({"cache-control": "max-age=600", "age": "500"}) == 100
    assert fresh_for({"cache-control": "no-cache, max-age=600"}) is None
    assert fresh_for({"cache-control": "max-age=99999999"}) == MAX_FRESH
    assert fresh_for({"expires": "Tue, 04 Mar 2025 12:10:00 GMT", "date": sent}) == 600
    assert fresh_for({"expires": "0"}) is None
    assert fresh_for({}) is None


def test_how_long_to_leave_it_alone() -> None:
    assert retry_after({"retry-after": "120"}) == 120
    assert retry_after({"retry-after": "Tue, 04 Mar 2025 12:02:00 GMT"}, NOW) == 120
    assert retry_after({"retry-after": "Tue, 04 Mar 2025 11:00:00 GMT"}, NOW) is None
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age", "retry-after"]),
                       st.text(max_size=40)))  # fmt: skip
def test_headers_may_say_anything(headers: dict[str, str]) -> None:
    for seconds in (fresh_for(headers), retry_after(headers)):
        assert seconds is None or seconds > 0


ROBOTS = b"""
User-agent: other
Disallow: /

User-agent: reader
User-agent: someone
Disallow: /no
Allow: /no/but
Disallow: /*.pdf$

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/no", False), ("/no/x", False), ("/no/but/x", True), ("/a.pdf", False),
     ("/a.pdf?x", True), ("/%6eo", False)],
)  # fmt: skip
def test_robots(path: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS, "reader").allows(f"https://bay.example{path}") == allowed


def test_robots_for_all_others() -> None:
    assert not parse_robots(ROBOTS, "third").allows("https://bay.example/")
    assert parse_robots(b"", "reader").allows("https://bay.example/")
    assert parse_robots(b"<html>not found</html>", "reader").allows("https://bay.example/")


@given(st.text("ab*$/", max_size=12), st.text("ab/", max_size=16))
def test_a_pattern_of_robots_means_what_its_stars_say(pattern: str, path: str) -> None:
    whole = pattern.endswith("$")
    rule = "/" + (pattern.rstrip("$") if whole else pattern)
    meant = ".*".join(re.escape(part) for part in rule.replace("$", "%24").split("*"))
    fits = re.match(meant + (r"\Z" if whole else ""), "/" + path.replace("$", "%24")) is not None
    rules = parse_robots(f"User-agent: *\nDisallow: /{pattern}".encode(), "reader")
    assert rules.allows(f"https://bay.example/{path}") != fits


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    rules = parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"*b$", "reader")
    assert rules.allows("https://bay.example/" + "a" * 4_000)


def test_robots_may_ask_for_a_pause() -> None:
    said = b"User-agent: *\nCrawl-delay: 2.5\nDisallow: /x\nUser-agent: reader\nCrawl-delay: 900"
    assert parse_robots(said, "third").delay == 2.5
    assert parse_robots(said, "reader").delay == MAX_DELAY
    assert not parse_robots(said, "third").allows("https://bay.example/x")
    assert parse_robots(b"User-agent: *\nCrawl-delay: soon", "reader").delay == 0


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_robots_file_is_understood_somehow(body: bytes, path: str) -> None:
    parse_robots(body, "reader").allows("https://bay.example/" + path)
