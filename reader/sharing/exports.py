"""Many quotations at once, in the formats that people carry on with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reader.news import Quotation, ReaderError
from reader.sharing import escapes
from reader.sharing.citations import cite, fragment_link, public


def export(quotations: Iterable[Quotation], fmt: str) -> str:
    """The quotations in one of ``FORMATS``, ending in a newline unless there is nothing.

    Raises ReaderError for an unknown format.
    """
    try:
        make = _MAKERS[fmt]
    except KeyError:
        raise ReaderError(f"There is no format {fmt!r}; there are: {', '.join(FORMATS)}.") from None
    return make(list(quotations))


def as_object(q: Quotation) -> dict[str, Any]:
    """All that is known of a quotation, as JSON has it; nothing secret of its address."""
    source = public(q).source
    return {
        "text": q.text,
        "name": q.name,
        "role": q.role,
        "kind": q.kind,
        "cue": q.cue,
        "article": {
            "id": source.article_id,
            "title": source.title,
            "site": source.site,
            "byline": source.byline,
            "published": source.published,
            "url": source.url,
        },
        "content": [list(span) for span in q.content],
        "link": fragment_link(source.url, q.text) if source.url else None,
        "note": q.note,
        "tags": list(q.tags),
        "saved": q.saved,
        "id": q.id,
    }


def _noted(q: Quotation, before: str = "") -> str:
    """The person's own note and tags, each on a line of its own; "" without any."""
    lines = [f"{before}{line}" for line in q.note.split("\n") if line]
    if q.tags:
        lines.append(before + " ".join(f"#{tag}" for tag in q.tags))
    return "".join(f"\n{line}" for line in lines)


def _pieces(style: str, between: str = "\n\n") -> Callable[[Sequence[Quotation]], str]:
    def make(quotations: Sequence[Quotation]) -> str:
        pieces = [cite(q, style) for q in quotations]
        return between.join(pieces) + "\n" if pieces else ""

    return make


def _text(quotations: Sequence[Quotation]) -> str:
    pieces = [cite(q, "source") + _noted(q) for q in quotations]
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _markdown(quotations: Sequence[Quotation]) -> str:
    pieces = []
    for q in quotations:
        note = "".join(f"\n{escapes.markdown(line)}" for line in q.note.split("\n") if line)
        tags = "\n" + " ".join(f"\\#{escapes.markdown(tag)}" for tag in q.tags) if q.tags else ""
        extra = f"\n{note}{tags}" if note or tags else ""
        pieces.append(cite(q, "markdown") + extra)
    return "\n\n".join(pieces) + "\n" if pieces else ""


_COLUMNS = (
    "quote", "speaker", "role", "kind", "cue", "title", "site", "byline", "published", "url",
    "link", "note", "tags", "saved",
)  # fmt: skip


def _cells(q: Quotation) -> list[str]:
    source = public(q).source
    link = fragment_link(source.url, q.text) if source.url else ""
    values = (
        q.text, q.name, q.role, q.kind, q.cue, source.title, source.site, source.byline,
        source.published, source.url, link, q.note, " ".join(q.tags), q.saved,
    )  # fmt: skip
    return [value or "" for value in values]


def _csv(quotations: Sequence[Quotation]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([escapes.spreadsheet(cell) for cell in _cells(q)] for q in quotations)
    return out.getvalue()


def _json(quotations: Sequence[Quotation]) -> str:
    return json.dumps([as_object(q) for q in quotations], ensure_ascii=False, indent=2) + "\n"


def _jsonl(quotations: Sequence[Quotation]) -> str:
    return "".join(json.dumps(as_object(q), ensure_ascii=False) + "\n" for q in quotations)


def _html(quotations: Sequence[Quotation]) -> str:
    body = "\n".join(
        cite(q, "html")
        + "".join(f"\n<p>{escapes.html(line)}</p>" for line in q.note.split("\n") if line)
        for q in quotations
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Quotes</title>\n'
        f"{body}\n</html>\n"
    )


def _org(quotations: Sequence[Quotation]) -> str:
    pieces = [
        cite(q, "org") + "".join(f"\n{escapes.org(line)}" for line in q.note.split("\n") if line)
        for q in quotations
    ]
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _bibtex(quotations: Sequence[Quotation]) -> str:
    """Like the citation style, with keys that do not repeat."""
    entries: list[str] = []
    used: dict[str, int] = {}
    for q in quotations:
        entry = cite(q, "bibtex")
        key = entry[entry.index("{") + 1 : entry.index(",")]
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            entry = entry.replace(key, f"{key}-{used[key]}", 1)
        entries.append(entry)
    return "\n\n".join(entries) + "\n" if entries else ""


_MAKERS: dict[str, Callable[[Sequence[Quotation]], str]] = {
    "text": _text,
    "markdown": _markdown,
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "html": _html,
    "org": _org,
    "bibtex": _bibtex,
    "wikipedia": _pieces("wikipedia"),
    "apa": _pieces("apa"),
    "mla": _pieces("mla"),
    "chicago": _pieces("chicago"),
}
FORMATS = tuple(_MAKERS)
"""The names that ``export`` takes."""
