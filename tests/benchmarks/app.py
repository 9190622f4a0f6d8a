"""How fast the app answers, measured through a pseudo-terminal as a person would feel it.

``python -m tests.benchmarks.app --json`` builds a library (or takes ``--library DIR``), runs
the app in a pseudo-terminal beside a minimal Textual app as the yardstick, interleaved, and
prints one object on its last line. Times are in milliseconds, unless the name says otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.library.store import Library
from reader.news import Annotation, Article, Block, Quote
from reader.search.indexer import index_pending
from tests.pty_harness import Answer, Terminal

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("MARKER")
Minimal().run()
"""
OURS = """
import sys
from pathlib import Path
from reader.app import run
from reader.config import Fetch, Reading, Settings
run(Path(sys.argv[1]), Settings(reading=Reading(samples=False), fetch=Fetch(while_open=False)))
"""
WRITER = """
import sys, time
from pathlib import Path
from reader.library.store import Library
from reader.news import Article
library = Library.open(Path(sys.argv[1]))
for number in range(100000):
    text = f"Fresh words {number}. " * 40
    title = f"Fresh {number} {time.time()}"
    # Old, so that the list opens as before when the library is used again.
    library.articles.add(Article(title, text, (), published="2001-01-01"))
    time.sleep(0.02)
"""
SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu",
    "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu",
)  # fmt: skip
NEWEST = "The long report that opens first"


def build(folder: Path, number: int, seed: int = 7) -> None:
    """A library of so many articles; the newest has 3,000 words and 40 quotes."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    day = datetime(2025, 6, 1, tzinfo=UTC)
    library = Library.open(folder)
    for start in range(0, number - 1, 1_000):
        with library.transaction():
            for count in range(start, min(number - 1, start + 1_000)):
                text = " ".join(chance.choices(words, weights, k=90))
                article = Article(
                    f"Report {count} {text[:40]}", text, (Block("paragraph", 0, len(text)),),
                    site="Board News", language="en", url=f"https://board.example/{count}",
                    published=(day - timedelta(minutes=17 * count)).isoformat(),
                )  # fmt: skip
                library.articles.add(article)
    text, quotes = _long_text(chance, words, weights)
    newest = Article(NEWEST, text, (), "A. Writer", "Board News", "2025-06-02", None, "en")
    added = library.articles.add(newest)
    library.annotations.put(added.id, 1, Annotation(tuple(quotes), (), "benchmark"), [])
    index_pending(library)
    library.close()


def _long_text(
    chance: random.Random, words: list[str], weights: list[float]
) -> tuple[str, list[Quote]]:
    parts: list[str] = []
    quotes: list[Quote] = []
    at = 0
    for number in range(40):
        said = " ".join(chance.choices(words, weights, k=30))
        rest = " ".join(chance.choices(words, weights, k=43))
        part = f"“{said},” said Speaker {number % 7}. {rest}."
        cue = at + part.index("said")
        quotes.append(
            Quote("direct", ((at + 1, at + 1 + len(said)),), (cue, cue + 4), None,
                  f"Speaker {number % 7}")
        )  # fmt: skip
        parts.append(part)
        at += len(part) + 1
    return "\n".join(parts), quotes


def middle(values: Sequence[float]) -> float:
    """The median in milliseconds."""
    return round(statistics.median(values) * 1000, 1)


def late(values: Sequence[float]) -> float:
    """The 95th percentile in milliseconds."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 1)


def firsts(answers: Sequence[Answer]) -> list[float]:
    """Seconds to the first byte."""
    return [answer.first for answer in answers if answer.first is not None]


def lasts(answers: Sequence[Answer]) -> list[float]:
    """Seconds to the last byte."""
    return [answer.last for answer in answers if answer.last is not None]


@contextmanager
def opened(folder: Path) -> Iterator[Terminal]:
    """Our app, painted and at rest."""
    with Terminal([sys.executable, "-c", OURS, str(folder)]) as terminal:
        terminal.wait_for(NEWEST, 120)
        terminal.settle(0.8, 60)
        yield terminal


