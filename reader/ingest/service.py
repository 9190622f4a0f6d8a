"""The background process: three lanes of work, fed by commands, reporting by events.

Fetching (also files and samples), annotating and indexing each have a thread that waits
until there is something to do and lets worker processes do it. All queues are in the
library, so that it does not matter when this process is killed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from reader.ingest.lanes import AnnotateLane, FetchLane, IndexLane, Lane
from reader.ingest.model import Added, cores
from reader.library.store import Library
from reader.news import ReaderError

_PROGRESS_SECONDS = 0.2
_PACE_SECONDS = 30.0


class Pace:
    """How quickly work goes on of late: over the last half minute, or all of it if shorter."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, int]] = []

    def rate(self, done: int, moment: float) -> float:
        """So many a second; 0 as long as that cannot be told."""
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()  # begun anew
        if not self._marks or moment - self._marks[-1][0] >= _PACE_SECONDS / 6:
            self._marks.append((moment, done))
        while len(self._marks) > 1 and moment - self._marks[1][0] >= _PACE_SECONDS:
            self._marks.pop(0)
        since, before = self._marks[0]
        return (done - before) / (moment - since) if moment - since >= 1.0 else 0.0


class Events:
    """Writes events, one whole line each, from any thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._paces: dict[str, Pace] = {}
        self._told: dict[str, float] = {}

    def send(self, event: str, **fields: Any) -> None:
        """One event. Where nobody listens any more, this process has no purpose."""
        line = json.dumps({"event": event, **fields}).encode() + b"\n"
        with self._lock:
            try:
                self._stream.write(line)
                self._stream.flush()
            except (OSError, ValueError):
                os._exit(0)

    def progress(self, what: str, done: int, total: int | None) -> None:
        """Progress with its rate per second, a few times a second at most."""
        moment = time.monotonic()
        finished = total is not None and done >= total
        if not finished and moment - self._told.get(what, 0.0) < _PROGRESS_SECONDS:
            return
        self._told[what] = moment
        rate = self._paces.setdefault(what, Pace()).rate(done, moment)
        self.send("progress", what=what, done=done, total=total, rate=round(rate, 2))
        if finished:
            self._paces.pop(what, None)

    def message(self, text: str) -> None:
        """A line for the person."""
        self.send("message", text=text)


class Service:
    """The library, the lanes and what they tell."""

    def __init__(
        self,
        folder: Path,
        events: Events,
        *,
        samples: bool = True,
        refresh: bool = True,
        allow_private: bool = False,
    ) -> None:
        self.library = Library.open(folder)
        self.events = events
        self.samples = samples
        self.refresh = refresh
        self.allow_private = allow_private
        self.workers = max(1, cores() - 1)  # one core is the person's
        self.stopping = threading.Event()
        self.fetch = FetchLane(self)
        self.index = IndexLane(self)
        self.annotate = AnnotateLane(self)
        self._lanes: tuple[Lane, ...] = (self.fetch, self.index, self.annotate)
        self._was_idle = False

    def start(self) -> None:
        """Begin with what is left from the last time."""
        for lane in self._lanes:
            lane.start()

    def stored(self, line: Added) -> None:
        """An article came in: it is to be searchable soon."""
        if line.status in ("added", "updated"):
            self.index.wake()
            self.annotate.wake()

    def annotated(self, article_id: int, reason: str | None) -> None:
        """An article has its quotes and entities, or will have none for this reason."""
        self.events.send("annotated", id=article_id, error=reason)

    def report_idle(self) -> None:
        """Say so once when everything has been done."""
        idle = not any(lane.busy for lane in self._lanes)
        if idle and not self._was_idle:
            self.events.send("idle")
        self._was_idle = idle

    def command(self, command: Mapping[str, Any]) -> bool:
        """Do as told; False to end."""
        self._was_idle = False
        match command.get("do"):
            case "annotate":
                self.annotate.open(int(command["id"]))
            case "add" | "refresh" | "again":
                self.fetch.put(command)
            case "cancel":
                self.fetch.stop_now()
            case "pause":
                self.annotate.paused = bool(command.get("on", True))
                self.annotate.wake()
            case "stop":
                return False
            case other:
                self.events.message(f"Unknown command: {other}.")
        return True


def serve(
    folder: Path, *, samples: bool = True, refresh: bool = True, allow_private: bool = False
) -> int:
    """Work until the input ends or says stop."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but events may come out
    events = Events(stream)
    try:
        service = Service(
            folder, events, samples=samples, refresh=refresh, allow_private=allow_private
        )
    except ReaderError as error:
        events.message(str(error))
        return 1
    service.start()
    for line in sys.stdin.buffer:
        try:
            command = json.loads(line)
            if not service.command(command):
                break
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            events.message(f"A command could not be understood: {error}.")
    # At once: every queue is in the library, and the workers end with this process.
    os._exit(0)
