"""The app as it is, but telling its terminal when all that a key set off has been painted."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.pilot import Pilot

from reader.app.app import ReaderApp
from tests.app.driving import has_more_to_do


class RestingApp(ReaderApp):
    """After each key and each change of size says ``rest KEYS COLUMNSxROWS``, as a title.

    What is painted goes the same way, so that whoever reads that title has got all of it.
    """

    _taken = 0
    _watching: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Counts keys as they come from the terminal."""
        is_typed = isinstance(event, events.Key) and not event.is_forwarded
        await super().on_event(event)
        self._taken += is_typed

    def on_ready(self) -> None:
        """The first screen is there."""
        self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        told = ""
        while True:
            await asyncio.sleep(0.005)
            state = self._state()
            if state != told and await self._is_painted(state) and self._driver is not None:
                self._driver.write(f"\x1b]2;{state}\x07")
                told = state

    def _state(self) -> str:
        return f"rest {self._taken} {self.size.width}x{self.size.height}"

    async def _is_painted(self, state: str) -> bool:
        pilot = Pilot[Any](self)
        for _round in range(5):
            if has_more_to_do(self) or self._state() != state:
                return False
            await pilot._wait_for_screen(600)
            self.screen._on_timer_update()
        return True
