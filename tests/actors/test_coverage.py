"""Every state and territory of ISO 3166-1 has a code, and what PLOVER wants of the special cases."""

from __future__ import annotations

from datetime import date

from detente.actors import resolve
from detente.actors.registry import load
from detente.records import Actor

# Alpha-3 codes and English short names as news write them (ISO 3166-1, 2024). A dependency gives its parent's code.
STATES = """
AFG Afghanistan|ALB Albania|DZA Algeria|AND Andorra|AGO Angola|ATG Antigua and Barbuda|ARG Argentina|ARM Armenia|AUS Australia
AUT Austria|AZE Azerbaijan|BHS Bahamas|BHR Bahrain|BGD Bangladesh|BRB Barbados|BLR Belarus|BEL Belgium|BLZ Belize|BEN Benin
BTN Bhutan|BOL Bolivia|BIH Bosnia and Herzegovina|BWA Botswana|BRA Brazil|BRN Brunei Darussalam|BGR Bulgaria|BFA Burkina Faso
BDI Burundi|CPV Cabo Verde|KHM Cambodia|CMR Cameroon|CAN Canada|CAF Central African Republic|TCD Chad|CHL Chile|CHN China
COL Colombia|COM Comoros|COG Republic of the Congo|COD Democratic Republic of the Congo|CRI Costa Rica|CIV Côte d'Ivoire
HRV Croatia|CUB Cuba|CYP Cyprus|CZE Czechia|DNK Denmark|DJI Djibouti|DMA Dominica|DOM Dominican Republic|ECU Ecuador|EGY Egypt
SLV El Salvador|GNQ Equatorial Guinea|ERI Eritrea|EST Estonia|SWZ Eswatini|ETH Ethiopia|FJI Fiji|FIN Finland|FRA France
GAB Gabon|GMB Gambia|DEU Germany|GHA Ghana|GRC Greece|GRD Grenada|GTM Guatemala|GIN Guinea|GNB Guinea-Bissau|GUY Guyana
HTI Haiti|VAT Holy See|HND Honduras|HKG Hong Kong|HUN Hungary|ISL Iceland|IND India|IDN Indonesia|IRN Iran|IRQ Iraq
IRL Ireland|ISR Israel|ITA Italy|JAM Jamaica|JPN Japan|JOR Jordan|KAZ Kazakhstan|KEN Kenya|KIR Kiribati|PRK North Korea
KOR South Korea|KWT Kuwait|KGZ Kyrgyzstan|LAO Laos|LVA Latvia|LBN Lebanon|LSO Lesotho|LBR Liberia|LBY Libya|LIE Liechtenstein
LTU Lithuania|LUX Luxembourg|MDG Madagascar|MWI Malawi|MYS Malaysia|MDV Maldives|MLI Mali|MLT Malta|MHL Marshall Islands
MRT Mauritania|MUS Mauritius|MEX Mexico|FSM Micronesia|MDA Moldova|MCO Monaco|MNG Mongolia|MNE Montenegro|MAR Morocco
MOZ Mozambique|MMR Myanmar|NAM Namibia|NRU Nauru|NPL Nepal|NLD Netherlands|NZL New Zealand|NIC Nicaragua|NER Niger
NGA Nigeria|MKD North Macedonia|NOR Norway|OMN Oman|PAK Pakistan|PLW Palau|PSE Palestine|PAN Panama|PNG Papua New Guinea
PRY Paraguay|PER Peru|PHL Philippines|POL Poland|PRT Portugal|QAT Qatar|ROU Romania|RUS Russian Federation|RWA Rwanda
KNA Saint Kitts and Nevis|LCA Saint Lucia|VCT Saint Vincent and the Grenadines|WSM Samoa|SMR San Marino
STP Sao Tome and Principe|SAU Saudi Arabia|SEN Senegal|SRB Serbia|SYC Seychelles|SLE Sierra Leone|SGP Singapore|SVK Slovakia
SVN Slovenia|SLB Solomon Islands|SOM Somalia|ZAF South Africa|SSD South Sudan|ESP Spain|LKA Sri Lanka|SDN Sudan|SUR Suriname
SWE Sweden|CHE Switzerland|SYR Syria|TWN Taiwan|TJK Tajikistan|TZA Tanzania|THA Thailand|TLS Timor-Leste|TGO Togo|TON Tonga
TTO Trinidad and Tobago|TUN Tunisia|TUR Türkiye|TKM Turkmenistan|TUV Tuvalu|UGA Uganda|UKR Ukraine|ARE United Arab Emirates
GBR United Kingdom|USA United States of America|URY Uruguay|UZB Uzbekistan|VUT Vanuatu|VEN Venezuela|VNM Viet Nam|YEM Yemen
ZMB Zambia|ZWE Zimbabwe|KOS Kosovo|COK Cook Islands|NIU Niue
FIN Åland Islands|USA American Samoa|GBR Anguilla|NLD Aruba|GBR Bermuda|NLD Bonaire, Sint Eustatius and Saba|NOR Bouvet Island
GBR British Indian Ocean Territory|GBR Cayman Islands|AUS Christmas Island|AUS Cocos Islands|NLD Curaçao|GBR Falkland Islands
DNK Faroe Islands|FRA French Guiana|FRA French Polynesia|FRA French Southern Territories|GBR Gibraltar|DNK Greenland
FRA Guadeloupe|USA Guam|GBR Guernsey|AUS Heard Island and McDonald Islands|GBR Isle of Man|GBR Jersey|CHN Macao
FRA Martinique|FRA Mayotte|GBR Montserrat|FRA New Caledonia|AUS Norfolk Island|USA Northern Mariana Islands|GBR Pitcairn
USA Puerto Rico|FRA Réunion|FRA Saint Barthélemy|GBR Saint Helena|FRA Saint Pierre and Miquelon|NLD Sint Maarten
GBR South Georgia and the South Sandwich Islands|NOR Svalbard and Jan Mayen|NZL Tokelau|GBR Turks and Caicos Islands
USA United States Virgin Islands|GBR British Virgin Islands|FRA Wallis and Futuna|MAR Western Sahara|ATA Antarctica
"""  # noqa: E501
ITEMS = [item.split(" ", 1) for line in STATES.strip().splitlines() for item in line.split("|")]
PAIRS = [(code, name) for code, name in ITEMS]


