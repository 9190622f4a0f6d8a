"""News sentences with slots for names, written for this project.

The slots: PER a person's full name, FAM a family name, ORG COM TEAM PARTY GOV BODY
organisations (any, a company, a club, a party, an agency, a school or paper), LOC CITY places,
NAT a demonym, EVENT and WORK names of neither kind, DAY a day of the week, PCT a number. A
line after a bar goes on with the same names: COM2 is a short form of COM, FAM the person.
"""

from __future__ import annotations

import random
import re

from reader.language.training import invented
from reader.language.training.corpora import Sample, rows
from reader.language.training.staged import DAYS, Draft, Pool

_TEXT = """
{COM} agreed to buy {COM} for {PCT} million dollars in cash and shares.
{COM} shares fell {PCT} percent after its chief executive, {PER}, stepped down.
|{COM2} did not say who would follow {FAM}.
Shares of {COM} jumped, while {COM} and {COM} slipped.
{COM}, which makes pumps in {CITY}, will cut {PCT} jobs.
|Unions at {COM2} called it a betrayal.
{COM} opened a plant near {CITY} in {LOC}.
|The plant is the first that {COM2} has built outside {LOC}.
Analysts at {COM} raised their target for {COM} to {PCT} euros.
{COM} is suing {COM} over a patent held by {BODY}.
Profit at {COM} rose to {PCT} million euros in the third quarter, the {CITY}-based company said.
A merger of {COM} with {NAT} rival {COM} was blocked by {GOV}.
{PER} left {COM} in 2019 to found {COM}, a start-up in {CITY}.
The pilot of the {COM} flight from {CITY} to {CITY} reported smoke.
The fund, run by {COM}, holds {PCT} percent of {COM}.
{COM} recalled {PCT} cars sold in {LOC} and {LOC}.
Customers of {COM} in {LOC} were without power until {DAY}.
{CITY} – {COM} and {COM} signed a deal on {DAY} to ship grain from {LOC}.
The ship, operated by {COM} and sailing under the {NAT} flag, ran aground off {LOC}.
{TEAM} beat {TEAM} 3-1 on {DAY} to go top of the table.
|{FAM} scored twice for {TEAM2}.
{PER} scored in the 89th minute as {TEAM} drew with {TEAM} in the {EVENT}.
{TEAM} signed {NAT} midfielder {PER} from {TEAM} for {PCT} million euros.
{TEAM} travel to {CITY} on {DAY} to face {TEAM}.
{PER} of {LOC} won the women's race ahead of {PER} of {LOC} and {PER} of {LOC}.
{PER} ({TEAM}) was sent off after a foul on {PER}.
The {EVENT} will be held in {CITY} next year.
|{LOC} last won it in 2008.
{PER} beat {PER} 6-4, 7-5 in the second round of the {EVENT}.
{TEAM} coach {PER} dropped {FAM} and {FAM} for the match at {CITY}.
{TEAM} have lost four in a row; {TEAM} and {TEAM} are level on points.
{LOC} beat {LOC} by six wickets in {CITY}.
Results: {TEAM} 2, {TEAM} 0; {TEAM} 1, {TEAM} 1.
{PARTY} won {PCT} seats, ahead of {PARTY} with {PCT}.
{PER}, the leader of {PARTY}, cast her vote in {CITY}.
Lawmakers from {PARTY} walked out of parliament on {DAY}.
{PER}, a member of {PARTY} from {LOC}, sits on the {GOV}.
{GOV} fined {COM} for misleading customers.
{GOV} has opened an inquiry into {BODY} and {COM}.
{GOV} put the number of dead in {LOC} at {PCT}.
An official of {GOV} met {PER} in {CITY} on {DAY}.
{GOV} and {GOV} signed the protocol in {CITY}.
The {NAT} government recalled its ambassador to {LOC}.
{NAT} forces shelled {CITY} and two villages south of {CITY} overnight.
{LOC} and {LOC} agreed to a truce that {LOC} had proposed.
Talks between {LOC} and {PARTY} broke down in {CITY}.
{LOC} summoned the {NAT} ambassador over the raid on {CITY}.
{CITY} has blamed {PARTY} for the attack, which killed {PCT} people in {CITY}, {LOC}.
A {NAT} drone hit a depot near {CITY}, about {PCT} km east of {CITY}.
Fighters of {PARTY} crossed {LOC} into {LOC}.
The {NAT} army took {CITY} in {LOC} after a siege of three weeks.
Protesters in {CITY}, {CITY} and {CITY} burned tyres on {DAY}.
The road from {CITY} to {CITY} was closed by snow.
{LOC} lies {PCT} miles off the coast of {LOC}; about 900 people live on {LOC2}.
The ferry to {LOC} was cancelled, and {LOC2} was cut off until {DAY}.
The earthquake struck {PCT} km north of {CITY}, in {LOC}.
Floods in {LOC} have driven {PCT} families from {CITY}.
{LOC}, {LOC} and {LOC} abstained.
The storm reached {LOC} on {DAY} and moved on towards {LOC}.
A court in {CITY} sentenced {PER} to {PCT} years in prison.
|{FAM} will appeal.
{PER}, 34, of {CITY}, denied the charge at {BODY}.
{PER} and {PER} were arrested at a flat in {CITY} on {DAY}.
The judge, {PER}, adjourned the case of {COM} v. {COM}.
{FAM} was taken to {BODY}, where he died on {DAY}.
Researchers at {BODY} and {BODY} tested the drug on {PCT} patients.
The study, by {PER} and colleagues at {BODY}, appeared in {WORK}.
{PER} teaches law at {BODY} in {CITY}.
{PER}, a physicist at {BODY}, shared the prize with {PER} of {BODY}.
The telescope, built by {BODY} with {NAT} money, stands near {CITY}.
{PER} wrote for {BODY} before she joined {BODY}.
{BODY} reported on {DAY} that {COM} was for sale.
{WORK}, the new film by {PER}, opened in {CITY}.
|Critics at {BODY} liked it.
{PER} plays the mother in {WORK}; {PER} wrote the songs.
{PER} was born in {CITY} and grew up in {LOC}.
{PER} (born 1961 in {CITY}) is a {NAT} politician of {PARTY}.
{FAM} met {FAM} and {FAM} in {CITY}.
{FAM} has run {COM} since 2011.
|{COM2} has grown fivefold under {FAM}.
{FAM} joined {COM} in 2003 and {COM} in 2010.
{FAM} lives in {CITY}; {FAM} in {LOC}.
Neither {FAM} nor {COM} answered questions.
{COM} declined to comment, and {FAM} could not be reached.
{COM}, {COM} and {FAM} are named in the suit.
Workers at {COM} in {CITY} went on strike on {DAY}.
Aid from {ORG} reached {CITY} on {DAY}.
|{ORG2} has {PCT} staff in {LOC}.
{ORG} and {ORG} appealed for money for {LOC}.
A report by {ORG} names {COM} and {GOV}.
A spokesman for {ORG} in {CITY} could not be reached.
{ORG}'s office in {CITY} was closed on {DAY}.
{COM}'s {PER} and {COM}'s {PER} sat side by side.
{LOC}'s {GOV} said nothing of {LOC}'s debts.
The {COM} board met in {CITY} and chose {PER}.
The {CITY} office of {COM} was searched on {DAY}.
The {NAT} branch of {ORG} is led by {PER}.
{CITY}, {DAY} ({ORG}) - {GOV} lowered its forecast for {LOC}.
{CITY}, {LOC} ({ORG}) — Rescuers searched for {PCT} miners on {DAY}.
Photo: {PER}/{ORG}
By {PER} in {CITY}
Additional reporting by {PER} in {CITY} and {PER} in {CITY}; editing by {PER}
{PER} is a reporter for {BODY}.
{LOC} {PCT}, {LOC} {PCT}, {LOC} {PCT}
"""
SCENES = [line.split("|") for line in _TEXT.strip().replace("\n|", "|").split("\n")]
SLOT = re.compile(r"\{(\w+?)(2?)\}")
EVENTS_TEXT = """
Northern Cup|Harbour Open|Coastal Marathon|Lantern Festival|Battle of the Two Fords|Winter Games
Continental Cup|Six Rivers Championship|Harvest Festival|Silver Grand Prix|Second Ford War|World Cup
Olympics|European Championship|Champions League|Masters|Tour of the Lakes|Island Games
""".strip()
EVENTS = re.split(r"[|\n]", EVENTS_TEXT)
WORKS_TEXT = """
The Long Winter|Harbour Lights|Nobody's Daughter|Second Tide|The Salt Road|Journal of River Studies
Annals of Tides|Letters to Nobody|The Glass Orchard|A Quiet Frost|Bone and Water|Reviews of Soil
""".strip()
WORKS = re.split(r"[|\n]", WORKS_TEXT)


