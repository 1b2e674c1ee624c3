"""Mentions in several articles become one entry, with its life in order and each step's words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import detente
from detente.records import Coded, Matter, Order, Party, Span, stable_hash
from detente.relations.agreements import Agreement, gathered, select
from detente.relations.firsts import ranked
from detente.relations.leading import Leader
from tests.relations.books import ADA, ALA, BOR, CARL, SYL, act, books, day, report


def mention(coded: Coded, number: int, act: str | None, by: tuple[Any, ...] = (), **fields: Any) -> Coded:
    """The article with a mention more, in its first sentence."""
    import dataclasses

    sentence = coded.events[0].evidence.sentence
    span = Span(0, 3, sentence.text[:3])
    on = fields.pop("on", None)
    parties = tuple(Party(span, actor) for actor in fields.pop("parties", ()))
    matter = Matter(
        id=stable_hash(coded.article.id, number),
        article_id=coded.article.id,
        kind=fields.pop("kind", "agreement"),
        head=fields.pop("head", "agreement"),
        span=span,
        sentence=sentence,
        parties=parties,
        act=act,
        by=tuple(Party(span, actor) for actor in by),
        deed=span if act else None,
        status=fields.pop("status", "actual"),
        strength="asserted",
        date=day(on),
        **fields,
    )
    return dataclasses.replace(coded, matters=(*coded.matters, matter))


def _report(published: str) -> Coded:
    return report(
        published,
        act("CONSULT", on="2020-01-01", actors=(ADA, CARL), sentence="Both met.", trigger="met"),
        name=published,
    )


def entries(*articles: Coded) -> tuple[Agreement, ...]:
    return books(articles).relation("ALA", "BOR").agreements()


def test_one_agreement_in_three_articles() -> None:
    first = mention(_report("2025-01-10"), 1, "signed", (ADA, CARL), topic="fishing rights", on="2025-01-09")
    second = mention(_report("2025-03-10"), 1, "criticised", (CARL,), topic="fishing", parties=(ALA,))
    third = mention(
        _report("2025-06-10"), 1, "suspended", (CARL,), topic="fishing rights", parties=(ALA, BOR), on="2025-06-09"
    )
    (one,) = entries(third, first, second)
    assert (one.title, one.states, one.standing, one.basis) == (
        "agreement on fishing rights",
        ("ALA", "BOR"),
        "suspended",
        "named",
    )
    assert [(step.act, step.by, step.start) for step in one.life] == [
        ("signed", ("ALA", "BOR"), date(2025, 1, 9)),
        ("criticised", ("BOR",), None),
        ("suspended", ("BOR",), date(2025, 6, 9)),
    ]
    assert one.mentions == 3 and all(citation.sentence == "Both met." for citation in one.evidence)
    assert one.evidence[1].why.startswith("the same topic")


@pytest.mark.parametrize(
    "other",
    [
        {"topic": "extradition", "parties": (ALA, BOR)},
        {"topic": "fishing rights", "parties": (ALA, BOR), "year": 1999},
        {"topic": "fishing rights", "parties": (ALA, BOR), "kind": "dispute"},
        {"name": "Aland Treaty", "parties": (ALA, BOR)},
    ],
)
def test_what_keeps_agreements_apart(other: dict[str, Any]) -> None:
    first = mention(_report("2025-01-10"), 1, "signed", (ADA, CARL), topic="fishing rights", year=2024, name=None)
    named = {**other, "name": other.get("name")}
    if other.get("name"):
        first = mention(_report("2025-01-10"), 1, "signed", (ADA, CARL), name="Borduria Pact")
    assert len(entries(first, mention(_report("2025-03-10"), 1, None, **named))) == 2


def test_steps_told_twice_are_one() -> None:
    told = [
        mention(_report(on), 1, "signed", (ADA, CARL), topic="trade", on=signed)
        for on, signed in (("2025-01-10", "2025-01-09"), ("2025-01-11", None))
    ]
    (one,) = entries(*told)
    (step,) = one.life
    assert len(step.evidence) == 2 and step.start == date(2025, 1, 9)


def test_an_agreement_is_made_before_it_is_torn_up() -> None:
    article = mention(_report("2025-06-10"), 1, "rejected", (CARL,), topic="trade", parties=(ALA,), on="2017-05")
    article = mention(article, 2, "concluded", (), topic="trade", parties=(ALA,))
    article = mention(article, 3, "nullified", (CARL,), topic="trade", parties=(ALA,), historical=True)
    (one,) = entries(article)
    assert [step.act for step in one.life] == ["concluded", "rejected", "nullified"]
    assert one.standing == "nullified"


def test_which_pair_an_agreement_is_of() -> None:
    one_side = mention(_report("2025-01-10"), 1, "affirmed", (CARL,), topic="lawsuit")
    others = mention(_report("2025-02-10"), 1, "signed", (SYL, CARL), topic="rail")
    (kept,) = entries(one_side, others)
    assert (kept.topic, kept.basis) == ("lawsuit", "article")
    ledger = books([one_side, others])
    assert [entry.topic for entry in select(ledger, involving="SYL")] == ["rail"]
    assert [entry.topic for entry in select(ledger)] == ["rail"]
    assert gathered([]) == ()


def test_order_of_first_contacts() -> None:
    leader = Leader("person:berg", "Ada Berg", "ALA", "President", date(2025, 6, 1), None, "day", "")
    call = {"sentence": "Berg called Dorn.", "trigger": "called"}
    ledger = books(
        [
            report("2025-06-10", act("CONSULT", "phone", on="2025-06-09", actors=(ADA, CARL), **call), name="a"),
            report("2025-06-12", act("CONSULT", "phone", on="2025-06-11", actors=(ADA, SYL), **call), name="b"),
            report(
                "2025-05-12", act("CONSULT", "phone", on="2025-05-11", actors=(ADA, CARL), **call), name="before office"
            ),
        ]
    )
    from detente.relations import acts as journal

    acts = journal.involving(ledger, "ALA")
    said = {"who_id": "person:berg", "first": "CHN", "then": "BOR", "date_start": None, "date_end": None}
    said |= {
        "published": date(2025, 6, 10),
        "article_id": "x",
        "source": None,
        "url": None,
        "sentence": "s",
        "cue": "before",
    }
    first, second, third = ranked(leader, acts, [said])
    assert [(c.state, c.rank, c.rank_last, c.of) for c in (first, second, third)] == [
        ("CHN", 1, 1, 3),
        ("BOR", 2, 2, 3),
        ("SYL", 3, 3, 3),
    ]
    assert (second.days, second.after, second.start) == (8, ("CHN",), date(2025, 6, 9))
    assert first.start is None and first.evidence[0].trigger == "before"
    free = [c for c in ranked(leader, acts, [{**said, "then": "XXX"}]) if c.state == "BOR"]
    assert (free[0].rank, free[0].rank_last) == (1, 3)


def test_the_ledger_gives_matters_and_orders_back() -> None:
    import dataclasses

    span = Span(0, 3, "Bot")
    coded = mention(_report("2025-01-10"), 1, "signed", (ADA,), topic="trade")
    order = Order(coded.article.id, Party(span, ADA), Party(span, CARL), Party(span, SYL), span, span)
    ledger = detente.Ledger(":memory:")
    filed = dataclasses.replace(coded, orders=(order,))
    assert ledger.add([filed]).added == 1
    assert ledger.add([filed]).unchanged == 1
    assert ledger.sql("SELECT topic, by_countries FROM matters").to_pylist() == [
        {"topic": "trade", "by_countries": ["ALA"]}
    ]
    assert ledger.sql('SELECT who, first, "then" FROM orders').to_pylist() == [
        {"who": "Ada Berg", "first": "BOR", "then": "SYL"}
    ]


def test_the_seed(seed_dir: Any) -> None:
    """What the report that started the project says of an agreement, a commitment and the order of first contacts."""
    coder = detente.load("en")
    text = next(seed_dir.glob("*.txt")).read_text(encoding="utf-8")
    ledger = detente.Ledger(":memory:")
    ledger.add([coder.code(detente.Article(text=text, published=date(2025, 6, 10)))])
    relation = ledger.relation("JPN", "KOR")
    accord, solution = relation.agreements()
    assert (accord.topic, accord.standing) == ("former comfort women", "nullified")
    assert [(step.act, step.by_names) for step in accord.life] == [
        ("concluded", ()),
        ("rejected", ("Moon Jae-in",)),
        ("nullified", ("Moon Jae-in",)),
    ]
    (kept,) = solution.life
    assert (kept.act, kept.by_names, kept.status, kept.strength) == ("affirmed", ("Lee Jae-myung",), "future", "hinted")
    ranks = {c.leader: (c.rank, c.rank_last, c.of) for c in relation.first_contacts() if c.of > 1}
    assert ranks == {"Moon Jae-in": (2, 2, 2), "Lee Jae-myung": (1, 1, 2)}
