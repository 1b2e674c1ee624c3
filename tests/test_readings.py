"""Constructions as the shipped coder reads them: one sentence each, written for this test, with all its events."""

from __future__ import annotations

from datetime import date

import pytest

import detente
from detente.events.parties import side
from detente.pipeline import Coder
from detente.records import Article

READINGS = {
    "Japan described as unacceptable China's detention of two Japanese citizens.": {
        ("ACCUSE", "JPN", "CHN"),
        ("COERCE", "CHN", "JPN"),
    },
    "Russia did not rule out a military response against Estonia.": {("THREATEN", "RUS", "EST")},
    "Israel refused to rule out a strike on Iran.": {("THREATEN", "ISR", "IRN")},
    "Germany ruled out supplying tanks to Ukraine.": {("REJECT", "DEU", "UKR")},
    "Hungary refused to sell gas to Ukraine.": {("SANCTION", "HUN", "UKR")},
    "Germany thanked Qatar and Egypt for having mediated.": {("SUPPORT", "DEU", "QAT+EGY")},
    "Hanoi protested when Chinese vessels beat ten Vietnamese fishermen.": {
        ("ACCUSE", "VNM", "CHN"),
        ("ASSAULT", "CHN", "VNM"),
    },
    "The U.S. Navy sent a destroyer to the area on Monday, a move that Beijing called a provocation.": {
        ("ACCUSE", "CHN", "USA")
    },
    "Russia expelled a diplomat, a step the Polish government called unjustified.": {("ACCUSE", "POL", "RUS")},
    "Bolivian marines detained six Peruvian fishermen, who were freed on Tuesday.": {
        ("COERCE", "BOL", "PER"),
        ("RETREAT", "BOL", "PER"),
    },
    "The Philippines summoned the ambassador of China to protest against the ramming of a ship.": {
        ("ACCUSE", "PHL", "CHN")
    },
    "Peru and Bolivia signed an agreement. Bolivia in turn pledged to share intelligence.": {
        ("SUPPORT", "PER+BOL", ""),
        ("AGREE", "BOL", "PER"),
    },
    "Peru's foreign minister thanked Brazil and Colombia. Brazil's president congratulated both governments.": {
        ("SUPPORT", "PER", "BRA+COL")
    },
    "Israel stopped bombing Lebanon.": {("RETREAT", "ISR", "LBN")},
    "Hungary stopped training Ukrainian soldiers.": {("SANCTION", "HUN", "UKR")},
    "China signed a deal last week to buy 240,000 tons of Brazilian coffee.": {("SUPPORT", "CHN", "BRA")},
    "Kenya signed an agreement to counter Chinese influence.": set(),
    "Ethiopia accused Eritrea of funding armed groups in Ethiopia's Amhara region.": {("ACCUSE", "ETH", "ERI")},
    "Thailand and Cambodia fought on Monday. Each side accused the other of shooting first.": {
        ("ACCUSE", "THA+KHM", "")
    },
    "Two Thai soldiers were killed when Cambodian forces fired rockets.": {("ASSAULT", "KHM", "THA")},
    "ASEAN offered to deploy observers along the frontier between Thailand and Cambodia.": {
        ("AGREE", "org:ASEAN", "THA+KHM")
    },
    "Thailand and Cambodia signed a truce in Kuala Lumpur in Trump's presence.": {("SUPPORT", "THA+KHM", "")},
    "Bangkok suspended the release after a landmine maimed a soldier, and blamed Phnom Penh for laying new mines.": {
        ("ACCUSE", "THA", "KHM")
    },
    "Donald Trump said that he could raise tariffs on Thailand if it did not stop.": {("THREATEN", "USA", "THA")},
    "India suspended visa services in Chittagong on Sunday.": {("SANCTION", "IND", "BGD")},
    "The Polish defence ministry condemned the strike. It called on Russia to stop.": {("REQUEST", "POL", "RUS")},
    "Kenya accused the rebels of attacking Mali.": set(),
    "Mali's junta ordered the United Nations peacekeeping mission to leave.": {("SANCTION", "MLI", "org:UN")},
    "Ghana and Benin have asked Britain for drones and armoured vehicles.": {("REQUEST", "GHA+BEN", "GBR")},
    "Algeria invited the signatories to a meeting, but Mali's government declined to send a representative.": {
        ("REJECT", "MLI", "DZA")
    },
    "Hungary and Slovakia had held up the deal until they won an exemption.": set(),
    "China's foreign ministry urged the EU to stop undermining the rights of Chinese firms.": {
        ("REQUEST", "CHN", "org:EU")
    },
    "China put the trade talks with Australia on hold.": {("SANCTION", "CHN", "AUS")},
    "Volodymyr Zelensky has said that he will not negotiate before Russia withdraws.": {("REJECT", "UKR", "RUS")},
    "Iran said it would not meet American officials.": {("REJECT", "IRN", "USA")},
    "Mali had written to the Security Council this month asking for the sanctions to be lifted.": {
        ("REQUEST", "MLI", "org:UN")
    },
    "North Korea fired a missile into the sea. Japan lodged a protest through its embassy in Beijing.": {
        ("ACCUSE", "JPN", "PRK")
    },
    "The government in Seoul convened a meeting of its National Security Council.": set(),
    "Officials in Beijing condemned Taiwan.": {("ACCUSE", "CHN", "TWN")},
    "Russian-installed officials in Ukraine condemned Poland.": set(),
    "Occupation authorities in Ukraine accused Poland of sabotage.": set(),
    "Honduran officials complain that Beijing has not kept its promises.": {("ACCUSE", "HND", "CHN")},
    "Belize protested after Guatemalan soldiers blocked a Belizean patrol.": {("ACCUSE", "BLZ", "GTM")},
    "Belize and Guatemala agreed to reopen a hotline between their armed forces.": {("AGREE", "BLZ+GTM", "")},
    "Britain and France have offered to delay the step if Iran lets inspectors in and resumes talks with Washington.": {
        ("AGREE", "GBR+FRA", "IRN"),
        ("CONSULT", "IRN+USA", ""),
    },
    "Lee Jae-myung and Narendra Modi are expected to agree to revive regular summits.": {("AGREE", "KOR+IND", "")},
    "In a phone call with Emmanuel Macron, Narendra Modi said diplomacy must be given a chance.": {
        ("CONSULT", "IND+FRA", ""),
        ("REQUEST", "IND", "FRA"),
    },
    "Vanuatu put off signing a security agreement with Australia.": {("AGREE", "VUT", "AUS")},
    "Kyriakos Mitsotakis warned that Athens would ask the EU to impose sanctions on Turkey.": {
        ("THREATEN", "GRC", "TUR")
    },
    "Greece has complained to NATO about the voyage of a Turkish survey ship.": {("ACCUSE", "GRC", "TUR")},
    "Papua New Guinea will open its bases to Australian troops.": {("AGREE", "PNG", "AUS")},
    "Donald Trump hosted Nikol Pashinyan and Ilham Aliyev. The two leaders signed a declaration.": {
        ("CONSULT", "ARM+AZE", "USA"),
        ("SUPPORT", "ARM+AZE", ""),
    },
    "WARSAW, May 6 (Test) - Poland closed a border crossing with Belarus.\n\nInterior Minister Jan Kowal accused Minsk "
    "of arming smugglers. The minister also thanked Lithuania.": {
        ("COERCE", "POL", "BLR"),
        ("ACCUSE", "POL", "BLR"),
        ("SUPPORT", "POL", "LTU"),
    },
    "GENEVA, May 6 (Test) - Poland closed a border crossing with Belarus.\n\nInterior Minister Jan Kowal accused Minsk "
    "of arming smugglers.": {("COERCE", "POL", "BLR")},
    "Qatar hosted talks between Pakistan and Afghanistan, at which both sides signed a framework agreement.": {
        ("CONSULT", "QAT+PAK+AFG", ""),
        ("SUPPORT", "PAK+AFG", ""),
    },
    "Mali said it had filed a case at the International Court of Justice over Algeria's downing of a drone.": {
        ("ACCUSE", "MLI", "DZA")
    },
    "Serbia has refused to join Western sanctions on Russia over Ukraine.": set(),
    "The United States imposed sanctions on Serbia, prompting Croatia to halt oil deliveries.": {
        ("SANCTION", "USA", "SRB")
    },
    "The U.N. Human Rights Council will debate the strike on Tuesday at the request of Pakistan.": set(),
    "Masoud Pezeshkian called on Muslim nations to sever relations with Israel.": set(),
    "Japanese Vice Foreign Minister Takehiro Funakoshi summoned Chinese Ambassador Wu Jianghao to protest.": {
        ("ACCUSE", "JPN", "CHN")
    },
    "China has since told its citizens to stay away from Japan, halted imports of Japanese seafood and called off a "
    "meeting with South Korea.": {("SANCTION", "CHN", "JPN"), ("REJECT", "CHN", "KOR")},
    "Lebanon said it would complain to the Security Council about a wall that Israel has built.": {
        ("ACCUSE", "LBN", "ISR")
    },
    "Brazil criticised the tariffs that Washington imposed in July.": {("ACCUSE", "BRA", "USA")},
    "The United States, which counts Mongolia as a partner, said it would not sell weapons to Russia.": {
        ("REJECT", "USA", "RUS")
    },
    "Officials in the government condemned Iran.": set(),
    "Bolivia closed a border post with Chile on Tuesday.": {("COERCE", "BOL", "CHL")},
    "Iran condemned as illegal the new American sanctions.": {("ACCUSE", "IRN", "USA")},
    "Egypt's president, Abdel Fattah el-Sisi, is due to visit Ankara next week.": {("AGREE", "EGY", "TUR")},
    "Norway was due to sign an agreement with India on Monday.": {("AGREE", "NOR", "IND")},
    "The Brazilian foreign minister is due in Beijing on Friday.": {("AGREE", "BRA", "CHN")},
    "A verdict is due in Tokyo on Friday.": set(),
    "The African Union condemned the detention of the Ghanaian fishermen by Togo.": {
        ("ACCUSE", "org:AU", "TGO"),
        ("COERCE", "TGO", "GHA"),
    },
    "Prague gave seven Russian diplomats 48 hours to leave the country.": {("SANCTION", "CZE", "RUS")},
    "U.S. sanctions on Iran were lifted in January.": {("RETREAT", "USA", "IRN")},
    "Pakistan withdrew its peacekeeping troops from Somalia.": {("SANCTION", "PAK", "SOM")},
    "Turkey said it would retaliate if Greece extended its territorial waters.": {("THREATEN", "TUR", "GRC")},
    "North Korea would respond in kind if Seoul resumed broadcasts.": {("THREATEN", "PRK", "KOR")},
    "Turkey said it would leave the treaty unless Greece stopped drilling.": {("THREATEN", "TUR", "GRC")},
    "Rwanda and Uganda signed a peace agreement in Doha mediated by the United States and Qatar.": {
        ("SUPPORT", "RWA+UGA", ""),
        ("CONSULT", "RWA+UGA+USA+QAT", ""),
    },
    "Cuba received a donation of 600 tons of food from Mexico.": {("AID", "MEX", "CUB")},
    "Taiwan scrambled jets after 19 Chinese aircraft entered its air defence zone.": {("MOBILIZE", "TWN", "CHN")},
    "India and Pakistan accused each other of violating the ceasefire.": {("ACCUSE", "IND+PAK", "")},
    "Serbia and Kosovo recognised one another.": {("SUPPORT", "SRB+KOS", "")},
    "India and Pakistan signed a pact in May, but each has accused the other of violating it.": {
        ("SUPPORT", "IND+PAK", ""),
        ("ACCUSE", "IND+PAK", ""),
    },
    "Angola accused Zambia of an attack. The United Nations called on both sides to resume talks.": {
        ("ACCUSE", "AGO", "ZMB"),
        ("REQUEST", "org:UN", "AGO+ZMB"),
    },
    "Angola accused Zambia of an attack. The African Union, which has been mediating between them, regretted it.": {
        ("ACCUSE", "AGO", "ZMB"),
        ("CONSULT", "org:AU+AGO+ZMB", ""),
    },
    "Angola's president met the president of Zambia. The two leaders agreed that trade should grow.": {
        ("CONSULT", "AGO+ZMB", ""),
        ("AGREE", "AGO+ZMB", ""),
    },
    "Armenia accepted a Russian peace plan, but Azerbaijan rejected it.": {
        ("AGREE", "ARM", "RUS"),
        ("REJECT", "AZE", "RUS"),
    },
    "Britain and France said they would reimpose U.N. sanctions on Iran unless Tehran stopped enriching uranium.": {
        ("THREATEN", "GBR+FRA", "IRN"),
    },
    "Afghan forces fired on several Pakistani posts.": {("ASSAULT", "AFG", "PAK")},
    "The United States, Japan and South Korea held talks. Russia warned the three countries against an alliance.": {
        ("CONSULT", "USA+JPN+KOR", ""),
        ("THREATEN", "RUS", "USA+JPN+KOR"),
    },
    "Somalia expelled the Ethiopian ambassador. It also signed a military pact with Egypt.": {
        ("SANCTION", "SOM", "ETH"),
        ("SUPPORT", "SOM", "EGY"),
    },
    "Ethiopia's ambassador in Cairo was recalled on Sunday.": {("SANCTION", "ETH", "EGY")},
    "Chile said Peru was plotting with Bolivia to topple it.": {("ACCUSE", "CHL", "PER")},
    "Turkey said it would impose sanctions unless Greece withdrew its ambassador.": {("THREATEN", "TUR", "GRC")},
    "Peru accused Chile of trespassing and warned it of consequences.": {
        ("ACCUSE", "PER", "CHL"),
        ("THREATEN", "PER", "CHL"),
    },
    "The presidents of Ghana and Togo are expected to sign a pact.": {("AGREE", "GHA+TGO", "")},
    "Turkey's president called Israel a terror state.": {("ACCUSE", "TUR", "ISR")},
    "NATO decided at the Madrid summit to invite Poland.": {("AGREE", "org:NATO", "POL")},
    "The U.S. talks with Iran failed.": {("REJECT", "USA+IRN", "")},
    "Iran and Saudi Arabia have agreed to reopen their embassies.": {("AGREE", "IRN+SAU", "")},
    "Ethiopia expelled two Kenyan journalists.": {("COERCE", "ETH", "KEN")},
    "Bolivia threatened to seize Spanish-owned mines.": {("THREATEN", "BOL", "ESP")},
    "Guyana and Venezuela agreed not to use force against each other.": {("AGREE", "GUY+VEN", "")},
    "India and China have begun withdrawing troops from two points along their frontier.": {("RETREAT", "IND+CHN", "")},
    "Armenia handed over four border villages to Azerbaijan.": {("RETREAT", "ARM", "AZE")},
    "Iran vowed to hit back at Israel.": {("THREATEN", "IRN", "ISR")},
    "Peru accused Chile of pressing Bolivia. Bolivia warned both countries.": {
        ("ACCUSE", "PER", "CHL"),
        ("REQUEST", "CHL", "BOL"),
        ("THREATEN", "BOL", "PER+CHL"),
    },
    "Armenia denounced what it called Azerbaijani interference.": {("ACCUSE", "ARM", "AZE")},
    "India struck what it said were militant camps in Pakistan.": {("ASSAULT", "IND", "PAK")},
    "The Kenyan foreign minister said the incident was unacceptable and called on Uganda to free the men.": {
        ("REQUEST", "KEN", "UGA"),
    },
    "The Ethiopian prime minister said that the dam posed no threat and invited Egypt to visit it.": {
        ("AGREE", "ETH", "EGY"),
    },
    "Turkey said it was prepared to mediate between Israel and Syria.": {("AGREE", "TUR", "ISR+SYR")},
    "Germany arrested two men. Russia called the arrests a provocation.": {("ACCUSE", "RUS", "DEU")},
    "China seized a Philippine boat. The United States said the incident was unacceptable.": {
        ("COERCE", "CHN", "PHL"),
        ("ACCUSE", "USA", "CHN"),
    },
    "Pakistan proposed an investigation. India has turned down the proposal.": {("REJECT", "IND", "PAK")},
    "Iran accused the United States of piracy. It also warned that it might withdraw from the treaty.": {
        ("ACCUSE", "IRN", "USA"),
        ("THREATEN", "IRN", "USA"),
    },
    "Britain and France told Iran at a meeting in Geneva that they would act.": {("CONSULT", "GBR+FRA+IRN", "")},
    "The European Union is preparing new sanctions against Belarus.": {("THREATEN", "org:EU", "BLR")},
    "The United Arab Emirates offered to arrange a meeting between Pakistani and Indian officials.": {
        ("AGREE", "ARE", "PAK+IND"),
    },
    "Thailand and Cambodia signed a peace accord on Monday. Thailand threatened to suspend the accord on Friday.": {
        ("SUPPORT", "THA+KHM", ""),
        ("THREATEN", "THA", "KHM"),
    },
    "Iran and the United States held talks in Oman.": {("CONSULT", "IRN+USA", "")},
    "Russian trawlers have been banned from Icelandic ports since 2022.": {("SANCTION", "ISL", "RUS")},
    "The Indian government described the attack as a crime by Pakistan.": {("ACCUSE", "IND", "PAK")},
}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return detente.load("en")


@pytest.mark.parametrize("text", READINGS)
def test_a_construction_is_read(coder: Coder, text: str) -> None:
    found = set()
    for event in coder.code(Article(text, date(2026, 6, 1))).events:
        actors, recipients = ("+".join(side(p.actor) for p in told) for told in (event.actors, event.recipients))
        found.add((event.event_type, actors, recipients))
    assert found == READINGS[text]


def test_what_is_due_is_yet_to_come(coder: Coder) -> None:
    text = "Kenyan President William Ruto is due to visit Addis Ababa on Monday."
    (visit,) = coder.code(Article(text, date(2026, 4, 9))).events
    assert (visit.event_type, visit.status) == ("AGREE", "future")
    assert visit.planned is not None and visit.planned.event_mode == "visit"
    assert visit.date is not None and visit.date.start == date(2026, 4, 13)
