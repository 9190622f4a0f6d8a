"""Pure functions: by what articles, quotes and names are recognised and ordered."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise
from urllib.parse import urlsplit

from reader.news import Article

QUOTE_WORDS = 5
"""Shorter quotes ("no comment") are not taken for the same utterance in two articles."""

NEARLY = 0.6
"""Likeness from which two quotes of one speaker are taken for one utterance."""

FIRST_LENGTH = 240

_WORD = re.compile(r"\w+")
_SENTENCE_END = r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_a-z])"
"""Compiled when the first article comes in; `re` keeps it."""


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def moment(iso: str | None) -> int | None:
    """Seconds since 1970 of an ISO 8601 date or time; None where it is none."""
    if not iso:
        return None
    try:
        value = datetime.fromisoformat(iso.strip())
        if value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return int(value.timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def sort_moment(published: str | None, added: str, *, sample: bool = False) -> int:
    """When an article stands in a list by date: never later than it came in.

    Without a date, when it came in: what one has just added is what one looks for at the top.
    Nobody looks there for a sample without a date; it comes last.
    """
    came = moment(added) or 0
    at = moment(published)
    if at is None:
        return 0 if sample else came
    return min(at, came)


def fold(text: str) -> str:
    """Without accents and case, one space between words: how names are compared."""
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parts if not unicodedata.combining(c)).casefold()
    return " ".join(bare.split())


_STRAIGHT = str.maketrans("’ʼ", "''")


def straight(name: str) -> str:
    """With one kind of apostrophe, so that a name is not listed twice.

    Not part of `fold`, which libraries have stored.
    """
    return name.translate(_STRAIGHT)


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return _WORD.findall(fold(text))


def count_words(text: str) -> int:
    """How many words a text has, as people count."""
    return len(text.split())


def text_digest(text: str) -> bytes:
    """Equal for texts that differ only in case, spacing and punctuation."""
    from hashlib import blake2b  # loads OpenSSL: not on the way to the first screen

    return blake2b(" ".join(_WORD.findall(text.casefold())).encode(), digest_size=16).digest()


def quote_hash(text: str) -> int | None:
    """A signed 64-bit hash of a quote's words; None where there are too few of them."""
    found = words(text)
    if len(found) < QUOTE_WORDS:
        return None
    from hashlib import blake2b

    digest = blake2b(" ".join(found).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def likeness(one: str, other: str) -> float:
    """How much of the shorter of two quotes is in the other, by runs of two words: 0 to 1.

    0 where one of them is too short to say.
    """
    ours, theirs = words(one), words(other)
    if min(len(ours), len(theirs)) < QUOTE_WORDS:
        return 0.0
    first = set(pairwise(ours))
    second = set(pairwise(theirs))
    return len(first & second) / min(len(first), len(second))


def url_key(url: str) -> str:
    """What two addresses of one page have in common: no scheme, ``www.``, fragment."""
    try:
        parts = urlsplit(url)
        host = host_of(url) or ""
        port = parts.port
    except ValueError:
        return url
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = parts.path.rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def host_of(url: str | None) -> str | None:
    """The host of an address, without ``www.``."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def first_sentence(article: Article) -> str:
    """The beginning of the first paragraph, at most `FIRST_LENGTH` characters."""
    text = article.text
    for block in article.blocks:
        if block.kind != "heading" and text[block.start : block.end].strip():
            text = text[block.start : block.end]
            break
    text = " ".join(text[: FIRST_LENGTH * 8].split())
    end = re.search(_SENTENCE_END, text)
    if end:
        text = text[: end.end()].rstrip()
    if len(text) <= FIRST_LENGTH:
        return text
    cut = text.rfind(" ", FIRST_LENGTH // 2, FIRST_LENGTH - 1)
    return text[: cut if cut > 0 else FIRST_LENGTH - 1].rstrip(" ,;:-–—") + "…"
