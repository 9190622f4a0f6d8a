"""Secrets in addresses: masked for the eye, left out of what is passed on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.addresses import shown, without_secrets
from reader.news import Quotation, ReaderError, Source
from reader.sharing.citations import STYLES, cite
from reader.sharing.exports import FORMATS, as_object, export
from reader.sharing.links import fragment_link

SECRET = "s3cretW0rd"
WITH = f"https://me:{SECRET}@bay.example/a;sid={SECRET}/b?id=3&token={SECRET}&x=1;key={SECRET}#top"
WITHOUT = "https://bay.example/a/b?id=3&x=1#top"
QUOTE = Quotation(
    "The ferries will sail.", Source(7, "Ferry talks", "Gazette", "Ann Holt", "2025-03-04", WITH)
)

_words = st.text("abcxyz-._~%=/:@!", max_size=8)
_names = st.sampled_from(["id", "p", "section", "lang", "x[]", "utm", "", "monkey", "keyword"])
_secrets = st.sampled_from(
    ["token", "KEY", "api_key", "apikey", "access_token", "auth-token", "to%6ben", "password",
     "sig", "session_id", "sid", "X-Amz-Signature", "private_token", "amp;token"],
)  # fmt: skip
_pairs = st.tuples(_names, _words).map("=".join)
_plain = st.builds(
    lambda path, pairs, anchor: (
        f"https://bay.example/{path}" + ("?" + "&".join(pairs) if pairs else "") + anchor
    ),
    st.text("abcxyz-._~%/:@!", max_size=12),
    st.lists(_pairs, max_size=4),
    st.sampled_from(["", "#", "#part", "#/route?id=3", "#part:~:text=a%20token,b"]),
)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://me:pw@bay.example/f?token=abc&id=3", "https://bay.example/f?token=…&id=3"),
        ("http://[2001:db8::1]:8080/f?key=a", "http://[2001:db8::1]:8080/f?key=…"),
        ("https://bay.example/f?x=abcdefgh1234567890abcdefgh", "https://bay.example/f?x=…"),
        ("https://bay.example/9f8e7d6c5b4a39281706f5e4d3c2b1a0/f", "https://bay.example/…/f"),
        ("https://bay.example/2025/mar/04/a-long-story-about-the-pier-2025-03-04",
         "https://bay.example/2025/mar/04/a-long-story-about-the-pier-2025-03-04"),
    ],
)  # fmt: skip
def test_secrets_are_not_shown(url: str, seen: str) -> None:
    assert shown(url, private=True) == seen


@given(_plain)
def test_an_address_without_secrets_stays_sign_by_sign(url: str) -> None:
    assert without_secrets(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "", "?", "https://bay.example", "https://bay.example/?", "http://[2001:db8::1]:8080/a?b",
        "https://bay.example/a?article=ferry-talks-stall-again-2025",
        "https://bay.example/a?id=550e8400-e29b-41d4-a716-446655440000",
        "https://bay.example/a?code=123&page=2",
        "https://bay.example/@gazette/12?at=me@bay.example", "https://bay.example/a?token=&key",
    ],
)  # fmt: skip
def test_what_names_the_page_stays(url: str) -> None:
    assert without_secrets(url) == url


@given(_plain, st.lists(st.tuples(_secrets, st.integers(0, 4)), max_size=3), st.booleans())
def test_no_secret_is_left(url: str, names: list[tuple[str, int]], user: bool) -> None:
    address, sharp, anchor = url.partition("#")
    base, _, query = address.partition("?")
    pairs = query.split("&") if query else []
    for name, at in names:
        pairs.insert(at, f"{name}={SECRET}")
    base = base.replace("//", f"//me:{SECRET}@", 1) if user else base
    full = base + ("?" + "&".join(pairs) if pairs else "") + sharp + anchor
    left = without_secrets(full)
    assert SECRET not in left
    assert SECRET not in shown(full)
    assert without_secrets(left) == left
    if not any(";" in name for name, _ in names):
        assert left == url


@given(st.text(max_size=80))
def test_any_text_has_an_address_without_secrets(text: str) -> None:
    left = without_secrets(text)
    assert len(left) <= len(text)


@pytest.mark.parametrize("style", STYLES)
def test_a_citation_tells_no_secret_and_still_links(style: str) -> None:
    text = cite(QUOTE, style)
    assert SECRET not in text
    clean = replace(QUOTE, source=replace(QUOTE.source, url=WITHOUT))
    assert text == cite(clean, style)
    bare = replace(QUOTE, source=replace(QUOTE.source, url=None))
    try:
        assert SECRET not in cite(bare, style)
    except ReaderError:
        assert style == "link"


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_export_tells_no_secret(fmt: str) -> None:
    clean = replace(QUOTE, source=replace(QUOTE.source, url=WITHOUT))
    assert SECRET not in export([QUOTE, QUOTE], fmt)
    assert export([QUOTE], fmt) == export([clean], fmt)


def test_a_link_at_the_words_is_whole_only_where_it_is_opened() -> None:
    assert SECRET not in json.dumps(as_object(QUOTE))
    assert fragment_link(WITH, "sail") == f"{WITHOUT}:~:text=sail"
    assert fragment_link(WITH, "sail", whole=True) == f"{WITH}:~:text=sail"
