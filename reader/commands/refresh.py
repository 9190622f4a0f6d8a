"""``reader refresh``: what is new in the feeds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reader.commands import Group, annotating, json_option, output, store
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.ingest import FeedOutcome


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "refresh",
        run,
        help="fetch what is new in the feeds",
        examples="""\
  reader refresh                    all feeds
  reader refresh harbour            feeds whose title or address has the word
  reader refresh politics           feeds with this tag
  reader refresh 3 --json           feed number 3, as JSON
  reader refresh --quiet            for cron: nothing but what failed
""",
    )
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="number, tag or part of its name")
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine and local network too"
    )
    parser.add_argument(
        "--no-quotes", action="store_true", help="leave finding quotes and names for later"
    )
    parser.add_argument("--quiet", action="store_true", help="tell only what failed")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch the feeds; exit code 1 if one of them failed."""
    from reader.commands.feeds import chosen
    from reader.ingest import retain
    from reader.ingest.refreshing import refresh

    failed = new = changed = 0
    with store.opened(args) as library:
        feeds = chosen(library, args.feeds) if args.feeds else None
        if feeds is None and not library.feeds.all():
            raise ReaderError("There are no feeds yet; 'reader add ADDRESS' follows one.")
        with output.progress(quiet=args.json or args.quiet) as ticker:
            for outcome in refresh(
                library, feeds, on_progress=ticker, allow_private=args.allow_private, index=True
            ):
                failed += outcome.error is not None
                new += outcome.new
                changed += outcome.updated
                if args.json:
                    output.json_line(as_object(outcome))
                elif outcome.error:
                    ticker.note(f"failed   {outcome.title}: {outcome.error}")
                elif (outcome.new or outcome.updated or outcome.note) and not args.quiet:
                    ticker.above(_line(outcome))
        retain(library)
        annotating.finish(library, quotes=not args.no_quotes, quiet=args.json or args.quiet)
    if not (args.json or args.quiet):
        more = [f"{changed:,} changed"] * bool(changed) + [f"{failed:,} failed"] * bool(failed)
        output.note(", ".join([output.some(new, "new article"), *more]))
    return 1 if failed else 0


def _line(outcome: FeedOutcome) -> str:
    """``    2 new, 1 changed  Harbour Gazette  (what else is to be known)``."""
    changed = f", {outcome.updated} changed" if outcome.updated else ""
    remark = f"  ({outcome.note})" if outcome.note else ""
    return f"{outcome.new:>5} new{changed}  {outcome.title}{remark}"


def as_object(outcome: FeedOutcome) -> dict[str, Any]:
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
