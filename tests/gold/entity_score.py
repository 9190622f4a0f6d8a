"""How well names are found and gathered into rows in the marked passages, in percentages.

`names` go by exact span and kind, `rows` as a person sees them in the sidebar:

- ``names``, ``names person`` …: F1; ``names`` alone is over person, organisation and place
- ``found``: F1 of spans, whatever the kind
- ``rows``: F1 of rows; a row is right if most of its mentions are one entity's and no row
  before it was that entity's
- ``split``, ``merged``: of the entities named twice, the share in several rows; of the right rows,
  the share that holds a mention of another entity (lower is better)
- ``headed``: of the right rows, the share under a good name
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reader.news import Entity, EntityKind, Span
from tests.gold.passages import EntityPassage, GoldEntity
from tests.gold.quote_score import Figures, Tally, name_words

SCORED: tuple[EntityKind, ...] = ("person", "organisation", "place")


class EntityScore:
    """Adds up one passage after another."""

    def __init__(self) -> None:
        self.names: dict[str, Tally] = {}
        self.rows = Tally()
        self.counts: Counter[str] = Counter()
        self.misses: list[str] = []

    def add(self, passage: EntityPassage, entities: Sequence[Entity]) -> None:
        """Scores what was found in one passage."""
        disputed = [m for g in passage.entities if g.optional for m in g.mentions]
        wanted = [g for g in passage.entities if not g.optional]
        self._add_names(passage, entities, wanted, disputed)
        self._add_rows(passage, entities, wanted, disputed)

    def _tally(self, name: str) -> Tally:
        return self.names.setdefault(name, Tally())

    def _add_names(
        self,
        passage: EntityPassage,
        entities: Sequence[Entity],
        wanted: Sequence[GoldEntity],
        disputed: Sequence[Span],
    ) -> None:
        kinds = {span: g.kinds for g in wanted for span in g.mentions}
        # A kind that is as good as the first counts as the first.
        given: dict[Span, str] = {}
        for entity in entities:
            for span in entity.mentions:
                if not _touches(span, disputed):
                    right = kinds.get(span, ())
                    given[span] = right[0] if entity.kind in right else entity.kind
        for span, right in kinds.items():
            got = given.get(span)
            self._tally(right[0]).count(got == right[0])
            if right[0] in SCORED:
                self._tally("all").count(got == right[0])
            self._tally("found").count(got is not None)
            if got != right[0]:
                name = passage.text[slice(*span)]
                self.misses.append(f"{passage.id}: {name!r} is {right[0]}, given {got}")
        for span, kind in given.items():
            self._tally(kind).given += 1
            if kind in SCORED:
                self._tally("all").given += 1
            if kind in SCORED or kind in ("nationality", "event"):
                self._tally("found").given += 1
                if span not in kinds:
                    name = passage.text[slice(*span)]
                    self.misses.append(f"{passage.id}: {name!r} is no name, given {kind}")

    def _add_rows(
        self,
        passage: EntityPassage,
        entities: Sequence[Entity],
        wanted: Sequence[GoldEntity],
        disputed: Sequence[Span],
    ) -> None:
        scored = [g for g in wanted if set(g.kinds) <= set(SCORED)]
        others = [m for g in wanted if g not in scored for m in g.mentions]
        rows_of: dict[int, set[int]] = {}
        for row, entity in enumerate(entities):
            if entity.kind not in SCORED:
                continue
            votes = Counter(
                i for span in entity.mentions for i in [_closest(span, scored)] if i is not None
            )
            ignored = [m for m in entity.mentions if _touches(m, [*others, *disputed])]
            if not votes and len(ignored) == len(entity.mentions):
                continue
            self.rows.given += 1
            if not votes:
                self.misses.append(f"{passage.id}: row {entity.name!r} is no entity")
                continue
            best, n = votes.most_common(1)[0]
            if 2 * n >= len(entity.mentions):
                self._add_right_row(passage, entity, scored, votes)
                rows_of.setdefault(best, set()).add(row)
        for i, gold in enumerate(scored):
            rows = rows_of.get(i, set())
            self.rows.count(bool(rows))
            if not rows:
                self.misses.append(f"{passage.id}: no row for {gold.names[0]!r}")
            if len(gold.mentions) > 1 and rows:
                self.counts["repeated"] += 1
                self.counts["split"] += len(rows) > 1
                if len(rows) > 1:
                    names = [entities[r].name for r in sorted(rows)]
                    self.misses.append(f"{passage.id}: split: {names}")

    def _add_right_row(
        self,
        passage: EntityPassage,
        entity: Entity,
        scored: Sequence[GoldEntity],
        votes: Counter[int],
    ) -> None:
        best = votes.most_common(1)[0][0]
        self.counts["right"] += 1
        if len(votes) > 1:
            self.counts["merged"] += 1
            names = [scored[i].names[0] for i in votes]
            self.misses.append(f"{passage.id}: merged: {names}")
        if any(name_words(entity.name) == name_words(n) for n in scored[best].names):
            self.counts["headed"] += 1
        else:
            self.misses.append(
                f"{passage.id}: row {entity.name!r} should be {scored[best].names[0]!r}"
            )

    def figures(self) -> Figures:
        counts = self.counts
        kinds = ("person", "organisation", "place", "nationality", "event")
        right = max(1, counts["right"])
        out = {"names": self._tally("all").f1, "found": self._tally("found").f1}
        out |= {f"names {kind}": self._tally(kind).f1 for kind in kinds}
        out |= {
            "rows": self.rows.f1,
            "split": 100 * counts["split"] / max(1, counts["repeated"]),
            "merged": 100 * counts["merged"] / right,
            "headed": 100 * counts["headed"] / right,
        }
        return {name: round(value, 1) for name, value in out.items()}


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _closest(span: Span, gold: Sequence[GoldEntity]) -> int | None:
    """The entity with the mention that fits a span best; names nest."""
    best, most = None, 0.0
    for i, entity in enumerate(gold):
        for start, end in entity.mentions:
            common = min(span[1], end) - max(span[0], start)
            fit = common / (max(span[1], end) - min(span[0], start))
            if fit > most:
                best, most = i, fit
    return best
