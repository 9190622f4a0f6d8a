"""Names of people merged: full names first, then surnames, then first names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict

from reader.language import lists
from reader.language.lists import Gender, fold
from reader.language.resolution import names
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.mention import Mention

_BUCKET = 40
"""How many people of one surname are compared, so that the work stays linear."""
_PRONOUN = re.compile(r"\b([Hh]e|[Hh]is|[Hh]im|[Ss]he|[Hh]er)\b")
_BEFORE = re.compile(r"([^\W\d_][\w’'-]*\.?)\s+$")


def merge(text: str, mentions: list[Mention]) -> list[Cluster]:
    """One row for each person among the mentions (all of kind person)."""
    full = [m for m in mentions if names.parse(m.text).first and not _is_title(m.key)]
    short = [m for m in mentions if not names.parse(m.text).first or _is_title(m.key)]
    rows = _tails(_full_names(full))
    lasts = {person.last for row in rows for person in row.people}
    titled = [m for m in short if _is_title(m.key) and m.key not in lasts]
    short = [m for m in short if not _is_title(m.key) or m.key in lasts]
    for row in rows:
        row.gender = _gender(text, row)
        firsts = (lists.leanings().get(person.first) for person in row.people)
        row.hint = next((told for told in firsts if told), None)
    book = _Book(rows)
    for mention in short:
        book.place(text, mention)
    for mention in titled:
        _hold_title(text, book.rows, mention)
    _misspelt(book.rows)
    _hints(text, book.rows)
    return [row for row in book.rows if row.mentions]


def _misspelt(rows: list[Cluster]) -> None:
    """Join a surname that is a slip away from that of somebody introduced right before.

    Only where neither the surname as it should be nor a name to the slip occurs elsewhere.
    """
    named = sorted(
        ((m.start, m.end, at) for at, row in enumerate(rows) if row.people for m in row.mentions)
    )
    for row in rows:
        if row.people or not row.mentions or " " in row.mentions[0].key:
            continue
        word, start = row.mentions[0].key, row.start
        at = bisect_left(named, (start, 0, 0))
        latest = [(end, rows[owner]) for _, end, owner in named[max(0, at - 6) : at]]
        plural = len(row.mentions) == 1 and word not in lists.genders()
        for end, owner in reversed(latest):
            if plural and any(word + "s" == person.last for person in owner.people):
                owner.absorb(row)  # "Water's", of Ann Waters
                break
            alone = any(" " not in mention.key for mention in owner.mentions)
            slipped = start - end < 700 and any(_slipped(word, p.last) for p in owner.people)
            if slipped and not alone:
                owner.absorb(row)
                break


def _slipped(one: str, other: str) -> bool:
    """Whether one surname is the other with a slip, or a rare long one with two."""
    if one_slip(one, other):
        return True
    if one in lists.surnames() or other in lists.surnames() or one[:1] != other[:1]:
        return False
    return min(len(one), len(other)) >= 8 and _distance(one, other) <= 2


def _distance(one: str, other: str) -> int:
    """How many letters must be changed, added or left out to make one word the other."""
    if abs(len(one) - len(other)) > 2 or max(len(one), len(other)) > 30:
        return 3
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, row[0] = row[0], at
        for to, wanted in enumerate(other, 1):
            last, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, last + (letter != wanted))
    return row[-1]


def one_slip(one: str, other: str) -> bool:
    """Whether two longer words differ by one letter missing, added, changed or swapped."""
    if one == other or min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    if one[0] != other[0]:
        return False
    head = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if head is None:
        return True
    rest, other_rest = one[head:], other[head:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[2:] == other_rest[2:] and rest[:2] == other_rest[:2][::-1])
    )


def _hints(text: str, rows: list[Cluster]) -> None:
    """Where no title or first name tells: the pronouns that follow the name most often."""
    starts = sorted(mention.start for row in rows for mention in row.mentions)
    for row in rows:
        if row.gender is not None:
            continue
        votes: Counter[Gender] = Counter()
        for mention in row.mentions[:30]:
            after = bisect_right(starts, mention.start)
            end = min(starts[after] if after < len(starts) else len(text), mention.end + 160)
            told = _PRONOUN.search(text, mention.end, end)
            if told:
                votes["female" if told.group(1).lower() in ("she", "her") else "male"] += 1
        he, she = votes["male"], votes["female"]
        if row.hint is None and max(he, she) > 2 * min(he, she):
            row.hint = "male" if he > she else "female"


def _is_title(key: str) -> bool:
    """Whether a "name" is a title alone ("the President", "Home Secretary")."""
    if key in lists.words("title"):
        return True
    first, _, last = key.rpartition(" ")
    return bool(first) and last in lists.words("title-head") and first not in lists.genders()


def _hold_title(text: str, rows: list[Cluster], mention: Mention) -> None:
    """Give a bare title ("the President") to the one person who bears it; else it is no name."""
    bearers = [
        row
        for row in rows
        if row.people
        and any(
            fold(text[max(0, m.start - 40) : m.start].rsplit("\n", 1)[-1]).endswith(mention.key)
            for m in row.mentions[:3]
        )
    ]
    if len(bearers) == 1:
        bearers[0].add(mention)


def _full_names(mentions: list[Mention]) -> list[Cluster]:
    by_name: dict[str, Cluster] = {}
    rows: list[Cluster] = []
    buckets: dict[str, list[Cluster]] = defaultdict(list)
    for mention in mentions:
        key = mention.key.replace("-", " ")
        row = by_name.get(key)
        if row is None:
            person = names.parse(mention.text)
            row = _compatible_row(person, buckets)
            if row is None:
                row = Cluster("person")
                rows.append(row)
            row.people.append(person)
            by_name[key] = row
            for part in dict.fromkeys(names.sound(p) for p in " ".join(person.parts).split()):
                if len(part) > 2 and row not in buckets[part][-_BUCKET:]:
                    buckets[part].append(row)
        row.add(mention)
    return rows


def _compatible_row(person: names.PersonName, buckets: dict[str, list[Cluster]]) -> Cluster | None:
    """The one row that all of whose names may be this person's; None if none or several."""
    part = names.sound(person.last.split(" ")[-1])
    fitting = [
        row
        for row in buckets.get(part, ())[:_BUCKET]
        if all(names.compatible(person, other) for other in row.people)
    ]
    if len(fitting) > 1:
        exact = [row for row in fitting if any(p.first == person.first for p in row.people)]
        fitting = exact
    return fitting[0] if len(fitting) == 1 else None


