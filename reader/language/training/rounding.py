"""Rounds as the exported network does, so that training ends on weights that bear it.

The gradient passes as if nothing were rounded (Bengio, Léonard and Courville 2013,
arXiv:1308.3432). Weights have 7 bits a value and a scale a row, inputs 8 bits and a scale a
window, word pieces' vectors 4 bits and a scale for each stretch of `fourbits.BLOCK`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.language.training.fourbits import BLOCK

SHARES = (0.6, 0.7, 0.8, 0.9, 1.0)


def through(x: Tensor, rounded: Tensor) -> Tensor:
    """The rounded values, with the gradient of the others."""
    return x + (rounded - x).detach()


def weights(w: Tensor) -> Tensor:
    """A matrix (out, in) in 7 bits."""
    with torch.no_grad():
        scale = w.abs().amax(1, keepdim=True) / 64 + 1e-12
        rounded = (w / scale).round() * scale
    return through(w, rounded)


def inputs(x: Tensor) -> Tensor:
    """A batch of windows (b, n, width) in 8 bits."""
    with torch.no_grad():
        wide = x.float()
        low = wide.amin((1, 2), keepdim=True).clamp(max=0)
        high = wide.amax((1, 2), keepdim=True).clamp(min=0)
        scale = (high - low) / 255 + 1e-12
        zero = (-low / scale).round()
        rounded = (((wide / scale).round() + zero).clamp(0, 255) - zero) * scale
    return through(x, rounded.to(x.dtype))


def vectors(x: Tensor) -> Tensor:
    """Vectors (b, n, width) in 4 bits."""
    with torch.no_grad():
        parts = x.float().unflatten(-1, (-1, BLOCK))
        most = parts.abs().amax(-1, keepdim=True)
        best = torch.zeros_like(parts)
        least = torch.full_like(most, torch.inf)
        for share in SHARES:
            scale = most * share / 7 + 1e-9
            tried = (parts / scale).round().clamp(-8, 7) * scale
            lost = (tried - parts).square().sum(-1, keepdim=True)
            best = torch.where(lost < least, tried, best)
            least = torch.minimum(lost, least)
    return through(x, best.flatten(-2).to(x.dtype))


class Linear(nn.Linear):
    """A matrix that rounds, where it is told to."""

    rounds = False

    def forward(self, x: Tensor) -> Tensor:
        """The product."""
        if not self.rounds:
            return super().forward(x)
        return functional.linear(inputs(x), weights(self.weight), self.bias)


def round_from_now(network: nn.Module) -> None:
    """Let all matrices of a network round."""
    for module in network.modules():
        if isinstance(module, Linear):
            module.rounds = True
