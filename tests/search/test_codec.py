"""Posting lists come back from the disk as they were written, however far they reach."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.filedb.filestore import FileStorage

from reader.search.codec import (
    PackedCodec,
    PackedFieldWriter,
    PackedFormat,
    PackedMatcher,
    PackedTerms,
    unpack,
)
from reader.search.gathering import batches, commonest, gathered
from reader.search.lists import Lists, write_lists

DOCUMENTS = 400_000
LENGTHS = np.full(DOCUMENTS, 7, np.uint8)

Told = dict[bytes, list[tuple[int, int]]]
"""Documents and frequencies by term."""


def stored(folder: Path, told: Told) -> tuple[Any, PackedTerms]:
    """A segment of one field with these lists; positions are 0, 1, 2 …"""
    storage = FileStorage(str(folder))
    codec = PackedCodec()
    segment = codec.new_segment(storage, "test")
    segment.set_doc_count(DOCUMENTS)
    writer = PackedFieldWriter(storage, segment)
    writer.start_field("body")
    names = sorted(told)
    entries = [
        (number, document, freq)
        for number, name in enumerate(names)
        for document, freq in told[name]
    ]
    terms, ids, freqs = np.array(entries, np.int32).T
    positions = np.concatenate([np.arange(freq, dtype="<u2") for freq in freqs.tolist()])
    write_lists(writer, Lists(terms, ids, freqs, positions.tobytes()), names, LENGTHS, 1.0)
    writer.close()
    return segment, codec.terms_reader(storage, segment)


def occurrences(far: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Documents with frequencies, few or many, near and far."""
    documents = st.lists(st.integers(0, far), min_size=1, max_size=60, unique=True)
    return documents.flatmap(
        lambda ids: st.lists(
            st.sampled_from([1, 1, 2, 3, 255, 256, 300]), min_size=len(ids), max_size=len(ids)
        ).map(lambda freqs: list(zip(sorted(ids), freqs, strict=True)))
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    told=st.dictionaries(
        st.binary(min_size=1, max_size=6),
        st.sampled_from([100, 70_000, DOCUMENTS - 1]).flatmap(occurrences),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, told: Told) -> None:
    _, terms = stored(tmp_path_factory.mktemp("codec"), told)
    assert [name for name, _ in terms.entries("body")] == sorted(told)
    for name, expected in told.items():
        postings = terms.postings("body", name)
        assert postings is not None
        assert list(zip(postings.ids.tolist(), postings.freqs.tolist(), strict=True)) == expected
        assert postings.positions.tolist() == [n for _, freq in expected for n in range(freq)]
        assert terms.frequencies("body", name) == len(expected)
        assert walked(terms, name) == expected
    assert terms.postings("body", b"missing!") is None
    assert terms.postings("title", b"body") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    told=st.dictionaries(
        st.binary(min_size=1, max_size=6).map(b"a".__add__),
        st.sampled_from([100, 70_000, DOCUMENTS - 1]).flatmap(occurrences),
        min_size=1,
        max_size=5,
    ),
    keep=st.floats(0, 0.5),
)
def test_lists_are_gathered_as_they_are_read_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, told: Told, keep: float
) -> None:
    others: Told = {b"b": [(1, 1)], b"A": [(2, 1)]}
    _, terms = stored(tmp_path_factory.mktemp("codec"), {**told, **others})
    extents = terms.extents("body", b"a")
    data, lengths = terms.block(extents), [length for _, length in extents]
    expected = sorted(document for found in told.values() for document, _ in found)
    assert sorted(gathered(data, lengths).tolist()) == expected
    assert sorted(gathered(terms.block(extents[::-1]), lengths[::-1]).tolist()) == expected
    with pytest.raises((EOFError, ValueError, struct.error)):
        gathered(data[: int(keep * len(data)) - lengths[-1] // 2], lengths)


def test_of_many_terms_some_are_gathered_at_a_time(tmp_path: Path) -> None:
    told = {f"a{number:04}".encode(): [(number, 1)] for number in range(600)}
    _, terms = stored(tmp_path, told)
    extents = terms.extents("body", b"a")
    some = list(batches(extents))
    assert len(some) > 1
    assert [extent for batch in some for extent in batch] == extents
    assert extents == [
        (offset, length)
        for _, entry in terms.entries("body")
        for offset, (length,) in [W3TermInfo.from_bytes(entry).extent()]
    ]


def test_the_commonest_terms_come_first_whatever_letter_they_begin_with(tmp_path: Path) -> None:
    told = {
        f"a{number:04}".encode(): [(at, 1) for at in range(1 + number % 97)]
        for number in range(970)
    }
    _, terms = stored(tmp_path, told)
    extents = terms.extents("body", b"a")
    first, others = commonest(extents, 30)
    assert len(first) == 30
    assert sorted(first + others) == sorted(extents)
    assert min(length for _, length in first) > max(length for _, length in others)
    assert commonest(extents, 970) == (extents, [])
    stopped = terms.extents("body", b"a", lambda: True)
    assert stopped == extents[: len(stopped)] != extents


def walked(terms: PackedTerms, name: bytes) -> list[tuple[int, int]]:
    """The list as stock Whoosh goes through it."""
    [entry] = [value for key, value in terms.entries("body") if key == name]
    offset, (length,) = W3TermInfo.from_bytes(entry).extent()
    matcher = PackedMatcher(terms._postfile, offset, length, PackedFormat(1.0, True))
    found = []
    while matcher.is_active():
        found.append((matcher.id(), int(matcher.weight())))
        matcher.next()
    return found


def test_long_lists_are_written_by_halves_and_sparse_ones_whole(tmp_path: Path) -> None:
    every = [(number, 1) for number in range(0, DOCUMENTS, 3)]
    sparse = [(number, 1) for number in range(0, DOCUMENTS, 150_000)]
    _, terms = stored(tmp_path, {b"often": every, b"seldom": sparse})
    for name, expected, size in ((b"often", every, 5.1), (b"seldom", sparse, 16)):
        [entry] = [value for key, value in terms.entries("body") if key == name]
        data = terms.packed(entry)
        assert [(n, 1) for n in unpack(data).ids.tolist()] == expected
        assert len(data) < size * len(expected)


@pytest.mark.parametrize("keep", [0.0, 0.2, 0.5, 0.9])
def test_a_list_that_is_cut_off_is_an_error(tmp_path: Path, keep: float) -> None:
    told = {b"term": [(number, 2) for number in range(0, 200_000, 40)]}
    _, terms = stored(tmp_path, told)
    [(_, entry)] = terms.entries("body")
    data = terms.packed(entry)
    without_positions = len(data) - 2 * 2 * len(told[b"term"])
    with pytest.raises((EOFError, ValueError, struct.error)):
        unpack(data[: int(keep * without_positions)])
