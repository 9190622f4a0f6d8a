"""What a page says of other addresses: its feeds, its next part, where it sends its readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from reader.sources.urls import canonical, host_of, resolve

_FEED_TYPES: Final = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "application/json", "text/xml", "application/xml",
)  # fmt: skip
_MAX_SCAN: Final = 1_500_000
_FEED_PATH: Final = re.compile(
    r"(/(feed|rss|atom)(\.xml|\.rdf|/(index\.xml)?)?|/index\.(rss|rdf)|/(feed|rss|atom|index)\.xml"
    r"|\.(rss|atom|rdf)|/feed\.json|[?&](format|feed)=(rss|atom|rss2|feed))/?$",
    re.I,
)
_REFRESH: Final = re.compile(
    r"\s*(\d{0,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?((?!url\s*=\s*$)\S.*)", re.I | re.S
)
_SOON: Final = 15
"""Seconds; a page that is changed for another one later than that is meant to be read."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page offers."""

    url: str
    title: str = ""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.base: str | None = None
        self.links: list[dict[str, str]] = []
        self.anchors: list[tuple[str, str]] = []
        self.refreshes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: (value or "").strip() for name, value in attrs}
        if tag == "base" and self.base is None:
            self.base = told.get("href")
        elif tag == "link" and told.get("href"):
            self.links.append(told)
        elif tag == "meta" and told.get("http-equiv", "").lower() == "refresh":
            self.refreshes.append(told.get("content", ""))
        elif tag == "a" and told.get("href"):
            self.anchors.append((told["href"], told.get("rel", "").lower()))


def find_feeds(html: str, url: str) -> list[FeedLink]:
    """The feeds a page declares, in its order; else those it links to by the usual names.

    Feeds of comments are left out, and of several forms of one feed the first is taken.
    """
    links, base = _scan(html, url)
    declared: dict[str, FeedLink] = {}
    for link in links.links:
        rel, kind = link.get("rel", "").lower().split(), link.get("type", "").lower()
        if "alternate" not in rel or kind.partition(";")[0].strip() not in _FEED_TYPES:
            continue
        found = resolve(base, link["href"])
        if found and not _is_comments(found, link.get("title", "")):
            if "json" in kind and "feed" not in kind and "feed" not in found:
                continue  # the interface of a content system, not a feed
            declared.setdefault(canonical(found), FeedLink(found, link.get("title", "")))
    if declared:
        return _one_form_each(list(declared.values()))
    linked: dict[str, FeedLink] = {}
    for href, _ in links.anchors:
        found = resolve(base, href)
        if found and _FEED_PATH.search(found) and host_of(found) == host_of(url):
            linked.setdefault(canonical(found), FeedLink(found))
    return [link for link in linked.values() if not _is_comments(link.url, "")][:10]


def is_feed_address(url: str) -> bool:
    """Whether an address looks like a feed's, by the usual names."""
    return _FEED_PATH.search(url) is not None


def next_part(html: str, url: str) -> str | None:
    """The next page of an article that the page declares (rel=next); None where there is none.

    Sites use rel=next for the next article, too: only an address that is this one but for
    a page number counts.
    """
    links, base = _scan(html, url)
    said = [link["href"] for link in links.links if "next" in link.get("rel", "").lower().split()]
    said += [href for href, rel in links.anchors if "next" in rel.split()]
    for href in said:
        found = resolve(base, href)
        if found and _is_part_of(found, url):
            return found
    return None


def sent_on(html: str, url: str) -> str | None:
    """Where the page sends its readers by itself, at once or after some seconds (meta refresh).

    None where it does not, or only shows itself anew.
    """
    links, base = _scan(html, url)
    for said in links.refreshes:
        found = _REFRESH.match(said)
        target = resolve(base, found[2].strip("\"' ")) if found else None
        if found and target and float(found[1] or 0) <= _SOON:
            return target if canonical(target) != canonical(url) else None
    return None


def _scan(html: str, url: str) -> tuple[_Links, str]:
    parser = _Links()
    try:
        parser.feed(html[:_MAX_SCAN])
        parser.close()
    except (AssertionError, ValueError):
        pass  # what was found until then is of use
    return parser, resolve(url, parser.base) or url if parser.base else url


def _is_comments(url: str, title: str) -> bool:
    return (
        re.search(r"\bcomments?\b", title, re.I) is not None or "/comments/" in urlsplit(url).path
    )


def _one_form_each(feeds: list[FeedLink]) -> list[FeedLink]:
    """Of "News (RSS)" and "News (Atom)" only the first."""
    kept: dict[str, FeedLink] = {}
    for feed in feeds:
        form = re.sub(r"\W*\b(rss|atom|json|feed|xml|[12]\.\d)\b\W*", " ", feed.title, flags=re.I)
        name = form.strip().lower()
        path = re.sub(r"\b(rss2?|atom|rdf|feed|json|xml)\b", "", urlsplit(feed.url).path.lower())
        kept.setdefault(f"{name} {path}" if name else path, feed)
    return list(kept.values())


def _is_part_of(other: str, url: str) -> bool:
    if host_of(other) != host_of(url):
        return False
    here, there = _without_number(url), _without_number(other)
    return here[0] == there[0] and there[1] == here[1] + 1


def _without_number(url: str) -> tuple[str, int]:
    """An address without its page number, and that number."""
    parts = urlsplit(canonical(url))
    path, query, number = parts.path.rstrip("/"), parts.query, 1
    found = re.search(r"(?:^|&)(?:page|p|pg|seite|pagina|page_?no)=(\d{1,2})(?=&|$)", query, re.I)
    if found:
        number = int(found[1])
        query = (query[: found.start()] + query[found.end() :]).strip("&")
    else:
        found = re.search(
            r"(?:/page)?/(\d{1,2})$|[-_,](?:page-?)?(\d{1,2})(?=\.\w{3,5}$|$)", path, re.I
        )
        if found:
            number = int(found[1] or found[2])
            path = path[: found.start()] + path[found.end() :]
    return f"{parts.netloc}{path}?{query}", number
