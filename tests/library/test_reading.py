"""Reading state, notebook, saved searches: what a person does, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.retention import drop_old, trim_versions
from reader.library.rows import Undo
from reader.library.store import Library
from reader.news import Quotation, ReaderError, Source
from tests.library.making import QUOTE, article, filler

State = tuple[object, ...]


def _state(library: Library) -> list[State]:
    rows = library.articles.rows(library.articles.all_ids())
    return [
        (row.id, row.unread, row.starred, row.later, row.tags)
        for row in sorted(rows.values(), key=lambda row: row.id)
    ]


_flag = st.none() | st.booleans()
_tags = st.lists(st.sampled_from(["a", "b", "two words"]), max_size=2)
_change = st.tuples(st.sets(st.integers(0, 4)), _flag, _flag, _flag, _tags, _tags, st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(_change, min_size=1, max_size=5))
def test_undo_restores_whatever_was_done(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[object, ...]]
) -> None:
    library = Library.open(tmp_path_factory.mktemp("undo"))
    shared = filler(9)
    texts = [filler(0), filler(1), shared, shared, filler(2)]
    ids = [
        library.articles.add(article(text, url=f"https://{n}.example/", site=f"S{n}")).id
        for n, text in enumerate(texts)
    ]
    states, undos = [_state(library)], []
    for chosen, read, starred, later, add, remove, everything in changes:
        change: Callable[..., Undo] = library.reading.change
        if everything:
            undos.append(library.reading.mark_all_read())
        else:
            undos.append(
                change(
                    [ids[n] for n in sorted(chosen)],  # type: ignore[call-overload]
                    read=read,
                    starred=starred,
                    later=later,
                    add_tags=add,
                    remove_tags=remove,
                )
            )
        states.append(_state(library))
    while undos:
        assert _state(library) == states.pop()
        library.reading.undo(undos.pop())
    assert _state(library) == states.pop()
    library.close()


def test_an_undo_of_a_removed_article_is_passed_over(library: Library) -> None:
    added = library.articles.add(article())
    undo = library.reading.change([added.id], read=True, add_tags=["x"])
    library.reading.change([added.id], remove_tags=["x"])
    library.articles.remove([added.id])
    library.reading.undo(undo)
    assert _state(library) == []
    assert [change.what for change in library.changes.pending()] == ["delete"]


def test_undoing_one_thing_leaves_what_was_done_since(library: Library) -> None:
    one = library.articles.add(article()).id
    undo = library.reading.change([one], read=True)
    library.reading.change([one], starred=True)
    library.reading.undo(undo)
    assert _state(library) == [(one, True, True, False, ())]


def test_lists_and_counts_follow_the_marks(library: Library) -> None:
    feed, _ = library.feeds.subscribe("https://feeds.example/x.xml")
    ids = [
        library.articles.add(article(filler(n), published=f"2020-01-0{n + 1}"), feed_id=feed.id).id
        for n in range(4)
    ]
    library.reading.change(ids[:2], read=True)
    library.reading.change(ids[1:3], starred=True)
    library.reading.change(ids[3:], later=True)
    articles = library.articles
    assert articles.ids(unread_only=True) == [ids[3], ids[2]]
    assert articles.ids(starred=True) == [ids[2], ids[1]]
    assert articles.ids(starred=False, later=False) == [ids[0]]
    assert articles.count(later=True) == 1
    assert library.reading.ids_where("read") == set(ids[:2])
    assert library.reading.ids_where("unread") == set(ids[2:])
    assert library.reading.ids_where("starred") == set(ids[1:3])
    assert library.reading.ids_where("later") == set(ids[3:])
    assert [(row.articles, row.unread) for row in library.feeds.all()] == [(4, 2)]
    articles.remove(ids[1:])
    assert library.reading.ids_where("starred") == library.reading.ids_where("unread") == set()


def test_what_a_change_did_is_counted(library: Library) -> None:
    one = library.articles.add(article(filler(1))).id
    two = library.articles.add(article(filler(2))).id
    library.reading.change([one], read=True)
    assert library.reading.change([one, two, 99], read=True).changed == 1
    assert library.reading.change([one, two], add_tags=["  spaced   out "]).changed == 2
    assert library.reading.tags() == [("spaced out", 2)]
    assert library.reading.ids_tagged("spaced out") == {one, two}


def test_tags_are_told_to_the_index(library: Library) -> None:
    one = library.articles.add(article()).id
    library.changes.done(library.changes.latest())
    library.reading.change([one], starred=True)
    assert library.changes.pending() == []
    library.reading.change([one], add_tags=["x"])
    assert [change.article_id for change in library.changes.pending()] == [one]


def _quotation(article_id: int | None = None, **fields: str) -> Quotation:
    source = Source(article_id, "Ferry talks stall", "Gazette", "A. Writer", "2024-11-02")
    kept = Quotation(QUOTE, source, ((37, 97),), "Mara Quill", tags=("ferries",))
    return replace(kept, **fields)  # type: ignore[arg-type]


def test_a_saved_quotation_outlives_its_article(library: Library) -> None:
    one = library.articles.add(article()).id
    saved = library.notebook.save(_quotation(one))
    assert library.notebook.save(_quotation(one)) == saved
    assert library.articles.rows([one])[one].saved == 1
    assert library.reading.ids_where("saved") == {one}
    assert library.notebook.spans(one) == [(saved.id, ((37, 97),))]
    library.articles.remove([one])
    (kept,) = library.notebook.all()
    assert kept == replace(saved, source=replace(saved.source, article_id=None))


def test_what_was_saved_today_is_counted_from_midnight_here(library: Library) -> None:
    saved = library.notebook.save(_quotation())
    while True:  # until it was asked within one day
        midnight = datetime.combine(date.today(), time.min).astimezone(UTC)
        before = (midnight - timedelta(seconds=1)).isoformat()
        library.notebook.save(_quotation(text=f"From {midnight}.", saved=midnight.isoformat()))
        library.notebook.save(_quotation(text=f"Before {midnight}.", saved=before))
        today = [
            each for each in library.notebook.all() if (each.saved or "") >= midnight.isoformat()
        ]
        counted = library.notebook.saved_today()
        if midnight == datetime.combine(date.today(), time.min).astimezone(UTC):
            break
    assert counted == len(today)
    assert counted == 1 + ((saved.saved or "") >= midnight.isoformat())


def test_the_notebook_is_searched_noted_and_restored(library: Library) -> None:
    saved = library.notebook.save(_quotation())
    other = library.notebook.save(_quotation(text="Nothing of the sort, ever.", name="Tom Bell"))
    assert saved.id is not None
    assert library.notebook.all(text="EMPTY boats quill") == [saved]
    assert library.notebook.all(name="bell") == [other]
    noted = library.notebook.update(saved.id, note="for the lead", tags=["lead", "lead", ""])
    assert (noted.note, noted.tags) == ("for the lead", ("lead",))
    assert library.notebook.all(tag="lead") == [noted]
    assert library.notebook.tags() == [("ferries", 1), ("lead", 1)]
    assert library.notebook.remove(saved.id) == noted
    assert library.notebook.all() == [other]
    assert library.notebook.restore(noted) == noted
    assert library.notebook.all() == [other, noted]
    with pytest.raises(ReaderError, match="no saved quotation 77"):
        library.notebook.remove(77)


def test_searches_are_kept_by_name(library: Library) -> None:
    ferries = library.searches.save("Ferries", "ferry OR boat")
    library.searches.save("Ferries", "ferry")
    assert [(s.name, s.query) for s in library.searches.all()] == [("Ferries", "ferry")]
    library.searches.save("Other", "x")
    with pytest.raises(ReaderError, match="already"):
        library.searches.rename(ferries.id, "Other")
    library.searches.rename(ferries.id, "Boats")
    assert library.searches.get("Boats") == ferries._replace(name="Boats", query="ferry")
    library.searches.remove(ferries.id)
    assert [search.name for search in library.searches.all()] == ["Other"]


def test_state_is_remembered_across_openings(tmp_path: Path) -> None:
    first = Library.open(tmp_path)
    first.state.set("panes", {"left": [30, 40]})
    first.state.set("gone", 1)
    first.state.set("gone", None)
    first.close()
    second = Library.open(tmp_path)
    assert second.state.get("panes") == {"left": [30, 40]}
    assert second.state.get("gone", "nothing") == "nothing"
    second.close()


def test_retention_never_drops_what_is_dear(library: Library) -> None:
    ids = [
        library.articles.add(article(filler(n), published=f"2020-01-0{n + 1}")).id for n in range(6)
    ]
    library.reading.change([ids[0]], starred=True)
    library.reading.change([ids[1]], later=True)
    library.notebook.save(_quotation(ids[2]))
    assert drop_old(library) == []
    assert drop_old(library, days=0) == []
    with library.database.write() as connection:
        connection.execute("UPDATE articles SET added = '2020-01-01T00:00:00+00:00'")
    assert drop_old(library, days=30) == []
    library.reading.mark_all_read(ids[:4])
    assert drop_old(library, days=30) == [ids[3]]
    assert drop_old(library, articles=1) == [ids[4]]
    assert library.articles.all_ids() == [ids[5], ids[2], ids[1], ids[0]]


def test_only_so_many_versions_are_kept(library: Library) -> None:
    for number in range(5):
        library.articles.add(article(f"{filler(1)} edition {number}", url="https://a.example/"))
    (one,) = library.articles.all_ids()
    kept = library.articles.versions(one)
    assert len(kept) == 4
    assert trim_versions(library, 10) == 0
    assert trim_versions(library, 2) == 2
    assert library.articles.versions(one) == kept[2:]
