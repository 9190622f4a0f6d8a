"""Where files live, and the person's settings.

The settings are one TOML file that need not exist: every setting has a default, and
``template()`` writes them all out with a comment each (``reader config --init``). A setting
that is misspelt or of the wrong type is reported with its file and line, never ignored; the
app opens all the same, with the default in its place.
"""

from __future__ import annotations

import os
import re
import types
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from reader.news import ReaderError

APP_NAME = "reader"
NOT_FETCHING = "Until it is mended nothing is fetched by itself."
"""Said where some of the settings cannot be understood: it may be the one that forbids it."""


def _setting(default: Any, doc: str) -> Any:
    """One setting: its default and the comment that stands above it in the file."""
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read."""

    mark_read_on_open: bool = _setting(True, "An article counts as read once it is opened.")
    keep_read_visible: bool = _setting(
        True, "What was read stays in an unread list until the program is left."
    )
    indirect_quotes: bool = _setting(True, "Mark indirect quotes too, more quietly.")
    measure: int = _setting(74, "Longest line of an article, in columns (40 to 120).")
    samples: bool = _setting(True, "Open an empty library on the sample articles.")
    citation: str = _setting(
        "source", "How Y copies a quote: source, markdown, apa, mla, chicago, wikipedia, …"
    )


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the screen looks."""

    theme: str = _setting("", 'Name of a theme ("" takes the program\'s own; key T lists all).')
    mouse: bool = _setting(True, "Take clicks, the wheel and selections by mouse.")


@dataclass(frozen=True, slots=True)
class Fetch:
    """How news is fetched."""

    interval: int = _setting(60, "Minutes between two looks at a feed, unless the feed asks more.")
    while_open: bool = _setting(True, "Refresh feeds by itself while the app is open.")
    connections: int = _setting(16, "Requests at once, over all hosts.")
    per_host: int = _setting(2, "Requests at once to one host.")
    timeout: float = _setting(30.0, "Seconds for one whole request.")
    full_articles: bool = _setting(True, "Fetch the page where a feed carries only a teaser.")
    robots: bool = _setting(True, "Heed robots.txt for pages (feeds ask to be fetched).")
    allow_private: bool = _setting(
        False, "Fetch from addresses of this machine and the local network too."
    )


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept for how long. What is starred, kept for later or quoted from stays."""

    days: int = _setting(0, "Remove read articles this many days after they came; 0 keeps all.")
    articles: int = _setting(0, "Keep at most so many articles, the newest; 0 keeps all.")
    versions: int = _setting(20, "Older versions kept of an article that changes.")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, as read from the file or by default."""

    reading: Reading = field(default_factory=Reading)
    appearance: Appearance = field(default_factory=Appearance)
    fetch: Fetch = field(default_factory=Fetch)
    retention: Retention = field(default_factory=Retention)
    keys: dict[str, str] = field(default_factory=dict)
    """Action name to key, e.g. ``{"quote.copy": "y"}``; the app checks the names."""
    path: Path | None = None
    """The file they came from, for messages; None where there is none."""
    problems: tuple[str, ...] = ()
    """What could not be understood, a sentence each; the defaults hold for it."""


_SECTIONS: dict[str, type] = {
    "reading": Reading,
    "appearance": Appearance,
    "fetch": Fetch,
    "retention": Retention,
}
_LIMITS: dict[str, tuple[float, float]] = {
    "reading.measure": (40, 120),
    "fetch.interval": (5, 10_080),
    "fetch.connections": (1, 64),
    "fetch.per_host": (1, 8),
    "fetch.timeout": (1, 600),
    "retention.days": (0, 36_500),
    "retention.articles": (0, 100_000_000),
    "retention.versions": (0, 1_000),
}


def library_folder(option: str | None = None) -> Path:
    """The library in use: the option, else ``READER_LIBRARY``, else the system's data folder."""
    if option is not None and not option.strip():
        raise ReaderError("--library needs the name of a folder.")
    chosen = option or os.environ.get("READER_LIBRARY")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def config_file() -> Path:
    """The settings file: ``READER_CONFIG``, else ``config.toml`` in the system's place."""
    chosen = os.environ.get("READER_CONFIG")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "config.toml"


def theme_folder() -> Path:
    """Where a person's own themes are looked for, one TOML file each."""
    return config_file().parent / "themes"


