"""Pairs of names as the news writes them: the same entity, or only nearly.

A line is "kind: one = other" (the same entity) or "kind: one / other" (two entities). All of
them hold for `identity.key`, that is across articles, where only strong evidence counts.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """Two names of one kind, and whether they name one entity."""

    kind: str
    one: str
    other: str
    same: bool


_LINES = """
person: Volodymyr Zelensky = Volodymyr Zelenskyy
person: Volodymyr Zelensky = Volodymyr Zelenskiy
person: President Volodymyr Zelensky = Volodymyr Zelenskyi
person: Vladimir Putin = Vladimir V. Putin
person: Joe Biden = Joseph R. Biden Jr.
person: Donald Trump = Donald J. Trump
person: Hillary Clinton = Hillary Rodham Clinton
person: Bill Clinton = William J. Clinton
person: Sen. Chuck Grassley = Charles E. Grassley
person: Chuck Schumer = Charles Schumer
person: Robert Mueller = Robert S. Mueller III
person: Bernie Sanders = Bernard Sanders
person: Mike Pompeo = Michael R. Pompeo
person: Rudy Giuliani = Rudolph W. Giuliani
person: J.D. Vance = JD Vance
person: Alexandria Ocasio-Cortez = Alexandria Ocasio Cortez
person: Kim Jong Un = Kim Jong-un
person: Yoon Suk Yeol = Yoon Suk-yeol
person: Ban Ki-moon = Ban Ki Moon
person: Mao Zedong = Mao Tse-tung
person: Muammar Gaddafi = Moammar Gadhafi
person: Muammar Gaddafi = Muammar el-Qaddafi
person: Osama bin Laden = Usama bin Ladin
person: Mohammed bin Salman = Mohamed bin Salman
person: Crown Prince Mohammed bin Salman = Mohammed bin Salman
person: Bashar al-Assad = Bashar Assad
person: Abdel Fattah el-Sisi = Abdel Fattah al-Sisi
person: Qassem Soleimani = Qasem Soleimani
person: Ebrahim Raisi = Ibrahim Raisi
person: Recep Tayyip Erdogan = Recep Tayyip Erdoğan
person: Viktor Orban = Viktor Orbán
person: Benjamin Netanyahu = Binyamin Netanyahu
person: Alexei Navalny = Aleksei Navalny
person: Sergei Lavrov = Sergey Lavrov
person: Dmitry Peskov = Dmitri Peskov
person: Yevgeny Prigozhin = Evgeny Prigozhin
person: Alexander Lukashenko = Alyaksandr Lukashenka
person: Valerii Zaluzhnyi = Valeriy Zaluzhny
person: Oleksandr Syrskyi = Oleksandr Syrsky
person: Shehbaz Sharif = Shahbaz Sharif
person: Mohamed Morsi = Mohammed Mursi
person: Andrés Manuel López Obrador = Andres Manuel Lopez Obrador
person: Luiz Inácio Lula da Silva = Lula da Silva
person: Nicolás Maduro = Nicolas Maduro
person: Pedro Sánchez = Pedro Sánchez Pérez-Castejón
person: Jean-Luc Mélenchon = Jean-Luc Melenchon
person: Ursula von der Leyen = Ursula Von der Leyen
person: Sir Keir Starmer = Keir Starmer
person: Kylian Mbappé = Kylian Mbappe
person: Mohamed Salah = Mo Salah
person: Pelé = Pele
person: Beyoncé = Beyonce
person: Martin Luther King = Martin Luther King Jr.
person: Franklin D. Roosevelt = Franklin Delano Roosevelt
person: Ruth Bader Ginsburg = Justice Ruth Bader Ginsburg
person: Thomas Vilsack = Tom Vilsack
person: Elizabeth Warren = Sen. Elizabeth Warren
person: Inés Falk-Morita = Ines Falk-Morita
person: Guðrún Malhotra = Gudrun Malhotra
person: KETANJI PEMBERTON = Ketanji Pemberton
person: Aung San Suu Kyi = Suu Kyi
person: Joko Widodo = Jokowi
person: William Burns = Bill Burns
person: Nikolai Patrushev = Nikolay Patrushev
person: Mykhailo Podolyak = Mykhaylo Podolyak
person: Clinton / Clifton
person: Clinton / Clinton
person: Hillary Clinton / Bill Clinton
person: Hillary Clinton / Chelsea Clinton
person: Hillary Clinton / Hilary Clifton
person: George W. Bush / George H. W. Bush
person: George W. Bush / Jeb Bush
person: Donald Trump / Donald Trump Jr.
person: Donald Trump / Ivanka Trump
person: Robert F. Kennedy / Robert F. Kennedy Jr.
person: John F. Kennedy / John Kennedy
person: Kim Jong Un / Kim Jong Il
person: Kim Jong Un / Kim Yo Jong
person: Xi Jinping / Xi Zhongxun
person: John A. Smith / John B. Smith
person: Mike Johnson / Michael Johnson
person: Boris Johnson / Ron Johnson
person: Ron Johnson / Rob Johnson
person: Theresa May / Teresa Mayo
person: Ted Cruz / Penélope Cruz
person: Imran Khan / Sadiq Khan
person: Nawaz Sharif / Shehbaz Sharif
person: Fidel Castro / Raúl Castro
person: Angela Merkel / Angela Merici
person: Aleksandr Dugin / Darya Dugina
person: Mohammed bin Salman / Mohammed bin Zayed
person: Cristina Fernández / Cristina Hernández
person: Daniel Ortega / Daniela Ortega
person: Francis / Francis
person: Warren / Elizabeth Warren
person: Marie Curie / Pierre Curie
person: Paul Ryan / Ryan Paul
person: Ahmed Hassan / Hassan Ahmed
person: Kamala Harris / Kamala Harrison
person: Ben Wallace / George Wallace
place: United States = US
place: United States = U.S.
place: U.S. = United States of America
place: USA = America
place: UK = United Kingdom
place: Britain = Great Britain
place: Russia = Russian Federation
place: North Korea = DPRK
place: South Korea = Republic of Korea
place: China = People's Republic of China
place: Burma = Myanmar
place: Kyiv = Kiev
place: Kharkiv = Kharkov
place: Odesa = Odessa
place: Mumbai = Bombay
place: Turkey = Türkiye
place: Ivory Coast = Côte d’Ivoire
place: Czech Republic = Czechia
place: Eswatini = Swaziland
place: East Timor = Timor-Leste
place: UAE = United Arab Emirates
place: DRC = Democratic Republic of Congo
place: Cape Verde = Cabo Verde
place: the Netherlands = Netherlands
place: Holland = Netherlands
place: North Macedonia = Macedonia
place: Washington = Washington, D.C.
place: NYC = New York City
place: L.A. = Los Angeles
place: Calif. = California
place: Bogotá = Bogota
place: São Paulo = Sao Paulo
place: Zürich = Zurich
place: Khan Younis = Khan Yunis
place: St. Petersburg = Saint Petersburg
place: Donbas = Donbass
place: Kursk Oblast = Kursk region
place: Ho Chi Minh City = Saigon
place: Austria / Australia
place: Niger / Nigeria
place: Slovakia / Slovenia
place: Iran / Iraq
place: Mali / Malawi
place: Mali / Malta
place: Guinea / Guinea-Bissau
place: Guinea / Equatorial Guinea
place: Guinea / Papua New Guinea
place: Congo / DRC
place: North Korea / South Korea
place: Sudan / South Sudan
place: Dominica / Dominican Republic
place: Georgia / Georgia state
place: Kursk / Kursk Oblast
place: Paris / Parish
place: Gabon / Gambia
place: Mauritius / Mauritania
place: Latvia / Lithuania
place: Virginia / West Virginia
place: Kansas / Arkansas
place: Washington / Washington State
place: New York City / New York State
place: Mexico / New Mexico
place: Ireland / Northern Ireland
place: Samoa / Somalia
place: Oklahoma / Oklahoma City
place: Zambia / Zimbabwe
organisation: United Nations = U.N.
organisation: UN = United Nations
organisation: WHO = World Health Organization
organisation: World Health Organization = World Health Organisation
organisation: FBI = Federal Bureau of Investigation
organisation: F.B.I. = FBI
organisation: NATO = North Atlantic Treaty Organization
organisation: EU = European Union
organisation: U.S. State Department = State Department
organisation: Pentagon = Department of Defense
organisation: IAEA = International Atomic Energy Agency
organisation: ECB = European Central Bank
organisation: The Guardian = Guardian
organisation: The New York Times = New York Times
organisation: AP = Associated Press
organisation: Boeing = Boeing Co.
organisation: Apple = Apple Inc.
organisation: GM = General Motors
organisation: Exxon = Exxon Mobil
organisation: J&J = Johnson & Johnson
organisation: Hezbollah = Hizbollah
organisation: al-Qaida = Al Qaeda
organisation: ISIS = Islamic State
organisation: IDF = Israel Defense Forces
organisation: FSB = Federal Security Service
organisation: HUR = Main Directorate of Intelligence
organisation: SBU = Security Service of Ukraine
organisation: GOP = Republican Party
organisation: Médecins Sans Frontières = Doctors Without Borders
organisation: Lowther Securities Ltd = Lowther Securities
organisation: Defence Ministry / Ministry of Defence
organisation: Supreme Court = the Supreme Court
organisation: Supreme Court / U.S. Supreme Court
organisation: RSF / Reporters Without Borders
organisation: RSF / Rapid Support Forces
organisation: AFP / Agence France-Presse
organisation: ECHR / ECB
organisation: IMF / IMO
organisation: FDA / FAA
organisation: CBS / CBC
organisation: ABC / NBC
organisation: ICC / ICJ
organisation: Labour Party / Labour
organisation: Bank of Japan / Bank of Canada
organisation: Manchester United / Manchester City
organisation: Real Madrid / Atletico Madrid
organisation: Morgan Stanley / JPMorgan
organisation: American Airlines / United Airlines
organisation: University of Oxford / Oxford Brookes University
organisation: Islamic State / Islamic Jihad
organisation: New York Times / New York Post
organisation: Washington Post / Washington Times
organisation: World Bank / World Food Programme
organisation: Hamas / Hamad
organisation: Royal Navy / Royal Air Force
nationality: North Korean = North Koreans
nationality: Ukrainian = Ukrainians
nationality: British = Britons
nationality: Austrian / Australian
nationality: Nigerien / Nigerian
nationality: Slovak / Slovene
nationality: North Korean / South Korean
"""


def pairs() -> list[Pair]:
    """All pairs, in the order in which they stand."""
    found = []
    for line in _LINES.strip().splitlines():
        kind, _, names = line.partition(": ")
        same = " = " in names
        one, _, other = names.partition(" = " if same else " / ")
        found.append(Pair(kind, one, other, same))
    return found
