"""The query language: any string is a query, and can say how it was understood.

Words and "phrases", all required; OR, -word, prefix*, (groups); fields and dates as in
`FIELDS`. OR binds tighter than the space, as in the search boxes people know:
``storm harbour OR port`` wants "storm" and one of the two. Light and pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

from reader.news import QuoteKind
from reader.search.completion import ALIASES, Completion, Vocabulary, complete
from reader.search.dates import Period, read_period
from reader.search.describe import describe
from reader.search.nodes import (
    And,
    Dated,
    Everything,
    Leaf,
    Marked,
    Name,
    NameField,
    Node,
    Not,
    Or,
    Phrase,
    Sort,
    State,
    TextField,
    Value,
    ValueField,
    Word,
    leaves,
)
from reader.search.terms import terms

__all__ = ["Completion", "Query", "Vocabulary", "complete", "parse"]

MAX_CHARACTERS = 4000
MAX_DEPTH = 20
MAX_LEAVES = 100

OPENING = '"“”„‟«»'
TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))"
    rf"|(?P<field>-?[A-Za-z]+:)?[{OPENING}](?P<phrase>[^{OPENING}]*)(?P<shut>[{OPENING}]?)"
    rf"|(?P<minus>-(?=[({OPENING}]))"
    rf"|(?P<word>[^\s(){OPENING}]+))"
)
LAST_WORD = re.compile(rf"([^\s():{OPENING}−-][^\s():{OPENING}]*)$")
LAST_PHRASE = re.compile(rf"(-?[A-Za-z]+:)?[{OPENING}]([^{OPENING}]+)\s([^\s{OPENING}]+)$")
NAME_FIELDS = frozenset(get_args(NameField))
TEXT_FIELDS = frozenset(get_args(TextField)) - {""}
VALUE_FIELDS = frozenset(get_args(ValueField))
DATE_FIELDS = frozenset({"after", "before", "on"})
STATES = frozenset(get_args(State))
SORTS: dict[str, Sort] = {
    "best": "best",
    "relevance": "best",
    "date": "newest",
    "newest": "newest",
    "new": "newest",
    "oldest": "oldest",
    "old": "oldest",
}
RANGE = re.compile(r":\[\s*(\S{1,20})\s+TO\s+([^\s\]]{1,20})\s*\]")
"""As other search boxes write ``on:2024-12-01..2024-12-07``."""
KINDS = frozenset(get_args(QuoteKind))
KNOWN = NAME_FIELDS | TEXT_FIELDS | VALUE_FIELDS | DATE_FIELDS | ALIASES.keys() | {"is", "sort"}


@dataclass(frozen=True)
class Query:
    """What a person asked for; ``text`` is what was typed."""

    node: Node = field(default_factory=Everything)
    sort: Sort = "best"
    text: str = ""
    notes: tuple[str, ...] = ()
    """Gentle hints about what was not understood."""

    def __hash__(self) -> int:
        return hash(self.text)  # searches look it up again and again; equal ones have one text

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything, in the usual order."""
        return isinstance(self.node, Everything) and self.sort in ("best", "newest")

    def describe(self) -> str:
        """How it was understood, in words."""
        return describe(self.node, self.sort)

    def leaves(self) -> list[Leaf]:
        """The conditions that stand without a negation."""
        return leaves(self.node)


def parse(text: str, today: date | None = None, *, typing: bool = False) -> Query:
    """Read a query; never raises.

    ``today`` is the day that "today" and "7d" count from. With ``typing`` the last word, if it
    ends the text, is taken as unfinished: it also finds the words that begin with it.
    """
    return _Parser(text, today or date.today(), typing).query()


@dataclass
class _Group:
    """An open parenthesis, or the whole query."""

    parts: list[Node] = field(default_factory=list)
    alternatives: bool = False
    """An OR came last: what follows joins the last part."""
    negated: bool = False
    field: str = ""


