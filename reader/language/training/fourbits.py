"""Vectors in four bits a value, with one scale for each stretch of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK = 128
"""Values of a vector that share one scale."""
Floats = NDArray[np.float32]


def four_bits(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Values of -8..7 and the scale of each block that fits it best."""
    count, width = vectors.shape
    blocks = vectors.reshape(count, width // BLOCK, BLOCK)
    most = np.abs(blocks).max(-1)
    least = np.full(most.shape, np.inf)
    scales = np.ones(most.shape, np.float32)
    for share in np.linspace(0.5, 1.0, 11):
        tried = (most * share / 7 + 1e-9).astype(np.float32)
        rounded = np.clip(np.round(blocks / tried[..., None]), -8, 7) * tried[..., None]
        lost = ((rounded - blocks) ** 2).sum(-1)
        scales = np.where(lost < least, tried, scales)
        least = np.minimum(lost, least)
    whole = np.clip(np.round(blocks / scales[..., None]), -8, 7).astype(np.int8)
    return whole.reshape(count, width), scales


def packed(values: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Two values a byte, each plus 8: one of a row's first half, above it one of its second."""
    half = values.shape[1] // 2
    above = (values + 8).astype(np.uint8)
    out: NDArray[np.uint8] = above[:, :half] + 16 * above[:, half:]
    return out


def widened(values: NDArray[np.int8], scales: Floats) -> Floats:
    """The vectors that the runtime makes of them."""
    out: Floats = values.astype(np.float32) * np.repeat(scales, BLOCK, axis=1)
    return out
