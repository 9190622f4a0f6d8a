"""The model's four types into the kinds of entities that people are shown."""

from __future__ import annotations

import re

from reader.language.labels import TYPES
from reader.news import EntityKind

_CERTAIN: dict[str, EntityKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_EVENT = re.compile(
    r"\b(?:War|Wars|Battle|Siege|Cup|Olympics?|Olympiad|Games|Championships?|Open|Prix|Marathon"
    r"|Tournament|Bowl|Series|Masters|Summit|Conference|Convention|Congress of|Festival|Fair"
    r"|Election|Elections|Primary|Caucus|Referendum|Revolution|Uprising|Spring|Intifada|Holocaust"
    r"|Genocide|Massacre|Crisis|Hurricane|Typhoon|Cyclone|Storm|Earthquake|Awards?|Oscars"
    r"|Christmas|Easter|Ramadan|Thanksgiving|Hanukkah|Passover|Diwali|Eid|Day)\b"
)
_DEMONYM = re.compile(
    r"(?:[a-z](?:ese|ish|ian|ians|ean|eans|can|cans|ans|an|i|is|ic|ch|ti|zi|aqi|ani|ttish)|"
    r"Greeks?|Czechs?|Slovaks?|Poles?|Danes?|Swedes?|Finns?|Turks?|Serbs?|Croats?|Kurds?|Arabs?"
    r"|Jews?|Afghans?|Thai|Dutch|Swiss|Welsh|Scots?|Brits?|Spaniards?|Filipinos?|Uzbeks?|Tajiks?"
    r"|Kazakhs?|Uyghurs?|Hutus?|Tutsis?|Cypriots?|Latinos?|Hispanics?|Frenchm[ae]n|Englishm[ae]n)$"
)


def name_kind(text: str, start: int, end: int, kind: int) -> EntityKind | None:
    """The kind of a name; None where it is not one to show."""
    type_ = TYPES[kind]
    if type_ in _CERTAIN:
        return _CERTAIN[type_]
    name = text[start:end]
    if _EVENT.search(name):
        return "event"
    words = name.split()
    if len(words) <= 2 and _DEMONYM.search(name) and name[:1].isupper():
        return "nationality"
    return "work"
