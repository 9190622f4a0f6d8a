"""What stands beside the article and what is done with it: names, quotes, facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.app.paint import plural
from reader.app.siderows import name_term
from reader.app.widgets.linebar import Parts
from reader.app.widgets.sidebar import PageName
from reader.library.rows import EntityRow

if TYPE_CHECKING:
    from reader.app.loading import Asked
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen
    from reader.search.results import Facets

PAUSE = 0.12
"""Seconds without another search after which is counted what was found."""
MOST = 30
"""So many of each group of facets are shown."""


class Beside:
    """Owns the sidebar's pages, its filter and the marks of an entity in the article."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._entity: EntityRow | None = None
        self._place = 0
        self._timer: Timer | None = None
        self._counted: Asked | None = None
        """The query whose facets are shown or on their way."""

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "entity.filter": self.filter,
            "entity.highlight": self.highlight,
            "entity.open": self.open_entity,
            "pane.found": self.show_found,
        }

    @property
    def waits(self) -> bool:
        """Will something be counted once the person pauses?"""
        return self._timer is not None

    # Pages

    def refresh_head(self) -> None:
        """Says which page is shown and what narrows it."""
        screen = self._screen
        sidebar, palette = screen.sidebar, screen.sidebar.palette
        bundle = screen.opened.bundle
        count = bundle.stored.row.quotes if bundle else None
        titles: tuple[tuple[PageName, str], ...] = (
            ("entities", "Names"),
            ("quotes", "Quotes" + (f" {count}" if count and sidebar.size.width > 27 else "")),
            ("found", "Found"),
        )
        left: Parts = []
        if sidebar.filter or sidebar.typing:
            word = next(title for page, title in titles if page == sidebar.page_name)
            left = [(f" {word.split(' ')[0]} ", palette.strong), (sidebar.filter, palette.accent),
                    ("▏", palette.accent)]  # fmt: skip
        else:
            for page, title in titles:
                style = palette.strong if page == sidebar.page_name else palette.muted
                left.append((" " + title + " ", style))
        screen.side_head.show(left, [])

    def turn_to(self, title: str) -> None:
        """A click on the title of a page."""
        screen = self._screen
        page: PageName = (
            "found" if title == "Found" else "quotes" if title.startswith("Quotes") else "entities"
        )
        if screen.sidebar.page_name != page:
            screen.panes.show_side(page)
            self.results_changed()

    def show_found(self) -> None:
        """What the articles of the list have in common."""
        self._screen.panes.show_side("found")
        self.results_changed()

    def results_changed(self) -> None:
        """Counts anew, if that page is shown and the question is another."""
        screen = self._screen
        asked = screen.searching.asked
        if screen.sidebar.page_name != "found" or not screen.panes.side_visible:
            return
        if not asked.is_query:
            self._counted = None
            screen.sidebar.show_facets(None, "Only what a search finds is counted")
            return
        if self._counted == asked and screen.sidebar.facets is not None:
            return
        self._counted = asked
        if self._timer is not None:
            self._timer.stop()
        self._timer = screen.set_timer(PAUSE, self._count)

    def _count(self) -> None:
        self._timer = None
        screen = self._screen
        asked, desk = screen.searching.asked, screen.reader.desk

        def done(facets: Facets) -> None:
            if self._counted == asked:
                screen.sidebar.show_facets(facets)

        screen.reader.read("facets", lambda _: desk.facets(asked, MOST), done)

    def forget_counts(self) -> None:
        """The library has changed: what was counted is counted anew."""
        self._counted = None
        self._screen.elsewhere.forget()
        self.results_changed()

    # The filter

    def typed(self, key: str, character: str | None) -> bool:
        """A key in the sidebar: does it narrow its list?"""
        if not self._screen.sidebar.type(key, character):
            return False
        self.refresh_head()
        self._screen.panes.refresh_hints()
        return True

    def filter(self) -> None:
        """Letters narrow the page that is shown, all of them."""
        screen = self._screen
        if screen.focused is not screen.sidebar:
            screen.panes.show_side(screen.sidebar.page_name)
        screen.sidebar.start_typing()
        self.refresh_head()
        screen.panes.refresh_hints()

    # What is done with a row

    def moved(self) -> None:
        """The cursor in the list of quotes leads the article along."""
        row = self._screen.sidebar.chosen
        if row is not None and row.kind == "quote":
            self._screen.article.go_to_quote(row.quote)

    def chosen(self) -> None:
        """Enter: narrows the results, or goes to a quote."""
        screen = self._screen
        row = screen.sidebar.chosen
        if row is None:
            return
        screen.sidebar.typing = False
        if row.term:
            screen.searching.narrow(row.term)
        else:
            screen.article.go_to_quote(row.quote)
            screen.panes.to_article()

    def highlight(self) -> None:
        """Marks the mentions of the entity under the cursor; again, steps through them."""
        screen = self._screen
        row, bundle = screen.sidebar.chosen, screen.opened.bundle
        if row is None or row.entity is None or bundle is None:
            self.moved()
            return
        article = screen.article
        spans = bundle.mentions.get(row.entity.id, ())
        if not spans:
            screen.say(f"{row.entity.name} is not named in this article", warn=True)
            return
        if self._entity is None or self._entity.id != row.entity.id or not article.mentions:
            self._entity, self._place = row.entity, 0
            article.mentions = spans
        else:
            self._place = (self._place + 1) % len(spans)
        article.redraw()
        article.reveal_span(*spans[self._place])
        screen.say(f"{row.entity.name}: {self._place + 1} of {plural(len(spans), 'mention')}")

    def clear_mentions(self) -> None:
        """Takes the marks of an entity away."""
        self._entity = None
        self._screen.article.mentions = ()
        self._screen.article.redraw()

    def another_article(self) -> None:
        """Another article is open: nothing is marked in it yet."""
        self._entity = None

    def open_entity(self) -> None:
        """The screen of the entity under the cursor, or of the current quote's speaker."""
        from reader.app.screens.entity import EntityScreen

        screen = self._screen
        row = screen.sidebar.chosen if screen.focused is screen.sidebar else None
        quote = screen.opened.quote
        if row is not None and row.entity is not None:
            screen.reader.push_screen(EntityScreen(row.entity.id))
        elif quote is not None and quote.entity_id is not None:
            screen.reader.push_screen(EntityScreen(quote.entity_id))
        else:
            screen.say("Nobody is named for this quote", warn=True)


def entity_term(name: str) -> str:
    """The query that means an entity."""
    return name_term("entity", name)
