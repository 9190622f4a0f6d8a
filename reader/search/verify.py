"""Did somebody really say this? Where, when, by whom, and in exactly which words.

Words are the same where they have the same letters: case, punctuation and the shape of quote
marks do not count, an accent or a possessive ending does. An omission ("…", "[…]") stands for
any words between.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from reader.library.rows import ArticleRow, QuoteRow
from reader.library.store import Library
from reader.news import Span
from reader.search.nodes import And, Node, Or, Phrase, Word
from reader.search.query import Query
from reader.search.searcher import Searcher
from reader.search.terms import STOP_WORDS, WORD, terms

OMISSION = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.")
NEAR = 0.6
"""How alike the words must be, from 0 to 1, to be called a near miss."""
CANDIDATES = 40
LIMIT = 50
MAX_WORDS = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """Words asked about against the words that stand there; either may be empty."""

    asked: str
    found: str
    span: Span
    """Of ``found`` in the article's text; empty where nothing stands for it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A place where the words stand, or nearly stand."""

    exact: bool
    quote: QuoteRow | None
    """The quote that the words are part of; None where they are the article's own."""
    article: ArticleRow
    span: Span
    differences: tuple[Difference, ...] = ()
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def verify(searcher: Searcher, library: Library, words: str) -> list[Verdict]:
    """Where these words were said or written: exact ones first, then the nearest.

    Within those, quotes before other text, earlier before later.
    """
    pieces = [piece for piece in (_tokens(part) for part in OMISSION.split(words)) if piece]
    asked = [token for piece in pieces for token in piece][:MAX_WORDS]
    if not asked:
        return []
    verdicts: dict[tuple[int, int], Verdict] = {}
    for number in _candidates(searcher, words, pieces):
        found = _judge(library, number, words, pieces, asked)
        for verdict in found:
            verdicts.setdefault((number, verdict.span[0]), verdict)
    ordered = sorted(verdicts.values(), key=_order)
    exact = [verdict for verdict in ordered if verdict.exact]
    near = [verdict for verdict in ordered if not verdict.exact]
    return [*exact, *near][:LIMIT]


def _order(verdict: Verdict) -> tuple[object, ...]:
    return (
        not verdict.exact,
        -round(verdict.likeness, 2),
        verdict.quote is None,
        verdict.article.published or "9999",
        verdict.article.id,
    )


def _candidates(searcher: Searcher, words: str, pieces: list[list[_Token]]) -> list[int]:
    """Articles that have the words, then those that have many of them."""
    phrases: list[Node] = [
        Phrase(part, tuple(terms(part))) for part in OMISSION.split(words) if terms(part)
    ]
    whole = Query(And(tuple(phrases)) if len(phrases) > 1 else phrases[0], "oldest", words)
    found = [hit.id for hit in searcher.articles(whole, limit=LIMIT).hits]
    telling = dict.fromkeys(term for term in terms(words)[:MAX_WORDS] if term not in STOP_WORDS)
    if len(telling) >= 2:
        options: tuple[Node, ...] = tuple(Word(term, term) for term in telling)
        some = Query(Or(options), "best", words)
        found += [hit.article_id for hit in searcher.quotes(some, limit=CANDIDATES).hits]
        found += [hit.id for hit in searcher.articles(some, limit=CANDIDATES).hits]
    return list(dict.fromkeys(found))


def _judge(
    library: Library,
    number: int,
    words: str,
    pieces: list[list[_Token]],
    asked: list[_Token],
) -> list[Verdict]:
    stored = library.articles.get(number)
    if stored is None:
        return []
    text = stored.article.text
    there = _tokens(text)
    quotes = library.annotations.quotes(number) if stored.row.quotes else []
    spans = _exact(pieces, there)
    if spans:
        return [Verdict(True, _quote_at(quotes, span), stored.row, span) for span in spans]
    near = _nearest(asked, there)
    if near is None:
        return []
    likeness, window = near
    span = (window[0].start, window[-1].end)
    differences = _differences(words, asked, text, window)
    return [Verdict(False, _quote_at(quotes, span), stored.row, span, differences, likeness)]


def _tokens(text: str) -> list[_Token]:
    return [_Token(_plain(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]


def _plain(token: str) -> str:
    """A word for comparing: all its letters, without case and the shape of its apostrophe."""
    return unicodedata.normalize("NFC", token).casefold().replace("’", "'").replace(".", "")


def _exact(pieces: list[list[_Token]], there: list[_Token]) -> list[Span]:
    """Where all pieces stand, one after the other."""
    found: list[Span] = []
    start = 0
    while True:
        first: int | None = None
        position = start
        for piece in pieces:
            at = _find([token.word for token in piece], there, position)
            if at is None:
                return found
            first = at if first is None else first
            position = at + len(piece)
        if first is None:
            return found
        found.append((there[first].start, there[position - 1].end))
        start = position


def _find(words: list[str], there: list[_Token], start: int) -> int | None:
    for at in range(start, len(there) - len(words) + 1):
        if there[at].word == words[0] and all(
            there[at + n].word == word for n, word in enumerate(words)
        ):
            return at
    return None


def _nearest(asked: list[_Token], there: list[_Token]) -> tuple[float, list[_Token]] | None:
    """The stretch of the text that is most like the words, if it is like enough."""
    if len(asked) < 3 or not there:
        return None
    ours, theirs = [token.word for token in asked], [token.word for token in there]
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    best: tuple[float, list[_Token]] | None = None
    for anchor in sorted(blocks, key=lambda block: -block.size)[:5]:
        if not anchor.size:
            continue
        slack = max(2, len(ours) // 4)
        low = max(0, anchor.b - anchor.a - slack)
        high = min(len(theirs), anchor.b - anchor.a + len(ours) + slack)
        inner = SequenceMatcher(None, ours, theirs[low:high], autojunk=False)
        matched = [block for block in inner.get_matching_blocks() if block.size]
        if not matched:
            continue
        start = max(0, low + matched[0].b - matched[0].a)
        left = len(ours) - matched[-1].a - matched[-1].size
        end = min(high, low + matched[-1].b + matched[-1].size + left)
        window = there[start:end]
        ratio = SequenceMatcher(None, ours, theirs[start:end], autojunk=False).ratio()
        if ratio >= NEAR and (best is None or ratio > best[0]):
            best = (ratio, window)
    return best


def _differences(
    words: str, asked: list[_Token], text: str, window: list[_Token]
) -> tuple[Difference, ...]:
    ours, theirs = [token.word for token in asked], [token.word for token in window]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    found: list[Difference] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        if j1 < j2:
            span = (window[j1].start, window[j2 - 1].end)
        else:
            at = window[j1].start if j1 < len(window) else window[-1].end
            span = (at, at)
        there = text[slice(*span)]
        found.append(Difference(" ".join(t.word for t in asked[i1:i2]), there, span))
    return tuple(found)


def _quote_at(quotes: list[QuoteRow], span: Span) -> QuoteRow | None:
    """The quote that holds most of a stretch."""
    best: tuple[int, QuoteRow | None] = (0, None)
    for quote in quotes:
        shared = sum(
            max(0, min(end, span[1]) - max(start, span[0])) for start, end in quote.content
        )
        if shared * 2 >= span[1] - span[0] and shared > best[0]:
            best = (shared, quote)
    return best[1]
