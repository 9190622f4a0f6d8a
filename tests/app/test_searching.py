"""Searching in the app: as one types, what is found, what is suggested, what comes back."""

from __future__ import annotations

import re

from reader.app.app import ReaderApp
from reader.app.loading import before_field
from reader.app.widgets.searchline import SearchLine
from reader.library.store import Library
from reader.news import Article
from tests.app.driving import MIDDLING, enter, message, press, screen_text, settle, until


async def test_search_as_one_types(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        assert isinstance(app.focused, SearchLine)
        await enter(pilot, "ferry")
        text = screen_text(pilot)
        assert "2 articles" in text
        assert "8 quotes" not in text
        assert "Ferry talks break off" in text
        await press(pilot, "enter")
        assert app.reading.results.has_focus
        await press(pilot, "escape")
        assert "4 articles" in screen_text(pilot)
        assert app.reading.search_line.value == ""


async def test_matches_are_stepped_through(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "n")
        assert "/ starts a search" in message(pilot)
        await press(pilot, "slash")
        await enter(pilot, "escalation")
        await press(pilot, "enter", "n")
        assert message(pilot) == "match 1 of 5"
        article = app.reading.article
        assert article.stored is not None
        words = [article.stored.article.text[slice(*span)] for span in article.answers.words]
        assert words == ["escalation"] * 5
        await press(pilot, "N")
        assert message(pilot) == "match 5 of 5"


async def test_after_the_last_match_the_next_article_follows(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry")
        await press(pilot, "enter", "n")
        article = app.reading.article
        first, matches = article.stored, len(article.stops)
        assert first is not None
        assert message(pilot) == f"match 1 of {matches}"
        await press(pilot, *["n"] * matches)
        assert article.stored is not None
        assert article.stored.id != first.id
        assert app.reading.results.cursor == 1
        assert message(pilot) == f"match 1 of {len(article.stops)} · article 2 of 2"
        await press(pilot, "N")
        assert article.stored.id == first.id
        assert message(pilot) == f"match {matches} of {matches} · article 1 of 2"
        await press(pilot, "9", "9", "N", "9", "9", "N")
        assert message(pilot) == "That was the first match of the first article"


async def test_nothing_found_says_what_to_do(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "xylophone")
        assert "Nothing found" in screen_text(pilot)
        assert "0 articles" in screen_text(pilot)


async def test_a_misspelt_word_brings_a_suggestion_that_enter_takes(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "escalatoin")
        text = screen_text(pilot).casefold()
        assert "did you mean" in text
        await press(pilot, "enter")
        assert app.reading.search_line.value == "escalation"
        assert app.focused is app.reading.results
        assert "0 articles" not in screen_text(pilot)


async def test_names_are_completed(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "speaker:mill")
        assert "Matthew Miller" in app.reading.completions.labels
        await press(pilot, "tab")
        assert app.reading.search_line.value == 'speaker:"Matthew Miller" '
        assert "1 article" in screen_text(pilot)


async def test_earlier_searches_come_back(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        for words in ("ferry", "bridge"):
            await press(pilot, "slash")
            await enter(pilot, words)
            await press(pilot, "enter", "escape")
        await press(pilot, "slash", "up", "up")
        assert app.reading.search_line.value == "ferry"
        await press(pilot, "down")
        assert app.reading.search_line.value == "bridge"
        app.reading.remember()
        await settle(pilot)
        assert library.state.get("history") == ["ferry", "bridge"]


async def test_a_field_on_its_way_empties_nothing(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry spea")
        assert app.reading.results.total == 2
        assert "2 articles · 0 quotes" in screen_text(pilot)
        await enter(pilot, "ker")
        assert app.reading.results.total == 2
        await enter(pilot, "s")
        assert app.reading.results.total == 0
        await press(pilot, "enter")


async def test_the_search_key_again_is_no_query(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash", "slash")
        assert app.reading.search_line.value == ""
        await enter(pilot, "a/b")
        assert app.reading.search_line.value == "a/b"


def test_what_is_searched_for_while_a_field_is_typed() -> None:
    assert before_field("ferry spea") == "ferry "
    assert before_field("sou") == ""
    assert before_field("ferry -ti") == "ferry "
    for whole in ("ferry", "speakers", "speaker:", "Spea", "s", ""):
        assert before_field(whole) is None


async def test_how_a_query_was_read_is_said_while_one_types(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry speaker:cal")
        last = screen_text(pilot).rstrip("\n").split("\n")[-1]
        assert "ferry, said by cal" in last
        await enter(pilot, " zzz")
        assert "for: ferry, said by cal" in screen_text(pilot)
        await press(pilot, "escape", "escape")
        assert "said by" not in screen_text(pilot)


async def test_show_only_lists_kept_searches_and_feeds_with_what_is_unread(
    app: ReaderApp, library: Library
) -> None:
    library.searches.save("ships", "ferry")
    library.feeds.subscribe("https://gazette.example/feed.xml", title="Gazette")
    feed = library.feeds.all()[0]
    text = "Words of it stand here. " * 5
    library.articles.add(Article("From the feed", text, ()), feed_id=feed.id)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "w")
        text = screen_text(pilot)
        assert "2 unread" in text
        assert "1 unread" in text
        await enter(pilot, "gazette")
        await press(pilot, "enter")
        assert "Gazette 1" in screen_text(pilot)
        await press(pilot, "w")
        await enter(pilot, "ships")
        await press(pilot, "enter")
        assert app.reading.search_line.value == "ferry"


async def test_quotes_are_counted_for_half_a_word_as_articles_are(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "wint")
        assert "2 articles · 2 quotes" in screen_text(pilot)


async def test_an_article_opens_at_what_the_speaker_said(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "speaker:zelensky")
        await press(pilot, "enter")
        reading = app.reading
        said = [
            row.ordinal
            for row in (reading.opened.bundle.quotes if reading.opened.bundle else ())
            if row.name and "Zelensky" in row.name
        ]
        assert said
        assert reading.article.current == said[0] != 0
        assert "Zelensky" in screen_text(pilot)
        await press(pilot, "n")
        assert message(pilot) == f"match 1 of {len(said)}"
        await press(pilot, *["n"] * (len(said) - 1))
        assert reading.article.current == said[-1]
        assert message(pilot) == f"match {len(said)} of {len(said)}"


async def test_the_person_moves_on_from_the_quote_that_was_gone_to(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "speaker:zelensky")
        await press(pilot, "enter", "left_square_bracket")
        before = app.reading.article.current
        await press(pilot, "enter", "s")
        assert "saved" in message(pilot)
        assert app.reading.article.current == before


async def test_an_entitys_mentions_are_stepped_through(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "entity:pentagon")
        await press(pilot, "enter", "n")
        article = app.reading.article
        assert article.stored is not None
        text = article.stored.article.text
        assert {text[slice(*span)] for span in article.answers.words} == {"Pentagon"}
        assert message(pilot) == f"match 1 of {len(article.stops)}"


async def test_both_counts_stand_over_either_list(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        heads = []
        for key in ("Q", "slash"):
            text = screen_text(pilot)
            found = re.search(r"Articles (\d+)   Quotes (\d+)", text)
            assert found, text
            heads.append(found.groups())
            await press(pilot, key)
        assert heads[0] == heads[1]
        await enter(pilot, "ferry")
        found = re.search(r"Articles 2   Quotes \d+", screen_text(pilot))
        assert found, screen_text(pilot)


async def test_results_from_before_the_index_was_whole_are_asked_for_anew(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry")
        searching = app.reading.searching
        assert searching.listing is not None
        note = "The index is being built; 4 articles are still missing."
        searching._take(searching.listing._replace(note=note), keep=None)
        await settle(pilot)
        assert "The index is being" in screen_text(pilot)
        app.post_message(app.News({"event": "progress", "what": "index", "done": 4, "total": 9}))
        await settle(pilot)
        assert "The index is being" in screen_text(pilot)
        app.post_message(app.News({"event": "progress", "what": "index", "done": 9, "total": 9}))
        await until(pilot, lambda: searching.listing is not None and not searching.listing.note)
        assert "The index is being" not in screen_text(pilot)
        assert "2 articles" in screen_text(pilot)
