"""Jump mode: labels over the quotes and addresses in sight; typing one goes there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.app.copying import open_page
from reader.app.hintlabels import labels
from reader.app.linepaint import Hint

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen

_ADDRESS = r"https?://[^\s<>\"'“”’)\]]+[^\s<>\"'“”’)\].,;:!?]"
"""Compiled when the first links are jumped to; `re` keeps it."""


class Jumping:
    """Shows the labels and waits for one."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._places: dict[str, int | str] = {}
        self._typed = ""

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {"article.hints": self.start}

    @property
    def active(self) -> bool:
        """Are labels shown?"""
        return bool(self._places)

    def start(self) -> None:
        """Labels what is in sight."""
        screen = self._screen
        bundle, seen = screen.opened.bundle, screen.article.span_in_sight()
        if bundle is None or seen is None or not screen.panes.article_visible:
            screen.say("Open an article first", warn=True)
            return
        text = bundle.stored.article.text
        places: list[tuple[int, int | str]] = []
        for number, quote in enumerate(screen.article.quotes):
            start = quote.content[0][0]
            if seen[0] <= start < seen[1]:
                places.append((start, number))
        places += [
            (match.start(), match[0]) for match in re.compile(_ADDRESS).finditer(text, *seen)
        ]
        if not places:
            screen.say("No quotes or links in sight", warn=True)
            return
        places.sort(key=lambda each: each[0])
        names = labels(len(places))
        self._places = {name: place for name, (_, place) in zip(names, places, strict=True)}
        self._typed = ""
        screen.article.show_hints(
            [Hint(name, offset) for name, (offset, _) in zip(names, places, strict=True)]
        )
        screen.say("type a label; Esc leaves")

    def key(self, key: str, character: str | None) -> None:
        """A letter of a label, or anything else to leave."""
        typed = self._typed + (character or "")
        if character and any(name.startswith(typed) for name in self._places):
            self._typed = typed
            if typed in self._places:
                self._go(self._places[typed])
            return
        self.stop()

    def _go(self, place: int | str) -> None:
        self.stop()
        if isinstance(place, int):
            self._screen.panes.to_article()
            self._screen.article.go_to_quote(place)
        else:
            open_page(self._screen, place)

    def stop(self) -> None:
        """Takes the labels away."""
        self._places = {}
        self._screen.status.hush()
        self._screen.article.show_hints([])
