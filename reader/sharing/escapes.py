"""Outside text made harmless for the formats that give some characters a meaning.

Each of these formats shows the words exactly as they were; nothing of them is interpreted.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote


def markdown(text: str) -> str:
    """For one line of Markdown."""
    escaped = re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", text)
    escaped = re.sub(r"&(?=#?\w+;)", r"\\&", escaped)
    escaped = re.sub(r"^(\s*)([#+\-=])", r"\1\\\2", escaped)
    return re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", escaped)


def html(text: str) -> str:
    """For HTML, inside and outside attributes."""
    return escape(text, quote=True)


def org(text: str) -> str:
    """For one line of Org; a zero-width space would change the words, so entities are used."""
    escaped = re.sub(r"^(\s*)(\*+ |#)", lambda found: f"{found[1]},{found[2]}", text)
    return escaped.replace("[[", "[\\zwnj{}[").replace("]]", "]\\zwnj{}]")


_WIKITEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"} | {
    ord(character): f"&#{ord(character)};" for character in "[]{}|=~"
}


def wikitext(text: str) -> str:
    """For a template parameter in MediaWiki."""
    escaped = text.translate(_WIKITEXT)
    escaped = re.sub(r"'(?=')", "&#39;", escaped)
    return re.sub(r"\n+", "<br />", escaped)


_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%",
    "&": r"\&", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def latex(text: str) -> str:
    """For a field of BibTeX."""
    escaped = "".join(_LATEX.get(character, character) for character in text)
    return re.sub(r"\n+", r" \\par ", escaped)


def latex_url(url: str) -> str:
    """For a url field: braces and backslashes would end it, the rest is taken as it is."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]_-.~")


def spreadsheet(cell: str) -> str:
    """For a cell of CSV: what a spreadsheet would run as a formula is made text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell[:1] else cell
