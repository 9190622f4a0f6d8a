"""One file a command (or close family), each with ``register`` and a function that runs it.

The modules here are light: what a command needs is imported when it runs, so that
``reader --help`` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from reader.news import ReaderError

Run = Callable[[argparse.Namespace], int]
"""Carries a command out; the result is the exit code."""


class WrongUsage(ReaderError):
    """What was typed cannot be meant; the exit code is 2."""


class Group:
    """Where commands register themselves, so that all of them look alike."""

    def __init__(self, subparsers: argparse._SubParsersAction[Any]) -> None:
        self._subparsers = subparsers

    def add(
        self, name: str, run: Run, *, help: str, examples: str, library: bool = True
    ) -> argparse.ArgumentParser:
        """A command: one line for the list, examples for its own help page."""
        parser: argparse.ArgumentParser = self._subparsers.add_parser(
            name,
            help=help,
            description=help[0].upper() + help[1:] + ".",
            epilog="examples:\n" + examples.rstrip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.set_defaults(run=run)
        if library:
            parser.add_argument(
                "--library", metavar="DIR", default=argparse.SUPPRESS, help="use another library"
            )
        return parser


def json_option(parser: argparse.ArgumentParser) -> None:
    """The option that every command has: output for programs."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def as_number(text: str) -> int | None:
    """The whole number that a text is, if the library can have so great a one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def count(value: str) -> int:
    """An option's positive whole number."""
    number = as_number(value)
    if not number:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 1 to {10**18 - 1}")
    return number


def some_words(value: str) -> str:
    """An option's words, fit to be kept and shown; never none at all."""
    from reader.cleaning.gate import clean_line

    words = clean_line(words_of([value]), limit=4_000)
    if not words:
        raise argparse.ArgumentTypeError("there are no words in it")
    return words


def words_or_none(value: str) -> str:
    """As `some_words`, but "" is allowed: it takes away what was given before."""
    return some_words(value) if value.strip() else ""


def words_of(parts: Sequence[str]) -> str:
    """The words of a query as typed, without what no encoding can carry."""
    return " ".join(parts).encode("utf-8", "replace").decode("utf-8").strip()
