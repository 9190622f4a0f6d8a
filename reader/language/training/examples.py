"""Samples into what the network is trained on: pieces, features, tags and links."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from reader.language import features
from reader.language.labels import PARTS, TYPES, beginning
from reader.language.linking import pair_features
from reader.language.marks import stretches
from reader.language.tokens import Paragraph, paragraphs
from reader.language.training.corpora import Sample
from reader.language.windows import Encoded, Segment, segments
from reader.language.wordpiece import WordPieces
from reader.news import Span

SKIP = -100
"""The target where nothing is known."""
HIDDEN = 0.1
"""The share of words masked, in most windows: what stands around them must do."""
Place = tuple[int, int, int]
"""Paragraph, first word, last word (inclusive)."""


@dataclass(slots=True)
class Link:
    """An attribution by the places of its parts."""

    content: list[Place]
    cue: Place | None
    source: Place | None


@dataclass(slots=True)
class Document:
    """A sample, encoded."""

    paragraphs: list[Encoded]
    parts: list[list[int]] | None
    types: list[list[int]] | None
    links: list[Link]
    decoys: list[Place] = field(default_factory=list)
    """Names and pronouns that could be taken for a source and are none."""
    weight: float = 1.0


_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "him", "her", "them"])


class Encoder:
    """Encodes samples with one vocabulary."""

    def __init__(self, pieces: WordPieces) -> None:
        self.pieces = pieces

    def document(self, sample: Sample, rng: random.Random, drop: bool = False) -> Document:
        """Encode a sample; with `drop`, quote states are hidden at random."""
        text = sample.text
        parts = paragraphs(text)
        marked = stretches(text)
        if drop:
            chance = rng.random()
            if chance < 0.07:
                marked = []
            elif chance < 0.2:
                marked = [s for s in marked if rng.random() > 0.12]
        told = features.paragraph_features(text, parts, marked)
        encoded = []
        for paragraph, features_ in zip(parts, told, strict=True):
            ids: list[int] = []
            firsts: list[int] = []
            for start, end in paragraph.words:
                firsts.append(len(ids))
                ids += self.pieces(text[start:end])
            encoded.append(Encoded(tuple(ids), tuple(firsts), tuple(features_)))
        document = Document(encoded, None, None, [], weight=sample.weight)
        finder = _Finder(parts)
        if sample.attributions is not None:
            self._attribute(sample, finder, document)
        if sample.names is not None:
            document.types = _types(sample, parts, finder)
            document.decoys = [p for s, e, t in sample.names if (p := finder.find((s, e)))]
        document.decoys += [
            (k, w, w)
            for k, paragraph in enumerate(parts)
            for w, (start, end) in enumerate(paragraph.words)
            if end - start < 5 and text[start:end].lower() in _PRONOUNS
        ]
        return document

    def _attribute(self, sample: Sample, finder: _Finder, document: Document) -> None:
        document.parts = [[0] * len(p.words) for p in finder.parts]
        for a in sample.attributions or ():
            places = {}
            for kind, spans in zip(PARTS, (a.content, a.source, a.cue), strict=True):
                tag = beginning(PARTS.index(kind))
                places[kind] = [p for s in spans if (p := finder.label(s, tag, document.parts))]
            link = Link(
                places["content"],
                places["cue"][0] if places["cue"] else None,
                places["source"][0] if places["source"] else None,
            )
            if link.content:
                document.links.append(link)


class _Finder:
    """Finds the words of a span."""

    def __init__(self, parts: Sequence[Paragraph]) -> None:
        self.parts = parts
        self.starts = [p.words[0][0] for p in parts]
        self.words = [[w[0] for w in p.words] for p in parts]

    def find(self, span: Span, paragraph: int | None = None) -> Place | None:
        """The words of a span in its first paragraph, or in the given one."""
        k = paragraph
        if k is None:
            k = max(0, bisect_right(self.starts, span[0]) - 1)
            while k < len(self.parts) and self.parts[k].words[-1][1] <= span[0]:
                k += 1
        if k >= len(self.parts):
            return None
        words = self.parts[k].words
        first = bisect_left(self.words[k], span[0])
        if first and words[first - 1][1] > span[0]:
            first -= 1
        last = bisect_left(self.words[k], span[1]) - 1
        return (k, first, last) if first <= last else None

    def label(self, span: Span, tag: int, out: list[list[int]]) -> Place | None:
        """Write a span's tags; gives its place in its first paragraph."""
        place = self.find(span)
        if place is None:
            return None
        k = place[0]
        while k < len(self.parts) and self.starts[k] < span[1]:
            here = self.find(span, k)
            if here:
                _, first, last = here
                out[k][first : last + 1] = [tag] + [tag + 1] * (last - first)
            k += 1
        return place


