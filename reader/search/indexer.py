"""Keeps the index in step with the library.

SQLite is the truth. The library queues every change with the change itself; this drains the
queue into the index, and takes an entry off only when the index has it on the disk. Whatever
is damaged, missing, or of another version or another library's is built anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

from whoosh.util.filelock import FileLock

from reader.library.rows import Change
from reader.library.store import Library
from reader.news import ReaderError
from reader.search.bulk import Build, Crew, Stopped, fill, groups, work
from reader.search.codec import unpack
from reader.search.place import Place, State, seal_of
from reader.search.schema import ARTICLES, VERSION
from reader.search.segments import READ_ERRORS, Segment
from reader.search.writing import Writer

Progress = Callable[[int, int], None]
"""Called with how many articles are done and how many there are."""

COMMIT = 2000
"""Changed articles in one commit at most."""
FIRST_LOOK = 1000
"""After so many articles a rebuild shows what it has, where there is nothing else to search;
and again whenever it has four times as many."""
KEY = "index"


class IndexBusy(ReaderError):
    """Another process writes the index."""


def index_pending(
    library: Library,
    *,
    progress: Progress | None = None,
    cancel: Event | None = None,
    wait: float = 60.0,
) -> int:
    """Take up all changes of the library; how many articles that were.

    Cheap where there is nothing to do. A damaged or missing index is built anew. Waits so
    many seconds for another process that is indexing, and then raises IndexBusy.
    """
    place = Place(library.folder)
    if not library.changes.remaining() and _trouble(library, place) is None:
        return 0
    with _lock(place, cancel, wait):
        if _trouble(library, place) is not None:
            return _rebuild(library, place, progress, cancel)
        try:
            return _drain(library, place, progress, cancel)
        except READ_ERRORS as error:
            place.mark_damaged(f"{type(error).__name__}: {error}")
            return _rebuild(library, place, progress, cancel)


def rebuild(
    library: Library, *, progress: Progress | None = None, cancel: Event | None = None
) -> int:
    """Build the index anew from the library; how many articles it has then.

    The index there is stays in use until the new one is whole.
    """
    place = Place(library.folder)
    with _lock(place, cancel):
        return _rebuild(library, place, progress, cancel)


def trouble(library: Library) -> str | None:
    """Why the index must be built anew, in a sentence; None where it need not. Quick."""
    return _trouble(library, Place(library.folder))


def health(library: Library) -> list[str]:
    """What is wrong with the index, in plain words; nothing where it is whole."""
    place = Place(library.folder)
    if reason := _trouble(library, place):
        return [f"{reason} It will be built anew; “reader reindex” does so at once."]
    found: list[str] = []
    try:
        indexed = _read_through(place, place.read() or State())
    except READ_ERRORS as error:
        place.mark_damaged(str(error))
        return [f"The index is damaged ({error}). “reader reindex” builds it anew."]
    waiting = {change.article_id for change in library.changes.pending(0, 1_000_000)}
    known = set(library.articles.all_ids())
    if missing := known - indexed - waiting:
        found.append(f"{len(missing)} articles are not in the index; “reader reindex” adds them.")
    if extra := indexed - known - waiting:
        found.append(
            f"{len(extra)} articles in the index are gone; “reader reindex” takes them out."
        )
    return found


def _trouble(library: Library, place: Place) -> str | None:
    """Why the index cannot be continued, in a sentence; None where it can."""
    state = place.read()
    if state is None:
        return "There is no index that this version of reader can read."
    if place.damage() is not None or not place.complete(state):
        return "The index is damaged."
    if state.building:
        return "The index is not finished."
    if state.version != VERSION:
        return "The index was made by another version of reader."
    if state.seq > library.changes.latest():
        return "The index is newer than the library."
    written = library.state.get(KEY, {})
    if isinstance(written, dict):
        theirs = (str(written.get("folder", "0")), int(written.get("commit", 0)))
        ours = (state.folder, sum(state.commits.values()))
        if int(theirs[0]) > int(ours[0]) or (theirs[0] == ours[0] and theirs[1] > ours[1]):
            return "The index is older than the library."
    return None


@contextmanager
def _lock(place: Place, cancel: Event | None, wait: float = 60.0) -> Iterator[None]:
    place.root.mkdir(parents=True, exist_ok=True)
    lock: Any = FileLock(str(place.root / "writer.lock"))
    end = time.monotonic() + wait
    while not lock.acquire():
        if time.monotonic() > end or (cancel is not None and cancel.is_set()):
            raise IndexBusy("Another process is writing the index; try again in a moment.")
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()


def _drain(library: Library, place: Place, progress: Progress | None, cancel: Event | None) -> int:
    done = 0
    while cancel is None or not cancel.is_set():
        changes = library.changes.pending(0, COMMIT)
        if not changes:
            break
        with Writer(place, place.read() or State()) as writer:
            _apply(library, writer, changes)
            state = writer.commit(seq=max(writer.state.seq, changes[-1].seq))
            _record(library, state, changes)
            done += len(changes)
            waiting = library.changes.remaining()
            if progress:
                progress(done, done + waiting)
            # What waits is to be found first.
            if not waiting and writer.merge():
                _record(library, writer.state, [])
    return done


def _apply(library: Library, writer: Writer, changes: Sequence[Change]) -> None:
    ids = [change.article_id for change in changes]
    writer.delete("articles", "id", ids)
    writer.delete("quotes", "article", ids)
    fill(library, writer, [change.article_id for change in changes if change.what == "put"])


def _record(library: Library, state: State, changes: Sequence[Change]) -> None:
    """Tell the library what the index has."""
    with library.transaction():
        library.state.set(KEY, {"folder": state.folder, "commit": sum(state.commits.values())})
        if changes:
            library.changes.done_entries(changes)


def _rebuild(
    library: Library, place: Place, progress: Progress | None, cancel: Event | None
) -> int:
    old = place.read()
    usable = old is not None and place.damage() is None and not old.building
    seq = library.changes.latest()
    ids = library.articles.all_ids()
    state = State(folder=place.next_folder(), building=len(ids))
    done, shown = 0, FIRST_LOOK
    with (
        suppress(Stopped),
        Crew(library.folder, state.folder, cancel) as crew,
        Writer(place, state) as writer,
    ):
        jobs = groups(ids, FIRST_LOOK)
        for job, segments in zip(jobs, _built(crew, writer, library, jobs), strict=True):
            if cancel is not None and cancel.is_set():
                raise Stopped
            writer.take(segments)
            done += len(job)
            if not usable and done >= shown and done < len(ids):
                writer.commit(building=len(ids) - done)
                shown *= 4
            if progress:
                progress(done, len(ids))
        parts = {name: part.entries for name, part in writer.parts.items() if len(part.entries) > 1}
        writer.replace(crew.merge(parts) if parts else {})
        state = writer.commit(seq=seq, building=0)
    if state.building:
        return done
    _record(library, state, [])
    library.changes.done(seq)
    place.clear_damage()
    place.sweep(state)
    return len(ids)


def _built(
    crew: Crew, writer: Writer, library: Library, jobs: list[Sequence[int]]
) -> Iterator[dict[str, list[Any]]]:
    """The segments of each job; of a few articles made here, sooner than a process starts."""
    if len(jobs) > 1 and crew.size > 1:
        yield from crew.build(jobs)
        return
    for ids in jobs:
        yield work(Build(library.folder, writer.state.folder, tuple(ids)))


def _read_through(place: Place, state: State) -> set[int]:
    """Read every file of the index once; the articles in it. Raises where something is broken."""
    indexed: set[int] = set()
    if broken := [
        name for name, seal in state.files.items() if seal_of(place, state, name) != seal
    ]:
        raise EOFError(f"{broken[0]} is not as it was written")
    with Writer(place, state) as writer:
        for part in writer.parts.values():
            for entry in part.entries:
                segment = part.segment(entry)
                _read_segment(segment)
                if part.layout is ARTICLES:
                    gone = set(entry.deleted_docs())
                    ids = segment.numbers("id").tolist()
                    indexed.update(n for place_, n in enumerate(ids) if place_ not in gone)
    return indexed


def _read_segment(segment: Segment) -> None:
    layout = segment.layout
    lists = [field for name in layout.texts for field in layout.lists(name)]
    for field in (*lists, *layout.keywords):
        for _, entry in segment.terms.entries(field):
            unpack(segment.terms.packed(entry))
    for name in layout.numbers:
        segment.numbers(name)
    for name in layout.texts:
        segment.lengths(name)
    for name in layout.references:
        segment.references(name)
    for name in layout.strings:
        segment.strings(name)
