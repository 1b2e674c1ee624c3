"""Members of organisations by date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.actors import is_member, members, registry, resolve
from detente.actors.members import memberships
from detente.records import Actor, Unresolved
from detente.views.cli import app


@pytest.mark.parametrize(
    ("code", "organisation", "on", "member"),
    [
        ("GBR", "EU", date(2020, 1, 31), True),
        ("GBR", "EU", date(2020, 2, 1), False),
        ("FIN", "NATO", date(2023, 4, 3), False),
        ("FIN", "the North Atlantic Treaty Organization", date(2023, 4, 4), True),
        ("MLI", "ECOWAS", date(2025, 1, 28), True),
        ("MLI", "ECOWAS", date(2025, 1, 29), False),
        ("ECU", "OPEC", date(2000, 1, 1), False),
        ("ECU", "OPEC", date(2010, 1, 1), True),
        ("RUS", "G8", date(2010, 1, 1), True),
        ("TWN", "P5", date(1960, 1, 1), True),
        ("CHN", "P5", date(1972, 1, 1), True),
        ("HRV", "org:EURO", date(2023, 1, 1), True),
    ],
)
def test_members_by_day(code: str, organisation: str, on: date, member: bool) -> None:
    assert is_member(code, organisation, on) is member


def test_unknown_organisations_say_so() -> None:
    assert isinstance(is_member("JPN", "the Chess Club", date(2020, 1, 1)), Unresolved)
    assert isinstance(members("Hezbollah", date(2020, 1, 1)), Unresolved)


def test_every_row_names_a_known_organisation_and_state() -> None:
    known = registry.load()
    for row in registry.rows("members"):
        assert f"org:{row['organisation']}" in known.bodies, row
        assert row["code"] in known.bodies, row
        assert not row["end"] or row["start"] <= row["end"], row


@given(st.sampled_from(["EU", "NATO", "OPEC", "COMMONWEALTH", "UN"]), st.dates(date(1946, 1, 1), date(2026, 1, 1)))
def test_members_change_only_on_the_days_of_the_table(organisation: str, on: date) -> None:
    rows = memberships(organisation)
    assert not isinstance(rows, Unresolved)
    after = on + timedelta(days=1)
    if members(organisation, on) != members(organisation, after):
        assert any(after == m.start or on == m.end for m in rows)


def test_the_command_lists_them() -> None:
    done = CliRunner().invoke(app, ["members", "BRICS", "--on", "2012-01-01"])
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["BRA", "CHN", "IND", "RUS", "ZAF"]
    assert "unresolved" in CliRunner().invoke(app, ["members", "nobody", "--on", "2012-01-01"]).stdout


def test_a_member_by_name_is_the_state() -> None:
    for phrase, code in [("NATO ally Turkey", "TUR"), ("EU member Hungary", "HUN"), ("neighbouring Chad", "TCD")]:
        found = resolve(phrase)
        assert isinstance(found, Actor), phrase
        assert found.country == code, found
