"""Figures of `benchmarks.relations` as tables and a curve in docs/relations.md and docs/relations-curve.svg."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "relations-accuracy.md"
PICTURE = DOCS / "relations-curve.svg"


def written(part: str, figures: dict[str, Any]) -> None:
    """Put the figures of one part between its marks on the page."""
    lines = list(TABLES[part](figures))
    begin, end = f"<!-- {part}: written by benchmarks/relations.py -->", f"<!-- end of {part} -->"
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    if not pattern.search(text):
        raise ValueError(f"{PAGE}: no place for {part}")
    body = "\n".join([begin, "", *lines, "", end])
    if part == "curve":
        PICTURE.write_text(picture(figures["curve"]), encoding="utf-8")
    PAGE.write_text(pattern.sub(lambda _: body, text), encoding="utf-8")


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    head = list(head)
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row) + " |"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _rho(found: dict[str, float]) -> str:
    return f"{found['rho']:+.2f} ({found['low']:+.2f} to {found['high']:+.2f})"


def _curve(figures: dict[str, Any]) -> Iterator[str]:
    columns = ("memory", "series", "shift", "located", "seen", "false_alarms", "date_covers", "index_covers")
    heads = (
        "memory",
        "series",
        "shift, sd",
        "located within a month",
        "seen a month later",
        "false alarms a year",
        "date in its interval",
        "index in its interval",
    )
    rows = ([f"{r[c]:.3f}" if c == "false_alarms" else r[c] for c in columns] for r in figures["curve"])
    yield from table(heads, rows)
    yield ""
    yield f"![Shifts located, by their size]({PICTURE.name})"


def _alarms(figures: dict[str, Any]) -> Iterator[str]:
    yield f"False alarms a year of somebody who looks again each month ({figures['series']} series of 60 months each):"
    yield ""
    rows = ([r["memory"], r["chance"], f"{r['rate']:.3f}"] for r in figures["monthly_looks"])
    yield from table(("memory", "`chance`", "false alarms a year"), rows)


def _shocks(figures: dict[str, Any]) -> Iterator[str]:
    head = (
        "least surprise, bits",
        "known found, of 13",
        "weeks flagged a dyad and year",
        "flagged a year in planted series",
    )
    rows = (
        (f"{r['bits']:g}", r["found"], r["rate"], " to ".join(f"{rate:.3f}" for rate in sorted(r["planted"])))
        for r in figures["shocks"]
    )
    yield from table(head, rows)
    seen = [bits for bits in figures["weeks"] if bits is not None]
    yield ""
    yield f"In the week of the event itself: {', '.join(f'{bits:g}' for bits in sorted(seen))} bits."


def _known(figures: dict[str, Any]) -> Iterator[str]:
    rate = figures["breaks"] / figures["weeks"] * 52
    yield f"Found within two weeks and in the right direction: {figures['found']} of {len(figures['known'])}."
    yield f"In all {figures['breaks']} turning points in {figures['weeks']} weeks of dyads, {rate:.1f} a dyad and year."
    yield ""
    rows = ((r["dyad"], r["acts"], r["event"], r["found"] or "no", r["change"], r["p"]) for r in figures["known"])
    yield from table(("dyad", "acts", "what happened", "week found", "change", "p"), rows)


def _volume(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['dyads']} dyads with at least 200 acts:"
    yield ""
    heads = ("rows read", "index: mean difference", "sum of intensity: ratio", "index of all rows in interval", "width")
    columns = ("mean_difference", "sum_ratio", "interval_holds_full", "width")
    yield from table(heads, ([s, *(r[c] for c in columns)] for s, r in figures["volume"].items()))


def _gdelt(figures: dict[str, Any]) -> Iterator[str]:
    found = figures["gdelt"]
    yield f"{found['dyads']} dyads, {found['dyad_months']} months of dyads:"
    yield ""
    kinds = ("across dyads and months", "across dyads", "within dyads")
    rows = ([name, *(_rho(found[name][kind]) for kind in kinds)] for name in found if not name.startswith("dyad"))
    yield from table(("ICEWS, GDELT", *kinds), rows)


def _ideal(figures: dict[str, Any]) -> Iterator[str]:
    rows = ([name, r["dyads"], _rho(r["index"]), _rho(r["acts"])] for name, r in figures["ideal"].items())
    yield from table(("ICEWS", "dyads", "index and distance", "number of acts and distance"), rows)


def _prior(figures: dict[str, Any]) -> Iterator[str]:
    found = figures["prior"]
    yield (
        f"{found['dyads']} dyads: mean of their means {found['mean']:.2f}, deviation {found['sd']:.2f}, "
        f"variance of scores within a month {found['spread']:.2f}."
    )


TABLES = {
    "prior": _prior,
    "curve": _curve,
    "alarms": _alarms,
    "known": _known,
    "shocks": _shocks,
    "volume": _volume,
    "gdelt": _gdelt,
    "ideal": _ideal,
}


def picture(curve: list[dict[str, Any]]) -> str:
    """The share of shifts located, by their size, as SVG: one line for each memory."""
    left, top, width, height = 50, 20, 420, 220

    def place(shift: float, share: float) -> str:
        return f"{left + width * shift / 3:.1f},{top + height * (1 - share):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 110} {top + height + 50}" '
        'font-family="sans-serif" font-size="12">',
        '<title>Shifts located within a month, by their size</title><rect width="100%" height="100%" fill="white"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, y = place(0, share).split(",")
        parts.append(f'<line x1="{x}" y1="{y}" x2="{left + width}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{float(y) + 4}" text-anchor="end">{share:g}</text>')
    for shift in (0, 0.5, 1, 1.5, 2, 2.5, 3):
        x, y = place(shift, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 18}" text-anchor="middle">{shift:g}</text>')
    below = f'x="{left + width / 2}" y="{top + height + 40}" text-anchor="middle"'
    parts.append(f"<text {below}>shift, standard deviations of a month</text>")
    for memory, colour in zip(sorted({row["memory"] for row in curve}), ("#1b6ca8", "#c8553d"), strict=False):
        rows = [row for row in curve if row["memory"] == memory and row["shift"]]
        points = [place(row["shift"], row["located"]) for row in rows]
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for point in points:
            x, y = point.split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        x, y = points[-1].split(",")
        down = 4 + 14 * (memory > 0)
        parts.append(f'<text x="{float(x) + 8}" y="{float(y) + down}" fill="{colour}">memory {memory:g}</text>')
    return "\n".join([*parts, "</svg>", ""])
