"""Pages become articles: words, structure and what a page says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning import dom
from reader.cleaning.blocks import Piece
from reader.cleaning.extract import clean_html
from reader.cleaning.gate import clean_line, clean_text
from reader.cleaning.recall import with_missed_chunks
from reader.cleaning.work import CleanJob, clean
from reader.news import Article, Hints, Page, Refused
from tests.cleaning.pages import PROSE, article_page

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def whole(article: Article) -> None:
    """What holds for every article: clean strings, blocks in order that cover all words."""
    assert clean_text(article.text) == article.text
    assert clean_line(article.title) == article.title
    assert article.title
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(article.text)
        assert not article.text[at : block.start].strip()
        at = block.end
    assert not article.text[at:].strip()


def test_the_article_and_nothing_around_it() -> None:
    article = clean_html(Page(article_page()))
    assert article.text == "\n\n".join(PROSE)
    assert article.title == "Marrow Bay keeps its pier"
    assert article.language == "en"
    whole(article)


def test_structure_is_kept_as_blocks() -> None:
    article = clean_html(
        Page(
            article_page(
                f"<p>{PROSE[0]}</p><h2>The vote</h2><p>{PROSE[4]}</p>"
                "<blockquote><p>A pier is a promise made to the sea.</p></blockquote>"
                "<ul><li>Forty piles<ul><li>five of them soft</li></ul></li><li>One crane</li></ul>"
                f"<p>{PROSE[2]}</p>"
            )
        )
    )
    assert kinds(article) == [
        ("paragraph", PROSE[0]),
        ("heading", "The vote"),
        ("paragraph", PROSE[4]),
        ("quotation", "A pier is a promise made to the sea."),
        ("item", "Forty piles"),
        ("item", "five of them soft"),
        ("item", "One crane"),
        ("paragraph", PROSE[2]),
    ]
    assert [b.level for b in article.blocks] == [0, 2, 0, 0, 0, 1, 0, 0]


def test_the_marks_of_q_and_text_between_line_breaks_are_not_lost() -> None:
    article = clean_html(
        Page(article_page(f"{PROSE[0]}<br><br>{PROSE[2]} He said <q>never</q>.<br><br>{PROSE[3]}"))
    )
    assert article.text == f"{PROSE[0]}\n\n{PROSE[2]} He said “never”.\n\n{PROSE[3]}"


def test_an_article_in_chunks_is_one_article() -> None:
    def chunk(number: int) -> str:
        words = "".join(f"<p>Part {number}. {paragraph}</p>" for paragraph in PROSE)
        return (
            f'<div class="grid"><div class="chunk body"><h2>Head {number}</h2>{words}</div></div>'
        )

    advertisement = f'<div class="ad"><div class="chunk"><p>Buy now: {PROSE[0]}</p></div></div>'
    chunks = advertisement.join(chunk(n) for n in range(4))
    page = f"<html><body><article><div class='chunks'>{chunks}</div></article></body></html>"
    taken = [Piece("heading", "Head 1", 2), *(Piece("paragraph", f"Part 1. {p}") for p in PROSE)]
    parts = with_missed_chunks(taken, dom.parse(Page(page.encode())))
    assert [part.text for part in parts if part.kind == "heading"] == [
        f"Head {n}" for n in range(4)
    ]
    assert [part.text for part in parts if part.kind == "paragraph"] == [
        f"Part {n}. {paragraph}" for n in range(4) for paragraph in PROSE
    ]


def test_furniture_inside_the_article_is_cut() -> None:
    extra = (
        "<p><a href='/x'>READ MORE: Another thing that happened elsewhere in the bay</a></p>"
        "<h3>Get our newsletter</h3><h3>Thanks for signing up!</h3>"
    )
    page = article_page(
        f"<p>{PROSE[0]}</p>{extra}<p>{PROSE[1]}</p><p>{PROSE[2]}</p>"
        "<p>Follow us on Twitter</p><p>© 2025 The Bay Post</p>"
    )
    assert clean_html(Page(page)).text == "\n\n".join(PROSE[:3])


META = """<meta property="og:title" content="Pier stays open | The Bay Post">
<meta property="og:site_name" content="The Bay Post"><link rel="canonical" href="/2025/pier">
<meta property="article:published_time" content="2025-03-04T21:05:00Z">
<meta name="author" content="By Ana Ruiz, Political Editor">"""
LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Pier stays open", "datePublished": "2025-03-04T22:05+0100",
"author": [{"@type": "Person", "name": "Ana Ruiz"}, {"name": "JO PARK"}],
"publisher": {"name": "The Bay Post"}}]}</script>"""


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        (META, "Ana Ruiz", "2025-03-04T21:05:00+00:00"),
        (LINKED, "Ana Ruiz and Jo Park", "2025-03-04T22:05:00+01:00"),
    ],
)
def test_what_the_page_says_of_itself(head: str, byline: str, published: str) -> None:
    page = Page(article_page(head=head, title="Pier stays open"), url="https://bay.example/p?x=1")
    article = clean_html(page)
    assert (article.title, article.byline) == ("Pier stays open", byline)
    assert (article.published, article.site) == (published, "The Bay Post")
    assert article.url is not None
    assert article.url.startswith("https://bay.example/")


