"""The last line: the keys that matter here, and what just happened."""

from __future__ import annotations

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.timer import Timer

from reader.app.paint import safe, shorten
from reader.app.widgets.linebar import LineBar, Parts

STAYS = 6.0
"""Seconds that a message stays, unless a key comes first."""


def hint_width(key: str, words: str) -> int:
    """Columns that a hint takes."""
    return cell_len(key) + 1 + cell_len(words)


class Status(LineBar):
    """Keys on the left; on the right the newest of: a number being typed, a message, progress,
    and what stands there otherwise."""

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__(id="status")
        self._shown: list[tuple[int, int, str]] = []
        """Column, width and action of each hint there is room for."""
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

    def say(self, text: str, *, warn: bool = False, stays: float = STAYS) -> None:
        """Something that happened."""
        self._message = (safe(text), warn)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(stays, self.hush)
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
        palette, width = self.palette, max(10, self.size.width)
        right = self._right()
        if right and cell_len(right[0][0]) > width - 2:
            right = [(shorten(right[0][0], width - 2), right[0][1])]
        room = width - 1 - sum(cell_len(text) + 3 for text, _ in right)
        left: Parts = [(" ", palette.base)]
        self._shown, at = [], 1
        for key, words, name in self._fitting(room):
            self._shown.append((at, hint_width(key, words), name))
            at += hint_width(key, words) + 3
            gap = [("   ", palette.base)] if len(left) > 1 else []
            left += [*gap, (key, palette.key), (" " + words, palette.muted)]
        self.show(left, [*right, (" ", palette.base)] if right else [])

    def _fitting(self, room: int) -> list[tuple[str, str, str]]:
        """The first hints that there is room for, and the last one: the way to all others."""
        widths = [hint_width(key, words) for key, words, _ in self._hints]
        room -= widths[-1] if widths else 0
        kept = []
        for hint, wide in zip(self._hints[:-1], widths, strict=False):
            room -= wide + 3
            if room < 0:
                break
            kept.append(hint)
        return kept + self._hints[-1:]

    def _right(self) -> Parts:
        palette = self.palette
        if self._number:
            return [(str(self._number), palette.key)]
        if self._message:
            text, warn = self._message
            return [(text, palette.warning if warn else palette.strong)]
        if self._progress:
            return [(self._progress, palette.muted)]
        return [(self._rest, palette.muted)] if self._rest else []

    def on_click(self, event: Click) -> None:
        """A click on a hint does it."""
        for start, width, name in self._shown:
            if start <= event.x < start + width and name:
                self.post_message(self.Chosen(name))

    def on_resize(self) -> None:
        """Other hints fit."""
        self.update()
