"""The index stays in step with the library, whatever happens to its files or to a process."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.store import Library
from reader.search import standin, writing
from reader.search.indexer import IndexBusy, _lock, health, index_pending, rebuild, trouble
from reader.search.place import Place
from reader.search.results import Facets
from reader.search.schema import READABLE
from reader.search.searcher import Searcher
from tests.search.conftest import Shared, article, fill
from tests.search.torture import TORTURE


@pytest.mark.parametrize("query", TORTURE, ids=range(len(TORTURE)))
def test_whatever_is_typed_gives_results_or_a_hint(shared: Shared, query: str) -> None:
    results = shared.searcher.articles(query)
    assert results.total >= len(results.hits)
    shared.searcher.quotes(query)
    shared.searcher.facets(query)
    shared.searcher.suggest(query)
    shared.searcher.snippets(query, shared.ids.values())
    assert trouble(shared.library) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_searched(shared: Shared, text: str) -> None:
    shared.searcher.articles(text)
    shared.searcher.quotes(text, speaker=text, about=text)
    assert trouble(shared.library) is None


def test_searches_in_many_threads_agree(shared: Shared) -> None:
    queries = ["harbour", '"legitimate targets"', "speaker:miller", "har*", "storm OR ferry"] * 8
    expected = [shared.searcher.ids(query) for query in queries]
    searcher = Searcher(shared.library)
    found: dict[int, set[int]] = {}
    errors: list[Exception] = []

    def search(number: int) -> None:
        try:
            found[number] = searcher.ids(queries[number])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=search, args=(n,)) for n in range(len(queries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert [found[number] for number in range(len(queries))] == expected


# Damage


def files(library: Library) -> list[Path]:
    """The files of the present index."""
    place = Place(library.folder)
    state = place.read()
    assert state is not None
    return sorted(path for path in place.folder(state).iterdir() if path.stat().st_size)


def repaired(library: Library, searcher: Searcher) -> bool:
    """Bring the index up to date; is everything found again?"""
    index_pending(library)
    return searcher.articles("harbour").total == 2 and searcher.quotes("miller").total == 2


def test_a_missing_index_is_built(library: Library, news: dict[str, int]) -> None:
    searcher = Searcher(library)
    shutil.rmtree(library.folder / "index")
    results = searcher.articles("harbour")
    assert results.total == 2  # of the newest articles, whose files are elsewhere
    assert results.partial
    assert results.note == standin.NOTE.format(count=3)
    assert searcher.articles("").total == 3  # the list by date needs no index
    assert trouble(library)
    assert health(library)
    assert repaired(library, searcher)
    assert health(library) == []


@pytest.mark.skipif(os.name == "nt", reason="no file can be cut off there that is in use")
@pytest.mark.parametrize("left", [0, 200])
def test_files_may_be_cut_while_they_are_in_use(
    searcher: Searcher, library: Library, news: dict[str, int], left: int
) -> None:
    assert searcher.articles("harbour").total == 2
    for path in (library.folder / "index").glob("*/*.*"):
        if path.stat().st_size > left:
            os.truncate(path, left)
    for query in ("harbour", "storm", "harb*", "speaker:miller"):
        results = searcher.articles(query)
        assert results.partial
        assert results.note
    assert searcher.quotes("legitimate").note
    index_pending(library)
    assert searcher.articles("harbour").total == 2
    assert searcher.articles("harbour").note is None
    assert health(library) == []


def test_files_may_be_lost_or_cut_or_scrambled(library: Library, news: dict[str, int]) -> None:
    rng = random.Random(3)
    for number in range(0, len(files(library)), 2):
        path = files(library)[number]
        data = bytearray(path.read_bytes())
        how = ("lose", "cut", "scramble")[number // 2 % 3]
        if how == "lose":
            path.unlink()
        elif how == "cut":
            path.write_bytes(data[: len(data) // 2])
        else:
            for _ in range(20):
                data[rng.randrange(len(data))] ^= 1 + rng.randrange(255)
            path.write_bytes(data)
        searcher = Searcher(library)
        for query in ("harbour", '"legitimate targets"', "har*", "speaker:miller", "on:2024"):
            searcher.articles(query)  # no exception, whatever is left
            searcher.quotes(query)
            searcher.facets(query)
        assert health(library), (path.name, how)
        assert repaired(library, Searcher(library)), (path.name, how)
        assert health(library) == []


def test_an_index_of_another_version_is_built_anew(library: Library, news: dict[str, int]) -> None:
    current = library.folder / "index" / "current"
    state = json.loads(current.read_text())
    for version in (0, 999):
        current.write_text(json.dumps(state | {"version": version}))
        assert trouble(library)
        searcher = Searcher(library)
        assert searcher.articles("harbour").total == 2
        assert searcher.quotes("speaker:miller").total == 2
        assert len(searcher.facets("harbour").sources) == 2
        assert searcher.suggest("harbuor") == "harbour"
        assert repaired(library, searcher)
        assert searcher.articles("harbour").note is None


def test_what_stands_in_for_the_index_is_of_the_newest_articles_and_follows_the_library(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(library)
    assert searcher.articles("beacon").total == 0
    assert searcher.quotes("beacon").total == 0
    assert searcher.facets("beacon") == Facets()
    assert searcher.similar(1) == []
    monkeypatch.setattr(standin, "KEPT", 0.0)
    monkeypatch.setattr(standin, "NEWEST", 3)
    for day in range(1, 6):
        text = f"Beacon number{day} is dark."
        library.articles.add(article(text, "Light", published=f"2024-12-0{day}"))
    assert searcher.articles("beacon").total == 3
    assert [searcher.articles(f"number{day}").total for day in range(1, 6)] == [0, 0, 1, 1, 1]
    index_pending(library)
    assert searcher.articles("beacon").total == 5
    assert not searcher.articles("beacon").partial


def test_an_older_index_that_can_be_read_answers_until_the_new_one_is_whole(
    library: Library, news: dict[str, int]
) -> None:
    current = library.folder / "index" / "current"
    state = json.loads(current.read_text())
    current.write_text(json.dumps(state | {"version": min(READABLE)}))
    assert trouble(library) == "The index was made by another version of reader."
    searcher = Searcher(library)
    seen: list[int] = []
    library.articles.add(article("The harbour is dark.", "Light"))
    before = searcher.articles("harbour")
    assert (before.total, before.partial) == (2, True)
    assert "newest articles may be missing" in (before.note or "")
    rebuild(library, progress=lambda done, total: seen.append(searcher.articles("harbour").total))
    assert seen == [2]
    assert searcher.articles("harbour").total == 3
    assert trouble(library) is None


def test_an_older_copy_of_the_index_is_noticed(library: Library, news: dict[str, int]) -> None:
    shutil.copytree(library.folder / "index", library.folder / "copy")
    library.articles.add(article("The lighthouse is dark.", "Light"))
    index_pending(library)
    shutil.rmtree(library.folder / "index")
    (library.folder / "copy").rename(library.folder / "index")
    assert trouble(library) == "The index is older than the library."
    index_pending(library)
    assert Searcher(library).articles("lighthouse").total == 1


def test_an_index_of_a_newer_library_is_noticed(
    tmp_path: Path, library: Library, news: dict[str, int]
) -> None:
    for number in range(5):
        library.articles.add(article(f"Lighthouse {number} is dark.", "Light"))
    index_pending(library)
    other = Library.open(tmp_path / "other")
    fill(other)
    shutil.copytree(library.folder / "index", other.folder / "index")
    assert trouble(other) == "The index is newer than the library."
    assert repaired(other, Searcher(other))
    assert Searcher(other).articles("lighthouse").total == 0
    other.close()


def test_the_old_index_serves_until_the_new_one_is_whole(
    library: Library, news: dict[str, int]
) -> None:
    searcher = Searcher(library)
    seen: list[int] = []
    rebuild(library, progress=lambda done, total: seen.append(searcher.articles("harbour").total))
    assert seen == [2]
    assert searcher.articles("harbour").total == 2
    folders = [path for path in (library.folder / "index").iterdir() if path.is_dir()]
    assert len(folders) == 1


def test_a_rebuild_that_is_cancelled_leaves_the_old_index(
    library: Library, news: dict[str, int]
) -> None:
    cancel = threading.Event()
    cancel.set()
    rebuild(library, cancel=cancel)
    assert Searcher(library).articles("harbour").total == 2
    assert trouble(library) is None


# Many commits


def test_small_segments_are_merged(
    library: Library, news: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher(library)
    for number in range(12):
        library.articles.add(article(f"Beacon {number} of the harbour.", f"Light {number}"))
        if number == 5:
            library.articles.remove(news.values())
        index_pending(library)
        assert (
            searcher.articles("beacon").total
            == number + 1 - sum(1 for n in range(3, number + 1, 3) if n > 0)
            or searcher.articles("beacon").total > 0
        )
    state = Place(library.folder).read()
    assert state is not None
    opened = searcher.index.get()
    assert opened is not None
    assert len(opened.articles.segments) < writing.MANY + 1
    assert health(library) == []


def test_a_word_that_stands_very_often_leaves_the_others_in_their_places(library: Library) -> None:
    searcher = Searcher(library)
    # "wave" and "waves" each stand less than 65,536 times, their common stem more often.
    library.articles.add(article("ha " * 75_000 + "wave waves " * 40_000, "Laughter"))
    index_pending(library)
    for number in range(2 * writing.MANY):
        text = f"We hail the halls of pier {number}, wave upon wave. Zebras leave."
        library.articles.add(article(text, f"Pier {number}"))
        index_pending(library)
        assert searcher.articles('"zebras leave"').total == number + 1
        assert searcher.articles(f'"halls of pier {number}"').total == 1
    opened = searcher.index.get()
    assert opened is not None
    assert len(opened.articles.segments) < 2 * writing.MANY
    assert searcher.articles('"ha ha ha"').total == 1
    assert searcher.articles("ha").total == 1
    assert searcher.articles("waves").total == 2 * writing.MANY + 1
    assert health(library) == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None
)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove", "index"]), st.integers(0, 9)), max_size=25)
)
def test_index_and_library_agree_after_any_history(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int]]
) -> None:
    library = Library.open(tmp_path_factory.mktemp("history"))
    searcher = Searcher(library)
    for what, number in history:
        url = f"https://coast.example/{number}"
        if what == "add":
            words = f"beacon number{number} {len(library.articles.all_ids())}"
            library.articles.add(article(words, "Light", url=url))
        elif what == "remove" and (known := library.articles.by_url(url)):
            library.articles.remove([known])
        elif what == "index":
            index_pending(library)
        assert searcher.articles("").total == library.articles.count()
    index_pending(library)
    ids = set(library.articles.all_ids())
    assert searcher.ids("beacon") == ids if ids else True
    for number in range(10):
        known = library.articles.by_url(f"https://coast.example/{number}")
        assert searcher.ids(f"number{number}") == ({known} if known else set())
    assert health(library) == []
    library.close()


# Several processes


def add_many(folder: str, name: str, count: int) -> None:
    """Run in a process of its own."""
    library = Library.open(Path(folder))
    for number in range(count):
        library.articles.add(article(f"Buoy {name}{number} drifts {number}.", f"{name} {number}"))
        index_pending(library)
    library.close()


def test_two_processes_add_while_a_third_searches(library: Library, news: dict[str, int]) -> None:
    searcher = Searcher(library)
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(target=add_many, args=(str(library.folder), name, 4))
        for name in ("ebb", "flow")
    ]
    for worker in workers:
        worker.start()
    seen = 0
    while any(worker.is_alive() for worker in workers):
        results = searcher.articles("buoy OR harbour")
        assert results.total >= max(seen, 2)
        seen = results.total
        workers[0].join(0.05)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert searcher.articles("buoy").total == 8
    assert health(library) == []


def test_a_second_writer_waits_and_then_says_so(library: Library, news: dict[str, int]) -> None:
    library.articles.add(article("The lighthouse is dark.", "Light"))
    with _lock(Place(library.folder), None), pytest.raises(IndexBusy):
        index_pending(library, wait=0.1)
    assert index_pending(library) == 1
