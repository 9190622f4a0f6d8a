"""The file itself: schema, migration, transactions, damage, two at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader.library import database, schema
from reader.library.check import check
from reader.library.store import Library
from reader.news import ReaderError
from tests.library.making import annotation, article, filler


def test_a_newer_library_is_left_alone(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(ReaderError, match="newer version of reader"):
        Library.open(tmp_path)


def test_migrations_go_on_where_they_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Library.open(tmp_path)
    added = old.articles.add(article())
    old.close()
    more = "CREATE TABLE later_idea (id INTEGER PRIMARY KEY);"
    monkeypatch.setattr(database, "STEPS", (*schema.STEPS, more))
    monkeypatch.setattr(database, "NUMBER", schema.NUMBER + 1)
    new = Library.open(tmp_path)
    assert new.articles.ids() == [added.id]
    assert new.database.value("SELECT count(*) FROM later_idea") == 0
    new.close()


_FORMER = """
ALTER TABLE articles ADD COLUMN unread INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET unread = id IN (SELECT article_id FROM unread),
    starred = id IN (SELECT article_id FROM starred), later = id IN (SELECT article_id FROM later);
DROP TABLE unread;
DROP TABLE starred;
DROP TABLE later;
DROP INDEX articles_feed;
DROP INDEX articles_behind;
CREATE INDEX articles_unread ON articles(unread, lead, sort_at) WHERE unread = 1;
CREATE INDEX articles_starred ON articles(sort_at) WHERE starred = 1;
CREATE INDEX articles_later ON articles(sort_at) WHERE later = 1;
CREATE INDEX articles_feed ON articles(feed_id, sort_at, unread);
DROP INDEX quotes_said;
CREATE INDEX quotes_entity ON quotes(entity_id) WHERE entity_id IS NOT NULL;
PRAGMA user_version = 1;
"""
"""Makes a library what it was while marks were columns of the articles."""


def _tables(library: Library) -> dict[str, list[tuple[object, ...]]]:
    names = library.database.read("SELECT name FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: [
            *library.database.read(f"PRAGMA table_info({name})"),
            *library.database.read(f"PRAGMA foreign_key_list({name})"),
            *sorted(row[1:] for row in library.database.read(f"PRAGMA index_list({name})")),
            *library.database.read(f"PRAGMA index_xinfo({name})"),
        ]
        for (name,) in names
    }


def test_an_older_library_keeps_its_marks_and_gets_the_tables_of_a_new_one(tmp_path: Path) -> None:
    old = Library.open(tmp_path)
    ids = [old.articles.add(article(filler(seed))).id for seed in range(4)]
    old.reading.change(ids[:2], read=True)
    old.reading.change(ids[1:2], starred=True)
    old.reading.change(ids[2:3], later=True)
    rows, tables = old.articles.rows(ids), _tables(old)
    old.close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.executescript(_FORMER)
    new = Library.open(tmp_path)
    assert new.articles.rows(ids) == rows
    assert _tables(new) == tables
    assert check(new) == []
    new.close()


def test_a_failing_migration_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(tmp_path).close()
    bad = "CREATE TABLE later_idea (id INTEGER PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);"
    with monkeypatch.context() as patch:
        patch.setattr(database, "STEPS", (*schema.STEPS, bad))
        patch.setattr(database, "NUMBER", schema.NUMBER + 1)
        with pytest.raises(ReaderError):
            Library.open(tmp_path)
    again = Library.open(tmp_path)
    assert again.database.read("SELECT 1 FROM sqlite_master WHERE name = 'later_idea'") == []
    again.close()


def test_a_library_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no library"):
        Library.open(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_new_library_is_its_owner_s_alone(tmp_path: Path) -> None:
    Library.open(tmp_path / "new" / "library").close()
    assert (tmp_path / "new" / "library").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"this is no database, at all", b"SQLite format 3\0" * 300])
def test_a_damaged_file_gives_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.db").write_bytes(content)
    with pytest.raises(ReaderError, match=r"damaged|not a library"):
        Library.open(tmp_path)
    assert (tmp_path / "library.db").read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(ReaderError, match="another program"):
        Library.open(tmp_path)


def test_damage_inside_the_file_is_found_and_told(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    for seed in range(30):
        library.articles.add(article(filler(seed)))
    library.database.value("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    file = tmp_path / "library.db"
    content = bytearray(file.read_bytes())
    for at in range(8 * 4096, len(content) - 4096, 3 * 4096):
        content[at : at + 512] = b"\xa5" * 512
    file.write_bytes(content)
    try:
        damaged = Library.open(tmp_path)
    except ReaderError:
        return
    assert check(damaged) != []
    damaged.close()


def test_a_folder_that_cannot_be_made_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReaderError, match="cannot be used"):
        Library.open(tmp_path / "file" / "library")


def test_a_full_disk_loses_nothing_and_says_so(library: Library) -> None:
    kept = library.articles.add(article()).id
    pages = library.database.value("PRAGMA page_count")
    library.database.value(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for seed in range(50):
            library.articles.add(article(filler(seed, 3000)))

    with pytest.raises(ReaderError, match="full; what was there is safe"):
        fill()
    library.database.value("PRAGMA max_page_count = 1000000")
    assert kept in library.articles.all_ids()
    assert check(library) == []
    assert library.articles.add(article(filler(99))).status == "added"


def test_a_transaction_is_all_or_nothing(library: Library) -> None:
    def stumble(seed: int) -> None:
        with library.transaction():
            library.articles.add(article(filler(seed)))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        stumble(1)
    assert library.articles.all_ids() == []
    with library.transaction():
        library.articles.add(article(filler(1)))
        with pytest.raises(RuntimeError):
            stumble(2)  # undoes its own part only
    assert len(library.articles.all_ids()) == 1
    assert check(library) == []


def test_threads_write_and_read_at_once(library: Library) -> None:
    problems: list[BaseException] = []

    def work(thread: int) -> None:
        try:
            for number in range(10):
                added = library.articles.add(article(filler(thread * 100 + number)))
                assert library.articles.get(added.id) is not None
                library.reading.change([added.id], read=True)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(library.articles.all_ids()) == 60
    assert library.reading.unread_count() == 0


_OTHER = """
import sys
from pathlib import Path
from reader.library.store import Library
from tests.library.making import article, filler
library = Library.open(Path(sys.argv[1]))
for number in range(40):
    library.articles.add(article(filler(int(sys.argv[2]) * 1000 + number)))
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", _OTHER, str(tmp_path), str(number)])
        for number in (1, 2)
    ]
    assert [process.wait() for process in processes] == [0, 0]
    library = Library.open(tmp_path)
    assert len(library.articles.all_ids()) == 80
    assert library.changes.remaining() == 80
    assert check(library) == []
    library.close()


