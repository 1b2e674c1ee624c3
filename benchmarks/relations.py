"""How good series and turning points are: on planted truth, on known history, against other measures of closeness.

    python -m benchmarks.relations                  everything, some half an hour on one core
    python -m benchmarks.relations --only curve     one part: prior, curve, alarms, known, shocks, volume, gdelt, ideal
    python -m benchmarks.relations --write          puts the tables and the curve into docs/

Planted series use seeds from 0; the constants of `detente.relations` were chosen on seeds from 1000. ICEWS, GDELT and
the ideal points come from the development data (see benchmarks/histories.py).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from scipy.stats import rankdata

from benchmarks.histories import DATA, icews
from benchmarks.pages import written
from detente.relations import Relation
from detente.relations.breaks import find_breaks
from detente.relations.index import cooperation
from detente.relations.planted import Planted, Rows, planted_dyad
from detente.relations.series import Line, Wanted, line

# Memory of the errors, number of series in each line of the curve, sizes of the shift.
CURVE = ((0.0, 200, (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)), (0.3, 100, (0.0, 1.0, 2.0, 3.0)))
ALARM_SEEDS = 20
SHOCK_SEEDS = 60

# What is known to have happened, with the week in which it did, and whether the index must go up or down.
KNOWN = (
    ("RUS", "UKR", date(2014, 3, 1), -1, "Russia's parliament allows the use of force in Crimea"),
    ("ISR", "PSE", date(2014, 7, 8), -1, "war in Gaza"),
    ("IRQ", "USA", date(2014, 8, 8), -1, "air strikes in Iraq begin"),
    ("SYR", "USA", date(2014, 9, 23), -1, "air strikes in Syria begin"),
    ("KOR", "PRK", date(2018, 1, 9), 1, "talks resume in Panmunjom"),
    ("PRK", "USA", date(2018, 3, 8), 1, "Trump accepts to meet Kim"),
    ("GBR", "RUS", date(2018, 3, 12), -1, "Salisbury attack blamed on Russia"),
    ("CHN", "PRK", date(2018, 3, 26), 1, "Kim visits Beijing"),
    ("CHN", "USA", date(2018, 3, 22), -1, "tariffs on Chinese goods announced"),
    ("IRN", "USA", date(2018, 5, 8), -1, "United States leave the nuclear agreement"),
    ("ERI", "ETH", date(2018, 6, 5), 1, "Ethiopia accepts the Algiers agreement"),
    ("TUR", "USA", date(2018, 8, 1), -1, "sanctions on Turkish ministers"),
    ("CAN", "SAU", date(2018, 8, 6), -1, "Saudi Arabia expels the Canadian ambassador"),
)


def of(planted: Planted) -> Line:
    return line(Rows(planted.rows), "ALA", "BOR", Wanted(), "all")


def cut(periods: Line, end: int) -> Line:
    """The series as it was known when `end` periods had passed."""
    return Line(
        periods.periods[:end],
        *(getattr(periods, name)[:end] for name in ("days", "counts", "conflict", "means", "squares")),
    )


def curve() -> dict[str, Any]:
    """Detection by size of the shift, false alarms, and how often intervals hold the truth."""
    return {"curve": [detection(memory, shift, series) for memory, series, shifts in CURVE for shift in shifts]}


def detection(memory: float, shift: float, series: int) -> dict[str, Any]:
    """One line of the curve."""
    located = seen = alarms = held = places = told = inside = 0
    for seed in range(series):
        planted = planted_dyad(seed, breaks=int(shift > 0), shift=shift or 1.0, memory=memory)
        periods = of(planted)
        breaks = find_breaks(periods)
        true = [planted.months.index(month) for month in planted.breaks]
        index, known = periods.index(), np.isfinite(periods.counts)
        told += int(known.sum())
        inside += int(((index.low <= planted.level) & (planted.level <= index.high))[known].sum())
        near = [b for b in breaks if true and abs(b.at - true[0]) <= 1]
        alarms += len(breaks) - len(near[:1])
        located += bool(near)
        for one in [b for b in breaks if true and abs(b.at - true[0]) <= 6][:1]:
            places += 1
            held += one.low <= true[0] <= one.high
        if true:
            seen += any(abs(b.at - true[0]) <= 1 for b in find_breaks(cut(periods, true[0] + 2)))
    found = {
        "memory": memory,
        "shift": shift,
        "series": series,
        "located": located / series if shift else None,
        "seen": seen / series if shift else None,
        "false_alarms": alarms / series / 5,
        "index_covers": inside / told,
        "date_covers": held / places if places else None,
    }
    print(found, file=sys.stderr, flush=True)
    return found


def alarms() -> dict[str, Any]:
    """False alarms of a reader who looks again each month: new shifts that the last looks did not show."""
    rates = []
    for memory, _, _ in CURVE:
        for chance in (0.05, 0.01):
            count = years = 0
            for seed in range(ALARM_SEEDS):
                periods = of(planted_dyad(seed, breaks=0, memory=memory))
                known: set[int] = set()
                for end in range(12, len(periods.periods) + 1):
                    for one in find_breaks(cut(periods, end), chance):
                        if all(abs(one.at - earlier) > 2 for earlier in known):
                            count += 1
                            known.add(one.at)
                years += (len(periods.periods) - 12) / 12
            rates.append({"memory": memory, "chance": chance, "rate": count / years})
    return {"monthly_looks": rates, "series": ALARM_SEEDS}


def known() -> dict[str, Any]:
    """Turning points by week in ICEWS against what is known to have happened."""
    years = {year: Rows(icews(year)) for year in (2014, 2018)}
    rows = []
    total = {"breaks": 0, "weeks": 0}
    for one, other, day, sign, what in KNOWN:
        relation = Relation(years[day.year], one, other)
        points = relation.turning_points("week")
        near = [p for p in points if abs((p.period - day).days) <= 14 and p.change * sign > 0]
        first = min(near, key=lambda p: abs((p.period - day).days), default=None)
        periods = line(years[day.year], *sorted((one, other)), Wanted("week"), "all")
        total["breaks"] += len(points)
        total["weeks"] += len(periods.periods)
        rows.append(
            {
                "dyad": f"{one}-{other}",
                "acts": int(np.nansum(periods.counts)),
                "event": f"{day}: {what}",
                "found": None if first is None else first.period.isoformat(),
                "change": None if first is None else round(first.change, 1),
                "p": None if first is None else round(first.p_value, 3),
                "all": [f"{p.period} {p.change:+.1f}" for p in points],
            }
        )
    return {"known": rows, "found": sum(r["found"] is not None for r in rows), **total}


def shocks() -> dict[str, Any]:
    """Single weeks that surprise, as a detector of short shocks: what is known to have happened, and false alarms."""
    years = {year: Rows(icews(year)) for year in (2014, 2018)}
    weeks: list[list[tuple[date, float, float]]] = []
    for one, other, day, _, _ in KNOWN:
        periods = line(years[day.year], *sorted((one, other)), Wanted("week"), "all")
        index = periods.index()
        change = np.sign(periods.means - np.r_[np.nan, index.level[:-1]])
        weeks.append(list(zip(periods.periods, index.surprise, change, strict=True)))
    planted = {
        memory: [of(planted_dyad(seed, breaks=0, memory=memory)).index().surprise for seed in range(SHOCK_SEEDS)]
        for memory, _, _ in CURVE
    }
    rows = []
    for bits in (5.0, 6.6, 8.0, 10.0):
        flagged = [[(day, sign) for day, surprise, sign in some if surprise >= bits] for some in weeks]
        near = [
            any(abs((day - when).days) <= 14 and found == sign for day, found in some)
            for (_, _, when, sign, _), some in zip(KNOWN, flagged, strict=True)
        ]
        rates = [float(np.mean(np.nan_to_num(np.concatenate(some)) >= bits) * 12) for some in planted.values()]
        rate = sum(map(len, flagged)) / sum(map(len, weeks)) * 52
        rows.append({"bits": bits, "found": sum(near), "rate": rate, "planted": rates})
    in_week = [
        max((s for day, s, _ in some if 0 <= (k[2] - day).days < 7), default=np.nan)
        for k, some in zip(KNOWN, weeks, strict=True)
    ]
    return {
        "shocks": rows,
        "weeks": [None if np.isnan(s) else round(float(s), 1) for s in in_week],
        "series": SHOCK_SEEDS,
    }


def volume() -> dict[str, Any]:
    """The index of ICEWS 2018 when only part of the rows is read."""
    table = icews(2018)
    pairs = _pairs(table, 200)
    rng = np.random.default_rng(0)
    full = {pair: _monthly(Rows(table), pair) for pair in pairs}
    found = {}
    for share in (0.5, 0.2, 0.1, 0.05):
        rows = Rows(table.filter(pa.array(rng.random(table.num_rows) < share)))
        differences, sums, inside, widths = [], [], [], []
        for pair, whole in full.items():
            part = _monthly(rows, pair)
            place = {period: i for i, period in enumerate(part.periods)}
            both = [(i, place[p]) for i, p in enumerate(whole.periods) if p in place]
            if not both or not np.nansum(part.counts):
                continue
            here, there = (np.array(side) for side in zip(*both, strict=True))
            before, after = whole.index(), part.index()
            differences.extend(after.level[there] - before.level[here])
            inside.extend((after.low[there] <= before.level[here]) & (before.level[here] <= after.high[there]))
            widths.extend((after.high - after.low)[there])
            sums.append(np.nansum(part.counts * np.nan_to_num(part.means)) / np.nansum(whole.counts * whole.means))
        found[str(share)] = {
            "mean_difference": float(np.mean(differences)),
            "sum_ratio": float(np.median(sums)),
            "interval_holds_full": float(np.mean(inside)),
            "width": float(np.mean(widths)),
        }
    return {"volume": found, "dyads": len(pairs)}


def gdelt() -> dict[str, Any]:
    """The index of ICEWS against GDELT's daily sums, 2018, January to September, by month."""
    table = icews(2018)
    rows = Rows(table)
    path = str(DATA / "relations" / "gdelt_daily_dyad_edge_25countries.csv")
    edges = duckdb.execute(
        "SELECT least(a, b) || '-' || greatest(a, b) AS pair, date_trunc('month', strptime(date::VARCHAR, '%Y%m%d'))"
        "::DATE AS period, sum(edge) AS edge, avg((edge > 0)::INT) AS positive FROM read_csv($path) "
        "WHERE date BETWEEN 20180101 AND 20180831 GROUP BY ALL",
        {"path": path},
    ).fetchall()
    other = {(pair, period): (edge, positive) for pair, period, edge, positive in edges}
    points = []
    for pair in sorted({pair for pair, _ in other}):
        periods = _monthly(rows, pair)
        if np.nansum(periods.counts) < 30:
            continue
        index = periods.index()
        for i, period in enumerate(periods.periods):
            if (pair, period) in other and periods.counts[i] > 0:
                total = periods.counts[i] * periods.means[i]
                points.append((pair, index.level[i], periods.means[i], total, *other[pair, period]))
    pairs = np.array([p[0] for p in points])
    index, mean, total, edge, positive = (np.array([p[i] for p in points], float) for i in range(1, 6))
    found = {"dyads": int(np.unique(pairs).size), "dyad_months": len(points)}
    for name, one, two in (
        ("index, sum of edges", index, edge),
        ("index, share of days above 0", index, positive),
        ("mean, share of days above 0", mean, positive),
        ("sum of intensity, sum of edges", total, edge),
    ):
        found[name] = {
            "across dyads and months": _clustered(pairs, one, two, _spearman),
            "across dyads": _clustered(pairs, one, two, _between),
            "within dyads": _clustered(pairs, one, two, _within),
        }
    return {"gdelt": found}


