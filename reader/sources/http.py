"""The one polite HTTP client: few connections a host, guarded, robots.txt heeded.

It runs an event loop in a thread of its own, so that many fetches wait at once and each
can be cancelled; its functions may be called from any thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from reader.sources import robots
from reader.sources.errors import FetchError
from reader.sources.exchange import AGENT, Answer, Pauses, Request, exchange
from reader.sources.guard import (
    GuardedBackend,
    Policy,
    is_local,
    refuse_private_number,
    tls_context,
)
from reader.sources.urls import host_of

_SERVERS = 48
"""Connections to so many servers are kept open for their next request."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of the network, and for how long. Times are in seconds."""

    total: int = 16
    """Requests at once."""
    per_host: int = 2
    """Of these to one host."""
    per_local_host: int = 16
    """The same for a server on this machine, which needs no protection from its owner."""
    connect: float = 10.0
    read: float = 20.0
    """Longest silence."""
    whole: float = 45.0
    """For a request with all its redirects, from the connection to the last byte."""

    def of(self, host: str) -> int:
        """Requests at once to this host."""
        return self.per_local_host if is_local(host) else self.per_host


class Client:
    """Fetches; close it when done (or use ``with``)."""

    def __init__(
        self,
        policy: Policy | None = None,
        limits: Limits | None = None,
        *,
        heed_robots: bool = True,
    ) -> None:
        self.policy = policy or Policy()
        self.limits = limits or Limits()
        self._heed_robots = heed_robots
        self._loop = asyncio.new_event_loop()
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._pauses = Pauses()
        self._robots: dict[str, asyncio.Task[robots.Robots]] = {}
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._turns: dict[str, float] = {}
        self._all = asyncio.Semaphore(self.limits.total)
        self._proxies = {k: v for k, v in getproxies().items() if k in ("http", "https") and v}
        self._thread = threading.Thread(target=self._run, name="fetching", daemon=True)
        self._closed = False
        self._thread.start()

    def submit(self, request: Request) -> Future[Answer]:
        """Begin a fetch; the future gives the answer or raises FetchError, and can be cancelled."""
        if self._closed:
            raise FetchError("fetching has ended", "cancelled")
        return asyncio.run_coroutine_threadsafe(self._fetch(request), self._loop)

    def fetch(self, request: Request) -> Answer:
        """The answer to a request.

        Raises FetchError.
        """
        try:
            return self.submit(request).result()
        except CancelledError as error:
            raise FetchError("it was cancelled", "cancelled") from error

    def close(self) -> None:
        """End all fetches and connections."""
        if self._closed:
            return
        self._closed = True
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _shut(self) -> None:
        own = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not own]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for client in self._clients.values():
            await client.aclose()

    async def _fetch(self, request: Request) -> Answer:
        host = host_of(request.url)
        if not request.asked and self._heed_robots and host:
            rules = await self._rules(request.url, host)
            if not rules.allows(request.url):
                raise FetchError("the site asks programs not to fetch it (robots.txt)", "robots")
            await self._keep_distance(host, rules.delay)
        return await self._limited(request, host)

    async def _keep_distance(self, host: str, delay: float) -> None:
        """Wait until so many seconds have passed since the last fetch from a site that asks it."""
        if delay:
            now = self._loop.time()
            turn = max(self._turns.get(host, 0.0), now)
            self._turns[host] = turn + delay
            await asyncio.sleep(turn - now)

    async def _limited(self, request: Request, host: str) -> Answer:
        own = self._hosts.setdefault(host, asyncio.Semaphore(self.limits.of(host)))
        async with own, self._all:
            try:
                async with asyncio.timeout(self.limits.whole):
                    return await exchange(self._client_for, request, self._pauses)
            except TimeoutError as error:
                raise FetchError(
                    f"it took longer than {self.limits.whole:g} seconds", "timeout"
                ) from error

    async def _rules(self, url: str, host: str) -> robots.Robots:
        task = self._robots.get(host)
        if task is None:
            task = self._robots[host] = asyncio.create_task(self._ask_rules(url, host))
        return await asyncio.shield(task)

    async def _ask_rules(self, url: str, host: str) -> robots.Robots:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        request = Request(address, accept="text/plain, */*;q=0.5", max_bytes=robots.MAX_BYTES)
        try:
            answer = await self._limited(request, host)
        except FetchError as error:
            # By RFC 9309 a site without rules allows all, one that fails allows nothing.
            return robots.Robots(nothing=error.status is not None and error.status >= 500)
        return robots.parse_robots(answer.body, AGENT)

    def _client_for(self, url: str) -> httpx.AsyncClient:
        parts = urlsplit(url)
        proxy = self._proxies.get(parts.scheme, "")
        if proxy and (is_local(parts.netloc) or proxy_bypass(parts.netloc)):
            proxy = ""
        if proxy:
            refuse_private_number(parts.hostname or "", self.policy)
        if proxy not in self._clients:
            self._clients[proxy] = httpx.AsyncClient(
                transport=_Transport(self.policy, self.limits, proxy),
                timeout=httpx.Timeout(
                    self.limits.read, connect=self.limits.connect, pool=self.limits.whole
                ),
                follow_redirects=False,
                trust_env=False,
            )
        return self._clients[proxy]


class _Transport(httpx.AsyncHTTPTransport):
    """httpx's transport over connections that are opened by the guard."""

    def __init__(self, policy: Policy, limits: Limits, proxy: str) -> None:
        context = tls_context()
        super().__init__(verify=context)
        if proxy:
            via = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
            policy = Policy(policy.private, (*policy.hosts, f"{via.hostname}:{via.port or 80}"))
        self._pool: Any = _Pools(
            lambda host: httpcore.AsyncConnectionPool(
                ssl_context=context,
                proxy=httpcore.Proxy(via.geturl()) if proxy else None,
                max_connections=limits.of(host),
                keepalive_expiry=15.0,
                network_backend=GuardedBackend(policy),
            )
        )


class _Pools:
    """Connections of each server by themselves: one pool for all looks at every connection it
    has for every request, and closes those of one server for another's. No more of a server
    than are allowed, also where others redirect to it."""

    def __init__(self, make: Callable[[str], httpcore.AsyncConnectionPool]) -> None:
        self._make = make
        self._pools: OrderedDict[tuple[bytes, ...], httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        url = request.url
        server = (url.scheme, url.host, str(url.port).encode())
        pool = self._pools.get(server)
        if pool is None:
            pool = self._pools[server] = self._make(url.host.decode("ascii", "replace"))
        self._pools.move_to_end(server)
        await self._close_idle(server)
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def _close_idle(self, asked: tuple[bytes, ...]) -> None:
        """Of the servers that were asked longest ago, so that few connections are kept."""
        for server, pool in list(self._pools.items())[: max(len(self._pools) - _SERVERS, 0)]:
            idle = all(connection.is_idle() for connection in pool.connections)
            if idle and server != asked and self._pools.pop(server, None) is not None:
                await pool.aclose()
