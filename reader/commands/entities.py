"""``reader entities``: people, organisations and places, counted."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, get_args

from reader.commands import Group, count, json_option, output, store, words_of
from reader.news import EntityKind

if TYPE_CHECKING:
    from reader.library.rows import EntityRow


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "entities",
        run,
        help="list people, organisations and places with counts",
        examples="""\
  reader entities                       those with most articles
  reader entities zelensky              by any of their names
  reader entities --kind organisation --limit 50 --json
""",
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="the beginning of a name")
    parser.add_argument(
        "--kind", choices=get_args(EntityKind), metavar="KIND",
        help=f"one of: {', '.join(get_args(EntityKind))}",
    )  # fmt: skip
    parser.add_argument("--limit", type=count, default=30, metavar="N", help="at most N (30)")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Look up and print."""
    query = words_of(args.query)
    with store.opened(args) as library:
        if query:
            rows = library.entities.find(query, kind=args.kind, limit=args.limit)
        else:
            rows = library.entities.top(kind=args.kind, limit=args.limit)
        for row in rows:
            if args.json:
                output.json_line(as_object(row))
            else:
                _show(row)
        if not rows and not args.json:
            output.note("No entities found.")
        store.tell_waiting(library)
    return 0


def as_object(row: EntityRow) -> dict[str, Any]:
    """A line of ``entities --json``."""
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "aliases": list(row.aliases),
        "articles": row.articles,
        "mentions": row.mentions,
        "quotes": row.quotes,
    }


def _show(row: EntityRow) -> None:
    from rich.text import Text

    counts = output.source_line(
        output.some(row.articles, "article"),
        output.some(row.mentions, "mention"),
        output.some(row.quotes, "quote") if row.quotes else None,
    )
    also = f"also {', '.join(row.aliases)}" if row.aliases else ""
    output.show(
        Text.assemble(
            output.text(row.name, "bold"),
            f"  {row.kind}  ",
            (counts, "dim"),
            "  " if also else "",
            output.text(also, "dim"),
        )
    )
