"""The training material: what is changed or put together keeps its annotations true."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.training import augment, invented
from reader.language.training.corpora import Marked, Sample, Shift, joined
from reader.language.training.fourbits import BLOCK, four_bits, packed, widened
from reader.language.training.relabel import OPEN, settled, whole
from reader.language.training.scenes import SCENES, SLOT, Scenes
from reader.language.training.staged import Pool, passages

TEXT = (
    "Ada Marsh, who chairs the board, said the “harbour plan” was dead.\n\n"
    "“We paid twice,” Marsh told reporters. “Nobody ‘at all’ thanked us.”\n"
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


SECOND = (at("Marsh told")[0], at("Marsh told")[0] + len("Marsh"))
SAMPLE = Sample(
    "one",
    TEXT,
    (
        Marked((at("the “harbour plan” was dead"),), (at("said"),), (at("Ada Marsh"),)),
        Marked(
            (at("“We paid twice,”"), at("“Nobody ‘at all’ thanked us.”")),
            (at("told"),),
            (SECOND,),
        ),
    ),
    ((*at("Ada Marsh"), "PER"), (*SECOND, "PER")),
)


def letters(sample: Sample, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [w for a, b in spans for w in re.findall(r"\w+", sample.text[a:b])]


@pytest.mark.parametrize(
    "change",
    [augment.mark_style, augment.joined_paragraphs, augment.split_paragraphs, augment.bare_marks],
)
def test_changes_keep_the_words_of_every_span(
    change: Callable[[Sample, random.Random], Sample],
) -> None:
    for seed in range(40):
        after = change(SAMPLE, random.Random(seed))
        assert after.attributions is not None
        assert SAMPLE.attributions is not None
        for old, new in zip(SAMPLE.attributions, after.attributions, strict=True):
            for part in ("content", "cue", "source"):
                assert letters(after, getattr(new, part)) == letters(SAMPLE, getattr(old, part))


def test_one_person_has_one_new_name() -> None:
    for seed in range(20):
        after = augment.other_people(SAMPLE, random.Random(seed))
        (full, short) = [after.text[a:b] for a, b, _ in after.names or ()]
        assert full.split()[1] == short
        assert "who chairs the board" in after.text


@given(st.text("ab \n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3))))
def test_offsets_follow_replacements(text: str, raw: list[tuple[int, int]]) -> None:
    changes = [(k, min(k + n, len(text)), "XY") for k, n in raw if k < len(text)]
    shift = Shift(text, changes)
    touched = {i for a, b, _ in changes for i in range(a, max(b, a + 1))}
    for k, char in enumerate(text):
        if k not in touched and k not in {b for _, b, _ in changes}:
            a, b = shift.span((k, k + 1))
            assert shift.text[a] == char
            assert a < b


def test_sentences_are_printed_as_in_print() -> None:
    sentence = "`` We 're late , '' said Ada Marsh ( 54 ) ."
    tokens = sentence.split()
    tags = [*["O"] * 7, "B-PER", "I-PER", *["O"] * 4]
    text, names = joined(list(zip(tokens, tags, strict=True)))
    assert text == '"We\'re late," said Ada Marsh (54).'
    assert [(text[a:b], t) for a, b, t in names] == [("Ada Marsh", "PER")]


def test_passages_mark_what_they_say() -> None:
    pool = Pool(
        ("We paid twice. Nobody thanked us.",) * 2, ("that it was late",), ("UN",), ("Oslo",)
    )
    for sample in passages(pool, 120, random.Random(3)):
        for a in sample.attributions or ():
            words = " ".join(sample.text[s:e] for s, e in a.content)
            assert re.search(r"[Ww]e paid|Nobody|it was late|It was late", words)
            assert all(sample.text[s:e].strip(" ,") for s, e in (*a.cue, *a.source))
        for start, end, kind in sample.names or ():
            assert kind in ("PER", "ORG", "LOC")
            assert not sample.text[start:end].startswith(("the ", " "))


def test_scenes_mark_every_name_and_nothing_else() -> None:
    pool = Pool((), (), ("UN",), ("Oslo",))
    scenes = Scenes(pool, random.Random(5))
    for number in range(150):
        sample = scenes.passage(number)
        assert "{" not in sample.text
        assert sample.attributions == ()
        assert sample.names
        last = 0
        for start, end, kind in sample.names:
            name = sample.text[start:end]
            assert start >= last
            assert kind in ("PER", "ORG", "LOC", "MISC")
            assert name == name.strip()
            assert not name.lower().startswith("the ") or kind == "MISC"
            last = end


def test_scenes_name_only_slots_that_are_known() -> None:
    known = {"PER", "FAM", "ORG", "COM", "TEAM", "PARTY", "GOV", "BODY", "LOC", "CITY", "NAT"}
    known |= {"EVENT", "WORK", "DAY", "PCT"}
    slots = {m.group(1) for scene in SCENES for line in scene for m in SLOT.finditer(line)}
    assert slots == known


def test_other_bodies_keep_the_spans_and_the_rest_of_the_text() -> None:
    text = "Calder Mills left Oslo. Oslo missed Calder Mills, said Ada Marsh.\n"
    spots = ("Calder Mills left", "Oslo.", "Oslo missed", "Calder Mills,", "Ada Marsh")
    kinds = ("ORG", "LOC", "LOC", "ORG", "PER")
    lengths = (12, 4, 4, 12, 9)
    names = tuple(
        (text.index(spot), text.index(spot) + length, kind)
        for spot, length, kind in zip(spots, lengths, kinds, strict=True)
    )
    seen = set()
    for seed in range(30):
        after = augment.other_bodies(Sample("one", text, (), names), random.Random(seed))
        shown = [after.text[a:b] for a, b, _ in after.names or ()]
        assert shown[0] == shown[3]
        assert shown[1] == shown[2]
        assert shown[4] == "Ada Marsh"
        rest = after.text
        for name in sorted(shown, key=len, reverse=True):
            rest = rest.replace(name, "#", 1)
        assert rest == "# left #. # missed #, said #.\n"
        seen.add(shown[0])
    assert len(seen) > 5


@pytest.mark.parametrize("make", [invented.organisation, invented.place, invented.person])
def test_invented_names_are_names(make: Callable[[random.Random], str]) -> None:
    rng = random.Random(2)
    for _ in range(500):
        name = make(rng)
        assert name == " ".join(name.split())
        assert re.search(r"[A-Z]", name)


@pytest.mark.parametrize(
    ("engine", "model", "sure", "old", "is_"),
    [
        ("ORG", "LOC", 0.9, "ORG", "ORG"),
        ("ORG", "ORG", 0.9, "LOC", "ORG"),
        ("LOC", "LOC", 0.5, "PER", OPEN),
        ("", "PER", 0.5, "PER", "PER"),
        ("PER", "PER", 0.5, "ORG", "ORG"),
        ("", "", 0.99, "PER", ""),
        ("LOC", "PER", 0.9, "", OPEN),
    ],
)
def test_names_are_settled_by_two_of_three(
    engine: str, model: str, sure: float, old: str, is_: str
) -> None:
    assert settled(engine, model, sure, old) == is_


def test_a_name_beside_an_open_word_is_open_too() -> None:
    names = [(0, 3, OPEN), (4, 8, "LOC"), (20, 24, "PER")]
    assert whole(names) == [(0, 3, OPEN), (4, 8, OPEN), (20, 24, "PER")]


@given(st.integers(0, 10_000), st.floats(1e-4, 50))
def test_four_bits_keep_a_vector_and_four_more_its_rest(seed: int, size: float) -> None:
    vectors = np.random.default_rng(seed).normal(0, size, (6, 3 * BLOCK)).astype(np.float32)
    values, scales = four_bits(vectors)
    assert values.min() >= -8
    assert values.max() <= 7
    left = vectors - widened(values, scales)
    rest = left - widened(*four_bits(left))
    length = np.linalg.norm(vectors)
    assert np.linalg.norm(left) < 0.15 * length
    assert np.linalg.norm(rest) < 0.03 * length


def test_two_values_of_four_bits_share_a_byte() -> None:
    together = packed(np.array([[1, -8, -1, 7], [0, 3, 0, -4]], np.int8))
    assert together.tolist() == [[0x79, 0xF0], [0x88, 0x4B]]
