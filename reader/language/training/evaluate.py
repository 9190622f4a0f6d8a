"""Scores the engine on the development sets and prints the table.

    python -m reader.language.training.evaluate DATA --scorers FOLDER [--model FOLDER]

DATA holds ``quotations/`` and ``entities/``; FOLDER the two scorers of those formats. The
product setting is scored where people see quotes, the wide one where the corpus also marks
beliefs and intentions.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.language.analysis import Analysis
from reader.language.joint import MODEL, JointModel
from reader.language.reading import analyse
from reader.language.training.corpora import read_jsonl
from reader.news import Annotation, Entity, Quote

PRODUCT = ("e.direct", "a.exact", "a5.overlap", "c.direct+mixed", "r.all", "b.speech", "marks")
WIDE = ("b.overlap", "b.exact", "e.all", "x.content", "x.source", "x.cue", "d.overlap", "c.all")
Settle = Callable[[Analysis], Annotation]
NAME_SETS = ("gum-news", "crossner-politics-dev", "uner-ewt-dev")


def line(id_: str, found: Annotation) -> dict[str, Any]:
    """An annotation as the scorers read it."""
    return {
        "id": id_,
        "quotes": [
            {
                "kind": q.kind,
                "content": [list(s) for s in q.content],
                "cue": list(q.cue) if q.cue else None,
                "speaker": list(q.speaker) if q.speaker else None,
                "name": q.name,
                "entity": q.entity,
            }
            for q in found.quotes
        ],
        "entities": [
            {"name": e.name, "kind": e.kind, "mentions": [list(m) for m in e.mentions]}
            for e in found.entities
        ],
    }


def unmerged(found: Analysis) -> Annotation:
    """What the model gives: each name its own row, speakers as spans."""
    rows = (Entity(found.text[n.start : n.end], n.kind, ((n.start, n.end),)) for n in found.names)
    said = (Quote(a.kind, a.content, a.cue, a.speaker, speech=a.speech) for a in found.attributions)
    return Annotation(tuple(said), tuple(rows))


def write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """One object a line."""
    path.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")


def quotes(
    data: Path, scorers: Path, model: JointModel, scratch: Path, settle: Settle
) -> dict[str, float]:
    """The figures of polnear-dev."""
    articles = read_jsonl(data / "quotations" / "polnear-dev.jsonl.gz")
    wide, product = [], []
    for article in articles:
        found = settle(analyse(str(article["text"]), model))
        wide.append(line(str(article["id"]), found))
        said = tuple(q for q in found.quotes if q.speech)
        product.append(line(str(article["id"]), replace(found, quotes=said)))
    out: dict[str, float] = {}
    for name, lines, wanted in (("product", product, PRODUCT), ("wide", wide, WIDE)):
        path = scratch / f"dev-{name}.jsonl"
        write(path, lines)
        figures = _score_quotes(data, scorers, path)
        for key in wanted:
            row = figures[key]
            out[key] = 100 * float(row.get("F1", row.get("acc", 0.0)))
        if name == "product":
            for key in ("c.pronoun", "c.name", "c.nominal", "kind"):
                out[key] = 100 * float(figures[key]["acc"])
    return out


def _score_quotes(data: Path, scorers: Path, path: Path) -> dict[str, dict[str, float]]:
    gold = data / "quotations"
    scorer = str(scorers / "score_quotes.py")
    command = [sys.executable, scorer, str(gold / "polnear-dev.jsonl.gz"), str(path)]
    names = ["--names", str(gold / "polnear-dev-pronouns.jsonl.gz"), "--json"]
    done = subprocess.run([*command, *names], capture_output=True, text=True, check=True)
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


def names(
    data: Path, scorers: Path, model: JointModel, scratch: Path, settle: Settle
) -> dict[str, str]:
    """The figures of the name sets: as the model gives them, and resolved."""
    out: dict[str, str] = {}
    scorer = str(scorers / "score_entities.py")
    for name in NAME_SETS:
        gold = str(data / "entities" / f"{name}.conll.gz")
        made = subprocess.run(
            [sys.executable, scorer, "texts", gold], capture_output=True, text=True, check=True
        )
        texts = [json.loads(x) for x in made.stdout.splitlines()]
        found = [(t["id"], analyse(t["text"], model)) for t in texts]
        for way, make in (("model", unmerged), ("resolved", settle)):
            path = scratch / f"{name}-{way}.jsonl"
            write(path, (line(i, make(f)) for i, f in found))
            command = [sys.executable, scorer, "names", gold, str(path), "--json"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            figures = json.loads(done.stdout)
            kinds = ("all", "PER", "ORG", "LOC", "untyped")
            out[f"{name} {way}"] = "  ".join(f"{k} {figures[k]['F']}" for k in kinds)
    gold_path = data / "entities" / "gum-news-coref.jsonl.gz"
    rows = read_jsonl(gold_path)
    path = scratch / "rows.jsonl"
    write(path, (line(str(r["id"]), settle(analyse(str(r["text"]), model))) for r in rows))
    command = [sys.executable, scorer, "rows", str(gold_path), str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    out["rows gum-news-coref"] = done.stdout.strip()
    return out


def main() -> None:
    """Parse, annotate, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--keep", type=Path, help="folder to keep the predictions in")
    parser.add_argument("--only", choices=("quotes", "names"))
    parser.add_argument("--unresolved", action="store_true", help="the model by itself")
    options = parser.parse_args()
    settle: Settle = unmerged
    if not options.unresolved:
        from reader.language.resolution import resolve as settle
    model = JointModel(options.model)
    with tempfile.TemporaryDirectory() as folder:
        scratch = options.keep or Path(folder)
        scratch.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        if options.only != "names":
            for key, value in quotes(options.data, options.scorers, model, scratch, settle).items():
                print(f"{key:16} {value:5.1f}")
        if options.only != "quotes":
            for key, shown in names(options.data, options.scorers, model, scratch, settle).items():
                print(f"{key:32} {shown}")
        print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