def ideal() -> dict[str, Any]:
    """The index of a year against the distance of ideal points in the General Assembly."""
    # Names of countries are in several encodings there; the columns that are read are plain.
    with (DATA / "relations" / "IdealpointestimatesAll_Apr2020.csv").open(encoding="latin-1", newline="") as lines:
        estimates = [(row["session"], row["iso3c"], row["IdealPoint"]) for row in csv.DictReader(lines)]
    found = {}
    for year in (2014, 2018):
        points = {code: float(point) for session, code, point in estimates if session == str(year - 1945)}
        acts = icews(year)  # noqa: F841 - DuckDB finds it by its name
        stated = duckdb.sql(
            "SELECT pair, count(*), avg(score), var_pop(score) * count(*) FROM acts GROUP BY pair "
            "HAVING count(*) >= 10 ORDER BY pair"
        ).fetchall()
        rows = [row for row in stated if set(row[0].split("-")) <= points.keys()]
        names = np.array([row[0] for row in rows])
        counts, means, squares = np.array([row[1:] for row in rows], float).T
        days = np.array([365.0])
        index = np.array(
            [cooperation(*values, days).level[0] for values in np.stack([means, counts, squares], 1)[:, :, None]]
        )
        distance = np.array([abs(np.subtract(*(points[side] for side in name.split("-")))) for name in names])
        for least in (10, 30):
            kept = counts >= least
            found[f"{year}, at least {least} acts"] = {
                "dyads": int(kept.sum()),
                "index": _clustered(names[kept], index[kept], distance[kept], _spearman),
                "acts": _clustered(names[kept], counts[kept], distance[kept], _spearman),
            }
    return {"ideal": found}


