"""The clipboard ladder, each rung for real: programs on the PATH, tmux, a pseudo-terminal."""

from __future__ import annotations

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.sharing import clipboard

WORDS = "“They entered a war,” he said — čeština, 日本語, 🙂\nand a second line"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that answers is waited for, however busy the machine is."""
    monkeypatch.setattr(clipboard, "TIMEOUT", 60.0)


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def decoded(sequence: str) -> str:
    found = re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_a_clipboard_program_gets_the_words_and_is_named(tmp_path: Path) -> None:
    program(tmp_path, "xclip", f"/bin/cat > {tmp_path}/got; echo $* > {tmp_path}/arguments")
    report = clipboard.copy(WORDS, environment={"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert (tmp_path / "got").read_text("utf-8") == WORDS
    assert "clipboard" in (tmp_path / "arguments").read_text()
    assert report.ways == ("xclip",)
    assert report.confirmed
    assert report.message == "copied by xclip"


def test_a_failing_program_is_not_believed_and_the_next_is_tried(tmp_path: Path) -> None:
    program(tmp_path, "xclip", "exit 1")
    program(tmp_path, "xsel", f"/bin/cat > {tmp_path}/got")
    report = clipboard.copy("words", environment={"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert report.ways == ("xsel",)
    assert (tmp_path / "got").read_text() == "words"


def test_a_program_that_hangs_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "xclip", "exec /bin/sleep 60")
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.1)
    sent: list[str] = []
    report = clipboard.copy("words", sent.append, {"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert not report.confirmed
    assert report.ways == ("OSC 52",)


def test_wayland_comes_before_x11(tmp_path: Path) -> None:
    program(tmp_path, "wl-copy", f"/bin/cat > {tmp_path}/wayland")
    program(tmp_path, "xclip", f"/bin/cat > {tmp_path}/x11")
    env = {"PATH": str(tmp_path), "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    assert clipboard.copy("words", environment=env).ways == ("wl-copy",)
    assert not (tmp_path / "x11").exists()


def test_over_ssh_no_program_of_the_far_machine_is_used(tmp_path: Path) -> None:
    program(tmp_path, "xclip", f"/bin/cat > {tmp_path}/got")
    sent: list[str] = []
    env = {"PATH": str(tmp_path), "DISPLAY": ":10.0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    report = clipboard.copy(WORDS, sent.append, env)
    assert not (tmp_path / "got").exists()
    assert report.ways == ("OSC 52",)
    assert not report.confirmed
    assert "copied" not in report.message
    assert decoded("".join(sent)) == WORDS


def test_windows_gets_the_encoding_that_its_program_reads(tmp_path: Path) -> None:
    program(tmp_path, "clip.exe", f"/bin/cat > {tmp_path}/got")
    env = {"PATH": str(tmp_path), "WSL_DISTRO_NAME": "Debian"}
    assert clipboard.copy(WORDS, environment=env).confirmed
    assert (tmp_path / "got").read_bytes().decode("utf-16") == WORDS


def test_nothing_there_is_said_and_nothing_is_claimed(tmp_path: Path) -> None:
    report = clipboard.copy("words", environment={"PATH": str(tmp_path)})
    assert report.ways == ()
    assert not report.confirmed
    assert report.message.startswith("not copied")


def test_a_text_too_long_for_the_terminal_is_not_sent_cut(tmp_path: Path) -> None:
    sent: list[str] = []
    report = clipboard.copy("x" * clipboard.OSC_52_LIMIT, sent.append, {"PATH": str(tmp_path)})
    assert sent == []
    assert "too long" in report.message


def test_a_terminal_that_is_gone_is_not_counted(tmp_path: Path) -> None:
    def gone(sequence: str) -> None:
        raise BrokenPipeError(len(sequence))

    report = clipboard.copy("words", gone, {"PATH": str(tmp_path)})
    assert report.ways == ()
    assert report.message.startswith("not copied")


def test_screen_gets_the_sequence_wrapped_in_small_pieces() -> None:
    sequence = clipboard.osc52("words " * 500, {"STY": "1.pts-0"})
    assert sequence is not None
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence, re.DOTALL)
    assert decoded("".join(pieces)) == "words " * 500
    assert max(map(len, pieces)) <= 240


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A tmux server of our own: its socket, and the environment inside it."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    name = f"reader-{uuid.uuid4().hex[:8]}"
    env = {**os.environ, "TMUX_TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    run = ["tmux", "-L", name, "-f", os.devnull]
    subprocess.run([*run, "new-session", "-d", "sleep 600"], check=True, env=env)
    shown = subprocess.run(
        [*run, "display-message", "-p", "#{socket_path},#{pid},0"],
        check=True, env=env, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    yield name, {**env, "TMUX": shown}
    subprocess.run([*run, "kill-server"], check=False, env=env)


def test_tmux_holds_the_words_in_its_buffer(tmux: tuple[str, dict[str, str]]) -> None:
    name, env = tmux
    report = clipboard.copy(WORDS, environment=env)
    shown = subprocess.run(
        ["tmux", "-L", name, "show-buffer"], check=True, env=env, capture_output=True
    ).stdout.decode()
    assert shown == WORDS
    assert report.confirmed
    assert report.ways == ("tmux",)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_sequence_arrives_at_a_pseudo_terminal_as_it_was_sent(tmp_path: Path) -> None:
    import pty
    import tty

    main, terminal = pty.openpty()
    tty.setraw(terminal)
    with os.fdopen(terminal, "w", encoding="utf-8", newline="") as out:

        def write(sequence: str) -> None:
            out.write(sequence)
            out.flush()

        report = clipboard.copy(WORDS, write, {"PATH": str(tmp_path)})
        got = b""
        while not got.endswith(b"\x07"):
            got += os.read(main, 65_536)
    os.close(main)
    assert decoded(got.decode("ascii")) == WORDS
    assert report.ways == ("OSC 52",)
