"""One person, organisation or place: its names, when it was in the news, what it said."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.strip import Strip

from reader.app.actions import bindings
from reader.app.asking import Choice, choose
from reader.app.beside import entity_term
from reader.app.copying import copy_text
from reader.app.paint import plural, shorten, sparkline, when
from reader.app.palette import BOLD, Palette
from reader.app.quoting import from_row
from reader.app.screens.base import AppScreen, Pane
from reader.app.typeset import wrap
from reader.app.widgets.linebar import LineBar, Parts
from reader.app.widgets.linelist import LineList, text_strip
from reader.app.widgets.status import Status
from reader.app.widgets.textpane import TextPane, wrapped
from reader.library.rows import ArticleRow, EntityRow, QuoteRow
from reader.library.store import Library

LIMIT = 200
PageName = Literal["said", "about", "articles"]
PAGES: tuple[PageName, ...] = ("said", "about", "articles")
KIND_WORDS = {
    "person": "person", "organisation": "organisation", "place": "place", "event": "event",
    "work": "work", "nationality": "people", "date": "date", "money": "amount",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the screen shows."""

    row: EntityRow
    names: tuple[str, ...]
    months: tuple[tuple[str, int], ...]
    said: tuple[QuoteRow, ...]
    about: tuple[QuoteRow, ...]
    articles: tuple[ArticleRow, ...]
    together: tuple[tuple[EntityRow, int], ...]


def gather(library: Library, entity_id: int) -> Facts | None:
    """Reads it; None if the entity is gone."""
    entities = library.entities
    row = entities.get(entity_id)
    if row is None:
        return None
    ids = entities.articles(entity_id)[:LIMIT]
    rows = library.articles.rows(ids)
    return Facts(
        row, entities.names(entity_id), tuple(entities.months(entity_id)),
        tuple(entities.said_by(entity_id, LIMIT)), tuple(entities.about(entity_id, LIMIT)),
        tuple(rows[each] for each in ids if each in rows),
        tuple(entities.together(entity_id, 20)),
    )  # fmt: skip


