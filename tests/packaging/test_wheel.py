"""The wheel: built, installed into an empty environment, and run from somewhere else."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; its dependencies are those of this run."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=paths))
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    install += ["--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    # Appended, so that nothing of this run's own checkout comes before what was installed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    assert python.exists()
    return python


def run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(python), *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def test_the_wheel_carries_what_stands_at_the_top(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = next(name for name in names if name.endswith("METADATA"))
        described = archive.read(metadata).decode()
    assert "reader/resources/styles.tcss" in names
    seeds = {f"reader/resources/seeds/{path.name}" for path in (ROOT / "seeds").iterdir()}
    assert seeds <= names
    model = {f"reader/language/model/{name}" for name in ("joint.onnx", "vocabulary.txt")}
    assert model <= names
    assert not any(name.startswith(("tests/", "seeds/")) for name in names)
    assert "Requires-Dist: textual==8.2.8" in described
    assert "Requires-Dist: whoosh==2.7.4" in described


def test_it_runs_from_elsewhere_and_finds_its_resources(installed: Path, tmp_path: Path) -> None:
    program = (
        "import reader, reader.config as c; print(reader.__file__);"
        "print(c.resource('styles.tcss')); print(len(list(c.resource('seeds').iterdir())))"
    )
    done = run(installed, "-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    package, styles, seeds = done.stdout.splitlines()
    assert str(ROOT) not in package
    assert Path(styles) == Path(package).parent / "resources" / "styles.tcss"
    assert int(seeds) == len(list((ROOT / "seeds").iterdir()))


def test_the_commands_work_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    library = str(tmp_path / "library")
    shown = run(installed, "-m", "reader", "--version", cwd=tmp_path)
    assert shown.stdout.startswith("reader ")
    story = tmp_path / "story.txt"
    story.write_text(
        "The harbour board met on Monday.\n\n"
        '"The ferries will sail," said Maren Holt, who chairs the board. She spoke to reporters '
        "after the meeting and took three questions.\n\n"
        "The union had asked for a delay of two weeks, which the board refused after a vote.\n"
    )
    added = run(
        installed, "-m", "reader", "--library", library, "add", "--json", str(story), cwd=tmp_path
    )
    assert added.returncode == 0, added.stderr
    assert '"status": "added"' in added.stdout
    found = run(
        installed, "-m", "reader", "--library", library, "search", "--json", "ferries", cwd=tmp_path
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.count("\n") == 1
