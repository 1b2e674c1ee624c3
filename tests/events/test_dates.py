"""Expressions of time: what they mean on a given day of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.events.dates import DateExpression, expressions, periods

NLP = spacy.blank("en")
TUESDAY = date(2025, 6, 10)


def read(text: str, published: date | None = TUESDAY) -> list[DateExpression]:
    return list(expressions(NLP(text), published))


def days(text: str, published: date | None = TUESDAY) -> list[tuple[str, str, str] | None]:
    return [
        (e.interval.start.isoformat(), e.interval.end.isoformat(), e.granularity or "") if e.interval else None
        for e in read(text, published)
    ]


def day(text: str) -> tuple[str, str, str]:
    return (text, text, "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on June 4, 2019.", day("2019-06-04")),
        ("They met on 4 June 2019.", day("2019-06-04")),
        ("They met on 4th June, 2019.", day("2019-06-04")),
        ("They met on the 17th of May 2019.", day("2019-05-17")),
        ("They met on the seventeenth of May.", day("2025-05-17")),
        ("They met on 2019-06-04.", day("2019-06-04")),
        ("They met on 25/4/2019.", day("2019-04-25")),
        ("They met on 4/25/2019.", day("2019-04-25")),
        ("They met on 25.04.2019.", day("2019-04-25")),
        ("They met on May 17.", day("2025-05-17")),
        ("They met on Sept. 30.", day("2024-09-30")),
        ("They met on Dec. 20.", day("2024-12-20")),
        ("WASHINGTON, March 3 - The minister spoke.", day("2025-03-03")),
        ("They met on Friday, June 6.", day("2025-06-06")),
        ("They met in June 2019.", ("2019-06-01", "2019-06-30", "month")),
        ("They met in late May.", ("2025-05-22", "2025-05-31", "span")),
        ("They met in mid-2015.", ("2015-05-02", "2015-09-01", "span")),
        ("They met in the early 1990s.", ("1990-01-01", "1993-05-01", "span")),
        ("They met in the 1980s.", ("1980-01-01", "1989-12-31", "decade")),
        ("They met in the '90s.", ("1990-01-01", "1999-12-31", "decade")),
        ("They met in the 19th century.", ("1800-01-01", "1899-12-31", "span")),
        ("They met in the third quarter of 2019.", ("2019-07-01", "2019-09-30", "quarter")),
        ("They met in Q3 2019.", ("2019-07-01", "2019-09-30", "quarter")),
        ("They met in the second half of 2019.", ("2019-07-01", "2019-12-31", "half")),
        ("They met in the summer of 1998.", ("1998-06-01", "1998-08-31", "season")),
        ("They met in the winter of 1994.", ("1993-12-01", "1994-02-28", "season")),
        ("They met in 1998.", ("1998-01-01", "1998-12-31", "year")),
        ("They met in nineteen ninety-seven.", ("1997-01-01", "1997-12-31", "year")),
        ("They met in May last year.", ("2024-05-01", "2024-05-31", "month")),
        ("They met last December.", ("2024-12-01", "2024-12-31", "month")),
        ("They met on March 20 last year.", day("2024-03-20")),
        ("They met on Christmas Day.", day("2024-12-25")),
        ("They met on June 4-6.", ("2025-06-04", "2025-06-06", "span")),
        ("They met on 8-10 June 2021.", ("2021-06-08", "2021-06-10", "span")),
        ("They met from May 30 to June 2.", ("2025-05-30", "2025-06-02", "span")),
        ("They met between March and May.", ("2025-03-01", "2025-05-31", "span")),
        ("They met from 2015 to 2018.", ("2015-01-01", "2018-12-31", "span")),
        ("They have met since 2014.", ("2014-01-01", "2025-06-10", "span")),
        ("They met on Monday.", day("2025-06-09")),
        ("They met on Tuesday.", day("2025-06-10")),
        ("They met on Wednesday.", day("2025-06-04")),
        ("They will meet on Wednesday.", day("2025-06-11")),
        ("They met last Tuesday.", day("2025-06-03")),
        ("They meet next Tuesday.", day("2025-06-17")),
        ("They met on Monday last week.", day("2025-06-02")),
        ("They met yesterday.", day("2025-06-09")),
        ("They meet today.", day("2025-06-10")),
        ("They meet tomorrow.", day("2025-06-11")),
        ("They met the day before yesterday.", day("2025-06-08")),
        ("They met this week.", ("2025-06-09", "2025-06-15", "week")),
        ("They met last month.", ("2025-05-01", "2025-05-31", "month")),
        ("They meet next year.", ("2026-01-01", "2026-12-31", "year")),
        ("They met earlier this year.", ("2025-01-01", "2025-06-10", "span")),
        ("They will meet later this month.", ("2025-06-10", "2025-06-30", "span")),
        ("They met two weeks ago.", ("2025-05-26", "2025-06-01", "week")),
        ("They met ten days ago.", day("2025-05-31")),
        ("They met a decade ago.", ("2015-01-01", "2015-12-31", "year")),
        ("They met over the weekend.", ("2025-06-07", "2025-06-08", "span")),
        ("They met Monday night.", day("2025-06-09")),
        ("They met at 4:00 A.M. on Monday.", day("2025-06-09")),
        ("They met last night.", day("2025-06-09")),
        ("They met in the past five years.", ("2020-06-10", "2025-06-10", "span")),
    ],
)
def test_an_expression_is_read_against_publication(text: str, expected: tuple[str, str, str]) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("They met in December.", date(1987, 3, 27), ("1986-12-01", "1986-12-31", "month")),
        ("They will meet in January.", date(1989, 10, 26), ("1990-01-01", "1990-01-31", "month")),
        ("They met last October.", date(1987, 3, 3), ("1986-10-01", "1986-10-31", "month")),
        ("They met on February 29.", date(2025, 6, 10), day("2024-02-29")),
        ("They met this weekend.", date(2019, 8, 24), ("2019-08-24", "2019-08-25", "span")),
        ("They met on Sunday.", date(2025, 1, 1), day("2024-12-29")),
        ("They met last week.", date(2021, 1, 4), ("2020-12-28", "2021-01-03", "week")),
    ],
)
def test_years_turn(text: str, published: date, expected: tuple[str, str, str]) -> None:
    assert days(text, published) == [expected]


def test_a_story_moves_on_from_its_last_date() -> None:
    text = "He came on May 3. Three days later he left. A day earlier she had arrived. They met the following day."
    assert days(text) == [day("2025-05-03"), day("2025-05-06"), day("2025-05-05"), day("2025-05-06")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("They talked for three years.", "DURATION", "P3Y"),
        ("They held a two-day summit.", "DURATION", "P2D"),
        ("It lasted 2 1/2 hours.", "DURATION", "PT2.5H"),
        ("They meet every year.", "SET", "P1Y"),
        ("They meet each Thursday.", "SET", "XXXX-WXX-4"),
        ("It appears daily.", "SET", "P1D"),
        ("They are now talking.", "DATE", "PRESENT_REF"),
        ("They recently talked.", "DATE", "PAST_REF"),
        ("They met several years ago.", "DATE", "PAST_REF"),
        ("It was in fiscal 2019.", "DATE", "2019"),
    ],
)
def test_lengths_sets_and_vague_times_fix_no_day(text: str, kind: str, value: str) -> None:
    (found,) = read(text)
    assert (found.kind, found.value, found.interval) == (kind, value, None)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "May I go?",
        "The sun was the second in size.",
        "It cost 1,500 dollars, 747 of them spent.",
        "Some 2000 people died.",
        "The Boeing 747-1900 flew.",
        "They held a march and an august ceremony.",
        "The price will fall further.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["on February 30", "on 31 April 2020", "on 6/4/2019", "on 2019-13-01"])
def test_an_impossible_or_ambiguous_date_is_kept_with_its_reason(text: str) -> None:
    (found,) = read(text)
    assert found.interval is None
    assert found.why


@pytest.mark.parametrize(
    "text", ["on Monday", "yesterday", "last month", "two weeks ago", "May 17", "three days later"]
)
def test_without_a_publication_date_nothing_relative_is_dated(text: str) -> None:
    (found,) = read(f"They met {text}.", None)
    assert found.interval is None
    assert "not known" in found.why or "the text has none" in found.why


def test_explicit_dates_need_no_publication_date() -> None:
    assert days("They met on June 4, 2019.", None) == [day("2019-06-04")]


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200), st.one_of(st.none(), st.dates()))
def test_any_text_is_read_and_offsets_fit(text: str, published: date | None) -> None:
    doc = NLP(text)
    position = 0
    for found in expressions(doc, published):
        assert position <= found.start < found.end <= len(text)
        assert 0 <= found.first < found.last <= len(doc)
        assert doc[found.first].idx <= found.start
        position = found.end


_WORDS = (
    "the last next this Monday May March 3 17th 2019 1990s '90s of in early late mid - , quarter first year week ago "
    "two a few days earlier later every night at 4:00 p.m. since from to and between until end 30 February 9999 1000"
).split()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(_WORDS), max_size=12), st.one_of(st.none(), st.dates()))
def test_any_row_of_date_words_is_read(row: list[str], published: date | None) -> None:
    for found in read(" ".join(row), published):
        assert found.why
        assert found.interval is None or found.interval.start <= found.interval.end


@settings(deadline=None, max_examples=40)
@given(
    st.dates(min_value=date(200, 1, 1)),
    st.sampled_from(["day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"]),
)
def test_a_period_holds_its_day_and_shifts_by_one(when: date, unit: str) -> None:
    period = periods.of(unit, when)
    if unit != "weekend":
        assert period.start <= when <= period.end
    try:
        following = periods.shift(period, 1)
    except periods.ImpossibleDate:
        assert when.year > 9800 or when == date.max
        return
    if unit != "weekend":
        assert following.start == period.end + timedelta(days=1) or unit == "century"
    assert periods.shift(following, -1) == period


@settings(deadline=None, max_examples=40)
@given(st.dates())
def test_weeks_agree_with_the_iso_calendar(when: date) -> None:
    try:
        period = periods.week(when)
    except periods.ImpossibleDate:
        assert when > date(9999, 12, 20)
        return
    year, week, _ = when.isocalendar()
    assert period.value == f"{year:04}-W{week:02}"
    assert period.start == date.fromisocalendar(year, week, 1)
    assert (period.end - period.start).days == 6


@settings(deadline=None, max_examples=40)
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_written_out_is_read_back(when: date) -> None:
    for text in (f"{when:%B} {when.day}, {when.year}", f"{when.day} {when:%B} {when.year}", when.isoformat()):
        assert days(f"on {text}", None) == [day(when.isoformat())]


@settings(deadline=None, max_examples=40)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_weekdays_lie_within_a_week_of_publication(published: date) -> None:
    for offset in range(7):
        name = f"{published - timedelta(days=offset):%A}"
        assert days(f"They met on {name}.", published) == [day((published - timedelta(days=offset)).isoformat())]
