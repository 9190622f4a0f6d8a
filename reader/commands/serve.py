"""``reader serve``: the app in this machine's browsers.

A page of anybody's may open a socket to this machine; browsers tell who asks, and only the
page that was served from here is let in.
"""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from reader import config
from reader.commands import Group, WrongUsage, output
from reader.news import ReaderError


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "serve",
        run,
        help="show the app in a browser on this machine",
        examples="""\
  reader serve
  reader serve --port 9000
""",
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (8000)")


def run(args: argparse.Namespace) -> int:
    """Serve the app to this machine's browsers until stopped."""
    try:
        from textual_serve.server import Server
    except ImportError:
        raise ReaderError(
            "'reader serve' needs one more package: pip install textual-serve."
        ) from None
    if not 0 < args.port < 65_536:
        raise WrongUsage(f"{args.port} is no port; take one from 1 to 65535.")
    library = config.library_folder(args.library)
    command = shlex.join([sys.executable, "-m", "reader", "--library", str(library)])

    class Guarded(Server):  # type: ignore[misc]
        """The server, behind a look at who asks."""

        async def _make_app(self) -> Any:
            app = await super()._make_app()
            app.middlewares.append(_only_from_here(args.port))
            return app

    _must_be_free(args.port)
    output.note(f"reader is at http://localhost:{args.port} until ctrl+c is pressed.")
    Guarded(command, host="localhost", port=args.port, title="reader").serve()
    return 0


def _must_be_free(port: int) -> None:
    """Raises ReaderError where the server could not listen there; it would say so at length."""
    import socket

    for family, kind, number, _, address in socket.getaddrinfo(
        "localhost", port, type=socket.SOCK_STREAM
    ):
        try:
            with socket.socket(family, kind, number) as one:
                if os.name == "posix":  # as the server does; elsewhere it would allow two
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                one.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = f"Port {port} is in use by another program"
            elif error.errno == errno.EACCES:
                why = f"This account may not open port {port}"
            else:  # a kind of address that this machine has not got
                continue
            raise ReaderError(f"{why}; choose another one with --port.") from None


def _only_from_here(port: int) -> Any:
    """Lets nobody in who calls this machine by another name, or from another page."""
    from aiohttp import web

    here = {f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"}
    if port == 80:
        here |= {"localhost", "127.0.0.1", "[::1]"}

    @web.middleware
    async def look(request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        origin = request.headers.get("Origin")
        if request.host not in here or (
            origin is not None and origin.removeprefix("http://") not in here
        ):
            raise web.HTTPForbidden(text="reader shows itself to this machine's own pages only.")
        return await handler(request)

    return look
