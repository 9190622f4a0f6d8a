"""``reader serve``: the same app over a socket, and in a real browser where there is one."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Reader

aiohttp = pytest.importorskip("aiohttp", reason="the extra 'serve' is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
PATIENCE = 180.0
"""Seconds after which a test gives up; on the slowest machine it is done long before."""
SHOWN = "Norrline"
"""Stands in a title of the samples."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def served(samples: Path, tmp_path: Path) -> Iterator[int]:
    """The port at which the app is served, on a copy of the samples."""
    library = shutil.copytree(samples, tmp_path / "served")
    command = [sys.executable, "-m", "reader", "--library", str(library), "serve", "--port"]
    for _ in range(10):  # another program may take the port first
        port = free_port()
        with subprocess.Popen([*command, str(port)], cwd=ROOT, stdout=-3, stderr=-3) as run:
            if answers(port, run):
                yield port
                end(run)
                return
    raise AssertionError("the server did not start")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a program to end; it need not be willing."""
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait for the server; False if it has ended."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with socket.socket() as one:
            if not one.connect_ex(("127.0.0.1", port)):
                return server.poll() is None
        time.sleep(0.05)
    return False


async def until_open(session: Any, url: str) -> None:
    """Wait for a program that says nothing when it is ready."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            async with session.get(url) as page:
                assert page.status == 200
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.05)
    raise AssertionError("the server did not answer")


async def test_the_app_paints_over_the_socket(served: int) -> None:
    async with aiohttp.ClientSession() as session:
        await until_open(session, f"http://localhost:{served}/")
        address = f"http://localhost:{served}/ws?width=120&height=36"
        async with session.ws_connect(address) as socket_:
            painted = b""
            async with asyncio.timeout(PATIENCE):
                while SHOWN.encode() not in painted:
                    message = await socket_.receive()
                    assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)
                    painted += message.data if isinstance(message.data, bytes) else b""


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Host": "rebound.example:8000"},
    ],
)
async def test_no_page_of_others_is_let_in(served: int, headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession() as session:
        await until_open(session, f"http://localhost:{served}/")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"http://localhost:{served}/ws?width=80", headers=headers)
        assert refused.value.status == 403


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
async def test_the_app_is_painted_in_a_real_browser(served: int, tmp_path: Path) -> None:
    debug = free_port()
    with subprocess.Popen(
        [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "about:blank",
            f"--remote-debugging-port={debug}", f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1200,800",
        ],
        stdout=-3, stderr=-3,
    ) as browser:  # fmt: skip
        try:
            async with aiohttp.ClientSession() as session:
                await until_open(session, f"http://localhost:{served}/")
                await until_open(session, f"http://localhost:{debug}/json/version")
                painted = await painted_in_browser(session, debug, f"http://localhost:{served}/")
        finally:
            end(browser)
    assert SHOWN in painted


async def painted_in_browser(session: Any, debug: int, url: str) -> str:
    """What the page receives and paints, until the sample title is among it."""
    pages: list[Any] = []
    async with asyncio.timeout(PATIENCE):
        while not pages:
            async with session.get(f"http://localhost:{debug}/json/list") as listed:
                pages = [each for each in await listed.json() if each["type"] == "page"]
            await asyncio.sleep(0.05)
    painted = ""
    async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as control:
        for number, (method, parameters) in enumerate(
            [("Network.enable", {}), ("Page.enable", {}), ("Page.navigate", {"url": url})]
        ):
            await control.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE):
            while SHOWN not in painted:
                event = json.loads((await control.receive()).data)
                if event.get("method") == "Network.webSocketFrameReceived":
                    painted += decoded(event["params"]["response"])
    return painted


def decoded(frame: dict[str, Any]) -> str:
    """The text of a frame; the browser hands over binary ones as base64."""
    import base64

    if frame["opcode"] == 2:
        return base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
    return str(frame["payloadData"])


def test_without_the_extra_one_sentence_says_what_to_install(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    done = reader("serve")
    assert done.code == 1
    assert "pip install textual-serve" in done.err


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none_is_refused(reader: Reader, port: str) -> None:
    done = reader("serve", "--port", port)
    assert done.code == 2
    assert "is no port" in done.err


def test_a_port_in_use_is_said_in_one_sentence(reader: Reader, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = reader("--library", tmp_path / "library", "serve", "--port", str(port))
    assert (done.code, done.out) == (1, "")
    (line,) = done.err.splitlines()
    assert f"Port {port} is in use by another program; choose another one with --port." in line
