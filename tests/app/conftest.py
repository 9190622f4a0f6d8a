"""What the tests of the app share: a small library, and the app over it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.app.app import ReaderApp
from reader.app.launch import open_with
from reader.config import Settings
from reader.library.store import Library
from tests.app.driving import drained
from tests.app.making import small
from tests.app.terminals import SCRIPT


@pytest.fixture(autouse=True)
def no_guessing_when_it_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key counts as done when its messages are, however busy the machine is."""
    monkeypatch.setattr("textual.app.wait_for_idle", drained)
    monkeypatch.setattr("textual.pilot.wait_for_idle", drained)


@pytest.fixture(autouse=True)
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app does once a person rests is done soon: `settle` waits for it each time."""
    monkeypatch.setattr("reader.app.opened.SETTLE", 0.02)
    monkeypatch.setattr("reader.app.beside.PAUSE", 0.02)
    monkeypatch.setattr("reader.app.elsewhere.REST", 0.02)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small library. Only to be copied."""
    folder = tmp_path_factory.mktemp("small") / "library"
    small(folder).close()
    return folder


@pytest.fixture
def folder(tmp_path: Path, made_once: Path) -> Path:
    """Four articles, three of them annotated, in a library of the test's own."""
    return shutil.copytree(made_once, tmp_path / "library")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """The same, opened."""
    made = Library.open(folder)
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


@pytest.fixture
def command(folder: Path, tmp_path: Path) -> list[str]:
    """The app over the small library, as a command."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    return [sys.executable, str(script), str(folder)]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux of our own."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux on this machine")
    socket = ["tmux", "-S", str(tmp_path / "tmux.socket"), "-f", "/dev/null"]
    yield socket
    subprocess.run([*socket, "kill-server"], capture_output=True, check=False)