def launches(small: Path, large: Path, times: int) -> dict[str, float]:
    """Time to the first real article, against a minimal Textual app, one after the other."""
    taken: dict[str, list[float]] = {"minimal": [], "small": [], "large": []}
    commands = {
        "minimal": ([sys.executable, "-c", MINIMAL], "MARKER"),
        "small": ([sys.executable, "-c", OURS, str(small)], NEWEST),
        "large": ([sys.executable, "-c", OURS, str(large)], NEWEST),
    }
    for _ in range(times + 1):
        for name, (command, marker) in commands.items():
            with Terminal(command) as terminal:
                found = terminal.wait_for(marker, 120)
                if found is not None:
                    taken[name].append(found)
    # The first round fills the disk's caches.
    quiet = {name: statistics.median(values[1:]) for name, values in taken.items()}
    return {
        "minimal_ms": round(quiet["minimal"] * 1000, 1),
        "launch_ms": round(quiet["large"] * 1000, 1),
        "launch_ratio": round(quiet["large"] / quiet["minimal"], 2),
        "growth_percent": round(100 * (quiet["large"] / quiet["small"] - 1), 1),
    }


def keys(terminal: Terminal, key: str, times: int) -> list[Answer]:
    """What comes back for a key pressed so many times."""
    return [terminal.answer(key, 0.12) for _ in range(times)]


def typing(terminal: Terminal, chance: random.Random) -> list[Answer]:
    """Keystrokes in the search line; each search begins with an empty line."""
    answers: list[Answer] = []
    for _ in range(6):
        terminal.answer("/", 0.3)
        letters = "".join(chance.choices(SYLLABLES, k=3))
        answers += [terminal.answer(letter, 0.25) for letter in letters]
        terminal.answer("\x15", 0.4)
        terminal.answer("\r", 0.3)
    return answers


def measure(folder: Path, times: int) -> dict[str, float]:
    """Everything that is felt while the app runs."""
    found: dict[str, float] = {}
    chance = random.Random(3)
    with opened(folder) as terminal:
        found["memory_mb"] = round(terminal.memory(), 1)
        used, begun = terminal.processor_time(), time.perf_counter()
        while time.perf_counter() - begun < 3.0:
            terminal.read(0.2)
        found["idle_cpu_percent"] = round((terminal.processor_time() - used) / 3 * 100, 2)
        down = keys(terminal, "j", times)
        found |= {
            "key_p50_ms": middle(firsts(down)),
            "key_p95_ms": late(firsts(down)),
            "key_bytes": statistics.median(answer.size for answer in down),
        }
        terminal.answer("g", 0.6)
        terminal.answer("j", 0.6)
        found["article_ms"] = middle([lasts([terminal.answer("k", 0.3)])[0] for _ in range(1)])
        again = []
        for _ in range(max(3, times // 4)):
            terminal.answer("j", 0.4)
            again += lasts([terminal.answer("k", 0.3)])
        # The preview waits 50 ms for the cursor to rest; that is no work.
        found["article_ms"] = round(middle(again) - 50, 1)
        terminal.answer("\r", 0.4)
        pages = keys(terminal, "\x1b[6~", 8)
        found["page_down_ms"] = middle(lasts(pages))
        terminal.answer("\x1b", 0.3)
        terminal.answer("\x1b", 0.3)
        typed = typing(terminal, chance)
        found |= {"search_p50_ms": middle(lasts(typed)), "search_p95_ms": late(lasts(typed))}
        sizes = [(50, 200), (24, 80), (36, 120)] * 2
        resized = [terminal.resize(rows, columns) for rows, columns in sizes]
        found["resize_ms"] = middle(lasts(resized))
        found["memory_after_mb"] = round(terminal.memory(), 1)
    return found


def under_load(folder: Path, times: int) -> dict[str, float]:
    """The same keys while another process writes articles into the library."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)])
    try:
        with opened(folder) as terminal:
            down = keys(terminal, "j", times)
            return {"busy_key_p95_ms": late(firsts(down))}
    finally:
        writer.kill()
        writer.wait()


def main() -> None:
    """Builds, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="keep the libraries in this folder")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="only the object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = options.library or Path(temporary)
        small, large = place / "1000", place / str(options.articles)
        for folder, number in ((small, 1_000), (large, options.articles)):
            if not folder.exists():
                build(folder, number)
        found: dict[str, float] = {"articles": options.articles}
        found |= launches(small, large, max(3, options.times // 3))
        found |= measure(large, options.times)
        found |= under_load(large, options.times)
        if not options.json:
            for name, value in found.items():
                print(f"{name:<20} {value:>10}")
        print(json.dumps(found))


if __name__ == "__main__":
    main()
