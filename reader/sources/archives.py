"""Archives of pages: MHTML (one saved page) and WARC (a crawl)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import Final

from reader.news import Page, ReaderError, Refused
from reader.sources.urls import is_web

_PAGES: Final = ("text/html", "application/xhtml+xml")
_MAX_PAGE: Final = 64_000_000


def mhtml_page(body: bytes) -> Page:
    """The page of an MHTML file: its first HTML part, with the address it was saved from.

    Raises Refused where there is none.
    """
    message: Message = BytesParser(policy=compat32).parsebytes(body)
    start = (message.get_param("start") or "") if message.is_multipart() else ""
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    parts.sort(key=lambda part: bool(start) and part.get("Content-ID", "").strip() != start)
    for part in parts:
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            where = (part.get("Content-Location") or "", message.get("Snapshot-Content-Location"))
            url = next((str(w).strip() for w in where if w and is_web(str(w).strip())), None)
            return Page(payload, "text/html", url, part.get_content_charset())
    raise Refused("there is no page in this MHTML file")


def warc_pages(path: Path) -> Iterator[Page]:
    """The HTML pages of a WARC file that were fetched with success, in its order.

    Raises ReaderError where the file cannot be read or is damaged; the pages before the
    damage have then been given.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=False):
                page = _warc_page(record)
                if page is not None:
                    yield page
    except OSError as error:
        raise ReaderError(f"it cannot be read: {error.strerror or error}") from error
    except (ArchiveLoadFailed, EOFError, ValueError, KeyError, AttributeError) as error:
        raise ReaderError("the archive is damaged; what stands after that was not read") from error


def _warc_page(record: object) -> Page | None:
    kind = getattr(record, "rec_type", "")
    headers = getattr(record, "rec_headers", None)
    if kind not in ("response", "resource") or headers is None:
        return None
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not is_web(url) or url.endswith("/robots.txt"):
        return None
    answer = getattr(record, "http_headers", None)
    if answer is not None:
        if answer.get_statuscode() != "200":
            return None
        said = answer.get_header("Content-Type") or ""
    else:
        said = headers.get_header("Content-Type") or ""
    media, _, parameters = said.partition(";")
    if media.strip().lower() not in _PAGES:
        return None
    body: bytes = record.content_stream().read(_MAX_PAGE)  # type: ignore[attr-defined]
    charset = re.search(r"charset=[\"']?([\w.:-]+)", parameters, re.I)
    return Page(body, "text/html", url, charset[1] if charset else None)
