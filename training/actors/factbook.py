"""Tenures out of the executive branch entries of successive CIA World Factbooks (public domain).

An entry reads "President Name FAMILY (since 20 January 2025); Vice President ...". The family name stands in capitals.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from model import NAME_PARTICLES, Tenure, capitalised, fold

MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
FAMILY_FIRST = {"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "HUN-no", "HKG"}
TITLE_WORDS = set(
    "president prime minister premier vice first second third deputy king queen emperor prince "
    "princess chancellor leader "
    "supreme emir amir sultan governor general governor-general chairman chairperson chairwoman "
    "secretary ayatollah taoiseach "
    "tanaiste tánaiste pope regent captain commissioner head state government council counsellor "
    "councillor chief executive co-prince "
    "grand duke duchess acting interim transitional transition caretaker federal crown heir apparent"
    " presidential adviser senior "
    "of the and republic islamic confederation federation democratic people's peoples national "
    "command supreme commission affairs "
    "lt. gen. gen. col. maj. brig. capt. lieutenant major brigadier marshal adm. admiral sir dame "
    "dr. his her excellency majesty highness "
    "assembly workers' party central committee military armed forces minister-designate designate prime-minister "
    "co-chiefs co-chief chiefs ministers sheikh sheikha shaykh sayyid prof. mr. mrs. ms. justice "
    "high representative sovereign body sovereignty "
    "administrator mayor lord bailiff judge for with de facto executive-president cabinet".split()
)
SINCE = re.compile(
    r"\((?:[^()]*?)since\s+(?:[a-z ,]*?)(?:(?P<d>\d{1,2})\s+)?(?:(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"[a-z]*\.?)?\s*(?P<y>(?:19|20)\d\d)"
)
# Offices that several people may hold at once.
SEVERAL = {"Vice President", "Deputy President", "Deputy Prime Minister", "Vice Premier", "Captain Regent"}
# So long after a holder left may books still print the name.
LAG = timedelta(days=120)
# Since then there is a book for nearly every week.
WEEKLY = date(2020, 11, 24)
OFFICE = (
    ("vice chairperson", "Vice Chairman"),
    ("sultan and prime minister", "Sultan"),
    ("king and prime minister", "King"),
    ("president of council", "President of the Council"),
    ("vice president", "Vice President"),
    ("deputy president", "Deputy President"),
    ("deputy prime minister", "Deputy Prime Minister"),
    ("deputy premier", "Deputy Prime Minister"),
    ("vice premier", "Vice Premier"),
    ("prime minister", "Prime Minister"),
    ("taoiseach", "Prime Minister"),
    ("premier", "Premier"),
    ("supreme leader", "Supreme Leader"),
    ("federal chancellor", "Chancellor"),
    ("chancellor", "Chancellor"),
    ("governor general", "Governor General"),
    ("governor-general", "Governor General"),
    ("president", "President"),
    ("king", "King"),
    ("queen", "Queen"),
    ("emperor", "Emperor"),
    ("crown prince", "Crown Prince"),
    ("grand duke", "Grand Duke"),
    ("prince", "Prince"),
    ("amir", "Emir"),
    ("emir", "Emir"),
    ("sultan", "Sultan"),
    ("pope", "Pope"),
    ("chief executive", "Chief Executive"),
    ("general secretary", "General Secretary"),
    ("chief minister", "Chief Minister"),
    ("head of government", "head of government"),
    ("state counsellor", "State Counsellor"),
    ("captain regent", "Captain Regent"),
    ("tanaiste", "Deputy Prime Minister"),
    ("chairman", "Chairman"),
    ("chairperson", "Chairman"),
)


def since(text: str) -> tuple[date, str] | None:
    """The first "since" date of a bracket and its grain."""
    found = SINCE.search(text)
    if not found:
        return None
    year, month, day = int(found["y"]), MONTHS.get((found["m"] or "").lower()), found["d"]
    if month and day:
        try:
            return date(year, month, int(day)), "day"
        except ValueError:
            return date(year, month, 1), "month"
    return (date(year, month, 1), "month") if month else (date(year, 1, 1), "year")


def split_name(words: list[str]) -> tuple[str, str, bool] | None:
    """(given, family, family first): the family name is the run in capitals; a single name is a family name."""
    capital = [
        i
        for i, w in enumerate(words)
        if re.search(r"[^\W\d_a-z]{2,}", re.sub(r"^(al|el|ad|as|Mc|Mac|O'|D')-?", "", w))
        and not re.fullmatch(r"[IVX]+", w)
        and not re.fullmatch(r"(?:[A-Z]\.)+", w)
    ]
    if not capital:
        return None
    first, last = capital[0], capital[-1]
    while first > 0 and words[first - 1].lower().rstrip("-") in NAME_PARTICLES:
        first -= 1
    family = " ".join(capitalised(w) for w in words[first : last + 1])
    regnal = " ".join(w for w in words[last + 1 :] if re.fullmatch(r"[IVX]+", w))
    if regnal:
        family += " " + regnal
    before = words[:first]
    after = [w for w in words[last + 1 :] if not re.fullmatch(r"[IVX]+", w)]
    if before:
        return " ".join(before), family, False
    return (" ".join(after), family, True) if after else ("", family, False)


def segments(text: str) -> Iterable[str]:
    """Clauses that name one office holder each."""
    text = text.split(" note - ")[0].split("; note")[0].split(" note:")[0]
    text = text.replace("; also spelled", ", also spelled")
    for part in re.split(r";|(?:(?<=\d)|(?<=\))|(?<=[a-z]{5}))\. |(?<=\)),| represented by ", text):
        yield part.strip(" ,")


def parse_segment(segment: str, country: set[str]) -> tuple[str, str, str, bool, date, str, tuple[str, ...]] | None:
    """(office, given, family, family first, since, grain, other spellings) of one clause, None when it does not name
    one holder so."""
    when = since(segment)
    if when is None or "vacant" in segment:
        return None
    head = segment[: segment.index("(", max(0, SINCE.search(segment).start()))]  # type: ignore[union-attr]
    head = re.sub(r"\([^)]*\)", " ", head).replace('"', " ").replace("“", " ").replace("”", " ").strip(" ,")
    head = re.split(r", (?:Dr|Sir|Maj|Gen|Lt|Col|Brig)\b", head)[0].rstrip(",")
    head, *others = re.split(r",? also spelled ", head)
    head = re.sub(r" of (?:the )?(?:Netherlands|Denmark|United Kingdom|Norway)$", "", head)
    words = head.split()
    cut = 0
    for i, word in enumerate(words):
        low = word.lower().strip(",")
        if low in TITLE_WORDS or (low in country and not word.isupper()):
            cut = i + 1
        elif re.search(r"[A-Z]{2,}", word):
            break
    ranks = [i for i, word in enumerate(words) if word in {"Minister", "President", "Premier", "Chancellor"}]
    cut = max([cut, *(i + 1 for i in ranks)])  # "GNU Interim Prime Minister"
    title, name = " ".join(words[:cut]).lower(), [w.strip(",") for w in words[cut:]]
    if not name or any(w.lower() in {"and", "in", "status", "the"} for w in name) or len(name) > 8:
        return None
    parts = split_name(name)
    several = re.search(r"(ministers|presidents|persons)$", title) and any(w.endswith(",") for w in words[cut:-1])
    if parts is None or several:
        return None
    office = next((o for key, o in OFFICE if key in title), "")
    return (office, *parts, *when, tuple(" ".join(map(capitalised, other.split())).strip(",") for other in others))


def misprints() -> Iterator[tuple[tuple[str, str, date], str]]:
    """(state, family name, since) of clauses that a book prints wrong, and the clause as later books have it
    (misprints.txt)."""
    for line in (Path(__file__).resolve().parent / "misprints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wrong, _, right = line.partition(" = ")
            code, family, day = wrong.split("; ")
            yield (code, fold(family), date.fromisoformat(day)), right


def read(path: Path, codes: dict[str, str]) -> list[Tenure]:
    """Every tenure that the entries name, its end from the successor or from the last book that still names it."""
    corrections = dict(misprints())
    seen: dict[tuple[str, str, str, date], tuple[Tenure, date, date]] = {}
    last_book = date(2000, 1, 1)
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        code = codes.get(row["country_short"]) or codes.get(row["gec_code"])
        if code is None:
            continue
        first, last = (
            date.fromisoformat(row["first_seen_commit_date"]),
            date.fromisoformat(row["last_seen_commit_date"]),
        )
        last_book = max(last_book, last)
        country = {w.lower() for w in row["country_short"].split()}
        text = row["text"]
        if "represented by" in text:  # a monarch who reigns elsewhere; only the governor general serves this state
            text = text.split("represented by", 1)[1]
        if code == "AND" and row["role"] == "chief of state":
            continue
        for n, segment in enumerate(segments(text)):
            parsed = parse_segment(segment, country)
            if parsed is None:
                continue
            office, given, family, family_first, start, grain, others = parsed
            right = corrections.get((code, fold(family), start))
            if right is not None and (again := parse_segment(f"{right} (since {start:%d %B %Y})", country)) is not None:
                office, given, family, family_first = again[:4]
            if not office:
                if n:
                    continue
                office = "Prime Minister" if row["role"] == "head of government" else ""
            if not office or ("acting" in segment.lower().split("(")[0] and "vice" in segment.lower()):
                continue
            key = (code, office, fold(family), start)
            tenure = Tenure(
                code,
                office,
                given,
                family,
                start,
                None,
                grain,
                f"CIA World Factbook {first.year}",
                family_first,
                others,
            )
            if key in seen:
                old, a, b = seen[key]
                seen[key] = (old, min(a, first), max(b, last))
            else:
                seen[key] = (tenure, first, last)
    return close(seen.values(), last_book)


def close(found: Iterable[tuple[Tenure, date, date]], last_book: date) -> list[Tenure]:
    """Ends: the day before the successor in a single-holder office; else unknown after the last book that names the
    holder."""
    by_office: dict[tuple[str, str], list[tuple[Tenure, date, date]]] = defaultdict(list)
    for item in found:
        by_office[item[0].code, item[0].office].append(item)
    tenures = []
    for (_, office), items in by_office.items():
        items.sort(key=lambda item: item[0].start or date.min)
        single = office not in SEVERAL
        for i, (tenure, first, last) in enumerate(items):
            tenure.seen_from, tenure.seen_until = first, last
            later = [
                t
                for t, _, _ in items[i + 1 :]
                if t.start and tenure.start and t.start > tenure.start and fold(t.family) != fold(tenure.family)
            ]
            if single and later and later[0].start:
                tenure.end = later[0].start - timedelta(days=1)
                between = [(seen, gone) for t, seen, gone in items if t.start == later[0].start]
                left = max(gone for _, gone in between)
                if last > left + LAG and between[0][0] > WEEKLY and office != "Chairman":  # an interim holder
                    again = replace(tenure, start=left + timedelta(days=1), end=None if last >= last_book else last)
                    again.grain, again.seen_from, again.seen_until = "month", left, last
                    tenures.append(again)
            elif last < last_book:
                tenure.end = last
            tenures.append(tenure)
    return tenures
