"""Speakers to names: each attribution's speaker span to the person or body meant.

One pass over the text in order: names and pronouns are entered as they come, and each
attribution is resolved with what was said before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reader.language import lists
from reader.language.analysis import Analysis, Attribution
from reader.language.cues import asks, reports_speech
from reader.language.resolution import entities, examination, nominals, pronouns, writings
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.layout import Layout, within
from reader.language.resolution.pronouns import Entry
from reader.news import Quote, Span

_PRONOUN = re.compile(r"\b(?:[Hh](?:e|im|is|imself|er|ers|erself)|[Ss]he)\b")
_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he)[ \xa0]$")
_SINGULAR = frozenset(("it", "which", "its", "itself"))
_BODIES = (
    re.compile(r"(?!(?:they|we|it)$).*s", re.I),
    re.compile(r"(?:an?|the|this|that|its?|one)\b.*", re.I),
)
"""Unnamed speakers whom "they", and whom "it", may mean."""
_ALONE = r"(?!(?:who|of|for|from|at|in|on|with|to|close|near)\b)[\w’'-]+"
_UNNAMED = re.compile(
    rf"(?:an?|the|one|another|(?P<own>his|her|their|its|my)) (?P<who>{_ALONE}(?: {_ALONE}){{0,4}})",
    re.I,
)
"""Somebody told by what they are."""
_DESCRIBED = re.compile(
    r", (?:(?:an?|the|one of|\d\d?),? |[a-z][\w’'-]+ (?:[a-z-]+ )?(?:of|at|for|to|and|with|in) )"
)
"""What follows a name where it is told who that is."""
_INTRODUCED = re.compile(
    r"[\"“‘']?(?:His|Her|Their|Its|The|An?|One|Another|My|Our) (?:[a-z][\w’'-]* ){1,4}$"
)
"""What a sentence opens with before the name of its subject ("Her younger brother Bo left")."""


@dataclass(frozen=True, slots=True)
class _Event:
    at: int
    order: int
    """Mentions come before pronouns, and those before attributions, at one offset."""
    index: int


def attribute(analysis: Analysis, rows: Sequence[Cluster]) -> tuple[Quote, ...]:
    """The quotes of an article with the names of those who said them."""
    resolver = _Resolver(analysis, rows)
    resolver.run()
    names = [entities.display_name(row) for row in rows]
    return tuple(
        Quote(
            kind=said.kind,
            content=said.content,
            cue=said.cue,
            speaker=None if _in_own_words(said) else said.speaker,
            name=names[row] if row is not None else resolver.bare[index],
            entity=row,
            speech=said.speech,
        )
        for index, (said, row) in enumerate(
            zip(analysis.attributions, resolver.resolved, strict=True)
        )
    )


def _in_own_words(said: Attribution) -> bool:
    """Whether the words for the speaker stand in what was said: a vocative, as a rule."""
    return said.speaker is not None and any(s <= said.speaker[0] < e for s, e in said.content)


class _Resolver:
    def __init__(self, analysis: Analysis, rows: Sequence[Cluster]) -> None:
        self.text = analysis.text
        self.rows = rows
        self.said = analysis.attributions
        self.resolved: list[int | None] = [None] * len(self.said)
        self.bare: list[str | None] = [None] * len(self.said)
        quoted = [span for said in self.said if said.kind == "direct" for span in said.content]
        passages = set(writings.cited(self.text, quoted))
        self.layout = Layout(self.text, [span for span in quoted if span not in passages])
        self.mentions = sorted(
            (mention.start, mention.end, at)
            for at, row in enumerate(rows)
            for mention in row.mentions
        )
        self.starts = [start for start, _, _ in self.mentions]
        self.entries: list[Entry] = []
        self.nominals = nominals.Nominals(self.text, rows, self.mentions)
        self.last: int | None = None
        self.last_at = 0
        self.last_index: int | None = None
        self.parties: tuple[int | None, int | None] = (None, None)
        """Who asks and who answers in the examination gone through."""
        self.speaking: dict[int, int] = {
            said.speaker[0]: index
            for index, said in reversed([*enumerate(self.said)])
            if said.speaker
        }
        """The first of the attributions whose speaker begins at an offset."""

    def run(self) -> None:
        """Go through the text once."""
        for event in self._events():
            if event.order == 0:
                self._enter(*self.mentions[event.index])
            elif event.order == 1:
                self._pronoun(event.at)
            else:
                self._attribution(event.index)

    def _events(self) -> list[_Event]:
        events = [_Event(start, 0, index) for index, (start, _, _) in enumerate(self.mentions)]
        taken = {start for start, _, _ in self.mentions}
        events += [
            _Event(match.start(), 1, 0)
            for match in _PRONOUN.finditer(self.text)
            if match.start() not in taken
        ]
        for index, said in enumerate(self.said):
            spans = [said.speaker] if said.speaker else list(said.content)
            if spans:
                events.append(_Event(spans[0][1] if said.speaker else spans[0][0], 2, index))
        return sorted(events, key=lambda event: (event.at, event.order, event.index))

    def _enter(self, start: int, end: int, row: int) -> None:
        self.entries.append(
            Entry(
                start,
                end,
                row,
                pronoun=False,
                subject=self.layout.is_subject(start, end) or self._introduced(start, end),
                possessive=self.layout.is_possessive(end),
                quoted=self.layout.quoted(start),
                first=self.rows[row].mentions[0].start == start,
                aside=self.layout.in_headline(start),
                described=_DESCRIBED.match(self.text, end) is not None,
            )
        )

    def _introduced(self, start: int, end: int) -> bool:
        """Whether a sentence begins with who somebody is and their name."""
        before = self.text[max(self.layout.sentence_start(start), start - 60) : start]
        if self.layout.is_possessive(end) or not _INTRODUCED.match(before):
            return False
        return not lists.words("preposition") & set(before.split())

    def _pronoun(self, start: int) -> None:
        quoted = self.layout.quoted(start)
        if quoted and start not in self.speaking:
            return
        match = _PRONOUN.match(self.text, start)
        if match is None:
            return
        word = match.group().lower()
        index = self.speaking.get(start)
        content = self.said[index].content if index is not None else ()
        found = self._found(start, word, content)
        row = pronouns.choose(found)
        if row is None:
            return
        told = pronouns.PRONOUNS.get(word)
        cluster = self.rows[row]
        if cluster.gender is None and cluster.hint in (None, told) and pronouns.margin(found) > 1:
            cluster.gender = told
        subject = word in ("he", "she")
        self.entries.append(Entry(start, match.end(), row, True, subject, not subject, quoted))

    def _found(
        self, start: int, word: str, content: tuple[Span, ...]
    ) -> dict[int, dict[str, float]]:
        place = self._place(start, word, content)
        return pronouns.candidates(place, self.entries, self.rows, self.layout)

    def _place(self, start: int, word: str | None, content: tuple[Span, ...]) -> pronouns.Place:
        gender = pronouns.PRONOUNS.get(word) if word else None
        quoted = self.layout.quoted(start)
        return pronouns.Place(start, gender, content, self.last, self.last_at, quoted)

    def _attribution(self, index: int) -> None:
        said = self.said[index]
        own = _in_own_words(said)
        letter = examination.letter(self.text, said)
        if letter:
            row = self._party(letter, index)
        elif said.speaker is None or (own and said.kind == "direct"):
            row = self._running(said) if said.cue is None else self._cued(said, said.cue)
        else:
            row = self._led_over(said, said.speaker)
            row = self._speaker(said, said.speaker) if row is None else row
        if row is not None and not self._may_speak(row, said):
            row = None
        self.resolved[index] = row
        if said.speaker is not None or row is not None:
            self.last = row
            self.last_at = said.speaker[0] if said.speaker else said.content[-1][1]
            self.last_index = index

    def _may_speak(self, row: int, said: Attribution) -> bool:
        """Whether a row can be who spoke.

        A place only stands for its government: by a cue of speech, or named beside the words.
        """
        if self.rows[row].kind in ("person", "organisation"):
            return True
        if said.cue is not None and reports_speech(self.text[slice(*said.cue)]):
            return True
        if said.speaker is None or not said.content:
            return False
        line = self.layout.paragraph(said.speaker[0])
        return any(self.layout.paragraph(start) == line for start, _ in said.content)

    def _party(self, letter: str, index: int) -> int | None:
        """Who asks (Q) or answers (A) in an examination, told by what leads in to it."""
        if not index or not examination.letter(self.text, self.said[index - 1]):
            at = self.said[index].content[0][0]
            begin = self.layout.paragraph_before(at)[0]
            self.parties = examination.parties(self.text, begin, self.entries, self.rows)
        return self.parties[letter == "A"]

    def _led_over(self, said: Attribution, speaker: Span) -> int | None:
        """Whoever is led in after a speaker who is only supposed to go on from before."""
        start = said.content[0][0] if said.content else 0
        if said.cue is not None or said.kind == "indirect" or speaker[1] > start:
            return None
        before = self.layout.paragraph(speaker[1]) < self.layout.paragraph(start) - 1
        return self._led_in(start) if before else None

    def _speaker(self, said: Attribution, speaker: Span) -> int | None:
        words = self.text[slice(*speaker)].strip().lower()
        if words in lists.words("relative") and (named := self._named(speaker)) is not None:
            return named  # "the WHO", not "who"
        if words in pronouns.PRONOUNS and self._goes_on_unnamed(speaker[0], words, said):
            return None
        if words in pronouns.PRONOUNS:
            entry = self._entry_at(speaker)
            if entry is not None:
                return entry.row
            return pronouns.choose(self._found(speaker[0], words, said.content))
        if words in lists.words("relative"):
            return self._relative(speaker[0], words)
        if words in lists.words("body-pronoun"):
            return self._body(speaker[0], words, said)
        place = self._place(speaker[0], None, said.content)
        row = self.nominals.resolve(speaker, nominals.Scene(self.entries, self.layout, place))
        row = self._writing(speaker) if row is None else row
        if row is not None and not any(
            speaker[0] <= entry.start < speaker[1] and entry.row == row
            for entry in self.entries[-8:]
        ):
            quoted = self.layout.quoted(speaker[0])
            self.entries.append(Entry(*speaker, row, True, True, False, quoted))
        return row

    def _writing(self, speaker: Span) -> int | None:
        """Whose an article or a statement is that speaks: its outlet's, or the last one's."""
        words = self.text[slice(*speaker)]
        if writings.is_writing(words) and self.last_index is not None:
            before = self.said[self.last_index].speaker
            last = self.text[slice(*before)].split()[-1:] if before else []
            return self.last if last == words.split()[-1:] else None
        if not writings.printed_by(words):
            return None
        at = bisect_left(self.starts, speaker[1]) - 1
        if at < 0 or self.mentions[at][0] < speaker[0]:
            return None
        _, end, row = self.mentions[at]
        beside = self.text[end : speaker[1]].split()
        return row if len(beside) == 1 and self.rows[row].kind == "organisation" else None

    def _named(self, span: Span) -> int | None:
        """The row of the mention that a span is, as it stands."""
        at = bisect_left(self.mentions, (*span, -1))
        found = self.mentions[at] if at < len(self.mentions) else None
        return found[2] if found and found[:2] == span else None

    def _entry_at(self, span: Span) -> Entry | None:
        for entry in reversed(self.entries[-6:]):
            if entry.pronoun and span[0] <= entry.start < span[1]:
                return entry
        return None

    def _relative(self, start: int, word: str) -> int | None:
        """The nearest person named before "who", or body before "which", in the same sentence."""
        kinds = {"which": ("organisation",), "that": ("person", "organisation")}.get(
            word, ("person",)
        )
        sentence = self.layout.sentence(start)
        for entry in reversed(self.entries[-8:]):
            if self.layout.sentence(entry.start) != sentence or entry.possessive:
                continue
            if self.rows[entry.row].kind in kinds and not entry.quoted:
                return entry.row
        return None

    def _body(self, start: int, word: str, said: Attribution) -> int | None:
        """The body that "it" or "they" means: a subject or speaker shortly before."""
        if self.last is None and self._unnamed_before(start, _BODIES[word in _SINGULAR]):
            return None
        place = self._place(start, None, said.content)
        found = pronouns.features(place, self.entries, self.rows, self.layout, nominals.may_be_body)
        sentence = self.layout.sentence(pronouns.told_from(place, self.layout))
        subjects = {
            entry.row
            for entry in self.entries[-pronouns.WINDOW :]
            if entry.subject
            and not entry.quoted
            and sentence - self.layout.sentence(entry.start) <= 2
        }
        near = {
            row: told
            for row, told in found.items()
            if told["sentences"] <= 2
            and not told["own content"]
            and (row in subjects or told["last speaker"])
        }
        return pronouns.choose(near)

    def _unnamed_before(self, start: int, who: re.Pattern[str]) -> bool:
        """Whether somebody spoke last, in this paragraph or the one before, who has no name."""
        before = self.said[self.last_index].speaker if self.last_index is not None else None
        if before is None or self.layout.paragraph(start) - self.layout.paragraph(before[0]) > 1:
            return False
        return who.fullmatch(self.text[slice(*before)]) is not None

    def _is_relative(self, speaker: Span | None) -> bool:
        return speaker is not None and self.text[slice(*speaker)] in lists.words("relative")

    def _goes_on_unnamed(self, start: int, word: str, said: Attribution) -> bool:
        """Whether "he" or "she" is somebody without a name, who spoke last in this paragraph.

        "A diplomat said so. “Call it a stroll,” he said." – nobody else being named since.
        Whoever asked does not answer.
        """
        index = self.last_index
        while index and self._is_relative(self.said[index].speaker):
            index -= 1
        before = self.said[index].speaker if index is not None else None
        if self.last is not None or index is None or before is None or before[1] > start:
            return False
        begin = min(start, said.content[0][0])
        if self.layout.paragraph(before[0]) != self.layout.paragraph(begin):
            return False
        cue = self.said[index].cue
        if cue is not None and asks(self.text[slice(*cue)]):
            return False
        told = self.said[index].content[-1][1]  # who is spoken of is not who speaks
        man = _UNNAMED.match(self.text, *before)
        if man is None or self._people(max(before[1], told), begin):
            return False
        heads = set(re.findall(r"[\w-]+", man.group("who").lower()))
        other = "noun-female" if pronouns.PRONOUNS[word] == "male" else "noun-male"
        if heads & lists.words(other):
            return False
        kinds = ("kin",) if man.group("own") else ("noun-person", "passing-role")
        return any(heads & lists.words(kind) for kind in kinds)

    def _running(self, said: Attribution) -> int | None:
        """Who speaks on in a quote that names nobody: the speaker of the paragraph before."""
        start = said.content[0][0] if said.content else 0
        if said.kind == "indirect" or len(self.text[slice(*said.content[0])].split()) < 4:
            return None
        led = self._led_in(start)
        if led is not None or self.last is None or self.last_index is None:
            return led
        before = self.said[self.last_index]
        if not before.content or (before.kind == "indirect" and before.speaker is None):
            return None
        end = max(span[1] for span in before.content)
        end = max(end, before.speaker[1] if before.speaker else 0)
        gap = self.layout.paragraph(start) - self.layout.paragraph(end)
        apart = 0 if said.kind == "mixed" else 1  # what the reporter tells goes on with nobody
        return (
            self.last if 0 <= gap <= apart and not self._people(end, start) - {self.last} else None
        )

    def _cued(self, said: Attribution, cue: Span) -> int | None:
        """Who speaks by a cue whose speaker was not found: who stands at it, else who led to it.

        Whoever spoke before may be anybody but the one the cue is about, except in one sentence
        ("…," she said, adding "…").
        """
        if said.kind == "indirect":
            return None
        beside = self._beside(said, cue)
        if beside is not None:
            return beside
        start = said.content[0][0]
        begin, end = self.layout.paragraph_before(start)
        if begin <= cue[0] < end:
            return self._led_in(start)
        if self.last_index is None:
            return None
        before = self.said[self.last_index]
        end = max(span[1] for span in (*before.content, *filter(None, [before.speaker])))
        same = self.layout.sentence(end - 1) == self.layout.sentence(cue[0])
        return self.last if same and not self._people(end, cue[0]) - {self.last} else None

    def _beside(self, said: Attribution, cue: Span) -> int | None:
        """The subject right before a cue, outside of what was said."""
        word = _SUBJECT.search(self.text, max(0, cue[0] - 12), cue[0])
        if word and not within(said.content, word.start(1)):
            return pronouns.choose(self._found(word.start(1), word.group(1).lower(), said.content))
        at = bisect_left(self.starts, cue[0]) - 1
        if at < 0:
            return None
        start, end, row = self.mentions[at]
        close = end <= cue[0] and not self.text[end : cue[0]].strip(" \xa0")
        outside = close and not within(said.content, start)
        return row if outside and self.layout.is_subject(start, end) else None

    def _led_in(self, start: int) -> int | None:
        """The one person of a paragraph before that leads in to speech ("… took the floor.")."""
        begin, end = self.layout.paragraph_before(start)
        if begin == end or self.layout.quoted(end - 2):
            return None
        words = self.text[begin:end].lower().replace(".", " ").replace(":", " : ").split()
        leads = words[-1:] == [":"] or lists.words("lead-in") & set(words[-25:])
        people = self._people(begin, end)
        return people.pop() if leads and len(people) == 1 else None

    def _people(self, begin: int, end: int) -> set[int]:
        """The people named between two offsets."""
        low, high = bisect_left(self.starts, begin), bisect_left(self.starts, end)
        found = {row for _, _, row in self.mentions[low:high]}
        return {row for row in found if self.rows[row].kind == "person"}
