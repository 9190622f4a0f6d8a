"""Keys that come in one read act one after the other, each where the one before has led."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from reader.app.app import ReaderApp
from reader.app.loading import Listing
from reader.app.screens.forms import Ask
from reader.app.screens.notebook import NotebookScreen
from reader.library.store import Library
from reader.news import ReaderError
from tests.app.driving import MIDDLING, PATIENCE, app_of, settle, until
from tests.app.terminals import captured, started

NAMES = {"/": "slash", " ": "space", "\r": "enter", "\x1b": "escape", "#": "number_sign",
         ",": "comma", ":": "colon"}  # fmt: skip


async def at_once(pilot: Pilot[None], typed: str) -> None:
    """All these keys are there before the first one is looked at."""
    app = app_of(pilot)
    for character in typed:
        key = Key(NAMES.get(character, character), character if character.isprintable() else None)
        app.post_message(key)
    await until(pilot, lambda: not app.turns.busy)


async def test_a_query_typed_at_once_is_whole(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await at_once(pilot, "/ferry talks")
        assert app.reading.search_line.value == "ferry talks"
        await at_once(pilot, "\x1b/sea\rj")
        assert app.reading.search_line.value == "sea"
        assert app.reading.results.has_focus


async def test_keys_behind_escape_act_in_the_list(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await at_once(pilot, "/ferry\x1b\x1bG")
        assert app.reading.search_line.value == ""
        assert app.reading.results.cursor == 3


async def test_keys_kept_wait_once_for_a_list_that_does_not_come(
    app: ReaderApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.app.turns.PATIENCE", 0.05)
    found, listed, page = threading.Event(), app.reading.searching.when_listed, app.desk.page
    waited: list[object] = []

    def late(*asked: Any, **most: Any) -> Listing:
        assert found.wait(60)
        return page(*asked, **most)

    def counted(call: Callable[[], None]) -> None:
        waited.append(call)
        listed(call)

    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        monkeypatch.setattr(app.desk, "page", late)
        monkeypatch.setattr(app.reading.searching, "when_listed", counted)
        for key in ("slash", "s", "enter", "j", "j", "j"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert len(waited) == 1, "one wait for all of them"
        assert app.reading.results.cursor == 3
        found.set()
        await settle(pilot)


async def test_a_search_that_fails_lets_the_keys_go(
    app: ReaderApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.app.turns.PATIENCE", PATIENCE)

    def broken(*_: Any, **__: Any) -> Listing:
        raise ReaderError("The index cannot be read.")

    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        monkeypatch.setattr(app.desk, "page", broken)
        for key in ("slash", "s", "enter", "j", "j"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert app.reading.results.cursor == 2


async def test_a_paste_behind_the_key_goes_into_the_line(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        app.post_message(Key("slash", "/"))
        app.post_message(Paste("ferry"))
        app.post_message(Key("s", "s"))
        await settle(pilot)
        assert app.reading.search_line.value == "ferrys"


async def test_what_opens_a_question_gets_the_answer_that_is_typed_at_once(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await at_once(pilot, "ahttp")
        assert isinstance(app.screen, Ask)
        assert app.screen.query_one(Input).value == "http"
        await at_once(pilot, "\x1b/fe")
        assert app.reading.search_line.value == "fe"


async def test_the_note_on_an_article_that_is_still_on_its_way(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await at_once(pilot, "jk]Sread it twice\rsea, law\r")
        await until(pilot, lambda: library.notebook.count() == 1)
        (kept,) = library.notebook.all()
        assert (kept.note, kept.tags) == ("read it twice", ("sea", "law"))


async def test_the_palette_and_a_screen_with_a_filter(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await at_once(pilot, ":notebook\r")
        assert isinstance(app.screen, NotebookScreen)
        await at_once(pilot, "/law")
        assert app.screen.filter.value == "law"
        await at_once(pilot, "\x1b\x1bq/x")
        assert app.reading.search_line.value == "x"


def test_a_paste_into_tmux_is_whole(command: list[str], tmux: list[str]) -> None:
    started(tmux, command, (120, 36))
    captured(tmux, "1 of 7")
    subprocess.run([*tmux, "send-keys", "-t", "app", *"/ferry"], check=True)
    assert captured(tmux, " / ferry ").startswith(" / ferry ")
    captured(tmux, "2 articles")
