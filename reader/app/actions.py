"""Every action of the app: its stable id, its keys, its words. One list feeds all.

The bindings of the screens, the footer, the help and the command palette are all made from
``ACTIONS``, so they cannot disagree. A person's own keys are set by the ids. What an action
does is found under the same id in the ``handlers`` of the screen that has its scope.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from textual.binding import Binding, BindingType

Scope = Literal["everywhere", "lists", "reading", "notebook", "entity", "sources"]

SCREENS: dict[str, tuple[Scope, ...]] = {
    "reading": ("everywhere", "lists", "reading"),
    "notebook": ("everywhere", "lists", "notebook"),
    "entity": ("everywhere", "lists", "entity"),
    "sources": ("everywhere", "lists", "sources"),
    "history": ("everywhere", "lists"),
}
"""Which scopes are alive on which screen."""

GROUPS: dict[str, str] = {
    "quote": "Quoting",
    "select": "Quoting",
    "notebook": "Notebook",
    "entity": "People and names",
    "sources": "Sources",
    "article": "The article",
    "search": "Searching and listing",
    "filter": "Searching and listing",
    "results": "Searching and listing",
    "state": "Marks",
    "samples": "Marks",
    "pane": "Panes",
    "move": "Moving",
    "app": "Everywhere",
}
"""What the help calls the actions whose ids begin so, in its order."""


class Action(NamedTuple):
    """Something the person can do."""

    id: str
    keys: str
    """Textual's key names, separated by commas; empty for the palette alone."""
    label: str
    """A word or two, for the footer and the palette."""
    help: str
    """One sentence, for the help."""
    scope: Scope


def _in(scope: Scope, *rows: tuple[str, str, str, str]) -> tuple[Action, ...]:
    return tuple(Action(name, keys, label, help, scope) for name, keys, label, help in rows)


