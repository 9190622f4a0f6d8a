"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from reader.sources.dates import feed_date
from reader.sources.errors import FeedError
from reader.sources.feeds import FeedItem, ParsedFeed, digest, distinct, item_key, newest
from reader.sources.urls import resolve


def parse_json_feed(body: bytes, url: str | None) -> ParsedFeed:
    """The JSON Feed in ``body``.

    Raises FeedError where it is none.
    """
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise FeedError("it is not a JSON Feed: the JSON is broken") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise FeedError("it is JSON, but not a JSON Feed")
    home = _string(data.get("home_page_url"))
    language = _string(data.get("language"))
    shared = _names(data)
    found = [_item(item, url, language, shared) for item in data["items"] if isinstance(item, dict)]
    items = distinct(found)
    kept = newest(items)
    return ParsedFeed(
        title=_string(data.get("title")),
        site_url=resolve(url, home) if home else None,
        items=tuple(kept),
        language=language,
        left_out=len(items) - len(kept),
    )


def _item(
    item: dict[str, Any], base: str | None, language: str | None, shared: str | None
) -> FeedItem:
    href = _string(item.get("url")) or _string(item.get("external_url"))
    url = resolve(base, href) if href else None
    title = _string(item.get("title"))
    html = _string(item.get("content_html")) or _as_html(
        _string(item.get("content_text")) or _string(item.get("summary"))
    )
    byline = _names(item) or shared
    published = _moment(item.get("date_published")) or _moment(item.get("date_modified"))
    given = item.get("id")
    given = str(given) if isinstance(given, (int, float)) else _string(given)
    return FeedItem(
        key=item_key(given, url, title, html),
        url=url,
        title=title,
        byline=byline,
        published=published,
        html=html,
        language=_string(item.get("language")) or language,
        digest=digest(title, byline, html, published, url),
    )


def _names(thing: dict[str, Any]) -> str | None:
    authors = thing.get("authors")
    people = authors if isinstance(authors, list) else [thing.get("author")]
    names = [_string(p.get("name")) for p in people if isinstance(p, dict)]
    return "; ".join(name for name in names if name) or None


def _as_html(text: str | None) -> str | None:
    if text is None:
        return None
    return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n+", text) if part.strip())


def _moment(value: Any) -> str | None:
    return feed_date(value) if isinstance(value, str) else None


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
