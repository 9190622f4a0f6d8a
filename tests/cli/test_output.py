"""What is printed, whatever it is made of."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from reader.commands import output

any_text = st.text(st.characters(), max_size=80)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)
DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


@given(values)
def test_json_is_one_harmless_line_and_the_same_value(value: object) -> None:
    line = output.encode(value)
    assert not DANGEROUS.search(line)
    assert json.loads(line) == value
    assert line.encode("utf-8")


@given(any_text)
def test_harmless_text_keeps_all_that_is_harmless(text: str) -> None:
    clean = output.harmless(text)
    assert not DANGEROUS.search(clean.replace("\n", "").replace("\t", ""))
    assert output.harmless(clean) == clean
    if not DANGEROUS.search(text.replace("\n", "").replace("\t", "")):
        assert clean.replace("\ufeff", "") == text.replace("\ufeff", "")


def test_counts_have_their_nouns() -> None:
    assert output.some(1, "article") == "1 article"
    assert output.some(2000, "article") == "2,000 articles"
    assert output.some(0, "entity", "entities") == "0 entities"
