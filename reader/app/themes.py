"""The program's own themes, and those a person keeps in files.

A theme file is TOML with the names of ``Theme``: ``name``, ``primary``, ``background`` and so
on, each colour as ``"#rrggbb"``, and ``dark = true`` or ``false``.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from reader.news import ReaderError

DEFAULT = "reader-dark"

OWN = (
    Theme(
        name="reader-dark",
        primary="#7aa2c8", secondary="#8f9bb3", accent="#d9a860", foreground="#dcdfe4",
        background="#14171c", surface="#1a1e25", panel="#20252d", success="#8fb573",
        warning="#d9a860", error="#e06c75", dark=True,
    ),
    Theme(
        name="reader-light",
        primary="#2f6690", secondary="#5c6b7a", accent="#9a5b00", foreground="#22262b",
        background="#fbfaf7", surface="#f3f1ec", panel="#e9e6df", success="#3f7d3a",
        warning="#9a5b00", error="#b3261e", dark=False,
    ),
    Theme(
        name="reader-paper",
        primary="#7b4b2a", secondary="#6b5d4f", accent="#8a3b12", foreground="#3a3128",
        background="#f4ecdc", surface="#ece2cf", panel="#e3d7c0", success="#4d6b2f",
        warning="#8a5a00", error="#9c2b1d", dark=False,
    ),
    Theme(
        name="reader-contrast",
        primary="#00d7ff", secondary="#ffffff", accent="#ffff00", foreground="#ffffff",
        background="#000000", surface="#000000", panel="#101010", success="#00ff5f",
        warning="#ffff00", error="#ff5f5f", dark=True,
    ),
)  # fmt: skip
ANSI = "ansi-dark"
"""Textual's theme of the terminal's own 16 colours."""

_COLOURS = (
    "primary", "secondary", "warning", "error", "success", "accent", "foreground",
    "background", "surface", "panel", "boost",
)  # fmt: skip


def load_themes(folder: Path) -> tuple[list[Theme], list[str]]:
    """The themes of a folder, and a sentence for each file that is none."""
    themes: list[Theme] = []
    problems: list[str] = []
    if not folder.is_dir():
        return themes, problems
    for path in sorted(folder.glob("*.toml")):
        try:
            themes.append(load_theme(path))
        except ReaderError as error:
            problems.append(str(error))
    return themes, problems


def load_theme(path: Path) -> Theme:
    """One theme from its file. Raises ReaderError saying what is wrong with it."""
    import tomllib

    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReaderError(f"The theme {path} cannot be read: {error}.") from None
    known = {field.name for field in fields(Theme)} - {"variables", "ansi"}
    for key, value in data.items():
        if key not in known:
            raise ReaderError(f"The theme {path} has {key!r}, which no theme has.")
        if key in _COLOURS:
            _check_colour(path, key, value)
    if not isinstance(data.get("dark", True), bool):
        raise ReaderError(f"The theme {path}: dark must be true or false.")
    if "primary" not in data:
        raise ReaderError(f"The theme {path} needs at least a colour for primary.")
    return Theme(**{"name": path.stem, **data})


def _check_colour(path: Path, key: str, value: object) -> None:
    try:
        Color.parse(str(value))
    except ColorParseError:
        raise ReaderError(
            f"The theme {path}: {key} = {value!r} is no colour; write it as #rrggbb."
        ) from None
