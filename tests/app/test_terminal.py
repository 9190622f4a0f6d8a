"""Across the boundary to the terminal: launch, clipboard, resizing, leaving, faults."""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.ansi import picture
from tests.app.terminals import PATIENCE, ROOT, SCRIPT, AppTerminal, Pane, captured, started
from tests.pty_harness import Terminal

QUOTE = "North Korean soldiers who were deployed to Kursk are already legitimate targets,"


def test_the_command_opens_the_app_and_q_leaves_it(folder: Path) -> None:
    command = [sys.executable, "-m", "reader", "--library", str(folder)]
    with Terminal(command, environment=ROOT) as terminal:
        assert terminal.wait_for("Ferry talks break off", PATIENCE) is not None
        terminal.settle(0.5)
        terminal.forget()
        terminal.send("q")
        while terminal.read(PATIENCE):
            pass
        assert b"\x1b[?1049l" in terminal.seen
        assert b"\x1b[?1000l" in terminal.seen
        _, status = os.waitpid(terminal.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0


def test_a_copied_quote_reaches_the_terminal_by_osc_52(command: list[str]) -> None:
    with AppTerminal(command, environment=ROOT) as terminal:
        terminal.rest()
        assert "1 of 7" in terminal.text
        terminal.forget()
        terminal.press("]")
        assert "2 of 7" in terminal.text
        terminal.press("y")
        assert terminal.wait_for("OSC 52", PATIENCE) is not None
        sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.seen)
        assert [base64.b64decode(each).decode() for each in sent] == [QUOTE]


def test_in_tmux_the_quote_is_in_its_buffer_and_resizing_is_survived(
    command: list[str], tmux: list[str]
) -> None:
    started(tmux, command, (200, 50))
    assert "PEOPLE" in captured(tmux, "1 of 7")
    subprocess.run([*tmux, "send-keys", "-t", "app", "]"], check=True)
    captured(tmux, "2 of 7")
    subprocess.run([*tmux, "send-keys", "-t", "app", "y"], check=True)
    captured(tmux, "copied by tmux")
    shown = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True)
    assert shown.stdout == QUOTE
    subprocess.run([*tmux, "send-keys", "-t", "app", "Enter"], check=True)
    for columns, rows, words in ((80, 24, "2/7"), (120, 36, "PEOPLE"), (40, 12, "talks")):
        subprocess.run(
            [*tmux, "resize-window", "-t", "app", "-x", str(columns), "-y", str(rows)], check=True
        )
        if words != "talks":
            lines = captured(tmux, words).rstrip("\n").split("\n")
            assert max(len(line) for line in lines) <= columns
    subprocess.run([*tmux, "resize-window", "-t", "app", "-x", "120", "-y", "36"], check=True)
    captured(tmux, "PEOPLE")


def test_what_is_painted_in_parts_is_the_whole_screen(command: list[str], tmux: list[str]) -> None:
    started(tmux, command, (130, 36))
    captured(tmux, "1 of 7")
    pane = Pane(tmux, 130, 36)
    for keys in ("j j k ] ]", "Enter PageDown ] Space", "Escape j / f e r r y Enter n", "] e j"):
        in_parts = pane.press(*keys.split())
        # A terminal that is made wider and narrow again gets everything anew.
        pane.resize(131, 36)
        assert picture(in_parts) == picture(pane.resize(130, 36)), keys


def test_suspended_and_resumed_it_paints_everything_again(
    command: list[str], tmux: list[str]
) -> None:
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("there is no shell with job control on this machine")
    started(tmux, [shell, "--norc", "-i"], (120, 36), PS1="ready>")
    captured(tmux, "ready>")
    keys = [*tmux, "send-keys", "-t", "app"]
    subprocess.run([*keys, shlex.join(command), "Enter"], check=True)
    captured(tmux, "1 of 7")
    subprocess.run([*keys, "C-z"], check=True)
    assert "PEOPLE" not in captured(tmux, "Stopped")
    subprocess.run([*keys, "fg", "Enter"], check=True)
    text = captured(tmux, "1 of 7")
    for words in ("Articles 4", "PEOPLE", "Ferry talks break off", "? help"):
        assert words in text
    subprocess.run([*keys, "]"], check=True)
    captured(tmux, "2 of 7")
    subprocess.run([*keys, "q"], check=True)
    assert "PEOPLE" not in captured(tmux, "ready>")