class Mentions(LineList):
    """Quotes or articles, three lines each."""

    def __init__(self) -> None:
        super().__init__(id="saved")
        self.row_height, self.gap = 4, 1
        self.rows: tuple[QuoteRow | ArticleRow, ...] = ()
        self.empty = ""

    def show(self, rows: tuple[QuoteRow | ArticleRow, ...], empty: str) -> None:
        """Shows these from the first on."""
        self.rows, self.empty = rows, empty
        self.rows_changed()
        self.set_cursor(0)

    @property
    def chosen(self) -> QuoteRow | ArticleRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def row_count(self) -> int:
        """How many."""
        return len(self.rows)

    def draw_empty(self, line: int, width: int) -> Strip:
        """Why there are none."""
        text = "  " + self.empty if line == 1 else ""
        return text_strip([(shorten(text, width), self.palette.muted)], width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a row."""
        palette, row = self.palette, self.rows[index]
        if line == 3:
            return text_strip([], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        room = max(4, width - 3)
        if line == 2:
            who = f"{row.name or 'nobody named'} · " if isinstance(row, QuoteRow) else ""
            text = f"{who}{row.site or row.title} · {when(row.published)}"
            parts = [(" " + shorten(text, room), palette.muted)]
        elif isinstance(row, QuoteRow):
            parts = [(" " + _line_of(row.text, line, room), palette.base)]
        else:
            text = row.title if line == 0 else row.first
            style = palette.strong if line == 0 else palette.faint_text
            parts = [(" " + shorten(text, room), style)]
        return text_strip([edge, *parts], width, palette.base)


def _line_of(text: str, line: int, room: int) -> str:
    """The first or second line of a text; the second ends in an ellipsis if there is more."""
    spans = list(wrap(text, 0, len(text), room))
    if line >= len(spans):
        return ""
    start = spans[line][0]
    return shorten(" ".join((text[start:] if line else text[slice(*spans[0])]).split()), room)


class EntityScreen(AppScreen):
    """Facts on the right (or above), quotes and articles in the list."""

    SCOPE = "entity"
    BINDINGS: ClassVar[list[BindingType]] = bindings("entity")

    def __init__(self, entity_id: int) -> None:
        super().__init__()
        self.entity_id = entity_id
        self.facts: Facts | None = None
        self.page_name: PageName = "said"
        self.head = LineBar(id="entity-head")
        self.tabs = LineBar(id="entity-tabs")
        self.mentions = Mentions()
        self.detail = TextPane(id="detail")
        self.handlers.update({
            "entity.page": self.turn,
            "entity.narrow": self.narrow,
            "entity.merge": self.merge,
            "entity.split": self.split,
            "quote.copy": lambda: self.copy("words"),
            "quote.cite": lambda: self.copy(""),
        })  # fmt: skip

    def compose(self) -> ComposeResult:
        with Vertical(id="entity-top"):
            yield self.head
            yield self.tabs
        with Horizontal(id="main"):
            with Vertical(id="page"):
                yield self.mentions
            with Vertical(id="side"):
                yield self.detail
        yield Status()

    def on_mount(self) -> None:
        """Reads the entity."""
        self.set_focus(self.mentions)
        self.show_hints(
            "move.open", "entity.page", "entity.narrow", "quote.copy", "quote.cite",
            "entity.merge", "app.back",
        )  # fmt: skip
        self.load()

    @property
    def pane(self) -> Pane:
        """The list."""
        return self.mentions

    def load(self) -> None:
        """Reads everything anew."""
        library, number = self.reader.library, self.entity_id
        self.reader.read("entity", lambda _: gather(library, number), self._show)

    def _show(self, facts: Facts | None) -> None:
        if facts is None:
            self.say("This entity is no longer in the library", warn=True)
            return
        if self.facts is None and not facts.said:
            self.page_name = "about" if facts.about else "articles"
        self.facts = facts
        self.detail.write(lambda width, palette: facts_lines(facts, width, palette))
        self._show_page()

    def _show_page(self) -> None:
        facts = self.facts
        if facts is None:
            return
        palette = self.head.palette
        span = sparkline([number for _, number in facts.months[-36:]])
        words = f"   {KIND_WORDS[facts.row.kind]} · {plural(len(facts.articles), 'article')}"
        self.head.show(
            [(" " + facts.row.name, palette.title), (words, palette.muted)],
            [(span + " ", palette.accent)],
        )
        counts = {
            "said": len(facts.said),
            "about": len(facts.about),
            "articles": len(facts.articles),
        }
        names = {"said": "Said by", "about": "Said about", "articles": "Articles"}
        tabs: Parts = [(" ", palette.base)]
        for page in PAGES:
            style = palette.strong if page == self.page_name else palette.muted
            tabs.append((f"{names[page]} {counts[page]}   ", style))
        self.tabs.show(tabs)
        rows: dict[PageName, tuple[QuoteRow | ArticleRow, ...]] = {
            "said": facts.said, "about": facts.about, "articles": facts.articles,
        }  # fmt: skip
        self.mentions.show(rows[self.page_name], "Nothing here; Tab turns the page")

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self._show_page()

    def turn(self) -> None:
        """The next page."""
        self.page_name = PAGES[(PAGES.index(self.page_name) + 1) % len(PAGES)]
        self._show_page()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """To the place in its article."""
        event.stop()
        row = self.mentions.chosen
        if row is None:
            return
        reading = self.reader.reading
        self.app.pop_screen()
        if isinstance(row, QuoteRow):
            reading.opened.jump(row.article_id, row.content)
        else:
            reading.opened.jump(row.id, ())

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Nothing follows the cursor here."""
        event.stop()

    def copy(self, style: str) -> None:
        """The quote under the cursor."""
        from reader.sharing.citations import cite

        row = self.mentions.chosen
        if not isinstance(row, QuoteRow):
            self.say("No quote here", warn=True)
            return
        chosen = style or self.reader.settings.reading.citation
        copy_text(self, cite(from_row(row, None), chosen), "words" if style else "with source")

    def narrow(self) -> None:
        """The articles that mention it, in the results."""
        if self.facts is not None:
            reading, name = self.reader.reading, self.facts.row.name
            self.app.pop_screen()
            reading.searching.narrow(entity_term(name))

    def merge(self) -> None:
        """Another name means the same."""
        facts = self.facts
        if facts is None:
            return
        entities = self.reader.library.entities

        def job(_: threading.Event) -> list[EntityRow]:
            words = facts.row.name.split()
            close = [row for word in words for row in entities.find(word, facts.row.kind, 10)]
            close += [row for row, _ in facts.together if row.kind == facts.row.kind]
            close += entities.top(facts.row.kind, 200)
            unique = {row.id: row for row in close if row.id != facts.row.id}
            return list(unique.values())

        def ready(rows: list[EntityRow]) -> None:
            choices = [
                Choice(
                    row.name, row.id, plural(row.articles, "article"), more=" ".join(row.aliases)
                )
                for row in rows
            ]
            choose(self.app, f"Who else is {facts.row.name}?", choices, merged)

        def merged(other: int | None) -> None:
            if other is not None:
                self.reader.write(
                    lambda: entities.merge(facts.row.id, other),
                    lambda _: self._changed("now one and the same; X parts them"),
                )

        self.reader.read("merge", job, ready)

    def _changed(self, words: str) -> None:
        self.say(words)
        self.load()

    def split(self) -> None:
        """One of its names means another."""
        facts = self.facts
        others = [name for name in facts.names if name != facts.row.name] if facts else []
        if facts is None or not others:
            self.say("It has only one name", warn=True)
            return
        entities, row = self.reader.library.entities, facts.row

        def picked(name: str | None) -> None:
            if name is not None:
                self.reader.write(
                    lambda: entities.split(row.id, name),
                    lambda _: self._changed(f"{name} is another one now"),
                )

        choices = [Choice(name, name) for name in others]
        choose(self.app, f"Which name is not {row.name}?", choices, picked)


def facts_lines(facts: Facts, width: int, palette: Palette) -> list[Parts]:
    """Names, months, company."""
    lines: list[Parts] = [[]]
    others = [name for name in facts.names if name != facts.row.name]
    if others:
        lines.append([("ALSO CALLED", palette.muted + BOLD)])
        lines += [[(text, palette.base)] for name in others[:12] for text in wrapped(name, width)]
        lines.append([])
    if facts.months:
        lines.append([("IN THE NEWS", palette.muted + BOLD)])
        most = max(number for _, number in facts.months)
        for month, number in facts.months[-12:]:
            room = max(1, width - 12)
            filled = "█" * max(1, round(room * number / most))
            count = (f" {number}", palette.muted)
            lines.append([(f"{month} ", palette.muted), (filled, palette.accent), count])
        lines.append([])
    if facts.together:
        lines.append([("APPEARS WITH", palette.muted + BOLD)])
        for row, number in facts.together:
            name = shorten(row.name, width - 5)
            gap = " " * max(1, width - len(name) - len(str(number)) - 1)
            lines.append([(name, palette.base), (gap + str(number), palette.muted)])
    return lines
