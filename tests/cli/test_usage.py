"""Wrong usage, help, and the way every command behaves."""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli import main
from reader.commands.parser import build_parser, keep_negations
from tests.cli.conftest import ROOT, Reader, run_process

COMMANDS = (
    "add", "refresh", "feeds", "search", "quotes", "verify", "entities", "show", "remove",
    "mark", "save", "annotate", "notebook", "check", "reindex", "config", "serve",
)  # fmt: skip


def test_help_names_every_command(reader: Reader) -> None:
    shown = reader("--help")
    assert shown.code == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command}\s", shown.out, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_by_example(reader: Reader, command: str) -> None:
    shown = reader(command, "--help")
    assert shown.code == 0
    examples = re.findall(r"^  .*\breader " + command, shown.out, re.MULTILINE)
    assert examples, shown.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_are_right_usage(reader: Reader, command: str) -> None:
    import shlex

    shown = reader(command, "--help").out
    examples = shown.partition("examples:\n")[2].partition("\nqueries:")[0]
    for line in examples.splitlines():
        found = re.search(rf"\breader ({command}\b.*)", line)
        if found:
            words = re.split(r"   | [|<>] ", found[1])[0]
            build_parser().parse_args(keep_negations(shlex.split(words)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["search", "--bogus"],
        ["add"],
        ["show"],
        ["show", "x"],
        ["show", "0"],
        ["search", "--limit", "none", "x"],
        ["search", "--limit", "-3", "x"],
        ["quotes", "--format", "docx"],
        ["quotes", "--format", "csv", "--json"],
        ["entities", "--kind", "dragon"],
        ["annotate", "--json", "--jsonl"],
        ["annotate", "--jobs", "0"],
        ["add", "--published", "yesterday", "x.txt"],
        ["add", "--url", "javascript:alert(1)", "x.txt"],
        ["add", "--url", "no address", "x.txt"],
        ["add", "--language", "klingonese!", "x.txt"],
        ["add", "--title", "one", "x.txt", "y.txt"],
        ["quotes", "--speaker", " "],
        ["quotes", "--about", ""],
        ["quotes", "--speaker", "!?"],
        ["quotes", "--about", "…"],
        ["notebook", "--tag", ""],
        ["feeds", "--tag", "", "1"],
        ["feeds", "--remove"],
        ["feeds", "--interval", "0", "1"],
        ["feeds", "--untag", " ", "1"],
        ["feeds", "--title", "x"],
        ["serve", "--port", "0"],
        ["serve", "--port", "x"],
        ["check", "extra"],
        ["mark", "1"],
        ["mark", "--read"],
        ["mark", "1", "--read", "--unread"],
        ["mark", "x", "--read"],
        ["save"],
        ["notebook", "--remove", "1", "words"],
        ["notebook", "--remove", "x"],
        ["save", " "],
    ],
)
def test_wrong_usage_is_2_and_one_sentence(reader: Reader, arguments: list[str]) -> None:
    done = reader(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("reader: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x"],
        ["quotes"],
        ["entities"],
        ["show", "1"],
        ["notebook"],
        ["check"],
        ["reindex"],
        ["feeds"],
        ["verify", "some words"],
        ["refresh"],
        ["remove", "1"],
        ["mark", "1", "--read"],
        ["save", "words"],
    ],
)
def test_without_a_library_one_sentence_says_how_to_make_one(
    reader: Reader, arguments: list[str], tmp_path: Path
) -> None:
    done = reader("--library", tmp_path / "none", *arguments)
    assert done.code == 1
    assert done.out == ""
    assert "add" in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_library_that_is_a_file_is_said_so(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for command in (["search", "x"], ["add", str(file)], ["check"]):
        done = reader("--library", file, *command)
        assert done.code == 1
        assert done.err.startswith(f"reader: {file} is a file; a library is a folder.")
        assert done.err.count("\n") == 1
    assert file.read_text() == "x"


def test_a_library_without_a_name_is_not_the_one_in_use(reader: Reader) -> None:
    done = reader("--library", "", "search", "x")
    assert done.code == 1
    assert "name of a folder" in done.err


def test_settings_that_cannot_be_understood_are_told_of_by_every_command(
    reader: Reader, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[fetch]\nallow_privat = true\n")
    monkeypatch.setenv("READER_CONFIG", str(file))
    found = reader("--library", samples, "search", "--json", "ferry")
    assert found.code == 0
    assert found.lines
    assert f"{file}, line 2: there is no setting fetch.allow_privat" in found.err
    refused = reader("--library", tmp_path / "other", "add", "--json", "http://127.0.0.1:9/x")
    assert refused.code == 1
    assert "did you mean 'allow_private'?" in refused.object["reason"]


def test_the_app_needs_a_terminal() -> None:
    done = run_process()
    assert done.returncode == 1
    assert b"needs a terminal" in done.stderr


def test_a_launch_that_fails_leaves_nothing_switched_off(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "served")  # as in `reader serve`, without a terminal
    monkeypatch.setenv("TEXTUAL_FPS", "60")
    monkeypatch.setattr("sys.setswitchinterval", lambda _: None)
    (tmp_path / "library").write_text("no folder")
    failed = reader("--library", tmp_path / "library")
    assert failed.code == 1
    assert "is a file" in failed.err
    assert gc.isenabled()


def test_the_library_option_may_stand_before_or_after(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert str(here) in reader("--library", here, "config").out
    assert str(here) in reader("config", "--library", here).out
    monkeypatch.setenv("READER_LIBRARY", str(there))
    assert str(there) in reader("config").out
    assert str(here) in reader("config", "--library", here).out


def test_a_word_with_a_minus_is_part_of_the_query() -> None:
    words = ["search", "ferry", "-harbour", "-x", "--json"]
    args = build_parser().parse_args(keep_negations(words))
    assert [word.strip() for word in args.query] == ["ferry", "-harbour", "-x"]
    assert args.json
    assert keep_negations(["search", "-h"]) == ["search", "-h"]


def test_hostile_words_in_arguments_do_not_reach_the_terminal(reader: Reader) -> None:
    for arguments in (["\x1b]52;c;aGk=\x07"], ["search", "--x\x1b[2J\x9b31m"], ["show", "\x1b[5m"]):
        done = reader(*arguments)
        assert done.code == 2
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.err)


def test_what_looks_like_a_bug_is_one_sentence_and_a_file(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tempfile

    from reader.commands import settings

    secret = "words of an article"

    def broken(args: object) -> int:
        raise ValueError(secret)

    monkeypatch.setattr(settings, "run", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = reader("config")
    assert done.code == 1
    assert "this is a bug in reader (ValueError)" in done.err
    (report,) = tmp_path.glob("reader-bug-*.txt")
    assert "broken" in report.read_text()
    assert secret not in report.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("option", ["", "--json", "--format csv"])
def test_a_reader_that_leaves_early_is_no_error(samples: Path, option: str) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m reader --library '{samples}' quotes --limit 500 {option}"
        " | head -n 1; echo ${PIPESTATUS[0]}",
        shell=True, executable="/bin/bash", capture_output=True, cwd=ROOT, timeout=600, check=False,
    )  # fmt: skip
    assert done.stderr == b""
    assert done.stdout.endswith(b"\n0\n")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_with_one_line() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "annotate", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        start_new_session=True,
        # where the tests run in the background the signal may be ignored, and that is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"id": 1, "text": "Nothing was said."}\n')
    process.stdin.flush()
    assert process.stdout.readline().startswith(b'{"id": 1')
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
    assert process.wait(timeout=600) == 130  # though its input is still open
    _, errors = process.communicate()
    assert errors == b"reader: stopped.\n"


def test_output_in_a_pipe_has_no_colour_and_no_progress(samples: Path) -> None:
    for arguments in (["search", "ferry"], ["quotes"], ["entities"], ["show", "1"], ["check"]):
        done = run_process("--library", samples, *arguments, FORCE_COLOR="", COLUMNS="40")
        assert done.returncode == 0, done.stderr
        assert b"\x1b" not in done.stdout + done.stderr
        assert b"\r" not in done.stdout + done.stderr


def test_version(reader: Reader) -> None:
    assert re.fullmatch(r"reader \d+\.\d+\.\d+\n", reader("--version").out)
    assert main(["--version"]) == 0


@pytest.mark.parametrize(
    "command", [["show", "9" * 22], ["remove", "9" * 19], ["entities", "--limit", "9" * 20]]
)
def test_a_number_beyond_all_numbers_is_wrong_usage(command: list[str], reader: Reader) -> None:
    assert reader(*command).code == 2


@pytest.mark.parametrize("command", [["remove"], ["verify", ""], ["verify", "  "]])
def test_a_command_without_what_it_works_on_is_wrong_usage(
    command: list[str], reader: Reader, tmp_path: Path
) -> None:
    done = reader("--library", tmp_path / "library", *command)
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
