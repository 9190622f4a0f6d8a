"""A query read back to the person who typed it."""

from __future__ import annotations

from datetime import date, timedelta

from reader.search.dates import MONTHS
from reader.search.nodes import (
    And,
    Dated,
    Everything,
    Marked,
    Name,
    Node,
    Not,
    Or,
    Phrase,
    Sort,
    Value,
    Word,
)

PLACES = {"title": "in the title", "source": "as the source", "author": "as the author"}
PLACES["said"] = "in a quote"
NAMES = {"speaker": "said by", "entity": "naming", "about": "about"}
VALUES = {"tag": "tagged", "kind": "of the kind", "lang": "in the language"}
STATES = {
    "unread": "not yet read",
    "read": "read",
    "starred": "starred",
    "later": "kept for later",
    "saved": "with saved quotes",
}


def describe(node: Node, sort: Sort = "best") -> str:
    """The query in words: ``storm, and harbour or port in the title, from 1 May 2024``."""
    text = "everything" if isinstance(node, Everything) else _say(node)
    order = {"newest": ", newest first", "oldest": ", oldest first", "best": ""}[sort]
    return text + order


def _say(node: Node) -> str:
    match node:
        case And(children):
            return ", ".join(_nested(child) for child in children)
        case Or(children):
            return " or ".join(_nested(child) for child in children)
        case Not(child):
            return f"not {_nested(child)}"
        case Word():
            return _placed(f"{node.text}…" if node.prefix or node.open else node.text, node.field)
        case Phrase():
            return _placed(f"“{node.text}”", node.field)
        case Name():
            return f"{NAMES[node.field]} {node.text}"
        case Value():
            return f"{VALUES[node.field]} {node.text}"
        case Marked():
            return STATES[node.state]
        case Dated():
            return _dated(node)
        case Everything():
            return "everything"


def _nested(node: Node) -> str:
    return f"({_say(node)})" if isinstance(node, And) else _say(node)


def _placed(text: str, place: str) -> str:
    return f"{text} {PLACES[place]}" if place else text


def _day(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1].capitalize()} {when.year}"


def _dated(node: Dated) -> str:
    if node.start is None:
        return f"before {_day(node.end)}" if node.end else "of any date"
    if node.end is None:
        return f"from {_day(node.start)} on"
    last = node.end - timedelta(days=1)
    if last <= node.start:
        return f"on {_day(node.start)}"
    return f"from {_day(node.start)} to {_day(last)}"
