"""Reads the marked-up passages beside this file: the one source of the gold annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reader.news import EntityKind, QuoteKind, Span

FOLDER = Path(__file__).parent
KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "nationality", "event")

_HEADING = re.compile(r"== (?P<id>[a-z0-9-]+) \| (?P<manner>[a-z' -]+)$")
_QUOTE_LINE = re.compile(r"(?P<number>\d+) (?P<sign>[=?]) (?P<names>.+)$")
_ENTITY_LINE = re.compile(
    r"(?P<number>\d+)(?P<optional> \?)? (?P<kinds>[a-z]+(?:,[a-z]+)*) = "
    r"(?P<names>[^/]+)(?: / (?P<forms>.+))?$"
)
_OPENED = re.compile(r"(?:[\"“”‘„]|''|[«»]\s?)$")
_MARK = re.compile(r"[\"“”„«»]|''|(?<!\w)‘\w")
_OPEN = re.compile(r"\{(?P<role>[csk]?)(?P<numbers>\d+(?:,\d+)*) ")


class MarkupError(ValueError):
    """A passage is not marked up as the head of its file says."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """One attribution as marked by hand."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker: Span | None
    names: tuple[str | None, ...]
    """The names that are right; None among them where giving no name is right."""
    optional: bool
    kind: QuoteKind | None
    """By its marks; None for what is said without marks or cue, as in a transcript."""


