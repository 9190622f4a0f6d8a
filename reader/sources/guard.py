"""Connections to the open internet only, unless a person allowed otherwise.

The check stands where a connection is opened, on the very addresses that are connected
to, so that no name can be checked as one address and used as another.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore

from reader.sources.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Policy:
    """Which servers may be asked. ``private`` allows all; ``hosts`` single ones ("name:port")."""

    def __init__(self, private: bool = False, hosts: Iterable[str] = ()) -> None:
        self.private = private
        self.hosts = frozenset(host.lower() for host in hosts)

    def allows(self, host: str, port: int) -> bool:
        """Whether private addresses are allowed for this server."""
        host = host.lower()
        return self.private or host in self.hosts or f"{host}:{port}" in self.hosts


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_private_server(url: str) -> bool:
    """Whether the server of an address is on this machine or its network, as of now."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError):
        return False
    return any(not is_public(str(entry[4][0])) for entry in found)


def is_local(host: str) -> bool:
    """Whether a host, with or without its port, names this machine itself."""
    name = host.rpartition(":")[0] if host.count(":") == 1 or "]:" in host else host
    name = name.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves names itself, refuses private addresses and connects to what it checked."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _resolved(host, port)
        if not self.policy.allows(host, port):
            addresses = [address for address in addresses if is_public(address)]
            if not addresses:
                raise _private(host)
        failure: Exception | None = None
        for address in addresses[:4]:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = failure or error
        raise failure or httpcore.ConnectError("no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise FetchError("sockets of this machine are not fetched from", "private")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def refuse_private_number(host: str, policy: Policy) -> None:
    """Where a proxy resolves names, private addresses can be refused by their numbers only."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(host) and not policy.private:
        raise _private(host)


def _private(host: str) -> FetchError:
    return FetchError(
        f"{host} is on this machine or its own network, not on the internet; "
        "allow it with --allow-private if you mean it",
        "private",
    )


async def _resolved(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no server named {host}, or no network", "name") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def tls_context() -> ssl.SSLContext:
    """Certificates are always verified: by the system's authorities and certifi's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
