"""The search line: searches while one types, completes names, remembers."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from reader.app.paint import safe, shorten
from reader.app.widgets.linelist import LineList, text_strip

HISTORY = 100


class SearchLine(Input):
    """One line of input; what completion offers stands in ``Completions`` below it."""

    class Offered(Message):
        """A move in the list of completions, or the wish to take one."""

        def __init__(self, step: int, take: bool = False) -> None:
            super().__init__()
            self.step = step
            self.take = take

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            placeholder='search everything: words, "phrases", speaker:name …',
            select_on_focus=False,
            compact=True,
            id=id,
        )
        self.cursor_blink = False
        self.leave: Callable[[bool], None] = lambda forward: None
        """Called at once when the person is done: True to the results, False back."""
        self.history: list[str] = []
        self.offering = False
        self._back = 0

    def remember(self, text: str) -> None:
        """Notes a search for ↑."""
        text = text.strip()
        if text:
            self.history = [*(each for each in self.history if each != text), text][-HISTORY:]
        self._back = 0

    def put(self, text: str) -> None:
        """Sets the text with the cursor at its end."""
        self.value = safe(text)
        self.cursor_position = len(text)

    async def _on_key(self, event: Key) -> None:
        if event.key in ("down", "up", "tab", "shift+tab", "escape", "ctrl+n", "enter"):
            event.stop()
            event.prevent_default()
            self._special(event.key)
            return
        self._back = 0
        if event.character == "/" and not self.value:
            event.stop()
            event.prevent_default()
            return  # the key that leads here, pressed here: no query begins so
        await super()._on_key(event)

    def _special(self, key: str) -> None:
        if self.offering and key in ("tab", "down", "up", "shift+tab", "ctrl+n"):
            step = -1 if key in ("up", "shift+tab") else 1
            self.post_message(self.Offered(step, take=key == "tab"))
        elif key == "escape":
            if self.offering:
                self.post_message(self.Offered(0))
            elif self.value:
                self.put("")
            else:
                self.leave(False)
        elif key == "up" or (key == "down" and self._back):
            self._recall(1 if key == "up" else -1)
        else:
            self.leave(True)

    def _recall(self, step: int) -> None:
        back = self._back + step
        if 0 <= back <= len(self.history):
            self.put(self.history[-back] if back else "")
            self._back = back


class Completions(LineList):
    """What could be meant, under the search line; nothing is chosen until Tab."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.labels: list[str] = []

    def offer(self, labels: list[str]) -> None:
        """Shows these, or hides without any."""
        self.labels = labels
        self.display = bool(labels)
        self.styles.height = min(8, max(1, len(labels)))
        self.cursor = 0
        self.rows_changed()

    def row_count(self) -> int:
        """How many."""
        return len(self.labels)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One completion."""
        palette = self.palette
        head, _, rest = self.labels[index].partition("  ")
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        head = shorten(head, width - 2)
        parts = [edge, (head, palette.base), ("  " + rest if rest else "", palette.muted)]
        return text_strip(parts, width, palette.base)
