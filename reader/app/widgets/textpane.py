"""Lines of styled text that scroll, made for the width there is."""

from __future__ import annotations

from collections.abc import Callable

from textual.strip import Strip

from reader.app.paint import safe
from reader.app.palette import Palette
from reader.app.strips import text_strip
from reader.app.typeset import wrap
from reader.app.widgets.linebar import Parts
from reader.app.widgets.lineview import LineView

Writer = Callable[[int, Palette], list[Parts]]
"""Makes the lines for a width in cells."""


class TextPane(LineView, can_focus=True, inherit_bindings=False):
    """Shows what a writer wrote."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._writer: Writer = lambda width, palette: []
        self._lines: list[Parts] = []

    def write(self, writer: Writer) -> None:
        """Shows something else, from its beginning."""
        self._writer = writer
        self._make()
        self.scroll_to(y=0, animate=False)

    def _make(self) -> None:
        width = self.size.width
        self._lines = self._writer(max(8, width - 3), self.palette) if width else []
        self.set_height(len(self._lines))
        self.refresh()

    def forget_strips(self) -> None:
        """Draws everything anew, as after a change of theme."""
        self._make()

    def take_size(self) -> None:
        """Other lines for another width."""
        self._make()

    def render_line(self, y: int) -> Strip:
        """One line."""
        base, number = self.palette.base, y + self.scroll_offset.y
        parts = self._lines[number] if number < len(self._lines) else []
        return text_strip([("  ", base), *parts], self.size.width, base)

    # Moving, as every pane does it

    def move(self, rows: int) -> None:
        """Scrolls by lines."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)

    def page(self, pages: float) -> None:
        """Scrolls by screenfuls."""
        self.move(round(max(1, self.size.height - 1) * pages))

    def to_row(self, index: int) -> None:
        """Scrolls to a line."""
        self.scroll_to(y=index, animate=False)

    def to_end(self) -> None:
        """Scrolls to the end."""
        self.scroll_to(y=len(self._lines), animate=False)

    def choose(self) -> None:
        """Nothing to open here."""


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` cells."""
    text = safe_lines(text)
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)]


def safe_lines(text: str) -> str:
    """Made safe, with its newlines."""
    return "\n".join(safe(line) for line in text.split("\n"))
