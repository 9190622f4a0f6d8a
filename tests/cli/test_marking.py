"""``reader mark`` and ``reader save``: the app's keys, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.store import Library
from tests.cli.conftest import SEEDS, Reader


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A library of the samples that may be written to; a test leaves it as it was."""
    import shutil

    folder = tmp_path_factory.mktemp("marking") / "library"
    shutil.copytree(samples, folder)
    return folder


def numbers(reader: Reader, library: Path, query: str) -> list[int]:
    lines = reader("--library", library, "search", "--json", "--limit", "99", query).lines
    return sorted(line["id"] for line in lines)


def test_articles_are_marked_by_number(reader: Reader, made: Path) -> None:
    done = reader("--library", made, "mark", "1", "2", "99", "--read", "--star", "--json")
    assert done.code == 1
    assert done.object == {"changed": 2, "unknown": [99]}
    assert "no article 99" in done.err
    assert numbers(reader, made, "is:read") == numbers(reader, made, "is:starred") == [1, 2]
    done = reader("--library", made, "mark", "1", "2", "--unread", "--unstar")
    assert (done.code, done.out) == (0, "changed 2 articles\n")
    assert numbers(reader, made, "is:read") == numbers(reader, made, "is:starred") == []


def test_articles_are_marked_by_query(reader: Reader, made: Path) -> None:
    found = numbers(reader, made, "ferry")
    done = reader("--library", made, "mark", "--query", "ferry", "--tag", "the ferries", "--later")
    assert done.out == f"changed {len(found)} articles\n"
    assert numbers(reader, made, 'tag:"the ferries"') == found
    undone = reader(
        "--library", made, "mark", "--query", "ferry", "--untag", "the ferries", "--not-later"
    )
    assert undone.code == 0
    assert numbers(reader, made, 'tag:"the ferries"') == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("after:2025-13-45", "“2025-13-45” is no date"),
        ("ferry before:20x", "“20x” is no date"),
        ("ferry said:", "Nothing follows “said:”"),
        ("said:", "Nothing follows “said:”"),
        ("(", "nothing in this that could be looked for"),
        ("sort:oldest", "no condition"),
    ],
)
def test_a_query_that_was_not_understood_marks_nothing(
    reader: Reader, made: Path, query: str, said: str
) -> None:
    done = reader("--library", made, "mark", "--query", query, "--tag", "x")
    assert (done.code, done.out) == (2, "")
    assert "Nothing was marked" in done.err
    assert said in done.err
    assert numbers(reader, made, "tag:x") == []


def test_a_query_may_begin_with_a_negation(reader: Reader, made: Path) -> None:
    others = numbers(reader, made, "-ferry")
    assert others
    done = reader("--library", made, "mark", "--query", "-ferry", "--tag", "else")
    assert done.code == 0
    assert numbers(reader, made, "tag:else") == others
    assert reader("--library", made, "mark", "--query", "-ferry", "--untag", "else").code == 0


def test_words_are_saved_as_they_stand_with_speaker_and_source(reader: Reader, made: Path) -> None:
    words = "THEY ENTERED a war"
    saved = reader(
        "--library", made, "save", "--json", words, "--note", "for Monday", "--tag", "kursk"
    ).object
    text = (SEEDS / "kursk-legitimate-targets.txt").read_text("utf-8")
    assert saved["text"] == "They entered a war"
    assert saved["text"] in text
    assert (saved["name"], saved["kind"]) == ("Matthew Miller", "direct")
    assert (saved["note"], saved["tags"]) == ("for Monday", ["kursk"])
    (line,) = reader("--library", made, "notebook", "--json", "--tag", "kursk").lines
    assert line == saved
    assert f"[{saved['id']}]" in reader("--library", made, "notebook").out
    unknown = reader("--library", made, "notebook", "--remove", str(saved["id"]), "--remove", "99")
    assert unknown.code == 1
    assert "no saved quotation 99" in unknown.err
    gone = reader("--library", made, "notebook", "--json", "--remove", str(saved["id"]))
    assert gone.object == saved
    assert reader("--library", made, "notebook", "--json", "--tag", "kursk").lines == []


def test_what_is_typed_is_kept_without_what_a_terminal_acts_upon(
    reader: Reader, made: Path
) -> None:
    evil = "a\x1b]52;c;aGk=\x07\x9b31m\u202eb"
    saved = reader(
        "--library", made, "save", "--json", "first North Korean casualties", "--note", evil,
        "--tag", evil,
    ).object  # fmt: skip
    assert reader("--library", made, "mark", "3", "--tag", evil, "--json").code == 0
    (tag,) = (name for name, _ in Library.open(made).reading.tags())
    for text in (saved["note"], *saved["tags"], tag):
        assert not any(each in text for each in "\x1b\x07\x9b\u202e")
    assert saved["note"].startswith("a")
    assert saved["note"].endswith("b")
    assert reader("--library", made, "mark", "3", "--untag", evil).out == "changed 1 article\n"


def test_reported_speech_is_saved_as_such(reader: Reader, made: Path) -> None:
    saved = reader("--library", made, "save", "--json", "burning soldiers' bodies").object
    assert saved["kind"] in ("indirect", "mixed")
    assert saved["name"] == "Volodymyr Zelensky"


def test_words_that_stand_in_several_articles_or_none(reader: Reader, made: Path) -> None:
    done = reader("--library", made, "save", "minimum service")
    assert done.code == 1
    assert "--article" in done.err
    one = numbers(reader, made, '"minimum service"')[0]
    done = reader("--library", made, "save", "minimum service", "--article", str(one))
    assert done.code == 0
    assert f"[{one}]" in done.out
    done = reader("--library", made, "save", "nobody ever wrote these words here")
    assert done.code == 1
    assert "nowhere exactly so" in done.err
