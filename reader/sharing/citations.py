"""A quotation as people paste it: the words alone, with their source, or in a citation style.

The words are always the verbatim text; around them stands what is known of the source, and
nothing is made up for what is not. Reported speech that the source gives in its own words is
marked as paraphrased, so that nobody quotes a reporter's sentence as the speaker's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.addresses import without_secrets
from reader.news import Quotation, ReaderError
from reader.sharing import dates, escapes
from reader.sharing.authors import Author, authors
from reader.sharing.links import fragment_link

__all__ = ["STYLES", "cite", "fragment_link", "marked", "public", "speaker_line", "worded"]


def cite(q: Quotation, style: str) -> str:
    """The quotation in one of ``STYLES``. Raises ReaderError for an unknown style."""
    try:
        make = _MAKERS[style]
    except KeyError:
        raise ReaderError(
            f"There is no citation style {style!r}; there are: {', '.join(STYLES)}."
        ) from None
    return make(public(q))


def public(q: Quotation) -> Quotation:
    """The quotation to pass on: nothing that may be secret is in its source's address."""
    url = q.source.url
    left = without_secrets(url) if url else url
    return q if left == url else replace(q, source=replace(q.source, url=left))


def marked(text: str) -> str:
    """The words in quotation marks that do not collide with marks inside them."""
    if any(mark in text for mark in '“”"„'):
        return f"‘{text}’"
    return f"“{text}”"


def worded(q: Quotation) -> str:
    """The words as they are shown to people: only the speaker's own stand in quotation marks.

    Reported speech is the reporter's wording, marks and all; marks around it would make it the
    speaker's.
    """
    whole_lines = q.kind == "passage" and "\n" in q.text
    return q.text if whole_lines or q.kind in ("indirect", "mixed") else marked(q.text)


def speaker_line(q: Quotation) -> str:
    """Who said it: name and role, and whether the words are the speaker's own; "" if unknown."""
    who = ", ".join(part for part in (q.name, q.role) if part) if q.name else ""
    if q.kind == "indirect":
        return f"{who} (paraphrased)" if who else "paraphrased"
    if q.kind == "mixed":
        return f"{who} (partly paraphrased)" if who else "partly paraphrased"
    return who


def _link(q: Quotation) -> str:
    return fragment_link(q.source.url, q.text) if q.source.url else ""


def _words(q: Quotation) -> str:
    return q.text


def _credit(q: Quotation, title: str, escape: Callable[[str], str] = str) -> str:
    """Who, in which article (its title made ready), of which outlet, when: as far as known."""
    who, site = escape(speaker_line(q)), escape(q.source.site or "")
    parts = (who, title, site, dates.day_month_year(q.source.published))
    return ", ".join(part for part in parts if part)


def _source(q: Quotation) -> str:
    line = _credit(q, marked(q.source.title) if q.source.title else "")
    link = f"\n{_link(q)}" if q.source.url else ""
    return f"{worded(q)}\n— {line}{link}" if line else f"{worded(q)}{link}"


def _markdown(q: Quotation) -> str:
    body = "\n".join(f"> {escapes.markdown(line)}".rstrip() for line in q.text.split("\n"))
    title = escapes.markdown(q.source.title)
    linked = f"[{title}](<{_link(q)}>)" if q.source.url and title else title
    line = _credit(q, linked, escapes.markdown)
    return f"{body}\n>\n> — {line}" if line else body


def _html(q: Quotation) -> str:
    cite_attribute = f' cite="{escapes.html(q.source.url)}"' if q.source.url else ""
    paragraphs = "".join(f"<p>{escapes.html(line)}</p>" for line in q.text.split("\n") if line)
    title = f"<cite>{escapes.html(q.source.title)}</cite>" if q.source.title else ""
    if q.source.url and title:
        title = f'<a href="{escapes.html(_link(q))}">{title}</a>'
    line = _credit(q, title, escapes.html)
    footer = f"<footer>— {line}</footer>" if line else ""
    return f"<blockquote{cite_attribute}>{paragraphs}{footer}</blockquote>"


def _org(q: Quotation) -> str:
    body = "\n".join(escapes.org(line) for line in q.text.split("\n"))
    title = escapes.org(q.source.title)
    linked = f"[[{_link(q)}][{title}]]" if q.source.url and title else title
    line = _credit(q, linked, escapes.org)
    return f"#+begin_quote\n{body}\n#+end_quote" + (f"\n— {line}" if line else "")


def _apa(q: Quotation) -> str:
    people = authors(q.source.byline)
    published = dates.year_month_day(q.source.published)
    who = _joined([each.initials for each in people], "&") or q.source.site or ""
    outlet = "" if who == q.source.site else q.source.site
    head = f"{who.rstrip('.')}. ({published})." if who else ""
    tail = [
        f"{q.source.title}." if q.source.title else "",
        f"{outlet}." if outlet else "",
        "" if head else f"({published}).",
        q.source.url or "",
    ]
    reference = " ".join(part for part in (head, *tail) if part)
    short = _short_authors(people, "&") or q.source.site or q.source.title
    cited = f"as quoted in {short}, {dates.year(q.source.published)}"
    speaker = speaker_line(q)
    return f"{worded(q)} ({speaker + ', ' if speaker else ''}{cited})\n\n{reference}"


