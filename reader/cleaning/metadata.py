"""What a page says of itself: title, author, outlet, date, address, language."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from reader.cleaning.dates import iso_date
from reader.cleaning.gate import clean_line, clean_text, clean_url

_ARTICLE_TYPES = re.compile(
    r"(\w*Article|BlogPosting|Report|Review|ClaimReview|SocialMediaPosting)$"
)
_PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "og:published_time", "article:published", "date.published", "published_time", "pubdate",
    "publish-date", "publication_date", "dc.date.issued", "dcterms.created", "dc.date",
    "citation_publication_date", "article.published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_BY = re.compile(
    r"(?:(?:words|story|text|report|reporting|written|posted|analysis|opinion|review) )?"
    r"(?:by|von|par|por|di|door|av)\b:? +",
    re.I,
)
_ROLE = re.compile(
    r",? *[-–—|(,]? *(?:the )?\b(?:(?:senior|chief|staff|deputy|associate|assistant|contributing|"
    r"political|foreign|business|science|health|sports?|news|environment|economics|education|"
    r"diplomatic|special|national|global|investigative|digital|city|legal|home) )*"
    r"(?:reporter|correspondents?|editor(?:-in-chief)?|writer|columnist|journalist|contributor|"
    r"producer|bureau chief|analyst)\b.*$",
    re.I,
)
_AGENCY = re.compile(
    r"(?<=\w{2}),? (?:the )?(?:associated press|reuters|afp|agence france-presse|bloomberg( news)?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)$",
    re.I,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|^(\w*admin|administrator|editor|staff|author|unknown|guest|webmaster|newsroom|none|null|user)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, each already through the gate; None where the page does not say."""

    title: str | None = None
    byline: str | None = None
    site: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    body: str | None = None
    """The article's text as the page declares it for machines, if it does."""
    kind: str | None = None
    """Schema.org or Open Graph type, lower case."""


def read(
    tree: HtmlElement, address: str | None, *, find_byline: bool = True, find_date: bool = True
) -> Metadata:
    """Everything the head of the page and its byline tell. ``address``: where it was had.

    What is known already need not be looked for in the text, where that takes long:
    without ``find_byline`` and ``find_date`` only the head is asked.
    """
    from trafilatura.metadata import examine_meta, extract_author, extract_sitename, extract_title

    own = _linked_data(tree)
    metas = _metas(tree)
    found = examine_meta(tree)
    url = _address(tree, metas, address)
    site = (
        _text(metas.get("og:site_name"))
        or _text(_name(own.get("publisher")))
        or _site_in_title(tree, url)
        or found.sitename
        or extract_sitename(tree)
    )
    title = _title(found.title or _text(own.get("headline")) or extract_title(tree), tree, site)
    names = _names(own.get("author")) or (found.author if " " in (found.author or "") else None)
    return Metadata(
        title=clean_line(title) if title else None,
        byline=byline(names or (extract_author(tree) if find_byline else None) or "", site),
        site=clean_line(site.lstrip("@"), 120) if site else _host(url or address),
        published=_published(own, metas, tree) or (_dated(tree, url) if find_date else None),
        url=url,
        language=_language(tree, metas, own),
        body=_body(own),
        kind=(_text(own.get("@type")) or metas.get("og:type") or "").lower() or None,
    )


def byline(said: str, site: str | None = None) -> str | None:
    """The names of the authors, without "By", roles and the outlet's own name.

    >>> byline("By Ana Ruiz, Political Editor")
    'Ana Ruiz'
    >>> byline("ANA RUIZ; Jo Park")
    'Ana Ruiz and Jo Park'
    """
    names: list[str] = []
    for part in re.split(
        r" *[;\n|•] *| and (?=[A-Z][\w.]+ [A-Z])|(?<=[a-z]), (?=[A-Z][\w.'-]+ [A-Z])",
        clean_text(said),
    ):
        name = _BY.sub("", clean_line(part, 120).strip(" ,.-–—"), count=1)
        name = _AGENCY.sub("", _ROLE.sub("", name)).strip(" ,-–—|(")
        if name.isupper() and " " in name:
            name = name.title()
        known = {n.casefold() for n in names} | {(site or "").casefold(), ""}
        if name.casefold() in known or _NO_NAME.search(name) or len(name.split()) > 7:
            continue
        names.append(name)
    if len(names) > 1:
        return ", ".join(names[:-1]) + " and " + names[-1]
    return names[0] if names else None


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """The page's JSON-LD object that describes an article; empty where there is none."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, 0):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
                return thing | {"@type": next(k for k in kinds if isinstance(k, str))}
    return {}


def _things(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _things(data.get(key), depth + 1)
    elif isinstance(data, list):
        for part in data[:200]:
            yield from _things(part, depth + 1)


def _metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (
            meta.get("property")
            or meta.get("name")
            or meta.get("itemprop")
            or meta.get("http-equiv")
        )
        if name and (content := meta.get("content")):
            metas.setdefault(name.strip().lower(), content.strip())
    return metas


def _published(own: dict[str, Any], metas: dict[str, str], tree: HtmlElement) -> str | None:
    for said in (own.get("datePublished"), *(metas.get(name) for name in _PUBLISHED)):
        if isinstance(said, str) and (date := iso_date(said)):
            return date
    for time in tree.iter("time"):
        marked = time.get("itemprop") == "datePublished" or time.get("pubdate") is not None
        if marked and (date := iso_date(time.get("datetime") or "")):
            return date
    return None


def _dated(tree: HtmlElement, url: str | None) -> str | None:
    """The day that stands in the page's address or near its byline, if any."""
    from htmldate import find_date

    day = find_date(tree, original_date=True, extensive_search=False, url=url)
    return str(day) if day else None


