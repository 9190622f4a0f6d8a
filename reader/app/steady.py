"""Columns that stay in place whatever width the terminal gives to a letter. Pure.

Of some letters (the vowel signs of Indian scripts, emoji made of several signs) terminals and
tmux disagree how wide they are. Where a line has any, the place it takes is blanked first, and
what stands after the next gap is written from its own column on: borders stay where they are,
and nothing is left behind of a line that was wider than expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len

_UNSURE = re.compile(
    "[\u0900-\u0dff\u0f00-\u109f\u1700-\u18af\u1900-\u1cff\u200d\ufe0f\ua800-\uabff"
    "\U00011000-\U00011fff\U0001f000-\U0001ffff]"
)
# Compiled when the first unsure letter is to be painted; `re` keeps them.
_PLACED = r"(\n?\x1b\[[0-9]+;[0-9]+H)"
_PIECE = r"((?:\x1b\[[0-9;]*m)*)([^\x1b\n]*)"
_GAP = " {2,}| *(?=[\u2500-\u259f])|$"
"""Blanks between two columns of the screen, or what leads to a border."""
_RESET = "\x1b[0m"


class _Piece(NamedTuple):
    style: str
    text: str


def steady(text: str) -> str:
    """What is written to the terminal, with the cursor placed anew after unsure letters."""
    if _UNSURE.search(text) is None:
        return text
    parts = re.split(_PLACED, text)
    for number in range(1, len(parts), 2):
        if _UNSURE.search(parts[number + 1]) and (pieces := _pieces(parts[number + 1])):
            row, column = parts[number].lstrip("\n")[2:-1].split(";")
            parts[number + 1] = "".join(_placed(pieces, int(row), int(column)))
    return "".join(parts)


def _pieces(line: str) -> list[_Piece]:
    """The texts of a line, each with the style in force; none where there is more in it."""
    pieces, style, at = [], "", 0
    piece = re.compile(_PIECE)
    while at < len(line):
        found = piece.match(line, at)
        if found is None or found.end() == at:
            return []
        for sequence in re.findall(r"\x1b\[[0-9;]*m", found[1]):
            style = "" if sequence in ("\x1b[m", _RESET) else style + sequence
        if found[2]:
            pieces.append(_Piece(style, found[2]))
        at = found.end()
    return pieces


def _placed(pieces: list[_Piece], row: int, column: int) -> Iterator[str]:
    whole, at = "".join(piece.text for piece in pieces), 0
    gaps = re.compile(_GAP)
    while at < len(whole):
        gap = gaps.search(whole, at + ("\u2500" <= whole[at] <= "\u259f"))
        begins, ends = gap.span() if gap else (len(whole), len(whole))
        field, rest = _cut(pieces, at, begins), _cut(pieces, begins, ends)
        if _UNSURE.search(whole, at, begins):
            width = sum(cell_len(piece.text) for piece in field)
            yield _written([_Piece((rest or field[-1:])[0].style, " " * width), *rest])
            yield f"\x1b[{row};{column}H" + _written(field)
            column += width + sum(len(piece.text) for piece in rest)
            yield f"\x1b[{row};{column}H"
        else:
            yield _written([*field, *rest])
            column += sum(cell_len(piece.text) for piece in (*field, *rest))
        at = ends


def _cut(pieces: list[_Piece], start: int, end: int) -> list[_Piece]:
    """The stretch of a line from one character to another."""
    found, at = [], 0
    for style, text in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            found.append(_Piece(style, part))
        at += len(text)
    return found


def _written(pieces: list[_Piece]) -> str:
    return "".join(f"{style}{text}{_RESET if style else ''}" for style, text in pieces)
