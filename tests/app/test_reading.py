"""The main screen as a person uses it: read, find, take a quote away, mark, take back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.app.app import ReaderApp
from reader.app.widgets.article import ArticleView
from reader.config import Settings
from reader.library.store import Library
from tests.app.driving import (
    MIDDLING,
    NARROW,
    WIDE,
    enter,
    message,
    press,
    screen_text,
    settle,
    until,
)
from tests.app.making import many


@pytest.fixture
def copied(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the terminal for the clipboard, decoded."""
    from reader.sharing import clipboard

    texts: list[str] = []
    real = clipboard.copy

    def copy(text: str, write: Callable[[str], None] | None = None) -> clipboard.CopyReport:
        texts.append(text)
        return real(text, lambda sequence: None)

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


async def test_it_opens_on_the_newest_article_with_its_quotes_and_names(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        text = screen_text(pilot)
        for words in (
            "4 articles", "Kursk Oblast", "legitimate targets", "PEOPLE", "Matthew Miller",
            "ORGANISATIONS", "Pentagon", "1 of 7",
        ):  # fmt: skip
            assert words in text
        assert app.focused is app.reading.results


async def test_moving_shows_the_next_article_and_enter_reads_it(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j")
        assert "Ferry talks break off (Meridian Wire)" in screen_text(pilot)
        opened = app.reading.opened.bundle
        assert opened is not None
        assert library.articles.rows([opened.stored.id])[opened.stored.id].unread
        await press(pilot, "enter")
        assert app.focused is app.reading.article
        assert not library.articles.rows([opened.stored.id])[opened.stored.id].unread


async def test_quotes_are_stepped_through_and_the_card_follows(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert app.reading.article.current == 2
        assert "3 of 7" in screen_text(pilot)
        await press(pilot, "left_square_bracket")
        assert "2 of 7" in screen_text(pilot)
        await press(pilot, "4", "right_square_bracket")
        assert app.reading.article.current == 5
        await press(pilot, "9", "right_square_bracket")
        assert message(pilot) == "That was the last quote"


async def test_a_quote_that_others_carry_says_so(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j")
        assert "also in Harbour" in screen_text(pilot)


async def test_y_copies_the_words_and_nothing_else(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "right_square_bracket", "y")
        assert copied == [
            "North Korean soldiers who were deployed to Kursk are already legitimate targets,"
        ]
        assert "OSC 52" in message(pilot)


async def test_shift_y_copies_it_with_its_source(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "right_square_bracket", "Y")
        for words in ("Matthew Miller", "already legitimate targets", "Brief", "2024"):
            assert words in copied[0]
        assert "https://brief.example/kursk" in copied[0]


async def test_links_are_copied_plain_and_to_the_quote(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "c", "C")
        assert copied[0] == "https://brief.example/kursk"
        assert copied[1] == "https://brief.example/kursk#:~:text=legitimate%20targets"


async def test_a_citation_style_can_be_chosen(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "Z")
        await enter(pilot, "wiki")
        await press(pilot, "enter")
        assert copied
        assert "{{" in copied[0]


async def test_s_saves_to_the_notebook_and_u_takes_it_back(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "s")
        saved = library.notebook.all()
        assert [(each.text, each.name) for each in saved] == [
            ("legitimate targets", "Matthew Miller")
        ]
        stored = library.articles.get(saved[0].source.article_id or 0)
        assert stored is not None
        start, end = saved[0].content[0]
        assert stored.article.text[start:end] == saved[0].text
        assert "◆ Brief" in screen_text(pilot)
        await press(pilot, "s")
        assert message(pilot) == "already in the notebook (m)"
        await press(pilot, "u")
        assert library.notebook.all() == []
        assert message(pilot) == "undone: saving a quote"


async def test_a_note_and_tags_go_with_it(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "S")
        await enter(pilot, "for the piece")
        await press(pilot, "enter")
        await enter(pilot, "war")
        await press(pilot, "enter")
        (saved,) = library.notebook.all()
        assert (saved.note, saved.tags) == ("for the piece", ("war",))


async def test_a_passage_is_selected_by_keys(
    app: ReaderApp, library: Library, copied: list[str]
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter", "v", "w", "w", "y")
        assert copied == ["legitimate targets"]
        await press(pilot, "v", "right_parenthesis", "s")
        (saved,) = library.notebook.all()
        assert saved.kind == "passage"
        stored = library.articles.get(saved.source.article_id or 0)
        assert stored is not None
        assert stored.article.text[slice(*saved.content[0])] == saved.text
        assert app.reading.article.passage is None


async def test_a_range_of_quotes_is_selected(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter", "right_square_bracket", "v")
        await press(pilot, "right_square_bracket", "right_square_bracket", "y")
        assert copied[0].startswith("North Korean soldiers who were deployed")
        assert copied[0].endswith("on the battlefield inside Russia.")


async def test_a_passage_is_selected_by_the_mouse(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        article = app.reading.article
        y = next(
            number + 1
            for number, line in enumerate(article.setting.lines if article.setting else ())
            if line.text.startswith("The remarks came")
        )
        x = article.margin + 2
        await pilot.mouse_down(ArticleView, offset=(x, y))
        await pilot.hover(ArticleView, offset=(x + 10, y))
        await pilot.mouse_up(ArticleView, offset=(x + 10, y))
        await settle(pilot)
        await press(pilot, "y")
        assert copied == ["The remarks"]


async def test_a_click_makes_a_quote_the_current_one(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        article = app.reading.article
        y = next(
            number + 1
            for number, line in enumerate(article.setting.lines if article.setting else ())
            if "They entered a war" in line.text
        )
        await pilot.click(ArticleView, offset=(article.margin + 8, y))
        await settle(pilot)
        assert article.current == 2


async def test_quotes_instead_of_articles(app: ReaderApp, copied: list[str]) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "winter")
        await press(pilot, "enter", "Q")
        assert "2 quotes" in screen_text(pilot)
        await press(pilot, "y")
        assert copied == ["We will not sign a paper that leaves forty people without a winter,"]
        await press(pilot, "Q")
        assert "2 articles" in screen_text(pilot)


async def test_an_entity_narrows_the_results(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "enter")
        assert app.reading.search_line.value == 'entity:"Matthew Miller"'
        assert "1 article" in screen_text(pilot)


async def test_space_marks_an_entity_s_mentions_and_steps_through_them(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "space")
        assert message(pilot) == "Matthew Miller: 1 of 4 mentions"
        assert len(app.reading.article.mentions) == 4
        await press(pilot, "space")
        assert message(pilot) == "Matthew Miller: 2 of 4 mentions"
        await press(pilot, "escape", "escape")
        assert not app.reading.article.mentions


async def test_the_names_can_be_filtered(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "ctrl+e")
        await enter(pilot, "zel")
        await press(pilot, "enter")
        rows = [row.text for row in app.reading.sidebar.rows if row.kind == "entity"]
        assert rows == ["Volodymyr Zelensky"]


async def test_the_quotes_by_speaker_lead_the_article_along(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "E", "j", "j")
        assert app.reading.article.current == 2
        await press(pilot, "enter")
        assert app.focused is app.reading.article


async def test_marks_and_undo_step_by_step(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        number = app.reading.opened.wanted or 0

        def marks() -> tuple[bool, bool, bool]:
            row = library.articles.rows([number])[number]
            return row.unread, row.starred, row.later

        await press(pilot, "r", "asterisk", "L")
        assert marks() == (False, True, True)
        assert "★" in screen_text(pilot)
        await press(pilot, "u")
        assert marks() == (False, True, False)
        await press(pilot, "u", "u")
        assert marks() == (True, False, False)
        await press(pilot, "u")
        assert message(pilot) == "Nothing to undo"


async def test_tags(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t")
        await enter(pilot, "war, asia")
        await press(pilot, "enter")
        assert [tag for tag, _ in library.reading.tags()] == ["asia", "war"]
        assert "#war" in screen_text(pilot)
        await press(pilot, "w")
        await enter(pilot, "asia")
        await press(pilot, "enter")
        assert app.reading.search_line.value == 'tag:"asia"'
        assert "4 articles" not in screen_text(pilot)


async def test_all_read_is_asked_first_and_can_be_taken_back(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "A", "escape")
        assert library.reading.unread_count() == 4
        await press(pilot, "A", "enter")
        assert library.reading.unread_count() == 0
        await press(pilot, "u")
        assert library.reading.unread_count() == 4


async def test_all_above_read(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j", "U")
        assert library.reading.unread_count() == 2


async def test_only_unread_and_what_was_read_stays_in_sight(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "w", "down", "enter")
        assert app.reading.search_line.value == "is:unread"
        await press(pilot, "enter")
        assert library.reading.unread_count() == 3
        assert app.reading.results.total == 4


async def test_a_search_is_kept_under_a_name(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "ctrl+s")
        assert "Search for something first" in message(pilot)
        await press(pilot, "slash")
        await enter(pilot, "ferry")
        await press(pilot, "enter", "ctrl+s", "ctrl+u")
        await enter(pilot, "ferries")
        await press(pilot, "enter")
        assert [(each.name, each.query) for each in library.searches.all()] == [
            ("ferries", "ferry")
        ]
        await press(pilot, "ctrl+l", "w")
        await enter(pilot, "ferries")
        await press(pilot, "enter")
        assert "2 articles" in screen_text(pilot)


async def test_space_reads_on_to_the_next_article(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        first = app.reading.opened.wanted
        await press(pilot, *["space"] * 6)
        assert app.reading.opened.wanted != first


async def test_next_and_previous_article_from_within_one(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        first = app.reading.opened.wanted
        await press(pilot, "enter", "J")
        assert app.reading.opened.wanted != first
        assert app.focused is app.reading.article
        await press(pilot, "K")
        assert app.reading.opened.wanted == first
        await press(pilot, "K")
        assert message(pilot) == "That is the first one"


async def test_jump_mode_labels_the_quotes_in_sight(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "f")
        assert app.reading.jumping.active
        assert len(app.reading.article.hints) >= 3
        await press(pilot, "d")
        assert app.reading.article.current == 2
        assert not app.reading.article.hints
        await press(pilot, "f", "escape")
        assert not app.reading.jumping.active


async def test_indirect_quotes_can_be_left_unmarked(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        assert "┊" in screen_text(pilot)
        await press(pilot, "i")
        assert "┊" not in screen_text(pilot)
        await press(pilot, "3", "right_square_bracket")
        assert app.reading.article.quotes[app.reading.article.current or 0].kind == "direct"


async def test_more_like_this(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j", "M")
        assert "Most like this" in screen_text(pilot)
        await press(pilot, "escape")
        assert "4 articles" in screen_text(pilot)


async def test_narrow_screens_show_one_thing_at_a_time(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        assert "Articles 4" in screen_text(pilot)
        assert "1/7" not in screen_text(pilot)
        await press(pilot, "enter")
        text = screen_text(pilot)
        assert "Articles 4" not in text
        assert "Matthew Miller · U.S. State Department Spokesperson" in text
        await press(pilot, "e")
        assert "PEOPLE" in screen_text(pilot)
        await press(pilot, "q")
        assert "PEOPLE" not in screen_text(pilot)
        await press(pilot, "q")
        assert "Articles 4" in screen_text(pilot)
        assert app.is_running


async def test_a_screen_resized_while_reading_keeps_the_place(app: ReaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", *["right_square_bracket"] * 4)
        current = app.reading.article.current
        for width, height in (NARROW, MIDDLING, (60, 15), (100, 30), WIDE, (20, 6), NARROW):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        assert app.focused is app.reading.article
        seen = app.reading.article.span_in_sight()
        assert current is not None
        assert seen is not None
        start, end = app.reading.article.quotes[current].content[0]
        assert start < seen[1]
        assert seen[0] < end


async def test_zen_is_the_article_alone(app: ReaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "z")
        text = screen_text(pilot)
        assert "Articles 4" not in text
        assert "PEOPLE" not in text
        widest = max(len(line.strip()) for line in text.split("\n")[:-3])
        assert widest <= app.settings.reading.measure + 4
        await press(pilot, "z")
        assert "Articles 4" in screen_text(pilot)


async def test_panes_are_left_and_entered_by_keys(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        reading = app.reading
        for key, pane in (
            ("l", reading.article), ("l", reading.sidebar), ("h", reading.article),
            ("h", reading.results), ("tab", reading.article), ("tab", reading.sidebar),
            ("tab", reading.results), ("shift+tab", reading.sidebar),
        ):  # fmt: skip
            await press(pilot, key)
            assert app.focused is pane


async def test_the_list_s_width_is_remembered(
    app: ReaderApp, library: Library, make_app: Callable[[Library], ReaderApp]
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        before = app.reading.results.size.width
        await press(pilot, "greater_than_sign", "greater_than_sign", "less_than_sign")
        assert app.reading.results.size.width == before + 4
        app.reading.remember()
        await settle(pilot)
    again = make_app(library)
    async with again.run_test(size=WIDE) as pilot:
        assert again.reading.results.size.width == before + 4


async def test_numbers_before_a_key(tmp_path: Path, make_app: Callable[..., ReaderApp]) -> None:
    library = many(tmp_path / "many", 300)
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "1", "2", "j")
        assert app.reading.results.cursor == 12
        await press(pilot, "2", "0", "0", "G")
        assert app.reading.results.cursor == 199
        assert "Report 199 of the board" in screen_text(pilot)
        await press(pilot, "g")
        assert app.reading.results.cursor == 0
        await press(pilot, "down", "down", "up")
        assert app.reading.results.cursor == 1
        await press(pilot, "pagedown")
        assert app.reading.results.cursor == 8
        await press(pilot, "home")
        assert app.reading.results.cursor == 0
        await press(pilot, "end", "k")
        assert "Report 298 of the board" in screen_text(pilot)
        await press(pilot, "ctrl+u", "pageup")
        assert "Report 290 of the board" in screen_text(pilot) or app.reading.results.cursor < 298
    library.close()


async def test_an_empty_library_says_what_to_do(
    tmp_path: Path, make_app: Callable[..., ReaderApp]
) -> None:
    library = Library.open(tmp_path / "empty")
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        text = screen_text(pilot)
        assert "Press a to add a feed, a page, a file or a folder" in text
        for key in ("enter", "j", "y", "s", "v", "o", "c", "r", "e", "n", "M", "f", "p", "space"):
            await press(pilot, key)
            await press(pilot, "escape")
        assert app.is_running
    library.close()


async def test_news_from_the_background_does_not_move_what_is_read(
    app: ReaderApp, library: Library
) -> None:
    from reader.news import Article

    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "j", "j")
        reading = app.reading.opened.wanted
        place = app.reading.results.cursor * 4 - app.reading.results.scroll_offset.y
        added = library.articles.add(
            Article("Brand new", "Just in. " * 9, (), published="2026-01-01")
        )
        app.post_message(app.News({"event": "article", "id": added.id}))
        await until(pilot, lambda: app.reading.results.total == 5)
        assert app.reading.opened.wanted == reading
        assert app.reading.results.cursor == 3
        now = app.reading.results.cursor * 4 - app.reading.results.scroll_offset.y
        assert abs(now - place) <= 4


async def test_an_article_s_quotes_appear_when_they_are_found(
    app: ReaderApp, library: Library
) -> None:
    from tests.app.making import Said, annotate

    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "G", "enter")
        assert "finding quotes" in screen_text(pilot)
        number = app.reading.opened.wanted or 0
        stored = library.articles.get(number)
        assert stored is not None
        found = annotate(stored.article.text, [Said("It holds,", "said", "the engineer")], [])
        library.annotations.put(number, 1, found, [])
        app.post_message(app.News({"event": "annotated", "id": number}))
        await settle(pilot)
        assert "finding quotes" not in screen_text(pilot)
        assert len(app.reading.article.quotes) == 1


async def test_samples_are_removed_after_asking(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "colon")
        await enter(pilot, "samples")
        await press(pilot, "enter", "enter")
        assert library.articles.count() == 3
        assert "3 articles" in screen_text(pilot)


async def test_a_person_s_own_keys_work_and_show(
    library: Library, make_app: Callable[..., ReaderApp]
) -> None:
    app = make_app(library, Settings(keys={"quote.save": "ctrl+b", "move.page_up": "pageup"}))
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter")
        assert "Ctrl+b save" in screen_text(pilot)
        await press(pilot, "ctrl+b")
        assert library.notebook.count() == 1


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "file:///etc/passwd"])
async def test_only_web_addresses_are_opened(
    app: ReaderApp, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    import webbrowser

    from reader.app.copying import open_page

    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    async with app.run_test(size=MIDDLING) as pilot:
        open_page(app.reading, scheme)
        assert "Only http and https" in message(pilot)
        await press(pilot, "o")
        assert opened == ["https://brief.example/kursk"]
        assert message(pilot) == "opened brief.example in the browser"
