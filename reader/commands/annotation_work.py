"""The task of the worker processes of ``reader annotate``."""

from __future__ import annotations

from typing import Any

from reader.commands import shapes
from reader.news import ReaderError


def annotate_text(job: tuple[str, bool]) -> dict[str, Any]:
    """What the language part finds in a text (and, if wide, beliefs and intentions too)."""
    from reader.language.engine import annotate

    text, wide = job
    return shapes.annotation(annotate(text, wide=wide))


def require_engine() -> None:
    """Raise ReaderError with the reason where annotation cannot run on this machine."""
    from reader.language.engine import available

    reason = available()
    if reason is not None:
        raise ReaderError(reason)
