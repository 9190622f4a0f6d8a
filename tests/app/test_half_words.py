"""What half a word found as it was typed, everything after Enter finds too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.app.app import ReaderApp
from reader.library.store import Library
from reader.news import Article
from tests.app.driving import MIDDLING, enter, message, press, screen_text, settle
from tests.app.making import Said, annotate, many, paragraphs


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


async def test_a_list_of_articles_alone_stays_when_quotes_are_asked_for(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        app.reading.searching.more_like()
        await settle(pilot)
        await press(pilot, "Q")
        assert app.reading.searching.asked.mode == "articles"
        assert "articles only" in message(pilot)


async def test_the_quotes_of_one_feed_are_listed_and_counted(
    app: ReaderApp, library: Library
) -> None:
    feed, _ = library.feeds.subscribe("https://gazette.example/feed.xml")
    text = "The pier stays shut.\n“We will wait,” said Ada Lund."
    article = Article("Pier stays shut", text, paragraphs(text), language="en")
    number = library.articles.add(article, feed_id=feed.id).id
    said = [Said("We will wait,", "said", "Ada Lund", "Ada Lund")]
    library.annotations.put(number, 1, annotate(text, said, []), [])
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        app.reading.searching.show_feed(feed.id, "Gazette")
        await settle(pilot)
        assert "Gazette 1   Quotes 1" in screen_text(pilot)
        await press(pilot, "Q")
        assert app.reading.searching.asked.feed_id == feed.id
        assert "Gazette 1   Quotes 1" in screen_text(pilot)
        assert app.reading.results.total == 1
        assert "We will wait," in screen_text(pilot)
        await press(pilot, "Q")
        assert "Gazette 1" in screen_text(pilot)


async def test_the_article_is_the_one_of_the_quote_under_the_cursor(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "miller")
        await press(pilot, "enter", "escape")
        opened = app.reading.opened
        for words in ("combatants", "called us"):  # of the first article, and of another
            await press(pilot, "slash")
            await enter(pilot, words)
            await press(pilot, "enter", "Q")
            item, quote = app.reading.results.current, opened.quote
            assert item is not None
            assert quote is not None
            assert item.quote is not None
            assert (quote.id, quote.article_id) == (item.quote.id, item.article_id)
            await press(pilot, "escape")


async def test_half_a_word_that_is_kept_finds_the_same_again(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "wint")
        await press(pilot, "enter")
        found = app.reading.results.total
        app.reading.filters.save()
        await settle(pilot)
        await press(pilot, "enter")
        kept = library.searches.all()
        assert [(each.name, each.query) for each in kept] == [("wint", "wint*")]
        app.reading.searching.set_text(kept[0].query)
        await settle(pilot)
        assert app.reading.results.total == found > 0


async def test_what_is_counted_in_quotes_is_listed_as_quotes(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "legitimate")
        await press(pilot, "enter", "W")
        await settle(pilot)
        sidebar = app.reading.sidebar
        assert {row.number for row in sidebar.rows if row.kind == "facet"} == {1}
        app.reading.searching.switch_mode()
        await settle(pilot)
        quotes = app.reading.results.total
        speakers = {row.text: row.number for row in sidebar.rows if 'speaker:"' in row.term}
        sources = [row.number for row in sidebar.rows if 'source:"' in row.term]
        assert sum(sources) == quotes == speakers["Matthew Miller"] == 3
        app.reading.panes.show_side("found")
        await enter(pilot, "miller")
        await press(pilot, "enter")
        assert app.reading.searching.asked.mode == "quotes"
        assert app.reading.results.total == speakers["Matthew Miller"]


async def test_a_hint_leaves_room_for_the_count(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry after:someday")
        assert "2 articles" in screen_text(pilot)
        assert "try 2024-12-01, 2024-12, today, monday or 7d" in screen_text(pilot)


async def test_all_above_are_marked_also_those_not_loaded(
    make_app: Callable[[Library], ReaderApp], tmp_path: Path
) -> None:
    library = many(tmp_path / "many", 260)
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "G", "U")
        assert message(pilot).startswith("260 articles marked read")
        assert library.articles.count(unread_only=True) == 0
    library.close()
