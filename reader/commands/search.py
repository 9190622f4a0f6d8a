"""``reader search``: articles, best first."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reader.commands import (
    Group,
    count,
    json_option,
    output,
    saved,
    shapes,
    some_words,
    store,
    words_of,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reader.library.rows import ArticleRow
    from reader.search.matching import Snippet
    from reader.search.results import ArticleResults, QuoteResults

QUERY_HELP = """\
queries:
  words "an exact phrase" either OR other -without pre*
  title: source: author: speaker: said: entity: tag: kind:   as in speaker:miller
  after:2024-12-01 before:7d on:today      is:unread is:starred is:saved
"""


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "search",
        run,
        help="find articles, best first, with snippets",
        examples=f"""\
  reader search harbour strike
  reader search '"legitimate targets" speaker:miller after:2024-12-01'
  reader search --limit 5 --json 'source:gazette is:unread'
  reader search --save strikes 'strike OR walkout'    keep it under a name
  reader search --saved                 what is kept, each with its unread articles
  reader search --saved strikes         search for it again; --forget strikes drops it

{QUERY_HELP}""",
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="none: everything, newest first")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="at most N (20)")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--save", type=some_words, metavar="NAME", help="keep QUERY under a name")
    kept.add_argument(
        "--saved",
        nargs="?",
        const="",
        metavar="NAME",
        help="a search that is kept; none: list them",
    )
    kept.add_argument("--forget", type=some_words, metavar="NAME", help="drop one that is kept")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Search and print."""
    query = words_of(args.query)
    with store.opened(args) as library:
        if args.save or args.forget or args.saved == "":
            return saved.change(args, library, query)
        if args.saved:
            query = saved.with_kept(library, args.saved, query)
        searcher = store.searcher(library)
        results = searcher.articles(query, limit=args.limit)
        ids = [hit.id for hit in results.hits]
        rows = library.articles.rows(ids)
        snippets = searcher.snippets(query, ids)
        for hit in results.hits:
            if hit.id not in rows:
                continue
            if args.json:
                output.json_line(as_object(rows[hit.id], hit.score, snippets.get(hit.id)))
            else:
                _show(rows[hit.id], snippets.get(hit.id))
        if not args.json:
            tell(results, "articles", describe(query))
            if not results.hits:
                meant = searcher.suggest(query)
                if meant:
                    output.note(f"Did you mean: {meant}")
    return 0


def tell(results: ArticleResults | QuoteResults, what: str, understood: str) -> None:
    """What there is to say beside the results: a hint, that there are more, that there are none.

    ``understood`` is how the query was read; it is shown where nothing answers it.
    """
    if results.note:
        output.note(results.note)
    if not results.hits:
        output.note(f"No {what} found{': ' * bool(understood)}{understood}.")
    elif results.more:
        known = f"{results.total:,}{'+' if results.partial else ''}"
        output.note(f"{len(results.hits):,} of {known} {what}; --limit shows more.")


def describe(query: str) -> str:
    """How a query is understood, in words; "" for none."""
    from reader.search.query import parse

    return parse(query).describe() if query else ""


def as_object(row: ArticleRow, score: float, snippet: Snippet | None) -> dict[str, Any]:
    """A line of ``search --json``."""
    return {
        **shapes.article(row.id, row),
        "score": round(score, 4),
        "snippet": snippet.text if snippet else row.first,
    }


def outlets(row: ArticleRow) -> str | None:
    """The outlet, and how many others have nearly the same article."""
    others = len(row.outlets) - 1
    if not row.site or others < 1:
        return row.site
    return f"{row.site} and {output.some(others, 'other outlet')}"


def _show(row: ArticleRow, snippet: Snippet | None) -> None:
    from rich.text import Text

    quotes = f"❝{row.quotes}" if row.quotes else None
    source = output.source_line(outlets(row), output.day(row.published), quotes)
    lines: list[RenderableType] = [output.numbered(row.id, output.text(row.title, "bold"))]
    if source:
        lines.append(output.indented(output.text(source, "dim"), 8))
    if snippet and snippet.text:
        words = Text(output.harmless(snippet.text).replace("\n", " "))
        if len(words) == len(snippet.text):
            for start, end in snippet.marks:
                words.stylize("bold underline", start, end)
        lines.append(output.indented(words, 8))
    output.show(*lines)
