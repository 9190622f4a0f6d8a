"""What can be done on every screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.app.actions import ACTIONS, BY_ID, GROUPS, Action, actions_of, group_of
from reader.app.asking import Choice, ask, choose
from reader.app.keymap import shown_keys
from reader.app.paint import shorten
from reader.app.screens.base import AppScreen
from reader.config import NOT_FETCHING

if TYPE_CHECKING:
    from reader.app.app import ReaderApp


KEYS_WIDTH = 20
"""So many columns at most are the keys', in the help."""


LEADS_TO: dict[str, str] = {
    "notebook": "app.notebook",
    "entity": "entity.open",
    "sources": "app.sources",
    "reading": "app.back",
}
"""The action that leads to the screen of a scope."""


def handlers(app: ReaderApp) -> dict[str, Callable[[], None]]:
    """The common actions by id."""
    return {
        "app.help": lambda: show_help(app),
        "app.palette": lambda: show_palette(app),
        "app.undo": lambda: undo(app),
        "app.notebook": lambda: open_notebook(app),
        "app.sources": lambda: open_sources(app),
        "app.refresh": lambda: refresh(app),
        "app.add": lambda: add_news(app),
        "app.pause": lambda: pause(app),
        "app.theme": lambda: choose_theme(app),
        "app.problems": lambda: show_problems(app),
        "app.suspend": lambda: app.action_suspend_process(),
    }


def _screen(app: ReaderApp) -> AppScreen:
    return next(each for each in reversed(app.screen_stack) if isinstance(each, AppScreen))


def _told(app: ReaderApp, action: Action, width: int) -> Choice[str]:
    keys = f"{shown_keys(action.id, app.keymap.keys):<{width}} "
    return Choice(keys + action.help, action.id, "", group_of(action), action.id)


def _named(app: ReaderApp, action: Action) -> Choice[str]:
    keys = shown_keys(action.id, app.keymap.keys)
    return Choice(
        action.label[0].upper() + action.label[1:], action.id, keys, "",
        f"{action.help} {action.id}",
    )  # fmt: skip


def _live(app: ReaderApp) -> list[Action]:
    """The actions of this screen, in the order of the help."""
    screen = _screen(app)
    order = {name: number for number, name in enumerate(dict.fromkeys(GROUPS.values()))}
    live = [
        action
        for action in actions_of(screen.SCOPE)
        if action.id in screen.handlers or action.id in app.handlers
    ]
    return sorted(live, key=lambda action: (order[group_of(action)], not action.keys))


def show_help(app: ReaderApp) -> None:
    """Every key that works on this screen; Enter does it."""
    live = _live(app)
    width = max(len(shown_keys(action.id, app.keymap.keys)) for action in live)
    choices = [_told(app, action, min(width, KEYS_WIDTH)) for action in live]
    choose(app, "Keys", choices, _doing(app), empty="No key for that", wide=True)


def show_palette(app: ReaderApp) -> None:
    """Every command by name; after those of this screen, those of the others."""
    live = _live(app)
    others = [action for action in ACTIONS if action not in live and action.scope in LEADS_TO]
    choices = [_named(app, action) for action in live]
    choices += [
        _named(app, action)._replace(
            detail=f"{_way_to(app, action)} {_key_of(app, action.id)}".rstrip()
        )
        for action in others
    ]
    choose(app, "Commands", choices, _doing(app), empty="No such command")


def _doing(app: ReaderApp) -> Callable[[str | None], None]:
    screen, live = _screen(app), {action.id for action in _live(app)}

    def picked(name: str | None) -> None:
        if name in live:
            screen.action_do(name)
        elif name is not None:
            action = BY_ID[name]
            way, key = _way_to(app, action), _key_of(app, name) or "find it there again"
            screen.say(f"{action.label[0].upper()}{action.label[1:]}: press {way}, then {key}")

    return picked


def _way_to(app: ReaderApp, action: Action) -> str:
    """The keys that lead to the screen on which an action is alive."""
    leader, back = LEADS_TO[action.scope], _key_of(app, "app.back")
    near = leader == "app.back" or leader in {each.id for each in _live(app)}
    return _key_of(app, leader) if near else f"{back} {_key_of(app, leader)}"


def _key_of(app: ReaderApp, name: str) -> str:
    return shown_keys(name, app.keymap.keys).split(" ")[0]


def undo(app: ReaderApp) -> None:
    """Takes back the last change."""
    what = app.undo.undo()
    app.say(f"undone: {what}" if what else "Nothing to undo", warn=what is None)


def open_notebook(app: ReaderApp) -> None:
    """The quotes that were saved."""
    from reader.app.screens.notebook import NotebookScreen

    if not isinstance(app.screen, NotebookScreen):
        app.push_screen(NotebookScreen())


