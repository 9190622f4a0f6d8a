"""Lines of the screen as Textual's strips, in as few pieces as look the same. Pure.

Every piece costs its own escape sequences on the way to the terminal (some forty bytes with
true colours) and its own handling in every step before, so neighbours that cannot be told
apart are made one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.app.paint import safe


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """The same look in fewer pieces; of a blank only the ground is seen, not the ink."""
    result: list[Segment] = []
    for segment in segments:
        text, style, _ = segment
        if not text:
            continue
        if result and style is not None:
            before, ink = result[-1].text, result[-1].style
            if style == ink or (not text.strip(" ") and same_ground(ink, style)):
                result[-1] = Segment(before + text, ink)
                continue
            if not before.strip(" ") and same_ground(ink, style):
                result[-1] = Segment(before + text, style)
                continue
        result.append(segment)
    return result


@lru_cache(4096)
def same_ground(one: Style | None, other: Style) -> bool:
    """Would a blank look alike in both styles?"""
    return (
        one is not None
        and one.bgcolor == other.bgcolor
        and not (_shows_on_blanks(one) or _shows_on_blanks(other))
    )


def _shows_on_blanks(style: Style) -> bool:
    drawn = style.underline or style.underline2 or style.overline or style.strike
    return bool(drawn or style.reverse or style.blink or style.link)


def line_strip(segments: Iterable[Segment], width: int, base: Style) -> Strip:
    """A line of exactly ``width`` cells."""
    strip = Strip(merged(segments)).adjust_cell_length(width, base)
    return Strip(merged(strip), width)


def text_strip(parts: Iterable[tuple[str, Style]], width: int, base: Style) -> Strip:
    """A line of exactly ``width`` cells from pieces of text; every piece is made safe."""
    return line_strip([Segment(safe(text), style) for text, style in parts], width, base)


def overlaid(strip: Strip, style: Style, paper: Style) -> Strip:
    """The line with a style laid over all of it but what stands out from the paper by itself."""
    segments = [Segment(text, _over(own or paper, style, paper)) for text, own, _ in strip]
    return Strip(merged(segments), strip.cell_length)


@lru_cache(4096)
def _over(own: Style, style: Style, paper: Style) -> Style:
    """How a piece looks under the cursor; a match keeps its ground, or stands out of reverse."""
    if style.reverse and own.reverse:
        return own + style + Style(reverse=False)
    return own if own.bgcolor not in (None, paper.bgcolor) else own + style


@lru_cache(64)
def blank(width: int, style: Style) -> Strip:
    """An empty line."""
    return Strip.blank(width, style)
