"""What may be a secret in an address: passwords, tokens, private keys.

On a screen and in a log it is masked; in what is passed on (citations, exports, links at the
words, JSON) it is left out, so that the address still parses.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus, urlsplit, urlunsplit

_SECRET: Final = re.compile(
    r"(api_?)?(key|token|auth|secret|pass|password|passwd|pwd|sig(nature)?|session(_?id)?|sid"
    r"|user(name)?|hash|code|credential\w*|apikey)"
    r"|[\w.-]+[_.-](token|secret|password|passwd|pwd|signature|credential)"
    r"|(access|api|auth|client|feed|private|rss|secret|user)[_.-]?(key|token)"
    r"|(php|j)sess(ion)?id|jwt|bearer",
    re.I,
)
_NUMBERED: Final = re.compile(r"key|code|hash|sid|user", re.I)
"""Where a short number stands under such a name, it may well be the page's."""
_LONG_RANDOM: Final = re.compile(
    r"(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{24,}"
)
_WORDS: Final = re.compile(r"([A-Za-z]+|\d+)([_-]([A-Za-z]+|\d+))+")
"""``ferry-talks-stall-again-2025``: long, but not random."""
_NAMES_THE_PAGE: Final = re.compile(
    r"(article|content|doc(ument)?|entry|item|news|page|post|story|video)?[_-]?(id|uuid|guid|no)"
    r"|article|page|p|post|q|query|slug|story|title|v",
    re.I,
)
_KEY_IN_PATH: Final = re.compile(
    r"/(?=(?:\w*\d){4})(?=(?:\w*[A-Za-z]){4})\w{20,}(?=/|\.|$)|/[0-9a-f-]{36}(?=/|\.|$)"
)
_OF_PATH: Final = re.compile(r";([^;/]*)")
"""A parameter of a path's segment, as in ``/a;jsessionid=1``."""
_PARTS: Final = re.compile(
    r"(?P<scheme>[^:/?#]+:)?(?P<host>//[^/?#]*)?(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<at>#.*)?",
    re.S,
)


def shown(url: str, *, private: bool = False) -> str:
    """The address for the eye: what may be a secret in it is masked.

    ``private``: it is a feed's, which may have a private key in its path.

    >>> shown("https://me:pw@example.org/feed?token=abc&id=3")
    'https://example.org/feed?token=…&id=3'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "an address that is not readable"
    host = parts.hostname or ""
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port is not None else ""
    path = _OF_PATH.sub(lambda found: f";{_masked(found[1])}", parts.path)
    path = _KEY_IN_PATH.sub("/…", path) if private else path
    query = "&".join(map(_masked, parts.query.split("&"))) if parts.query else ""
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def without_secrets(url: str) -> str:
    """The address to pass on: without user and password, and without parameters that are secret.

    All else stays as it is, sign by sign.

    >>> without_secrets("https://me:pw@example.org/a?token=abc&id=3#part")
    'https://example.org/a?id=3#part'
    """
    parts = _PARTS.match(url)
    if parts is None:  # it matches any text
        return url
    scheme, host, path, query, at = (part or "" for part in parts.groups())
    host = f"//{host.rpartition('@')[2]}" if "@" in host else host
    path = _OF_PATH.sub(lambda found: "" if _is_secret(found[1], True) else found[0], path)
    anchor, directive, words = at.partition(":~:")
    return f"{scheme}{host}{path}{_kept(query)}{_kept(anchor)}{directive}{words}"


def _kept(part: str) -> str:
    """A query or fragment, with the sign that begins it, without its secret parameters."""
    kept = []
    for pair in part[1:].split("&"):
        at = _secret_at(pair, to_drop=True)
        if at != 0:
            kept.append(pair if at is None else pair[: at - 1])
    return part[:1] + "&".join(kept) if kept else ""


def _masked(pair: str) -> str:
    at = _secret_at(pair)
    return pair if at is None else f"{pair[:at]}{pair[at:].partition('=')[0]}=…"


def _secret_at(pair: str, *, to_drop: bool = False) -> int | None:
    """Where the secret parameter begins that reaches to the end of what stands between two ``&``.

    Also ``a=1;token=x``, ``amp;token=x`` and ``next=/b?token=x`` have one.
    """
    for sign in re.finditer("^|[;?]", pair):
        rest = pair[sign.end() :]
        if _is_secret(rest, to_drop) or _is_secret(re.split("[;?]", rest)[0], to_drop):
            return sign.end()
    return None


def _is_secret(pair: str, to_drop: bool) -> bool:
    name, value = map(unquote_plus, pair.partition("=")[::2])
    if not value:
        return False
    if _SECRET.fullmatch(name):
        return not (to_drop and _NUMBERED.fullmatch(name) and re.fullmatch(r"\d{1,9}", value))
    if not _LONG_RANDOM.fullmatch(value):
        return False
    # What only looks like a secret is masked for the eye; a link needs what names its page.
    return not to_drop or not (_WORDS.fullmatch(value) or _NAMES_THE_PAGE.fullmatch(name))
