"""Runs the joint model over a text, window by window.

Windows go through one at a time and one after the other, so that what is found does not
depend on what else is being annotated and memory does not grow with the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from operator import sub
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.language import features
from reader.language.linking import Linker
from reader.language.marks import Stretch, stretches
from reader.language.tokens import Paragraph, paragraphs
from reader.language.windows import CONTEXT, SIZE, Encoded, Segment, Window, plan, segments
from reader.language.wordpiece import WordPieces

if TYPE_CHECKING:
    from reader.language.linking import Floats

MODEL = Path(__file__).parent / "model"
MODEL_FILE = "joint.onnx"
VOCABULARY_FILE = "vocabulary.txt"
VERSION_FILE = "version.txt"
"""Tells one model file from another without reading it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text in words, marks and pieces."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    stretches: tuple[Stretch, ...]
    encoded: tuple[Encoded, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one window."""

    window: Window
    parts: Floats
    """Log-odds of the part tags, one row a word, the segments' words in order."""
    types: Floats
    """The same for the name tags."""
    roles: Floats
    """The role vectors of each piece, one after the other."""
    places: Sequence[int]
    """For each word, the row of its first piece in `roles`."""


def prepare(text: str, pieces: WordPieces) -> Prepared:
    """Split a text into what the model reads."""
    parts = paragraphs(text)
    marked = stretches(text)
    told = features.paragraph_features(text, parts, marked)
    encoded: list[Encoded] = []
    for paragraph, features_ in zip(parts, told, strict=True):
        split = [pieces(text[start:end]) for start, end in paragraph.words]
        ids = list(chain.from_iterable(split))
        firsts = list(accumulate(map(len, split[:-1]), initial=0))
        encoded.append(Encoded(tuple(ids), tuple(firsts), tuple(features_)))
    return Prepared(text, tuple(parts), tuple(marked), tuple(encoded))


class JointModel:
    """The model in memory: an ONNX session, its vocabulary and its linker."""

    def __init__(self, folder: Path = MODEL, threads: int = 1) -> None:
        """Load from `folder`; OSError where it is not there, ImportError without onnxruntime."""
        import numpy as np
        import onnxruntime as ort

        self.pieces = WordPieces.read(folder / VOCABULARY_FILE)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # hardly two windows are of one length
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = (folder / MODEL_FILE).read_bytes()
        self.session: Any = ort.InferenceSession(
            model,
            sess_options=options,
            providers=["CPUExecutionProvider"],
            # the fused form takes six times as long as its two parts
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self.about: dict[str, str] = dict(self.session.get_modelmeta().custom_metadata_map)
        weights = json.loads(self.about["linker"])
        self.linker = Linker(
            *(np.asarray(weights[k], np.float32) for k in ("gap", "between", "lines", "nothing"))
        )

    def prepare(self, text: str) -> Prepared:
        """Split a text with the model's vocabulary."""
        return prepare(text, self.pieces)

    def read(
        self, prepared: Prepared, size: int = SIZE, context: int = CONTEXT
    ) -> Iterator[Reading]:
        """The windows of a text in order."""
        for window in plan(segments(prepared.encoded, size), size, context):
            yield self._read(prepared.encoded, window)

    def _read(self, encoded: Sequence[Encoded], window: Window) -> Reading:
        import numpy as np

        ids, told, places = self._pieces(encoded, window.segments)
        feed = {
            "ids": np.asarray([ids], np.int64),
            "told": np.asarray([told], np.int64),
        }
        parts, types, roles = self.session.run(None, feed)
        at = np.asarray(places, np.int64)
        return Reading(window, parts[0][at], types[0][at], roles[0], places)

    def _pieces(
        self, encoded: Sequence[Encoded], parts: Sequence[Segment]
    ) -> tuple[list[int], list[int], list[int]]:
        """What goes in: pieces, features of each, and where each word begins."""
        ids, told = [self.pieces.start], [features.BREAK]
        places: list[int] = []
        for segment in parts:
            p = encoded[segment.paragraph]
            first = p.firsts[segment.first]
            last = p.firsts[segment.last] if segment.last < len(p.firsts) else len(p.pieces)
            move = len(ids) - first
            places += [at + move for at in p.firsts[segment.first : segment.last]]
            ids += p.pieces[first:last]
            edges = [*p.firsts[segment.first + 1 : segment.last], last]
            sizes = map(sub, edges, p.firsts[segment.first : segment.last])
            told += chain.from_iterable(
                map(repeat, p.features[segment.first : segment.last], sizes)
            )
            ids.append(self.pieces.stop)
            told.append(features.BREAK)
        return ids, told, places
