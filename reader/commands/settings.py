"""``reader config``: how the program is set up."""

from __future__ import annotations

import argparse

from reader import config
from reader.commands import Group, json_option, output
from reader.news import ReaderError


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "config",
        run,
        help="show the settings; write the settings file",
        examples="""\
  reader config              where files are, and the settings in force
  reader config --init       write the file with every setting and its default
""",
    )
    parser.add_argument("--init", action="store_true", help="write the settings file")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the settings."""
    file = config.config_file()
    if args.init:
        if file.exists():
            raise ReaderError(f"{file} exists already; it stays as it is.")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(config.template(actions=_actions()), "utf-8")
        if args.json:
            output.json_line({"file": str(file)})
        else:
            output.line(f"wrote {file}")
        return 0
    settings = config.load()
    library = config.library_folder(args.library)
    if args.json:
        output.json_line({"file": str(file), "library": str(library), **config.values(settings)})
        return 0
    output.line(f"# settings: {file}{'' if file.exists() else ' (not there; these are defaults)'}")
    output.line(f"# library:  {library}")
    output.line()
    output.block(config.template(settings))
    return 0


def _actions() -> list[tuple[str, str, str]]:
    """All that has keys: name, keys, what it does."""
    from reader.app.actions import ACTIONS

    return [
        (action.id, ",".join(map(_written, action.keys.split(","))), action.help)
        for action in ACTIONS
        if action.keys
    ]


def _written(key: str) -> str:
    """A key as a person writes it: ``?`` for ``question_mark``, names such as ``enter`` as is."""
    from reader.app.keymap import display_key, normal_key

    shown = display_key(key)
    return shown if len(shown) == 1 and shown not in ", " and normal_key(shown) == key else key