def prior() -> dict[str, Any]:
    """Between dyads and within months of ICEWS 2014, what the constants of the index are."""
    acts = icews(2014)  # noqa: F841 - DuckDB finds it by its name
    mean, sd, dyads = duckdb.sql(
        "SELECT avg(m), stddev(m), count(*) FROM (SELECT avg(score) AS m FROM acts GROUP BY pair HAVING count(*) >= 30)"
    ).fetchall()[0]
    spread = duckdb.sql(
        "SELECT sum(s) / sum(n) FROM (SELECT var_pop(score) * count(*) AS s, count(*) - 1 AS n FROM acts "
        "GROUP BY pair, date_trunc('month', date_start))"
    ).fetchall()[0][0]
    return {"prior": {"mean": mean, "sd": sd, "spread": spread, "dyads": dyads}}


def _pairs(acts: pa.Table, least: int) -> list[str]:
    found = duckdb.sql(f"SELECT pair FROM acts GROUP BY pair HAVING count(*) >= {least} ORDER BY pair")
    return [pair for (pair,) in found.fetchall()]


def _monthly(rows: Rows, pair: str) -> Line:
    return line(rows, *pair.split("-"), Wanted(), "all")


def _spearman(_: Any, one: Any, two: Any) -> float:
    return float(np.corrcoef(rankdata(one), rankdata(two))[0, 1])


