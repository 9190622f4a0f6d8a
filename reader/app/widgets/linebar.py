"""One line with something on its left and something on its right."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.app.paint import shorten
from reader.app.palette import Palette, palette_of
from reader.app.strips import text_strip
from reader.app.widgets.still import Still

Parts = list[tuple[str, Style]]


def cells(parts: Parts) -> int:
    """How wide pieces of text are."""
    return sum(cell_len(text) for text, _ in parts)


class LineBar(Still, Widget):
    """A line of the screen; what it says is set as two lists of styled pieces.

    Where both do not fit, the left side is cut.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "LineBar { height: 1; }"

    class Clicked(Message):
        """A piece on the left was clicked."""

        def __init__(self, sender: LineBar, text: str) -> None:
            super().__init__()
            self.sender = sender
            self.text = text

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.left: Parts = []
        self.right: Parts = []

    @property
    def palette(self) -> Palette:
        """The styles in use."""
        return palette_of(self)

    def show(self, left: Parts | None = None, right: Parts | None = None) -> None:
        """Says something else; a side that is None stays."""
        new = (self.left if left is None else left, self.right if right is None else right)
        if new == (self.left, self.right):
            return
        before, was = self.left, self.right
        self.left, self.right = new
        width, taken = self.size.width, max(cells(was), cells(self.right)) + 1
        if self.left == before and cells(before) + taken <= width:
            self.refresh(Region(width - taken, 0, taken, 1))  # as for progress: the rest stays
        else:
            self.refresh()

    def on_click(self, event: Click) -> None:
        """Says which piece it was."""
        start = 0
        for text, _ in self.left:
            end = start + cell_len(text)
            if start <= event.x < end and text.strip():
                self.post_message(self.Clicked(self, text.strip()))
            start = end

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        base = self.palette.base
        if y:
            return Strip.blank(width, base)
        right_width = cells(self.right)
        room = width - right_width - (1 if self.right else 0)
        left: Parts = []
        for text, style in self.left:
            cut = shorten(text, room)
            if cut:
                left.append((cut, style))
            room -= cell_len(cut)
            if room <= 0:
                break
        gap = max(0, room) + (1 if self.right else 0)
        return text_strip([*left, (" " * gap, base), *self.right], width, base)
