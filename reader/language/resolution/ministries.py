"""Bodies named for what they are in charge of: "Ministry of Trade, Industry and Energy".

The model often ends such a name at its first comma or "and". What may be in charge of is a
short list of words, so that "the Department of Justice, Norrline and Halvard" stay three.
"""

from __future__ import annotations

import re

from reader.language import lists
from reader.language.analysis import Name

_HEAD = (
    r"(?:Ministry|Department|Secretariat|Directorate|Bureau|Office|Council|Committee|Commission"
    r"|Centers?|Centres?|Institutes?|Agency|School|Faculty|College|Academ(?:y|ies)|Board)"
)


_WORD = r"[A-Z][a-z]+"
_SUBJECT = rf"{_WORD}(?: {_WORD}){{0,2}}"
_NAMED = re.compile(
    rf"\b{_HEAD} (?:of|for|on)(?: the)? (?P<first>{_SUBJECT}(?:, {_SUBJECT}){{0,6}}),? (?:and|&) "
    rf"(?P<last>{_SUBJECT})(?![\w-])"
)
_WORDS = re.compile(_WORD)


def found(text: str, names: list[Name]) -> list[Name]:
    """Such names of several subjects, with what the model has before them ("U.S.")."""
    starts = {name.end: name.start for name in names if name.kind == "organisation"}
    made: list[Name] = []
    for match in _NAMED.finditer(text):
        end = _end(match)
        if end is None:
            continue
        start = match.start()
        inner = next((starts[at] for at in range(start + 3, end + 1) if at in starts), start)
        made.append(Name(min(start, inner), end, "organisation", 0.9))
    return made


def _end(match: re.Match[str]) -> int | None:
    """Where the last subject ends; None where one of them is none."""
    subjects = lists.words("policy")
    if not all(word.lower() in subjects for word in _WORDS.findall(match["first"])):
        return None
    end = None
    for word in _WORDS.finditer(match.string, *match.span("last")):
        if word.group().lower() not in subjects:
            break
        end = word.end()
    return end
