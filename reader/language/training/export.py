"""Writes the trained network as the file that the program runs: ONNX, 8-bit weights.

    python -m reader.language.training.export WEIGHTS BASE OUT

The word pieces that no text of the languages it reads can hold are left out, the vectors of
the rarer ones have 4 bits and those of the common ones twice 4 (the vectors are half of the
file); the linker's few weights and the date stand in the file's metadata.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from reader.language.training.fourbits import BLOCK, Floats, four_bits, packed, widened
from reader.language.training.network import COMMON, Joint
from reader.language.wordpiece import BREAK, START, UNKNOWN

POSITIONS = 384
"""Positions kept; windows are shorter."""


class Plain(nn.Module):
    """The network as it runs: one window, no padding."""

    def __init__(self, network: Joint) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, told: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of parts and types and role vectors."""
        out: tuple[Tensor, Tensor, Tensor] = self.network(ids, told, None)
        return out


def kept_pieces(vocabulary: list[str]) -> list[int]:
    """The numbers of the pieces that stay: Latin letters and signs; no reserved ones."""

    def stays(piece: str) -> bool:
        if piece in (UNKNOWN, START, BREAK, "[PAD]"):
            return True
        if piece.startswith("["):
            return len(piece) == 1
        bare = piece.removeprefix("##")
        return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in bare)

    return [number for number, piece in enumerate(vocabulary) if stays(piece)]


def _table(graph: onnx.GraphProto, name: str, ids: str, vectors: Floats) -> tuple[str, Floats]:
    """A table of vectors of 4 bits that `ids` look up; gives the output, and what is left.

    In plain operators: the runtime's own for 4 bits takes ten times as long.
    """
    values, scales = four_bits(vectors)
    constants = {
        "bytes": packed(values),
        "scales": scales[:, :, None],
        "sixteenth": np.float32(1 / 16),
        "sixteen": np.float32(16),
        "eight": np.float32(8),
        "blocks": np.array([1, -1, vectors.shape[1] // BLOCK, BLOCK]),
        "whole": np.array([1, -1, vectors.shape[1]]),
    }
    for what, array in constants.items():
        graph.initializer.append(numpy_helper.from_array(np.asarray(array), f"{name}_{what}"))
    steps: list[tuple[str, list[str], str, dict[str, int]]] = [
        ("Gather", ["bytes", ids], "both", {}),
        ("Cast", ["both"], "number", {"to": TensorProto.FLOAT}),
        ("Mul", ["number", "sixteenth"], "shifted", {}),
        ("Floor", ["shifted"], "upper", {}),
        ("Mul", ["upper", "sixteen"], "raised", {}),
        ("Sub", ["number", "raised"], "lower", {}),
        ("Concat", ["lower", "upper"], "above", {"axis": -1}),
        ("Sub", ["above", "eight"], "value", {}),
        ("Reshape", ["value", "blocks"], "stretches", {}),
        ("Gather", ["scales", ids], "scale", {}),
        ("Mul", ["stretches", "scale"], "scaled", {}),
        ("Reshape", ["scaled", "whole"], "found", {}),
    ]
    for at, (operator, inputs, output, attributes) in enumerate(steps):
        named = [x if x == ids else f"{name}_{x}" for x in inputs]
        node = helper.make_node(operator, named, [f"{name}_{output}"], **attributes)
        graph.node.insert(at, node)
    return f"{name}_found", vectors - widened(values, scales)


def narrow(model: onnx.ModelProto, vectors: Floats) -> None:
    """Put the word pieces' vectors in with 4 bits instead of 8, the common ones twice."""
    graph = model.graph
    name = "network.words.weight"
    for tensor in [t for t in graph.initializer if t.name.startswith(name)]:
        graph.initializer.remove(tensor)
    gather = next(n for n in graph.node if f"{name}_quantized" in n.input)
    widen = next(n for n in graph.node if gather.output[0] in n.input)
    found, left = _table(graph, "words", "ids", vectors)
    nothing = np.zeros((1, vectors.shape[1]), np.float32)
    more, _ = _table(graph, "common", "common_ids", np.concatenate([left[:COMMON], nothing]))
    graph.initializer.append(numpy_helper.from_array(np.asarray(COMMON, np.int64), "last_common"))
    graph.node.insert(0, helper.make_node("Min", ["ids", "last_common"], ["common_ids"]))
    at = list(graph.node).index(gather)
    graph.node.insert(at, helper.make_node("Add", [found, more], [widen.output[0]]))
    graph.node.remove(gather)
    graph.node.remove(widen)


def narrow_positions(model: onnx.ModelProto) -> None:
    """Give the vectors of the positions 8 bits."""
    graph = model.graph
    tensor = next(t for t in graph.initializer if t.name == "network.positions.weight")
    values = numpy_helper.to_array(tensor)
    scales = (np.abs(values).max(1) / 127 + 1e-9).astype(np.float32)
    whole = np.round(values / scales[:, None]).astype(np.int8)
    zeros = np.zeros(len(scales), np.int8)
    names = ["positions", "positions_scales", "positions_zeros"]
    for array, name in zip((whole, scales, zeros), names, strict=True):
        graph.initializer.append(numpy_helper.from_array(array, name))
    graph.initializer.remove(tensor)
    graph.node.insert(0, helper.make_node("DequantizeLinear", names, [tensor.name], axis=0))


def export(weights: Path, base: Path, out: Path) -> None:
    """Write `joint.onnx`, the vocabulary and, for comparison, `float.onnx` beside it."""
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    network = Joint.of(torch.load(weights)).eval()
    kept = kept_pieces(vocabulary)
    words = nn.Embedding(len(kept), network.words.embedding_dim)
    with torch.no_grad():
        words.weight.copy_(network.words.weight[kept])
        network.positions.weight = nn.Parameter(network.positions.weight[:POSITIONS].clone())
    network.words = words
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocabulary.txt").write_text("\n".join(vocabulary[k] for k in kept) + "\n", "utf-8")
    plain = Plain(network).eval()
    sample = torch.randint(0, 1000, (1, 40)), torch.randint(0, 30, (1, 40))
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw.onnx"
        torch.onnx.export(
            plain,
            sample,
            str(raw),
            input_names=["ids", "told"],
            output_names=["parts", "types", "roles"],
            dynamic_axes={k: {1: "n"} for k in ("ids", "told", "parts", "types", "roles")},
            opset_version=17,
            dynamo=False,
        )
        small = Path(scratch) / "small.onnx"
        quantize_dynamic(
            str(raw),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": 1},
        )
        about = {
            "linker": json.dumps(
                {
                    name: [[round(x, 5) for x in row] for row in getattr(network, name).tolist()]
                    for name in ("gap", "between", "lines", "nothing")
                }
            ),
            "date": datetime.now(UTC).date().isoformat(),
        }
        for source, target in ((raw, out / "float.onnx"), (small, out / "joint.onnx")):
            model = onnx.load(str(source))
            if source == small:
                narrow(model, words.weight.detach().numpy())
                narrow_positions(model)
            for key, value in about.items():
                entry = model.metadata_props.add()
                entry.key, entry.value = key, value
            onnx.save(model, str(target))
    digest = hashlib.sha256((out / "joint.onnx").read_bytes()).hexdigest()
    (out / "version.txt").write_text(digest[:8] + "\n", encoding="ascii")
    size = (out / "joint.onnx").stat().st_size / 1e6
    print(f"{len(kept)} of {len(vocabulary)} pieces, {size:.1f} MB")


def main() -> None:
    """Parse and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(options.weights, options.base, options.out)


if __name__ == "__main__":
    main()
