"""Who says what in the sample articles, by ``samples.toml``: the whole path from page to name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from reader.cleaning.extract import clean_html
from reader.cleaning.plain import clean_plain
from reader.news import Annotation, Hints, Page
from tests.gold.passages import FOLDER

SEEDS = FOLDER.parent.parent / "seeds"
Annotate = Callable[[str], Annotation]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample article and what is said in it."""

    file: str
    said: dict[str, tuple[str, ...]]
    """Words of a quote, and the names that are right for its speaker."""
    not_said: tuple[str, ...]
    """Stretches in marks that must not be quotes by themselves."""

    @property
    def text(self) -> str:
        return article_text(self.file)


@cache
def article_text(file: str) -> str:
    """The text of a sample as `reader` cleans it."""
    body = (SEEDS / file).read_bytes()
    if file.endswith(".txt"):
        return clean_plain(body.decode("utf-8"), Hints()).text
    return clean_html(Page(body)).text


@cache
def samples() -> tuple[Sample, ...]:
    """The marked samples; the article of the brief is the first."""
    pages = tomllib.loads((FOLDER / "samples.toml").read_text(encoding="utf-8"))["page"]
    return tuple(
        Sample(
            page["file"],
            {words: tuple(names.split("|")) for words, names in page["said"].items()},
            tuple(page["not_said"]),
        )
        for page in pages
    )


def wrong(sample: Sample, found: Annotation) -> list[str]:
    """Each marked quote that is missing or not its speaker's, in words for people."""
    out = []
    for words, names in sample.said.items():
        given = _names_given(sample.text, words, found)
        if not set(given) & set(names):
            out.append(f"{sample.file}: {words!r} is by {names[0]}, given {given}")
    return out


def _names_given(text: str, words: str, found: Annotation) -> list[str | None]:
    at = [i for i in range(len(text)) if text.startswith(words, i)]
    # A content may leave out the full stop or the question mark at its end.
    return [
        quote.name
        for quote in found.quotes
        if any(s <= i and i + len(words) <= e + 1 for i in at for s, e in quote.content)
    ]


def quoted_alone(sample: Sample, found: Annotation) -> list[str]:
    """The stretches that nobody said and that are a whole content nevertheless."""
    whole = {sample.text[s:e] for quote in found.quotes for s, e in quote.content}
    return [f"{sample.file}: {words!r}" for words in sample.not_said if words in whole]


@dataclass(frozen=True, slots=True)
class SampleScore:
    said: float
    """Of the marked quotes, the share in per cent that is found and has the right name."""
    not_said: int
    misses: tuple[str, ...]


def score_samples(annotate: Annotate) -> SampleScore:
    """Scores an annotator on all samples."""
    mistakes: list[str] = []
    stray: list[str] = []
    for sample in samples():
        found = annotate(sample.text)
        mistakes += wrong(sample, found)
        stray += quoted_alone(sample, found)
    marked = sum(len(sample.said) for sample in samples())
    share = round(100 * (marked - len(mistakes)) / marked, 1)
    return SampleScore(share, len(stray), (*mistakes, *(f"no quote: {line}" for line in stray)))
