"""Parts of a screen that take the size they are given, and are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.geometry import Size

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # a mixin: the style sheet knows the widgets by their other base


class Still(Widget):
    """Textual arranges and paints the screen once more whenever a widget has got its size; one
    that needs nothing else for it says so here, which halves the work of a resize."""

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class Row(Still, Horizontal):
    """Widgets side by side."""


class Column(Still, Vertical):
    """Widgets one below the other."""
