"""Keys in turn: one acts when all that the one before set off is done.

Textual gives a key to the widget that has the keyboard when the key comes, and does what it
means later. Of several keys in one read (a fast typist, a paste, a terminal multiplexer) those
after ``/`` would so still go to the list. Here a key that comes meanwhile waits until the one
before has gone its whole way: to its widget, up to the app, and into the screen that it opened;
and until the article or the list is there that it means, but no longer than `PATIENCE`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Event
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from reader.app.app import ReaderApp

ROUNDS = 2
"""A key may send a message (Enter that of its text), which is as far behind it as it was."""
MOST_ROUNDS = 12
"""Of a key that still moves the keyboard on, or opens or closes screens."""
PATIENCE = 2.0
"""Seconds after which it is looked whether the widget that is waited for is still there. For
an article or a list, all the keys that are kept wait no longer than that together."""


class Turns:
    """Follows each key on its way, and keeps those that come meanwhile."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._waiting: deque[Event] = deque()
        self._under_way = False
        self._chain: list[MessagePump] = []
        """Whom the key still passes."""
        self._at: MessagePump | None = None
        self._rounds = 0
        self._number = 0
        """Of the round: what comes back late from another one means nothing."""
        self._where: tuple[object, object] = (None, None)
        self._patience: asyncio.TimerHandle | None = None
        self._hurry = False
        """So long was waited for an article or a list that the keys kept wait for none."""
        self._ended = False

    @property
    def busy(self) -> bool:
        """Is a key on its way?"""
        return self._under_way

    def waits(self, event: Event) -> bool:
        """Keeps a key or a paste while another one is on its way."""
        if self._under_way:
            self._waiting.append(event)
        return self._under_way

    def begin(self) -> None:
        """A key has just been sent to where the keyboard is."""
        if self._ended or not self._app.is_running or not self._app.screen_stack:
            return
        self._under_way, self._rounds = True, 0
        self._patience = asyncio.get_running_loop().call_later(PATIENCE, self._impatient)
        self._round()

    def stop(self) -> None:
        """The program is left: no further key means anything."""
        self._ended, self._under_way = True, False
        self._number += 1
        self._waiting.clear()
        if self._patience is not None:
            self._patience.cancel()

    def _round(self) -> None:
        """Follows the key from widget to widget: what it sent before comes before."""
        app = self._app
        self._number += 1
        self._rounds += 1
        self._where = app.screen, app.focused
        start = app.focused or app.screen
        self._chain = [node for node in start.ancestors_with_self if node is not app]
        self._hop(self._number)

    def _hop(self, number: int) -> None:
        if number != self._number:
            return
        while self._chain:
            pump = self._at = self._chain.pop(0)
            if pump.call_later(self._hop, number):
                return
        self._at = None
        self._app.call_later(self._arrived, number)

    async def _arrived(self, number: int) -> None:
        """The app, too, has done what it had to."""
        if number != self._number or not self._app.screen_stack:
            return
        moved = self._where != (self._app.screen, self._app.focused)
        if self._rounds < (MOST_ROUNDS if moved else ROUNDS):
            self._round()
        elif self._waiting and not self._hurry and (when_there := self._on_its_way()):
            when_there(lambda: self._go_on(number))
        else:
            await self._over(number)

    def _on_its_way(self) -> Callable[[Callable[[], None]], None] | None:
        """What tells when that is there in which the next key means something, if it is not."""
        reading = self._app.reading
        if reading.opened.is_asked:
            return reading.opened.when_shown
        if reading.searching.is_behind and self._app.focused is reading.results:
            return reading.searching.when_listed
        return None

    def _go_on(self, number: int) -> None:
        self._app.call_later(self._over, number)

    async def _over(self, number: int) -> None:
        if number != self._number:
            return
        self._number += 1
        self._under_way = False
        if self._patience is not None:
            self._patience.cancel()
        if self._waiting:
            await self._app.take_key(self._waiting.popleft())
        else:
            self._hurry = False

    def _impatient(self) -> None:
        """A widget went with what it had to pass on, or an article or a list does not come."""
        if self._at is not None and self._at.is_running and self._app.is_running:
            self._patience = asyncio.get_running_loop().call_later(PATIENCE, self._impatient)
        else:
            self._hurry = self._at is None
            self._go_on(self._number)
