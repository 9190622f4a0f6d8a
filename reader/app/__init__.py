"""The Textual application."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config import Settings


def run(folder: Path, settings: Settings) -> int:
    """Opens the app on a library and returns the exit code. Raises ReaderError."""
    from reader.app import launch

    return launch.run(folder, settings)
