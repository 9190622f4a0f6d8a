"""How fast the app answers, measured through a pseudo-terminal as a person would feel it.

``python -m tests.benchmarks.app --json`` builds a library of 100,000 articles (or takes one,
``--library DIR``: the article that opens first is added to it), runs the program in a
pseudo-terminal beside a minimal Textual app as the yardstick, one after the other, and prints
one object on its last line. Times are in milliseconds, unless the name says otherwise.

What the app puts off until the person pauses (the preview of the article under the cursor) is
measured by itself: ``key_bytes`` is what a key sends at once, ``preview_bytes`` what follows,
``held_key_bytes`` everything that a key held down sends, for each repetition of it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reader.app.opened import SETTLE
from reader.library.store import Library
from tests.benchmarks.app_library import NEWEST, SYLLABLES, build, complete
from tests.benchmarks.refresh import served
from tests.pty_harness import Answer, Terminal

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("MARKER")
Minimal().run()
"""
OURS = "import sys; from reader.cli import main; sys.exit(main())"
"""What the installed command ``reader`` runs."""
CONFIG = """
[reading]
samples = false
[fetch]
while_open = false
allow_private = true
"""
PAUSE = SETTLE * 0.7
"""Seconds without output after which a key has been answered, but for what waits for a pause."""
KEYS = 40
"""Keys pressed for a percentile: of fewer, the 95th would be the slowest of all."""
REPEAT = 1 / 30
"""Seconds between the repetitions of a key that is held down."""


def command(folder: Path) -> list[str]:
    """Runs the program on a library."""
    return [sys.executable, "-c", OURS, "--library", str(folder)]


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
def opened(folder: Path, config: Path, *, rest: bool = True) -> Iterator[Terminal]:
    """The program, painted and, unless it has work to do, at rest."""
    with Terminal(command(folder), environment=surroundings(config)) as terminal:
        terminal.wait_for(NEWEST, 120)
        terminal.settle(1.0, 60 if rest else 2)
        yield terminal


def surroundings(config: Path) -> dict[str, str]:
    """The settings; and, as for an installed program, modules are compiled once and kept."""
    return {"READER_CONFIG": str(config), "PYTHONDONTWRITEBYTECODE": ""}


def launches(small: Path, large: Path, config: Path, times: int) -> dict[str, float]:
    """Time to the first real article, against a minimal Textual app, one after the other."""
    taken: dict[str, list[float]] = {"minimal": [], "small": [], "large": []}
    commands = {
        "minimal": ([sys.executable, "-c", MINIMAL], "MARKER"),
        "small": (command(small), NEWEST),
        "large": (command(large), NEWEST),
    }
    for _ in range(times + 1):
        for name, (words, marker) in commands.items():
            with Terminal(words, environment=surroundings(config)) as terminal:
                found = terminal.wait_for(marker, 120)
                if found is not None:
                    taken[name].append(found)
    # The first round fills the disk's caches and compiles the modules.
    quiet = {name: statistics.median(values[1:]) for name, values in taken.items()}
    return {
        "minimal_ms": round(quiet["minimal"] * 1000, 1),
        "launch_ms": round(quiet["large"] * 1000, 1),
        "launch_ratio": round(quiet["large"] / quiet["minimal"], 2),
        "growth_percent": round(100 * (quiet["large"] / quiet["small"] - 1), 1),
    }


def keys(terminal: Terminal, key: str, times: int) -> tuple[list[Answer], list[int]]:
    """What comes back at once for a key pressed so many times, and the bytes that follow."""
    at_once, after = [], []
    for _ in range(times):
        at_once.append(terminal.answer(key, PAUSE))
        begun = len(terminal.seen)
        terminal.settle(SETTLE + 0.15, 2)
        after.append(len(terminal.seen) - begun)
    return at_once, after


def held(terminal: Terminal, key: str, times: int) -> float:
    """Bytes for each repetition of a key that is held down, with all that follows."""
    begun = len(terminal.seen)
    for _ in range(times):
        terminal.send(key)
        until = time.perf_counter() + REPEAT
        while (left := until - time.perf_counter()) > 0:
            terminal.read(left)
    terminal.settle(0.4, 3)
    return round((len(terminal.seen) - begun) / times)


def typing(terminal: Terminal, chance: random.Random) -> list[float]:
    """Seconds from each keystroke in the search line to its results, the count of quotes too."""
    taken: list[float] = []
    for _ in range(6):
        terminal.answer("/", 0.3)
        for letter in "".join(chance.choices(SYLLABLES, k=3)):
            found = terminal.answer_with(letter, rb"\d ms", 0.35)
            if found is not None:
                taken.append(found)
        terminal.answer("\x15", 0.4)
        terminal.answer("\r", 0.4)
    return taken


def searches(terminal: Terminal) -> dict[str, float]:
    """The search line."""
    typed = typing(terminal, random.Random(3))
    return {"search_p50_ms": middle(typed), "search_p95_ms": late(typed)}


