"""``reader notebook``: what was saved."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.commands import Group, WrongUsage, count, output, some_words, store, words_of
from reader.commands.quotes import format_option
from reader.news import Quotation

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reader.library.store import Library


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "notebook",
        run,
        help="print the saved quotes with notes and tags; take some out",
        examples="""\
  reader notebook
  reader notebook --speaker miller --format markdown > miller.md
  reader notebook --tag ferry --format bibtex
  reader notebook --json
  reader notebook --remove 7
""",
    )
    parser.add_argument("query", nargs="*", metavar="WORDS", help="in the words or the notes")
    parser.add_argument("--speaker", type=some_words, metavar="NAME", help="said by NAME")
    parser.add_argument("--tag", type=some_words, metavar="TAG", help="with this tag")
    parser.add_argument("--limit", type=count, metavar="N", help="at most N, newest first")
    parser.add_argument(
        "--remove", type=count, action="append", metavar="N", help="take out the one of this number"
    )
    format_option(parser)


def run(args: argparse.Namespace) -> int:
    """Select and print, or take out."""
    from reader.sharing.exports import as_object, export

    if args.remove and (args.query or args.speaker or args.tag or args.limit or args.format):
        raise WrongUsage("--remove takes out what its numbers say; nothing else goes with it.")
    with store.opened(args) as library:
        if args.remove:
            return _remove(library, args)
        saved = library.notebook.all(
            text=words_of(args.query) or None,
            name=args.speaker,
            tag=args.tag,
            limit=args.limit,
        )
        if args.format:
            output.block(export(saved, args.format))
        elif args.json:
            for quotation in saved:
                output.json_line(as_object(quotation))
        else:
            for quotation in saved:
                _show(quotation)
            if not saved:
                output.note("Nothing saved yet; s in the app saves the current quote.")
    return 0


def _remove(library: Library, args: argparse.Namespace) -> int:
    """Exit code 1, and nothing taken out, if one of the numbers is unknown."""
    from reader.sharing.exports import as_object

    with library.transaction():
        gone = [library.notebook.remove(number) for number in dict.fromkeys(args.remove)]
    for quotation in gone:
        if args.json:
            output.json_line(as_object(quotation))
        else:
            output.line(f"taken out: {quotation.text}")
    return 0


def _show(q: Quotation) -> None:
    from rich.text import Text

    from reader.sharing.citations import speaker_line, worded

    where = output.source_line(q.source.title, q.source.site, output.day(q.source.published))
    lines: list[RenderableType] = [output.text(worded(q))]
    who = speaker_line(q)
    if who:
        lines.append(Text.assemble("  — ", output.text(who, "bold")))
    number = (f"{'  ' * bool(where)}[{q.id}]", "dim")
    lines.append(output.indented(Text.assemble(output.text(where, "dim"), number), 4))
    if q.note:
        lines.append(output.indented(output.text(q.note, "italic"), 4))
    if q.tags:
        lines.append(output.indented(output.text(" ".join(f"#{tag}" for tag in q.tags)), 4))
    output.show(*lines, Text())
