"""Facts that texts teach: how they are seen, how they stand to the tables, what a registry makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detente.actors import cast, registry
from detente.actors.describe import Directory
from detente.actors.descriptions import Description
from detente.actors.learned import Learned, judged, taught
from detente.records import Actor
from tests.parses import parse

KNOWN = Directory(registry.load())
DAY = date(2019, 5, 6)
FACT = Learned("person:jane-doe", "Jane Doe", "President", "FRA", "FRA", DAY, DAY, 3, 2)


def test_a_text_that_gives_somebody_an_office_teaches_it() -> None:
    read = parse(
        "French/ADJ/2/amod President/PROPN/3/nmod:desc Jane/PROPN/5/nsubj Doe/PROPN/3/flat waited:wait/VERB/0/root "
        "./PUNCT/5/punct",
        "Former/ADJ/3/amod French/ADJ/3/amod President/PROPN/4/nmod:desc John/PROPN/6/nsubj Roe/PROPN/4/flat "
        "waited:wait/VERB/0/root ./PUNCT/6/punct",
        published=DAY,
    )
    (found,) = cast(read).introductions
    assert (found.person, found.name, found.office, found.body) == ("person:jane-doe", "Jane Doe", "President", "FRA")
    assert read.article.text[found.span.start : found.span.end] == found.span.text


def test_standing_against_the_tables() -> None:
    assert judged(FACT, KNOWN).standing == "news"
    assert "Macron" in judged(FACT, KNOWN).why
    (macron,) = KNOWN.people("Emmanuel Macron")
    assert judged(replace(FACT, person=f"person:{macron.id}"), KNOWN).standing == "known"
    assert judged(replace(FACT, office="spokesperson"), KNOWN).standing == "new"


def test_an_accepted_fact_wins_from_its_first_day() -> None:
    learnt = Directory(taught(KNOWN.registry, [FACT]))
    body = KNOWN.registry.bodies["FRA"]
    (before,) = learnt.holders(body, "President", DAY - timedelta(days=1))
    (after,) = learnt.holders(body, "President", DAY)
    assert (before.person.name, after.person.name) == ("Emmanuel Macron", "Jane Doe")
    found = learnt.identify(Description(name="Jane Doe"), DAY)
    assert isinstance(found, Actor)
    assert (found.id, found.office, found.country) == ("person:jane-doe", "President", "FRA")
    assert "learnt from 2 sources" in found.why
    (still,) = KNOWN.holders(body, "President", DAY)
    assert still.person.name == "Emmanuel Macron"


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 900)), min_size=1, max_size=5, unique=True))
def test_whoever_was_seen_first_makes_way(seen: list[tuple[str, int]]) -> None:
    """On the first day of a fact the office is that of those first seen on that day: of two, neither is preferred."""
    facts = [
        replace(FACT, person=f"person:jane-{who.lower()}", name=f"Jane {who}", first=DAY + timedelta(days=n))
        for who, n in seen
    ]
    learnt = Directory(taught(KNOWN.registry, facts))
    body = KNOWN.registry.bodies["FRA"]
    for fact in facts:
        held = {f"person:{t.person.id}" for t in learnt.holders(body, "President", fact.first)}
        assert held == {other.person for other in facts if other.first == fact.first}
