"""The joint network: a six-layer encoder with heads for parts, types and links."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.language import features
from reader.language.labels import PART_TAGS, ROLE_SIZE, ROLES, TYPE_TAGS
from reader.language.linking import BETWEEN, GAPS, LINES

WIDTH, INNER, LAYERS, HEADS = 384, 1536, 6, 12


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


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, dropout: Dropout) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.first_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.second_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """`bias` is added to the attention scores: very negative where there is padding."""
        q, k, v = self.qkv(x).split(WIDTH, -1)
        if torch.onnx.is_in_onnx_export():
            seen = OneAttention.apply(q, k, v)
        else:
            seen = attention(q, k, v, bias)
        x = self.first_norm(self.dropout(self.out(seen)) + x)
        inner = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.second_norm(self.dropout(inner) + x)
        return out


class Joint(nn.Module):
    """Pieces and features in; tag scores of parts and types and role vectors out."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.told = nn.Embedding(features.COUNT, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.parts = nn.Linear(WIDTH, PART_TAGS)
        self.types = nn.Linear(WIDTH, TYPE_TAGS)
        self.roles = nn.Linear(WIDTH, len(ROLES) * ROLE_SIZE)
        self.nothing = nn.Parameter(torch.zeros(3, ROLE_SIZE))
        self.gap = nn.Parameter(torch.zeros(3, GAPS))
        self.between = nn.Parameter(torch.zeros(3, BETWEEN))
        self.lines = nn.Parameter(torch.zeros(3, LINES))
        self._start_features()

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
        x = self.words(ids) + self.told(told)
        x = x + self.positions.weight[: ids.shape[1]].unsqueeze(0)
        x = self.dropout(self.norm(x))
        bias = None
        if mask is not None:
            bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0
            if torch.is_autocast_enabled("cpu"):
                bias = bias.to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, bias)
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
