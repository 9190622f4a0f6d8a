"""Citations: the words verbatim in every style, and nothing of them interpreted."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.news import OMISSION, Quotation, ReaderError, Source
from reader.sharing.authors import authors
from reader.sharing.citations import STYLES, cite
from reader.sharing.links import fragment_link

QUOTE = Quotation(
    text="The ferries will sail, whatever the board decides.",
    source=Source(
        article_id=3,
        title="Ferry talks stall again",
        site="Harbour Gazette",
        byline="Maren Holt and Ludo van der Meer",
        published="2024-11-02T08:30:00+01:00",
        url="https://harbour-gazette.example/ferry-talks",
    ),
    name="Aylin Demir",
    role="union secretary",
)


def test_the_words_alone_are_the_words() -> None:
    assert cite(QUOTE, "words") == QUOTE.text


def test_with_its_source() -> None:
    assert cite(QUOTE, "source").split("\n") == [
        "“The ferries will sail, whatever the board decides.”",
        "— Aylin Demir, union secretary, “Ferry talks stall again”, Harbour Gazette, "
        "2 November 2024",
        "https://harbour-gazette.example/ferry-talks#:~:text=The%20ferries%20will%20sail%2C%20"
        "whatever%20the%20board%20decides.",
    ]


def test_words_with_marks_of_their_own_get_the_other_kind_around_them() -> None:
    nested = replace(QUOTE, text="a “significant escalation” in the war")
    assert cite(nested, "source").startswith("‘a “significant escalation” in the war’\n")


def test_only_the_speakers_own_words_stand_in_marks() -> None:
    mixed = replace(QUOTE, text="a “significant escalation” in the war", kind="mixed")
    for style in ("source", "apa", "mla", "chicago"):
        assert mixed.text in cite(mixed, style), style
        assert f"‘{mixed.text}’" not in cite(mixed, style), style
        reported = replace(QUOTE, kind="indirect")
        assert f"“{QUOTE.text}”" not in cite(reported, style), style
        assert f"“{QUOTE.text}”" in cite(QUOTE, style), style


def test_reported_speech_is_never_passed_off_as_the_speakers_words() -> None:
    reported = replace(QUOTE, kind="indirect")
    for style in ("source", "markdown", "html", "org", "apa", "mla", "chicago", "wikipedia"):
        assert "paraphrased" in cite(reported, style), style


def test_apa() -> None:
    assert cite(QUOTE, "apa").split("\n\n") == [
        "“The ferries will sail, whatever the board decides.” (Aylin Demir, union secretary, "
        "as quoted in Holt & van der Meer, 2024)",
        "Holt, M., & van der Meer, L. (2024, November 2). Ferry talks stall again. "
        "Harbour Gazette. https://harbour-gazette.example/ferry-talks",
    ]


def test_mla() -> None:
    assert cite(QUOTE, "mla").split("\n\n") == [
        "Aylin Demir, union secretary: “The ferries will sail, whatever the board decides.” "
        "(qtd. in Holt and van der Meer).",
        "Holt, Maren and Ludo van der Meer. “Ferry talks stall again.” Harbour Gazette, "
        "2 Nov. 2024, https://harbour-gazette.example/ferry-talks.",
    ]


def test_chicago() -> None:
    assert cite(QUOTE, "chicago").split("\n\n")[1] == (
        "Maren Holt and Ludo van der Meer, “Ferry talks stall again,” Harbour Gazette, "
        "November 2, 2024, https://harbour-gazette.example/ferry-talks."
    )


def test_wikipedia() -> None:
    text = cite(QUOTE, "wikipedia")
    assert text.startswith(
        "{{blockquote|1=The ferries will sail, whatever the board decides."
        "|2=Aylin Demir, union secretary}}<ref>{{cite news |last=Holt |first=Maren "
        "|last2=van der Meer |first2=Ludo |title=Ferry talks stall again |url="
    )
    assert "|work=Harbour Gazette |date=2 November 2024 |quote=" in text


def test_bibtex() -> None:
    text = cite(QUOTE, "bibtex")
    assert text.startswith(
        "@article{holt2024ferry,\n  author = {Holt, Maren and van der Meer, Ludo}"
    )
    assert "  date = {2024-11-02},\n" in text


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_made_up_where_nothing_is_known(style: str) -> None:
    bare = Quotation(text="Just words.", source=Source())
    if style == "link":
        with pytest.raises(ReaderError):
            cite(bare, style)
        return
    text = cite(bare, style)
    assert "Just words." in text
    assert "None" not in text


def test_an_unknown_style_is_named_with_those_there_are() -> None:
    with pytest.raises(ReaderError, match="'harvard'; there are: words, source"):
        cite(QUOTE, "harvard")


any_words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200
).filter(lambda text: text.strip() != "")


@given(any_words, any_words, any_words)
def test_verbatim_and_harmless_whatever_the_words(text: str, name: str, title: str) -> None:
    q = replace(QUOTE, text=text, name=name, source=replace(QUOTE.source, title=title))
    assert cite(q, "words") == text
    assert text in cite(q, "source")
    page = cite(q, "html")
    assert html.unescape(re.sub(r"<[^>]*>", "", page.partition("<footer>")[0])) == text
    assert re.findall(r"<(?!/?(?:blockquote|p|footer|a|cite)\b)", page) == []
    wiki = cite(q, "wikipedia")
    assert wiki.count("{{") == 2
    assert wiki.count("}}") == 2
    assert wiki.count("<ref") == 1
    bib = cite(q, "bibtex").replace(r"\{", "").replace(r"\}", "")
    assert bib.count("{") == bib.count("}")
    for style in STYLES:
        assert cite(q, style)


@given(any_words, any_words)
def test_markdown_shows_the_words_and_makes_nothing_of_them(text: str, title: str) -> None:
    from markdown_it import MarkdownIt

    q = replace(QUOTE, text=text, source=replace(QUOTE.source, title=title))
    rendered = MarkdownIt().render(cite(q, "markdown"))
    tags = set(re.findall(r"</?(\w+)", rendered))
    assert tags <= {"blockquote", "p", "a"}
    words = html.unescape(re.sub(r"<[^>]*>", "", rendered))
    assert "".join(text.split()) in "".join(words.split())


@given(any_words)
def test_a_fragment_link_keeps_the_page_and_any_anchor(text: str) -> None:
    link = fragment_link("https://a.example/x?y=1#part", text)
    words = text.replace(OMISSION, " ").split()
    assert link.startswith("https://a.example/x?y=1#part" + (":~:text=" if words else ""))
    assert re.fullmatch(r"[\x21-\x7e]+", link)


def test_a_long_passage_is_linked_by_its_ends() -> None:
    words = " ".join(f"w{number}" for number in range(40))
    assert fragment_link("https://a.example/x", words) == (
        "https://a.example/x#:~:text=w0%20w1%20w2%20w3%20w4,w35%20w36%20w37%20w38%20w39"
    )


def test_a_split_quote_is_linked_at_both_parts() -> None:
    link = fragment_link("https://a.example/x", f"first part {OMISSION} second, well-known")
    assert link.endswith("#:~:text=first%20part&text=second%2C%20well%2Dknown")


@pytest.mark.parametrize(
    ("byline", "inverted"),
    [
        ("By Maren Holt", ["Holt, Maren"]),
        ("Martin Luther King Jr.", ["King, Martin Luther, Jr."]),
        ("Ana de la Cruz, Li Wei & Bo Ek", ["de la Cruz, Ana", "Wei, Li", "Ek, Bo"]),
        ("REUTERS", ["REUTERS"]),
        ("The Editors", ["The Editors"]),
        ("Robert Downey, Jr. and Ann Lee", ["Downey, Robert, Jr.", "Lee, Ann"]),
        (None, []),
    ],
)
def test_bylines_are_taken_apart(byline: str | None, inverted: list[str]) -> None:
    assert [each.inverted for each in authors(byline)] == inverted
