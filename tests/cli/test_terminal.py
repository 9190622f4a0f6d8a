"""On a real terminal: colour and progress, and none of what hostile text would do to it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SEEDS, run_process

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.pty_harness import Terminal

EVIL = (
    "\x1b]52;c;aGk=\x07\x9b31m[@click=app.quit]x[/] [/] \u202e\x1b]8;;http://e.example\x07\x1b[2J"
)
OURS = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\[[0-9]*[AK]|\x1b\[1A|\r")
"""Colours, hiding the cursor, and redrawing the line of progress."""


def printed(*arguments: str | Path) -> bytes:
    """Everything that a command line sends to its terminal."""
    command = [sys.executable, "-m", "reader", *map(str, arguments)]
    with Terminal(command, rows=30, columns=80) as terminal:
        while terminal.read(600.0):
            pass
        return terminal.seen


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an article that attacks from every field. Only to be read."""
    folder = tmp_path_factory.mktemp("hostile")
    library, file = folder / "library", folder / "story.txt"
    body = f'"We {EVIL} will sail," said Maren {EVIL} Holt of Port Ansgar on Monday. '
    file.write_text(body * 5, "utf-8")
    done = run_process(
        "--library", library, "add", "--title", f"T {EVIL} T", "--byline", EVIL, "--site", EVIL,
        "--force", file,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return library


def test_people_see_colour_and_no_sequence_of_others(hostile: Path) -> None:
    for arguments in (
        ["search", "sail"], ["quotes"], ["entities"], ["show", "1"], ["show", "1", "--json"],
        ["verify", "will sail"], ["add", EVIL], ["search", EVIL], ["notebook"],
    ):  # fmt: skip
        seen = printed("--library", hostile, *arguments)
        rest = OURS.sub(b"", seen)
        assert b"\x1b" not in rest, (arguments, seen)
        assert b"\x07" not in rest
        assert not re.search("[\x80-\x9f\u202e]", rest.decode("utf-8"))
        assert b"Traceback" not in rest
    assert b"\x1b[1m" in printed("--library", hostile, "search", "sail")


def test_no_color_is_heeded(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    seen = printed("--library", hostile, "show", "1")
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]", seen)


def test_progress_is_shown_and_leaves_nothing_behind(tmp_path: Path) -> None:
    seen = printed("--library", tmp_path / "library", "add", SEEDS)
    assert b"\xe2\x94\x81" in seen  # the bar
    text = OURS.sub(b"", seen).decode("utf-8")
    assert "14 added" in text
    assert text.count("added  ") >= 14


def test_the_size_of_the_terminal_is_kept_to(hostile: Path) -> None:
    seen = OURS.sub(b"", printed("--library", hostile, "show", "1")).decode("utf-8")
    assert max(len(line) for line in seen.split("\n")) <= 80
