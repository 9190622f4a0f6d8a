"""``reader mark`` and ``reader save``: what the app's keys do to articles and quotes."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.commands import (
    Group,
    WrongUsage,
    count,
    json_option,
    output,
    some_words,
    store,
    words_of,
)
from reader.news import Quotation, ReaderError, Source

if TYPE_CHECKING:
    from reader.library.store import Library
    from reader.search.verify import Verdict


def register(group: Group) -> None:
    """Add both commands."""
    parser = group.add(
        "mark",
        run_mark,
        help="mark articles read, starred, for later; tag them",
        examples="""\
  reader mark 12 13 --read
  reader mark 12 --star --later --tag ferries
  reader mark --query 'source:gazette before:30d' --read
""",
    )
    parser.add_argument("ids", nargs="*", type=count, metavar="ID")
    parser.add_argument(
        "--query", type=some_words, metavar="QUERY", help="all articles that 'reader search' finds"
    )
    for yes, no, mark in (
        ("--read", "--unread", "read"),
        ("--star", "--unstar", "starred"),
        ("--later", "--not-later", "later"),
    ):
        one = parser.add_mutually_exclusive_group()
        one.add_argument(yes, dest=mark, action="store_true", default=None)
        one.add_argument(no, dest=mark, action="store_false", default=None)
    for option in ("--tag", "--untag"):
        parser.add_argument(
            option, type=some_words, action="append", default=[], metavar="TAG", help="repeatable"
        )
    json_option(parser)

    parser = group.add(
        "save",
        run_save,
        help="save words that stand in an article to the notebook, with their source",
        examples="""\
  reader save "already legitimate targets"
  reader save --article 3 "they entered a war" --note "for the lead" --tag kursk
""",
    )
    parser.add_argument("words", nargs="+", metavar="TEXT", help="the words, exactly")
    parser.add_argument("--article", type=count, metavar="ID", help="as they stand in this article")
    parser.add_argument("--note", type=some_words, metavar="TEXT")
    parser.add_argument("--tag", type=some_words, action="append", default=[], metavar="TAG")
    json_option(parser)


def run_mark(args: argparse.Namespace) -> int:
    """Mark what is named; exit code 1 if one of the numbers is unknown."""
    if not args.ids and not args.query:
        raise WrongUsage("Say which articles: their numbers, or --query.")
    if all(value is None for value in (args.read, args.starred, args.later)) and not (
        args.tag or args.untag
    ):
        raise WrongUsage("Say how to mark them: --read, --star, --later, --tag or their opposites.")
    if args.query:
        _must_say_which(args.query)
    with store.opened(args) as library:
        found = store.searcher(library).ids(args.query) if args.query else set()
        known = set(library.articles.rows(args.ids))
        unknown = [number for number in args.ids if number not in known]
        undo = library.reading.change(
            sorted(known | found),
            read=args.read,
            starred=args.starred,
            later=args.later,
            add_tags=args.tag,
            remove_tags=args.untag,
        )
        if args.tag or args.untag:
            store.index(library)
    if args.json:
        output.json_line({"changed": undo.changed, "unknown": unknown})
    else:
        output.line(f"changed {output.some(undo.changed, 'article')}")
    for number in unknown:
        output.error(f"there is no article {number}.")
    return 1 if unknown else 0


def _must_say_which(query: str) -> None:
    """Refuse a query that was not wholly understood: it would mark more than was meant.

    Raises WrongUsage.
    """
    from reader.search.nodes import Everything
    from reader.search.query import parse

    understood = parse(query)
    if understood.notes:
        raise WrongUsage(f"Nothing was marked. {' '.join(understood.notes)}")
    if isinstance(understood.node, Everything):
        raise WrongUsage("Nothing was marked: this query has no condition, so it means all.")


def run_save(args: argparse.Namespace) -> int:
    """Save the words as the article has them; exit code 1 if they are not exactly there."""
    from reader.sharing.exports import as_object

    words = words_of(args.words)
    if not words:
        raise WrongUsage("There are no words to save.")
    with store.opened(args) as library:
        quotation = _found(library, words, args.article)
        saved = library.notebook.save(
            replace(quotation, note=args.note or "", tags=tuple(args.tag))
        )
        if args.json:
            output.json_line(as_object(saved))
        else:
            output.line(f"saved {saved.text}")
            who = f"{saved.name}, " if saved.name else ""
            output.line(f"  — {who}{saved.source.title} [{saved.source.article_id}]")
    return 0


def _found(library: Library, words: str, article: int | None) -> Quotation:
    """The words where they stand; in a quote rather than beside one."""
    from reader.search.verify import verify

    places = [
        each
        for each in verify(store.searcher(library), library, words)
        if each.exact and article in (None, each.article.id)
    ]
    if not places:
        where = "in that article" if article else "in the library"
        raise ReaderError(
            f"These words are nowhere exactly so {where}; 'reader verify' shows what is near."
        )
    articles = list(dict.fromkeys(each.article.id for each in places))
    if len(articles) > 1:
        numbers = ", ".join(map(str, articles))
        raise ReaderError(f"These words stand in several articles ({numbers}); say --article ID.")
    return _quotation(library, places[0])


def _quotation(library: Library, place: Verdict) -> Quotation:
    from reader.commands.verify import in_marks

    row, quote = place.article, place.quote
    text = library.articles.texts([row.id])[row.id]
    source = Source(row.id, row.title, row.site, row.byline, row.published, row.url)
    words = text[slice(*place.span)]
    if quote is None:
        return Quotation(words, source, (place.span,), kind="passage")
    kind = "direct" if quote.kind == "mixed" and in_marks(text, *place.span) else quote.kind
    said = replace(quote.quotation(), source=source, kind=kind)
    return replace(said, text=words, content=(place.span,))
