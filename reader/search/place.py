"""Where the index lies on the disk, and which state of it is the present one.

``index/current`` names the folder of the present index and the commit of each of its parts,
and up to which change of the library they go. It is replaced in one step, so a reader sees
one commit or the next, never half of one. A rebuild fills another folder meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from zlib import crc32

from reader.search.schema import READABLE, VERSION

CURRENT = "current"
DAMAGED = "damaged"


@dataclass(frozen=True)
class State:
    """One commit of the index."""

    folder: str = "1"
    version: int = VERSION
    seq: int = 0
    """The last change of the library that is in it."""
    building: int = 0
    """How many articles a rebuild still has to take up; 0 for a whole index."""
    commits: dict[str, int] = field(default_factory=dict)
    """Whoosh's generation of each part."""
    files: dict[str, list[int]] = field(default_factory=dict)
    """The size and check sum of each file; Whoosh's files have none."""


def seal_of(place: Place, state: State, name: str) -> list[int]:
    """The size and check sum of a file as it is now."""
    data = (place.folder(state) / name).read_bytes()
    return [len(data), crc32(data)]


class Place:
    """The folder of a library's index."""

    def __init__(self, library_folder: Path) -> None:
        self.root = library_folder / "index"
        self._current = str(self.root / CURRENT)

    def read(self) -> State | None:
        """The present state; None where there is no index, or none that can be read here."""
        try:
            found = json.loads((self.root / CURRENT).read_text(encoding="utf-8"))
            state = State(**found)
        except (OSError, ValueError, TypeError):
            return None
        if state.version not in READABLE or not state.folder.isdigit():
            return None
        return state

    def stamp(self) -> tuple[int, int, int] | None:
        """Changes with every commit; cheap."""
        try:
            found = os.stat(self._current)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def write(self, state: State) -> None:
        """Make this the present state; on the disk when it returns."""
        self.root.mkdir(parents=True, exist_ok=True)
        temporary = self.root / f"{CURRENT}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self.root / CURRENT)

    def folder(self, state: State) -> Path:
        """The folder of a state's files."""
        return self.root / state.folder

    def complete(self, state: State) -> bool:
        """Whether all files of a state are there in their full size."""
        folder = self.folder(state)
        try:
            return all(
                os.stat(folder / name).st_size == seal[0] for name, seal in state.files.items()
            )
        except OSError:
            return False

    def next_folder(self) -> str:
        """A folder name that is not in use."""
        self.root.mkdir(parents=True, exist_ok=True)
        used = [int(path.name) for path in self.root.iterdir() if path.name.isdigit()]
        return str(max(used, default=0) + 1)

    def sweep(self, keep: State) -> None:
        """Delete the folders of earlier indexes; those still open elsewhere go another time."""
        for path in self.root.iterdir():
            if path.is_dir() and path.name.isdigit() and path.name != keep.folder:
                shutil.rmtree(path, ignore_errors=True)

    def mark_damaged(self, reason: str) -> None:
        """Note that reading failed, so that the next writer builds the index anew."""
        with suppress(OSError):  # a read-only library can still be searched in part
            (self.root / DAMAGED).write_text(reason, encoding="utf-8")

    def damage(self) -> str | None:
        """Why the index cannot be read, if a reader has met damage."""
        try:
            return (self.root / DAMAGED).read_text(encoding="utf-8") or "damaged"
        except OSError:
            return None

    def clear_damage(self) -> None:
        """The damage has been repaired."""
        with suppress(FileNotFoundError):
            (self.root / DAMAGED).unlink()
