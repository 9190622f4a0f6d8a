"""Decoding: valid tags, the best of them, and spans out of them."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reader.language.decode import best_tags, spans
from reader.language.linking import Linker, pair_features

_SCORES = arrays(
    np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.integers(-8, 8).map(float)
)


def valid(tags: tuple[int, ...] | list[int]) -> bool:
    before = 0
    for tag in tags:
        if tag and tag % 2 == 0 and before not in (tag, tag - 1):
            return False
        before = tag
    return True


@given(_SCORES)
@settings(max_examples=60)
def test_no_valid_sequence_scores_higher(scores: np.ndarray) -> None:
    tags = best_tags(scores)
    rows = np.arange(len(scores))
    best = max(
        scores[rows, list(t)].sum() for t in product(range(5), repeat=len(scores)) if valid(t)
    )
    assert valid(tags)
    assert scores[rows, tags].sum() == best


def test_an_inside_goes_on_across_a_cut() -> None:
    scores = np.full((2, 5), -5, np.float32)
    scores[:, 2] = 5
    assert best_tags(scores, before=1) == [2, 2]
    assert valid(best_tags(scores))


def test_spans_are_runs_of_one_kind() -> None:
    found = spans([0, 1, 2, 1, 0, 3, 4, 4], offset=10)
    assert [(f.kind, f.first, f.last) for f in found] == [(0, 11, 12), (0, 13, 13), (1, 15, 17)]


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 6)), min_size=1, max_size=6))
def test_links_are_probabilities(raw: list[tuple[int, int]]) -> None:
    left = [(a, a + n) for a, n in raw]
    line = [k // 20 for k in range(100)]
    pairs = pair_features(left, left[:2], line)
    random = np.random.default_rng(5)
    weights = [random.normal(size=(3, n)).astype(np.float32) for n in (20, 6, 5, 64)]
    linker = Linker(weights[0], weights[1], weights[2], weights[3])
    vectors = random.normal(size=(len(left), 64)).astype(np.float32)
    scores = linker.scores(0, vectors, vectors[:2], pairs)
    assert scores.shape == (len(left), len(left[:2]) + 1)
    assert np.allclose(np.exp(scores).sum(1), 1, atol=1e-4)
