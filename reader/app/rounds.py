"""A round of refreshing that the person asked for: what it brought, told when it is over."""

from __future__ import annotations

from collections.abc import Mapping

from reader.app.paint import plural


class Round:
    """Counts what the feeds of a round report."""

    def __init__(self) -> None:
        self.left = 0
        """Feeds that were asked and have not answered; 0 while nothing was asked."""
        self._new = self._failed = 0

    def begin(self, feeds: int) -> None:
        """So many feeds are asked."""
        self.left, self._new, self._failed = feeds, 0, 0

    def stop(self) -> None:
        """Nothing is waited for any more."""
        self.left = 0

    def heard(self, event: Mapping[str, object]) -> str | None:
        """Takes in an event of the helper; what to say once the round is over."""
        kind = event.get("event")
        if not self.left or kind not in ("feed", "idle"):
            return None
        if kind == "feed":
            self.left -= 1
            new = event.get("new")
            self._new += new if isinstance(new, int) else 0
            self._failed += bool(event.get("error"))
        else:
            self.left = 0
        return None if self.left else self._words()

    def _words(self) -> str:
        words = plural(self._new, "new article") if self._new else "nothing new"
        if self._failed:
            words += f"; {plural(self._failed, 'feed')} failed, F tells why"
        return words
