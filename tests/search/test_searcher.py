"""Searching a real library through the real index."""

from __future__ import annotations

import threading

import pytest

from reader.library.rows import QuoteRow
from reader.library.store import Library
from reader.search.indexer import index_pending
from reader.search.query import parse
from reader.search.searcher import Searcher
from tests.search.conftest import Shared, annotation, article


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour", {"storm", "kyiv"}),
        ("HARBOURS", {"storm", "kyiv"}),
        ("storm", {"storm", "kyiv"}),
        ("storm -president", {"storm"}),
        ("ferry OR waves", {"talks", "storm"}),
        ("the ferry", {"talks"}),
        ('"legitimate targets"', {"talks"}),
        ('"legitimate target"', set()),
        ("legitimate", {"talks", "kyiv"}),
        ("legit*", {"talks", "kyiv"}),
        ("title:harbour", {"storm", "kyiv"}),
        ("title:storm", {"storm"}),
        ("source:coast", {"storm"}),
        ('source:"Coast Post"', {"storm"}),
        ("author:ruiz", {"talks"}),
        ("speaker:miller", {"talks"}),
        ("speaker:zelenskyy", {"kyiv"}),
        ('speaker:"the president"', {"kyiv"}),
        ("speaker:president legitimate", {"kyiv"}),
        ("said:harbour", {"kyiv"}),
        ('said:"legitimate targets"', {"talks"}),
        ("speaker:miller said:harbour", set()),
        ("speaker:miller said:war", {"talks"}),
        ('speaker:miller said:"legitimate targets war"', set()),
        ("entity:zelenskyy", {"kyiv"}),
        ('entity:"North Korea"', {"talks"}),
        ("about:korea", {"talks", "storm"}),
        ("kind:direct", {"talks", "storm", "kyiv"}),
        ("kind:indirect", set()),
        ("lang:en", {"talks", "storm", "kyiv"}),
        ("lang:de", set()),
        ("after:2024-12-17", {"talks"}),
        ("before:2024-12-16", {"storm"}),
        ("on:2024-12", {"talks", "kyiv"}),
        ("harbour on:2024-12", {"kyiv"}),
        ("-harbour", {"talks"}),
        ("is:unread", {"talks", "storm", "kyiv"}),
        ("is:read", set()),
        ("zebra", set()),
        ("", {"talks", "storm", "kyiv"}),
    ],
)
def test_articles(searcher: Searcher, news: dict[str, int], query: str, expected: set[str]) -> None:
    results = searcher.articles(query)
    assert {hit.id for hit in results.hits} == {news[name] for name in expected}
    assert results.total == len(expected)
    assert not results.more
    assert not results.partial
    assert results.note is None
    assert searcher.ids(query) == {news[name] for name in expected}


def quoted(searcher: Searcher, library: Library, query: str, **options: str) -> list[str]:
    results = searcher.quotes(query, **options)  # type: ignore[arg-type]
    rows: dict[int, QuoteRow] = library.annotations.quote_rows(h.quote_id for h in results.hits)
    assert all(rows[hit.quote_id].article_id == hit.article_id for hit in results.hits)
    assert results.total == len(results.hits)
    return sorted(rows[hit.quote_id].text for hit in results.hits)


TARGETS, WAR = "They are legitimate targets,", "They entered a war."
WAVES = "We have never seen waves like these,"
GIVE, QUESTIONS = "We will not give up our harbour,", "Legitimate questions remain."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('speaker:miller "legitimate targets"', [TARGETS]),
        ("speaker:miller", [WAR, TARGETS]),
        ("miller", [WAR, TARGETS]),
        ("miller war", [WAR]),
        ("speaker:zelenskyy", [QUESTIONS, GIVE]),
        ('speaker:"the president" harbour', [GIVE]),
        ("legitimate", [QUESTIONS, TARGETS]),
        ("title:storm", [WAVES]),
        ("source:coast", [WAVES]),
        ("after:2024-12-17", [WAR, TARGETS]),
        ("is:unread waves", [WAVES]),
        ("is:starred", []),
        ("kind:direct -legitimate -speaker:okafor", [WAR, GIVE]),
        ("", [QUESTIONS, WAR, TARGETS, WAVES, GIVE]),
    ],
)
def test_quotes(shared: Shared, query: str, expected: list[str]) -> None:
    assert quoted(shared.searcher, shared.library, query) == sorted(expected)


def test_half_a_name_finds_what_somebody_said(shared: Shared) -> None:
    for text in ("mil", "mille", "miller"):
        found = shared.searcher.quotes(parse(text, typing=True))
        assert found.total == 2, text
    assert quoted(shared.searcher, shared.library, "mill*") == sorted([WAR, TARGETS])
    assert quoted(shared.searcher, shared.library, "said:mill*") == []


