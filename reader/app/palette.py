"""The looks of everything that is drawn line by line, made once from the theme in use.

Colour is never the only sign. With colours, a quote has a tint and a bar; without
(``NO_COLOR``, or a theme of the terminal's 16 colours), a bar and an underline, the current
quote is bold, and a match is reversed.
"""

from __future__ import annotations

import colorsys
from typing import NamedTuple, Protocol, cast

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.message_pump import MessagePump

from reader.app import marks

VOICES = 8
BOLD = Style(bold=True)
ITALIC = Style(italic=True)
"""Laid over what stands in a name's place and is none: the text's own "the spokesman"."""
_HUES = (0.58, 0.09, 0.40, 0.78, 0.95, 0.15, 0.49, 0.68)
_ANSI_VOICES = ("blue", "yellow", "green", "magenta", "cyan", "red", "bright_blue", "bright_green")


class Palette(NamedTuple):
    """Styles by what they are for."""

    base: Style
    """Ordinary text on the ordinary background."""
    muted: Style
    """What is read second: bylines, counts."""
    faint: Style
    """What is hardly read: rules, bars, dots."""
    faint_text: Style
    """Text that is read last: first sentences in a list."""
    strong: Style
    title: Style
    heading: Style
    accent: Style
    key: Style
    warning: Style
    error: Style
    cursor: Style
    """Laid over the row under the cursor in the pane that has the keyboard."""
    cursor_away: Style
    """The same in a pane that has it not."""
    edge: Style
    """The bar at the left of the row under the cursor."""
    match: Style
    this_match: Style
    selected: Style
    mention: Style
    hint: Style
    voices: tuple[Style, ...]
    """Foreground of each speaker."""
    tints: tuple[Style, ...]
    """Laid under a quote of each speaker; the last one is for unknown speakers."""
    current_tints: tuple[Style, ...]
    quiet_tints: tuple[Style, ...]
    """Under indirect quotes."""
    colours: bool
    """False where only attributes tell things apart."""
    cache: dict[tuple[int, int, str], Style]
    """Looks that were put together already."""

    def voice(self, number: int) -> Style:
        """The foreground of a speaker; plain for an unknown one."""
        return self.voices[number % VOICES] if number >= 0 else self.muted

    def body(self, flags: int, voice: int, kind: str) -> Style:
        """How a stretch of an article's text looks."""
        key = (flags, voice, kind)
        style = self.cache.get(key)
        if style is None:
            style = self.cache[key] = self._body(flags, voice, kind)
        return style

    def _body(self, flags: int, voice: int, kind: str) -> Style:
        style = {"heading": self.heading, "title": self.title, "standfirst": self.strong}.get(
            kind, self.base
        )
        number = voice % VOICES if voice >= 0 else VOICES
        if flags & (marks.QUOTE | marks.INDIRECT):
            tints = self.tints if flags & marks.QUOTE else self.quiet_tints
            style += self.current_tints[number] if flags & marks.CURRENT else tints[number]
        if flags & marks.CUE and flags & marks.CURRENT:
            style += Style(italic=True)
        if flags & marks.SPEAKER:
            style += Style(color=self.voice(voice).color, bold=True)
        if flags & marks.MENTION:
            style += self.mention
        if flags & marks.MATCH:
            style += self.match
        if flags & marks.THIS_MATCH:
            style += self.this_match
        if flags & marks.SELECTED:
            style += self.selected
        return style


def from_variables(variables: dict[str, str], *, dark: bool, ansi: bool, colour: bool) -> Palette:
    """The palette of a theme, given its variables (``App.get_css_variables``)."""
    if ansi or not colour:
        return _of_terminal(colour=colour, variables=None if ansi else variables, dark=dark)
    return _of_theme(variables, dark=dark)


