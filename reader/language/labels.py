"""The labels of the joint model and their order in its outputs."""

from __future__ import annotations

PARTS = ("content", "source", "cue")
PART_TAGS = 1 + 2 * len(PARTS)
"""Outside, then beginning and inside of each part."""

TYPES = ("PER", "ORG", "LOC", "MISC")
TYPE_TAGS = 1 + 2 * len(TYPES)

ROLES = (
    "content→cue",
    "cue←content",
    "cue→source",
    "source←cue",
    "content→source",
    "source←content",
)
"""Each word has one vector for each of these; two of them meet in the score of a link."""
ROLE_SIZE = 64

CONTENT_CUE, CUE_SOURCE, CONTENT_SOURCE = range(3)
"""The kinds of links; each may also lead to nothing."""


def beginning(kind: int) -> int:
    """The tag that begins a span of this kind (an index into PARTS or TYPES)."""
    return 1 + 2 * kind


def kind_of(tag: int) -> int:
    """The kind that a tag other than outside belongs to."""
    return (tag - 1) // 2
