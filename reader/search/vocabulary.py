"""The names that completion offers: what this library really knows."""

from __future__ import annotations

from collections import Counter

from reader.library.store import Library
from reader.search.opened import OpenIndex
from reader.search.terms import terms


class LibraryVocabulary:
    """Names of a library; see `reader.search.completion.Vocabulary`."""

    def __init__(self, library: Library, index: OpenIndex) -> None:
        self.library = library
        self.index = index

    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        """Values of a field that begin so, the most frequent first."""
        if field == "speaker":
            rows = self.library.entities.find(prefix, limit=limit * 4)
            speakers = [row for row in rows if row.quotes]
            speakers.sort(key=lambda row: -row.quotes)
            return list(dict.fromkeys(row.name for row in speakers))[:limit]
        if field == "entity":
            rows = self.library.entities.find(prefix, limit=limit * 4)
            return list(dict.fromkeys(row.name for row in rows))[:limit]
        if field == "tag":
            tags = sorted(self.library.reading.tags(), key=lambda pair: -pair[1])
            return _beginning([tag for tag, _ in tags], prefix, limit)
        if field in ("source", "lang"):
            return _beginning(self._sites() if field == "source" else LANGUAGES, prefix, limit)
        return []

    def _sites(self) -> list[str]:
        opened = self.index.get()
        if opened is None:
            return []
        key = (opened.stamp, "sites")
        sites: list[str] | None = self.index.cache.get(key)
        if sites is None:
            names, codes = opened.articles.strings("site")
            counts = Counter(codes.tolist())
            sites = [names[code] for code, _ in counts.most_common() if names[code]]
            self.index.cache.put(key, sites, 100 * len(sites))
        return sites


LANGUAGES = ["en", "de", "fr", "es", "it", "uk", "ru", "pl", "nl", "pt", "ar", "zh", "ja"]


def _beginning(names: list[str], prefix: str, limit: int) -> list[str]:
    """Names one of whose words begins like the prefix."""
    wanted = terms(prefix)
    if not wanted:
        return names[:limit]
    found = []
    for name in names:
        words = terms(name)
        for start in range(len(words) - len(wanted) + 1):
            part = words[start : start + len(wanted)]
            if part[:-1] == wanted[:-1] and part[-1].startswith(wanted[-1]):
                found.append(name)
                break
    return found[:limit]
