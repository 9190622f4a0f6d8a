"""The article that is open: its preview, its quotes, what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.app.answers import NONE, Answers
from reader.app.loading import Asked, Bundle, Item
from reader.app.widgets.card import CardFacts, one_line
from reader.library.rows import QuoteRow
from reader.news import Span

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen

SETTLE = 0.12
"""Seconds the cursor has to rest before the article under it is shown."""


class Opened:
    """Owns the article pane, the sidebar's content and the card."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.bundle: Bundle | None = None
        self.wanted: int | None = None
        """The article that is shown or on its way."""
        self._quote_wanted: int | None = None
        self._place_wanted: tuple[Span, ...] = ()
        self._answering: tuple[int, str] | None = None
        """The article and the query whose first quote was gone to."""
        self._timer: Timer | None = None
        self._loading = False
        self._calls: list[Callable[[], None]] = []
        """What was asked of an article that is on its way."""

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "quote.next": lambda: self.step_quote(1),
            "quote.previous": lambda: self.step_quote(-1),
            "article.page": self.page_on,
            "article.following": lambda: self.neighbour(1),
            "article.preceding": lambda: self.neighbour(-1),
            "article.indirect": self.toggle_indirect,
            "article.versions": self.history,
            "article.again": self.fetch_again,
        }

    # Showing an article

    def open_with(self, bundle: Bundle | None) -> None:
        """What the first screen shows."""
        if bundle is None:
            self._show_nothing()
        else:
            self.wanted = bundle.stored.id
            self._show(bundle, NONE, Asked())

    @property
    def on_its_way(self) -> bool:
        """Will something be shown of itself once the person pauses?"""
        screen = self._screen
        soon = screen.elsewhere.waits or screen.beside.waits or screen.searching.waits
        return self._timer is not None or soon

    @property
    def behind(self) -> bool:
        """Is the article that is shown not yet the one that was gone to?"""
        return self._timer is not None or self._loading

    @property
    def is_asked(self) -> bool:
        """Is something to be done with an article that is still on its way?"""
        return bool(self._calls)

    def when_shown(self, call: Callable[[], None]) -> None:
        """Does something with the article that was gone to, once it is there."""
        self._calls.append(call)
        if self._timer is not None:
            self._timer.stop()
            self._preview_now()
        if not self._loading:
            self._arrived()

    def _arrived(self) -> None:
        self._loading = False
        calls, self._calls = self._calls, []
        for call in calls:
            call()

    def preview(self) -> None:
        """Shows the article under the cursor once the cursor rests."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._screen.panes.article_visible:
            self._timer = self._screen.set_timer(SETTLE, self._preview_now)

    def _preview_now(self) -> None:
        self._timer = None
        if self._loading and self._calls:
            self.preview()  # what was asked of the article before comes first
            return
        item = self._screen.results.current
        if item is not None:
            self.show(item)

    def follow_results(self, kept: int | None) -> None:
        """The list shows something else: the article follows unless it was to stay."""
        item = self._screen.results.current
        if item is None:
            searching = self._screen.searching
            if searching.asked.mode == "articles" and not searching.is_narrowed:
                self._show_nothing()
        elif kept is not None and self.wanted == kept and item.quote is None:
            self._mark_matches()
        elif kept is not None and self.wanted == kept == item.article_id:
            self.show(item)  # at the quote of the row
        elif self.bundle is None:
            self.show(item)
        else:
            self.preview()

    def show(self, item: Item) -> None:
        """Shows an article, at the quote that the row is about if it is about one."""
        self._quote_wanted = item.quote.ordinal if item.quote else None
        if self.wanted == item.article_id and self.bundle and self.bundle.stored.id == self.wanted:
            self._mark_matches()
            return
        self.wanted = item.article_id
        self._load()

    def reload(self) -> None:
        """Reads the article that is shown anew, as after saving something of it."""
        self._load()

    def _load(self) -> None:
        wanted, desk = self.wanted, self._screen.reader.desk
        if wanted is None:
            return
        asked = self._screen.searching.asked

        def job(_: object) -> tuple[Bundle | None, Answers]:
            bundle = desk.bundle(wanted)
            return bundle, desk.answers(asked, bundle) if bundle else NONE

        def failed(error: Exception) -> None:
            self._arrived()
            self._screen.reader.complain(error)

        self._loading = True
        self._screen.reader.read("article", job, lambda found: self._show(*found, asked), failed)

    def _show(self, bundle: Bundle | None, answers: Answers, asked: Asked) -> None:
        if bundle is None:
            self._show_nothing()
            self._arrived()
            return
        if bundle.stored.id != self.wanted:
            if self.wanted is None:  # the list was emptied meanwhile: nothing else is to come
                self._arrived()
            return
        screen, stored = self._screen, bundle.stored
        again = self.bundle is not None and self.bundle.stored.id == stored.id
        self.bundle = bundle
        if not again:
            screen.beside.another_article()
        if again:
            screen.article.update_article(stored, answers, bundle.saved)
        else:
            screen.article.show_article(stored, answers, bundle.saved)
        screen.sidebar.show(
            bundle.entities, bundle.quotes, screen.article.voices,
            annotated=stored.annotation is not None, same=again,
            language=stored.article.language,
        )  # fmt: skip
        self._go_to_wanted_quote(answers, asked)
        self.quote_changed()
        screen.beside.refresh_head()
        if stored.annotation is None:
            screen.reader.ask_helper({"do": "annotate", "id": stored.id})
        self._arrived()

    def _go_to_wanted_quote(self, answers: Answers, asked: Asked) -> None:
        article, place = self._screen.article, self._place_wanted
        if self.bundle is not None and answers.quotes:
            answering = (self.bundle.stored.id, asked.text)
            # Once only: afterwards the person goes from quote to quote.
            if answering != self._answering and not place and self._quote_wanted is None:
                self._quote_wanted = answers.quotes[0]
            self._answering = answering
        if place:
            self._place_wanted = ()
            article.reveal_span(place[0][0], place[-1][1])
            quote = article.quote_at(place[0][0])
            if quote is not None:
                article.set_current(quote)
        if self._quote_wanted is not None:
            self._screen.article.go_to_quote(self._quote_wanted)
            self._quote_wanted = None

    def _mark_matches(self) -> None:
        bundle, asked = self.bundle, self._screen.searching.asked
        self._go_to_wanted_quote(NONE, asked)
        if bundle is None:
            return
        desk = self._screen.reader.desk

        def done(answers: Answers) -> None:
            if self.bundle is bundle:
                self._screen.article.show_answers(answers)
                self._go_to_wanted_quote(answers, asked)

        self._screen.reader.read("matches", lambda _: desk.answers(asked, bundle), done)

    def _show_nothing(self) -> None:
        screen = self._screen
        self.bundle, self.wanted = None, None
        screen.article.empty_lines = [] if screen.first_run else [
            ("Your news will be read here", True), ("", False),
            ("Press a to add a feed, a page, a file or a folder", False),
            ("? shows every key", False),
        ]  # fmt: skip
        screen.article.show_article(None)
        screen.sidebar.show((), (), screen.article.voices, annotated=True, same=False)
        screen.card.show(None)
        screen.strip.show([], [])
        screen.beside.refresh_head()

    def open_current(self) -> None:
        """Enter on a row: reads it."""
        item = self._screen.results.current
        if item is None:
            self._screen.searching.take_suggestion()
            return
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._screen.panes.to_article()
        self.show(item)
        self._screen.states.opened(item.article_id)

    def jump(self, article_id: int, content: tuple[Span, ...]) -> None:
        """Opens an article from elsewhere, at a place in it."""
        screen = self._screen
        screen.panes.to_article()
        self.wanted, self._place_wanted = article_id, content
        number = screen.results.index_of(article_id)
        if number is not None:
            screen.results.set_cursor(number)
        self._load()

    def page_on(self) -> None:
        """Space: on in the article; after its end, the next one."""
        screen = self._screen
        if screen.focused is screen.sidebar:
            screen.beside.highlight()
            return
        if not screen.panes.article_visible:
            screen.results.page(1)
            return
        if self.bundle is not None:
            screen.states.opened(self.bundle.stored.id)
        if screen.article.at_end:
            self.neighbour(1)
        else:
            screen.article.page(screen.take_number())

    def neighbour(self, step: int) -> None:
        """Opens the next or previous article of the list."""
        screen = self._screen
        before = screen.results.cursor
        screen.results.move(step * screen.take_number())
        if screen.results.cursor == before:
            screen.say("That was the last one" if step > 0 else "That is the first one", warn=True)
            return
        item = screen.results.current
        if item is not None and screen.panes.article_visible:
            self.show(item)
            screen.states.opened(item.article_id)

    def news(self, event: Mapping[str, object]) -> None:
        """The open article was annotated, or has a new text."""
        if event.get("event") in ("annotated", "article") and event.get("id") == self.wanted:
            self._load()
        if event.get("event") == "annotated" and isinstance(event.get("id"), int):
            self._screen.states.row_changed(int(str(event["id"])))

    # Quotes

    @property
    def quote(self) -> QuoteRow | None:
        """The current quote."""
        number = self._screen.article.current
        if self.bundle is None or number is None or number >= len(self.bundle.quotes):
            return None
        return self.bundle.quotes[number]

    def step_quote(self, way: int) -> None:
        """To the next or previous quote; in the results, of the article beside them."""
        screen = self._screen
        if screen.article.passage and screen.focused is screen.article:
            screen.article.extend("quote", way * screen.take_number())
            return
        if not screen.panes.article_visible:
            self.open_current()
            return
        if not screen.article.step_quote(way * screen.take_number()):
            none = not screen.article.quotes
            last = "That was the last quote" if way > 0 else "That is the first quote"
            screen.say("No quotes in this article" if none else last, warn=True)

    def quote_changed(self) -> None:
        """Shows the current quote's card; who else carries it follows."""
        screen = self._screen
        quote = self.quote
        screen.sidebar.set_current_quote(screen.article.current)
        if quote is None or self.bundle is None:
            screen.card.show(None)
            self.show_progress()
            return
        self._show_card(quote)
        screen.elsewhere.look_soon(quote, self._more_known)

    def _more_known(self, quote: QuoteRow) -> None:
        if self.quote is not None and self.quote.id == quote.id:
            self._show_card(quote)

    def _show_card(self, quote: QuoteRow) -> None:
        screen, bundle = self._screen, self.bundle
        numbers = screen.article.voices.numbers
        if bundle is None or quote.ordinal >= len(numbers):
            return
        saved = any(span in bundle.saved for span in quote.content)
        same, differing = screen.elsewhere.of(quote).outlets(quote.site)
        facts = CardFacts(
            quote, quote.ordinal, len(bundle.quotes), numbers[quote.ordinal], same, differing,
            saved,
        )  # fmt: skip
        screen.card.show(facts)
        self.show_progress()

    def show_progress(self) -> None:
        """The line under the article: the quote (where no card shows it) and how far one is."""
        screen = self._screen
        palette = screen.article.palette
        facts = screen.card.facts
        left = one_line(facts, palette) if facts and not screen.panes.side_visible else []
        progress = f"{screen.article.progress}% " if self.bundle else ""
        place = ""
        if facts:
            place = f"{facts.number + 1}/{facts.of} · " if not screen.panes.side_visible else ""
        screen.strip.show(left, [(place + progress, palette.faint_text)])

    def toggle_indirect(self) -> None:
        """Marks indirect quotes or leaves them unmarked."""
        article = self._screen.article
        article.show_indirect = not article.show_indirect
        article.redraw()
        self._screen.say(
            "indirect quotes are marked"
            if article.show_indirect
            else "indirect quotes are not marked"
        )

    def fetch_again(self) -> None:
        """The page of the article anew: the whole of it instead of a summary, or as it is now."""
        screen = self._screen
        if self.bundle is None:
            screen.say("Open an article first", warn=True)
        elif not self.bundle.stored.article.url:
            screen.say("This article has no address", warn=True)
        else:
            screen.reader.ask_helper({"do": "again", "ids": [self.bundle.stored.id]})
            screen.say("fetching the page again …")

    def history(self) -> None:
        """What changed in the article."""
        if self.bundle is None:
            return
        from reader.app.screens.history import HistoryScreen

        self._screen.reader.push_screen(HistoryScreen(self.bundle.stored))
