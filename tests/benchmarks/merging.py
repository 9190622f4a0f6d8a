"""How well given names are gathered into rows: B³ on the marked names of a file.

    python -m tests.benchmarks.merging GOLD-coref.jsonl.gz

The names are those of the file, not the model's, so that the merging is measured by itself.
Of names within names the outer one counts, as rows hold no other. Each name is in the row of
the first of its words that a row holds; a name that no row holds is a row of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reader.language.analysis import Name
from reader.language.resolution import entities
from reader.news import EntityKind

_KINDS: dict[str, EntityKind] = {
    "person": "person",
    "organization": "organisation",
    "place": "place",
}


class Marked(NamedTuple):
    """A name of the file, and the number of the entity that it names."""

    start: int
    end: int
    kind: EntityKind
    entity: int


@dataclass(slots=True)
class Score:
    """B³, added up over names: of each, how many it shares a row with, and should."""

    names: int = 0
    precision: float = 0.0
    recall: float = 0.0

    def add(self, rows: Sequence[int], gold: Sequence[int]) -> None:
        """The rows and the entities of the names of one text."""
        row_size, gold_size = Counter(rows), Counter(gold)
        both = Counter(zip(rows, gold, strict=True))
        for row, entity in zip(rows, gold, strict=True):
            shared = both[row, entity]
            self.precision += shared / row_size[row]
            self.recall += shared / gold_size[entity]
        self.names += len(rows)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in percentages, and the number of names."""
        p, r = self.precision / max(1, self.names), self.recall / max(1, self.names)
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        shares = {"P": 100 * p, "R": 100 * r, "F": 100 * f1}
        return {name: round(share, 1) for name, share in shares.items()} | {"names": self.names}


def marked(clusters: Iterable[dict[str, Any]]) -> list[Marked]:
    """The outermost names of people, organisations and places, in text order."""
    every = sorted(
        (
            Marked(start, end, _KINDS[cluster["type"]], number)
            for number, cluster in enumerate(clusters)
            if cluster["type"] in _KINDS
            for start, end in cluster["named"]
        ),
        key=lambda name: (name.start, -name.end),
    )
    outer: list[Marked] = []
    for name in every:
        if not outer or name.start >= outer[-1].end:
            outer.append(name)
    return outer


def rows_of(text: str, names: Sequence[Marked]) -> list[int]:
    """The row of each name; numbers below zero are rows of one."""
    given = [Name(name.start, name.end, name.kind, 0.99) for name in names]
    held = sorted(
        (mention.start, mention.end, number)
        for number, row in enumerate(entities.build(text, given))
        for mention in row.mentions
    )
    ends = [end for _, end, _ in held]
    found = []
    for number, name in enumerate(names):
        at = bisect_left(ends, name.start + 1)
        touches = at < len(held) and held[at][0] < name.end
        found.append(held[at][2] if touches else -1 - number)
    return found


def main() -> None:
    """Read, merge, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    score = Score()
    with gzip.open(parser.parse_args().gold, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            names = marked(article["clusters"])
            score.add(rows_of(article["text"], names), [name.entity for name in names])
    print(json.dumps(score.figures()))


if __name__ == "__main__":
    main()
