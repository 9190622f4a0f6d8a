"""Links that open a page at the quoted words (``#:~:text=``)."""

from __future__ import annotations

from urllib.parse import quote

from reader.addresses import without_secrets
from reader.news import OMISSION

_WHOLE = 12
"""Up to so many words a passage is named in full; a longer one by its ends."""
_END = 5


def fragment_link(url: str, text: str, *, whole: bool = False) -> str:
    """The address with a text fragment for the words; as it is where there are no words.

    Browsers without text fragments open the page as usual. What may be secret in the address
    is left out, unless the ``whole`` of it is wanted, to be opened rather than passed on.
    """
    url = url if whole else without_secrets(url)
    pieces = [piece.strip() for piece in text.split(OMISSION)]
    directives = [_directive(piece) for piece in pieces if piece.split()]
    if not directives:
        return url
    base, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{base}#{fragment}:~:" + "&".join(f"text={each}" for each in directives)


def _directive(piece: str) -> str:
    words = piece.split()
    if len(words) <= _WHOLE and "\n" not in piece:
        return _encode(" ".join(words))
    # An exact match cannot cross a paragraph; a range from the first words to the last can.
    first = piece.split("\n", 1)[0].split()[:_END]
    last = piece.rsplit("\n", 1)[-1].split()[-_END:]
    return f"{_encode(' '.join(first))},{_encode(' '.join(last))}"


def _encode(words: str) -> str:
    # "-", "," and "&" mean something inside a directive.
    return quote(words, safe="").replace("-", "%2D")
