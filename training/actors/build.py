"""Builds persons.tsv and tenures.tsv of src/detente/data/actors from the tables of facts.

    python training/actors/build.py [--data ../shared/data/actors] [--to FOLDER --leave-out 500 --seed 1]

Order of trust: CIA World Factbook (days), REIGN (months), recollection (years or months, kept only where no sourced
row covers the same person and office). Phoenix gives full names to family names of REIGN. Every row names its source.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path

import factbook
import phoenix
import recollected
import reign
from model import Person, Tenure, fold, slug

from detente.actors.romanisation import skeleton

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "src" / "detente" / "data" / "actors"
# What the de facto leader of REIGN was called where it is not the first office of states.tsv: (state, first year,
# last year) -> office.
LEADER_OFFICE = {
    ("IRN", 1945, 1953): "Prime Minister",
    ("IRN", 1954, 1979): "Shah",
    ("IRN", 1980, 2100): "Supreme Leader",
    ("AFG", 1945, 1963): "Prime Minister",
    ("AFG", 1963, 1973): "King",
    ("BTN", 1998, 2100): "Prime Minister",
    ("EGY", 1945, 1952): "King",
    ("IRQ", 1945, 1958): "King",
    ("IRQ", 1958, 2003): "President",
    ("LBY", 1951, 1969): "King",
    ("LBY", 1969, 2011): "Leader",
    ("CUB", 1959, 1976): "Prime Minister",
    ("BGD", 1975, 1990): "President",
    ("PAK", 1958, 1971): "President",
    ("PAK", 1977, 1985): "President",
    ("PAK", 1999, 2008): "President",
    ("ETH", 1945, 1974): "Emperor",
    ("ETH", 1974, 1991): "Chairman",
    ("GRC", 1967, 1974): "leader",
    ("PRT", 1974, 1976): "President",
    ("ESP", 1945, 1975): "leader",
    ("POL", 1945, 1989): "First Secretary",
    ("HUN", 1947, 1989): "General Secretary",
    ("BGR", 1946, 1989): "General Secretary",
    ("ROU", 1947, 1965): "General Secretary",
    ("CSK", 1948, 1989): "General Secretary",
    ("RUS", 1945, 1991): "General Secretary",
    ("YUG", 1945, 1953): "Prime Minister",
    ("CHN", 1949, 1976): "Chairman",
    ("CHN", 1977, 1996): "Paramount Leader",
    ("CHN", 1945, 1949): "President",
    ("MMR", 1948, 1962): "Prime Minister",
    ("MMR", 1962, 2011): "leader",
    ("TUR", 1945, 2014): "Prime Minister",
    ("BRA", 1945, 2100): "President",
    ("ZWE", 1965, 1987): "Prime Minister",
    ("ZAF", 1945, 1984): "Prime Minister",
    ("KEN", 1963, 1964): "Prime Minister",
    ("LKA", 1945, 1978): "Prime Minister",
    ("FRA", 1945, 1958): "Prime Minister",
    ("THA", 1945, 2100): "Prime Minister",
    ("IND", 1945, 2100): "Prime Minister",
    ("NPL", 1951, 2006): "Prime Minister",
    ("SDN", 1954, 1958): "Prime Minister",
    ("SOM", 1960, 1969): "President",
    ("SUR", 1975, 1988): "leader",
    ("GRD", 1979, 1983): "Prime Minister",
    ("CHE", 1945, 2100): "President",
    ("LSO", 1966, 2100): "Prime Minister",
    ("KHM", 1953, 1970): "Prince",
    ("KHM", 1970, 1975): "President",
    ("VNM", 1954, 1969): "President",
    ("GEO", 2013, 2100): "Prime Minister",
    ("ARM", 1991, 2018): "President",
    ("KGZ", 1991, 2100): "President",
    ("GRC", 1974, 2100): "Prime Minister",
    ("PRK", 1948, 2100): "Supreme Leader",
    ("MDA", 2000, 2100): "Prime Minister",
    ("CZE", 1993, 2100): "Prime Minister",
    ("FJI", 2006, 2100): "Prime Minister",
    ("DDR", 1949, 1989): "General Secretary",
    ("LTU", 1990, 2100): "President",
    ("KOR", 1960, 1961): "Prime Minister",
}


def state_tables() -> tuple[dict[str, str], dict[str, str]]:
    """Names of states to codes, and the first office of each."""
    names, first = {}, {}
    for table in ("states", "former"):
        with (SHIPPED / f"{table}.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                first.setdefault(row["code"], row["offices"].split("|")[0])
                for name in [row["name"], *row["names"].split("|")]:
                    names.setdefault(name, row["code"])
    names |= {"ae": "ARE", "cf": "COG", "ct": "CAF", "dr": "DOM", "fm": "FSM"}
    return names, first


def leader_office(tenure: Tenure, first: dict[str, str]) -> str:
    year = tenure.start.year if tenure.start else 0
    for (code, low, high), office in LEADER_OFFICE.items():
        if code == tenure.code and low <= year < high:
            return office
    return first.get(tenure.code, "leader")


def chain(tenures: list[Tenure]) -> None:
    """Ends known by month become days where the next leader of the state starts in that month or the next."""
    by_code: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        by_code[tenure.code].append(tenure)
    for rows in by_code.values():
        rows.sort(key=lambda t: t.start or date.min)
        for this, following in itertools.pairwise(rows):
            if (
                this.end
                and following.start
                and abs((following.start - this.end).days) <= 31
                and following.start > (this.start or date.min)
            ):
                this.end = following.start - timedelta(days=1)


def overlaps(a: Tenure, b: Tenure, slack: int = 370) -> bool:
    low = max(a.start or date.min, b.start or date.min)
    high = min(a.end or date.max, b.end or date.max)
    return (low - high).days <= slack


def agree(mine: list[str], theirs: list[str]) -> bool:
    """One name is part of the other in the order of its words, or of the same words in any order, or first given name
    and family name are the same."""
    if within(mine, theirs) or within(theirs, mine) or sorted(mine) == sorted(theirs):
        return True
    return mine[0] == theirs[0] and mine[-1] == theirs[-1]


def within(short: list[str], long: list[str]) -> bool:
    """Whether all words of a name stand in the other in their order: "Sabah al-Ahmad" not in "Nawaf al-Sabah"."""
    rest = iter(long)
    return all(word in rest for word in short)


def same_person(tenure: Tenure, person: Person) -> bool:
    """Family names agree, given names do not contradict each other, and the careers are less than 30 years apart."""
    family = fold(tenure.family).split()
    names = [fold(n).split() for n in {person.name, *person.aliases}]
    if not any(set(family) <= set(n) for n in names) and not set(fold(person.family).split()) <= set(
        fold(tenure.name).split()
    ):
        return False
    if not tenure.given or person.name == person.family:
        leading = [t for t in person.tenures if t.office not in {"Foreign Minister", "Finance Minister"}]
        return any(
            overlaps(tenure, other, 30) and abs((other.start or date.min).year - (tenure.start or date.min).year) <= 2
            for other in leading
        )
    if not any(agree(fold(tenure.name).split(), n) for n in names):
        return False
    years = [other.start.year for other in person.tenures if other.start]
    return not years or tenure.start is None or min(abs(tenure.start.year - y) for y in years) <= 30


def add(persons: dict[str, list[Person]], tenure: Tenure) -> Person:
    """The person that the tenure belongs to, new where nobody fits."""
    fits = [p for p in persons[tenure.code] if same_person(tenure, p)]
    if fits:
        person = max(
            fits, key=lambda p: (any(overlaps(tenure, t, -30) for t in p.tenures), fold(p.name) == fold(tenure.name))
        )
        if person.name == person.family and tenure.given:
            person.aliases.add(person.name)
            person.name, person.family = tenure.name, tenure.family
        elif tenure.given and fold(tenure.name) != fold(person.name):
            person.aliases.add(tenure.name)
    else:
        person = Person("", tenure.code, tenure.name, tenure.family)
        persons[tenure.code].append(person)
    person.aliases |= set(tenure.aliases)
    person.tenures.append(tenure)
    return person


def remember(group: list[Person], tenure: Tenure) -> None:
    """Files a recollected tenure; of two rows for one office in one time the finer one stays."""
    spelled = {fold(name) for name in (tenure.name, *tenure.aliases)}
    known = [p for p in group if spelled & {fold(n) for n in (p.name, *p.aliases)}]
    person = known[0] if known else Person("", tenure.code, tenure.name, tenure.family)
    if not known:
        group.append(person)
    person.aliases |= {tenure.name, *tenure.aliases} - {person.name}
    same = [t for t in person.tenures if t.office == tenure.office and overlaps(t, tenure, 0)]
    if same and (tenure.grain == "year" or any(t.grain == "day" for t in same)):
        return
    person.tenures = [t for t in person.tenures if t not in same]
    person.tenures.append(tenure)


def complete(tenure: Tenure, entries: dict[str, list[phoenix.Entry]]) -> None:
    """Gives a family name of REIGN the full name of the one Phoenix entry that fits in country, time and family
    name."""
    if tenure.given:
        return
    wanted = fold(tenure.family).split()
    found = set()
    for entry in entries.get(tenure.code, []):
        words = fold(entry.name).split()
        if len(words) > len(wanted) and (
            words[-len(wanted) :] == wanted or (tenure.family_first and words[: len(wanted)] == wanted)
        ):
            for _, start, end in entry.periods:
                if (start and tenure.start and abs((start - tenure.start).days) < 120) or (
                    end and tenure.end and abs((end - tenure.end).days) < 60
                ):
                    found.add(entry.name)
    if len(found) == 1:
        name = found.pop()
        words = name.split()
        n = len(wanted)
        tenure.given = " ".join(words[n:] if tenure.family_first and fold(words[0]) == wanted[0] else words[:-n])
        tenure.source += "; full name Phoenix 2014"


def in_factbook(tenure: Tenure, other: Tenure) -> bool:
    """The Factbook already has this leader at the head of the state from about the same day."""
    return (
        "Factbook" in other.source
        and other.office not in {"Vice President", "Deputy Prime Minister"}
        and overlaps(tenure, other, -30)
        and bool(tenure.start and other.start and (other.start - tenure.start).days <= 60)
    )


def settle_office(tenure: Tenure, person: Person, first: dict[str, str]) -> None:
    """REIGN does not say the office: recollection does for that start, else the usual office of the state's leader."""
    if tenure.start is None:
        tenure.office = leader_office(tenure, first)
        return
    year = tenure.start.year
    near = [
        t
        for t in person.tenures
        if t.source == recollected.SOURCE
        and t.start
        and (abs(t.start.year - year) <= 1 or (t.grain == "month" and t.start <= tenure.start <= (t.end or date.max)))
        and not SERVANT.search(t.office)
    ]
    if near:
        other = min(near, key=lambda t: abs((t.start or date.min).year - year))
        tenure.office = other.office
        tenure.source += "; office recollection"
        if other.end and (tenure.end is None or (tenure.end - other.end).days > 400):
            tenure.end = other.end
    tenure.office = tenure.office or leader_office(tenure, first)
    later = [
        t.start
        for t in person.tenures
        if t is not tenure and "Factbook" in t.source and t.start and tenure.start and t.start > tenure.start
    ]
    if tenure.end is None and later:  # a later re-election in the Factbook continues the REIGN tenure
        tenure.end = min(later) - timedelta(days=1)


