"""Dates and amounts of money, read off the text by grammar alone.

Only what says a day or an amount by itself is taken: "Dec. 16", "3 March 2024", "June 2019",
"$2.9 billion", "40 pence", "1,200 euros"; not "last week", "a fortune", "2024" or "may".
"""

from __future__ import annotations

import re

from reader.language.lists import fold
from reader.news import Entity, EntityKind

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Jun\.|Jul\."
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"\b{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?![\w%]|[.,:]\d)"
    rf"|\b{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?(?!\w)"
    rf"|\b{_MONTH},?\s{_YEAR}\b"
    r"|\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
)

_NUMBER = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SCALE = (
    r"(?:[- ](?:thousand|million|billion|trillion|mn|bn|tn|crore|lakh)\b"
    r"|(?:k|m|mn|bn|tn|K|M|B)\b)"
)
_UNIT = (
    r"(?:(?:U\.?S\.? |Australian |Canadian |Hong Kong |Singapore )?dollars?|cents?|pounds sterling"
    r"|(?<=illion )pounds|pence|euros?|yen|yuan|renminbi|rupees?|rou?bles?|hryvnias?|francs"
    r"|kron(?:a|or|e|er)|pesos?|reais|rand|won|lira|shekels?|dirhams?|riyals?|baht|zlotys?|forints?"
    r"|USD|EUR|GBP|JPY|CHF|CNY|INR|AUD|CAD)\b"
)
_SIGN = r"(?:(?:US|A|C|HK|S|NZ|R|CA|AU)?\$|[€£¥₹₽₴₩₪₺]|Rs\.? ?|(?:USD|EUR|GBP|CHF) )"
_MONEY = re.compile(
    rf"(?<![\w.]){_SIGN}\s?(?:{_NUMBER})(?:\s?{_SCALE})?"
    rf"|(?<![\w.])(?:{_NUMBER})(?:\s?{_SCALE})?[ -]{_UNIT}"
    rf"|(?<![\w.])(?:{_NUMBER})(?:\s?{_SCALE})?\s?[€£₽₴₺](?!\w)"
)
_DIGITS = re.compile(r"\d+")
_REACH = 40
"""More characters than a date or an amount goes on before or after its digits."""
_SPACES = re.compile(r"\s+")


def find(text: str) -> list[Entity]:
    """The dates and amounts of a text, each wording once, in order of first mention."""
    windows = _windows(text)
    found = _rows(text, windows, "date", _DATE) + _rows(text, windows, "money", _MONEY)
    return sorted(found, key=lambda entity: entity.mentions[0])


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches around digits: there is neither date nor amount without one."""
    found: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _rows(
    text: str,
    windows: list[tuple[int, int]],
    kind: EntityKind,
    pattern: re.Pattern[str],
) -> list[Entity]:
    rows: dict[str, list[tuple[int, int]]] = {}
    for start, end in windows:
        for match in pattern.finditer(text, start, end):
            rows.setdefault(_plain(match.group()), []).append(match.span())
    return [
        Entity(_SPACES.sub(" ", text[slice(*spans[0])]), kind, tuple(spans))
        for spans in rows.values()
    ]


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _plain(wording: str) -> str:
    """What two wordings of one date or amount have in common ("Dec. 16", "December 16")."""
    words = []
    for word in fold(wording).replace(",", "").split():
        month = word[:3]
        short = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word)
        words.append(month if month in _MONTHS and word.isalpha() else short)
    return " ".join(sorted(words)) if any(word in _MONTHS for word in words) else " ".join(words)
