"""What can be taken back: the last changes of reading state and notebook, newest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

STEPS = 200


class Step(NamedTuple):
    """One change: what it was, in words, and how it is taken back."""

    what: str
    back: Callable[[], None]


class UndoStack:
    """The last changes of this session."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque(maxlen=STEPS)

    def push(self, what: str, back: Callable[[], None]) -> None:
        """Notes a change that was made."""
        self._steps.append(Step(what, back))

    def undo(self) -> str | None:
        """Takes back the newest change and says what it was; None where there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        step.back()
        return step.what

    def __len__(self) -> int:
        return len(self._steps)
