"""The main screen: search line, results, article, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key, Resize, ScreenResume
from textual.widget import Widget

from reader.app.actions import bindings
from reader.app.beside import Beside
from reader.app.completing import Completing
from reader.app.elsewhere import Elsewhere
from reader.app.filters import Filters
from reader.app.jumping import Jumping
from reader.app.launch import Opening
from reader.app.opened import Opened
from reader.app.panes import Panes
from reader.app.quoting import Quoting
from reader.app.screens.base import AppScreen, Pane
from reader.app.searching import Searching
from reader.app.states import States
from reader.app.stepping import Stepping
from reader.app.widgets.article import ArticleView
from reader.app.widgets.border import Bordered
from reader.app.widgets.card import QuoteCard
from reader.app.widgets.linebar import LineBar
from reader.app.widgets.linelist import LineList
from reader.app.widgets.results import Results
from reader.app.widgets.searchline import Completions, SearchLine
from reader.app.widgets.sidebar import Sidebar
from reader.app.widgets.status import Status
from reader.app.widgets.still import Column, Row
from reader.app.widgets.told import Told

OF_ARTICLE = ("article.", "quote.", "select.", "entity.", "search.next", "search.previous",
              "results.more_like")  # fmt: skip
"""Actions, by the beginnings of their ids, on the article that is open."""
OF_LIST = ("article.following", "article.preceding")


class ReadingScreen(AppScreen):
    """Composes the panes; what can be done in them lives in one class for each concern."""

    SCOPE = "reading"
    BINDINGS: ClassVar[list[BindingType]] = bindings("reading")

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening.size)
        self.opening = opening
        self.first_run = False
        """The library is empty and the samples are on their way."""
        self.slash = LineBar(id="slash")
        self.search_line = SearchLine(id="search")
        self.count = LineBar(id="count")
        self.completions = Completions(id="completions")
        self.list_head = LineBar(id="list-head")
        self.results = Results(id="results")
        self.list_foot = LineBar(id="list-foot")
        self.article = ArticleView(id="article")
        self.strip = LineBar(id="strip")
        self.side_head = LineBar(id="side-head")
        self.sidebar = Sidebar(id="sidebar")
        self.card = QuoteCard(id="card")
        self.panes = Panes(self)
        self.searching = Searching(self)
        self.completing = Completing(self)
        self.stepping = Stepping(self)
        self.filters = Filters(self)
        self.opened = Opened(self)
        self.beside = Beside(self)
        self.elsewhere = Elsewhere(self)
        self.quoting = Quoting(self)
        self.states = States(self)
        self.jumping = Jumping(self)
        for concern in (
            self.panes, self.searching, self.stepping, self.filters, self.opened, self.beside,
            self.elsewhere, self.quoting, self.states, self.jumping,
        ):  # fmt: skip
            self.handlers.update(concern.handlers())

    def compose(self) -> ComposeResult:
        with Row(id="top"):
            yield self.slash
            yield self.search_line
            yield self.count
        with Row(id="main"):
            with Bordered(id="list"):
                yield self.list_head
                yield self.results
                yield self.list_foot
            with Column(id="page"):
                yield self.article
                yield self.strip
            with Bordered(id="side", left=True):
                yield self.side_head
                yield self.sidebar
                yield self.card
        yield Status()

    def on_mount(self) -> None:
        """Everything that the first paint shows is here already."""
        self.slash.show([(" / ", self.slash.palette.key)])
        settings = self.reader.settings.reading
        comes = settings.samples and self.reader.helper is not None
        self.first_run = comes and not self.opening.listing.total
        self.article.told = Told(
            self.opened.quote_changed, self.opened.show_progress, self.panes.refresh_hints
        )
        self.article.measure = settings.measure
        self.article.show_indirect = settings.indirect_quotes
        self.search_line.history = list(self.opening.history)
        self.search_line.leave = self.searching.left
        self.panes.restore(self.opening.layout, self.app.size.width)
        self.quoting.saved_today = self.opening.saved_today
        self.searching.open_with(self.opening.listing)
        self.opened.open_with(self.opening.bundle)
        self.results.focus()
        self.panes.refresh_hints()
        self.quoting.refresh_rest()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """The first time, everything has just been given its style: no need to do it twice."""
        if not self.stack_updates:
            event.refresh_styles = False

    @property
    def pane(self) -> Pane:
        """The pane that has the keyboard."""
        focused = self.focused
        if isinstance(focused, (Results, ArticleView, Sidebar)):
            return focused
        return self.results if self.panes.list_visible else self.article

    def action_do(self, name: str) -> None:
        """Does what is meant; with an article that is still on its way, once it is there."""
        if self.opened.behind and self._is_of_article(name):
            self.opened.when_shown(lambda: super(ReadingScreen, self).action_do(name))
        else:
            super().action_do(name)

    def _is_of_article(self, name: str) -> bool:
        if self.focused is self.article and name.startswith(("move.", "state.")):
            return True
        return name.startswith(OF_ARTICLE) and name not in OF_LIST

    def remember(self) -> None:
        """Keeps pane sizes and the history of searches for the next time."""
        layout, history = self.panes.layout, list(self.search_line.history)
        library = self.reader.library
        self.reader.write(lambda: library.state.set("layout", layout))
        self.reader.write(lambda: library.state.set("history", history))

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self.slash.show([(" / ", self.slash.palette.key)])
        self.searching.show_counts()
        self.beside.refresh_head()
        self.opened.show_progress()

    def leave(self) -> None:
        """q: out of what lies over the list, else out of the program."""
        if not self.panes.step_back(quitting=True):
            self.reader.leave()

    def intercept(self, event: Key) -> bool:
        """Labels of jump mode and the motions of a selection come before the common keys."""
        if self.jumping.active:
            self.jumping.key(event.key, event.character)
            return True
        if self.focused is self.sidebar and self.beside.typed(event.key, event.character):
            return True
        selecting = self.article.passage is not None and self.focused is self.article
        if selecting and self.quoting.motion(event.key, self.take_number()):
            self.set_number(0)
            return True
        return super().intercept(event)

    def take_width(self, width: int) -> None:
        """Panes follow the width of the screen."""
        self.panes.resized(width)

    def on_resize(self, event: Resize) -> None:
        """The width may have changed while another screen lay over this one."""
        self.panes.resized(event.size.width)

    def on_descendant_focus(self) -> None:
        """Other keys matter elsewhere."""
        self.panes.refresh_hints()

    def on_descendant_blur(self) -> None:
        """The list of completions belongs to the search line."""
        if self.focused is not self.search_line:
            self.completing.close()

    def news(self, event: Mapping[str, object]) -> None:
        """What the helper process reports."""
        if event.get("event") in ("annotated", "article"):
            self.elsewhere.forget()
        self.searching.news(event)
        self.opened.news(event)
        super().news(event)

    # Messages of the widgets, passed to whom they concern

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another row of the results is looked at; another row of the sidebar."""
        event.stop()
        if event.sender is self.results:
            self.results.want_around(event.index)
            self.opened.preview()
        elif event.sender is self.sidebar:
            self.beside.moved()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """A row was chosen."""
        event.stop()
        if event.sender is self.results:
            self.opened.open_current()
        elif event.sender is self.sidebar:
            self.beside.chosen()
        elif event.sender is self.completions:
            self.completing.take()

    def on_bordered_dragged(self, event: Bordered.Dragged) -> None:
        """A border follows the mouse."""
        if event.sender.id == "side":
            self.panes.widen_side(-event.columns)
        else:
            self.panes.widen_list(event.columns)

    def on_bordered_dropped(self) -> None:
        """The new size is kept."""
        self.remember()

    def on_line_bar_clicked(self, event: LineBar.Clicked) -> None:
        """A click on a heading turns to what it names."""
        event.stop()
        if event.sender is self.side_head:
            self.beside.turn_to(event.text)
        elif event.sender is self.list_head:
            self.searching.turn_to(event.text)
        elif event.sender is self.slash:
            self.panes.start_search()

    def on_input_changed(self, event: SearchLine.Changed) -> None:
        """Search as one types."""
        event.stop()
        self.searching.typed(event.value)

    def on_search_line_offered(self, event: SearchLine.Offered) -> None:
        """Moves in the list of completions."""
        self.completing.offered(event.step, event.take)

    def on_results_wanted(self, event: Results.Wanted) -> None:
        """Rows that are not there yet."""
        self.searching.want(event.offset)

    def focus_on(self, widget: Widget) -> None:
        """Gives a pane the keyboard without scrolling anything."""
        self.set_focus(widget, scroll_visible=False)
