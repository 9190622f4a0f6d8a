"""The command line: parse, call, print.

``reader`` alone opens the app. Exit codes: 0 done, 1 what was asked for failed, 2 wrong usage,
130 stopped by Ctrl-C. A problem is one sentence on standard error, never a traceback; what
looks like a bug in the program says so and where the details went.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from reader import __version__
from reader.news import ReaderError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

_WITH_QUERY = frozenset(("search", "quotes", "entities", "notebook"))

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
        raise SystemExit(USAGE)


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
        notebook,
        quotes,
        search,
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
    parser.set_defaults(run=_open_app)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    group = Group(subparsers)
    for family in (
        add, feeds, search, quotes, verify, entities, articles, annotate, notebook, maintenance,
        settings,
    ):  # fmt: skip
        family.register(group)
    return parser


def _open_app(args: argparse.Namespace) -> int:
    # `reader serve` runs the app with a driver of its own instead of a terminal.
    served = "TEXTUAL_DRIVER" in os.environ
    if not served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError(
            "The app needs a terminal; in a pipe use a command, as in 'reader search WORDS'."
        )
    from reader import config
    from reader.app import run

    settings = config.load()
    return run(config.library_folder(args.library), settings)


def _keep_negations(argv: Sequence[str]) -> list[str]:
    """``-word`` in a query is no option: a space before it tells argparse so."""
    found = next((number for number, word in enumerate(argv) if word in _WITH_QUERY), len(argv))
    return [
        f" {word}" if number > found and re.match(r"-[^-\s]\S", word) else word
        for number, word in enumerate(argv)
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the result is the exit code."""
    from reader.commands import WrongUsage, output

    output.prepare_streams()
    try:
        args = build_parser().parse_args(_keep_negations(sys.argv[1:] if argv is None else argv))
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else FAILED
    except ReaderError as problem:
        output.error(str(problem))
        return USAGE if isinstance(problem, WrongUsage) else FAILED
    except BrokenPipeError:
        # Whoever read our output has had enough (`reader search … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        output.error("stopped.")
        return INTERRUPTED
    except OSError as problem:
        output.error(_os_sentence(problem))
        return FAILED
    except Exception as problem:
        output.error(_bug_sentence(problem))
        return FAILED


def _os_sentence(problem: OSError) -> str:
    what = f"{problem.filename}: " if problem.filename else ""
    return f"{what}{problem.strerror or problem}."


def _bug_sentence(problem: Exception) -> str:
    """Name the bug in a sentence; keep where it happened in a file for the report."""
    import tempfile
    import traceback

    if os.environ.get("READER_DEBUG"):
        traceback.print_exc()
    with tempfile.NamedTemporaryFile(
        "w", prefix="reader-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        # Where, but not the exception's own words: they may hold text of an article.
        traceback.print_tb(problem.__traceback__, file=file)
        file.write(f"{type(problem).__name__}\n")
    return (
        f"this is a bug in reader ({type(problem).__name__}); "
        f"{file.name} has what its makers need to know."
    )
