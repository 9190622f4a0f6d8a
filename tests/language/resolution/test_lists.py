"""The lists: their sources, their size, their sense."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from reader.language import lists

FOLDER = Path(str(files("reader.language").joinpath("lists")))


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_each_list_says_its_source(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "Written for this project" in first


def test_all_lists_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 2_000_000


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import builtins, io, pathlib\n"
        "seen = []\n"
        "real = io.open\n"
        "def spy(file, *rest, **more):\n"
        "    seen.append(str(file))\n"
        "    return real(file, *rest, **more)\n"
        "io.open = builtins.open = spy\n"
        "from reader.language import lists\n"
        "assert not any(name.endswith(('.tsv', '.txt')) for name in seen), seen\n"
        "assert lists.places()['us'].name == 'United States'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=600)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("US", "United States"),
        ("U.S.", "United States"),
        ("Türkiye", "Turkey"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Kiev", "Kyiv"),
        ("D.C.", "Washington"),
        ("L.A.", "Los Angeles"),
        ("Georgia", "Georgia"),
    ],
)
def test_places(form: str, name: str) -> None:
    assert lists.places()[lists.fold(form)].name == name


def test_demonyms() -> None:
    assert lists.demonyms()["ukrainians"] == "Ukraine"
    assert lists.demonym_heads()["north koreans"] == "North Korean"


def test_no_first_name_is_of_two_minds() -> None:
    rows = {
        name: FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()[1:]
        for name in ("names-male.txt", "names-female.txt")
    }
    male, female = (set(map(lists.fold, found)) for found in rows.values())
    assert not male & female


def test_unknown_group_of_words() -> None:
    with pytest.raises(KeyError):
        lists.words("no such group")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("U.S.", "us"), ("Zelenskyy", "zelenskyy"), ("Łódź", "lodz"), ("O’Brien  ", "o'brien")],
)
def test_folding(text: str, folded: str) -> None:
    assert lists.fold(text) == folded
    assert lists.fold(folded) == folded
