"""What people and things of a country are called: who asks about Korea means Korean, too.

Light and pure. Regular forms are built, most of which are no words and so find nothing.
"""

from __future__ import annotations

from functools import lru_cache

IRREGULAR = {
    "afghanistan": ("afghan",),
    "argentina": ("argentine", "argentinian"),
    "belgium": ("belgian",),
    "britain": ("british", "briton"),
    "canada": ("canadian",),
    "china": ("chinese",),
    "congo": ("congolese",),
    "cyprus": ("cypriot",),
    "czechia": ("czech",),
    "denmark": ("danish", "dane"),
    "england": ("english",),
    "europe": ("european",),
    "finland": ("finnish", "finn"),
    "france": ("french",),
    "germany": ("german",),
    "greece": ("greek",),
    "hungary": ("hungarian",),
    "iceland": ("icelandic",),
    "ireland": ("irish",),
    "italy": ("italian",),
    "kazakhstan": ("kazakh",),
    "kosovo": ("kosovar",),
    "kyrgyzstan": ("kyrgyz",),
    "lebanon": ("lebanese",),
    "mexico": ("mexican",),
    "morocco": ("moroccan",),
    "myanmar": ("burmese",),
    "netherlands": ("dutch",),
    "norway": ("norwegian",),
    "palestine": ("palestinian",),
    "peru": ("peruvian",),
    "philippines": ("philippine", "filipino"),
    "poland": ("polish", "pole"),
    "portugal": ("portuguese",),
    "scotland": ("scottish",),
    "serbia": ("serbian", "serb"),
    "slovakia": ("slovak",),
    "somalia": ("somali",),
    "spain": ("spanish",),
    "sweden": ("swedish", "swede"),
    "switzerland": ("swiss",),
    "tajikistan": ("tajik",),
    "thailand": ("thai",),
    "turkey": ("turkish", "turk"),
    "ukraine": ("ukrainian",),
    "uzbekistan": ("uzbek",),
    "wales": ("welsh",),
}
SHORTEST = 4


@lru_cache(maxsize=256)
def demonyms(term: str) -> tuple[str, ...]:
    """The words that may stand for what belongs to a place with this (folded) name."""
    if term in IRREGULAR:
        return IRREGULAR[term]
    if len(term) < SHORTEST or not term.isascii() or not term.isalpha():
        return ()
    if term.endswith("a"):
        return (term + "n",)
    return tuple(term + ending for ending in ("an", "ian", "i", "ese"))
