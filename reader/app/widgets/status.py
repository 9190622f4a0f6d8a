"""The last line: the keys that matter here, and what just happened."""

from __future__ import annotations

from rich.cells import cell_len
from textual.events import Click
from textual.timer import Timer

from reader.app.paint import safe
from reader.app.widgets.linebar import LineBar, Parts

STAYS = 6.0
"""Seconds that a message stays, unless a key comes first."""


class Status(LineBar):
    """Keys on the left; on the right the newest of: a number being typed, a message, progress,
    and what stands there otherwise."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._hints: list[tuple[str, str, str]] = []
        self._message: tuple[str, bool] | None = None
        self._progress = ""
        self._rest = ""
        self._number = 0
        self._timer: Timer | None = None

    def show_hints(self, hints: list[tuple[str, str, str]]) -> None:
        """Key, words and action of each."""
        if hints != self._hints:
            self._hints = hints
            self.update()

    def show_number(self, number: int) -> None:
        """The number typed so far."""
        self._number = number
        self.update()

    def say(self, text: str, *, warn: bool = False) -> None:
        """Something that happened."""
        self._message = (safe(text), warn)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(STAYS, self.hush)
        self.update()

    def hush(self) -> None:
        """Takes the message away."""
        if self._message is not None:
            self._message = None
            self.update()

    def show_progress(self, text: str) -> None:
        """What goes on in the background; empty when nothing does."""
        if text != self._progress:
            self._progress = text
            self.update()

    def show_rest(self, text: str) -> None:
        """What stands on the right when nothing else does."""
        if text != self._rest:
            self._rest = text
            self.update()

    @property
    def message(self) -> str:
        """What is being said."""
        return self._message[0] if self._message else ""

    def update(self) -> None:
        """Puts the line together."""
        palette = self.palette
        left: Parts = [(" ", palette.base)]
        for key, words, _ in self._hints:
            left += [(key, palette.key), (" " + words, palette.muted), ("   ", palette.base)]
        right: Parts = []
        if self._number:
            right = [(str(self._number), palette.key)]
        elif self._message:
            text, warn = self._message
            right = [(text, palette.warning if warn else palette.strong)]
        elif self._progress:
            right = [(self._progress, palette.muted)]
        elif self._rest:
            right = [(self._rest, palette.muted)]
        width = max(10, self.size.width)
        if right and cell_len(right[0][0]) > width - 2:
            right = [(right[0][0][: width - 3] + "…", right[0][1])]
        self.show(left, [*right, (" ", palette.base)] if right else [])

    def on_click(self, event: Click) -> None:
        """A click on a hint does it."""
        at = 1
        for key, words, name in self._hints:
            end = at + cell_len(key) + 1 + cell_len(words)
            if at <= event.x < end:
                self.screen.call_later(getattr(self.screen, "action_do"), name)  # noqa: B009
                return
            at = end + 3
