"""A small real library for the tests of the app: real articles, annotated by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reader.config import resource
from reader.library.store import Library
from reader.news import (
    Annotation,
    Article,
    Block,
    Entity,
    EntityKind,
    Quote,
    QuoteKind,
    Span,
)
from reader.search.indexer import index_pending


@dataclass(frozen=True)
class Said:
    """A quote by its words, as they stand in the text."""

    words: str
    cue: str | None = None
    speaker: str | None = None
    name: str | None = None
    kind: QuoteKind = "direct"
    near: str = ""
    """Where cue and speaker are looked for: from this stretch on."""


@dataclass(frozen=True)
class Named:
    """An entity by its names, as they stand in the text."""

    name: str
    kind: EntityKind
    others: tuple[str, ...] = ()
    role: str | None = None


def paragraphs(text: str) -> tuple[Block, ...]:
    """Each line is a paragraph; "# " and "- " are cut off by the caller."""
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    return tuple(blocks)


def find(text: str, words: str, start: int = 0) -> Span:
    """Where words stand; they must."""
    at = text.index(words, start)
    return at, at + len(words)


def annotate(text: str, said: Iterable[Said], named: Sequence[Named]) -> Annotation:
    """The annotation of a text from the words of its quotes and names."""
    entities = []
    for each in named:
        mentions: list[Span] = []
        for name in sorted((each.name, *each.others), key=len, reverse=True):
            at = text.find(name)
            while at >= 0:
                span = (at, at + len(name))
                if not any(span[0] < end and start < span[1] for start, end in mentions):
                    mentions.append(span)
                at = text.find(name, at + 1)
        entities.append(
            Entity(each.name, each.kind, tuple(sorted(mentions)), each.others, each.role)
        )
    quotes = []
    for quote in said:
        content = find(text, quote.words)
        near = text.index(quote.near) if quote.near else content[0]
        cue = find(text, quote.cue, near) if quote.cue else None
        speaker = find(text, quote.speaker, near) if quote.speaker else None
        entity = next((n for n, each in enumerate(named) if each.name == quote.name), None)
        quotes.append(Quote(quote.kind, (content,), cue, speaker, quote.name, entity))
    return Annotation(tuple(quotes), tuple(entities), "by hand")


def put(
    library: Library,
    article: Article,
    said: Iterable[Said] = (),
    named: Sequence[Named] = (),
    *,
    sample: bool = False,
) -> int:
    """Adds an article with its annotation."""
    article_id = library.articles.add(article, sample=sample).id
    annotation = annotate(article.text, said, named)
    keys = [f"{entity.kind}:{entity.name.casefold()}" for entity in annotation.entities]
    assert library.annotations.put(article_id, 1, annotation, keys)
    return article_id


def kursk(library: Library) -> int:
    """The article that came with the brief."""
    text = resource("seeds").joinpath("kursk-legitimate-targets.txt").read_text("utf-8").strip()
    article = Article(
        "North Korean soldiers fighting alongside Russian forces in Kursk Oblast …",
        text, paragraphs(text), site="Brief", published="2024-12-17", language="en",
        url="https://brief.example/kursk",
    )  # fmt: skip
    said = [
        Said("legitimate targets", "said", "U.S. State Department Spokesperson Matthew Miller",
             "Matthew Miller", "mixed"),
        Said("North Korean soldiers who were deployed to Kursk are already legitimate targets,",
             "told", "Miller", "Matthew Miller", near="Miller told"),
        Said("They entered a war, and they are, as such, combatants and are legitimate targets for "
             "the Ukrainian military. We have seen North Korean soldiers who have been killed in "
             "action on the battlefield inside Russia.", None, None, "Matthew Miller"),
        Said("if North Korean personnel crossed the border from Russia into Ukraine and engaged "
             "in combat, the U.S. would consider it a significant escalation in the war",
             "warned", "Miller", "Matthew Miller", "indirect", near="Miller warned"),
        Said("And if they were to cross the border into Ukraine, that would be yet another "
             "escalation by the Government of Russia and also an escalation by the Government of "
             "North Korea ... That would absolutely be an escalation,", "said", "he",
             "Matthew Miller", near="he said.\nMiller declined"),
        Said("I'm not going to preview that publicly,", "said", "he", "Matthew Miller",
             near="he said.\nPresident"),
        Said("Russia has gone to great lengths to hide North Korean losses, including burning "
             "soldiers' bodies", "alleged", "Zelensky", "Volodymyr Zelensky", "indirect",
             near="Zelensky then"),
    ]  # fmt: skip
    named = [
        Named("Matthew Miller", "person", ("Miller",), "U.S. State Department Spokesperson"),
        Named("Volodymyr Zelensky", "person", ("Zelensky",), "President"),
        Named("U.S. State Department", "organisation"),
        Named("Pentagon", "organisation"),
        Named("HUR", "organisation"),
        Named("North Korea", "place"),
        Named("Russia", "place"),
        Named("Ukraine", "place"),
        Named("Kursk Oblast", "place", ("Kursk",)),
    ]
    return put(library, article, said, named, sample=True)


FERRY = """The talks over the island ferry broke off on Monday night.
"We will not sign a paper that leaves forty people without a winter," said Ines Calloway, who \
speaks for the crews.
The harbour board said that it had offered everything it could.
According to Calloway, no further meeting has been set. "Nobody has called us," she said.
"""


def ferry(library: Library, site: str, slug: str, opening: str = "") -> int:
    """One of two reports that carry the same quotation."""
    text = (opening + FERRY).strip()
    article = Article(
        f"Ferry talks break off ({site})", text, paragraphs(text), "Tam Okoro", site,
        "2024-11-02", f"https://{slug}.example/ferry", "en",
    )  # fmt: skip
    said = [
        Said("We will not sign a paper that leaves forty people without a winter,", "said",
             "Ines Calloway, who speaks for the crews", "Ines Calloway"),
        Said("it had offered everything it could", "said", "The harbour board", "harbour board",
             "indirect", near="The harbour board"),
        Said("no further meeting has been set", "According to", "Calloway", "Ines Calloway",
             "indirect", near="According to"),
        Said("Nobody has called us,", "said", "she", "Ines Calloway", near="she said"),
    ]  # fmt: skip
    named = [
        Named("Ines Calloway", "person", ("Calloway",), "speaks for the crews"),
        Named("harbour board", "organisation"),
    ]
    return put(library, article, said, named)


def small(folder: Path) -> Library:
    """Three annotated articles, and one that waits to be annotated."""
    library = Library.open(folder)
    kursk(library)
    ferry(library, "Harbour Gazette", "harbour-gazette")
    ferry(library, "Meridian Wire", "meridian-wire", "PORT ANSGAR – Our reporter was there.\n")
    text = "A bridge was opened.\n“It holds,” said the engineer.\nMore will follow next week."
    library.articles.add(
        Article("A bridge is opened", text, paragraphs(text), site="Daily Span",
                published="2024-10-05", url="https://span.example/bridge", language="en")
    )  # fmt: skip
    index_pending(library)
    return library


def many(folder: Path, number: int) -> Library:
    """A library of so many short articles, one a day."""
    library = Library.open(folder)
    start = date(2024, 6, 1)
    with library.transaction():
        for count in range(number):
            day = start - timedelta(days=count)
            text = (
                f"Item {count} was discussed at length.\nThe board will meet again on day {count}."
            )
            library.articles.add(
                Article(f"Report {count} of the board", text, paragraphs(text), site="Board News",
                        published=day.isoformat(), language="en",
                        url=f"https://board.example/{count}")
            )  # fmt: skip
    return library
