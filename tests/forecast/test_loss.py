"""The slope of the loss against differences of the loss itself, written out answer by answer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lightgbm", reason="needs the extra `forecast`")

from benchmarks.forecast.loss import TRUST, gradients

candidate = st.tuples(st.floats(-6, 6), st.booleans())
questions = st.lists(
    st.lists(candidate, min_size=1, max_size=6).filter(lambda rows: any(right for _, right in rows)), min_size=1
)


def loss(scores: list[float], right: list[bool]) -> float:
    """The loss of one question: its right answers one by one, the others left out."""
    wrong = sum(math.exp(score) for score, is_right in zip(scores, right, strict=True) if not is_right)
    chances = [
        math.exp(score) / (math.exp(score) + wrong) for score, is_right in zip(scores, right, strict=True) if is_right
    ]
    return sum((1 - chance**TRUST) / TRUST for chance in chances)


@given(questions)
def test_the_slope_is_that_of_the_loss_of_each_answer(asked):
    rows = [row for question in asked for row in question]
    scores, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    slope, curvature = gradients(scores, right, np.array([len(question) for question in asked]))
    assert (curvature > 0).all()
    step, at = 1e-4, 0
    for question in asked:
        own, marks = [row[0] for row in question], [row[1] for row in question]
        for place in range(len(question)):
            up, down = list(own), list(own)
            up[place] += step
            down[place] -= step
            assert slope[at + place] == pytest.approx((loss(up, marks) - loss(down, marks)) / (2 * step), abs=1e-5)
        at += len(question)


def test_far_scores_leave_slopes_finite():
    slope, curvature = gradients(
        np.array([900.0, -900.0, -800.0, 0.0]), np.array([True, True, False, True]), np.array([3, 1])
    )
    assert np.isfinite(slope).all()
    assert np.isfinite(curvature).all()
    assert slope[2] >= 0