def _of_theme(variables: dict[str, str], *, dark: bool) -> Palette:
    def named(name: str, fallback: str) -> Color:
        try:
            return Color.parse(variables.get(name, fallback))
        except ValueError:
            return Color.parse(fallback)

    ground = named("background", "#121212" if dark else "#ffffff")
    ink = named("foreground", "#e0e0e0" if dark else "#202020")
    primary, accent = named("primary", "#5fafff"), named("accent", "#ffaf5f")
    warning, error = named("warning", "#ffaf00"), named("error", "#ff5f5f")

    def ink_at(share: float) -> RichColor:
        return ground.blend(ink, share).rich_color

    paper = ground.rich_color
    base = Style(color=ink_at(0.92), bgcolor=paper)
    people = [_hue(hue, dark=dark) for hue in _HUES]
    tinted = [*people, ground.blend(ink, 0.6)]

    def tints(share: float) -> tuple[Style, ...]:
        return tuple(Style(bgcolor=ground.blend(each, share).rich_color) for each in tinted)

    gold = Color.parse("#f2c94c" if dark else "#ffe08a")
    night = Color.parse("#16130a")
    return Palette(
        base=base,
        muted=Style(color=ink_at(0.62), bgcolor=paper),
        faint=Style(color=ink_at(0.32), bgcolor=paper),
        faint_text=Style(color=ink_at(0.50), bgcolor=paper),
        strong=Style(color=ink.rich_color, bgcolor=paper, bold=True),
        title=Style(color=ink.rich_color, bgcolor=paper, bold=True),
        heading=Style(color=ground.blend(primary, 0.9).rich_color, bgcolor=paper, bold=True),
        accent=Style(color=accent.rich_color, bgcolor=paper),
        key=Style(color=accent.rich_color, bgcolor=paper, bold=True),
        warning=Style(color=warning.rich_color, bgcolor=paper),
        error=Style(color=error.rich_color, bgcolor=paper, bold=True),
        cursor=Style(bgcolor=ground.blend(primary, 0.24).rich_color),
        cursor_away=Style(bgcolor=ground.blend(ink, 0.08).rich_color),
        edge=Style(color=primary.rich_color, bgcolor=paper),
        match=Style(
            color=ground.blend(gold, 0.95).rich_color if dark else night.rich_color,
            bgcolor=ground.blend(gold, 0.22 if dark else 0.9).rich_color,
            bold=True,
        ),
        this_match=Style(color=night.rich_color, bgcolor=gold.rich_color, bold=True),
        selected=Style(
            bgcolor=ground.blend(primary, 0.5).rich_color, color=ink.rich_color, underline=False
        ),
        mention=Style(underline=True, bold=True),
        hint=Style(color=night.rich_color, bgcolor=gold.rich_color, bold=True),
        voices=tuple(Style(color=each.rich_color, bgcolor=paper) for each in people),
        tints=tints(0.13),
        current_tints=tints(0.30),
        quiet_tints=tints(0.05),
        colours=True,
        cache={},
    )


def _hue(hue: float, *, dark: bool) -> Color:
    red, green, blue = colorsys.hls_to_rgb(hue, 0.70 if dark else 0.33, 0.60)
    return Color(round(red * 255), round(green * 255), round(blue * 255))


def _of_terminal(*, colour: bool, variables: dict[str, str] | None, dark: bool) -> Palette:
    """Attributes and at most the terminal's own colours, on the terminal's own background."""
    base = Style()
    if variables is not None:
        base = Style(
            color=Color.parse(variables.get("foreground", "#e0e0e0")).rich_color,
            bgcolor=Color.parse(variables.get("background", "#000000")).rich_color,
        )

    def shade(name: str, *, bold: bool = False) -> Style:
        return base + Style(color=name if colour else None, bold=bold or None)

    people = tuple(shade(name) for name in _ANSI_VOICES)
    underlined = (Style(underline=True),) * (VOICES + 1)
    return Palette(
        base=base,
        muted=base + Style(dim=not colour, color="bright_black" if colour and dark else None),
        faint=base + Style(dim=True),
        faint_text=base + Style(dim=not colour),
        strong=base + Style(bold=True),
        title=base + Style(bold=True),
        heading=shade("cyan", bold=True),
        accent=shade("yellow"),
        key=shade("yellow", bold=True),
        warning=shade("yellow", bold=True),
        error=shade("red", bold=True),
        # All of the row in one pair of colours: reversed inks would make a patchwork of it.
        cursor=Style(reverse=True, dim=False, color=base.color or "default"),
        cursor_away=Style(bold=True),
        edge=Style(color="cyan" if colour else None, bold=True),
        match=Style(reverse=True),
        this_match=Style(reverse=True, bold=True, underline=True),
        selected=Style(reverse=True),
        mention=Style(underline=True, bold=True),
        hint=Style(reverse=True, bold=True),
        voices=people if colour else (base + Style(bold=True),) * VOICES,
        tints=underlined,
        current_tints=(Style(underline=True, bold=True),) * (VOICES + 1),
        quiet_tints=(Style(),) * (VOICES + 1),
        colours=False,
        cache={},
    )


class Painted(Protocol):
    """An app that has a palette; what every line-drawn widget needs of it."""

    palette: Palette


def palette_of(widget: MessagePump) -> Palette:
    """The palette of the app a widget is in."""
    return cast(Painted, widget.app).palette
