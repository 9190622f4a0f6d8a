"""The sample articles: what ships is whole, labelled and reaches for nothing outside."""

from __future__ import annotations

import hashlib
import re
import tomllib
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.gold.passages import FOLDER

SEEDS = FOLDER.parent.parent / "seeds"
PAGES = sorted(SEEDS.glob("*.html"))
ATOM = "{http://www.w3.org/2005/Atom}"
LABEL = "This is a sample article."


class Outline(HTMLParser):
    """The addresses, meta tags and open tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.canonical = ""
        self.meta: dict[str, str] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        if tag == "meta":
            self.meta[given.get("name", given.get("property", ""))] = given.get("content", "")
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]
        if tag not in {"meta", "link", "img", "input", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    return parser


@pytest.fixture(params=PAGES, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param.read_text(encoding="utf-8"))


def test_there_are_four_outlets_and_more_than_eleven_pages() -> None:
    outlets = {urlsplit(outline(p.read_text(encoding="utf-8")).canonical).hostname for p in PAGES}
    assert len(PAGES) >= 12
    assert len(outlets) == 4


def test_the_article_of_the_brief_is_there_byte_for_byte() -> None:
    words = (SEEDS / "kursk-legitimate-targets.txt").read_bytes()
    assert hashlib.sha256(words).hexdigest() == (
        "0ff201b903700dd8090e71d1f5f5262f052ddb6d0ef1cb3d974a5eb096fca357"
    )


def test_each_page_says_that_it_is_a_sample(page: str) -> None:
    assert LABEL in page
    assert "sample" in outline(page).meta


def test_each_page_is_well_formed_and_has_one_address(page: str) -> None:
    found = outline(page)
    assert found.open == []
    assert urlsplit(found.canonical).scheme == "https"


def test_no_page_points_at_a_real_host(page: str) -> None:
    hosts = {urlsplit(address).hostname for address in outline(page).addresses}
    assert {host for host in hosts if host and not host.endswith(".example")} == set()


def test_metadata_is_rich_in_some_pages_and_missing_in_others() -> None:
    pages = [p.read_text(encoding="utf-8") for p in PAGES]
    linked_data = [p for p in pages if "application/ld+json" in p]
    open_graph = [p for p in pages if "og:title" in p]
    neither = [p for p in pages if p not in linked_data and p not in open_graph]
    assert len(linked_data) >= 3
    assert len(open_graph) >= 3
    assert len(neither) >= 3


@pytest.mark.parametrize("marks", ['"', "“", "‘", "« ", "<blockquote>", "<ul>"])
def test_quotes_are_marked_in_every_manner(marks: str) -> None:
    assert [p.name for p in PAGES if marks in p.read_text(encoding="utf-8")] != []


def test_the_same_words_stand_in_several_outlets() -> None:
    shared = ["as far as the numbers", "last onion", "from another postcode", "tell you where it"]
    for words in shared:
        assert len([p for p in PAGES if words in p.read_text(encoding="utf-8")]) >= 2, words


def test_the_feed_holds_every_page_under_its_address() -> None:
    feed = ElementTree.parse(SEEDS / "feed.xml").getroot()
    addresses = {outline(path.read_text(encoding="utf-8")).canonical: path.name for path in PAGES}
    for entry in feed.findall(f"{ATOM}entry"):
        links = {e.get("rel"): e.get("href") for e in entry.findall(f"{ATOM}link")}
        assert addresses.pop(str(links["alternate"])) == links["related"]
        content = entry.findtext(f"{ATOM}content") or ""
        assert LABEL in content
        assert len(re.sub(r"<[^>]+>", " ", content).split()) >= 300
    assert addresses == {}


def test_searches_are_judged_on_pages_that_exist() -> None:
    judged = tomllib.loads((FOLDER / "queries.toml").read_text(encoding="utf-8"))
    assert len(judged["query"]) >= 30
    assert [name for name in judged["pages"].values() if not (SEEDS / name).is_file()] == []
    for query in judged["query"]:
        pages = [*query["best"], *query.get("also", [])]
        assert query["best"], query["text"]
        assert len(pages) == len(set(pages)), query["text"]
        assert set(pages) <= set(judged["pages"]), query["text"]
