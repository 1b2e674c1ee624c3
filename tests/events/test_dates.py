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
        ("They met the week of June 16.", ("2025-06-16", "2025-06-22", "week")),
        ("They met the week of June 17, 2019.", ("2019-06-17", "2019-06-23", "week")),
        ("The March vote failed.", ("2025-03-01", "2025-03-31", "month")),
        ("They signed a June accord.", ("2025-06-01", "2025-06-30", "month")),
        ("They left the day before last Tuesday.", day("2025-06-02")),
        ("They met last Thanksgiving.", day("2024-11-28")),
        ("They met last Christmas.", day("2024-12-25")),
        ("They met in the first half of the 1980s.", ("1980-01-01", "1984-12-31", "span")),
        ("They met in the second half of the 19th century.", ("1850-01-01", "1899-12-31", "span")),
        ("It grew in the first two quarters of 2024.", ("2024-01-01", "2024-06-30", "half")),
        ("It fell in the last two quarters of last year.", ("2024-07-01", "2024-12-31", "half")),
        ("The year was nineteen ninety-six.", ("1996-01-01", "1996-12-31", "year")),
        ("They met in the winter of nineteen ninety-four.", ("1993-12-01", "1994-02-28", "season")),
        ("They met about two years ago.", ("2023-01-01", "2023-12-31", "year")),
        ("They met less than two weeks ago.", ("2025-05-26", "2025-06-10", "span")),
        ("They met at 7:30 in the evening on Monday.", day("2025-06-09")),
        ("They met mid-afternoon yesterday.", day("2025-06-09")),
        ("They must close by year-end.", day("2025-12-31")),
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


def test_a_second_day_of_the_month_is_read_with_the_first() -> None:
    assert days("They met on April 24 and 25.") == [day("2025-04-24"), day("2025-04-25")]
    assert days("They met on April 24 and 25, 2019.") == [day("2019-04-24"), day("2019-04-25")]
    for counted in ("4 others died", "4 p.m. came", "4 of them fell", "4% agreed", "4 million fled"):
        assert days(f"It was May 3 and {counted}.")[0] == day("2025-05-03")
        assert not any(found.rule == "a further day" for found in read(f"It was May 3 and {counted}."))


def test_a_capital_alone_does_not_make_a_day_part_of_a_name() -> None:
    assert days("Q Yesterday you said so.") == [day("2025-06-09")]
    assert days("Leaders Meet Today") == [day("2025-06-10")]


def test_last_is_read_against_this() -> None:
    assert days("More voted this year than last.") == [
        ("2025-01-01", "2025-12-31", "year"),
        ("2024-01-01", "2024-12-31", "year"),
    ]


def test_what_has_run_so_far_ends_before_publication() -> None:
    october = date(2025, 10, 27)
    assert days("They shipped more this year through August.", october)[1] == ("2025-08-01", "2025-08-31", "month")
    assert days("The truce will hold until August.", october) == [("2026-08-01", "2026-08-31", "month")]


def test_a_business_report_compares_with_its_own_quarter() -> None:
    text = "Sales rose in the fourth quarter ended Aug. 26, 2024. A year earlier they fell. The quarter was good."
    assert [found.value for found in read(text)] == ["2024-Q4", "2024-08-26", "2023-Q4", "2024-Q4"]
    assert days(text)[0] == ("2024-06-01", "2024-08-26", "quarter")
    assert days(text)[2] == ("2023-06-01", "2023-08-26", "quarter")
    (quarter, _) = read("Sales rose in the quarter ended July 31, 2024.")
    assert quarter.value == "2024-Q2"
    text = "It fell in the first quarter of 2025, not the corresponding period last year. Last year's quarter was bad."
    assert [found.value for found in read(text)] == ["2025-Q1", "2024-Q1", "2024-Q1"]


def test_last_year_is_the_same_quarter_where_a_report_on_one_compares() -> None:
    report = (
        "Net in the first quarter of 2025 was $9 million, compared with $3 million last year. It was sold last year."
    )
    assert [found.value for found in read(report)] == ["2025-Q1", "2024-Q1", "2024"]
    assert [found.value for found in read("Sales were $9 million, up from $3 million last year.")] == ["2024"]


