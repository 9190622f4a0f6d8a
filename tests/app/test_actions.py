"""One list of actions: whole, without conflicts, and obeyed by every screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.app.actions import ACTIONS, BY_ID, SCREENS, actions_of, bindings
from reader.app.app import ReaderApp
from reader.app.keymap import display_key, keys_of, make_keymap, normal_key, shown_keys
from reader.app.screens.base import AppScreen
from reader.app.screens.entity import EntityScreen
from reader.app.screens.history import HistoryScreen
from reader.app.screens.notebook import NotebookScreen
from reader.app.screens.sources import SourcesScreen
from reader.library.store import Library
from tests.app.driving import MIDDLING, enter, message, press, screen_text


def test_ids_are_unique_and_every_action_has_its_words() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert all(action.label and action.help.endswith((".", "…")) for action in ACTIONS)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_actions_of_one_scope_share_a_key(screen: str) -> None:
    for scope in SCREENS[screen]:
        keys = Counter(
            key for each in ACTIONS if each.scope == scope for key in keys_of(each.id, {})
        )
        assert not [key for key, number in keys.items() if number > 1]
    bound = Counter(
        key
        for binding in bindings(screen)
        for key in binding.key.split(",")  # type: ignore[union-attr]
    )
    assert not [key for key, number in bound.items() if number > 1]


def test_every_action_can_be_done_where_it_is_offered(
    library: Library, make_app: Callable[[Library], ReaderApp]
) -> None:
    app = make_app(library)
    stored = library.articles.get(1)
    assert stored is not None
    screens: list[AppScreen] = [
        app.reading, NotebookScreen(), EntityScreen(1), SourcesScreen(), HistoryScreen(stored)
    ]  # fmt: skip
    for screen in screens:
        own = {each.id for each in ACTIONS if each.scope == screen.SCOPE}
        assert own <= set(screen.handlers)
        everywhere = {each.id for each in ACTIONS if each.scope == "everywhere"}
        assert everywhere <= set(screen.handlers) | set(app.handlers)
    assert {screen.SCOPE for screen in screens} == set(SCREENS)
    offered = set(app.reading.handlers) | set(app.handlers)
    assert {each.id for each in actions_of("reading")} <= offered


def where(action: str) -> str:
    return f"config.toml, line of {action}"


def test_a_person_s_keys_replace_the_defaults() -> None:
    keymap = make_keymap({"quote.copy": "ctrl+y", "app.help": "H"}, where)
    assert keymap.keys == {"quote.copy": "ctrl+y"}
    assert "history" in keymap.problems[0]
    assert shown_keys("quote.copy", keymap.keys) == "Ctrl+y"


def test_unknown_actions_and_keys_are_reported_with_their_place() -> None:
    keymap = make_keymap({"quote.coppy": "x", "quote.save": "hyper+x"}, where)
    assert keymap.keys == {}
    assert keymap.problems[0].startswith("config.toml, line of quote.coppy: there is no action")
    assert "'quote.copy'" in keymap.problems[0]
    assert "no key" in keymap.problems[1]


def test_two_actions_may_swap_their_keys() -> None:
    keymap = make_keymap({"quote.copy": "Y", "quote.cite": "y"}, where)
    assert keymap.problems == ()
    assert keymap.keys == {"quote.copy": "Y", "quote.cite": "y"}


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), st.text(max_size=6), max_size=4))
def test_any_keymap_is_usable_or_reported(wanted: dict[str, str]) -> None:
    keymap = make_keymap(wanted, where)
    assert set(keymap.keys) <= set(wanted)
    assert len(keymap.keys) + len(keymap.problems) >= len(wanted)


def test_keys_are_shown_as_people_know_them() -> None:
    assert display_key("question_mark") == "?"
    assert display_key("ctrl+p") == "Ctrl+p"
    assert display_key("right_square_bracket") == "]"
    assert display_key("f1") == "F1"
    assert normal_key("?") == "question_mark"
    assert normal_key("Ctrl+X") == "ctrl+x"
    assert normal_key("") is None


async def test_the_palette_knows_the_commands_of_other_screens(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "colon")
        await enter(pilot, "same as")
        assert "p x" in screen_text(pilot)
        await press(pilot, "enter")
        assert message(pilot) == "Same as: press p, then x"
        await press(pilot, "p", "colon")
        await enter(pilot, "same as")
        await press(pilot, "enter")
        assert "Who else is" in screen_text(pilot)
        await press(pilot, "escape", "q", "m", "colon")
        await enter(pilot, "same as")
        await press(pilot, "enter")
        assert message(pilot) == "Same as: press Esc p, then x"
        await press(pilot, "colon")
        await enter(pilot, "remove the samples")
        await press(pilot, "enter")
        assert message(pilot) == "Remove the samples: press Esc, then find it there again"
