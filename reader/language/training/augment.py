"""Changes that print as well could have made: mark styles, names, paragraphs, capitals.

Each takes a sample and gives one whose spans still hold. The corpora know three mark styles
and one year's politicians; the articles that people read know many of both.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from reader.language.marks import stretches
from reader.language.tokens import sentences
from reader.language.training import invented
from reader.language.training.corpora import Sample, Shift
from reader.language.training.peoplenames import FAMILIES, MEN, WOMEN

_STYLES = (
    ("“", "”", "‘", "’"),
    ('"', '"', "'", "'"),
    ("''", "''", "'", "'"),
    ("«", "»", "“", "”"),
    ("« ", " »", "“", "”"),
    ("»", "«", "›", "‹"),
    ("„", "“", "‚", "‘"),
    ("„", "”", "‚", "’"),
    ("”", "”", "’", "’"),
    ("‘", "’", "“", "”"),
    ("'", "'", '"', '"'),
)
_STYLE_WEIGHTS = (3, 4, 1, 3, 2, 1, 2, 1, 1, 5, 4)


def mark_style(sample: Sample, rng: random.Random) -> Sample:
    """All double marks in another style, nested ones too."""
    opener, closer, inner_open, inner_close = rng.choices(_STYLES, _STYLE_WEIGHTS)[0]
    single = opener in "‘'"
    changes: list[tuple[int, int, str]] = []
    for s in stretches(sample.text):
        if s.family not in ("double", "primes"):
            continue
        if single and s.closer is None and opener == "'":
            continue
        changes.append((*s.opener, opener))
        if s.closer:
            changes.append((*s.closer, closer))
        for start, end in s.nested:
            left, right = sample.text[start - 1], sample.text[end : end + 1]
            if left in "“‘'\"" and right in "”’'\"" and right:
                changes += [(start - 1, start, inner_open), (end, end + 1, inner_close)]
    return Shift(sample.text, changes).apply(sample)


def bare_marks(sample: Sample, rng: random.Random) -> Sample:
    """Some marks lost, as careless conversion loses them."""
    changes: list[tuple[int, int, str]] = []
    for s in stretches(sample.text):
        if rng.random() < 0.06:
            changes.append((*s.opener, ""))
        if s.closer and rng.random() < 0.06:
            changes.append((*s.closer, ""))
    return Shift(sample.text, changes).apply(sample)


_WORD = re.compile(r"[A-Z][\w’'-]*[a-z]\w*")
_WOMEN, _MEN = frozenset(WOMEN), frozenset(MEN)
_NO_NAME_TEXT = """
President Senator Secretary Governor Mr Mrs Ms Dr Sen Rep Gov Gen Judge Pope King Queen Prince
Jr Sr The
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())


def other_people(sample: Sample, rng: random.Random) -> Sample:
    """Most people of a text under other names, the same person always under the same."""
    if not sample.names:
        return sample
    new: dict[str, str] = {}
    people = [n for n in sample.names if n[2] == "PER"]
    for start, end, _ in sorted(people, key=lambda n: n[0] - n[1]):
        found = [w for w in _WORD.findall(sample.text[start:end]) if w not in _NO_NAME]
        for k, word in enumerate(found):
            word = re.sub(r"['’]s$", "", word)
            if word in new:
                continue
            if rng.random() < 0.25:
                new[word] = word
            elif k + 1 < len(found):
                pool = WOMEN if word in _WOMEN else MEN if word in _MEN else WOMEN + MEN
                new[word] = rng.choice(pool)
            else:
                new[word] = rng.choice(FAMILIES)
    others = {i for s, e, t in sample.names if t != "PER" for i in range(s, e)}
    changes = [
        (m.start(), m.end(), new[m.group()])
        for m in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", sample.text)
        if new.get(m.group(), m.group()) != m.group() and m.start() not in others
    ]
    return Shift(sample.text, changes).apply(sample)


def other_bodies(sample: Sample, rng: random.Random) -> Sample:
    """Some organisations and places under names that nobody has, the same under the same."""
    new: dict[tuple[str, str], str] = {}
    changes: list[tuple[int, int, str]] = []
    for start, end, type_ in sample.names or ():
        if type_ not in ("ORG", "LOC"):
            continue
        name = sample.text[start:end]
        if (name, type_) not in new:
            made = name
            if rng.random() < 0.5:
                make = invented.organisation if type_ == "ORG" else invented.place
                made = make(rng).removeprefix("the ").removeprefix("The ")
            new[name, type_] = made.upper() if name.isupper() and len(name) > 6 else made
        if new[name, type_] != name:
            changes.append((start, end, new[name, type_]))
    return Shift(sample.text, changes).apply(sample)


def _crossed(sample: Sample, at: int) -> bool:
    spans = [s for a in sample.attributions or () for p in (a.content, a.cue, a.source) for s in p]
    spans += [(s, e) for s, e, _ in sample.names or ()]
    return any(start < at < end for start, end in spans)


def joined_paragraphs(sample: Sample, rng: random.Random) -> Sample:
    """Some line breaks gone; never one that an open mark needs."""
    unclosed = {s.end for s in stretches(sample.text) if s.closer is None}
    changes = [
        (m.start(), m.end(), " ")
        for m in re.finditer(r"\s*\n\s*", sample.text)
        if m.start() not in unclosed and rng.random() < 0.5
    ]
    return Shift(sample.text, changes).apply(sample)


def split_paragraphs(sample: Sample, rng: random.Random) -> Sample:
    """Some sentences on lines of their own, as agencies and broadcasters print."""
    quoted = [(s.opener[0], s.end) for s in stretches(sample.text)]
    changes = []
    for start, _ in sentences(sample.text):
        if not start or sample.text[start - 1] != " " or rng.random() < 0.5:
            continue
        if not any(a < start < b for a, b in quoted) and not _crossed(sample, start):
            changes.append((start - 1, start, "\n"))
    return Shift(sample.text, changes).apply(sample)


def capitals(sample: Sample, rng: random.Random) -> Sample:
    """One line or all of the text in capitals, title case or lower case."""
    text = sample.text
    lines = [m.span() for m in re.finditer(r"[^\n]+", text)]
    if not lines:
        return sample
    if rng.random() < 0.25:
        changed = text.lower()
    else:
        start, end = lines[0] if rng.random() < 0.5 else rng.choice(lines)
        line = text[start:end]
        line = line.upper() if rng.random() < 0.5 else re.sub(r"\b[a-z]{4,}", _capital, line)
        changed = text[:start] + line + text[end:]
    return replace(sample, text=changed) if len(changed) == len(text) else sample


def _capital(match: re.Match[str]) -> str:
    return match.group().capitalize()


def changed(sample: Sample, rng: random.Random) -> Sample:
    """A sample as one epoch sees it."""
    if sample.readings and rng.random() < 0.8:
        sample = replace(sample, attributions=rng.choice(sample.readings))
    if rng.random() < 0.4:
        sample = other_people(sample, rng)
    if rng.random() < 0.3:
        sample = other_bodies(sample, rng)
    if sample.attributions is not None and rng.random() < 0.4:
        sample = mark_style(sample, rng)
    if sample.attributions is not None and rng.random() < 0.08:
        sample = bare_marks(sample, rng)
    chance = rng.random()
    if chance < 0.12:
        sample = joined_paragraphs(sample, rng)
    elif chance < 0.24:
        sample = split_paragraphs(sample, rng)
    if rng.random() < 0.06:
        sample = capitals(sample, rng)
    return sample
