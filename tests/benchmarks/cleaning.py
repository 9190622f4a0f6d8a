"""How well and how fast pages become articles: run by hand on a folder of real pages.

    python tests/benchmarks/cleaning.py PAGES [--worst N] [--json]

PAGES holds ``truth.json`` (``articleBody`` by id) and ``ID.html.gz``, as in the
article-extraction-benchmark. A page is scored on 4-word shingles against its
``articleBody``; precision and recall are means over the pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.cleaning.extract import clean_html
from reader.news import Page, ReaderError

_WORD = re.compile(r"\w+")


def shingles(text: str, width: int = 4) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if len(words) < width:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[at : at + width]) for at in range(len(words) - width + 1))


def score(text: str, truth: str) -> tuple[float, float]:
    found, wanted = shingles(text), shingles(truth)
    both = sum((found & wanted).values())
    return both / max(found.total(), 1), both / max(wanted.total(), 1)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def trafilatura_alone(pages: dict[str, bytes]) -> tuple[dict[str, str], float]:
    from trafilatura import bare_extraction

    bare_extraction(next(iter(pages.values())))  # imports and caches
    start = time.perf_counter()
    documents = {
        name: bare_extraction(body, fast=True, include_comments=False, with_metadata=True)
        for name, body in pages.items()
    }
    took = time.perf_counter() - start
    return {name: d.text if d else "" for name, d in documents.items()}, took


def ours(pages: dict[str, bytes], addresses: dict[str, str]) -> tuple[dict[str, str], float]:
    texts: dict[str, str] = {}
    start = time.perf_counter()
    for name, body in pages.items():
        try:
            texts[name] = clean_html(Page(body, url=addresses[name])).text
        except ReaderError as error:
            print(f"{name}: refused: {error}", file=sys.stderr)
            texts[name] = ""
    return texts, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="print the N worst pages")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    truth = json.loads((options.pages / "truth.json").read_text())
    pages = {
        name: gzip.decompress((options.pages / f"{name}.html.gz").read_bytes()) for name in truth
    }
    addresses = {name: entry["url"] for name, entry in truth.items()}
    alone, alone_took = trafilatura_alone(pages)
    texts, took = ours(pages, addresses)
    report: dict[str, dict[str, float]] = {}
    for label, results, seconds in (("trafilatura", alone, alone_took), ("reader", texts, took)):
        scores = [score(results[name], truth[name]["articleBody"]) for name in truth]
        precision = sum(p for p, _ in scores) / len(scores)
        recall = sum(r for _, r in scores) / len(scores)
        report[label] = {
            "precision": precision,
            "recall": recall,
            "f1": f1(precision, recall),
            "mean_f1": sum(f1(p, r) for p, r in scores) / len(scores),
            "pages_per_second": len(pages) / seconds,
        }
    if options.json:
        print(json.dumps(report))
        return
    for label, figures in report.items():
        print(label.ljust(12), "  ".join(f"{key} {value:.4f}" for key, value in figures.items()))
    ranked = sorted(truth, key=lambda n: f1(*score(texts[n], truth[n]["articleBody"])))
    for name in ranked[: options.worst]:
        precision, recall = score(texts[name], truth[name]["articleBody"])
        print(f"{precision:.3f} {recall:.3f}  {addresses[name]}")


if __name__ == "__main__":
    main()