# Offices that never lead a state.
SERVANT = re.compile(
    r"(?<!Prime) Minister|ambassador|[Ee]nvoy|[Aa]dviser|spokesperson|Secretary (of|to)|(Foreign|Defence|Home|Cabinet) "
    r"Secretary|army chief|nuclear chief|prosecutor|intelligence|central bank|Exchequer|Attorney|Staff|Representative|"
    r"Commander-in-Chief|Speaker"
)
SINGLE = {"President", "Prime Minister", "Premier", "Chancellor", "King", "Queen", "Emir", "Sultan", "Supreme Leader"}


def alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b).ratio()


def remembered(person: Person) -> bool:
    return any(t.source == recollected.SOURCE for t in person.tenures)


def similar(a: Person, b: Person) -> bool:
    """Spellings of one name: most letters agree in order, words in any order; a single name nearly is one of the words.

    Two people of the recollected table are two, however alike their names.
    """
    if remembered(a) and remembered(b):
        return False
    one, two = fold(a.name).split(), fold(b.name).split()
    if alike(" ".join(sorted(one)), " ".join(sorted(two))) >= 0.72:
        return True
    single = len(one) == 1 or len(two) == 1
    return single and any(alike(v, w) >= 0.8 for v in one for w in two if min(len(v), len(w)) >= 5)