def _organisations() -> dict[str, list[str]]:
    """The listed organisations by what they are."""
    out: dict[str, list[str]] = {}
    for row in rows("organisations.tsv"):
        what = row[2][0] if row[2] else ""
        slot = {"company": "COM", "bank": "COM", "team": "TEAM", "party": "PARTY"}
        slot |= {"agency": "GOV", "ministry": "GOV", "police": "GOV", "outlet": "BODY"}
        slot |= {"university": "BODY", "institute": "BODY", "broadcaster": "BODY"}
        for form in (*row[0], *row[1]):
            out.setdefault(slot.get(what, "ORG"), []).append(form)
            out.setdefault("ORG", []).append(form)
    return out


class Scenes:
    """Writes passages of such sentences."""

    def __init__(self, pool: Pool, rng: random.Random) -> None:
        self.pool, self.rng = pool, rng
        self.listed = _organisations()
        self.nations = [row[2][0] for row in rows("countries.tsv") if row[2]]
        self.past: dict[str, str] = {}

    def _place(self, known: float) -> str:
        if self.rng.random() < known:
            return self.rng.choice(self.pool.places)
        return invented.place(self.rng)

    def _new(self, slot: str) -> tuple[str, str]:
        """A name for a slot, and its type."""
        rng = self.rng
        if slot in ("EVENT", "WORK", "NAT"):
            return rng.choice({"EVENT": EVENTS, "WORK": WORKS, "NAT": self.nations}[slot]), "MISC"
        if slot == "PER":
            return invented.person(rng), "PER"
        if slot == "FAM":
            return invented.family(rng), "PER"
        if slot in ("LOC", "CITY"):
            return self._place(0.75 if slot == "LOC" else 0.45), "LOC"
        known = self.listed.get(slot, [])
        if known and rng.random() < (0.7 if slot == "ORG" else 0.35):
            return rng.choice(known), "ORG"
        if slot == "COM":
            return invented.company(rng), "ORG"
        if slot == "TEAM":
            return invented.team(rng, self._place(0.4)), "ORG"
        if slot == "PARTY":
            return invented.party(rng), "ORG"
        if slot == "GOV":
            return invented.agency(rng, self._place(0.7)), "ORG"
        if slot == "BODY":
            return invented.body(rng, self._place(0.5)), "ORG"
        return invented.organisation(rng), "ORG"

    def _again(self, slot: str) -> str | None:
        """A later form of what the slot was filled with before."""
        before = self.past.get(slot)
        if before is None:
            return None
        words = before.removeprefix("the ").split()
        shorter = slot in ("COM", "TEAM") and len(words) > 1 and self.rng.random() < 0.6
        return words[0] if shorter and len(words[0]) > 3 else before

    def _fill(self, draft: Draft, pattern: str) -> None:
        at = 0
        opening = True
        for match in SLOT.finditer(pattern):
            draft.put(pattern[at : match.start()])
            at = match.end()
            slot, again = match.groups()
            if slot == "DAY":
                draft.put(self.rng.choice(DAYS))
            elif slot == "PCT":
                draft.put(str(self.rng.choice((3, 7, 12, 25, 60, 140, 400, 2.5, 7.1))))
            else:
                name, type_ = self._new(slot)
                same = self._again(slot) if again else None
                name = same or name
                self.past[slot] = name
                if name.lower().startswith("the "):
                    draft.put("The " if opening and match.start() == 0 else "the ")
                    name = name[4:]
                draft.names.append((*draft.put(name), type_))
            opening = False
        draft.put(pattern[at:])

    def passage(self, number: int) -> Sample:
        """Some of them, in paragraphs; nothing in them is said by anybody."""
        rng = self.rng
        draft = Draft()
        for k in range(rng.randint(3, 9)):
            if k:
                draft.put(rng.choice(["\n", "\n\n", " ", " "]))
            self.past = {}
            for j, pattern in enumerate(rng.choice(SCENES)):
                if j:
                    draft.put(" ")
                    full = self.past.get("PER", "")
                    if full:
                        pattern = pattern.replace("{FAM}", "{FAM2}")
                        self.past["FAM"] = full.split()[-1]
                self._fill(draft, pattern)
        return Sample(f"scene-{number}", draft.text, (), tuple(draft.names), weight=0.8)
