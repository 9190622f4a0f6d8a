"""What people and accidents type into search lines."""

from __future__ import annotations

TORTURE = (
    '"unbalanced',
    "((((",
    "))))",
    "(" * 500 + "harbour" + ")" * 500,
    " AND ".join(f"w{number}" for number in range(2000)),
    " OR ".join(f"w{number}" for number in range(2000)),
    "har\x00bour",
    "😀 🎉",
    "OR",
    "AND OR NOT -",
    "- - -",
    "*",
    "a* b* c* d*",
    "date:[x TO y]",
    "after:2024-13-45",
    "speaker:",
    'speaker:"',
    "-speaker:zzz",
    "harbour " * 100_000,
    "x" * 1_000_000,
    '"' * 10_000,
    "title:(harbour OR (storm -(ferry",
    "\ud800",
    "' OR 1=1 --",
    "NEAR(harbour storm)",
    "[click]harbour[/]",
    "is:unread is:read is:starred is:later is:saved",
    "kind:nonsense lang:xx tag:none sort:none",
)
