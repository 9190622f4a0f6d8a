"""The sidebar: names that narrow as one types, what the results share, sizes that stay."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from reader.app.app import ReaderApp
from reader.app.siderows import begins, entity_rows, facet_rows, folded, month_words, name_term
from reader.library.rows import EntityRow
from reader.library.store import Library
from reader.news import Article
from reader.search.indexer import index_pending
from reader.search.results import Facets
from tests.app.driving import MIDDLING, NARROW, enter, message, press, screen_text, settle
from tests.app.making import paragraphs, put


def names(app: ReaderApp) -> list[str]:
    """What the sidebar lists."""
    return [row.text for row in app.reading.sidebar.rows if row.kind not in ("head", "gap")]


async def test_a_letter_in_the_list_of_names_narrows_it(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "z", "e", "l")
        assert names(app) == ["Volodymyr Zelensky"]
        assert "zel" in screen_text(pilot)
        await press(pilot, "backspace", "backspace", "backspace")
        assert len(names(app)) > 5
        await press(pilot, "j")
        assert app.reading.sidebar.filter == ""
        assert app.reading.sidebar.chosen is not None
        assert app.reading.sidebar.chosen.text == "Volodymyr Zelensky"


async def test_a_capital_begins_a_filter_too_and_escape_shows_all(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "K", "u", "r")
        assert names(app) == ["Kursk Oblast"]
        await press(pilot, "x")
        assert "None with" in screen_text(pilot)
        await press(pilot, "escape")
        assert len(names(app)) > 5
        assert app.focused is app.reading.sidebar
        await press(pilot, "escape")
        assert app.focused is not app.reading.sidebar


async def test_enter_narrows_to_the_filtered_name_and_space_marks_it(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "e", "z", "e", "l", "space")
        assert message(pilot).startswith("Volodymyr Zelensky: 1 of")
        await press(pilot, "enter")
        assert app.reading.search_line.value == 'entity:"Volodymyr Zelensky"'


async def test_what_was_found_is_counted_and_narrows(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry")
        await press(pilot, "enter", "W")
        await settle(pilot)
        text = screen_text(pilot)
        for words in ("SPEAKERS", "Ines Calloway", "SOURCES", "Harbour Gazette", "MONTHS",
                      "November 2024"):  # fmt: skip
            assert words in text
        await press(pilot, "H", "a", "r", "b", "o", "u", "r", "G", "enter")
        assert app.reading.search_line.value == 'ferry source:"Harbour Gazette"'
        assert "1 article" in screen_text(pilot)
        await settle(pilot)
        assert "Meridian Wire" not in names(app)


async def test_the_counts_follow_the_search(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "W")
        await settle(pilot)
        assert "October 2024" in names(app)
        await press(pilot, "escape", "slash")
        await enter(pilot, "ferry")
        await settle(pilot)
        assert "October 2024" not in names(app)
        assert "November 2024" in names(app)


async def test_a_person_found_is_opened(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "W")
        await settle(pilot)
        await press(pilot, "p")
        assert app.screen is not app.reading
        assert "Matthew Miller" in screen_text(pilot) or "Ines Calloway" in screen_text(pilot)


async def test_the_sidebar_s_width_is_changed_from_within_and_remembered(
    app: ReaderApp, library: Library, make_app: Callable[[Library], ReaderApp]
) -> None:
    async with app.run_test(size=(160, 40)) as pilot:
        before = app.reading.sidebar.size.width
        await press(pilot, "e", "greater_than_sign", "greater_than_sign")
        after = app.reading.sidebar.size.width
        assert after == before + 8
        await press(pilot, "ctrl+q")
    again = make_app(library)
    async with again.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        assert again.reading.sidebar.size.width == after


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8), st.text(max_size=4))
def test_a_filter_keeps_exactly_the_names_that_have_its_letters(
    found: list[str], wanted: str
) -> None:
    rows = [
        EntityRow(number, name, "person", (), 1, 1, 0) for number, name in enumerate(found)
    ]  # fmt: skip
    kept = [row.text for row in entity_rows(rows, {}, wanted) if row.kind == "entity"]
    assert kept == [name for name in found if begins(name, folded(wanted))]
    assert all(folded(wanted) in folded(name) for name in kept)


def test_a_filter_looks_at_the_beginnings_of_words() -> None:
    assert begins("Amara Okafor-Lund", "oka")
    assert begins("Amara Okafor-Lund", "okaforl")
    assert begins("Ágnes Bíró", "agnesb")
    assert not begins("Amara Okafor-Lund", "kafor")


def test_facets_narrow_by_terms_that_the_search_understands() -> None:
    person = EntityRow(1, 'Ann "Red" Poe', "person", (), 2, 3, 1)
    facets = Facets(((person, 2),), ((person, 1),), (("The Post", 4),), (("2024-12", 3),))
    rows = [row for row in facet_rows(facets, "") if row.kind == "facet"]
    assert [row.term for row in rows] == [
        'speaker:"Ann  Red  Poe"', 'source:"The Post"', "on:2024-12", 'entity:"Ann  Red  Poe"'
    ]  # fmt: skip
    assert [row.number for row in rows] == [1, 4, 3, 2]
    assert month_words("2024-12") == "December 2024"
    assert month_words("?") == "?"
    assert name_term("tag", "war crimes") == 'tag:"war crimes"'


async def test_the_pages_are_turned_by_clicks(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        line = screen_text(pilot).split("\n")[2]
        for title, page in (("Found", "found"), ("Quotes ", "quotes"), ("Names", "entities")):
            await pilot.click(offset=(line.rindex(title) + 1, 2))
            await settle(pilot)
            assert app.reading.sidebar.page_name == page
        await pilot.click(offset=(line.index("Quotes") + 1, 2))
        await settle(pilot)
        assert "15 quotes" in screen_text(pilot)
        await pilot.click(offset=(line.index("Articles") + 1, 2))
        await settle(pilot)
        assert "4 articles" in screen_text(pilot)
        await pilot.click(offset=(1, 0))
        await settle(pilot)
        assert app.focused is app.reading.search_line


async def test_borders_are_dragged_and_the_sizes_kept(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        listed, beside = app.reading.results.size.width, app.reading.sidebar.size.width
        edge = app.reading.query_one("#list").region.right - 1
        await pilot.mouse_down(offset=(edge, 20))
        await pilot.hover(offset=(edge + 7, 20))
        await pilot.mouse_up(offset=(edge + 7, 20))
        await settle(pilot)
        assert app.reading.results.size.width == listed + 7
        edge = app.reading.query_one("#side").region.x
        await pilot.mouse_down(offset=(edge, 20))
        await pilot.hover(offset=(edge - 5, 20))
        await pilot.mouse_up(offset=(edge - 5, 20))
        await settle(pilot)
        assert app.reading.sidebar.size.width == beside + 5
        assert library.state.get("layout") == {"extra": 7, "side": 5}


async def test_the_headline_above_the_first_name_comes_back_with_the_room(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        for size in ((30, 8), (14, 4), NARROW):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert "PEOPLE" in screen_text(pilot)


async def test_another_language_says_why_there_are_no_names(
    app: ReaderApp, library: Library
) -> None:
    text = "Die Fähre fährt nicht, sagte der Hafenmeister am Montag in Kiel."
    put(library, Article("Fähre", text, paragraphs(text), language="de"), [], [])
    index_pending(library)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "hafenmeister")
        assert "For English text only" in screen_text(pilot)


async def test_marking_read_what_is_read_says_so(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "G", "U")
        assert "marked read" in message(pilot)
        await press(pilot, "U")
        assert message(pilot) == "That was so already"
