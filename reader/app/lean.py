"""The same picture in fewer bytes: styles are sent as they change, not anew for each piece. Pure.

Textual closes every piece of text with a reset and opens the next with a whole style; over a
slow connection that is more than half of what a key costs. Text and everything else passes
as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SEQUENCE = re.compile(r"(\x1b\[[0-9;]*m)|(\x1b\[[0-9;]*H)")
_LINE_BREAKS = re.compile(r"\n(?=\x1b\[[0-9;]+H)")


class Look(NamedTuple):
    """What a style sequence asks for, from a reset on: ink, ground and the rest."""

    ink: str = ""
    ground: str = ""
    rest: str = ""


PLAIN = Look()


def lean(text: str) -> str:
    """What is written to the terminal, shortened; it begins and ends with nothing in force."""
    writing = _Writing()
    at = 0
    text = _LINE_BREAKS.sub("", text)  # the cursor is placed right after
    for found in _SEQUENCE.finditer(text):
        if found.start() > at:
            writing.text(text[at : found.start()])
        at = found.end()
        if found[1] is None:
            writing.place(found[0])
        else:
            writing.style(found[1])
    if at < len(text):
        writing.text(text[at:])
    return writing.end()


class _Writing:
    """Keeps what is in force and where the cursor is, and writes only what changes them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._now = self._wanted = PLAIN
        self._cursor: tuple[int, int] | None = None
        """Row and column, where they are known."""
        self._placing = ""
        """A placing of the cursor that is needed only if something is written there."""

    def text(self, part: str) -> None:
        if self._placing:
            self._pieces.append(self._placing)
            self._placing = ""
        now, wanted = self._now, self._wanted
        if now != wanted and not (part.isspace() and _blank_alike(now, wanted)):
            self._pieces.append(_change(now, wanted))
            self._now = wanted
        self._pieces.append(part)
        plain = part.isascii() and part.isprintable()
        known = self._cursor if plain else None
        self._cursor = (known[0], known[1] + len(part)) if known else None

    def place(self, sequence: str) -> None:
        row, _, column = sequence[2:-1].partition(";")
        wanted = (int(row or 1), int(column or 1))
        if wanted != self._cursor:
            self._placing, self._cursor = sequence, wanted

    def style(self, sequence: str) -> None:
        look = _looks(sequence)
        if look is None:  # not one that can be taken apart: as it is, and nothing is known
            self._pieces += ["\x1b[0m", sequence]
            look = self._now = Look(rest=sequence)
        self._wanted = look

    def end(self) -> str:
        self._pieces.append(self._placing)
        if self._now != PLAIN:
            self._pieces.append("\x1b[0m")
        return "".join(self._pieces)


def _blank_alike(now: Look, wanted: Look) -> bool:
    """Does a blank look the same? Only its ground is seen, where nothing is drawn on it."""
    return now.ground == wanted.ground and not (
        _DRAWN.intersection(now.rest.split(";")) or _DRAWN.intersection(wanted.rest.split(";"))
    )


_DRAWN = frozenset(("4", "5", "6", "7", "9", "21", "51", "52", "53"))
"""Underlines, blinking, reversal, strokes and frames: they show on blanks too."""


_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "9": "29"}
"""What ends bold, dim, italic, underlined, blinking, reversed and struck text."""


def _change(now: Look, wanted: Look) -> str:
    """The shortest sequence from one look to another."""
    had, has = (set(filter(None, look.rest.split(";"))) for look in (now, wanted))
    lost = (now.ink and not wanted.ink) or (now.ground and not wanted.ground)
    if lost or not had - has <= _OFF.keys():
        parts = [part for part in (wanted.rest, wanted.ink, wanted.ground) if part]
        return f"\x1b[{';'.join(parts if now == PLAIN else ['0', *parts])}m"
    ends = {_OFF[code] for code in had - has}
    begins = {code for code in has if code not in had or _OFF.get(code) in ends}
    ink = wanted.ink if wanted.ink != now.ink else ""
    ground = wanted.ground if wanted.ground != now.ground else ""
    parts = [part for part in (*sorted(ends), *sorted(begins), ink, ground) if part]
    return f"\x1b[{';'.join(parts)}m"


_KNOWN: dict[str, Look | None] = {"\x1b[0m": PLAIN, "\x1b[m": PLAIN}


def _looks(sequence: str) -> Look | None:
    """The parts of a style sequence that stands after a reset; None if it has others."""
    look = _KNOWN.get(sequence)
    if look is None and sequence not in _KNOWN:
        if len(_KNOWN) > 4_000:
            _KNOWN.clear()
        look = _KNOWN[sequence] = _taken_apart(sequence[2:-1].split(";"))
    return look


def _taken_apart(codes: list[str]) -> Look | None:
    ink = ground = ""
    rest: list[str] = []
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            length = {"2": 4, "5": 2}.get(codes[0] if codes else "", 0)
            if not length or len(codes) < length:
                return None
            colour = ";".join([code, *codes[:length]])
            del codes[:length]
        elif code.isdigit() and (30 <= int(code) <= 37 or 90 <= int(code) <= 97 or code == "39"):
            colour, code = code, "38"
        elif code.isdigit() and (40 <= int(code) <= 47 or 100 <= int(code) <= 107 or code == "49"):
            colour, code = code, "48"
        elif code.isdigit() and (1 <= int(code) <= 9 or code in ("21", "51", "52", "53")):
            rest.append(code)
            continue
        else:
            return None
        if code == "38":
            ink = colour
        else:
            ground = colour
    return Look(ink, ground, ";".join(rest))
