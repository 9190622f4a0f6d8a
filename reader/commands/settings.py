"""``reader config`` and ``reader serve``: how the program is set up, and the app in a browser."""

from __future__ import annotations

import argparse
import shlex
import sys

from reader import config
from reader.commands import Group, WrongUsage, json_option, output
from reader.news import ReaderError


def register(group: Group) -> None:
    """Add both commands."""
    parser = group.add(
        "config",
        run_config,
        help="show the settings; write the settings file",
        examples="""\
  reader config              where files are, and the settings in force
  reader config --init       write the file with every setting and its default
""",
    )
    parser.add_argument("--init", action="store_true", help="write the settings file")
    json_option(parser)
    parser = group.add(
        "serve",
        run_serve,
        help="show the app in a browser on this machine",
        examples="""\
  reader serve
  reader serve --port 9000
""",
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (8000)")


def run_config(args: argparse.Namespace) -> int:
    """Print or write the settings."""
    file = config.config_file()
    if args.init:
        if file.exists():
            raise ReaderError(f"{file} exists already; it stays as it is.")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(config.template(actions=_actions()), "utf-8")
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


def run_serve(args: argparse.Namespace) -> int:
    """Serve the app to this machine's browsers until stopped."""
    try:
        from textual_serve.server import Server
    except ImportError:
        raise ReaderError(
            "'reader serve' needs one more package: pip install 'quote-reader[serve]'."
        ) from None
    if not 0 < args.port < 65_536:
        raise WrongUsage(f"{args.port} is no port; take one from 1 to 65535.")
    command = [
        sys.executable,
        "-m",
        "reader",
        "--library",
        str(config.library_folder(args.library)),
    ]
    output.note(f"reader is at http://localhost:{args.port} until ctrl+c is pressed.")
    Server(shlex.join(command), host="localhost", port=args.port, title="reader").serve()
    return 0
