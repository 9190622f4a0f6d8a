"""What the app tells is so: cards, labels and help, also after the library has changed."""

from __future__ import annotations

from textual.pilot import Pilot

from reader.app.app import ReaderApp
from reader.app.keymap import shown_keys
from reader.app.screens.forms import NoteForm
from reader.app.screens.notebook import NotebookScreen
from reader.library.store import Library
from reader.news import Article, Quotation, Source
from tests.app.driving import (
    MIDDLING,
    NARROW,
    enter,
    message,
    press,
    screen_text,
    settle,
    until,
)
from tests.app.making import Said, ferry, paragraphs, put


async def test_a_card_learns_of_an_article_that_came_later(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "ferry")
        await press(pilot, "enter", "right_square_bracket")
        assert "North Ledger" not in screen_text(pilot)
        number = ferry(library, "North Ledger", "north-ledger", "NORTH – By our own reporter.\n")
        app.reading.news({"event": "annotated", "id": number})
        await press(pilot, "right_square_bracket", "left_square_bracket")
        assert "North Ledger" in screen_text(pilot)


async def test_the_card_says_who_in_the_words_of_the_text_where_nobody_is_named(
    app: ReaderApp, library: Library
) -> None:
    text = "Seas rise faster than thought.\nThe coast has ten years left, scientists say."
    article = Article("Zebra shores", text, paragraphs(text), language="en")
    put(library, article, [Said("The coast has ten years left,", "say", "scientists")])
    async with app.run_test(size=MIDDLING) as pilot:
        app.reading.searching.again()
        await settle(pilot)
        await press(pilot, "g")
        await press(pilot, "enter")
        facts = app.reading.card.facts
        assert facts is not None
        assert facts.speaker == "scientists"
        assert "❝ scientists" in screen_text(pilot)
        assert "Nobody named" not in screen_text(pilot)


async def test_the_text_s_own_words_stand_where_nobody_is_named(
    app: ReaderApp, library: Library
) -> None:
    text = "Seas rise.\nThe coast has ten years left, the  spokesman said."
    article = Article("Zebra shores", text, paragraphs(text), language="en")
    put(library, article, [Said("The coast has ten years left,", "said", "the  spokesman")])
    async with app.run_test(size=MIDDLING) as pilot:
        app.reading.searching.again()
        await settle(pilot)
        await press(pilot, "g")
        await press(pilot, "enter", "right_square_bracket", "s", "E")
        heads = [row for row in app.reading.sidebar.rows if row.kind == "head"]
        assert [(row.text, row.named) for row in heads] == [("the spokesman", False)]
        await press(pilot, "m")
        assert isinstance(app.screen, NotebookScreen)
        assert "the spokesman · " in screen_text(pilot)
        assert "❝ the spokesman" in screen_text(pilot)
        await press(pilot, "tab")
        assert "the spokesman  1" in screen_text(pilot)
        assert "obody named" not in screen_text(pilot)


async def test_the_note_form_says_what_enter_does_in_either_field(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "enter", "right_square_bracket", "S")
        assert isinstance(app.screen, NoteForm)
        assert "Enter go on to the tags" in screen_text(pilot)
        assert "Enter save" not in screen_text(pilot)
        await press(pilot, "enter")
        assert "Enter save" in screen_text(pilot)
        await press(pilot, "tab")
        assert "Enter go on to the tags" in screen_text(pilot)


def test_the_key_that_marks_mentions_is_listed() -> None:
    assert shown_keys("entity.highlight", {}) == "Space"
    assert shown_keys("entity.highlight", {"article.page": "ctrl+n"}) == "Ctrl+n"
    assert shown_keys("entity.highlight", {"entity.highlight": "k"}) == "k"
    assert shown_keys("app.pause", {}) == ""


async def test_an_article_that_comes_after_all_was_taken_away_keeps_no_key_waiting(
    app: ReaderApp,
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        opened, done = app.reading.opened, []
        opened.reload()
        opened.open_with(None)
        opened.when_shown(lambda: done.append("key"))
        await settle(pilot)
        assert not opened.behind
        assert done == ["key"]


async def test_a_refresh_is_told_with_a_bar_and_the_key_that_stops_it(app: ReaderApp) -> None:
    def progress(done: int, what: str = "refresh") -> ReaderApp.News:
        fields = {"done": done, "total": 400, "rate": 4.0}
        return app.News({"event": "progress", "what": what, **fields})

    def last(pilot: Pilot[None]) -> str:
        return screen_text(pilot).split("\n")[-1]

    async with app.run_test(size=MIDDLING) as pilot:
        places = []
        for done, bar in ((4, "────────"), (100, "━━──────"), (399, "━━━━━━━─")):
            app.post_message(progress(done))
            await settle(pilot)
            line = last(pilot)
            assert f"refreshing {done} of 400 · 4.0/s" in line
            assert f"R stops {bar}" in line
            places.append((line.index(" " + bar), line.split("   ")[:3]))
        assert places[0] == places[1] == places[2]
        await press(pilot, "R")
        assert message(pilot) == "stopped refreshing"
        app.post_message(progress(400))
        app.post_message(progress(8, "annotate"))
        await until(pilot, lambda: "finding quotes 8 of 400" in last(pilot) or bool(message(pilot)))
        await press(pilot, "j")
        assert "finding quotes 8 of 400 · 4.0/s" in last(pilot)
        assert "stops" not in last(pilot)


async def test_on_a_narrow_screen_the_bar_leaves_room_for_the_keys(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        event = {"event": "progress", "what": "import", "done": 200, "total": 400, "rate": 4.0}
        app.post_message(app.News(event))
        await settle(pilot)
        line = screen_text(pilot).split("\n")[-1]
        assert line.rstrip().endswith("adding 200 of 400 · R stops ━━━━────")
        assert "? help" in line


async def test_what_is_secret_in_an_address_is_not_on_the_screen(
    app: ReaderApp, library: Library
) -> None:
    url = "https://me:word@gazette.example/a?id=3&token=s3cret"
    source = Source(None, "Behind a wall", "Gazette", None, None, url)
    library.notebook.save(Quotation("Stay out.", source))
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "m")
        text = screen_text(pilot)
        assert "https://gazette.example/a?id=3&token=…" in text
        assert "s3cret" not in text
        assert "word@" not in text
