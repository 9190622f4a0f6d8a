"""Blocks, spans, articles as JSON for the columns that are always read whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reader.news import Article, Block, Span


def dump(value: object) -> str:
    """JSON without spaces, for a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as JSON rows of kind, start, end, level."""
    return dump([[block.kind, block.start, block.end, block.level] for block in blocks])


def load_blocks(column: str) -> tuple[Block, ...]:
    """What `dump_blocks` wrote."""
    return tuple(Block(kind, start, end, level) for kind, start, end, level in json.loads(column))


def load_spans(column: str) -> tuple[Span, ...]:
    """Spans written with `dump`."""
    return tuple((start, end) for start, end in json.loads(column))


def load_strings(column: str) -> tuple[str, ...]:
    """Strings written with `dump`."""
    return tuple(json.loads(column))


def span_of(start: int | None, end: int | None) -> Span | None:
    """A span kept in two columns."""
    return None if start is None or end is None else (start, end)


def dump_article(article: Article) -> str:
    """A whole article, for an earlier version."""
    fields = {
        "title": article.title,
        "text": article.text,
        "byline": article.byline,
        "site": article.site,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "summary": article.summary,
        "blocks": [[b.kind, b.start, b.end, b.level] for b in article.blocks],
    }
    return dump(fields)


def load_article(column: str) -> Article:
    """What `dump_article` wrote."""
    fields = json.loads(column)
    fields["blocks"] = tuple(Block(*block) for block in fields["blocks"])
    return Article(**fields)
