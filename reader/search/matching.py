"""Where the words of a query stand in a text, and the passage that shows them best.

The same words match here as in the index: stems for words, exact terms in order for phrases.
Light and pure: an article can be marked without the index.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reader.news import Span
from reader.search.nodes import Name, Phrase, Word
from reader.search.query import Query
from reader.search.terms import FOLDED, STEMS, WORD, fold, located, telling

MAX_SPANS = 2000
# Not after a capital: "U.S. forces".
SENTENCE_END = re.compile(r"(?:(?<![A-Z])\.|[!?…])[\"”’»)]*\s|\n")
BREAK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text on one line, with the spans of the words that match."""

    text: str
    marks: tuple[Span, ...] = ()


def matches(query: Query, text: str, place: str = "text") -> list[Span]:
    """The spans of a text that the query asks for, in order, without overlaps.

    ``place`` is "text", "title" or "quote": words of ``title:`` and ``said:`` are looked for
    only where they belong.
    """
    spans = [span for span, _ in _marker(query, place).find(text)]
    return _merged(spans)


def snippet(query: Query, text: str, width: int = 160, place: str = "text") -> Snippet:
    """The passage of about ``width`` characters that holds most of what is asked for.

    Where its words do not stand, the names that are asked for show why the text was found. A
    text without a match gives its beginning.
    """
    found = list(_marker(query, place).find(text)) or list(_names(query).find(text))
    if not found:
        return _opening(text, width)
    start, end = _window(text, found, width)
    marks = _merged([span for span, _ in found if span[0] >= start and span[1] <= end])
    return _one_line(text, start, end, marks)