def resource(name: str) -> Path:
    """A file or folder that comes with the program: ``styles.tcss``, ``seeds``.

    A wheel carries them in ``reader/resources``; in a checkout they stand at the top.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "resources", here.parent):
        if (folder / name).exists():
            return folder / name
    raise ReaderError(f"{name} is missing from this installation; install reader again.")


_strict = True
"""Does what cannot be understood stop what needs the settings? Not in the app and its helper."""


def be_lenient() -> None:
    """From now on what cannot be understood is left out in this process: the app tells of it."""
    global _strict
    _strict = False


def load(path: Path | None = None, *, strict: bool | None = None) -> Settings:
    """The settings of a file (the person's own by default); the defaults where there is none.

    Raises ReaderError naming file, line and key for the first that cannot be understood; where
    it is not ``strict`` all of them are in ``problems``, and the defaults hold for them.
    """
    strict = _strict if strict is None else strict
    file = path or config_file()
    try:
        data, text = _read(file)
    except FileNotFoundError:
        if path is not None:
            raise ReaderError(f"There is no settings file {file}.") from None
        return Settings()
    except ReaderError as problem:
        if strict:
            raise
        return Settings(problems=(f"{problem} The defaults hold.",))
    problems: list[str] = []
    settings = _settings(data, text, file, problems)
    if strict and problems:
        raise ReaderError(problems[0])
    return replace(settings, problems=tuple(problems))


def _read(file: Path) -> tuple[dict[str, Any], str]:
    """What stands in a settings file. Raises FileNotFoundError, and ReaderError for the rest."""
    import tomllib

    try:
        text = file.read_text("utf-8")
        return tomllib.loads(text), text
    except FileNotFoundError:
        raise
    except UnicodeDecodeError:
        raise ReaderError(f"{file} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise ReaderError(f"{file} cannot be read: {error.strerror}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ReaderError(f"{file} is not valid TOML: {error}.") from None


def _settings(data: dict[str, Any], text: str, file: Path, problems: list[str]) -> Settings:
    values: dict[str, Any] = {"path": file}
    for section, content in data.items():
        where = f"{file}, line {_line_of(text, section, None)}"
        if section not in _SECTIONS and section != "keys":
            near = _near(section, _known())
            problems.append(f"{where}: there is no section or setting {section!r}{near}.")
        elif not isinstance(content, dict):
            problems.append(f"{where}: {section!r} is a section; write [{section}].")
        elif section == "keys":
            values["keys"] = _keys(content, text, file, problems)
        else:
            values[section] = _section(section, content, text, file, problems)
    return Settings(**values)


def _known() -> list[str]:
    return [*_SECTIONS, "keys"]


def _keys(content: dict[str, Any], text: str, file: Path, problems: list[str]) -> dict[str, str]:
    good = {}
    for name, key in content.items():
        if isinstance(key, str) and key.strip():
            good[name] = key
        else:
            where = f"{file}, line {_line_of(text, 'keys', name)}"
            problems.append(f'{where}: keys.{name} must be a key in quotes, as "y".')
    return good


def _section(
    section: str, content: dict[str, Any], text: str, file: Path, problems: list[str]
) -> Any:
    kind = _SECTIONS[section]
    hints = get_type_hints(kind)
    known = [each.name for each in fields(kind)]
    good = {}
    for name, value in content.items():
        where = f"{file}, line {_line_of(text, section, name)}"
        if name not in known:
            problems.append(f"{where}: there is no setting {section}.{name}{_near(name, known)}.")
        elif problem := _wrong(f"{section}.{name}", value, hints[name]):
            problems.append(f"{where}: {section}.{name} {problem}.")
        else:
            good[name] = value
    return kind(**good)


def _wrong(key: str, value: Any, hint: Any) -> str | None:
    """What is wrong with a value, as the end of a sentence; None if it is right."""
    kinds = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    accepted = (*kinds, int) if float in kinds else kinds
    if type(value) not in accepted:
        names = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
        return f"must be {names[kinds[0]]}"
    if key in _LIMITS:
        low, high = _LIMITS[key]
        if not low <= value <= high:
            return f"must be between {low:g} and {high:g}"
    return None


def _near(name: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {close[0]!r}?)" if close else f" (there are: {', '.join(known)})"


def line_of_key(settings: Settings, action: str) -> str:
    """``file, line n`` of a key binding in the settings file, for messages about it."""
    if settings.path is None:
        return "settings"
    text = settings.path.read_text("utf-8", errors="replace")
    return f"{settings.path}, line {_line_of(text, 'keys', action)}"


def _line_of(text: str, section: str, name: str | None) -> int:
    """Line of a section, or of a key in it, counted from 1; 1 where it cannot be told."""
    current, found = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            current = header[1].strip("\"'")
            found = number if current == section and not found else found
            continue
        key = re.match(r"\s*([\w.\-\"']+)\s*=", line)
        if not key:
            continue
        parts = key[1].replace('"', "").replace("'", "")
        full = f"{current}.{parts}" if current else parts
        if name is None and (full == section or full.startswith(section + ".")):
            found = found or number
        elif name is not None and (full == f"{section}.{name}"):
            return number
    return found or 1


def values(settings: Settings) -> dict[str, Any]:
    """All settings as plain values, section by section."""
    sections: dict[str, Any] = {name: asdict(getattr(settings, name)) for name in _SECTIONS}
    return {**sections, "keys": dict(settings.keys)}


def template(settings: Settings | None = None, actions: Iterable[tuple[str, str, str]] = ()) -> str:
    """The whole settings file with a comment for each setting; by default, the defaults.

    ``actions`` (name, key, what it does) are listed as comments under the keys.
    """
    shown = settings or Settings()
    lines = []
    if settings is None:
        lines = ["# Settings of reader. Every line is optional; these are the defaults.", ""]
    for section, kind in _SECTIONS.items():
        lines.append(f"[{section}]")
        for each in fields(kind):
            value = getattr(getattr(shown, section), each.name)
            lines += [f"# {each.metadata['doc']}", f"{each.name} = {_toml(value)}"]
        lines.append("")
    lines += [
        "[keys]",
        "# An action's name and its key, or several parted by commas. Take away the # to change.",
        *(f"# {_toml(name)} = {_toml(key)}  # {what}" for name, key, what in actions),
        *(f"{_toml(name)} = {_toml(key)}" for name, key in shown.keys.items()),
        "",
    ]
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