def test_quotes_by_and_about(shared: Shared) -> None:
    searcher, library = shared.searcher, shared.library
    assert quoted(searcher, library, "", speaker="Miller") == sorted([WAR, TARGETS])
    assert quoted(searcher, library, "war", speaker="Miller", about="reporters") == [WAR]
    assert quoted(searcher, library, "", about="ferry talks") == sorted([WAR, TARGETS])
    assert quoted(searcher, library, "", about="Matthew Miller") == sorted([WAR, TARGETS])


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("speaker:miller", "talks", [WAR, TARGETS]),
        ("speaker:miller", "kyiv", []),
        ("speaker:miller harbour", "talks", [WAR, TARGETS]),
        ("speaker:miller said:war", "talks", [WAR]),
        ("speaker:miller -said:war", "talks", [TARGETS]),
        ("speaker:zelenskyy OR speaker:miller", "kyiv", [QUESTIONS, GIVE]),
        ("speaker:zelenskyy OR harbour", "kyiv", []),
        ("kind:direct -speaker:zelenskyy", "kyiv", []),
        ("-speaker:miller", "kyiv", []),
        ("harbour", "kyiv", []),
        ("", "kyiv", []),
    ],
)
def test_the_quotes_of_an_article_that_a_query_asks_for(
    searcher: Searcher, news: dict[str, int], query: str, name: str, expected: list[str]
) -> None:
    rows = searcher.library.annotations.quote_rows(searcher.quotes_in(news[name], query))
    assert sorted(row.text for row in rows.values()) == sorted(expected)


def test_whom_a_query_asks_for(shared: Shared) -> None:
    searcher = shared.searcher
    rows = shared.library.entities.rows(searcher.entities('entity:"north korea" war'))
    assert [row.name for row in rows.values()] == ["North Korea"]
    assert not searcher.entities("korea -entity:korea speaker:miller")


def test_who_asks_about_a_country_finds_its_people(library: Library) -> None:
    texts = {
        "soldiers": "“They were deployed,” Ana Ruiz said of the North Korean soldiers.",
        "country": "“They were warned,” Ana Ruiz said of North Korea.",
        "north": "“They went north,” Ana Ruiz said of the birds.",
        "french": "“They ate well,” Ana Ruiz said of the French guests.",
    }
    ids = {}
    for name, text in texts.items():
        ids[library.articles.add(article(text, name.capitalize())).id] = name
        words = text[1 : text.index("”")]
        library.annotations.put(
            list(ids)[-1], 1, *annotation(text, [(words, "Ana Ruiz")], {"Ana Ruiz": []})
        )
    index_pending(library)
    searcher = Searcher(library)

    def about(text: str) -> list[str]:
        quotes = searcher.quotes("", about=text).hits
        articles = searcher.articles(f'about:"{text}"').hits
        found = [ids[hit.article_id] for hit in quotes]
        assert found == [ids[hit.id] for hit in articles]
        return found

    assert about("North Korea") == ["country", "soldiers"]
    assert about("North Korean") == ["soldiers"]
    assert about("France") == ["french"]
    assert about("Ireland") == []


def test_state_and_tags_filter_at_once(
    searcher: Searcher, library: Library, news: dict[str, int]
) -> None:
    library.reading.change([news["storm"]], read=True, starred=True, add_tags=["Sea Weather"])
    assert {hit.id for hit in searcher.articles("harbour is:unread").hits} == {news["kyiv"]}
    assert {hit.id for hit in searcher.articles("is:starred").hits} == {news["storm"]}
    assert {hit.id for hit in searcher.articles('tag:"sea weather"').hits} == {news["storm"]}
    assert quoted(searcher, library, 'tag:"sea weather"') == [WAVES]
    assert searcher.unread_count("harbour") == 1
    library.searches.save("Ports", "harbour")
    library.searches.save("All", "")
    assert [(each.name, each.unread) for each in searcher.saved()] == [("All", 2), ("Ports", 1)]


def test_order(shared: Shared) -> None:
    searcher, news = shared.searcher, shared.ids

    def order(query: str) -> list[int]:
        return [hit.id for hit in searcher.articles(query).hits]

    assert order("") == [news["talks"], news["kyiv"], news["storm"]]
    assert order("sort:oldest") == [news["storm"], news["kyiv"], news["talks"]]
    assert order("harbour sort:date") == [news["kyiv"], news["storm"]]
    assert order("harbour sort:oldest") == [news["storm"], news["kyiv"]]
    assert order("storm")[0] == news["storm"]
    assert order("north korea")[0] == news["talks"]


