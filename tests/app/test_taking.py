"""Taking several quotes at once, seeing who else carries one, labels that hide nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.app.app import ReaderApp
from reader.app.screens.chooser import Chooser
from reader.app.widgets.card import card_lines
from reader.config import Appearance, Settings
from reader.library.store import Library
from reader.news import Article
from reader.search.indexer import index_pending
from tests.app.driving import MIDDLING, NARROW, enter, message, press, screen_text, settle
from tests.app.making import Named, Said, ferry, paragraphs, put


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the clipboard."""
    from reader.sharing import clipboard

    texts: list[str] = []
    real = clipboard.copy

    def copy(text: str, write: Callable[[str], None] | None = None) -> clipboard.CopyReport:
        texts.append(text)
        return real(text, lambda sequence: None)

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


async def test_a_number_before_y_copies_so_many_quotes_word_for_word(
    app: ReaderApp, copied: list[str]
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "3", "y")
        bundle = app.reading.opened.bundle
        assert bundle is not None
        assert copied == ["\n\n".join(row.text for row in bundle.quotes[:3])]
        assert message(pilot).startswith("3 quotes, words")
        await press(pilot, "y")
        assert copied[1] == bundle.quotes[0].text


async def test_a_number_before_s_saves_so_many_and_one_undo_takes_them_back(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "3", "s")
        assert len(library.notebook.all()) == 3
        assert message(pilot).startswith("3 quotes saved")
        await press(pilot, "u")
        assert library.notebook.all() == []


async def test_unmarked_indirect_quotes_are_no_part_of_a_range(
    app: ReaderApp, copied: list[str]
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "i", "9", "y")
        bundle = app.reading.opened.bundle
        assert bundle is not None
        assert copied[0].split("\n\n") == [
            row.text for row in bundle.quotes if row.kind != "indirect"
        ]


async def test_a_range_of_the_list_of_quotes_is_copied(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "Q", "2", "y")
        first, second = (app.reading.results.items[row].quote for row in (0, 1))
        assert first is not None
        assert second is not None
        assert copied == [f"{first.text}\n\n{second.text}"]


CUT = "“We will not sign a paper that leaves forty people,” said Ines Calloway of the crews."


@pytest.fixture
def cut(tmp_path: Path) -> Library:
    """Two outlets with the same words, and one with a part of them."""
    library = Library.open(tmp_path / "cut")
    ferry(library, "Harbour Gazette", "harbour-gazette")
    ferry(library, "Meridian Wire", "meridian-wire", "PORT ANSGAR – Our reporter was there.\n")
    text = CUT + "\nIt was all that anybody would say on the quay that evening."
    words = "We will not sign a paper that leaves forty people,"
    put(
        library,
        Article("On the quay", text, paragraphs(text), site="Daily Span", published="2024-11-03",
                url="https://span.example/quay", language="en"),
        [Said(words, "said", "Ines Calloway", "Ines Calloway")],
        [Named("Ines Calloway", "person", ("Calloway",))],
    )  # fmt: skip
    index_pending(library)
    return library


async def test_who_else_carries_a_quote_and_who_differs(
    cut: Library, make_app: Callable[[Library], ReaderApp]
) -> None:
    app = make_app(cut)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j")
        facts = app.reading.card.facts
        assert facts is not None
        card = "\n".join("".join(t for t, _ in line) for line in card_lines(facts, 60, app.palette))
        assert "differently in Daily Span" in card
        await press(pilot, "x")
        text = screen_text(pilot)
        assert "Where else it stands" in text
        assert "A little differently" in text
        assert "Daily Span" in text
        await enter(pilot, "span")
        await press(pilot, "enter")
        bundle = app.reading.opened.bundle
        assert bundle is not None
        assert bundle.stored.article.title == "On the quay"
        assert app.reading.article.current == 0


async def test_nobody_else_carries_it(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "x")
        assert "No other article" in message(pilot)


@pytest.mark.parametrize("size", [MIDDLING, NARROW])
async def test_labels_of_jump_mode_leave_the_words_readable(
    app: ReaderApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "g", "f")
        text = screen_text(pilot)
        assert "North Korean soldiers who were" in text
        assert 's"North Korean' in text or 's "North Korean' in text or "sNorth Korean" in text
        await press(pilot, "escape")


