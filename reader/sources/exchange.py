"""One request to a server, through its redirects, to the whole answer or one clear error."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

from reader import __version__
from reader.sources import caching
from reader.sources.decoding import accepted, inflate, too_long
from reader.sources.errors import FetchError, status_sentence
from reader.sources.urls import host_of, is_web, resolve

AGENT = "reader"
USER_AGENT = f"{AGENT}/{__version__} (terminal news reader)"
_MAX_HOPS = 8
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_PATIENCE = 10.0
"""Seconds that are waited out when a server asks for a pause; longer is told as an error."""
_INFLATED_AT_ONCE = 20_000
"""Bytes; longer answers are inflated in a thread, so that the others need not wait."""

FEED_TYPES = (
    "application/feed+json, application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.3"
)
PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.6, text/markdown;q=0.6, */*;q=0.2"


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch, and what is known of it from the last time."""

    url: str
    accept: str = PAGE_TYPES
    max_bytes: int = 3_000_000
    """Longest answer, compressed and inflated."""
    etag: str | None = None
    modified: str | None = None
    asked: bool = True
    """A person asked for this very address; otherwise robots.txt is heeded."""
    types: tuple[str, ...] = ()
    """Media types (or their beginnings) that are of use; () for any."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: a body, or word that nothing has changed."""

    url: str
    """Where it was in the end."""
    status: int
    body: bytes = b""
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    """The address to ask from now on, where permanent redirects say so."""
    fresh_for: float | None = None
    """Seconds for which the server says that this stays new."""

    @property
    def unchanged(self) -> bool:
        """Whether the server said that nothing has changed since the last time."""
        return self.status == 304


