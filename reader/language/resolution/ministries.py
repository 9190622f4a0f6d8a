"""Bodies named for what they are in charge of: "Ministry of Trade, Industry and Energy".

The model often ends such a name at its first comma or "and". What may be in charge of is a
short list of words, so that "the Department of Justice, Norrline and Halvard" stay three.
"""

from __future__ import annotations

import re
from functools import cache

from reader.language import lists
from reader.language.analysis import Name

_HEAD = (
    r"(?:Ministry|Department|Secretariat|Directorate|Bureau|Office|Council|Committee|Commission"
    r"|Centers?|Centres?|Institutes?|Agency|School|Faculty|College|Academ(?:y|ies)|Board)"
)


@cache
def _pattern() -> re.Pattern[str]:
    one = "|".join(sorted(word.capitalize() for word in lists.words("policy")))
    subject = rf"(?:{one})(?: (?:{one})){{0,2}}"
    return re.compile(
        rf"\b{_HEAD} (?:of|for|on)(?: the)? {subject}"
        rf"(?:(?:, {subject}){{0,6}},? (?:and|&) {subject})(?![\w-])"
    )


def found(text: str, names: list[Name]) -> list[Name]:
    """Such names of several subjects, with what the model has before them ("U.S.")."""
    starts = {name.end: name.start for name in names if name.kind == "organisation"}
    made: list[Name] = []
    for match in _pattern().finditer(text):
        start, end = match.span()
        inner = next((starts[at] for at in range(start + 3, end + 1) if at in starts), start)
        made.append(Name(min(start, inner), end, "organisation", 0.9))
    return made
