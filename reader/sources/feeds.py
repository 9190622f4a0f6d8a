"""Feeds: RSS, RDF, Atom and JSON Feed, in any state, as plain values.

Nothing here has passed the gate yet: every string is as the feed has it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reader.sources.dates import feed_date, iso_moment
from reader.sources.errors import FeedError
from reader.sources.urls import resolve

MAX_BYTES: Final = 10_000_000
"""Longest feed that is read."""
MAX_ITEMS: Final = 1_000
"""Of a longer feed only the newest are taken."""
_MAIL = re.compile(r"[(<]?[^\s()<>@]+@[^\s()<>@]+\.[^\s()<>@]+[)>]?")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed."""

    key: str
    """What tells it from the others of its feed: its id, or else what stands for one."""
    url: str | None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601; None where the feed does not say, or says what cannot be."""
    html: str | None = None
    """Its content, or else its summary."""
    site: str | None = None
    """The outlet it was taken over from, where the feed says so."""
    language: str | None = None
    digest: str = ""
    """Of all of it, to see whether it changed."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says."""

    title: str | None
    site_url: str | None
    items: tuple[FeedItem, ...]
    ttl: float | None = None
    """Seconds that the feed asks to be left alone."""
    language: str | None = None
    left_out: int = 0
    """Items beyond `MAX_ITEMS`."""
    next_url: str | None = None
    """Where a feed says that it has moved to."""


def parse_feed(body: bytes, url: str | None, content_type: str = "") -> ParsedFeed:
    """The feed in ``body``; relative addresses in it are taken from ``url``.

    Never raises anything but FeedError, which says why it is no feed.
    """
    if not body.strip():
        raise FeedError("it is empty")
    if len(body) > MAX_BYTES:
        raise FeedError(f"it is longer than the limit of {MAX_BYTES / 1e6:g} MB")
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        from reader.sources.jsonfeed import parse_json_feed

        return parse_json_feed(body, url)
    return _parse_xml(body, url, content_type)


def looks_like_feed(body: bytes, content_type: str = "") -> bool:
    """Whether it is worth parsing as a feed."""
    media = content_type.partition(";")[0].strip().lower()
    start = re.sub(rb"<!--.*?-->", b"", body[:4000], flags=re.S).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return b"jsonfeed.org/version" in body[:4000] or media == "application/feed+json"
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = body[:8000].decode("utf-16", "ignore").encode()
    if re.search(rb"<(!doctype html|html)[\s>]", start[:1000], re.I):
        return False
    return re.search(rb"<([a-z]+:)?(rss|feed|rdf|channel)[\s>]", start, re.I) is not None


def item_key(given: str | None, url: str | None, title: str | None, html: str | None) -> str:
    """An item's key: its id; else its address; else a digest of its words."""
    if given and given.strip():
        return given.strip()[:1000]
    if url:
        return url[:1000]
    return "digest:" + digest(title, html)


def distinct(items: Iterable[FeedItem]) -> list[FeedItem]:
    """The items with a key each: ids that repeat with other words are told apart by address."""
    by_key: dict[str, FeedItem] = {}
    for item in items:
        known = by_key.get(item.key)
        if known is None:
            by_key[item.key] = item
        elif known.digest != item.digest and (known.url, known.title) != (item.url, item.title):
            other = f"{item.key} {item.url or digest(item.title, item.html)}"[:1000]
            by_key.setdefault(other, _with_key(item, other))
    return list(by_key.values())


def digest(*parts: str | None) -> str:
    """A short fingerprint of some strings."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def newest(items: Sequence[FeedItem], most: int = MAX_ITEMS) -> list[FeedItem]:
    """The newest so many, in the feed's order; undated ones count by their place in it."""
    if len(items) <= most:
        return list(items)
    ranked = sorted(range(len(items)), key=lambda n: (items[n].published or "", -n), reverse=True)
    kept = set(ranked[:most])
    return [item for number, item in enumerate(items) if number in kept]


def _with_key(item: FeedItem, key: str) -> FeedItem:
    from dataclasses import replace

    return replace(item, key=key)


def _parse_xml(body: bytes, url: str | None, content_type: str) -> ParsedFeed:
    if _declares_entities(body):
        body = _without_doctype(body)
    body, cut = _without_middle(body)
    headers = {"content-type": content_type} if content_type else {}
    parsed = _feedparser(body, headers)
    feed, entries = parsed.get("feed", {}), parsed.get("entries", [])
    broken = parsed.get("bozo") and not feed.get("title")
    if not entries and (broken or not parsed.get("version")):
        raise FeedError(_why_no_feed(body, parsed))
    base = _first_link(feed, url) or url
    language = _string(feed.get("language"))
    items = distinct(_item(entry, url or base, language) for entry in entries)
    kept = newest(items)
    return ParsedFeed(
        title=_string(feed.get("title")),
        site_url=_first_link(feed, url),
        items=tuple(kept),
        ttl=_ttl(feed),
        language=language,
        left_out=len(items) - len(kept) + cut,
        next_url=resolve(url, _string(feed.get("newlocation")) or "")
        if feed.get("newlocation")
        else None,
    )


