"""One person, organisation or place: its names, when it was in the news, what it said."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from reader.app.actions import bindings
from reader.app.asking import Choice, choose
from reader.app.beside import entity_term
from reader.app.copying import copy_text, open_page
from reader.app.paint import plural, shorten, sparkline
from reader.app.palette import BOLD, Palette
from reader.app.screens.base import AppScreen, Pane
from reader.app.siderows import month_words
from reader.app.widgets.linebar import LineBar, Parts
from reader.app.widgets.linelist import LineList
from reader.app.widgets.mentions import KIND_WORDS, Mention, Mentions
from reader.app.widgets.status import Status
from reader.app.widgets.textpane import TextPane, wrapped
from reader.library.merging import Merged
from reader.library.rows import ArticleRow, EntityRow, QuoteRow
from reader.library.store import Library
from reader.news import Quotation

LIMIT = 200
PageName = Literal["said", "about", "articles", "together"]
PAGES: dict[PageName, str] = {
    "said": "Said by", "about": "Said about", "articles": "Articles", "together": "Appears with",
}  # fmt: skip
MONTHS = 24
"""So many of the last months stand in the line of columns."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the screen shows."""

    row: EntityRow
    names: tuple[str, ...]
    parts: tuple[str, ...]
    """Names that can be parted from it."""
    months: tuple[tuple[str, int], ...]
    said: tuple[QuoteRow, ...]
    about: tuple[QuoteRow, ...]
    articles: tuple[ArticleRow, ...]
    together: tuple[tuple[EntityRow, int], ...]

    def page(self, name: PageName) -> tuple[Mention, ...]:
        """What a page lists."""
        if name == "said":
            return self.said
        if name == "about":
            return self.about
        return self.articles if name == "articles" else tuple(row for row, _ in self.together)