async def test_several_faults_of_the_settings_are_all_listed(
    library: Library, make_app: Callable[..., ReaderApp]
) -> None:
    settings = Settings(
        appearance=Appearance(theme="pinkish"), keys={"quote.coppy": "x", "quote.save": "hyper+x"}
    )
    app = make_app(library, settings)
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        assert "And 2 more" in message(pilot)
        await press(pilot, "colon")
        await enter(pilot, "settings")
        await press(pilot, "enter")
        assert isinstance(app.screen, Chooser)
        text = screen_text(pilot)
        for words in ("quote.coppy", "hyper+x", "pinkish"):
            assert words in text
        await press(pilot, "escape")


async def test_the_notebook_shows_the_words_on_a_narrow_screen_too(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s", "m")
        text = screen_text(pilot)
        assert "┃ legitimate targets" in text
        assert "2024" in text


async def test_a_kept_search_is_forgotten_and_comes_back(app: ReaderApp, library: Library) -> None:
    library.searches.save("ships", "ferry")
    async with app.run_test(size=MIDDLING) as pilot:
        app.reading.action_do("search.forget")
        await settle(pilot)
        await press(pilot, "enter")
        assert library.searches.all() == []
        await press(pilot, "u")
        assert [each.query for each in library.searches.all()] == ["ferry"]


@pytest.mark.parametrize("size", [MIDDLING, NARROW, (60, 16)])
async def test_help_is_always_on_the_status_line_and_a_click_opens_it(
    app: ReaderApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        last = screen_text(pilot).rstrip("\n").split("\n")[-1]
        assert "? help" in last
        await pilot.click(offset=(last.index("? help") + 2, size[1] - 1))
        await settle(pilot)
        assert isinstance(app.screen, Chooser)
        await press(pilot, "escape")


async def test_a_row_without_outlet_says_how_many_articles_it_stands_for(
    tmp_path: Path, make_app: Callable[[Library], ReaderApp]
) -> None:
    library = Library.open(tmp_path / "copies")
    long = "The harbour board met on the quay and talked about the winter ferry for hours. " * 9
    for number in range(3):
        text = f"{long}\nThe count of boats was given as {number}."
        library.articles.add(Article(f"The board meets, take {number}", text, paragraphs(text)))
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        text = screen_text(pilot)
        assert "×3 · no date" in text
        assert "one of 3 that are nearly the same" in text
        await press(pilot, "X")
        assert "Nearly the same" in screen_text(pilot)
        await enter(pilot, "take 1")
        await press(pilot, "enter")
        bundle = app.reading.opened.bundle
        assert bundle is not None
        assert bundle.stored.article.title == "The board meets, take 1"


async def test_what_hardly_looks_like_an_article_is_offered_to_be_added_all_the_same(
    library: Library, make_app: Callable[[Library], ReaderApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(library)
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(app, "ask_helper", asked.append)
    refusal = {
        "event": "added", "target": "/tmp/short.txt", "id": None, "status": "refused",
        "title": None, "reason": "too little text (9 words); with --force it is taken all the same",
    }  # fmt: skip
    async with app.run_test(size=MIDDLING) as pilot:
        app.post_message(app.News(refusal))
        await settle(pilot)
        assert message(pilot) == "/tmp/short.txt: too little text (9 words)"
        await press(pilot, "a")
        await enter(pilot, "/tmp/short.txt")
        await press(pilot, "enter")
        app.post_message(app.News(refusal))
        await settle(pilot)
        assert "Add it all the same (too little text" in screen_text(pilot)
        await press(pilot, "enter")
        assert [each["force"] for each in asked if each["do"] == "add"] == [False, True]


async def test_a_label_on_an_address_opens_it_and_names_its_host(
    tmp_path: Path, make_app: Callable[[Library], ReaderApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    import webbrowser

    opened: list[str] = []

    def visit(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", visit)
    library = Library.open(tmp_path / "links")
    text = (
        "The report is at https://harbour.example/report?id=7, it says (see https://a.example/b)."
    )
    library.articles.add(Article("A report", text, paragraphs(text), published="2025-01-01"))
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter", "f", "s")
        assert opened == ["https://a.example/b"]
        await press(pilot, "f", "a")
        assert opened[1] == "https://harbour.example/report?id=7"
        assert "harbour.example" in message(pilot)
