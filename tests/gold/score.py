"""Scores annotations against the marked passages: how well are quotes and names found?

``python -m tests.gold.score`` prints every figure; with ``-v`` every miss too; with ``--raise`` it
writes what is better than before into ``floors.toml``, which the tests hold. The figures are
percentages. Words, not characters, are compared, so that marks and commas do not matter; only
``to the letter`` looks at the characters.

Quotes (matched one to one, best first, at half of the words in common; `overlap`):

- ``overlap``, ``exact``: F1 of contents that match, and that match word for word
- ``to the letter``: of the matched, the share whose content has exactly the marked characters
- ``speaker``: of the matched with a speaker, the share where the span holds the one who speaks
- ``kind``: of the matched with marks or a cue, the share with the right kind
- ``cue``: of the matched with a cue, the share that shares a word of it
- ``name``: of all that have a known speaker, the share that is found and has the right name
- ``no name``: of the matched whose speaker cannot be known, the share left without a name
- ``misnamed``: of all matched, the share with a wrong name, worse than none (lower is better)
- ``whole``: F1 of quotes with content, speaker and name all right

Entities, `names` by exact span and kind, `rows` as a person sees them in the sidebar:

- ``names``, ``names person`` …: F1; ``names`` alone is over person, organisation and place
- ``found``: F1 of spans, whatever the kind
- ``rows``: F1 of rows; a row is right if most of its mentions are one entity's and no row
  before it was that entity's
- ``split``, ``merged``: of the entities named twice, the share in several rows; of the right rows,
  the share that holds a mention of another entity (lower is better)
- ``headed``: of the right rows, the share under a good name
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reader.news import Annotation, Entity, EntityKind, Quote, Span
from tests.gold.passages import (
    FOLDER,
    EntityPassage,
    GoldEntity,
    GoldQuote,
    QuotePassage,
    entity_passages,
    quote_passages,
)

Figures = dict[str, float]
Words = frozenset[int]
"""Words of a text by the place where each begins."""

QUOTE_FIGURES = (
    *("overlap", "exact", "whole", "to the letter", "kind"),
    *("speaker", "cue", "name", "no name", "misnamed"),
)
SCORED: tuple[EntityKind, ...] = ("person", "organisation", "place")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TITLES = frozenset(
    ["mr", "mrs", "ms", "dr", "sir", "lady", "dame", "lord", "rev", "the", "president", "judge"]
)
_HEAD_ENDS = re.compile(r"[,;(]|\b(?:of|for|at|in|on|with|from|who|whose|which|that|to|by)\b")


@dataclass(slots=True)
class Tally:
    """Counts for a precision, a recall and what is missed, in words for people."""

    right: int = 0
    given: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.given + self.wanted) if self.given + self.wanted else 100.0

    @property
    def share(self) -> float:
        return 100 * self.right / self.wanted if self.wanted else 100.0

    def count(self, right: bool, miss: str = "") -> None:
        """Counts one thing that was wanted."""
        self.wanted += 1
        self.right += right
        if not right and miss:
            self.misses.append(miss)


def _words(text: str, spans: Iterable[Span]) -> Words:
    return frozenset(m.start() for s, e in spans for m in _WORD.finditer(text, s, e))


def _shared(a: Words, b: Words) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def pairs(given: Sequence[Words], wanted: Sequence[Words]) -> list[tuple[int, int, float]]:
    """Matches one to one, the best first: (index given, index wanted, share of common words)."""
    candidates = sorted(
        (-value, i, j)
        for i, g in enumerate(given)
        for j, w in enumerate(wanted)
        if (value := _shared(g, w)) >= 0.5
    )
    out: list[tuple[int, int, float]] = []
    for value, i, j in candidates:
        if all(i != a and j != b for a, b, _ in out):
            out.append((i, j, -value))
    return out


def _telling(text: str, speaker: Span) -> Words:
    """The words that say who speaks: names, and the noun at the end of the first part."""
    phrase = text[speaker[0] : speaker[1]]
    ends = _HEAD_ENDS.search(phrase, 1)
    first = list(_WORD.finditer(phrase, 0, ends.start() if ends else len(phrase)))
    found = {speaker[0] + m.start() for m in first[-1:]}
    for m in _WORD.finditer(phrase):
        if m[0][0].isupper() and m[0].lower() not in _TITLES:
            found.add(speaker[0] + m.start())
    return frozenset(found)


def same_speaker(text: str, given: Span | None, wanted: Span | None) -> bool:
    """Whether a span holds the one who speaks, and not half of the paragraph besides."""
    if given is None or wanted is None:
        return given is wanted
    g, w = _words(text, [given]), _words(text, [wanted])
    return bool(g & _telling(text, wanted)) and len(g) <= 2 * len(w) + 3


def _name_words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = [re.sub(r"['’]s$", "", m[0]).lower() for m in _WORD.finditer(plain)]
    return [w for w in words if w not in _TITLES]


def same_name(given: str | None, right: Sequence[str | None]) -> bool:
    """Whether a name is among the right ones, titles, accents and a lone surname aside."""
    if given is None:
        return None in right
    words = _name_words(given)
    for name in right:
        full = _name_words(name) if name else []
        if words and full and (words == full or words == full[-1:]):
            return True
    return False


def _say(text: str, spans: Iterable[Span]) -> str:
    return " […] ".join(text[s:e] for s, e in spans)


class QuoteScore:
    """Adds up one passage after another."""

    def __init__(self) -> None:
        self.tallies = {name: Tally() for name in QUOTE_FIGURES}

    def add(self, passage: QuotePassage, quotes: Sequence[Quote]) -> None:
        """Scores what was found in one passage; what may be disputed counts neither way."""
        text = passage.text
        gold = [_words(text, q.content) for q in passage.quotes]
        found = [_words(text, q.content) for q in quotes]
        matched = pairs(found, gold)
        disputed = {i for i, j, _ in matched if passage.quotes[j].optional}
        for name in ("overlap", "exact", "whole"):
            self.tallies[name].given += len(quotes) - len(disputed)
        of = {j: (quotes[i], value) for i, j, value in matched}
        for j, wanted in enumerate(passage.quotes):
            if not wanted.optional:
                quote, value = of.get(j, (None, 0.0))
                self._add_quote(passage, wanted, quote, value)
        taken = {i for i, _, _ in matched}
        for i, quote in enumerate(quotes):
            if i not in taken:
                self.tallies["overlap"].misses.append(
                    f"{passage.id}: too much: {_say(text, quote.content)!r}"
                )

    def _add_quote(
        self, passage: QuotePassage, wanted: GoldQuote, quote: Quote | None, value: float
    ) -> None:
        text, tally = passage.text, self.tallies
        where = f"{passage.id}: {_say(text, wanted.content)[:70]!r}"
        known = None not in wanted.names
        named = quote is not None and same_name(quote.name, wanted.names)
        tally["overlap"].count(quote is not None, f"{where}: not found")
        if known:
            miss = f"{where}: {quote.name if quote else 'not found'}, not {wanted.names[0]}"
            tally["name"].count(named, miss)
        if quote is None:
            tally["exact"].count(False)
            tally["whole"].count(False)
            return
        got = _say(text, quote.content)
        tally["exact"].count(value == 1, f"{where}: given as {got!r}")
        tally["to the letter"].count(
            _say(text, wanted.content) == got, f"{where}: given as {got!r}"
        )
        if wanted.kind is not None:
            right = quote.kind == wanted.kind
            tally["kind"].count(right, f"{where}: {quote.kind}, not {wanted.kind}")
        tally["misnamed"].count(quote.name is not None and not named)
        speaks = same_speaker(text, quote.speaker, wanted.speaker)
        if wanted.speaker is not None:
            said = _say(text, [quote.speaker] if quote.speaker else [])
            tally["speaker"].count(speaks, f"{where}: {said!r}, not {_say(text, [wanted.speaker])}")
        if wanted.cue:
            cue = _words(text, [quote.cue] if quote.cue else [])
            tally["cue"].count(bool(cue & _words(text, wanted.cue)), f"{where}: cue")
        if wanted.names == (None,):
            tally["no name"].count(named, f"{where}: named {quote.name}")
        tally["whole"].count(speaks and (named or not known), f"{where}: not whole")

    def figures(self) -> Figures:
        by_f1 = ("overlap", "exact", "whole")
        return {
            name: round(tally.f1 if name in by_f1 else tally.share, 1)
            for name, tally in self.tallies.items()
        }


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
        if any(_name_words(entity.name) == _name_words(n) for n in scored[best].names):
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


FindQuotes = Callable[[QuotePassage], Sequence[Quote]]
FindEntities = Callable[[EntityPassage], Sequence[Entity]]


def score_quotes(find: FindQuotes) -> QuoteScore:
    """Scores what ``find`` gives for every passage with quotes."""
    score = QuoteScore()
    for passage in quote_passages():
        score.add(passage, find(passage))
    return score


def score_entities(find: FindEntities) -> EntityScore:
    """Scores what ``find`` gives for every passage with names."""
    score = EntityScore()
    for passage in entity_passages():
        score.add(passage, find(passage))
    return score


def score_annotator(annotate: Callable[[str], Annotation]) -> tuple[QuoteScore, EntityScore]:
    """Scores an annotator on both sets."""
    quotes = score_quotes(lambda passage: annotate(passage.text).quotes)
    entities = score_entities(lambda passage: annotate(passage.text).entities)
    return quotes, entities


FLOORS = FOLDER / "floors.toml"
MARGIN = 1.0
"""Points: the eight-bit arithmetic of another processor may tip a close decision."""
KEPT = {
    "quotes": ("overlap", "exact", "whole", "to the letter", "kind", "speaker", "name"),
    "entities": ("names", "names person", "names organisation", "names place", "rows", "headed"),
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


def main(arguments: Sequence[str]) -> int:
    """Prints the figures of the engine in the tree, and more as the options say."""
    from reader.language import engine
    from tests.gold.samples import score_samples

    reason = engine.available()
    if reason is not None:
        print(reason, file=sys.stderr)
        return 1
    quotes, entities = score_annotator(engine.annotate)
    samples = score_samples(engine.annotate)
    reached: dict[str, Figures] = {
        "quotes": quotes.figures(),
        "entities": entities.figures(),
        "samples": {"said": samples.said, "not said": float(samples.not_said)},
    }
    for what, figures in reached.items():
        print(what)
        for name, value in figures.items():
            print(f"  {name:18} {value:5.1f}")
    print("quotes by manner: overlap, whole")
    for manner in sorted({passage.manner for passage in quote_passages()}):
        score = QuoteScore()
        for passage in quote_passages():
            if passage.manner == manner:
                score.add(passage, engine.annotate(passage.text).quotes)
        figures = score.figures()
        print(f"  {manner:18} {figures['overlap']:5.1f} {figures['whole']:5.1f}")
    if "-v" in arguments:
        for name, tally in quotes.tallies.items():
            for miss in tally.misses:
                print(f"{name}: {miss}")
        print(*entities.misses, *samples.misses, sep="\n")
    if "--raise" in arguments:
        _write_floors(raised(floors(), reached))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
