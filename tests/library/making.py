"""Articles and annotations to try the library with."""

from __future__ import annotations

from reader.news import Annotation, Article, Block, Entity, Quote

FERRY = (
    "Ferry talks stalled again on Monday.\n"
    "“We will not run empty boats through the winter for anyone,” Mara Quill told reporters "
    "at the harbour. Quill leads the board.\n"
    "The town council said it had made an offer."
)
SPEAKER = "Mara Quill"
QUOTE = "“We will not run empty boats through the winter for anyone,”"


def article(text: str = FERRY, **fields: object) -> Article:
    """An article of one paragraph a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    values: dict[str, object] = {
        "title": "Ferry talks stall",
        "text": text,
        "blocks": tuple(blocks),
    }
    return Article(**(values | fields))  # type: ignore[arg-type]


def filler(seed: int, words: int = 120) -> str:
    """A long text that shares no run of words with that of another seed."""
    return " ".join(f"w{seed}x{number * 7919 % 9973}" for number in range(words))


def annotation(text: str = FERRY, engine: str = "test-1") -> tuple[Annotation, tuple[str, ...]]:
    """One quote by one person, and the keys of its entities."""
    quote, speaker = text.index(QUOTE), text.index(SPEAKER)
    told = text.index("told")
    person = Entity(
        SPEAKER, "person", ((speaker, speaker + len(SPEAKER)),), ("Quill",), "board leader"
    )
    council = text.index("council")
    body = Entity("town council", "organisation", ((council - 5, council + 7),))
    spoken = Quote(
        "direct",
        ((quote, quote + len(QUOTE)),),
        (told, told + 4),
        (speaker, speaker + len(SPEAKER)),
        SPEAKER,
        0,
    )
    return Annotation((spoken,), (person, body), engine), ("person/quill", "organisation/council")