def test_pages_follow_each_other(shared: Shared) -> None:
    searcher = shared.searcher
    everything = [hit.id for hit in searcher.articles("is:unread").hits]
    pages = [searcher.articles("is:unread", limit=1, offset=n) for n in range(3)]
    assert [page.hits[0].id for page in pages] == everything
    assert [page.more for page in pages] == [True, True, False]
    assert {page.total for page in pages} == {3}


def test_typing_finds_the_word_begun(shared: Shared) -> None:
    searcher = shared.searcher
    assert searcher.articles(parse("ferry ta", typing=True)).total == 1
    assert searcher.articles(parse("ferry ta")).total == 0
    for begun in ("speaker:mil", "speaker:matthew mill", "entity:nor", '"legitimate targ'):
        assert searcher.articles(parse(begun, typing=True)).total == 1, begun
        assert searcher.articles(parse(f"{begun} ")).total == 0, begun


def test_snippets(shared: Shared) -> None:
    searcher, news = shared.searcher, shared.ids
    shown = searcher.snippets('"legitimate targets"', [news["talks"], news["storm"]])
    passage = shown[news["talks"]]
    assert [passage.text[a:b] for a, b in passage.marks] == ["legitimate targets"]
    assert shown[news["storm"]].text == "A storm closed the harbour for two days."


def test_new_changed_and_removed_articles(
    searcher: Searcher, library: Library, news: dict[str, int]
) -> None:
    assert searcher.articles("lighthouse").total == 0
    url = "https://coast.example/light"
    added = library.articles.add(article("The lighthouse is dark.", "Light", url=url))
    assert index_pending(library) == 1
    assert [hit.id for hit in searcher.articles("lighthouse").hits] == [added.id]
    library.articles.add(article("The beacon is dark.", "Light", url=url))
    index_pending(library)
    assert searcher.articles("lighthouse").total == 0
    assert [hit.id for hit in searcher.articles("beacon").hits] == [added.id]
    library.articles.remove([added.id, news["talks"]])
    index_pending(library)
    assert searcher.articles("beacon OR ferry").total == 0
    assert searcher.quotes("legitimate").total == 1
    assert index_pending(library) == 0


def test_one_story_in_several_outlets_is_one_result(library: Library) -> None:
    words = " ".join(f"word{number} sank" for number in range(80))
    ids = [
        library.articles.add(
            article(f"The ferry {words} {day}.", "Ferry", site=site, published=f"2024-12-{day}")
        ).id
        for site, day in (("Brief", 10), ("Coast Post", 11), ("Gazette", 12))
    ]
    other = library.articles.add(article("Another ferry came.", "Other", published="2024-12-11")).id
    searcher = Searcher(library)
    assert searcher.articles("").total == library.articles.count() == 2
    index_pending(library)
    assert searcher.articles("").total == 2
    for query, first in (
        ("ferry", None),
        ("ferry sort:date", ids[2]),
        ("ferry sort:oldest", ids[0]),
    ):
        results = searcher.articles(query)
        found = [hit.id for hit in results.hits]
        assert results.total == len(found) == 2
        assert other in found
        assert len(set(found) & set(ids)) == 1
        assert first is None or first in found
    # What they have in common counts rows, too.
    counted = searcher.facets("ferry")
    assert counted.months == (("2024-12", 2),)
    sources = {"Brief": 1, "Coast Post": 1, "Gazette": 1, "Harbour Gazette": 1}
    assert dict(counted.sources) == sources
    # Asked for by its outlet, any of them is found; a saved search counts them all.
    assert [hit.id for hit in searcher.articles("ferry source:coast").hits] == [ids[1]]
    assert searcher.ids("ferry") == {*ids, other}
    [row] = library.articles.rows([ids[1]]).values()
    assert len(row.outlets) == 3
    library.articles.remove(ids[:2])
    assert searcher.articles("").total == 2
    index_pending(library)
    assert searcher.articles("").total == 2
    assert {hit.id for hit in searcher.articles("ferry").hits} == {ids[2], other}


def test_a_cancelled_search_gives_nothing(shared: Shared) -> None:
    cancel = threading.Event()
    cancel.set()
    results = shared.searcher.articles("harbour", cancel=cancel)
    assert results.partial
    assert not results.hits


def test_merged_entities_are_found_by_either_name(
    searcher: Searcher, library: Library, news: dict[str, int]
) -> None:
    [okafor] = library.entities.find("okafor")
    [miller] = library.entities.find("miller")
    library.entities.merge(okafor.id, miller.id)
    index_pending(library)
    assert quoted(searcher, library, "speaker:okafor") == sorted([WAVES, WAR, TARGETS])
