"""Small pure helpers between the library's strings and a line of the screen.

Whatever is shown passes ``safe`` once more on its way to the terminal. The gate has cleaned
it long before; this is the second lock on the same door, and it never changes the length of
a string, so that offsets into an article stay true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from unicodedata import category

from rich.cells import cell_len, get_character_cell_size

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
ELLIPSIS = "…"


def safe(text: str) -> str:
    """The string with every control character made visible, its length unchanged."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: " " if match[0] in "\n\t\r" else "\ufffd", text)


@lru_cache(4096)
def room_for(character: str) -> int:
    """So many cells a character takes at most: some terminals give vowel signs one of their own."""
    return get_character_cell_size(character) or int(category(character) == "Mc")


def _at_most(text: str) -> int:
    return cell_len(text) + sum(category(each) == "Mc" for each in text)


@lru_cache(4096)
def shorten(text: str, width: int) -> str:
    """The text cut to ``width`` cells, ending in an ellipsis where something was cut."""
    text = safe(text)
    if len(text) <= width and (text.isascii() or _at_most(text) <= width):
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    cells, end = 0, 0
    for character in text:
        cells += room_for(character)
        if cells > width - 1:
            break
        end += 1
    while 0 < end < len(text) and get_character_cell_size(text[end]) == 0:
        end -= 1  # a letter without its vowel sign would be another
    return text[:end].rstrip() + ELLIPSIS


def facts_in(facts: Sequence[str], width: int) -> str:
    """Facts set apart by dots, as many as ``width`` cells hold; only the first two are cut."""
    line = shorten(facts[0], width) if facts else ""
    for number, fact in enumerate(map(safe, facts)):
        left = width - cell_len(line) - 3
        if number and cell_len(fact) > left:
            return f"{line} · {shorten(fact, left)}" if number == 1 and left > 7 else line
        line += f" · {fact}" if number else ""
    return line


def fill(text: str, width: int) -> str:
    """The text cut or padded with spaces to exactly ``width`` cells."""
    cut = shorten(text, width)
    return cut + " " * max(0, width - cell_len(cut))


@lru_cache(1024)
def parsed(moment: str | None, *, local: bool = False) -> datetime | None:
    """An ISO 8601 date or date and time; None where there is none.

    As it is stated: an article is cited by the day that its outlet gave it. ``local`` turns it
    into this machine's time, for what happened here.
    """
    if not moment:
        return None
    try:
        value = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return value.astimezone() if local and value.tzinfo else value


def when(
    moment: str | None, today: date | None = None, *, short: bool = False, local: bool = False
) -> str:
    """A date as a list shows it: today, yesterday, 17 Dec, 17 Dec 2024; or that it has none.

    ``short`` leaves out the century: 17 Dec ’24. ``local``: see `parsed`.
    """
    value = parsed(moment, local=local)
    if value is None:
        return "no date"
    today = today or date.today()
    day = value.date()
    if day == today:
        return value.strftime("%H:%M") if len(moment or "") > 10 else "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    words = f"{day.day} {day:%b}"
    if day.year == today.year:
        return words
    return f"{words} ’{day:%y}" if short else f"{words} {day.year}"


def long_date(moment: str | None) -> str:
    """A date as an article's head shows it: 17 December 2024."""
    value = parsed(moment)
    return f"{value.day} {value:%B %Y}" if value else "no date"


def plural(number: int, one: str, many: str | None = None) -> str:
    """``1 quote``, ``2 quotes``; thousands are set apart by a space."""
    word = one if number == 1 else (many or one + "s")
    return f"{grouped(number)} {word}"


def grouped(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}".replace(",", "\u2009" if number >= 10_000 else "")


_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(share: float, width: int) -> str:
    """A horizontal bar of ``width`` cells filled to ``share`` (0 to 1), to an eighth of a cell."""
    eighths = max(1, round(max(0.0, min(1.0, share)) * width * 8))
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


_STEPS = "▁▂▃▄▅▆▇█"


def column(share: float) -> str:
    """An upright bar of one cell filled to ``share`` (0 to 1)."""
    return _STEPS[round(max(0.0, min(1.0, share)) * (len(_STEPS) - 1))]


def sparkline(values: list[int]) -> str:
    """Numbers as a row of small columns, the highest being full."""
    top = max(values, default=0)
    if not top:
        return ""
    return "".join(" " if not value else _STEPS[(value * 7) // top] for value in values)
