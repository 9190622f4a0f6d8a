"""Names merged into the entities of one article: each once, under its best name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from reader.language import lists
from reader.language.analysis import Name
from reader.language.lists import fold
from reader.language.resolution import (
    acronyms,
    aliases,
    bodies,
    homonyms,
    people,
    recall,
    roles,
    spans,
)
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.mention import Mention
from reader.language.resolution.mentions import prepare
from reader.language.resolution.names import parse
from reader.news import Entity


def build(text: str, found: Sequence[Name]) -> list[Cluster]:
    """The rows of an article, in order of first mention."""
    mentions = prepare(text, spans.repair(text, found))
    rows = _merge(text, mentions)
    more = recall.missed(text, mentions, rows)
    if more:
        mentions = sorted([*mentions, *more], key=lambda mention: mention.start)
        rows = _merge(text, mentions)
    _define(text, rows)
    people_end = frozenset(mention.end for mention in mentions if mention.kind == "person")
    for row in rows:
        row.mentions.sort(key=lambda mention: mention.start)
        row.roles = roles.of(text, row, people_end) if row.kind == "person" else []
        if row.mentions:
            row.shown = display_name(row)
    return sorted((row for row in rows if row.mentions), key=lambda row: row.mentions[0].start)


def _merge(text: str, mentions: list[Mention]) -> list[Cluster]:
    persons = [mention for mention in mentions if mention.kind == "person"]
    others = [mention for mention in mentions if mention.kind != "person"]
    return people.merge(text, persons) + homonyms.apart(text, bodies.merge(others))


def _define(text: str, rows: list[Cluster]) -> None:
    """Join acronyms with the names that the text defines them by; keep other definitions."""
    where = sorted(
        (
            (mention.start, mention.end, at)
            for at, row in enumerate(rows)
            for mention in row.mentions
        )
    )

    def at_span(start: int, end: int) -> int | None:
        index = bisect_left(where, (start, 0, 0))
        for s, e, row in where[max(0, index - 1) : index + 3]:
            if abs(s - start) <= 5 and abs(e - end) <= 1:
                return row
        return None

    moved: dict[int, int] = {}

    for definition in acronyms.definitions(text):
        short = at_span(*definition.short)
        long = at_span(*definition.long)
        if short is None:
            continue
        other = _home(moved, short)
        one = other if long is None else _home(moved, long)
        if rows[other].kind == "person":
            continue
        if long is None:
            rows[other].definitions.append(definition.long)
        elif one != other and _may_define(rows[one], rows[other]):
            rows[one].absorb(rows[other])
            moved[other] = one
    _join_said(text, rows)


def _may_define(one: Cluster, other: Cluster) -> bool:
    """Whether the kinds of a name and of the acronym that it defines go together."""
    return one.kind != "person" and (one.kind == other.kind or len(other.mentions) < 3)


def _join_said(text: str, rows: list[Cluster]) -> None:
    """Join the rows of which the text says that they are one ("X, formerly Twitter")."""
    homes = {mention.start: at for at, row in enumerate(rows) for mention in row.mentions}
    mentions = sorted((m for row in rows for m in row.mentions), key=lambda m: m.start)
    moved: dict[int, int] = {}
    for long, short, in_words in aliases.pairs(text, mentions):
        one, other = (_home(moved, homes[mention.start]) for mention in (long, short))
        if one != other and (in_words or _may_shorten(rows[one], rows[other])):
            rows[one].absorb(rows[other])
            moved[other] = one


def _home(moved: dict[int, int], at: int) -> int:
    """Where the mentions of a row have gone in the end."""
    while at in moved:
        at = moved[at]
    return at


def _may_shorten(one: Cluster, other: Cluster) -> bool:
    """Whether nothing speaks against an acronym's standing for the name before it.

    "Boston Celtics (NBA)" names the league.
    """
    return not other.known or other.known == one.known


def display_name(row: Cluster) -> str:
    """The name under which a row is shown: the fullest form that the article gives."""
    return row.shown or " ".join(_best_form(row).split())


def _best_form(row: Cluster) -> str:
    forms = row.surfaces()
    if len(forms) == 1 and not row.known and not row.mentions[0].text.isupper():
        return row.mentions[0].text
    if row.known.startswith("The ") and row.known[4:] in forms:
        return row.known
    if row.known and fold(row.known) in map(fold, forms):
        best = [form for form in forms if fold(form) == fold(row.known)]
        if row.kind in ("place", "nationality"):
            shown = _cased(best, forms)
            return row.known if shown.isupper() else shown  # a dateline's "SEOUL"
    longest = max(forms, key=lambda form: _fullness(row, form, forms))
    return _cased([form for form in forms if fold(form) == fold(longest)], forms)


def _fullness(row: Cluster, form: str, forms: Counter[str]) -> tuple[int, ...]:
    if row.kind == "person":
        person = parse(form)
        whole = sum(len(part) > 1 for part in person.parts)
        known = any(part in lists.genders() for part in person.parts[:1])
        order = -list(forms).index(form)
        return (min(whole, 2), known, min(whole, 4), forms[form], len(person.parts), order)
    plain = not acronyms.is_acronym(form)
    return (plain, min(len(form.split()), 6), forms[form], len(form))


def _cased(same: list[str], forms: Counter[str]) -> str:
    """Of forms that differ in case or accents only: the commonest that is not all capitals."""
    mixed = [form for form in same if not form.isupper()] or same
    best = max(mixed, key=lambda form: (forms[form], not form.islower()))
    words = best.split()
    if best.isupper() and any(
        len(word) > 5 or (len(words) > 1 and len(word) > 3) for word in words
    ):
        return " ".join(_title(word) for word in words)
    return best


def _title(word: str) -> str:
    if "." in word or (
        not word.isalpha() and "-" not in word and "'" not in word and "’" not in word
    ):
        return word
    low = word.lower()
    if low in ("of", "the", "and", "for", "de", "la"):
        return low
    return "-".join(part.capitalize() for part in word.split("-"))


def entity(text: str, row: Cluster) -> Entity:
    """The row as the program knows it."""
    name = display_name(row)
    forms = list(row.surfaces()) + [text[start:end] for start, end in row.definitions]
    aliases = {" ".join(form.split()) for form in forms} - {name}
    role = " ".join(text[slice(*row.roles[0])].split()) if row.roles else None
    return Entity(
        name=name,
        kind=row.kind,
        mentions=tuple(mention.span for mention in row.mentions),
        aliases=tuple(sorted(aliases, key=lambda alias: (-len(alias), alias))),
        role=role,
    )
