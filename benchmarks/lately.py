"""How often nothing unusual is called a surprise: `python -m benchmarks.lately`.

Every week from the 21st on of ICEWS 2014 and 2018 (training and development days, DETENTE_DATA) is looked at as the
last one, against up to 52 weeks before: the shares of weeks of a pair whose number of acts, or mean score, has a
two-sided probability below what is stated. Most weeks are no change, so the shares should be near what is stated, or
below. Pairs have an act a week or more on the mean for numbers, and five acts before for means.
"""

from __future__ import annotations

import duckdb
import numpy as np
from scipy.special import ndtr
from scipy.stats import poisson

from benchmarks.histories import icews
from detente.relations.index import Floats, last_errors
from detente.relations.lately import PAST, surprise_of_mean, surprise_of_number

STATED = (0.05, 0.01, 0.001)
FIRST = 20
LEAST_BEFORE = 5
SIZES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 10_000))


def weeks(year: int) -> tuple[Floats, Floats, Floats]:
    """Means, numbers and squared distances by pair and week, the first part of a week left out."""
    acts = icews(year)  # noqa: F841 - DuckDB finds it by its name
    found = duckdb.sql(
        """
SELECT pair, age, count(*) AS number, avg(score) AS mean, coalesce(var_pop(score) * count(score), 0) AS squares
FROM (SELECT pair, score, (max(date_end) OVER () - date_end) // 7 AS age FROM acts WHERE actor <> recipient)
GROUP BY pair, age"""
    ).fetchnumpy()
    pairs, place = np.unique(found["pair"].astype(str), return_inverse=True)
    length = int(found["age"].max()) + 1
    at = (place, length - 1 - found["age"])
    counts, squares, means = (np.zeros((len(pairs), length)) for _ in range(3))
    means[:] = np.nan
    counts[at], squares[at], means[at] = found["number"], found["squares"], found["mean"]
    return means[:, 1:], counts[:, 1:], squares[:, 1:]


def main() -> None:
    for year in (2014, 2018):
        means, counts, squares = weeks(year)
        numbers: list[Floats] = []
        of_means: list[Floats] = []
        for week in range(FIRST, counts.shape[1]):
            span = slice(max(0, week - PAST), week + 1)
            n, m, s = counts[:, span], means[:, span], squares[:, span]
            busy = n[:, :-1].mean(axis=1) >= 1
            rate = n[busy, :-1].mean(axis=1)
            low, high = poisson.cdf(n[busy, -1], rate), poisson.sf(n[busy, -1] - 1, rate)
            numbers.append(np.stack([2 * np.minimum(low, high), 2.0 ** -surprise_of_number(n)[busy]], axis=1))
            told = (n[:, -1] > 0) & (n[:, :-1].sum(axis=1) >= LEAST_BEFORE)
            distance, weights = last_errors(m[told], n[told], s[told], 7.0)
            below = (weights * ndtr(distance)).sum(axis=1)
            t = 2.0 ** -surprise_of_mean(m[told], n[told], s[told], 7.0)
            of_means.append(np.stack([n[told, -1], 2 * np.minimum(below, 1 - below), t], axis=1))
        number = np.concatenate(numbers)
        print(f"ICEWS {year}, numbers, {len(number):,} weeks of pairs: Poisson {_shares(number[:, 0])}")
        print(f"ICEWS {year}, numbers, {len(number):,} weeks of pairs: negative binomial {_shares(number[:, 1])}")
        mean = np.concatenate(of_means)
        for least, most in SIZES:
            some = mean[(mean[:, 0] >= least) & (mean[:, 0] <= most)]
            for name, column in (("normal", 1), ("Student's t", 2)):
                print(
                    f"ICEWS {year}, means of {least} to {most} acts, {len(some):,}: {name} {_shares(some[:, column])}"
                )


def _shares(chances: Floats) -> str:
    return ", ".join(f"{np.mean(chances < stated):.2%} below {stated:.1%}" for stated in STATED)


if __name__ == "__main__":
    main()
