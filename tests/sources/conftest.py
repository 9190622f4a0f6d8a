"""A server on loopback, a library, and workers that the tests of a file share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.store import Library
from tests.sources.following import LastingPool
from tests.sources.server import Server, running


@pytest.fixture(scope="module")
def workers() -> Iterator[LastingPool]:
    pool = LastingPool("reader.ingest.feed_work:work", 1, 300.0)
    yield pool
    pool.end()


@pytest.fixture
def library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: LastingPool
) -> Iterator[Library]:
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setattr("reader.ingest.refreshing.fetching_pool", lambda *_: workers)
    library = Library.open(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server
