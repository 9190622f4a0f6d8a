"""What is let go of by the person's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import config
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


def test_nothing_goes_while_the_settings_cannot_be_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path / "library")
    for n in range(3):
        library.articles.add(article(f"Story {n}. " * 20))
    file = tmp_path / "config.toml"
    monkeypatch.setenv("READER_CONFIG", str(file))
    monkeypatch.setattr(config, "_strict", False)
    file.write_text("[retention]\narticles = 1\nversion = 500\n", "utf-8")
    assert retain(library) == 0
    file.write_text("[retention]\narticles = 1\nversions = 500\n", "utf-8")
    assert retain(library) == 2
    library.close()