def wrong(pairs: list[tuple[str, str]]) -> list[str]:
    """Names whose country is not the code."""
    return [name for code, name in pairs if getattr(resolve(name), "country", None) != code]


def test_every_state_and_territory() -> None:
    assert wrong(PAIRS) == []


def test_states_of_iso_are_all_in_the_table() -> None:
    states = {body.code for body in load().bodies.values() if body.kind == "state"}
    listed = {code for code, _ in PAIRS}
    assert states - listed == {"GEO"}  # its name is also that of a US state; see test_resolve.py


def test_adjectives_name_their_state() -> None:
    """An adjective with "government" gives the state, except where two states share it."""
    for body in load().bodies.values():
        if body.kind == "state" and body.adjective and body.id not in {"COD", "COG", "DMA", "DOM", "PRK", "KOR"}:
            found = resolve(f"the {body.adjective} government")
            assert isinstance(found, Actor), body.adjective
            assert (found.country, found.sector) == (body.code, "GOV"), body.adjective


def test_partially_recognised_places() -> None:
    places = {
        "South Ossetia": "GEO",
        "Abkhazia": "GEO",
        "Luhansk People's Republic": "UKR",
        "Donetsk People's Republic": "UKR",
        "Nagorno-Karabakh": "AZE",
        "Northern Cyprus": "CYP",
        "Transnistria": "MDA",
        "Somaliland": "SOM",
        "Western Sahara": "MAR",
    }
    for name, code in places.items():
        found = resolve(name)
        assert isinstance(found, Actor)
        assert (found.country, found.sector) == (code, "PRE")


def test_former_states_and_names() -> None:
    names = (
        "RUS the Soviet Union|RUS USSR|DEU West Germany|DEU Bonn|DDR East Germany|YUG Yugoslavia|"
        "CSK Czechoslovakia|VNM North Vietnam|"
        "RVN South Vietnam|COD Zaire|MMR Burma|YMD South Yemen|IRN Persia|LKA Ceylon|BFA Upper Volta|"
        "ZWE Rhodesia|THA Siam"
    )
    assert wrong([(item[:3], item[4:]) for item in names.split("|")]) == []


def test_capitals_stand_for_their_states() -> None:
    names = (
        "JPN Tokyo|USA Washington|CHN Peking|IRN Tehran|IND New Delhi|GBR Downing Street|USA the White House|"
        "FRA Quai d'Orsay|"
        "KOR the Blue House|RUS the Kremlin|USA Foggy Bottom|USA the Pentagon"
    )
    assert wrong([(item[:3], item[4:]) for item in names.split("|")]) == []


def test_every_row_names_its_source() -> None:
    registry = load()
    assert all(body.source for body in registry.bodies.values())
    assert all(person.source for person in registry.persons.values())
    assert all(tenure.source for rows in registry.tenures.values() for tenure in rows)


def test_recollection_never_overrides_a_sourced_tenure() -> None:
    """A row of REIGN tells how long somebody led: one from recollection that is known by the month may outlast it."""
    for rows in load().tenures.values():
        sourced = [t for t in rows if t.source != "recollection"]
        for tenure in rows:
            if tenure.source == "recollection" and tenure.start:
                same = [
                    t
                    for t in sourced
                    if t.office == tenure.office
                    and t.start
                    and (t.end is None or t.end >= tenure.start)
                    and not (tenure.grain != "year" and "REIGN" in t.source)
                ]
                assert not any(t.start <= tenure.start for t in same if t.start), tenure


def test_heads_of_state_who_do_not_lead_the_government() -> None:
    asked = {
        ("the German president", date(1990, 2, 1)): "Richard von Weizsäcker",
        ("the Italian president", date(1980, 2, 1)): "Sandro Pertini",
        ("the Finnish president", date(2005, 2, 1)): "Tarja Halonen",
        ("the Finnish prime minister", date(2005, 2, 1)): "Matti Vanhanen",
        ("the Polish president", date(2000, 2, 1)): "Aleksander Kwaśniewski",
        ("the Spanish king", date(2000, 2, 1)): "Juan Carlos I",
        ("the Dutch queen", date(2000, 2, 1)): "Beatrix of the Netherlands",
        ("the Kuwaiti emir", date(2021, 2, 1)): "Nawaf al-Ahmad al-Jabir al-Sabah",
        ("the Kuwaiti emir", date(2024, 2, 1)): "Mishal al-Ahmad al-Sabah",
    }
    found = {(phrase, day): getattr(resolve(phrase, on=day), "name", None) for phrase, day in asked}
    assert found == asked
