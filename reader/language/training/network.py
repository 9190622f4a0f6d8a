"""The joint network: a six-layer encoder with heads for parts, types and links."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.language import features
from reader.language.labels import PART_TAGS, ROLE_SIZE, ROLES, TYPE_TAGS
from reader.language.linking import BETWEEN, GAPS, LINES
from reader.language.training import rounding
from reader.language.training.rounding import Linear

WIDTH, INNER, LAYERS, HEADS = 384, 1536, 6, 12
NEAR, BLOCK = 4, 64
"""The first layers see only the pieces of their block; the blocks of every other one begin
half a block later, so that what two blocks part the next layer joins. Attention over the
whole window took more than a third of the network's time."""
COMMON = 16000
"""So many of the first pieces, the commonest, keep 8 bits a value; the others have 4. The
encoder's vocabulary is in the order of frequency."""


class Dropout(nn.Module):
    """Dropout whose masks are slices of one random pool: drawing them anew took a tenth."""

    pool: Tensor

    def __init__(self, share: float, size: int = 1 << 23) -> None:
        super().__init__()
        self.share = share
        kept = (torch.rand(size) >= share).to(torch.bfloat16) / (1 - share)
        self.register_buffer("pool", kept, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Drop a share of the values while training."""
        if not self.training:
            return x
        at = int(torch.randint(0, len(self.pool) - x.numel(), (1,)))
        return x * self.pool[at : at + x.numel()].view(x.shape).to(x.dtype)


def attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None) -> Tensor:
    """Attention with HEADS heads; written out, since the fused one is slower to train."""
    b, n, _ = q.shape
    heads = [x.view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2) for x in (q, k, v)]
    scores = (heads[0] / math.sqrt(WIDTH // HEADS)) @ heads[1].transpose(2, 3)
    if bias is not None:
        scores = scores + bias
    return (torch.softmax(scores, -1) @ heads[2]).transpose(1, 2).reshape(b, n, WIDTH)


class OneAttention(torch.autograd.Function):
    """The same as one operator of onnxruntime, which is faster than its parts."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """While exporting."""
        return attention(q, k, v, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any) -> Any:
        """The operator."""
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS)
        out.setType(q.type())
        return out


def blocks(x: Tensor, front: int) -> Tensor:
    """A window's vectors (b, n, width) in blocks, nothing before the first and after the last."""
    n, width = x.shape[1:]
    whole = functional.pad(x, (0, 0, front, -(n + front) % BLOCK))
    return whole.reshape(-1, BLOCK, width)


class Layer(nn.Module):
    """One transformer layer, normalised after each half.

    With `near` a piece sees those of its block, which begin `front` before the window.
    """

    def __init__(self, dropout: Dropout, inner: int, near: bool, front: int) -> None:
        super().__init__()
        self.near, self.front = near, front
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.first_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, inner)
        self.down = Linear(inner, WIDTH)
        self.second_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def seen(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """What attention gathers for each piece; padding is as nothing."""
        three = self.qkv(x)
        b, n, _ = x.shape
        if self.near:
            if mask is not None:
                three = three * mask.to(three.dtype)[:, :, None]
            three = blocks(three, self.front)
        q, k, v = three.split(WIDTH, -1)
        if torch.onnx.is_in_onnx_export():
            out: Tensor = OneAttention.apply(q, k, v)
        elif self.near or mask is None:
            out = attention(q, k, v, None)
        else:
            bias = (1.0 - mask.to(q.dtype))[:, None, None, :] * -10000.0
            out = attention(q, k, v, bias)
        if self.near:
            out = out.reshape(b, -1, WIDTH)[:, self.front : self.front + n]
        return out

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` is 1 where there are pieces and 0 where there is padding."""
        seen = self.seen(x, mask)
        x = self.first_norm(self.dropout(self.out(seen)) + x)
        inner = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.second_norm(self.dropout(inner) + x)
        return out


class Joint(nn.Module):
    """Pieces and features in; tag scores of parts and types and role vectors out."""

    def __init__(
        self, vocabulary: int, dropout: float = 0.1, inner: Sequence[int] = (INNER,) * LAYERS
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.told = nn.Embedding(features.COUNT, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(self.dropout, size, k < NEAR, k % 2 * BLOCK // 2) for k, size in enumerate(inner)
        )
        self.parts = Linear(WIDTH, PART_TAGS)
        self.types = Linear(WIDTH, TYPE_TAGS)
        self.roles = Linear(WIDTH, len(ROLES) * ROLE_SIZE)
        self.nothing = nn.Parameter(torch.zeros(3, ROLE_SIZE))
        self.gap = nn.Parameter(torch.zeros(3, GAPS))
        self.between = nn.Parameter(torch.zeros(3, BETWEEN))
        self.lines = nn.Parameter(torch.zeros(3, LINES))
        self._start_features()

    @classmethod
    def of(cls, weights: Mapping[str, Tensor]) -> Joint:
        """The network that trained weights describe, which may have been narrowed."""
        inner = [len(weights[f"layers.{k}.up.weight"]) for k in range(LAYERS)]
        network = cls(len(weights["words.weight"]), inner=inner)
        network.load_state_dict(dict(weights))
        return network

    def _start_features(self) -> None:
        """Features begin as the sum of what case, state and place say alone."""
        scale = 0.01
        case = torch.randn(features.CASES, WIDTH) * scale
        state = torch.randn(features.STATES, WIDTH) * scale
        place = torch.randn(features.PLACES, WIDTH) * scale
        with torch.no_grad():
            for c in range(features.CASES):
                for s in range(features.STATES):
                    for p in range(features.PLACES):
                        self.told.weight[features.combine(c, s, p)] = case[c] + state[s] + place[p]
            self.told.weight[features.BREAK] = 0

    def forward(
        self, ids: Tensor, told: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of parts and of types, and the role vectors, for each piece."""
        x = self.words(ids)
        if self.parts.rounds:
            x = torch.where((ids >= COMMON).unsqueeze(-1), rounding.vectors(x), x)
        x = x + self.told(told)
        x = x + self.positions.weight[: ids.shape[1]].unsqueeze(0)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.dropout(x)
        return self.parts(x), self.types(x), self.roles(x)

    def link(self, kind: int, left: Tensor, right: Tensor, pairs: Tensor) -> Tensor:
        """Scores of links, the last column being "nothing"."""
        scale = ROLE_SIZE**-0.5
        near = left @ right.transpose(1, 2) * scale
        near = near + self.gap[kind][pairs[..., 0]] + self.between[kind][pairs[..., 1]]
        near = near + self.lines[kind][pairs[..., 2]]
        return torch.cat([near, (left @ self.nothing[kind] * scale).unsqueeze(-1)], -1)

    def read_base(self, folder: Path) -> None:
        """Take the encoder's weights from a folder with ``model.safetensors``."""
        from safetensors.torch import load_file

        base = load_file(folder / "model.safetensors")

        def put(target: nn.Module, name: str) -> None:
            target.load_state_dict({k: base[f"{name}.{k}"] for k in ("weight", "bias")})

        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            kind = base["embeddings.token_type_embeddings.weight"][0]
            self.positions.weight.copy_(base["embeddings.position_embeddings.weight"] + kind)
            put(self.norm, "embeddings.LayerNorm")
            for k, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)
                at = f"encoder.layer.{k}"
                for what in ("weight", "bias"):
                    three = [
                        base[f"{at}.attention.self.{n}.{what}"] for n in ("query", "key", "value")
                    ]
                    getattr(layer.qkv, what).copy_(torch.cat(three))
                put(layer.out, f"{at}.attention.output.dense")
                put(layer.first_norm, f"{at}.attention.output.LayerNorm")
                put(layer.up, f"{at}.intermediate.dense")
                put(layer.down, f"{at}.output.dense")
                put(layer.second_norm, f"{at}.output.LayerNorm")
