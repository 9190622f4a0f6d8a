"""Scores annotations against the marked passages, and keeps the floors.

``python -m tests.gold.score`` prints every figure; with ``-v`` every miss too, except those of the
unseen passages: nothing is tuned to these, so that they tell how the engine does on news that
nobody here has read. With ``--raise`` what is better than before is written into ``floors.toml``,
which the tests hold. The figures are explained in ``quote_score.py`` and ``entity_score.py``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Sequence

from reader.news import Annotation, Entity, Quote
from tests.gold.entity_score import EntityScore
from tests.gold.passages import (
    FOLDER,
    EntityPassage,
    QuotePassage,
    entity_passages,
    quote_passages,
)
from tests.gold.quote_score import Figures, QuoteScore

Annotate = Callable[[str], Annotation]
FindQuotes = Callable[[QuotePassage], Sequence[Quote]]
FindEntities = Callable[[EntityPassage], Sequence[Entity]]
UNSEEN = "unseen-"
"""Begins the names of the files and sections that nothing may be tuned to."""


def score_quotes(find: FindQuotes, unseen: bool = False) -> QuoteScore:
    """Scores what ``find`` gives for every passage with quotes."""
    score = QuoteScore()
    for passage in quote_passages(UNSEEN * unseen + "quotes.txt"):
        score.add(passage, find(passage))
    return score


def score_entities(find: FindEntities, unseen: bool = False) -> EntityScore:
    """Scores what ``find`` gives for every passage with names."""
    score = EntityScore()
    for passage in entity_passages(UNSEEN * unseen + "entities.txt"):
        score.add(passage, find(passage))
    return score


def score_annotator(annotate: Annotate, unseen: bool = False) -> tuple[QuoteScore, EntityScore]:
    """Scores an annotator on passages with quotes and with names."""
    quotes = score_quotes(lambda passage: annotate(passage.text).quotes, unseen)
    entities = score_entities(lambda passage: annotate(passage.text).entities, unseen)
    return quotes, entities


def score_manners(annotate: Annotate) -> dict[str, Figures]:
    """The figures of quotes for each manner of reporting by itself."""
    scores: dict[str, QuoteScore] = {}
    for passage in quote_passages():
        score = scores.setdefault(passage.manner, QuoteScore())
        score.add(passage, annotate(passage.text).quotes)
    return {manner: score.figures() for manner, score in sorted(scores.items())}


FLOORS = FOLDER / "floors.toml"
MARGIN = 1.0
"""Points: the eight-bit arithmetic of another processor may tip a close decision."""
_QUOTES = ("overlap", "exact", "whole", "to the letter", "kind", "speaker", "name")
_NAMES = ("names", "names person", "names organisation", "names place", "rows", "headed")
KEPT = {
    "quotes": _QUOTES,
    "entities": _NAMES,
    "unseen-quotes": ("overlap", "exact", "whole", "name"),
    "unseen-entities": ("names", "rows"),
    "samples": ("said",),
}
"""The figures with a floor; the others help to understand these."""
AT_MOST = {"quotes": ("misnamed",), "entities": ("split", "merged"), "samples": ("not said",)}


def floors() -> dict[str, Figures]:
    """The figures that must be kept, by section; see ``floors.toml``."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def raised(old: dict[str, Figures], reached: dict[str, Figures]) -> dict[str, Figures]:
    """The floors after a measurement: none lower than before, no ceiling higher."""
    out = {
        section: {
            name: round(
                max(old.get(section, {}).get(name, 0.0), reached[section][name] - MARGIN), 1
            )
            for name in names
        }
        for section, names in KEPT.items()
    }
    for section, names in AT_MOST.items():
        before = old.get(f"{section}-at-most", {})
        out[f"{section}-at-most"] = {
            name: round(min(before.get(name, 100.0), reached[section][name] + MARGIN), 1)
            for name in names
        }
    return out


def _write_floors(new: dict[str, Figures]) -> None:
    head = FLOORS.read_text(encoding="utf-8").split("\n[", 1)[0]
    sections = [
        f"[{section}]\n" + "".join(f'"{name}" = {value}\n' for name, value in figures.items())
        for section, figures in new.items()
    ]
    FLOORS.write_text("\n".join([head, *sections]), encoding="utf-8")


def measure(annotate: Annotate) -> tuple[dict[str, Figures], list[str]]:
    """All figures by section, and what is wrong, in words for people."""
    from tests.gold.samples import score_samples

    quotes, entities = score_annotator(annotate)
    unseen_quotes, unseen_entities = score_annotator(annotate, unseen=True)
    samples = score_samples(annotate)
    figures: dict[str, Figures] = {
        "quotes": quotes.figures(),
        "entities": entities.figures(),
        "unseen-quotes": unseen_quotes.figures(),
        "unseen-entities": unseen_entities.figures(),
        "samples": {"said": samples.said, "not said": float(samples.not_said)},
    }
    misses = [f"{name}: {miss}" for name, t in quotes.tallies.items() for miss in t.misses]
    return figures, [*misses, *entities.misses, *samples.misses]


def main(arguments: Sequence[str]) -> int:
    """Prints the figures of the engine in the tree, and more as the options say."""
    from reader.language import engine

    reason = engine.available()
    if reason is not None:
        print(reason, file=sys.stderr)
        return 1
    reached, misses = measure(engine.annotate)
    for section, figures in reached.items():
        print(section)
        for name, value in figures.items():
            print(f"  {name:18} {value:5.1f}")
    print("quotes by manner: overlap, whole")
    for manner, figures in score_manners(engine.annotate).items():
        print(f"  {manner:18} {figures['overlap']:5.1f} {figures['whole']:5.1f}")
    if "-v" in arguments:
        print(*misses, sep="\n")
    if "--raise" in arguments:
        _write_floors(raised(floors(), reached))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
