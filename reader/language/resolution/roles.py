"""The title or role that an article gives a person, as a stretch of its text."""

from __future__ import annotations

import re

from reader.language import lists
from reader.language.resolution.clusters import Cluster
from reader.news import Span

_BACK = 90
_FORWARD = 90
_TOKEN = re.compile(r"[^\s,;:()\"“”]+")
_APPOSITION = re.compile(
    r",\s+(?:the\s+|an?\s+|who\s+is\s+(?:the\s+|an?\s+)?)?([^,.;:\n()\"“”]{3,90}?)(?=,|\.(?:\s|$)|;|\n|\)|$)"
)
_APPOSED = re.compile(
    r"(?:(?<=[.!?”\"] )|(?<=\n)|(?<=, )|(?<=said )|(?<=to )|(?<=by )|\A)"
    r"(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?"
    r"|[A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30}){0,3}['’]s?) ([^,.;:\n\"“”()]{3,80}), $"
)


def of(text: str, row: Cluster, others: frozenset[int] = frozenset()) -> list[Span]:
    """The roles given beside the first mentions of a person, best first; often none.

    `others`: where names of people end; no role goes back over one.
    """
    full = [m for m in row.mentions if " " in m.text] or row.mentions
    found: list[Span] = []
    for mention in full[:3]:
        before = _before(text, mention.start, others) or _before_comma(text, mention.start)
        if before:
            found.append(before)
    for mention in full[:3]:
        after = _after(text, mention.end)
        if after:
            found.append(after)
    return found


def _before(text: str, start: int, others: frozenset[int]) -> Span | None:
    """The words of a title right before a name ("U.S. State Department Spokesperson")."""
    begin = max(0, start - _BACK)
    line = max(text.rfind("\n", begin, start) + 1, begin)
    tokens = list(_TOKEN.finditer(text, line, start))
    if not tokens or text[tokens[-1].end() : start].strip():
        return None
    titles = lists.words("title")
    size = _titled(tokens, titles)
    if not size:
        return None
    at = len(tokens) - size
    while at > 0:
        word = tokens[at - 1].group()
        gap = text[tokens[at - 1].end() : tokens[at].start()]
        low = word.lower()
        if tokens[at - 1].end() in others:
            break
        if gap.strip() or (word.endswith((".", "!", "?")) and not _is_short(word)):
            break
        nominal = (
            low in titles or low in lists.demonyms() or low in lists.words("noun-organisation")
        )
        if not (
            word[0].isupper() or nominal or low in lists.words("title-joiner") or word[0].isdigit()
        ):
            break
        at -= 1
    while at < len(tokens) - 1 and (
        tokens[at].group().lower() in lists.words("title-joiner")
        or (
            tokens[at].group().lower() in lists.words("first-not-name")
            and tokens[at].group().lower() not in ("former", "new", "old")
        )
    ):
        at += 1
    role = text[tokens[at].start() : tokens[-1].end()]
    plain = lists.words_of("plain-honorific", "kin")
    if len(tokens) - at == 1 and role.rstrip(".").lower() in plain:
        return None
    return (tokens[at].start(), tokens[-1].end())


def _before_comma(text: str, start: int) -> Span | None:
    """A description that the name is the apposition of ("The chief executive, Ann Ray,")."""
    if "," not in text[max(0, start - 3) : start]:
        return None
    match = _APPOSED.search(text[max(0, start - _BACK) : start])
    if not match:
        return None
    words = match.group(1).split()
    lows = [word.lower() for word in words]
    head = next((i for i, word in enumerate(lows) if word in ("of", "for", "at", "in")), len(lows))
    nouns = lists.words_of("noun-person", "title")
    if not lows[head - 1 : head] or lows[head - 1] not in nouns or len(words) > 12:
        return None
    base = max(0, start - _BACK)
    return (base + match.start(1), base + match.end(1))


def _titled(tokens: list[re.Match[str]], titles: frozenset[str]) -> int:
    """How many words at the end make a title, three at most; 0 where none do."""
    last = [token.group().lower() for token in tokens[-3:]]
    sizes = range(len(last), 0, -1)
    return next((size for size in sizes if " ".join(last[-size:]) in titles), 0)


def _is_short(word: str) -> bool:
    return word.lower() in lists.words("title") or bool(re.fullmatch(r"(?:[A-Z]\.)+", word))


def _after(text: str, end: int) -> Span | None:
    """An apposition after a name that names a role ("…, the board's chairman,")."""
    match = _APPOSITION.match(text, end, min(len(text), end + _FORWARD + 20))
    if not match:
        return None
    words = match.group(1).split()
    lows = [word.lower().strip("’'") for word in words]
    if lows[0] in lists.words("not-in-role") or len(words) > 12:
        return None
    nouns = lists.words_of("noun-person", "title")
    head = next(
        (
            i
            for i, word in enumerate(lows)
            if word in lists.words("title-joiner") - {"the", "&", "and"}
        ),
        len(lows),
    )
    if not lows[head - 1 : head] or lows[head - 1] not in nouns:
        return None
    return match.span(1)
