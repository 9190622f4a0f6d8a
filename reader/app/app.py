"""The app: it owns the library, the worker lanes and the look; the screens do the rest."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from rich.console import Console, RenderableType
from rich.text import Text
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget

from reader.app import everywhere, themes
from reader.app.helper import Helper
from reader.app.keymap import Keymap, make_keymap
from reader.app.lanes import Lanes
from reader.app.launch import Opening
from reader.app.lean import lean
from reader.app.loading import Desk
from reader.app.palette import Palette, from_variables
from reader.app.rounds import Round
from reader.app.screens.base import AppScreen
from reader.app.screens.reading import ReadingScreen
from reader.app.steady import steady
from reader.app.turns import Turns
from reader.app.undo import UndoStack
from reader.app.widgets.article import ArticleView
from reader.app.widgets.linelist import LineList
from reader.app.widgets.textpane import TextPane
from reader.config import NOT_FETCHING, Settings, line_of_key, resource, theme_folder
from reader.library.store import Library
from reader.news import ReaderError

Result = TypeVar("Result")


class ReaderApp(App[None]):
    """The Textual app. Everything slow happens in lanes or in the helper process."""

    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []

    _coloured: tuple[Theme, dict[str, str]] | None = None

    class Delivered(Message):
        """A worker has something for the event loop."""

        def __init__(self, deliver: Callable[[], None]) -> None:
            super().__init__()
            self.deliver = deliver

    class News(Message):
        """The helper process reports something."""

        def __init__(self, event: Mapping[str, object]) -> None:
            super().__init__()
            self.event = event

    def __init__(
        self, library: Library, settings: Settings, opening: Opening, *, helper: bool = True
    ) -> None:
        # Without colours, the terminal's own two are left as they are.
        plain = True if os.environ.get("NO_COLOR") is not None else None
        super().__init__(css_path=resource("styles.tcss"), ansi_color=plain)
        self.animation_level = "none"
        self.library = library
        self.settings = settings
        self.opening = opening
        self.desk = Desk(library)
        self.lanes = Lanes(self._deliver)
        self.undo = UndoStack()
        self.round = Round()
        self.turns = Turns(self)
        self.bringing_in = ""
        """What the helper is at that a key stops: "refresh", "import"."""
        self.paused = False
        """Finding quotes rests."""
        self.asked_for: set[str] = set()
        """What the person asked to be added in this session."""
        self.keymap: Keymap = make_keymap(settings.keys, lambda name: line_of_key(settings, name))
        self.problems: list[str] = [*settings.problems, *self.keymap.problems]
        self.handlers = everywhere.handlers(self)
        options = helper_options(settings)
        self.helper = Helper(self.library.folder, self._tell, options) if helper else None
        self.reading = ReadingScreen(opening)
        self._dress(opening.theme)

    # The look

    def _dress(self, remembered: str | None) -> None:
        for theme in themes.OWN:
            self.register_theme(theme)
        own, problems = themes.load_themes(theme_folder())
        self.problems += problems
        for theme in own:
            self.register_theme(theme)
        wanted = self.settings.appearance.theme or remembered or themes.DEFAULT
        if wanted not in self.available_themes:
            self.problems.append(f"There is no theme {wanted!r}; T lists them all.")
            wanted = themes.DEFAULT
        self.theme = themes.ANSI if self.no_color else wanted
        self.palette = self._palette()

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, worked out once: it takes a millisecond each time."""
        theme = self.current_theme
        if self._coloured is None or self._coloured[0] is not theme:
            self._coloured = theme, super().get_css_variables()
        return self._coloured[1]

    def _palette(self) -> Palette:
        theme = self.current_theme
        return from_variables(
            self.get_css_variables(), dark=theme.dark, ansi=theme.ansi, colour=not self.no_color
        )

    def use_theme(self, name: str) -> None:
        """Puts on another theme and draws everything anew."""
        self.theme = name
        self.palette = self._palette()
        for screen in self.screen_stack:
            for widget in screen.query(Widget):
                if isinstance(widget, (LineList, TextPane)):
                    widget.forget_strips()
                elif isinstance(widget, ArticleView):
                    widget.redraw()
                widget.refresh()
            if isinstance(screen, AppScreen):
                screen.restyle()

    def refresh_css(self, animate: bool = True) -> None:
        """Styles everything anew; before the first screen, without parsing the sheet twice."""
        if self.reading.is_attached:
            super().refresh_css(animate)
            return
        self.stylesheet.set_variables(self.get_css_variables())
        self.stylesheet.parse()
        self.stylesheet.update(self, animate=animate)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """What Textual writes to the terminal, in fewer bytes."""
        if isinstance(renderable, CompositorUpdate):
            renderable = LeanUpdate(renderable)
        super()._display(screen, renderable)

    # Keys

    async def on_event(self, event: Event) -> None:
        """A key acts once what the key before set off is done."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif not self.turns.waits(event):
            await self.take_key(event)

    async def take_key(self, event: Event) -> None:
        """Gives a key or a paste to where the keyboard is now."""
        await super().on_event(event)
        self.turns.begin()

    # Life

    def get_default_screen(self) -> ReadingScreen:
        """The program opens on the articles."""
        return self.reading

    def on_mount(self) -> None:
        """The person's keys are in force from the first one on."""
        self.set_keymap(self.keymap.keys)
        self.app_resume_signal.subscribe(self, lambda _: self.call_later(self._paint_everything))
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """What can wait until the first screen is there."""
        gc.freeze()
        gc.enable()
        if self.helper is not None:
            self.helper.start()
        self.read("warm", lambda _: self.desk.warm_up(), lambda _: None)
        self.reading.searching.count_others()
        if self.problems:
            more = len(self.problems) - 1
            rest = f" And {more} more: command “settings problems”." if more else ""
            held = f" {NOT_FETCHING}" if self.settings.problems else ""
            self.say(f"{self.problems[0]}{held}{rest}", warn=True)

    def _paint_everything(self) -> None:
        """Back from the shell: nothing of ours is on the terminal any more."""
        self.screen.refresh()
        for widget in self.screen.query(Widget):
            widget.refresh()

    def leave(self) -> None:
        """Ends the program; what was acknowledged is on disk."""
        self.turns.stop()
        self.reading.remember()
        self.exit()

    async def action_quit(self) -> None:
        """Textual's own key for leaving does what ours does."""
        self.leave()

    def on_unmount(self) -> None:
        """Everything that was begun is brought to its end."""
        self.turns.stop()
        if self.helper is not None:
            self.helper.stop()
        self.lanes.close(finish="write")

    def _fatal_error(self) -> None:
        """A fault of ours: the terminal is restored and a report written, without texts."""
        from reader.app.crash import write_report

        path = write_report(self.library.folder, self._exception)
        self._exit_renderables.append(
            Text(
                "reader stopped because of a fault of its own. Nothing saved is lost. "
                f"What happened is written to {path}; please report it."
            )
        )
        self._close_messages_no_wait()

    # Work off the event loop

    def read(
        self,
        lane: str,
        job: Callable[[threading.Event], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Reads something on a worker thread; only the newest job of a lane is answered."""
        self.lanes.submit(lane, job, done, failed or self.complain)

    def write(
        self, job: Callable[[], Result], done: Callable[[Result], None] | None = None
    ) -> None:
        """Changes something on the one writing thread, after all changes before it."""
        self.lanes.enqueue("write", lambda _: job(), done or (lambda _: None), self.complain)

    def _deliver(self, call: Callable[[], None]) -> None:
        self.post_message(self.Delivered(call))

    def on_reader_app_delivered(self, message: Delivered) -> None:
        """Back on the event loop."""
        if self.is_running and self._driver is not None:
            message.deliver()

    def complain(self, error: Exception) -> None:
        """Something went wrong off the event loop: said if it is for people, else a fault."""
        if not isinstance(error, (ReaderError, OSError)):
            raise error
        self.say(str(error), warn=True)

    def say(self, text: str, *, warn: bool = False) -> None:
        """Tells the person something, on whichever screen is open."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AppScreen):
                screen.say(text, warn=warn)
                return

    # The helper process

    def _tell(self, event: Mapping[str, object]) -> None:
        self.post_message(self.News(event))

    def on_reader_app_news(self, message: News) -> None:
        """Passes on what the helper reports to every screen that cares."""
        for screen in self.screen_stack:
            if isinstance(screen, AppScreen):
                screen.news(message.event)
        self._note_what_goes_on(message.event)
        over = self.round.heard(message.event)
        if over:
            self.say(over)
        if message.event.get("event") == "added" and message.event.get("status") == "refused":
            everywhere.refused(self, message.event)

    def _note_what_goes_on(self, event: Mapping[str, object]) -> None:
        what, done, total = (event.get(key) for key in ("what", "done", "total"))
        if event.get("event") == "idle" or (what == self.bringing_in and done == total):
            self.bringing_in = ""
        elif event.get("event") == "progress" and what in ("refresh", "import"):
            self.bringing_in = str(what)

    def ask_helper(self, command: dict[str, object]) -> None:
        """Asks the helper process for something."""
        if self.helper is not None:
            self.helper.send(command)


class LeanUpdate(CompositorUpdate):
    """An update of the screen that says the same in fewer bytes."""

    def __init__(self, update: CompositorUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What is written to the terminal."""
        return lean(steady(self._update.render_segments(console)))


def helper_options(settings: Settings) -> tuple[str, ...]:
    """What the helper process is told of the person's settings.

    While some of them cannot be understood it fetches only when told to: that may be one of them.
    """
    options = []
    if not settings.fetch.while_open or settings.problems:
        options.append("--no-refresh")
    if not settings.reading.samples:
        options.append("--no-samples")
    if settings.fetch.allow_private:
        options.append("--allow-private")
    return tuple(options)