def test_check_finds_what_does_not_fit(library: Library) -> None:
    added = library.articles.add(article())
    library.annotations.put(added.id, 1, *annotation())
    assert check(library) == []
    with library.database.write() as connection:
        connection.execute("UPDATE texts SET text = substr(text, 1, 60)")
        connection.execute("UPDATE entities SET articles = 5")
        connection.execute("UPDATE articles SET quotes = NULL")
    problems = " ".join(check(library))
    for part in ("blocks", "mention", "Quote", "counted wrongly", "not in the queue"):
        assert part in problems


def test_closing_does_not_take_a_connection_from_a_thread_at_work(tmp_path: Path) -> None:
    for number in range(8):
        library = Library.open(tmp_path / str(number))
        begun = threading.Barrier(4)
        ends: list[str] = []

        def work(library: Library, begun: threading.Barrier, ends: list[str]) -> None:
            long = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)"
            library.database.read("SELECT 1")
            begun.wait()
            try:
                while True:
                    library.database.read(f"{long} SELECT n FROM c")
            except ReaderError as error:
                ends.append(str(error))

        threads = [threading.Thread(target=work, args=(library, begun, ends)) for _ in range(3)]
        for thread in threads:
            thread.start()
        begun.wait()
        library.close()
        for thread in threads:
            thread.join(180)
        assert ends == ["The library has been closed."] * 3
