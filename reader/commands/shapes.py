"""Annotations as JSON, the same in every command."""

from __future__ import annotations

from typing import Any

from reader.news import Annotation, Entity, Quote, Span


def annotation(found: Annotation) -> dict[str, Any]:
    """``{"quotes": […], "entities": […]}`` with offsets into the text."""
    return {
        "quotes": [_quote(each) for each in found.quotes],
        "entities": [_entity(each) for each in found.entities],
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
