"""Accuracy floors: no figure falls more than a standard error below the best that was written down."""

import json

import pytest

from benchmarks.accuracy import FLOORS, PARTS, Figure, failures

pytestmark = pytest.mark.usefixtures("data_dir", "gold_dir")


@pytest.mark.parametrize("part", PARTS)
def test_figures_stay_above_their_floors(part):
    floors = json.loads(FLOORS.read_text())["floors"]
    figures = list(PARTS[part]())
    assert {f.name for f in figures} <= set(floors), (
        "a figure without a floor: run python -m benchmarks.accuracy --write"
    )
    assert not failures(figures, floors)


@pytest.mark.parametrize(
    ("value", "lower_is_better", "broken"),
    [(0.48, False, False), (0.40, False, True), (0.60, False, False), (0.60, True, True), (0.52, True, False)],
)
def test_a_floor_breaks_only_beyond_a_standard_error(value, lower_is_better, broken):
    figure = Figure("f", "d", value, 0.05, lower_is_better=lower_is_better)
    assert bool(failures([figure], {"f": 0.5})) is broken