class _Marker:
    """Finds the words of one query: a quick pattern for candidates, then a true check."""

    def __init__(self, words: list[Word], phrases: list[Phrase]) -> None:
        self.stems = {STEMS[w.term]: n for n, w in enumerate(words) if not w.prefix}
        self.prefixes = {w.term: n for n, w in enumerate(words) if w.prefix or w.open}
        self.begins = [(_head(stem), n) for stem, n in self.stems.items()]
        """How the forms of each word begin."""
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for n, phrase in enumerate(phrases, len(words)):
            self.phrases.setdefault(phrase.terms[0], []).append((phrase.terms, n))
        heads = {_head(stem) for stem in self.stems} | set(self.prefixes) | set(self.phrases)
        self.heads = heads if all(head.isascii() for head in heads) else None

    def find(self, text: str) -> Iterator[tuple[Span, int]]:
        """Each match with the number of the condition that it meets."""
        if not (self.stems or self.prefixes or self.phrases):
            return
        count = 0
        for term, start, end in self._candidates(text):
            for span, number in self._check(text, term, start, end):
                yield span, number
                count += 1
            if count >= MAX_SPANS:
                return

    def _candidates(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The words of a text that may match, in order."""
        flat = _flat(text)
        if self.heads is None or len(flat) != len(text) or not flat.isascii():
            # A letter that stands for several, or a script of its own: go word by word.
            yield from located(text)
            return
        found: dict[int, tuple[str, int, int]] = {}
        for head in self.heads:
            for begins in _beginnings(head).finditer(flat):
                at = begins.start()
                if token := WORD.match(text, at):
                    found[at] = (FOLDED[token.group()], at, token.end())
        for joints in JOINTS:
            # Contractions and initials: "o'brien" begins like "obrien", "U.S." like "us".
            for match in joints.finditer(flat):
                joint = match.start()
                first = flat.rfind(" ", 0, joint) + 1
                for word in located(text, first, joint + 100):
                    if word[1] > joint + 1:
                        break
                    found[word[1]] = word
        yield from (found[at] for at in sorted(found))

    def _check(self, text: str, term: str, start: int, end: int) -> Iterator[tuple[Span, int]]:
        number = self._number(term)
        if number is not None:
            yield (start, end), number
        for terms, number in self.phrases.get(term, ()):
            last = _phrase_end(text, terms, end)
            if last is not None:
                yield (start, last), number

    def _number(self, term: str) -> int | None:
        """The word of the query that a term answers: by its stem, or by how it begins."""
        begun = next((n for prefix, n in self.prefixes.items() if term.startswith(prefix)), None)
        # New words are dear to stem, and half a word being typed has many.
        if any(n != begun and term.startswith(head) for head, n in self.begins):
            return self.stems.get(STEMS[term], begun)
        return begun


def _flat(text: str) -> str:
    """The text in plain lower-case letters, one for one, so that offsets stay.

    A letter that stands for several ("ß") leaves something that is not ASCII, or another
    length: such a text is gone through word by word.
    """
    for sign, plain in SIGNS:
        text = text.replace(sign, plain)
    text = text.lower()
    return text if text.isascii() else NOT_ASCII.sub(lambda found: PLAIN[found.group()], text)


# The signs of nearly all English news; without them a text is ASCII and quick to search.
SIGNS = (("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", " "), ("\xa0", " "))


JOINTS = tuple(re.compile(rf"[{sign}](?<=\w[{sign}])(?=\w)", re.ASCII) for sign in "'.")
"""Signs within a word of a flat text."""


@lru_cache(maxsize=256)
def _beginnings(head: str) -> re.Pattern[str]:
    """Finds where a word of a flat text may begin so: after nothing that belongs to a word."""
    # The head comes first: what stands before it is looked at only where it stands.
    head = re.escape(head)
    return re.compile(rf"{head}(?<!\w{head})(?<!\w['.]{head})", re.ASCII)


class _Plain(dict[str, str]):
    def __missing__(self, letter: str) -> str:
        if letter.isalnum():
            folded = fold(letter)
            plain = folded if len(folded) == 1 else letter
        else:
            plain = "'" if letter == "’" else " "
        self[letter] = plain
        return plain


PLAIN = _Plain()
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _head(stem: str) -> str:
    """Letters that every word of this stem begins with."""
    return stem[:-1] if len(stem) > 3 else stem[:1]


def _phrase_end(text: str, terms: tuple[str, ...], end: int) -> int | None:
    """Where a phrase ends whose first word ends at ``end``, or None where it does not stand."""
    for term in terms[1:]:
        token = WORD.search(text, end)
        if token is None or FOLDED[token.group()] != term:
            return None
        end = token.end()
    return end


@lru_cache(maxsize=64)
def _marker(query: Query, place: str) -> _Marker:
    allowed = {"text": ("", "said"), "title": ("", "title"), "quote": ("", "said")}[place]
    words: list[Word] = []
    phrases: list[Phrase] = []
    for leaf in query.leaves():
        if isinstance(leaf, Word) and leaf.field in allowed:
            words.append(leaf)
        elif isinstance(leaf, Phrase) and leaf.field in allowed:
            phrases.append(leaf)
    return _Marker(words, phrases)


@lru_cache(maxsize=64)
def _names(query: Query) -> _Marker:
    """Finds the words of the names that a query asks for."""
    names = [leaf for leaf in query.leaves() if isinstance(leaf, Name)]
    return _Marker([Word(term, term) for name in names for term in telling(name.terms)], [])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, found: list[tuple[Span, int]], width: int) -> Span:
    """The stretch with the most different conditions in it, the earliest of those."""
    starts = [span[0] for span, _ in found]
    best, choice = (-1, -1), (0, 0)
    for index, (span, _) in enumerate(found[:200]):
        last = bisect_left(starts, span[0] + width * 3 // 4, index + 1)
        score = (len({number for _, number in found[index:last]}), min(last - index, 3))
        if score > best:
            best, choice = score, (index, last - 1)
    first, last = choice
    return _cut(text, found[first][0][0], found[last][0][1], width)


def _cut(text: str, start: int, end: int, width: int) -> Span:
    """A window around the matches, from a sentence's beginning if one is near, cut at words."""
    limit = min(start, max(0, start - width // 3, end - width + 1))
    begin = 0
    if limit:
        sentences = list(SENTENCE_END.finditer(text, limit, start))
        if sentences:
            begin = sentences[-1].end()
        else:
            space = BREAK.search(text, limit, start)
            begin = space.end() if space else start
    stop = max(end, min(len(text), begin + width))
    if stop < len(text):
        space_before = max(text.rfind(" ", end, stop), text.rfind("\n", end, stop))
        stop = space_before if space_before > end else stop
    return begin, stop


def _opening(text: str, width: int) -> Snippet:
    sentence = SENTENCE_END.search(text)
    end = min(sentence.end() if sentence else len(text), len(text))
    start, end = 0, end
    if end > width:
        space = text.rfind(" ", 0, width)
        end = space if space > 0 else width
        return Snippet(" ".join(text[:end].split()) + "…")
    return Snippet(" ".join(text[start:end].split()))


def _one_line(text: str, start: int, end: int, marks: list[Span]) -> Snippet:
    """The stretch on one line: white space as single spaces, the marks moved along."""
    pieces: list[str] = ["…"] if start > 0 else []
    length = len(pieces)
    moved: list[Span] = []
    position = start
    for mark_start, mark_end in [*marks, (end, end)]:
        for piece, is_mark in (
            (text[position:mark_start], False),
            (text[mark_start:mark_end], True),
        ):
            line = BREAK.sub(" ", piece)
            if length <= 1 and not is_mark:
                line = line.lstrip()
            if is_mark and line:
                moved.append((length, length + len(line)))
            pieces.append(line)
            length += len(line)
        position = mark_end
    line = "".join(pieces).rstrip()
    if end < len(text):
        line += "…"
    return Snippet(line, tuple(moved))
