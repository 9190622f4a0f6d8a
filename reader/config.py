"""Where files live, and the person's settings.

The settings are one TOML file that need not exist: every setting has a default, and
``template()`` writes them all out with a comment each (``reader config --init``). A setting
that is misspelt or of the wrong type is reported with its file and line, never ignored; the
app opens all the same, with the default in its place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.news import ReaderError

APP_NAME = "reader"
NOT_FETCHING = "Until it is mended nothing is fetched by itself."
"""Said where some of the settings cannot be understood: it may be the one that forbids it."""


# Named tuples and not dataclasses, which compile their methods anew at every start: half a
# millisecond each.


class Reading(NamedTuple):
    """How articles are read."""

    mark_read_on_open: bool = True
    keep_read_visible: bool = True
    indirect_quotes: bool = True
    measure: int = 74
    samples: bool = True
    citation: str = "source"


class Appearance(NamedTuple):
    """How the screen looks."""

    theme: str = ""
    mouse: bool = True


class Fetch(NamedTuple):
    """How news is fetched."""

    interval: int = 60
    while_open: bool = True
    connections: int = 16
    per_host: int = 2
    timeout: float = 30.0
    full_articles: bool = True
    robots: bool = True
    allow_private: bool = False


class Retention(NamedTuple):
    """What is kept for how long. What is starred, kept for later or quoted from stays."""

    days: int = 0
    articles: int = 0
    versions: int = 20


class Settings(NamedTuple):
    """All settings, as read from the file or by default."""

    reading: Reading = Reading()
    appearance: Appearance = Appearance()
    fetch: Fetch = Fetch()
    retention: Retention = Retention()
    keys: Mapping[str, str] = MappingProxyType({})
    """Action name to key, e.g. ``{"quote.copy": "y"}``; the app checks the names."""
    path: Path | None = None
    """The file they came from, for messages; None where there is none."""
    problems: tuple[str, ...] = ()
    """What could not be understood, a sentence each; the defaults hold for it."""


_DEFAULTS: dict[str, Any] = {
    "reading": Reading(),
    "appearance": Appearance(),
    "fetch": Fetch(),
    "retention": Retention(),
}
_COMMENTS = {
    "reading.mark_read_on_open": "An article counts as read once it is opened.",
    "reading.keep_read_visible": "What was read stays in an unread list until the program is left.",
    "reading.indirect_quotes": "Mark indirect quotes too, more quietly.",
    "reading.measure": "Longest line of an article, in columns (40 to 120).",
    "reading.samples": "Open an empty library on the sample articles.",
    "reading.citation": "How Y copies a quote: source, markdown, apa, mla, chicago, wikipedia, …",
    "appearance.theme": 'Name of a theme ("" takes the program\'s own; key T lists all).',
    "appearance.mouse": "Take clicks, the wheel and selections by mouse.",
    "fetch.interval": "Minutes between two looks at a feed, unless the feed asks more.",
    "fetch.while_open": "Refresh feeds by itself while the app is open.",
    "fetch.connections": "Requests at once, over all hosts.",
    "fetch.per_host": "Requests at once to one host.",
    "fetch.timeout": "Seconds for one whole request.",
    "fetch.full_articles": "Fetch the page where a feed carries only a teaser.",
    "fetch.robots": "Heed robots.txt for pages (feeds ask to be fetched).",
    "fetch.allow_private": "Fetch from addresses of this machine and the local network too.",
    "retention.days": "Remove read articles this many days after they came; 0 keeps all.",
    "retention.articles": "Keep at most so many articles, the newest; 0 keeps all.",
    "retention.versions": "Older versions kept of an article that changes.",
}
"""What stands above each setting in the file."""
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
    return settings._replace(problems=tuple(problems))


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
        if section not in _known():
            near = _near(section, _known())
            problem = f"there is no section or setting {section!r}{near}"
        elif not isinstance(content, dict):
            problem = f"{section!r} is a section; write [{section}]"
        else:
            read = _keys if section == "keys" else _section
            values[section] = read(section, content, text, file, problems)
            continue
        problems.append(f"{file}, line {_line_of(text, section, None)}: {problem}.")
    return Settings(**values)


def _known() -> list[str]:
    return [*_DEFAULTS, "keys"]


def _keys(
    section: str, content: dict[str, Any], text: str, file: Path, problems: list[str]
) -> dict[str, str]:
    good = {}
    for name, key in content.items():
        if isinstance(key, str) and key.strip():
            good[name] = key
        else:
            where = f"{file}, line {_line_of(text, section, name)}"
            problems.append(f'{where}: keys.{name} must be a key in quotes, as "y".')
    return good


def _section(
    section: str, content: dict[str, Any], text: str, file: Path, problems: list[str]
) -> Any:
    defaults = _DEFAULTS[section]._asdict()
    good = {}
    for name, value in content.items():
        key = f"{section}.{name}"
        if name not in defaults:
            problem = f"there is no setting {key}{_near(name, list(defaults))}"
        elif wrong := _wrong(key, value, type(defaults[name])):
            problem = f"{key} {wrong}"
        else:
            good[name] = value
            continue
        problems.append(f"{file}, line {_line_of(text, section, name)}: {problem}.")
    return _DEFAULTS[section]._replace(**good)


def _wrong(key: str, value: Any, kind: type) -> str | None:
    """What is wrong with a value, as the end of a sentence; None if it is right."""
    if type(value) is not kind and (kind, type(value)) != (float, int):
        names = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
        return f"must be {names[kind]}"
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
    sections: dict[str, Any] = {name: getattr(settings, name)._asdict() for name in _DEFAULTS}
    return {**sections, "keys": dict(settings.keys)}


def template(settings: Settings | None = None, actions: Iterable[tuple[str, str, str]] = ()) -> str:
    """The whole settings file with a comment for each setting; by default, the defaults.

    ``actions`` (name, key, what it does) are listed as comments under the keys.
    """
    shown = settings or Settings()
    lines = []
    if settings is None:
        lines = ["# Settings of reader. Every line is optional; these are the defaults.", ""]
    for section in _DEFAULTS:
        lines.append(f"[{section}]")
        for name, value in getattr(shown, section)._asdict().items():
            lines += [f"# {_COMMENTS[f'{section}.{name}']}", f"{name} = {_toml(value)}"]
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
