"""The benchmark of relations: names made into states, rank correlations, the page that it writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from benchmarks import pages
from benchmarks.histories import country
from benchmarks.relations import KNOWN, PARTS, _clustered, _spearman, _within
from detente.actors import registry


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("South Korea", "KOR"),
        ("Police (Kenya)", "KEN"),
        ("Foreign Affairs (South Korea)", "KOR"),
        ("Angela Merkel", "DEU"),
        ("Sergey Viktorovich Lavrov", "RUS"),
        ("Citizen (Palestinian Territory, Occupied)", "PSE"),
        ("Boko Haram", None),
        ("Citizen (Africa)", None),
    ],
)
def test_countries_of_names(name: str, code: str | None) -> None:
    assert country(name, registry.load()) == code


def test_rank_correlations() -> None:
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), 5)
    one = rng.normal(size=200)
    two = one + rng.normal(size=200)
    assert _spearman(None, one, two) == pytest.approx(spearmanr(one, two).statistic)
    found = _clustered(groups, one, two, _spearman)
    assert found["low"] < found["rho"] < found["high"]
    # What differs between groups alone is nothing within them.
    assert abs(_within(groups, groups + 0.01 * rng.normal(size=200), groups + 0.01 * rng.normal(size=200))) < 0.25


def test_every_part_has_its_place_on_the_page() -> None:
    text = pages.PAGE.read_text(encoding="utf-8")
    for part in PARTS:
        assert f"<!-- {part}: written by benchmarks/relations.py -->" in text
        assert f"<!-- end of {part} -->" in text
    assert pages.TABLES.keys() == PARTS.keys()


def test_the_known_events_lie_in_the_data() -> None:
    for one, other, day, sign, _ in KNOWN:
        assert one < other
        assert sign in (-1, 1)
        assert day.year in (2014, 2018)
        assert day.month <= {2014: 11, 2018: 9}[day.year]


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    rows = [{"memory": m, "shift": s, "located": s / 3} for m in (0.0, 0.3) for s in (0.0, 1.0, 2.0, 3.0)]
    svg = pages.picture(rows)
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 6
