"""The card of the current quote: who said it, how, and who else carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from reader.app.paint import safe, shorten
from reader.app.palette import BOLD, ITALIC, Palette, palette_of
from reader.app.strips import text_strip
from reader.app.typeset import wrap
from reader.app.widgets.still import Still
from reader.library.rows import QuoteRow

Parts = list[tuple[str, Style]]
MOST_OUTLETS, OUTLET_WIDTH = 3, 30
AS_SAID = 80
"""So much of what the text calls a speaker is shown, in cells."""
NOBODY = "Nobody named"


class CardFacts(NamedTuple):
    """What the card says."""

    quote: QuoteRow
    number: int
    of: int
    voice: int
    outlets: tuple[str, ...] = ()
    """Other outlets that carry the same words."""
    differing: tuple[str, ...] = ()
    """Other outlets that carry them a little differently, or a part of them."""
    saved: bool = False

    @property
    def speaker(self) -> str:
        """The name, or else what the text says."""
        return self.quote.name or shorten(self.quote.called, AS_SAID) or NOBODY

    @property
    def weight(self) -> Style:
        """Names stand out more than what the text says in their place."""
        return BOLD if self.quote.name else ITALIC


class QuoteCard(Still, Widget):
    """As high as what it has to say."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "QuoteCard { height: auto; max-height: 14; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.facts: CardFacts | None = None

    @property
    def palette(self) -> Palette:
        """The styles in use."""
        return palette_of(self)

    def show(self, facts: CardFacts | None) -> None:
        """Shows another quote, or none."""
        if facts != self.facts:
            before = len(self._lines(self.size.width))
            self.facts = facts
            height_changed = before != len(self._lines(self.size.width))
            self.refresh(layout=height_changed)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its number of lines."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Parts]:
        if self.facts is None or width < 4:
            return []
        return list(card_lines(self.facts, width - 3, self.palette))

    def render_line(self, y: int) -> Strip:
        """One line."""
        lines = self._lines(self.size.width)
        parts = lines[y] if y < len(lines) else []
        return text_strip([(" ", self.palette.base), *parts], self.size.width, self.palette.base)


def card_lines(facts: CardFacts, room: int, palette: Palette) -> Iterator[Parts]:
    """The card, line by line."""
    quote = facts.quote
    voice = palette.voice(facts.voice)
    for number, text in enumerate(_wrapped(facts.speaker, room)):
        yield [("❝ " if not number else "  ", voice), (text, voice + facts.weight)]
    if quote.role:
        for text in _wrapped(quote.role, room):
            yield [("  " + text, palette.muted)]
    for text in _wrapped(how(quote), room):
        yield [("  " + text, palette.base)]
    if facts.outlets:
        for text in _wrapped("also in " + _few(facts.outlets), room):
            yield [("  " + text, palette.accent)]
    if facts.differing:
        for text in _wrapped("differently in " + _few(facts.differing), room):
            yield [("  " + text, palette.accent)]
    place = f"{facts.number + 1} of {facts.of}"
    yield [("  " + place + (" · saved" if facts.saved else ""), palette.muted)]


def how(quote: QuoteRow) -> str:
    """How it was said, and whether in the speaker's own words."""
    return " · ".join(part for part in (_cue(quote), quote.kind) if part)


def _cue(quote: QuoteRow) -> str:
    """The words that say how it was said, without the signs that lead on to the quote."""
    return safe(quote.cue or "").rstrip(" ,:;–—")


def one_line(facts: CardFacts, palette: Palette) -> Parts:
    """The card as one line, for narrow screens."""
    quote, voice = facts.quote, palette.voice(facts.voice)
    parts: Parts = [(" ❝ ", voice), (facts.speaker, voice + facts.weight)]
    rest = [quote.role or "", _cue(quote)]
    if facts.outlets:
        rest.append("also in " + _few(facts.outlets))
    if facts.differing:
        rest.append("differently in " + _few(facts.differing))
    text = " · ".join(part for part in rest if part)
    return [*parts, (" · " + text if text else "", palette.muted)]


def _few(names: Sequence[str]) -> str:
    """The first names, each cut short, and how many more: the card has little room."""
    more = f" and {len(names) - MOST_OUTLETS} more" if len(names) > MOST_OUTLETS else ""
    return ", ".join(shorten(safe(name), OUTLET_WIDTH) for name in names[:MOST_OUTLETS]) + more


def _wrapped(text: str, room: int) -> list[str]:
    text = safe(text)
    return [text[start:end] for start, end in wrap(text, 0, len(text), max(4, room))]
