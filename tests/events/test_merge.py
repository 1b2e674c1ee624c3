"""One deed, one event."""

from dataclasses import replace
from datetime import date

from detente.events.merge import merge
from detente.records import Actor, Event, Evidence, Interval, Party, Span, event_id


def day(n):
    return Interval(date(2025, 6, n), date(2025, 6, n), "day", "given")


def party(code):
    return Party(Span(0, 3, code), Actor(code, code, code, "GOV"))


def told(kind, actors, recipients=(), *, at=0, when=None, mode=None, joint=False, status="actual", historical=False):
    trigger = Span(at + 5, at + 8, "met")
    return Event(
        id=event_id("a", trigger, 0),
        article_id="a",
        event_type=kind,
        event_mode=mode,
        actors=tuple(party(a) for a in actors),
        recipients=tuple(party(r) for r in recipients),
        reciprocal=joint,
        evidence=Evidence(Span(at, at + 10, "x" * 10), trigger),
        status=status,
        historical=historical,
        date=when,
    )


def test_the_dated_telling_is_kept_of_two_in_one_sentence():
    first, second = (
        told("CONSULT", ["JPN", "KOR"], joint=True),
        told("CONSULT", ["KOR", "JPN"], joint=True, when=day(9)),
    )
    assert merge([first, second]) == (second,)


def test_two_days_are_two_deeds():
    events = [told("ACCUSE", ["USA"], ["IRN"], when=day(1)), told("ACCUSE", ["USA"], ["IRN"], at=50, when=day(2))]
    assert len(merge(events)) == 2


def test_directions_types_and_statuses_stay_apart():
    events = [
        told("ACCUSE", ["USA"], ["IRN"]),
        told("ACCUSE", ["IRN"], ["USA"], at=20),
        told("REQUEST", ["USA"], ["IRN"], at=40),
        told("REQUEST", ["USA"], ["IRN"], at=60, status="future"),
    ]
    assert len(merge(events)) == 4


def test_a_smaller_round_of_the_same_joint_act_is_part_of_it():
    events = [told("CONSULT", ["CYP", "GRC", "ISR"], joint=True), told("CONSULT", ["GRC", "CYP"], at=30, joint=True)]
    assert [len(e.actors) for e in merge(events)] == [3]


def test_different_modes_are_different_deeds():
    events = [told("SANCTION", ["GRC"], ["LBY"], mode="expel"), told("SANCTION", ["GRC"], ["LBY"], mode="convict")]
    assert len(merge(events)) == 2


def test_text_order():
    events = [told("ACCUSE", ["USA"], ["IRN"], at=90), told("REQUEST", ["USA"], ["IRN"], at=10)]
    assert [e.event_type for e in merge(events)] == ["REQUEST", "ACCUSE"]


def test_an_agreement_that_is_named_is_the_one_that_was_signed():
    signed = told("SUPPORT", ["TUR", "LBY"], joint=True, at=40)
    words = Evidence(Span(0, 9, "x" * 9), Span(0, 6, "accord"))
    named = replace(told("AGREE", ["TUR", "LBY"], joint=True), evidence=words)
    assert merge([named, signed]) == merge([signed, named]) == (signed,)
    reached = told("AGREE", ["TUR", "LBY"], joint=True)
    assert len(merge([reached, signed])) == 2
