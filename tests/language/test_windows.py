"""Windows: every word owned once, nothing too long, context before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.language.windows import Encoded, plan, segments


def paragraph(sizes: list[int]) -> Encoded:
    firsts = tuple(sum(sizes[:k]) for k in range(len(sizes)))
    return Encoded((7,) * sum(sizes), firsts, (0,) * len(sizes))


_TEXTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=60), max_size=12)


@given(_TEXTS, st.integers(16, 80), st.integers(0, 12))
def test_every_word_is_owned_once(text: list[list[int]], size: int, context: int) -> None:
    parts = segments([paragraph(p) for p in text], size)
    windows = plan(parts, size, context)
    owned = [s for w in windows for s in w.segments if s in w.owned]
    assert owned == parts
    words = [(s.paragraph, k) for s in parts for k in range(s.first, s.last)]
    assert words == [(k, w) for k, p in enumerate(text) for w in range(len(p))]
    assert all(sum(s.size + 1 for s in w.segments) + 1 <= size for w in windows)


@given(_TEXTS)
def test_windows_follow_the_text(text: list[list[int]]) -> None:
    parts = segments([paragraph(p) for p in text], 40)
    for window in plan(parts, 40, 10):
        first = parts.index(window.segments[0])
        assert list(window.segments) == parts[first : first + len(window.segments)]
