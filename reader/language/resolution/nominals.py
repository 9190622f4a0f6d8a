"""Speakers that are no pronoun: names with what stands around them, and descriptions.

"Trump's campaign manager, Kellyanne Conway" is Conway; "the company" is the company spoken
of; "a State Department spokesman" is nobody whose name is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from reader.language import lists
from reader.language.lists import Gender, fold
from reader.language.resolution import names
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.discourse import Entry, Layout
from reader.news import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_PLURAL_HEADS = re.compile(r"(?:s|people|men|women|children|police|others|many|some|all)$")


class Nominals:
    """Finds the row that a description means."""

    def __init__(
        self, text: str, rows: Sequence[Cluster], mentions: Sequence[tuple[int, int, int]]
    ) -> None:
        self.text = text
        self.rows = rows
        self.mentions = mentions
        self.starts = [start for start, _, _ in mentions]
        self.defined = [
            (text[slice(*span)].lower(), row)
            for row, cluster in enumerate(rows)
            for span in cluster.definitions
        ]
        self.roles = [" ".join(text[slice(*span)] for span in row.roles).lower() for row in rows]

    def resolve(
        self, speaker: Span, entries: Sequence[Entry], layout: Layout, last: int | None
    ) -> int | None:
        """The row that the words of a speaker span mean; None where that cannot be known."""
        inside = self._inside(speaker)
        named = self._named(speaker, inside)
        if named is not None:
            return named
        words = self.text[slice(*speaker)]
        for long, row in self.defined:
            if long in words.lower() or words.lower().removeprefix("the ") in long:
                return row
        head, definite = self._head(speaker)
        if not head or not definite:
            return None
        if inside and any(self.rows[row].kind == "person" for _, _, row in inside):
            return None  # "the Clinton aide" is not Clinton
        return self._described(head, fold(words), entries, layout, last)

    def _inside(self, span: Span) -> list[tuple[int, int, int]]:
        at = bisect_left(self.starts, span[0])
        if at and self.mentions[at - 1][1] > span[0]:
            at -= 1
        found = []
        while at < len(self.mentions) and self.mentions[at][0] < span[1]:
            found.append(self.mentions[at])
            at += 1
        return found

    def _named(self, speaker: Span, inside: list[tuple[int, int, int]]) -> int | None:
        """The name that the span is about, if one is its head or stands in apposition to it."""
        pieces = self._pieces(speaker)
        for piece in pieces:
            held = [at for at in inside if piece[0] <= at[0] < piece[1]]
            if len(held) > 1 and self._joined(held):
                return held[0][2]  # "Ann Ray and Bo Lind": the first of them
            for _, end, row in held:
                if self.rows[row].kind == "person" and end >= piece[1] - 1:
                    return row
        first = pieces[0] if pieces else speaker
        for start, end, row in inside:
            if self.rows[row].kind in ("nationality", "event", "work"):
                continue
            heads = first[0] <= start < first[1] and end >= first[1] - 1
            if heads and (self.rows[row].kind == "person" or self._bare_body(first, start)):
                return row
        return None

    def _joined(self, held: list[tuple[int, int, int]]) -> bool:
        """Whether the first two names of a piece are people joined by "and"."""
        (_, end, one), (start, _, other) = held[:2]
        between = self.text[end:start].lower().split()
        people = self.rows[one].kind == self.rows[other].kind == "person"
        return people and bool(between) and between[0] in ("and", "&") and len(between) <= 5

    def _bare_body(self, piece: Span, start: int) -> bool:
        """Whether nothing but an article or an adjective stands before a body's name."""
        before = self.text[piece[0] : start].split()
        return len(before) <= 3

    def _pieces(self, speaker: Span) -> list[Span]:
        """The stretches of a speaker span between commas and words that open a modifier."""
        pieces: list[Span] = []
        start: int | None = None
        end = speaker[0]
        for match in re.finditer(r"[^\s,;:()–—\"“”]+|[,;:()–—]", self.text[slice(*speaker)]):
            word, at = match.group(), speaker[0] + match.start()
            stop = word in ",;:()–—" or word.lower() in lists.words("modifier-opener")
            if stop:
                if start is not None:
                    pieces.append((start, end))
                start = None
                continue
            start = at if start is None else start
            end = speaker[0] + match.end()
        if start is not None:
            pieces.append((start, end))
        return pieces

    def _head(self, speaker: Span) -> tuple[str, bool]:
        """The head noun of a description, lower-case, and whether it is a definite one."""
        pieces = self._pieces(speaker)
        if not pieces:
            return "", False
        words = _WORD.findall(self.text[slice(*pieces[0])])
        if not words:
            return "", False
        first = words[0].lower()
        definite = first in lists.words("definite") or (words[0][0].isupper() and len(words) == 1)
        return words[-1].lower().rstrip("."), definite

    def _described(
        self,
        head: str,
        words: str,
        entries: Sequence[Entry],
        layout: Layout,
        last: int | None,
    ) -> int | None:
        if head in lists.words("noun-person") or head in lists.words("title"):
            return self._person(head, words, entries, last)
        if head in lists.words("noun-organisation") or head in lists.words("organisation-head"):
            return self._body(head, entries)
        return None

    def _person(
        self, head: str, words: str, entries: Sequence[Entry], last: int | None
    ) -> int | None:
        """The latest person whose role in the article has this word, else a lone speaker."""
        told: Gender | None = names.title_gender(head)
        recent: list[int] = []
        for entry in reversed(entries[-80:]):
            row = self.rows[entry.row]
            if row.kind != "person" or entry.row in recent or entry.quoted:
                continue
            if told is None or row.gender in (None, told):
                recent.append(entry.row)
        for at in recent:
            if re.search(rf"\b{re.escape(head)}\b", self.roles[at]):
                return at
        return None

    def _body(self, head: str, entries: Sequence[Entry]) -> int | None:
        """The latest body whose name has this word or that the lists know as such."""
        recent: list[int] = []
        for entry in reversed(entries[-80:]):
            if self.rows[entry.row].kind == "organisation" and entry.row not in recent:
                recent.append(entry.row)
        for at in recent:
            row = self.rows[at]
            forms = [mention.key for mention in row.mentions[:12]]
            if any(head in form.split() for form in forms):
                return at
            body = next((lists.bodies()[form] for form in forms if form in lists.bodies()), None)
            if body and _sort_fits(head, body.sort):
                return at
        return None


_SORTS = {
    "company": "company firm giant carmaker automaker airline retailer chain maker",
    "outlet": "newspaper paper magazine outlet publication daily site website tabloid",
    "broadcaster": "broadcaster network channel outlet station",
    "news-agency": "agency outlet",
    "bank": "bank lender company firm",
    "agency": "agency bureau service watchdog regulator",
    "ministry": "ministry department office",
    "party": "party",
    "court": "court tribunal",
    "charity": "charity group organisation organization foundation nonprofit association",
    "army": "group army military militia force movement",
    "body": "organisation organization body bloc alliance group",
    "police": "police force department",
    "university": "university school college",
    "team": "club team side",
    "league": "league",
    "parliament": "parliament assembly",
    "union": "union",
    "institute": "institute think-tank center centre",
    "government": "government administration",
}


def _sort_fits(head: str, sort: str) -> bool:
    return head in _SORTS.get(sort, "").split()
