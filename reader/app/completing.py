"""Completion in the search line: what could be meant, and taking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.app.screens.reading import ReadingScreen
    from reader.search.completion import Completion

FEW = 4
"""So many are offered where they lie over the results."""


class Completing:
    """Owns the list under the search line."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._found: list[Completion] = []
        self._text = ""
        """What the completions are of: they replace stretches of just this."""

    def look(self) -> None:
        """Looks for what could be meant by what stands in the search line."""
        line, desk = self._screen.search_line, self._screen.reader.desk
        text, cursor = line.value, line.cursor_position

        def job(_: object) -> list[Completion]:
            from reader.search.completion import complete

            return complete(text, cursor, desk.vocabulary())

        def done(found: list[Completion]) -> None:
            if line.value == text and self._screen.focused is line:
                self._found, self._text = found, text
                # On a narrow screen the list lies over the results: those must stay in sight.
                most = FEW if self._screen.panes.mode == "narrow" else len(found)
                self._offer([each.label for each in found[:most]])
                line.offering = bool(found)

        self._screen.reader.read("complete", job, done)

    def _offer(self, labels: list[str]) -> None:
        completions = self._screen.completions
        if not completions.is_attached:
            if not labels:
                return
            self._screen.mount(completions)
        completions.styles.offset = (self._screen.panes.beside_list, 1)
        completions.offer(labels)

    def offered(self, step: int, take: bool) -> None:
        """A move in the completions, or Tab to take one, or Esc to close them."""
        if take:
            self.take()
        elif step:
            self._screen.completions.move(step)
        else:
            self.close()

    def take(self) -> None:
        """Puts the completion under the cursor into the search line."""
        number, line = self._screen.completions.cursor, self._screen.search_line
        if number >= len(self._found) or line.value != self._text:
            return
        chosen = self._found[number]
        text = line.value[: chosen.start] + chosen.insert + line.value[chosen.end :]
        line.put(text)
        line.cursor_position = chosen.start + len(chosen.insert)
        self._screen.focus_on(line)

    def close(self) -> None:
        """Takes the list away."""
        self._found = []
        self._screen.search_line.offering = False
        if self._screen.completions.is_attached:
            self._screen.completions.offer([])
        self._screen.reader.lanes.cancel("complete")
