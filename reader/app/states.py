"""Reading state: read, starred, for later, tags; every change can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from reader.app.asking import Choice, ask, choose, tags_of
from reader.app.paint import plural
from reader.library.rows import ArticleRow, Undo

if TYPE_CHECKING:
    from reader.app.screens.base import Handlers
    from reader.app.screens.reading import ReadingScreen


class States:
    """Changes marks of articles, shows them, and remembers how to take them back."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._read: set[int] = set()
        """Opened in this session: not marked read again after the person said unread."""

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "state.read": self.toggle_read,
            "state.star": self.toggle_star,
            "state.later": self.toggle_later,
            "state.tags": self.edit_tags,
            "state.all_read": self.all_read,
            "state.above_read": self.above_read,
            "samples.remove": self.remove_samples,
        }

    def _row(self) -> ArticleRow | None:
        """The article that is meant: under the cursor, or open."""
        screen = self._screen
        item = screen.results.current
        bundle = screen.opened.bundle
        if bundle is not None and (screen.focused is not screen.results or item is None):
            return self._latest(bundle.stored.id) or bundle.stored.row
        if item is None:
            screen.say("There is no article here", warn=True)
            return None
        if item.article is not None:
            return item.article
        return bundle.stored.row if bundle and bundle.stored.id == item.article_id else None

    def _latest(self, article_id: int) -> ArticleRow | None:
        number = self._screen.results.index_of(article_id)
        item = self._screen.results.items.get(number) if number is not None else None
        return item.article if item else None

    # Changes

    def _change(
        self, ids: Sequence[int], change: Callable[[], Undo], words: str, *, quiet: bool = False
    ) -> None:
        screen, reading = self._screen, self._screen.reader.library.reading

        def done(undo: Undo) -> None:
            if not undo.changed:
                if not quiet:
                    screen.say("That was so already")
                return
            touched = undo.articles.union(ids)
            self.rows_changed(touched)
            self._forget_read()
            if not quiet:
                screen.say(f"{words}; u takes it back")
            screen.reader.undo.push(
                words,
                lambda: screen.reader.write(
                    lambda: reading.undo(undo), lambda _: self.rows_changed(touched)
                ),
            )

        screen.reader.write(change, done)

    def _forget_read(self) -> None:
        """Takes what was read out of a list of unread articles, if the person wants that."""
        keep = self._screen.reader.settings.reading.keep_read_visible
        if not keep and "is:unread" in self._screen.searching.asked.text:
            self._screen.searching.again()

    def rows_changed(self, ids: Collection[int]) -> None:
        """Shows the state of articles as it is now."""
        listed = {item.article_id for item in self._screen.results.items.values()}
        shown = [number for number in listed if number in ids]
        if not shown:
            return
        articles = self._screen.reader.library.articles
        self._screen.reader.lanes.enqueue(
            "rows", lambda _: articles.rows(shown), self._screen.results.update_rows,
            self._screen.reader.complain,
        )  # fmt: skip

    def row_changed(self, article_id: int) -> None:
        """The same for one."""
        self.rows_changed([article_id])

    def opened(self, article_id: int) -> None:
        """An article was opened: it counts as read, if the person wants that."""
        if not self._screen.reader.settings.reading.mark_read_on_open or article_id in self._read:
            return
        self._read.add(article_id)
        reading = self._screen.reader.library.reading
        self._change(
            [article_id], lambda: reading.change([article_id], read=True), "read", quiet=True
        )

    def toggle_read(self) -> None:
        """Read or unread again."""
        row = self._row()
        if row is None:
            return
        reading = self._screen.reader.library.reading
        self._read.add(row.id)
        words = "marked read" if row.unread else "marked unread"
        self._change([row.id], lambda: reading.change([row.id], read=row.unread), words)

    def toggle_star(self) -> None:
        """A star or none."""
        row = self._row()
        if row is None:
            return
        reading = self._screen.reader.library.reading
        words = "star taken away" if row.starred else "starred"
        self._change([row.id], lambda: reading.change([row.id], starred=not row.starred), words)

    def toggle_later(self) -> None:
        """On the list for later or off it."""
        row = self._row()
        if row is None:
            return
        reading = self._screen.reader.library.reading
        words = "no longer for later" if row.later else "kept for later"
        self._change([row.id], lambda: reading.change([row.id], later=not row.later), words)

    def edit_tags(self) -> None:
        """Asks for the article's tags."""
        row = self._row()
        if row is None:
            return
        reading = self._screen.reader.library.reading

        def answered(text: str | None) -> None:
            if text is None:
                return
            wanted = tags_of(text)
            add = [tag for tag in wanted if tag not in row.tags]
            remove = [tag for tag in row.tags if tag not in wanted]
            if add or remove:
                self._change(
                    [row.id],
                    lambda: reading.change([row.id], add_tags=add, remove_tags=remove),
                    "tags changed",
                )

        app, tags = self._screen.reader, ", ".join(row.tags)
        ask(app, "Tags", answered, hint="set apart by commas", value=tags)

    def all_read(self) -> None:
        """Every article of the list, after asking."""
        screen = self._screen
        total = screen.results.total
        if not total or screen.searching.asked.mode != "articles":
            screen.say("There is no list of articles here", warn=True)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._mark_list()

        number = plural(total, "article")
        choices = [Choice(f"Mark {number} read", True), Choice("Leave them as they are", False)]
        choose(screen.reader, "Mark all read", choices, answered)

    def _mark_list(self) -> None:
        screen = self._screen
        asked, library = screen.searching.asked, screen.reader.library

        def job() -> Undo:
            if asked.feed_id is not None:
                return library.reading.mark_all_read(library.articles.ids(feed_id=asked.feed_id))
            if not asked.text.strip() and asked.similar_to is None:
                return library.reading.mark_all_read()
            if asked.similar_to is not None:
                return library.reading.mark_all_read(
                    [item.article_id for item in screen.results.items.values()]
                )
            return library.reading.mark_all_read(screen.reader.desk.ids(asked))

        shown = [item.article_id for item in screen.results.items.values()]
        self._change(shown, job, "all marked read")

    def above_read(self) -> None:
        """The article under the cursor and all above it."""
        screen = self._screen
        results, reading = screen.results, screen.reader.library.reading
        loaded = [item.article_id for at, item in results.items.items() if at <= results.cursor]
        first, last, count = results.items.get(0), results.current, results.cursor + 1

        def mark(ids: Sequence[int]) -> None:
            words = f"{plural(len(ids), 'article')} marked read"
            self._change(ids, lambda: reading.mark_all_read(ids), words)

        if len(loaded) == count or first is None or last is None:
            if loaded:
                mark(list(dict.fromkeys(loaded)))
            return
        asked, desk = screen.searching.asked, screen.reader.desk
        begin, end = first.article_id, last.article_id
        screen.reader.read("above", lambda _: desk.above(asked, count, begin, end), mark)

    def remove_samples(self) -> None:
        """Takes the samples out, after asking."""
        screen = self._screen

        def answered(yes: bool | None) -> None:
            if yes:
                screen.reader.write(screen.reader.library.articles.remove_samples, removed)

        def removed(number: int) -> None:
            screen.say(f"{plural(number, 'sample')} removed" if number else "No samples are left")
            screen.searching.again()

        choices = [
            Choice("Remove the sample articles; saved quotes stay", True),
            Choice("Keep them", False),
        ]
        choose(screen.reader, "Sample articles", choices, answered)
