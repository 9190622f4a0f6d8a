"""Stepping through what matches: in the article, and on into those found after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.paint import grouped

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen


class Stepping:
    """Goes from match to match through all that was found."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "search.next": lambda: self.step(1),
            "search.previous": lambda: self.step(-1),
        }

    def step(self, way: int) -> None:
        """To the next or previous match; after the article's last one, on to the next article."""
        screen = self._screen
        if not screen.searching.asked.text.strip():
            screen.say("Nothing is searched for: / starts a search", warn=True)
            return
        number = screen.article.step_match(way * screen.take_number())
        if number is None:
            self._step_on(way)
            return
        if not screen.panes.article_visible:
            screen.panes.to_article()
        screen.say(f"match {number + 1} of {len(screen.article.stops)}")

    def _step_on(self, way: int) -> None:
        """To the first match of the next article, or the last of the one before."""
        screen, results = self._screen, self._screen.results
        if not results.to_other_article(way):
            if results.total > 1 or not screen.article.stops:
                edge = "last" if way > 0 else "first"
                screen.say(f"That was the {edge} match of the {edge} article", warn=True)
                return
        elif (item := results.current) is not None:
            screen.opened.show(item)
            screen.states.opened(item.article_id)
        screen.opened.when_shown(lambda: self._at_edge(way))

    def _at_edge(self, way: int) -> None:
        screen = self._screen
        number = screen.article.to_match(0 if way > 0 else -1)
        if not screen.panes.article_visible:
            screen.panes.to_article()
        noun = "article" if screen.searching.asked.mode == "articles" else "quote"
        total, row = screen.results.total, screen.results.cursor + 1
        place = f" · {noun} {row} of {grouped(total)}" if total > 1 else ""
        if number is None:
            screen.say(f"no match in the text of this one{place}")
        else:
            screen.say(f"match {number + 1} of {len(screen.article.stops)}{place}")
