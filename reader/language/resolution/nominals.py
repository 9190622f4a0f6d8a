"""Speakers that are no pronoun: names with what stands around them, and descriptions.

"Trump's campaign manager, Kellyanne Conway" is Conway; "the company" is the company spoken
of; "a spokesman for Clinton" is not Clinton, and nobody whose name is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution import names, pronouns
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.layout import Layout
from reader.language.resolution.pronouns import Entry
from reader.news import Span

_TOKEN = re.compile(r"[^\s,;:()–—\"“”]+|[,;:()–—\"“”]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_COMMA = re.compile(r", (?:(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Prof|Rev)\.? )?(?=[A-ZÀ-Þ])")
_YEARS = re.compile(r"^\d+-year-old$")
_BODY_MARGIN = 0.8
_PERSON_FLOOR = -0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a speaker span between commas and words that open a modifier."""

    start: int
    end: int
    modifier: bool
    """Whether a preposition opens it ("for Clinton")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where a description stands."""

    entries: Sequence[Entry]
    layout: Layout
    place: pronouns.Place


class Nominals:
    """Finds the row that a speaker span means."""

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
        self.roles = [
            frozenset(_WORD.findall(" ".join(text[slice(*span)] for span in row.roles).lower()))
            for row in rows
        ]

    def resolve(self, speaker: Span, scene: Scene) -> int | None:
        """The row that the words of a speaker span mean; None where that cannot be known."""
        inside = self._inside(speaker)
        pieces = self._pieces(speaker, inside)
        named = self._named(pieces, inside)
        if named is None and pieces and not inside:
            named = self._apposed_after(speaker)
        if named is not None or not pieces:
            return named
        words = self.text[slice(*speaker)].lower()
        for long, row in self.defined:
            if long in words or words.removeprefix("the ") in long:
                return row
        first = self.text[pieces[0].start : pieces[0].end].split()
        if not first or first[0].lower() not in lists.words("definite"):
            return None
        head = first[-1].lower().strip(".'’")
        if any(pieces[0].start <= start < pieces[0].end for start, _, _ in inside):
            demonym = fold(first[-1]) in lists.demonyms()
            if not demonym or self.rows[inside[0][2]].kind == "person":
                return None  # "the Clinton aide" is not Clinton
        return self._described(head, first, len(pieces), scene)

    def _inside(self, span: Span) -> list[tuple[int, int, int]]:
        at = bisect_left(self.starts, span[0])
        if at and self.mentions[at - 1][1] > span[0]:
            at -= 1
        found = []
        while at < len(self.mentions) and self.mentions[at][0] < span[1]:
            found.append(self.mentions[at])
            at += 1
        return found

    def _pieces(self, speaker: Span, inside: list[tuple[int, int, int]]) -> list[Piece]:
        """The span at its commas and prepositions, but for those within a name."""
        pieces: list[Piece] = []
        start: int | None = None
        modifier = False
        end = speaker[0]
        for match in _TOKEN.finditer(self.text, *speaker):
            word = match.group()
            at = match.start()
            cut = word.lower() in lists.words("modifier-opener")
            cut = cut and not any(start < at < end for start, end, _ in inside)
            if cut or word in ',;:()–—"“”':
                if start is not None:
                    pieces.append(Piece(start, end, modifier))
                    start = None
                    modifier = False
                modifier = cut or (modifier and word in '"“”')
                continue
            start = match.start() if start is None else start
            end = match.end()
        if start is not None:
            pieces.append(Piece(start, end, modifier))
        return pieces

    def _named(self, pieces: list[Piece], inside: list[tuple[int, int, int]]) -> int | None:
        """The name that the span is about, if one is its head or stands in apposition to it."""
        for at, piece in enumerate(pieces):
            if at and piece.modifier:
                continue
            held = [name for name in inside if name[0] < piece.end and name[1] > piece.start]
            if len(held) > 1 and self._joined(held):
                return held[0][2]  # "Ann Ray and Bo Lind": the first of them
            for _, end, row in held:
                if self.rows[row].kind == "person" and end >= piece.end - 2:
                    return row
        if not pieces:
            return None
        first = pieces[0]
        for piece in pieces[1:]:
            for start, end, row in inside:
                apposed = start <= piece.start and end >= piece.end and not piece.modifier
                if apposed and self.rows[row].kind == "organisation":
                    return row  # "A residents' group, Clear Oss"
        for start, end, row in inside:
            if self.rows[row].kind in ("nationality", "event", "work", "person"):
                continue
            before = self.text[first.start : start].split()
            if start < first.end and end >= first.end - 1 and len(before) <= 3:
                return row
        return None

    def _apposed_after(self, speaker: Span) -> int | None:
        """The person who stands right behind the span ("one of them, Ann Ray.")."""
        match = _COMMA.match(self.text, speaker[1])
        if not match:
            return None
        at = bisect_left(self.starts, match.end())
        if at == len(self.mentions) or self.mentions[at][0] != match.end():
            return None
        _, end, row = self.mentions[at]
        closed = self.text[end : end + 1] in (",", ".", ";", "")
        return row if closed and self.rows[row].kind == "person" else None

    def _joined(self, held: list[tuple[int, int, int]]) -> bool:
        """Whether the first two names of a piece are people joined by "and"."""
        (_, end, one), (start, _, other) = held[:2]
        between = self.text[end:start].lower().split()
        people = self.rows[one].kind == self.rows[other].kind == "person"
        return people and bool(between) and between[0] in ("and", "&") and len(between) <= 5

    def _described(self, head: str, first: list[str], pieces: int, scene: Scene) -> int | None:
        """Whom a definite description without a name means."""
        own = first[0].lower() in ("his", "her", "their", "its")
        body = head in lists.words("noun-organisation")
        person = head in lists.words("noun-person") or head in lists.words("title")
        if body and not person:
            return None if own else self._body(head, scene)
        if head in lists.words("organisation-head") and not person:
            return self._named_so(head, scene, "organisation")
        if head.endswith("s") and not head.endswith("ss") and not person:
            return None  # several people
        by_role = self._by_role(head, scene)
        if by_role is not None or own or head in lists.words("passing-role"):
            return by_role
        return self._by_salience(head, first, pieces, scene)

    def _recent(
        self, scene: Scene, kind: str, fits: Callable[[Cluster], bool] | None = None
    ) -> list[int]:
        """The rows of a kind (or that fit) lately spoken of, the latest first."""
        found: dict[int, None] = {}
        for entry in reversed(scene.entries[-80:]):
            row = self.rows[entry.row]
            if not entry.quoted and (fits(row) if fits else row.kind == kind):
                found.setdefault(entry.row)
        return list(found)

    def _by_role(self, head: str, scene: Scene) -> int | None:
        """The latest person whose role in the article has this word."""
        told = names.title_gender(head)
        for row in self._recent(scene, "person"):
            if head in self.roles[row] and (told is None or self.rows[row].gender in (None, told)):
                return row
        return None

    def _by_salience(self, head: str, first: list[str], pieces: int, scene: Scene) -> int | None:
        """The person being talked about, if only one can be ("the 41-year-old", "the flanker")."""
        told = names.title_gender(head)
        place = pronouns.Place(
            scene.place.start,
            told,
            scene.place.content,
            scene.place.last_speaker,
            scene.place.last_speaker_at,
            scene.place.quoted,
        )
        found = pronouns.candidates(place, scene.entries, self.rows, scene.layout)
        near = {
            row: features
            for row, features in found.items()
            if features["paragraphs"] <= 2
            and features["sentences"] <= 4
            and not features["own content"]
            and not features["quoted only"]
            and not features["asks"]
        }
        row = pronouns.choose(near, _PERSON_FLOOR)
        if row is None:
            return None
        loose = bool(_YEARS.match(head)) or head in lists.words("epithet")
        loose = loose or fold(head) in lists.demonyms()
        if not loose and self.roles[row] & lists.words("noun-person"):
            return None  # a lawyer is not "the captain"
        rivals = [other for other in near if other != row]
        if pieces > 1 or not loose:
            return row if not rivals else None
        second = max((pronouns.score(near[other]) for other in rivals), default=-9.0)
        return row if pronouns.score(near[row]) - second > _BODY_MARGIN else None

    def _named_so(self, head: str, scene: Scene, kind: str) -> int | None:
        """The latest row of a kind whose name has the word."""
        for row in self._recent(scene, kind):
            keys = [mention.key for mention in self.rows[row].mentions[:12]]
            if any(head in key.split() for key in keys):
                return row
        return None

    def _body(self, head: str, scene: Scene) -> int | None:
        """The body that a word for bodies means: by name, by sort, or the only one about."""
        named = self._named_so(head, scene, "organisation")
        if named is not None:
            return named
        recent = self._recent(scene, "organisation", may_be_body)
        for row in recent:
            sort = self._sort(row)
            if sort and head in _SORTS.get(sort, ()):
                return row
        if head not in _SORTS["company"] and head not in _SORTS["charity"]:
            return None
        near = [
            row
            for row in recent
            if not self._sort(row) and not self._official(row) and self._near(row, scene)
        ]
        last = scene.place.last_speaker
        if last in near:
            return last
        return near[0] if len(near) == 1 else None

    def _near(self, row: int, scene: Scene) -> bool:
        paragraph = scene.layout.paragraph(scene.place.start)
        return any(
            entry.row == row and scene.layout.paragraph(entry.start) >= paragraph - 2
            for entry in scene.entries[-40:]
        )

    def _sort(self, row: int) -> str:
        keys = [mention.key for mention in self.rows[row].mentions[:12]]
        bodies = (lists.bodies().get(key) for key in keys)
        return next((body.sort for body in bodies if body), "")

    def _official(self, row: int) -> bool:
        """Whether a body's name says that it is no firm."""
        words = {word for mention in self.rows[row].mentions[:6] for word in mention.key.split()}
        return bool(words & lists.words("official-head"))


