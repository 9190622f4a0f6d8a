"""Setting an article: nothing lost, nothing wider than the measure."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.app.typeset import column_of, set_article, wrap
from reader.library.rows import ArticleRow
from reader.news import Article, Block

TEXT = st.text(
    st.one_of(
        st.sampled_from("ab c.\n-“”é漢字한글😀\u0301ש"),
        st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]),
    ),
    max_size=300,
)


def row(title: str = "A title") -> ArticleRow:
    return ArticleRow(
        1, title, None, None, None, None, "2025-01-01", None, False, False, True, False, False,
        0, 0, 100, None, (), None, "",
    )  # fmt: skip


@given(TEXT, st.integers(1, 90))
def test_wrapping_keeps_every_character_but_the_spaces_at_cuts(text: str, width: int) -> None:
    spans = list(wrap(text, 0, len(text), width))
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(TEXT, st.integers(2, 90))
def test_no_line_is_wider_than_the_measure(text: str, width: int) -> None:
    for start, end in wrap(text, 0, len(text), width):
        assert cell_len(text[start:end]) <= width


@given(TEXT, st.integers(10, 90))
def test_lines_show_exactly_the_article_s_text(text: str, measure: int) -> None:
    setting = set_article(Article("T", text, ()), row(), measure)
    for line in setting.lines:
        assert line.indent + cell_len(line.text) <= max(measure, line.indent + 2)
        if line.start >= 0:
            assert text[line.start : line.end] == line.text


@given(TEXT, st.integers(10, 90), st.data())
def test_a_place_is_found_again(text: str, measure: int, data: st.DataObject) -> None:
    setting = set_article(Article("T", text, ()), row(), measure)
    shown = [line for line in setting.lines if line.start >= 0 and line.text.strip()]
    if not shown:
        return
    line = data.draw(st.sampled_from(shown))
    offset = data.draw(st.integers(line.start, line.end - 1))
    number = setting.line_at(offset)
    assert setting.lines[number] == line
    if cell_len(text[offset]) > 0:
        assert setting.offset_at(number, column_of(line, offset)) == offset


def test_blocks_have_their_own_look() -> None:
    text = "First.\nA heading\none\ntwo\nQuoted words."
    kinds = ("paragraph", "heading", "item", "item", "quotation")
    blocks, at = [], 0
    for kind, part in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, at, at + len(part)))  # type: ignore[arg-type]
        at += len(part) + 1
    setting = set_article(Article("T", text, tuple(blocks)), row(), 40)
    body = [(line.kind, line.prefix) for line in setting.lines if line.start >= 0]
    assert body == [
        ("standfirst", ""), ("heading", ""), ("item", "• "), ("item", "• "), ("quotation", "│ "),
    ]  # fmt: skip


def test_text_without_spaces_is_cut_but_not_before_closing_marks() -> None:
    text = "漢字漢字漢字。漢字"
    lines = [text[start:end] for start, end in wrap(text, 0, len(text), 12)]
    assert all(not line.startswith("。") for line in lines)


def test_marks_stay_with_their_words() -> None:
    text = "Elle dit : « nous restons » – et puis … rien ! Wort »so« und ja ..."
    for width in range(14, 40):
        for start, end in wrap(text, 0, len(text), width):
            line = text[start:end]
            assert not line.startswith(("»", "…", "–", "!", ":", "..."))
            assert not line.endswith("«") or line.endswith("so«")