def _types(sample: Sample, parts: Sequence[Paragraph], finder: _Finder) -> list[list[int]]:
    out = [[0] * len(p.words) for p in parts]
    for start, end, kind in sample.names or ():
        finder.label((start, end), beginning(TYPES.index(kind)), out)
    for start, end in sample.unknown:
        for k, p in enumerate(parts):
            if p.end <= start or p.start >= end:
                continue
            for w, (a, b) in enumerate(p.words):
                if a < end and b > start:
                    out[k][w] = SKIP
    return out


@dataclass(slots=True)
class Item:
    """One window as the network sees it."""

    ids: list[int]
    hidden: list[int]
    """The same with some words masked, as the network in training sees them."""
    words: list[int]
    """1 where a word begins."""
    features: list[int]
    line: list[int]
    parts: list[int]
    types: list[int]
    weight: float
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]]
    """Contents, cues, sources by the pieces of their first and last word."""
    targets: tuple[list[int], list[int], list[int]]
    """Of content→cue, cue→source, content→source; -1 is nothing."""


def cut(document: Document, rng: random.Random, size: int) -> list[list[Segment]]:
    """Windows for training: each word in one, their limits at random."""
    out: list[list[Segment]] = []
    current: list[Segment] = []
    used = 1
    limit = rng.randint(60, size)
    for segment in segments(document.paragraphs, size):
        if current and used + segment.size + 1 > limit:
            out.append(current)
            current, used = [], 1
            limit = size if rng.random() < 0.75 else rng.randint(60, size)
        current.append(segment)
        used += segment.size + 1
    if current:
        out.append(current)
    return out


def item(
    document: Document, window: Sequence[Segment], pieces: WordPieces, rng: random.Random | None
) -> Item:
    """One window; with `rng`, decoys are added to its sources and some words hidden."""
    ids, told, line = [pieces.start], [features.BREAK], [0]
    hidden, words = [pieces.start], [0]
    share = HIDDEN if rng is not None and rng.random() < 0.6 else 0.0
    mask = pieces.numbers.get("[MASK]", 0)
    parts, types = [SKIP], [SKIP]
    at: dict[tuple[int, int], int] = {}
    for number, segment in enumerate(window):
        p = document.paragraphs[segment.paragraph]
        edges = [*p.firsts, len(p.pieces)]
        for w in range(segment.first, segment.last):
            at[(segment.paragraph, w)] = len(ids)
            n = edges[w + 1] - edges[w]
            own = p.pieces[edges[w] : edges[w + 1]]
            ids += own
            masked = rng is not None and rng.random() < share
            hidden += [mask] * n if masked else own
            words += [1] + [0] * (n - 1)
            told += [p.features[w]] * n
            line += [number] * n
            rest = [SKIP] * (n - 1)
            parts += [document.parts[segment.paragraph][w] if document.parts else SKIP, *rest]
            types += [document.types[segment.paragraph][w] if document.types else SKIP, *rest]
        ids.append(pieces.stop)
        hidden.append(pieces.stop)
        words.append(0)
        told.append(features.BREAK)
        line.append(number)
        parts.append(SKIP)
        types.append(SKIP)
    spans, targets = _links(document, at, rng)
    return Item(ids, hidden, words, told, line, parts, types, document.weight, spans, targets)


