"""What every screen of the program has: actions by id, number prefixes, a status line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual.events import Key
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input

from reader.app.actions import BY_ID
from reader.app.keymap import shown_keys
from reader.app.widgets.status import STAYS, Status
from reader.app.widgets.still import Still

if TYPE_CHECKING:
    from reader.app.app import ReaderApp

Handlers = dict[str, Callable[[], None]]
MOST = 9_999
WIDTHS = [(0, "-narrow"), (90, "-medium"), (120, "-wide")]
HEIGHTS = [(0, "-low"), (30, "-high")]
"""Classes of a screen from so many columns and lines on, for the style sheet."""


def size_classes(columns: int, rows: int) -> list[str]:
    """The classes that Textual will give a screen of this size: spares it a second styling."""
    found = []
    for steps, length in ((WIDTHS, columns), (HEIGHTS, rows)):
        found += [name for least, name in steps if length >= least][-1:]
    return found


class Pane(Protocol):
    """What can be moved about in with the same keys everywhere."""

    def move(self, rows: int) -> None: ...
    def page(self, pages: float) -> None: ...
    def to_row(self, index: int) -> None: ...
    def to_end(self) -> None: ...
    def choose(self) -> None: ...


class AppScreen(Still, Screen[None]):
    """A screen whose keys are actions of ``reader.app.actions``."""

    SCOPE: ClassVar[str] = ""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    ALLOW_SELECT = False

    def __init__(self, size: tuple[int, int] | None = None) -> None:
        super().__init__(classes=" ".join(size_classes(*size)) if size else None)
        self.number = 0
        self.many_come = False
        """Whether so much comes in that its progress is told, and not each thing by itself."""
        self.handlers: Handlers = {
            "move.down": lambda: self.pane.move(self.take_number()),
            "move.up": lambda: self.pane.move(-self.take_number()),
            "move.page_down": lambda: self.pane.page(self.take_number()),
            "move.page_up": lambda: self.pane.page(-self.take_number()),
            "move.half_down": lambda: self.pane.page(0.5),
            "move.half_up": lambda: self.pane.page(-0.5),
            "move.top": lambda: self.pane.to_row(max(0, self.number - 1)),
            "move.bottom": self._bottom,
            "move.open": lambda: self.pane.choose(),
            "app.back": self.leave,
            "app.quit": self.leave,
        }

    @property
    def reader(self) -> ReaderApp:
        """The app, by its own type."""
        return cast("ReaderApp", self.app)

    @property
    def pane(self) -> Pane:
        """What the moving keys move."""
        raise NotImplementedError

    def leave(self) -> None:
        """Back to the screen before."""
        self.app.pop_screen()

    def action_do(self, name: str) -> None:
        """Does what the action of this id means here."""
        handler = self.handlers.get(name) or self.reader.handlers.get(name)
        if handler is not None:
            self.status.hush()
            handler()
        self.set_number(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what this screen can do is offered."""
        if action == "do" and parameters:
            return parameters[0] in self.handlers or parameters[0] in self.reader.handlers
        return True

    def _screen_resized(self, size: Size) -> None:
        """Everything takes its new place before the one layout that Textual makes here."""
        if self.stack_updates and self.is_attached:
            now = size_classes(*size)
            before = set(self.classes)
            for name in (name for steps in (WIDTHS, HEIGHTS) for _, name in steps):
                self.set_class(name in now, name, update=False)
            self.take_width(size.width)
            if before != self.classes:
                self.update_node_styles(animate=False)
        super()._screen_resized(size)

    def take_width(self, width: int) -> None:
        """The screen is going to have another width."""

    def restyle(self) -> None:
        """Puts together anew what was put together in the colours of another theme."""
        self.status.update()

    # Numbers before a key

    def take_number(self) -> int:
        """The number that was typed before this key, or 1."""
        return self.number or 1

    def set_number(self, number: int) -> None:
        """Shows the number that is being typed."""
        if number != self.number:
            self.number = min(number, MOST)
            self.status.show_number(self.number)

    def _bottom(self) -> None:
        if self.number:
            self.pane.to_row(self.number - 1)
        else:
            self.pane.to_end()

    def on_key(self, event: Key) -> None:
        """Keys that mean something before they are an action's."""
        if self.intercept(event):
            event.stop()

    def intercept(self, event: Key) -> bool:
        """Takes a key before the actions see it: here, the digits of a number."""
        if isinstance(self.focused, Input):
            return False
        if event.character and event.character in "0123456789":
            digit = int(event.character)
            if digit or self.number:
                self.set_number(self.number * 10 + digit)
                return True
        return False

    # The status line

    @property
    def status(self) -> Status:
        """The last line of the screen."""
        return self.query_one(Status)

    def on_status_chosen(self, event: Status.Chosen) -> None:
        """A click on a key does what the key does."""
        event.stop()
        self.action_do(event.name)

    def say(self, text: str, *, warn: bool = False, stays: float = STAYS) -> None:
        """Tells the person what happened, for so many seconds or until a key comes."""
        self.status.say(text, warn=warn, stays=stays)

    def hints(self, *names: str) -> list[tuple[str, str, str]]:
        """First key, words and id of these actions, for the status line."""
        found = []
        for name in names:
            keys = shown_keys(name, self.reader.keymap.keys).split(" ")
            if keys[0]:
                found.append((keys[0], BY_ID[name].label, name))
        return found

    def show_hints(self, *names: str) -> None:
        """Shows the few keys that matter here; the last one is shown in any case."""
        self.status.show_hints(self.hints(*names))

    def news(self, event: Mapping[str, object]) -> None:
        """What the helper process reports, as far as every screen cares."""
        kind = event.get("event")
        if event.get("offers") and self is self.reader.reading:  # which is always there
            from reader.app.everywhere import offer

            offer(self.reader, event)
        if kind == "progress":
            words = progress_words(event)
            self.status.show_progress(words, progress_share(event), self._stopping(event))
            if event.get("what") in ("import", "refresh"):
                self.many_come = bool(words)
        elif kind == "idle":
            self.many_come = False
            self.status.show_progress("")
        elif kind == "message":
            self.say(str(event.get("text", "")))
        elif kind == "added" and self.many_come:
            return
        elif kind == "added" and event.get("status") == "known":
            self.say(f"there already: {event.get('title') or event.get('target')}")
        elif kind == "added" and event.get("status") in ("added", "updated"):
            what = "added" if event.get("status") == "added" else "a newer version came of"
            self.say(f"{what} {event.get('title') or event.get('target')}")

    def _stopping(self, event: Mapping[str, object]) -> str:
        """The key that stops what goes on, where one does."""
        keys = self.hints("app.refresh") if event.get("what") in ("import", "refresh") else []
        return f"{keys[0][0]} stops" if keys else ""


