"""Searching as one types: the query, its results, and what changes under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.app.loading import IN_SIGHT, PAGE, Asked, Listing, Mode
from reader.app.paint import grouped, plural, shorten
from reader.app.widgets.linebar import Parts, cells

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen

COUNT_WIDTH = 60
"""So many columns at most are taken from the search line to say what was found."""
NEAR_TOP = 40
"""Rows from the top within which the list follows what comes in."""
RECOUNT = 1.0
"""Seconds after which quotes that were found in the background are counted."""
SLOW = 0.2
"""Seconds after which a search that is not done says so."""
HESITATE = 0.15
"""Seconds without a key after which a query that finds nothing is looked at for a slip."""
ROOM_STEP = 12
"""The place for the count grows by so many columns: each change arranges the whole screen."""
SETTLE = 0.4
"""Seconds without news after which the list is brought up to date."""


class Searching:
    """Owns what the results show."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.asked = Asked()
        self.listing: Listing | None = None
        self._others: tuple[int, bool] | None = None
        """How many there are of the other kind (quotes beside articles), or at least so many."""
        self._stale: Timer | None = None
        self._slow: Timer | None = None
        self._recount: Timer | None = None
        self._hesitation: Timer | None = None
        self._fresh = 0
        """Articles that came in since the list was made."""
        self._looking = False
        self._calls: list[Callable[[], None]] = []

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "search.clear": self.clear,
            "results.mode": self.switch_mode,
            "results.more_like": self.more_like,
        }

    # The query

    @property
    def is_narrowed(self) -> bool:
        """Is anything searched for?"""
        return bool(self.asked.text.strip()) or not self.asked.is_query

    def open_with(self, listing: Listing) -> None:
        """The list that the first screen shows."""
        self._take(listing, keep=None)

    def typed(self, text: str) -> None:
        """The search line has another text."""
        if text == self.asked.text and self.asked.is_query:
            return
        self.ask(Asked(text, self.asked.mode, typing=True))

    def set_text(self, text: str, *, typing: bool = False) -> None:
        """Searches for something that was not typed, or whose last word was."""
        line = self._screen.search_line
        with line.prevent(line.Changed):
            line.put(text)
        line.remember(text)
        self.ask(Asked(text, self.asked.mode, typing=typing))

    def clear(self) -> None:
        """Shows everything again; the article that was looked at keeps its place."""
        line = self._screen.search_line
        with line.prevent(line.Changed):
            line.put("")
        self._screen.completing.close()
        self.ask(Asked("", "articles"), keep=self._screen.opened.wanted)

    @property
    def waits(self) -> bool:
        """Will something be looked up of itself once the person pauses?"""
        return self._hesitation is not None

    @property
    def is_behind(self) -> bool:
        """Is the list that is shown not yet the one that was asked for?"""
        return self._looking

    def when_listed(self, call: Callable[[], None]) -> None:
        """Does something with the list that was asked for, once it is there."""
        self._calls.append(call)
        if not self._looking:
            self._listed()

    def _listed(self) -> None:
        self._looking = False
        calls, self._calls = self._calls, []
        for call in calls:
            call()

    def ask(self, asked: Asked, *, keep: int | None = None) -> None:
        """Shows the results of something else as soon as they are there."""
        turned = self.asked._replace(mode=asked.mode) == asked != self.asked
        known = self.listing if turned else None  # what was listed is the other kind now
        self._others = (known.total, known.more) if known and known.asked == self.asked else None
        self.asked, self._looking = asked, True
        self._done_searching()
        reader = self._screen.reader
        for lane in ("counts", "suggest"):
            reader.lanes.cancel(lane)
        self._slow = self._screen.set_timer(SLOW, self._say_searching)
        # While one types, the next key matters more than rows out of sight.
        most = IN_SIGHT if asked.typing else PAGE
        reader.read(
            "search",
            lambda cancel: reader.desk.page(asked, 0, cancel, most=most),
            lambda listing: self._found(listing, keep),
            self._failed,
        )

    def _say_searching(self) -> None:
        self._slow = None
        self._screen.count.show([], [("searching … ", self._screen.results.palette.muted)])

    def again(self) -> None:
        """Asks the same again and keeps the cursor on its article."""
        current = self._screen.results.current
        self._fresh = 0
        self._screen.beside.forget_counts()
        self.ask(self.asked, keep=current.article_id if current else None)

    def narrow(self, term: str) -> None:
        """Adds a term to the query."""
        asked, text, desk = self.asked, self.asked.text.strip(), self._screen.reader.desk

        def narrowed(half: bool) -> None:
            # Half a word stays the last: only there it is taken for one.
            self.set_text(f"{term} {text}" if half else f"{text} {term}".strip(), typing=half)

        if asked.typing and term not in text:
            self._screen.reader.read("narrow", lambda _: desk.half(asked), narrowed)
        elif term not in text:
            narrowed(False)
        self._screen.panes.to_list()

    # The results

    def _found(self, listing: Listing, keep: int | None) -> None:
        if listing.asked != self.asked:
            return
        self._done_searching()
        self._take(listing, keep)
        self._screen.opened.follow_results(kept=keep)
        self._screen.beside.results_changed()
        # The results are painted before anything else takes the processor.
        self._screen.call_after_refresh(self._after_results, listing)
        self._listed()

    def _after_results(self, listing: Listing) -> None:
        if listing is not self.listing:
            return
        self.count_others()
        if self._screen.focused is self._screen.search_line:
            self._screen.completing.look()
        if not listing.total and self.is_narrowed and self.asked.is_query:
            pause = HESITATE if listing.asked.typing else 0.001
            self._hesitation = self._screen.set_timer(pause, lambda: self._look_for_slips(listing))

    def _look_for_slips(self, listing: Listing) -> None:
        self._hesitation = None
        reader = self._screen.reader

        def done(better: str | None) -> None:
            if better and self.listing is listing:
                self.listing = listing._replace(suggestion=better)
                self._screen.results.say_empty(self._empty_words(self.listing))

        reader.read("suggest", lambda _: reader.desk.suggest(listing.asked), done)

    def count_others(self) -> None:
        """Counts the quotes that answer the same question as the articles, or the other way."""
        self._recount = None
        desk, asked = self._screen.reader.desk, self.asked
        if asked.has_quotes:
            self._screen.reader.read(
                "counts", lambda cancel: desk.other_total(asked, cancel), self._counted
            )

    def _done_searching(self) -> None:
        if self._slow is not None:
            self._slow.stop()
            self._slow = None
        if self._hesitation is not None:
            self._hesitation.stop()
            self._hesitation = None

    def _failed(self, error: Exception) -> None:
        self._done_searching()
        self.show_counts()
        self._screen.reader.complain(error)
        self._listed()

    def _counted(self, total: tuple[int, bool]) -> None:
        self._others = total
        self.show_counts()

    def _take(self, listing: Listing, keep: int | None) -> None:
        self.listing = listing
        self._fresh = 0
        self._screen.results.empty = self._empty_words(listing)
        self._screen.results.show(listing, keep=keep)
        self.show_counts()
        if self._screen.focused is self._screen.search_line:
            self._screen.status.show_rest(listing.note or self._understood(listing))

    def _understood(self, listing: Listing) -> str:
        """How a query was read, where that is more than its words, all of them wanted."""
        read = listing.understood.rstrip("…").replace(",", "").split()
        plain = read == self.asked.text.replace(",", " ").split()
        return "" if plain or not self.is_narrowed else listing.understood

    def _empty_words(self, listing: Listing) -> list[tuple[str, bool]]:
        if self.asked.mode == "quotes" and not self.is_narrowed:
            words = [("No quotes yet", True), ("", False)]
            return [*words, (listing.note or "They are found in the background.", False)]
        if self._screen.first_run:
            return [("Opening the samples …", True)]
        if not self.is_narrowed:
            return [
                ("Nothing here yet", True), ("", False),
                ("Press a to add a feed,", False), ("a page, a file or a folder.", False),
            ]  # fmt: skip
        words = [("Nothing found", True), ("", False)]
        if self._understood(listing):
            words += [("for: " + self._understood(listing), False), ("", False)]
        if listing.note:
            words.append((listing.note, False))
        if listing.suggestion:
            words += [
                ("Did you mean", False),
                (listing.suggestion, True),
                ("Enter takes it", False),
            ]
        else:
            words += [("Fewer words find more;", False), ("Esc clears the search.", False)]
        return words

    def show_counts(self) -> None:
        """How much was found, beside the search line and above the list."""
        listing, palette = self.listing, self._screen.results.palette
        if listing is None:
            return
        articles = self.asked.mode == "articles"
        here = f"{grouped(listing.total)}{'+' if listing.more and listing.total else ''}"
        there = ""
        if self._others is not None:
            there = f"{grouped(self._others[0])}{'+' if all(self._others) else ''}"
        on_style, off = palette.strong, palette.muted
        title = self.asked.title or "Articles"
        if not self.asked.has_quotes:
            head = [(f" {title} ", on_style), (here, on_style)]
        elif articles:
            head = [(f" {title} ", on_style), (here, on_style), ("   Quotes " + there, off)]
        else:
            other = f" {title} {there}".rstrip()
            head = [(other, off), ("   Quotes ", on_style), (here, on_style)]
        fresh = [(f"{self._fresh} new ", palette.accent)] if self._fresh else []
        self._screen.list_head.show(head, fresh)
        self._screen.count.show([], self._count_parts(listing))
        samples = (
            not self.is_narrowed
            and listing.total <= len(listing.items)
            and all(item.article is not None and item.article.sample for item in listing.items)
        )
        foot = [
            (" Samples. ", palette.muted),
            ("a", palette.key),
            (" adds your own news.", palette.muted),
        ]
        self._screen.list_foot.display = samples and bool(listing.items)
        self._screen.list_foot.show(foot)

    def _count_parts(self, listing: Listing) -> Parts:
        palette = self._screen.results.palette
        more = "+" if listing.more and listing.total else ""
        noun = "article" if self.asked.mode == "articles" else "quote"
        text = plural(listing.total, noun)
        if more:
            text = f"{grouped(listing.total)}+ {noun}s"
        if self._others is not None and self.asked.mode == "articles" and self.is_narrowed:
            text += f" · {plural(self._others[0], 'quote')}"
        if self.is_narrowed:
            text += f" · {max(1, round(listing.ms))} ms"
        parts: Parts = [(text + " ", palette.muted)]
        if listing.note and listing.items:
            note = shorten(listing.note, COUNT_WIDTH - len(text) - 5)
            parts.insert(0, (note + " · ", palette.warning))
        width = -(-(cells(parts) + 1) // ROOM_STEP) * ROOM_STEP
        self._screen.count.styles.width = min(COUNT_WIDTH, width)
        return parts

    def want(self, offset: int) -> None:
        """Fetches a further page."""
        reader, asked = self._screen.reader, self.asked

        def failed(error: Exception) -> None:
            self._screen.results.forget_requests()
            reader.complain(error)

        reader.read(
            f"page-{offset % 3}",
            lambda cancel: reader.desk.page(asked, offset, cancel),
            self._page,
            failed,
        )

    def _page(self, listing: Listing) -> None:
        if listing.asked == self.asked:
            self._screen.results.add_page(listing)

    # Articles or quotes

    def switch_mode(self) -> None:
        """From articles to quotes and back, for the same query."""
        if not self.asked.has_quotes:
            self._screen.say("This list has articles only; Esc shows everything", warn=True)
            return
        mode: Mode = "quotes" if self.asked.mode == "articles" else "articles"
        self.ask(self.asked._replace(mode=mode), keep=self._screen.opened.wanted)
        self._screen.panes.to_list()

    def turn_to(self, title: str) -> None:
        """A click on the title of a list."""
        mode = "quotes" if title.startswith("Quotes") else "articles"
        if self.asked.has_quotes and self.asked.mode != mode:
            self.switch_mode()

    def more_like(self) -> None:
        """Articles like the one that is open."""
        bundle = self._screen.opened.bundle
        if bundle is None:
            self._screen.say("Open an article first", warn=True)
            return
        self.ask(Asked("", "articles", bundle.stored.id, title="Most like this"))
        self._screen.panes.to_list()

    def show_feed(self, feed_id: int, title: str) -> None:
        """What one feed brought."""
        line = self._screen.search_line
        with line.prevent(line.Changed):
            line.put("")
        self.ask(Asked("", "articles", feed_id=feed_id, title=title))
        self._screen.panes.to_list()

    # The search line

    def submitted(self) -> None:
        """Enter in the search line: to the results."""
        line = self._screen.search_line
        if self.take_suggestion():
            return
        line.remember(line.value)
        self._screen.remember()
        self._screen.completing.close()
        if self.asked.text != line.value:
            self.ask(Asked(line.value, self.asked.mode))
        self._screen.panes.to_list()

    def take_suggestion(self) -> bool:
        """Searches for what was probably meant, where nothing was found and that is known."""
        listing = self.listing
        if listing is None or listing.items or not listing.suggestion:
            return False
        self.set_text(listing.suggestion)
        self._screen.panes.to_list()
        return True

    def left(self, forward: bool) -> None:
        """The search line is left."""
        if forward:
            self.submitted()
        else:
            self._screen.panes.to_list()

    # What changes in the background

    def news(self, event: Mapping[str, object]) -> None:
        """New articles come into the list when the reader is at its top, else are announced."""
        if event.get("event") == "annotated" and self._recount is None:
            self._recount = self._screen.set_timer(RECOUNT, self.count_others)
        if is_indexed(event) and self.listing and self.listing.note and not self.listing.offset:
            self.again()  # what was missing may be there now
        if event.get("event") not in ("article", "idle"):
            return
        self._welcome()
        if event.get("event") == "article":
            self._fresh += 1
        if self._fresh and (self._stale is None or event.get("event") == "idle"):
            if self._stale is not None:
                self._stale.stop()
            self._stale = self._screen.set_timer(SETTLE, self._catch_up)

    def _welcome(self) -> None:
        """Says once, on the first run, how to begin."""
        if self._screen.first_run:
            self._screen.first_run = False
            keys = [f"{key} {words}" for key, words, _ in self._screen.hints(
                "quote.next", "quote.save", "app.notebook", "app.help")]  # fmt: skip
            self._screen.say(f"Welcome. To begin: {', '.join(keys)}", stays=60.0)

    def _catch_up(self) -> None:
        self._stale = None
        if not self._fresh:
            return
        results = self._screen.results
        if (
            results.cursor < NEAR_TOP and self._screen.focused is not self._screen.search_line
        ) or not results.total:
            self.again()
        else:
            self.show_counts()


def is_indexed(event: Mapping[str, object]) -> bool:
    """Does the helper report that all there is can be searched for?"""
    done, total = event.get("done"), event.get("total")
    if event.get("event") != "progress" or event.get("what") != "index":
        return event.get("event") == "idle"
    return isinstance(done, int) and isinstance(total, int) and done >= total
