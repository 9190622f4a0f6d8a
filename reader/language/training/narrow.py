"""Leaves out the inner units of the layers that matter least; training goes on from there.

    python -m reader.language.training.narrow DATA BASE WEIGHTS OUT --keep 6144

A unit matters by what the loss would change, to the first order, if it were nothing (its
value times its gradient, squared: Molchanov et al. 2017, arXiv:1611.06440), summed over
training windows; all layers are ranked together.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor, nn

from reader.language.training.examples import Batch
from reader.language.training.network import Joint, Layer
from reader.language.training.train import (
    LINKS_WEIGHT,
    TYPES_WEIGHT,
    Material,
    batches,
    link_loss,
    tag_loss,
)
from reader.language.wordpiece import WordPieces

STEP, LEAST = 64, 256
"""A layer keeps a multiple of so many units, and so many at least."""


class Watched(nn.Module):
    """A layer's second matrix that adds up what its inputs matter."""

    def __init__(self, down: nn.Linear) -> None:
        super().__init__()
        self.down = down
        self.matters = torch.zeros(down.in_features)

    def forward(self, inner: Tensor) -> Tensor:
        """The matrix, its input's gradients noted on the way back."""
        inner.register_hook(lambda slope: self._note(inner.detach(), slope))
        out: Tensor = self.down(inner)
        return out

    def _note(self, inner: Tensor, slope: Tensor) -> None:
        self.matters += (inner.float() * slope.float()).square().sum((0, 1))


def importance(network: Joint, some: list[Batch]) -> list[Tensor]:
    """For each layer, how much each of its inner units matters."""
    network.eval()
    layers = [layer for layer in network.layers if isinstance(layer, Layer)]
    watched = [Watched(layer.down) for layer in layers]
    for layer, watch in zip(layers, watched, strict=True):
        layer.down = watch
    for batch in some:
        parts, types, roles = network(batch.ids, batch.features, batch.mask)
        loss = tag_loss(parts, batch.parts) + TYPES_WEIGHT * tag_loss(types, batch.types)
        (loss + LINKS_WEIGHT * link_loss(network, roles, batch)[0]).backward()
        network.zero_grad()
    for layer, watch in zip(layers, watched, strict=True):
        layer.down = watch.down
    return [watch.matters for watch in watched]


def chosen(matters: list[Tensor], keep: int) -> list[Tensor]:
    """The units that stay in each layer, about `keep` in all."""
    bar = torch.cat(matters).topk(keep).values[-1]
    out = []
    for one in matters:
        count = max(LEAST, round(int((one >= bar).sum()) / STEP) * STEP)
        out.append(one.topk(min(count, len(one))).indices.sort().values)
    return out


def main() -> None:
    """Parse, rank, write the narrower weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--keep", type=int, default=6144, help="inner units of all layers")
    parser.add_argument("--windows", type=int, default=150, help="batches that are looked at")
    options = parser.parse_args()
    torch.manual_seed(0)
    rng = random.Random(0)
    weights: dict[str, Tensor] = torch.load(options.weights)
    material = Material(options.data, None, WordPieces.read(options.base / "vocab.txt"))
    some = list(batches(material.epoch(rng, 0.05), rng))[: options.windows]
    units = chosen(importance(Joint.of(weights), some), options.keep)
    for k, stay in enumerate(units):
        for name in ("up.weight", "up.bias"):
            weights[f"layers.{k}.{name}"] = weights[f"layers.{k}.{name}"][stay].clone()
        down = f"layers.{k}.down.weight"
        weights[down] = weights[down][:, stay].clone()
    torch.save(weights, options.out)
    print("units kept:", *(len(stay) for stay in units))


if __name__ == "__main__":
    main()
