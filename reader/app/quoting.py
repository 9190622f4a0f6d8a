"""Taking quotes away: to the clipboard, to the notebook, as a citation, as a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.app.asking import Choice, Noted, ask_note, choose
from reader.app.copying import copy_text, open_page
from reader.app.loading import Bundle
from reader.app.paint import shorten
from reader.news import Quotation, Source

if TYPE_CHECKING:
    from reader.app.screens.base import AppScreen, Handlers
    from reader.app.screens.reading import ReadingScreen

MOTIONS: dict[str, tuple[str, int]] = {
    "w": ("word", 1), "b": ("word", -1), "e": ("word", 1),
    "right_parenthesis": ("sentence", 1), "left_parenthesis": ("sentence", -1),
    "right_curly_bracket": ("paragraph", 1), "left_curly_bracket": ("paragraph", -1),
    "dollar_sign": ("edge", 1), "circumflex_accent": ("edge", -1),
    "home": ("edge", -1), "end": ("edge", 1),
    "g": ("all", -1), "G": ("all", 1), "o": ("swap", 1),
    "h": ("char", -1), "l": ("char", 1), "left": ("char", -1), "right": ("char", 1),
    "shift+left": ("char", -1), "shift+right": ("char", 1),
    "j": ("line", 1), "k": ("line", -1), "down": ("line", 1), "up": ("line", -1),
    "shift+down": ("line", 1), "shift+up": ("line", -1),
}  # fmt: skip
"""Keys that extend a selection, as in vim: unit and direction."""


class Quoting:
    """What is copied and saved is always cut from the article's text."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.saved_today = 0

    def handlers(self) -> Handlers:
        """Actions by id."""
        return {
            "quote.copy": lambda: self.copy("words"),
            "quote.cite": lambda: self.copy(""),
            "quote.format": self.choose_style,
            "quote.link": self.copy_fragment,
            "quote.save": self.save,
            "quote.note": self.save_with_note,
            "select.start": self.select,
            "article.link": self.copy_link,
            "article.browser": self.open_in_browser,
        }

    # What is meant

    def quotation(self) -> Quotation | None:
        """The selected passage, or the current quote with its source."""
        screen = self._screen
        bundle = screen.opened.bundle
        if screen.article.passage and bundle is not None:
            span = screen.article.passage.span
            words = bundle.stored.article.text[span[0] : span[1]]
            return Quotation(words, _source(bundle), (span,), kind="passage") if words else None
        item = screen.results.current
        if screen.focused is screen.results and item is not None and item.quote is not None:
            return item.quote.quotation()
        quote = screen.opened.quote
        if quote is None or bundle is None:
            return None
        return quote.quotation()

    def _meant(self) -> Quotation | None:
        quotation = self.quotation()
        if quotation is None:
            bundle = self._screen.opened.bundle
            if bundle is not None and bundle.stored.annotation is None:
                self._screen.say("Quotes are still being found; v selects any passage", warn=True)
            else:
                self._screen.say("No quote here; v selects any passage", warn=True)
        return quotation

    def _range(self) -> list[Quotation]:
        """What is meant, and as many quotes after it as the number before the key says."""
        screen, first = self._screen, self._meant()
        if first is None:
            return []
        number, bundle = screen.take_number(), screen.opened.bundle
        if number == 1 or screen.article.passage:
            return [first]
        here, items = screen.results.cursor, screen.results.items
        item = items.get(here)
        if screen.focused is screen.results and item is not None and item.quote is not None:
            found = [items[row] for row in range(here, here + number) if row in items]
            return [each.quote.quotation() for each in found if each.quote is not None]
        if bundle is None or screen.article.current is None:
            return [first]
        rows = bundle.quotes[screen.article.current :]
        if not screen.article.show_indirect:
            rows = tuple(row for row in rows if row.kind != "indirect")
        return [row.quotation() for row in rows[:number]]

    # Copying

    def copy(self, style: str) -> None:
        """The words, or with ``style`` empty the citation of the settings; a blank line between
        several quotes."""
        meant = self._range()
        if not meant:
            return
        from reader.sharing.citations import cite

        chosen = style or self._screen.reader.settings.reading.citation
        what = "words" if chosen == "words" else "with source"
        if len(meant) > 1:
            what = f"{len(meant)} quotes, {what}"
        copy_text(self._screen, "\n\n".join(cite(each, chosen) for each in meant), what)
        self._screen.article.stop_selecting()

    def choose_style(self) -> None:
        """Asks for a citation style and copies in it."""
        quotation = self._meant()
        if quotation is None:
            return
        from reader.sharing.citations import STYLES, cite

        def picked(style: str | None) -> None:
            if style is not None:
                copy_text(self._screen, cite(quotation, style), style)

        choices = [
            Choice(style, style, shorten(" ".join(cite(quotation, style).split()), 48))
            for style in STYLES
        ]
        choose(self._screen.reader, "Copy as", choices, picked, wide=True)

    def copy_fragment(self) -> None:
        """A link that opens the page at the words."""
        quotation = self._meant()
        if quotation is None:
            return
        if not quotation.source.url:
            self._screen.say("This article has no address", warn=True)
            return
        from reader.sharing.links import fragment_link

        copy_text(self._screen, fragment_link(quotation.source.url, quotation.text), "link")

    def copy_link(self) -> None:
        """The page's address."""
        url = self._url()
        if url:
            copy_text(self._screen, url, "link")

    def open_in_browser(self) -> None:
        """The page in the web browser."""
        url = self._url()
        if url:
            open_page(self._screen, url)

    def _url(self) -> str | None:
        bundle = self._screen.opened.bundle
        if bundle is None:
            self._screen.say("No article is open", warn=True)
            return None
        if not bundle.stored.article.url:
            self._screen.say("This article has no address", warn=True)
        return bundle.stored.article.url

    # Saving

    def save(self) -> None:
        """To the notebook, as it is."""
        meant = self._range()
        if meant:
            self.keep(meant, self._screen)
            self._screen.article.stop_selecting()

    def save_with_note(self) -> None:
        """To the notebook, with a note and tags."""
        quotation = self._meant()
        if quotation is None:
            return

        def written(noted: Noted | None) -> None:
            if noted is not None:
                from dataclasses import replace

                noted_down = replace(quotation, note=noted.note, tags=noted.tags)
                self.keep([noted_down], self._screen)
                self._screen.article.stop_selecting()

        title = "Save: " + shorten(" ".join(quotation.text.split()), 50)
        ask_note(self._screen.reader, title, written)

    def keep(self, quotations: Sequence[Quotation], screen: AppScreen) -> None:
        """Puts quotations into the notebook and says so on the screen they were saved from."""
        notebook = screen.reader.library.notebook

        def job() -> tuple[list[Quotation], list[int], int]:
            saved, new = [], []
            for quotation in quotations:
                before = notebook.count()
                kept = notebook.save(quotation)
                saved.append(kept)
                if notebook.count() > before and kept.id is not None:
                    new.append(kept.id)
            return saved, new, notebook.saved_today()

        def done(result: tuple[list[Quotation], list[int], int]) -> None:
            saved, new, self.saved_today = result
            several = f"{len(new)} quotes " if len(saved) > 1 else ""
            screen.say(
                f"{several}saved to the notebook (m)" if new else "already in the notebook (m)"
            )
            self._kept(saved)
            if new:
                screen.reader.undo.push(
                    f"saving {several}".strip() if several else "saving a quote",
                    lambda: screen.reader.write(lambda: removed(new), unsaved),
                )

        def removed(numbers: list[int]) -> int:
            for number in numbers:
                notebook.remove(number)
            return notebook.saved_today()

        def unsaved(today: int) -> None:
            self.saved_today = today
            self._kept(quotations)

        screen.reader.write(job, done)

    def _kept(self, quotations: Sequence[Quotation]) -> None:
        self.refresh_rest()
        for quotation in {each.source.article_id: each for each in quotations}.values():
            self._changed(quotation)

    def _changed(self, quotation: Quotation) -> None:
        """What shows that it is saved follows."""
        article_id = quotation.source.article_id
        if article_id is not None:
            self._screen.states.row_changed(article_id)
            if self._screen.opened.wanted == article_id:
                self._screen.opened.reload()

    def refresh_rest(self) -> None:
        """How many were saved today, at the end of the status line."""
        number = self.saved_today
        self._screen.status.show_rest(f"saved {number} today" if number else "")

    # Selecting

    def select(self) -> None:
        """Begins a selection, or ends it."""
        screen = self._screen
        if screen.article.passage:
            screen.article.stop_selecting()
            return
        if screen.opened.bundle is None:
            screen.say("Open an article first", warn=True)
            return
        screen.panes.to_article()
        screen.article.start_selecting()
        screen.say("w word   ) sentence   } paragraph   ] quote   o other end")

    def motion(self, key: str, count: int) -> bool:
        """Extends the selection; False for a key that is no motion."""
        found = MOTIONS.get(key)
        if found is None:
            return False
        self._screen.article.extend(found[0], found[1] * count)
        return True


def _source(bundle: Bundle) -> Source:
    article = bundle.stored.article
    return Source(
        bundle.stored.id, article.title, article.site, article.byline, article.published,
        article.url,
    )  # fmt: skip