@dataclass(frozen=True, slots=True)
class QuotePassage:
    id: str
    manner: str
    text: str
    quotes: tuple[GoldQuote, ...]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One entity as marked by hand; ``names`` are the forms good enough to head its row."""

    kinds: tuple[EntityKind, ...]
    """The kinds that are right, the likeliest first."""
    names: tuple[str, ...]
    mentions: tuple[Span, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class EntityPassage:
    id: str
    manner: str
    text: str
    entities: tuple[GoldEntity, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    role: str
    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Raw:
    id: str
    manner: str
    header: tuple[re.Match[str], ...]
    text: str
    marks: tuple[_Mark, ...]


def unmark(marked: str) -> tuple[str, tuple[_Mark, ...]]:
    """The plain text of a marked one, and its marks in the order in which they open."""
    text: list[str] = []
    length = 0
    found: list[_Mark] = []
    pending: list[tuple[str, list[int], int]] = []
    at = 0
    while at < len(marked):
        if marked[at] == "{":
            opening = _OPEN.match(marked, at)
            if opening is None:
                raise MarkupError(f"not a mark: {marked[at : at + 30]!r}")
            numbers = [int(n) for n in opening["numbers"].split(",")]
            pending.append((opening["role"], numbers, length))
            at = opening.end()
        elif marked[at] == "}":
            if not pending:
                raise MarkupError(f"closes nothing: {marked[max(0, at - 30) : at + 1]!r}")
            role, numbers, start = pending.pop()
            if start == length:
                raise MarkupError(f"empty mark: {marked[max(0, at - 30) : at + 1]!r}")
            found += [_Mark(role, number, (start, length)) for number in numbers]
            at += 1
        else:
            text.append(marked[at])
            length += 1
            at += 1
    if pending:
        raise MarkupError(f"never closed: {pending}")
    return "".join(text), tuple(sorted(found, key=lambda m: (m.span, m.role, m.number)))


def _passages(file: Path, header_line: re.Pattern[str]) -> Iterator[_Raw]:
    for chunk in re.split(r"\n(?=== )", file.read_text(encoding="utf-8"))[1:]:
        lines = chunk.rstrip().split("\n")
        heading = _HEADING.match(lines[0])
        if heading is None:
            raise MarkupError(f"{file.name}: not a heading: {lines[0]!r}")
        header = []
        rest = lines[1:]
        while rest and (found := header_line.match(rest[0])):
            header.append(found)
            rest = rest[1:]
        try:
            text, marks = unmark("\n".join(line.strip() for line in rest))
        except MarkupError as error:
            raise MarkupError(f"{file.name}, {heading['id']}: {error}") from error
        yield _Raw(heading["id"], heading["manner"], tuple(header), text, marks)


def _alternatives(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("|"))


def _without_comma(text: str, span: Span) -> Span:
    start, end = span
    while text[end - 1] == "," or text[end - 1].isspace():
        end -= 1
    return start, end


def _kind(text: str, content: Sequence[Span], cue: Sequence[Span]) -> QuoteKind | None:
    opened = [bool(_OPENED.search(text, max(0, start - 2), start)) for start, _ in content]
    if all(opened):
        return "direct"
    if any(opened) or any(_MARK.search(text, start, end) for start, end in content):
        return "mixed"
    return "indirect" if cue else None


def _quote(raw: _Raw, line: re.Match[str]) -> GoldQuote:
    number = int(line["number"])
    of: dict[str, list[Span]] = {"c": [], "k": [], "s": []}
    for mark in raw.marks:
        if mark.number == number:
            of[mark.role].append(mark.span)
    if not of["c"] or len(of["s"]) > 1:
        raise MarkupError(f"{raw.id}: attribution {number} wants content and one speaker at most")
    content = tuple(_without_comma(raw.text, span) for span in of["c"])
    return GoldQuote(
        content=content,
        cue=tuple(of["k"]),
        speaker=of["s"][0] if of["s"] else None,
        names=tuple(None if n == "-" else n for n in _alternatives(line["names"])),
        optional=line["sign"] == "?",
        kind=_kind(raw.text, content, of["k"]),
    )


def _check_numbers(raw: _Raw) -> None:
    declared = [int(line["number"]) for line in raw.header]
    used = {mark.number for mark in raw.marks}
    if len(declared) != len(set(declared)) or set(declared) != used:
        raise MarkupError(f"{raw.id}: declared {declared}, marked {sorted(used)}")


@cache
def quote_passages(file: str = "quotes.txt") -> tuple[QuotePassage, ...]:
    """The passages of a file with quotes; raises `MarkupError` where its markup is wrong."""
    out = []
    for raw in _passages(FOLDER / file, _QUOTE_LINE):
        _check_numbers(raw)
        quotes = sorted((_quote(raw, line) for line in raw.header), key=lambda q: q.content)
        out.append(QuotePassage(raw.id, raw.manner, raw.text, tuple(quotes)))
    return tuple(out)


def _forms(line: re.Match[str]) -> tuple[str, ...]:
    return _alternatives(line["names"]) + _alternatives(line["forms"] or "")


def _found_by_form(raw: _Raw) -> dict[int, list[Span]]:
    """Each stretch that carries a form of exactly one entity; marks by hand go before.

    Of forms that overlap the longest wins, so "Port Sudan" holds no mention of "Sudan".
    """
    owners: dict[str, set[int]] = {}
    for line in raw.header:
        for form in _forms(line):
            if form:
                owners.setdefault(form, set()).add(int(line["number"]))
    longest_first = sorted(owners, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    by_hand = [mark.span for mark in raw.marks]
    found: dict[int, list[Span]] = {}
    for match in pattern.finditer(raw.text):
        start, end = match.span()
        if any(start < b and a < end for a, b in by_hand):
            continue
        owner = owners[match[0]]
        if len(owner) > 1:
            raise MarkupError(f"{raw.id}: {match[0]!r} at {start} could be any of {sorted(owner)}")
        found.setdefault(min(owner), []).append((start, end))
    return found


def _entity(raw: _Raw, line: re.Match[str], found: list[Span]) -> GoldEntity:
    kinds = tuple(k for word in line["kinds"].split(",") for k in KINDS if k == word)
    if len(kinds) != line["kinds"].count(",") + 1:
        raise MarkupError(f"{raw.id}: no such kind among {line['kinds']}")
    number = int(line["number"])
    spans = found + [mark.span for mark in raw.marks if mark.number == number]
    missing = set(_alternatives(line["forms"] or "")) - {raw.text[a:b] for a, b in spans} - {""}
    if not spans or missing:
        raise MarkupError(f"{raw.id}: {number} is never mentioned as {missing or line['names']}")
    names = _alternatives(line["names"])
    return GoldEntity(kinds, names, tuple(sorted(spans)), optional=bool(line["optional"]))


@cache
def entity_passages(file: str = "entities.txt") -> tuple[EntityPassage, ...]:
    """The passages of a file with names; raises `MarkupError` where its markup is wrong."""
    out = []
    for raw in _passages(FOLDER / file, _ENTITY_LINE):
        if any(mark.role for mark in raw.marks):
            raise MarkupError(f"{raw.id}: marks of entities have no letter")
        declared = {int(line["number"]) for line in raw.header}
        if {mark.number for mark in raw.marks} - declared - {0} or len(declared) < len(raw.header):
            raise MarkupError(f"{raw.id}: declared {sorted(declared)}, marked otherwise")
        found = _found_by_form(raw)
        entities = tuple(
            _entity(raw, line, found.get(int(line["number"]), [])) for line in raw.header
        )
        out.append(EntityPassage(raw.id, raw.manner, raw.text, entities))
    return tuple(out)
