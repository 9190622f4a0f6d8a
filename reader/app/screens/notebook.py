"""The notebook: every quote and passage that was saved, to be found, grouped and taken away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.strip import Strip
from textual.widgets import Input

from reader.app.actions import bindings
from reader.app.asking import Choice, Noted, ask, ask_note, choose
from reader.app.copying import copy_text, open_page
from reader.app.grouping import GROUPINGS, Group, grouped_by, who_said
from reader.app.paint import facts_in, plural, shorten, when
from reader.app.palette import BOLD, ITALIC
from reader.app.quotations import called_in, quotation_lines, stories_of
from reader.app.screens.base import AppScreen, Pane
from reader.app.widgets.linebar import LineBar
from reader.app.widgets.linelist import LineList, text_strip
from reader.app.widgets.status import Status
from reader.app.widgets.textpane import TextPane
from reader.news import Quotation

HOW_TO_SAVE = (
    "Nothing saved yet",
    "In an article, s saves the current quote;",
    "v selects any passage.",
)


class Saved(LineList):
    """What was saved, three lines each, under the headline of its group."""

    def __init__(self) -> None:
        super().__init__(id="saved")
        self.row_height, self.gap = 3, 1
        self.rows: list[Quotation | str] = []
        self.empty: list[str] = []
        self.called: Mapping[int, str] = {}

    def show(self, groups: list[Group], called: Mapping[int, str], keep: int | None) -> None:
        """Shows these groups; the cursor stays on its quotation if that is still there."""
        self.rows, self.called = [], called
        for group in groups:
            if group.name:
                self.rows.append(f"{group.name}  {len(group.quotations)}")
            self.rows += group.quotations
        place = next(
            (n for n, row in enumerate(self.rows) if isinstance(row, Quotation) and row.id == keep),
            next((n for n, row in enumerate(self.rows) if isinstance(row, Quotation)), 0),
        )
        self.rows_changed()
        self.set_cursor(place)

    @property
    def chosen(self) -> Quotation | None:
        """The quotation under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, Quotation) else None

    def row_count(self) -> int:
        """Headlines too."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Not headlines."""
        return isinstance(self.rows[index], Quotation)

    def draw_empty(self, line: int, width: int) -> Strip:
        """What to do to have something here."""
        text = self.empty[line - 1] if 1 <= line <= len(self.empty) else ""
        style = self.palette.strong if line == 1 else self.palette.muted
        return text_strip([("  " + shorten(text, width - 3), style)], width, self.palette.base)

    def draw(self, index: int, line: int, width: int, here: bool) -> Strip:
        """One line of a row."""
        palette, row = self.palette, self.rows[index]
        if isinstance(row, str):
            text = shorten(row, width - 2) if line == 1 else ""
            return text_strip([(" " + text, palette.accent + BOLD)], width, palette.base)
        if line == 2:
            return text_strip([], width, palette.base)
        edge = ("▌", palette.edge) if here else (" ", palette.base)
        words = " ".join(row.text.split())
        if line == 0:
            bar = {"indirect": "┊ ", "passage": "  "}.get(row.kind, "┃ ")
            parts = [edge, (bar, palette.accent), (shorten(words, width - 4), palette.base)]
        else:
            who = who_said(row, self.called)
            mark = " ✎" if row.note else ""
            name = shorten(who, max(8, width // 2))
            facts = [name, row.source.site or row.source.title, when(row.source.published)]
            facts += ["paraphrased"] * (row.kind == "indirect")
            facts += [" ".join(f"#{tag}" for tag in row.tags)] if row.tags else []
            rest = facts_in(facts, max(1, width - 4 - len(mark)))[len(name) :]
            parts = [
                edge, ("  " + name, palette.muted + (BOLD if row.name else ITALIC)),
                (rest, palette.muted), (mark, palette.accent),
            ]  # fmt: skip
        return text_strip(parts, width, palette.base)


class NotebookScreen(AppScreen):
    """A list on the left, the chosen quotation in full on the right."""

    SCOPE = "notebook"
    BINDINGS: ClassVar[list[BindingType]] = bindings("notebook")

    def __init__(self) -> None:
        super().__init__()
        self.saved = Saved()
        self.detail = TextPane(id="detail")
        self.filter = Input(placeholder="search the notebook", compact=True, id="filter")
        self.head = LineBar(id="count")
        self.slash = LineBar(id="slash")
        self.grouping = 0
        self.quotations: list[Quotation] = []
        self.stories: dict[int, str] = {}
        """The title of the story of each article that is one of several nearly alike."""
        self.called: dict[int, str] = {}
        """What the text calls speakers without a name, by the number of the quotation."""
        self.handlers.update({
            "search.start": lambda: self.set_focus(self.filter),
            "notebook.group": self.next_grouping,
            "notebook.note": self.edit_note,
            "notebook.remove": self.take_out,
            "notebook.export": self.export,
            "notebook.format": self.choose_style,
            "quote.copy": lambda: self.copy("words"),
            "quote.cite": lambda: self.copy(""),
            "article.browser": self.open_in_browser,
            "article.link": self.copy_link,
        })  # fmt: skip

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield self.slash
            yield self.filter
            yield self.head
        with Horizontal(id="main"):
            with Vertical(id="list"):
                yield self.saved
            with Vertical(id="page"):
                yield self.detail
        yield Status()

    def on_mount(self) -> None:
        """Reads the notebook."""
        self.slash.show([(" / ", self.slash.palette.key)])
        self.filter.cursor_blink = False
        self.saved.empty = ["Looking …"]
        self.set_focus(self.saved)
        self.show_hints(
            "move.open", "quote.copy", "quote.cite", "notebook.note", "notebook.group",
            "notebook.export", "notebook.remove", "app.back",
        )  # fmt: skip
        self.load()

    @property
    def pane(self) -> Pane:
        """The list, or the full text while that has the keyboard."""
        return self.detail if self.focused is self.detail else self.saved

    def leave(self) -> None:
        """Out of the search first."""
        if self.focused is self.filter:
            self.set_focus(self.saved)
        elif self.filter.value:
            self.filter.value = ""
        else:
            super().leave()

    def intercept(self, event: Key) -> bool:
        """Down leaves the search line."""
        if self.focused is self.filter and event.key in ("down", "tab"):
            self.set_focus(self.saved)
            return True
        return super().intercept(event)

    # Content

    def load(self, keep: int | None = None) -> None:
        """Reads what fits the search line."""
        text, notebook = self.filter.value.strip(), self.reader.library.notebook
        chosen = self.saved.chosen
        kept = keep if keep is not None else chosen.id if chosen else None

        library = self.reader.library

        def job(
            _: threading.Event,
        ) -> tuple[list[Quotation], dict[int, str], dict[int, str]]:
            found = notebook.all(text=text or None)
            return found, stories_of(library, found), called_in(library, found)

        def done(found: tuple[list[Quotation], dict[int, str], dict[int, str]]) -> None:
            self.quotations, self.stories, self.called = found
            self._show(kept)

        self.reader.read("notebook", job, done)

    def _show(self, keep: int | None) -> None:
        name = GROUPINGS[self.grouping]
        self.saved.empty = (
            ["Nothing fits", "Esc shows everything."]
            if self.filter.value.strip()
            else list(HOW_TO_SAVE)
        )
        groups = grouped_by(self.quotations, name, self.stories, self.called)
        self.saved.show(groups, self.called, keep)
        palette = self.saved.palette
        words = plural(len(self.quotations), "quotation")
        self.head.show([], [(f"{words} · {name} ", palette.muted)])
        self._show_detail()

    def restyle(self) -> None:
        """In the colours of another theme."""
        super().restyle()
        self.slash.show([(" / ", self.slash.palette.key)])
        chosen = self.saved.chosen
        self._show(chosen.id if chosen else None)

    def _show_detail(self) -> None:
        quotation = self.saved.chosen
        who = who_said(quotation, self.called) if quotation else ""
        self.detail.write(
            lambda width, palette: (
                quotation_lines(quotation, who, width, palette) if quotation else []
            )
        )

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Shows the quotation under the cursor."""
        event.stop()
        self._show_detail()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Back to the place in the article."""
        event.stop()
        quotation = self.saved.chosen
        if quotation is None:
            return
        if quotation.source.article_id is None:
            self.say("The article is no longer in the library; the words are kept", warn=True)
            return
        reading = self.reader.reading
        self.app.pop_screen()
        reading.opened.jump(quotation.source.article_id, quotation.content)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        event.stop()
        self.load()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the list."""
        event.stop()
        self.set_focus(self.saved)

    def next_grouping(self) -> None:
        """Groups by something else."""
        self.grouping = (self.grouping + 1) % len(GROUPINGS)
        chosen = self.saved.chosen
        self._show(chosen.id if chosen else None)

    # What can be done

    def _meant(self) -> Quotation | None:
        quotation = self.saved.chosen
        if quotation is None:
            self.say("Nothing is saved yet", warn=True)
        return quotation

    def copy(self, style: str) -> None:
        """The words, or the citation of the settings."""
        from reader.sharing.citations import cite

        quotation = self._meant()
        if quotation is not None:
            chosen = style or self.reader.settings.reading.citation
            copy_text(self, cite(quotation, chosen), "words" if style else "with source")

    def choose_style(self) -> None:
        """Asks for a citation style and copies in it."""
        from reader.sharing.citations import STYLES, cite

        quotation = self._meant()
        if quotation is None:
            return

        def picked(style: str | None) -> None:
            if style is not None:
                copy_text(self, cite(quotation, style), style)

        choices = [
            Choice(style, style, shorten(" ".join(cite(quotation, style).split()), 48))
            for style in STYLES
        ]
        choose(self.app, "Copy as", choices, picked, wide=True)

    def open_in_browser(self) -> None:
        """The page, at the words."""
        quotation = self._meant()
        if quotation is not None and quotation.source.url:
            from reader.sharing.links import fragment_link

            open_page(self, fragment_link(quotation.source.url, quotation.text, whole=True))
        elif quotation is not None:
            self.say("This article has no address", warn=True)

    def copy_link(self) -> None:
        """A link to the page, at the words."""
        quotation = self._meant()
        if quotation is not None and quotation.source.url:
            from reader.sharing.links import fragment_link

            copy_text(self, fragment_link(quotation.source.url, quotation.text), "link")
        elif quotation is not None:
            self.say("This article has no address", warn=True)

    def edit_note(self) -> None:
        """Asks for note and tags."""
        quotation = self._meant()
        if quotation is None or quotation.id is None:
            return
        number = quotation.id

        def written(noted: Noted | None) -> None:
            if noted is not None:
                self._update(number, noted.note, noted.tags, "note changed")
                self.reader.undo.push(
                    "changing a note",
                    lambda: self._update(number, quotation.note, quotation.tags, ""),
                )

        ask_note(self.app, "Note and tags", written, note=quotation.note, tags=quotation.tags)

    def _update(self, number: int, note: str, tags: tuple[str, ...], words: str) -> None:
        notebook = self.reader.library.notebook
        self._change(lambda: notebook.update(number, note=note, tags=tags), words)

    def _change(self, job: Callable[[], object], words: str) -> None:
        def done(_: object) -> None:
            if words:
                self.say(words)
            if self.is_mounted:
                self.load()

        self.reader.write(job, done)

    def take_out(self) -> None:
        """Out of the notebook; undo brings it back."""
        quotation = self._meant()
        if quotation is None or quotation.id is None:
            return
        number, notebook = quotation.id, self.reader.library.notebook
        self._change(lambda: notebook.remove(number), "removed; u brings it back")
        self.reader.undo.push(
            "removing a quotation",
            lambda: self._change(lambda: notebook.restore(quotation), ""),
        )

    def export(self) -> None:
        """Asks for a format and a file and writes what is listed."""
        from reader.sharing.exports import FORMATS

        if not self.quotations:
            self._meant()
            return

        def picked(form: str | None) -> None:
            if form is not None:
                name = f"quotations.{ENDINGS.get(form, form)}"
                title = f"Write {plural(len(self.quotations), 'quotation')} to"
                ask(self.app, title, lambda path: self._export(form, path), value=name)

        choose(self.app, "Export as", [Choice(name, name) for name in FORMATS], picked)

    def _export(self, form: str, name: str | None) -> None:
        from reader.sharing.exports import export

        if not name or not name.strip():
            return

        path, quotations = Path(name.strip()).expanduser(), list(self.quotations)
        if path.exists():
            self.say(f"{path} is there already; choose another name", warn=True)
            return

        def job() -> Path:
            with path.open("x", encoding="utf-8") as file:
                file.write(export(quotations, form))
            return path

        self.reader.write(job, lambda written: self.say(f"written to {written}"))


ENDINGS = {"markdown": "md", "text": "txt", "bibtex": "bib", "wikipedia": "wiki", "html": "html"}
