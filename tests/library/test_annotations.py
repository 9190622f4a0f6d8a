"""Annotations and entities across articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library.check import check
from reader.library.keys import straight
from reader.library.store import Library
from reader.news import Annotation, Entity, ReaderError
from tests.library.making import FERRY, QUOTE, annotation, article


def _two(library: Library) -> tuple[int, int]:
    texts = (FERRY, FERRY + "\nA storm is expected.")
    ids = []
    for number, text in enumerate(texts):
        added = library.articles.add(
            article(text, site=f"S{number}", published=f"2024-1{number}-05")
        )
        library.annotations.put(added.id, 1, *annotation(text))
        ids.append(added.id)
    return ids[0], ids[1]


def test_an_annotation_comes_back_as_it_went_in(library: Library) -> None:
    added = library.articles.add(article())
    found, keys = annotation()
    assert library.annotations.put(added.id, 1, found, keys)
    assert library.annotations.get(added.id) == found
    (row,) = library.annotations.quotes(added.id)
    assert (row.text, row.name, row.cue, row.role) == (QUOTE, "Mara Quill", "told", "board leader")
    assert library.annotations.quote_rows([row.id]) == {row.id: row}
    assert library.articles.rows([added.id])[added.id].quotes == 1
    assert library.queue.remaining() == 0


def test_an_annotation_of_an_older_text_is_not_stored(library: Library) -> None:
    added = library.articles.add(article(url="https://a.example/"))
    library.articles.add(article(FERRY + "\nMore.", url="https://a.example/"))
    assert not library.annotations.put(added.id, 1, *annotation())
    assert library.annotations.get(added.id) is None
    assert library.queue.remaining() == 1


def test_annotating_anew_counts_nothing_twice(library: Library) -> None:
    first, _ = _two(library)
    for _ in range(3):
        library.annotations.put(first, 1, *annotation())
    (quill,) = library.entities.find("quill")
    assert (quill.articles, quill.mentions, quill.quotes) == (2, 2, 2)
    assert check(library) == []


def test_a_name_with_either_apostrophe_is_listed_once_and_split_as_one(library: Library) -> None:
    names = ("Seafarers' Union", "Seafarers’ Union", "Seafarersʼ Union", "Dockers")
    ids = []
    for day, name in enumerate(names):
        text = f"{name} met on day {day}."
        ids.append(library.articles.add(article(text)).id)
        aliases = ("Seafarers’", "Seafarers'") if name != "Dockers" else ()
        union = Entity(name, "organisation", ((0, len(name)),), aliases)
        library.annotations.put(ids[-1], 1, Annotation((), (union,), "test-1"), ["body/union"])
    (row,) = library.entities.find("dockers")
    listed = sorted(straight(name) for name in library.entities.names(row.id))
    assert listed == ["Dockers", "Seafarers'", "Seafarers' Union"]
    (shown,) = library.entities.for_article(ids[0])
    assert sum("Union" in name for name in (shown.name, *shown.aliases)) == 1
    (part,) = library.entities.parts(row.id)
    other = library.entities.split(row.id, "Seafarers' Union" if part == "Dockers" else part)
    assert {len(library.entities.articles(row.id)), len(library.entities.articles(other))} == {1, 3}
    assert check(library) == []


def test_an_entity_without_a_key_is_of_its_article_only(library: Library) -> None:
    ids = []
    for text in (FERRY, FERRY + "\nA storm is expected."):
        ids.append(library.articles.add(article(text)).id)
        for _ in range(2):
            library.annotations.put(ids[-1], 1, annotation(text)[0], ("", "organisation/council"))
    assert [row.articles for row in library.entities.find("quill")] == [1, 1]
    assert len(library.entities.find("council")) == 1
    library.articles.remove(ids)
    assert library.database.value("SELECT count(*) FROM entities") == 0
    assert check(library) == []


def test_the_same_quotation_elsewhere(library: Library) -> None:
    first, second = _two(library)
    (row,) = library.annotations.quotes(first)
    assert [same.article_id for same in library.annotations.same_elsewhere(row.id)] == [second]


def test_the_quotes_of_one_feed(library: Library) -> None:
    feed = library.feeds.subscribe("https://a.example/feed.xml")[0].id
    for number, feed_id in enumerate((feed, feed, None)):
        text = f"{FERRY}\nStorm {number}."
        added = library.articles.add(article(text, published=f"2024-1{number}-05"), feed_id=feed_id)
        library.annotations.put(added.id, 1, *annotation(text))
    quotes = library.annotations
    rows = quotes.quote_rows(quotes.newest_quotes())
    of_feed = [rows[number].published for number in quotes.newest_quotes(feed_id=feed)]
    assert of_feed == ["2024-11-05", "2024-10-05"]
    assert quotes.newest_quotes(1, 1, feed_id=feed) == quotes.newest_quotes(feed_id=feed)[1:]
    assert (quotes.count_quotes(), quotes.count_quotes(feed_id=feed)) == (3, 2)
    assert quotes.count_quotes(feed_id=feed + 1) == 0


def test_a_quote_knows_what_the_text_calls_its_speaker(library: Library) -> None:
    first, _ = _two(library)
    (row,) = library.annotations.quotes(first)
    assert row.speaker is not None
    assert row.called == FERRY[slice(*row.speaker)]
    assert row.speaker_words == "Mara Quill"
    assert row._replace(name=None).speaker_words == row.called


def test_nearly_the_same_quotation_elsewhere(library: Library) -> None:
    texts = (
        FERRY,
        FERRY.replace("empty boats through the winter", "empty boats through a winter"),
        FERRY.replace("We will not run empty boats through the winter for anyone", "Not today"),
    )
    ids = []
    for number, text in enumerate(texts):
        added = library.articles.add(article(text, site=f"S{number}"))
        found, keys = annotation(FERRY)
        end = text.index("”") + 1
        spoken = replace(found.quotes[0], content=((text.index("“"), end),), cue=None)
        council = Entity("council", "organisation", ((0, 5),))
        entities = (replace(found.entities[0], mentions=((end, end + 3),)), council)
        library.annotations.put(
            added.id, 1, Annotation((replace(spoken, speaker=None),), entities, "t"), keys
        )
        ids.append(added.id)
    (row,) = library.annotations.quotes(ids[0])
    assert library.annotations.same_elsewhere(row.id) == []
    assert [near.article_id for near in library.annotations.near_elsewhere(row.id)] == [ids[1]]


def test_entities_are_found_by_any_beginning_of_any_name(library: Library) -> None:
    first, second = _two(library)
    for text in ("quill", "Qui", "mara q", "QUÍLL"):
        assert [row.name for row in library.entities.find(text)] == ["Mara Quill"]
    assert library.entities.find("zzz") == []
    (quill,) = library.entities.find("quill", kind="person")
    assert quill.aliases == ("Quill",)
    assert library.entities.names(quill.id) == ("Mara Quill", "Quill")
    assert library.entities.articles(quill.id) == [second, first]
    assert [row.text for row in library.entities.said_by(quill.id)] == [QUOTE, QUOTE]
    assert library.entities.months(quill.id) == [("2024-10", 1), ("2024-11", 1)]
    ((other, count),) = library.entities.together(quill.id)
    assert (other.name, count) == ("town council", 2)
    here = library.entities.for_article(first)
    assert [(row.name, row.mentions, row.quotes) for row in here] == [
        ("Mara Quill", 1, 1),
        ("town council", 1, 0),
    ]


def test_about_finds_quotes_that_mention_it(library: Library) -> None:
    added = library.articles.add(article())
    found, keys = annotation()
    boats = FERRY.index("boats")
    entities = (*found.entities, Entity("boats", "work", ((boats, boats + 5),)))
    library.annotations.put(
        added.id, 1, Annotation(found.quotes, entities, "test-1"), (*keys, "work/boats")
    )
    (thing,) = library.entities.find("boats")
    assert [row.text for row in library.entities.about(thing.id)] == [QUOTE]
    (quill,) = library.entities.find("quill")
    assert library.entities.about(quill.id) == []


def test_merged_entities_stay_merged_and_split_ones_split(library: Library) -> None:
    first, second = _two(library)
    (quill,) = library.entities.find("quill")
    (council,) = library.entities.find("council")
    library.changes.done(library.changes.latest())
    library.entities.merge(quill.id, council.id)
    assert library.entities.get(council.id) is None
    assert {change.article_id for change in library.changes.pending()} == {first, second}
    library.annotations.put(first, 1, *annotation())
    (merged,) = library.entities.find("council")
    assert (merged.id, merged.articles, merged.mentions) == (quill.id, 2, 4)
    assert check(library) == []
    new = library.entities.split(quill.id, "Town Council")
    library.annotations.put(second, 1, *annotation(FERRY + "\nA storm is expected."))
    (apart,) = library.entities.find("council")
    assert (apart.id, apart.articles) == (new, 2)
    (row,) = library.annotations.quotes(second)
    assert row.entity_id == quill.id
    assert check(library) == []
    library.entities.merge(quill.id, new)
    library.annotations.put(second, 1, *annotation(FERRY + "\nA storm is expected."))
    assert [row.id for row in library.entities.find("council")] == [quill.id]
    assert check(library) == []


def _entities(library: Library) -> list[tuple[object, ...]]:
    return sorted(
        (row.id, row.name, row.aliases, row.articles, row.mentions, row.quotes)
        for row in library.entities.top(limit=None)
    )


def test_months_are_the_outlets_own_and_undated_articles_have_none(library: Library) -> None:
    for number, published in enumerate(("2024-10-31T23:30:00-05:00", None)):
        text = FERRY + f"\nEdition {number}."
        added = library.articles.add(article(text, published=published))
        library.annotations.put(added.id, 1, *annotation(text))
    (quill,) = library.entities.find("quill")
    assert library.entities.months(quill.id) == [("2024-10", 1)]
    assert quill.articles == 2


def test_a_merger_is_taken_back_with_all_that_it_moved(library: Library) -> None:
    first, second = _two(library)
    (quill,) = library.entities.find("quill")
    (council,) = library.entities.find("council")
    before = _entities(library)
    merged = library.entities.merge(council.id, quill.id)
    assert len(_entities(library)) == 1
    library.changes.done(library.changes.latest())
    library.entities.part(merged)
    assert _entities(library) == before
    assert {change.article_id for change in library.changes.pending()} == {first, second}
    library.annotations.put(first, 1, *annotation())
    assert _entities(library) == before
    assert check(library) == []


def test_a_split_is_taken_back_by_merging_and_a_merger_keeps_earlier_splits(
    library: Library,
) -> None:
    _two(library)
    (quill,) = library.entities.find("quill")
    (council,) = library.entities.find("council")
    before = _entities(library)
    library.entities.merge(quill.id, council.id)
    one = _entities(library)
    assert library.entities.parts(quill.id) == ("Mara Quill",)
    new = library.entities.split(quill.id, "town council")
    assert library.entities.parts(quill.id) == library.entities.parts(new) == ()
    apart = _entities(library)
    merged = library.entities.merge(quill.id, new)
    assert _entities(library) == one
    library.entities.part(merged)
    assert _entities(library) == apart
    library.annotations.put(2, 1, *annotation(FERRY + "\nA storm is expected."))
    assert _entities(library) == apart
    assert len(apart) == len(before)
    assert check(library) == []


def test_what_is_merged_with_itself_or_gone_says_so(library: Library) -> None:
    _two(library)
    (quill,) = library.entities.find("quill")
    (council,) = library.entities.find("council")
    with pytest.raises(ReaderError, match="itself"):
        library.entities.merge(quill.id, quill.id)
    merged = library.entities.merge(quill.id, council.id)
    library.articles.remove([1, 2])
    library.entities.part(merged)
    assert [row.articles for row in library.entities.rows([quill.id, council.id]).values()] == [
        0
    ] * 2
    assert check(library) == []


def test_what_cannot_be_split_says_so(library: Library) -> None:
    _two(library)
    (quill,) = library.entities.find("quill")
    with pytest.raises(ReaderError, match="only name"):
        library.entities.split(quill.id, "Mara Quill")
    with pytest.raises(ReaderError, match="nothing was split"):
        library.entities.split(quill.id, "Nobody")
    with pytest.raises(ReaderError, match="no entity"):
        library.entities.merge(quill.id, 999)


def test_the_queue_gives_the_open_article_first_then_the_newest(library: Library) -> None:
    ids = [
        library.articles.add(article(f"{FERRY}\nDay {day}.", published=f"2024-01-0{day}")).id
        for day in (1, 2, 3)
    ]
    library.queue.urgent(ids[0])
    assert [entry[0] for entry in library.queue.claim(1)] == [ids[0]]
    assert [entry[0] for entry in library.queue.claim(5)] == [ids[2], ids[1]]
    assert library.queue.claim(5) == []
    library.queue.release(ids[1])
    assert [entry[0] for entry in library.queue.claim(5)] == [ids[1]]


def test_a_failed_text_waits_for_another_engine(library: Library) -> None:
    added = library.articles.add(article())
    library.queue.requeue_outdated("test-1")
    library.queue.claim(1)
    library.queue.fail(added.id, "it was too long", "test-1")
    assert library.queue.remaining() == 0
    assert library.queue.failed() == [(added.id, "it was too long")]
    assert library.queue.requeue_outdated("test-1") == 0
    assert library.queue.requeue_outdated("test-2") == 1
    assert [entry[0] for entry in library.queue.claim(1)] == [added.id]


def test_another_engine_annotates_everything_anew(library: Library) -> None:
    first, second = _two(library)
    assert library.queue.requeue_outdated("test-2") == 2
    assert library.annotations.get(first) is not None
    assert {entry[0] for entry in library.queue.claim(5)} == {first, second}
    assert check(library) == []


def test_another_engine_leaves_no_trace_of_the_first(library: Library) -> None:
    first, second = _two(library)
    for number, text in ((first, FERRY), (second, FERRY + "\nA storm is expected.")):
        old, _ = annotation(text)
        person = Entity("Quill", old.entities[0].kind, old.entities[0].mentions)
        renamed = Annotation(old.quotes, (person, old.entities[1]), "test-2")
        library.annotations.put(number, 1, renamed, ("person/other", "organisation/council"))
    assert library.entities.find("mara") == []
    (quill,) = library.entities.find("quill")
    assert (quill.name, quill.aliases, quill.articles) == ("Quill", (), 2)
    assert library.entities.tidy() == 1
    assert library.entities.tidy() == 0
    assert check(library) == []


def test_an_article_shows_its_own_name_for_an_entity(library: Library) -> None:
    first, second = _two(library)
    old, keys = annotation()
    short = Entity("M. Quill", "person", old.entities[0].mentions, ("Quill",))
    library.annotations.put(first, 1, Annotation((), (short, old.entities[1]), "test-1"), keys)
    (here, _) = library.entities.for_article(first)
    (there, _) = library.entities.for_article(second)
    assert (here.id, here.name, there.name) == (there.id, "M. Quill", "Mara Quill")
    assert set(here.aliases) == {"Mara Quill", "Quill"}
