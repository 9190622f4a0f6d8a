"""Driving the app as a person would: keys in, the screen out."""

from __future__ import annotations

from textual.pilot import Pilot

from reader.app.app import ReaderApp

WIDE, MIDDLING, NARROW = (200, 50), (120, 36), (80, 24)


def app_of(pilot: Pilot[None]) -> ReaderApp:
    """The app, by its own type."""
    assert isinstance(pilot.app, ReaderApp)
    return pilot.app


async def settle(pilot: Pilot[None]) -> None:
    """Waits until nothing is going on: no job in a lane, no preview on its way."""
    app, quiet = app_of(pilot), 0
    for _ in range(2_000):
        await pilot.pause(0.005)
        quiet = 0 if app.lanes.busy or app.reading.opened.on_its_way else quiet + 1
        if quiet >= 3:
            return
    raise AssertionError("the app does not come to rest")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, waiting after each for what it sets off."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def enter(pilot: Pilot[None], text: str) -> None:
    """Types a text."""
    names = {" ": "space", ":": "colon", '"': "quotation_mark", "/": "slash", ".": "full_stop"}
    for character in text:
        await pilot.press(names.get(character, character))
    await settle(pilot)


def screen_text(pilot: Pilot[None]) -> str:
    """Everything that stands on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def message(pilot: Pilot[None]) -> str:
    """What the status line says."""
    from reader.app.screens.base import AppScreen

    screen = pilot.app.screen
    assert isinstance(screen, AppScreen)
    return screen.status.message
