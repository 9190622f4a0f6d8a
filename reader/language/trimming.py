"""Spans exactly as they are quoted: without their outer marks, without the sentence's comma."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reader.language import naming
from reader.language.joint import Prepared
from reader.language.marks import Stretch
from reader.language.naming import LOOSE, TO_STOP
from reader.language.tokens import sentences
from reader.news import Span

_LETTERS = re.compile(r"\w+")
_MARKS = "\"“”„‟＂«»‹›‘’‚‛'`"
_APART = 6
_LITTLE_TEXT = """
the a an its it that which what who to them him her his their is was be and or as this these those
of in on only
"""
_LITTLE = frozenset(_LITTLE_TEXT.split())
_SENTENCE = ",;:–—-"
_STOP = re.compile(r"\w[.!?]\s+$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.|\b(?:Mr|Mrs|Dr|Jr|Sr|Inc|Co|Corp|Ltd|St|Gov|Sen|Rep)\.)$")
_BYNAME = re.compile(
    r"\b(?:so-called|known (?:\w+ )?as|nicknamed|christened|entitled|titled"
    r"|book|novel|memoir|essay|column|commentary|op-ed|poem|play|song|album|film|movie|show|series"
    r"|documentary|podcast|painting)[\s,]*(?:the )?$",
    re.I,
)
_SENTENCES = 400
"""Characters that are surely more than one sentence."""
_HEADING = 8
"""Most words of a heading."""
_CLAUSE = re.compile(r",\s+[^,.!?\n]{0,40}$")
"""A last clause, up to the cue in it."""
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [A-Z][\w. ]{1,30})?(?: ?\([^()\n]{2,30}\))? ?(?:—|–|--|-) "
)
_TO_SAY = re.compile(
    r"to (?:say|tell|disclose|reveal) (?=(?:wh(?:at|en|ich|o|y|ere|ether)|how|if)\b)"
)
"""Part of the cue: "declined to say | who …"."""
_SUBJECT = re.compile(r"(?:,\s+|^)(?:it|he|she|they|I|we)\s*$")

_AND = re.compile(r",?\s+(?:and|but|or|while)$")
"""What joins a content to the words that follow it."""
_HALF_PHRASE = re.compile(r"\b(?:the|an?|of|in|on|at|to|for|from|with|by|into|than|its|their|his)$")
_TO_LINE_END = re.compile(r"[ .\t\xa0]{0,4}(?:\n|$)")


class Trimmer:
    """Trims the spans of one text."""

    def __init__(self, prepared: Prepared, names: Sequence[Span] = ()) -> None:
        """`names`, in order: no content ends within one."""
        self.names = names
        self.name_starts = [start for start, _ in names]
        self.text = prepared.text
        self.stretches = prepared.stretches
        self.starts = [s.opener[0] for s in prepared.stretches]
        self._has_others = any(s.family != "single" for s in prepared.stretches)

    def stretch_at(self, offset: int) -> Stretch | None:
        """The quoted stretch (marks included) that holds an offset."""
        k = bisect_right(self.starts, offset) - 1
        if k < 0 or offset >= self.stretches[k].outer[1]:
            return None
        return self.stretches[k]

    def is_quoted(self, offset: int) -> bool:
        """Whether a character stands between quote marks."""
        stretch = self.stretch_at(offset)
        return stretch is not None and stretch.start <= offset < stretch.end

    def meets_marks(self, span: Span) -> bool:
        """Whether any of a span may stand between quote marks."""
        k = bisect_right(self.starts, span[0]) - 1
        reached = k >= 0 and self.stretches[k].outer[1] > span[0]
        return reached or (k + 1 < len(self.starts) and self.starts[k + 1] < span[1])

    def letters(self, span: Span) -> list[Span]:
        """The runs of letters and digits in a span."""
        return [m.span() for m in _LETTERS.finditer(self.text, *span)]

    def contents(
        self, spans: Sequence[Span], spoken: bool = False, cue: Span | None = None
    ) -> list[Span]:
        """Contents in order, trimmed, those that touch made one, stray little words dropped.

        `cue`: the words that report them, which are no part of what was said.
        """
        ended = (self._without_clause(span, cue) for span in sorted(spans))
        cut = (self._without_subject(span, cue) for span in ended)
        ordered = [span for span in cut if span[0] < span[1]]
        own = [part for span in ordered for part in self._without_reporter(span, ordered, cue)]
        pieces = (part for span in own for part in self._cut(span))
        whole = (self._whole_names(self._whole_phrase(part, cue)) for part in pieces)
        found = self.joined(sorted(s for span in whole if (s := self.content(span, spoken))))
        paired = [part for span in found for part in self._paired(span, spoken)]
        return self._of_the_speaker([s for s in paired if not self._is_stray(s)], cue)

    def _of_the_speaker(self, spans: list[Span], cue: Span | None) -> list[Span]:
        """Contents without bare words behind a cue that is itself behind a whole marked quote.

        "…," she told all of them. "…": what follows such a cue is the reporter's again, unless
        it leads to another mark.
        """
        if cue is None or len(spans) < 2 or spans[0][0] > cue[0]:
            return spans
        first = self.stretch_at(spans[0][0] - 1) or self.stretch_at(spans[0][0])
        if first is None or first.closer is None or first.closer[0] > cue[0]:
            return spans
        return [
            s
            for k, s in enumerate(spans)
            if not k
            or s[0] < cue[1]
            or self.quoted_count([s])
            or self._leads_to_marked(s[1], spans)
        ]

    def is_away(self, span: Span, cue: Span, leads: bool) -> bool:
        """Whether a content is no part of the sentence that its cue is in, nor goes on behind it.

        In the same paragraph, what opens a mark right behind that sentence goes on; in another
        one, only what was never closed does, or what `leads`: the first of its contents.
        """
        first, last = (cue[1], span[0] + 1) if cue[1] <= span[0] else (span[1] - 2, cue[0] + 1)
        if last - first < _SENTENCES:
            between = sentences(self.text, first, last)
            if len(between) < 2:
                return False
            if cue[1] <= span[0] and _LETTERS.search(self.text, between[-1][0], span[0]):
                return True
            apart = cue[1] <= span[0] and "\n" in self.text[first:last]
            if apart and not leads:
                return True
        words = self.letters(span)
        return not words or not self.is_quoted(words[0][0])

    def goes_on(self, start: int) -> bool:
        """Whether the marks before those that open at an offset were never closed."""
        k = bisect_left(self.starts, start) - 1
        return k >= 0 and self.stretches[k].closer is None

    def _without_clause(self, span: Span, cue: Span | None) -> Span:
        """A content in marks that are never closed, without the words that report it."""
        if cue is None or not span[0] < cue[0] < span[1]:
            return span
        stretch = self.stretch_at(cue[0])
        found = _CLAUSE.search(self.text, max(span[0], cue[0] - 50), cue[0])
        if stretch is None or stretch.closer is not None or found is None:
            return span
        rest = self.text[cue[1] : span[1]]
        return (
            span if _STOP.search(rest + " ") is None or len(rest) > 60 else (span[0], found.start())
        )

    def _without_subject(self, span: Span, cue: Span | None) -> Span:
        """A content without the pronoun that the cue goes with: "…, it | was reported"."""
        if cue is None or self.text[span[1] : cue[0]].strip(LOOSE):
            return span
        found = _SUBJECT.search(self.text[span[0] : span[1]])
        return (span[0], span[0] + found.start()) if found else span

    def _within(self, start: int, end: int) -> list[Stretch]:
        """The quoted stretches that open between two offsets."""
        low = bisect_left(self.starts, start)
        return list(self.stretches[low : bisect_left(self.starts, end)])

    def _without_reporter(self, span: Span, spans: Sequence[Span], cue: Span | None) -> list[Span]:
        """A content without the reporter's words between two marked stretches of it.

        Such are unmarked words behind a closing mark that hold the cue, or the end of the
        sentence before the next mark opens.
        """
        start, end = span
        opened = self._within(start, end)
        if not opened:
            between = self._leads_to_marked(end, spans) and self._follows_marked(start, spans)
            return [] if between and self._is_reporters(start, self._next(end), cue) else [span]
        out: list[Span] = []
        marked = self._begins(start, opened[0]) or self.is_quoted(start)
        left = start if not marked and self._follows_marked(start, spans) else None
        for stretch in opened:
            if left is not None and self._is_reporters(left, stretch.opener[0], cue):
                if start < left:
                    out.append((start, left))
                start = stretch.opener[0]
            if stretch.closer is None:
                break
            left = stretch.closer[1] if marked or left is not None else None
        return [*out, (start, end)]

    def _is_reporters(self, start: int, end: int, cue: Span | None) -> bool:
        if not _LETTERS.search(self.text, start, end):
            return False
        if cue is not None and start <= cue[0] and cue[1] <= end:
            return True
        return _STOP.search(self.text, max(start, end - 4), end) is not None

    def _follows_marked(self, start: int, spans: Sequence[Span]) -> bool:
        """Whether a marked stretch of the same contents was closed before, in the paragraph."""
        k = bisect_right(self.starts, start) - 1
        if k < 0 or self.stretches[k].closer is None or self.stretches[k].outer[1] > start:
            return False
        inner = self.stretches[k]
        if "\n" in self.text[inner.end : start]:
            return False
        return _reached(spans, inner.start, inner.end)

    def _next(self, at: int) -> int:
        """Where the next quoted stretch opens; an offset itself, where none does."""
        k = bisect_left(self.starts, at)
        return self.starts[k] if k < len(self.starts) else at

    def _leads_to_marked(self, end: int, spans: Sequence[Span]) -> bool:
        """Whether nothing but signs stands between an end and a marked stretch of the contents."""
        at = self._next(end)
        if not end < at <= end + _APART or "\n" in self.text[end:at]:
            return False
        return not _LETTERS.search(self.text, end, at) and _reached(spans, at, at + 1)

    def _paired(self, span: Span, spoken: bool) -> list[Span]:
        """A content none of whose marks stands alone: the other one is taken in, or it is cut."""
        start, end = span
        opened = self._within(start, end)
        if not opened or (opened[-1].outer[1] <= end and opened[-1].closer):
            return [span]
        last = opened[-1]
        if last.closer is not None and end >= last.end:
            return [(start, last.closer[1])]
        parts = ((start, last.opener[0]), (last.start, end))
        return [s for part in parts if (s := self.content(part, spoken))]

    def _cut(self, span: Span) -> list[Span]:
        """A content in pieces where it runs over from one utterance into another.

        An utterance that fills its marks ("…," or "….") ends there; what stands between it
        and the next is the reporter's.
        """
        start, end = span
        out: list[Span] = []
        k = max(0, bisect_right(self.starts, start) - 1)
        while k < len(self.stretches) and self.starts[k] < end:
            stretch = self.stretches[k]
            k += 1
            if k == len(self.stretches) or self.starts[k] >= end:
                end = self._told_out(start, end, stretch)
                break
            if stretch.closer is None or start >= stretch.start or not self._begins(start, stretch):
                continue
            full = self.text[stretch.end - 1] in ",.?!…" or self.text[stretch.closer[1]] == ","
            if full and _LETTERS.search(self.text, stretch.closer[1], self.starts[k]):
                out.append((start, stretch.closer[1]))
                start = self.starts[k]
        return [*out, (start, end)]

    def _told_out(self, start: int, end: int, stretch: Stretch) -> int:
        """Where a content ends whose last marks hold a whole sentence: at them, if that is all
        but another sentence, the reporter's."""
        if stretch.closer is None or start >= stretch.start or not self._begins(start, stretch):
            return end
        rest = _LETTERS.search(self.text, stretch.closer[1], end)
        whole = self.text[stretch.start : stretch.end].rstrip()[-1:] in (".", "?", "!", "…")
        return stretch.closer[1] if whole and rest and rest.group()[0].isupper() else end

    def _whole_phrase(self, span: Span, cue: Span | None) -> Span:
        """A content that ends within a phrase, out to the next sign: "in | New York".

        One that ends with what joins it to the next clause is cut before that.
        """
        start, end = span
        text = self.text
        if self.is_quoted(end - 1) or not text[end - 1].isalpha() or text[end : end + 1] != " ":
            return span
        low = max(start, end - 12)
        if joined := _AND.search(text, low, end):
            return (start, joined.start()) if joined.start() > start else span
        half = _HALF_PHRASE.search(text, low, end)
        rest = TO_STOP.match(text, end) if half and half.start() > start else None
        if rest is None or (cue is not None and end <= cue[0] <= rest.end()):
            return span
        return start, rest.end()

    def _whole_names(self, span: Span) -> Span:
        """A span that ends within a name, out to the end of it; marks hold all the same."""
        start, end = span
        k = bisect_right(self.name_starts, end - 1) - 1
        if k < 0 or not self.names[k][0] < end < self.names[k][1] or self.names[k][0] < start:
            return span
        if self.is_quoted(end - 1) != self.is_quoted(self.names[k][1] - 1):
            return span
        return start, self.names[k][1]

    def _begins(self, start: int, stretch: Stretch) -> bool:
        """Whether nothing but marks stands between a start and the words of a stretch."""
        return not _LETTERS.search(self.text, start, stretch.start)

    def _is_stray(self, span: Span) -> bool:
        first = _LETTERS.search(self.text, *span)
        if first is None or first.group().lower() not in _LITTLE:
            return False
        return not self.is_quoted(first.start()) and len(self.letters(span)) == 1

    def word_count(self, spans: Sequence[Span]) -> int:
        """Words in all of some spans."""
        return sum(len(self.letters(s)) for s in spans)

    def quoted_count(self, spans: Sequence[Span]) -> int:
        """Words of some spans that stand between marks."""
        return sum(self.is_quoted(start) for s in spans for start, _ in self.letters(s))

    def is_byname(self, spans: Sequence[Span]) -> bool:
        """Whether all that stands between marks is what something is called: so-called “X”."""
        marked = [s for start, end in spans for s in self._within(start, end)]
        marked += [s for start, _ in spans if (s := self.stretch_at(start))]
        return bool(marked) and all(
            _BYNAME.search(self.text, max(0, s.opener[0] - 30), s.opener[0]) for s in marked
        )

    def is_heading(self, spans: Sequence[Span]) -> bool:
        """Whether some spans are a line in single marks of a text that has others: a heading.

        Such a line is named for what somebody says below it.
        """
        stretch = self.stretch_at(spans[0][0])
        if stretch is None or stretch.family != "single" or not self._has_others:
            return False
        at = stretch.opener[0]
        opens = self.text[max(0, at - 4) : at].rstrip(" \t\xa0")[-1:] in ("", "\n")
        behind = _TO_LINE_END.match(self.text, stretch.outer[1])
        few = self.word_count([(stretch.start, stretch.end)]) <= _HEADING
        return few and opens and behind is not None

    def holds_title(self, spans: Sequence[Span]) -> bool:
        """Whether what stands between marks in some spans is capitalised as a title is."""
        inner = [s for start, end in spans for s in self._within(start, end)]
        around = [self.stretch_at(start) for start, _ in spans]
        marked = inner or [s for s in around if s is not None]
        return bool(marked) and self.is_title([(s.start, s.end) for s in marked])

    def is_title(self, spans: Sequence[Span]) -> bool:
        """Whether the words are capitalised as those of a title, and end without a stop."""
        words = [self.text[a:b] for s in spans for a, b in self.letters(s)]
        long = [w for w in words if len(w) > 3]
        ends = self.text[spans[-1][1] - 1].isalnum()
        return ends and len(words) > 1 and bool(long) and all(w[0].isupper() for w in long)

    def content(self, span: Span, spoken: bool = False) -> Span | None:
        """A content without what surrounds it; None where nothing is left.

        `spoken`: its full stop is the speaker's though it stands between no marks.
        """
        text = self.text
        start, end = span
        if start == 0 or text[start - 1] == "\n":
            line = _DATELINE.match(text, start, end)
            start = line.end() if line else start
        if not spoken and (asked := _TO_SAY.match(text, start, end)):
            start = asked.end()
        while start < end:
            head, tail = text[start], text[end - 1]
            if head in LOOSE or head in ",;:":
                start += 1
            elif tail in LOOSE or tail in _SENTENCE:
                end -= 1
            elif self._opens_outside(start, end):
                start += 1
            elif self._closes_outside(start, end) or (
                not spoken and self._ends_sentence(start, end)
            ):
                end -= 1
            else:
                break
        return (start, end) if _LETTERS.search(text, start, end) else None

    def _opens_outside(self, start: int, end: int) -> bool:
        """A mark at the start whose stretch is all that the span holds, or that ends nothing."""
        if self.text[start] not in _MARKS:
            return False
        stretch = self.stretch_at(start)
        if stretch is None or start >= stretch.start:
            return stretch is None and not self.text[start + 1 : start + 2].isalnum()
        if stretch.closer is None or stretch.closer[0] >= end:
            return True
        rest = self.text[stretch.closer[1] : end]
        return not _LETTERS.search(rest)

    def _closes_outside(self, start: int, end: int) -> bool:
        if self.text[end - 1] not in _MARKS:
            return False
        stretch = self.stretch_at(end - 1)
        if stretch is None:
            return True
        if end - 1 < stretch.start:
            return True
        if end - 1 >= stretch.end:
            return stretch.opener[0] < start or stretch.start <= start
        return False

    def _ends_sentence(self, start: int, end: int) -> bool:
        """A full stop that is the reporter's, not the speaker's."""
        text = self.text
        if text[end - 1] != "." or self.is_quoted(end - 1) or text[end - 3 : end] == "...":
            return False
        return not _ABBREVIATION.search(self.text, max(start, end - 6), end)

    def joined(self, spans: list[Span]) -> list[Span]:
        """Contents in order, those with nothing but marks between them made one."""
        out: list[Span] = []
        for start, end in spans:
            if out and start <= out[-1][1] + _APART and self._touch(out[-1][1], start):
                out[-1] = out[-1][0], max(end, out[-1][1])
            else:
                out.append((start, end))
        return out

    def _touch(self, left: int, right: int) -> bool:
        between = self.text[left:right]
        if "\n" in between or _LETTERS.search(between):
            return False
        here, there = self.stretch_at(left - 1), self.stretch_at(right)
        return here is None or there is None or here is there

    def speaker(self, span: Span, cue: Span | None = None) -> Span | None:
        """A speaker as `naming.trimmed` has it."""
        return naming.trimmed(self.text, span, self.names, self.name_starts, cue)


def _reached(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of some spans in order reaches into a stretch of the text."""
    k = bisect_left(spans, (end, end)) - 1
    return k >= 0 and spans[k][1] > start
