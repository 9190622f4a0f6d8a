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


BAR, DONE, LEFT = 8, "━", "─"
"""Cells of a progress bar, and what they show: told apart without colours, too."""
ROOMY = 100
"""Columns from which on a progress tells its pace, too."""


def bar_of(share: float) -> str:
    """A bar for a share from 0 to 1; full only where all is done."""
    full = min(BAR, max(0, int(share * BAR)))
    return DONE * full + LEFT * (BAR - full)


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
        self._progress = ("", "", "")
        self._widest = 0
        """Of the progress so far: it takes no less, so that nothing beside it moves."""
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

    def show_progress(self, text: str, share: float | None = None, stop: str = "") -> None:
        """What goes on in the background, how much of it is done, and what stops it; empty when
        nothing goes on."""
        progress = (text, stop if text else "", bar_of(share) if text and share is not None else "")
        if progress != self._progress:
            self._progress = progress
            if not text:
                self._widest = 0
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
        room = width - 1 - sum(cell_len(text) for text, _ in right) - 3 * bool(right)
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
        if self._progress[0]:
            return self._going_on()
        return [(self._rest, palette.muted)] if self._rest else []

    def _going_on(self) -> Parts:
        """The bar stands at the end, where it stays while numbers before it grow."""
        text, stop, bar = self._progress
        if self.size.width < ROOMY:
            text = text.split(" · ")[0]
        text = " · ".join(part for part in (text, stop) if part)
        self._widest = min(max(self._widest, cell_len(text)), max(10, self.size.width) - 12)
        parts: Parts = [(text.rjust(self._widest), self.palette.muted)]
        if bar:
            done = bar.rstrip(LEFT)
            parts += [(" " + done, self.palette.accent), (bar[len(done) :], self.palette.faint)]
        return parts

    def on_click(self, event: Click) -> None:
        """A click on a hint does it."""
        for start, width, name in self._shown:
            if start <= event.x < start + width and name:
                self.post_message(self.Chosen(name))

    def on_resize(self) -> None:
        """Other hints fit."""
        self.update()
