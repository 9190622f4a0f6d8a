"""What a site asks robots not to fetch (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whether paths of this pattern may be fetched."""

    pattern: re.Pattern[str]
    length: int
    allow: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one robot."""

    rules: tuple[Rule, ...] = ()
    nothing: bool = False
    """Whether nothing may be fetched, as the site could not say what."""

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched: the longest rule that fits decides, or Allow."""
        if self.nothing:
            return False
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [rule for rule in self.rules if rule.pattern.match(path)]
        if not fitting:
            return True
        return max(fitting, key=lambda rule: (rule.length, rule.allow)).allow


def parse_robots(body: bytes, agent: str) -> Robots:
    """The rules of a robots.txt for the robot of this name, or else those for all robots."""
    groups: dict[str, list[Rule]] = {}
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
        elif key not in ("sitemap", "crawl-delay"):
            continue
    wanted = agent.lower()
    fitting = [
        name
        for name in groups
        if name != "*" and wanted.startswith(name.partition("/")[0]) and name
    ]
    chosen = max(fitting, key=len) if fitting else "*"
    return Robots(tuple(groups.get(chosen, ())))


def _rule(value: str, allow: bool) -> Rule:
    anchored = value.endswith("$")
    path = _normal(value.rstrip("$") if anchored else value)
    pattern = ".*?".join(re.escape(part) for part in re.split(r"\*+", path))
    return Rule(re.compile(pattern + (r"\Z" if anchored else "")), len(value), allow)


def _normal(path: str) -> str:
    return quote(unquote(path, errors="replace"), safe="/*?&=%+,;:@!$'()~-._")