def may_be_body(row: Cluster) -> bool:
    """Whether "it" or "they" may mean the row; a lone word of no sex may be a body too."""
    if row.kind != "person":
        return row.kind == "organisation" and not any(c.isdigit() for c in row.mentions[0].text)
    return not row.people and row.gender is None and row.hint is None


_SORTS = {
    "company": frozenset(
        (
            "company",
            "firm",
            "giant",
            "carmaker",
            "automaker",
            "airline",
            "retailer",
            "chain",
            "maker",
            "manufacturer",
            "startup",
            "start-up",
            "developer",
            "group",
            "operator",
        )
    ),
    "outlet": frozenset(
        ("newspaper", "paper", "magazine", "outlet", "publication", "daily", "site", "website")
    ),
    "broadcaster": frozenset(("broadcaster", "network", "channel", "outlet", "station")),
    "news-agency": frozenset(("agency", "outlet")),
    "bank": frozenset(("bank", "lender", "company", "firm")),
    "agency": frozenset(("agency", "bureau", "service", "watchdog", "regulator")),
    "ministry": frozenset(("ministry", "department", "office")),
    "party": frozenset(("party",)),
    "court": frozenset(("court", "tribunal")),
    "charity": frozenset(
        (
            "charity",
            "group",
            "organisation",
            "organization",
            "foundation",
            "nonprofit",
            "association",
            "society",
            "movement",
            "institute",
        )
    ),
    "army": frozenset(("group", "army", "military", "militia", "force", "movement")),
    "body": frozenset(("organisation", "organization", "body", "bloc", "alliance")),
    "police": frozenset(("police", "force", "department")),
    "university": frozenset(("university", "school", "college")),
    "team": frozenset(("club", "team", "side")),
    "league": frozenset(("league",)),
    "parliament": frozenset(("parliament", "assembly")),
    "union": frozenset(("union",)),
    "institute": frozenset(("institute", "center", "centre")),
    "government": frozenset(("government", "administration")),
}