def _feedparser(body: bytes, headers: dict[str, str]) -> Any:
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever it is, it is the feed's fault
        raise FeedError(f"it is not readable as a feed ({type(error).__name__})") from error


def _declares_entities(body: bytes) -> bool:
    return re.search(rb"<!ENTITY", body[:100_000], re.I) is not None


def _without_doctype(body: bytes) -> bytes:
    """Feeds need no entities of their own, and theirs could grow without end."""
    return re.sub(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", b"", body, count=1, flags=re.I | re.S)


def _without_middle(body: bytes) -> tuple[bytes, int]:
    """A feed of too many items without those in the middle, and how many these are.

    Parsing 50,000 items takes half a minute; whichever end of a feed is the newer one, its
    newest items are among the first or the last.
    """
    ends = [found.end() for found in re.finditer(rb"</(?:[a-z]+:)?(?:item|entry)\s*>", body, re.I)]
    if len(ends) <= 2 * MAX_ITEMS:
        return body, 0
    first, last = ends[MAX_ITEMS - 1], ends[-MAX_ITEMS - 1]
    return body[:first] + body[last:], len(ends) - 2 * MAX_ITEMS


def _why_no_feed(body: bytes, parsed: Any) -> str:
    start = body[:4000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "it is a web page, not a feed"
    trouble = parsed.get("bozo_exception")
    line = getattr(trouble, "getLineNumber", None)
    if callable(line) and line():
        return f"it is not a feed that can be read (broken in line {line()})"
    return "it is not a feed"


def _item(entry: Any, base: str | None, language: str | None) -> FeedItem:
    url = _item_link(entry, base)
    title = _string(entry.get("title"))
    html = _content(entry)
    source = entry.get("source") or {}
    published = _moment(entry, "published") or _moment(entry, "updated")
    byline = _authors(entry)
    return FeedItem(
        key=item_key(_string(entry.get("id")), url, title, html),
        url=url,
        title=title,
        byline=byline,
        published=published,
        html=html,
        site=_string(source.get("title")) if isinstance(source, dict) else None,
        language=language,
        digest=digest(title, byline, html, published, url),
    )


def _moment(entry: Any, name: str) -> str | None:
    """A date as the feed gives it, with its own offset; else as feedparser understands it."""
    said = entry.get(name)
    if isinstance(said, str) and said.strip():
        if (own := feed_date(said)) is not None:
            return own
        if re.match(r"\s*[0-9]{4}(?!-?[0-9]{2})", said):
            return None  # of a year alone feedparser makes a day in this month
    return iso_moment(entry.get(f"{name}_parsed"))


def _item_link(entry: Any, base: str | None) -> str | None:
    """The article's own address: the alternate link; else a permalink id."""
    links = [link for link in entry.get("links", []) if isinstance(link, dict)]
    alternate = [link for link in links if link.get("rel", "alternate") == "alternate"]
    html = [link for link in alternate if "html" in (link.get("type") or "html")]
    original = _string(entry.get("feedburner_origlink"))
    said = [original, *(link.get("href") for link in (*html, *alternate)), entry.get("link")]
    for href in said:
        if isinstance(href, str) and href.strip() and (url := resolve(base, href)):
            return url
    given = _string(entry.get("id")) or ""
    return resolve(None, given) if given.startswith(("http://", "https://")) else None


def _content(entry: Any) -> str | None:
    """The longest of what the item carries; feeds put the article into either."""
    said = [c.get("value") for c in entry.get("content", []) if isinstance(c, dict)]
    said += [entry.get("summary"), entry.get("description")]
    texts = [text for text in said if isinstance(text, str) and text.strip()]
    return max(texts, key=len) if texts else None


def _authors(entry: Any) -> str | None:
    names: list[str] = []
    for author in entry.get("authors", []):
        name = _string(author.get("name")) if isinstance(author, dict) else None
        if name and name not in names:
            names.append(name)
    whole = _string(entry.get("author")) or ""
    if len(names) > 1 or "@" not in whole:
        return "; ".join(names) or whole or None
    # RSS wants an address with the name in brackets; feedparser cuts those of newer domains.
    return _string(_MAIL.sub(" ", whole).strip().strip("()<>,;"))


def _ttl(feed: Any) -> float | None:
    """``ttl`` in minutes, or the syndication module's period and frequency."""
    ttl = _string(feed.get("ttl"))
    if ttl and ttl.isdecimal() and len(ttl) < 8:
        return float(ttl) * 60 or None
    period = _string(feed.get("sy_updateperiod"))
    seconds = {"hourly": 3600, "daily": 86_400, "weekly": 604_800}.get((period or "").lower())
    if seconds is None:
        return None
    often = _string(feed.get("sy_updatefrequency")) or "1"
    return seconds / max(int(often), 1) if often.isdecimal() and len(often) < 6 else float(seconds)


def _first_link(feed: Any, url: str | None) -> str | None:
    for link in feed.get("links", []):
        if isinstance(link, dict) and link.get("rel", "alternate") == "alternate":
            href = link.get("href")
            if isinstance(href, str) and (found := resolve(url, href)):
                return found
    link = feed.get("link")
    return resolve(url, link) if isinstance(link, str) and link else None


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
