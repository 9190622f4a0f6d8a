"""What a site asks robots not to fetch (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512_000
MAX_DELAY = 10.0
"""Sites that ask for longer pauses have crawlers of the whole site in mind."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whether paths of this pattern may be fetched."""

    parts: tuple[str, ...]
    """What stands between the pattern's stars; the first is how the path begins."""
    whole: bool
    """Whether the path ends with the pattern ("$")."""
    length: int
    allow: bool

    def fits(self, path: str) -> bool:
        """Whether a path is of this pattern; linear in both, whatever a site wrote."""
        first, *others = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        if not others:
            return not self.whole or at == len(path)
        *middle, last = others
        for part in middle:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if self.whole:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one robot."""

    rules: tuple[Rule, ...] = ()
    nothing: bool = False
    """Whether nothing may be fetched, as the site could not say what."""
    delay: float = 0.0
    """Seconds the site wants between two fetches, up to `MAX_DELAY`."""

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched: the longest rule that fits decides, or Allow."""
        if self.nothing:
            return False
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [rule for rule in self.rules if rule.fits(path)]
        if not fitting:
            return True
        return max(fitting, key=lambda rule: (rule.length, rule.allow)).allow


def parse_robots(body: bytes, agent: str) -> Robots:
    """The rules of a robots.txt for the robot of this name, or else those for all robots."""
    groups: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    names: list[str] = []
    in_rules = False
    for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            names = [value.lower()] if in_rules else [*names, value.lower()]
            in_rules = False
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value:
                rule = _rule(value, key == "allow")
                for name in names:
                    groups[name].append(rule)
        elif key == "crawl-delay":
            in_rules = True
            if re.fullmatch(r"\d{1,6}(\.\d{0,6})?", value):
                delays |= dict.fromkeys(names, min(float(value), MAX_DELAY))
    wanted = agent.lower()
    fitting = [
        name
        for name in groups
        if name != "*" and wanted.startswith(name.partition("/")[0]) and name
    ]
    chosen = max(fitting, key=len) if fitting else "*"
    return Robots(tuple(groups.get(chosen, ())), delay=delays.get(chosen, 0.0))


def _rule(value: str, allow: bool) -> Rule:
    anchored = value.endswith("$")
    path = _normal(value.rstrip("$") if anchored else value)
    return Rule(tuple(re.split(r"\*+", path)), anchored, len(value), allow)


def _normal(path: str) -> str:
    return quote(unquote(path, errors="replace"), safe="/*?&=%+,;:@!$'()~-._")
