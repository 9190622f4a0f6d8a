"""The work grows as the text does: steps are counted, nothing is timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from reader.language import engine
from reader.language.analysis import Name
from reader.language.engine import annotate
from reader.language.joint import prepare
from reader.language.layout import Loose
from reader.language.lists import fold
from reader.language.reading import settled
from reader.language.resolution import bodies, datelines, growing, recall
from reader.language.resolution.mention import Mention
from reader.language.tagging import Tagged, tagged
from reader.language.trimming import Trimmer
from reader.language.wordpiece import WordPieces

pytestmark = pytest.mark.skipif(
    engine.available() is not None, reason=engine.available() or "there is a model"
)

NEWS = (
    "The ferry will sail again on Monday, the harbour board said on Friday.\n"
    '"We have checked every bolt twice," chairwoman Ada Marsh told reporters. "Sleep well."\n'
    "Bo Lindqvist, who leads the union, warned that storms could delay the first crossing.\n"
)
LINE = NEWS.replace("\n", " ")
OPEN = "“We came by sea, Ada Marsh said, and then we walked for a week.\n"
SINGLE = 'He said ‘the players’ fault’ and ‘nobody\'s boat’ and ’twas "so" he ‘says. '


def steps(text: str) -> int:
    """Calls made while a text is annotated."""
    count = 0

    def profile(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    annotate("Ada Marsh said so.")
    sys.setprofile(profile)
    try:
        annotate(text, wide=True)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", [NEWS, LINE, OPEN, SINGLE], ids=["news", "line", "open", "single"])
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    number = max(1, 3000 // len(unit))
    assert steps(unit * (4 * number)) < 2.4 * steps(unit * (2 * number))


def test_two_hundred_thousand_words_are_read_to_the_end() -> None:
    """All but the network: its windows are as many as the text is long."""
    text = NEWS * 5100
    assert len(text.split()) > 200_000
    pieces = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    prepared = prepare(text, pieces)
    assert len(prepared.stretches) == 2 * 5100
    found = [Loose((s.outer,), None, None) for s in prepared.stretches]
    trimmer = Trimmer(prepared)
    last = trimmer.contents(found[-1].content)
    assert [text[a:b] for a, b in last] == ["Sleep well."]


def test_what_is_found_does_not_depend_on_how_the_windows_are_run() -> None:
    model = engine._model()
    prepared = model.prepare(NEWS * 30)
    readings = list(model.read(prepared))
    assert len(readings) > 3
    at_once: Tagged = tagged(readings, prepared.encoded)
    one_by_one: Tagged = tagged(model.read(prepared), prepared.encoded)
    assert settled(prepared, at_once, model) == settled(prepared, one_by_one, model)


def instructions(work: Callable[[], object]) -> int:
    """Instructions of Python that some work takes."""
    count = 0

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def named(lines: list[str], name: Callable[[str], str]) -> tuple[str, list[Mention]]:
    """Lines as a text, with a name of each as a mention of a body."""
    text, mentions = "\n".join(lines), []
    at = 0
    for line in lines:
        words = name(line)
        end = at + len(words)
        mentions.append(Mention(at, end, "organisation", words, fold(words), 0.9))
        at += len(line) + 1
    return text, mentions


def test_names_that_begin_alike_are_looked_for_at_once() -> None:
    def work(number: int) -> int:
        lines = [f"Bank of Quo{k} fell." for k in range(number)]
        text, mentions = named(lines, lambda line: line.removesuffix(" fell."))
        rows = bodies.merge(mentions)
        again = text + "\n" + text
        missed = recall.missed(again, mentions, rows)
        assert len(missed) == number
        return instructions(lambda: recall.missed(again, mentions, rows))

    assert work(200) < 2.4 * work(100)


def test_many_datelines_are_read_in_one_pass() -> None:
    def work(number: int) -> int:
        lines = ["QUORN PELL, May 5 - It rained."] * number
        text, mentions = named(lines, lambda line: line.partition(",")[0])
        assert {m.kind for m in datelines.with_towns(text, mentions)} == {"place"}
        return instructions(lambda: datelines.with_towns(text, mentions))

    assert work(200) < 2.4 * work(100)


def test_a_name_does_not_grow_over_a_line_of_heads() -> None:
    text = "Bank of " * 500 + "Pell"
    (name,) = growing.grown(text, [Name(0, 4, "organisation", 0.9)])
    assert name.end < 200
