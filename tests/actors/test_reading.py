"""How phrases outside articles are read: the head noun, the words that give it a sector, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.actors import registry, resolve
from detente.records import Actor, Unresolved

CASES = {
    "the head noun says the sector": [
        ("Bolivian coca growers", "BOL", "AGR"),
        ("Kenyan long-distance runners", "KEN", "CVL"),
        ("Portuguese nurses", "PRT", "MED"),
        ("a Danish cartoonist", "DNK", "JRN"),
        ("South African miners", "ZAF", "LAB"),
    ],
    "general heads take it from the words before them": [
        ("the Nigerian oil workers union", "NGA", "LAB"),
        ("the Los Angeles Police Department", "USA", "COP"),
        ("Jordanian intelligence officials", "JOR", "SPY"),
        ("the U.S. court system", "USA", "JUD"),
        ("the Ukrainian far right", "UKR", "PTY"),
        ("Ukrainian grain exporters", "UKR", "BUS"),
        ("the exiled Saudi millionaire", "SAU", "ELI"),
        ("a Hillary Clinton White House", "USA", "GOV"),
        ("Yemeni tribal leaders", "YEM", "CVL"),
        ("Iranian Chess Federation president", "IRN", "SOC"),
        ("the Estonian National Hurricane Centre", "EST", "GOV"),
    ],
    "whom somebody serves says more than the noun": [
        ("Chilean Navy divers", "CHL", "MIL"),
        ("Dutch police doctors", "NLD", "COP"),
        ("the White House pollster", "USA", "GOV"),
        ("the bank's Portuguese headquarters", "PRT", "BUS"),
        ("its Danish unit", "DNK", "BUS"),
        ("Belgium's Umicore Group", "BEL", "BUS"),
        ("chief executive of a Swedish bank", "SWE", "BUS"),
        ("the chief of staff of the Peruvian army", "PER", "MIL"),
    ],
    "who is against something is not of it": [
        ("a Dutch anti-immigrant party", "NLD", "PTY"),
        ("an Austrian anti-refugee group", "AUT", "SOC"),
        ("the Kenyan anti-drug agency", "KEN", "COP"),
        ("a Venezuelan anti-government group", "VEN", "OPP"),
    ],
    "the first of several states is answered for": [
        ("American, British and Egyptian forces", "USA", "MIL"),
        ("Chinese and Iranian intelligence", "CHN", "SPY"),
    ],
    "firms and bodies by the last word of their names, or the first": [
        ("British Steel", "GBR", "BUS"),
        ("Norwegian Aviation Insurance", "NOR", "BUS"),
        ("the Observatoire de Lyon", "FRA", "EDU"),
        ("Peru's Banco Agrario", "PER", "BUS"),
    ],
    "an adjective behind the article is the people": [
        ("the French", "FRA", "CVL"),
        ("the Swiss", "CHE", "CVL"),
        ("Hispanic-Americans", "USA", "CVL"),
    ],
    "who comes from two states is a citizen of the last": [
        ("a Syrian-American doctor", "USA", "MED"),
        ("the Afro-Colombian journalist", "COL", "JRN"),
    ],
    "or from what they belong to": [
        ("the head of Afghanistan's spy agency", "AFG", "SPY"),
        ("chief of the Pakistani army", "PAK", "MIL"),
        ("some members of the Dutch parliament", "NLD", "LEG"),
        ("a spokesman for the national teachers union of Peru", "PER", "LAB"),
    ],
    "associations are called after their members": [
        ("Disabled Canadian Veterans", "CAN", "SOC"),
        ("Ex-Muslims of Germany", "DEU", "SOC"),
    ],
    "what is beside a state is not always its": [
        ("a senior official at the Ministry of Defence in Manila", "PHL", "GOV"),
        ("Russia's ambassador to Turkey", "RUS", "GOV"),
        ("French troops in Mali", "FRA", "MIL"),
        ("Vietnam Veterans of America", "USA", "SOC"),
        ("the Polish Catholic Church", "POL", "REL"),
    ],
    "ties and places": [
        ("a Zurich-based drugmaker", "CHE", "BUS"),
        ("the US-led coalition", "USA", "MIL"),
        ("US backed rebels in Syria", "SYR", "REB"),
        ("Turkish-backed Syrian fighters", "SYR", "REB"),
        ("the Egyptian affiliate of the Islamic State", "EGY", "REB"),
        ("pro-Russian activists in Estonia", "EST", "SOC"),
        ("an Indian-born mother", "IND", "CVL"),
        ("Mumbai police", "IND", "COP"),
        ("Texas lawmakers", "USA", "LEG"),
        ("the University of Tehran", "IRN", "EDU"),
    ],
    "people and peoples": [
        ("every Canadian", "CAN", "CVL"),
        ("millions of Iranians", "IRN", "CVL"),
        ("Indigenous Australians", "AUS", "CVL"),
        ("Kosovo Serbs", "KOS", "CVL"),
        ("Syrian Kurds", "SYR", "CVL"),
        ("Kurdish civilians in Turkey", "TUR", "CVL"),
        ("ethnic Albanians in Macedonia", "MKD", "CVL"),
        ("Tibetans", "CHN", "CVL"),
        ("internally displaced Sudanese", "SDN", "REF"),
    ],
    "those around a leader": [
        ("an aide to Vladimir Putin", "RUS", "GOV"),
        ("the Obama administration", "USA", "GOV"),
        ("the Malaysian prime minister's wife", "MYS", "ELI"),
        ("the son of Indian immigrants", "IND", "CVL"),
    ],
    "firms by the end of their names": [
        ("Canada's Nimbus Freight Inc.", "CAN", "BUS"),
        ("Larsen & Holt Co. of Norway", "NOR", "BUS"),
        ("Orrick's British unit", "GBR", "BUS"),
    ],
    "numbers and counting nouns": [
        ("around 77,000 Nigerians", "NGA", "CVL"),
        ("two Chinese", "CHN", "CVL"),
        ("thirty-nine percent of all Swedes", "SWE", "CVL"),
        ("a relative handful of Japanese companies", "JPN", "BUS"),
        ("every decent Canadian", "CAN", "CVL"),
    ],
    "names with small words inside": [
        ("the U.S. Immigration and Naturalization Service", "USA", "GOV"),
        ("Bangladeshi Road Transport and Bridges Minister", "BGD", "GOV"),
    ],
    "parties and institutions that several states have": [
        ("the National Democratic Party of Germany", "DEU", "PTY"),
        ("the Supreme Court of Kenya", "KEN", "JUD"),
    ],
    "nouns with participles behind them": [
        ("soldiers wounded in Afghanistan", "AFG", "MIL"),
        ("forces loyal to Haftar in Libya", "LBY", "MIL"),
        ("women wearing veils in Iran", "IRN", "CVL"),
    ],
    "ships and aircraft": [
        ("a Georgian cargo plane", "GEO", "BUS"),
        ("a Chinese navy ship", "CHN", "MIL"),
        ("Vietnamese fishing boats", "VNM", "AGR"),
    ],
    "staff of a seat of government": [
        ("the White House advance team", "USA", "GOV"),
        ("the Kremlin doctor", "RUS", "GOV"),
    ],
    "believers and partisans": [
        ("German conservatives", "DEU", "PTY"),
        ("Northern Irish Protestants", "GBR", "REL"),
    ],
    "places behind what they are called": [("the breakaway province of South Ossetia", "GEO", "PRE")],
    "two nationalities": [("a Korean-Canadian family", "CAN", "CVL")],
    "languages": [("the Russian-speaking population of Latvia", "LVA", "CVL")],
    "a state's people in an organisation, and those sent to another": [
        ("the U.S. UN ambassador", "USA", "GOV"),
        ("Italian EU lawmakers", "ITA", "LEG"),
        ("Russia's ambassador to Turkey", "RUS", "GOV"),
        ("an adviser to the Iraqi prime minister", "IRQ", "GOV"),
    ],
    "groups and firms behind what they are called": [
        ("Somalia's Islamist group al Shabaab", "SOM", "REB"),
        ("the Taliban gunmen", "AFG", "REB"),
        ("Orlopan, Belarus's state oil company", "BLR", "BUS"),
    ],
    "peoples without a state": [("Syrian Kurdish fighters", "SYR", "REB")],
}


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [case for cases in CASES.values() for case in cases],
    ids=[case[0] for cases in CASES.values() for case in cases],
)
def test_classes_of_phrases(phrase: str, country: str, sector: str) -> None:
    found = resolve(phrase, on=date(2015, 3, 1))
    assert isinstance(found, Actor), found
    assert (found.country, found.sector) == (country, sector), found


def test_those_whom_a_state_only_backs_are_not_the_states() -> None:
    found = resolve("Iran-backed militia")
    assert isinstance(found, Unresolved)
    assert "backed by Iran" in found.reason
    assert found.candidates == ("IRN",)


def test_a_deputy_is_not_the_head() -> None:
    found = resolve("the deputy governor of Kandahar")
    assert isinstance(found, Actor)
    assert (found.sector, found.office) == ("GOV", "deputy governor")


def test_unknown_things_of_a_state_stay_unknown() -> None:
    found = resolve("Turkish delight")
    assert isinstance(found, Unresolved)
    assert "delight" in found.reason


@pytest.mark.parametrize(
    "phrase",
    [
        "US law",
        "Russia's recession",
        "the future of NATO",
        "the U.S. Embassy bombings",
        "North Korea's fifth missile test",
        "a Yemeni school bus",
        "the Greek government's plans",
        "Australian aid",
    ],
)
def test_what_a_state_has_or_does_is_not_the_state(phrase: str) -> None:
    found = resolve(phrase)
    assert isinstance(found, Unresolved), found
    assert phrase.split()[-1] in found.reason or "future" in found.reason


@pytest.mark.parametrize(
    "phrase", ["the Cuban Interests Section", "London's Hyde Park", "Unicorp Canada", "Jamaica Estates"]
)
def test_names_of_things_are_no_persons(phrase: str) -> None:
    assert isinstance(resolve(phrase), Unresolved)


def test_an_office_that_anybody_may_hold_is_not_its_holder() -> None:
    day = date(2016, 6, 1)
    for phrase in ("America's first female president", "a president of the United States", "the next U.S. president"):
        found = resolve(phrase, on=day)
        assert isinstance(found, Actor)
        assert found.id == "USA:GOV:president"
    assert isinstance(resolve("American Bridge President", on=day), Unresolved)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("the ambassador to Turkey", "whose ambassador"),
        ("soldiers near Libya", "no state"),
        ("Tunisia-inspired protesters", "inspired by Tunisia"),
        ("a White House memo", "memo"),
        ("U.S. allies", "ally of United States"),
        ("Havana's Karl Marx Theater", "Theater"),
    ],
)
def test_a_state_that_is_only_spoken_of_owns_nobody(phrase: str, reason: str) -> None:
    found = resolve(phrase)
    assert isinstance(found, Unresolved), found
    assert reason in found.reason


@pytest.mark.parametrize(
    "phrase",
    [
        "the U.S. presidential election",
        "the Bolivian voting system",
        "disagreements with Russia",
        "the crisis in Yemen",
        "a source of Canadian emissions",
        "the state of the Greek economy",
        "a Norwegian peace conference",
        "Jakarta Bay",
        "Canada's Cape Breton",
        "the U.S.-Africa Leaders Summit",
        "the Turkish and Russian plans",
        "the former Soviet republics",
        "the president of Sisters of Mercy America",
        "Ms. Monaco",
    ],
)
def test_what_is_no_actor_is_nobody(phrase: str) -> None:
    found = resolve(phrase, on=date(2025, 6, 10))
    assert isinstance(found, Unresolved), found


def test_a_name_that_is_a_noun_too_is_a_name_behind_a_title() -> None:
    for phrase, name, sector in [
        ("U.S. District Judge Victor Marrero", "Victor Marrero", "JUD"),
        ("French financier Sir James Goldsmith", "James Goldsmith", "BUS"),
    ]:
        found = resolve(phrase)
        assert isinstance(found, Actor), phrase
        assert (found.name, found.sector) == (name, sector)


def test_without_a_day_a_person_has_the_sector_that_all_offices_share() -> None:
    minister, both = resolve("Janos Martonyi of Hungary"), resolve("Evo Morales")  # president, then in opposition
    assert isinstance(minister, Actor) and (minister.sector, minister.office) == ("GOV", None)
    assert isinstance(both, Actor) and (both.sector, both.office) == (None, None)


def test_a_name_behind_the_office_and_its_title_is_the_persons() -> None:
    found = resolve("Pakistan's military ruler, Gen. Pervez Musharraf", on=date(2004, 5, 1))
    assert isinstance(found, Actor)
    assert found.id == "person:pervez-musharraf"


@pytest.mark.parametrize("phrase", ["German corner", "Chinese computer", "a Turkish dinner", "Polish checklist"])
def test_an_ending_that_things_have_too_makes_nobody(phrase: str) -> None:
    assert isinstance(resolve(phrase), Unresolved)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_role_nouns_keep_their_sector_beside_any_state(data: st.DataObject) -> None:
    known = registry.load()
    state = data.draw(st.sampled_from([b for b in known.bodies.values() if b.kind == "state" and b.adjective]))
    noun, sector = data.draw(st.sampled_from([("farmers", "AGR"), ("police", "COP"), ("journalists", "JRN")]))
    found = resolve(f"{state.adjective} {noun}", context=state.name)
    if isinstance(found, Unresolved):
        assert "several" in found.reason
    else:
        assert (found.country, found.sector) == (state.code, sector)
