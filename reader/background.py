"""The app's background process: fetching, cleaning, annotating, indexing while one reads.

``python -m reader.background --library DIR`` reads commands and writes events, both one
JSON object a line; it ends when its input does, so it never outlives the app. What it
does is in `reader.ingest.service`; this file is the app's end of it and imports nothing
heavy.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Event = Mapping[str, Any]
"""``{"event": "progress" | "article" | "annotated" | "added" | "feed" | "message" | "idle", …}``"""

_PATIENCE = 3.0
"""Seconds that the process gets to end by itself."""
GIVES_WAY = 5
"""How nice the process is to the app that started it; its workers are nicer still."""


class Background:
    """The process, seen from the app. ``on_event`` is called from a thread of its own."""

    def __init__(
        self,
        folder: Path,
        on_event: Callable[[Event], None],
        *,
        options: tuple[str, ...] = (),
    ) -> None:
        self._folder = folder
        self._on_event = on_event
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._writing = threading.Lock()
        self._stopping = False

    def start(self) -> None:
        """Start the process and begin to listen."""
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from reader.background import main; sys.exit(main(sys.argv[1:]))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, "--library", str(self._folder), *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the app's terminal is the app's
        )
        threading.Thread(target=self._listen, daemon=True, name="background").start()

    def send(self, command: Mapping[str, Any]) -> bool:
        """Send a command; False where the process is gone."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        with self._writing:
            try:
                process.stdin.write(json.dumps(command).encode() + b"\n")
                process.stdin.flush()
            except (OSError, ValueError):
                return False
        return True

    def stop(self) -> None:
        """End the process; whatever it was at is resumed by the next one."""
        self._stopping = True
        process = self._process
        if process is None:
            return
        self.send({"do": "stop"})
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def _listen(self) -> None:
        process = self._process
        if process is None or process.stdout is None:
            return
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # a line cut off by the end of the process
            self._on_event(event)
        process.wait()
        if not self._stopping:
            self._on_event(
                {
                    "event": "message",
                    "text": "The background work has ended unexpectedly; "
                    "it goes on when reader is opened again.",
                }
            )


def main(arguments: list[str] | None = None) -> int:
    """The background process itself."""
    import argparse

    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)  # before the imports: the app is being painted right now

    from reader import config
    from reader.ingest.service import serve

    config.be_lenient()
    parser = argparse.ArgumentParser(prog="reader.background", description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="the library's folder")
    parser.add_argument("--no-samples", action="store_true", help="import no sample articles")
    parser.add_argument("--no-refresh", action="store_true", help="fetch only when told to")
    parser.add_argument("--allow-private", action="store_true", help="fetch private addresses")
    options = parser.parse_args(arguments)
    return serve(
        options.library,
        samples=not options.no_samples,
        refresh=not options.no_refresh,
        allow_private=options.allow_private,
    )


if __name__ == "__main__":
    sys.exit(main())
