"""``reader feeds``: the subscriptions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.addresses import shown
from reader.commands import (
    Group,
    WrongUsage,
    as_number,
    count,
    json_option,
    output,
    some_words,
    store,
    words_or_none,
)
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.library.rows import FeedRow
    from reader.library.store import Library


_YEAR = 366 * 24 * 60


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "feeds",
        run,
        help="list the feeds; change or leave them",
        examples="""\
  reader feeds                          all feeds, with what went wrong
  reader feeds --opml > feeds.opml      for another reader
  reader feeds --pause 3                fetch it no more, keep its articles
  reader feeds --remove harbour         leave it; its articles stay
  reader feeds --tag politics 3 4       tag feeds; --untag takes it away
  reader feeds --title Gazette 3        call it so; with "" as it calls itself
  reader feeds --interval 30 politics   every half hour; with "auto" as the feed asks
""",
    )
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="number, tag or part of its name")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--opml", action="store_true", help="write them as OPML")
    what.add_argument("--remove", action="store_true", help="leave the feeds named")
    what.add_argument("--pause", action="store_true", help="stop fetching the feeds named")
    what.add_argument("--resume", action="store_true", help="fetch them again")
    what.add_argument("--tag", type=some_words, metavar="TAG", help="give the feeds named this tag")
    what.add_argument("--untag", type=some_words, metavar="TAG", help="take it away from them")
    what.add_argument(
        "--title", "--rename", type=words_or_none, metavar="NAME", help="call the feed so"
    )
    what.add_argument(
        "--interval", type=_interval, metavar="MINUTES", help="fetch the feeds named this often"
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """List, export or change."""
    given = (args.tag, args.untag, args.title, args.interval)
    change = args.remove or args.pause or args.resume or any(one is not None for one in given)
    if change and not args.feeds:
        raise WrongUsage("Name the feeds to change: a number, or part of their title or address.")
    with store.opened(args) as library:
        feeds = chosen(library, args.feeds) if args.feeds else library.feeds.all()
        if args.opml:
            from reader.sources.opml import Subscription, write_opml

            subscriptions = [
                Subscription(feed.url, feed.title, feed.site_url, feed.tags) for feed in feeds
            ]
            output.block(write_opml(subscriptions))
            secret = sum(feed.url != _shown(feed) for feed in feeds)
            if secret:  # they would be of no use without
                output.note(
                    f"{output.some(secret, 'address', 'addresses')} with a password or private key "
                    "in it: keep this file to yourself."
                )
            return 0
        if args.title is not None and len(feeds) > 1:
            told = ", ".join(f"{feed.id} ({feed.title or _shown(feed)})" for feed in feeds[:4])
            raise WrongUsage(f"A title is for one feed; these are meant: {told}.")
        if change:
            _change(library, feeds, args)
            feeds = [feed for feed in library.feeds.all() if feed.id in {old.id for old in feeds}]
            if args.remove:
                return 0
        for feed in feeds:
            if args.json:
                output.json_line(as_object(feed))
            else:
                output.line(_line(feed))
        if not feeds and not args.json:
            output.note("No feeds yet; 'reader add ADDRESS' follows one.")
    return 0


def chosen(library: Library, names: Sequence[str]) -> list[FeedRow]:
    """The feeds meant by numbers, tags, or parts of titles and addresses.

    Raises ReaderError for a name that means none.
    """
    everything = library.feeds.all()
    found: dict[int, FeedRow] = {}
    for name in names:
        matches = [feed for feed in everything if _is_meant(feed, name)]
        if not matches:
            raise ReaderError(f"There is no feed {name!r}; 'reader feeds' lists them.")
        found.update({feed.id: feed for feed in matches})
    return list(found.values())


def _is_meant(feed: FeedRow, name: str) -> bool:
    if (number := as_number(name)) is not None:
        return feed.id == number
    wanted = name.casefold()
    tags = {tag.casefold() for tag in feed.tags}
    return wanted.removeprefix("#") in tags or wanted in f"{feed.title}\n{feed.url}".casefold()


def _change(library: Library, feeds: Sequence[FeedRow], args: argparse.Namespace) -> None:
    for feed in feeds:
        if args.remove:
            library.feeds.remove(feed.id)
            if args.json:
                output.json_line(as_object(feed))
            else:
                output.line(f"left {feed.title or _shown(feed)}; its articles stay")
        elif args.tag:
            tags = tuple(dict.fromkeys((*feed.tags, args.tag)))
            library.feeds.update(feed.id, tags=tags)
        elif args.untag:
            tags = tuple(tag for tag in feed.tags if tag.casefold() != args.untag.casefold())
            library.feeds.update(feed.id, tags=tags)
        elif args.title is not None:
            library.feeds.update(feed.id, title=args.title)
        elif args.interval is not None:
            library.feeds.update(feed.id, interval=60 * args.interval or None)
        else:
            library.feeds.update(feed.id, paused=args.pause)


def as_object(feed: FeedRow) -> dict[str, Any]:
    """A line of ``feeds --json``."""
    return {
        "id": feed.id,
        "title": feed.title,
        "url": _shown(feed),
        "tags": list(feed.tags),
        "interval": feed.interval // 60 if feed.interval else None,
        "articles": feed.articles,
        "unread": feed.unread,
        "paused": feed.paused,
        "last_fetched": feed.last_fetched,
        "next_fetch": feed.next_fetch,
        "error": feed.error,
    }


def _interval(value: str) -> int:
    """Minutes; 0 for as often as the feed itself and the settings say."""
    minutes = 0 if value == "auto" else count(value)
    if minutes > _YEAR:
        raise argparse.ArgumentTypeError(f"{value!r} is longer than a year ({_YEAR:,} minutes)")
    return minutes


def _shown(feed: FeedRow) -> str:
    """Its address without the passwords and private keys that may be in it."""
    return shown(feed.url, private=True)


def _line(feed: FeedRow) -> str:
    error = f"! {feed.error}" if feed.error else ""
    state = " ".join(part for part in ("paused" if feed.paused else "", error) if part)
    tags = " ".join(f"#{tag}" for tag in feed.tags)
    counts = f"{feed.unread:>5}/{feed.articles}"
    often = f"every {feed.interval // 60} min" if feed.interval else ""
    rest = "  ".join(part for part in (feed.title, _shown(feed), tags, often, state) if part)
    return f"{feed.id:>4} {counts:<12} {rest}"
