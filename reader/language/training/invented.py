"""Names that nobody has: of companies, teams, agencies, parties and places.

A name known from training is typed by heart; one that nobody has must be typed by what
stands around it, which is what the network shall learn.
"""

from __future__ import annotations

import random

from reader.language.training.peoplenames import FAMILIES, MEN, WOMEN

_ONSETS_TEXT = """
b br c ch cl cr d dr f fl fr g gl gr h j k kh kl kr l m n p pl pr r s sh sk sl sm st str t th tr
v w y z
"""
_ONSETS = _ONSETS_TEXT.split()
_VOWELS_TEXT = "a e i o u a e i o ai ea ei ou oo ie ia"
_VOWELS = _VOWELS_TEXT.split()
_CODAS_TEXT = "n r l s t m d k th nd rd rk st ld x ck ng rn lt ss sk ff"
_CODAS = _CODAS_TEXT.split()
_PLACE_ENDS_TEXT = """
ton ham ford burg stad berg ville field mouth port wick dale minster by grad abad pur kent ovo
ino ivka sk an ia o a shire haven vik
"""
_PLACE_ENDS = _PLACE_ENDS_TEXT.split()
_FIRM_ENDS_TEXT = """
ix ex on is ra ia ica eon ity ent um or al ics ify ly io ent gen tech soft net
"""
_FIRM_ENDS = _FIRM_ENDS_TEXT.split()
_TRADES_TEXT = """
Energy Solvents Pharma Therapeutics Bank Capital Foods Motors Airlines Airways Steel Mining
Insurance Holdings Group Partners Industries Logistics Shipping Software Systems Labs Media
Records Pictures Studios Telecom Mobile Retail Stores Brewery Breweries Dynamics Aerospace
Semiconductor Chemicals Cement Textiles Oil Gas Power Water Rail Railways Cars Robotics Health
Biotech Entertainment Games Press Books Electric Electronics Instruments Securities Trust
Properties Homes Construction Engineering Analytics Networks Technologies International Global
"""
_TRADES = _TRADES_TEXT.split()
_FORMS = ["Inc", "Inc.", "Ltd", "Ltd.", "plc", "PLC", "AG", "SA", "S.A.", "NV", "GmbH", "Corp"]
_FORMS += ["Corp.", "LLC", "SpA", "AB", "Oyj", "Co.", "& Co.", "& Sons", "Pty Ltd", "SE"]
_TEAMS_TEXT = """
United City Rovers Wanderers Athletic Albion Town County Rangers Tigers Lions Bears Eagles Hawks
Sharks Wolves Panthers Knights Giants Kings Royals Stars Chargers Storm Thunder Blues Reds Raiders
Warriors Saints Bulls Stallions Comets Pirates Dynamo Spartak Olympic Sporting
"""
_TEAMS = _TEAMS_TEXT.split()
_TEAM_HEADS = ["FC", "Real", "Dynamo", "Spartak", "Sporting", "AC", "Inter", "Atletico", "RC"]
_CAUSES_TEXT = """
Democratic Conservative Liberal Labour Socialist Green People's National Progressive Republican
Freedom Justice Unity Reform Centre Workers' Patriotic Christian Civic Homeland
"""
_CAUSES = _CAUSES_TEXT.split()
_PARTIES = ["Party", "Alliance", "Movement", "Union", "Front", "Coalition", "Bloc", "League"]
_MATTERS_TEXT = """
Health Justice Finance Defence Defense Education Transport Energy Agriculture Labour Interior
Culture Trade Environment Immigration Statistics Fisheries Housing Maritime Meteorology Aviation
Fraud Elections Competition Drugs Narcotics Nuclear Water Food Forestry Census Customs Tourism
"""
_MATTERS = _MATTERS_TEXT.split()
_AGENCIES = ["Agency", "Authority", "Office", "Service", "Bureau", "Commission", "Board", "Council"]
_AGENCIES += ["Administration", "Institute", "Directorate", "Inspectorate", "Committee"]
_BODIES_TEXT = """
University College Hospital Institute Museum Council Chamber Orchestra Observatory Academy
School Foundation Federation Association Society Club Union Court Cathedral Zoo Times Post
Gazette Herald Tribune Observer Courier Chronicle News Mirror Daily
"""
_BODIES = _BODIES_TEXT.split()
_LAND_TEXT = """
Island River Bay Valley Province County Peninsula Strait District Lake Hills Square
"""
_LAND = _LAND_TEXT.split()
_BEFORE_LAND = ["Lake", "Mount", "Port", "Fort", "Cape", "San", "Santa", "New", "North", "South"]
_BEFORE_LAND += ["Upper", "East", "West", "Saint", "Al", "El", "Bad", "Nizhny", "Ust"]
_PAPERS = ["The {} Times", "The {} Post", "the {} Herald", "{} Today", "Radio {}", "TV {}", "{} FM"]


