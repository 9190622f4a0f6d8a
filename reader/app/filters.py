"""What to list without typing it: by state, tag or a search that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.asking import Choice, ask, choose

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen
    from reader.library.rows import FeedRow, SavedSearch


class Filters:
    """Chooses what is listed; keeps searches and drops them."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "filter.choose": self.choose_filter,
            "search.save": self.save,
            "search.forget": self.forget,
        }

    def choose_filter(self) -> None:
        """What to list: by state, kept search, feed or tag, each with its unread articles."""
        from reader.app.screens.sources import name_of

        desk, library = self._screen.reader.desk, self._screen.reader.library

        def ready(found: tuple[list[SavedSearch], list[FeedRow], list[tuple[str, int]]]) -> None:
            searches, feeds, tags = found
            choices: list[Choice[str | FeedRow]] = [
                Choice("Everything", ""),
                Choice("Unread", "is:unread"),
                Choice("Starred", "is:starred"),
                Choice("For later", "is:later"),
                Choice("With something saved", "is:saved"),
            ]
            choices += [
                Choice(each.name, each.query, f"{each.unread or 0} unread", "Searches you kept",
                       each.query)
                for each in searches
            ]  # fmt: skip
            choices += [
                Choice(name_of(feed), feed, f"{feed.unread} unread", "Feeds", " ".join(feed.tags))
                for feed in feeds
            ]
            choices += [Choice(tag, f'tag:"{tag}"', str(n), "Tags") for tag, n in tags]
            choose(self._screen.reader, "Show only", choices, self._filtered)

        self._screen.reader.read(
            "lists",
            lambda _: (desk.searcher.saved(), list(library.feeds.all()), library.reading.tags()),
            ready,
        )

    def _filtered(self, chosen: str | FeedRow | None) -> None:
        if isinstance(chosen, str):
            self._screen.searching.set_text(chosen)
            self._screen.panes.to_list()
        elif chosen is not None:
            from reader.app.screens.sources import name_of

            self._screen.searching.show_feed(chosen.id, name_of(chosen))

    def save(self) -> None:
        """Keeps the search under a name."""
        query = self._screen.searching.asked.text.strip()
        if not query:
            self._screen.say("Search for something first", warn=True)
            return
        asked, desk = self._screen.searching.asked, self._screen.reader.desk
        library = self._screen.reader.library

        def ready(whole: str) -> None:
            def named(name: str | None) -> None:
                if name and name.strip():
                    self._screen.reader.write(
                        lambda: library.searches.save(name.strip(), whole),
                        lambda kept: self._screen.say(f"kept as {kept.name}; w lists it"),
                    )

            ask(self._screen.reader, "Keep this search as", named, value=query)

        self._screen.reader.read("narrow", lambda _: desk.whole(asked), ready)

    def forget(self) -> None:
        """Drops a kept search, after asking which."""
        searches = self._screen.reader.library.searches

        def ready(kept: list[SavedSearch]) -> None:
            choices = [Choice(each.name, each, each.query) for each in kept]
            choose(self._screen.reader, "Forget which search?", choices, picked,
                   empty="No search is kept")  # fmt: skip

        def picked(search: SavedSearch | None) -> None:
            if search is None:
                return
            reader = self._screen.reader
            reader.write(
                lambda: searches.remove(search.id),
                lambda _: self._screen.say(f"{search.name} is forgotten; u brings it back"),
            )
            reader.undo.push(
                "forgetting a search",
                lambda: reader.write(lambda: searches.save(search.name, search.query)),
            )

        self._screen.reader.read("lists", lambda _: list(searches.all()), ready)
