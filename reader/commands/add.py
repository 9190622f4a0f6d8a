"""``reader add`` and ``reader refresh``: news comes in."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.commands import Group, WrongUsage, json_option, output, some_words, store
from reader.news import Hints, ReaderError

if TYPE_CHECKING:
    from reader.ingest import Added, FeedChoice, FeedOutcome
    from reader.library.store import Library


def register(group: Group) -> None:
    """Add both commands."""
    parser = group.add(
        "add",
        run_add,
        help="add feeds, pages, files and folders to the library",
        examples="""\
  reader add https://example.com/feed.xml    follow a feed
  reader add https://example.com/story       a page; its feed is offered
  reader add --page https://example.com/x    the page alone
  reader add ~/saved interview.html          a folder, a file
  reader add subscriptions.opml              the feeds of another reader
  curl -s https://example.com/x | reader add --url https://example.com/x -
""",
    )
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="address, file, folder or -")
    parser.add_argument("--page", action="store_true", help="take pages only, offer no feed")
    parser.add_argument(
        "--force",
        action="store_true",
        help="take what is hardly an article too, such as a clipping",
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine and local network too"
    )
    parser.add_argument(
        "--no-quotes", action="store_true", help="leave finding quotes and names for later"
    )
    hints = parser.add_argument_group("what is known better than the page says (for one target)")
    hints.add_argument("--title", type=some_words, metavar="TEXT")
    hints.add_argument("--byline", type=some_words, metavar="NAMES")
    hints.add_argument("--site", type=some_words, metavar="NAME")
    hints.add_argument("--published", type=_date, metavar="DATE", help="as in 2024-12-16")
    hints.add_argument("--url", type=_address, metavar="URL")
    hints.add_argument("--language", type=_language, metavar="CODE", help="as in en")
    json_option(parser)

    parser = group.add(
        "refresh",
        run_refresh,
        help="fetch what is new in the feeds",
        examples="""\
  reader refresh                    all feeds
  reader refresh harbour            feeds whose title or address has the word
  reader refresh 3 --json           feed number 3, as JSON
