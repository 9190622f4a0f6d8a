"""What the commands print: for people on a terminal, for programs with ``--json``.

Standard output carries data only; progress, notes and errors go to standard error. The one
rule for both: no control or escape sequence from outside reaches them, whatever was typed,
named or fetched.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from reader.cleaning.gate import clean_line, clean_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress
    from rich.text import Text

# What json.dumps leaves as it is and a terminal or a line reader might act upon: C1 controls,
# DEL, bidirectional and zero-width characters, line separators, unpaired surrogates.
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_UNSAFE_ON_TERMINAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def encode(value: Any) -> str:
    """One line of JSON: readable, and safe to print on any terminal."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def prepare_streams() -> None:
    """Make both streams take any text: UTF-8 where nothing else is asked for, never an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace", newline="\n")  # type: ignore[union-attr]


def json_line(value: Any) -> None:
    """Print one object as one line, at once."""
    out = sys.stdout
    encoding = (out.encoding or "utf-8").lower().replace("_", "-")
    if encoding not in ("utf-8", "utf8"):
        with contextlib.suppress(AttributeError, ValueError):
            out.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    out.write(encode(value) + "\n")
    out.flush()


def harmless(text: str) -> str:
    """The text without what a terminal might act upon; all else, spaces too, stays.

    For text that has not passed the gate, where offsets or columns must not move by more
    than what has to go.
    """
    return _UNSAFE_ON_TERMINAL.sub("", text)


def line(text: str = "") -> None:
    """Print one line of plain text."""
    sys.stdout.write(harmless(text).replace("\n", " ") + "\n")


def block(text: str) -> None:
    """Print text of several lines."""
    sys.stdout.write(harmless(text))
    if text and not text.endswith("\n"):
        sys.stdout.write("\n")


def note(text: str) -> None:
    """Tell a person something beside the data, on standard error."""
    _to_stderr(clean_line(text, limit=4_000))


def error(text: str) -> None:
    """Tell what went wrong, in one sentence, on standard error."""
    _to_stderr(f"reader: {clean_line(text, limit=4_000)}")


def _to_stderr(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person looks at it (standard output by default)."""
    try:
        return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):
        return False


@functools.cache
def console(terminal: bool) -> Console:
    """Rich on standard output: colour and wrapping on a terminal, neither of them in a pipe."""
    from rich.console import Console

    class Printing(Console):
        """Leaves it to the command line what a closed pipe means."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    if terminal:
        return Printing(highlight=False, markup=False, emoji=False)
    return Printing(
        highlight=False, markup=False, emoji=False, color_system=None, force_terminal=False,
        width=1_000_000,
    )  # fmt: skip


def show(*renderables: RenderableType) -> None:
    """Print Rich texts; outside text in them must have been through ``text()``."""
    terminal = is_terminal()
    for each in renderables:
        console(terminal).print(each, soft_wrap=not terminal)


def text(value: str | None, style: str = "") -> Text:
    """Outside text for Rich: cleaned, and never read as markup."""
    from rich.text import Text

    return Text(clean_text(value or ""), style=style)


def indented(words: Text, columns: int) -> RenderableType:
    """A text that stands in so far, on a terminal with all its lines."""
    from rich.padding import Padding
    from rich.text import Text

    if is_terminal():
        return Padding.indent(words, columns)
    return Text.assemble(" " * columns, words)


def numbered(number: int, words: Text) -> RenderableType:
    """An article's number, and beside it its title."""
    from rich.table import Table
    from rich.text import Text

    left = Text(f"{number:>6}", style="dim")
    if not is_terminal():
        return Text.assemble(left, "  ", words)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(left, words)
    return grid


_DOING = {
    "import": "adding", "refresh": "fetching", "annotate": "finding quotes", "index": "indexing",
}  # fmt: skip
"""What is shown for the stages of the pipeline."""


class Ticker:
    """A progress line on standard error; silent where nobody looks."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._tasks: dict[str, Any] = {}

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Show that ``done`` of ``total`` are through with a stage of the pipeline."""
        if self._progress is None:
            return
        if what not in self._tasks:
            words = _DOING.get(what, what)
            self._tasks[what] = self._progress.add_task(words, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def above(self, text_line: str) -> None:
        """Print a line on standard output without tearing the progress line."""
        if self._progress is not None:
            self._progress.console.file.write("\r\x1b[2K")
            self._progress.console.file.flush()
        line(text_line)
        sys.stdout.flush()

    def note(self, text_line: str) -> None:
        """Print a line on standard error without tearing the progress line."""
        if self._progress is None:
            note(text_line)
        else:
            self._progress.console.print(harmless(text_line), markup=False, soft_wrap=True)


@contextlib.contextmanager
def progress(*, quiet: bool = False) -> Iterator[Ticker]:
    """Progress for slow work, shown only where standard error is a terminal."""
    if quiet or not is_terminal(sys.stderr):
        yield Ticker(None)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(TextColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            from rich.text import Text

            return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="dim")

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        Rate(""),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True, highlight=False, markup=False),
        transient=True,
    )
    with bar:
        yield Ticker(bar)


def day(published: str | None) -> str:
    """A date for people: the day of an ISO 8601 date or date and time; "" for none."""
    return (published or "")[:10]


def source_line(*parts: str | None) -> str:
    """What is known of the source, parted by middle dots."""
    return " · ".join(part for part in parts if part)


def some(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: ``1 article``, ``2 articles``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