@pytest.mark.parametrize("term", ["xterm", "screen", "xterm-256color", "linux"])
def test_it_is_the_same_app_in_any_terminal(command: list[str], term: str) -> None:
    environment = {**ROOT, "TERM": term, "COLORTERM": ""}
    with AppTerminal(command, environment=environment) as terminal:
        terminal.rest()
        assert "1 of 7" in terminal.text
        terminal.press("]")
        assert "2 of 7" in terminal.text
        true_colour = re.findall(rb"\x1b\[[0-9;]*[34]8;2;", terminal.seen)
        assert not true_colour, "a terminal that has not said so gets no true colour"


IMPORTS = """
import json, sys
from pathlib import Path
from reader.app.app import ReaderApp
from reader.app import launch
from reader.config import Settings
class Watched(ReaderApp):
    def _painted(self):
        Path(sys.argv[2]).write_text(json.dumps(sorted(sys.modules)))
        self.exit()
import reader.app.app
reader.app.app.ReaderApp = Watched
launch.run(Path(sys.argv[1]), Settings())
"""
HEAVY = {
    "trafilatura", "lxml", "whoosh", "feedparser", "httpx", "numpy", "onnxruntime", "markdown_it",
    "pygments",
}  # fmt: skip


def test_nothing_heavy_is_imported_before_the_first_paint(folder: Path, tmp_path: Path) -> None:
    script, seen = tmp_path / "script.py", tmp_path / "modules.json"
    script.write_text(IMPORTS)
    command = [sys.executable, str(script), str(folder), str(seen)]
    with Terminal(command, environment=ROOT) as terminal:
        while terminal.read(PATIENCE):
            pass
    modules = {name.partition(".")[0] for name in json.loads(seen.read_text())}
    assert not modules & HEAVY


FAULT = SCRIPT.replace(
    "app.run()",
    """
def broken():
    secret = "the text of an article"
    raise RuntimeError(secret)
app.reading.handlers["quote.next"] = broken
app.run()
""",
)


def test_a_fault_restores_the_terminal_and_writes_a_report_without_text(
    folder: Path, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(FAULT)
    command = [sys.executable, str(script), str(folder)]
    with AppTerminal(command, environment=ROOT) as terminal:
        terminal.rest()
        terminal.forget()
        terminal.send("]")
        assert terminal.wait_for("LEFT 1", PATIENCE) is not None
        assert b"\x1b[?1049l" in terminal.seen
        assert "Nothing saved is lost" in " ".join(terminal.text.split())
        assert "the text of an article" not in terminal.text
    (report,) = folder.glob("crash-*.txt")
    text = report.read_text()
    assert "RuntimeError" in text
    assert "in broken" in text
    assert "the text of an article" not in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}])
def test_quotes_are_told_apart_without_colours(
    command: list[str], environment: dict[str, str]
) -> None:
    with AppTerminal(command, environment={**ROOT, **environment}) as terminal:
        terminal.rest()
        assert "┃" in terminal.text
        assert "┊" in terminal.text
        if "NO_COLOR" in environment:
            assert "█ " in terminal.text
            sent = re.findall(rb"\x1b\[([0-9;]+)m", terminal.seen)
            codes = {int(code) for each in sent for code in each.split(b";") if code}
            assert not codes & {*range(30, 39), *range(40, 49), *range(90, 108)}, "no colours"
            assert re.search(rb"\x1b\[[0-9;]*4m", terminal.seen) or b"\x1b[4" in terminal.seen
