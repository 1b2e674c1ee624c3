"""Past events told only by who was in office."""

from dataclasses import replace
from datetime import date

from detente.events.past import shared_tenure, told_together
from detente.records import Actor, Event, Evidence, Office, Party, Span, event_id

PUBLISHED = date(2025, 6, 10)
OFFICES = {
    "person:moon": (Office("President", "KOR", "GOV", date(2017, 5, 10), date(2022, 5, 9)),),
    "person:abe": (
        Office("Prime Minister", "JPN", "GOV", date(2006, 9, 26), date(2007, 9, 25)),
        Office("Prime Minister", "JPN", "GOV", date(2012, 12, 26), date(2020, 9, 15)),
    ),
    "person:ishiba": (Office("Prime Minister", "JPN", "GOV", date(2024, 10, 1), None),),
}


def party(name, country="KOR"):
    return Party(Span(0, len(name), name), Actor(f"person:{name}", name, country, "ELI"))


def offices(actor):
    return OFFICES.get(actor.id, ())


def test_an_act_between_two_who_left_lies_in_the_time_they_shared():
    found = shared_tenure([party("moon"), party("abe", "JPN")], PUBLISHED, offices)
    assert (found.start, found.end, found.granularity) == (date(2017, 5, 10), date(2020, 9, 15), "span")


def test_nothing_is_dated_by_one_tenure_or_by_one_that_goes_on():
    assert shared_tenure([party("moon")], PUBLISHED, offices) is None
    assert shared_tenure([party("moon"), party("ishiba", "JPN")], PUBLISHED, offices) is None
    assert shared_tenure([party("moon"), party("abe")], None, offices) is None


def test_while_both_are_in_office_the_act_may_be_news():
    assert shared_tenure([party("moon"), party("abe")], date(2018, 1, 1), offices) is None


def test_a_former_post_dates_nothing_while_both_hold_another():
    held = {
        "person:minister": (
            Office("Deputy Foreign Minister", "IRN", "GOV", date(2013, 1, 1), date(2021, 12, 31)),
            Office("Foreign Minister", "IRN", "GOV", date(2024, 8, 1), None),
        ),
        "person:director": (Office("Director-General", None, "IGO", date(2019, 1, 1), None),),
    }
    both = [party("minister", "IRN"), party("director", "AUT")]
    assert shared_tenure(both, PUBLISHED, lambda actor: held[actor.id]) is None


def told(actor, start, when=None):
    trigger = Span(start, start + 3, "met")
    return Event(
        event_id("a", trigger, 0),
        "a",
        "CONSULT",
        None,
        (party(actor),),
        (),
        False,
        Evidence(trigger, trigger),
        date=when,
    )


def test_acts_of_the_same_person_in_that_sentence_share_the_time():
    when = shared_tenure([party("moon"), party("abe", "JPN")], PUBLISHED, offices)
    call, refusal, other = told("moon", 0, when), told("moon", 10), told("ishiba", 20)
    first, second, third = told_together([call, refusal, other])
    assert (first, third) == (call, other)
    assert (second.date, second.historical) == (when, True)
    assert replace(second, date=None, historical=False, decisions=()) == refusal
