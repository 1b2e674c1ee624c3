"""Adds given names of many languages to given_names.tsv of src/detente/data/actors, by which phrases tell a person
from a thing ("Iranian Nasrin Sotoudeh", "Iranian Khodro Diesel").

    pip install faker; python training/actors/given_names.py [--treebank ../shared/data/treebank]

The names are those that two locales of the package Faker (MIT) list, in Latin letters. Left out are words of the other
tables and those that the treebank writes in small letters. Rows with a gender, and of another source, stay as they are.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import pkgutil
import unicodedata
from collections import Counter
from pathlib import Path

import faker.providers.person

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "src" / "detente" / "data" / "actors"
TREEBANK = HERE.parents[2] / "shared" / "data" / "treebank"
SOURCE = "Faker (MIT)"
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)


def folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))


def plain(name: str) -> bool:
    """Whether a name is one word in Latin letters."""
    latin = all("LATIN" in unicodedata.name(letter, "") for letter in name)
    return len(name) > 2 and latin and name.isalpha() and name.istitle()


def listed() -> Counter[str]:
    """In how many locales each name stands."""
    found: Counter[str] = Counter()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        names: set[str] = set()
        for field in ("first_names", "first_names_male", "first_names_female"):
            value = getattr(provider, field, ())
            names.update(() if isinstance(value, property) else value)
        found.update(name for name in names if plain(name))
    return found


def small_words(treebank: Path) -> set[str]:
    """Words that the treebank writes in small letters."""
    found = set()
    for path in treebank.glob("en_*-train.conllu"):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 10 and cells[1].islower():
                found.add(cells[1])
    return found


def other_words() -> set[str]:
    """Single words of the other tables."""
    found: set[str] = set()
    for table, fields in {
        "titles": ("phrase",), "roles": ("noun",), "heads": ("noun",), "things": ("noun",), "domains": ("words",),
        "states": ("name", "names", "adjectives", "demonyms", "capitals"), "places": ("name",),
    }.items():  # fmt: skip
        with (SHIPPED / f"{table}.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                for field in fields:
                    found.update(folded(row[field]).replace("|", " ").split())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--treebank", type=Path, default=TREEBANK)
    given = parser.parse_args()
    path = SHIPPED / "given_names.tsv"
    with path.open(encoding="utf-8") as lines:
        kept = [r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if r["source"] != SOURCE]
    known = {folded(row["name"]) for row in kept} | small_words(given.treebank) | other_words() | _CALENDAR
    added = sorted(name for name, locales in listed().items() if locales > 1 and folded(name) not in known)
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        table.writerow(("name", "gender", "source"))
        table.writerows((row["name"], row["gender"], row["source"]) for row in kept)
        table.writerows((name, "", SOURCE) for name in added)
    print(f"{len(kept)} names with a gender, {len(added)} without")


if __name__ == "__main__":
    main()
