"""Previews follow the cursor after a pause; nothing is ever done to the article before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.geometry import Region

from reader.app.app import ReaderApp
from reader.app.widgets.article import ArticleView
from reader.library.store import Library
from reader.news import Article
from tests.app.driving import MIDDLING, NARROW, press, settle
from tests.app.making import Said, annotate, many, paragraphs


@pytest.fixture(autouse=True)
def short_rests() -> None:
    """Here the pauses are as long as they are for a person."""


def shown(app: ReaderApp) -> int | None:
    """The article in the pane."""
    return app.reading.opened.bundle.stored.id if app.reading.opened.bundle else None


async def test_a_key_right_after_moving_means_the_article_gone_to(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        before = shown(app)
        await pilot.press("j", "right_square_bracket")
        await settle(pilot)
        current = app.reading.results.current
        assert current is not None
        assert shown(app) == current.article_id != before
        assert app.reading.article.current == 1


async def test_keys_right_after_opening_move_in_the_article_that_was_opened(
    app: ReaderApp,
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        await pilot.resize_terminal(120, 14)
        await pilot.press("j", "enter", "j", "j")
        await settle(pilot)
        assert app.focused is app.reading.article
        assert app.reading.article.scroll_offset.y == 2


async def test_a_key_for_one_article_is_not_done_to_the_next(app: ReaderApp) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        asked: list[int | None] = []
        app.reading.handlers["quote.next"] = lambda: asked.append(shown(app))
        await pilot.press("j")
        wanted = app.reading.results.current
        await pilot.press("right_square_bracket", "j")
        await settle(pilot)
        assert wanted is not None
        assert asked == [wanted.article_id]
        current = app.reading.results.current
        assert current is not None
        assert shown(app) == current.article_id != wanted.article_id


async def test_quotes_found_while_reading_do_not_move_the_text(
    app: ReaderApp, library: Library
) -> None:
    text = "\n".join(
        f"“We said number {n} and no more,” said Anna Weiss on the quay. " + "More words. " * 40
        for n in range(12)
    )
    title = "Found while it is read"
    number = library.articles.add(
        Article(title, text, paragraphs(text), published="2031-01-01", language="en")
    ).id
    async with app.run_test(size=MIDDLING) as pilot:
        app.reading.opened.jump(number, ())
        await settle(pilot)
        assert shown(app) == number
        article = app.query_one(ArticleView)
        await press(pilot, "pagedown", "pagedown", "j")
        sight, offset = article.span_in_sight(), article.scroll_offset.y
        assert not article.quotes
        found = annotate(text, [Said("We said number 7", "said", "Anna Weiss")], [])
        library.annotations.put(number, 1, found, [])
        app.post_message(app.News({"event": "annotated", "id": number}))
        await settle(pilot)
        assert len(article.quotes) == 1
        assert article.span_in_sight() == sight
        assert article.scroll_offset.y == offset


async def test_a_pane_paints_only_the_lines_that_differ(
    app: ReaderApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=MIDDLING) as pilot:
        article = app.query_one(ArticleView)
        await settle(pilot)
        painted: list[int] = []
        refresh = article.refresh

        def watched(*regions: Region, repaint: bool = True, layout: bool = False) -> ArticleView:
            painted.extend(line for region in regions for line in region.line_range)
            assert regions or not repaint, "the whole pane is painted"
            return refresh(*regions, repaint=repaint, layout=layout)

        monkeypatch.setattr(article, "refresh", watched)
        await press(pilot, "right_square_bracket")
        before, now = (article.quotes[number].content for number in (0, 1))
        assert article.setting is not None
        wanted = {
            line + 1
            for start, end in (*before, *now)
            for line in range(article.setting.line_at(start), article.setting.line_at(end - 1) + 1)
        }
        assert wanted <= set(painted)
        assert len(set(painted)) < article.size.height / 2


async def test_every_row_in_sight_comes_however_fast_one_moves(
    tmp_path: Path, make_app: Callable[..., ReaderApp]
) -> None:
    library = many(tmp_path / "many", 700)
    app = make_app(library)
    async with app.run_test(size=MIDDLING) as pilot:
        results = app.reading.results
        for rows in (310, 5, 460, 160, 640, 20, 610, 330):
            results.to_row(rows)
            await pilot.pause()
        await settle(pilot)
        top = results.scroll_offset.y // results.row_height
        for row in range(top, top + results.size.height // results.row_height):
            assert row in results.items
    library.close()


async def test_in_a_wider_terminal_the_article_under_the_cursor_is_shown(app: ReaderApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter", "h", "j", "j")
        await pilot.resize_terminal(*MIDDLING)
        await settle(pilot)
        current, stored = app.reading.results.current, app.reading.article.stored
        assert current is not None
        assert stored is not None
        assert current.article_id == stored.id


async def test_in_a_higher_terminal_the_list_begins_with_a_whole_row(app: ReaderApp) -> None:
    async with app.run_test(size=(43, 14)) as pilot:
        results = app.reading.results
        await press(pilot, "j", "j")
        assert results.scroll_offset.y % results.row_height
        await pilot.resize_terminal(80, 18)
        await settle(pilot)
        assert results.scroll_offset.y % results.row_height == 0
        assert results.cursor == 2