def test_hints_win() -> None:
    hints = Hints("Told", "By Told Author", "Told Site", "2020-01-02", "https://t.example/", "fr")
    article = clean_html(Page(article_page(head=META)), hints)
    assert (article.title, article.byline, article.site) == ("Told", "Told Author", "Told Site")
    assert (article.published, article.url, article.language) == (
        "2020-01-02",
        "https://t.example/",
        "fr",
    )


def test_a_page_without_title_is_titled_by_its_first_sentence() -> None:
    page = f"<html><body><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p></body></html>"
    article = clean_html(Page(page.encode()))
    assert article.title.endswith("…")
    assert PROSE[0].startswith(article.title[:-1])
    assert article.published is None


@pytest.mark.parametrize(
    ("declared", "inside"),
    [
        ("windows-1252", ""),
        (None, "windows-1252"),
        ("iso-8859-1", ""),
        (None, "utf-8"),
        ("no-such", ""),
    ],
)
def test_the_charset_is_found(declared: str | None, inside: str) -> None:
    meta = f'<meta charset="{inside}">' if inside else ""
    encoding = "utf-8" if "utf-8" in (inside, declared) or declared == "no-such" else "cp1252"
    text = "".join(f"<p>“Café” — {paragraph}</p>" for paragraph in PROSE)
    body = f"<html><head>{meta}<title>T</title></head><body>{text}</body></html>".encode(encoding)
    article = clean_html(Page(body, charset=declared))
    assert article.text.startswith("“Café” — The council")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "no readable text"),
        (b"<html><body><p>Only one line here.</p></body></html>", "too little text"),
        (b"x" * 3_000_001, "3.0 MB"),
        (
            article_page("<p>Sorry, we could not find what you were looking for. It may have "
                         "moved. Try the search, or go back to the start.</p>",
                         title="404: page not found"),
            "does not exist",
        ),
        (
            article_page("<p>Checking your browser before you can go on. This is automatic, and "
                         "takes some seconds.</p>", title="Just a moment..."),
            "check for browsers",
        ),
        (
            article_page("".join(f"<p>We and our {n} partners use cookies and similar tracking, "
                                 "with your consent, for personalised ads and to measure them. "
                                 "</p>" for n in range(3)), title="Before you continue"),
            "cookies",
        ),
        (
            article_page("".join(
                f"<div><h3><a href='/{n}'>Headline number {n} of this long day</a></h3>"
                f"<p>A teaser of one line for story {n}, with a little more to it.</p></div>"
                for n in range(14)), title="The Bay Post"),
            "front page",
        ),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_the_reason(page: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        clean_html(Page(page))


@pytest.mark.parametrize(
    "title",
    [
        "Diver not found after a night of searching", "Anger at airport security check",
        "Just a moment: how the pier was saved", "Missing boy cannot be found, police say",
        "What your cookies and trackers know of you",
    ],
)  # fmt: skip
def test_short_news_of_such_things_is_news(title: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
    body += "<p>Cookies are small files; consent to tracking is asked for by partners.</p>"
    assert clean_html(Page(article_page(body, title=title))).title == title


def test_force_takes_what_there_is() -> None:
    page = Page(b"<html><body><p>Only one line here.</p></body></html>")
    assert clean_html(page, force=True).text == "Only one line here."


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.html")), ids=lambda path: path.stem)
def test_every_sample_page_is_an_article(path: Path) -> None:
    article = clean_html(Page(path.read_bytes()))
    whole(article)
    assert article.byline
    assert article.published
    assert article.site
    assert article.url
    for furniture in ("cookie", "Share", "Subscribe", "Related", "Comments"):
        assert not any(text.startswith(furniture) and len(text) < 60 for _, text in kinds(article))


HTML = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<div>", "</div>", "<br>", "<q>", "</q>", "<ul><li>", "</li>",
             "<table>",
             "<tr><td>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<a href=x>", "</a>",
             "<!--", "-->", "<script>", "</script>", "\x1b[31m", "&#27;]52;c;x&#7;", "\u202e",
             "\x00", "\x0c", "&#12;", "&#xFFFE;", "<q>", "</q>", "<br>",
             "<svg>", "<p" * 5, "&#xD800;", "]]>", "<title>", "<meta charset=utf-16>", *PROSE]
        ),
        st.text(max_size=20),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(HTML, st.booleans())
def test_whatever_a_page_holds_it_is_an_article_or_refused(html: str, force: bool) -> None:
    page = Page(html.encode("utf-8", "surrogatepass"))
    result = clean(CleanJob(page, force=force, feed_html=html))
    assert result.article or result.reason
    if result.article:
        whole(result.article)


def test_nesting_without_end_is_refused_not_a_crash() -> None:
    result = clean(CleanJob(Page(b"<div>" * 50_000 + PROSE[0].encode())))
    assert result.article or result.reason


def test_the_feeds_own_words_are_kept_where_the_page_cannot_be_had() -> None:
    job = CleanJob(
        Page(b"<html><body><p>Subscribe to read this article.</p></body></html>"),
        Hints(title="Pier stays open", site="The Bay Post"),
        feed_html=f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>",
    )
    result = clean(job)
    assert result.article is not None
    assert result.article.summary
    assert result.article.text == f"{PROSE[0]}\n\n{PROSE[1]}"
    assert result.reason is not None
    assert "paywall" in result.reason
