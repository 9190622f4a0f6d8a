"""A real HTTP server on loopback that behaves as badly as it is told to."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import md5


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]


Handler = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Answers by path; what is not set is 404. Records all that was asked."""

    latency: float = 0.0
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    handlers: dict[str, Handler] = field(default_factory=dict)
    at_once: int = 0
    most_at_once: int = 0
    loop: asyncio.AbstractEventLoop | None = None
    connections: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def count(self, path: str) -> int:
        return Counter(asked.path for asked in self.asked)[path]

    def last(self, path: str) -> Asked:
        return [asked for asked in self.asked if asked.path == path][-1]

    def page(
        self,
        path: str,
        body: bytes | str,
        media: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> None:
        """Answer with this, and 304 to those who have it."""
        data = body.encode() if isinstance(body, str) else body
        tag = f'"{md5(data).hexdigest()}"'

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            if status == 200 and asked.headers.get("if-none-match") == tag:
                await respond(writer, 304, b"", ETag=tag, **told)
            else:
                await respond(writer, status, data, Content_Type=media, ETag=tag, **told)

        self.handlers[path] = answer

    def forsaken(self) -> None:
        """Waits until all has been read that clients that are gone now had asked for."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as last:
            last.sendall(b"GET /forsaken HTTP/1.1\r\nConnection: close\r\n\r\n")
            last.recv(1000)  # connections are taken in turn
        until = time.monotonic() + 60
        while self.connections:
            assert time.monotonic() < until, "someone is still connected"
            time.sleep(0.01)

    @contextmanager
    def only(self, count: int, *paths: str) -> Iterator[None]:
        """While the block runs, so many requests for these paths are answered and no more: the
        others are left waiting. After it, all are answered as before."""
        before = {path: self.handlers[path] for path in paths}
        released = asyncio.Event()
        left = count

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                await released.wait()
            await before[asked.path](asked, writer)

        self.handlers.update(dict.fromkeys(paths, answer))
        try:
            yield
        finally:
            self.handlers.update(before)
            assert self.loop is not None
            self.loop.call_soon_threadsafe(released.set)

    def together(self, count: int, *paths: str) -> None:
        """Answer these pages only once so many have been asked for, and not at once then."""
        before = {path: self.handlers[path] for path in paths}
        there = asyncio.Event()
        met = 0

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            nonlocal met
            met += 1
            if met >= count:
                there.set()
            await asyncio.wait_for(there.wait(), 60)
            await asyncio.sleep(0.03)
            await before[asked.path](asked, writer)

        self.handlers.update(dict.fromkeys(paths, answer))

    def redirect(self, path: str, to: str, status: int = 301) -> None:
        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            await respond(writer, status, b"", Location=to)

        self.handlers[path] = answer

    def raw(self, path: str, *chunks: bytes, pause: float = 0.0, then: str = "close") -> None:
        """Send these bytes as they are, then close, reset or hang."""

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            for chunk in chunks:
                writer.write(chunk)
                await writer.drain()
                await asyncio.sleep(pause)
            if then == "reset":
                transport = writer.transport
                transport.abort()
            elif then == "hang":
                await asyncio.sleep(60)
            writer.close()

        self.handlers[path] = answer

    def endless(self, path: str, head: bytes, chunk: bytes, pause: float = 0.0) -> None:
        """A body that never ends, as fast as it goes or at one chunk a pause."""

        async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
            while True:
                writer.write(chunk)
                await writer.drain()
                await asyncio.sleep(pause)

        self.handlers[path] = answer

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in lines[1:] if line)
                }
                asked = Asked(lines[0].split(" ")[1], headers)
                self.asked.append(asked)
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                try:
                    await asyncio.sleep(self.latency)
                    handler = self.handlers.get(asked.path)
                    if handler is None:
                        await respond(writer, 404, b"nothing here")
                    else:
                        await handler(asked, writer)
                finally:
                    self.at_once -= 1
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass
        finally:
            self.connections -= 1
            writer.close()


async def respond(writer: asyncio.StreamWriter, status: int, body: bytes, **headers: str) -> None:
    """A proper answer."""
    told = {"Content-Length": str(len(body)), "Date": formatdate(usegmt=True)}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
    writer.write(
        "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (b"" if status == 304 else body)
    )
    await writer.drain()


@contextmanager
def running(
    latency: float = 0.0, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """A server in a thread, until the block ends. ``host`` "0.0.0.0" serves all of 127/8."""
    server = Server(latency)
    server.loop = loop = asyncio.new_event_loop()
    ready = threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        listening = await asyncio.start_server(server._serve, host, 0, backlog=1024, ssl=tls)
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        listening.close()
        own = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not own]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()


def rss(items: str, title: str = "The Bay Post", extra: str = "") -> str:
    """An RSS feed around these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://bay.example/</link>{extra}{items}</channel></rss>"
    )


def rss_item(url: str, title: str = "A story", body: str = "Teaser.", guid: str = "") -> str:
    """An RSS item."""
    return (
        f"<item><title>{title}</title><link>{url}</link><guid>{guid or url}</guid>"
        f"<description><![CDATA[{body}]]></description>"
        "<pubDate>Tue, 04 Mar 2025 21:05:00 GMT</pubDate></item>"
    )


def bomb(size: int) -> bytes:
    """So many zeros, gzipped."""
    return gzip.compress(b"0" * size)
