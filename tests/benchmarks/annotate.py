"""How fast texts are annotated, and what it takes: run by hand.

    python tests/benchmarks/annotate.py [TEXTS.jsonl] [--json] [--rounds N]

Without TEXTS (``{"text": …}`` a line) the sample articles are annotated. One thread: the
milliseconds per 1,000 words (runs without white space), the median of the rounds, and how much
of it each stage takes. Then one process against two over the same texts, and what a fresh
process needs to be ready: seconds with all imports, megabytes after loading and at its peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.language import engine
from reader.language.reading import settled
from reader.language.resolution import resolve
from reader.language.tagging import tagged
from reader.workers import WorkerPool

_LOADING = """
import time, resource
began = time.perf_counter()
from reader.language import engine
engine.load()
took = time.perf_counter() - began
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ROOT = Path(__file__).resolve().parents[2]
STAGES = ("preparation", "model", "decoding", "links and spans", "resolution")


def texts_of(path: Path | None) -> list[str]:
    """The texts to annotate."""
    if path is not None:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["text"]) for line in lines if line.strip()]
    from tests.gold.samples import SEEDS, article_text

    paths = [*SEEDS.glob("*.html"), *SEEDS.glob("*.txt")]
    return [article_text(path.name) for path in sorted(paths)]


def stages(texts: Sequence[str]) -> dict[str, float]:
    """Seconds in each stage."""
    model = engine._model()
    spent = dict.fromkeys(STAGES, 0.0)
    clock = time.perf_counter

    for text in texts:
        marks = [clock()]
        prepared = model.prepare(text)
        marks.append(clock())
        readings = list(model.read(prepared))
        marks.append(clock())
        spans = tagged(readings, prepared.encoded)
        marks.append(clock())
        found = settled(prepared, spans, model)
        marks.append(clock())
        resolve(found)
        marks.append(clock())
        for stage, began, ended in zip(STAGES, marks, marks[1:], strict=False):
            spent[stage] += ended - began
    return spent


def throughput(texts: Sequence[str], processes: int) -> float:
    """Texts a second, the processes being ready."""
    task = "reader.language.engine:annotate"
    with WorkerPool(task=task, size=processes, time_limit=120) as pool:
        for future in [pool.submit(texts[0]) for _ in range(2 * processes)]:
            future.result()
        began = time.perf_counter()
        for future in [pool.submit(text) for text in texts]:
            future.result()
        return len(texts) / (time.perf_counter() - began)


def loading(rounds: int) -> tuple[float, float]:
    """Seconds until a fresh process can annotate, and its megabytes then; medians."""
    seen = []
    for _ in range(rounds):
        command = [sys.executable, "-c", _LOADING]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        seen.append([float(x) for x in done.stdout.split()])
    return statistics.median(x[0] for x in seen), statistics.median(x[1] for x in seen)


def measure(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """All figures."""
    words = sum(len(text.split()) for text in texts)
    seconds, megabytes = loading(rounds)
    stages(texts[:2])
    spent = [stages(texts) for _ in range(rounds)]
    middle = sorted(spent, key=lambda s: sum(s.values()))[rounds // 2]
    one, two = throughput([*texts, *texts], 1), throughput([*texts, *texts], 2)
    return {
        "texts": len(texts),
        "words": words,
        "ms per 1,000 words": round(sum(middle.values()) / words * 1e6, 1),
        "of these": {k: round(v / words * 1e6, 1) for k, v in middle.items()},
        "resolution to model": round(middle["resolution"] / middle["model"], 3),
        "ready in seconds": round(seconds, 3),
        "MB loaded": round(megabytes),
        "MB at peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "texts a second, one process": round(one, 2),
        "texts a second, two": round(two, 2),
        "two to one": round(two / one, 2),
    }


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(texts_of(options.texts), options.rounds)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:30} {value}")


if __name__ == "__main__":
    main()
