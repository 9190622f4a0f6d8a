"""``reader entities``: people, organisations and places, counted."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, get_args

from reader.commands import (
    Group,
    WrongUsage,
    as_number,
    count,
    json_option,
    output,
    some_words,
    store,
    words_of,
)
from reader.news import EntityKind, ReaderError

if TYPE_CHECKING:
    from reader.library.rows import EntityRow
    from reader.library.store import Library


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
  reader entities "Ines Calloway" --merge "I. Calloway"    the same, from now on
  reader entities "Ines Calloway" --split "Ines Calloway Jr"    another person
  reader entities 12 --merge 31         by the numbers that --json gives
""",
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="the beginning of a name")
    parser.add_argument(
        "--kind", choices=get_args(EntityKind), metavar="KIND",
        help=f"one of: {', '.join(get_args(EntityKind))}",
    )  # fmt: skip
    parser.add_argument("--limit", type=count, default=30, metavar="N", help="at most N (30)")
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--merge", type=some_words, metavar="NAME", help="NAME (or its number) means the same"
    )
    change.add_argument(
        "--split", type=some_words, metavar="NAME", help="this one of its names means another"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Look up and print."""
    query = words_of(args.query)
    with store.opened(args) as library:
        if args.merge or args.split:
            return _change(library, query, args)
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


def _change(library: Library, query: str, args: argparse.Namespace) -> int:
    """Make two entities one, or part one of its names from an entity; print what there is now."""
    if not query:
        raise WrongUsage("Say which entity is meant: reader entities NAME --merge OTHER.")
    entities, meant = library.entities, _one(library, query, args.kind)
    changed = [meant.id]
    if args.merge:
        entities.merge(meant.id, _one(library, args.merge, args.kind).id)
    else:
        changed.append(entities.split(meant.id, args.split))
    for row in filter(None, map(entities.get, changed)):
        if args.json:
            output.json_line(as_object(row))
        else:
            _show(row)
    return 0


def _one(library: Library, text: str, kind: EntityKind | None) -> EntityRow:
    """The one entity with this number or name. Raises ReaderError where it is not just one."""
    from reader.library.keys import fold

    if (number := as_number(text)) is not None:
        row = library.entities.get(number)
        found = [row] if row else []
    else:
        wanted = fold(text)
        rows = library.entities.find(text, kind=kind, limit=100)
        found = [row for row in rows if fold(row.name) == wanted]
        found = found or [row for row in rows if wanted in map(fold, row.aliases)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReaderError(f"There is no entity called {text}; 'reader entities' lists them.")
    known = ", ".join(f"{row.id} ({row.kind})" for row in found)
    raise ReaderError(f"Several entities are called {text}; say which by its number: {known}.")


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