def _mla(q: Quotation) -> str:
    people = authors(q.source.byline)
    names = [each.inverted if index == 0 else each.plain for index, each in enumerate(people)]
    who = f"{names[0]}, et al" if len(names) > 2 else _joined(names, "and")
    parts = [q.source.site, dates.day_short_month_year(q.source.published), q.source.url]
    container = ", ".join(part for part in parts if part)
    reference = " ".join(
        part
        for part in (
            f"{who.rstrip('.')}." if who else "",
            f"“{q.source.title}.”" if q.source.title else "",
            f"{container}." if container else "",
        )
        if part
    )
    short = _short_authors(people, "and") or marked(q.source.title or q.source.site or "")
    speaker = speaker_line(q)
    said = f"{speaker}: " if speaker else ""
    return f"{said}{worded(q)} (qtd. in {short}).\n\n{reference}"


def _chicago(q: Quotation) -> str:
    who = _joined([each.plain for each in authors(q.source.byline)], "and")
    parts = [
        f"{who}," if who else "",
        f"“{q.source.title},”" if q.source.title else "",
        f"{q.source.site}," if q.source.site else "",
        f"{dates.month_day_year(q.source.published)}," if q.source.published else "",
        q.source.url or "",
    ]
    reference = " ".join(part for part in parts if part).rstrip(",") + "."
    speaker = speaker_line(q)
    quoted = f" — {speaker}" if speaker else ""
    return f"{worded(q)}{quoted}\n\n{reference}"


def _wikipedia(q: Quotation) -> str:
    fields: list[tuple[str, str]] = []
    for index, each in enumerate(authors(q.source.byline), 1):
        number = "" if index == 1 else str(index)
        if each.given:
            fields += [(f"last{number}", each.family), (f"first{number}", each.given)]
        else:
            fields.append((f"author{number}", each.plain))
    fields += [
        ("title", q.source.title),
        ("url", q.source.url or ""),
        ("work", q.source.site or ""),
        ("date", dates.day_month_year(q.source.published)),
        ("quote", q.text),
    ]
    inside = " ".join(f"|{name}={escapes.wikitext(value)}" for name, value in fields if value)
    speaker = f"|{escapes.wikitext(speaker_line(q))}" if speaker_line(q) else ""
    return (
        f"{{{{blockquote|1={escapes.wikitext(q.text)}{speaker.replace('|', '|2=', 1)}}}}}"
        f"<ref>{{{{cite news {inside}}}}}</ref>"
    )


def _bibtex(q: Quotation) -> str:
    people = authors(q.source.byline)
    names = " and ".join(
        escapes.latex(each.inverted) if each.given else f"{{{escapes.latex(each.plain)}}}"
        for each in people
    )
    fields = [
        ("author", names),
        ("title", f"{{{escapes.latex(q.source.title)}}}" if q.source.title else ""),
        ("journal", escapes.latex(q.source.site or "")),
        ("date", (q.source.published or "")[:10]),
        ("year", dates.year(q.source.published).replace("n.d.", "")),
        ("url", escapes.latex_url(q.source.url or "")),
        ("note", escapes.latex(speaker_line(q))),
        ("quotation", escapes.latex(q.text)),
    ]
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
    return f"@article{{{citation_key(q, people)},\n{body}\n}}"


def citation_key(q: Quotation, people: tuple[Author, ...]) -> str:
    """A readable BibTeX key: author or site, year, first long word of the title."""
    import re

    first = people[0].family if people else q.source.site or q.name or "quote"
    long_words = [word for word in re.findall(r"\w+", q.source.title) if len(word) > 3]
    key = first + dates.year(q.source.published).replace("n.d.", "") + "".join(long_words[:1])
    import unicodedata

    ascii_key = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_key.lower()) or "quote"


def _joined(names: list[str], word: str) -> str:
    if len(names) < 3:
        return f" {word} ".join(names) if word != "&" else ", & ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"


def _short_authors(people: tuple[Author, ...], word: str) -> str:
    if len(people) > 2:
        return f"{people[0].family} et al."
    return f" {word} ".join(each.family for each in people)


def _link_only(q: Quotation) -> str:
    if not q.source.url:
        raise ReaderError("This article has no address, so there is no link to copy.")
    return _link(q)


_MAKERS: dict[str, Callable[[Quotation], str]] = {
    "words": _words,
    "source": _source,
    "markdown": _markdown,
    "html": _html,
    "org": _org,
    "apa": _apa,
    "mla": _mla,
    "chicago": _chicago,
    "wikipedia": _wikipedia,
    "bibtex": _bibtex,
    "link": _link_only,
}
STYLES = tuple(_MAKERS)
"""The names that ``cite`` takes."""
