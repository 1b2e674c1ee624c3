"""Outlook: only what was known counts, evidence moves it, and its record is scored as forecasts are."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from detente.errors import UsageError
from detente.ontology import quad, score, types
from detente.relations import Relation
from detente.relations import windows as windows_module
from detente.relations.chances import MODEL, fit
from detente.relations.outlook import Outlook, outlook_table
from detente.relations.planted import Rows, planted_dyad
from detente.relations.record import record
from detente.relations.windows import ASKED, FEATURES, known, windows

START = date(2020, 1, 1)


def world(seed: int, days: int = 420, lively: bool = True) -> pa.Table:
    """A journal of twelve pairs whose rates come and go (or stay, unless `lively`), week by week."""
    rng = np.random.default_rng(seed)
    template = planted_dyad(1, months=12, breaks=0).rows.schema
    rows = []
    kinds = list(types())[:6]
    for pair in range(12):
        one, other = f"A{chr(65 + pair)}A", f"B{chr(65 + pair)}B"
        usual = rng.uniform(-4, -1, len(kinds))
        mood = np.zeros(len(kinds))
        for after in range(days):
            mood = 0.97 * mood + rng.normal(0, 0.35, len(kinds)) if lively else mood
            for kind, rate in zip(kinds, np.exp(usual + mood), strict=True):
                for n in range(min(rng.poisson(rate), 5)):
                    day = START + timedelta(days=after)
                    rows.append(
                        dict.fromkeys(template.names)
                        | {
                            "event_id": f"{pair}-{after}-{kind}-{n}",
                            "origin": "imported",
                            "coder": "planted",
                            "status": "actual",
                            "historical": False,
                            "reciprocal": False,
                            "date_start": day,
                            "date_end": day,
                            "actor": one,
                            "recipient": other,
                            "pair": f"{one}-{other}",
                            "event_type": kind,
                            "quad": quad(kind),
                            "score": score(kind),
                        }
                    )
    table = pa.Table.from_pylist(rows, schema=template)
    return table.append_column("published", pa.nulls(len(table), pa.date32()))


@pytest.fixture(scope="module")
def journal() -> pa.Table:
    return world(1)


def forecast(journal: pa.Table, days: int = 7, on: date | None = None) -> Outlook:
    return Relation(Rows(journal), "AAA", "BAB").forecast(days, on)


def test_nothing_after_the_origin_matters(journal: pa.Table) -> None:
    on = START + timedelta(days=300)
    past = journal.filter(pc.less_equal(journal["date_end"], on))
    whole = forecast(journal, on=on)
    assert whole == forecast(past, on=on)
    assert whole.record.windows > 10
    # Told later: a report of an earlier day that came out after the origin is not known at it.
    late = past.slice(0, 400).set_column(
        past.column_names.index("published"), "published", pa.array([on + timedelta(days=1)] * 400, pa.date32())
    )
    late = late.set_column(0, "event_id", pa.array([f"late-{i}" for i in range(400)]))
    assert forecast(pa.concat_tables([past, late]), on=on) == whole


def test_windows_of_the_past_do_not_change_when_the_future_comes(journal: pa.Table) -> None:
    """Every forecast of the record, not only the last, knows nothing that came after it."""
    early, later = START + timedelta(days=280), START + timedelta(days=301)
    before = list(windows(known(Rows(journal), early), early, 7, (), 5))
    after = {w.origin: w for w in windows(known(Rows(journal), later), later, 7, (), 8)}
    assert len(before) == 6
    for window in before:
        np.testing.assert_allclose(window.features, after[window.origin].features)
        np.testing.assert_allclose(window.base, after[window.origin].base)


def test_lively_pairs_are_forecast_with_skill(journal: pa.Table) -> None:
    found = forecast(journal)
    assert [c.event_type for c in found.chances] == list(ASKED)
    assert found.pooled.skilled, found.pooled.words
    assert found.pooled.calibration_error is not None and found.pooled.calibration_error < 0.05
    told = [c for c in found.chances if c.reasons]
    ids = {i for c in told for r in c.reasons for i in r.event_ids}
    assert told and ids and all(one.startswith("0-") for one in ids)


def test_each_kind_says_whether_such_forecasts_have_skill(journal: pa.Table) -> None:
    labels = {c.event_type: c.label for c in forecast(journal).chances}
    kinds = list(types())[:6]
    assert all(labels[kind].startswith("of these two ") and "; of all pairs " in labels[kind] for kind in ASKED)
    assert sum(labels[k].endswith("of all pairs skill") for k in kinds) >= 2
    steady = {c.event_type: c.label for c in forecast(world(2, lively=False)).chances}
    assert all("of all pairs no skill" in steady[kind] for kind in kinds)


def test_steady_pairs_show_no_skill_and_say_so() -> None:
    found = forecast(world(2, lively=False))
    assert found.pooled.skilled is False
    assert "no skill" in found.pooled.words


def test_little_history_gives_the_base_rate(journal: pa.Table) -> None:
    one = journal.filter(pc.equal(journal["pair"], "AAA-BAB"))
    rest = journal.filter(pc.not_equal(journal["pair"], "AAA-BAB"))
    found = forecast(pa.concat_tables([one.slice(0, 3), rest]))
    chances = [c for c in found.chances if c.probability is not None]
    assert all(c.probability == c.base_rate and not c.reasons and "too little" in (c.note or "") for c in chances)
    nothing = forecast(rest)
    assert all(c.probability is None and c.note for c in nothing.chances)
    assert "too few" in nothing.record.words
    with pytest.raises(UsageError, match="horizon"):
        forecast(journal, days=0)


def test_without_evidence_the_model_is_the_rate() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4000, len(FEATURES)))
    features[:, 0] = -1
    happened = (rng.random(4000) < 1 / (1 + np.e)).astype(float)
    assert np.abs(fit(features, happened).probability(features) - 1 / (1 + np.e)).mean() < 0.03


def test_scores_are_those_of_the_definitions() -> None:
    origins = np.repeat(np.arange(700_000, 700_070, 7.0), 4)
    happened = np.tile([1.0, 0, 0, 0], 10)
    sure = np.where(happened == 1, 0.8, 0.2)
    flat = np.full(40, 0.25)
    found = record(origins, sure, np.stack([flat, flat, flat]), happened, 7)
    assert found.brier == pytest.approx(0.04)
    assert found.log_score == pytest.approx(-np.log(0.8))
    assert found.calibration_error == pytest.approx(0.2)
    assert found.skills[0].value == pytest.approx(1 - 0.04 / 0.1875)
    assert found.skilled and found.label == "skill"
    sure_of_one = np.stack([happened, flat, flat])
    assert record(origins, sure, sure_of_one, happened, 7).label == "skill"
    worse = record(origins, sure, np.stack([np.where(happened == 1, 0.9, 0.1), flat, flat]), happened, 7)
    assert worse.label == "no skill against climatology" and worse.skilled is False
    assert record(origins, flat, np.stack([flat, flat, flat]), happened, 7).skilled is False
    assert record(origins[:8], flat[:8], np.ones((3, 8)), happened[:8], 7).label == "too few past windows to tell skill"


def test_table_has_the_record_beside_each_chance(journal: pa.Table) -> None:
    table = outlook_table(forecast(journal), flat=True)
    assert table.num_rows == len(ASKED)
    assert {"probability", "base_rate", "reasons", "record", "pooled_record", "skilled"} <= set(table.column_names)


def test_acts_of_which_it_is_unknown_whether_they_are_background_count(journal: pa.Table) -> None:
    """As with series: what other coders imported does not say."""
    at = journal.schema.get_field_index("historical")
    unsaid = journal.set_column(at, "historical", pa.nulls(len(journal), pa.bool_()))
    on = START + timedelta(days=300)
    assert known(Rows(unsaid), on).ids.tolist() == known(Rows(journal), on).ids.tolist()
    assert len(known(Rows(unsaid), on).ids) > 100


def test_what_came_before_a_gap_in_the_ledger_is_left_out(journal: pa.Table) -> None:
    days = pc.subtract(journal["date_start"].cast(pa.int32()), pa.scalar(1000, pa.int32())).cast(pa.date32())
    older = journal
    for name in ("date_start", "date_end"):
        older = older.set_column(older.schema.get_field_index(name), name, days)
    ids = pc.binary_join_element_wise("old", older["event_id"], "-")
    older = older.set_column(older.schema.get_field_index("event_id"), "event_id", ids)
    on = START + timedelta(days=300)
    both = Rows(pa.concat_tables([older, journal]))
    assert known(both, on).ids.tolist() == known(Rows(journal), on).ids.tolist()


def test_pairs_of_later_change_nothing_before(journal: pa.Table) -> None:
    on = START + timedelta(days=300)
    table = journal.filter(pc.less_equal(journal["date_end"], on)).slice(0, 500)
    new = table.set_column(table.column_names.index("pair"), "pair", pa.array([f"X{i:03}-ZZZ" for i in range(500)]))
    day = pa.array([on + timedelta(days=1)] * 500, pa.date32())
    for name in ("date_start", "date_end"):
        new = new.set_column(new.column_names.index(name), name, day)
    new = new.set_column(0, "event_id", pa.array([f"new-{i}" for i in range(500)]))
    end = on + timedelta(days=7)
    alone, together = (known(Rows(rows), end) for rows in (journal, pa.concat_tables([journal, new])))
    for before, after in zip(windows(alone, end, 7, (), 8), windows(together, end, 7, (), 8), strict=True):
        if before.origin > on.toordinal():
            break
        np.testing.assert_array_equal(after.pairs, before.pairs)
        np.testing.assert_allclose(after.base, before.base)
        np.testing.assert_allclose(after.features, before.features)


def test_a_short_history_is_drawn_towards_pairs_as_busy() -> None:
    """A busy pair among many quiet ones, five windows old: its rate is that of busy pairs, not that of all."""
    hits, tried = np.zeros((1000, 1)), np.full((1000, 1), 5.0)
    hits[:20] = 5
    busyness = np.where(np.arange(1000) < 20, 50.0, 1.0)
    base = windows_module._usual(hits, tried, busyness, np.ones(1000, bool), 4.0)
    assert base[0, 0] > 0.9 and base[-1, 0] < 0.01
    # Without windows of one's own or of pairs as busy, it is the rate of all that are known.
    there = np.arange(1000) < 500
    apart = np.where(there, busyness, 1e6)
    unknown = windows_module._usual(hits, tried * there[:, None], apart, there, 4.0)[-1]
    np.testing.assert_allclose(unknown, (100 + 0.5) / (2500 + 50))


def test_a_change_of_what_is_forecast_needs_a_new_version(journal: pa.Table) -> None:
    """Records are kept by version: who changes this sum raises `chances.MODEL`."""
    total = sum(c.probability for c in forecast(journal).chances if c.probability is not None)
    assert (MODEL, round(total, 1)) == ("outlook-2", 2.3)
