"""OPML 1.0 and 2.0: subscriptions in and out, folders as tags.

Only http and https addresses come out of a file; all else is listed as refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from reader.news import ReaderError
from reader.sources.urls import is_web


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in an OPML file."""

    url: str
    title: str = ""
    site_url: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What an OPML file holds."""

    title: str
    feeds: tuple[Subscription, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Addresses that were not taken, each with the reason."""


def parse_opml(body: bytes) -> Outline:
    """The subscriptions in an OPML file; a feed in several folders has all their tags.

    Of a file that is broken in the middle, those before the break; the rest is refused.
    Entities that a file declares itself are refused, as they can grow without end.

    Raises ReaderError where it is not OPML.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.EntityDeclHandler = _no_entities
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        if not reader.is_opml or not (reader.feeds or reader.refused):
            raise ReaderError(
                f"it is not readable as OPML (line {error.lineno}: {reason})"
            ) from error
        rest = f"the file from line {error.lineno} on"
        reader.refused.append((rest, f"it is broken there ({reason}); the feeds before it count"))
    if not reader.is_opml:
        raise ReaderError("it is not an OPML file")
    return Outline(reader.title, tuple(reader.feeds.values()), tuple(reader.refused))


def write_opml(feeds: Iterable[Subscription], title: str = "Feeds of reader") -> str:
    """An OPML 2.0 document; a feed stands once, its tags as categories and its first as folder."""
    folders: dict[str, list[Subscription]] = {}
    for feed in feeds:
        folders.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_escaped(title)}</title>"
        f"<dateCreated>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S GMT}</dateCreated></head>",
        "<body>",
    ]
    for folder in sorted(folders):
        outlines = [_outline(feed) for feed in folders[folder]]
        if folder:
            lines += [f"<outline text={quoteattr(folder)}>", *outlines, "</outline>"]
        else:
            lines += outlines
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _outline(feed: Subscription) -> str:
    told: Mapping[str, str | None] = {
        "type": "rss",
        "text": feed.title or feed.url,
        "title": feed.title or feed.url,
        "xmlUrl": feed.url,
        "htmlUrl": feed.site_url,
        "category": ",".join(tag.replace(",", " ") for tag in feed.tags) or None,
    }
    words = " ".join(f"{name}={quoteattr(value)}" for name, value in told.items() if value)
    return f"<outline {words}/>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _no_entities(*_: object) -> None:
    raise ReaderError("it declares entities of its own, which no OPML file needs")


class _Reader:
    """Takes expat's events; keeps the folders that are open."""

    def __init__(self) -> None:
        self.is_opml = False
        self.title = ""
        self.feeds: dict[str, Subscription] = {}
        self.refused: list[tuple[str, str]] = []
        self._open: list[str | None] = []
        self._in_title = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        told = {key.lower(): value.strip() for key, value in attributes.items()}
        self.is_opml |= name == "opml"
        self._in_title = name == "title"
        if name != "outline":
            return
        label = told.get("title") or told.get("text") or ""
        url = told.get("xmlurl") or (told.get("url") if told.get("type") == "rss" else None)
        if url:
            self._open.append(None)
            self._feed(url, label, told)
        else:
            self._open.append(label)

    def end(self, name: str) -> None:
        if name.lower() == "outline" and self._open:
            self._open.pop()
        self._in_title = False

    def words(self, data: str) -> None:
        if self._in_title and len(self.title) < 500:
            self.title += data

    def _feed(self, url: str, label: str, told: dict[str, str]) -> None:
        if not is_web(url):
            self.refused.append((url, "it is not an http or https address"))
            return
        folders = [folder for folder in self._open if folder]
        categories = [part.strip(" /") for part in told.get("category", "").split(",")]
        before = self.feeds.get(url)
        tags = [*(before.tags if before else ()), *folders, *categories]
        site = told.get("htmlurl")
        self.feeds[url] = Subscription(
            url,
            label or (before.title if before else ""),
            site if site and is_web(site) else None,
            tuple(dict.fromkeys(tag for tag in tags if tag)),
        )