""",
    )
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="number, or part of title/address")
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine and local network too"
    )
    parser.add_argument(
        "--no-quotes", action="store_true", help="leave finding quotes and names for later"
    )
    json_option(parser)


def _date(value: str) -> str:
    from reader.cleaning.dates import iso_date

    found = iso_date(value)
    if found is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; write it as 2024-12-16")
    return found


def _address(value: str) -> str:
    from reader.cleaning.gate import clean_url

    found = clean_url(value)
    if found is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no http or https address")
    return found


def _language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", value):
        raise argparse.ArgumentTypeError(f"{value!r} is no language code; write it as en")
    return value


def run_add(args: argparse.Namespace) -> int:
    """Add everything that can be added; exit code 1 if something was refused."""
    from reader import ingest

    hints = _hints(args)
    if hints != Hints() and len(args.targets) > 1:
        raise WrongUsage("--title, --url and the like describe one target; give one at a time.")
    interactive = not args.json and sys.stdin.isatty() and "-" not in args.targets
    options = ingest.AddOptions(
        force=args.force,
        page_only=args.page,
        allow_private=args.allow_private or _private_allowed(),
        hints=hints,
        choose=_choose if interactive and output.is_terminal() else None,
    )
    counts: Counter[str] = Counter()
    with store.opened(args, create=True) as library:
        with output.progress(quiet=args.json) as ticker:
            for added in ingest.add(library, args.targets, options, on_progress=ticker):
                counts[added.status] += 1
                _tell(added, args.json, ticker)
        if counts.total() > 1 and not args.json:
            output.note(", ".join(f"{number:,} {status}" for status, number in counts.items()))
        _finish(library, args)
    return 1 if counts["refused"] else 0


def _hints(args: argparse.Namespace) -> Hints:
    return Hints(
        title=args.title,
        byline=args.byline,
        site=args.site,
        published=args.published,
        url=args.url,
        language=args.language,
    )


def _private_allowed() -> bool:
    from reader import config

    return config.load().fetch.allow_private


def _tell(added: Added, as_json: bool, ticker: output.Ticker) -> None:
    if as_json:
        output.json_line(as_object(added))
    elif added.status == "refused":
        ticker.note(f"refused  {added.target}: {added.reason}")
    else:
        number = f"{added.id:>6}" if added.id is not None else "      "
        ticker.above(f"{added.status:<8}{number}  {added.title or added.target}")


def as_object(added: Added) -> dict[str, Any]:
    """A line of ``add --json``."""
    return {
        # A file's name may be no text; half a character would be no JSON to a strict reader.
        "target": os.fsencode(added.target).decode("utf-8", "replace"),
        "id": added.id,
        "status": added.status,
        "title": added.title,
        "reason": added.reason,
    }


def _finish(library: Library, args: argparse.Namespace) -> None:
    """Make what came searchable, then find its quotes; both go on later if stopped here."""
    with output.progress(quiet=args.json) as ticker:
        store.index(library, ticker)
        if args.no_quotes or not library.queue.remaining():
            return
        try:
            find_quotes(library, ticker)
        except AnnotationUnavailable as reason:
            ticker.note(str(reason))


class AnnotationUnavailable(ReaderError):
    """This machine cannot find quotes; everything else was done."""


def find_quotes(library: Library, ticker: output.Ticker) -> int:
    """Work through the annotation queue and index what it finds; the number of articles.

    Raises AnnotationUnavailable where the language part cannot run.
    """
    from reader import ingest
    from reader.language.engine import available

    reason = available()
    if reason is not None:
        raise AnnotationUnavailable(reason)
    try:
        done = ingest.annotate_pending(library, on_progress=ticker)
    except KeyboardInterrupt:
        waiting = output.some(library.queue.remaining(), "article")
        ticker.note(f"Everything is stored; {waiting} will get quotes at the next run.")
        raise
    store.index(library, ticker)
    return done


def outcome_object(outcome: FeedOutcome) -> dict[str, Any]:
    """A line of ``refresh --json``."""
    return {
        "id": outcome.feed_id,
        "title": outcome.title,
        "new": outcome.new,
        "updated": outcome.updated,
        "summaries": outcome.summaries,
        "error": outcome.error,
        "note": outcome.note,
    }


def _choose(feeds: Sequence[FeedChoice]) -> Sequence[int]:
    """Offer the feeds of a page; the numbers (from 0) of those wanted."""
    output.note("This page has feeds:")
    for number, feed in enumerate(feeds, 1):
        output.note(f"  {number}  {feed.title}  {feed.url}")
    sys.stderr.write("Follow which? (numbers, or Enter for none) ")
    sys.stderr.flush()
    answer = sys.stdin.readline().replace(",", " ").split()
    return [int(each) - 1 for each in answer if each.isdigit() and 1 <= int(each) <= len(feeds)]


def run_refresh(args: argparse.Namespace) -> int:
    """Fetch the feeds; exit code 1 if one of them failed."""
    from reader.commands.feeds import chosen
    from reader.ingest import retain
    from reader.ingest.refreshing import refresh

    failed, new = 0, 0
    with store.opened(args) as library:
        feeds = chosen(library, args.feeds) if args.feeds else None
        if feeds is None and not library.feeds.all():
            raise ReaderError("There are no feeds yet; 'reader add ADDRESS' follows one.")
        with output.progress(quiet=args.json) as ticker:
            for outcome in refresh(
                library, feeds, on_progress=ticker, allow_private=args.allow_private, index=True
            ):
                failed += outcome.error is not None
                new += outcome.new
                if args.json:
                    output.json_line(outcome_object(outcome))
                elif outcome.error:
                    ticker.note(f"failed   {outcome.title}: {outcome.error}")
                elif outcome.new or outcome.note:
                    remark = f"  ({outcome.note})" if outcome.note else ""
                    ticker.above(f"{outcome.new:>5} new  {outcome.title}{remark}")
        retain(library)
        _finish(library, args)
    if not args.json:
        output.note(f"{output.some(new, 'new article')}" + (f", {failed} failed" * bool(failed)))
    return 1 if failed else 0
