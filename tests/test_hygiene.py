"""What must stay true of the tree as a whole, and of what a start imports."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

HEAVY = frozenset(
    ("trafilatura", "lxml", "whoosh", "feedparser", "httpx", "onnxruntime", "numpy", "warcio")
)
"""What a start must not wait for."""


def imported(program: str) -> set[str]:
    """The top-level modules that a program has imported at its end."""
    done = subprocess.run(
        [sys.executable, "-c", program + "\nimport sys\nprint('\\n' + ' '.join(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["--version"], ["bogus"]])
def test_help_imports_no_screen_and_nothing_heavy(arguments: list[str]) -> None:
    modules = imported(f"from reader.cli import main\nmain({arguments!r})")
    assert "reader" in modules
    assert not modules & (HEAVY | {"textual", "rich", "sqlite3"})


@pytest.mark.parametrize("module", ["reader", "reader.news", "reader.cli", "reader.config"])
def test_the_light_modules_are_light(module: str) -> None:
    assert not imported(f"import {module}") & (HEAVY | {"textual", "rich", "sqlite3"})


@pytest.mark.parametrize(
    "module",
    [
        "reader.cleaning.gate",
        "reader.library.store",
        "reader.search.query",
        "reader.search.matching",
        "reader.sharing.citations",
        "reader.sharing.clipboard",
        "reader.sharing.exports",
        "reader.workers",
        "reader.ingest",
        "reader.app",
    ],
)
def test_what_the_app_starts_with_is_not_heavy(module: str) -> None:
    assert not imported(f"import {module}") & HEAVY


def tracked() -> list[Path]:
    """The files of the project: those in version control, or all where there is none."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name]
    skipped = (".venv", ".git", "__pycache__", "cache", ".hypothesis", ".egg-info")
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not any(each in str(path.relative_to(ROOT)) for each in skipped)
    ]


def test_the_top_level_is_small() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    visible = {name for name in names if not name.startswith(".")}
    assert visible == {
        "LICENSE", "README.md", "pyproject.toml", "reader", "seeds", "styles.tcss", "tests",
    }  # fmt: skip


def test_no_file_is_long_without_need() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked()
        if path.suffix == ".py" and (lines := path.read_text("utf-8").count("\n")) > 600
    }
    assert long == {}


def test_no_path_of_a_machine_stands_in_a_file() -> None:
    machine = re.compile(rb"/(?:root|home/\w+|Users/\w+|work)/(?:main|shared|venv|brief|\.venv)\b")
    assert [str(path) for path in tracked() if machine.search(path.read_bytes())] == []


def test_the_readme_says_how_to_open_and_to_test() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    first_screen = readme[: readme.index("## ")]
    assert re.search(r"^python3 -m venv .*/reader$", first_screen, re.MULTILINE)
    assert re.search(r"^python3 -m venv .* -m pytest$", first_screen, re.MULTILINE)
    for name in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / name).exists(), name


def test_the_readme_names_every_command_and_format() -> None:
    from reader.sharing.exports import FORMATS

    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("add", "refresh", "search", "quotes", "verify", "entities", "show",
                    "annotate", "notebook", "check", "reindex", "config"):  # fmt: skip
        assert f"reader {command}" in readme, command
    assert ", ".join(FORMATS) in readme


def test_the_commands_of_the_readme_are_right_usage() -> None:
    import shlex

    from reader.commands.parser import build_parser, keep_negations

    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("## Command line")[2].partition("## ")[0]
    lines = re.findall(r"^reader ([^#\n]+)", shown, re.MULTILINE)
    assert len(lines) >= 8
    for line in lines:
        words = re.split(r" [<>|] ", line)[0]
        build_parser().parse_args(keep_negations(shlex.split(words)))


def test_what_is_pinned_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = project["dependencies"]
    assert any(re.fullmatch(r"textual==[\d.]+", each) for each in needed)
    assert "whoosh==2.7.4" in needed


def test_the_keys_of_the_readme_are_the_keys_of_the_app() -> None:
    from reader.app.actions import ACTIONS

    names = {
        "/": "slash", "?": "question_mark", ":": "colon", "]": "right_square_bracket",
        "[": "left_square_bracket", "*": "asterisk",
    }  # fmt: skip
    known = {key for action in ACTIONS for key in action.keys.split(",")}
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## Keys")[2].partition("## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    shown = set(re.findall(r"`([^`]+)`", "\n".join(rows)))
    assert len(shown) >= 30
    for key in shown:
        name = names.get(key, key if len(key) == 1 else key.lower())
        assert name in known, key
