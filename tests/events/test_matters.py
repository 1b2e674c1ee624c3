"""Agreements and disputes in hand-made parses: what they are called, what they are on, and what is done to them."""

from __future__ import annotations

from detente.events import matters, orders
from detente.records import Matter, Parse
from tests.parses import Cast, parse

STATES = {
    "Moon": "KOR",
    "Japan": "JPN",
    "Iran": "IRN",
    "He": "KOR",
    "Trump": "USA",
    "China": "CHN",
    "Ishiba": "JPN",
    "his": "KOR",
}


def found(*sentences: str) -> tuple[Matter, ...]:
    read = parse(*sentences)
    return matters.find(read, Cast(read.doc, STATES), ())


def test_topic_and_a_denied_acceptance() -> None:
    (one,) = found(
        "Moon/PROPN/4/nsubj could/AUX/4/aux not/PART/4/advmod accept/VERB/0/root the/DET/6/det "
        "agreement/NOUN/4/obj on/ADP/9/case comfort/NOUN/9/compound women:woman/NOUN/6/nmod "
        "with/ADP/11/case Japan/PROPN/6/nmod"
    )
    assert (one.kind, one.topic, one.name, one.act, one.status) == (
        "agreement",
        "comfort women",
        None,
        "rejected",
        "actual",
    )
    assert [p.actor.country for p in one.parties] == ["JPN"]
    assert [p.actor.country for p in one.by] == ["KOR"]
    assert one.deed is not None and one.deed.text == "accept" and one.span.text == "the agreement"


def test_the_agreement_is_taken_up() -> None:
    first, second = found(
        "Moon/PROPN/2/nsubj signed:sign/VERB/0/root an/DET/5/det trade/NOUN/5/compound accord/NOUN/2/obj",
        "He/PRON/2/nsubj nullified:nullifi/VERB/0/root the/DET/4/det accord/NOUN/2/obj",
    )
    assert (first.act, first.topic) == ("signed", "trade")
    assert (second.act, second.topic, second.refers) == ("nullified", "trade", first.id)


def test_names_by_their_words() -> None:
    read = parse(
        "Trump/PROPN/2/nsubj withdrew:withdraw/VERB/0/root from/ADP/6/case the/DET/6/det Paris/PROPN/6/compound "
        "Agreement/PROPN/2/obl"
    )
    (one,) = matters.find(read, Cast(read.doc, STATES), ())
    assert (one.known, one.name, one.year, one.act) == ("paris", "Paris Agreement", 2015, "withdrawn")


def test_what_is_no_agreement_of_states() -> None:
    assert not found("He/PRON/2/nsubj likes:like/VERB/0/root the/DET/4/det treaty/NOUN/2/obj")
    assert not found(
        "It/PRON/2/nsubj held:hold/VERB/0/root its/PRON/4/nmod:poss convention/NOUN/2/obj in/ADP/6/case "
        "June/PROPN/2/obl"
    )
    assert not found("They/PRON/2/nsubj reached:reach/VERB/0/root a/DET/5/det budget/NOUN/5/compound deal/NOUN/2/obj")


def _ordered(read: Parse) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (o.who.actor.name, o.first.actor.name, o.then.actor.name) for o in orders.find(read, Cast(read.doc, STATES))
    ]


def test_orders_of_contacts() -> None:
    before = parse(
        "Moon/PROPN/2/nsubj spoke:speak/VERB/0/root with/ADP/4/case "
        "Ishiba/PROPN/2/obl before/ADP/6/case China/PROPN/2/obl"
    )
    assert _ordered(before) == [("Moon", "Ishiba", "China")]
    after = parse(
        "Moon/PROPN/2/nsubj spoke:speak/VERB/0/root with/ADP/4/case "
        "Ishiba/PROPN/2/obl after/ADP/7/case his/PRON/7/nmod:poss "
        "talks:talk/NOUN/2/obl with/ADP/9/case China/PROPN/7/nmod"
    )
    assert _ordered(after) == [("Moon", "China", "Ishiba")]
    neither = parse(
        "Moon/PROPN/2/nsubj spoke:speak/VERB/0/root with/ADP/4/case "
        "Ishiba/PROPN/2/obl before/ADP/6/case noon/NOUN/2/obl"
    )
    assert _ordered(neither) == []