class Pauses:
    """Until when servers asked to be left alone, by host."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def ask(self, host: str, seconds: float) -> None:
        """A server asked for a pause."""
        self._until[host] = max(self._until.get(host, 0.0), time.monotonic() + seconds)

    async def heed(self, host: str) -> None:
        """Wait out a short pause.

        Raises FetchError for a long one.
        """
        left = self._until.get(host, 0.0) - time.monotonic()
        if left > _PATIENCE:
            raise FetchError(
                f"the server asked to be left alone for {_duration(left)}", "status",
                status=429, retry_after=left,
            )  # fmt: skip
        if left > 0:
            await asyncio.sleep(left)


async def exchange(
    client_for: Callable[[str], httpx.AsyncClient], request: Request, pauses: Pauses
) -> Answer:
    """Fetch, following redirects; credentials go to no other server than the one asked.

    Raises FetchError.
    """
    url, moved_to, permanent = request.url, None, True
    seen: set[str] = set()
    for _ in range(_MAX_HOPS + 1):
        if not is_web(url):
            raise FetchError("it is not an http or https address", "address", moved_to=moved_to)
        if url in seen:
            raise FetchError("its redirects lead in a circle", "redirects")
        seen.add(url)
        await pauses.heed(host_of(url))
        try:
            answer = await _hop(client_for(url), url, request, pauses)
        except FetchError as error:
            error.moved_to = error.moved_to or moved_to
            raise
        if isinstance(answer, _Redirect):
            if answer.cookie:
                seen.clear()  # the same address may answer otherwise to who has the cookie
            url = _with_credentials(answer.location, url)
            permanent = permanent and answer.status in _PERMANENT
            if permanent:
                moved_to = url
            continue
        return replace(answer, moved_to=moved_to)
    raise FetchError(f"it redirects more than {_MAX_HOPS} times", "redirects", moved_to=moved_to)


@dataclass(frozen=True, slots=True)
class _Redirect:
    status: int
    location: str
    cookie: bool = False
    """Whether a cookie came with it."""


async def _hop(
    client: httpx.AsyncClient, url: str, request: Request, pauses: Pauses
) -> Answer | _Redirect:
    bare, credentials = _split_credentials(url)
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": request.accept,
        "Accept-Encoding": accepted(),
    }
    if credentials:
        headers["Authorization"] = credentials
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.modified:
        headers["If-Modified-Since"] = request.modified
    try:
        async with client.stream("GET", bare, headers=headers) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                target = resolve(bare, location)
                if target is None:
                    raise FetchError(
                        "it redirects to what is no http or https address", "redirects"
                    )
                cookie = "set-cookie" in response.headers
                return _Redirect(response.status_code, target, cookie)
            return await _whole(response, url, request, pauses)
    except httpx.HTTPError as error:
        raise _told(error, url) from error
    except httpx.InvalidURL as error:
        raise FetchError("it is not an address that can be fetched", "address") from error


async def _whole(response: httpx.Response, url: str, request: Request, pauses: Pauses) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    media, charset = _content_type(headers.get("content-type", ""))
    status = response.status_code
    if status == 304 and (request.etag or request.modified):
        return Answer(
            url, 304, etag=headers.get("etag") or request.etag,
            modified=headers.get("last-modified") or request.modified,
            fresh_for=caching.fresh_for(headers),
        )  # fmt: skip
    if not 200 <= status < 300 or status in (204, 205):
        wait = caching.retry_after(headers) if status in (429, 503) else None
        if wait:
            pauses.ask(host_of(url), wait)
        said = status_sentence(status) if status not in (204, 205) else "the server sent nothing"
        raise FetchError(said, "status", status=status, retry_after=wait)
    if request.types and media and not media.startswith(request.types):
        raise FetchError(f"it is not a page but {_named(media)}", "content")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > request.max_bytes:
        raise too_long(request.max_bytes)
    raw = bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > request.max_bytes:
            raise too_long(request.max_bytes)
    encoding = headers.get("content-encoding", "")
    if encoding and len(raw) > _INFLATED_AT_ONCE:
        body = await asyncio.to_thread(inflate, bytes(raw), encoding, request.max_bytes)
    else:
        body = inflate(bytes(raw), encoding, request.max_bytes)
    return Answer(
        url, status, body, media, charset, headers.get("etag"), headers.get("last-modified"),
        fresh_for=caching.fresh_for(headers),
    )  # fmt: skip


def _content_type(said: str) -> tuple[str, str | None]:
    media, _, parameters = said.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", parameters, re.I)
    return media.strip().lower(), charset[1] if charset else None


def _named(media: str) -> str:
    kinds = {
        "application/pdf": "a PDF",
        "image/": "a picture",
        "video/": "a video",
        "audio/": "a recording",
    }
    return next(
        (name for kind, name in kinds.items() if media.startswith(kind)), f"a file ({media[:60]})"
    )


def _split_credentials(url: str) -> tuple[str, str | None]:
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    token = base64.b64encode(unquote(userinfo).encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), f"Basic {token}"


def _with_credentials(location: str, before: str) -> str:
    """A redirect keeps the credentials only on the very server they were meant for."""
    old, new = urlsplit(before), urlsplit(location)
    userinfo, at, host = old.netloc.rpartition("@")
    bare = new.netloc.rpartition("@")[2]
    same = old.scheme == new.scheme and host.lower() == bare.lower()
    return urlunsplit(new._replace(netloc=f"{userinfo}@{bare}" if at and same else bare))


def _told(error: httpx.HTTPError, url: str) -> FetchError:
    """What went wrong on the way, in words for people."""
    host = urlsplit(url).hostname or "the server"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, FetchError):
            return cause
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message
            return FetchError(f"the certificate of {host} is not to be trusted: {why}", "tls")
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLWantReadError):
            return FetchError(f"no secure connection to {host} could be made", "tls")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectTimeout):
        return FetchError(f"{host} does not answer", "timeout")
    if isinstance(error, httpx.TimeoutException):
        return FetchError(f"{host} stopped answering", "timeout")
    if isinstance(error, httpx.ConnectError):
        return FetchError(f"no connection to {host} could be made", "connect")
    if isinstance(error, (httpx.ReadError, httpx.WriteError, httpx.CloseError)):
        return FetchError("the server broke off the connection", "protocol")
    if isinstance(error, httpx.RemoteProtocolError):
        if "without sending complete" in str(error) or "disconnected" in str(error):
            return FetchError("the server broke off before the end of its answer", "protocol")
        return FetchError("the server's answer is not proper HTTP", "protocol")
    return FetchError(f"it could not be fetched ({type(error).__name__})", "protocol")


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours"
