"""The picture of the README: ``python -m tests.app.picture`` draws it anew."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from reader.app.app import ReaderApp
from reader.app.launch import open_with
from reader.config import Settings
from tests.app.driving import MIDDLING, press
from tests.app.making import small

PICTURE = Path(__file__).parent / "pictures" / "main.svg"
_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)


async def draw(folder: Path) -> str:
    """The main screen on the second quote of the brief's article, as SVG."""
    library = small(folder)
    app = ReaderApp(library, Settings(), open_with(library), helper=False)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter", "right_square_bracket")
        picture = app.export_screenshot(title="reader")
    library.close()
    # Nothing is to be fetched in order to look at a picture, and its spaces are meant.
    return _OUTSIDE.sub("", picture).replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> None:
    """Writes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(asyncio.run(draw(Path(folder) / "library")), "utf-8")


if __name__ == "__main__":
    main()
