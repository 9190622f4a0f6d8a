"""Different places of one name: "Paris, Texas" and "Paris, France", the Amazon and Amazon."""

from __future__ import annotations

import re
from collections import defaultdict

from reader.language import lists
from reader.language.lists import fold
from reader.language.resolution import surroundings
from reader.language.resolution.clusters import Cluster
from reader.language.resolution.mention import Mention

_BEHIND = re.compile(r", ([A-Z][\w.]*\w)( [A-Z]\w*)?")
_WILD = re.compile(r" (?:rain ?forest|forest|basin|river|jungle|delta|deforestation)\b", re.I)


def apart(text: str, rows: list[Cluster]) -> list[Cluster]:
    """The rows, with those of places parted that the text itself puts in different states."""
    made: list[Cluster] = []
    for row in rows:
        made += _parted(text, row) if row.kind == "place" and len(row.mentions) > 1 else [row]
    return made


def _parted(text: str, row: Cluster) -> list[Cluster]:
    place = lists.places().get(fold(row.mentions[0].text))
    if place and place.sort in ("country", "state"):
        return [row]
    mentions = sorted(row.mentions, key=lambda mention: mention.start)
    told = [_where(text, mention) for mention in mentions]
    if not _differ(told):
        return [row]
    groups: dict[str, list[Mention]] = defaultdict(list)
    last = next(where for where in told if where)
    for mention, where in zip(mentions, told, strict=True):
        last = where or last
        groups[last].append(mention)
    return [Cluster("place", found, known=row.known) for found in groups.values()]


def _where(text: str, mention: Mention) -> str:
    """The state of the U.S. or the country that stands behind a town's name."""
    match = _BEHIND.match(text, mention.end)
    if not match:
        return ""
    both = match.group(1) + (match.group(2) or "")
    place = lists.places().get(fold(both)) or lists.places().get(fold(match.group(1)))
    return place.name if place and place.sort in ("country", "state") else ""


def _differ(told: list[str]) -> bool:
    """Whether two of these cannot be where one town is."""
    found = {where for where in told if where}
    states = {where for where in found if lists.places()[fold(where)].sort == "state"}
    abroad = found - states - {"United States", "Britain", "United Kingdom", "England", "Scotland"}
    return len(states) > 1 or (len(states) > 0 and len(abroad) > 0)


def is_wild(text: str, mention: Mention) -> bool:
    """Whether what bears the name of a firm is the river or forest that it is named after."""
    if mention.key not in lists.words("river-body"):
        return False
    return bool(_WILD.match(text, mention.end)) or surroundings.is_thing(
        text, mention.start, mention.end
    )
