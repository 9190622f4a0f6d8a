"""What the model says of each window, made into the tagged spans of the whole text.

Each span keeps the role vectors that its links are scored with, so that what belongs together
is found across windows too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.language.decode import Found, best_tags, kind_odds, spans
from reader.language.features import OUTSIDE, state_of
from reader.language.joint import Reading
from reader.language.labels import PARTS, ROLE_SIZE
from reader.language.windows import Encoded, Segment

if TYPE_CHECKING:
    from reader.language.linking import Floats

CONTENT, SOURCE, CUE = range(len(PARTS))
_ROLES = (slice(0, 5, 4), slice(3, 6, 2), slice(1, 3))
"""Of each kind of part: the two roles (see labels.ROLES) in which it is linked."""
_GOING_ON = (0, 0, 0.1, 0, 0.2, 0, 0.2)
"""Added to the log-odds of each part tag: parts end a little later than the model, which was
taught by a mean of others, has it. Better on both halves of the development articles, whichever
way their windows are cut."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of words: paragraph, first, last (inclusive)."""

    paragraph: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Part:
    """A content, a source or a cue."""

    place: Place
    score: float
    """Mean probability of its kind over its words."""
    first: int
    """Position of its first word's first piece, all paragraphs in a row with a break between."""
    last: int
    vectors: Floats
    """Its two roles in links, shape (2, ROLE_SIZE)."""
    bare: bool = False
    """Whether its first and its last word stand outside all marks."""


@dataclass(slots=True)
class Tagged:
    """The spans of a text, in order."""

    parts: tuple[list[Part], list[Part], list[Part]] = field(default_factory=lambda: ([], [], []))
    """Contents, sources, cues."""
    names: list[tuple[int, Found]] = field(default_factory=list)
    """Paragraph and span."""


def tagged(readings: Iterable[Reading], encoded: Sequence[Encoded]) -> Tagged:
    """The spans of a text from the readings of its windows."""
    import numpy as np

    out = Tagged()
    going_on = np.asarray(_GOING_ON, np.float32)
    starts = _starts(encoded)
    before: tuple[Segment, int, int] | None = None
    for reading in readings:
        parts = reading.parts + going_on
        part_odds, name_odds = kind_odds(parts), kind_odds(reading.types)
        roles = reading.roles.reshape(len(reading.roles), -1, ROLE_SIZE)
        part_best, name_best = parts.argmax(1).tolist(), reading.types.argmax(1).tolist()
        row = 0
        for segment in reading.window.segments:
            rows = slice(row, row + segment.last - segment.first)
            row = rows.stop
            if segment not in reading.window.owned:
                continue
            left = (0, 0)
            if before is not None and before[0].paragraph == segment.paragraph:
                left = before[1], before[2]
            tags = best_tags(parts[rows], left[0], part_best[rows])
            kinds = best_tags(reading.types[rows], left[1], name_best[rows])
            before = segment, tags[-1], kinds[-1]
            found = spans(kinds, name_odds[rows], segment.first)
            out.names += [(segment.paragraph, name) for name in found]
            for span in spans(tags, part_odds[rows], segment.first):
                out.parts[span.kind].append(
                    _part(span, segment, reading.places, roles, rows.start, starts, encoded)
                )
    return out


def _starts(encoded: Sequence[Encoded]) -> list[int]:
    """Where each paragraph's pieces begin, when all stand in a row with a break between."""
    out, at = [], 1
    for paragraph in encoded:
        out.append(at)
        at += len(paragraph.pieces) + 1
    return out


def _part(
    span: Found,
    segment: Segment,
    places: Sequence[int],
    roles: Floats,
    row: int,
    starts: Sequence[int],
    encoded: Sequence[Encoded],
) -> Part:
    n = segment.paragraph
    row -= segment.first
    mine = _ROLES[span.kind]
    both = roles[places[row + span.first], mine] + roles[places[row + span.last], mine]
    at = [starts[n] + encoded[n].firsts[word] for word in (span.first, span.last)]
    told = [state_of(encoded[n].features[word]) for word in (span.first, span.last)]
    bare = told == [OUTSIDE, OUTSIDE]
    return Part(Place(n, span.first, span.last), span.score, at[0], at[1], both, bare)
