"""PLOVER's rules between types, one a test."""

from datetime import date

import pytest

from detente.events.compose import compose
from detente.records import Interval, Planned

MONDAY = Interval(date(2025, 6, 9), date(2025, 6, 9), "day", "on Monday")


def composed(event_type, mode=None, status="actual", *, complement=None, refusing=False, own_words=True, **put):
    return compose(
        event_type,
        mode,
        status,
        complement=complement,
        refusing=refusing,
        own_words=own_words,
        date=MONDAY,
        complement_date=None,
        **put,
    )


@pytest.mark.parametrize("event_type", ["CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_a_planned_cooperative_act_is_agree_and_keeps_what_is_planned(event_type):
    found = composed(event_type, "visit" if event_type == "CONSULT" else None, "future")
    assert (found.event_type, found.status) == ("AGREE", "future")
    assert found.planned == Planned(event_type, "visit" if event_type == "CONSULT" else None, MONDAY)


def test_a_planned_withdrawal_is_concede_however_it_is_put():
    assert composed("RETREAT", "withdraw", "future").event_type == "CONCEDE"
    agreed = composed("AGREE", complement=("RETREAT", "withdraw"))
    assert (agreed.event_type, agreed.status, agreed.planned.event_type) == ("CONCEDE", "actual", "RETREAT")


def test_announced_force_is_a_threat_only_in_the_mouth_of_its_author():
    assert composed("ASSAULT", "aerial", "future").event_type == "THREATEN"
    assert composed("ASSAULT", "aerial", "future").event_mode == "violence"
    assert composed("ASSAULT", "aerial", "future", own_words=False).event_type == "ASSAULT"


def test_will_not_do_a_cooperative_act_is_a_refusal_and_did_not_is_a_negated_act():
    refusal = composed("CONSULT", None, "negated", refusing=True)
    assert (refusal.event_type, refusal.event_mode, refusal.status) == ("REJECT", "meet", "actual")
    assert composed("CONSULT", None, "negated").event_type == "CONSULT"


@pytest.mark.parametrize(
    ("event_type", "content", "mode"),
    [
        ("REQUEST", ("CONSULT", None), "meet"),
        ("REQUEST", ("AID", None), "assist"),
        ("REQUEST", ("RETREAT", "release"), "yield"),
        ("REQUEST", ("SANCTION", None), "change"),
        ("REJECT", ("CONSULT", None), "meet"),
        ("THREATEN", ("ASSAULT", "aerial"), "violence"),
        ("THREATEN", ("SANCTION", "expel"), "expel"),
    ],
)
def test_the_mode_follows_from_the_content(event_type, content, mode):
    found = composed(event_type, complement=content)
    assert (found.event_type, found.event_mode) == (event_type, mode)
    assert found.planned.event_type == content[0]


def test_a_mode_that_the_lexicon_gave_is_kept():
    assert composed("REQUEST", "meet", complement=("AID", None)).event_mode == "meet"


def test_a_vow_to_do_harm_is_no_agreement():
    found = composed("AGREE", complement=("ASSAULT", "aerial"))
    assert (found.event_type, found.event_mode, found.planned.event_type) == ("THREATEN", "violence", "ASSAULT")
    assert composed("AGREE", complement=("REJECT", None)).event_type == "REJECT"


@pytest.mark.parametrize(
    ("event_type", "expected"),
    [
        ("AID", ("SANCTION", "discontinue")),
        ("CONSULT", ("SANCTION", "withdraw")),
        ("ASSAULT", ("RETREAT", "ceasefire")),
    ],
)
def test_stopping_an_act_is_its_opposite(event_type, expected):
    found = composed(event_type, ends=True)
    assert (found.event_type, found.event_mode, found.status) == (*expected, "actual")


def test_an_announced_end_of_force_is_a_concession():
    assert composed("ASSAULT", status="future", ends=True).event_type == "CONCEDE"


def test_harm_to_others_promised_to_an_ally_is_an_agreement_with_it():
    found = composed("AGREE", status="future", complement=("SANCTION", "discontinue"), addressed=True)
    assert (found.event_type, found.planned.event_type) == ("AGREE", "SANCTION")
    assert composed("AGREE", status="future", complement=("SANCTION", "discontinue")).event_type == "THREATEN"


def test_harm_under_a_condition_is_a_threat_also_where_it_is_hypothetical():
    assert composed("SANCTION", None, "hypothetical", conditional=True).event_type == "THREATEN"
    assert composed("SANCTION", None, "hypothetical").event_type == "SANCTION"
    assert composed("SANCTION", "withdraw", "future").event_type == "SANCTION"
    assert composed("SANCTION", "withdraw", "future", conditional=True).event_type == "THREATEN"
    assert composed("SANCTION", None, "hypothetical", conditional=True, own_words=False).event_type == "SANCTION"