def open_sources(app: ReaderApp) -> None:
    """The feeds that are followed."""
    from reader.app.screens.sources import SourcesScreen

    if not isinstance(app.screen, SourcesScreen):
        app.push_screen(SourcesScreen())


def refresh(app: ReaderApp) -> None:
    """Fetches everything new; while that runs, stops it."""
    if app.round.left or app.bringing_in:
        app.ask_helper({"do": "cancel"})
        app.round.stop()
        adding = app.bringing_in == "import"
        app.say("stopped adding; what came stays" if adding else "stopped refreshing")
        app.bringing_in = ""
        return

    def asked(number: int) -> None:
        if not number:
            app.say("No feeds to refresh: press a to add one", warn=True)
            return
        app.round.begin(number)
        app.ask_helper({"do": "refresh", "feeds": None})
        app.say(f"refreshing {number} feeds …" if number > 1 else "refreshing one feed …")

    app.read("feeds", lambda _: sum(not feed.paused for feed in app.library.feeds.all()), asked)


def add_news(app: ReaderApp) -> None:
    """Asks what to add and hands it to the helper."""

    def answered(text: str | None) -> None:
        target = (text or "").strip()
        if target:
            add_target(app, target)

    ask(app, "Add news", answered, hint="a feed or page address, or the path of a file or folder")


def add_target(app: ReaderApp, target: str, *, force: bool = False) -> None:
    """Hands something to the helper; ``force`` takes what hardly looks like an article."""
    app.asked_for.add(target)
    app.ask_helper({"do": "add", "targets": [target], "page": False, "force": force})
    app.say(f"adding {target} …")


def refused(app: ReaderApp, event: Mapping[str, object]) -> None:
    """Says why something was not taken, and offers to take it all the same."""
    target = str(event.get("target"))
    if event.get("offers"):
        return  # it is asked which of its feeds is meant
    reason, forcible, _ = str(event.get("reason")).partition("; with --force")
    if not forcible or target not in app.asked_for:
        app.say(f"{target}: {reason}", warn=True)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            add_target(app, target, force=True)

    choices = [Choice(f"Add it all the same ({reason})", True), Choice("Leave it", False)]
    choose(app, shorten(target, 56), choices, answered, wide=True)


def offer(app: ReaderApp, event: Mapping[str, object]) -> None:
    """Asks which feed of a page is meant, where it has several."""
    offers = event.get("offers")
    feeds = [feed for feed in offers if isinstance(feed, dict)] if isinstance(offers, list) else []
    choices = [
        Choice(f"{feed.get('title')} · {feed.get('url')}", [str(feed.get("address"))])
        for feed in feeds
    ]

    def answered(addresses: list[str] | None) -> None:
        if addresses:
            app.ask_helper({"do": "add", "targets": addresses, "page": False, "force": False})
            app.say("subscribing …")

    everything = [address for choice in choices for address in choice.value]
    choices += [Choice("All of them", everything), Choice("None of them", [])]
    choose(app, "Which feed?", choices, answered, wide=True)


def pause(app: ReaderApp) -> None:
    """Quotes are found no more for now, or again."""
    app.paused = not app.paused
    app.ask_helper({"do": "pause", "on": app.paused})
    app.say("finding quotes rests; the command again goes on" if app.paused else "goes on")


def choose_theme(app: ReaderApp) -> None:
    """Shows each theme as the cursor passes it; Esc goes back to the one before."""
    before = app.theme
    own = [name for name in app.available_themes if name.startswith("reader")]
    rest = [name for name in app.available_themes if name not in own]
    choices = [Choice(name, name, _kind(app, name)) for name in (*own, *rest)]

    def picked(name: str | None) -> None:
        app.use_theme(name or before)
        if name:
            app.write(lambda: app.library.state.set("theme", name))

    choose(app, "Theme", choices, picked, on_move=app.use_theme, start=before)


def show_problems(app: ReaderApp) -> None:
    """Everything that is wrong with the person's settings, keys and themes."""
    if not app.problems:
        app.say("Nothing is wrong with the settings")
        return
    from reader.app.widgets.textpane import wrapped

    told = [*app.problems, *([NOT_FETCHING] if app.settings.problems else [])]
    room = max(20, min(84, app.size.width * 94 // 100 - 8))
    choices = [
        Choice(f"{' ' if number else '•'} {line}", problem)
        for problem in told
        for number, line in enumerate(wrapped(problem, room))
    ]
    choose(app, "Settings problems", choices, lambda _: None, wide=True)


def _kind(app: ReaderApp, name: str) -> str:
    theme = app.available_themes[name]
    return "16 colours" if theme.ansi else "dark" if theme.dark else "light"