ACTIONS: tuple[Action, ...] = (
    *_in(
        "everywhere",
        ("app.help", "question_mark,f1", "help", "Every key that works here; type to search it."),
        ("app.palette", "colon,ctrl+p", "commands", "Every command with its key, by name."),
        ("app.back", "escape", "back", "Leave what is open: a hint, an overlay, a screen."),
        ("app.quit", "q,ctrl+q,ctrl+c", "quit", "Leave this screen, or the program."),
        ("app.undo", "u", "undo", "Take back the last change; again for the one before."),
        ("app.notebook", "m", "notebook", "The quotes and passages you saved."),
        ("app.sources", "F", "sources", "The feeds you follow, with their errors."),
        ("app.refresh", "R", "refresh", "Fetch what is new from all feeds; again to stop."),
        ("app.add", "a", "add news", "Add a feed, a page, a file or a folder."),
        ("app.pause", "", "pause finding quotes", "Let the machine rest; again to go on."),
        ("app.theme", "T", "theme", "Choose the colours."),
        ("app.problems", "", "settings problems", "What is wrong in settings, keys and themes."),
        ("app.suspend", "ctrl+z", "suspend", "Back to the shell; fg returns."),
    ),
    *_in(
        "lists",
        ("move.down", "j,down", "down", "One row or line down; with a number before it, as many."),
        ("move.up", "k,up", "up", "One row or line up."),
        ("move.page_down", "pagedown,ctrl+f", "page down", "A screenful down."),
        ("move.page_up", "pageup,b,ctrl+b", "page up", "A screenful up."),
        ("move.half_down", "ctrl+d", "half page down", "Half a screenful down."),
        ("move.half_up", "ctrl+u", "half page up", "Half a screenful up."),
        ("move.top", "g,home", "top", "To the beginning; with a number, to that row."),
        ("move.bottom", "G,end", "bottom", "To the end; with a number, to that row."),
        ("move.open", "enter", "open", "Open what is under the cursor."),
        (
            "search.start",
            "slash",
            "search",
            "Search as you type; Enter goes to the list.",
        ),
        ("quote.copy", "y", "copy", "Copy the quote, word for word; 3y copies three."),
        (
            "quote.cite",
            "Y",
            "copy with source",
            "Copy it with speaker, title, date and link.",
        ),
        ("quote.save", "s", "save", "Save the quote or selection; 3s saves three."),
        ("article.browser", "o", "open in browser", "Open the page in the web browser."),
        ("article.link", "c", "copy link", "Copy the address of the page."),
    ),
    *_in(
        "reading",
        ("quote.next", "right_square_bracket", "next quote", "To the next quote of the article."),
        ("quote.previous", "left_square_bracket", "previous quote", "To the quote before."),
        ("quote.note", "S", "save with note", "Save it with a note and tags."),
        ("quote.link", "C", "copy link to quote", "Copy a link that opens the page at the quote."),
        ("quote.format", "Z", "copy as", "Copy the quote as a citation in a style you choose."),
        ("quote.elsewhere", "x", "where else", "Which other articles carry this quote, and how."),
        ("select.start", "v", "select", "Select a passage: move to extend, then y, Y or s."),
        ("search.next", "n", "next match", "To the next matching words, also of the next article."),
        ("search.previous", "N", "previous match", "To the matching words before."),
        ("search.clear", "ctrl+l", "clear search", "Show everything again."),
        ("search.save", "ctrl+s", "save search", "Keep this search under a name."),
        ("search.forget", "", "forget a search", "Drop a search that was kept."),
        (
            "results.mode",
            "Q",
            "articles or quotes",
            "List quotes instead of articles, or back.",
        ),
        ("results.more_like", "M", "more like this", "List the articles most like this one."),
        ("pane.next", "tab", "next pane", "To the next pane."),
        ("pane.previous", "shift+tab", "previous pane", "To the pane before."),
        ("pane.left", "h,left", "left", "To the pane on the left."),
        ("pane.right", "l,right", "right", "To the pane on the right."),
        ("pane.entities", "e", "names", "People, organisations and places of this article."),
        ("pane.quotes", "E", "quotes", "The quotes of this article, by speaker."),
        ("pane.found", "W", "found", "Sources, months and names of what is listed."),
        ("pane.wider", "greater_than_sign", "wider list", "Give the list more room."),
        ("pane.narrower", "less_than_sign", "narrower list", "Give the article more room."),
        ("pane.zen", "z", "zen", "The article alone."),
        ("article.page", "space", "page on", "A screenful down in the article, then the next one."),
        ("article.following", "J", "next article", "Open the next article of the list."),
        ("article.preceding", "K", "previous article", "Open the article before."),
        ("article.hints", "f", "jump", "Label quotes and links; type a label to go there."),
        ("article.indirect", "i", "indirect quotes", "Show or hide the marks of indirect quotes."),
        ("article.again", "ctrl+r", "fetch again", "Fetch the page anew: all of it, as it is now."),
        ("article.versions", "H", "history", "What changed in this article since it first came."),
        ("article.copies", "X", "near copies", "The articles that are nearly the same as this."),
        ("entity.filter", "ctrl+e", "filter names", "Type to narrow the list beside the article."),
        (
            "entity.highlight",
            "",
            "highlight mentions",
            "On a name beside the article: mark its mentions.",
        ),
        (
            "entity.open",
            "p",
            "everything about",
            "All said by and about the speaker or name.",
        ),
        ("state.read", "r", "read or unread", "Mark the article read, or unread again."),
        ("state.star", "asterisk", "star", "Star the article, or take the star away."),
        ("state.later", "L", "read later", "Put the article on the list for later."),
        ("state.tags", "t", "tags", "Give the article tags."),
        ("state.all_read", "A", "mark all read", "Mark every article of this list read."),
        ("state.above_read", "U", "mark above read", "Mark this and all above it read."),
        (
            "filter.choose",
            "w",
            "show only",
            "Only unread, starred, one tag, a kept search …",
        ),
        (
            "samples.remove",
            "",
            "remove the samples",
            "Take the samples out of the library.",
        ),
    ),
    *_in(
        "notebook",
        ("notebook.group", "tab", "group", "Group by nothing, person, story or tag."),
        ("notebook.note", "e", "edit note", "Edit the note and the tags."),
        ("notebook.remove", "d,delete", "remove", "Take it out of the notebook; u brings it back."),
        ("notebook.export", "x", "export", "Write what is listed to a file."),
        ("notebook.format", "Z", "copy as", "Copy it as a citation in a style you choose."),
    ),
    *_in(
        "entity",
        (
            "entity.page",
            "tab",
            "turn the page",
            "To what was said of it, articles, and company.",
        ),
        ("entity.narrow", "slash", "search these", "List the articles that mention it."),
        ("entity.merge", "x", "same as", "Say that another name means the same."),
        ("entity.split", "X", "not the same", "Say that one of its names means another."),
    ),
    *_in(
        "sources",
        ("sources.add", "s", "subscribe", "Subscribe to a feed."),
        ("sources.refresh", "r", "refresh this", "Fetch this feed now."),
        ("sources.pause", "p", "pause", "Pause the feed, or go on with it."),
        ("sources.tags", "t", "tags", "Give the feed tags."),
        ("sources.rename", "e", "rename", "Call the feed something else."),
        ("sources.interval", "i", "how often", "How often this feed is fetched."),
        ("sources.own_name", "E", "own name", "Call the feed by its own name again."),
        ("sources.remove", "d,delete", "unsubscribe", "Stop following; its articles stay."),
    ),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def group_of(action: Action) -> str:
    """The headline above an action in the help."""
    return GROUPS[action.id.partition(".")[0]]


def actions_of(screen: str) -> tuple[Action, ...]:
    """The actions that are alive on a screen."""
    scopes = SCREENS[screen]
    return tuple(action for action in ACTIONS if action.scope in scopes)


def bindings(screen: str) -> list[BindingType]:
    """Textual's bindings of a screen; each carries its action's id for the keymap.

    Where two scopes want one key, the screen's own wins over the common one.
    """
    taken: set[str] = set()
    result: list[BindingType] = []
    for action in reversed(actions_of(screen)):
        keys = [key for key in action.keys.split(",") if key and key not in taken]
        taken.update(keys)
        if keys:
            result.append(Binding(",".join(keys), f"do('{action.id}')", action.label, id=action.id))
    return result
