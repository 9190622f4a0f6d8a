"""Questions to the person, from anywhere: choose one of many, a line of text, a note.

The screens that ask are imported when something is asked, so that the first screen need not
wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from textual.app import App

Value = TypeVar("Value")
Answered = Callable[[Value | None], None]
"""Called with the answer, or with None when the person left the question."""


class Choice(NamedTuple, Generic[Value]):
    """One thing to choose."""

    label: str
    value: Value
    detail: str = ""
    """On the right: a key, a count."""
    group: str = ""
    more: str = ""
    """Further words that find it."""


class Noted(NamedTuple):
    """What was written about a quotation."""

    note: str
    tags: tuple[str, ...]


def choose(
    app: App[Any],
    title: str,
    choices: Sequence[Choice[Value]],
    answered: Answered[Value],
    *,
    empty: str = "Nothing fits",
    on_move: Callable[[Value], None] | None = None,
    start: Value | None = None,
    wide: bool = False,
) -> None:
    """Asks for one of the choices. ``on_move`` is told what the cursor passes."""
    from reader.app.screens.chooser import Chooser

    chooser = Chooser(title, choices, empty=empty, on_move=on_move, start=start, wide=wide)
    app.push_screen(chooser, answered)


def ask(
    app: App[Any], title: str, answered: Answered[str], *, hint: str = "", value: str = ""
) -> None:
    """Asks for a line of text."""
    from reader.app.screens.forms import Ask

    app.push_screen(Ask(title, hint=hint, value=value), answered)


def ask_note(
    app: App[Any],
    title: str,
    answered: Answered[Noted],
    *,
    note: str = "",
    tags: tuple[str, ...] = (),
) -> None:
    """Asks for a note and tags."""
    from reader.app.screens.forms import NoteForm

    app.push_screen(NoteForm(title, note=note, tags=tags), answered)


def tags_of(text: str) -> tuple[str, ...]:
    """Tags as a person writes them: set apart by commas, or by # before each."""
    parts = text.replace("#", ",").split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def narrow(choices: Sequence[Choice[Value]], typed: str) -> list[Choice[Value]]:
    """The choices that have every word that was typed; those that begin with it come first."""
    words = typed.casefold().split()
    if not words:
        return list(choices)

    def rank(choice: Choice[Value]) -> int | None:
        label = choice.label.casefold()
        text = f"{label} {choice.detail} {choice.more}".casefold()
        if choice.detail == typed or choice.label.split(" ")[0] == typed:
            return 0
        if not all(word in text for word in words):
            return None
        return 1 if label.startswith(words[0]) else 2 if all(w in label for w in words) else 3

    ranked = [(rank(choice), number, choice) for number, choice in enumerate(choices)]
    kept = [(place, number, choice) for place, number, choice in ranked if place is not None]
    grouped = any(choice.group for choice in choices)
    kept.sort(key=lambda each: (0 if grouped else each[0], each[1]))
    return [choice for _, _, choice in kept]
