"""Files and folders: what there is to add, and the page in each file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from reader.news import Page, ReaderError, Refused
from reader.sources.lists import is_table_of_addresses

FoundKind = Literal["page", "feed", "opml", "list", "archive"]

MAX_FILE: Final = 64_000_000
"""Longest saved page that is read; pictures inside it are left out before it is cleaned."""
_MAX_STDIN: Final = 3_000_001
_SNIFF: Final = 4096

_SUFFIXES: Final[dict[str, str]] = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".shtml": "text/html",
    ".mhtml": "multipart/related", ".mht": "multipart/related",
    ".md": "text/markdown", ".markdown": "text/markdown", ".mdown": "text/markdown",
    ".txt": "text/plain", ".text": "text/plain",
}  # fmt: skip
_DATA_ADDRESS = re.compile(rb"data:[a-z0-9.+-]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%]{200,}", re.I)
_HOST: Final = re.compile(r"(?!.*\.(html?|txt|md|opml|xml)$)[\w-]+(\.[\w-]+)*\.[a-z]{2,12}(/|$)")
_SAVED_FROM = re.compile(
    rb"<!--\s*(?:page saved with singlefile\s+url:|saved from url=\(\d+\))\s*(https?://[^\s>]+)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something on disk (or "-" for standard input) that may be added, and what it seems to be."""

    path: Path | Literal["-"]
    kind: FoundKind


def find(targets: Iterable[str]) -> Iterator[Found]:
    """All files of these targets; folders are gone through in the order of their names.

    Hidden files, and the folders of pictures that browsers save beside a page, are left out.

    Raises ReaderError for a target that does not exist or has nothing in it.
    """
    for target in targets:
        if target == "-":
            yield Found("-", "page")
            continue
        if not target.strip():
            raise ReaderError("An empty name is no file, folder or address.")
        path = Path(target).expanduser()
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except (OSError, ValueError):
            is_folder = is_file = False
        if is_folder:
            empty = True
            for found in _in_folder(path):
                empty = False
                yield found
            if empty:
                raise ReaderError(f"There is nothing in {target} that could be added.")
        elif is_file:
            yield Found(path, kind_of(path))
        elif path.exists():
            raise ReaderError(f"{target} is neither a file nor a folder.")
        elif scheme := re.match(r"(?!file:)[a-z][a-z0-9+.-]+:(?=//|\w)", target, re.I):
            raise ReaderError(f"Only http and https addresses are fetched, not {scheme[0]}")
        else:
            hint = f"; for an address write https://{target}" if _HOST.match(target) else ""
            raise ReaderError(f"There is no file or folder named {target}{hint}.")


def read(path: Path | str) -> Page:
    """The page in a file, or on standard input for "-".

    Raises ReaderError where the file cannot be read, Refused where there is no page in it.
    """
    if str(path) == "-":
        body = sys.stdin.buffer.read(_MAX_STDIN)
        return Page(body, "text/html" if _looks_html(body) else "text/plain")
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise Refused(f"it is {size / 1e6:.0f} MB long; the limit is {MAX_FILE / 1e6:.0f} MB")
        body = path.read_bytes()
    except OSError as error:
        raise ReaderError(f"it cannot be read: {error.strerror or error}") from error
    media = _SUFFIXES.get(path.suffix.lower())
    if media == "multipart/related":
        from reader.sources.archives import mhtml_page

        return lighter(mhtml_page(body))
    if media is None:
        media = "text/html" if _looks_html(body) else "text/plain"
    page = Page(body, media)
    return lighter(page) if media == "text/html" else page


def lighter(page: Page) -> Page:
    """A saved page without the pictures inside it, and with the address it was saved from."""
    body = _DATA_ADDRESS.sub(b"data:,", page.body) if len(page.body) > 100_000 else page.body
    url = page.url
    if url is None and (saved := _SAVED_FROM.search(body[:_SNIFF])):
        url = saved[1].decode("ascii", "ignore")
    return replace(page, body=body, url=url)


def kind_of(path: Path) -> FoundKind:
    """What a file seems to hold, by its name and its first bytes."""
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz")):
        return "archive"
    if path.suffix.lower() in (".mhtml", ".mht", ".md", ".markdown"):
        return "page"
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFF)
    except OSError:
        return "page"  # reading it will say what is wrong
    return _kind_by_content(name, start)


def _kind_by_content(name: str, start: bytes) -> FoundKind:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "ignore")
    text = text.lstrip("\ufeff \t\r\n")
    head = re.sub(r"<!--.*?-->", "", text, flags=re.S)[:2000]
    if re.search(r"<opml[\s/>]", head, re.I):
        return "opml"
    if not _looks_html(start) and re.search(r"<(rss|feed|rdf:RDF|channel)[\s>]", head):
        return "feed"
    if text.startswith(("{", "[")) and name.endswith(".json"):
        return "feed" if "jsonfeed.org/version" in text else "list"
    if "<title>Pocket Export</title>" in head:
        return "list"
    lines = [line.strip() for line in text.split("\n")[:-1] or [text] if line.strip()]
    if name.endswith(".csv") and lines and is_table_of_addresses(lines[0]):
        return "list"
    notes = [line for line in lines if not line.startswith("#")]
    links = [line for line in notes if re.match(r"\"?(https?|feed|query|filter|exec):", line, re.I)]
    plain = not name.endswith((".html", ".htm", ".xml"))
    mostly = (bool(links) and name == "urls") or 2 * len(links) > len(notes)  # newsboat's "urls"
    return "list" if plain and mostly else "page"


def _in_folder(folder: Path) -> Iterator[Found]:
    for root, folders, names in os.walk(folder):
        here = set(names)
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".")
            and not any(f == f"{Path(n).stem}{end}" for n in here for end in ("_files", ".files"))
        )
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield Found(path, kind_of(path))


def _looks_html(body: bytes) -> bool:
    start = re.sub(rb"<!--.*?-->", b"", body[:_SNIFF], flags=re.S).lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        re.match(rb"(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body|title|meta)\b", start, re.I)
        is not None
    )
