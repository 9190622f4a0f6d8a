"""``reader add``: news comes in."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.addresses import shown
from reader.commands import (
    Group,
    WrongUsage,
    annotating,
    as_number,
    json_option,
    output,
    some_words,
    store,
)
from reader.news import Hints

if TYPE_CHECKING:
    from reader.ingest import Added, FeedChoice


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "add",
        run,
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


def run(args: argparse.Namespace) -> int:
    """Add everything that can be added; exit code 1 if something was refused."""
    from reader import ingest

    hints = _hints(args)
    if hints != Hints() and len(args.targets) > 1:
        raise WrongUsage("--title, --url and the like describe one target; give one at a time.")
    interactive = not args.json and sys.stdin.isatty() and "-" not in args.targets
    options = ingest.AddOptions(
        force=args.force,
        page_only=args.page,
        allow_private=args.allow_private,
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
        annotating.finish(library, quotes=not args.no_quotes, quiet=args.json)
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


def _tell(added: Added, as_json: bool, ticker: output.Ticker) -> None:
    if as_json:
        output.json_line(as_object(added))
    elif added.status == "refused":
        ticker.note(f"refused  {added.target}: {added.reason}")
    else:
        number = f"{added.id:>6}" if added.id is not None else "      "
        remark = f"  ({added.reason})" if added.reason else ""
        ticker.above(f"{added.status:<8}{number}  {added.title or added.target}{remark}")


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


def _choose(feeds: Sequence[FeedChoice]) -> Sequence[int]:
    """Offer the feeds of a page; the numbers (from 0) of those wanted."""
    output.note("This page has feeds:")
    for number, feed in enumerate(feeds, 1):
        output.note(f"  {number}  {feed.title}  {shown(feed.url, private=True)}")
    sys.stderr.write("Follow which? (numbers, or Enter for none) ")
    sys.stderr.flush()
    answer = sys.stdin.readline().replace(",", " ").split()
    numbers = [as_number(each) or 0 for each in answer]
    return [number - 1 for number in numbers if 1 <= number <= len(feeds)]
