"""``reader check`` and ``reader reindex``: the library's health."""

from __future__ import annotations

import argparse

from reader.commands import Group, json_option, output, store


def register(group: Group) -> None:
    """Add both commands."""
    parser = group.add(
        "check",
        run_check,
        help="check that the library and its index are whole",
        examples="""\
  reader check
  reader check --json
""",
    )
    json_option(parser)
    parser = group.add(
        "reindex",
        run_reindex,
        help="build the index anew from the library",
        examples="""\
  reader reindex
  reader reindex --quotes       find the quotes still missing, too
""",
    )
    parser.add_argument(
        "--quotes", action="store_true", help="find quotes where they are missing or outdated"
    )
    json_option(parser)


def run_check(args: argparse.Namespace) -> int:
    """Name every problem; exit code 1 if there is one."""
    from reader.library.check import check
    from reader.search.indexer import health

    with store.opened(args) as library:
        problems = [*check(library), *health(library)]
        articles, waiting = library.articles.count(grouped=False), library.queue.remaining()
    if args.json:
        output.json_line(
            {"whole": not problems, "articles": articles, "waiting": waiting, "problems": problems}
        )
        return 1 if problems else 0
    for problem in problems:
        output.line(problem)
    if problems:
        output.note("'reader reindex' mends what concerns the index.")
        return 1
    queue = f", {waiting} still without quotes" if waiting else ""
    output.line(f"whole: {output.some(articles, 'article')}{queue}")
    return 0


def run_reindex(args: argparse.Namespace) -> int:
    """Rebuild; the library itself is not touched."""
    from reader.commands.annotating import find_quotes
    from reader.search.indexer import rebuild

    annotated = 0
    with store.opened(args) as library, output.progress(quiet=args.json) as ticker:
        indexed = rebuild(library, progress=lambda done, total: ticker("index", done, total))
        if args.quotes:
            annotated = find_quotes(library, ticker)
    if args.json:
        output.json_line({"indexed": indexed, "annotated": annotated})
    else:
        more = f", quotes found in {annotated:,}" if args.quotes else ""
        output.line(f"indexed {output.some(indexed, 'article')}{more}")
    return 0
