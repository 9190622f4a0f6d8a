"""How quickly pages come in, against Trafilatura alone in the same worker pool.

``python -m tests.benchmarks.ingest [--pages N | --folder DIR] [--json]``: both work through
the same files, one after the other; the ratio is what counts, 0.5 is the goal. With
``--folder`` the pages are those of a folder, else they are made.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from reader.ingest import AddOptions, add, annotate_pending, index_pending
from reader.ingest.model import cores
from reader.library.check import check
from reader.library.store import Library
from reader.workers import WorkerPool
from tests.benchmarks.pages import page


def extract(path: str) -> int:
    """The yardstick: Trafilatura's own extraction with metadata, nothing else."""
    import trafilatura

    found = trafilatura.bare_extraction(
        Path(path).read_bytes(), fast=True, with_metadata=True, include_comments=False
    )
    return len(getattr(found, "text", None) or "")


def _make(folder: Path, count: int) -> list[Path]:
    files = []
    for seed in range(count):
        file = folder / f"{seed:06d}.html"
        file.write_text(page(seed), encoding="utf-8")
        files.append(file)
    return files


def _yardstick(files: Sequence[Path]) -> float:
    with WorkerPool("tests.benchmarks.ingest:extract", cores(), 60) as pool:
        list(pool.map_unordered([str(files[0])] * cores()))  # started, everything imported
        start = time.perf_counter()
        list(pool.map_unordered([str(file) for file in files]))
        return len(files) / (time.perf_counter() - start)


def _cpu() -> float:
    """Processor seconds so far, of this process and of workers that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def measure(files: Sequence[Path], place: Path, annotate: int) -> dict[str, float]:
    """All figures; pages per second where nothing else is said."""
    before = _cpu()
    random.Random(1).shuffle(shuffled := list(files))
    yardstick = _yardstick(shuffled)
    between = _cpu()
    library = Library.open(place)
    start = time.perf_counter()
    lines = list(add(library, [str(file) for file in shuffled], AddOptions(), index=False))
    stored = time.perf_counter() - start
    index_pending(library)
    searchable = time.perf_counter() - start
    cpu_ratio = (between - before) / (_cpu() - between)
    again_start = time.perf_counter()
    list(add(library, [str(file) for file in shuffled], index=False))
    again = time.perf_counter() - again_start
    figures = {
        "pages": len(files),
        "added": sum(line.status == "added" for line in lines),
        "refused": sum(line.status == "refused" for line in lines),
        "trafilatura": round(yardstick, 1),
        "stored": round(len(files) / stored, 1),
        "searchable": round(len(files) / searchable, 1),
        "stored_ratio": round(len(files) / stored / yardstick, 2),
        "searchable_ratio": round(len(files) / searchable / yardstick, 2),
        "searchable_cpu_ratio": round(cpu_ratio, 2),
        "known": round(len(files) / again, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "worker_rss_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        "problems": len(check(library)),
    }
    if annotate:
        for article in library.articles.all_ids()[annotate:]:
            library.queue.fail(article, "left out of the benchmark")
        words = sum(library.articles.rows(library.articles.all_ids()[:annotate])[i].words for i in
                    library.articles.all_ids()[:annotate])  # fmt: skip
        start = time.perf_counter()
        done = annotate_pending(library)
        seconds = time.perf_counter() - start
        figures["annotated"] = round(done / seconds, 2)
        figures["annotated_words"] = round(words / seconds)
    library.close()
    return figures


def main() -> None:
    """Make or take the pages, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="so many made pages")
    parser.add_argument("--folder", type=Path, help="take the .html files of this folder instead")
    parser.add_argument("--annotate", type=int, default=0, help="annotate so many of them too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.folder:
            files = sorted(options.folder.rglob("*.html"))
        else:
            (Path(scratch) / "pages").mkdir()
            files = _make(Path(scratch) / "pages", options.pages)
        figures = measure(files, Path(scratch) / "library", options.annotate)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:18} {value:>10,}")


if __name__ == "__main__":
    main()