def measure(folder: Path, config: Path) -> dict[str, float]:
    """Everything that is felt while the app runs."""
    found: dict[str, float] = {}
    with opened(folder, config) as terminal:
        found["memory_mb"] = round(terminal.memory(), 1)
        used, begun = terminal.processor_time(), time.perf_counter()
        while time.perf_counter() - begun < 3.0:
            terminal.read(0.2)
        found["idle_cpu_percent"] = round((terminal.processor_time() - used) / 3 * 100, 2)
        down, previews = keys(terminal, "j", KEYS)
        found |= {
            "key_p50_ms": middle(firsts(down)),
            "key_p95_ms": late(firsts(down)),
            "key_bytes": statistics.median(answer.size for answer in down),
            "preview_bytes": statistics.median(previews),
            "held_key_bytes": held(terminal, "j", 60),
        }
        terminal.answer("g", 0.8)
        # The next article and back to the long one, without the pause of a preview.
        back = [(terminal.answer("J", 0.5), terminal.answer("K", 0.5)) for _ in range(8)]
        found["article_ms"] = middle(lasts([long for _, long in back[1:]]))
        terminal.answer("\r", 0.6)
        pages = [terminal.answer("\x1b[6~", 0.4) for _ in range(8)]
        found["page_down_ms"] = middle(lasts(pages))
        terminal.answer("\x1b", 0.4)
        terminal.answer("\x1b", 0.4)
        found |= searches(terminal)
        sizes = [(50, 200), (24, 80), (36, 120)] * 3
        resized = [terminal.resize(rows, columns, 0.4) for rows, columns in sizes]
        found["resize_ms"] = middle(lasts(resized))
        found["memory_after_mb"] = round(terminal.memory(), 1)
    return found


def while_annotating(place: Path, config: Path) -> dict[str, float]:
    """Keys while the background looks for quotes in 3,000 articles; one opened before its turn."""
    folder = place / "unannotated"
    build(folder, 3_000, annotated=False)
    with opened(folder, config, rest=False) as terminal:
        terminal.wait_for("finding quotes", 30)
        down, _ = keys(terminal, "j", KEYS)
        # At the end of the list is what the background would come to last; the card of its
        # quote says that it was found. The preview's pause is part of this.
        terminal.forget()
        terminal.send("G")
        until = terminal.wait_for("1 of 1", 20)
    return {
        "annotating_key_p95_ms": late(firsts(down)),
        "quotes_of_opened_ms": round(until * 1000, 1) if until else -1.0,
    }


def while_refreshing(place: Path, config: Path) -> dict[str, float]:
    """Keys while 60 feeds with 1,200 pages come in from a server on loopback."""
    folder = place / "refreshed"
    build(folder, 1_000)
    wanted = argparse.Namespace(feeds=60, items=20, latency=0.05, pages=None, one_server=True)
    with served(wanted) as port:
        library = Library.open(folder)
        for feed in range(wanted.feeds):
            library.feeds.subscribe(f"http://127.0.0.1:{port}/feed{feed}.xml")
        library.close()
        with opened(folder, config) as terminal:
            terminal.send("R")
            terminal.wait_for("refreshing", 30)
            down, _ = keys(terminal, "j", KEYS)
            return {"refreshing_key_p95_ms": late(firsts(down))}


def main() -> None:
    """Builds, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="measure this library")
    parser.add_argument("--keep", type=Path, help="keep the libraries that are made here")
    parser.add_argument("--times", type=int, default=20, help="twice the launches of each kind")
    parser.add_argument("--no-load", action="store_true", help="leave out what is under load")
    parser.add_argument("--only-search", action="store_true", help="measure the search line alone")
    parser.add_argument("--only-launch", action="store_true", help="measure launching alone")
    parser.add_argument("--json", action="store_true", help="only the object")
    options = parser.parse_args()
    # The background of a program that was killed takes a moment to notice.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        place = options.keep or Path(temporary)
        config = Path(temporary) / "config.toml"
        config.write_text(CONFIG)
        small, large = place / "1000", options.library or place / str(options.articles)
        for folder, number in ((small, 1_000), (large, options.articles)):
            if folder.exists():
                complete(folder)
            else:
                build(folder, number)
        library = Library.open(large)
        found: dict[str, float] = {"articles": library.articles.count()}
        library.close()
        if options.only_search:
            with opened(large, config) as terminal:
                found |= searches(terminal)
        else:
            found |= launches(small, large, config, max(3, options.times // 2))
        alone = options.only_search or options.only_launch
        if not alone:
            found |= measure(large, config)
        if not (options.no_load or alone):
            found |= while_annotating(Path(temporary), config)
            found |= while_refreshing(Path(temporary), config)
        if not options.json:
            for name, value in found.items():
                print(f"{name:<22} {value:>10}")
        print(json.dumps(found))


if __name__ == "__main__":
    main()
