"""In terminals of many kinds: wide and right-to-left scripts, GNU screen, storms of resizing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.library.store import Library
from reader.news import Article
from tests.app.making import paragraphs
from tests.app.terminals import ROOT, SCRIPT, at_rest, captured
from tests.pty_harness import Terminal

SCRIPTS = {
    "罢工的渡轮周一恢复航行": "“我们不会离开港口，”港务局长说。渡轮公司表示谈判仍在继续。" * 6,
    "파업 중인 여객선이 다시 다닌다": "“우리는 항구를 떠나지 않는다”고 항만장이 말했다. " * 8,
    "العبارات تعود إلى الإبحار": "قال مدير الميناء: «لن نغادر الميناء الآن». " * 8,
    "המעבורות חוזרות להפליג ביום שני": "״לא נעזוב את הנמל לפני סוף החורף״, אמר מנהל הנמל. " * 8,
    "E\u0301te\u0301 a\u0300 Orle\u0301ans 🚢 encore": "Cafe\u0301 noe\u0308l 🚢 fin. " * 20,
}


def borders(text: str) -> list[tuple[int, ...]]:
    """The columns at which the borders of the panes stand, line by line."""
    found = []
    for line in text.split("\n"):
        places = [n for n, character in enumerate(line) if character == "│"]
        found.append(tuple(cell_len(line[:place]) for place in places))
    return found


def test_panes_stay_aligned_in_every_script(tmp_path: Path, tmux: list[str]) -> None:
    library = Library.open(tmp_path / "library")
    for day, (title, text) in enumerate(SCRIPTS.items(), 1):
        article = Article(
            title, text, paragraphs(text), site=title[:8], published=f"2025-01-0{day}"
        )
        library.articles.add(article)
    library.close()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    words = [sys.executable, str(script), str(tmp_path / "library")]
    environment = [f"{name}={value}" for name, value in {**ROOT, "LANG": "C.UTF-8"}.items()]
    subprocess.run(
        [*tmux[:1], "-u", *tmux[1:], "new-session", "-d", "-x", "120", "-y", "36", "-s", "app",
         "env", "-u", "COLUMNS", "-u", "LINES", *environment, *words],
        check=True, env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    captured(tmux, "5 articles")
    for _ in SCRIPTS:
        at_rest(tmux)
        text = captured(tmux, "5 articles")
        lines = borders(text)[3:33]
        assert len({places[0] for places in lines}) == 1
        assert len({places[-1] for places in lines}) == 1
        assert all(len(places) >= 2 for places in lines)
        subprocess.run([*tmux, "send-keys", "-t", "app", "j"], check=True)


def test_in_gnu_screen(command: list[str], tmp_path: Path) -> None:
    if shutil.which("screen") is None:
        pytest.skip("there is no screen on this machine")
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    environment = {**ROOT, "SCREENDIR": str(sockets), "TERM": "xterm", "COLORTERM": ""}
    words = ["screen", "-U", "-c", os.devnull, "-S", "app", *command]
    try:
        with Terminal(words, environment=environment) as terminal:
            assert terminal.wait_for("1 of 7", 60) is not None
            terminal.settle(0.5)
            terminal.forget()
            terminal.send("m")
            assert terminal.wait_for("search the notebook", 20) is not None
            terminal.settle(0.5)
            terminal.send("q")
            terminal.settle(0.5)
            terminal.send("q")
            assert any(terminal.read(1.0) == b"" for _ in range(60)), terminal.text[-500:]
    finally:  # it lives on without its terminal
        subprocess.run(
            ["screen", "-S", "app", "-X", "quit"],
            env={**os.environ, **environment},
            check=False,
            capture_output=True,
        )


def test_a_storm_of_sizes_is_survived(command: list[str]) -> None:
    chance = random.Random(4)
    with Terminal(command, environment=ROOT) as terminal:
        assert terminal.wait_for("1 of 7", 60) is not None
        for _ in range(60):
            terminal.resize(chance.randint(1, 60), chance.randint(1, 220), 0.01)
            terminal.send(chance.choice("jk]eE\r\x1b"))
        terminal.resize(36, 120, 0.5)
        terminal.settle(0.5)
        terminal.forget()
        terminal.send("?")
        assert terminal.wait_for("│  Keys ", 30) is not None
        terminal.send("\x1b\x1b\x1bq")
        terminal.settle(0.5)
        terminal.send("q")
        assert terminal.wait_for("LEFT 0", 30) is not None
