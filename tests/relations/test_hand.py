"""What somebody puts right by hand comes before what is read, in contacts and agreements as in promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.errors import LedgerError, UsageError
from detente.ledger import UNDONE, Correction
from detente.records import Coded
from detente.relations.firsts import first_contacts
from detente.relations.hand import Decisions
from tests.relations.books import ADA, ALA, BOR, CARL, SYL, act, books, report
from tests.relations.test_agreements import mention

BOTH = (ADA, CARL)


def meeting(on: str, **fields: object) -> dict[str, object]:
    return act("CONSULT", on=on, actors=BOTH, sentence=f"They met on {on}.", trigger="met", **fields)  # type: ignore[arg-type]


def two_meetings() -> detente.Ledger:
    return books([report(f"2025-06-{day}", meeting(f"2025-06-{day}"), name=day) for day in ("10", "20")])


def test_two_contacts_are_one_and_two_again() -> None:
    ledger = two_meetings()
    relation = ledger.relation("ALA", "BOR")
    one, other = relation.contacts()
    made = ledger.correct(one.id, other.id, "same", about="contact", author="me", note="misdated")
    (both,) = relation.contacts()
    assert both.id == one.id and len(both.evidence) == 2 and both.reports == 2
    assert all(citation.why == f"linked by {made.words}" for citation in both.evidence) and "misdated" in made.words
    ledger.undo(made.id[:10], author="you")
    assert relation.contacts() == (one, other)
    assert [(c.relation, c.author) for c in ledger.corrections()] == [("same", "me"), (UNDONE, "you")]
    with pytest.raises(LedgerError, match="no correction"):
        ledger.undo(made.id, author="you")


def test_one_contact_is_two() -> None:
    ledger = books([report("2025-06-10", meeting("2025-06-10"), name=n) for n in "ab"])
    relation = ledger.relation("ALA", "BOR")
    (one,) = relation.contacts()
    ledger.correct(one.id, one.evidence[1].event_id, None, about="contact", author="me")
    assert [len(c.evidence) for c in relation.contacts()] == [1, 1]
    ledger.correct(one.id, one.evidence[1].event_id, "same", about="contact", author="you")
    assert [len(c.evidence) for c in relation.contacts()] == [2]


def test_a_contact_is_none() -> None:
    ledger = two_meetings()
    one, other = ledger.relation("ALA", "BOR").contacts()
    ledger.correct(one.id, about="contact", author="me")
    assert ledger.relation("ALA", "BOR").contacts() == (other,)
    assert first_contacts(ledger, "ALA") == ()  # nobody is known to have led Aland


def test_a_contact_that_is_none_is_nobodys_first() -> None:
    from detente.records import Actor
    from detente.relations.leading import terms

    leader = terms("USA")[-1]
    began = leader.start
    assert began is not None
    us = Actor(leader.id, leader.name, "USA", "GOV", ("GOV",), "President")
    days = [(began + timedelta(days=n)).isoformat() for n in (3, 9)]
    told = [act("CONSULT", "phone", on=on, actors=(us, CARL), sentence="They spoke.", trigger="spoke") for on in days]
    ledger = books([report(on, one, name=on) for on, one in zip(days, told, strict=True)])
    relation = ledger.relation("USA", "BOR")
    assert [(c.start, c.rank) for c in first_contacts(ledger, "USA")] == [(began + timedelta(days=3), 1)]
    ledger.correct(relation.contacts()[0].id, about="contact", author="me")
    assert [(c.start, c.rank) for c in first_contacts(ledger, "USA")] == [(began + timedelta(days=9), 1)]


def test_what_is_said_of_a_contact() -> None:
    ledger = two_meetings()
    one, other = ledger.relation("ALA", "BOR").contacts()
    for name, value in (("level", "officials"), ("host", "CHE"), ("place", "Geneva"), ("kind", "talks")):
        ledger.correct(one.id, None, name, value=value, about="contact", author="me")
    ledger.correct(one.id, None, "level", value="ministers", about="contact", author="you", note="read it again")
    ledger.correct(one.id, None, "place", about="contact", author="you")
    said, untouched = ledger.relation("ALA", "BOR").contacts()
    assert (said.level, said.host, said.place, said.kind) == ("ministers", "CHE", None, "talks")
    assert untouched == other and untouched.by_hand == ()
    assert any(words.startswith("level: ministers, said you on") and "read it again" in words for words in said.by_hand)
    assert any(words.startswith("place: not known") for words in said.by_hand)


def _pact(published: str, act: str | None, number: int = 1, **fields: object) -> Coded:
    told = report(published, meeting(published), name=f"{published} {number}")
    return mention(told, number, act, fields.pop("by", (ADA, CARL)), **fields)  # type: ignore[arg-type]


def test_two_agreements_are_one_and_one_is_two() -> None:
    first = _pact("2025-01-10", "signed", topic="fishing rights", on="2025-01-09")
    second = _pact("2025-03-10", "suspended", topic="harbour dues", on="2025-03-09")
    ledger = books([first, second])
    relation = ledger.relation("ALA", "BOR")
    one, other = relation.agreements()
    made = ledger.correct(one.id, other.id, "same", about="agreement", author="me")
    (both,) = relation.agreements()
    assert both.id == one.id and [step.act for step in both.life] == ["signed", "suspended"]
    assert both.standing == "suspended" and both.evidence[1].why == f"linked by {made.words}"
    ledger.correct(one.id, other.id, None, about="agreement", author="me")
    assert relation.agreements() == (one, other)


def test_a_mention_does_not_belong() -> None:
    told = [_pact(on, "signed", topic="trade", on=on) for on in ("2025-01-10", "2025-01-12")]
    ledger = books(told)
    (one,) = ledger.relation("ALA", "BOR").agreements()
    ledger.correct(one.id, told[1].matters[0].id, None, about="agreement", author="me")
    assert [entry.mentions for entry in ledger.relation("ALA", "BOR").agreements()] == [1, 1]


def test_an_event_belongs_to_an_agreement() -> None:
    pact = _pact("2025-01-10", "signed", topic="trade", on="2025-01-09")
    broken = act(
        "SANCTION",
        on="2025-05-01",
        actors=(ALA,),
        recipients=(BOR,),
        sentence="Aland closed its harbours to Borduria.",
        trigger="closed",
    )
    ledger = books([pact, report("2025-05-02", broken, name="later")])
    (one,) = ledger.relation("ALA", "BOR").agreements()
    event = ledger.sql("SELECT id FROM events WHERE event_type = 'SANCTION'")["id"][0].as_py()
    ledger.correct(one.id, event, "breached", about="agreement", author="me")
    (entry,) = ledger.relation("ALA", "BOR").agreements()
    assert entry.id == one.id and entry.kind == "agreement"
    breach = entry.life[-1]
    assert (breach.act, breach.by, breach.start, breach.status) == ("breached", ("ALA",), date(2025, 5, 1), "actual")
    (citation,) = breach.evidence
    assert citation.event_id == event and citation.sentence == "Aland closed its harbours to Borduria."
    assert citation.why.startswith("linked by me")
    ledger.correct(one.id, event, None, about="agreement", author="me")
    assert ledger.relation("ALA", "BOR").agreements() == (one,)


def test_another_act_than_was_read_another_name_and_no_agreement_at_all() -> None:
    pact = _pact("2025-01-10", None, topic="trade", parties=(ALA, BOR), by=())
    ledger = books([pact])
    relation = ledger.relation("ALA", "BOR")
    (one,) = relation.agreements()
    assert one.life == ()
    ledger.correct(one.id, None, "name", value="Harbour Pact", about="agreement", author="me")
    assert relation.agreements()[0].title == "Harbour Pact" and relation.agreements()[0].by_hand
    ledger.correct(one.id, about="agreement", author="me")
    assert relation.agreements() == ()


def test_an_agreement_is_joined_with_one_of_other_states() -> None:
    """What is linked is read whole, though nothing in the other entry names one of the two states."""
    ours = _pact("2025-01-10", "signed", topic="trade")
    theirs = [_pact(on, "affirmed", topic="steel", by=(SYL,)) for on in ("2025-02-10", "2025-03-10")]
    ledger = books([ours, *theirs])
    (one,) = ledger.relation("ALA", "BOR").agreements()
    ledger.correct(one.id, theirs[0].matters[0].id, "same", about="agreement", author="me")
    (joined,) = ledger.relation("ALA", "BOR").agreements()
    assert joined.mentions == 3 and joined.states == ("ALA", "BOR", "SYL")


def test_what_makes_no_sense() -> None:
    ledger = two_meetings()
    one, other = (contact.id for contact in ledger.relation("ALA", "BOR").contacts())
    for said, words in (
        ({"other": other, "relation": "fulfils", "about": "contact"}, "no relation"),
        ({"about": "promise"}, "two events"),
        ({"relation": "level", "value": "kings", "about": "contact"}, "no level"),
        ({"relation": "host", "value": "Japan", "about": "contact"}, "code"),
        ({"relation": "date", "value": "today", "about": "contact"}, "kind, level, host, place"),
        ({"value": "today", "about": "contact"}, "a value of what"),
        ({"other": other, "relation": "same", "value": "x", "about": "contact"}, "one entry"),
        ({"about": "dispute"}, "no corrections"),
    ):
        with pytest.raises(UsageError, match=words):
            ledger.correct(one, author="me", **said)  # type: ignore[arg-type]
    with pytest.raises(LedgerError, match="no agreement"):
        ledger.correct(one, other, "same", author="me", about="agreement")
    assert ledger.corrections() == ()


decided = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(["same", None])), max_size=8
)


@given(decided, st.lists(st.sets(st.sampled_from("abcdef")), max_size=6))
def test_joining_loses_nothing_and_follows_the_last_word(
    made: list[tuple[str, str, str | None]], drawn: list[set[str]]
) -> None:
    seen: set[str] = set()
    groups = []
    for ids in drawn:  # each id in one group, as entries have them
        if ids - seen:
            groups.append(ids - seen)
            seen |= ids
    began = datetime(2025, 1, 1, tzinfo=UTC)
    told = [
        Correction(str(n), one, other, relation, "me", began + timedelta(days=n), about="contact")
        for n, (one, other, relation) in enumerate(made)
        if one != other
    ]
    found = Decisions.of(told).merged(groups)
    assert sorted(n for one in found for n in one) == list(range(len(groups)))
    assert all(one == sorted(one) for one in found)
    of = {i: number for number, one in enumerate(found) for n in one for i in groups[n]}
    if told and told[-1].relation == "same" and {told[-1].one, told[-1].other} <= set(of):
        assert of[told[-1].one] == of[told[-1].other or ""]
    if not any(one.relation == "same" for one in told):
        assert found == [[n] for n in range(len(groups))]


def test_a_later_no_keeps_groups_apart() -> None:
    began = datetime(2025, 1, 1, tzinfo=UTC)
    told = [
        Correction("1", "a", "b", "same", "me", began, about="contact"),
        Correction("2", "c", "d", None, "me", began + timedelta(days=1), about="contact"),
    ]
    assert Decisions.of(told).merged([{"a", "c"}, {"b", "d"}]) == [[0], [1]]
    assert Decisions.of(reversed(told)).merged([{"a", "c"}, {"b"}, {"d"}]) == [[0, 1], [2]]
