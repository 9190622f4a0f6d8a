"""Text that wants to be more than text: through every screen, onto a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from reader.library.store import Library
from reader.news import Article, Quotation, Source
from tests.app.making import Named, Said, paragraphs, put
from tests.app.terminals import PATIENCE, ROOT, SCRIPT, AppTerminal

EVIL = {
    "clipboard": "\x1b]52;c;RVZJTA==\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "title": "\x1b]0;owned\x07",
    "control": "\x9b31m\x90q\x9c",
    "colour": "\x1b[35;45mloud",
    "question": "\x1b[6n\x1b[c",
    "direction": "\u202eesrever\u202c\u2066x\u2069",
    "click": "[@click=app.quit]press[/]",
    "markup": "Trial [/] ends [bold",
    "bell": "\x07\x08\x00\x7f",
}
HARM = (
    b"\x1b]52;c;RVZJTA", b"\x1b]8;;http://evil", b"\x1b]0;owned", b"\xc2\x9b", b"\xc2\x90",
    b"\x1b[35;45m", b"\x1b[6n", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\x00", b"\x08\x00",
)  # fmt: skip

WALK = (
    "j", "k", "\r", "]", "]", "[", "e", "\x1b[B", " ", "E", "j", "\r", "p", "\t", "\t", "\x1b",
    "m", "\t", "j", "\r", "?", "\x1b", ":", "\x1b", "F", "\x1b", "H", "\x1b", "f", "\x1b",
    "v", "w", ")", "\x1b", "w", "\x1b", "Z", "\x1b", "S", "\x1b", "t", "\x1b", "Q", "j", "\r", "Q",
    "/", *"evil", "\r", "n", "N", "\x1b", "z", "z", "i", "M", "\x1b", "W", "j", "j", "\x1b",
    "x", "\x1b", "X", "\x1b",
)  # fmt: skip


def hostile(folder: Path) -> None:
    """A library with every attack in every place, put there past the gate."""
    library = Library.open(folder)
    everything = " ".join(EVIL.values())
    for number, (name, attack) in enumerate(EVIL.items()):
        words = f"evil words {attack} inside"
        person = f"Ann {attack} Other"
        text = f"First {attack} line.\n“{words}” said {person} at length.\nLast line {everything}."
        article = Article(
            f"{name} {attack} title", text, paragraphs(text), f"By {attack}", f"Site {attack}",
            f"2025-01-{number + 1:02}", f"https://evil.example/{number}", "en",
        )  # fmt: skip
        said = [Said(words, "said", person, person)]
        added = put(library, article, said, [Named(person, "person", (), f"role {attack}")])
        library.reading.change([added], add_tags=[f"tag{attack}"])
        library.notebook.save(
            Quotation(words, Source(added, article.title, article.site), ((0, 5),), person,
                      f"role {attack}", note=f"note {attack}", tags=(f"t{attack}",))
        )  # fmt: skip
        library.searches.save(f"kept {attack}", f"evil {attack}")
    library.close()


def test_nothing_from_outside_reaches_the_terminal_as_more_than_text(tmp_path: Path) -> None:
    hostile(tmp_path / "library")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(tmp_path / "library")]
    with AppTerminal(command, environment=ROOT) as terminal:
        terminal.rest()
        assert "evil words" in terminal.text
        terminal.seen = b""
        terminal.press(*WALK)
        for harm in HARM:
            assert harm not in terminal.seen
        assert "[@click=app.quit]press[/]" in terminal.text
        assert "Trial [/] ends [bold" in terminal.text
        terminal.press("\x1b")
        terminal.send("\x11")
        assert terminal.wait_for("LEFT 0", PATIENCE) is not None
