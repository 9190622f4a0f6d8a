"""Resolution: from names and attributions of one text to its entities and quotes.

Pure and deterministic; the time is linear in the length of the text; no text makes it raise.
"""

from __future__ import annotations

from reader.language import grammar
from reader.language.analysis import Analysis
from reader.language.resolution import entities, speakers, unnamed
from reader.news import Annotation

__all__ = ["resolve"]


def resolve(analysis: Analysis) -> Annotation:
    """Merge the names into entities and give each quote the one who said it."""
    more = unnamed.speakers(analysis.text, analysis.attributions, analysis.names)
    rows = entities.build(analysis.text, (*analysis.names, *more))
    quotes = speakers.attribute(analysis, rows)
    found = [entities.entity(analysis.text, row) for row in rows]
    return Annotation(quotes=quotes, entities=(*found, *grammar.find(analysis.text)))
