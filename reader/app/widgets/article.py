"""The article: set to a comfortable measure, its quotes lit up, read and quoted from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Size
from textual.strip import Strip

from reader.app import marks
from reader.app.answers import NONE, Answers
from reader.app.linepaint import Hint
from reader.app.marks import Layer, Voices
from reader.app.passage import Passage
from reader.app.sheet import Sheet
from reader.app.strips import blank, text_strip
from reader.app.typeset import Setting
from reader.app.widgets.lineview import LineView
from reader.app.widgets.told import Told
from reader.library.rows import StoredArticle
from reader.news import Annotation, Quote, Span


class ArticleView(LineView, can_focus=True, inherit_bindings=False):
    """Shows one article. What lies over its text is set from outside; the text never changes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.stored: StoredArticle | None = None
        self.told = Told()
        self.measure = 74
        self.show_indirect = True
        self.current: int | None = None
        self.answers = NONE
        self.match: int | None = None
        self.mentions: Sequence[Span] = ()
        self.noted: Sequence[Span] = ()
        self.passage: Passage | None = None
        self.hints: dict[int, Hint] = {}
        self.empty_lines: list[tuple[str, bool]] = []
        self._voices = Voices((), {})
        self._sheet: Sheet | None = None
        self._dragging = False
        self._press = 0
        self._shape = Size(0, 0)
        self._top = 0
        """Offset of the text at the top, while the person is not at the beginning."""
        self._current_seen = False

    # What is shown

    @property
    def setting(self) -> Setting | None:
        """The article as set."""
        return self._sheet.setting if self._sheet else None

    @property
    def margin(self) -> int:
        """Columns left of the gutter."""
        return self._sheet.margin if self._sheet else 0

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes of the article, in order."""
        annotation = self.stored.annotation if self.stored else None
        return annotation.quotes if annotation else ()

    @property
    def voices(self) -> Voices:
        """The colours of its speakers."""
        return self._voices

    def show_article(
        self, stored: StoredArticle | None, answers: Answers = NONE, noted: Sequence[Span] = ()
    ) -> None:
        """Shows an article from its beginning, or nothing."""
        self.stored = stored
        self.passage, self.current, self.match = None, None, None
        self.answers, self.noted, self.mentions, self.hints = answers, noted, (), {}
        annotation = (stored and stored.annotation) or Annotation()
        self._voices = marks.voices(annotation)
        self.to_top()
        self._set()
        self.current = self._quote_in_sight()
        self._note_place()
        self._remark()

    def update_article(
        self, stored: StoredArticle, answers: Answers = NONE, noted: Sequence[Span] = ()
    ) -> None:
        """Takes up new annotations of the article in view without moving the text."""
        if self.stored is None or self.stored.article.text != stored.article.text:
            self.show_article(stored, answers, noted)
            return
        before, here = self.setting, self.scroll_offset.y
        first = self.stored.annotation
        self.stored, self.noted = stored, noted
        if answers != self.answers:
            self.answers, self.match = answers, None
        self._voices = marks.voices(stored.annotation or Annotation())
        self._set()
        self._stay(before, here)
        if not first or self.current is None or self.current >= len(self.quotes):
            self.current = self._quote_in_sight()
            self._note_place()
        self._remark()

    def _stay(self, before: Setting | None, here: int) -> None:
        """The line of the text at the top stays there, though the head may have grown."""
        if before is None or self.setting is None:
            return
        grown = self.setting.numbers[:1] != before.numbers[:1] and here > 0
        shift = self.setting.numbers[0] - before.numbers[0] if grown else 0
        self.scroll_to(y=max(0, here + shift), animate=False)

    def _set(self) -> None:
        """Sets the article anew for the width there is."""
        if self.stored is None or self.size.width < 4:
            self._sheet = None
            self.set_height(1)
            return
        sheet, width = self._sheet, self.size.width
        if sheet is None or not sheet.is_of(self.stored, self.measure, width):
            self._sheet = sheet = Sheet(self.stored, self.measure, width)
            sheet.cover(self._layers())
        # A tail of empty lines lets the last quote be read in the middle of the screen.
        fits = sheet.height + 1 <= self.size.height
        self.set_height(sheet.height + 2 + (0 if fits else self.size.height // 3))

    def redraw(self) -> None:
        """Draws everything anew, as after a change of theme or of what lies over the text."""
        if self._sheet is not None:
            self._sheet.forget()
        self._remark()

    def _remark(self) -> None:
        """Lays what there is over the text, and paints what looks different for it."""
        if self._sheet is not None:
            self._sheet.cover(self._layers())
        self.repaint()

    def _layers(self) -> list[Layer]:
        layers: list[Layer] = marks.quote_layers(
            self.quotes, self._voices.numbers, self.current, indirect=self.show_indirect
        )
        layers += marks.span_layers(self.noted, marks.NOTED)
        layers += marks.span_layers(self.mentions, marks.MENTION)
        words = self.answers.words
        layers += marks.span_layers(words, marks.MATCH)
        if self.match is not None:
            here = self.stops[self.match : self.match + 1]
            layers += marks.span_layers({*here}.intersection(words), marks.THIS_MATCH)
        if self.passage:
            layers.append(Layer(*self.passage.span, marks.SELECTED))
        return layers

    # The current quote

    def set_current(self, index: int | None) -> None:
        """Makes a quote the current one without scrolling."""
        if index == self.current:
            return
        self.current = index
        self._note_place()
        self._remark()
        self.told.quote()

    def go_to_quote(self, index: int) -> None:
        """Makes a quote the current one and brings it into sight."""
        if not 0 <= index < len(self.quotes):
            return
        self.set_current(index)
        spans = self.quotes[index].content
        self.reveal_span(spans[0][0], spans[-1][1])

    def step_quote(self, step: int) -> bool:
        """To the next or previous quote that is marked; False if there is none that way."""
        marked = [
            number
            for number, quote in enumerate(self.quotes)
            if self.show_indirect or quote.kind != "indirect"
        ]
        here = self.current if self.current is not None else -1 if step > 0 else len(self.quotes)
        way = [n for n in marked if n > here] if step > 0 else [n for n in marked if n < here][::-1]
        if len(way) < abs(step):
            return False
        self.go_to_quote(way[abs(step) - 1])
        return True

    def _quote_in_sight(self) -> int | None:
        span = self.span_in_sight()
        if span is None:
            return 0 if self.quotes else None
        for number, quote in enumerate(self.quotes):
            if (self.show_indirect or quote.kind != "indirect") and any(
                marks.overlaps(content, *span) for content in quote.content
            ):
                return number
        return None

    def span_in_sight(self) -> Span | None:
        """The stretch of the text that can be seen."""
        if self._sheet is None:
            return None
        top = self.scroll_offset.y - 1
        return self._sheet.span(top, top + max(1, self.size.height))

    def quote_at(self, offset: int) -> int | None:
        """The quote whose words stand at an offset."""
        for number, quote in enumerate(self.quotes):
            if any(start <= offset < end for start, end in quote.content):
                return number
        return None

    # Matches

    @property
    def stops(self) -> Sequence[Span]:
        """The places that answer the query, in order."""
        return self.answers.stops

    def show_answers(self, answers: Answers) -> None:
        """Marks the words that were searched for."""
        self.answers, self.match = answers, None
        self._remark()

    def step_match(self, step: int) -> int | None:
        """To the next or previous match; its number, None without any in that direction."""
        if self.match is None:
            seen = self.span_in_sight() or (0, 0)
            after = [n for n, span in enumerate(self.stops) if span[0] >= seen[0]]
            return self.to_match((after[0] if after else 0) if step > 0 else -1)
        wanted = self.match + step
        return self.to_match(wanted) if 0 <= wanted < len(self.stops) else None

    def to_match(self, number: int) -> int | None:
        """To a match by its number, -1 being the last; its number, None without any."""
        if not (stops := self.stops):
            return None
        self.match = number % len(stops)
        self._remark()
        self.reveal_span(*stops[self.match])
        quote = self.quote_at(stops[self.match][0])
        if quote is not None:
            self.set_current(quote)
        return self.match

    # Scrolling, as every pane moves

    def move(self, rows: int) -> None:
        """Scrolls by lines; with a selection, extends it."""
        if self.passage:
            self.extend("line", rows)
            return
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False)

    def page(self, pages: float) -> None:
        """Scrolls by screenfuls, keeping a line in common."""
        if self.passage:
            self.extend("line", round(self.size.height * pages))
            return
        rows = max(1, round((self.size.height - 2) * abs(pages)))
        self.move(rows if pages > 0 else -rows)

    def to_row(self, index: int) -> None:
        """Scrolls to a line."""
        self.scroll_to(y=index, animate=False)

    def to_end(self) -> None:
        """Scrolls to the end of the text."""
        if self.setting:
            self.scroll_to(y=len(self.setting.lines) + 2 - self.size.height, animate=False)

    def choose(self) -> None:
        """Enter in an article goes to the next quote."""
        self.step_quote(1)

    @property
    def at_end(self) -> bool:
        """Is the last line in sight?"""
        lines = len(self.setting.lines) if self.setting else 0
        return self.scroll_offset.y + self.size.height >= lines + 1

    @property
    def progress(self) -> int:
        """How much of the article has come into sight, in percent."""
        lines = len(self.setting.lines) + 1 if self.setting else 1
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / max(1, lines)))

    def reveal_span(self, start: int, end: int) -> None:
        """Brings a stretch into sight, in the upper third if it was out of it."""
        if self.setting is None:
            return
        top, bottom = self.setting.line_at(start) + 1, self.setting.line_at(max(start, end - 1)) + 1
        height, here = self.size.height, self.scroll_offset.y
        if here + 1 <= top and bottom <= here + height - 2:
            return
        self.scroll_to(y=max(0, top - max(1, height // 4)), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The current quote is always one in sight, if there is one."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value) or self.size != self._shape:
            return  # a scroll that only follows from a resize is not the person's
        self._note_place()
        self.told.scrolled()
        seen = self.span_in_sight()
        current = self._current_content()
        if seen and not any(marks.overlaps(span, *seen) for span in current):
            in_sight = self._quote_in_sight()
            if in_sight is not None:
                self.set_current(in_sight)

    def _current_content(self) -> tuple[Span, ...]:
        quotes = self.quotes
        if self.current is None or self.current >= len(quotes):
            return ()
        return quotes[self.current].content

    # A selected passage

    def start_selecting(self) -> None:
        """Begins a selection at the current quote, or at the first line in sight."""
        seen = self.span_in_sight()
        if self.stored is None or seen is None:
            return
        content = self._current_content()
        inside = bool(content) and marks.overlaps(content[0], *seen)
        start = content[0][0] if inside else seen[0]
        self._select(Passage.at(self.stored.article.text, start))

    def select(self, span: Span) -> None:
        """Selects a stretch of the text."""
        if self.stored is not None:
            self._select(Passage(self.stored.article.text, span[0], max(span[0], span[1] - 1)))

    def stop_selecting(self) -> None:
        """Lets the selection go."""
        self._select(None)

    def extend(self, unit: str, count: int) -> None:
        """Moves the end of the selection by characters, words, lines, sentences or quotes."""
        if self.passage is None or self.setting is None:
            return
        self._select(self.passage.moved(unit, count, self.setting, self.quotes))
        if self.passage is not None:
            self.reveal_span(self.passage.caret, self.passage.caret + 1)

    def _select(self, passage: Passage | None) -> None:
        if passage == self.passage:
            return
        self.passage = passage
        self._remark()
        self.told.selection()

    def _offset_at(self, x: int, y: int) -> int | None:
        return self._sheet.offset_at(y + self.scroll_offset.y - 1, x) if self._sheet else None

    def on_mouse_down(self, event: MouseDown) -> None:
        """A drag selects; a click makes the quote under it the current one."""
        if event.button != 1 or self.stored is None:
            return
        offset = self._offset_at(event.x, event.y)
        if offset is None:
            return
        self._dragging = True
        self.capture_mouse()
        self._press = offset

    def on_mouse_move(self, event: MouseMove) -> None:
        """Extends the selection, scrolling where the pointer leaves the pane."""
        if not self._dragging or self.stored is None:
            return
        if event.y < 0:
            self.scroll_to(y=self.scroll_offset.y - 1, animate=False)
        elif event.y >= self.size.height:
            self.scroll_to(y=self.scroll_offset.y + 1, animate=False)
        y = max(0, min(self.size.height - 1, event.y))
        offset = self._offset_at(event.x, y)
        if offset is not None and (offset != self._press or self.passage):
            self._select(Passage(self.stored.article.text, self._press, offset))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Ends the drag."""
        if not self._dragging:
            return
        self._dragging = False
        self.release_mouse()
        offset = self._offset_at(event.x, event.y)
        if offset == self._press:
            self.stop_selecting()
            quote = self.quote_at(offset)
            if quote is not None:
                self.set_current(quote)

    # Drawing

    def take_size(self) -> None:
        """Sets the text to the new width; what was at the top stays there."""
        before = self._shape
        self._set()  # what scrolls for this is not the person's doing: the shape is the old one
        self._shape = self.size
        self.told.scrolled()
        if self.size == before:
            return
        if self._top and self.setting:
            self.scroll_to(y=self.setting.line_at(self._top) + 1, animate=False)
        content = self._current_content()
        if content and self._current_seen:
            self.reveal_span(content[0][0], content[0][1])
        elif not content:
            self.set_current(self._quote_in_sight())
        self.repaint()

    def _note_place(self) -> None:
        """Remembers what is in sight, for when the text is set anew."""
        seen = self.span_in_sight()
        self._top = seen[0] if seen and self.scroll_offset.y > 2 else 0
        content = self._current_content()
        self._current_seen = bool(seen and content and marks.overlaps(content[0], *seen))

    def render_line(self, y: int) -> Strip:
        """One line of what can be seen."""
        if self.stored is None:
            return self._empty_line(y, self.size.width)
        if self._sheet is None or self._sheet.width != self.size.width:
            # A paint may come before the resize event that will set the article.
            if self._sheet is None:
                self._shape = self.size
            self._sheet = Sheet(self.stored, self.measure, self.size.width)
            self._sheet.cover(self._layers())
        number = y + self.scroll_offset.y - 1
        return self._sheet.strip(number, self.palette, self.hints.values())

    def _empty_line(self, y: int, width: int) -> Strip:
        top, base = max(1, self.size.height // 3), self.palette.base
        if not top <= y < top + len(self.empty_lines):
            return blank(width, base)
        text, strong = self.empty_lines[y - top]
        style = self.palette.strong if strong else self.palette.muted
        pad = max(0, (width - len(text)) // 2)
        return text_strip([(" " * pad, base), (text[:width], style)], width, base)

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Enters jump mode, or leaves it when there are none."""
        self.hints = {hint.offset: hint for hint in hints}
        self.redraw()
