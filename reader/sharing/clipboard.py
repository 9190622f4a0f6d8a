"""Text to the clipboard by every way that may work here, and an honest word on how it went.

A program of this machine (pbcopy, wl-copy, xclip, xsel, clip.exe) is tried first, but not over
ssh, where it would fill a clipboard that nobody sees; then tmux; then the terminal itself by
the OSC 52 sequence. A program's success is seen from its exit code; nothing comes back from a
terminal, so OSC 52 alone is reported as sent, never as copied.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TIMEOUT = 1.0
"""Seconds that a clipboard program may take."""
OSC_52_LIMIT = 74_000
"""Bytes of base64 that terminals are known to take in one sequence."""
_SCREEN_CHUNK = 240


@dataclass(frozen=True, slots=True)
class Way:
    """A clipboard program: what it is called in messages, how it is run, what it reads."""

    name: str
    command: tuple[str, ...]
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class CopyReport:
    """How a copy went."""

    ways: tuple[str, ...]
    """What took the text, in the order tried."""
    confirmed: bool
    """True if one of them said that it did."""
    message: str
    """The same for the status line."""


def copy(
    text: str,
    write: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> CopyReport:
    """Put the text on the clipboard.

    ``write`` puts a control sequence on the terminal; without it OSC 52 is not tried.
    """
    env = os.environ if environment is None else environment
    seen: list[str] = []
    for way in programs(env):
        if _run(way, text, env):
            seen.append(way.name)
            break
    if env.get("TMUX") and _tmux(text, env):
        seen.append("tmux")
    sent: list[str] = []
    too_long = False
    if write is not None:
        sequence = osc52(text, env)
        too_long = sequence is None
        if sequence is not None:
            try:
                write(sequence)
                sent.append("OSC 52")
            except OSError:
                too_long = False
    return _report(seen, sent, too_long)


def _report(seen: list[str], sent: list[str], too_long: bool) -> CopyReport:
    ways = (*seen, *sent)
    if seen:
        message = f"copied by {' and '.join(ways)}"
    elif sent:
        message = "sent to the terminal by OSC 52; not every terminal takes it"
    elif too_long:
        message = "not copied: too long for the terminal, and no clipboard program answered"
    else:
        message = "not copied: no clipboard program answered (install wl-clipboard or xclip)"
    return CopyReport(ways, bool(seen), message)


def programs(env: Mapping[str, str]) -> list[Way]:
    """The programs that reach the clipboard of the person who sits here, best first."""
    if env.get("SSH_CONNECTION") or env.get("SSH_TTY"):
        return []
    if sys.platform == "darwin":
        return [Way("pbcopy", ("pbcopy",))]
    ways: list[Way] = []
    if env.get("WAYLAND_DISPLAY"):
        ways.append(Way("wl-copy", ("wl-copy", "--type", "text/plain;charset=utf-8")))
    if env.get("DISPLAY"):
        ways.append(Way("xclip", ("xclip", "-in", "-selection", "clipboard")))
        ways.append(Way("xsel", ("xsel", "--input", "--clipboard")))
    if sys.platform == "win32" or env.get("WSL_DISTRO_NAME"):
        ways.append(Way("clip.exe", ("clip.exe",), "utf-16"))
    return ways


def osc52(text: str, env: Mapping[str, str]) -> str | None:
    """The sequence that asks the terminal to take the text; None where it is too long."""
    data = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(data) > OSC_52_LIMIT:
        return None
    sequence = f"\x1b]52;c;{data}\x07"
    if env.get("STY") and not env.get("TMUX"):
        # GNU screen passes on what is wrapped, in pieces that fit its buffer.
        pieces = (
            sequence[start : start + _SCREEN_CHUNK]
            for start in range(0, len(sequence), _SCREEN_CHUNK)
        )
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return sequence


def _tmux(text: str, env: Mapping[str, str]) -> bool:
    """Into tmux's buffer, and with -w on to the terminal around it (tmux 3.2 and later)."""
    return any(
        _run(Way("tmux", ("tmux", "load-buffer", *option, "-")), text, env)
        for option in (("-w",), ())
    )


def _run(way: Way, text: str, env: Mapping[str, str]) -> bool:
    path = shutil.which(way.command[0], path=env.get("PATH"))
    if path is None:
        return False
    try:
        # No pipes back: xclip and wl-copy stay in the background and would hold them open.
        done = subprocess.run(
            [path, *way.command[1:]],
            input=text.encode(way.encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            env=dict(env),
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        # The next way is tried; the report tells which one took the text.
        return False
    return done.returncode == 0
