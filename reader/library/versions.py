"""What became of the quotes of an earlier version: pure, over texts."""

from __future__ import annotations

from collections.abc import Sequence

from reader.library.keys import words
from reader.library.rows import QuoteChange, Version
from reader.news import OMISSION

SIMILAR = 0.5
"""Share of common words from which another quote counts as the changed one."""


def quote_changes(
    versions: Sequence[Version], text: str, present: Sequence[str]
) -> list[QuoteChange]:
    """The quotes of earlier versions, oldest first, that are not in the text any more.

    A quote of the present that shares most of its words is what it was changed to.
    """
    found: list[QuoteChange] = []
    told: set[str] = set()
    for version in versions:
        for before, name in version.quotes:
            if before in told or _stands(before, text):
                continue
            told.add(before)
            after = _nearest(before, present)
            status = "changed" if after is not None else "vanished"
            found.append(QuoteChange(status, before, after, name, version.seen))  # type: ignore[arg-type]
    return found


def _stands(quote: str, text: str) -> bool:
    return all(part in text for part in quote.split(f" {OMISSION} "))


def _nearest(quote: str, present: Sequence[str]) -> str | None:
    ours = set(words(quote))
    best, most = None, SIMILAR
    for candidate in present:
        theirs = set(words(candidate))
        share = len(ours & theirs) / (len(ours | theirs) or 1)
        if share >= most and candidate != quote:
            best, most = candidate, share
    return best
