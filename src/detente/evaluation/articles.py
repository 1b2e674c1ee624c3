"""Scores coded events against hand-coded articles, as triples (actor, recipient, PLOVER type).

A gold file is `{"doc", "published", "events": [...], "never": [...]}`; an event has acceptable `type`s, `actor` and
`recipient` codes or joint `parties`, `status`, `historical`, `date`, `attribution`, and is `optional` where finding or
missing it costs nothing. A repeated telling of a found event costs nothing when its clause is listed for it; pairs
within one state are left out. Status, background, date and attribution are counted on matched events only.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.tables import read_table

Json = Mapping[str, Any]
Codes = frozenset[str | None]
UNKNOWN = "?"
NO_STATE = frozenset({"IGO", "NGO", "IMG", "ISM", "MNC"})
SAME_CODE = {"UNO": "UN", "EUR": "EU", "SUN": "RUS", "USSR": "RUS", "ROM": "ROU", "JAP": "JPN"}


@dataclass(frozen=True, slots=True)
class GoldPair:
    """One gold event between one pair; `together` holds joint parties, else actor and recipient are set."""

    event: Json
    together: frozenset[str] | None
    actor: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class CodedPair:
    """One coded event between one pair: the codes that each side may stand for."""

    event: Json
    joint: bool
    first: Codes
    second: Codes


@dataclass(slots=True)
class ArticleScore:
    """Counts of one article, and a line for each event found, missed or spurious."""

    doc: str
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


@cache
def _names() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    rows = read_table("evaluation", "codes.tsv")
    return tuple(
        (
            row["code"],
            row["group"] == "yes",
            re.compile("|".join(rf"\b{re.escape(n)}\b" for n in row["names"].split("; "))),
        )
        for row in rows
    )


def codes(actor: Json) -> Codes:
    """Gold codes that a coded actor may stand for: its state, an organisation or group it is named as, or "?"."""
    country = (actor.get("country") or "").upper()
    name = " ".join(n for n in (actor.get("name"), actor.get("text")) if n).lower()
    found = {SAME_CODE.get(country, country)} if country else set()
    groups = set()
    for code, group, pattern in _names():
        if pattern.search(name):
            found.add(code)
            if group:
                groups.add(code)
    return frozenset(groups or (found - NO_STATE) or {UNKNOWN})


def gold_pairs(events: Iterable[Json]) -> list[GoldPair]:
    """The pairs of every gold event that is not marked as the same as another."""
    found: list[GoldPair] = []
    for event in events:
        if "same_as" in event:
            continue
        if "parties" in event:
            pairs = [frozenset(p) for p in combinations(event["parties"], 2)] or [frozenset(event["parties"])]
            found.extend(GoldPair(event, pair) for pair in pairs)
        else:
            recipients = event.get("recipient") or [None]
            found.extend(GoldPair(event, None, a, r) for a in event["actor"] for r in recipients)
    return found


def coded_pairs(events: Iterable[Json]) -> list[CodedPair]:
    """The pairs of every coded event that crosses a border; the same pair of one clause once."""
    found: list[CodedPair] = []
    seen = set()
    for event in events:
        for pair in _pairs_of(event):
            if (pair.first & pair.second) - {UNKNOWN, None}:
                continue
            ends = tuple(tuple(sorted(c or "" for c in side)) for side in (pair.first, pair.second))
            key = (
                event["event_type"],
                pair.joint,
                tuple(sorted(ends)) if pair.joint else ends,
                event.get("status"),
                bool(event.get("historical")),
                _evidence(event),
            )
            if key not in seen:
                seen.add(key)
                found.append(pair)
    return found


def _pairs_of(event: Json) -> list[CodedPair]:
    actors = [codes(a) for a in event.get("actors", [])]
    recipients = [codes(r) for r in event.get("recipients", [])]
    if event.get("reciprocal"):
        return [CodedPair(event, True, x, y) for x, y in combinations(actors, 2)]
    if not recipients:
        return [CodedPair(event, False, x, frozenset({None})) for x in actors]
    return [CodedPair(event, False, x, y) for x in actors for y in recipients]


def _evidence(event: Json) -> str:
    return str(event.get("evidence", {}).get("text", ""))


def matches(gold: GoldPair, coded: CodedPair, *, either_way: bool) -> bool:
    """Whether a coded pair has the parties of a gold one; `either_way` lets a directed one match in reverse."""
    x, y = coded.first, coded.second
    if gold.together is not None:
        if len(gold.together) == 1:
            return bool(gold.together & x or gold.together & y)
        u, v = gold.together
        return (u in x and v in y) or (v in x and u in y)
    u1, v1 = gold.actor, gold.recipient
    forward = u1 in x and v1 in y
    backward = v1 is not None and v1 in x and u1 in y
    if coded.joint:
        return either_way and v1 is not None and (forward or backward)
    return forward or (either_way and backward)


def _overlap(clause: str, words: set[str]) -> float:
    wanted = set(clause.lower().split())
    return len(wanted & words) / max(1, len(wanted))


def _clauses(event: Json) -> list[str]:
    return [event["text"], *event.get("also", [])]


def score_article(gold: Json, events: Sequence[Json]) -> ArticleScore:
    """Counts for one article: tp, fp, fn, and hits and totals of status, historical, date, attribution, evidence."""
    result = ArticleScore(gold["doc"])
    count = result.counts
    wanted, coded = gold_pairs(gold["events"]), coded_pairs(events)
    assigned = _assign(wanted, coded)
    for number, pair in enumerate(wanted):
        optional = pair.event.get("optional")
        if number in assigned:
            position, overlap = assigned[number]
            count["tp"] += not optional
            count["found"] += 1
            count["evidence"] += overlap >= 0.5
            _count_values(pair.event, coded[position].event, count)
            result.lines.append(f"  ok   {pair.event['text'][:90]}")
        elif not optional:
            count["fn"] += 1
            result.lines.append(f"  MISS {'/'.join(pair.event['type'])} {_ends(pair)} {pair.event['text'][:90]}")
    used = {position for position, _ in assigned.values()}
    for position, extra in enumerate(coded):
        if position in used or _costs_nothing(extra, wanted):
            continue
        count["fp"] += 1
        ends = " -> ".join("/".join(sorted(c or "-" for c in side)) for side in (extra.first, extra.second))
        result.lines.append(f"  FP   {extra.event['event_type']} {ends} {_evidence(extra.event)[:90]}")
    for never in gold.get("never", []):
        count["never"] += 1
        if any(_breaks(never, pair) for pair in coded):
            count["never_broken"] += 1
            result.lines.append(f"  NEVER {never['why']}")
    return result


def _ends(pair: GoldPair) -> str:
    return " + ".join(sorted(pair.together)) if pair.together is not None else f"{pair.actor} -> {pair.recipient}"


def _assign(wanted: Sequence[GoldPair], coded: Sequence[CodedPair]) -> dict[int, tuple[int, float]]:
    """Gold number -> (coded number, share of the clause's words in the evidence), best matches first."""
    scored = []
    for g, pair in enumerate(wanted):
        event = pair.event
        for c, candidate in enumerate(coded):
            said = candidate.event
            if said["event_type"] not in event["type"]:
                continue
            if not matches(pair, candidate, either_way=bool(event.get("symmetric_ok"))):
                continue
            words = set(_evidence(said).lower().split())
            overlap = max(_overlap(clause, words) for clause in _clauses(event))
            agreement = (said.get("status") == event["status"]) + (
                bool(said.get("historical")) == bool(event.get("historical"))
            )
            scored.append((2 * overlap + agreement, g, c, overlap))
    assigned: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for _, g, c, overlap in sorted(scored, reverse=True):
        if g not in assigned and c not in used:
            assigned[g] = (c, overlap)
            used.add(c)
    return assigned


def _count_values(gold: Json, said: Json, count: Counter[str]) -> None:
    count["status_of"] += 1
    count["status"] += said.get("status") == gold["status"]
    count["historical_of"] += 1
    count["historical"] += bool(said.get("historical")) == bool(gold.get("historical"))
    if gold.get("date"):
        count["date_of"] += 1
        first, last = gold["date"] if isinstance(gold["date"], list) else [gold["date"]] * 2
        found = said.get("date")
        if found and found.get("start"):
            start, end = _day(found["start"]), _day(found.get("end") or found["start"])
            count["date"] += _day(first) <= start and end <= _day(last)
    if gold.get("attribution"):
        count["attribution_of"] += 1
        source = said.get("attribution") or {}
        words = " ".join(w for w in (source.get("text"), source.get("name")) if w).lower().split()
        count["attribution"] += bool(set(gold["attribution"].lower().split()) & set(words))


def _day(text: object) -> date:
    return date.fromisoformat(str(text)[:10])


def _costs_nothing(extra: CodedPair, wanted: Sequence[GoldPair]) -> bool:
    """An optional event, or a further telling of a gold event from a clause that the gold lists for it."""
    words = set(_evidence(extra.event).lower().split())
    for pair in wanted:
        event = pair.event
        if extra.event["event_type"] not in event["type"]:
            continue
        if event.get("optional") and matches(pair, extra, either_way=True):
            return True
        if matches(pair, extra, either_way=bool(event.get("symmetric_ok"))) and any(
            len(set(c.lower().split()) & words) >= 0.5 * len(set(c.lower().split())) for c in _clauses(event)
        ):
            return True
    return False


def _breaks(never: Json, pair: CodedPair) -> bool:
    if never.get("type") and pair.event["event_type"] not in never["type"]:
        return False
    if never.get("parties") and not any(
        matches(GoldPair({}, frozenset(two)), pair, either_way=True) for two in combinations(never["parties"], 2)
    ):
        return False
    if never.get("actor_text"):
        texts = [x.get("text") or "" for x in (*pair.event.get("actors", []), *pair.event.get("recipients", []))]
        if not any(never["actor_text"].lower() in text.lower() for text in texts):
            return False
    return bool(never.get("type") or never.get("actor_text"))


def f1(counts: Mapping[str, int]) -> tuple[float, float, float]:
    """Precision, recall and F1 from tp, fp, fn."""
    precision = counts["tp"] / max(1, counts["tp"] + counts["fp"])
    recall = counts["tp"] / max(1, counts["tp"] + counts["fn"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def summary(scores: Sequence[ArticleScore], *, draws: int = 2000, seed: int = 7) -> dict[str, Any]:
    """Figures over all articles, with 90% intervals for precision, recall and F1 by bootstrap over articles."""
    total: Counter[str] = Counter()
    for score in scores:
        total.update(score.counts)
    rng = random.Random(seed)
    sampled = []
    for _ in range(draws):
        drawn: Counter[str] = Counter()
        for _ in scores:
            drawn.update(rng.choice(scores).counts)
        sampled.append(f1(drawn))
    out: dict[str, Any] = {"articles": len(scores), **{k: total[k] for k in ("tp", "fp", "fn")}}
    for position, name in enumerate(("precision", "recall", "f1")):
        values = sorted(s[position] for s in sampled)
        out[name] = f1(total)[position]
        out[f"{name}_90"] = (values[int(0.05 * draws)], values[int(0.95 * draws) - 1])
    for name in ("status", "historical", "date", "attribution"):
        out[name] = total[name] / max(1, total[f"{name}_of"])
        out[f"{name}_of"] = total[f"{name}_of"]
    out["evidence"], out["evidence_of"] = total["evidence"] / max(1, total["found"]), total["found"]
    out["never_broken"], out["never"] = total["never_broken"], total["never"]
    return out


def gold_files(folder: Path) -> list[tuple[Json, Json]]:
    """(gold, article) of a folder with `events/*.json` and `articles/*.json`. Raises InputError naming the file."""
    found = []
    for path in sorted((folder / "events").glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            article = folder / "articles" / f"{gold['doc']}.json"
            found.append((gold, json.loads(article.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(str(path), f"not a hand-coded article ({error})") from error
    if not found:
        raise InputError(str(folder), "holds no events/*.json with articles/*.json beside them")
    return found


def score_folder(folder: Path, code: Callable[[Json], Sequence[Json]]) -> list[ArticleScore]:
    """Scores every gold article of a folder; `code` turns an article's JSON into coded events as JSON."""
    return [score_article(gold, code(article)) for gold, article in gold_files(folder)]
