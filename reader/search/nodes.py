"""What a query means, as a tree of frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

TextField = Literal["", "title", "source", "author", "said"]
"""Where a word is looked for: anywhere (""), or in one place."""
NameField = Literal["speaker", "entity", "about"]
ValueField = Literal["tag", "kind", "lang"]
State = Literal["unread", "read", "starred", "later", "saved"]
Sort = Literal["best", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any of its inflections; or all words that begin so."""

    text: str
    term: str
    field: TextField = ""
    prefix: bool = False
    open: bool = False
    """Still being typed: the word itself, or any that begins so."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in just this order and form."""

    text: str
    terms: tuple[str, ...]
    field: TextField = ""


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something under any of their names."""

    text: str
    terms: tuple[str, ...]
    field: NameField
    open: bool = False
    """Still being typed: the last word may go on."""


@dataclass(frozen=True, slots=True)
class Value:
    """A property with one of a few values."""

    text: str
    field: ValueField


@dataclass(frozen=True, slots=True)
class Marked:
    """A reading state."""

    state: State


@dataclass(frozen=True, slots=True)
class Dated:
    """Published from ``start`` on and before ``end``."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition at all."""


Leaf = Word | Phrase | Name | Value | Marked | Dated
Node = Leaf | And | Or | Not | Everything


def leaves(node: Node, *, negated: bool = False) -> list[Leaf]:
    """The conditions that a result may show: all leaves that are not under a negation."""
    match node:
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child, negated=negated)]
        case Not(child):
            return leaves(child, negated=negated) if negated else []
        case Everything():
            return []
    return [node]


def of_quotes(node: Node) -> Node | None:
    """What a query asks of quotes: the conditions that one quote has to meet; None without any."""
    match node:
        case And(children):
            kept = [part for part in map(of_quotes, children) if part is not None]
            if kept:
                kept += [
                    part
                    for part in children
                    if isinstance(part, Not) and of_quotes(part.child) == part.child
                ]
            return And(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None
        case Or(children):
            either = [part for part in map(of_quotes, children) if part is not None]
            return Or(tuple(either)) if len(either) == len(children) else None
        case Word() | Phrase():
            return node if node.field == "said" else None
        case Name():
            return node if node.field == "speaker" else None
        case Value():
            return node if node.field == "kind" else None
    return None


def asks_the_library(node: Node) -> bool:
    """Whether the answer changes with what a person marks, not only with what is indexed."""
    match node:
        case And(children) | Or(children):
            return any(asks_the_library(child) for child in children)
        case Not(child):
            return asks_the_library(child)
        case Value():
            return node.field == "tag"
    return isinstance(node, Marked)
