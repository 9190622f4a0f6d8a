"""Labels the machine-tagged names again with a trained model and the rules after it.

    python -m reader.language.training.relabel DATA MODEL OUT

Three voices for each word: the old tag, the model, and the engine (the model, then lists and
the consistency of the text). What the engine says stands where one of the others bears it
out; where the engine drops a name that both others see, the name stays; what is left in doubt
is open, so that nothing is learnt there, but an old organisation stands: leaving those open
would lose organisations.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from reader.language.decode import best_tags
from reader.language.joint import JointModel
from reader.language.labels import TYPES, kind_of
from reader.language.reading import analyse
from reader.language.resolution import resolve
from reader.language.training import corpora
from reader.language.training.corpora import NameTag, Sample
from reader.news import Span

SURE = 0.8
OPEN = "?"
_TYPE = {
    "person": "PER",
    "organisation": "ORG",
    "place": "LOC",
    "nationality": "MISC",
    "event": "MISC",
    "work": "MISC",
}
Voice = dict[int, tuple[str, int]]
"""Offset to the type there and where its name begins."""


def _voice(names: list[NameTag]) -> Voice:
    return {k: (kind, start) for start, end, kind in names for k in range(start, end)}


def _modelled(text: str, model: JointModel) -> dict[Span, tuple[int, float]]:
    """The model's tag of each word, and how sure it is of the type."""
    prepared = model.prepare(text)
    tags: dict[Span, tuple[int, float]] = {}
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
                kind = kind_of(tag)
                sure = odds[k, 0] if tag == 0 else odds[k, 2 * kind + 1 : 2 * kind + 3].sum()
                word = prepared.paragraphs[segment.paragraph].words[segment.first + k]
                tags[word] = tag, float(sure)
    return tags


def settled(engine: str, model: str, sure: float, old: str) -> str:
    """The type that three voices agree on, "" for no name, or OPEN."""
    if engine == old or (engine == model and sure >= SURE):
        return engine
    if model == old and not engine:
        return old
    return "ORG" if old == "ORG" else OPEN


def whole(names: list[NameTag]) -> list[NameTag]:
    """The names, those open that stand next to an open word: it may be a part of them."""
    spans = [(s, e) for s, e, kind in names if kind == OPEN]
    edges = {s - 1 for s, _ in spans} | {e + 1 for _, e in spans}
    return [(s, e, OPEN if s in edges or e in edges else kind) for s, e, kind in names]


def relabelled(sample: Sample, model: JointModel) -> list[NameTag]:
    """The names of a text, those in doubt with the type OPEN."""
    tags = _modelled(sample.text, model)
    found = resolve(analyse(sample.text, model)).entities
    engine = _voice(
        [(s, e, _TYPE[x.kind]) for x in found if x.kind in _TYPE for s, e in x.mentions]
    )
    old = _voice(list(sample.names or ()))
    untold = {k for start, end in sample.unknown for k in range(start, end)}
    nothing = ("", -1)
    out: list[NameTag] = []
    for (start, end), (tag, sure) in tags.items():
        mine = TYPES[kind_of(tag)] if tag else ""
        resolved, was = engine.get(start, nothing), old.get(start, nothing)
        before = (mine, start if tag % 2 else -2) if start in untold else was
        new = settled(resolved[0], mine, sure, before[0])
        if not new:
            continue
        inside = tag % 2 == 0
        for kind, begins in (was, resolved):
            if kind == new:
                inside = begins != start
        last = out[-1] if out else None
        if inside and last and last[2] == new and start - last[1] <= 1:
            out[-1] = (last[0], end, new)
        else:
            out.append((start, end, new))
    return whole(out)


def tagged_texts(data: Path) -> list[Sample]:
    """The two machine-tagged sets."""
    entities = data / "entities"
    articles = corpora.quotations(data, "train")
    tagged = corpora.with_machine_names(articles, entities / "polnear-silver-train.conll.gz", 1.0)
    return tagged + corpora.named_texts(entities / "gmb-train.conll.gz", 1.0, (3, 2, 1, 6))


def main() -> None:
    """Relabel and write: one text a line, with start, end and type of its names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), help="the K-th of N parts")
    options = parser.parse_args()
    model = JointModel(options.model)
    which, of = options.part
    with gzip.open(options.out, "wt", encoding="utf-8") as lines:
        for sample in tagged_texts(options.data)[which::of]:
            row = {"id": sample.id, "text": sample.text, "names": relabelled(sample, model)}
            lines.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
