"""What the notebook's screen shows of saved quotations, beyond what each of them knows."""

from __future__ import annotations

from collections.abc import Sequence

from reader.addresses import shown
from reader.app.paint import long_date, shorten, when
from reader.app.palette import BOLD, ITALIC, Palette
from reader.app.typeset import wrap
from reader.app.widgets.linebar import Parts
from reader.app.widgets.textpane import wrapped
from reader.library.store import Library
from reader.news import Quotation

PARAPHRASED = {
    "indirect": "Paraphrased: the article’s words, not the speaker’s.",
    "mixed": "Partly paraphrased: only what stands in quotation marks was said so.",
}
"""What is to be known before such words are quoted."""


def stories_of(library: Library, quotations: Sequence[Quotation]) -> dict[int, str]:
    """What `grouping.grouped_by` wants to know of the articles quoted."""
    numbers = {each.source.article_id for each in quotations}
    rows = library.articles.rows(number for number in numbers if number is not None)
    stories: dict[int, str] = {}
    for number, row in rows.items():
        if row.alike > 1 and number not in stories:
            group = library.articles.group(number)
            lead = library.articles.rows(group[:1])
            stories.update(dict.fromkeys(group, lead[group[0]].title if lead else row.title))
    return stories


def called_in(library: Library, quotations: Sequence[Quotation]) -> dict[int, str]:
    """What the text calls the speakers without a name, by the number of the quotation."""
    nameless = [each for each in quotations if not each.name and each.kind != "passage"]
    found: dict[int, str] = {}
    for number in {each.source.article_id for each in nameless} - {None}:
        words = {row.content: row.called for row in library.annotations.quotes(number or 0)}
        for each in nameless:
            if each.source.article_id == number and each.id is not None:
                found[each.id] = words.get(each.content, "")
    return found


def quotation_lines(quotation: Quotation, who: str, width: int, palette: Palette) -> list[Parts]:
    """A saved quotation in full, with its note, its tags and its source."""
    width = min(width, 76)
    lines: list[Parts] = [[]]
    style = palette.strong if quotation.name else palette.muted + ITALIC
    for number, text in enumerate(wrapped(who, width - 2)):
        lines.append([("  " if number else "❝ ", palette.accent), (text, style)])
    if quotation.role:
        lines += [[("  " + text, palette.muted)] for text in wrapped(quotation.role, width - 2)]
    lines.append([])
    bar = "┊ " if quotation.kind == "indirect" else "┃ "
    for start, end in wrap(quotation.text, 0, len(quotation.text), width - 2):
        lines.append([(bar, palette.accent), (quotation.text[start:end], palette.base)])
    lines.append([])
    if quotation.kind in PARAPHRASED:
        warning = wrapped(PARAPHRASED[quotation.kind], width)
        lines += [*([(text, palette.muted + ITALIC)] for text in warning), []]
    if quotation.note:
        lines += [[(text, palette.base + BOLD)] for text in wrapped(quotation.note, width)]
        lines.append([])
    if quotation.tags:
        lines += [[(" ".join(f"#{tag}" for tag in quotation.tags), palette.accent)], []]
    source = quotation.source
    lines += [[(text, palette.muted)] for text in wrapped(source.title, width)]
    facts = [source.byline, source.site, long_date(source.published)]
    for text in wrapped(" · ".join(fact for fact in facts if fact), width):
        lines.append([(text, palette.muted)])
    if source.url:
        lines.append([(shorten(shown(source.url), width), palette.muted)])
    if quotation.saved:
        lines += [[], [(f"saved {when(quotation.saved, local=True)}", palette.muted)]]
    return lines
