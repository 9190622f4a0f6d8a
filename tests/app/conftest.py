"""What the tests of the app share: a small library, and the app over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.app.app import ReaderApp
from reader.app.launch import open_with
from reader.config import Settings
from reader.library.store import Library
from tests.app.making import small


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small library. Only to be copied."""
    folder = tmp_path_factory.mktemp("small") / "library"
    small(folder).close()
    return folder


@pytest.fixture
def library(tmp_path: Path, made_once: Path) -> Iterator[Library]:
    """Four articles, three of them annotated."""
    shutil.copytree(made_once, tmp_path / "library")
    made = Library.open(tmp_path / "library")
    yield made
    made.close()


@pytest.fixture
def make_app() -> Callable[..., ReaderApp]:
    """The app over a library, without its helper process."""

    def make(library: Library, settings: Settings | None = None) -> ReaderApp:
        return ReaderApp(library, settings or Settings(), open_with(library), helper=False)

    return make


@pytest.fixture
def app(library: Library, make_app: Callable[..., ReaderApp]) -> ReaderApp:
    """The app over the small library."""
    return make_app(library)
