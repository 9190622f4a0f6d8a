"""``reader show`` and ``reader remove``: single articles."""

from __future__ import annotations

import argparse
import itertools
from typing import TYPE_CHECKING, Any

from reader.addresses import shown, without_secrets
from reader.commands import Group, WrongUsage, count, json_option, output, shapes, store
from reader.news import Annotation, Article, ReaderError

if TYPE_CHECKING:
    from rich.text import Text

    from reader.library.rows import StoredArticle, Version
    from reader.library.store import Library


def register(group: Group) -> None:
    """Add both commands."""
    parser = group.add(
        "show",
        run_show,
        help="show one article, its quotes highlighted",
        examples="""\
  reader show 12                     the article with number 12
  reader show 12 | less              plain text
  reader show 12 --versions          how it was before it was changed
  reader show 12 --json              text, blocks, quotes and entities with offsets
""",
    )
    parser.add_argument("id", type=count, metavar="ID", help="its number, as in search results")
    parser.add_argument("--versions", action="store_true", help="what was changed since it came")
    json_option(parser)

    parser = group.add(
        "remove",
        run_remove,
        help="remove articles; saved quotes stay in the notebook",
        examples="""\
  reader remove 12 13
  reader remove --samples            the sample articles of the first run
""",
    )
    parser.add_argument("ids", nargs="*", type=count, metavar="ID")
    parser.add_argument("--samples", action="store_true", help="all sample articles")
    json_option(parser)


def run_show(args: argparse.Namespace) -> int:
    """Print the article, or its versions."""
    with store.opened(args) as library:
        found = library.articles.get(args.id)
        if found is None:
            raise ReaderError(f"There is no article {args.id}; 'reader search' lists the numbers.")
        if args.json:
            result = as_object(found)
            if args.versions:
                result["versions"] = [
                    _version_object(each) for each in library.articles.versions(args.id)
                ]
            output.json_line(result)
        elif args.versions:
            _show_versions(library, found)
        else:
            _show(found)
    return 0


def as_object(found: StoredArticle) -> dict[str, Any]:
    """``show --json``."""
    article = found.article
    return {
        "id": found.id,
        "title": article.title,
        "byline": article.byline,
        "site": article.site,
        "published": article.published,
        "url": without_secrets(article.url) if article.url else article.url,
        "language": article.language,
        "text": article.text,
        "blocks": [
            {"kind": block.kind, "start": block.start, "end": block.end, "level": block.level}
            for block in article.blocks
        ],
        **shapes.annotation(found.annotation or Annotation()),
    }


def _version_object(version: Version) -> dict[str, Any]:
    return {
        "seen": version.seen,
        "title": version.article.title,
        "published": version.article.published,
        "text": version.article.text,
    }


def _show(found: StoredArticle) -> None:
    from rich.text import Text

    article = found.article
    source = output.source_line(
        article.site,
        article.byline,
        output.day(article.published) or "no date",
        "teaser only" if article.summary else None,
        "sample" if found.row.sample else None,
    )
    head = [output.text(article.title, "bold"), output.text(source, "dim")]
    if article.url:
        head.append(output.text(shown(article.url), "dim"))
    output.show(*head, Text(), *_paragraphs(article, found.annotation))
    if found.annotation is None:
        output.note("Its quotes have not been looked for yet.")


def _paragraphs(article: Article, annotation: Annotation | None) -> list[Text]:
    """The blocks with an empty line between, quotes in bold (indirect ones in italics)."""
    from rich.text import Text

    whole = Text(article.text)
    for quote in annotation.quotes if annotation else ():
        style = "italic cyan" if quote.kind == "indirect" else "bold cyan"
        for start, end in quote.content:
            whole.stylize(style, start, end)
        if quote.speaker:
            whole.stylize("underline", *quote.speaker)
    lines: list[Text] = []
    for block in article.blocks:
        piece = whole[block.start : block.end]
        if block.kind == "heading":
            piece.stylize("bold")
        before = {"item": "  " * block.level + "• ", "quotation": "│ "}.get(block.kind, "")
        lines += [Text.assemble(before, piece), Text()]
    return lines[:-1]


def _show_versions(library: Library, found: StoredArticle) -> None:
    versions = library.articles.versions(found.id)
    if not versions:
        output.note(f"Article {found.id} has not changed since it came.")
        return
    texts = [(each.seen, _titled(each.article)) for each in versions]
    texts.append(("now", _titled(found.article)))
    import difflib

    for (seen, before), (_, after) in itertools.pairwise(texts):
        output.line(f"until {seen[:16].replace('T', ' ')}")
        lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
        for line in itertools.islice(lines, 2, None):  # after the names of the two
            if not line.startswith("@@") and line[1:].strip():
                output.line(f"  {line[0]} {line[1:]}")
        output.line()
    for change in library.articles.quote_changes(found.id):
        who = change.name or "speaker not known"
        output.line(f"quote {change.status}, {who}: {change.before}")
        if change.after:
            output.line(f"  now: {change.after}")


def _titled(article: Article) -> str:
    return f"{article.title}\n{article.text}"


def run_remove(args: argparse.Namespace) -> int:
    """Remove what is named; exit code 1 if one of the numbers is unknown."""
    if not args.ids and not args.samples:
        raise WrongUsage("Say what to remove: article numbers, or --samples.")
    with store.opened(args) as library:
        known = set(library.articles.rows(args.ids)) if args.ids else set()
        unknown = [number for number in args.ids if number not in known]
        removed = len(known)
        if known:
            library.articles.remove(sorted(known))
        if args.samples:
            removed += library.articles.remove_samples()
        if args.json:
            output.json_line({"removed": removed, "unknown": unknown})
        else:
            output.line(f"removed {output.some(removed, 'article')}")
        for number in unknown:
            output.error(f"there is no article {number}.")
    return 1 if unknown else 0
