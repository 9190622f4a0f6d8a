"""A pane whose border can be moved with the mouse."""

from __future__ import annotations

from textual.events import MouseDown, MouseMove, MouseUp
from textual.message import Message

from reader.app.widgets.still import Column


class Bordered(Column):
    """A column of the screen; its border on one side is dragged to another place."""

    class Dragged(Message):
        """The border was moved by so many columns to the right."""

        def __init__(self, sender: Bordered, columns: int) -> None:
            super().__init__()
            self.sender = sender
            self.columns = columns

    class Dropped(Message):
        """The border was let go."""

    def __init__(self, *, id: str, left: bool = False) -> None:
        super().__init__(id=id)
        self._left = left
        self._held: int | None = None
        """Column of the screen at which the border was last."""

    def on_mouse_down(self, event: MouseDown) -> None:
        """Takes hold of the border."""
        border = 0 if self._left else self.outer_size.width - 1
        if event.button == 1 and event.x == border:
            event.stop()
            self._held = event.screen_x
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """The border follows the pointer."""
        if self._held is not None and event.screen_x != self._held:
            event.stop()
            columns, self._held = event.screen_x - self._held, event.screen_x
            self.post_message(self.Dragged(self, columns))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Lets it go."""
        if self._held is not None:
            event.stop()
            self._held = None
            self.release_mouse()
            self.post_message(self.Dropped())
