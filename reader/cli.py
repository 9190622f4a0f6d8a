"""The command line: parse, call, print.

``reader`` alone opens the app, by a short cut past everything that the commands need. Exit
codes: 0 done, 1 what was asked for failed, 2 wrong usage, 130 stopped by Ctrl-C. A problem is
one sentence on standard error, never a traceback; what looks like a bug in the program says so
and where the details went.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from reader.news import ReaderError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def _open_app(library: str | None) -> int:
    # `reader serve` runs the app with a driver of its own instead of a terminal.
    served = "TEXTUAL_DRIVER" in os.environ
    if not served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError(
            "The app needs a terminal; in a pipe use a command, as in 'reader search WORDS'."
        )
    # Until the first paint, which switches it on: nothing of what is made until then is garbage.
    gc.disable()
    try:
        from reader import config
        from reader.app import run

        settings = config.load(strict=False)
        return run(config.library_folder(library), settings)
    finally:
        gc.enable()  # where it did not come to that


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the result is the exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        if not words or (len(words) == 2 and words[0] == "--library" and words[1][:1] != "-"):
            return _open_app(words[1] if words else None)
        return _command(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else FAILED
    except BrokenPipeError:
        # Whoever read our output has had enough (`reader search … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (Exception, KeyboardInterrupt) as problem:
        return _told(problem)


def _command(words: Sequence[str]) -> int:
    from reader.commands import output
    from reader.commands.parser import build_parser, keep_negations

    output.prepare_streams()
    args = build_parser().parse_args(keep_negations(words))
    code: int = args.run(args) if "run" in args else _open_app(args.library)
    sys.stdout.flush()
    return code


def _told(problem: BaseException) -> int:
    """Says what went wrong in one sentence; the result is the exit code."""
    from reader.commands import WrongUsage, output

    output.prepare_streams()
    if isinstance(problem, KeyboardInterrupt):
        output.error("stopped.")
        return INTERRUPTED
    if isinstance(problem, ReaderError):
        output.error(str(problem))
        return USAGE if isinstance(problem, WrongUsage) else FAILED
    output.error(_os_sentence(problem) if isinstance(problem, OSError) else _bug_sentence(problem))
    return FAILED


def _os_sentence(problem: OSError) -> str:
    what = f"{problem.filename}: " if problem.filename else ""
    return f"{what}{problem.strerror or problem}."


def _bug_sentence(problem: BaseException) -> str:
    """Name the bug in a sentence; keep where it happened in a file for the report."""
    import tempfile
    import traceback

    if os.environ.get("READER_DEBUG"):
        traceback.print_exc()
    with tempfile.NamedTemporaryFile(
        "w", prefix="reader-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        # Where, but not the exception's own words: they may hold text of an article.
        traceback.print_tb(problem.__traceback__, file=file)
        file.write(f"{type(problem).__name__}\n")
    return (
        f"this is a bug in reader ({type(problem).__name__}); "
        f"{file.name} has what its makers need to know."
    )