def _links(
    document: Document, at: dict[tuple[int, int], int], rng: random.Random | None
) -> tuple[
    tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]],
    tuple[list[int], list[int], list[int]],
]:
    contents: list[tuple[int, int]] = []
    cues: list[tuple[int, int]] = []
    sources: list[tuple[int, int]] = []
    to_cue: list[int] = []
    cue_source: list[int] = []
    to_source: list[int] = []

    def place(p: Place | None) -> tuple[int, int] | None:
        if p is None or (p[0], p[1]) not in at or (p[0], p[2]) not in at:
            return None
        return at[(p[0], p[1])], at[(p[0], p[2])]

    for link in document.links:
        cue, source = place(link.cue), place(link.source)
        found = [c for x in link.content if (c := place(x))]
        if rng is not None:  # as if the tagger had missed them
            cue = None if rng.random() < 0.05 else cue
            source = None if rng.random() < 0.03 else source
        if not found and cue is None:
            continue
        target = -1
        if source is not None:
            if source not in sources:
                sources.append(source)
            target = sources.index(source)
        if cue is not None:
            cues.append(cue)
            cue_source.append(target)
        for content in found:
            contents.append(content)
            to_cue.append(len(cues) - 1 if cue is not None else -1)
            to_source.append(target)
    if rng is not None and contents and rng.random() < 0.3:
        free = sorted(set(at.values()) - {k for a, b in (*cues, *sources) for k in (a, b)})
        cue_like = [(k, k) for k in rng.sample(free, min(len(free), 2))]
        cues += cue_like
        cue_source += [SKIP] * len(cue_like)
    if rng is not None and contents and rng.random() < 0.5:
        taken = set(sources)
        spare = [d for x in document.decoys if (d := place(x)) and d not in taken]
        if spare:
            sources += rng.sample(spare, min(len(spare), rng.randint(1, 6)))
    return (contents, cues, sources), (to_cue, cue_source, to_source)


@dataclass(slots=True)
class Batch:
    """Padded windows."""

    ids: torch.Tensor
    hidden: torch.Tensor
    words: torch.Tensor
    features: torch.Tensor
    mask: torch.Tensor
    parts: torch.Tensor
    types: torch.Tensor
    weight: torch.Tensor
    spans: list[torch.Tensor]
    present: list[torch.Tensor]
    targets: list[torch.Tensor]
    pairs: list[torch.Tensor]


def collate(items: Sequence[Item]) -> Batch:
    """Several windows, padded."""
    n = (max(len(x.ids) for x in items) + 7) // 8 * 8

    def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([r + [fill] * (n - len(r)) for r in rows])

    spans, present = [], []
    for k in range(3):
        most = max(1, max(len(x.spans[k]) for x in items))
        places = torch.zeros(len(items), most, 2, dtype=torch.long)
        there = torch.zeros(len(items), most, dtype=torch.bool)
        for i, x in enumerate(items):
            if x.spans[k]:
                places[i, : len(x.spans[k])] = torch.tensor(x.spans[k])
                there[i, : len(x.spans[k])] = True
        spans.append(places)
        present.append(there)
    targets, pairs = [], []
    for kind, (a, b) in enumerate(((0, 1), (1, 2), (0, 2))):
        most_a, most_b = spans[a].shape[1], spans[b].shape[1]
        target = torch.full((len(items), most_a), SKIP)
        pair = np.zeros((len(items), most_a, most_b, 3), np.int64)
        for i, x in enumerate(items):
            if x.targets[kind]:
                target[i, : len(x.targets[kind])] = torch.tensor(x.targets[kind])
            found = pair_features(x.spans[a], x.spans[b], x.line)
            pair[i, : found.shape[0], : found.shape[1]] = found
        targets.append(target)
        pairs.append(torch.from_numpy(pair))
    return Batch(
        padded([x.ids for x in items], 0),
        padded([x.hidden for x in items], 0),
        padded([x.words for x in items], 0),
        padded([x.features for x in items], features.BREAK),
        padded([[1] * len(x.ids) for x in items], 0),
        padded([x.parts for x in items], SKIP),
        padded([x.types for x in items], SKIP),
        torch.tensor([x.weight for x in items]),
        spans,
        present,
        targets,
        pairs,
    )
