"""What of the library's articles and quotes goes into the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from reader.library.keys import sort_moment
from reader.library.rows import ArticleRow, QuoteRow, StoredArticle
from reader.library.store import Library
from reader.news import Annotation, Block, Span
from reader.search.schema import NO_DAY, Document
from reader.search.terms import terms

Documents = tuple[list[Document], list[Document]]
"""Those of articles, and those of quotes."""


def documents(library: Library, ids: Sequence[int]) -> Documents:
    """The documents of these articles; of those that are gone there are none."""
    rows = library.articles.rows(ids)
    plain = [row.id for row in rows.values() if row.quotes is None]
    texts = library.articles.texts(plain)
    articles: list[Document] = []
    quotes: list[Document] = []
    for number in ids:
        row = rows.get(number)
        if row is None:
            continue
        if number in texts:
            articles.append(_article(row, texts[number], (), ()))
            continue
        stored = library.articles.get(number)
        if stored is None:
            continue
        found = library.annotations.quotes(number) if stored.row.quotes else []
        entities = library.annotations.entity_ids(number)
        speakers = [quote.entity_id for quote in found if quote.entity_id is not None]
        articles.append(_article(stored.row, stored.article.text, entities, speakers))
        quotes.extend(_quotes(stored, found, entities))
    return articles, quotes


def _article(
    row: ArticleRow, text: str, entities: Iterable[int], speakers: Iterable[int]
) -> Document:
    entity_ids = list(dict.fromkeys(entities))
    return Document(
        numbers={
            "id": row.id,
            "story": row.group or row.id,
            "day": day_of(row.published),
            "moment": _moment(row),
        },
        texts={"title": row.title, "body": text},
        keywords={
            "source": set(terms(row.site or "")),
            "author": set(terms(row.byline or "")),
            "lang": {row.language.lower()} if row.language else set(),
            "entity": {str(entity) for entity in entity_ids},
        },
        references={"entities": entity_ids, "speakers": list(dict.fromkeys(speakers))},
        strings={"site": row.site or ""},
    )


def _quotes(
    stored: StoredArticle, found: list[QuoteRow], entities: list[int]
) -> Iterable[Document]:
    text = stored.article.text
    for quote in found:
        start, end = _around(stored.article.blocks, quote, len(text))
        around = _outside(text, start, end, quote.content)
        speaker = text[slice(*quote.speaker)] if quote.speaker else ""
        named = terms(f"{quote.name or ''} {speaker}")
        yield Document(
            numbers={
                "id": quote.id,
                "article": stored.id,
                "day": day_of(stored.row.published),
                "moment": _moment(stored.row),
            },
            texts={"words": quote.text, "context": f"{stored.row.title}\n{around}"},
            keywords={
                "speaker": set(named),
                "speaker_id": {str(quote.entity_id)} if quote.entity_id is not None else set(),
                "kind": {quote.kind},
                "entity": _named_within(stored.annotation, entities, start, end),
            },
            references={"speakers": [] if quote.entity_id is None else [quote.entity_id]},
        )


def _around(blocks: Sequence[Block], quote: QuoteRow, length: int) -> Span:
    """The paragraphs that a quote stands in."""
    if not quote.content:
        return 0, 0
    start, end = quote.content[0][0], quote.content[-1][1]
    touched = [block for block in blocks if block.start < end and start < block.end]
    if not touched:
        return start, min(end, length)
    return touched[0].start, touched[-1].end


def _outside(text: str, start: int, end: int, content: Sequence[Span]) -> str:
    """What of a stretch is not the quote's own words: those are found anyway."""
    parts = []
    for first, last in sorted(content):
        parts.append(text[start : max(start, first)])
        start = max(start, last)
    return "\n".join((*parts, text[start:end]))


def _named_within(
    annotation: Annotation | None, entities: list[int], start: int, end: int
) -> set[str]:
    if annotation is None:
        return set()
    return {
        str(number)
        for number, entity in zip(entities, annotation.entities, strict=False)
        if any(start <= first and last <= end for first, last in entity.mentions)
    }


def day_of(published: str | None) -> int:
    """The day of an ISO date as a number; `NO_DAY` where there is none."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return NO_DAY


def _moment(row: ArticleRow) -> int:
    return sort_moment(row.published, row.added, sample=row.sample)
