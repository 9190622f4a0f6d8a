"""Documents to a segment: the whole batch is sorted at once by numpy, not word by word.

A token is looked up in a dictionary that knows its term already (`_Lexicon`), so that the
texts of a batch become arrays of term numbers; sorting those gives every posting list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import length_to_byte

from reader.search.codec import LAST_POSITION, STRETCH, Ints, PackedCodec, PackedFieldWriter
from reader.search.lists import Lists, write_lists
from reader.search.schema import EXACT, NUMPY_TYPES, Document, Layout
from reader.search.terms import FOLDED, STEMS, WORD

BATCH_WORDS = 6_000_000
BATCH_DOCUMENTS = STRETCH - 1
"""A batch holds no more than this; so one stretch of document numbers holds it."""

length_byte = lru_cache(maxsize=None)(length_to_byte)


class _Lexicon(dict[str, int]):
    """Token to the number of its exact term."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        term = FOLDED[token]
        self[token] = number = self.numbers.setdefault(term, len(self.numbers))
        return number


class Batch:
    """Documents on their way into one segment."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.lexicon = _Lexicon()
        self.documents: list[Document] = []
        self.tokens: dict[str, list[NDArray[np.int32]]] = {name: [] for name in layout.texts}
        self.words = 0

    @property
    def full(self) -> bool:
        """Whether it should be written now."""
        return self.words >= BATCH_WORDS or len(self.documents) >= BATCH_DOCUMENTS

    def add(self, document: Document) -> None:
        """Take a document in; its texts are not kept."""
        look_up = self.lexicon.__getitem__
        for name, tokens in self.tokens.items():
            found = WORD.findall(document.texts.get(name, ""))
            tokens.append(np.fromiter(map(look_up, found), np.int32, len(found)))
            self.words += len(found)
        document.texts = {}
        self.documents.append(document)

    def write(self, storage: Any) -> Any:
        """Write the segment's files; what is returned goes into the table of contents."""
        segment = PackedCodec().new_segment(storage, self.layout.name)
        segment.set_doc_count(len(self.documents))
        writer = PackedFieldWriter(storage, segment)
        segment._fieldlengths = {}
        lengths: dict[str, NDArray[np.uint8]] = {}
        for name, boost in self.layout.texts.items():
            counts = np.array([len(tokens) for tokens in self.tokens[name]], np.int64)
            lengths[name] = np.array([length_byte(n) for n in counts.tolist()], np.uint8)
            for list_name in self.layout.lists(name):
                segment._fieldlengths[list_name] = int(counts.sum())
            self._write_text(writer, name, boost, counts, lengths[name])
        for name in self.layout.keywords:
            self._write_keywords(writer, name)
        writer.close()
        columns = Columns.of(self.layout, self.documents)
        columns.lengths = lengths
        columns.write(storage, segment)
        return segment

    def _write_text(
        self,
        writer: PackedFieldWriter,
        name: str,
        boost: float,
        counts: NDArray[np.int64],
        lengths: NDArray[np.uint8],
    ) -> None:
        tokens = self.tokens[name]
        numbers = np.concatenate(tokens) if tokens else np.empty(0, np.int32)
        documents = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        starts = np.repeat((np.cumsum(counts) - counts).astype(np.int32), counts)
        positions = np.arange(len(numbers), dtype=np.int32) - starts
        positions = np.minimum(positions, LAST_POSITION).astype(np.uint16)

        terms, ranks = _ranked(self.lexicon.numbers)
        order = np.argsort(ranks[numbers], kind="stable")
        exact = Lists.of(
            ranks[numbers][order], documents[order], positions=positions[order].tobytes()
        )

        stems, stem_ranks = _ranked_stems(self.lexicon.numbers, terms)
        merged = stem_ranks[exact.terms]
        order = np.lexsort((exact.ids, merged))
        plain = Lists.of(merged[order], exact.ids[order], exact.freqs[order])

        writer.start_field(name)
        write_lists(writer, plain, stems, lengths, boost)
        if name in self.layout.exact:
            writer.start_field(name + EXACT)
            write_lists(writer, exact, terms, lengths, boost)

    def _write_keywords(self, writer: PackedFieldWriter, name: str) -> None:
        pairs = sorted(
            (term.encode(), number)
            for number, document in enumerate(self.documents)
            for term in document.keywords.get(name, ())
        )
        names = list(dict.fromkeys(term for term, _ in pairs))
        ranks = {term: rank for rank, term in enumerate(names)}
        lists = Lists.of(
            np.array([ranks[term] for term, _ in pairs], np.int32),
            np.array([number for _, number in pairs], np.int32),
        )
        writer.start_field(name)
        write_lists(writer, lists, names, np.ones(len(self.documents), np.uint8), 1.0)


