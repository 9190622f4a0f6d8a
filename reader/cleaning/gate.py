"""The one gate through which all text from outside passes before anything else sees it.

What comes out can be stored, compared, indexed and put on a terminal: Unicode NFC, no
control character but the newline, no escape sequence, no bidirectional control, no
unpaired surrogate, no invisible filler, plain single spaces. Every function here is
idempotent. Light to import: no parser, no third-party module.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

_ESCAPE_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b\\[[0-?]*[ -/]*[@-~]"
    # A lone 0x9B is mostly a mis-decoded guillemet; only with a parameter is it a sequence.
    "|\x9b[0-?]+[ -/]*[@-~]"
    "|\x1b[ -/]*[0-~]?"
)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\u2028\u2029]")
_SPACES = re.compile("[\t\x1f \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_NEWLINES = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f"  # C0 and C1 that are not spaces or line ends
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
# Joiners shape letters of many scripts and bind emoji; beside anything else they are noise.
_JOINERS = re.compile("[\u200c\u200d]{2,}")
_STRAY_JOINER = re.compile(
    "(?<![\u0590-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\U0010ffff])"
)
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{6})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u203f\u20ac]*\\Z")
_C1_MEANT = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
"""Windows-1252 read as Latin-1 is the usual way C1 codes get into a page: “ ” ’ – …"""

_MAX_URL = 4096


def clean_text(text: str) -> str:
    """The text as it may be kept and shown; paragraphs (newlines) stay.

    Lines are trimmed, runs of spaces become one, and more than one empty line becomes one.
    """
    while True:
        cleaned = _pass(text)
        if cleaned == text:
            return text
        text = cleaned


def clean_line(text: str, limit: int = 500) -> str:
    """One line of at most ``limit`` characters; what is cut off is marked with "…"."""
    line = " ".join(clean_text(text).split())
    if len(line) > limit:
        line = clean_text(line[: max(limit - 1, 0)]) + "…"
    return line


def clean_url(url: str) -> str | None:
    """The address if it is http or https and well formed, without user name and password.

    None for every other scheme, for control characters, and for what is no address.
    """
    url = url.strip()
    if not url or len(url) > _MAX_URL or _INVISIBLE.search(url) or _SURROGATES.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    try:
        if ":" not in host:
            host = host.encode("ascii" if host.isascii() else "idna").decode("ascii")
    except UnicodeError:
        return None
    if not re.fullmatch(r"[A-Za-z0-9._~-]+|[0-9A-Fa-f:.]+", host):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    keep = "!$&'()*+,;=:@/?%[]~-._"
    return urlunsplit(
        (
            parts.scheme.lower(),
            netloc,
            quote(parts.path, safe=keep),
            quote(parts.query, safe=keep),
            quote(parts.fragment, safe=keep),
        )
    )


def _pass(text: str) -> str:
    if not _PLAIN.match(text):
        text = _strip_unseen(text)
    text = _SPACES.sub(" ", text)
    text = _AROUND_NEWLINES.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip("\n ")


def _strip_unseen(text: str) -> str:
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _ESCAPE_SEQUENCES.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text.translate(_C1_MEANT))
    text = unicodedata.normalize("NFC", text)
    text = _JOINERS.sub(lambda run: run[0][0], text)
    text = _STRAY_JOINER.sub("", text)
    return _MARKS.sub(r"\1", text)
