"""Taking articles in: what is new, known, changed, nearly the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library.check import check
from reader.library.rows import Added
from reader.library.store import Library
from reader.news import Article
from tests.library.making import FERRY, QUOTE, annotation, article, filler


def test_an_article_comes_back_as_it_went_in(library: Library) -> None:
    given = article(
        url="https://gazette.example/ferry",
        site="Harbour Gazette",
        byline="A. Writer",
        published="2024-11-02T08:00:00+01:00",
        language="en",
    )
    added = library.articles.add(given)
    stored = library.articles.get(added.id)
    assert stored is not None
    assert stored.article == given
    assert stored.annotation is None
    assert stored.row.quotes is None
    assert stored.row.unread
    assert stored.row.first == "Ferry talks stalled again on Monday."
    assert stored.row.outlets == ("Harbour Gazette",)
    assert check(library) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://www.gazette.example/ferry/",
        "https://gazette.example/ferry#top",
        "https://GAZETTE.example/ferry",
    ],
)
def test_the_same_address_is_the_same_article(library: Library, address: str) -> None:
    first = library.articles.add(article(url="https://gazette.example/ferry"))
    again = library.articles.add(article(url=address))
    assert (again.id, again.status) == (first.id, "known")
    assert library.articles.by_url(address) == first.id


def test_the_same_text_without_an_address_is_the_same_article(library: Library) -> None:
    first = library.articles.add(article())
    again = library.articles.add(article(FERRY.replace("\n", "\n\n").upper()))
    assert (again.id, again.status) == (first.id, "known")


def test_what_arrives_later_fills_gaps_and_overwrites_nothing(library: Library) -> None:
    first = library.articles.add(article(site="Gazette"))
    library.changes.done(library.changes.latest())
    library.articles.add(
        article(site="Other", url="https://gazette.example/a", published="2024-11-02")
    )
    row = library.articles.rows([first.id])[first.id]
    assert (row.site, row.url, row.published) == (
        "Gazette",
        "https://gazette.example/a",
        "2024-11-02",
    )
    assert [change.article_id for change in library.changes.pending()] == [first.id]


def test_the_same_text_in_another_outlet_is_grouped(library: Library) -> None:
    text = filler(1)
    one = library.articles.add(article(text, url="https://a.example/1", site="A"))
    two = library.articles.add(article(text, url="https://b.example/1", site="B"))
    three = library.articles.add(
        article(text + " And one line more.", url="https://c.example/1", site="C")
    )
    assert [added.status for added in (one, two, three)] == ["added"] * 3
    assert library.articles.ids() == [one.id]
    row = library.articles.rows([two.id])[two.id]
    assert row.outlets == ("B", "A", "C")
    assert row.alike == 3
    assert library.articles.group(three.id) == [one.id, two.id, three.id]
    assert library.reading.unread_count() == 1
    library.reading.change([one.id], read=True)
    assert library.reading.ids_where("unread") == set()
    assert check(library) == []


def test_articles_with_the_same_teaser_are_not_one(library: Library) -> None:
    teaser = "Read the whole story on our site. " * 12

    def arrived(title: str, number: int) -> Added:
        url = f"https://a.example/{number}"
        return library.articles.add(article(teaser, title=title, url=url, summary=True))

    one, two = arrived("Ferry talks stall", 1), arrived("Storm hits the coast", 2)
    assert (one.status, two.status) == ("added", "added")
    assert sorted(library.articles.ids()) == [one.id, two.id]
    again = arrived("Storm  hits the Coast", 3)
    assert (again.id, again.status) == (two.id, "known")
    assert check(library) == []


def test_different_stories_are_not_grouped(library: Library) -> None:
    ids = [library.articles.add(article(filler(seed))).id for seed in range(20)]
    assert sorted(library.articles.ids()) == ids


def test_a_group_survives_the_loss_of_its_first(library: Library) -> None:
    text = filler(1)
    ids = [
        library.articles.add(article(text, url=f"https://{host}.example/", site=host)).id
        for host in "abc"
    ]
    library.articles.remove([ids[0]])
    assert library.articles.ids() == [ids[1]]
    library.articles.remove([ids[1]])
    row = library.articles.rows([ids[2]])[ids[2]]
    assert library.articles.ids() == [ids[2]]
    assert row.group is None
    assert check(library) == []


def test_a_changed_text_keeps_the_old_as_a_version(library: Library) -> None:
    given = article(url="https://gazette.example/ferry")
    added = library.articles.add(given)
    library.annotations.put(added.id, 1, *annotation())
    softer = FERRY.replace("We will not run empty boats", "We will not run many empty boats")
    changed = library.articles.add(article(softer, url="https://gazette.example/ferry"))
    assert (changed.id, changed.status) == (added.id, "updated")
    (version,) = library.articles.versions(added.id)
    assert version.article == given
    assert version.quotes == ((QUOTE, "Mara Quill"),)
    stored = library.articles.get(added.id)
    assert stored is not None
    assert stored.article.text == softer
    assert stored.annotation is None
    assert stored.row.version == 2
    assert check(library) == []


def test_a_headline_that_changed_is_kept_as_a_version(library: Library) -> None:
    url = "https://gazette.example/ferry"
    feed, _ = library.feeds.subscribe("https://gazette.example/feed")
    other, _ = library.feeds.subscribe("https://gazette.example/sea/feed")

    def arrived(title: str, feed_id: int) -> str:
        return library.articles.add(article(title=title, url=url), feed_id=feed_id).status

    assert arrived("Ferry talks stall", feed.id) == "added"
    (number,) = library.articles.ids()
    library.annotations.put(number, 1, *annotation())
    assert arrived("Sea: Ferry talks stall", other.id) == "known"
    assert arrived("Ferry Talks  stall", feed.id) == "known"
    assert arrived("Ferry talks go on", feed.id) == "updated"
    stored = library.articles.get(number)
    assert stored is not None
    assert stored.article.title == "Ferry talks go on"
    assert stored.row.version == 2
    assert stored.annotation is not None
    assert [v.article.title for v in library.articles.versions(number)] == ["Ferry talks stall"]
    assert library.articles.quote_changes(number) == []
    assert check(library) == []


def test_a_headline_given_by_hand_stays_when_the_address_is_added_again(library: Library) -> None:
    url = "https://gazette.example/ferry"
    number = library.articles.add(article(title="Mine: the ferry", url=url)).id
    assert library.articles.add(article(title="Ferry talks stall", url=url)).status == "known"
    stored = library.articles.get(number)
    assert stored is not None
    assert stored.article.title == "Mine: the ferry"


def test_a_quote_that_changed_is_known(library: Library) -> None:
    url = "https://gazette.example/ferry"
    added = library.articles.add(article(url=url))
    library.annotations.put(added.id, 1, *annotation())
    softer = FERRY.replace("We will not run", "We would rather not run")
    library.articles.add(article(softer, url=url))
    (gone,) = library.articles.quote_changes(added.id)
    assert (gone.status, gone.before, gone.name) == ("vanished", QUOTE, "Mara Quill")
    text = library.articles.texts([added.id])[added.id]
    start = text.index("“")
    found, keys = annotation()
    moved = replace(found.quotes[0], content=((start, text.index("”") + 1),))
    library.annotations.put(added.id, 2, replace(found, quotes=(moved,)), keys)
    (changed,) = library.articles.quote_changes(added.id)
    assert changed.status == "changed"
    assert changed.after == text[start : text.index("”") + 1]


def test_a_teaser_never_replaces_the_article_but_gives_way_to_it(library: Library) -> None:
    url = "https://gazette.example/ferry"
    teaser = replace(article("Ferry talks stalled.", url=url), summary=True)
    first = library.articles.add(teaser)
    whole = library.articles.add(article(url=url))
    assert (whole.id, whole.status) == (first.id, "updated")
    assert library.articles.versions(first.id) == []
    assert library.articles.add(teaser).status == "known"
    assert library.articles.texts([first.id])[first.id] == FERRY


def test_lists_by_date_state_and_tag(library: Library) -> None:
    dates = ["2024-01-02", None, "2023-05-06", "2999-01-01", "not a date"]
    ids = [
        library.articles.add(article(filler(n), published=date)).id for n, date in enumerate(dates)
    ]
    newest = library.articles.ids()
    assert newest[-2:] == [ids[0], ids[2]]
    assert set(newest[:3]) == {ids[1], ids[3], ids[4]}
    assert library.articles.ids(order="oldest")[:2] == [ids[2], ids[0]]
    assert library.articles.ids(limit=2, offset=3) == [ids[0], ids[2]]
    library.reading.change([ids[0]], read=True, starred=True, add_tags=["ferries"])
    assert ids[0] not in library.articles.ids(unread_only=True)
    assert library.articles.ids(starred=True) == [ids[0]]
    assert library.articles.ids(tag="ferries") == [ids[0]]
    assert library.articles.count(unread_only=True) == 4
    assert library.articles.all_ids() == newest


def test_a_removed_article_leaves_nothing_but_a_note_to_the_index(library: Library) -> None:
    given: Article = article(url="https://gazette.example/ferry")
    added = library.articles.add(given)
    library.annotations.put(added.id, 1, *annotation())
    library.reading.change([added.id], add_tags=["x"])
    assert library.articles.remove([added.id, 999]) == 1
    assert library.articles.get(added.id) is None
    assert library.entities.top() == []
    assert library.entities.find("quill") == []
    assert [(c.article_id, c.what) for c in library.changes.pending()] == [(added.id, "delete")]
    assert check(library) == []
    again = library.articles.add(given)
    assert again.status == "added"
    assert again.id > added.id


def test_an_article_without_a_date_stands_where_it_came_in_but_a_sample_last(
    library: Library,
) -> None:
    sample = library.articles.add(article(filler(1), published=None), sample=True).id
    dated = library.articles.add(article(filler(2), published="2024-12-05"), sample=True).id
    own = library.articles.add(article(filler(3), published=None)).id
    assert library.articles.ids() == [own, dated, sample]
    library.articles.add(article(filler(1), published=None, site="Gazette"))
    assert library.articles.ids() == [own, dated, sample]


def test_samples_can_be_removed(library: Library) -> None:
    kept = library.articles.add(article(filler(1)))
    library.articles.add(article(filler(2)), sample=True)
    assert library.articles.remove_samples() == 1
    assert library.articles.ids() == [kept.id]