class _Parser:
    def __init__(self, text: str, today: date, typing: bool) -> None:
        self.typed = text
        # Halves of characters, as a broken terminal sends them, stand for nothing.
        text = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
        self.text = RANGE.sub(r":\1..\2", text[:MAX_CHARACTERS])
        self.today = today
        self.typing = typing and len(text) <= MAX_CHARACTERS
        self.notes: list[str] = []
        self.sort: Sort = "best"
        self.sorted = False
        self.count = 0
        self.ignored_depth = 0
        self.stack = [_Group()]
        self.negate_next = False
        self.pending_field = ""

    def query(self) -> Query:
        if len(self.typed) > MAX_CHARACTERS:
            self.note(f"Only the first {MAX_CHARACTERS:,} characters were read.")
        position = 0
        while match := TOKEN.match(self.text, position):
            if match.end() == position:
                break
            position = match.end()
            self.token(match)
        self.unfollowed()
        while len(self.stack) > 1:
            self.close()
        if self.negate_next and not self.typing:
            self.note("Nothing follows “NOT”.")
        node = _conjunction(self.stack[0].parts)
        nothing = isinstance(node, Everything) and not self.sorted and not self.notes
        if nothing and self.text.strip() and not self.typing:
            self.note("There is nothing in this that could be looked for.")
        return Query(node, self.sort, self.typed, tuple(dict.fromkeys(self.notes)))

    def note(self, text: str) -> None:
        self.notes.append(text)

    def token(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind == "word":
            self.chunk(match["word"], last=match.end() == len(self.text))
        elif kind == "open":
            self.open()
        elif kind == "close":
            if self.ignored_depth:
                self.ignored_depth -= 1
            elif len(self.stack) > 1:
                self.close()
        elif kind == "minus":
            self.negate_next = True
        else:
            name = (match["field"] or "").lower().rstrip(":")
            negated, name = name.startswith("-"), name.lstrip("-")
            value = " ".join(match["phrase"].split())
            if name and name not in KNOWN:
                self.words(name, "", last=False)
                name = ""
            if name:
                self.unfollowed()
            name = name or self.take_field()
            unfinished = not match["shut"] and match["phrase"][-1:].isalnum() and self.typing
            if unfinished and ALIASES.get(name, name) not in NAME_FIELDS and " " in value:
                # The last word of a phrase without its closing mark may go on.
                value, _, begun = value.rpartition(" ")
                self.put(self.leaf(name, value, quoted=True), negated)
                self.words(begun, name, last=True, negated=negated)
            else:
                self.put(self.leaf(name, value, quoted=True, last=unfinished), negated)

    def take_field(self) -> str:
        name, self.pending_field = self.pending_field or self.stack[-1].field, ""
        return name

    def unfollowed(self) -> None:
        """A field that waits for its value gets none."""
        if self.pending_field and not self.typing:
            self.note(f"Nothing follows “{self.pending_field}:”.")
        self.pending_field = ""

    def useless(self, name: str) -> None:
        """A field has a value without a word."""
        if not self.typing:
            self.note(f"Nothing follows “{name}:” that could be looked for.")

    def open(self) -> None:
        if len(self.stack) > MAX_DEPTH:
            self.ignored_depth += 1
            self.note(f"Parentheses deeper than {MAX_DEPTH} were left out.")
            return
        self.stack.append(_Group(negated=self.negate_next, field=self.take_field()))
        self.negate_next = False

    def close(self) -> None:
        self.unfollowed()
        group = self.stack.pop()
        node = _conjunction(group.parts)
        self.negate_next = False
        if isinstance(node, Everything):
            self.pending_field = group.field
            self.unfollowed()
        else:
            self.add(Not(node) if group.negated else node)

    def chunk(self, word: str, *, last: bool) -> None:
        if word in ("OR", "|", "||"):
            self.stack[-1].alternatives = bool(self.stack[-1].parts)
            return
        if word in ("AND", "&&", "&", "+"):
            return
        if word == "NOT":
            self.negate_next = True
            return
        negated = len(word) > 1 and word[0] in "-−" and word[1] not in "-−"
        word = word[1:] if negated else word.removeprefix("+")
        name, colon, value = word.partition(":")
        name = name.lower()
        if not colon or name not in KNOWN:
            self.words(word, self.take_field(), last=last, negated=negated)
        elif not value:
            # "field:" before a quotation mark or a group, or not yet finished.
            self.unfollowed()
            self.pending_field = name
            self.negate_next = self.negate_next or negated
        else:
            self.unfollowed()
            name = ALIASES.get(name, name)
            if name in TEXT_FIELDS:
                self.words(value, name, last=last, negated=negated)
            else:
                self.put(self.leaf(name, value, quoted=False, last=last), negated)

    def words(self, text: str, name: str, *, last: bool, negated: bool = False) -> None:
        """A bare word, perhaps of several terms ("state-run"), perhaps a prefix."""
        name = ALIASES.get(name, name)
        if name and name not in TEXT_FIELDS:
            self.put(self.leaf(name, text, quoted=False, last=last), negated)
            return
        place: TextField = name  # type: ignore[assignment]
        found = terms(text)
        if len(found) > 1:
            self.put(Phrase(text, tuple(found), place), negated)
        elif found:
            prefix = text.endswith("*")
            unfinished = self.typing and last and text[-1].isalnum()
            if unfinished and len(found[0]) == 1:  # one letter says nothing yet
                self.put(None, negated)
                return
            self.put(Word(text.strip("*"), found[0], place, prefix, unfinished), negated)
        else:
            if name:
                self.useless(name)
            self.put(None, negated)

    def leaf(self, name: str, value: str, *, quoted: bool, last: bool = False) -> Node | None:
        """The condition ``name:value``, or None where it says nothing (yet).

        ``last``: it ends the text, so that its last word may go on while one types.
        """
        name = ALIASES.get(name, name)
        found = tuple(terms(value))
        if name in DATE_FIELDS:
            return self.dated(name, value)
        if name == "sort":
            if value.lower() in SORTS:
                self.sort, self.sorted = SORTS[value.lower()], True
            else:
                self.note("sort: knows date, oldest and best.")
            return None
        if name == "is":
            if value.lower() in STATES:
                state: State = value.lower()  # type: ignore[assignment]
                return Marked(state)
            self.note("is: knows unread, read, starred, later and saved.")
            return None
        if name and not (value.strip() if name in VALUE_FIELDS else found):
            self.useless(name)
            return None
        if name == "kind" and value.lower() not in KINDS:
            if self.typing and last and any(kind.startswith(value.lower()) for kind in KINDS):
                return None
            self.note("kind: knows direct, indirect and mixed.")
        if name in VALUE_FIELDS:
            return Value(value, name)  # type: ignore[arg-type]
        if not found:
            return None
        if name in NAME_FIELDS:
            unfinished = self.typing and last and value[-1].isalnum()
            begun = unfinished or value.endswith("*")
            return Name(value.rstrip("*"), found, name, begun)  # type: ignore[arg-type]
        if quoted and (len(found) > 1 or not (last and self.typing)):
            return Phrase(value, found, name)  # type: ignore[arg-type]
        unfinished = self.typing and last and quoted
        return Word(value, found[0], name, open=unfinished)  # type: ignore[arg-type]

    def dated(self, name: str, value: str) -> Node | None:
        first, dots, last = value.replace("…", "..").partition("..")
        periods = [self.period(end) for end in (first, last) if end.strip()]
        if not periods:
            self.useless(name)
        known = [period for period in periods if period]
        if not known or len(known) < len(periods):
            return None
        start, end = known[0], known[-1]
        if dots:
            if end.end <= start.start:  # the later one first
                start, end = end, start
            return Dated(start.start if first.strip() else None, end.end if last.strip() else None)
        if name == "after":
            return Dated(start.start, None)
        if name == "before":
            return Dated(None, start.start)
        return Dated(start.start, start.end)

    def period(self, text: str) -> Period | None:
        found = read_period(text, self.today)
        if found is None:
            self.note(
                f"“{text.strip()[:20]}” is no date known here; try 2024-12-01, 2024-12, today,"
                " monday or 7d."
            )
        return found

    def put(self, node: Node | None, negated: bool) -> None:
        negated = negated or self.negate_next
        self.negate_next = False
        if node is None:
            return
        self.count += 1
        if self.count > MAX_LEAVES:
            self.note(f"Only the first {MAX_LEAVES} conditions were used.")
            return
        self.add(Not(node) if negated else node)

    def add(self, node: Node) -> None:
        group = self.stack[-1]
        if group.alternatives and group.parts:
            before = group.parts.pop()
            options = before.children if isinstance(before, Or) else (before,)
            if node not in options:
                options = (*options, node)
            node = Or(options) if len(options) > 1 else options[0]
        group.alternatives = False
        if node not in group.parts:
            group.parts.append(node)


def _conjunction(parts: list[Node]) -> Node:
    """All of the parts, flattened."""
    flat: list[Node] = []
    for part in parts:
        for node in part.children if isinstance(part, And) else (part,):
            if isinstance(node, Not) and isinstance(node.child, Not):
                node = node.child.child
            if node not in flat:
                flat.append(node)
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def narrowed(query: Query, extra: Node) -> Query:
    """The query with one more condition."""
    return replace(query, node=_conjunction([query.node, extra]))


def spelled_out(text: str) -> str:
    """The query that means by itself what this text means while it is being typed.

    For whoever keeps a search: ``harb`` as it was typed is ``(harb OR harb*)`` afterwards.
    """
    wanted = _spelled(parse(text, typing=True).node)
    for last, written in (
        (LAST_WORD, r"\1"),
        (LAST_WORD, r"(\1 OR \1*)"),
        (LAST_WORD, r"\1*"),
        (LAST_PHRASE, r'\1"\2" \1(\3 OR \3*)'),
    ):
        tried = last.sub(written, text)
        if _spelled(parse(tried).node) == wanted:
            return tried
    return text


def _spelled(node: Node) -> Node:
    """The same without words that are still being typed."""
    match node:
        case Word(open=True):
            word = replace(node, open=False)
            return Or((word, replace(word, prefix=True)))
        case And(children):
            return And(tuple(map(_spelled, children)))
        case Or(children):
            flat: list[Node] = []
            for part in map(_spelled, children):
                flat += part.children if isinstance(part, Or) else (part,)
            return Or(tuple(flat))
        case Not(child):
            return Not(_spelled(child))
    return node