def _means(groups: Any, values: Any) -> Any:
    _, place = np.unique(groups, return_inverse=True)
    return (np.bincount(place, values) / np.bincount(place)), place


def _between(groups: Any, one: Any, two: Any) -> float:
    return _spearman(None, _means(groups, one)[0], _means(groups, two)[0])


def _within(groups: Any, one: Any, two: Any) -> float:
    """Of ranks within each dyad, from the dyad's mean rank."""
    left, right = np.zeros_like(one), np.zeros_like(two)
    for group in np.unique(groups):
        here = groups == group
        for values, ranks in ((one, left), (two, right)):
            ranked = rankdata(values[here])
            ranks[here] = (ranked - ranked.mean()) / max(1, here.sum())
    return float((left * right).sum() / np.sqrt((left**2).sum() * (right**2).sum()))


def _clustered(groups: Any, one: Any, two: Any, statistic: Callable[..., float]) -> dict[str, float]:
    """A rank correlation with the 90% interval of a bootstrap over dyads."""
    rng = np.random.default_rng(0)
    names, place = np.unique(groups, return_inverse=True)
    members = [np.flatnonzero(place == i) for i in range(names.size)]
    drawn = []
    for _ in range(500):
        chosen = rng.integers(0, names.size, names.size)
        rows = np.concatenate([members[i] for i in chosen])
        labels = np.concatenate([np.full(members[i].size, k) for k, i in enumerate(chosen)])
        drawn.append(statistic(labels, one[rows], two[rows]))
    low, high = np.quantile(drawn, [0.05, 0.95])
    return {"rho": statistic(groups, one, two), "low": float(low), "high": float(high)}


PARTS = {f.__name__: f for f in (prior, curve, alarms, known, shocks, volume, gdelt, ideal)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    for name in given.only or PARTS:
        began = time.perf_counter()
        figures = PARTS[name]()
        print(json.dumps({"part": name, "seconds": round(time.perf_counter() - began), **figures}), flush=True)
        if given.write:
            written(name, figures)


if __name__ == "__main__":
    main()
