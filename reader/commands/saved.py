"""``reader search --save``, ``--saved`` and ``--forget``: searches kept under a name."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reader.commands import WrongUsage, output, store
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.library.rows import SavedSearch
    from reader.library.store import Library


def change(args: argparse.Namespace, library: Library, query: str) -> int:
    """Keep a search, drop one or list them all."""
    if args.save:
        if not query:
            raise WrongUsage("Say what to search for: reader search --save NAME QUERY.")
        kept = library.searches.save(args.save, query)
        _print(args, kept, f"kept as {kept.name}: {kept.query}")
    elif args.forget:
        gone = _kept(library, args.forget)
        library.searches.remove(gone.id)
        _print(args, gone, f"forgotten: {gone.name} ({gone.query})")
    else:
        if query:
            raise WrongUsage("Say which kept search is meant: reader search --saved NAME.")
        _list(args, library)
    return 0


def with_kept(library: Library, name: str, query: str) -> str:
    """A kept search, narrowed by what else was typed."""
    kept = _kept(library, name).query
    return f"({kept}) {query}" if query else kept


def _kept(library: Library, name: str) -> SavedSearch:
    found = library.searches.get(name)
    if found is None:
        raise ReaderError(f"No search is kept as {name}; 'reader search --saved' lists them.")
    return found


def _list(args: argparse.Namespace, library: Library) -> None:
    searches = store.searcher(library).saved()
    for kept in searches:
        unread = output.some(kept.unread or 0, "unread article")
        _print(args, kept, f"{kept.name}  {kept.query}  ({unread})")
    if not searches and not args.json:
        output.note("No search is kept; 'reader search --save NAME QUERY' keeps one.")


def _print(args: argparse.Namespace, kept: SavedSearch, words: str) -> None:
    if args.json:
        output.json_line(as_object(kept))
    else:
        output.line(words)


def as_object(kept: SavedSearch) -> dict[str, Any]:
    """A line of ``--json``."""
    return {"name": kept.name, "query": kept.query, "unread": kept.unread}
