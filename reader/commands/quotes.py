"""``reader quotes``: who said what, where."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.commands import Group, count, output, shapes, some_words, store, words_of
from reader.commands.search import QUERY_HELP, describe, tell

if TYPE_CHECKING:
    from reader.library.rows import QuoteRow

# Kept here so that help needs no more than this module; a test holds it to the real list.
FORMATS = (
    "text", "markdown", "csv", "json", "jsonl", "html", "org", "bibtex", "wikipedia", "apa", "mla",
    "chicago",
)  # fmt: skip


NOT_KNOWN = "speaker not known"


def format_option(parser: argparse.ArgumentParser) -> None:
    """``--format`` and ``--json``, one of them."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--format", choices=FORMATS, metavar="NAME", help=f"one of: {', '.join(FORMATS)}"
    )
    one.add_argument("--json", action="store_true", help="print JSON for programs, one a line")


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "quotes",
        run,
        help="find quotes: who said what, where",
        examples=f"""\
  reader quotes ferry strike
  reader quotes --speaker miller --about "north korea"
  reader quotes 'speaker:zelensky kind:direct after:2024-12-01' --format markdown
  reader quotes --limit 500 --format csv > quotes.csv

{QUERY_HELP}""",
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="none: all, newest first")
    parser.add_argument(
        "--speaker", type=_words, metavar="NAME", help="said by NAME, under any of its names"
    )
    parser.add_argument("--about", type=_words, metavar="TEXT", help="about TEXT: words, a name")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="at most N (20)")
    format_option(parser)


def _words(value: str) -> str:
    """Words that can be searched for: signs alone would leave everything in."""
    from reader.search.terms import terms

    words = some_words(value)
    if not terms(words):
        raise argparse.ArgumentTypeError(f"there are no words in {words!r}")
    return words


def run(args: argparse.Namespace) -> int:
    """Search and print."""
    with store.opened(args) as library:
        searcher = store.searcher(library)
        results = searcher.quotes(
            words_of(args.query),
            limit=args.limit,
            speaker=args.speaker,
            about=args.about,
        )
        found = library.annotations.quote_rows([hit.quote_id for hit in results.hits])
        rows = [found[hit.quote_id] for hit in results.hits if hit.quote_id in found]
        if args.format:
            from reader.sharing.exports import export

            output.block(export([row.quotation() for row in rows], args.format))
        elif args.json:
            for row in rows:
                output.json_line(as_object(row))
        else:
            show(rows)
            tell(results, "quotes", _understood(args))
        store.tell_waiting(library)
    return 0


def _understood(args: argparse.Namespace) -> str:
    parts = [
        describe(words_of(args.query)),
        f"said by {args.speaker}" if args.speaker else "",
        f"about {args.about}" if args.about else "",
    ]
    return ", ".join(part for part in parts if part)


def as_object(row: QuoteRow) -> dict[str, Any]:
    """A line of ``quotes --json``."""
    return {
        "text": row.text,
        "name": row.name,
        "kind": row.kind,
        "article": shapes.article(row.article_id, row),
        "content": [list(span) for span in row.content],
    }


def show(rows: Sequence[QuoteRow]) -> None:
    """Print quotes for people: the words, then who, then where."""
    from rich.text import Text

    from reader.sharing.citations import speaker_line, worded

    for row in rows:
        quotation = row.quotation()
        who = output.text(speaker_line(replace(quotation, name=row.name or NOT_KNOWN)), "bold")
        where = output.source_line(row.title, row.site, output.day(row.published))
        output.show(
            output.text(worded(quotation)),
            Text.assemble("  — ", who),
            output.indented(
                Text.assemble(output.text(where, "dim"), (f"  [{row.article_id}]", "dim")), 4
            ),
            Text(),
        )
