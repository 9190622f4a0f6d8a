"""Passages put together from parts, in manners of reporting that the corpus lacks.

The corpus is American political news. Agencies, courts, sport, science, British papers,
interviews and transcripts report in other ways. What is said is taken from the corpus's
training articles; who says it, and how it is printed, from the lists and patterns here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.language.marks import stretches
from reader.language.training import corpora, invented
from reader.language.training.corpora import Marked, NameTag, Sample
from reader.language.training.peoplenames import FAMILIES, MEN, WOMEN
from reader.news import Span

_ROLES_TEXT = """
chief executive|head coach|lead author|captain|finance minister|foreign minister|prime minister
mayor|police chief|union leader|chief economist|analyst|striker|goalkeeper|defence lawyer|judge
prosecutor|spokesman|spokeswoman|spokesperson|professor|epidemiologist|director|curator|novelist
resident|teacher|farmer|nurse|campaigner|eyewitness|harbour master|general secretary|chairwoman
inspector|ambassador|general|governor|commissioner|deputy governor|biologist|astronomer|manager
""".strip()
ROLES = re.split(r"[|\n]", _ROLES_TEXT)
_NOBODY_TEXT = """
the company|the ministry|the court|police|officials|prosecutors|the union|researchers|the army
the government|the club|the central bank|witnesses|residents|a spokesman|a spokeswoman|the agency
the military|her lawyer|his lawyer|one resident|an official|the report|the study|the judge|the bank
the regulator|local officials|a source close to the talks|a government spokesperson|the families
""".strip()
NOBODY = re.split(r"[|\n]", _NOBODY_TEXT)
_SAID_TEXT = """
said said said said said said told_reporters added continued explained argued warned insisted
replied recalled admitted joked wrote tweeted posted announced claimed noted conceded declared
told_the_court told_AFP told_the_BBC told_Reuters testified commented protested asked
"""
SAID = [s.replace("_", " ") for s in _SAID_TEXT.split()]
THAT = ["said", "said", "told reporters", "warned", "announced", "denied", "confirmed", "reported"]
THAT += ["insisted", "acknowledged", "alleged", "claimed", "added", "argued", "estimated", "ruled"]
SAYS = ["says", "writes", "recalls", "explains", "insists", "asks", "argues", "admits"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_PLAIN_TEXT = """
The talks in {LOC} are due to resume on {DAY}.|Shares in {ORG} fell four percent in early trading.
{PER} was not at the hearing.|The decision by {ORG} was published late on {DAY}.
A second round will be played in {LOC} next month.|{ORG} and {ORG} declined to comment.
The two sides have met three times since spring.|The trial of {PER} in {LOC} continues.
Her book {TITLE} won a prize last year.|The film, {TITLE}, opens in {LOC} on {DAY}.
The so-called {TITLE} plan would cost 40 million.|The fire in {LOC} burned for three days.
{PER} scored twice and {PER} once.|The bridge was closed at noon, and traffic was diverted.
{PER}, 54, joined {ORG} in 2019 after nine years at {ORG}.|Exports to {LOC} rose by a fifth.
""".strip()
PLAIN = re.split(r"[|\n]", _PLAIN_TEXT)
_TITLES_TEXT = """
The Long Winter|Harbour Lights|green line
Nobody's Daughter|northern corridor|Second Tide|clean hands
""".strip()
TITLES = re.split(r"[|\n]", _TITLES_TEXT)
STYLES = [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("« ", " »"), ("„", "“")]
STYLES += [("»", "«"), ("„", "”"), ("''", "''")]
_WEIGHTS = (5, 5, 5, 4, 2, 1, 2, 1, 1, 1)
DASHES = ["—", "–", "― ", "-- ", "— ", "– "]


@dataclass(slots=True)
class Draft:
    """A text being put together."""

    text: str = ""
    marked: list[Marked] = field(default_factory=list)
    names: list[NameTag] = field(default_factory=list)

    def put(self, words: str) -> Span:
        """Write words; gives their place."""
        start = len(self.text)
        self.text += words
        return start, len(self.text)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody of a passage in the forms that name them."""

    full: str
    short: str
    pronoun: str
    role: str
    body: str
    """An organisation or place they belong to, or nothing."""
    body_type: str