def merge_spellings(group: list[Person]) -> None:
    """People with similar names who took the same single-holder office within a month of each other, or held it for
    half a year
    together, are one."""
    for person in list(group):
        for other in list(group):
            if other is person or person not in group or other not in group or not similar(person, other):
                continue
            same = any(
                t.office == u.office
                and t.office in SINGLE
                and t.start
                and u.start
                and (abs((t.start - u.start).days) <= 31 or overlaps(t, u, -180))
                for t in person.tenures
                for u in other.tenures
                if recollected.SOURCE not in {t.source, u.source}
            )
            if same:
                keep, gone = (person, other) if rank(person) >= rank(other) else (other, person)
                keep.aliases |= gone.aliases | {gone.name}
                keep.tenures += gone.tenures
                group.remove(gone)


def spellings(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(state, name to show, other spellings) of each line of spellings.txt."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        code, _, rest = line.partition("; ")
        name, _, others = rest.partition(" = ")
        if not others:
            raise ValueError(f"{path.name}, line {number}: {line}")
        yield code, name, [spelt.strip() for spelt in others.split(" | ")]


def merge_listed(persons: dict[str, list[Person]]) -> None:
    """People whom one line of spellings.txt names are one, and have its spellings."""
    for code, name, others in spellings(HERE / "spellings.txt"):
        listed = {fold(spelt) for spelt in (name, *others)}
        group = persons[code]
        found = [
            p
            for p in group
            if listed & {fold(n) for n in (p.name, *p.aliases) if " " in n or n == p.name or not n.isascii()}
        ]
        if not found:
            continue
        keep = max(found, key=lambda p: (fold(p.name) == fold(name), *rank(p)))
        _merge(group, keep, found)
        keep.aliases = {a for a in keep.aliases | {*others} if a != keep.name}
        if " " not in keep.name:
            keep.name = name
        elif fold(keep.name) != fold(name):
            keep.aliases |= {name}


def _merge(group: list[Person], keep: Person, found: list[Person]) -> None:
    """The others are another spelling of the one to keep; two of one full name stay two."""
    for gone in found:
        if fold(gone.name) != fold(keep.name) or (" " not in gone.name and gone is not keep):
            keep.aliases |= gone.aliases | {gone.name}
            keep.tenures += [t for t in gone.tenures if not any(_better_known(u, t) for u in keep.tenures)]
            group.remove(gone)


def merge_romanised(group: list[Person]) -> None:
    """People of one name in two romanisations who held one office in one time are one."""
    spelt: dict[str, list[Person]] = defaultdict(list)
    for person in group:
        if " " in person.name and (bones := skeleton(person.name, person.code)):
            spelt[bones].append(person)
    for found in spelt.values():
        keep = max(found, key=rank)
        together = [
            p
            for p in found
            if p is keep or any(t.office == u.office and overlaps(t, u, 0) for t in p.tenures for u in keep.tenures)
        ]
        _merge(group, keep, together)


def _better_known(mine: Tenure, other: Tenure) -> bool:
    """Another spelling's row for the same office and time, with an end that only says how long a source named it."""
    if mine.office != other.office or mine.grain == "year" or (mine.end is None and other.end is not None):
        return False
    if "Factbook" in mine.source and "Factbook" in other.source and overlaps(mine, other, 0):
        return mine.end is None or (other.end is not None and mine.end >= other.end)  # the later book knows more
    return overlaps(mine, other, 0) and (mine.end is None or other.end is None or other.end >= mine.end)


def rank(person: Person) -> tuple[bool, int, int]:
    """Which spelling to keep: the recollected one (news spelling), then the fuller name."""
    return remembered(person), len(person.name.split()) > 1, len(person.tenures)


def untangle(group: list[Person]) -> None:
    """Two people in one single-holder office: the one whom the Factbook last named before the other came has left; a
    leader of REIGN beside a president whom the Factbook still names holds another office."""
    rows = [(person, t) for person in group for t in person.tenures if t.office in SINGLE and t.start]
    for person, book in rows:
        if book.seen_until is None or book.start is None:
            continue
        for other, row in rows:
            if other is person or row.office != book.office or row.start is None or row.start < book.start:
                continue
            if book.end is not None and row.start > book.end:
                continue
            if row.start > book.seen_until:
                book.end = row.start - timedelta(days=1)
            elif "REIGN" in row.source and row.start > book.start + timedelta(days=31):
                row.office = "Prime Minister" if row.office in {"President", "King"} else "leader"
            elif row.seen_from is not None and book.seen_from is not None and row.seen_from > book.seen_from:
                row.start, row.grain = row.seen_from, "year"  # the day given is that of the predecessor
                book.end = row.seen_from - timedelta(days=1)


def succeed(group: list[Person]) -> None:
    """In a single-holder office the successor's first day ends a tenure whose end is open or only known by the year."""
    rows = [(person, t) for person in group for t in person.tenures if t.office in SINGLE and t.start]
    for person, row in rows:
        for other, following in rows:
            if other is person or row.office != following.office or row.start is None or following.start is None:
                continue
            inside = following.start > row.start and (row.end is None or following.start <= row.end)
            outlasts = following.end is None or (row.end is not None and following.end >= row.end)
            still = row.seen_until is not None and row.seen_until >= following.start
            sure = following.source != recollected.SOURCE or following.grain == "day"
            if inside and outlasts and not still and sure:
                row.end = following.start - timedelta(days=1)


def covered(tenure: Tenure, person: Person) -> bool:
    """A sourced row holds the same office in that time; one of REIGN, which tells how long somebody led, only if the
    recollected one does not outlast it by months."""
    return any(
        t.source != recollected.SOURCE
        and t.office == tenure.office
        and overlaps(t, tenure, 0)
        and not (tenure.grain != "year" and "REIGN" in t.source and outlasts(tenure, t))
        for t in person.tenures
    )


def cut_short(group: list[Person]) -> None:
    """A row of the Factbook, whose texts lag, ends on the day on which recollection says to the day that the office was
    left."""
    for person in group:
        known = [t for t in person.tenures if t.source == recollected.SOURCE and t.grain == "day" and t.end]
        for row in person.tenures:
            for left in known:
                same = "Factbook" in row.source and row.office == left.office and overlaps(row, left, 0)
                assert left.end is not None
                if same and (row.end or date.max) > left.end:
                    row.end = row.seen_until = left.end
                    row.source += "; end recollection"


def outlasts(tenure: Tenure, other: Tenure) -> bool:
    """Whether a tenure begins or ends more than sixty days outside the other."""
    slack = timedelta(days=60)
    before = other.start is not None and (tenure.start is None or tenure.start < other.start - slack)
    return before or (other.end is not None and (tenure.end is None or tenure.end > other.end + slack))


def name_ids(persons: dict[str, list[Person]]) -> list[Person]:
    everybody = [p for group in persons.values() for p in group]
    by_slug: dict[str, list[Person]] = defaultdict(list)
    for person in everybody:
        by_slug[slug(person.name)].append(person)
    for key, group in by_slug.items():
        for person in group:
            person.id = key if len(group) == 1 and person.name != person.family else f"{key}-{slug(person.code)}"
        ids = [p.id for p in group]
        for person in group:
            if ids.count(person.id) > 1:
                years = [t.start.year for t in person.tenures if t.start]
                person.id += f"-{min(years) if years else 0}"
    return sorted(everybody, key=lambda p: (p.code, p.id))


def draw(sourced: list[Tenure], number: int, seed: int) -> list[Tenure]:
    """Tenures of the Factbook to leave out of a test build: known by the day, drawn at random."""
    known = [t for t in sourced if t.grain == "day" and t.start and (t.end or t.seen_until or date.min) > t.start]
    known.sort(key=lambda t: (t.code, t.office, t.name, t.start or date.min))
    return random.Random(seed).sample(known, min(number, len(known)))


def without(persons: dict[str, list[Person]], gone: list[Tenure]) -> None:
    """Takes tenures out again, with every other row for the same office of the same person in that time."""
    for tenure in gone:
        for person in persons[tenure.code]:
            if tenure in person.tenures or same_person(tenure, person):
                person.tenures = [
                    t
                    for t in person.tenures
                    if t is not tenure and not (t.office == tenure.office and overlaps(t, tenure, 0))
                ]
    for code, group in persons.items():
        persons[code] = [person for person in group if person.tenures]


def write(people: list[Person], folder: Path) -> tuple[int, int]:
    rows = 0
    with (folder / "persons.tsv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(["id", "body", "name", "family", "aliases", "source"])
        for person in people:
            aliases = sorted(a for a in person.aliases if a != person.name)
            sources = "; ".join(sorted({part for t in person.tenures for part in t.source.split("; ")}))
            table.writerow([person.id, person.code, person.name, person.family, "|".join(aliases), sources])
    with (folder / "tenures.tsv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(["person", "body", "office", "start", "end", "grain", "source"])
        for person in people:
            for tenure in sorted(person.tenures, key=lambda t: (t.start or date.min, t.office)):
                if tenure.office:
                    table.writerow(
                        [
                            person.id,
                            tenure.code,
                            tenure.office,
                            tenure.start or "",
                            tenure.end or "",
                            tenure.grain,
                            tenure.source,
                        ]
                    )
                    rows += 1
    return len(people), rows


def build(data: Path, folder: Path = SHIPPED, leave_out: int = 0, seed: int = 0) -> tuple[int, int]:
    """Reads all sources, writes both tables into `folder`, returns the numbers of persons and tenures.

    `leave_out` tenures of the Factbook, drawn with `seed`, are taken out of the tables, from every source, and
    listed in left_out.tsv beside them.
    """
    codes, first = state_tables()
    persons: dict[str, list[Person]] = defaultdict(list)
    for tenure in recollected.read(HERE / "recollected.txt"):
        known = [p for p in persons[tenure.code] if p.name == tenure.name]
        person = known[0] if known else Person("", tenure.code, tenure.name, tenure.family)
        if not known:
            persons[tenure.code].append(person)
        person.aliases |= set(tenure.aliases)
        person.tenures.append(tenure)
    for tenure in recollected.read_offices(HERE / "offices.txt"):
        remember(persons[tenure.code], tenure)
    sourced = factbook.read(data / "factbook_executive_history.tsv", codes)
    for tenure in sorted(sourced, key=lambda t: -len(t.given)):
        add(persons, tenure)
    entries: dict[str, list[phoenix.Entry]] = defaultdict(list)
    for entry in phoenix.read(data / "phoenix_dictionaries" / "Phoenix.Countries.actors.txt"):
        for code in {code for code, _, _ in entry.periods}:
            entries[code].append(entry)
    leaders = reign.read(data / "reign_leaders_to_2021_03.csv")
    chain(leaders)
    for tenure in leaders:
        if not any(same_person(tenure, p) for p in persons[tenure.code]):
            complete(tenure, entries)
        fits = [p for p in persons[tenure.code] if same_person(tenure, p)]
        if any(in_factbook(tenure, t) for p in fits for t in p.tenures):
            continue
        tenure.office = ""
        person = add(persons, tenure)
        settle_office(tenure, person, first)
    merge_listed(persons)
    for group in persons.values():
        merge_spellings(group)
        cut_short(group)
        untangle(group)
        succeed(group)
        merge_romanised(group)
        for person in group:
            person.tenures = [t for t in person.tenures if t.source != recollected.SOURCE or not covered(t, person)]
    if leave_out:
        gone = draw(sourced, leave_out, seed)
        with (folder / "left_out.tsv").open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out, delimiter="\t", lineterminator="\n")
            table.writerow(["body", "office", "name", "start", "end", "closed"])
            for t in gone:
                table.writerow([t.code, t.office, t.name, t.start, t.end or t.seen_until, "yes" if t.end else "no"])
        without(persons, gone)
    return write(name_ids(persons), folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data" / "actors")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the two tables")
    parser.add_argument("--leave-out", type=int, default=0, metavar="N", help="a test build without N Factbook tenures")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.leave_out and given.to == SHIPPED:
        parser.error("--leave-out needs --to FOLDER, so that the shipped tables stay whole")
    given.to.mkdir(parents=True, exist_ok=True)
    people, tenures = build(given.data, given.to, given.leave_out, given.seed)
    print(f"{people} persons, {tenures} tenures")
