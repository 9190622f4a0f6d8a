"""Addresses: one form for each."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id"
    r"|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hs[aC]\w*tracking|__hs\w+|_ga|_gl|vero_(id|conv)|oly_(anon|enc)_id"
    r"|ns_(source|mchannel|campaign|linkname|fee)|at_(medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)"
    r"|cmp(id)?|ito|ref_?src|ref_url|__twitter_impression|spm|s_cid|wt_?(mc|zmc)\w*|xtor|pk_\w+|mtm_\w+|piwik_\w+"
    r"|ocid|ncid|sr_share|share_?id|smid|smtyp|partner|guccounter|guce_\w+|rss|src=rss|feedtype|amp_js_v|usqp",
    re.I,
)
_PORTS: Final = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """The same address without what does not belong to it: tracking, fragment, default port.

    Order and spelling of all else stay, as servers may tell them apart.

    >>> canonical("HTTPS://Example.org:443/a?utm_source=x&id=7#top")
    'https://example.org/a?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS.get(parts.scheme.lower()):
        netloc += f":{port}"
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
        if len(kept) != len(pairs):
            query = urlencode(kept, quote_via=quote, safe="/:@,!$'()*;~")
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", query, ""))


def resolve(base: str | None, href: str) -> str | None:
    """The absolute http(s) address that ``href`` means on ``base``; None if it means none."""
    href = re.sub(r"[\t\r\n]", "", href.strip())
    try:
        url = urljoin(base, href) if base else href
    except ValueError:
        return None
    return url if is_web(url) else None


def is_web(url: str) -> bool:
    """Whether it is an http or https address with a host and no control characters."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if re.search(r"[\x00-\x20\x7f-\x9f]", parts.netloc) or any(ord(c) < 32 for c in url):
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and port != 0


def host_of(url: str) -> str:
    """Host and, where it is not the scheme's own, port: what limits for a server are kept by."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    return host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"
