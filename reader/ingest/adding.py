"""Adding: files, folders, standard input and addresses become articles of the library."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.addresses import shown
from reader.config import resource
from reader.ingest.cleaning import cleaning_pool, reason_of, said_of
from reader.ingest.indexing import Alongside, index_pending
from reader.ingest.model import Added, AddOptions, Progress, stopped
from reader.ingest.work import FileJob
from reader.library.store import Library
from reader.news import Hints, ReaderError
from reader.sources.urls import canonical
from reader.workers import WorkerPool

if TYPE_CHECKING:
    from reader.cleaning.work import CleanJob
    from reader.sources.files import Found

_SAMPLES = "samples"
_LINGER = 0.1
"""Seconds to collect pages for one commit: each waits for the disk."""


@dataclass(frozen=True, slots=True)
class Item:
    """A page to clean, and how it is spoken of in its line."""

    target: str
    job: FileJob | CleanJob
    path: Path | None = None
    part: str = ""


def add(
    library: Library,
    targets: Sequence[str],
    options: AddOptions | None = None,
    *,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    index: bool = True,
) -> Iterator[Added]:
    """Add all targets; a line for each thing found, once it is safely stored.

    Files, folders, ``-`` for standard input, addresses of feeds and pages, OPML files,
    archives. What can't be used is refused on its own line; the rest goes on. At the end
    all of it is searchable, unless ``index`` is false. A second run goes on where an
    interrupted one was.
    """
    options = options or AddOptions()
    found: list[Found] = []
    for target in targets:
        if _is_address(target):
            yield from _add_address(library, target, options, on_progress, cancel)
        else:
            yield from _find(target, found)
    if found and not stopped(cancel):
        with Alongside(library, options.nice) as indexing:
            for line in _add_found(library, found, options, on_progress, cancel):
                yield line
                if index and line.status in ("added", "updated"):
                    indexing.stored()
    if index:
        index_pending(library, on_progress=on_progress, cancel=cancel)


def samples_wanted(library: Library) -> bool:
    """Whether this is a first run, with nothing in the library yet."""
    return library.state.get(_SAMPLES) is None and not library.articles.ids(limit=1)


def add_samples(
    library: Library,
    *,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    nice: int = 0,
    index: bool = True,
) -> Iterator[Added]:
    """Take in the sample articles that come with the program, once."""
    folder = resource("seeds")
    files = sorted(str(path) for path in folder.iterdir() if path.suffix in (".html", ".txt"))
    options = AddOptions(sample=True, nice=nice)
    yield from add(library, files, options, on_progress=on_progress, cancel=cancel, index=index)
    if not stopped(cancel):
        library.state.set(_SAMPLES, "added")


def store_cleaned(
    library: Library,
    pool: WorkerPool,
    items: Iterable[Any],
    options: AddOptions,
    *,
    feed_id: int | None = None,
) -> Iterator[Added]:
    """Clean items in the pool and store what comes of them; all that is ready, at once."""
    by_job: dict[int, Item] = {}

    def jobs() -> Iterator[FileJob | CleanJob]:
        for item in items:
            by_job[id(item.job)] = item
            yield item.job

    for batch in pool.map_batches(jobs(), _LINGER):
        lines: list[Added] = []
        with library.transaction():
            for job, outcome in batch:
                item = by_job.pop(id(job))
                lines.append(_store(library, item, outcome, options, feed_id))
        yield from lines  # only now, for only now is it on the disk


def _is_address(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))


def _add_address(
    library: Library,
    target: str,
    options: AddOptions,
    on_progress: Progress | None,
    cancel: threading.Event | None,
) -> Iterator[Added]:
    from reader.ingest.feeds import add_target

    try:
        yield from add_target(library, target, options, on_progress=on_progress, cancel=cancel)
    except ReaderError as error:
        said = shown(target, private=True) if _is_address(target) else target
        yield Added(said, None, "refused", reason=str(error))


def _find(target: str, found: list[Found]) -> Iterator[Added]:
    from reader.sources.files import find

    try:
        found.extend(find([target]))
    except ReaderError as error:
        yield Added(target, None, "refused", reason=str(error))


def _add_found(
    library: Library,
    found: Sequence[Found],
    options: AddOptions,
    on_progress: Progress | None,
    cancel: threading.Event | None,
) -> Iterator[Added]:
    pages: list[Found] = []
    others: list[Found] = []
    done, total = 0, len(found)
    for each in found:
        if each.kind != "page":
            others.append(each)
        elif (known := _already(library, each, options)) is not None:
            done += 1
            yield known
        else:
            pages.append(each)
    if pages:
        with cleaning_pool(options.workers, options.nice) as pool:
            items = (_page_item(page, options) for page in _until(pages, cancel))
            for line in store_cleaned(library, pool, items, options):
                done += 1
                if on_progress is not None:
                    on_progress("import", done, total)
                yield line
    for each in others:  # after the pages: a feed beside its saved pages finds them known
        if not stopped(cancel):
            yield from _add_address(library, str(each.path), options, on_progress, cancel)


def _until(found: Iterable[Found], cancel: threading.Event | None) -> Iterator[Found]:
    for each in found:
        if stopped(cancel):
            return
        yield each


def _already(library: Library, found: Found, options: AddOptions) -> Added | None:
    """The line for a file that was taken in before and has not changed since."""
    if options.force or options.hints != Hints() or str(found.path) == "-":
        return None
    article = library.files.article(Path(found.path))
    if article is None:
        return None
    row = library.articles.rows([article]).get(article)
    return Added(str(found.path), article, "known", row.title if row else None)


def _page_item(found: Found, options: AddOptions) -> Item:
    if str(found.path) == "-":
        from reader.cleaning.work import CleanJob
        from reader.sources.files import read

        return Item("-", CleanJob(read("-"), options.hints, options.force))
    path = Path(found.path)
    return Item(str(path), FileJob(path, options.hints, options.force), path)


def _store(
    library: Library, item: Item, outcome: Any, options: AddOptions, feed_id: int | None
) -> Added:
    if isinstance(outcome, BaseException):
        return Added(item.target, None, "refused", reason=reason_of(outcome))
    article = outcome.article
    if article is None:
        return Added(item.target, None, "refused", reason=said_of(outcome))
    if article.url is not None:
        article = replace(article, url=canonical(article.url))
    try:
        with library.transaction():
            added = library.articles.add(
                article, feed_id=feed_id, sample=options.sample, traits=outcome.traits
            )
            if item.path is not None:
                library.files.remember(item.path, added.id, item.part)
    except UnicodeError:
        return Added(item.target, None, "refused", reason="its text holds broken characters")
    title = article.title
    if added.status == "known":
        row = library.articles.rows([added.id]).get(added.id)
        title = row.title if row else title
    return Added(item.target, added.id, added.status, title, outcome.reason)
