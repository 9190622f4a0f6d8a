"""What every test has: a place of its own for files, and no settings of the person's."""

from __future__ import annotations

import os
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


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes a real library or settings file, or a real clipboard."""
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "own-library"))
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "own-config" / "config.toml"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "NO_COLOR", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
