"""The app's side of the helper process that annotates, indexes and fetches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.background import Background


class Helper:
    """Starts the helper off the event loop and passes commands to it; none is lost meanwhile."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[Mapping[str, object]], None],
        options: tuple[str, ...] = (),
    ) -> None:
        self._folder = folder
        self._options = options
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting: list[dict[str, object]] = []
        self._background: Background | None = None
        self._stopped = False

    def start(self) -> None:
        """Begins to start the process."""
        threading.Thread(target=self._start, name="helper", daemon=True).start()

    def _start(self) -> None:
        from reader.background import Background

        background = Background(self._folder, self._tell, options=self._options)
        with self._lock:
            if self._stopped:
                return
            background.start()
            self._background = background
            waiting, self._waiting = self._waiting, []
        for command in waiting:
            background.send(command)

    def send(self, command: dict[str, object]) -> None:
        """Asks for something."""
        with self._lock:
            if self._background is None:
                self._waiting.append(command)
                return
            background = self._background
        background.send(command)

    def stop(self) -> None:
        """Ends the process without waiting for it: it also ends by itself when the app does."""
        with self._lock:
            self._stopped = True
            background, self._background = self._background, None
        if background is not None:
            threading.Thread(target=background.stop, name="helper-end", daemon=True).start()
