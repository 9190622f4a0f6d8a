"""In terminals of many kinds: wide and right-to-left scripts, GNU screen, storms of resizing."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.app.paint import room_for
from reader.library.store import Library
from reader.news import Article
from tests.app.making import paragraphs
from tests.app.terminals import PATIENCE, ROOT, SCRIPT, AppTerminal, Pane, captured, started
from tests.pty_harness import Terminal

SCRIPTS = {
    "罢工的渡轮周一恢复航行": "“我们不会离开港口，”港务局长说。渡轮公司表示谈判仍在继续。" * 6,
    "파업 중인 여객선이 다시 다닌다": "“우리는 항구를 떠나지 않는다”고 항만장이 말했다. " * 8,
    "العبارات تعود إلى الإبحار": "قال مدير الميناء: «لن نغادر الميناء الآن». " * 8,
    "המעבורות חוזרות להפליג ביום שני": "״לא נעזוב את הנמל לפני סוף החורף״, אמר מנהל הנמל. " * 8,
    "क्षेत्रीय सहयोग पर प्रधानमंत्री": "उन्होंने कहा, “हमने स्वच्छ ऊर्जा के लिए बहुत परिश्रम किया है।” " * 8,
    "E\u0301te\u0301 a\u0300 Orle\u0301ans 🚢 encore": "Cafe\u0301 noe\u0308l 🚢 fin. " * 20,
}

INDIAN = re.compile("[\u0900-\u0dff]")


def borders(text: str) -> list[tuple[int, ...]]:
    """The columns at which the borders of the panes stand, line by line."""
    found = []
    for line in text.split("\n"):
        places = [n for n, character in enumerate(line) if character == "│"]
        found.append(tuple(sum(map(room_for, line[:place])) for place in places))
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
    started([*tmux[:1], "-u", *tmux[1:]], words, (120, 36), LANG="C.UTF-8", LC_ALL="C.UTF-8")
    pane = Pane(tmux, 120, 36)
    for title in reversed(SCRIPTS):
        pane.rest()
        text = captured(tmux, "6 articles")
        lines = borders(text)[3:33]
        assert len({places[0] for places in lines}) == 1
        assert len({places[-1] for places in lines}) == 1
        assert all(len(places) >= 2 for places in lines)
        # Nothing is left of the article before.
        read = "".join(line.split("│")[1] for line in text.split("\n")[3:33])
        assert bool(INDIAN.search(read)) == bool(INDIAN.search(title))
        pane.press("j")


def test_in_gnu_screen(command: list[str], tmp_path: Path) -> None:
    if shutil.which("screen") is None:
        pytest.skip("there is no screen on this machine")
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    environment = {**ROOT, "SCREENDIR": str(sockets), "TERM": "xterm", "COLORTERM": ""}
    words = ["screen", "-U", "-c", os.devnull, "-S", "app", *command]
    try:
        with Terminal(words, environment=environment) as terminal:
            assert terminal.wait_for("1 of 7", PATIENCE) is not None
            # Each step waits for words that stand nowhere before: screen sends what has changed.
            for size, seen in (((24, 80), "Articles 4"), ((36, 120), "1 of 7")):
                terminal.forget()
                terminal.set_size(*size)
                assert terminal.wait_for(seen, PATIENCE) is not None
            for key, seen in (("s", "saved"), ("m", "1 quotation"), ("q", "1 of 7")):
                terminal.forget()
                terminal.send(key)
                assert terminal.wait_for(seen, PATIENCE) is not None, terminal.text[-2000:]
            terminal.send("q")
            assert any(terminal.read(1.0) == b"" for _ in range(180)), terminal.text[-500:]
    finally:  # it lives on without its terminal
        subprocess.run(
            ["screen", "-S", "app", "-X", "quit"],
            env={**os.environ, **environment},
            check=False,
            capture_output=True,
        )


def test_a_storm_of_sizes_is_survived(command: list[str]) -> None:
    chance = random.Random(4)
    with AppTerminal(command, environment=ROOT) as terminal:
        terminal.rest()
        for _ in range(60):
            terminal.set_size(chance.randint(1, 60), chance.randint(1, 220))
            terminal.read(0.01)
            key = chance.choice("jk]eE\r\x1b")
            # Esc right before another key would be another key.
            terminal.press(key, at_once=key != "\x1b")
        terminal.set_size(36, 120)
        terminal.rest((120, 36))
        terminal.forget()
        terminal.press("?")
        assert "│  Keys " in terminal.text
        terminal.press("\x1b", "\x1b", "\x1b")
        terminal.send("q")
        assert terminal.wait_for("LEFT 0", PATIENCE) is not None
