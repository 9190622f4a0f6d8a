"""Looks at the hard places of the development articles, kind by kind.

    python -m reader.language.training.challenge DATA --scorers FOLDER [--model FOLDER] [-v]

DATA holds ``quotations/``. A place passes where every attribution in it that has words between
marks or a cue of speech is found, with at least half of its words and its speaker, and no other
words between marks are given as a quote. With -v what is wrong is printed, and why that is
held to be right (see JUSTIFIED) where it is.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.language.joint import MODEL, JointModel
from reader.language.reading import analyse
from reader.language.resolution import resolve
from reader.language.training.corpora import read_jsonl
from reader.news import Quote, Span

_LOST = "a closing mark is missing in print; each of the two keeps the words beside their name"
_OUTER = "a long quotation of another paper is given whole, with that paper's reporter"
JUSTIFIED = {
    ("multi-paragraph", 1814): _LOST,
    ("inversion", 1921): _LOST,
    ("marks:unclosed-at-paragraph-end", 1614): _OUTER,
    ("no-source", 1500): _OUTER,
    ("marks:closer-typed-as-opener", 2440): "what has a cue of its own is a quote of its own",
    ("marks:missing-opener", 781): "a letter's own words (“its prediction”): no name is given",
}
"""Places, by kind and offset, whose gold answer the engine does not give, and why."""


@dataclass(frozen=True, slots=True)
class Told:
    """An attribution by its words: their numbers in the text."""

    content: frozenset[int]
    quoted: frozenset[int]
    source: frozenset[int]


def scorer_of(folder: Path) -> Any:
    """The scorer of quotations as a module: it knows words and marks."""
    spec = importlib.util.spec_from_file_location("scorer", folder / "score_quotes.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score_quotes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _told(document: Any, content: Sequence[Sequence[int]], source: Sequence[Sequence[int]]) -> Told:
    words = frozenset(document.inside(content))
    return Told(words, words & document.quoted, frozenset(document.inside(source)))


def misses(scorer: Any, row: dict[str, Any], quotes: Sequence[Quote], place: Span) -> list[str]:
    """What is wrong in a place of an article, in words."""
    document = scorer.Doc(row["text"])
    here = frozenset(document.inside([place]))
    gold = [_told(document, a["content"], a["source"]) for a in row["attributions"]]
    found = [_told(document, q.content, [q.speaker] if q.speaker else []) for q in quotes]
    spoken = [
        any(document.word(k).lower() in scorer.REPORTING for k in document.inside(a["cue"]))
        for a in row["attributions"]
    ]
    wanted = [
        g
        for g, speech in zip(gold, spoken, strict=True)
        if g.quoted & here or (speech and g.content and g.content <= here)
    ]
    given = [f for f in found if f.quoted & here]
    pairs = scorer.match([f.content for f in found], [g.content for g in gold])
    of = {gold[j]: found[i] for i, j, _ in pairs}
    out: list[str] = []
    for one in wanted:
        words = " ".join(document.word(k) for k in sorted(one.content)[:8])
        if one not in of:
            out.append(f"not found: {words}")
        elif one.source and not document.same_speaker(of[one].source, one.source, False):
            out.append(f"another speaker: {words}")
    for extra in given:
        if extra not in of.values():
            words = " ".join(document.word(k) for k in sorted(extra.content)[:8])
            out.append(f"no quote: {words}")
    return out


def _span(place: dict[str, Any]) -> Span:
    return int(place["start"]), int(place["end"])


def main() -> None:
    """Parse, annotate, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("-v", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    scorer, model = scorer_of(options.scorers), JointModel(options.model)
    folder = options.data / "quotations"
    articles = {str(r["id"]): r for r in read_jsonl(folder / "polnear-dev.jsonl.gz")}
    passed: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for place in read_jsonl(folder / "challenge-dev.jsonl.gz"):
        id_ = next(k for k in articles if k.startswith(str(place["id"])))
        row = articles[id_]
        quotes = resolve(analyse(str(row["text"]), model)).quotes
        said = [q for q in quotes if q.speech]
        wrong = misses(scorer, row, said, _span(place))
        kind = str(place["kind"])
        all_[kind] += 1
        passed[kind] += not wrong
        if wrong and options.v:
            reason = JUSTIFIED.get((kind, _span(place)[0]), "open")
            print(f"{kind} ({place.get('note', '')}): {'; '.join(wrong)} [{reason}]")
    for kind, number in all_.items():
        print(f"{kind:36} {passed[kind]} of {number}")
    print(f"{'all':36} {passed.total()} of {all_.total()}")


if __name__ == "__main__":
    main()