def gather(library: Library, entity_id: int) -> Facts | None:
    """Reads it; None if the entity is gone."""
    entities = library.entities
    row = entities.get(entity_id)
    if row is None:
        return None
    ids = entities.articles(entity_id)[:LIMIT]
    rows = library.articles.rows(ids)
    return Facts(
        row, entities.names(entity_id), entities.parts(entity_id),
        tuple(entities.months(entity_id)),
        tuple(entities.said_by(entity_id, LIMIT)), tuple(entities.about(entity_id, LIMIT)),
        tuple(rows[each] for each in ids if each in rows),
        tuple(entities.together(entity_id, 20)),
    )  # fmt: skip


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
            "quote.save": self.save,
            "article.browser": self.open_in_browser,
            "article.link": self.copy_link,
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
            "move.open", "entity.page", "entity.narrow", "quote.copy", "quote.save",
            "entity.merge", "entity.split", "app.back",
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
        words = f"   {KIND_WORDS[facts.row.kind]} · {plural(len(facts.articles), 'article')}"
        others = [name for name in facts.names if name != facts.row.name]
        if others:
            words += f" · also {', '.join(others)}"
        first, columns, last = over_time(facts.months)
        self.head.show(
            [(" " + facts.row.name, palette.title), (words, palette.muted)],
            [(f" {first} ", palette.muted), (columns, palette.accent),
             (f" {last} ", palette.muted)] if columns else [],
        )  # fmt: skip
        tabs: Parts = [(" ", palette.base)]
        for page, name in PAGES.items():
            style = palette.strong if page == self.page_name else palette.muted
            tabs.append((f"{name} {len(facts.page(page))}   ", style))
        self.tabs.show(tabs)
        self.mentions.together = {row.id: number for row, number in facts.together}
        self.mentions.of_one = self.page_name == "said"
        self.mentions.show(facts.page(self.page_name), "Nothing here; Tab turns the page")

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self._show_page()

    def turn(self) -> None:
        """The next page."""
        pages = list(PAGES)
        self.page_name = pages[(pages.index(self.page_name) + 1) % len(pages)]
        self._show_page()

    def on_line_bar_clicked(self, event: LineBar.Clicked) -> None:
        """A click on the title of a page turns to it."""
        event.stop()
        for page, name in PAGES.items():
            if event.text.rstrip(" 0123456789") == name:
                self.page_name = page
                self._show_page()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """To the place in its article."""
        event.stop()
        row = self.mentions.chosen
        if row is None:
            return
        if isinstance(row, EntityRow):
            self.app.push_screen(EntityScreen(row.id))
            return
        reading = self.reader.reading
        while self.app.screen is not reading:
            self.app.pop_screen()
        if isinstance(row, QuoteRow):
            reading.opened.jump(row.article_id, row.content)
        else:
            reading.opened.jump(row.id, ())

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Nothing follows the cursor here."""
        event.stop()

    # Taking it away

    def _quotation(self) -> Quotation | None:
        row = self.mentions.chosen
        if not isinstance(row, QuoteRow):
            self.say("No quote here; Tab turns to what it said", warn=True)
            return None
        return row.quotation()

    def copy(self, style: str) -> None:
        """The quote under the cursor."""
        from reader.sharing.citations import cite

        quotation = self._quotation()
        if quotation is not None:
            chosen = style or self.reader.settings.reading.citation
            copy_text(self, cite(quotation, chosen), "words" if style else "with source")

    def save(self) -> None:
        """The quote under the cursor goes to the notebook."""
        quotation = self._quotation()
        if quotation is not None:
            self.reader.reading.quoting.keep([quotation], self)

    def _url(self, *, whole: bool) -> str | None:
        row = self.mentions.chosen
        url = row.url if isinstance(row, (QuoteRow, ArticleRow)) else None
        if not url:
            self.say("There is no address here", warn=True)
        elif isinstance(row, QuoteRow):
            from reader.sharing.links import fragment_link

            return fragment_link(url, row.text, whole=whole)
        return url

    def open_in_browser(self) -> None:
        """The page, at the words."""
        url = self._url(whole=True)
        if url:
            open_page(self, url)

    def copy_link(self) -> None:
        """A link to the page, at the words."""
        url = self._url(whole=False)
        if url:
            copy_text(self, url, "link")

    def narrow(self) -> None:
        """The articles that mention it, in the results."""
        if self.facts is not None:
            reading, name = self.reader.reading, self.facts.row.name
            while self.app.screen is not reading:
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
                self.reader.write(lambda: entities.merge(facts.row.id, other), done)

        def done(one: Merged) -> None:
            self._changed("now one and the same; u parts them again")
            self.reader.undo.push(
                "making two names one",
                lambda: self.reader.write(lambda: entities.part(one), lambda _: self.load()),
            )

        self.reader.read("merge", job, ready)

    def _changed(self, words: str) -> None:
        self.say(words)
        self.load()
        self.reader.reading.opened.reload()

    def split(self) -> None:
        """One of its names means another."""
        facts = self.facts
        others = facts.parts if facts else ()
        if facts is None or not others:
            self.say("It has only one name of its own in the articles", warn=True)
            return
        entities, row = self.reader.library.entities, facts.row

        def picked(name: str | None) -> None:
            if name is not None:
                self.reader.write(lambda: (entities.split(row.id, name), name), done)

        def done(made: tuple[int, str]) -> None:
            new, name = made
            self._changed(f"{name} is another one now; u makes them one again")
            self.reader.undo.push(
                f"parting {name}",
                lambda: self.reader.write(lambda: entities.merge(row.id, new),
                                          lambda _: self.load()),
            )  # fmt: skip

        choices = [Choice(name, name) for name in others]
        choose(self.app, f"Which name is not {row.name}?", choices, picked)


def over_time(months: Sequence[tuple[str, int]]) -> tuple[str, str, str]:
    """First month, columns and last month of the last two years; empty where there is one month.

    A month without an article is a gap in the columns.
    """
    counts = dict(months)
    if len(counts) < 2:
        return "", "", ""
    year, month = (int(part) for part in max(counts).split("-"))
    names = []
    for back in range(MONTHS):
        total = year * 12 + month - 1 - back
        names.append(f"{total // 12:04}-{total % 12 + 1:02}")
    names.reverse()
    while names and names[0] not in counts:
        names.pop(0)
    columns = sparkline([counts.get(name, 0) for name in names])
    return month_words(names[0], short=True), columns, month_words(names[-1], short=True)


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
            room = max(1, width - 13)
            filled = "█" * max(1, round(room * number / most))
            count = (f" {number}", palette.muted)
            lines.append(
                [
                    (f"{month_words(month, short=True)} ", palette.muted),
                    (filled, palette.accent),
                    count,
                ]
            )
        lines.append([])
    if facts.together:
        lines.append([("APPEARS WITH", palette.muted + BOLD)])
        for row, number in facts.together:
            name = shorten(row.name, width - 5)
            gap = " " * max(1, width - len(name) - len(str(number)) - 1)
            lines.append([(name, palette.base), (gap + str(number), palette.muted)])
    return lines
