"""What every test has: a place of its own for files, and no settings of the person's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine must not fail a property: only what is found counts, not how long it took.
# Where a check must come out the same each time, the examples are the same each time.
settings.register_profile("reader", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("reader"), derandomize=True, print_blob=True)
settings.register_profile("thorough", settings.get_profile("reader"), max_examples=5_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "reader")
)


PERSONAL = frozenset(
    ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "SSH_CONNECTION", "SSH_TTY", "TMUX", "STY",
     "TERM_PROGRAM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE",
     "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "TEXTUAL", "ESCDELAY")
)  # fmt: skip
"""What a person's surroundings tell programs; the tests are to come out the same in all."""


@pytest.fixture(scope="session", autouse=True)
def nobody_s_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same for every test, and for what tests share."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in list(os.environ):
            if name in PERSONAL or name.lower().endswith("_proxy"):
                monkeypatch.delenv(name)
        monkeypatch.setenv("READER_CONFIG", str(home / "config.toml"))
        monkeypatch.setenv("READER_LIBRARY", str(home / "library"))
        # What takes long on a slow or busy machine is done all the same.
        monkeypatch.setattr("reader.search.searcher.SECONDS", 60.0)
        monkeypatch.setattr("reader.ingest.cleaning.TIME_LIMIT", 300.0)
        monkeypatch.setattr("reader.ingest.refreshing.TIME_LIMIT", 300.0)
        yield


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes a real library or settings file, or a real clipboard."""
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "own-library"))
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "own-config" / "config.toml"))