def test_weekdays_before_nights_are_repeated() -> None:
    assert [(found.kind, found.interval) for found in read("They fly on Monday and Tuesday nights.")] == [
        ("SET", None),
        ("SET", None),
    ]
    assert days("They met Monday night and Tuesday night.") == [day("2025-06-09"), day("2025-06-10")]


def test_the_past_decade_is_a_length_of_time() -> None:
    (found,) = read("It grew over the past decade.")
    assert (found.kind, found.value) == ("DURATION", "P10Y")


def test_an_article_belongs_to_the_noun_that_a_quarter_describes() -> None:
    words = "The third-quarter loss, its fourth quarter, the second quarter, a year-earlier profit"
    assert [words[found.start : found.end] for found in read(words)] == [
        "third-quarter",
        "fourth quarter",
        "the second quarter",
        "year-earlier",
    ]


def test_a_story_moves_on_from_its_last_date() -> None:
    text = "He came on May 3. Three days later he left. A day earlier she had arrived. They met the following day."
    assert days(text) == [day("2025-05-03"), day("2025-05-06"), day("2025-05-05"), day("2025-05-06")]
    assert days("They met on Friday. Earlier in the day they spoke.") == [day("2025-06-06"), day("2025-06-06")]
    assert days("They met on Friday. They will speak later in the day.") == [day("2025-06-06"), day("2025-06-10")]
    assert days("It ends on June 30. Until then it stays.") == [day("2025-06-30"), day("2025-06-30")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("They talked for three years.", "DURATION", "P3Y"),
        ("They held a two-day summit.", "DURATION", "P2D"),
        ("It lasted 2 1/2 hours.", "DURATION", "PT2.5H"),
        ("They meet every year.", "SET", "P1Y"),
        ("They meet each Thursday.", "SET", "XXXX-WXX-4"),
        ("It appears daily.", "SET", "P1D"),
        ("They meet on Tuesday nights.", "SET", "XXXX-WXX-2TNI"),
        ("It fell in the year-earlier nine months.", "DURATION", "P9M"),
        ("They are now talking.", "DATE", "PRESENT_REF"),
        ("They recently talked.", "DATE", "PAST_REF"),
        ("They met several years ago.", "DATE", "PAST_REF"),
        ("It was in fiscal 2019.", "DATE", "2019"),
        ("It rose for the full year.", "DATE", "2025"),
        ("It reached a high for the year.", "DATE", "2025"),
        ("It fell in the first weeks of the year.", "DATE", "2025"),
        ("It was so at fiscal year-end.", "DATE", "2025"),
        ("It was the corresponding period last year.", "DATE", "2024"),
        ("It shaped post-1989 politics.", "DATE", "1989"),
        ("It began more than two years ago.", "DATE", "2023"),
        ("They will soon meet.", "DATE", "FUTURE_REF"),
        ("It will go on into the future.", "DATE", "FUTURE_REF"),
        ("It matters in the short term.", "DATE", "FUTURE_REF"),
        ("They will meet at a later date.", "DATE", "FUTURE_REF"),
        ("They met in past years.", "DATE", "PAST_REF"),
        ("It is at 4 in the morning.", "TIME", "2025-06-10T04:00"),
        ("By mid-afternoon it was over.", "TIME", "2025-06-10TAF"),
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
        "The March against corruption began.",
        "They joined a March to the capital.",
        "He is in his 30s.",
        "He was soon released.",
        "They left as soon as possible.",
        "The Good Friday agreement held.",
        "She won on Super Tuesday.",
        "USA Today reported it.",
        'He spoke on "This Week" of it.',
        "It was signed by then President Novak.",
        "For the year that he served, all was well.",
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
    "two a few days earlier later every night at 4:00 p.m. since from to and between until end 30 February 9999 1000 "
    "then soon half ended morning fiscal Christmas Thanksgiving nineteen ninety - six"
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


def test_a_stretch_that_is_no_calendar_unit_moves_as_a_whole() -> None:
    late = periods.part(periods.year(2008), "late")
    moved = periods.shift(late, -1, "year")
    assert (moved.start, moved.end) == (date(2007, 9, 1), date(2007, 12, 31))


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
