"""Every action of the list is done once by its key, and has the effect that its help tells."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot

from reader.app.actions import ACTIONS, BY_ID, Scope
from reader.app.app import ReaderApp
from reader.app.screens.entity import EntityScreen
from reader.app.screens.history import HistoryScreen
from reader.app.screens.notebook import NotebookScreen
from reader.app.screens.sources import SourcesScreen
from reader.library.store import Library
from tests.app.driving import MIDDLING, enter, message, press, screen_text, settle


class After(NamedTuple):
    """What can be seen once an action was done."""

    app: ReaderApp
    library: Library
    text: str
    said: str
    copied: list[str]
    was: dict[str, Any]
    """What was measured before it was done."""


class Case(NamedTuple):
    """Keys that lead to where the action means something, and what must be true afterwards."""

    check: Callable[[After], bool]
    before: str = ""
    """Names of keys, set apart by spaces; ``text:…`` types."""


def says(words: str) -> Callable[[After], bool]:
    """The status line says this."""
    return lambda after: words in after.said


def shows(words: str) -> Callable[[After], bool]:
    """It stands on the screen."""
    return lambda after: words in after.text


def on(kind: type) -> Callable[[After], bool]:
    """Another screen is open."""
    return lambda after: isinstance(after.app.screen, kind)


def has_keyboard(name: str) -> Callable[[After], bool]:
    """A pane has the keyboard."""
    return lambda after: after.app.focused is not None and after.app.focused.id == name


def measured(app: ReaderApp) -> dict[str, Any]:
    """What some checks compare with."""
    reading = app.reading
    return {
        "row": reading.results.cursor,
        "list": reading.results.size.width,
        "line": reading.article.scroll_offset.y,
        "article": reading.opened.wanted,
        "quote": reading.article.current,
    }


SEARCHED = "slash text:ferry enter"
CASES: dict[str, Case] = {
    # everywhere
    "app.help": Case(shows("Copy the quote, word for word")),
    "app.palette": Case(shows("Commands")),
    "app.back": Case(has_keyboard("results"), "l"),
    "app.undo": Case(says("undone: starred"), "asterisk"),
    "app.notebook": Case(on(NotebookScreen)),
    "app.sources": Case(on(SourcesScreen)),
    "app.refresh": Case(says("No feeds to refresh")),
    "app.add": Case(shows("Add news")),
    "app.theme": Case(shows("reader-contrast")),
    "app.pause": Case(says("finding quotes rests")),
    "app.problems": Case(says("Nothing is wrong")),
    # lists
    "move.down": Case(lambda after: after.app.reading.results.cursor == 1),
    "move.up": Case(lambda after: after.app.reading.results.cursor == 1, "j j"),
    "move.page_down": Case(lambda after: after.app.reading.results.cursor > 0),
    "move.page_up": Case(lambda after: after.app.reading.results.cursor < 3, "G"),
    "move.half_down": Case(lambda after: after.app.reading.results.cursor > 0),
    "move.half_up": Case(lambda after: after.app.reading.results.cursor < 3, "G"),
    "move.top": Case(lambda after: after.app.reading.results.cursor == 0, "G"),
    "move.bottom": Case(lambda after: after.app.reading.results.cursor == 3),
    "move.open": Case(has_keyboard("article")),
    "search.start": Case(has_keyboard("search")),
    "quote.copy": Case(lambda after: after.copied[-1:] == ["legitimate targets"]),
    "quote.cite": Case(lambda after: "Matthew Miller" in after.copied[-1]),
    "quote.save": Case(lambda after: len(after.library.notebook.all()) == 1),
    "article.browser": Case(says("opened brief.example")),
    "article.link": Case(lambda after: after.copied[-1:] == ["https://brief.example/kursk"]),
    # reading
    "quote.next": Case(lambda after: after.app.reading.article.current == after.was["quote"] + 1),
    "quote.previous": Case(
        lambda after: after.app.reading.article.current == after.was["quote"] - 1,
        "right_square_bracket",
    ),
    "quote.note": Case(shows("Save: ")),
    "quote.link": Case(lambda after: "#:~:text=" in after.copied[-1]),
    "quote.format": Case(shows("Copy as")),
    "quote.elsewhere": Case(shows("Where else it stands"), "j"),
    "select.start": Case(lambda after: after.app.reading.article.passage is not None),
    "search.next": Case(says("match 1 of"), SEARCHED),
    "search.previous": Case(says("match "), SEARCHED),
    "search.clear": Case(lambda after: not after.app.reading.searching.is_narrowed, SEARCHED),
    "search.save": Case(shows("Keep this search as"), SEARCHED),
    "search.forget": Case(shows("Forget which search?")),
    "results.mode": Case(lambda after: after.app.reading.searching.asked.mode == "quotes"),
    "results.more_like": Case(shows("Most like this"), "j"),
    "pane.next": Case(has_keyboard("article")),
    "pane.previous": Case(has_keyboard("sidebar")),
    "pane.left": Case(has_keyboard("results"), "l"),
    "pane.right": Case(has_keyboard("article")),
    "pane.entities": Case(has_keyboard("sidebar"), "E escape"),
    "pane.quotes": Case(lambda after: after.app.reading.sidebar.page_name == "quotes"),
    "pane.found": Case(shows("MONTHS")),
    "pane.wider": Case(lambda after: after.app.reading.results.size.width > after.was["list"]),
    "pane.narrower": Case(
        lambda after: after.app.reading.results.size.width < after.was["list"],
        "greater_than_sign greater_than_sign",
    ),
    "pane.zen": Case(lambda after: not after.app.reading.panes.list_visible),
    "article.page": Case(
        lambda after: (
            after.app.reading.article.scroll_offset.y > after.was["line"]
            or after.app.reading.opened.wanted != after.was["article"]
        )
    ),
    "article.following": Case(
        lambda after: after.app.reading.opened.wanted != after.was["article"], "l"
    ),
    "article.preceding": Case(
        lambda after: after.app.reading.opened.wanted != after.was["article"], "j l"
    ),
    "article.hints": Case(lambda after: after.app.reading.jumping.active),
    "article.indirect": Case(says("indirect quotes are")),
    "article.again": Case(says("fetching the page again")),
    "article.versions": Case(on(HistoryScreen)),
    "article.copies": Case(says("No other article is nearly the same")),
    "entity.filter": Case(lambda after: after.app.reading.sidebar.typing),
    "entity.highlight": Case(lambda after: len(after.app.reading.article.mentions) > 0, "e"),
    "entity.open": Case(on(EntityScreen)),
    "state.read": Case(says("marked ")),
    "state.star": Case(says("starred")),
    "state.later": Case(says("kept for later")),
    "state.tags": Case(shows("set apart by commas")),
    "state.all_read": Case(shows("Mark all read")),
    "state.above_read": Case(says("marked read"), "G"),
    "filter.choose": Case(shows("With something saved")),
    "samples.remove": Case(shows("Remove the sample articles")),
    # notebook
    "notebook.group": Case(shows("by person"), "s m"),
    "notebook.note": Case(shows("Note and tags"), "s m"),
    "notebook.remove": Case(lambda after: after.library.notebook.all() == [], "s m"),
    "notebook.export": Case(shows("Export as"), "s m"),
    "notebook.format": Case(shows("Copy as"), "s m"),
    # one entity
    "entity.page": Case(shows("Nothing here"), "p"),
    "entity.narrow": Case(
        lambda after: after.app.reading.search_line.value.startswith("entity:"), "p"
    ),
    "entity.merge": Case(shows("Who else is Matthew Miller?"), "p"),
    "entity.split": Case(says("only one name"), "p"),
    # sources
    "sources.add": Case(shows("an OPML file"), "F"),
    "sources.refresh": Case(says("refreshing Gazette"), "F"),
    "sources.pause": Case(lambda after: after.library.feeds.all()[0].paused, "F"),
    "sources.tags": Case(shows("set apart by commas"), "F"),
    "sources.rename": Case(shows("Call it"), "F"),
    "sources.interval": Case(shows("Fetch it every"), "F"),
    "sources.own_name": Case(says("own name already"), "F"),
    "sources.remove": Case(shows("Stop following"), "F"),
}
ELSEWHERE = {"app.quit", "app.suspend"}
"""Tested through a terminal, in ``test_terminal``."""


def test_every_action_has_its_case() -> None:
    assert CASES.keys() | ELSEWHERE == BY_ID.keys()


async def walk(pilot: Pilot[Any], keys: str) -> None:
    """Presses keys and types texts."""
    for key in keys.split():
        if key.startswith("text:"):
            await enter(pilot, key.removeprefix("text:"))
        else:
            await press(pilot, key)


async def back_to_the_start(pilot: Pilot[Any], app: ReaderApp, library: Library) -> None:
    """As after the first paint, whatever was done."""
    for _ in range(6):
        await press(pilot, "escape")
        reading = app.reading
        if app.screen is reading and app.focused is reading.results:
            break
    assert app.screen is app.reading
    if app.reading.searching.is_narrowed:
        await press(pilot, "ctrl+l")
    await press(pilot, "g")
    for saved in library.notebook.all():
        assert saved.id is not None
        library.notebook.remove(saved.id)


@pytest.mark.parametrize(
    ("scope", "part"),
    [("everywhere", 0), ("lists", 0), ("reading", 0), ("reading", 1), ("reading", 2),
     ("notebook", 0), ("entity", 0), ("sources", 0)],
)  # fmt: skip
async def test_its_key_does_what_it_says(
    app: ReaderApp,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    scope: Scope,
    part: int,
) -> None:
    from reader.sharing import clipboard

    copied: list[str] = []
    real = clipboard.copy

    def copy(text: str, write: Callable[[str], None] | None = None) -> clipboard.CopyReport:
        copied.append(text)
        return real(text, lambda sequence: None)

    monkeypatch.setattr(clipboard, "copy", copy)
    monkeypatch.setattr(webbrowser, "open", lambda url: True)
    if scope == "sources":
        library.feeds.subscribe("https://gazette.example/feed.xml", title="Gazette")
    mine = [each for each in ACTIONS if each.scope == scope and each.id in CASES]
    mine = mine[part * 16 : (part + 1) * 16] if scope == "reading" else mine
    assert mine
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        for action in mine:
            case = CASES[action.id]
            await walk(pilot, case.before)
            was = measured(app)
            if action.keys:
                await press(pilot, action.keys.split(",")[0])
            else:
                app.reading.action_do(action.id)
                await settle(pilot)
            said = message(pilot) if hasattr(app.screen, "status") else ""
            after = After(app, library, screen_text(pilot), said, copied, was)
            assert case.check(after), f"{action.id}: {said!r}\n{after.text}"
            await back_to_the_start(pilot, app, library)


def test_the_parts_of_the_reading_screen_s_actions_are_all_walked() -> None:
    assert len([each for each in ACTIONS if each.scope == "reading"]) <= 3 * 16