def _tails(rows: list[Cluster]) -> list[Cluster]:
    """Join "López Obrador" to "Andrés Manuel López Obrador": the end of one longer name."""
    ends: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for at, row in enumerate(rows):
        for person in row.people:
            parts = tuple(" ".join(person.parts).split())
            for size in range(2, len(parts)):
                ends[parts[-size:]].add(at)
    for at, row in enumerate(rows):
        owners = set.union(
            set(), *(ends.get(tuple(" ".join(p.parts).split()), ()) for p in row.people)
        )
        owners.discard(at)
        if len(owners) == 1 and row.mentions:
            owner = rows[owners.pop()]
            if owner.mentions:
                owner.absorb(row)
    return [row for row in rows if row.mentions]


class _Book:
    """Who may be meant by one word: the people of the article by surname and first name."""

    def __init__(self, rows: list[Cluster]) -> None:
        self.rows = rows
        self._last: dict[str, list[Cluster]] = defaultdict(list)
        self._first: dict[str, list[Cluster]] = defaultdict(list)
        self._alone: dict[str, Cluster] = {}
        self._recent: dict[str, Cluster] = {}
        self._counts = {id(row): len(row.mentions) for row in rows}
        self._starts = {id(row): [m.start for m in row.mentions] for row in rows}
        for row in rows:
            for person in row.people:
                self._enter(row, person)

    def _enter(self, row: Cluster, person: names.PersonName) -> None:
        lasts = {person.last, *person.last.split(" ")[-1:], *person.last.split("-")[-1:]}
        if person.family_first:
            lasts.add(person.first)
        if len(person.middle) > 1 or (person.middle and len(person.middle[-1]) > 3):
            lasts.add(person.middle[-1])  # Pedro Sánchez Castejón is "Sánchez"
        for last in lasts:
            if row not in self._last[names.sound(last)]:
                self._last[names.sound(last)].append(row)
        letters = names.initials(person)
        if len(letters) > 2 and row not in self._last[letters]:
            self._last[letters].append(row)
        for first in {person.first, person.nickname} - {""}:
            if row not in self._first[first] and not names.is_initial(first):
                self._first[first].append(row)

    def place(self, text: str, mention: Mention) -> None:
        """Give a one-word mention to the person it means, or to a row of its own."""
        person = names.parse(mention.text)
        word = person.last
        candidates = self._last.get(names.sound(word), [])
        if not candidates:
            candidates = self._firsts(word)
        told = _title_gender(text, mention.start)
        if told and len(candidates) > 1:
            candidates = [row for row in candidates if row.gender in (None, told)] or candidates
        if person.suffix and len(candidates) > 1:
            candidates = [
                row for row in candidates if any(p.suffix == person.suffix for p in row.people)
            ] or candidates
        if len(candidates) > 1:
            candidates = self._in_office(text, mention, candidates)
        if candidates:
            row = candidates[0] if len(candidates) == 1 else self._choose(candidates, mention)
        else:
            hint = lists.genders().get(word)
            row = self._alone.get(names.sound(word)) or Cluster("person", gender=told, hint=hint)
            if names.sound(word) not in self._alone:
                self._alone[names.sound(word)] = row
                self.rows.append(row)
        row.gender = row.gender or told
        row.add(mention)

    def _in_office(self, text: str, mention: Mention, candidates: list[Cluster]) -> list[Cluster]:
        """Of several people of one name those who bear the title before it; none if nobody does.

        "President Trump", where only his sons are named in full, is neither of them.
        """
        other = self._alone.get(names.sound(mention.key.split(" ")[-1]))
        if other is not None:
            candidates = [other, *candidates]
        title = _office(text, mention.start)
        if not title:
            return candidates
        return [
            row
            for row in candidates
            if any(title in _office(text, m.start) for m in row.mentions[:5]) or not row.mentions
        ]

    def _firsts(self, word: str) -> list[Cluster]:
        rows = list(self._first.get(word, ()))
        for other in lists.nicknames().get(word, ()):
            rows += [row for row in self._first.get(other, ()) if row not in rows]
        if not rows and len(word) >= 3 and len(self._first) <= _BUCKET * 5:
            longer = [first for first in self._first if first.startswith(word) and first != word]
            rows = self._first[longer[0]] if len(longer) == 1 and len(word) <= 5 else []
        return rows

    def _choose(self, candidates: list[Cluster], mention: Mention) -> Cluster:
        """Of several people of one surname: the one the article is about, else the latest.

        Papers repeat the first name of whoever is not meant by the bare surname.
        """

        def rank(row: Cluster) -> tuple[bool, int, int]:
            before = [m for m in self._starts.get(id(row)) or _starts(row) if m < mention.start]
            near = bool(before) and mention.start - before[-1] < 400 and len(before) == 1
            return (
                bool(before),
                self._counts.get(id(row), 9) + 2 * near,
                before[-1] if before else 0,
            )

        return max(candidates[:_BUCKET], key=rank)


def _starts(row: Cluster) -> list[int]:
    return [mention.start for mention in row.mentions[-3:]]


def _gender(text: str, row: Cluster) -> Gender | None:
    for mention in row.mentions[:3]:
        told = _title_gender(text, mention.start)
        if told:
            return told
    for mention in row.mentions[:3]:
        told = names.gender(mention.text)
        if told:
            return told
    return None


_OFFICES = frozenset(("president", "senator", "governor", "minister", "king", "queen", "pope"))


def _office(text: str, start: int) -> str:
    """The office right before a name, folded; empty without one."""
    before = _BEFORE.search(text[max(0, start - 25) : start])
    word = fold(before.group(1)) if before else ""
    return word if word in _OFFICES else ""


def _title_gender(text: str, start: int) -> Gender | None:
    before = _BEFORE.search(text[max(0, start - 25) : start])
    return names.title_gender(before.group(1)) if before else None
