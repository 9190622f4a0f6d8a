"""What can be seen of a text with style sequences."""

from __future__ import annotations

import re

_PART = re.compile(r"\x1b\[([0-9;]*)([mH])|(.)", re.DOTALL)
_LENGTH = {"2": 5, "5": 3}


def picture(text: str) -> list[tuple[str, object]]:
    """Each character or movement with the style that is in force."""
    found: list[tuple[str, object]] = []
    ink = ground = ""
    rest: set[str] = set()
    for codes, kind, character in _PART.findall(text):
        if kind == "H":
            found.append((codes, None))
        elif kind == "m":
            left = codes.split(";")
            while left:
                length = _LENGTH[left[1]] if left[0] in ("38", "48") else 1
                code, left = ";".join(left[:length]), left[length:]
                if code in ("", "0"):
                    ink, ground, rest = "", "", set()
                elif (code.startswith("3") and code not in ("3",)) or code.startswith("9"):
                    ink = "" if code == "39" else code
                elif (code.startswith("4") and code != "4") or code.startswith("10"):
                    ground = "" if code == "49" else code
                else:
                    rest.add(code)
        elif character != "\n":
            drawn = rest & {"4", "7"}
            blank = character == " " and not drawn
            found.append((character, ground if blank else (ink, ground, frozenset(rest))))
    return found
