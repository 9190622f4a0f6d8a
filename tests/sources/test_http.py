"""The client: polite, guarded, and clear about what went wrong."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Iterator

import pytest
import trustme

from reader.sources.errors import FetchError
from reader.sources.exchange import USER_AGENT, Request
from reader.sources.guard import Policy, is_local, is_public
from reader.sources.http import Client, Limits
from tests.sources.server import Asked, Server, respond, running

OPEN = Policy(private=True)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(OPEN, Limits(whole=300.0)) as client:
        yield client


def test_a_page_with_all_that_is_told_of_it(client: Client, server: Server) -> None:
    server.page("/a", "héllo", "text/html; charset=ISO-8859-1", Cache_Control="max-age=600",
                Last_Modified="Tue, 04 Mar 2025 21:05:00 GMT")  # fmt: skip
    answer = client.fetch(Request(server.url("/a")))
    assert (answer.body, answer.status) == ("héllo".encode(), 200)
    assert (answer.media_type, answer.charset) == ("text/html", "ISO-8859-1")
    assert (answer.fresh_for, answer.modified) == (600.0, "Tue, 04 Mar 2025 21:05:00 GMT")
    asked = server.last("/a").headers
    assert asked["user-agent"] == USER_AGENT
    assert {"gzip", "br", "zstd"} <= set(asked["accept-encoding"].split(", "))
    assert "cookie" not in asked


def test_conditional_requests(client: Client, server: Server) -> None:
    server.page("/feed", "one")
    first = client.fetch(Request(server.url("/feed")))
    again = client.fetch(Request(server.url("/feed"), etag=first.etag))
    assert again.unchanged
    assert again.etag == first.etag
    server.page("/feed", "two")
    changed = client.fetch(Request(server.url("/feed"), etag=first.etag))
    assert changed.body == b"two"


def test_connections_are_reused_and_few(server: Server) -> None:
    for n in range(12):
        server.page(f"/{n}", "x")
    server.together(2, *server.handlers)
    limits = Limits(per_host=2, per_local_host=2)
    with Client(OPEN, limits) as client:
        futures = [client.submit(Request(server.url(f"/{n}"))) for n in range(12)]
        assert [future.result().body for future in futures] == [b"x"] * 12
    assert server.most_at_once == 2


def test_a_site_that_wants_its_cookie_back_gets_it(server: Server) -> None:
    async def gate(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.headers.get("cookie") == "seen=1":
            await respond(writer, 200, b"the story")
        else:
            await respond(writer, 302, b"", Location="/story", Set_Cookie="seen=1; Path=/")

    async def never(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await respond(writer, 302, b"", Location="/never", Set_Cookie="seen=2; Path=/")

    server.handlers |= {"/story": gate, "/never": never}
    with running() as other, Client(OPEN) as client:
        other.page("/", "x")
        assert client.fetch(Request(server.url("/story"))).body == b"the story"
        client.fetch(Request(other.url("/", "localhost")))
        assert "cookie" not in other.last("/").headers
        with pytest.raises(FetchError, match="more than 8 times"):
            client.fetch(Request(server.url("/never")))


def test_those_who_redirect_to_a_server_share_its_connections(server: Server) -> None:
    doors = [f"127.0.0.{n}" for n in range(2, 8)]
    with running(host="0.0.0.0") as door:
        for n in range(6):
            door.redirect(f"/{n}", server.url(f"/target?{n}"))
            server.page(f"/target?{n}", "x")
        server.together(2, *server.handlers)
        limits = Limits(per_host=2, per_local_host=2)
        with Client(OPEN, limits) as client:
            asked = [Request(door.url(f"/{n}", host)) for n, host in enumerate(doors)]
            futures = [client.submit(request) for request in asked]
            assert [future.result().body for future in futures] == [b"x"] * 6
    assert server.most_at_once == 2


def test_permanent_moves_are_told_and_passing_ones_not(client: Client, server: Server) -> None:
    server.page("/new", "x")
    server.redirect("/old", "/new", 301)
    server.redirect("/older", "/old", 308)
    server.redirect("/now", "/new", 302)
    server.redirect("/mixed", "/now", 301)
    moved = {p: client.fetch(Request(server.url(p))).moved_to for p in ("/older", "/now", "/mixed")}
    assert moved == {"/older": server.url("/new"), "/now": None, "/mixed": server.url("/now")}


def test_credentials_stay_with_their_server(client: Client, server: Server) -> None:
    with running() as other:
        other.page("/elsewhere", "x")
        server.page("/here", "x")
        server.redirect("/away", other.url("/elsewhere"))
        server.redirect("/home", "/here")
        for path in ("/away", "/home"):
            client.fetch(Request(server.url(path).replace("//", "//me:s3cret@")))
        assert server.last("/here").headers["authorization"] == "Basic bWU6czNjcmV0"
        assert "authorization" not in other.last("/elsewhere").headers


def test_a_pause_that_a_server_asks_for_is_kept(server: Server) -> None:
    server.page("/busy", "no", status=429, Retry_After="3600")
    server.page("/other", "x")
    with Client(OPEN) as client:
        with pytest.raises(FetchError, match="too often") as caught:
            client.fetch(Request(server.url("/busy")))
        assert caught.value.retry_after == 3600
        with pytest.raises(FetchError, match="left alone for 60 minutes"):
            client.fetch(Request(server.url("/other")))
    assert server.count("/other") == 0


def test_robots_are_heeded_for_what_nobody_asked_for(client: Client, server: Server) -> None:
    server.page(
        "/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open", "text/plain"
    )
    for path in ("/private/a", "/private/open", "/public"):
        server.page(path, "x")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        client.fetch(Request(server.url("/private/a"), asked=False))
    for path, asked in (("/private/a", True), ("/private/open", False), ("/public", False)):
        assert client.fetch(Request(server.url(path), asked=asked)).body == b"x"
    assert server.count("/robots.txt") == 1


def test_what_is_no_page_is_not_read(client: Client, server: Server) -> None:
    server.endless("/film", b"Content-Type: video/mp4", b"x" * 1000)
    with pytest.raises(FetchError, match="not a page but a video"):
        client.fetch(Request(server.url("/film"), types=("text/",)))


def test_a_fetch_can_be_cancelled(client: Client, server: Server) -> None:
    server.raw("/hang", then="hang")
    future = client.submit(Request(server.url("/hang")))
    until = time.monotonic() + 60
    while not server.count("/hang") and time.monotonic() < until:
        time.sleep(0.01)
    assert future.cancel()


def test_private_servers_are_refused(server: Server) -> None:
    server.page("/x", "x")
    with Client() as client:
        for host in ("127.0.0.1", "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"):
            with pytest.raises(FetchError) as caught:
                client.fetch(Request(server.url("/x", host)))
            assert caught.value.fault in ("private", "name", "address"), host
    assert server.asked == []


def test_a_redirect_into_the_private_network_is_refused(server: Server) -> None:
    server.redirect("/out", "http://127.0.0.2:1/secret", 302)
    with (
        Client(Policy(hosts=[f"127.0.0.1:{server.port}"])) as client,
        pytest.raises(FetchError, match=r"127\.0\.0\.2 is on this machine"),
    ):
        client.fetch(Request(server.url("/out")))


def test_a_name_is_connected_to_as_it_was_checked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means another address at each look cannot get around the check."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    asked: list[str] = []
    connected: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(answers)]

    async def connect(self: object, host: str, *rest: object) -> None:
        connected.append(host)
        raise OSError("not in a test")

    monkeypatch.setattr("reader.sources.guard._resolved", rebinding)
    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    with Client() as client:
        with pytest.raises(OSError, match="not in a test"):
            client.fetch(Request(f"http://rebind.example:{server.port}/"))
        with pytest.raises(FetchError, match="on this machine"):
            client.fetch(Request(f"http://rebind.example:{server.port}/"))
    assert (asked, connected) == (["rebind.example"] * 2, ["93.184.216.34"])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("192.168.0.1", False), ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("no address", False),
    ],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_through_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.page("http://bay.example/pier", "by proxy")
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.setenv("no_proxy", "")
    with Client() as client:
        assert client.fetch(Request("http://bay.example/pier")).body == b"by proxy"
        for host in ("10.0.0.1", "127.0.0.1", "169.254.169.254"):
            with pytest.raises(FetchError, match="on this machine or its own network"):
                client.fetch(Request(f"http://{host}/"))


def test_what_is_this_machine() -> None:
    for host in ("127.0.0.1:80", "localhost", "x.localhost", "[::1]:8080", "::1"):
        assert is_local(host), host
    for host in ("example.org", "10.0.0.1", "localhost.example.org"):
        assert not is_local(host), host


def test_certificates_are_verified() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)  # an authority nobody knows
    with running(tls=context) as server, Client(OPEN) as client:
        server.page("/", "x")
        with pytest.raises(FetchError, match="not to be trusted: ") as caught:
            client.fetch(Request(f"https://127.0.0.1:{server.port}/"))
    assert caught.value.fault == "tls"
    assert server.asked == []


def test_a_site_that_asks_for_pauses_gets_them(server: Server) -> None:
    server.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.2", "text/plain")
    for n in range(4):
        server.page(f"/{n}", "x")
    with Client(OPEN) as client:
        start = time.monotonic()
        futures = [client.submit(Request(server.url(f"/{n}"), asked=False)) for n in range(4)]
        assert [future.result().body for future in futures] == [b"x"] * 4
        assert time.monotonic() - start >= 0.55  # three pauses


def test_many_threads_may_fetch(client: Client, server: Server) -> None:
    async def echo(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await respond(writer, 200, asked.path.encode())

    got: list[bytes] = []
    for n in range(8):
        server.handlers[f"/t{n}"] = echo

    def fetch(n: int) -> None:
        got.append(client.fetch(Request(server.url(f"/t{n}"))).body)

    threads = [threading.Thread(target=fetch, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(got) == [f"/t{n}".encode() for n in range(8)]
