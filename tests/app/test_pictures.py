"""Pictures that must stay true: the README's, and a few screens as they are drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.app.app import ReaderApp
from tests.app.driving import MIDDLING, NARROW, press
from tests.app.picture import PICTURES, SHOTS, draw


@pytest.mark.parametrize("name", SHOTS)
async def test_the_readme_s_pictures_are_what_the_app_draws(tmp_path: Path, name: str) -> None:
    drawn = await draw(tmp_path / "library", name)
    kept = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert drawn == kept, "python -m tests.app.picture draws it anew"
    assert "http" not in drawn.replace("http://www.w3.org", "")


def keys(*names: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Presses keys before a picture is taken."""

    async def run(pilot: Pilot[Any]) -> None:
        await press(pilot, *names)

    return run


@pytest.mark.parametrize(
    ("size", "theme", "names"),
    [
        (NARROW, "reader-dark", ("enter", "right_square_bracket")),
        (MIDDLING, "reader-light", ("e", "j")),
        (MIDDLING, "ansi-dark", ("right_square_bracket",)),
        (NARROW, "reader-contrast", ("question_mark",)),
    ],
)
def test_screens_are_drawn_as_before(
    snap_compare: Callable[..., bool],
    app: ReaderApp,
    size: tuple[int, int],
    theme: str,
    names: tuple[str, ...],
) -> None:
    app.theme = theme
    app.use_theme(theme)
    assert snap_compare(app, terminal_size=size, run_before=keys(*names))
