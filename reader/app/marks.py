"""What lies over an article's text: quotes, cues, speakers, matches, a selection.

Layers are stand-off spans that may overlap; ``runs`` flattens them into stretches that each
have one look. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.news import Annotation, Quote, Span

QUOTE = 1
INDIRECT = 2
CURRENT = 4
SPEAKER = 8
CUE = 16
MATCH = 32
THIS_MATCH = 64
MENTION = 128
SELECTED = 256
NOTED = 512
"""Saved in the notebook."""


class Layer(NamedTuple):
    """One look over one span; ``voice`` is the number of the speaker's colour, or -1."""

    start: int
    end: int
    flag: int
    voice: int = -1


class Run(NamedTuple):
    """A stretch of the text with one look."""

    start: int
    end: int
    flags: int
    voice: int


def runs(layers: Iterable[Layer]) -> list[Run]:
    """The stretches that have any look at all, in order, without overlap.

    Where the spans of two voices overlap, the one that begins later (the inner) gives its
    colour.
    """
    real = [layer for layer in layers if layer.start < layer.end]
    edges: dict[int, list[tuple[bool, Layer]]] = {}
    for layer in real:
        edges.setdefault(layer.start, []).append((True, layer))
        edges.setdefault(layer.end, []).append((False, layer))
    result: list[Run] = []
    active: list[Layer] = []
    previous = 0
    for position in sorted(edges):
        if active and position > previous:
            flags = 0
            for layer in active:
                flags |= layer.flag
            voice = next((each.voice for each in reversed(active) if each.voice >= 0), -1)
            result.append(Run(previous, position, flags, voice))
        for opens, layer in edges[position]:
            if opens:
                active.append(layer)
            else:
                active.remove(layer)
        previous = position
    return result


class Voices(NamedTuple):
    """Which colour belongs to whom in one article: by order of first appearance."""

    numbers: tuple[int, ...]
    """For each quote, the number of its speaker's colour; -1 where nobody is known."""
    by_entity: dict[int, int]
    """For entities of the annotation that speak, the same number."""


def voices(annotation: Annotation) -> Voices:
    """Gives each speaker of an article a number; one person has one, whatever they are called."""
    known: dict[object, int] = {}
    numbers: list[int] = []
    by_entity: dict[int, int] = {}
    for quote in annotation.quotes:
        key: object = quote.entity if quote.entity is not None else quote.name
        if key is None:
            numbers.append(-1)
            continue
        number = known.setdefault(key, len(known))
        numbers.append(number)
        if quote.entity is not None:
            by_entity[quote.entity] = number
    return Voices(tuple(numbers), by_entity)


def quote_layers(
    quotes: Sequence[Quote], numbers: Sequence[int], current: int | None, *, indirect: bool
) -> list[Layer]:
    """The layers of an article's quotes; ``indirect`` off leaves those unmarked."""
    layers: list[Layer] = []
    for index, (quote, voice) in enumerate(zip(quotes, numbers, strict=True)):
        if quote.kind == "indirect" and not indirect and index != current:
            continue
        flag = INDIRECT if quote.kind == "indirect" else QUOTE
        if index == current:
            flag |= CURRENT
        layers += [Layer(start, end, flag, voice) for start, end in quote.content]
        if quote.cue:
            layers.append(Layer(*quote.cue, CUE | (flag & CURRENT), voice))
        if quote.speaker:
            layers.append(Layer(*quote.speaker, SPEAKER | (flag & CURRENT), voice))
    return layers


def span_layers(spans: Iterable[Span], flag: int) -> list[Layer]:
    """The same look over several spans."""
    return [Layer(start, end, flag) for start, end in spans]


def overlaps(span: Span, start: int, end: int) -> bool:
    """Do a span and a stretch share a character?"""
    return span[0] < end and start < span[1]
