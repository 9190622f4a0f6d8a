"""A library made once by the command line itself from the sample articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        """Standard output as the one JSON object that it is."""
        (one,) = self.lines
        return one


Reader = Callable[..., Result]


@pytest.fixture
def reader(capsys: pytest.CaptureFixture[str]) -> Reader:
    """Run a command line in this process."""

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Result(code, printed.out, printed.err)

    return run


def run_process(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in a process of its own, its output in pipes."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the sample articles, annotated and indexed. Only to be read."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    done = run_process("--library", folder, "add", "--json", SEEDS)
    assert done.returncode == 0, done.stderr.decode()
    return folder
