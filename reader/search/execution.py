"""Runs a query over the two parts of the index.

Every node becomes the array of documents that match it, with scores. A condition on quotes
(``speaker:``, ``said:``, ``kind:``) within a search for articles is answered by the quotes'
part and carried over by article number, and the other way round; several such conditions in
one group must hold for one and the same quote.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from reader.search.codec import Ints, Postings
from reader.search.demonyms import demonyms
from reader.search.nodes import (
    And,
    Dated,
    Everything,
    Marked,
    Name,
    Node,
    Not,
    Or,
    Phrase,
    State,
    Value,
    Word,
)
from reader.search.schema import ARTICLES, EXACT, NO_DAY
from reader.search.scoring import (
    NONE,
    Matches,
    bm25,
    constant,
    intersection,
    living,
    merged,
    phrase_documents,
    union,
)
from reader.search.segments import ByteCache, Mask, Snapshot
from reader.search.terms import STEMS, STOP_WORDS, telling

PREFIX_SCORE = 1.0
MANY = 10_000
ABOUT = (0.5, 0.25, 0.25)
"""What it is worth that a text names somebody or something, has the words, or has words for
what belongs to it (Korean, for Korea)."""


class Knowledge(Protocol):
    """What of the library a query may ask about that is not in the index."""

    def entities(self, text: str, *, unfinished: bool = False) -> list[int]:
        """Entities one of whose names has all these words; the last may be a beginning."""
        ...

    def marked(self, state: State) -> Iterable[int]:
        """Articles in a reading state."""
        ...

    def tagged(self, tag: str) -> Iterable[int]:
        """Articles with a tag."""
        ...


class Cancelled(Exception):
    """The search is not wanted any more."""


@dataclass
class Limits:
    """When to stop: at once when cancelled, with what there is when the time is up.

    The time is that of the processor, so that a busy machine makes a search slow, not partial;
    eight times as much by the clock ends it all the same.
    """

    seconds: float = 0.25
    cancel: threading.Event | None = None
    partial: bool = False
    started: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.thread_time)

    def over(self) -> bool:
        """Whether the time is up; raises `Cancelled`."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled
        elapsed = time.perf_counter() - self.started
        if elapsed > self.seconds and not self.partial:
            worked = time.thread_time() - self.worked
            self.partial = worked > self.seconds or elapsed > 8 * self.seconds
        return self.partial

    @property
    def ms(self) -> float:
        """Milliseconds since the beginning."""
        return (time.perf_counter() - self.started) * 1000


QUOTE_FIELDS = frozenset({"said", "speaker", "kind"})
ARTICLE_FIELDS = frozenset({"title", "source", "author", "tag", "lang"})


def belongs_elsewhere(node: Node, to_articles: bool) -> bool:
    """Whether a leaf is a condition of the other part of the index."""
    match node:
        case Word() | Phrase() | Name() | Value():
            return node.field in (QUOTE_FIELDS if to_articles else ARTICLE_FIELDS)
        case Marked():
            return not to_articles
    return False


