"""The feeds that are followed: when they were fetched, what failed, what is unread."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.strip import Strip

from reader.addresses import shown
from reader.app.actions import bindings
from reader.app.asking import Choice, ask, choose, tags_of
from reader.app.copying import copy_text, open_page
from reader.app.everywhere import add_target
from reader.app.paint import plural, shorten, when
from reader.app.screens.base import AppScreen, Pane
from reader.app.widgets.linebar import LineBar
from reader.app.widgets.linelist import LineList, text_strip
from reader.app.widgets.status import Status
from reader.library.rows import FeedRow
from reader.news import ReaderError

HOW_TO_SUBSCRIBE = (
    "You follow no feeds yet",
    "s subscribes to one: the address of a feed or a site,",
    "or an OPML file with many.",
)


def name_of(feed: FeedRow) -> str:
    """What a feed is called; its address without what is private in it, where it has no name."""
    return feed.title or shown(feed.url, private=True)


_OFTEN = re.compile(r"(\d{1,6})\s*(m|min|minutes?|h|hours?|d|days?)?")
YEAR = 366 * 86_400


def interval_of(text: str) -> int | None:
    """Seconds between two fetches as a person writes them: minutes, ``2 h``, ``1 d``.

    None for nothing, ``0`` and ``auto``: as the settings and the feed say. Raises ReaderError.
    """
    text = text.strip().casefold()
    if text in ("", "auto"):
        return None
    found = _OFTEN.fullmatch(text)
    unit = {"h": 3_600, "d": 86_400}.get((found[2] or "m")[0], 60) if found else 0
    seconds = int(found[1]) * unit if found else 0
    if found is None or seconds > YEAR:
        raise ReaderError(f"{shorten(text, 20)!r} is no time up to a year: write 30, 2 h or 1 d.")
    return seconds or None


def often_words(seconds: int) -> str:
    """How often, in the largest unit that it is a number of.

    >>> often_words(1_800), often_words(3_600), often_words(172_800)
    ('every 30 minutes', 'every hour', 'every 2 days')
    """
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds % size == 0 and seconds >= size:
            number = seconds // size
            return f"every {unit}" if number == 1 else f"every {plural(number, unit)}"
    return f"every {plural(seconds, 'second')}"


class FeedList(LineList):
    """Two lines a feed: what it is, and how it goes."""

    def __init__(self) -> None:
        super().__init__(id="saved")
        self.row_height, self.gap = 3, 1
        self.feeds: list[FeedRow] = []
        self.loaded = False

    def show(self, feeds: list[FeedRow]) -> None:
        """Shows these; the cursor stays on its feed."""
        chosen = self.chosen
        self.feeds, self.loaded = feeds, True
        place = next((n for n, feed in enumerate(feeds) if chosen and feed.id == chosen.id), None)
        self.rows_changed()
        if place is not None:
            self.set_cursor(place)

    @property
    def chosen(self) -> FeedRow | None:
        """The feed under the cursor."""
        return self.feeds[self.cursor] if self.cursor < len(self.feeds) else None

    def row_count(self) -> int:
        """How many."""
        return len(self.feeds)

    def draw_empty(self, line: int, width: int) -> Strip:
        """How to get some."""
        words = HOW_TO_SUBSCRIBE if self.loaded else ("Looking …",)
        text = words[line - 1] if 1 <= line <= len(words) else ""
        style = self.palette.strong if line == 1 else self.palette.muted
        return text_strip([("  " + shorten(text, width - 3), style)], width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a feed."""
        palette, feed = self.palette, self.feeds[index]
        if line == 2:
            return text_strip([], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        room = max(4, width - 3)
        if line == 0:
            counts = f" {feed.unread} unread of {feed.articles}"
            name = shorten(name_of(feed), max(4, room - len(counts)))
            tags = "".join(f" #{tag}" for tag in feed.tags)
            style = palette.strong if not feed.paused else palette.muted
            rest = shorten(tags, max(1, room - len(name) - len(counts)))
            parts = [(" " + name, style), (rest, palette.accent), (counts, palette.muted)]
        elif feed.error:
            parts = [(" " + shorten("! " + feed.error, room), palette.warning)]
        else:
            state = "paused · " if feed.paused else ""
            fetched = (
                f"fetched {when(feed.last_fetched, local=True)}"
                if feed.last_fetched
                else "not fetched yet"
            )
            often = f"{often_words(feed.interval)} · " if feed.interval else ""
            words = f"{state}{fetched} · {often}{shown(feed.url, private=True)}"
            parts = [(" " + shorten(words, room), palette.faint_text)]
        return text_strip([edge, *parts], width, palette.base)


class SourcesScreen(AppScreen):
    """The list of feeds, and what can be done with them."""

    SCOPE = "sources"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sources")

    def __init__(self) -> None:
        super().__init__()
        self.feeds = FeedList()
        self.head = LineBar(id="entity-head")
        self.handlers.update({
            "sources.add": self.subscribe,
            "sources.refresh": self.refresh_one,
            "sources.pause": self.pause,
            "sources.tags": self.tag,
            "sources.rename": self.rename,
            "sources.interval": self.how_often,
            "sources.own_name": self.own_name,
            "sources.remove": self.unsubscribe,
            "article.browser": self.open_site,
            "article.link": self.copy_address,
        })  # fmt: skip

    def compose(self) -> ComposeResult:
        with Vertical(id="entity-top"):
            yield self.head
            yield LineBar(id="entity-tabs")
        with Horizontal(id="main"), Vertical(id="page"):
            yield self.feeds
        yield Status()

    def on_mount(self) -> None:
        """Reads the feeds."""
        self.set_focus(self.feeds)
        self.show_hints(
            "move.open", "sources.add", "sources.refresh", "app.refresh", "sources.pause",
            "sources.tags", "sources.remove", "app.back",
        )  # fmt: skip
        self.load()

    @property
    def pane(self) -> Pane:
        """The list."""
        return self.feeds

    def load(self) -> None:
        """Reads the feeds anew."""
        library = self.reader.library

        def job(_: threading.Event) -> list[FeedRow]:
            return list(library.feeds.all())

        self.reader.read("sources", job, self._show)

    def _show(self, feeds: list[FeedRow]) -> None:
        self.feeds.show(feeds)
        palette = self.feeds.palette
        failing = sum(1 for feed in feeds if feed.error)
        right = [(f"{plural(failing, 'feed')} with errors ", palette.warning)] if failing else []
        words = plural(len(feeds), "feed")
        self.head.show([(" Sources  ", palette.title), (words, palette.muted)], right)

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self._show(self.feeds.feeds)

    def news(self, event: Mapping[str, object]) -> None:
        """A feed was fetched, or articles came."""
        super().news(event)
        if event.get("event") in ("feed", "idle", "added"):
            self.load()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """The articles of a feed."""
        event.stop()
        feed = self.feeds.chosen
        if feed is not None:
            reading = self.reader.reading
            self.app.pop_screen()
            reading.searching.show_feed(feed.id, name_of(feed))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Nothing follows the cursor here."""
        event.stop()

    def _meant(self) -> FeedRow | None:
        if self.feeds.chosen is None:
            self.say("There is no feed here; s subscribes to one", warn=True)
        return self.feeds.chosen

    def _change(self, job: Callable[[], object], words: str) -> None:
        def done(_: object) -> None:
            self.say(words)
            self.load()

        self.reader.write(job, done)

    def subscribe(self) -> None:
        """Asks for an address."""

        def answered(text: str | None) -> None:
            target = (text or "").strip()
            if target:
                add_target(self.reader, target)

        hint = "address of a feed or a site, or an OPML file"
        ask(self.app, "Subscribe", answered, hint=hint)

    def refresh_one(self) -> None:
        """Fetches this feed now."""
        feed = self._meant()
        if feed is not None:
            self.reader.round.begin(1)
            self.reader.ask_helper({"do": "refresh", "feeds": [feed.id]})
            self.say(f"refreshing {name_of(feed)} …")

    def pause(self) -> None:
        """Pauses the feed or goes on with it."""
        feed = self._meant()
        if feed is not None:
            feeds, paused = self.reader.library.feeds, not feed.paused
            words = "paused" if paused else "goes on"
            self._change(lambda: feeds.update(feed.id, paused=paused), words)
            self.reader.undo.push(
                words,
                lambda: self._change(lambda: feeds.update(feed.id, paused=not paused), "as it was"),
            )

    def tag(self) -> None:
        """Asks for tags."""
        feed = self._meant()
        if feed is None:
            return
        feeds = self.reader.library.feeds

        def answered(text: str | None) -> None:
            if text is not None and tags_of(text) != feed.tags:
                self._change(lambda: feeds.update(feed.id, tags=tags_of(text)), "tags changed")
                self.reader.undo.push(
                    "changing tags",
                    lambda: self._change(
                        lambda: feeds.update(feed.id, tags=feed.tags), "as it was"
                    ),
                )

        tags = ", ".join(feed.tags)
        ask(self.app, "Tags", answered, hint="set apart by commas", value=tags)

    def rename(self) -> None:
        """Asks for a name."""
        feed = self._meant()
        if feed is None:
            return
        feeds = self.reader.library.feeds

        def answered(text: str | None) -> None:
            if text is not None and text.strip():
                title = text.strip()
                self._change(lambda: feeds.update(feed.id, title=title), "renamed")
                self.reader.undo.push(
                    "renaming",
                    lambda: self._change(
                        lambda: feeds.update(feed.id, title=feed.own_title or ""), "as it was"
                    ),
                )

        ask(self.app, "Call it", answered, value=feed.title)

    def own_name(self) -> None:
        """The feed is called again what it calls itself."""
        feed = self._meant()
        if feed is None:
            return
        if not feed.own_title:
            self.say("The feed has its own name already", warn=True)
            return
        feeds, given = self.reader.library.feeds, feed.own_title
        self._change(lambda: feeds.update(feed.id, title=""), "called by its own name")
        self.reader.undo.push(
            "taking the name back",
            lambda: self._change(lambda: feeds.update(feed.id, title=given), "as it was"),
        )

    def how_often(self) -> None:
        """Asks how often the feed is to be fetched."""
        feed = self._meant()
        if feed is None:
            return
        feeds, before = self.reader.library.feeds, feed.interval

        def answered(text: str | None) -> None:
            if text is None:
                return
            try:
                often = interval_of(text)
            except ReaderError as error:
                self.say(str(error), warn=True)
                return
            if often != before:
                words = f"fetched {often_words(often)}" if often else "fetched as usual"
                self._change(lambda: feeds.update(feed.id, interval=often), words)
                self.reader.undo.push(
                    "changing how often",
                    lambda: self._change(
                        lambda: feeds.update(feed.id, interval=before), "as it was"
                    ),
                )

        value = f"{before // 60}" if before else ""
        hint = "minutes, or as 2 h or 1 d; empty: as usual"
        ask(self.app, "Fetch it every … minutes", answered, hint=hint, value=value)

    def unsubscribe(self) -> None:
        """Asks whether to stop following."""
        feed = self._meant()
        if feed is None:
            return
        feeds = self.reader.library.feeds

        def answered(yes: bool | None) -> None:
            if yes:
                self.reader.undo.push(
                    "unsubscribing",
                    lambda: self._change(lambda: feeds.restore(feed), "followed again"),
                )
                self._change(lambda: feeds.remove(feed.id), "no longer followed; u takes it back")

        name = shorten(name_of(feed), 40)
        choices = [
            Choice(f"Stop following {name}; its articles stay", True), Choice("Go on", False)
        ]  # fmt: skip
        choose(self.app, "Unsubscribe", choices, answered)

    def open_site(self) -> None:
        """The site in the browser."""
        feed = self._meant()
        if feed is not None:
            open_page(self, feed.site_url or feed.url)

    def copy_address(self) -> None:
        """The feed's address."""
        feed = self._meant()
        if feed is not None:
            copy_text(self, feed.url, "link")
