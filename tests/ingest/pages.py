"""Pages on disk to take in: each an article of its own, none like another."""

from __future__ import annotations

import random
from pathlib import Path

_WHO = ["board", "council", "union", "operator", "minister", "inspector", "engineer", "farmer"]
_DID = ["opened", "closed", "mended", "measured", "sold", "painted", "moved", "lost", "weighed"]
_WHAT = ["the bridge", "a ferry", "the archive", "a well", "the ledger", "the crane", "a field"]
_WHEN = ["on Monday", "before dawn", "last winter", "in the rain", "after the vote"]


def sentences(seed: int, count: int = 14) -> list[str]:
    """Plain sentences, the same for the same seed."""
    chance = random.Random(seed)
    return [
        f"The {chance.choice(_WHO)} of ward {chance.randrange(10**6)} "
        f"{chance.choice(_DID)} {chance.choice(_WHAT)} {chance.choice(_WHEN)}, "
        f"and {chance.choice(_WHO)} number {chance.randrange(10**6)} wrote it down."
        for _ in range(count)
    ]


def html(seed: int, count: int = 14) -> str:
    """A page with an article and what stands around one."""
    lines = sentences(seed, count)
    paragraphs = "\n".join(
        f"<p>{' '.join(lines[at : at + 3])}</p>" for at in range(0, len(lines), 3)
    )
    return f"""<!doctype html>
<html lang="en"><head><title>Report {seed}: {lines[0][:40]}</title>
<link rel="canonical" href="https://gazette.example/report/{seed}">
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2024-11-{seed % 28 + 1:02d}T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Report {seed}</h1>
{paragraphs}
</article>
<footer>Harbour Gazette, Quay Street</footer></body></html>"""


def folder(path: Path, count: int, first: int = 0) -> Path:
    """A folder with so many pages."""
    path.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        (path / f"report-{seed:05d}.html").write_text(html(seed), encoding="utf-8")
    return path
