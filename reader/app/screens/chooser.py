"""Choose one of many by typing: the commands, the keys, a theme, a tag, a citation style."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from reader.app.asking import Choice, narrow
from reader.app.paint import fill, shorten
from reader.app.palette import BOLD
from reader.app.widgets.linebar import LineBar
from reader.app.widgets.linelist import LineList, text_strip

Value = TypeVar("Value")


FEW = 3
"""Choices that nobody narrows by typing."""
SHORT = 12
"""Rows up to which the box is as high as what it lists."""


class ChoiceList(LineList, Generic[Value]):
    """The choices that are left; headlines between groups."""

    can_focus = False

    def __init__(self, empty: str) -> None:
        super().__init__(id="choices")
        self.rows: list[Choice[Value] | str] = []
        self.empty = empty

    def show(self, choices: Sequence[Choice[Value]]) -> None:
        """Shows these."""
        self.rows = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                self.rows += ["", group] if self.rows else [group]
            self.rows.append(choice)
        self.rows_changed()
        self.set_cursor(next((n for n in range(len(self.rows)) if self.selectable(n)), 0))

    @property
    def cursor_style(self):  # type: ignore[no-untyped-def]
        """Always as if it had the keyboard."""
        return self.palette.cursor

    @property
    def chosen(self) -> Choice[Value] | None:
        """The choice under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, Choice) else None

    def row_count(self) -> int:
        """Headlines too."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Not headlines."""
        return isinstance(self.rows[index], Choice)

    def draw_empty(self, line: int, width: int) -> Strip:
        """Nothing fits what was typed."""
        text = "  " + self.empty if line == 0 else ""
        return text_strip([(text, self.palette.muted)], width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One choice."""
        palette, row = self.palette, self.rows[index]
        if isinstance(row, str):
            return text_strip([(" " + row, palette.muted + BOLD)], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        detail = shorten(row.detail, width // 2)
        label = fill(row.label, max(1, width - 3 - cell_len(detail)))
        return text_strip(
            [edge, (label, palette.base), (" " + detail, palette.key)], width, palette.base
        )


class Chooser(ModalScreen[Value | None], Generic[Value]):
    """Typing narrows, Enter takes, Esc takes nothing."""

    AUTO_FOCUS = "#chooser-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "none", "back"),
        Binding("down,ctrl+n", "move(1)", "down", priority=True),
        Binding("up,ctrl+p", "move(-1)", "up", priority=True),
        Binding("pagedown", "move(10)", "page down", priority=True),
        Binding("pageup", "move(-10)", "page up", priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[Value]],
        *,
        empty: str = "Nothing fits",
        on_move: Callable[[Value], None] | None = None,
        start: Value | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__(classes="-wide-box" if wide else None)
        self._title = title
        self._choices = list(choices)
        self._empty = empty
        self._on_move = on_move
        self._start = start

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield LineBar(id="box-title")
            hint = "type to narrow" if len(self._choices) > FEW else ""
            yield Input(id="chooser-input", placeholder=hint, compact=True)
            yield ChoiceList[Value](self._empty)

    def on_mount(self) -> None:
        """Everything is shown at first."""
        self.query_one(Input).cursor_blink = False
        self._show("")
        if len(self.list.rows) <= SHORT:
            self.query_one("#box").add_class("-short")
            self.list.styles.height = max(1, len(self.list.rows))
        rows = self.list.rows
        for number, row in enumerate(rows):
            if isinstance(row, Choice) and self._start is not None and row.value == self._start:
                self.list.set_cursor(number, reveal=False)
                self.call_after_refresh(self.list.reveal, number)

    @property
    def list(self) -> ChoiceList[Value]:
        """The list."""
        return self.query_one(ChoiceList)

    def _show(self, typed: str) -> None:
        found = narrow(self._choices, typed)
        self.list.show(found)
        title = self.query_one("#box-title", LineBar)
        palette = title.palette
        title.show([(" " + self._title, palette.strong)], [(f"{len(found)} ", palette.muted)])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrows."""
        event.stop()
        self._show(event.value)
        self._moved()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes the choice under the cursor."""
        event.stop()
        self._take()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """A click took it."""
        event.stop()
        self._take()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """A click moved the cursor."""
        event.stop()
        self._moved()

    def _take(self) -> None:
        chosen = self.list.chosen
        if chosen is not None:
            self.dismiss(chosen.value)

    def action_move(self, rows: int) -> None:
        """The cursor moves while the keyboard stays in the input."""
        self.list.move(rows)

    def action_none(self) -> None:
        """Nothing."""
        self.dismiss(None)

    def _moved(self) -> None:
        chosen = self.list.chosen
        if self._on_move is not None and chosen is not None:
            self._on_move(chosen.value)
