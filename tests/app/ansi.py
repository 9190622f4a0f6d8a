"""What can be seen of a text with style sequences and placings of the cursor."""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import cell_len

_PART = re.compile(r"\x1b\[([0-9;]*)([mH])|(.)", re.DOTALL)
_ENDS = {
    "22": {"1", "2"}, "23": {"3"}, "24": {"4"}, "25": {"5", "6"}, "27": {"7"}, "29": {"9"},
}  # fmt: skip
_LENGTH = {"2": 5, "5": 3}

Picture = dict[tuple[int, int], tuple[str, object]]


def picture(text: str, cells: Callable[[str], int] = cell_len) -> Picture:
    """The character at each row and column, with as much of its style as can be seen.

    ``cells`` says how wide the terminal takes a character to be.
    """
    found: Picture = {}
    row, column = 1, 1
    ink = ground = ""
    rest: set[str] = set()
    for codes, kind, character in _PART.findall(text):
        if kind == "H":
            row, column = (int(number) for number in codes.split(";"))
        elif kind == "m":
            ink, ground, rest = _styled(codes, ink, ground, rest)
        elif character == "\n":
            row, column = row + 1, 1
        elif not (width := cells(character)):
            before = found.get((row, column - 1), ("", None))
            found[row, column - 1] = (before[0] + character, before[1])
        else:
            blank = character == " " and not rest & {"4", "7"}
            look: object = ground if blank else (ink, ground, frozenset(rest))
            found[row, column] = (character, look)
            column += width
    return found


def _styled(codes: str, ink: str, ground: str, rest: set[str]) -> tuple[str, str, set[str]]:
    left = codes.split(";")
    while left:
        length = _LENGTH[left[1]] if left[0] in ("38", "48") else 1
        code, left = ";".join(left[:length]), left[length:]
        if code in ("", "0"):
            ink, ground, rest = "", "", set()
        elif code in _ENDS:
            rest = rest - _ENDS[code]
        elif (code.startswith("3") and code != "3") or code.startswith("9"):
            ink = "" if code == "39" else code
        elif (code.startswith("4") and code != "4") or code.startswith("10"):
            ground = "" if code == "49" else code
        else:
            rest = rest | {code}
    return ink, ground, rest
