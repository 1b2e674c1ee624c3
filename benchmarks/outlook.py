"""How good the outlook is: forecasts for 30 dyads over the days of ICEWS 2018, each from what was known before it.

    python -m benchmarks.outlook            a table for 7 and 30 days
    python -m benchmarks.outlook --write    puts it into docs/outlook.md, with a chart of Japan and South Korea

The dyads were named before anything was measured. Days to October only: the test months stay closed. What there was to
choose was chosen on 2014 and on 2018 up to `CHOSEN`; windows that begin later stand in lines of their own.
"""

from __future__ import annotations

import argparse
import time
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from benchmarks.histories import ROOT, icews
from detente.ledger.scores import REFERENCES, TrackRecord
from detente.relations import Relation
from detente.relations.backtest import Backtest, backtest
from detente.relations.outlook import MOST_WINDOWS
from detente.relations.planted import Rows
from detente.relations.windows import ASKED, known, windows
from detente.views import charts
from detente.views.briefs.detail import outlook_chart

DYADS = (
    "CHN-USA RUS-USA PRK-USA KOR-PRK JPN-KOR CHN-JPN IND-PAK CHN-IND ISR-PSE IRN-USA IRN-ISR IRN-SAU RUS-UKR RUS-SYR "
    "TUR-USA SYR-TUR SAU-YEM GBR-RUS DEU-FRA DEU-USA FRA-USA GBR-USA CAN-USA MEX-USA COL-VEN USA-VEN ERI-ETH AFG-PAK "
    "CHN-PHL AUS-CHN"
).split()


CHOSEN = date(2018, 5, 31)


def line(days: int, whose: str, found: TrackRecord) -> str:
    told = {s.reference: f"{s.value:+.3f} ({s.low:+.3f} to {s.high:+.3f})" for s in found.skills}
    skills = " | ".join(told.get(name, "too few windows") for name in REFERENCES)
    scores = f"{found.brier:.4f} | {found.log_score:.4f} | {found.calibration_error:.4f}"
    return f"| {days} | {whose} | {found.windows} | {found.forecasts:,} | {scores} | {skills} |"


def table(year: int = 2018, horizons: tuple[int, ...] = (7, 30)) -> str:
    rows = Rows(icews(year))
    (day,) = rows.sql("SELECT max(date_end) AS day FROM journal")["day"].to_pylist()
    assert isinstance(day, date)
    some = known(rows, day)
    dyads = {some.pairs.index(pair) for pair in DYADS if pair in some.pairs}
    lines = [
        "| days | pairs | windows | forecasts | Brier | log score | calibration error | skill, climatology | "
        "persistence | recurrence |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lacking: dict[tuple[int, str], list[str]] = {}
    for days in horizons:
        start = time.perf_counter()
        tested = backtest(list(windows(some, day, days, DYADS, MOST_WINDOWS)), days)
        named = np.isin(tested.pairs, list(dyads))
        later = tested.origins > CHOSEN.toordinal()
        for some_windows, when in ((np.ones_like(later), ""), (later, f", from {CHOSEN + timedelta(days=1)}")):
            lines.append(line(days, f"{len(dyads)} named{when}", tested.record(named & some_windows)))
            lines.append(line(days, f"all that are pooled{when}", tested.record(tested.pooled & some_windows)))
        for whose, picked in ((f"{len(dyads)} named", named), ("all that are pooled", tested.pooled)):
            lacking[days, whose] = [
                f"{kind} ({label})" for kind, label in _labels(tested, picked).items() if label != "skill"
            ]
        print(f"{days} days: {time.perf_counter() - start:.0f} s")
    lines += ["", "Kinds without skill against every reference:", ""]
    lines += [f"- {days} days, {whose}: {', '.join(kinds) or 'none'}" for (days, whose), kinds in lacking.items()]
    return "\n".join(lines)


def _labels(tested: Backtest, picked: npt.NDArray[np.bool_]) -> dict[str, str]:
    return {kind: tested.record(picked, number).label for number, kind in enumerate(ASKED)}


def main() -> None:
    parser = argparse.ArgumentParser(description="How good the outlook is.")
    parser.add_argument("--write", action="store_true", help="put the table into docs/outlook.md")
    found = table()
    print(found)
    if parser.parse_args().write:
        page = ROOT / "docs" / "outlook.md"
        begin, end = "<!-- measured: written by benchmarks/outlook.py -->", "<!-- end of measured -->"
        before, rest = page.read_text(encoding="utf-8").split(begin)
        picture = charts.svg(outlook_chart(Relation(Rows(icews(2018)), "JPN", "KOR").forecast(30)))
        (ROOT / "docs" / "images" / "outlook.svg").write_text(picture, encoding="utf-8")
        page.write_text(f"{before}{begin}\n\n{found}\n\n{end}{rest.split(end)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
