"""Adding files and folders: each on its line, the rest goes on, all searchable at the end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import resource
from reader.ingest import AddOptions, add, add_samples, ensure_index, samples_wanted
from reader.library.check import check
from reader.library.store import Library
from reader.news import Hints
from reader.search.indexer import health
from reader.search.searcher import Searcher
from tests.ingest.pages import folder, html, sentences


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def test_a_folder_is_added_and_found(library: Library, tmp_path: Path) -> None:
    pages = folder(tmp_path / "pages", 6)
    progress: list[tuple[str, int, int | None]] = []
    lines = list(add(library, [str(pages)], on_progress=lambda *step: progress.append(step)))
    assert {line.status for line in lines} == {"added"}
    assert {line.target for line in lines} == {str(path) for path in pages.iterdir()}
    assert ("import", 6, 6) in progress
    row = library.articles.rows([lines[0].id or 0])[lines[0].id or 0]
    assert (row.site, row.title) == ("Harbour Gazette", lines[0].title)
    assert Searcher(library).articles("gazette OR ward").total == 6
    assert library.queue.remaining() == 6
    assert check(library) == []


def test_the_index_grows_while_pages_come_in(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ingest.indexing._ENOUGH", 4)
    indexed = 0
    for number, _ in enumerate(add(library, [str(folder(tmp_path / "pages", 40))])):
        if number == 20:  # at rest, while the first round of indexing goes on beside it
            until = time.monotonic() + 120
            while not indexed and time.monotonic() < until:
                indexed = len(library.articles.all_ids()) - library.changes.remaining()
                time.sleep(0.05)
    assert indexed
    assert library.changes.remaining() == 0
    assert Searcher(library).articles("gazette OR ward").total == 40
    assert health(library) == []


def test_a_second_run_knows_what_it_has(library: Library, tmp_path: Path) -> None:
    pages = folder(tmp_path / "pages", 3)
    first = {line.target: line for line in add(library, [str(pages)], index=False)}
    folder(pages, 1, first=7)
    changed = pages / "report-00001.html"
    changed.write_text(html(1).replace("wrote it down", "wrote it all down"), encoding="utf-8")
    lines = {Path(line.target).name: line for line in add(library, [str(pages)], index=False)}
    assert {name: line.status for name, line in lines.items()} == {
        "report-00000.html": "known",
        "report-00001.html": "updated",
        "report-00002.html": "known",
        "report-00007.html": "added",
    }
    assert lines["report-00001.html"].id == first[str(changed)].id
    assert lines["report-00000.html"].title == first[str(pages / "report-00000.html")].title


def test_a_removed_article_can_be_added_again(library: Library, tmp_path: Path) -> None:
    pages = folder(tmp_path / "pages", 1)
    (line,) = add(library, [str(pages)], index=False)
    library.articles.remove([line.id or 0])
    (again,) = add(library, [str(pages)], index=False)
    assert again.status == "added"


def test_what_cannot_be_used_is_refused_and_the_rest_goes_on(
    library: Library, tmp_path: Path
) -> None:
    pages = folder(tmp_path / "pages", 2)
    (pages / "short.html").write_text("<html><body><p>Not found</p></body></html>")
    (pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50)
    (pages / "empty.html").write_bytes(b"")
    (pages / "huge.html").write_bytes(b"<html><body>" + b"<p>word</p>" * 400_000)
    missing = str(tmp_path / "nowhere.html")
    lines = {
        Path(line.target).name: line for line in add(library, [missing, str(pages)], index=False)
    }
    refused = {name for name, line in lines.items() if line.status == "refused"}
    assert refused == {"nowhere.html", "short.html", "picture.txt", "empty.html", "huge.html"}
    assert all(lines[name].reason and lines[name].id is None for name in refused)
    assert len(library.articles.all_ids()) == 2
    assert check(library) == []


def test_force_takes_what_is_hardly_an_article(library: Library, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A short note.")
    (refused,) = add(library, [str(note)], index=False)
    (taken,) = add(library, [str(note)], AddOptions(force=True), index=False)
    assert (refused.status, taken.status) == ("refused", "added")


def test_hints_of_the_caller_win(library: Library, tmp_path: Path) -> None:
    pages = folder(tmp_path / "pages", 1)
    options = AddOptions(hints=Hints(title="My title", site="My site"))
    (line,) = add(library, [str(pages)], options, index=False)
    row = library.articles.rows([line.id or 0])[line.id or 0]
    assert (row.title, row.site) == ("My title", "My site")


def test_a_page_that_kills_its_worker_costs_that_page(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = folder(tmp_path / "pages", 4)
    (pages / "report-00002.html").unlink()
    (pages / "report-00002.html").mkdir()  # not a file by the time it is read
    (pages / "deep.html").write_text("<div>" * 60_000 + " ".join(sentences(5)))
    lines = list(add(library, [str(pages)], index=False))
    assert sum(line.status == "added" for line in lines) >= 3
    assert check(library) == []


def test_an_import_can_be_cancelled_and_resumed(library: Library, tmp_path: Path) -> None:
    pages = folder(tmp_path / "pages", 60)
    cancel = threading.Event()
    lines = []
    for line in add(library, [str(pages)], AddOptions(workers=1), cancel=cancel, index=False):
        lines.append(line)
        cancel.set()
    assert 0 < len(lines) < 60
    assert len(library.articles.all_ids()) == len(lines)
    assert len(list(add(library, [str(pages)], index=False))) == 60
    assert len(library.articles.all_ids()) == 60


def test_the_samples_come_once(library: Library) -> None:
    assert samples_wanted(library)
    lines = list(add_samples(library, index=False))
    seeds = [path for path in resource("seeds").iterdir() if path.suffix in (".html", ".txt")]
    assert [line.status for line in lines] == ["added"] * len(seeds)
    assert not samples_wanted(library)
    assert library.articles.remove_samples() == len(seeds)
    assert not samples_wanted(library)


_ADD = """
import sys
from pathlib import Path
from reader.ingest import add
from reader.library.store import Library
library = Library.open(Path(sys.argv[1]))
print(sum(line.status != "refused" for line in add(library, [sys.argv[2]])))
"""


def test_two_processes_add_and_index_at_once(tmp_path: Path) -> None:
    pages = [folder(tmp_path / "a", 15), folder(tmp_path / "b", 15, first=10)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _ADD, str(tmp_path / "library"), str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for path in pages
    ]
    assert [process.communicate()[0].strip() for process in processes] == ["15", "15"]
    library = Library.open(tmp_path / "library")
    assert len(library.articles.all_ids()) == 25
    assert ensure_index(library) is None
    assert Searcher(library).articles("gazette OR ward").total == 25
    assert check(library) == []
    library.close()


def test_a_damaged_index_is_made_anew(library: Library, tmp_path: Path) -> None:
    list(add(library, [str(folder(tmp_path / "pages", 5))]))
    for file in (library.folder / "index").rglob("*"):
        if file.is_file() and file.stat().st_size > 100:
            file.write_bytes(b"\xa5" * 100)
    assert health(library) != []
    assert "anew" in (ensure_index(library) or "")
    assert ensure_index(library) is None
    assert Searcher(library).articles("gazette OR ward").total == 5
