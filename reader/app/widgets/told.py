"""Whom the article tells what a person does in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


def _nobody() -> None:
    """Nobody is to be told."""


class Told(NamedTuple):
    """Who is told what changed. Called at once, so that one paint shows it everywhere."""

    quote: Callable[[], None] = _nobody
    """Another quote is the current one."""
    scrolled: Callable[[], None] = _nobody
    """Another part of the article is in sight."""
    selection: Callable[[], None] = _nobody
    """A passage was selected, changed or let go."""
