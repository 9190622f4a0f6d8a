"""Adding what is no plain page on disk: addresses, feeds, OPML, lists and archives."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.addresses import shown, without_secrets
from reader.cleaning.gate import clean_line
from reader.cleaning.work import CleanJob
from reader.ingest.adding import Item, store_cleaned
from reader.ingest.cleaning import cleaning_pool
from reader.ingest.feed_work import gated
from reader.ingest.gathering import Wanted
from reader.ingest.model import Added, AddOptions, FeedChoice, FeedOutcome, Progress, stopped
from reader.ingest.refreshing import Refreshing, opened
from reader.library.rows import FeedRow
from reader.library.store import Library
from reader.news import Page, ReaderError
from reader.sources.feeds import MAX_BYTES, FeedItem, looks_like_feed, parse_feed
from reader.sources.urls import canonical, host_of, is_web

if TYPE_CHECKING:
    from reader.sources.discover import FeedLink
    from reader.sources.exchange import Answer
    from reader.sources.lists import Listed

_FOLLOWED = "a feed, now followed"
_FOLLOWED_ALREADY = "a feed that is followed already"


def add_target(
    library: Library,
    target: str,
    options: AddOptions | None = None,
    *,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[Added]:
    """Add an address, or a file that holds feeds or addresses; a line for each thing in it.

    Raises ReaderError where the target as a whole can't be used.
    """
    options = options or AddOptions()
    if is_web(target):
        yield from _with_run(library, options, on_progress, cancel, target)
        return
    if target.lower().startswith(("http://", "https://")):
        raise ReaderError("it is not a whole address; write it as https://example.com/page")
    from reader.sources.files import kind_of

    path = Path(target)
    kind = kind_of(path)
    if kind == "archive":
        yield from _add_archive(library, path, options, on_progress, cancel)
        return
    try:
        size = path.stat().st_size
        body = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ReaderError(f"it cannot be read: {error.strerror or error}") from error
    if size > MAX_BYTES:
        raise ReaderError(
            f"it is {size / 1e6:.0f} MB long; the limit for such a file is {MAX_BYTES / 1e6:g} MB"
        )
    with opened(
        library, allow_private=options.allow_private, workers=options.workers,
        nice=options.nice, on_progress=on_progress, cancel=cancel,
    ) as run:  # fmt: skip
        if kind == "opml":
            yield from _add_opml(run, body)
        elif kind == "feed":
            yield from _add_feed_file(run, body, target, options)
        else:
            yield from _add_list(run, body, path.name, options)


def _with_run(
    library: Library,
    options: AddOptions,
    on_progress: Progress | None,
    cancel: threading.Event | None,
    url: str,
) -> Iterator[Added]:
    with opened(
        library, allow_private=options.allow_private, workers=options.workers,
        nice=options.nice, on_progress=on_progress, cancel=cancel,
    ) as run:  # fmt: skip
        yield from _add_url(run, url, options)


def _add_url(run: Refreshing, url: str, options: AddOptions) -> Iterator[Added]:
    """A feed is followed; a page is kept, and the feed it offers followed."""
    from reader.sources.exchange import FEED_TYPES, PAGE_TYPES, Request

    if options.allow_private:
        _remember_private(run.library, url)
    known = run.library.feeds.by_url(url)
    if known is not None and not options.page_only:
        yield from _refreshed(run, [known], {known.id: url}, known=True)
        return
    accept = PAGE_TYPES if options.page_only else FEED_TYPES
    answer = run.client.fetch(Request(url, accept, MAX_BYTES))
    if looks_like_feed(answer.body, answer.media_type):
        if options.page_only:
            raise ReaderError("it is a feed, not a page; leave out --page to follow it")
        yield from _follow(run, [(answer.moved_to or url, "", url)], answer)
        return
    feeds = [] if options.page_only else _offered(answer)
    chosen = _chosen(feeds, options)
    lines = list(_add_page(run, answer, url, options))
    article = any(line.status != "refused" for line in lines)
    if not chosen and feeds and options.choose is None:
        yield _offering(lines[-1], feeds)
    elif not feeds or article:
        yield from lines
    if chosen:
        yield from _follow(run, [(feed.url, feed.title, feed.url) for feed in chosen])
    elif feeds and not article and options.choose is not None:
        raise ReaderError(
            f"the page is no article, and none of the {len(feeds)} feeds that it offers was chosen"
        )


def _offering(page: Added, feeds: Sequence[FeedLink]) -> Added:
    """The line of a page with several feeds, where nobody can be asked which."""
    offered = ", ".join(shown(feed.url, private=True) for feed in feeds[:5])
    reason = f"it offers {len(feeds)} feeds; add one of them by its address: {offered}"
    if page.status == "refused":
        reason = f"the page is no article; {reason}"
    return replace(page, reason=reason, offers=tuple(_choices(feeds)))


def _offered(answer: Answer) -> list[FeedLink]:
    from reader.cleaning.dom import decode
    from reader.sources.discover import find_feeds

    page = Page(answer.body, answer.media_type, answer.url, answer.charset)
    return find_feeds(decode(page), answer.url)


def _chosen(feeds: Sequence[FeedLink], options: AddOptions) -> list[FeedLink]:
    """The one feed there is, or those that the person chooses."""
    if len(feeds) == 1:
        return list(feeds)
    if not feeds or options.choose is None:
        return []
    numbers = options.choose(_choices(feeds)) or ()
    return [feeds[number] for number in numbers if 0 <= number < len(feeds)]


def _choices(feeds: Sequence[FeedLink]) -> list[FeedChoice]:
    seen = [clean_line(shown(feed.url, private=True)) for feed in feeds]
    return [
        FeedChoice(clean_line(feed.title) or url, url, feed.url)
        for feed, url in zip(feeds, seen, strict=True)
    ]


def _add_page(run: Refreshing, answer: Answer, url: str, options: AddOptions) -> Iterator[Added]:
    item = FeedItem(key=url, url=answer.url)
    wanted = Wanted(
        item, f"page {url}", target=shown(url), asked=True, force=options.force, hints=options.hints
    )
    yield from run.given(wanted, answer)


def _follow(
    run: Refreshing, feeds: Iterable[tuple[str, str, str]], given: Answer | None = None
) -> Iterator[Added]:
    """Follow feeds (address, title, how they are spoken of) and take in what they have."""
    rows: list[FeedRow] = []
    targets: dict[int, str] = {}
    for url, title, target in feeds:
        row, new = run.library.feeds.subscribe(url, title=clean_line(title, 200))
        if new:
            rows.append(row)
            targets[row.id] = target
        else:
            yield Added(shown(target, private=True), None, "known", row.title, _FOLLOWED_ALREADY)
    yield from _refreshed(run, rows, targets, given=given)


def _refreshed(
    run: Refreshing,
    rows: Sequence[FeedRow],
    targets: dict[int, str],
    *,
    known: bool = False,
    given: Answer | None = None,
) -> Iterator[Added]:
    """The lines of articles as they come, and one for each feed when it is done."""
    answers = {row.id: given for row in rows} if given is not None else None
    for event in run.refresh(rows, "by name", answers):
        if isinstance(event, Added):
            yield event
        else:
            yield _feed_line(event, shown(targets[event.feed_id], private=True), known=known)


def _feed_line(outcome: FeedOutcome, target: str, *, known: bool) -> Added:
    said = _FOLLOWED_ALREADY if known else _FOLLOWED
    if outcome.error:
        return Added(target, None, "refused", outcome.title, f"{said}, but: {outcome.error}")
    if outcome.note:
        said = f"{said}; {outcome.note}"
    return Added(target, None, "known" if known else "added", outcome.title, said)


def _remember_private(library: Library, url: str) -> None:
    """The person allowed this server; later refreshes need not be told again."""
    from reader.sources.guard import is_private_server

    if not is_private_server(url):
        return
    hosts = library.state.get("private_hosts", [])
    host = host_of(url)
    if host not in hosts:
        library.state.set("private_hosts", [*hosts, host])


def _add_opml(run: Refreshing, body: bytes) -> Iterator[Added]:
    from reader.sources.opml import parse_opml

    outline = parse_opml(body)
    if not outline.feeds and not outline.refused:
        raise ReaderError("it is an OPML file without feeds")
    rows: list[FeedRow] = []
    for url, reason in outline.refused:
        yield Added(clean_line(without_secrets(url), 200), None, "refused", reason=reason)
    for feed in outline.feeds:
        title, tags = clean_line(feed.title, 200), [clean_line(tag, 60) for tag in feed.tags]
        row, new = run.library.feeds.subscribe(
            feed.url, title=title, site_url=feed.site_url, tags=tags
        )
        if new:
            # It may be the person's own name for it; if it is the feed's, fetching will tell.
            run.library.feeds.update(row.id, title=title)
            rows.append(run.library.feeds.get(row.id) or row)
        else:
            yield Added(shown(feed.url, private=True), None, "known", row.title, _FOLLOWED_ALREADY)
    yield from _refreshed(run, rows, {row.id: row.url for row in rows})


def _add_feed_file(
    run: Refreshing, body: bytes, target: str, options: AddOptions
) -> Iterator[Added]:
    """A feed on disk: its own words become articles; nothing is fetched."""
    feed = gated(parse_feed(body, None))
    wanted = [
        Wanted(
            item, target, target=shown(item.url) if item.url else f"{target}: {item.title}",
            page=False, force=options.force, hints=options.hints, fallback_site=feed.title,
        )
        for item in feed.items
    ]  # fmt: skip
    if not wanted:
        raise ReaderError("it is a feed without articles")
    yield from run.pages(wanted)


def _add_list(run: Refreshing, body: bytes, name: str, options: AddOptions) -> Iterator[Added]:
    """Addresses another program has kept: feeds are followed, pages fetched and kept."""
    from reader.sources.discover import is_feed_address
    from reader.sources.lists import parse_list

    listing = parse_list(body, name)
    for url, reason in listing.refused:
        yield Added(clean_line(without_secrets(url), 200), None, "refused", reason=reason)
    feeds: list[FeedRow] = []
    pages: dict[str, Listed] = {}
    for entry in listing.entries:
        is_feed = entry.kind == "feed" or (entry.kind == "either" and is_feed_address(entry.url))
        if not is_feed or options.page_only:
            pages[entry.url] = entry
            continue
        tags = [clean_line(tag, 60) for tag in entry.tags]
        title = clean_line(entry.title or "", 200)
        row, new = run.library.feeds.subscribe(entry.url, tags=tags)
        if new:
            if title:  # newsboat's "~title" is the person's own
                run.library.feeds.update(row.id, title=title)
            feeds.append(run.library.feeds.get(row.id) or row)
        else:
            yield Added(shown(entry.url, private=True), None, "known", row.title, _FOLLOWED_ALREADY)
    yield from _add_listed_pages(run, pages, options)
    if not stopped(run.cancel):
        yield from _refreshed(run, feeds, {row.id: row.url for row in feeds})


def _add_listed_pages(
    run: Refreshing, pages: dict[str, Listed], options: AddOptions
) -> Iterator[Added]:
    library = run.library
    wanted: list[Wanted] = []
    by_target: dict[str, Listed] = {}
    for url, entry in pages.items():
        target = shown(url)
        article = library.articles.by_url(canonical(url))
        if article is not None and not options.force:
            row = library.articles.rows([article]).get(article)
            yield Added(target, article, "known", row.title if row else None)
            continue
        by_target[target] = entry
        item = FeedItem(key=url, url=url, title=None, html=entry.html)
        wanted.append(
            Wanted(
                item, f"host {host_of(url)}", target=target, asked=True, force=options.force,
                hints=options.hints, fallback_title=clean_line(entry.title or "", 500) or None,
            )
        )  # fmt: skip
    for line in run.pages(wanted):
        listed = by_target.get(line.target)
        if listed is not None and line.id is not None:
            tags = [clean_line(tag, 60) for tag in listed.tags]
            library.reading.change(
                [line.id],
                read=True if listed.read else None,
                starred=True if listed.starred else None,
                later=not listed.read,
                add_tags=tags,
            )
        yield line


def _add_archive(
    library: Library,
    path: Path,
    options: AddOptions,
    on_progress: Progress | None,
    cancel: threading.Event | None,
) -> Iterator[Added]:
    """The pages of a WARC file; a second run goes on where an interrupted one was."""
    from reader.sources.archives import warc_pages
    from reader.sources.files import lighter

    known: list[Added] = []
    trouble: list[ReaderError] = []

    def items() -> Iterator[Item]:
        pages = warc_pages(path)
        while not stopped(cancel):
            try:
                page = lighter(next(pages))
            except StopIteration:
                return
            except ReaderError as error:
                trouble.append(error)
                return
            part = page.url or ""
            article = None if options.force else library.files.article(path, part)
            if article is not None:
                known.append(Added(shown(part), article, "known"))
                continue
            yield Item(shown(part), CleanJob(page, options.hints, options.force), path, part)

    done = 0
    with cleaning_pool(options.workers, options.nice) as pool:
        for line in store_cleaned(library, pool, items(), options):
            done += 1
            if on_progress is not None:
                on_progress("import", done, None)
            yield line
            while known:
                done += 1
                yield known.pop(0)
    yield from known
    if trouble:
        yield Added(str(path), None, "refused", reason=str(trouble[0]))
    elif not done and not known:
        yield Added(str(path), None, "refused", reason="there are no pages in this archive")
