"""What every pane made of lines shares: it paints only the lines that look different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader.app.palette import Palette, palette_of


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A pane whose ``render_line`` gives lines of exactly its width.

    It remembers what each line looked like when it was last painted, so that ``repaint`` sends
    only what has changed: over a slow connection that is what a key costs.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: dict[int, Strip] = {}
        self._bar_place = (0, 0, 0)
        self._painted_size = self._taken_size = Size(0, 0)

    @property
    def palette(self) -> Palette:
        """The styles in use."""
        return palette_of(self)

    def set_height(self, lines: int) -> None:
        """Says how many lines there are, without arranging the screen anew for it."""
        size = Size(max(1, self.size.width), lines)
        if size == self.virtual_size:
            return
        self.set_reactive(Widget.virtual_size, size)
        if not self.is_mounted:
            return
        self._scroll_update(size)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)

    def to_top(self) -> None:
        """Back to the first line, before something else is shown: no scrolling is reported."""
        self.scroll_target_y = 0.0
        self.set_reactive(Widget.scroll_y, 0.0)
        self._move_bar(0.0)

    def repaint(self) -> None:
        """Paints the lines that look different from what is on the screen."""
        width, height = self.size
        if self._painted_size != self.size or not height:
            return  # a pane that has changed its size is painted whole in any case
        changed = (y for y in range(height) if self._painted.get(y) != self.render_line(y))
        regions = [Region(0, top, width, end - top) for top, end in stretches(changed)]
        if regions:
            self.refresh(*regions)

    def take_size(self) -> None:
        """The pane has another size; called before it is painted so, that one paint is enough."""

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        result = super()._size_updated(size, virtual_size, container_size, layout)
        if self.size != self._taken_size:
            self._taken_size = self.size
            self.take_size()
        return result

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling paints what it changes."""
        self._move_bar(new_value)
        if round(old_value) != round(new_value):
            self.repaint()

    def _move_bar(self, top: float) -> None:
        """Moves the scrollbar's thumb, if that can be seen: it is drawn in eighths of a line."""
        height, lines = self.size.height, max(1, self.virtual_size.height)
        place = (round(top * height * 8 / lines), height, lines)
        if self.show_vertical_scrollbar and place != self._bar_place:
            self._bar_place = place
            self.vertical_scrollbar.position = top

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the pane; without a border they need none of Textual's care."""
        if any(self.styles.gutter):
            return super().render_lines(crop)
        if self._painted_size != self.size:
            self._painted.clear()
            self._bar_place = (0, 0, 0)
        self._painted_size = self.size
        strips = []
        for y in crop.line_range:
            strip = self._painted[y] = self.render_line(y)
            strips.append(strip)
        if crop.right > self.size.width:  # the scrollbar's column, while there is none
            base = self.palette.base
            strips = [strip.extend_cell_length(crop.right, base) for strip in strips]
        _, background = self.background_colors
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        start, end = crop.column_span
        if (start, end) != (0, strips[0].cell_length if strips else 0):
            strips = [strip.crop(start, end) for strip in strips]
        return strips


def stretches(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as half-open stretches of neighbours."""
    start = end = -1
    for number in numbers:
        if number != end:
            if start >= 0:
                yield start, end
            start = number
        end = number + 1
    if start >= 0:
        yield start, end
