"""Wide, combining and right-to-left text: columns stay aligned on every screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.app.app import ReaderApp
from reader.library.store import Library
from reader.news import Article
from reader.search.indexer import index_pending
from tests.app.driving import MIDDLING, NARROW, WIDE, press, screen_text
from tests.app.making import Named, Said, paragraphs, put

TEXTS = (
    (
        "北京の海運会社、冬の運航を十隻に減らすと発表",
        "港湾局",
        "「冬の間は船を出せない」と局長は述べた。",
        "冬の間は船を出せない",
        "局長",
        "海運新聞",
    ),
    (
        "مجلس الميناء يوقف العبارات في الشتاء",
        "ليلى حداد",
        "قالت ليلى حداد: «لن نوقع على ورقة كهذه» أمام الصحفيين.",
        "لن نوقع على ورقة كهذه",
        "ليلى حداد",
        "جريدة المرفأ",
    ),
    (
        "Ce\u0301line Nin\u0303o: «\u202fnous ne signerons pas\u202f»",
        "Ce\u0301line",
        "Ce\u0301line dit: «nous ne signerons pas» et s’en va.",
        "nous ne signerons pas",
        "Ce\u0301line",
        "L\u2019E\u0301cho",
    ),
    (
        "ทะเลหนาวเกินไปสำหรับเรือ",
        "สมชาย",
        "สมชายกล่าวว่า “เราจะไม่ลงนาม” เมื่อวาน",
        "เราจะไม่ลงนาม",
        "สมชาย",
        "ข่าวท่าเรือ",
    ),
    (
        "👩‍👩‍👧 Families wait 🛳️ for the ferry 🇫🇷",
        "Ann Poe",
        "“We wait 🛳️ still,” said Ann Poe 👩‍🚒 on the quay.",
        "We wait 🛳️ still,",
        "Ann Poe",
        "The 🗞️ Post",
    ),
)


@pytest.fixture
def scripts(tmp_path: Path) -> Library:
    """An article in each of five scripts."""
    library = Library.open(tmp_path / "scripts")
    for day, (title, _, line, words, speaker, site) in enumerate(TEXTS, 1):
        text = "\n".join([line, title * 12, line])
        put(
            library,
            Article(title, text, paragraphs(text), speaker, site, f"2025-02-{day:02}",
                    f"https://scripts.example/{day}"),
            [Said(words, None, speaker, speaker)], [Named(speaker, "person")],
        )  # fmt: skip
    index_pending(library)
    return library


@pytest.mark.parametrize("size", [WIDE, MIDDLING, NARROW, (43, 13)])
async def test_every_line_is_as_wide_as_the_screen(
    scripts: Library, make_app: Callable[[Library], ReaderApp], size: tuple[int, int]
) -> None:
    app = make_app(scripts)
    async with app.run_test(size=size) as pilot:
        walk = [
            [], ["Q"], ["Q"], ["s", "m"], ["q", "p"], ["q", "W"], ["escape", "z"], ["z"],
            ["g", "enter"], *[["J"]] * 4, ["f"], ["escape", "v", "right_curly_bracket"],
        ]  # fmt: skip
        for keys in walk:
            await press(pilot, *keys)
            lines = screen_text(pilot).split("\n")
            assert len(lines) == size[1]
            wrong = [line for line in lines if cell_len(line) != size[0]]
            assert not wrong, f"after {keys}: {wrong}"
