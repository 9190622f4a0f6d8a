"""What the app's keys do to entities and kept searches, done from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.library.store import Library
from tests.cli.conftest import Reader


@pytest.fixture
def made(tmp_path: Path, samples: Path) -> Path:
    """A library of the samples that may be written to."""
    folder = tmp_path / "library"
    shutil.copytree(samples, folder)
    return folder


def test_two_entities_are_made_one_and_a_name_is_parted_again(reader: Reader, made: Path) -> None:
    people = reader("--library", made, "entities", "--kind", "person", "--json").lines
    one, other = people[0], next(row for row in people[1:] if row["name"] not in people[0]["name"])
    done = reader("--library", made, "entities", one["name"], "--merge", other["name"], "--json")
    assert (done.code, done.object["id"]) == (0, one["id"])
    assert other["name"] in done.object["aliases"]
    assert done.object["quotes"] == one["quotes"] + other["quotes"]
    library = Library.open(made)
    assert library.entities.get(other["id"]) is None
    (name, *_) = [each for each in library.entities.parts(one["id"]) if each == other["name"]]
    library.close()
    done = reader("--library", made, "entities", str(one["id"]), "--split", name, "--json")
    assert done.code == 0
    kept, parted = done.lines
    assert (kept["id"], parted["name"]) == (one["id"], other["name"])
    assert kept["quotes"] + parted["quotes"] == one["quotes"] + other["quotes"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--merge", "Nobody Atall"), 2, "Say which entity is meant"),
        (("Nobody Atall", "--merge", "Nobody Else"), 1, "no entity called Nobody Atall"),
        (("999999", "--split", "Nobody"), 1, "no entity called 999999"),
        (("Nobody", "--merge", "A", "--split", "B"), 2, "not allowed with"),
        (("Nobody", "--merge", " "), 2, "no words"),
    ],
)
def test_what_cannot_be_changed_is_said(
    reader: Reader, made: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = reader("--library", made, "entities", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_of_several_of_one_name_the_number_is_wanted(reader: Reader, made: Path) -> None:
    people = reader("--library", made, "entities", "--kind", "person", "--json").lines
    alone = people[0]["name"]
    done = reader("--library", made, "entities", alone, "--merge", alone)
    assert done.code == 1
    assert "merged with itself" in done.err


def test_a_search_is_kept_listed_searched_again_and_forgotten(reader: Reader, made: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = reader("--library", made, "search", *arguments)
        return done.code, done.out, done.err

    assert run("--save", "boats", "ferry OR ferries") == (
        0,
        "kept as boats: ferry OR ferries\n",
        "",
    )
    plain = reader("--library", made, "search", "--json", "ferry OR ferries").lines
    assert plain
    again = reader("--library", made, "search", "--saved", "boats", "--json").lines
    assert [line["id"] for line in again] == [line["id"] for line in plain]
    (listed,) = reader("--library", made, "search", "--saved", "--json").lines
    assert (listed["name"], listed["query"]) == ("boats", "ferry OR ferries")
    assert listed["unread"] == len(plain)
    narrowed = reader("--library", made, "search", "--json", "--saved", "boats", "mariners").lines
    both = reader("--library", made, "search", "--json", "(ferry OR ferries) mariners").lines
    assert [line["id"] for line in narrowed] == [line["id"] for line in both]
    code, out, _ = run("--saved")
    assert (code, out) == (0, f"boats  ferry OR ferries  ({len(plain)} unread articles)\n")
    assert run("--forget", "boats")[:2] == (0, "forgotten: boats (ferry OR ferries)\n")
    code, out, err = run("--saved")
    assert (code, out) == (0, "")
    assert "No search is kept" in err


def test_a_search_that_is_not_kept_says_so(reader: Reader, made: Path) -> None:
    for option in ("--saved", "--forget"):
        done = reader("--library", made, "search", option, "boats")
        assert (done.code, done.out) == (1, "")
        assert "No search is kept as boats" in done.err
    assert reader("--library", made, "search", "--save", "boats").code == 2
