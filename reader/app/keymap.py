"""The person's own keys: which action they belong to, and what is wrong with them.

Pure. What cannot be used is reported and left at its default; it is never a reason not to
start.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from textual.keys import KEY_ALIASES, Keys, _character_to_key

from reader.app.actions import BY_ID, SCREENS, actions_of

_NAMED = {key.value for key in Keys} | set(KEY_ALIASES)


class Keymap(NamedTuple):
    """The keys that differ from the defaults, and the complaints."""

    keys: dict[str, str]
    """Action id to Textual's key names, separated by commas."""
    problems: tuple[str, ...]
    """One sentence each, naming file and line."""


def make_keymap(wanted: Mapping[str, str], where: Callable[[str], str]) -> Keymap:
    """Checks a person's keys; ``where`` tells file and line of an action's entry."""
    keys: dict[str, str] = {}
    problems: list[str] = []
    for action, text in wanted.items():
        problem = None
        if action not in BY_ID:
            close = difflib.get_close_matches(action, BY_ID, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else "; ? in the app lists them all."
            problem = f"there is no action {action!r}{hint}"
        else:
            names = [normal_key(part) for part in _parts(text)]
            if None in names or not names:
                problem = f"{text!r} is no key; write a character, or a name such as ctrl+x."
            else:
                keys[action] = ",".join(name for name in names if name)
        if problem:
            problems.append(f"{where(action)}: {problem}")
    for action, other, key in _conflicts(keys):
        if action in keys:
            problems.append(
                f"{where(action)}: {display_key(key)} is already {BY_ID[other].label!r} "
                f"({other}); it keeps its key."
            )
            del keys[action]
    return Keymap(keys, tuple(problems))


def _parts(text: str) -> list[str]:
    return [text] if text.strip() == "," else [part for part in text.split(",") if part.strip()]


def normal_key(text: str) -> str | None:
    """Textual's name of a key as a person writes it: ``"?"``, ``ctrl+x``, ``F5``; None if none."""
    text = text.strip() or text
    if len(text) == 1:
        return _character_to_key(text)
    *modifiers, key = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    if any(modifier.lower() not in ("ctrl", "shift", "alt", "super") for modifier in modifiers):
        return None
    name = _character_to_key(key.lower()) if len(key) == 1 else key.lower()
    if len(key) != 1 and name not in _NAMED:
        return None
    return "+".join([*(modifier.lower() for modifier in modifiers), name])


def keys_of(action: str, keys: Mapping[str, str]) -> tuple[str, ...]:
    """The keys an action really has, given the person's keymap."""
    own = keys.get(action, BY_ID[action].keys)
    return tuple(key for key in own.split(",") if key)


def _conflicts(keys: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(rebound action, action that has the key already, key), screen by screen."""
    found: list[tuple[str, str, str]] = []
    for screen in SCREENS:
        for action in actions_of(screen):
            if action.id not in keys:
                continue
            for other in actions_of(screen):
                if other.id == action.id or (action.id, other.id) in {(b, a) for a, b, _ in found}:
                    continue
                shared = set(keys_of(action.id, keys)) & set(keys_of(other.id, keys))
                before = set(keys_of(action.id, {})) & set(keys_of(other.id, {}))
                for key in shared - before:
                    if (action.id, other.id, key) not in found:
                        found.append((action.id, other.id, key))
    return found


_SHOWN = {
    "question_mark": "?", "slash": "/", "colon": ":", "asterisk": "*", "apostrophe": "'",
    "right_square_bracket": "]", "left_square_bracket": "[", "greater_than_sign": ">",
    "less_than_sign": "<", "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab",
    "pagedown": "PgDn", "pageup": "PgUp", "delete": "Del", "home": "Home", "end": "End",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "shift+tab": "Shift+Tab",
}  # fmt: skip


def display_key(key: str) -> str:
    """A key as the footer and the help show it."""
    if key in _SHOWN:
        return _SHOWN[key]
    if "+" in key:
        modifier, _, rest = key.rpartition("+")
        return f"{modifier.title()}+{_SHOWN.get(rest, rest)}"
    if len(key) > 1 and "_" in key:
        import unicodedata

        try:
            return unicodedata.lookup(key.replace("_", " ").upper())
        except KeyError:
            return key
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


_DONE_BY = {"entity.highlight": "article.page"}
"""Actions without a key of their own: whose key does them in the pane they belong to."""


def shown_keys(action: str, keys: Mapping[str, str]) -> str:
    """All keys of an action as a person reads them; empty where it has none."""
    own = keys_of(action, keys)
    if not own and action in _DONE_BY:
        own = keys_of(_DONE_BY[action], keys)
    return " ".join(display_key(key) for key in own)
