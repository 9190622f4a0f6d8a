"""What half a word found as it was typed, everything after Enter finds too."""

from __future__ import annotations

from reader.app.app import ReaderApp
from reader.library.store import Library
from tests.app.driving import MIDDLING, enter, message, press, screen_text, settle


async def test_enter_and_the_list_of_quotes_keep_half_a_word(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "wint")
        await press(pilot, "enter", "n")
        assert message(pilot).startswith("match 1 of")
        app.reading.searching.again()
        await settle(pilot)
        assert app.reading.results.total == 2
        await press(pilot, "Q")
        assert "2 quotes" in screen_text(pilot)


async def test_what_half_a_word_found_is_counted_narrowed_and_marked(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "wint")
        await press(pilot, "enter", "W")
        await settle(pilot)
        assert "Harbour Gazette" in screen_text(pilot)
        await enter(pilot, "gazette")
        await press(pilot, "enter")
        assert app.reading.search_line.value == 'source:"Harbour Gazette" wint'
        assert app.reading.results.total == 1
        unread = library.articles.count(unread_only=True)
        await press(pilot, "A", "enter")
        assert library.articles.count(unread_only=True) < unread


async def test_a_list_that_is_no_query_stays_when_quotes_are_asked_for(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        app.reading.searching.show_feed(1, "Gazette")
        await settle(pilot)
        await press(pilot, "Q")
        assert app.reading.searching.asked.feed_id == 1
        assert "articles only" in message(pilot)
