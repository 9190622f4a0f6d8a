"""All commands with their options, as one argparse parser."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from reader import __version__

_WITH_QUERY = frozenset(("search", "quotes", "verify", "entities", "notebook", "save", "mark"))

EXAMPLES = """\
examples:
  reader                                open the app
  reader add https://example.com/news   a page or a feed
  reader add saved/ interview.txt       folders and files: HTML, text, Markdown, OPML, archives
  reader search 'strike after:7d'       articles, best first
  reader quotes --speaker miller        who said what, where
  reader verify "legitimate targets"    who said exactly this, and where
  reader COMMAND --help                 more about a command

A library is one folder; --library DIR or READER_LIBRARY picks another.
"""


class _Parser(argparse.ArgumentParser):
    """argparse, whose errors are one cleaned sentence."""

    def error(self, message: str) -> NoReturn:
        from reader.commands import output

        unknown = re.match(r"argument COMMAND: invalid choice: (.+?) \(choose from (.+)\)", message)
        if unknown:
            message = f"there is no command {unknown[1]}{_did_you_mean(unknown[1], unknown[2])}"
        output.error(f"{message.rstrip('.')}. Try '{self.prog} --help'.")
        raise SystemExit(2)


def _did_you_mean(word: str, choices: str) -> str:
    import difflib

    close = difflib.get_close_matches(word.strip("'"), re.findall(r"[a-z]+", choices), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Examples as they are written, and the commands without a heading of their own."""

    def _format_action(self, action: argparse.Action) -> str:
        if not isinstance(action, argparse._SubParsersAction):
            return super()._format_action(action)
        subactions = list(self._iter_indented_subactions(action))
        return "".join(super(_Help, self)._format_action(each) for each in subactions)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    from reader.commands import (
        Group,
        add,
        annotate,
        articles,
        entities,
        feeds,
        maintenance,
        marking,
        notebook,
        quotes,
        refresh,
        search,
        serve,
        settings,
        verify,
    )

    parser = _Parser(
        prog="reader",
        description="The terminal news reader for people who quote the news.",
        epilog=EXAMPLES,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    parser.add_argument(
        "--library", metavar="DIR", default=None, help="use another library (READER_LIBRARY)"
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    group = Group(subparsers)
    for family in (
        add, refresh, feeds, search, quotes, verify, entities, articles, marking, annotate,
        notebook, maintenance, settings, serve,
    ):  # fmt: skip
        family.register(group)
    return parser


def keep_negations(argv: Sequence[str]) -> list[str]:
    """``-word`` in a query is no option: a space before it tells argparse so."""
    found = next((number for number, word in enumerate(argv) if word in _WITH_QUERY), len(argv))
    return [
        f" {word}" if number > found and re.match(r"-(?!h$)[^-\s]", word) else word
        for number, word in enumerate(argv)
    ]
