"""Reads the training data: articles with attributions, texts with names."""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from reader.news import Span

NameTag = tuple[int, int, str]
"""Start, end and type: PER, ORG, LOC or MISC."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One annotated attribution."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with what is known of it; None where it was not annotated."""

    id: str
    text: str
    attributions: tuple[Marked, ...] | None = None
    names: tuple[NameTag, ...] | None = None
    unknown: tuple[Span, ...] = ()
    """Stretches whose names are not known."""
    weight: float = 1.0
    """How far its names are to be trusted, 0..1."""
    readings: tuple[tuple[Marked, ...], ...] = ()
    """The attributions as each of several people marked them."""


def read_jsonl(path: Path) -> list[dict[str, object]]:
    """The objects of a gzipped or plain JSONL file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _marked(raw: object) -> tuple[Marked, ...]:
    assert isinstance(raw, list)

    def spans(value: list[list[int]]) -> tuple[Span, ...]:
        return tuple((start, end) for start, end in value)

    out = (Marked(spans(a["content"]), spans(a["cue"]), spans(a["source"])) for a in raw)
    return tuple(a for a in out if a.content)


def quotations(data: Path, split: str) -> list[Sample]:
    """PolNeAR's articles of one split with their attributions."""
    rows = read_jsonl(data / "quotations" / f"polnear-{split}.jsonl.gz")
    several: dict[str, tuple[tuple[Marked, ...], ...]] = {}
    if split == "train":
        for row in read_jsonl(data / "quotations" / "polnear-multi.jsonl.gz"):
            readings = row["annotators"]
            assert isinstance(readings, dict)
            if row["split"] == "train":
                several[str(row["id"])] = tuple(_marked(r) for r in readings.values())
    return [
        Sample(
            str(row["id"]),
            str(row["text"]),
            _marked(row["attributions"]),
            readings=several.get(str(row["id"]), ()),
        )
        for row in rows
    ]


def conll(path: Path) -> list[list[list[tuple[str, str]]]]:
    """Documents of sentences of (token, tag); 20 sentences where no documents are marked."""
    documents: list[list[list[tuple[str, str]]]] = []
    sentences: list[list[tuple[str, str]]] = []
    sentence: list[tuple[str, str]] = []
    bounded = False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "", "-DOCSTART-"]:
            parts = line.rstrip("\n").split("\t")
            if parts[0] and not parts[0].startswith("-DOCSTART-"):
                sentence.append((parts[0], parts[1] if len(parts) > 1 else "O"))
                continue
            if sentence:
                sentences.append(sentence)
                sentence = []
            start = parts[0].startswith("-DOCSTART-")
            if sentences and (start or (not bounded and len(sentences) == 20)):
                documents.append(sentences)
                sentences = []
            bounded = bounded or start
    return documents


_TIGHT_BEFORE = re.compile(r"(?:[,.;:!?)\]}%”]|''|n't|['’](?:s|re|ve|ll|d|m)?)$", re.I)
_TIGHT_AFTER = frozenset(["(", "[", "{", "$", "``", "“", "#"])


def joined(sentence: Sequence[tuple[str, str]]) -> tuple[str, list[NameTag]]:
    """A sentence printed as text, with its names."""
    text = ""
    names: list[NameTag] = []
    tight = True
    within = False
    for token, tag in sentence:
        shown = {"-LRB-": "(", "-RRB-": ")", "``": '"'}.get(token, token)
        straight = shown in ('"', "''")
        opening = straight and not within
        if (not tight and not _TIGHT_BEFORE.fullmatch(shown) and not (straight and within)) or (
            not tight and opening
        ):
            text += " "
        start = len(text)
        text += '"' if straight else shown
        tight = shown in _TIGHT_AFTER or opening
        if straight:
            within = not within
        kind = tag[2:]
        last = names[-1] if names else None
        if tag[0] == "I" and last and last[2] == kind and start - last[1] <= 1:
            names[-1] = (last[0], len(text), kind)
        elif kind in ("PER", "ORG", "LOC", "MISC"):
            names.append((start, len(text), kind))
    return text, names


def named_texts(path: Path, weight: float, run: Sequence[int] = (1,)) -> list[Sample]:
    """Texts with names; `run` gives, in turn, how many sentences make a paragraph."""
    out: list[Sample] = []
    for number, document in enumerate(conll(path)):
        text = ""
        names: list[NameTag] = []
        left = run[number % len(run)]
        for k, sentence in enumerate(document):
            if k:
                text += "\n" if left == 0 else " "
                left = left or run[(number + k) % len(run)]
            shown, found = joined(sentence)
            names += [(s + len(text), e + len(text), t) for s, e, t in found]
            text += shown
            left -= 1
        out.append(Sample(f"{path.name}-{number}", text, None, tuple(names), weight=weight))
    return out


