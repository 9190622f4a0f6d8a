"""Labels the machine-tagged set of names again with a trained model.

    python -m reader.language.training.relabel DATA MODEL OUT

Where the model and the old tag agree, the tag stands. Where they differ, the model's is taken
if it is sure; else an old name stands, and what only the model calls a name is left open, so
that nothing is learnt there. (Leaving all that is in doubt open would lose organisations.)
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from reader.language.decode import best_tags
from reader.language.joint import JointModel
from reader.language.labels import TYPES
from reader.language.training.corpora import Sample, named_texts

SURE = 0.97
OPEN = "?"


def relabelled(sample: Sample, model: JointModel) -> list[tuple[int, int, str]]:
    """The names of a text, those in doubt with the type OPEN."""
    prepared = model.prepare(sample.text)
    tags: dict[tuple[int, int], tuple[int, float]] = {}
    for reading in model.read(prepared):
        row = 0
        for segment in reading.window.segments:
            n = segment.last - segment.first
            scores = reading.types[row : row + n]
            row += n
            if segment not in reading.window.owned:
                continue
            odds = np.exp(scores - scores.max(1, keepdims=True))
            odds /= odds.sum(1, keepdims=True)
            for k, tag in enumerate(best_tags(scores)):
                kind = (tag + 1) // 2
                sure = odds[k, 0] if tag == 0 else odds[k, 2 * kind - 1 : 2 * kind + 1].sum()
                word = prepared.paragraphs[segment.paragraph].words[segment.first + k]
                tags[word] = tag, float(sure)
    old: dict[int, tuple[str, int]] = {}
    for start, end, kind_ in sample.names or ():
        for k in range(start, end):
            old[k] = kind_, start
    out: list[tuple[int, int, str]] = []
    for (start, end), (tag, sure) in tags.items():
        new = TYPES[(tag - 1) // 2] if tag else ""
        was = old[start][0] if start in old else ""
        if new != was and sure < SURE:
            new = was or OPEN
        if new:
            inside = tag % 2 == 0 if new != was else old[start][1] != start
            last = out[-1] if out else None
            if inside and last and last[2] == new and start - last[1] <= 1:
                out[-1] = (last[0], end, new)
            else:
                out.append((start, end, new))
    return out


def main() -> None:
    """Relabel and write, one token a line: start, end and type beside each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="texts left out at the start")
    parser.add_argument("--texts", type=int, default=10**9)
    options = parser.parse_args()
    model = JointModel(options.model)
    samples = named_texts(options.data / "entities" / "gmb-train.conll.gz", 1.0, (3, 2, 1, 6))
    with gzip.open(options.out, "wt", encoding="utf-8") as lines:
        for sample in samples[options.skip :][: options.texts]:
            row = {"id": sample.id, "text": sample.text, "names": relabelled(sample, model)}
            lines.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
