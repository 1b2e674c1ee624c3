"""Turns, pauses, novelty and what homes do, against counts over all facts one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("lightgbm", reason="needs the extra `forecast`")

from benchmarks.forecast.past import Day
from tests.forecast.test_past import NAMES, RELATIONS, all_features, at, histories

BOTH = 2 * RELATIONS

others = histories.map(lambda rows: [row for row in rows if row != (0, 0, 0, 0)])  # `at` puts this one first


def known_facts(rows, day):
    """Facts before the day, both ways, as (subject, relation, object, day)."""
    plain = sorted({(0, 0, 0, 0), *rows}, key=lambda row: row[3])
    plain = [row for row in plain if row[3] < day]
    return plain + [(o, r + RELATIONS, s, t) for s, r, o, t in plain]


def days_of(facts, key):
    """Days of the facts that fit a key (subject, relation, object), in which None fits all."""
    return [t for *fact, t in facts if all(want in (None, part) for want, part in zip(key, fact, strict=True))]


def turn_share(facts, doer, key, half_life):
    """Share of the doer's last facts that fell to the key; those of a day count as one turn's, and fade for those of
    later days alone."""
    own = days_of(facts, doer)
    fading = (0.5 ** (sum(other > t for other in own) / half_life) for t in days_of(facts, key))
    return sum(fading) * (1 - 0.5 ** (1 / half_life))


@given(others, st.integers(1, 12))
@settings(max_examples=15, deadline=None)
def test_turns_pauses_and_novelty_are_counts_over_earlier_facts(rows, day):
    found, facts = all_features(at(rows, day)), known_facts(rows, day)
    lot = np.random.default_rng(day)
    seen = [fact[:3] for fact in facts]
    drawn = [tuple(lot.integers((len(NAMES), BOTH, len(NAMES)))) for _ in range(20)]
    for s, r, o in seen[:20] + drawn:
        by_act = turn_share(facts, (s, r, None), (s, r, o), 8)
        assert found["turns_8"][s, r, o] == pytest.approx(by_act, rel=1e-3, abs=1e-6)
        by_subject = turn_share(facts, (s, None, None), (s, None, o), 20)
        assert found["pair_turns_20"][s, r, o] == pytest.approx(by_subject, rel=1e-3, abs=1e-6)
        turned = turn_share(facts, (o, None, None), (o, None, s), 5)
        assert found["turned_turns_5"][s, r, o] == pytest.approx(turned, rel=1e-3, abs=1e-6)

        days = sorted(set(days_of(facts, (s, r, o))))
        pause = found["triple_pause"][s, r, o]
        assert pause == pytest.approx(np.diff(days).mean()) if len(days) > 1 else math.isnan(pause)
        last = found["triple_last_pause"][s, r, o]
        assert last == days[-1] - days[-2] if len(days) > 1 else math.isnan(last)
        first = found["triple_known"][s, r, o]
        assert first == day - days[0] if days else math.isnan(first)

        new = sum(
            0.5 ** ((day - 1 - t) / 50)
            for subject, *_, other, t in facts
            if subject == o and not any(f[0] == o and f[2] == other and f[3] < t for f in facts)
        )
        assert found["new_pairs_object"][s, r, o] == pytest.approx(new, rel=1e-3, abs=1e-5)


@given(others, st.integers(1, 12))
@settings(max_examples=15, deadline=None)
def test_homes_count_what_their_people_do(rows, day):
    past = at(rows, day)
    found, facts, home = all_features(past), known_facts(rows, day), Day(past).homes.home
    acts = np.zeros((len(NAMES), BOTH, len(NAMES)))
    for s, r, o, t in facts:
        acts[s, r, o] += 0.5 ** ((day - t) / 50)
    for s in range(len(NAMES)):
        mates = home == home[s] if home[s] >= 0 else np.zeros(len(NAMES), bool)
        done = acts[mates].sum(axis=0)
        np.testing.assert_allclose(found["home_relation_object_50"][s], done, rtol=1e-4, atol=1e-6)
        whole = np.maximum(done.sum(axis=1, keepdims=True), 1e-6)
        np.testing.assert_allclose(found["home_relation_object_share_50"][s], done / whole, rtol=1e-4, atol=1e-6)
        for o in range(len(NAMES)):
            between = done[:, home == home[o]].sum(axis=1) if home[o] >= 0 else np.zeros(BOTH)
            np.testing.assert_allclose(found["homes_relation_50"][s, :, o], between, rtol=1e-4, atol=1e-6)
