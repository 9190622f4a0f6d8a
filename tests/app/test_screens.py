"""The other screens: notebook, one entity, sources, history, and the questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader import config
from reader.app.actions import actions_of
from reader.app.app import ReaderApp, helper_options
from reader.app.screens.base import AppScreen
from reader.app.screens.chooser import Chooser
from reader.app.screens.entity import EntityScreen
from reader.app.screens.history import HistoryScreen
from reader.app.screens.notebook import NotebookScreen
from reader.app.screens.sources import SourcesScreen, interval_of
from reader.app.themes import load_theme, load_themes
from reader.config import Appearance, Settings
from reader.library.store import Library
from reader.news import Article, ReaderError
from tests.app.driving import MIDDLING, NARROW, enter, message, press, screen_text, settle


def shows(app: ReaderApp, kind: type[AppScreen]) -> bool:
    """Is a screen of this kind on top?"""
    return isinstance(app.screen, kind)


async def test_the_notebook_shows_searches_groups_and_goes_back(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "m")
        assert "Nothing saved yet" in screen_text(pilot)
        await press(pilot, "q", "s", "right_square_bracket", "s", "j", "s", "m")
        assert shows(app, NotebookScreen)
        text = screen_text(pilot)
        assert "3 quotations" in text
        assert "Ines Calloway" in text
        await press(pilot, "tab")
        assert "by person" in screen_text(pilot)
        assert "Matthew Miller  2" in screen_text(pilot)
        await press(pilot, "slash")
        await enter(pilot, "winter")
        assert "1 quotation" in screen_text(pilot)
        await press(pilot, "enter", "escape")
        assert "3 quotations" in screen_text(pilot)
        await press(pilot, "G", "enter")
        assert app.screen is app.reading
        opened = app.reading.opened.bundle
        assert opened is not None
        assert app.focused is app.reading.article
        assert app.reading.article.current is not None


async def test_notes_are_edited_and_quotations_removed_with_undo(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "s", "m", "e")
        await enter(pilot, "check this")
        await press(pilot, "tab")
        await enter(pilot, "war")
        await press(pilot, "enter")
        (saved,) = library.notebook.all()
        assert (saved.note, saved.tags) == ("check this", ("war",))
        assert "check this" in screen_text(pilot)
        await press(pilot, "u")
        assert library.notebook.all()[0].note == ""
        await press(pilot, "d")
        assert library.notebook.all() == []
        await press(pilot, "u")
        assert [each.text for each in library.notebook.all()] == ["legitimate targets"]


async def test_the_notebook_is_exported_but_never_over_a_file(
    app: ReaderApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "s", "m", "x")
        await enter(pilot, "markdown")
        await press(pilot, "enter", "enter")
        written = (tmp_path / "quotations.md").read_text("utf-8")
        assert "legitimate targets" in written
        assert "Matthew Miller" in written
        await press(pilot, "x")
        await enter(pilot, "markdown")
        await press(pilot, "enter", "enter")
        assert "is there already" in message(pilot)


async def test_one_entity_with_what_it_said_and_where_it_appears(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "p")
        assert shows(app, EntityScreen)
        text = screen_text(pilot)
        for words in ("Matthew Miller", "Said by 6", "ALSO CALLED", "IN THE NEWS", "APPEARS WITH"):
            assert words in text
        await press(pilot, "tab", "tab")
        assert "North Korean soldiers fighting" in screen_text(pilot)
        await press(pilot, "tab")
        assert "Appears with" in screen_text(pilot)
        assert "in common" in screen_text(pilot)
        await press(pilot, "enter")
        assert "Matthew Miller" not in screen_text(pilot).split("\n")[0]
        await press(pilot, "escape", "tab", "j", "j", "enter")
        assert app.screen is app.reading
        assert app.reading.article.current == 2
        await press(pilot, "e", "p", "slash")
        assert app.reading.search_line.value.startswith("entity:")


async def test_the_keys_of_the_help_stand_apart_from_its_words(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "p", "question_mark")
        await enter(pilot, "leave this")
        assert "q Ctrl+q Ctrl+c Leave this screen" in screen_text(pilot)


async def test_two_names_are_made_one_and_parted_again(app: ReaderApp, library: Library) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "p", "x")
        await enter(pilot, "zelensky")
        await press(pilot, "enter")
        assert "Volodymyr Zelensky" in screen_text(pilot)
        assert "Said by 7" in screen_text(pilot)
        await press(pilot, "u")
        assert "Said by 6" in screen_text(pilot)
        assert [row.name for row in library.entities.find("zelensky")] == ["Volodymyr Zelensky"]
        await press(pilot, "x")
        await enter(pilot, "zelensky")
        await press(pilot, "enter", "X")
        await enter(pilot, "matthew")
        await press(pilot, "enter")
        assert "Said by 7" not in screen_text(pilot)
        await press(pilot, "u")
        assert "Said by 7" in screen_text(pilot)


async def test_a_quote_is_saved_and_its_page_linked_from_a_person_s_screen(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "p", "s")
        assert "saved" in message(pilot)
        assert [each.name for each in library.notebook.all()] == ["Matthew Miller"]
        await press(pilot, "c")
        assert "link" in message(pilot)
        await press(pilot, "u")
        assert library.notebook.all() == []
        await press(pilot, "tab", "tab", "tab", "s", "c")
        assert "no address" in message(pilot)


async def test_sources_without_feeds_say_how_to_get_some(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "F")
        assert shows(app, SourcesScreen)
        assert "You follow no feeds yet" in screen_text(pilot)
        for key in ("enter", "r", "p", "t", "e", "o", "c", "d"):
            await press(pilot, key)
        assert "There is no feed here" in message(pilot)
        await press(pilot, "R")
        assert "No feeds to refresh" in message(pilot)


async def test_a_feed_is_paused_tagged_renamed_and_left(app: ReaderApp, library: Library) -> None:
    library.feeds.subscribe("https://gazette.example/feed.xml", title="Gazette")
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "F")
        assert "Gazette" in screen_text(pilot)
        assert "not fetched yet" in screen_text(pilot)
        await press(pilot, "p")
        assert "paused" in screen_text(pilot)
        assert library.feeds.all()[0].paused
        await press(pilot, "t")
        await enter(pilot, "local")
        await press(pilot, "enter")
        assert library.feeds.all()[0].tags == ("local",)
        await press(pilot, "e", "ctrl+u")
        await enter(pilot, "The paper")
        await press(pilot, "enter")
        assert library.feeds.all()[0].title == "The paper"
        await press(pilot, "d", "enter")
        assert library.feeds.all() == []
        await press(pilot, "u")
        assert [feed.title for feed in library.feeds.all()] == ["The paper"]


async def test_of_a_page_with_several_feeds_it_is_asked_which(
    library: Library, make_app: Callable[[Library], ReaderApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(library)
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(app, "ask_helper", asked.append)
    urls = [f"https://gazette.example/{name}.xml?key=" for name in ("news", "sport")]
    offers = [
        {"title": title, "url": f"{url}…", "address": f"{url}s3cret"}
        for title, url in zip(("News [b]", "Sport"), urls, strict=True)
    ]
    event = {
        "event": "added", "target": "https://gazette.example/", "id": None, "status": "refused",
        "title": None, "reason": "the page is no article; it offers 2 feeds", "offers": offers,
    }  # fmt: skip
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "F")
        app.post_message(app.News(event))
        await settle(pilot)
        text = screen_text(pilot)
        assert "News [b] · https://gazette.example/news.xml?key=…" in text
        assert "s3cret" not in text
        await press(pilot, "down", "enter")
        app.post_message(app.News(event | {"id": 1, "status": "added"}))
        await settle(pilot)
        await press(pilot, "down", "down", "down", "enter")
        app.post_message(app.News(event))
        await settle(pilot)
        await press(pilot, "down", "down", "enter")
        assert [each["targets"] for each in asked if each["do"] == "add"] == [
            [f"{urls[1]}s3cret"],
            [f"{url}s3cret" for url in urls],
        ]


async def test_of_many_articles_that_come_the_progress_is_told(app: ReaderApp) -> None:
    def came(title: str, status: str = "added") -> ReaderApp.News:
        return app.News({"event": "added", "target": "x", "status": status, "title": title})

    def progress(done: int) -> ReaderApp.News:
        return app.News({"event": "progress", "what": "import", "done": done, "total": 400})

    async with app.run_test(size=MIDDLING) as pilot:
        for event, said in (
            (came("One"), "added One"), (progress(2), "added One"), (came("Two"), "added One"),
            (progress(400), "added One"), (came("Last"), "added Last"),
            (came("Last", "updated"), "a newer version came of Last"),
        ):  # fmt: skip
            app.post_message(event)
            await settle(pilot)
            assert message(pilot) == said


async def test_a_feed_s_articles_are_listed(app: ReaderApp, library: Library) -> None:
    library.feeds.subscribe("https://gazette.example/feed.xml", title="Gazette")
    feed = library.feeds.all()[0]
    library.articles.add(Article("From the feed", "Words of it. " * 5, ()), feed_id=feed.id)
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "F", "enter")
        text = screen_text(pilot)
        assert "Gazette 1" in text
        assert "From the feed" in text
        assert "Ferry talks" not in text
        await press(pilot, "A", "enter")
        assert library.reading.unread_count() == 4
        await press(pilot, "escape")
        assert "5 articles" in screen_text(pilot)


async def test_history_shows_what_changed(app: ReaderApp, library: Library) -> None:
    stored = library.articles.get(2)
    assert stored is not None
    before = stored.article
    changed = Article(
        before.title, before.text.replace("Nobody has called us", "They called us"), (),
        before.byline, before.site, before.published, before.url, before.language,
    )  # fmt: skip
    assert library.articles.add(changed).status == "updated"
    last = replace(changed, title="Another headline", text=changed.text.replace("They", "We"))
    assert library.articles.add(last).status == "updated"
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "H")
        assert shows(app, HistoryScreen)
        assert "has not changed" in screen_text(pilot)
        await press(pilot, "q")
        number = app.reading.results.index_of(2)
        assert number is not None
        await press(pilot, *["j"] * number, "H")
        text = screen_text(pilot)
        assert "Nobody has called us" in text
        # The newest change first; in each what went, then what came.
        await press(pilot, "G")
        text = screen_text(pilot)
        assert text.index("+ Another headline") < text.rindex("Nobody has called us")
        assert text.rindex("Nobody has called us") < text.rindex("They called us")


async def test_help_lists_every_live_key_and_does_what_is_chosen(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, Chooser)
        listed = {row.value for row in app.screen.list.rows if not isinstance(row, str)}
        assert listed == {
            action.id
            for action in actions_of("reading")
            if action.id in app.reading.handlers or action.id in app.handlers
        }
        await enter(pilot, "next quote")
        assert "]" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.reading.article.current == 1


async def test_the_palette_finds_a_command_by_name_or_key(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "ctrl+p")
        await enter(pilot, "zen")
        await press(pilot, "enter")
        assert "Articles 4" not in screen_text(pilot)
        await press(pilot, "escape", "colon", "escape")
        assert app.screen is app.reading
        await press(pilot, "colon")
        await enter(pilot, "no such thing")
        assert "No such command" in screen_text(pilot)
        await press(pilot, "enter", "escape")


async def test_a_theme_is_tried_as_the_cursor_passes_and_kept_on_enter(
    app: ReaderApp, library: Library
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "T", "down")
        assert app.theme == "reader-light"
        await press(pilot, "escape")
        assert app.theme == "reader-dark"
        await press(pilot, "T")
        await enter(pilot, "ansi-dark")
        await press(pilot, "enter")
        assert app.theme == "ansi-dark"
        assert not app.palette.colours
        assert library.state.get("theme") == "ansi-dark"


async def test_a_number_of_screens_at_80_by_24(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s")
        for key, words in (
            ("m", "legitimate targets"), ("F", "You follow no feeds"), ("question_mark", "Keys"),
            ("colon", "Commands"), ("T", "Theme"), ("w", "Show only"), ("a", "Add news"),
            ("t", "Tags"),
        ):  # fmt: skip
            await press(pilot, key)
            text = screen_text(pilot)
            assert words in text
            assert max(len(line) for line in text.split("\n")) <= 80
            await press(pilot, "escape")
            assert app.screen is app.reading


def test_a_theme_of_one_s_own_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('primary = "#336699"\nbackground = "#000"\ndark = true\n')
    (tmp_path / "bad.toml").write_text('primary = "no colour"\n')
    (tmp_path / "odd.toml").write_text('primary = "#fff"\ncolor = "#000"\n')
    themes, problems = load_themes(tmp_path)
    assert [theme.name for theme in themes] == ["mine"]
    assert len(problems) == 2
    assert "bad.toml" in problems[0]
    assert "'color'" in problems[1]
    with pytest.raises(ReaderError, match="cannot be read"):
        load_theme(tmp_path / "none.toml")


async def test_a_theme_that_is_not_there_is_said(
    library: Library, make_app: Callable[..., ReaderApp]
) -> None:
    app = make_app(library, Settings(appearance=Appearance(theme="pinkish")))
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        assert "There is no theme 'pinkish'" in message(pilot)
        assert app.theme == "reader-dark"


async def test_the_pages_of_an_entity_are_turned_by_clicks(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "p")
        line = screen_text(pilot).split("\n")[1]
        await pilot.click(offset=(line.index("Appears with") + 1, 1))
        await settle(pilot)
        assert "in common" in screen_text(pilot)


async def test_the_notebook_says_what_is_paraphrased(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "slash")
        await enter(pilot, "speaker:zelensky kind:indirect")
        await press(pilot, "enter", "s", "m")
        text = screen_text(pilot)
        assert "Paraphrased: the article’s words, not the speaker’s." in text
        assert "▌┊ " in text
        assert "┃" not in text


async def test_problems_with_the_settings_are_told_in_full(app: ReaderApp) -> None:
    problem = "config.toml, line 4: " + " ".join(f"word{number}" for number in range(30))
    app.problems.append(problem)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "colon")
        await enter(pilot, "settings problems")
        await press(pilot, "enter")
        shown = " ".join(screen_text(pilot).replace("│", " ").split())
        assert problem.split(": ")[1] in shown


async def test_bad_settings_are_told_and_the_app_opens_with_the_rest(
    tmp_path: Path, library: Library, make_app: Callable[..., ReaderApp]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        "[reading]\nmeasure = 10\nsampels = true\n[nothing]\n[keys]\n'app.theme' = 'ctrl+t'\n"
    )
    app = make_app(library, config.load(file, strict=False))
    async with app.run_test(size=MIDDLING) as pilot:
        await settle(pilot)
        assert message(pilot).startswith(f"{file}, line 2: reading.measure must be between")
        assert "And 2 more" in message(pilot)
        assert "nothing is fetched by itself" in message(pilot)
        await press(pilot, "ctrl+t")
        assert "Theme" in screen_text(pilot)
        await press(pilot, "escape")
        app.handlers["app.problems"]()
        await settle(pilot)
        assert all(word in screen_text(pilot) for word in ("reading.sampels", "'nothing'"))
        assert "nothing is fetched by itself" in screen_text(pilot)


@pytest.mark.parametrize("text", ["[fetch\nwhile_open = false\n", "[fetsh]\nwhile_open = false\n"])
def test_while_settings_are_not_understood_nothing_is_fetched_by_itself(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    assert "--no-refresh" in helper_options(config.load(file, strict=False))
    file.write_text("[fetch]\nwhile_open = true\n")
    assert "--no-refresh" not in helper_options(config.load(file, strict=False))


async def test_a_feed_gets_an_interval_and_its_own_name_back(
    app: ReaderApp, library: Library
) -> None:
    feed, _ = library.feeds.subscribe("https://gazette.example/feed.xml")
    library.feeds.fetched(feed.id, title="The Gazette")
    async with app.run_test(size=MIDDLING) as pilot:
        await press(pilot, "F", "E")
        assert "own name already" in message(pilot)
        await press(pilot, "e", *["backspace"] * 11)
        await enter(pilot, "mine")
        await press(pilot, "enter", "i")
        assert "Fetch it every" in screen_text(pilot)
        await enter(pilot, "2 h")
        await press(pilot, "enter")
        assert message(pilot) == "fetched every 2 hours"
        (row,) = library.feeds.all()
        assert (row.title, row.interval) == ("mine", 7_200)
        assert "every 2 hours · https://gazette" in screen_text(pilot)
        await press(pilot, "i", *["backspace"] * 3)
        await enter(pilot, "never")
        await press(pilot, "enter")
        assert "write 30, 2 h or 1 d" in message(pilot)
        await press(pilot, "E")
        assert library.feeds.all()[0].title == "The Gazette"
        await press(pilot, "u")
        assert library.feeds.all()[0].title == "mine"
        await press(pilot, "u")
        assert library.feeds.all()[0].interval is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("", None), ("auto", None), ("0", None), ("30", 1_800), ("90 min", 5_400), ("1d", 86_400)],
)
def test_how_often_is_read_as_it_is_written(written: str, seconds: int | None) -> None:
    assert interval_of(written) == seconds
    for wrong in ("-5", "2 weeks", "9999 d", "x" * 99):
        with pytest.raises(ReaderError, match="no time up to a year"):
            interval_of(wrong)
