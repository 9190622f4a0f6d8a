"""Where else: other articles that carry a quote, and near copies of an article."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from reader.app.asking import Choice, choose
from reader.app.paint import when
from reader.library.rows import ArticleRow, QuoteRow

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen

REST = 0.2
"""Seconds a quote has to be the current one before it is looked up in other articles."""


class Found(NamedTuple):
    """Quotes of other articles in the same words, and in nearly the same."""

    same: tuple[QuoteRow, ...] = ()
    near: tuple[QuoteRow, ...] = ()

    def outlets(self, own: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The outlets of both, each once; an article without one by its title."""
        same = dict.fromkeys(row.site or row.title for row in self.same)
        near = dict.fromkeys(row.site or row.title for row in self.near)
        return (
            tuple(name for name in same if name != own),
            tuple(name for name in near if name != own and name not in same),
        )


class Elsewhere:
    """Looks quotes up once the person rests on one, and lists what was found."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._found: dict[int, Found] = {}
        self._current: set[int] = set()
        """Quotes that were looked up since the library last changed."""
        self._timer: Timer | None = None

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {"quote.elsewhere": self.list_quotes, "article.copies": self.list_copies}

    @property
    def waits(self) -> bool:
        """Will a quote be looked up once the person rests on it?"""
        return self._timer is not None

    def of(self, quote: QuoteRow) -> Found:
        """What is known of a quote so far."""
        return self._found.get(quote.id, Found())

    def forget(self) -> None:
        """The library has changed: what is known is looked up anew when it is next shown."""
        self._current.clear()

    def look_soon(self, quote: QuoteRow, known: Callable[[QuoteRow], None]) -> None:
        """Looks a quote up once the person rests on it; ``known`` is told when there is more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if quote.id not in self._current:
            self._timer = self._screen.set_timer(REST, lambda: self._look(quote, known))

    def _look(self, quote: QuoteRow, known: Callable[[QuoteRow], None]) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        annotations = self._screen.reader.library.annotations

        def job(_: object) -> Found:
            return Found(
                tuple(annotations.same_elsewhere(quote.id)),
                tuple(annotations.near_elsewhere(quote.id)),
            )

        def done(found: Found) -> None:
            self._found[quote.id] = found
            self._current.add(quote.id)
            known(quote)

        self._screen.reader.read("elsewhere", job, done)

    # Lists

    def list_quotes(self) -> None:
        """Who else carries the current quote; Enter goes there."""
        quote = self._screen.opened.quote
        if quote is None:
            self._screen.say("No quote here", warn=True)
        else:
            self._look(quote, self._list)

    def _list(self, quote: QuoteRow) -> None:
        found = self.of(quote)
        if not (found.same or found.near):
            self._screen.say("No other article carries this quote", warn=True)
            return
        groups = ((found.same, "The same words"), (found.near, "A little differently"))
        choices = [
            Choice(" ".join(row.text.split()), row, place_of(row), group)
            for rows, group in groups
            for row in rows
        ]

        def picked(row: QuoteRow | None) -> None:
            if row is not None:
                self._screen.opened.jump(row.article_id, row.content)

        choose(self._screen.reader, "Where else it stands", choices, picked, wide=True)

    def list_copies(self) -> None:
        """The articles that are nearly the same as the open one; Enter goes to one."""
        bundle, articles = self._screen.opened.bundle, self._screen.reader.library.articles
        if bundle is None or bundle.stored.row.alike < 2:
            self._screen.say("No other article is nearly the same", warn=True)
            return
        own = bundle.stored.id

        def job(_: object) -> list[ArticleRow]:
            ids = articles.group(own)
            rows = articles.rows(ids)
            return [rows[each] for each in ids if each in rows and each != own]

        def ready(rows: list[ArticleRow]) -> None:
            choices = [Choice(row.title, row.id, place_of(row)) for row in rows]
            choose(self._screen.reader, "Nearly the same", choices, picked, wide=True)

        def picked(number: int | None) -> None:
            if number is not None:
                self._screen.opened.jump(number, ())

        self._screen.reader.read("copies", job, ready)


def place_of(row: QuoteRow | ArticleRow) -> str:
    """Outlet and day, for the right side of a list."""
    name = row.site or row.title
    return f"{name} · {when(row.published)}"