def _title(said: str | None, tree: HtmlElement, site: str | None) -> str | None:
    """The headline without the outlet's name behind it."""
    if not said:
        return None
    title = clean_line(html.unescape(said))
    head, mark, tail = _tail(title)
    if mark and head:
        headings = {clean_line(h.text_content()).casefold() for h in tree.iter("h1")}
        same = tail.casefold() in ((site or "").casefold(), _host_word(site))
        if same or head.casefold() in headings:
            return head
    return title


def _tail(title: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.+\S)( +[|–—·•»-] +)([^|–—·•»]+)", title)
    return (found[1], found[2].strip(), found[3]) if found else (title, "", "")


def _site_in_title(tree: HtmlElement, url: str | None) -> str | None:
    """The end of the page's title, if its letters are those of the host's name."""
    host = "".join(c for c in (_host(url) or "").rpartition(".")[0] if c.isalnum())
    title = tree.find(".//title")
    tail = _tail(clean_line(title.text_content()))[2] if title is not None else ""
    letters = "".join(c for c in tail.casefold() if c.isascii() and c.isalnum())
    return tail if len(letters) > 3 and letters in (host, "the" + host) else None


def _host_word(site: str | None) -> str:
    return (site or "").casefold().removeprefix("the ").replace(" ", "")


def _address(tree: HtmlElement, metas: dict[str, str], address: str | None) -> str | None:
    """The canonical address, unless it points to the front page or somewhere else."""
    own = clean_url(address) if address else None
    said: list[str | None] = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for href in (*said, metas.get("og:url")):
        try:
            url = clean_url(urljoin(own or "", href.strip())) if href else None
        except ValueError:
            continue
        if url is None:
            continue
        if own and urlsplit(url).path in ("", "/") and urlsplit(own).path not in ("", "/"):
            continue
        if own is None or _is_cache(own) or _same_site(url, own):
            return url
    return own


def _is_cache(address: str) -> bool:
    """Whether it is a copy kept by those who made AMP; only its links say whose it is."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    return host.endswith(".cdn.ampproject.org") or (
        re.fullmatch(r"(www\.)?google\.\w+(\.\w+)?", host) is not None
        and parts.path.startswith("/amp/")
    )


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one owner, so that a page may speak for the other.

    A page that names someone else's address as its own could otherwise put its words
    under that name.
    """
    here, there = (_owned_name(urlsplit(url).hostname or "") for url in (one, other))
    return here == there


def _owned_name(host: str) -> str:
    labels = host.lower().split(".")
    if labels[-1].isdigit() or len(labels) < 3:
        return host.lower()
    # "co.uk", "com.au" and the like: the registered name has a label more.
    short = len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short else labels[-2:])


def _language(tree: HtmlElement, metas: dict[str, str], own: dict[str, Any]) -> str | None:
    root = tree.getroottree().getroot()
    for said in (
        root.get("lang"),
        own.get("inLanguage"),
        metas.get("og:locale"),
        metas.get("content-language"),
    ):
        if isinstance(said, str) and (found := re.match(r"([A-Za-z]{2})(?:[-_]|$)", said.strip())):
            return found[1].lower()
    return None


def _body(own: dict[str, Any]) -> str | None:
    body = own.get("articleBody")
    if not isinstance(body, str):
        return None
    if "<" in body and re.search(r"</?(p|br|div)\b", body, re.I):
        body = re.sub(
            r"<[^>]{0,500}>", " ", re.sub(r"</?(?:p|br|div)\b[^>]{0,300}>", "\n", body, flags=re.I)
        )
    return clean_text(html.unescape(body)) or None


def _names(author: object) -> str:
    people = author if isinstance(author, list) else [author]
    return "; ".join(name for person in people[:12] if (name := _name(person)))


def _name(thing: object) -> str | None:
    if isinstance(thing, list) and thing:
        thing = thing[0]
    if isinstance(thing, dict):
        thing = thing.get("name")
    if isinstance(thing, list):
        thing = "; ".join(part for part in thing if isinstance(part, str))
    return html.unescape(thing).strip() if isinstance(thing, str) and thing.strip() else None


def _text(value: object) -> str | None:
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None
