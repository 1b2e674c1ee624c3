"""What was promised is an open entry until an act answers it, time runs out, or somebody says otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

import detente
from detente.errors import UsageError
from detente.records import Coded
from detente.relations import acts as journal
from detente.relations.keeping import keeping, median, wilson
from detente.relations.named import identify
from detente.relations.promises import STATES, Promise, gathered, select
from tests.relations.books import ADA, ALA, BOR, CARL, EVA, SYL, act, books, report

HOPE = {"planned": ("CONSULT", None, None), "status": "future", "strength": "hoped"}


def hope(sentence: str = "Dorn hopes to meet Berg.", **fields: Any) -> dict[str, Any]:
    return act("AGREE", actors=(CARL,), recipients=(ADA,), sentence=sentence, trigger="hopes", **{**HOPE, **fields})


def meeting(on: str | None, **fields: Any) -> dict[str, Any]:
    given = {"actors": (ADA, CARL), "sentence": "Berg and Dorn met for talks.", "trigger": "met", **fields}
    return act("CONSULT", on=on, **given)


def aid(event_type: str = "AID", **fields: Any) -> dict[str, Any]:
    given = {"actors": (ALA,), "recipients": (BOR,), "sentence": "Aland sent wheat for the drought.", "trigger": "sent"}
    return act(event_type, **{**given, **fields})


def pledge(due: str | None = None, sentence: str = "Aland pledged wheat for the drought.") -> dict[str, Any]:
    return aid("AGREE", planned=("AID", None, due), sentence=sentence, trigger="pledged")


def found(reports: Sequence[Coded], on: str = "2026-12-31") -> tuple[Promise, ...]:
    return books(reports).relation("ALA", "BOR").promises(date.fromisoformat(on))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Borduria has yet to see Aland's wheat sent.", "has yet to"),
        ("Aland failed to see wheat sent.", "failed to"),
        ("There is no sign that wheat was sent.", "no sign"),
        ("We have not seen any evidence of wheat sent.", "n't seen|not seen"),
        ("Aland's wheat, still awaited, was to be sent.", "awaited"),
    ],
)
def test_what_has_not_come_keeps_a_promise_open(sentence: str, words: str) -> None:
    later = aid(on="2025-03-10", sentence=f"{sentence}".replace("wheat", "wheat for the drought"), trigger="sent")
    (promise,) = found([report("2025-02-10", pledge()), report("2025-03-10", later)], "2025-04-01")
    assert promise.state == "open"
    assert [link.relation for link in promise.links] == ["awaits"]
    assert any(word in promise.links[0].agreed[0] for word in words.split("|"))


def test_a_denial_with_yet_is_no_breach() -> None:
    said = "Aland has not yet sent wheat for the drought."
    not_yet = aid(on="2025-03-10", sentence=said, trigger="sent", status="negated")
    (promise,) = found([report("2025-02-10", pledge()), report("2025-03-10", not_yet)], "2025-04-01")
    assert [link.relation for link in promise.links] == ["awaits"]
    never = aid(on="2025-03-10", sentence="Aland sent no wheat for the drought.", trigger="sent", status="negated")
    (promise,) = found([report("2025-02-10", pledge()), report("2025-03-10", never)], "2025-04-01")
    assert "awaits" not in [link.relation for link in (*promise.links, *promise.possible)]


def test_who_never_failed_to_act_has_acted() -> None:
    done = aid(on="2025-03-10", sentence="Aland never failed to get wheat for the drought sent.", trigger="sent")
    (promise,) = found([report("2025-02-10", pledge()), report("2025-03-10", done)], "2025-04-01")
    assert promise.state == "fulfilled"


def test_a_meeting_of_other_people_or_elsewhere_is_not_the_one() -> None:
    (promise,) = found([report("2025-06-10", hope()), report("2025-06-18", meeting("2025-06-17", actors=(ADA, EVA)))])
    assert promise.state != "fulfilled"
    assert [link.citation.sentence for link in promise.possible] == ["Berg and Dorn met for talks."]


def test_what_an_article_puts_in_the_future_it_does_not_tell_as_done() -> None:
    (promise,) = found([report("2025-06-10", hope(), meeting("2025-06-10"))])
    assert promise.links == ()


def test_a_hope_and_the_meeting_it_led_to() -> None:
    (promise,) = found([report("2025-06-10", hope()), report("2025-06-18", meeting("2025-06-17"))])
    assert (promise.kind, promise.planned_type, promise.strength, promise.by) == (
        "intention",
        "CONSULT",
        "hoped",
        ("BOR",),
    )
    assert (promise.state, promise.made, promise.closed, promise.delay) == (
        "fulfilled",
        date(2025, 6, 10),
        date(2025, 6, 17),
        7,
    )
    (link,) = promise.links
    assert link.relation == "fulfils" and link.score is not None and 0.6 <= link.score <= 1
    assert "the act promised: CONSULT" in link.agreed and "the same person for ALA" in link.agreed
    assert link.citation.sentence == "Berg and Dorn met for talks." and link.citation.trigger == "met"
    assert promise.evidence[0].sentence == "Dorn hopes to meet Berg."


def test_several_reports_of_one_promise() -> None:
    reports = [
        report("2025-06-10", hope(), name="a"),
        report("2025-06-11", hope("Dorn still hopes to meet Berg soon."), name="b"),
        report("2025-09-01", hope("Dorn again hopes to meet Berg."), name="c"),
    ]
    (promise,) = found(reports, on="2025-09-02")
    assert promise.state == "repeated" and len(promise.evidence) == 3
    assert [(link.relation, link.day) for link in promise.links] == [("repeats", date(2025, 9, 1))]


def test_time_and_person_tell_meetings_apart() -> None:
    before = report("2025-06-09", meeting("2025-06-05"), name="before the hope")
    other = report("2025-06-20", meeting("2025-06-19", actors=(EVA, ALA)), name="another person")
    call = report("2025-06-20", meeting("2025-06-19", event_mode="phone", trigger="met"), name="by phone")
    (promise,) = found([report("2025-06-10", hope("Dorn hopes to visit Berg.")), before, call], on="2025-07-01")
    assert promise.state == "open" and not promise.links
    (promise,) = found([report("2025-06-10", hope()), other], on="2025-07-01")
    assert promise.state == "open"
    assert all("another person for BOR" in link.differed for link in promise.possible)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (aid(on="2025-07-01"), "fulfilled"),
        (aid(on="2025-07-01", sentence="Aland sent judges to a trial.", trigger="sent"), "open"),
        (aid(on="2025-07-01", actors=(BOR,), recipients=(ALA,)), "open"),
        (aid("AID", on="2025-07-01", status="negated"), "broken"),
        (aid("REJECT", mode="assist", on="2025-07-01"), "broken"),
        (aid(on="2025-05-01"), "open"),
        (aid(on=None), "fulfilled"),
        (aid(on=None, historical=True), "open"),
    ],
)
def test_what_answers_a_pledge_of_aid(answer: dict[str, Any], state: str) -> None:
    (promise,) = found([report("2025-06-10", pledge()), report("2025-07-02", answer)], on="2025-08-01")
    assert promise.state == state


def test_a_deadline_passes() -> None:
    reports = [report("2025-06-10", pledge("2025-07"))]
    assert [p.state for p in found(reports, on="2025-08-15")] == ["open"]
    assert [p.state for p in found(reports, on="2025-10-01")] == ["unknown"]
    watched = [*reports, report("2025-08-20", meeting("2025-08-19"))]
    (promise,) = found(watched, on="2025-10-01")
    assert (promise.state, promise.due_end) == ("overdue", date(2025, 7, 31))
    without = [report("2025-06-10", pledge()), report("2025-08-20", meeting("2025-08-19"))]
    assert [p.state for p in found(without, on="2027-01-01")] == ["expired"]
    late = [*reports, report("2025-08-20", aid(on="2025-08-19"))]
    (promise,) = found(late)
    assert promise.state == "fulfilled" and "19 days late" in promise.links[0].agreed


def test_an_article_that_tells_both_proves_nothing_undated() -> None:
    (promise,) = found([report("2025-06-10", pledge(), aid(on=None))], on="2025-07-01")
    assert promise.state == "open"


def test_threats_are_told_apart() -> None:
    threat = aid("SANCTION", status="future", sentence="Aland will sanction Borduria.", trigger="sanction")
    demand = aid(
        "REQUEST", status="future", planned=("AID", None, None), sentence="Aland will ask for aid.", trigger="ask"
    )
    kinds = {promise.planned_type: promise.kind for promise in found([report("2025-06-10", threat, demand)])}
    assert kinds == {"SANCTION": "threat", "REQUEST": "threat"}


def test_corrections_by_hand() -> None:
    ledger = books(
        [
            report("2025-06-10", hope()),
            report("2025-06-18", meeting("2025-06-17")),
            report("2025-07-02", aid(on="2025-07-01")),
        ]
    )
    relation = ledger.relation("ALA", "BOR")
    promise = _of(relation.promises(), "CONSULT")
    met = promise.links[0].citation.event_id
    ledger.correct(promise.id, met, None, author="me")
    promise = _of(relation.promises(), "CONSULT")
    assert promise.state == "open" and not promise.links and not promise.possible
    wheat = ledger.sql("SELECT id FROM events WHERE event_type = 'AID'")["id"].to_pylist()[0]
    ledger.correct(promise.id, wheat, "breaks", author="you", note="they sent wheat instead")
    promise = _of(relation.promises(), "CONSULT")
    assert (promise.state, promise.links[0].author, promise.links[0].score) == ("broken", "you", None)
    assert "they sent wheat instead" in promise.links[0].citation.why
    ledger.correct(promise.id, met, "fulfils", author="me")
    ledger.correct(promise.id, wheat, None, author="me")
    promise = _of(relation.promises(), "CONSULT")
    assert (promise.state, promise.links[0].citation.event_id) == ("fulfilled", met)


def _of(promises: Sequence[Promise], planned: str) -> Promise:
    (one,) = (promise for promise in promises if promise.planned_type == planned)
    return one


def test_of_all_pairs() -> None:
    to_two = act(
        "AGREE",
        actors=(ALA,),
        recipients=(BOR, SYL),
        planned=("AID", None, None),
        sentence="Aland pledged aid.",
        trigger="pledged",
    )
    promises = list(select(books([report("2025-06-10", to_two)])))
    assert [(p.one, p.other, p.state) for p in promises] == [("ALA", "BOR", "open"), ("ALA", "SYL", "open")]
    assert {p.state for p in promises} <= set(STATES)


def test_rates_count_what_is_over() -> None:
    kept = [report("2025-01-01", pledge()), report("2025-01-12", aid(on="2025-01-11"))]
    watched = report("2025-08-20", meeting("2025-08-19"))
    promises = found([*kept, watched], on="2026-06-01")
    (rate,) = keeping(promises, date(2026, 6, 1))
    assert (rate.group, rate.due, rate.fulfilled, rate.rate, rate.delay) == ("ALA", 1, 1, 1.0, 10.0)
    (rate,) = keeping(promises, date(2025, 6, 1))
    assert (rate.promises, rate.due, rate.rate) == (1, 0, None)
    assert [one.group for one in keeping(promises, date(2026, 6, 1), by="act")] == ["AID"]
    with pytest.raises(UsageError):
        keeping(promises, date(2026, 6, 1), by="colour")


def test_intervals_against_known_values() -> None:
    # Wilson's interval of 8 of 10 at 90%, worked out by hand from the formula.
    assert wilson(8, 10) == pytest.approx((0.5396, 0.9315), abs=2e-3)
    assert wilson(0, 5)[0] == 0.0 and wilson(5, 5)[1] == pytest.approx(1.0)
    assert median([]) == (None, None, None)
    assert median([3, 5]) == (4.0, None, None)
    middle, low, high = median(list(range(1, 102)))
    assert middle == 51 and low is not None and high is not None and 40 <= low < 51 < high <= 62


def test_the_seed(seed_dir: Any) -> None:
    """The hope of the report that started the project is an open promise."""
    coder = detente.load("en")
    text = next(seed_dir.glob("*.txt")).read_text(encoding="utf-8")
    ledger = detente.Ledger(":memory:")
    ledger.add([coder.code(detente.Article(text=text, published=date(2025, 6, 10)))])
    relation = ledger.relation("JPN", "KOR")
    (promise,) = (p for p in relation.promises() if p.strength == "hoped")
    assert (promise.planned_type, promise.by, promise.state, promise.leader) == (
        "CONSULT",
        ("JPN",),
        "open",
        "Shigeru Ishiba",
    )
    calls = [(c.kind, c.level, c.start, c.end) for c in relation.contacts()]
    assert ("call", "leaders", date(2025, 6, 9), date(2025, 6, 9)) in calls
    assert ("call", "leaders", date(2017, 5, 10), date(2017, 5, 30)) in calls


def test_rows_without_words_or_persons_answer_nothing_for_sure() -> None:
    ledger = books([report("2025-06-10", pledge()), report("2025-07-02", aid(on="2025-07-01"))])
    acts = journal.between(ledger, "ALA", "BOR")
    bare = [dataclasses.replace(one, sentence=None, trigger=None, origin="imported") for one in acts]
    (promise,) = gathered(bare, date(2027, 1, 1))
    assert promise.state == "unknown" and not promise.links
    assert [link.relation for link in promise.possible] == ["fulfils"]


def test_persons_in_imported_names() -> None:
    assert identify("Shinzo Abe", "JPN") == ("person:shinzo-abe", None)
    assert identify("Shinzo Abe", "KOR") == (None, None)
    assert identify("Head of Government (Japan)", "JPN")[0] is None
    assert identify("Police (Kenya)", "KEN") == (None, None)
