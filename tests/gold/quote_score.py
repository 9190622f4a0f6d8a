"""How well quotes are found in the marked passages. All figures are percentages.

Words, not characters, are compared, so that marks and commas do not matter. Contents are matched
one to one, the best first, where half of their words are common.

- ``overlap``, ``exact``: F1 of contents that match, and that match word for word
- ``to the letter``: of the matched, the share whose content has exactly the marked characters
- ``kind``: of the matched with marks or a cue, the share with the right kind
- ``speaker``: of the matched with a speaker, the share where the span holds the one who speaks
- ``cue``: of the matched with a cue, the share that shares a word of it
- ``name``: of all that have a known speaker, the share that is found and has the right name
- ``no name``: of the matched whose speaker cannot be known, the share left without a name
- ``misnamed``: of all matched, the share with a wrong name, worse than none (lower is better)
- ``whole``: F1 of quotes with content, speaker and name all right
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader.news import Quote, Span
from tests.gold.passages import GoldQuote, QuotePassage

Figures = dict[str, float]
Words = frozenset[int]
"""Words of a text by the place where each begins."""

QUOTE_FIGURES = (
    *("overlap", "exact", "whole", "to the letter", "kind"),
    *("speaker", "cue", "name", "no name", "misnamed"),
)
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


def name_words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = [re.sub(r"['’]s$", "", m[0]).lower() for m in _WORD.finditer(plain)]
    return [w for w in words if w not in _TITLES]


def same_name(given: str | None, right: Sequence[str | None]) -> bool:
    """Whether a name is among the right ones, titles, accents and a lone surname aside."""
    if given is None:
        return None in right
    words = name_words(given)
    for name in right:
        full = name_words(name) if name else []
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
