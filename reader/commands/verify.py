"""``reader verify``: who said exactly these words, where and when."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from reader.commands import Group, WrongUsage, json_option, output, shapes, store, words_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reader.search.verify import Verdict


def register(group: Group) -> None:
    """Add the command."""
    parser = group.add(
        "verify",
        run,
        help="check a quote: where, when and by whom exactly these words were said",
        examples="""\
  reader verify "already legitimate targets"
  pbpaste | reader verify -
  reader verify --json "they entered a war"
""",
    )
    parser.add_argument("words", nargs="+", metavar="TEXT", help="the words, or - for stdin")
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print exact places first, then near misses; exit code 1 if there is no exact one."""
    from reader.search.verify import verify

    words = _standard_input() if args.words == ["-"] else words_of(args.words)
    if not words.strip():
        raise WrongUsage("There are no words to verify.")
    with store.opened(args) as library:
        verdicts = verify(store.searcher(library), library, words)
        texts = library.articles.texts({each.article.id for each in verdicts})
    exact = sum(each.exact for each in verdicts)
    for verdict in sorted(verdicts, key=lambda each: not each.exact):
        text = texts.get(verdict.article.id, "")
        if args.json:
            output.json_line(as_object(verdict, text))
        else:
            _show(verdict, text)
    if not args.json:
        if exact:
            output.note(f"Exactly these words: {output.some(exact, 'place')}.")
        else:
            output.note("These words are nowhere exactly so in the library.")
    return 0 if exact else 1


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def as_object(verdict: Verdict, text: str) -> dict[str, Any]:
    """A line of ``verify --json``; the text is the article's."""
    row, quote = verdict.article, verdict.quote
    return {
        "exact": verdict.exact,
        "name": quote.name if quote else None,
        "kind": quote.kind if quote else None,
        "text": text[slice(*verdict.span)],
        "article": shapes.article(row.id, row),
        "span": list(verdict.span),
        "differences": [
            {"asked": each.asked, "found": each.found, "span": list(each.span)}
            for each in verdict.differences
        ],
    }


def in_marks(text: str, start: int, end: int) -> bool:
    """Whether all of the words stand in quotation marks, as the speaker's own."""
    from reader.language.marks import inside

    return any(first <= start and end <= last for first, last in inside(text))


def _whose(verdict: Verdict, text: str) -> str:
    """Who said it, and whether in these words."""
    from reader.language.marks import inside

    quote, (start, end) = verdict.quote, verdict.span
    if quote is None:
        return "not in a quote"
    name = quote.name or "speaker not known"
    if quote.kind == "direct" or in_marks(text, start, end):
        return name
    if any(start < last and first < end for first, last in inside(text)):
        return f"{name} (partly paraphrased: only what stands in quotation marks was said so)"
    return f"{name} (paraphrased: the article's words, not the speaker's)"


def _show(verdict: Verdict, text: str) -> None:
    from rich.text import Text

    row, (start, end) = verdict.article, verdict.span
    words = Text(text[start:end])
    for each in verdict.differences:
        words.stylize("reverse", each.span[0] - start, each.span[1] - start)
    where = output.source_line(row.title, row.site, output.day(row.published) or "no date")
    lines: list[RenderableType] = [
        Text.assemble(("exact  " if verdict.exact else "near   ", "bold"), words),
        Text.assemble("       — ", output.text(_whose(verdict, text), "bold")),
        output.indented(Text.assemble(output.text(where, "dim"), (f"  [{row.id}]", "dim")), 9),
    ]
    for each in verdict.differences:
        change = f"asked: {each.asked or '(nothing)'}   there: {each.found or '(nothing)'}"
        lines.append(output.indented(Text(output.harmless(change)), 9))
    output.show(*lines, Text())
