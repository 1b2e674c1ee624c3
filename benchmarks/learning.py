"""How well texts teach who holds which office: python -m benchmarks.learning NEWS.jsonl... [--leave-out 500] [--seed 0]

So many tenures from the Factbook, drawn at random among those that hold on a day on which an article was published, are
taken out of the tables, and their holders with them. Then the articles are read. Asked is, of those left out whose full
name stands in an article of their tenure, how many are learnt with the right office; and of the facts learnt, how many
agree with the full tables. Facts on offices that the tables do not follow cannot be judged and are counted apart.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from detente.actors import cast, registry
from detente.actors.describe import Directory
from detente.actors.entries import Tenure
from detente.actors.learned import Learned, offices_like, single
from detente.actors.registry import Registry
from detente.errors import InputError
from detente.pipeline import load
from detente.records import Article, Introduction, Parse


def without(known: Registry, gone: Iterable[Tenure]) -> Registry:
    """A registry that has not heard of these tenures, nor of people who held nothing else."""
    rows = set(gone)
    left = copy.copy(known)
    left.tenures = {p: tuple(t for t in some if t not in rows) for p, some in known.tenures.items()}
    left.holders = {k: tuple(t for t in some if t not in rows) for k, some in known.holders.items()}
    lost = {t.person.id for t in rows if not left.tenures[t.person.id]}
    left.persons = {i: p for i, p in known.persons.items() if i not in lost}
    left.families = {
        k: kept for k, some in known.families.items() if (kept := tuple(p for p in some if p.id not in lost))
    }
    left.full_names = registry.Phrases()
    for person in left.persons.values():
        for name in (person.name, *known.also[person.id]):
            if name != person.family:
                left.full_names.add(name, person)
    return left


def facts(read: Sequence[Parse], known: Registry) -> list[Learned]:
    """What the articles teach a reader with this registry."""
    directory = Directory(known)
    seen: dict[tuple[str, str, str], list[tuple[Introduction, Article]]] = defaultdict(list)
    for parse in read:
        for one in cast(parse, directory=directory).introductions:
            seen[one.person, one.office, one.body].append((one, parse.article))
    found = []
    for (person, office, body), told in seen.items():
        days = [a.published for _, a in told if a.published is not None]
        articles, sources = {a.id for _, a in told}, {a.source for _, a in told}
        one = told[-1][0]
        if days:
            counts = (len(articles), len(sources))
            found.append(Learned(person, one.name, office, body, one.country, min(days), max(days), *counts))
    return found


def agrees(fact: Learned, tenure: Tenure, full: Directory) -> bool:
    """Whether the fact is that tenure."""
    return (
        tenure.office in offices_like(fact.office)
        and tenure.body == fact.body
        and any(p.id == tenure.person.id for p in full.people(fact.name))
    )


def judge(fact: Learned, full: Directory) -> bool | None:
    """Whether the full tables have the fact on a day it was seen; None where they do not follow that office."""
    if not single(fact.office, full.registry):
        return None
    body = full.registry.bodies[fact.body]
    holders = [t for day in (fact.first, fact.last) for t in full.holders(body, fact.office, day)]
    exact = [t for t in holders if t.grain != "year"]
    if not exact:
        return None
    return any(p.id == t.person.id for t in exact for p in full.people(fact.name))


def main() -> None:
    """Prints the figures and every fact that the tables contradict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", nargs="+", type=Path)
    parser.add_argument("--leave-out", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    coder, read = load(), []
    for path in options.news:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            day = date.fromisoformat(row["published"]) if row.get("published") else None
            try:
                read.append(coder.parse(Article(row["text"], day, row.get("title"), row.get("source"), row.get("url"))))
            except InputError:
                continue
    days = sorted({p.article.published for p in read if p.article.published is not None})
    known = registry.load()
    full = Directory(known)
    pool = [
        t
        for some in known.tenures.values()
        for t in some
        if t.source.startswith("CIA World Factbook") and any(t.holds(day) for day in days)
    ]
    gone = random.Random(options.seed).sample(pool, min(options.leave_out, len(pool)))
    learnt = facts(read, without(known, gone))
    named = [
        t
        for t in gone
        if any(t.person.name in p.article.text for p in read if p.article.published and t.holds(p.article.published))
    ]
    taught = [t for t in named if any(agrees(f, t, full) for f in learnt)]
    verdicts = [(f, judge(f, full)) for f in learnt]
    right, wrong = sum(v is True for _, v in verdicts), sum(v is False for _, v in verdicts)
    print(f"articles                        {len(read)}")
    print(f"tenures left out                {len(gone)} of {len(pool)}")
    print(f"whose holder is named           {len(named)}")
    print(f"of these learnt                 {len(taught)} ({len(taught) / max(1, len(named)):.3f})")
    print(f"facts learnt                    {len(learnt)}")
    print(f"the tables follow the office of {right + wrong}")
    print(f"of these right                  {right} ({right / max(1, right + wrong):.3f})")
    for fact, verdict in verdicts:
        if verdict is False:
            print(f"  contradicted: {fact.name}, {fact.office} of {fact.body}, {fact.first} to {fact.last}")
    for tenure in named:
        if tenure not in taught:
            print(f"  not learnt: {tenure.person.name}, {tenure.office} of {tenure.body}")


if __name__ == "__main__":
    main()