class Execution:
    """One query being run, over the state of the index at its beginning."""

    def __init__(
        self,
        articles: Snapshot,
        quotes: Snapshot,
        knowledge: Knowledge,
        cache: ByteCache,
        limits: Limits,
        stamp: object = None,
    ) -> None:
        self.articles = articles
        self.quotes = quotes
        self.knowledge = knowledge
        self.cache = cache
        self.limits = limits
        self.stamp = stamp
        """Names the state of the index, for what is cached of it."""

    def run(self, node: Node, part: Snapshot) -> Matches:
        """The living documents of a part that match."""
        return living(self._matches(node, part), part)

    def _matches(self, node: Node, part: Snapshot) -> Matches:
        self.limits.over()
        to_articles = part.layout is ARTICLES
        match node:
            case And(children):
                return self._all(children, part)
            case Or(children):
                return self._any(children, part)
            case Not(child):
                return self._none_of(self._everything(part), child, part)
            case Everything():
                return self._everything(part)
        if belongs_elsewhere(node, to_articles):
            return self._carried([node], part)
        match node:
            case Word():
                return self._word(node, part)
            case Phrase():
                return self._phrase(node, part)
            case Name():
                return self._name(node, part)
            case Value(text, "tag"):
                ids = np.fromiter(self.knowledge.tagged(text), np.int64)
                return constant(part.documents(ids))
            case Value():
                return self._keyword(part, node.field, node.text.lower())
            case Marked() | Dated():
                return self._filtered(self._everything(part), node, part)

    def _everything(self, part: Snapshot) -> Matches:
        return constant(np.arange(part.size, dtype=np.int32))

    # Groups

    def _all(self, children: tuple[Node, ...], part: Snapshot) -> Matches:
        to_articles = part.layout is ARTICLES
        asked = [child for child in children if not _is_stop_word(child)] or list(children)
        elsewhere: list[Node] = []
        filters: list[Dated | Marked] = []
        negations: list[Node] = []
        parts: list[Matches] = []
        for child in asked:
            if belongs_elsewhere(child, to_articles):
                elsewhere.append(child)
            elif isinstance(child, (Dated, Marked)):
                filters.append(child)
            elif isinstance(child, Not):
                negations.append(child.child)
            else:
                parts.append(self._matches(child, part))
        if elsewhere:
            parts.append(self._carried(elsewhere, part))
        matches = intersection(parts) if parts else self._everything(part)
        for condition in filters:
            matches = self._filtered(matches, condition, part)
        for unwanted in negations:
            matches = self._none_of(matches, unwanted, part)
        return matches

    def _any(self, children: tuple[Node, ...], part: Snapshot) -> Matches:
        parts: list[Matches] = []
        for child in children:
            if parts and self.limits.over():
                break
            found = self._matches(child, part)
            # What is to be scored counts while there is time to stop.
            parts.append(found.settled() if len(found) > MANY else found)
        return union(parts, part.size)

    def _none_of(self, matches: Matches, node: Node, part: Snapshot) -> Matches:
        unwanted = self._matches(node, part)
        mask = np.ones(part.size, np.bool_)
        mask[unwanted.ids] = False
        return matches.where(mask[matches.ids])

    def _filtered(self, matches: Matches, node: Dated | Marked, part: Snapshot) -> Matches:
        if isinstance(node, Marked):
            return matches.where(self._marked(node, part)[matches.ids])
        days = part.numbers("day")[matches.ids]
        mask = days != NO_DAY
        if node.start:
            mask &= days >= node.start.toordinal()
        if node.end:
            mask &= days < node.end.toordinal()
        return matches.where(mask)

    def _marked(self, node: Marked, part: Snapshot) -> Mask:
        marked = self.knowledge.marked(node.state)
        key = (self.stamp, part.layout.name, node)
        kept: tuple[object, Mask] | None = self.cache.get(key)
        # The library gives the same set as long as nothing was marked.
        if kept is not None and kept[0] is marked:
            return kept[1]
        mask = np.zeros(part.size, np.bool_)
        mask[part.documents(np.fromiter(marked, np.int64))] = True
        self.cache.put(key, (marked, mask), mask.nbytes)
        return mask

    # From one part to the other

    def _carried(self, nodes: list[Node], part: Snapshot) -> Matches:
        """Documents of this part whose article, or one of whose quotes, meets all of these."""
        if part.layout is ARTICLES:
            found = self.run(And(tuple(nodes)), self.quotes)
            numbers = np.unique(self.quotes.numbers("article")[found.ids])
            return constant(part.documents(numbers), 1.0)
        found = self.run(And(tuple(nodes)), self.articles)
        wanted = np.zeros(len(self.articles.document_of()) + 1, np.bool_)
        wanted[self.articles.numbers("id")[found.ids]] = True
        numbers = np.minimum(part.numbers("article"), len(wanted) - 1)
        return constant(np.flatnonzero(wanted[numbers]).astype(np.int32))

    # Leaves

    def _postings(self, part: Snapshot, field_name: str, term: str) -> Postings:
        return part.postings(field_name, term, self.cache)

    def _scored(self, part: Snapshot, field_name: str, term: str) -> Matches:
        """The documents of one term with their scores."""
        boost = part.layout.texts[field_name.removesuffix(EXACT)]
        return bm25(part, field_name, boost, self._postings(part, field_name, term))

    def _kept(self, node: Word | Phrase, part: Snapshot, find: Callable[[], Matches]) -> Matches:
        """What a leaf that is dear to find gives; kept, as it is asked for again."""
        key = (self.stamp, part.layout.name, node)
        matches: Matches | None = self.cache.get(key)
        if matches is None:
            matches = find().settled()
            if not self.limits.partial:
                self.cache.put(key, matches, matches.nbytes)
        return matches

    def _keyword(self, part: Snapshot, field_name: str, term: str) -> Matches:
        return constant(self._postings(part, field_name, term).ids)

    def _texts(self, node: Word | Phrase, part: Snapshot) -> list[str]:
        """The text fields that a condition is about."""
        if part.layout is ARTICLES:
            return ["title"] if node.field == "title" else ["title", "body"]
        return ["words"]

    def _word(self, node: Word, part: Snapshot) -> Matches:
        if node.prefix or node.open:
            return self._kept(node, part, lambda: self._unfinished(node, part))
        if node.field in ("source", "author"):
            return self._keyword(part, node.field, node.term)
        parts = [self._scored(part, name, STEMS[node.term]) for name in self._texts(node, part)]
        if part.layout is not ARTICLES and not node.field:
            parts.append(self._keyword(part, "speaker", node.term))
        return union(parts, part.size)

    def _unfinished(self, node: Word, part: Snapshot) -> Matches:
        """Words that begin so; of one being typed also the word itself, scored."""
        if node.field in ("source", "author"):
            return self._prefix(part, [node.field], node.term)
        fields = [name + EXACT for name in self._texts(node, part)]
        if part.layout is not ARTICLES and not node.field:
            fields.append("speaker")
        beginning = self._prefix(part, fields, node.term)
        if node.prefix:
            return beginning
        word = replace(node, open=False)
        return union([self._word(word, part), beginning], part.size)

    def _prefix(self, part: Snapshot, fields: list[str], prefix: str) -> Matches:
        present = np.zeros(part.size, np.bool_)
        for name in fields:
            for ids in part.prefixed(name, prefix, self.limits.over):
                present[ids] = True
                if self.limits.over():
                    break
        return constant(np.flatnonzero(present).astype(np.int32), PREFIX_SCORE)

    def _phrase(self, node: Phrase, part: Snapshot) -> Matches:
        if node.field in ("source", "author"):
            return self._keywords(part, node.field, node.terms)
        return self._kept(node, part, lambda: self._together(node, part))

    def _together(self, node: Phrase, part: Snapshot) -> Matches:
        parts = [
            self._phrase_in(part, name + EXACT, node.terms) for name in self._texts(node, part)
        ]
        if part.layout is not ARTICLES and not node.field:
            parts.append(self._keywords(part, "speaker", node.terms))
        return union(parts, part.size)

    def _phrase_in(self, part: Snapshot, field_name: str, terms: tuple[str, ...]) -> Matches:
        if len(terms) == 1:
            return self._scored(part, field_name, terms[0])
        lists = [self._postings(part, field_name, term) for term in terms]
        ids = phrase_documents(lists, over=self.limits.over)
        if not len(ids):
            return NONE
        boost = part.layout.texts[field_name.removesuffix(EXACT)]
        scored = [bm25(part, field_name, boost, postings) for postings in lists]
        return intersection([constant(ids), *scored])

    def _keywords(self, part: Snapshot, field_name: str, terms: tuple[str, ...]) -> Matches:
        return intersection([self._keyword(part, field_name, term) for term in terms])

    def _name(self, node: Name, part: Snapshot) -> Matches:
        entities = self.knowledge.entities(node.text, unfinished=node.open)
        name = "speaker_id" if node.field == "speaker" else "entity"
        lists = [self._postings(part, name, str(entity)).ids for entity in entities]
        if node.field == "speaker":
            lists.append(self._called(node, part))
        elif node.field == "about":
            evidence = [
                merged(lists, part.size),
                self._about(node.terms, part).ids,
                self._about(node.terms, part, belonging=True).ids,
            ]
            weights = zip(evidence, ABOUT, strict=True)
            return union([constant(ids, weight) for ids, weight in weights], part.size)
        return constant(merged(lists, part.size), 1.0)

    def _called(self, node: Name, part: Snapshot) -> Ints:
        """The quotes whose speaker is called so where they stand, whoever that is."""
        wanted = telling(node.terms)
        *whole, last = [self._postings(part, "speaker", term).ids for term in wanted]
        if node.open:
            last = merged([last, self._prefix(part, ["speaker"], wanted[-1]).ids], part.size)
        if not whole:
            return last
        return intersection([*map(constant, whole), constant(last)]).ids

    def _about(self, terms: tuple[str, ...], part: Snapshot, *, belonging: bool = False) -> Matches:
        """All of the words in the text, or in the paragraph that a quote stands in.

        ``belonging``: or for a word also what is called after it, as Korean after Korea.
        """
        fields = ("title", "body") if part.layout is ARTICLES else ("words", "context")
        return intersection(
            [
                union(
                    [
                        self._scored(part, name, STEMS[word])
                        for word in (term, *(demonyms(term) if belonging else ()))
                        for name in fields
                    ],
                    part.size,
                )
                for term in telling(terms)
            ]
        )


def _is_stop_word(node: Node) -> bool:
    return (
        isinstance(node, Word)
        and node.term in STOP_WORDS
        and not (node.prefix or node.open)
        and node.field in ("", "said")
    )
