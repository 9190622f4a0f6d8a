"""Scores of links between spans: content to cue, cue to speaker, content to speaker.

The score of a link is the product of two role vectors plus what its distance, the spans
between and the paragraphs between add. Training and the running program share this code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.language.labels import ROLE_SIZE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

GAPS = 20
BETWEEN = 6
LINES = 5
_NEVER = -40.0
_GAP_EDGES = (1, 2, 4, 7, 12, 20, 35, 60, 110)


def pair_features(
    left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], line: Sequence[int]
) -> Ints:
    """For each pair of spans (first, last word's piece): gap, spans between, lines between.

    `line` gives the paragraph of each piece. Shape (left, right, 3).
    """
    return features_of_pairs(
        [(a, b, line[a]) for a, b in left], [(a, b, line[a]) for a, b in right]
    )[0]


def features_of_pairs(
    left: Sequence[tuple[int, int, int]], right: Sequence[tuple[int, int, int]], reach: int = 0
) -> tuple[Ints, Bools]:
    """The same for spans with the numbers of their paragraphs; `right` is in text order.

    And which pairs are farther apart than `reach` pieces, where there is such a limit.
    """
    import numpy as np

    shape = len(left), len(right)
    out = np.zeros((*shape, 3), np.int64)
    if not left or not right:
        return out, np.zeros(shape, np.bool_)
    a = np.asarray(left, np.int64)
    b = np.asarray(right, np.int64)
    after = b[None, :, 0] - a[:, None, 1]
    before = a[:, None, 0] - b[None, :, 1]
    gap = np.maximum(np.maximum(after, before), 0)
    out[..., 0] = np.searchsorted(_GAP_EDGES, gap) + (GAPS // 2) * (before > 0)
    mid_a, mid_b = a[:, :2].sum(1), b[:, :2].sum(1)
    order = np.sort(mid_b)
    low = np.minimum(mid_a[:, None], mid_b[None, :])
    high = np.maximum(mid_a[:, None], mid_b[None, :])
    between = np.searchsorted(order, high, "left") - np.searchsorted(order, low, "right")
    out[..., 1] = np.clip(between, 0, BETWEEN - 1)
    step = b[None, :, 2] - a[:, None, 2]
    out[..., 2] = LINES // 2 + np.clip(step, -(LINES // 2), LINES // 2)
    return out, gap > reach if reach else np.zeros(shape, np.bool_)


class Linker:
    """The learnt weights that links are scored with beside the role vectors."""

    def __init__(self, gap: Floats, between: Floats, lines: Floats, nothing: Floats) -> None:
        """`gap` (3, GAPS), `between` (3, BETWEEN), `lines` (3, LINES), `nothing` (3, size)."""
        self.gap, self.between, self.lines, self.nothing = gap, between, lines, nothing

    def scores(
        self, kind: int, left: Floats, right: Floats, pairs: Ints, far: Bools | None = None
    ) -> Floats:
        """Log-probabilities, shape (left, right + 1); the last column is "nothing".

        `far`: the pairs that are no links.
        """
        import numpy as np

        scale = float(ROLE_SIZE) ** -0.5
        near = left @ right.T * scale
        near = near + self.gap[kind][pairs[..., 0]] + self.between[kind][pairs[..., 1]]
        near = near + self.lines[kind][pairs[..., 2]]
        if far is not None:
            near = np.where(far, np.float32(_NEVER), near)
        all_ = np.concatenate([near, (left @ self.nothing[kind] * scale)[:, None]], axis=1)
        all_ = all_ - all_.max(axis=1, keepdims=True)
        out: Floats = (all_ - np.log(np.exp(all_).sum(axis=1, keepdims=True))).astype(np.float32)
        return out
