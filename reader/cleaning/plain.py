"""Text and Markdown files as articles: the words stay as they are, structure becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reader.cleaning.blocks import Piece, join
from reader.cleaning.dates import iso_date
from reader.cleaning.gate import clean_line, clean_text, clean_url
from reader.cleaning.titles import first_words
from reader.cleaning.tongue import guess
from reader.news import Article, Block, BlockKind, Hints, Refused

_WRAPPED_AT = 90
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)")
_QUOTATION = re.compile(r" {0,3}((?:> ?)+)(.*)")
_RULE = re.compile(r" {0,3}([-*_])\s*(?:\1\s*){2,}$")
_FRONT_MATTER = re.compile(r"\s*---\n(.*?)\n(?:---|\.\.\.)\n", re.S)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_REFERENCE = re.compile(r"!?\[([^\[\]]+)\]\[[^\[\]]*\]")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s+\S+.*$")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"(`+)(.+?)\1")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])")
_NAME = r"[^\W\d_a-z][\w.’'-]+(?: (?:[a-z]{1,3} ){0,2}[^\W\d_a-z][\w.’'-]*){1,3}"
_BY = re.compile(rf"[Bb](?:y|Y):? ({_NAME}(?:(?:, | and | & ){_NAME}){{0,4}})")


def clean_plain(text: str, hints: Hints = Hints()) -> Article:  # noqa: B008
    """The article of a plain text: one paragraph a line, or by blank lines if it is wrapped.

    Raises Refused where there is no text.
    """
    cleaned = clean_text(text)
    if _is_wrapped(cleaned):
        paragraphs = (" ".join(part.split("\n")) for part in cleaned.split("\n\n"))
        return _article(*join([Piece("paragraph", part) for part in paragraphs if part]), hints)
    blocks = tuple(_lines_as_blocks(cleaned))
    return _article(cleaned, blocks, hints)


def clean_markdown(text: str, hints: Hints = Hints()) -> Article:  # noqa: B008
    """The article of a Markdown text; its first heading of the first rank is the title.

    Raises Refused where there is no text.
    """
    told: dict[str, str] = {}
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if front := _FRONT_MATTER.match(text):
        told = _front_matter(front[1])
        text = text[front.end() :]
    parts = [part for part in _markdown_pieces(text.split("\n")) if part.text]
    title = hints.title or told.get("title")
    if parts and parts[0].kind == "heading" and parts[0].level == 1:
        title = title or parts[0].text
        if title == parts[0].text and len(parts) > 1:
            parts = parts[1:]
    signed, parts = _signed(parts)
    merged = Hints(
        title=title,
        byline=hints.byline or told.get("author") or told.get("byline") or signed,
        site=hints.site or told.get("site") or told.get("source"),
        published=hints.published or told.get("date") or told.get("published"),
        url=hints.url or told.get("url") or told.get("link"),
        language=hints.language or told.get("lang") or told.get("language"),
    )
    return _article(*join(parts), merged)


def _signed(parts: list[Piece]) -> tuple[str | None, list[Piece]]:
    """Whose name stands under the headline ("By Ada Quill"), and the pieces without it."""
    for number, part in enumerate(parts[:2]):
        if part.kind == "paragraph" and len(parts) > 1 and (found := _BY.fullmatch(part.text)):
            return found[1], parts[:number] + parts[number + 1 :]
    return None, parts


def _article(text: str, blocks: tuple[Block, ...], hints: Hints) -> Article:
    if not text:
        raise Refused("it holds no text")
    return Article(
        title=clean_line(hints.title or "") or first_words(text),
        text=text,
        blocks=blocks,
        byline=clean_line(hints.byline, 200) or None if hints.byline else None,
        site=clean_line(hints.site, 120) or None if hints.site else None,
        published=iso_date(hints.published) if hints.published else None,
        url=clean_url(hints.url) if hints.url else None,
        language=hints.language or guess(text),
    )


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a width: full lines that end within sentences."""
    lines = [line for line in text.split("\n") if line]
    inner = [
        line
        for line, following in pairwise(lines)
        if 50 <= len(line) <= _WRAPPED_AT and following[:1].islower() and line[-1:] not in ".!?:"
    ]
    short = sum(len(line) <= _WRAPPED_AT for line in lines)
    return "\n\n" in text and bool(inner) and short > 0.95 * len(lines) and len(lines) > 3


def _lines_as_blocks(text: str) -> Iterator[Block]:
    at = 0
    for line in text.split("\n"):
        if line:
            yield Block("paragraph", at, at + len(line))
        at += len(line) + 1


def _front_matter(text: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if colon and value.strip():
            told[key.strip().lower()] = value.strip().strip("\"'")
    return told


def _markdown_pieces(lines: list[str]) -> Iterator[Piece]:
    """One pass over the lines; lines of one paragraph, item or quotation are joined."""
    held: list[str] = []
    kind: BlockKind = "paragraph"
    level = 0
    fenced = False

    def close() -> Iterator[Piece]:
        if held:
            yield Piece(kind, _inline(" ".join(held)), level)
            held.clear()

    for line in lines:
        if _FENCE.match(line):
            yield from close()
            kind, level, fenced = "paragraph", 0, not fenced
        elif fenced:
            if line.strip():
                yield Piece("paragraph", clean_line(line, 10_000))
        elif held and kind == "paragraph" and (under := _UNDERLINE.match(line)):
            kind, level = "heading", 1 if under[1][0] == "=" else 2
            yield from close()
            kind, level = "paragraph", 0
        elif not line.strip() or _RULE.match(line) or _DEFINITION.match(line):
            yield from close()
            kind, level = "paragraph", 0
        elif heading := _HEADING.match(line):
            yield from close()
            yield Piece("heading", _inline(heading[2]), len(heading[1]))
            kind, level = "paragraph", 0
        elif quotation := _QUOTATION.match(line):
            if kind != "quotation" or not quotation[2].strip():
                yield from close()
            kind, level = "quotation", 0
            if quotation[2].strip():
                held.append(quotation[2].strip())
        elif item := _ITEM.match(line):
            yield from close()
            kind, level = "item", min(len(item[1].expandtabs(4)) // 2, 9)
            held.append(item[2])
        else:
            held.append(line.strip())
    yield from close()


def _inline(text: str) -> str:
    """The words of a Markdown line without its marks."""
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _CODE.sub(r"\2", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    return " ".join(clean_text(_ESCAPED.sub(r"\1", text)).split())
