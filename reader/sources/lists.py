"""Lists of addresses that other programs write: newsboat, Pocket, Instapaper, Wallabag."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final, Literal

from reader.news import ReaderError
from reader.sources.urls import is_web

_LONGEST: Final = 10_000_000
"""Characters of one cell of a table: Wallabag's hold whole articles."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a list; ``feed`` to subscribe to, ``page`` to keep for reading."""

    url: str
    kind: Literal["feed", "page", "either"]
    title: str | None = None
    tags: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False
    html: str | None = None
    """The page's content, where the list carries it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds: what can be fetched, and the lines that can't, with the reason."""

    entries: tuple[Listed, ...]
    refused: tuple[tuple[str, str], ...] = ()


def parse_list(body: bytes, name: str) -> Listing:
    """The addresses in a list, whichever program wrote it.

    Raises ReaderError where it is none.
    """
    text = body.decode("utf-8-sig", "replace")
    start = text.lstrip()[:2000]
    if start.startswith(("[", "{")):
        return _wallabag(text)
    if "<title>Pocket Export" in start or re.match(r"<!doctype netscape-bookmark", start, re.I):
        return _bookmarks(text)
    if is_table_of_addresses(start.partition("\n")[0]):
        return _table(text)
    return _urls(text, name)


def is_table_of_addresses(first: str) -> bool:
    """Whether the first line of a file names the columns of a table, one of them ``url``."""
    return re.search(r"(^|[,;])\s*\"?url\"?\s*[,;]|[,;]\s*\"?url\"?\s*$", first, re.I) is not None


def _urls(text: str, name: str) -> Listing:
    """newsboat's ``urls``: an address and its tags a line; or just addresses."""
    entries: list[Listed] = []
    refused: list[tuple[str, str]] = []
    feeds = name.lower() == "urls"
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            words = shlex.split(line, comments=False)
        except ValueError:
            words = line.split()
        url, tags = words[0], words[1:]
        if url.lower().startswith(("feed:http", "feed://")):
            url = re.sub(r"^feed:(//)?(?=https?:)", "", url, flags=re.I)
            url = re.sub(r"^feed://", "https://", url, flags=re.I)
        if not is_web(url):
            refused.append((url, _why_not(url)))
            continue
        title = next((tag[1:] for tag in tags if tag.startswith("~")), None)
        named = tuple(tag for tag in tags if not tag.startswith(("~", "!")) and tag)
        kind: Literal["feed", "either"] = "feed" if feeds or title else "either"
        entries.append(Listed(url, kind, title, named))
    return _listing(entries, refused)


def _why_not(url: str) -> str:
    scheme = url.partition(":")[0].lower()
    if scheme in ("exec", "filter"):
        return "it would run a program; only http and https addresses are taken"
    if scheme == "query":
        return "it is a search of newsboat's, not an address"
    return "it is not an http or https address"


def _table(text: str) -> Listing:
    """CSV with a header, as Pocket (url, tags, status), Instapaper (URL, Folder) and Wallabag
    (URL, Content, Tags; parted by semicolons) write."""
    csv.field_size_limit(_LONGEST)
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    entries: list[Listed] = []
    refused: list[tuple[str, str]] = []
    try:
        for row in csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter):
            told = {
                (key or "").strip().lower(): str(value or "").strip() for key, value in row.items()
            }
            url = told.get("url", "")
            if not url:
                continue
            if not is_web(url):
                refused.append((url, _why_not(url)))
                continue
            folder = told.get("folder", "")
            tags = [tag.strip() for tag in re.split(r"[|,]", told.get("tags", "")) if tag.strip()]
            tags = [tag.strip("[]\"' ") for tag in tags]
            if folder and folder.lower() not in ("unread", "archive", "starred"):
                tags.append(folder)
            read = "archive" in (told.get("status", "").lower(), folder.lower())
            named = tuple(tag for tag in tags if tag)
            starred = folder.lower() == "starred"
            content = _content(told.get("content"))
            entries.append(
                Listed(url, "page", told.get("title") or None, named, read, starred, content)
            )
    except csv.Error as error:
        raise ReaderError(f"the table breaks off: {error}") from error
    return _listing(entries, refused)


def _wallabag(text: str) -> Listing:
    """Wallabag's JSON; it carries the articles themselves."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReaderError("it is not a list of addresses: the JSON is broken") from error
    if isinstance(data, dict):
        data = data.get("items") or data.get("entries") or data.get("_embedded", {}).get("items")
    entries: list[Listed] = []
    refused: list[tuple[str, str]] = []
    for thing in data if isinstance(data, list) else []:
        if isinstance(thing, str):
            thing = {"url": thing}
        if not isinstance(thing, dict):
            continue
        url = thing.get("url") or thing.get("given_url") or thing.get("href")
        if not isinstance(url, str):
            continue
        if not is_web(url):
            refused.append((url, _why_not(url)))
            continue
        content, title, tags = thing.get("content"), thing.get("title"), thing.get("tags")
        entries.append(
            Listed(
                url,
                "page",
                title if isinstance(title, str) else None,
                tuple(tag for tag in tags if isinstance(tag, str))
                if isinstance(tags, list)
                else (),
                bool(thing.get("is_archived")),
                bool(thing.get("is_starred")),
                _content(content),
            )
        )
    return _listing(entries, refused)


def _content(given: Any) -> str | None:
    """The article that a list carries, if it is more than a line about it."""
    return given if isinstance(given, str) and len(given) > 200 else None


class _Bookmarks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[str, str, str, bool]] = []
        self._link: tuple[str, str] | None = None
        self._words: list[str] = []
        self._read = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href"):
            self._link = (told["href"], told.get("tags", ""))
        if tag in ("a", "h1"):
            self._words = []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self._words).strip()
        if tag == "h1":
            self._read = words.lower() == "read archive"
        elif tag == "a" and self._link:
            self.entries.append((*self._link, words, self._read))
            self._link = None


def _bookmarks(text: str) -> Listing:
    """Pocket's older HTML export, and bookmarks as browsers write them."""
    parser = _Bookmarks()
    parser.feed(text)
    entries: list[Listed] = []
    refused: list[tuple[str, str]] = []
    for url, tags, title, read in parser.entries:
        if is_web(url):
            names = tuple(tag.strip() for tag in unescape(tags).split(",") if tag.strip())
            entries.append(Listed(url, "page", title if title != url else None, names, read))
        else:
            refused.append((url, _why_not(url)))
    return _listing(entries, refused)


def _listing(entries: list[Listed], refused: list[tuple[str, str]]) -> Listing:
    if not entries and not refused:
        raise ReaderError("it holds no addresses")
    merged: dict[str, Listed] = {}
    for entry in entries:
        before = merged.get(entry.url)
        merged[entry.url] = _both(before, entry) if before else entry
    return Listing(tuple(merged.values()), tuple(refused))


def _both(one: Listed, other: Listed) -> Listed:
    """What two lines say of one address."""
    return replace(
        one,
        title=one.title or other.title,
        tags=tuple(dict.fromkeys((*one.tags, *other.tags))),
        read=one.read and other.read,
        starred=one.starred or other.starred,
        html=one.html or other.html,
    )
