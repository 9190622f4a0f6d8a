"""What is let go of by the person's settings."""

from __future__ import annotations

from pathlib import Path

from reader.config import Retention
from reader.ingest import retain
from reader.library.store import Library
from tests.library.making import article


def test_nothing_goes_by_itself_and_beyond_a_limit_only_what_is_not_dear(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    ids = [library.articles.add(article(f"Story {n}. " * 20)).id for n in range(6)]
    assert retain(library, Retention()) == 0
    library.reading.change(ids[:2], starred=True)
    assert retain(library, Retention(articles=2)) == 2
    left = library.articles.all_ids()
    assert set(ids[:2]) <= set(left)
    assert len(left) == 4
    library.close()
