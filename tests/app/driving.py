"""Driving the app as a person would: keys in, the screen out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual._context import active_app
from textual.pilot import Pilot

from reader.app.app import ReaderApp

WIDE, MIDDLING, NARROW = (200, 50), (120, 36), (80, 24)
PATIENCE = 120.0
"""Seconds after which a test gives up; on the slowest machine it is done long before."""


def app_of(pilot: Pilot[None]) -> ReaderApp:
    """The app, by its own type."""
    assert isinstance(pilot.app, ReaderApp)
    return pilot.app


async def settle(pilot: Pilot[None]) -> None:
    """Waits until nothing is going on: no job in a lane, no preview on its way."""
    app, quiet = app_of(pilot), 0
    until = time.monotonic() + PATIENCE
    while quiet < 4:
        assert time.monotonic() < until, "the app does not come to rest"
        await pilot.pause(0.002)
        quiet = 0 if has_more_to_do(app) else quiet + 1


def has_more_to_do(app: ReaderApp) -> bool:
    """Is a job in a lane, a key or a preview on its way, another size not yet told?"""
    resizing = app._resize_timer is not None or app._resize_event is not None
    return app.lanes.busy or app.turns.busy or app.reading.opened.on_its_way or resizing


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Waits for what the app does of itself after a while, and for what that sets off."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what is waited for does not come"
        await pilot.pause(0.01)
    await settle(pilot)


async def drained(*_: float) -> None:
    """Waits until every widget has done with what was sent to it.

    In place of Textual's own wait, which takes a process that got no time from the machine
    for one that is idle, and sleeps at least 40 ms for each key.
    """
    app = active_app.get()
    pilot = Pilot[Any](app)
    await pilot._wait_for_screen(PATIENCE)
    while app._resize_timer is not None or (isinstance(app, ReaderApp) and app.turns.busy):
        await asyncio.sleep(0.002)
    await pilot._wait_for_screen(PATIENCE)
    await asyncio.sleep(0)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, waiting after each for what it sets off."""
    for key in keys:
        await pilot.press(key)
        while app_of(pilot).lanes.busy:
            await pilot.pause(0.002)
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
