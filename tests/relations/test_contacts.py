"""A contact is counted once, however many reports tell of it, and each telling can be followed to its words."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.relations import tellings
from detente.relations.acts import Act, Person
from detente.relations.contacts import frequency, gathered, select, since_last
from tests.relations.books import ADA, ALA, BOR, CARL, EVA, SYL, act, books, report

BOTH = (ADA, CARL)


def call(on: str | None, **fields: object) -> dict[str, object]:
    sentence = "Berg spoke with Dorn by phone."
    return act("CONSULT", "phone", on=on, actors=BOTH, sentence=sentence, trigger="spoke", **fields)  # type: ignore[arg-type]


def test_many_reports_of_one_call() -> None:
    ledger = books(
        [
            report("2025-06-10", call("2025-06-09"), name="a"),
            report("2025-06-11", call("2025-06-09"), name="b"),
            report("2025-06-12", call(None), name="c"),
            report("2025-06-20", call("2025-06"), name="d"),
        ]
    )
    (found,) = ledger.relation("BOR", "ALA").contacts()
    assert (found.kind, found.level, found.start, found.end) == ("call", "leaders", date(2025, 6, 9), date(2025, 6, 9))
    assert (found.one, found.other, found.people_one, found.people_other) == (
        "BOR",
        "ALA",
        ("Carl Dorn",),
        ("Ada Berg",),
    )
    assert found.reports == len(found.evidence) == 4
    assert [citation.why.split(";")[0] for citation in found.evidence] == [
        "the first telling",
        "the same days",
        "the same days",
        "the same story",
    ]
    assert all(citation.trigger == "spoke" for citation in found.evidence)


def test_what_keeps_contacts_apart() -> None:
    meeting = act("CONSULT", on="2025-06-09", actors=BOTH, sentence="Berg met Dorn.", trigger="met")
    ministers = act(
        "CONSULT", "phone", on="2025-06-09", actors=(ADA, EVA), sentence="Berg called Eck.", trigger="called"
    )
    ledger = books(
        [
            report("2025-06-10", call("2025-06-09"), name="call"),
            report("2025-06-10", meeting, name="another kind"),
            report("2025-06-10", ministers, name="another person"),
            report("2025-06-20", call("2025-06-19"), name="another day"),
            report("2025-08-20", call(None), name="news of much later"),
        ]
    )
    found = ledger.relation("ALA", "BOR").contacts()
    assert {(c.kind, c.start and c.start.day, c.level) for c in found[:3]} == {
        ("call", 9, "leaders"),
        ("call", 9, "ministers"),
        ("meeting", 9, "leaders"),
    }
    assert [(c.kind, c.start and c.start.day) for c in found[3:]] == [("call", 19), ("call", None)]


def test_host_place_occasion_and_third_parties() -> None:
    sentence = "Berg, Dorn and Syldavia's envoy met in Tokyo on the sidelines of the Pacific Forum."
    summit = act(
        "CONSULT", "multilateral", on="2025-06-09", actors=(*BOTH, SYL), sentence=sentence, trigger="met", place="Tokyo"
    )
    visit = act(
        "CONSULT",
        "visit",
        on="2025-07",
        actors=(CARL,),
        recipients=(ALA,),
        sentence="Dorn visited Aland.",
        trigger="visited",
    )
    first, second = books([report("2025-06-10", summit), report("2025-08-10", visit)]).relation("ALA", "BOR").contacts()
    assert (first.host, first.place, first.occasion, first.others) == ("JPN", "Tokyo", "the Pacific Forum", ("SYL",))
    assert (second.kind, second.host, second.level, second.levels) == ("visit", "ALA", None, (None, "leaders"))


def test_a_visit_of_several_days_is_one() -> None:
    def visit(on: str) -> dict[str, object]:
        return act(
            "CONSULT", "visit", on=on, actors=(CARL,), recipients=(ALA,), sentence="Dorn visited.", trigger="visited"
        )

    ledger = books(report(f"2025-06-{d:02}", visit(f"2025-06-{d:02}")) for d in (1, 2, 3, 9))
    assert [(c.start, c.end) for c in ledger.relation("ALA", "BOR").contacts()] == [
        (date(2025, 6, 1), date(2025, 6, 3)),
        (date(2025, 6, 9), date(2025, 6, 9)),
    ]


def test_what_is_no_contact_of_states() -> None:
    rebels = act("CONSULT", on="2025-06-09", actors=(ADA, _rebel()), sentence="Berg met rebels.", trigger="met")
    planned = act(
        "CONSULT", on="2025-06-09", actors=BOTH, sentence="Berg will meet Dorn.", trigger="meet", status="future"
    )
    assert books([report("2025-06-10", rebels, planned)]).relation("ALA", "BOR").contacts() == ()


def _rebel() -> object:
    from detente.records import Actor

    return Actor("group:x", "Front", "BOR", "REB", ("REB",))


def test_frequency_and_time_since_the_last() -> None:
    ledger = books(report(on, call(on), name=on) for on in ("2024-12-31", "2025-01-02", "2025-06-09"))
    found = ledger.relation("ALA", "BOR").contacts()
    assert frequency(found) == ((date(2024, 1, 1), "call", 1), (date(2025, 1, 1), "call", 2))
    assert len(frequency(found, "month")) == 3
    assert since_last(found, date(2025, 6, 19)) == 10
    assert since_last(found, date(2025, 6, 1)) == 150
    assert since_last(found, date(2025, 6, 19), kinds=["summit"]) is None
    with pytest.raises(UsageError):
        frequency(found, "day")


def test_of_all_pairs() -> None:
    three = act("CONSULT", on="2025-06-09", actors=(ALA, BOR, SYL), sentence="They met.", trigger="met")
    found = list(select(books([report("2025-06-10", three)])))
    assert [(c.one, c.other) for c in found] == [("ALA", "BOR"), ("ALA", "SYL"), ("BOR", "SYL")]


def _told(number: int, start: int | None, length: int, mode: str | None, person: str | None, published: int) -> Act:
    first = None if start is None else date(2025, 1, 1) + timedelta(days=start)
    who = () if person is None else (Person(f"person:{person}", person, "President", "GOV"),)
    return Act(
        event_id=f"{number:04}",
        article_id=f"a{number}",
        origin="coded",
        published=date(2025, 1, 1) + timedelta(days=published),
        start=first,
        end=None if first is None else first + timedelta(days=length),
        granularity=None,
        actor="ALA",
        recipient="BOR",
        reciprocal=True,
        actors=who,
        recipients=(),
        event_type="CONSULT",
        event_mode=mode,
        contexts=(),
        cameo=None,
        status="actual",
        strength="asserted",
        historical=False,
        planned_type=None,
        planned_mode=None,
        planned_start=None,
        planned_end=None,
        channel=None,
        story=None,
        source=None,
        url=None,
        mentions=1,
        confidence=None,
        sentence=None,
        trigger=None,
        place=None,
        parties=("ALA", "BOR"),
    )


_acts = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 60)),
        st.sampled_from([0, 0, 3, 30]),
        st.sampled_from(["phone", "visit", None]),
        st.sampled_from(["Ada", "Eva", None]),
        st.integers(0, 90),
    ),
    max_size=12,
)


@given(_acts)
@settings(max_examples=60)
def test_every_telling_counts_once_and_order_does_not_matter(
    drawn: list[tuple[int | None, int, str | None, str | None, int]],
) -> None:
    acts = [_told(number, *one) for number, one in enumerate(drawn)]
    found = gathered(acts, "ALA", "BOR")
    told = sorted(citation.event_id for contact in found for citation in contact.evidence)
    assert told == [one.event_id for one in acts]
    assert gathered(reversed(acts), "ALA", "BOR") == found
    for contact in found:
        modes = {acts[int(citation.event_id)].event_mode for citation in contact.evidence}
        assert not modes >= {"phone", "visit"}


@given(_acts, st.lists(st.sampled_from([3, 25, 60, 400]), max_size=4))
@settings(max_examples=80, deadline=None)
def test_looking_only_near_by_finds_the_same(
    drawn: list[tuple[int | None, int, str | None, str | None, int]], wide: list[int]
) -> None:
    """Candidates are looked up by day, month, story, article and report; comparing with all gives no other contacts."""

    class All(tellings.Groups):
        def _near(self, told: tellings.Telling) -> list[tellings.Group]:
            return list(self)

    acts = [_told(number, *one) for number, one in enumerate(drawn)]
    for number, days in enumerate(wide[: len(acts)]):
        if (start := acts[number].start) is not None:
            acts[number] = replace(acts[number], end=start + timedelta(days=days))
    acts = [replace(one, article_id=f"a{n % 5}", story=None if n % 3 else f"s{n % 2}") for n, one in enumerate(acts)]
    told = sorted((tellings.telling(one) for one in acts), key=tellings.order)
    near, everywhere = tellings.Groups(), All()
    for one in told:
        near.add(one)
        everywhere.add(one)
    assert [g.tellings for g in near] == [g.tellings for g in everywhere]


def test_the_work_grows_with_the_number_of_meetings() -> None:
    """Four times the meetings in four times the days are compared four times as often, not sixteen times."""

    def compared(number: int) -> int:
        looked_at = 0

        class Counted(tellings.Groups):
            def _near(self, told: tellings.Telling) -> list[tellings.Group]:
                nonlocal looked_at
                found = super()._near(told)
                looked_at += len(found)
                return found

        groups, drawn = Counted(), random.Random(1)
        acts = [
            _told(
                n, drawn.choice([None, n, n, n]), drawn.choice([0, 0, 3, 30]), drawn.choice(["phone", "visit"]), None, n
            )
            for n in range(number)
        ]
        for one in sorted((tellings.telling(one) for one in acts), key=tellings.order):
            groups.add(one)
        return looked_at

    few, many = compared(200), compared(800)
    assert few > 200 and many < 6 * few
