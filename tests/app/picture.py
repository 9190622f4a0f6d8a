"""The pictures of the README: ``python -m tests.app.picture`` draws them anew."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from reader.app.app import ReaderApp
from reader.app.launch import open_with
from reader.config import Settings
from tests.app.driving import MIDDLING, press
from tests.app.making import small

PICTURES = Path(__file__).parent / "pictures"
_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


class Shot(NamedTuple):
    """What a picture shows: keys that lead there, and a theme."""

    keys: tuple[str, ...]
    theme: str = "reader-dark"


SHOTS = {
    "main": Shot(("enter", "right_square_bracket")),
    "found": Shot(("slash", *"winter", "enter", "W"), "reader-light"),
}


async def draw(folder: Path, name: str) -> str:
    """The app over the small library as SVG."""
    library, shot = small(folder), SHOTS[name]
    app = ReaderApp(library, Settings(), open_with(library), helper=False)
    async with app.run_test(size=MIDDLING) as pilot:
        app.use_theme(shot.theme)
        await press(pilot, *shot.keys)
        if app.reading.searching.is_narrowed:
            app.reading.count.show([], [("2 articles · 2 quotes · 2 ms ", app.palette.muted)])
            await press(pilot)
        picture = app.export_screenshot(title="reader")
    library.close()
    # Nothing is to be fetched in order to look at a picture, and its spaces are meant.
    return _OUTSIDE.sub("", picture).replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> None:
    """Writes the pictures."""
    for name in SHOTS:
        with tempfile.TemporaryDirectory() as folder:
            drawn = asyncio.run(draw(Path(folder) / "library", name))
            (PICTURES / f"{name}.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