_KEY = re.compile(r"[^a-z0-9]")


def _key(text: str) -> str:
    return _KEY.sub("", text.lower())[:100]


def with_machine_names(samples: list[Sample], path: Path, weight: float) -> list[Sample]:
    """The samples with the machine's name tags of the same articles, found by their words."""
    tagged: dict[str, list[tuple[str, str]]] = {}
    for document in conll(path):
        tokens = [t for sentence in document for t in sentence]
        tagged[_key("".join(w for w, _ in tokens[:120] if not re.match(r"-[LR][RSC]B-", w)))] = (
            tokens
        )
    out = []
    for sample in samples:
        found = tagged.get(_key(sample.text[:1200]))
        if found is None:
            out.append(sample)
            continue
        names, unknown = _align(sample.text, found)
        out.append(replace(sample, names=names, unknown=unknown, weight=weight))
    return out


def _align(
    text: str, tokens: Sequence[tuple[str, str]]
) -> tuple[tuple[NameTag, ...], tuple[Span, ...]]:
    names: list[NameTag] = []
    unknown: list[Span] = []
    at = 0
    for word, tag in tokens:
        start = text.find(word, at, at + 60)
        if start < 0:
            continue
        if re.search(r"\w", text[at:start]):
            unknown.append((at, start))
        kind, at = tag[2:], start + len(word)
        if tag[0] == "I" and names and names[-1][2] == kind and start - names[-1][1] <= 2:
            names[-1] = (names[-1][0], at, kind)
        elif kind:
            names.append((start, at, kind))
    if at < len(text):
        unknown.append((at, len(text)))
    return tuple(names), tuple(unknown)


class Shift:
    """Carries offsets over a set of replacements in a text."""

    def __init__(self, text: str, changes: Sequence[tuple[int, int, str]]) -> None:
        out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.new_starts: list[int] = []
        self.new_ends: list[int] = []
        at = length = 0
        for start, end, new in sorted(changes):
            if start < at:
                continue
            out += [text[at:start], new]
            length += start - at
            self.starts.append(start)
            self.ends.append(end)
            self.new_starts.append(length)
            length += len(new)
            self.new_ends.append(length)
            at = end
        out.append(text[at:])
        self.text = "".join(out)

    def start(self, offset: int) -> int:
        """The place of an offset that begins something."""
        k = bisect_right(self.starts, offset) - 1
        if k < 0:
            return offset
        if offset < self.ends[k]:
            return self.new_starts[k]
        return self.new_ends[k] + offset - self.ends[k]

    def end(self, offset: int) -> int:
        """The place of an offset that ends something."""
        k = bisect_left(self.starts, offset) - 1
        if k < 0:
            return offset
        if offset <= self.ends[k]:
            return self.new_ends[k]
        return self.new_ends[k] + offset - self.ends[k]

    def span(self, span: Span) -> Span:
        """The place of a span."""
        return self.start(span[0]), self.end(span[1])

    def apply(self, sample: Sample) -> Sample:
        """The sample as it is after the replacements."""

        def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(s for s in map(self.span, spans) if s[1] > s[0])

        marked = sample.attributions
        return replace(
            sample,
            text=self.text,
            attributions=None
            if marked is None
            else tuple(Marked(moved(a.content), moved(a.cue), moved(a.source)) for a in marked),
            names=None
            if sample.names is None
            else tuple((*self.span((s, e)), t) for s, e, t in sample.names),
            unknown=moved(sample.unknown),
        )


def relabelled(path: Path, weight: float) -> list[Sample]:
    """Texts as `relabel` writes them; names in doubt are unknown stretches."""
    out: list[Sample] = []
    for row in read_jsonl(path):
        names = row["names"]
        assert isinstance(names, list)
        known = tuple((s, e, t) for s, e, t in names if t != "?")
        open_ = tuple((s, e) for s, e, t in names if t == "?")
        out.append(Sample(str(row["id"]), str(row["text"]), None, known, open_, weight))
    return out


def with_names_of(sample: Sample, other: Sample) -> Sample:
    """A sample with the names that are known of the same text."""
    return replace(sample, names=other.names, unknown=other.unknown, weight=other.weight)


def rows(name: str) -> list[list[list[str]]]:
    """The rows of one of the project's lists: cells of forms."""
    text = files("reader.language").joinpath("lists", name).read_text(encoding="utf-8")
    lines = [x for x in text.splitlines() if x and not x.startswith("#")]
    rows = [[[f for f in cell.split(";") if f] for cell in x.split("\t")] for x in lines]
    return [row + [[]] * (4 - len(row)) for row in rows]
