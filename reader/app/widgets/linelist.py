"""A list that draws only the rows that can be seen: instant at any length."""

from __future__ import annotations

from rich.style import Style
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.app.strips import blank, overlaid, text_strip
from reader.app.widgets.lineview import LineView

__all__ = ["LineList", "text_strip"]


class AtRow(Message):
    """Something happened at a row of a list."""

    def __init__(self, sender: LineList, index: int) -> None:
        super().__init__()
        self.sender = sender
        self.index = index

    @property
    def control(self) -> LineList:
        """For ``@on`` selectors."""
        return self.sender


class LineList(LineView, can_focus=True, inherit_bindings=False):
    """Rows of equal height with a cursor. Subclasses say how many rows and draw their lines."""

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(AtRow):
        """The cursor stands on another row, by the person's doing."""

    class Opened(AtRow):
        """A row was chosen, by Enter or a click on the cursor's row."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.row_height = 1
        self.gap = 0
        """Lines of a row, at its end, that only set it apart."""
        self._strips: dict[tuple[int, int, int], Strip] = {}

    # What subclasses say

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a row; ``here`` tells whether the cursor is on it."""
        raise NotImplementedError

    def draw_empty(self, line: int, width: int) -> Strip:
        """A line of the list when it has no rows."""
        return blank(width, self.palette.base)

    def selectable(self, index: int) -> bool:
        """Can the cursor stand on this row?"""
        return True

    # What they get

    @property
    def cursor_style(self) -> Style:
        """Laid over the cursor's row."""
        return self.palette.cursor if self.has_focus else self.palette.cursor_away

    def rows_changed(self) -> None:
        """To be called when the number of rows or what they show has changed."""
        self._strips.clear()
        self.set_height(self.row_count() * self.row_height)
        if self.cursor >= self.row_count():
            self.set_cursor(max(0, self.row_count() - 1))
        self.repaint()

    def row_changed(self, index: int) -> None:
        """To be called when one row shows something else."""
        for key in [key for key in self._strips if key[0] == index]:
            del self._strips[key]
        self._refresh_row(index)

    def set_cursor(self, index: int, *, reveal: bool = True) -> None:
        """Puts the cursor on a row without telling anybody."""
        count = self.row_count()
        index = max(0, min(count - 1, index)) if count else 0
        old, self.cursor = self.cursor, index
        self._refresh_row(old)
        self._refresh_row(index)
        if reveal:
            self.reveal(index)

    def reveal(self, index: int) -> None:
        """Scrolls so far that a row can be seen, and no farther."""
        height = self.scrollable_content_region.height or self.size.height
        if not height:
            return
        top, bottom = index * self.row_height, (index + 1) * self.row_height
        if self.scroll_offset.y and bottom <= height and self._first_selectable() == index:
            self.scroll_to(y=0, animate=False)  # with the headline above it
        elif top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=bottom - height, animate=False)

    def _first_selectable(self) -> int:
        return next((i for i in range(min(3, self.row_count())) if self.selectable(i)), 0)

    # Moving, as every pane does it

    def move(self, rows: int) -> None:
        """Moves the cursor by so many rows, over those it cannot stand on."""
        step = 1 if rows > 0 else -1
        index, left = self.cursor, abs(rows)
        while left:
            following = index + step
            while 0 <= following < self.row_count() and not self.selectable(following):
                following += step
            if not 0 <= following < self.row_count():
                break
            index, left = following, left - 1
        self._go(index)

    def page(self, pages: float) -> None:
        """Moves by screenfuls."""
        visible = max(1, self.size.height // self.row_height)
        rows = round(visible * pages)
        self.move(rows if rows else (1 if pages > 0 else -1))

    def to_row(self, index: int) -> None:
        """Moves the cursor to a row, or the nearest it can stand on."""
        count = self.row_count()
        if not count:
            return
        index = max(0, min(count - 1, index))
        order = [*range(index, min(count, index + 50)), *range(index, max(-1, index - 50), -1)]
        self._go(next((each for each in order if self.selectable(each)), index))

    def to_end(self) -> None:
        """Moves the cursor to the last row."""
        self.to_row(self.row_count() - 1)

    def choose(self) -> None:
        """Opens the row under the cursor."""
        if self.row_count() and self.selectable(self.cursor):
            self.post_message(self.Opened(self, self.cursor))

    def _go(self, index: int) -> None:
        if index == self.cursor:
            self.reveal(index)
            return
        self.set_cursor(index)
        self.post_message(self.Moved(self, index))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of what can be seen."""
        width = self.size.width
        if not self.row_count():
            return self.draw_empty(y, width)
        index, line = divmod(y + self.scroll_offset.y, self.row_height)
        if index >= self.row_count():
            return blank(width, self.palette.base)
        here = index == self.cursor and line < self.row_height - self.gap and self.selectable(index)
        if here:
            row = self.draw(index, line, width, True)
            return overlaid(row, self.cursor_style, self.palette.base)
        key = (index, line, width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 2_000:
                self._strips.clear()
            strip = self._strips[key] = self.draw(index, line, width, False)
        return strip

    def _refresh_row(self, index: int) -> None:
        top = index * self.row_height - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.row_height - self.gap))

    def forget_strips(self) -> None:
        """Draws everything anew, as after a change of theme."""
        self._strips.clear()
        self.refresh()

    def take_size(self) -> None:
        """A new width needs new lines; the cursor's row stays in sight."""
        self._strips.clear()
        self.set_height(self.row_count() * self.row_height)
        self.reveal(self.cursor)
        top = self.scroll_offset.y - self.scroll_offset.y % self.row_height
        if (self.cursor + 1) * self.row_height <= top + self.scrollable_content_region.height:
            self.scroll_to(y=top, animate=False)  # begins with a whole row

    def on_focus(self) -> None:
        """The cursor looks different with the keyboard."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """And without."""
        self._refresh_row(self.cursor)

    def on_click(self, event: Click) -> None:
        """A click moves the cursor; a second one opens."""
        event.stop()
        index = (event.y + self.scroll_offset.y) // self.row_height
        if not 0 <= index < self.row_count() or not self.selectable(index):
            return
        if index == self.cursor or event.chain > 1:
            self.set_cursor(index)
            self.choose()
        else:
            self._go(index)
