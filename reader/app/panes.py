"""Which panes are in sight, how wide they are, and which has the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.app.widgets.article import ArticleView
from reader.app.widgets.searchline import SearchLine
from reader.app.widgets.sidebar import PageName, Sidebar

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen

WIDE, MEDIUM = 120, 90
STEP = 4


class Panes:
    """Three panes on wide screens, two on middling, one at a time on narrow ones."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._width = 0
        self._extra = 0
        self._side_extra = 0
        self._zen = False
        self._side = False
        self._reading = False

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "pane.next": lambda: self.turn(1),
            "pane.previous": lambda: self.turn(-1),
            "pane.left": lambda: self.sideways(-1),
            "pane.right": lambda: self.sideways(1),
            "pane.entities": lambda: self.show_side("entities"),
            "pane.quotes": lambda: self.show_side("quotes"),
            "pane.wider": lambda: self.widen(STEP),
            "pane.narrower": lambda: self.widen(-STEP),
            "pane.zen": self.zen,
            "app.back": self.back,
            "search.start": self.start_search,
        }

    # What is in sight

    @property
    def mode(self) -> str:
        """``wide``, ``medium`` or ``narrow``."""
        width = self._width or self._screen.size.width
        return "wide" if width >= WIDE else "medium" if width >= MEDIUM else "narrow"

    @property
    def list_visible(self) -> bool:
        """Can the results be seen?"""
        return not self._zen and not (self.mode == "narrow" and self._reading)

    @property
    def beside_list(self) -> int:
        """The first column that the list leaves free; completions stand there."""
        return 2 if self.mode == "narrow" else self._screen.query_one("#list").outer_size.width + 1

    @property
    def article_visible(self) -> bool:
        """Can the article be seen?"""
        return self._zen or self.mode != "narrow" or self._reading

    @property
    def side_visible(self) -> bool:
        """Can the sidebar be seen?"""
        return not self._zen and (self.mode == "wide" or self._side)

    @property
    def layout(self) -> dict[str, int]:
        """What is remembered from one session to the next."""
        return {"extra": self._extra, "side": self._side_extra}

    def restore(self, layout: Mapping[str, int], width: int) -> None:
        """Takes up what was remembered, before the first paint of a screen this wide."""
        extra, side = layout.get("extra", 0), layout.get("side", 0)
        self._extra = extra if isinstance(extra, int) else 0
        self._side_extra = side if isinstance(side, int) else 0
        self._width = width
        self._apply()

    def resized(self, width: int) -> None:
        """The screen has another width."""
        before, self._width = self.mode, width
        now = self.mode
        self._apply()
        if before != now:
            self._side = False
            if now == "narrow":
                self._reading = isinstance(self._screen.focused, (ArticleView, Sidebar))
            self._apply()
            self._settle()
            if before == "narrow" and self._screen.focused is self._screen.results:
                self._screen.opened.preview()  # the cursor may have moved on meanwhile
        self._screen.opened.show_progress()

    def _apply(self) -> None:
        screen, width = self._screen, self._width
        screen.set_class(self._zen, "-zen")
        screen.set_class(self._side and not self._zen, "-side")
        screen.set_class(self._reading, "-reading")
        if not width:
            return
        listed = max(32, min(52, width // 4 + 5)) + self._extra
        listed = max(24, min(listed, width - 60 if self.mode != "narrow" else width))
        screen.query_one("#list").styles.width = "1fr" if self.mode == "narrow" else listed
        side = max(24, min(36, width // 6 + 1)) if self.mode == "wide" else min(34, width - 20)
        room = width - 46 - listed if self.mode == "wide" else width - 20
        screen.query_one("#side").styles.width = max(20, min(side + self._side_extra, room))

    def _settle(self) -> None:
        """The keyboard is never in a pane that cannot be seen."""
        screen = self._screen
        focused = screen.focused
        if (focused is screen.sidebar and not self.side_visible) or (
            focused is screen.results and not self.list_visible
        ):
            screen.focus_on(screen.article)
        elif focused is screen.article and not self.article_visible:
            screen.focus_on(screen.results)
        self.refresh_hints()

    # Moving between them

    def turn(self, step: int) -> None:
        """To the next pane that is in sight, round the end."""
        screen = self._screen
        order = [screen.results] if self.list_visible else []
        panes = [
            *order,
            *([screen.article] if self.article_visible else []),
            *([screen.sidebar] if self.side_visible else []),
        ]
        here = panes.index(screen.focused) if screen.focused in panes else -1
        screen.focus_on(panes[(here + step) % len(panes)])

    def sideways(self, step: int) -> None:
        """To the pane on this side; over the edge of a narrow screen, back to the list."""
        screen = self._screen
        if screen.article.passage and screen.focused is screen.article:
            screen.article.extend("char", step * screen.take_number())
            return
        if step < 0:
            if screen.focused is screen.sidebar:
                self.to_article()
            elif screen.focused is screen.article:
                self.to_list()
        elif screen.focused is screen.results:
            if self.mode == "narrow":
                screen.opened.open_current()
            else:
                self.to_article()
        elif screen.focused is screen.article:
            self.show_side(screen.sidebar.page_name)

    def to_article(self) -> None:
        """The article has the keyboard, and the screen where there is room for one."""
        if self.mode != "wide":
            self._side = False
        self._reading = True
        self._apply()
        self._screen.focus_on(self._screen.article)
        self.refresh_hints()

    def to_list(self) -> None:
        """The list has the keyboard."""
        self._reading = self._zen = self._side = False
        self._apply()
        self._screen.focus_on(self._screen.results)
        self.refresh_hints()

    def show_side(self, page: PageName) -> None:
        """The sidebar on one of its pages; asked for again, it goes."""
        screen = self._screen
        if screen.focused is screen.sidebar and screen.sidebar.page_name == page:
            self.to_article()
            return
        self._zen = False
        self._side = True
        if self.mode == "narrow":
            self._reading = True
        self._apply()
        screen.sidebar.show_page(page)
        screen.beside.refresh_head()
        screen.focus_on(screen.sidebar)
        self.refresh_hints()

    def start_search(self) -> None:
        """The search line has the keyboard."""
        self._zen = False
        if self.mode == "narrow":
            self._reading = self._side = False
        self._apply()
        self._screen.focus_on(self._screen.search_line)

    def widen(self, columns: int) -> None:
        """Moves the border between list and article, or, from the sidebar, its own."""
        if self._screen.focused is self._screen.sidebar:
            self.widen_side(columns)
        elif self.mode == "narrow":
            self._screen.say("There is one pane on a screen this narrow", warn=True)
            return
        else:
            self.widen_list(columns)
        self._screen.remember()

    def widen_side(self, columns: int) -> None:
        """Gives the sidebar so many columns more."""
        self._side_extra = max(-16, min(40, self._side_extra + columns))
        self._apply()

    def widen_list(self, columns: int) -> None:
        """Gives the list so many columns more."""
        self._extra = max(-24, min(60, self._extra + columns))
        self._apply()

    def zen(self) -> None:
        """The article alone, or everything again."""
        self._zen = not self._zen
        self._apply()
        self._screen.focus_on(self._screen.article)
        self._settle()

    def back(self) -> None:
        """Esc: one step out of whatever is going on."""
        self.step_back(quitting=False)

    def step_back(self, *, quitting: bool) -> bool:
        """One step back; False if there is none. Quitting goes only out of overlays."""
        screen = self._screen
        if screen.article.passage:
            screen.article.stop_selecting()
        elif self._side and self.mode != "wide":
            self.to_article()
        elif self._zen:
            self.zen()
        elif self.mode == "narrow" and self._reading:
            self.to_list()
        elif quitting:
            return False
        elif screen.article.mentions:
            screen.beside.clear_mentions()
        elif screen.focused is not screen.results:
            self.to_list()
        elif screen.searching.is_narrowed:
            screen.searching.clear()
        else:
            return False
        return True

    def refresh_hints(self) -> None:
        """The few keys that matter where the keyboard is."""
        screen = self._screen
        focused = screen.focused
        if not isinstance(focused, SearchLine):
            screen.quoting.refresh_rest()
        if isinstance(focused, SearchLine):
            screen.status.show_hints([
                ("Enter", "to the list", "move.open"), ("Tab", "complete", ""),
                ("↑", "earlier", ""), ("Esc", "clear", "app.back"),
            ])  # fmt: skip
        elif screen.article.passage:
            screen.show_hints("quote.copy", "quote.cite", "quote.save", "app.back")
        elif focused is screen.article:
            screen.show_hints(
                "quote.next", "quote.copy", "quote.cite", "quote.save", "pane.entities",
                "article.browser", "app.help",
            )  # fmt: skip
        elif focused is screen.sidebar:
            screen.status.show_hints(self._side_hints())
        else:
            screen.show_hints(
                "move.open", "search.start", "quote.next", "quote.copy", "quote.save",
                "app.notebook", "results.mode", "filter.choose", "app.help",
            )  # fmt: skip

    def _side_hints(self) -> list[tuple[str, str, str]]:
        sidebar = self._screen.sidebar
        if sidebar.typing:
            return [
                ("Enter", "search for it", "move.open"), ("Space", "mark", "article.page"),
                ("↑ ↓", "move", ""), ("Esc", "all names", "app.back"),
            ]  # fmt: skip
        if sidebar.page_name == "quotes":
            found = [
                ("Enter", "go to it", "move.open"),
                *self._screen.hints("quote.copy", "quote.save"),
            ]
        else:
            found = [
                ("Enter", "search for it", "move.open"),
                ("letters", "filter", "entity.filter"),
            ]
            if sidebar.page_name == "entities":
                found.append(("Space", "mark", "article.page"))
            found += [("p", "everything about", "entity.open")]
        return [
            *found,
            *self._screen.hints("pane.entities", "pane.quotes", "pane.found", "app.help"),
        ]