WORK = {
    "import": "adding",
    "refresh": "refreshing",
    "annotate": "finding quotes",
    "index": "indexing",
}


WORTH_TELLING = 3
"""Work on fewer things than this is done before anybody could read that it goes on."""


def progress_words(event: Mapping[str, object]) -> str:
    """Progress as the status line tells it."""
    done, total = event.get("done"), event.get("total")
    if isinstance(total, int) and total < WORTH_TELLING:
        return ""
    work = WORK.get(str(event.get("what")), str(event.get("what")))
    said = event.get("rate")
    rate = float(said) if isinstance(said, (int, float)) else 0.0
    if not isinstance(total, int) or not isinstance(done, int):
        return f"{work} {done or ''}".rstrip() + pace_words(rate)
    if done >= total:
        return ""
    pace = pace_words(rate, total - done)
    return f"{work} {done:,} of {total:,}{pace}"


def progress_share(event: Mapping[str, object]) -> float | None:
    """How much is done, from 0 to 1; None where that is not known."""
    done, total = event.get("done"), event.get("total")
    if not isinstance(done, int) or not isinstance(total, int) or total <= 0:
        return None
    return done / total


def pace_words(rate: float, left: int | None = None) -> str:
    """How quickly it goes and how long it will take; "" where that is not known yet."""
    if rate <= 0:
        return ""
    each = f" · {rate:.{0 if rate >= 10 else 1}f}/s"
    if left is None:
        return each
    seconds = left / rate
    if seconds < 90:
        time = f"{max(1, round(seconds))} s"
    else:
        time = f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
    return f"{each} · {time} left"