def _ranked(numbers: dict[str, int]) -> tuple[list[bytes], Ints]:
    """The terms in the order of their bytes, and the rank of each number."""
    pairs = sorted((term.encode(), number) for term, number in numbers.items())
    ranks = np.empty(len(pairs), np.int32)
    ranks[[number for _, number in pairs]] = np.arange(len(pairs), dtype=np.int32)
    return [term for term, _ in pairs], ranks


def _ranked_stems(numbers: dict[str, int], terms: list[bytes]) -> tuple[list[bytes], Ints]:
    """The stems in the order of their bytes, and the rank of the stem of each ranked term."""
    stems = {term.encode(): STEMS[term].encode() for term in numbers}
    ordered = sorted(set(stems.values()))
    ranks = {stem: rank for rank, stem in enumerate(ordered)}
    return ordered, np.array([ranks[stems[term]] for term in terms], np.int32)


@dataclass
class Columns:
    """What is kept of each document beside the posting lists."""

    layout: Layout
    numbers: dict[str, NDArray[Any]]
    references: dict[str, tuple[NDArray[np.int64], Ints]]
    """Where each document's numbers end, and all numbers."""
    strings: dict[str, tuple[list[str], Ints]]
    """The strings, and which each document has."""
    lengths: dict[str, NDArray[np.uint8]] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Layout, documents: list[Document]) -> Columns:
        """The columns of a batch."""
        numbers = {
            name: np.array([document.numbers.get(name, 0) for document in documents], np.int64)
            for name in layout.numbers
        }
        references = {}
        for name in layout.references:
            lists = [document.references.get(name, []) for document in documents]
            ends = np.cumsum([len(some) for some in lists], dtype=np.int64)
            references[name] = (ends, np.array([n for some in lists for n in some], np.int32))
        strings = {}
        for name in layout.strings:
            known: dict[str, int] = {}
            codes = [
                known.setdefault(document.strings.get(name, ""), len(known))
                for document in documents
            ]
            strings[name] = (list(known), np.array(codes, np.int32))
        return cls(layout, numbers, references, strings)

    def write(self, storage: Any, segment: Any) -> None:
        """Write one file a column, in Whoosh's form where Whoosh knows the column."""
        for name, values in self.numbers.items():
            dtype = NUMPY_TYPES[self.layout.numbers[name]]
            _write_column(storage, segment, name, values.astype(dtype).tobytes())
        for name, length in self.lengths.items():
            for list_name in self.layout.lists(name):
                _write_column(storage, segment, f"_{list_name}_len", length.tobytes())
        for name, (ends, values) in self.references.items():
            _write_column(storage, segment, f"{name}_ends", ends.astype(">i8").tobytes())
            _write_column(storage, segment, f"{name}_list", values.astype(">i4").tobytes())
        for name, (known, codes) in self.strings.items():
            _write_column(storage, segment, f"{name}_names", json.dumps(known).encode())
            _write_column(storage, segment, f"{name}_codes", codes.astype(">i4").tobytes())


def _write_column(storage: Any, segment: Any, name: str, data: bytes) -> None:
    file = storage.create_file(PackedCodec.column_filename(segment, name))
    file.write(data)
    file.close()


def write_segment(layout: Layout, documents: Iterable[Document], storage: Any) -> Any:
    """A segment of these documents."""
    batch = Batch(layout)
    for document in documents:
        batch.add(document)
    return batch.write(storage)
