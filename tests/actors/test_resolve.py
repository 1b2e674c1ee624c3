"""`resolve` on phrases: states, offices, persons at a date, organisations, groups, roles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.actors import each, resolve
from detente.records import Actor, Unresolved

PHRASES = [
    # phrase, day, id, country, sector
    ("Japan", None, "JPN", "JPN", None),
    ("Britain", None, "GBR", "GBR", None),
    ("the U.S.", None, "USA", "USA", None),
    ("Beijing", None, "CHN", "CHN", None),
    ("the Kremlin", None, "RUS:GOV:government", "RUS", "GOV"),
    ("West Germany", None, "DEU:west-germany", "DEU", None),
    ("the Soviet Union", None, "RUS:soviet-union", "RUS", None),
    ("Greenland", None, "DNK:greenland", "DNK", None),
    ("Abkhazia", None, "GEO:abkhazia", "GEO", "PRE"),
    ("NATO", None, "org:NATO", "IGO", None),
    ("the European Union", None, "org:EU", "EUR", None),
    ("UN Security Council", None, "org:UN:security-council", "UNO", None),
    ("Greenpeace", None, "org:GREENPEACE", "NGO", "SOC"),
    ("Islamic State", None, "group:ISIS", "IMG", "REB"),
    ("the Houthis", None, "group:HOUTHI", "YEM", "REB"),
    ("Kataib Hezbollah", None, "group:KATAEB_HEZBOLLAH", "IRQ", "PRM"),
    ("Hezbollah", None, "group:HEZBOLLAH", "LBN", "REB"),
    ("Israeli warplanes", None, "ISR:MIL:air-force", "ISR", "MIL"),
    ("U.S. officials", None, "USA:GOV:officials", "USA", "GOV"),
    ("South Korean fishermen", None, "KOR:AGR:fishermen", "KOR", "AGR"),
    ("the Greek foreign ministry", None, "GRC:GOV:foreign-ministry", "GRC", "GOV"),
    ("South Korean President Lee", date(2025, 6, 10), "person:lee-jae-myung", "KOR", "GOV"),
    ("Lee Jae Myung", date(2025, 6, 10), "person:lee-jae-myung", "KOR", "GOV"),
    ("former President Moon", date(2025, 6, 10), "person:moon-jae-in", "KOR", "ELI"),
    ("then Prime Minister Abe", date(2025, 6, 10), "person:shinzo-abe", "JPN", "GOV"),
    ("Prime Minister Shigeru Ishiba", date(2025, 6, 10), "person:shigeru-ishiba", "JPN", "GOV"),
    ("President Reagan", date(1987, 3, 3), "person:ronald-reagan", "USA", "GOV"),
    ("Soviet leader Mikhail Gorbachev", date(1987, 3, 3), "person:mikhail-gorbachev", "RUS", "GOV"),
    ("Mike Pompeo, the US secretary of state", date(2020, 1, 10), "person:mike-pompeo", "USA", "GOV"),
    ("NATO Secretary General", date(2022, 5, 1), "person:jens-stoltenberg", "IGO", None),
    ("Erdoğan", date(2020, 1, 1), "person:recep-tayyip-erdogan", "TUR", "GOV"),
    ("President Erdogan", date(2020, 1, 1), "person:recep-tayyip-erdogan", "TUR", "GOV"),
    ("Reuters", None, "media:reuters", "GBR", "JRN"),
    ("the New York Times", None, "media:new-york-times", "USA", "JRN"),
]


@pytest.mark.parametrize(("phrase", "on", "ident", "country", "sector"), PHRASES, ids=[p[0] for p in PHRASES])
def test_phrases(phrase: str, on: date | None, ident: str, country: str, sector: str | None) -> None:
    actor = resolve(phrase, on)
    assert isinstance(actor, Actor), actor
    assert actor.id.startswith(ident)
    assert (actor.country, actor.sector) == (country, sector)
    assert actor.why


@pytest.mark.parametrize(
    "phrase", ["Georgia", "Korea", "Lee", "the minister", "turkey", "us", "", "Gulf of Mexico", "xyzzy"]
)
def test_unsettled_phrases_say_why(phrase: str) -> None:
    found = resolve(phrase, date(2025, 6, 10))
    assert isinstance(found, Unresolved)
    assert found.reason


def test_context_settles_ambiguity() -> None:
    assert resolve("Georgia", context="troops near Tbilisi").country == "GEO"  # type: ignore[union-attr]
    assert resolve("Congo", context="talks in Kinshasa").country == "COD"  # type: ignore[union-attr]
    place = resolve("Georgia", context="a court in Atlanta")
    assert isinstance(place, Actor)
    assert (place.id, place.country) == ("USA:place:georgia", "USA")


def test_office_by_date() -> None:
    assert resolve("the Japanese prime minister", date(2019, 5, 1)).name == "Shinzo Abe"  # type: ignore[union-attr]
    assert resolve("the Japanese prime minister", date(2025, 6, 1)).name == "Shigeru Ishiba"  # type: ignore[union-attr]
    assert resolve("the Japanese prime minister").name == "Japanese Prime Minister"  # type: ignore[union-attr]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    found = resolve(text, date(2020, 1, 1), text)
    assert isinstance(found, Actor | Unresolved)


def test_a_preposition_inside_a_hyphenated_name_does_not_end_it():
    found = resolve("Moon Jae-in", on=date(2018, 6, 10))
    assert (found.id, found.office) == ("person:moon-jae-in", "President")


def test_what_an_institution_is_in_charge_of_is_no_person():
    found = resolve("United States Department of Transportation", on=date(2019, 10, 25))
    assert (found.id, found.country, found.sector) == ("USA:GOV:department-of-transportation", "USA", "GOV")


def test_some_of_a_people_are_not_their_state() -> None:
    for phrase, sector in {
        "most Americans": "CVL",
        "thousands of Swedes": "CVL",
        "the Americans": "CVL",
        "Syrian opposition fighters": "REB",
        "Chilean military authorities": "MIL",
        "the president of the Iranian government": "GOV",
    }.items():
        found = resolve(phrase)
        assert isinstance(found, Actor), phrase
        assert found.sector == sector, phrase


def test_ministers_of_the_past_are_known_by_the_month() -> None:
    for phrase, day, name in [
        ("the French foreign minister", date(2003, 2, 14), "Dominique de Villepin"),
        ("the Indian foreign minister", date(2010, 7, 15), "S. M. Krishna"),
        ("the Israeli defence minister", date(2006, 7, 20), "Amir Peretz"),
        ("the Brazilian foreign minister", date(2005, 5, 1), "Celso Amorim"),
        ("the foreign minister of Armenia", date(2024, 3, 3), "Ararat Mirzoyan"),
        ("the Omani foreign minister", date(2025, 6, 13), "Badr Albusaidi"),
        ("the Dutch foreign minister", date(2026, 4, 1), "Tom Berendsen"),
        ("the Norwegian defence minister", date(2025, 6, 13), "Tore Sandvik"),
        ("the Vatican foreign minister", date(2025, 6, 13), "Paul Gallagher"),  # not the Secretary of State
        ("the chief of the general staff of the Israeli army", date(2024, 6, 13), "Herzi Halevi"),
    ]:
        found = resolve(phrase, on=day)
        assert isinstance(found, Actor), phrase
        assert found.name == name, found
    change = resolve("the French foreign minister", on=date(2005, 6, 1))  # the month in which one gives way to the next
    assert isinstance(change, Actor)
    assert change.name == "French Foreign Minister"


def test_a_known_full_name_has_no_title_and_no_state_in_it() -> None:
    day = date(2019, 9, 1)
    major, katz = resolve("former Prime Minister John Major", day), resolve("Israel Katz", day)
    assert isinstance(major, Actor) and (major.id, major.sector) == ("person:john-major", "ELI")
    assert isinstance(katz, Actor) and (katz.country, katz.office) == ("ISR", "Foreign Minister")


def test_leaders_are_found_by_their_full_names_without_a_state() -> None:
    for phrase, day, ident in [
        ("President Leonid Kuchma", date(2000, 1, 1), "person:leonid-kuchma"),
        ("President Gloria Arroyo", date(2005, 1, 1), "person:gloria-macapagal-arroyo-phl"),
        ("President Otto Pérez Molina", date(2013, 1, 1), "person:otto-perez-molina"),
        ("President Aliyev", date(2000, 2, 2), "person:heydar-aliyev"),
        ("President Aliyev", date(2005, 2, 2), "person:ilham-aliyev"),
    ]:
        found = resolve(phrase, on=day)
        assert isinstance(found, Actor) and found.id == ident, found


@pytest.mark.parametrize("spelling", ["Zelensky", "Zelenskyy", "Zelenskiy"])
def test_a_family_name_is_found_as_its_aliases_spell_it(spelling: str) -> None:
    found = resolve(f"President {spelling} of Ukraine", on=date(2024, 5, 1))
    assert isinstance(found, Actor) and found.id == "person:volodymyr-zelensky"


def test_pakistans_president_and_prime_minister_are_told_apart() -> None:
    on = date(2009, 5, 6)
    president, premier = resolve("Pakistan's president", on=on), resolve("Pakistan's prime minister", on=on)
    assert isinstance(president, Actor) and president.id == "person:asif-ali-zardari"
    assert isinstance(premier, Actor) and premier.id == "person:yousaf-raza-gilani"


@pytest.mark.parametrize(
    ("phrase", "day", "ident"),
    [
        ("South Africa's president", date(2016, 3, 1), "jacob-zuma"),
        ("Spain's prime minister", date(2019, 3, 1), "pedro-sanchez"),
        ("the Irish prime minister", date(2018, 3, 1), "leo-varadkar"),
        ("the French prime minister", date(2018, 3, 1), "edouard-philippe"),
        ("Kenya's president", date(2015, 3, 1), "uhuru-kenyatta"),
        ("the Emir of Qatar", date(2024, 3, 1), "tamim-bin-hamad"),
        ("Malaysia's prime minister", date(1997, 3, 1), "mahathir-mohamad"),
    ],
)
def test_whoever_leads_a_state_is_one_person(phrase: str, day: date, ident: str) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor) and found.id == f"person:{ident}"


@pytest.mark.parametrize(
    ("phrase", "day", "ident"),
    [
        ("the Taoiseach", date(2018, 5, 1), "person:leo-varadkar"),
        ("the Pope", date(1990, 5, 1), "person:john-paul-ii"),
    ],
)
def test_a_title_that_one_state_has_needs_no_state(phrase: str, day: date, ident: str) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor)
    assert found.id == ident


@pytest.mark.parametrize(
    ("phrase", "day", "ident"),
    [
        ("Nagorno-Karabakh's president", date(2016, 4, 5), "AZE:nagorno-karabakh:PRE:president"),
        ("Greenland's prime minister", date(2022, 1, 1), "DNK:greenland:GOV:prime-minister"),
        ("Quebec's premier", date(1995, 10, 1), "CAN:GOV:quebec-premier"),
        ("the Chechen leader", date(2015, 5, 1), "RUS:GOV:chechen-leader"),
        ("Israeli leaders", date(2015, 5, 1), "ISR:GOV:leader"),
    ],
)
def test_who_leads_a_part_of_a_state_does_not_lead_the_state(phrase: str, day: date, ident: str) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor)
    assert found.id == ident


def test_a_son_is_of_the_state_of_whose_son_he_is() -> None:
    found = resolve("Saddam Hussein's son Uday", on=date(2000, 8, 2))
    assert isinstance(found, Actor)
    assert (found.name, found.country, found.sector) == ("Uday", "IRQ", "ELI")
    prince = resolve("Prince Charles", on=date(1997, 9, 5))
    assert not isinstance(prince, Actor) or prince.country in {None, "GBR"}, "no Pierre Charles of Dominica"


@pytest.mark.parametrize(
    ("phrase", "day", "country", "sector"),
    [
        ("the Taliban", date(2000, 5, 1), "AFG", "GOV"),
        ("the Taliban", date(2009, 5, 1), "AFG", "REB"),
        ("SPLA fighters", date(1997, 5, 1), "SDN", "REB"),
        ("SPLA soldiers", date(2013, 5, 1), "SSD", "MIL"),
        ("Renamo", date(1991, 10, 1), "MOZ", "REB"),
        ("Renamo", date(1999, 10, 1), "MOZ", "PTY"),
    ],
)
def test_a_group_is_what_it_was_on_the_day(phrase: str, day: date, country: str, sector: str) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor)
    assert (found.country, found.sector) == (country, sector)


def test_congo_is_the_one_usually_so_called_on_the_day() -> None:
    assert isinstance(resolve("Congo"), Unresolved)
    found = [resolve("Congo", on=day) for day in (date(1990, 5, 1), date(2008, 5, 1))]
    assert [f.country for f in found if isinstance(f, Actor)] == ["COG", "COD"]
    named = resolve("the Congolese army", on=date(2008, 5, 1), context="in Brazzaville")
    assert isinstance(named, Actor)
    assert named.country == "COG"


def test_what_nobody_is_named_for_still_tells_its_sector() -> None:
    for phrase, sector in (("rebels", "REB"), ("former ministers", "ELI"), ("Iran-backed militants", "REB")):
        found = resolve(phrase, on=date(2015, 5, 1))
        assert isinstance(found, Unresolved)
        assert found.sector == sector
    assert resolve("pro-Syrian politicians") == Unresolved(
        "in favour of Syria; whose they are is not said", ("SYR",), "PTY"
    )


@pytest.mark.parametrize(
    ("phrase", "day", "country", "sector"),
    [
        ("Javier Solana", date(1997, 5, 1), "IGO", None),
        ("Javier Solana", date(2004, 5, 1), "EUR", None),
        ("Alexei Navalny", date(2020, 8, 20), "RUS", "OPP"),
        ("Nelson Mandela", date(1991, 5, 1), "ZAF", "OPP"),
        ("Radovan Karadzic", date(1993, 5, 1), "BIH", "REB"),
        ("Elon Musk", date(2022, 10, 25), "USA", "BUS"),
        ("King Bhumibol Adulyadej", date(1992, 5, 20), "THA", "GOV"),
        ("the Goldman Sachs chief executive", date(2009, 5, 1), "USA", "BUS"),
        ("the Dalai Lama's envoy", date(2008, 5, 1), "CHN", "GOV"),
    ],
)
def test_people_are_what_they_were_on_the_day(phrase: str, day: date, country: str, sector: str | None) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor)
    assert (found.country, found.sector) == (country, sector)


def test_a_senator_of_the_same_name_leaves_a_president_his_surname() -> None:
    found = resolve("Clinton", on=date(1995, 5, 1))
    assert isinstance(found, Actor)
    assert found.id == "person:bill-clinton"


@pytest.mark.parametrize(
    ("phrase", "day", "ident"),
    [
        ("the Hezbollah leader", date(2006, 7, 20), "person:hassan-nasrallah"),
        ("the leader of the PKK", date(1999, 2, 1), "person:abdullah-ocalan"),
        ("a Hezbollah leader", date(2006, 7, 20), "group:HEZBOLLAH:leader"),
        ("Yemen's president", date(2023, 5, 5), "person:rashad-muhammad-al-alimi"),
        ("the Laotian prime minister", date(2022, 5, 5), "person:phankham-viphavan"),
        ("Bhutan's king", date(1999, 5, 5), "person:jigme-singye-wangchuck"),
        ("the Afghan king", date(1955, 5, 5), "person:mohammed-zahir-shah"),
        ("Finland's prime minister", date(2014, 9, 9), "person:alexander-stubb"),
        ("the president of the United Arab Emirates", date(2022, 9, 9), "person:mohammed-bin-zayed"),
        ("the Philippine president", date(2024, 9, 1), "person:ferdinand-marcos-jr"),
        ("the president of El Salvador", date(2025, 9, 1), "person:nayib-bukele"),
        ("the Thai prime minister", date(2026, 1, 1), "person:anutin-charnvirakul"),
        ("the Sultan of Oman", date(2025, 9, 1), "person:haitham-bin-tariq"),
    ],
)
def test_one_person_leads_on_a_day(phrase: str, day: date, ident: str) -> None:
    found = resolve(phrase, on=day)
    assert isinstance(found, Actor)
    assert found.id == ident


@pytest.mark.parametrize(
    ("phrase", "idents"),
    [
        ("Israeli and Palestinian officials", ["ISR:GOV:officials", "PSE:GOV:officials"]),
        ("the presidents of Chad and Niger", ["person:idriss-deby", "person:issoufou-mahamadou"]),
        ("the French president and the German chancellor", ["person:francois-hollande", "person:angela-merkel"]),
        ("India, Pakistan and Bangladesh", ["IND", "PAK", "BGD"]),
        ("Trinidad and Tobago police", ["TTO:COP:police"]),
        ("Turkish police and soldiers", ["TUR:COP:police"]),
    ],
)
def test_everybody_who_is_named_side_by_side(phrase: str, idents: list[str]) -> None:
    found = each(phrase, on=date(2014, 5, 5))
    assert [a.id for a in found if isinstance(a, Actor)] == idents


@given(st.text(max_size=60))
def test_each_begins_with_somebody_or_a_reason(text: str) -> None:
    assert all(isinstance(found, Actor) or found.reason for found in each(text, on=date(2014, 5, 5)))
