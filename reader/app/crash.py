"""A report about a fault of the program: where it happened, never what was being read."""

from __future__ import annotations

import platform
import time
import traceback
from pathlib import Path


def write_report(folder: Path, error: BaseException | None) -> Path:
    """Writes where an exception came from, and returns the file.

    Neither values nor the exception's message are written: they could hold article text.
    """
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    lines = [
        f"reader, {time.strftime('%Y-%m-%d %H:%M:%S')}",
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
        type(error).__name__,
        *(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames),
    ]
    path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        path.write_text("\n".join(lines) + "\n", "utf-8")
    except OSError:
        import tempfile

        path = Path(tempfile.gettempdir()) / path.name
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _short(filename: str) -> str:
    """The file within its package, without the folders of this machine."""
    parts = Path(filename).parts
    for top in ("reader", "site-packages"):
        if top in parts:
            place = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[place:] if top == "reader" else parts[place + 1 :])
    return parts[-1] if parts else filename
