"""``reader annotate``: what the language part finds in a text, no library needed."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Queue
from typing import TYPE_CHECKING, Any, BinaryIO

from reader.commands import Group, annotation_work, count, output
from reader.news import ReaderError

if TYPE_CHECKING:
    from reader.workers import WorkerPool

_TASK = "reader.commands.annotation_work:annotate_text"
EMPTY: dict[str, Any] = {"quotes": [], "entities": []}
TIME_LIMIT = 600.0
"""Seconds for one text; far beyond what any real one takes."""
_AHEAD = 4
"""Texts read ahead for each worker, so that none waits and memory stays bounded."""


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "annotate",
        run,
        library=False,
        help="find quotes and names in any text, without a library",
        examples="""\
  reader annotate statement.txt
  pbpaste | reader annotate
  reader annotate --json statement.txt
  reader annotate --jsonl < texts.jsonl > found.jsonl    {"id": …, "text": …} a line
""",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="none or -: stdin")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object")
    shape.add_argument(
        "--jsonl", action="store_true", help="many texts, a JSON object a line in and out"
    )
    parser.add_argument(
        "--wide", action="store_true", help="beliefs and intentions too, not reported speech alone"
    )
    parser.add_argument(
        "--jobs", type=count, default=_cores(), metavar="N",
        help="worker processes for --jsonl (one a core)",
    )  # fmt: skip


def _cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0)) or 1
    except AttributeError:
        return os.cpu_count() or 1


def run(args: argparse.Namespace) -> int:
    """Annotate one text or a stream of them."""
    annotation_work.require_engine()
    if args.jsonl:
        # Not closed: a thread may still wait in it for the next line when all is over.
        return _stream(_open(args.file), wide=args.wide, jobs=args.jobs)
    with _open(args.file) as stream:
        if stream.isatty():
            output.note("Reading text from the keyboard; ctrl+d on an empty line ends it.")
        text = _decode(stream.read(), args.file)
    found = annotation_work.annotate_text((text, args.wide))
    if args.json:
        output.json_line({"id": args.file, **found})
    else:
        _show(text, found)
    return 0


def _open(name: str) -> BinaryIO:
    if name == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return open(name, "rb")
    except OSError as error:
        raise ReaderError(f"{name} cannot be read: {error.strerror}.") from None


def _decode(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        what = "standard input" if name == "-" else name
        raise ReaderError(
            f"{what} is not UTF-8 text (byte {error.start}); convert it, or use 'reader add'."
        ) from None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line read: its number, its id, and its text or what is wrong with it."""

    number: int
    id: Any
    text: str | None
    problem: str | None = None


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    for number, raw in enumerate(stream, 1):
        if raw.strip():
            yield _parse(number, raw)


def _parse(number: int, raw: bytes) -> _Line:
    try:
        value = json.loads(raw)
    except UnicodeDecodeError:
        return _Line(number, None, None, "it is not UTF-8")
    except (ValueError, RecursionError):
        return _Line(number, None, None, "it is not JSON")
    if not isinstance(value, dict):
        return _Line(number, None, None, 'it is not an object like {"id": …, "text": …}')
    if not isinstance(value.get("text"), str):
        return _Line(number, value.get("id"), None, 'it has no "text" that is a string')
    return _Line(number, value.get("id"), value["text"])


def _stream(stream: BinaryIO, *, wide: bool, jobs: int) -> int:
    """Answer every line, in order; exit code 1 if one was bad.

    A thread reads ahead, so that each answer is written as soon as it is there, whether the
    next line has come or not.
    """
    from reader.workers import WorkerPool

    failed = False
    waiting: Queue[tuple[_Line, Future[Any] | None] | OSError | None] = Queue(_AHEAD * jobs)
    with WorkerPool(task=_TASK, size=jobs, time_limit=TIME_LIMIT) as pool:

        def read() -> None:
            try:
                for line in _lines(stream):
                    waiting.put((line, _submit(pool, line, wide)))
            except (OSError, ReaderError) as error:
                waiting.put(error if isinstance(error, OSError) else None)
            else:
                waiting.put(None)

        threading.Thread(target=read, daemon=True, name="lines").start()
        while (item := waiting.get()) is not None:
            if isinstance(item, OSError):
                raise item
            failed |= not _answer(*item)
    return 1 if failed else 0


def _submit(pool: WorkerPool, line: _Line, wide: bool) -> Future[Any] | None:
    if line.text is None or not line.text.strip():
        return None
    return pool.submit((line.text, wide))


def _answer(line: _Line, future: Future[Any] | None) -> bool:
    """Write the answer to one line; False if something was wrong with it."""
    found, problem = EMPTY, line.problem
    if future is not None:
        try:
            found = future.result()
        except ReaderError as error:
            problem = str(error)
    if problem is not None:
        output.error(f"line {line.number} got no annotation: {problem.rstrip('.')}.")
    output.json_line({"id": line.id, **found})
    return problem is None


def _show(text: str, found: dict[str, Any]) -> None:
    """Print for people: every quote with its speaker, then the entities."""
    from rich.text import Text

    def cut(spans: list[list[int]]) -> str:
        from reader.news import quoted_text

        words = quoted_text(text, tuple((start, end) for start, end in spans))
        return output.harmless(" ".join(words.split()))

    for quote in found["quotes"]:
        name = quote["name"]
        speaker = cut([quote["speaker"]]) if quote["speaker"] else None
        who = output.harmless(name or speaker or "speaker not known")
        if name and speaker and speaker != name:
            who += f" ({speaker})"
        cue = f", {cut([quote['cue']])}" if quote["cue"] else ""
        output.show(
            Text(cut(quote["content"])),
            Text.assemble("  — ", (who, "bold"), (f"{cue} · {quote['kind']}", "dim")),
            Text(),
        )
    for entity in sorted(found["entities"], key=lambda each: -len(each["mentions"])):
        output.show(
            Text.assemble(
                f"{len(entity['mentions']):>4}  ",
                (output.harmless(entity["name"]), "bold"),
                (f"  {entity['kind']}", "dim"),
            )
        )
    if not found["quotes"] and not found["entities"]:
        output.note("No quotes and no names found.")
