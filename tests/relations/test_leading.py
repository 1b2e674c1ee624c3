"""Who led a state on a day, against what is generally known; the rules on rows made for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors import registry
from detente.actors.entries import Person, Tenure
from detente.relations.leading import _Epoch, _epochs, _segments, leading, terms
from detente.tables import read_table

# Who led in fact, by general knowledge: offices of all kinds, and changes of system.
LED = """
TUR 2012-01-15 Recep Tayyip Erdoğan
TUR 2016-01-15 Recep Tayyip Erdoğan
TUR 1995-01-15 Tansu Çiller
PAK 2014-01-15 Nawaz Sharif
PAK 2019-01-15 Imran Khan
PAK 2003-01-15 Pervez Musharraf
IRN 1985-01-15 Ruhollah Khomeini
IRN 2015-07-14 Hassan Rouhani
RUS 1986-01-15 Mikhail Gorbachev
RUS 2007-01-15 Vladimir Putin
RUS 2008-03-15 Vladimir Putin
RUS 2010-01-15 Dmitry Medvedev
RUS 2013-01-15 Vladimir Putin
DEU 2010-01-15 Angela Merkel
ISR 2015-01-15 Benjamin Netanyahu
IND 2010-01-15 Manmohan Singh
JPN 2015-12-28 Shinzo Abe
KOR 2017-02-15 Hwang Kyo-ahn
KOR 2025-06-09 Lee Jae-myung
USA 2025-01-19 Joe Biden
USA 2025-01-20 Donald Trump
CHN 1985-01-15 Deng Xiaoping
CHN 2010-01-15 Hu Jintao
GBR 2022-12-20 Rishi Sunak
FRA 2015-01-15 François Hollande
ITA 2023-01-15 Giorgia Meloni
ARM 2016-01-15 Serzh Sargsian
ARM 2019-01-15 Nikol Pashinyan
GEO 2010-01-15 Mikheil Saakashvili
GEO 2024-06-15 Irakli Kobakhidze
MMR 2018-01-15 Aung San Suu Kyi
PRK 2015-01-15 Kim Jong-un
SAU 2020-01-15 Salman bin Abd al-Aziz Al Saud
QAT 2020-01-15 Tamim bin Hamad
"""


@pytest.mark.parametrize("line", LED.strip().splitlines())
def test_who_led(line: str) -> None:
    code, on, name = line.split(" ", 2)
    found = leading(code, date.fromisoformat(on))
    assert found is not None
    assert found.name == name


def test_a_leader_who_changes_office_leads_on() -> None:
    last = terms("TUR")[-1]
    assert (last.name, last.office, last.start) == (
        "Recep Tayyip Erdoğan",
        "Prime Minister, President",
        date(2003, 3, 14),
    )


def test_an_office_asked_for_is_that_office() -> None:
    supreme = terms("IRN", "Supreme Leader")
    assert [one.name for one in supreme] == ["Ruhollah Khomeini", "Ali Khamenei"]
    assert supreme[-1].end is None


def test_no_two_lead_at_once() -> None:
    for code in registry.load().offices:
        held = terms(code)
        for earlier, later in pairwise(held):
            assert earlier.end is not None, (code, earlier)
            assert later.start is not None and earlier.end < later.start, (code, earlier, later)


def test_what_leads_no_state_has_no_leader() -> None:
    assert terms("IGO") == ()
    assert leading("NGO", date(2020, 1, 1)) is None
    assert all(one.name != "Yahya Sinwar" for one in terms("PSE"))


def test_rows_of_the_table_do_not_overlap_and_name_offices() -> None:
    by_country: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_table("relations", "leading.tsv"):
        assert row["country"] in registry.load().offices
        assert row["offices"] and row["source"]
        by_country[row["country"]].append((row["start"] or "0001-01-01", row["end"] or "9999-12-31"))
    for spans in by_country.values():
        spans.sort()
        assert all(end < start for (_, end), (start, _) in pairwise(spans))


def row(name: str, start: date | None, end: date | None, grain: str = "day", source: str = "CIA") -> Tenure:
    return Tenure(Person(name, "ALA", name, name, ""), "ALA", "President", start, end, grain, source)


def led(*rows: Tenure) -> list[tuple[str, date, date]]:
    """Name, first and last day, what hangs together in one."""
    found: list[tuple[str, date, date]] = []
    for start, end, one in _segments(list(rows), [_Epoch(date.min, date.max, ("President",), False)]):
        if found and found[-1][0] == one.person.name and found[-1][2] + timedelta(days=1) == start:
            start = found.pop()[1]
        found.append((one.person.name, start, end))
    return found


def test_who_came_last_leads_though_the_row_before_ends_late() -> None:
    found = led(row("A", date(2011, 1, 1), date(2020, 12, 31)), row("B", date(2018, 6, 2), None))
    assert found == [("A", date(2011, 1, 1), date(2018, 6, 1)), ("B", date(2018, 6, 2), date.max)]


def test_a_row_known_by_the_year_yields() -> None:
    early = row("A", date(2015, 1, 1), None, "year", "recollection")
    assert led(early, row("B", date(2015, 9, 15), None))[-1] == ("B", date(2015, 9, 15), date.max)
    late = row("A", date(2015, 12, 1), None, "year", "recollection")
    assert led(late, row("B", date(2015, 9, 15), None)) == [("B", date(2015, 9, 15), date.max)]


def test_two_who_begin_on_one_day_leave_it_open() -> None:
    assert led(row("A", date(2013, 4, 9), None), row("B", date(2013, 4, 9), None)) == []


days = st.dates(date(1990, 1, 1), date(2024, 12, 31))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), days, st.integers(0, 4000) | st.none()), max_size=6))
def test_stretches_lie_in_rows_and_never_overlap(made: list[tuple[str, date, int | None]]) -> None:
    rows = [row(name, a, None if n is None else a + timedelta(days=n)) for name, a, n in made]
    found = led(*rows)
    for name, start, end in found:
        own = [r for r in rows if r.person.name == name]
        assert all(any(r.holds(on) for r in own) for on in (start, end))
    for (_, _, end), (_, start, _) in pairwise(found):
        assert end < start


def test_every_day_belongs_to_one_epoch() -> None:
    for code in registry.load().offices:
        epochs = list(_epochs(code))
        assert epochs[0].start == date.min
        assert epochs[-1].end == date.max
        for one, other in pairwise(epochs):
            assert one.end + timedelta(days=1) == other.start
