"""The same entity across articles: all pairs right, and no false merge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.resolution.identity import key, same_entity
from reader.news import Entity
from tests.language.resolution.alias_pairs import Pair, pairs


def _entity(name: str, kind: str) -> Entity:
    return Entity(name, kind, ((0, 1),))  # type: ignore[arg-type]


def test_the_list_is_long_and_a_third_of_it_near_misses() -> None:
    found = pairs()
    assert len(found) >= 150
    assert sum(not pair.same for pair in found) >= len(found) / 3
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("pair", pairs(), ids=lambda p: f"{p.kind}-{p.one}-{p.other}")
def test_pair(pair: Pair) -> None:
    one, other = _entity(pair.one, pair.kind), _entity(pair.other, pair.kind)
    assert same_entity(one, other) is pair.same
    assert same_entity(other, one) is pair.same


@pytest.mark.parametrize("surname", ["Clinton", "Zelensky", "Mr Okoro", "O’Brien"])
def test_a_lone_surname_is_no_evidence(surname: str) -> None:
    assert key(surname, "person") == ""


def test_kinds_are_kept_apart() -> None:
    assert key("Jordan", "place") != key("Jordan", "organisation")


@given(st.text(max_size=60), st.sampled_from(["person", "place", "organisation", "event"]))
def test_any_text_has_a_key(name: str, kind: str) -> None:
    made = key(name, kind)
    assert made == key(name, kind)
    assert made == "" or made.startswith(f"{kind}:")
