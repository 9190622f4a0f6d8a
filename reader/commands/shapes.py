"""Annotations as JSON, the same in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.addresses import without_secrets
from reader.news import Annotation, Entity, Quote, Span

if TYPE_CHECKING:
    from reader.library.rows import ArticleRow, QuoteRow


def annotation(found: Annotation) -> dict[str, Any]:
    """``{"quotes": […], "entities": […]}`` with offsets into the text."""
    return {
        "quotes": [_quote(each) for each in found.quotes],
        "entities": [_entity(each) for each in found.entities],
    }


def article(number: int, row: ArticleRow | QuoteRow) -> dict[str, Any]:
    """Where something stands: ``{"id", "title", "site", "published", "url"}``."""
    return {
        "id": number,
        "title": row.title,
        "site": row.site,
        "published": row.published,
        "url": without_secrets(row.url) if row.url else row.url,
    }


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "kind": quote.kind,
        "content": [list(span) for span in quote.content],
        "cue": _span(quote.cue),
        "speaker": _span(quote.speaker),
        "name": quote.name,
        "entity": quote.entity,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "kind": entity.kind,
        "mentions": [list(span) for span in entity.mentions],
    }