def word(rng: random.Random, end: str = "") -> str:
    """A word that is in no dictionary."""
    count = 1 if end else rng.choice((1, 2, 2, 2, 3))
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(count)]
    coda = rng.choice(_CODAS) if end == "" or rng.random() < 0.5 else ""
    return ("".join(parts) + coda + end).capitalize()


def family(rng: random.Random) -> str:
    """A family name, now and then one that nobody has."""
    return word(rng) if rng.random() < 0.35 else rng.choice(FAMILIES)


def person(rng: random.Random) -> str:
    """Given and family name."""
    first = rng.choice(WOMEN if rng.random() < 0.5 else MEN)
    middle = rng.choice(["", "", "", "", "", " J.", " al-", " van ", " de la ", " Abu "])
    return f"{first}{middle}{'' if middle[-1:] in ' -' and middle else ' '}{family(rng)}"


def place(rng: random.Random) -> str:
    """A town, river, island or the like."""
    chance = rng.random()
    town = word(rng, rng.choice(_PLACE_ENDS)) if rng.random() < 0.6 else word(rng)
    if chance < 0.6:
        return town
    if chance < 0.75:
        return f"{rng.choice(_BEFORE_LAND)} {town}"
    if chance < 0.95:
        return f"{town} {rng.choice(_LAND)}"
    return f"{rng.choice(FAMILIES)} {rng.choice(['Street', 'Avenue', 'Road', 'Stadium', 'Bridge'])}"


def company(rng: random.Random) -> str:
    """A firm: one word, a trade, partners, a legal form, letters."""
    chance = rng.random()
    own = word(rng, rng.choice(_FIRM_ENDS)) if rng.random() < 0.5 else word(rng)
    if rng.random() < 0.25:
        own = rng.choice(FAMILIES)
    if chance < 0.3:
        name = own
    elif chance < 0.7:
        name = f"{own} {rng.choice(_TRADES)}"
    elif chance < 0.78:
        name = f"{rng.choice(FAMILIES)} {rng.choice(['', '& ', 'and '])}{rng.choice(FAMILIES)}"
    elif chance < 0.86:
        return "".join(
            rng.choice("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(rng.choice((2, 3, 3, 4)))
        )
    elif chance < 0.93:
        name = f"{rng.choice(['North', 'First', 'Red', 'Blue', 'Silver', 'Open', 'Bright'])}"
        name += rng.choice(["", " "]) + rng.choice([own, "Rock", "Stone", "Sky", "Leaf"])
    else:
        name = f"{own} {rng.choice(_TRADES)} {rng.choice(_TRADES)}"
    if rng.random() < 0.2:
        name += " " + rng.choice(_FORMS)
    return name


def team(rng: random.Random, town: str) -> str:
    """A club; often just the name of its town."""
    chance = rng.random()
    if chance < 0.3:
        return town
    if chance < 0.5:
        return "the " + rng.choice(_TEAMS[12:]) if rng.random() < 0.6 else word(rng)
    if chance < 0.65:
        return f"{rng.choice(_TEAM_HEADS)} {town}"
    return f"{town} {rng.choice(_TEAMS)}"


def agency(rng: random.Random, nation: str) -> str:
    """A public body; `nation` is a place or a demonym."""
    matter = rng.choice(_MATTERS)
    if rng.random() < 0.25:
        matter += f" and {rng.choice(_MATTERS)}"
    ways = (
        f"{rng.choice(['the ', ''])}{matter} {rng.choice(_AGENCIES)}",
        f"the {rng.choice(['Ministry', 'Department', 'Office', 'Bureau'])} of {matter}",
        f"{nation} {matter} {rng.choice(_AGENCIES)}",
        f"the National {matter} {rng.choice(_AGENCIES)}",
        f"the {matter} Ministry",
        f"the {matter} {rng.choice(_AGENCIES)} of {nation}",
    )
    return rng.choice(ways)


def party(rng: random.Random) -> str:
    """A party or a movement."""
    cause = rng.choice(_CAUSES)
    if rng.random() < 0.4:
        cause += " " + rng.choice(_CAUSES)
    return f"the {cause} {rng.choice(_PARTIES)}" if rng.random() < 0.85 else word(rng)


def body(rng: random.Random, town: str) -> str:
    """A school, court, paper or the like."""
    chance = rng.random()
    if chance < 0.2:
        return rng.choice(_PAPERS).format(town)
    if chance < 0.4:
        return f"the {rng.choice(['University', 'Museum', 'Bank', 'Court', 'Port'])} of {town}"
    own = rng.choice([town, town, rng.choice(FAMILIES), f"St. {rng.choice(MEN)}'s", "Royal"])
    return f"{own} {rng.choice(_BODIES)}"


def organisation(rng: random.Random) -> str:
    """Any of these."""
    chance = rng.random()
    if chance < 0.55:
        return company(rng)
    if chance < 0.7:
        return body(rng, place(rng))
    if chance < 0.85:
        return agency(rng, place(rng))
    return party(rng) if chance < 0.93 else team(rng, word(rng, "ton"))
