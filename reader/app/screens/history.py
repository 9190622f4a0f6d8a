"""What changed in an article since it first came: its text, and its quotes above all."""

from __future__ import annotations

import difflib
import threading
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from reader.app.actions import bindings
from reader.app.paint import plural, when
from reader.app.palette import BOLD, Palette
from reader.app.screens.base import AppScreen, Pane
from reader.app.widgets.linebar import LineBar, Parts
from reader.app.widgets.status import Status
from reader.app.widgets.textpane import TextPane, wrapped
from reader.library.rows import QuoteChange, StoredArticle, Version
from reader.news import Article


class HistoryScreen(AppScreen):
    """One scrolling page: quotes that changed or vanished, then the paragraphs."""

    SCOPE = "history"
    BINDINGS: ClassVar[list[BindingType]] = bindings("history")

    def __init__(self, stored: StoredArticle) -> None:
        super().__init__()
        self.stored = stored
        self.head = LineBar(id="entity-head")
        self.detail = TextPane(id="detail")

    def compose(self) -> ComposeResult:
        with Vertical(id="entity-top"):
            yield self.head
            yield LineBar(id="entity-tabs")
        yield self.detail
        yield Status()

    def on_mount(self) -> None:
        """Reads the versions."""
        self._show_head()
        self.set_focus(self.detail)
        self.show_hints("move.page_down", "app.back", "app.help")
        articles, number = self.reader.library.articles, self.stored.id

        def job(_: threading.Event) -> tuple[list[Version], list[QuoteChange]]:
            return articles.versions(number), articles.quote_changes(number)

        self.reader.read("history", job, lambda found: self._show(*found))

    def _show_head(self) -> None:
        palette = self.head.palette
        self.head.show([(" History  ", palette.title), (self.stored.article.title, palette.muted)])

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self._show_head()

    @property
    def pane(self) -> Pane:
        """The page."""
        return self.detail

    def _show(self, versions: list[Version], changes: list[QuoteChange]) -> None:
        self.detail.write(
            lambda width, palette: history_lines(self.stored, versions, changes, width, palette)
        )


def history_lines(
    stored: StoredArticle,
    versions: list[Version],
    changes: list[QuoteChange],
    width: int,
    palette: Palette,
) -> list[Parts]:
    """The page, line by line; what went has a minus, what came a plus."""
    width = min(width, 90)
    lines: list[Parts] = [[]]
    if not versions:
        lines.append([("This article has not changed since it came.", palette.muted)])
        return lines
    for change in changes:
        what = "Changed" if change.status == "changed" else "No longer there"
        lines.append(
            [
                (f"{what}, {when(change.seen, local=True)}", palette.warning),
                (f"  {change.name or ''}", BOLD),
            ]
        )
        lines += [
            [("- ", palette.error), (text, palette.muted)]
            for text in wrapped(change.before, width - 2)
        ]
        if change.after:
            lines += [
                [("+ ", palette.accent), (text, palette.base)]
                for text in wrapped(change.after, width - 2)
            ]
        lines.append([])
    after = [*(version.article for version in versions[1:]), stored.article]
    for version, newer in reversed(list(zip(versions, after, strict=True))):
        lines.append([(f"Text until {when(version.seen, local=True)}", palette.strong)])
        count = 0
        for sign, text in _changed(_titled(version.article), _titled(newer)):
            count += 1
            style = palette.muted if sign == "-" else palette.base
            mark = palette.error if sign == "-" else palette.accent
            lines += [[(sign + " ", mark), (part, style)] for part in wrapped(text, width - 2)]
            lines.append([])
        lines += [[(plural(count, "paragraph") + " changed", palette.muted)], []]
    return lines


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    """The paragraphs that went and those that came.

    Not by `difflib.ndiff`, which looks into them, too, and takes seconds for a long article.
    """
    # Blank lines, all alike, would cost it the square of their number.
    one, other = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, one, other).get_opcodes():
        if what != "equal":
            found += [("-", line) for line in one[a:b]]
            found += [("+", line) for line in other[c:d]]
    return found


def _titled(article: Article) -> str:
    return f"{article.title}\n{article.text}"
