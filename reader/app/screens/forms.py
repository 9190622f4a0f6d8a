"""Small questions: one line, or a note with tags."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.asking import Noted, tags_of
from reader.app.paint import safe
from reader.app.widgets.linebar import LineBar


class Ask(ModalScreen[str | None]):
    """One line of text; Enter gives it, Esc gives nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "none", "back")]

    def __init__(self, title: str, *, hint: str = "", value: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="-short"):
            yield LineBar(id="box-title")
            yield Input(
                safe(self._value), placeholder=self._hint, compact=True, select_on_focus=False
            )
            yield LineBar(id="box-foot")

    def on_mount(self) -> None:
        """Ready to type."""
        title, foot = self.query_one("#box-title", LineBar), self.query_one("#box-foot", LineBar)
        title.show([(" " + self._title, title.palette.strong)])
        foot.show([(" Enter", foot.palette.key), (" done   ", foot.palette.muted),
                   ("Esc", foot.palette.key), (" leave it", foot.palette.muted)])  # fmt: skip
        entry = self.query_one(Input)
        entry.cursor_blink = False
        entry.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done."""
        event.stop()
        self.dismiss(event.value)

    def action_none(self) -> None:
        """Left."""
        self.dismiss(None)


class NoteForm(ModalScreen[Noted | None]):
    """A note and tags; Enter goes on to the tags and then gives both."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "none", "back"),
        Binding("tab,down", "turn", "next", priority=True),
        Binding("shift+tab,up", "turn", "next", priority=True),
    ]

    def __init__(self, title: str, *, note: str = "", tags: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._title, self._note, self._tags = title, note, tags

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="-short"):
            yield LineBar(id="box-title")
            yield Input(safe(self._note), placeholder="note", compact=True, id="note",
                        select_on_focus=False)  # fmt: skip
            yield Input(safe(", ".join(self._tags)), placeholder="tags, set apart by commas",
                        compact=True, id="tags", select_on_focus=False)  # fmt: skip
            yield LineBar(id="box-foot")

    def on_mount(self) -> None:
        """Ready to type."""
        title = self.query_one("#box-title", LineBar)
        title.show([(" " + self._title, title.palette.strong)])
        for entry in self.query(Input):
            entry.cursor_blink = False
        self.query_one("#note", Input).focus()

    def on_descendant_focus(self) -> None:
        """Enter does another thing in either field, and says which."""
        foot = self.query_one("#box-foot", LineBar)
        enter, tab = ("save", "note") if self._in_tags else ("go on to the tags", "tags")
        foot.show([(" Enter", foot.palette.key), (f" {enter}   ", foot.palette.muted),
                   ("Tab", foot.palette.key), (f" {tab}   ", foot.palette.muted),
                   ("Esc", foot.palette.key), (" leave it", foot.palette.muted)])  # fmt: skip

    @property
    def _in_tags(self) -> bool:
        return self.focused is not None and self.focused.id == "tags"

    def action_turn(self) -> None:
        """From the note to the tags and back."""
        self.query_one("#note" if self._in_tags else "#tags", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the note to the tags; from the tags, done."""
        event.stop()
        if event.input.id == "note":
            self.query_one("#tags", Input).focus()
            return
        note = self.query_one("#note", Input).value.strip()
        self.dismiss(Noted(note, tags_of(event.value)))

    def action_none(self) -> None:
        """Left."""
        self.dismiss(None)