@dataclass(frozen=True, slots=True)
class Pool:
    """What is said, and the bodies and places that are named."""

    spoken: tuple[str, ...]
    reported: tuple[str, ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def gather(cls, samples: Sequence[Sample]) -> Pool:
        """From the training articles and the project's lists."""
        spoken, reported = [], []
        for sample in samples:
            for a in sample.attributions or ():
                for start, end in a.content:
                    words = sample.text[start:end].strip()
                    if "\n" in words or not 12 < len(words) < 420:
                        continue
                    bare = words.strip("“”\"'‘’ ")
                    quoted = words[0] in "“\"'" and not stretches(bare)
                    if quoted and not re.search(r"[“”\"]|''", bare) and bare[0].isupper():
                        spoken.append(bare)
                    elif words.startswith("that ") and not re.search(r"[“”\"]|''", words):
                        reported.append(words.rstrip(".,"))
        rows = corpora.rows
        orgs = [form for row in rows("organisations.tsv") for cell in row[:2] for form in cell]
        locs = [cell[0] for row in rows("countries.tsv") for cell in (row[0], row[3]) if cell]
        locs += [row[0][0] for row in rows("places.tsv") if not row[0][0].endswith(" state")]
        return cls(tuple(spoken), tuple(reported), tuple(orgs), tuple(locs))


class Stage:
    """Writes passages."""

    def __init__(self, pool: Pool, rng: random.Random) -> None:
        self.pool, self.rng = pool, rng
        self.draft = Draft()
        self.opener, self.closer = rng.choices(STYLES, _WEIGHTS)[0]
        self.gap = rng.choice(["\n", "\n\n"])

    def passage(self, number: int) -> Sample:
        """One passage with all that is in it."""
        rng = self.rng
        people = [self._speaker() for _ in range(rng.randint(1, 4))]
        manner = rng.choices(
            [self._news, self._transcript, self._interview, self._voices], (10, 3, 2, 2)
        )[0]
        manner(people)
        d = self.draft
        named = tuple(n for n in d.names if n[1] <= len(d.text))
        unknown = tuple(s for a in d.marked for s in a.content)
        marked = tuple(d.marked)
        return Sample(f"staged-{number}", d.text, marked, named, unknown, weight=0.7)

    def _speaker(self) -> Speaker:
        rng = self.rng
        woman = rng.random() < 0.5
        first = rng.choice(WOMEN if woman else MEN)
        last = invented.family(rng)
        if rng.random() < 0.15:
            last = f"{last}-{rng.choice(FAMILIES)}"
        org = rng.random() < 0.6
        body = self._organisation() if org else rng.choice(self.pool.places)
        return Speaker(
            f"{first} {last}",
            last if rng.random() < 0.85 else first,
            "she" if woman else "he",
            rng.choice(ROLES),
            body,
            "ORG" if org else "LOC",
        )

    def _organisation(self) -> str:
        if self.rng.random() < 0.5:
            return self.rng.choice(self.pool.organisations)
        return invented.organisation(self.rng)

    def _name(self, words: str, type_: str) -> Span:
        the = re.match(r"(?:the|The) ", words)
        if the:
            self.draft.put(the.group())
            words = words[the.end() :]
        start, end = self.draft.put(words)
        self.draft.names.append((start, end, type_))
        return start, end

    def _said_by(self, who: Speaker, first: bool) -> Span:
        """Write a speaker; the whole noun phrase."""
        rng, d = self.rng, self.draft
        start = len(d.text)
        if first:
            way = rng.randrange(5)
            if way == 0:
                d.put(rng.choice([who.role.capitalize(), "The " + who.role, who.role]) + " ")
                self._name(who.full, "PER")
            elif way == 1:
                self._name(who.full, "PER")
                d.put(f", {rng.choice(['a', 'the', 'a former'])} {who.role}")
                if rng.random() < 0.6:
                    d.put(rng.choice([" at ", " of ", " for "]))
                    self._name(who.body, who.body_type)
                d.put(",")
            elif way == 2:
                self._name(who.body, who.body_type)
                d.put(f" {who.role} ")
                self._name(who.full, "PER")
            elif way == 3:
                self._name(who.full, "PER")
                d.put(f", {rng.randint(19, 80)},")
            else:
                self._name(who.full, "PER")
        elif rng.random() < 0.5:
            d.put(who.pronoun)
        else:
            self._name(who.short, "PER")
        return start, len(d.text)

    def _quote(self, words: str, end: str) -> Span:
        """Write words between marks; gives the place of both."""
        inside = words.rstrip(".,") + end if words[-1] not in "?!…" else words
        outside = ""
        if self.opener in "‘'" and end in ".," and self.rng.random() < 0.4:
            inside, outside = inside.rstrip(end), end
        start = self.draft.put(self.opener)[0]
        self.draft.put(inside)
        stop = self.draft.put(self.closer)[1]
        self.draft.put(outside)
        return start, stop

    def _cue(self, words: str) -> Span:
        """Write a cue; in "told reporters" it is the first word alone."""
        start, end = self.draft.put(words)
        first = re.match(r"(?:told|said|wrote) ", words)
        return (start, start + first.end() - 1) if first else (start, end)

    def _sentence_case(self, start: int) -> None:
        text = self.draft.text
        self.draft.text = text[:start] + text[start : start + 1].upper() + text[start + 1 :]

    def _halves(self) -> tuple[str, str | None]:
        words = self.rng.choice(self.pool.spoken)
        parts = re.split(r"(?<=[.?!]) (?=[A-Z])", words)
        if len(parts) > 1 and self.rng.random() < 0.7:
            return parts[0], " ".join(parts[1:])
        return words, None

    def _news(self, people: list[Speaker]) -> None:
        rng, d = self.rng, self.draft
        known: set[str] = set()
        last: Speaker | None = None
        for k in range(rng.randint(3, 8)):
            if k:
                d.put(self.gap)
            who = rng.choice(people)
            if last is not None and rng.random() < 0.5:
                who = last
            writers = [self._spoken, self._report, self._plain, self._body, self._lead_in]
            writer = rng.choices(writers, (8, 4, 3, 4, 3))[0]
            before = len(d.marked)
            writer(who, who.full not in known)
            if len(d.marked) > before and writer in (self._spoken, self._report, self._lead_in):
                known.add(who.full)
                last = who
                if writer is not self._report and rng.random() < 0.12:
                    self._run_on()
            if rng.random() < 0.3:
                d.put(" ")
                self._plain(who, False)

    def _run_on(self) -> None:
        """A further paragraph of the same speech, which names nobody."""
        last = self.draft.marked[-1]
        self.draft.put(self.gap)
        span = self._quote(self.rng.choice(self.pool.spoken), ".")
        self.draft.marked[-1] = Marked((*last.content, span), last.cue, last.source)

    def _spoken(self, who: Speaker, first: bool) -> None:
        rng, d = self.rng, self.draft
        one, two = self._halves()
        cue_words = rng.choice(SAID if rng.random() < 0.85 else SAYS)
        turned = rng.random() < 0.4 and " " not in cue_words
        spans = [self._quote(one, ",")]
        d.put(" ")
        if turned:
            cue = self._cue(cue_words)
            d.put(" ")
            source = self._said_by(who, first)
        else:
            source = self._said_by(who, first)
            d.put(" ")
            cue = self._cue(cue_words)
        if d.text.endswith(","):
            source = (source[0], min(source[1], len(d.text) - 1)) if turned else source
            d.text = d.text[:-1]
        if two:
            d.put(rng.choice([". ", ". ", ", "]) if two[0].isupper() else ", ")
            spans.append(self._quote(two, "."))
        else:
            if rng.random() < 0.3:
                d.put(f" on {rng.choice(DAYS)}")
            d.put(".")
        d.marked.append(Marked(tuple(spans), (cue,), (source,)))

    def _report(self, who: Speaker, first: bool) -> None:
        rng, d = self.rng, self.draft
        words = rng.choice(self.pool.reported)
        if rng.random() < 0.3:
            start = len(d.text)
            content = d.put(words.removeprefix("that "))
            self._sentence_case(start)
            d.put(", ")
            if rng.random() < 0.6:
                cue = d.put("according to")
                d.put(" ")
                source = self._said_by(who, True)
            else:
                source = self._said_by(who, first)
                d.put(" ")
                cue = d.put(rng.choice(["said", "said", "added", "warned"]))
            source = (source[0], source[1] - d.text[slice(*source)].endswith(","))
            if d.text.endswith(","):
                d.text = d.text[:-1]
        else:
            start = len(d.text)
            source = self._said_by(who, first)
            self._sentence_case(start)
            d.put(" ")
            cue = self._cue(rng.choice(THAT))
            d.put(" ")
            content = d.put(words if rng.random() < 0.6 else words.removeprefix("that "))
        d.put(".")
        d.marked.append(Marked((content,), (cue,), (source,)))

    def _body(self, who: Speaker, first: bool) -> None:
        """A body or an unnamed person says something."""
        rng, d = self.rng, self.draft
        start = len(d.text)
        if rng.random() < 0.5:
            source = d.put(rng.choice(NOBODY))
        else:
            if rng.random() < 0.3:
                d.put("a spokesperson for ")
            self._name(self._organisation(), "ORG")
            source = (start, len(d.text))
        self._sentence_case(start)
        d.put(" ")
        if rng.random() < 0.5:
            cue = self._cue(rng.choice(THAT))
            d.put(" ")
            content = d.put(rng.choice(self.pool.reported))
            d.put(".")
        else:
            cue = self._cue(rng.choice(["said", "said in a statement", "wrote", "tweeted", "said"]))
            d.put(rng.choice([": ", ", ", ": "]))
            content = self._quote(rng.choice(self.pool.spoken), ".")
        d.marked.append(Marked((content,), (cue,), (source,)))

    def _lead_in(self, who: Speaker, first: bool) -> None:
        """The speaker before a colon; the words after it, or in the next paragraph."""
        rng, d = self.rng, self.draft
        start = len(d.text)
        source = self._said_by(who, first)
        self._sentence_case(start)
        d.put(" ")
        cue = self._cue(rng.choice([*SAID, "continued", "went on"]))
        d.put(rng.choice([": ", ":" + self.gap, ", "]))
        content = self._quote(rng.choice(self.pool.spoken), ".")
        d.marked.append(Marked((content,), (cue,), (source,)))

    def _plain(self, who: Speaker, first: bool) -> None:
        """A sentence that quotes nobody, with names and marks that are no quotes."""
        rng, d = self.rng, self.draft
        pattern = rng.choice(PLAIN)
        edges = [0, *(k for m in re.finditer(r"\{\w+\}", pattern) for k in m.span()), len(pattern)]
        for a, b in pairwise(edges):
            piece = pattern[a:b]
            if piece == "{PER}":
                self._name(self._speaker().full, "PER")
            elif piece == "{ORG}":
                self._name(self._organisation(), "ORG")
            elif piece == "{LOC}":
                self._name(rng.choice(self.pool.places), "LOC")
            elif piece == "{DAY}":
                d.put(rng.choice(DAYS))
            elif piece == "{TITLE}":
                d.put(self.opener + rng.choice(TITLES) + self.closer)
            else:
                d.put(piece)

    def _transcript(self, people: list[Speaker]) -> None:
        rng, d = self.rng, self.draft
        capitals = rng.random() < 0.5
        marked = rng.random() < 0.2 and self.opener not in "'\""
        count = rng.randint(3, 9)
        for k in range(count):
            if k:
                d.put(self.gap)
            if marked:  # one long quote, opened again with each paragraph
                d.put(self.opener.strip())
            who = people[k % len(people)]
            words = rng.choice([who.full if k < len(people) else who.short, who.short])
            words = words.upper() if capitals else words
            source = self._name(words, "PER")
            cue = d.put(":")
            d.put(" ")
            spoken = " ".join(rng.sample(self.pool.spoken, rng.randint(1, 2)))
            content = d.put(spoken)
            if marked and k == count - 1:
                d.put(self.closer.strip())
            d.marked.append(Marked((content,), (cue,), (source,)))

    def _interview(self, people: list[Speaker]) -> None:
        """Questions and answers; questions have no one's name."""
        rng, d = self.rng, self.draft
        who = people[0]
        self._name(who.full, "PER")
        d.put(f" is {rng.choice(['a', 'the'])} {who.role} at ")
        self._name(who.body, who.body_type)
        d.put(f". We met in {rng.choice(DAYS)} rain.")
        for _ in range(rng.randint(2, 4)):
            d.put(self.gap)
            self._spoken(who, False)

    def _voices(self, people: list[Speaker]) -> None:
        """Quotes with the name after a dash, or before a colon."""
        rng, d = self.rng, self.draft
        before, dash = rng.random() < 0.35, rng.choice(DASHES)
        for k in range(rng.randint(2, 6)):
            if k:
                d.put(self.gap)
            who = self._speaker()
            words = rng.choice(self.pool.spoken)
            if before:
                source = self._name(who.full, "PER")
                cue = d.put(":")
                d.put(" ")
                content = self._quote(words, ".")
            else:
                content = self._quote(words, ".")
                d.put(" ")
                cue = d.put(dash.strip())
                d.put(" " if rng.random() < 0.7 or dash.endswith(" ") else "")
                source = self._name(who.full, "PER")
                if rng.random() < 0.3:
                    d.put(f", {rng.choice(self.pool.places)}")
            d.marked.append(Marked((content,), (cue,), (source,)))


def passages(pool: Pool, count: int, rng: random.Random) -> list[Sample]:
    """So many passages."""
    return [Stage(pool, rng).passage(k) for k in range(count)]
