"""Many articles are indexed by several processes, with the same result as by one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from reader.library.store import Library
from reader.search import bulk, indexer
from reader.search.bulk import Crew, Stopped, groups
from reader.search.indexer import health, index_pending, rebuild
from reader.search.place import Place, State
from reader.search.searcher import Searcher
from reader.search.writing import Writer
from reader.workers import WorkerPool
from tests.search.conftest import article, fill


@pytest.fixture
def many(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that is large enough for several processes, as these tests have it."""
    monkeypatch.setattr(indexer, "FIRST_LOOK", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    fill(library)
    for number in range(20):
        library.articles.add(article(f"Beacon {number} of the harbour.", f"Light {number}"))
    return library


def answers(library: Library) -> list[object]:
    """What some searches find, with scores."""
    searcher = Searcher(library)
    return [
        searcher.articles("harbour").hits,
        searcher.articles('"of the harbour" -beacon OR title:light').hits,
        searcher.quotes("speaker:miller targets").hits,
        searcher.facets(""),
    ]


def dies(job: object) -> None:
    """A task that takes its process with it."""
    os._exit(3)


def test_several_processes_make_the_same_index(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    assert rebuild(many, progress=lambda done, total: seen.append((done, total))) == 23
    assert seen == [(3, 23), (9, 23), (21, 23), (23, 23)]
    together = answers(many)
    assert health(many) == []
    opened = Searcher(many).index.get()
    assert opened is not None
    assert len(opened.articles.segments) == len(opened.quotes.segments) == 1
    os.cpu_count = lambda: 1
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    rebuild(many)
    assert answers(many) == together


def test_what_is_there_is_found_while_the_first_index_is_made(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(many)
    seen: list[int] = []

    def look(done: int, total: int) -> None:
        results = searcher.articles("harbour")
        seen.append(results.total)
        if done < total:
            assert results.partial
            assert results.note

    index_pending(many, progress=look)
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1]
    assert not searcher.articles("harbour").partial
    assert searcher.articles("harbour").total == 22


def test_a_worker_that_dies_costs_nothing(many: Library) -> None:
    ids = many.articles.all_ids()
    place = Place(many.folder)
    state = State(folder=place.next_folder())
    with Crew(many.folder, state.folder) as crew, Writer(place, state) as writer:
        crew.pool.close()
        crew.pool = WorkerPool("tests.search.test_bulk:dies", 1, 60.0)
        for segments in crew.build(groups(ids, 5)):
            writer.take(segments)
        sizes = [entry.doc_count_all() for entry in writer.parts["articles"].entries]
    assert sizes == [5, 10, 8]


def test_stopped_work_leaves_the_old_index(many: Library) -> None:
    index_pending(many)
    before = answers(many)
    cancel = threading.Event()
    assert rebuild(many, progress=lambda done, total: cancel.set(), cancel=cancel) < 23
    assert answers(many) == before
    assert rebuild(many) == 23
    [folder] = [path for path in (many.folder / "index").iterdir() if path.is_dir()]
    assert folder.name == "3"
    with Crew(many.folder, "1", cancel) as crew, pytest.raises(Stopped):
        next(crew.build([many.articles.all_ids()]))


def test_jobs_grow(tmp_path: Path) -> None:
    ids = range(40_000)
    sizes = [len(some) for some in groups(ids, 1000)]
    assert sizes[:5] == [1000, 2000, 4000, 6000, 6000]
    assert sum(sizes) == 40_000
    assert max(sizes) == bulk.JOB
    assert groups([], 5) == []
