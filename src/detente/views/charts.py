"""Charts as Vega-Lite specifications: a table in, a dictionary out; `svg` and `png` draw one without a browser.

Lines and words take the colour of the text around them, so that a chart in a page follows its light or dark look.
Vega-Lite (Satyanarayan et al. 2017, IEEE TVCG 23) is drawn by vl-convert.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from math import ceil, floor
from typing import Any

from detente.errors import UsageError

Spec = dict[str, Any]
INK = "currentColor"
QUADS = {1: "words of cooperation", 2: "deeds of cooperation", 3: "words of conflict", 4: "deeds of conflict"}
# Told apart by readers with any colour vision (Okabe and Ito 2008), and by light and dark.
COLOURS = {1: "#56b4e9", 2: "#009e73", 3: "#e69f00", 4: "#d55e00"}
SHAPES = {1: "circle", 2: "square", 3: "triangle-up", 4: "diamond"}
UTC = {"type": "utc"}  # days are days, wherever the reader's clock stands
UNITS = {"week": "utcyearweek", "month": "utcyearmonth", "quarter": "utcyearquarter", "year": "utcyear"}
FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans CJK KR', sans-serif"
CONFIG: Spec = {
    "background": None,
    "font": FONT,
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": INK,
        "domainColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.12,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "orient": "bottom", "labelFontSize": 11, "symbolSize": 60},
    "title": {"color": INK, "anchor": "start", "fontSize": 13},
    "view": {"stroke": None},
    "text": {"color": INK},
}


def timeline(
    series: Iterable[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]] = (),
    tenures: Sequence[Mapping[str, Any]] = (),
    turns: Sequence[date] = (),
    width: int = 720,
    height: int = 260,
) -> Spec:
    """The cooperation index of a pair with its 90% interval, acts as points, turning points as rules, leaders above.

    series: rows of `Relation.series` of one direction. events: rows with `day`, `score`, `quad`, `what`, `href`.
    tenures: rows with `side`, `leader`, `family`, `start`, `end`. turns: first days of new levels.
    """
    levels = [_unread(_day_row(row, "period", "period_end")) for row in series]
    read = [row for row in levels if row["cooperation"] is not None]
    if not read:
        raise UsageError("a timeline needs a period of which something was read")
    first = min(row["period"] for row in levels)
    last = max(row["period_end"] for row in levels)
    # Whole numbers around everything that is drawn, and 0.
    drawn = [0.0, *(row[end] for row in read for end in ("cooperation_low", "cooperation_high"))]
    drawn += [row["score"] for row in events]
    reach = [max(-10, floor(min(drawn) - 0.5)), min(10, ceil(max(drawn) + 0.5))]
    domain = {"domain": [first, last]}
    x: Spec = {"field": "period", "type": "temporal", "title": None, "scale": domain | UTC, "axis": {"tickCount": 8}}
    y = {"title": "cooperation index", "scale": {"domain": reach}, "type": "quantitative"}
    layers: list[Spec] = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": INK, "opacity": 0.5},
            "encoding": {"y": {"datum": 0}},
        },
        {
            "data": {"values": levels},
            "mark": {"type": "area", "color": "#4c8fc9", "opacity": 0.22, "interpolate": "monotone"},
            "encoding": {"x": x, "y": {"field": "cooperation_low", **y}, "y2": {"field": "cooperation_high"}},
        },
    ]
    if events:
        layers.append(_points(events, x | {"field": "day"}, y))
    layers.append(
        {
            "data": {"values": levels},
            "mark": {"type": "line", "color": "#2f74b5", "strokeWidth": 2, "interpolate": "monotone"},
            "encoding": {"x": x, "y": {"field": "cooperation", **y}},
        }
    )
    if turns:
        layers.append(
            {
                "data": {"values": [{"day": day.isoformat()} for day in turns]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3], "opacity": 0.8},
                "encoding": {"x": x | {"field": "day"}},
            }
        )
    main: Spec = {"width": width, "height": height, "layer": layers}
    parts = [_bands(tenures, first, last, width, x)] if tenures else []
    return _spec({"vconcat": [*parts, main], "spacing": 6})


def _points(events: Sequence[Mapping[str, Any]], x: Spec, y: Spec) -> Spec:
    rows = [{**row, "day": row["day"].isoformat(), "kind": QUADS[row["quad"]]} for row in events]
    present = sorted({row["quad"] for row in events})
    domain = [QUADS[q] for q in present]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 36, "opacity": 0.75, "cursor": "pointer", "clip": True},
        "encoding": {
            "x": x,
            "y": {"field": "score", **y},
            "color": {
                "field": "kind",
                "type": "nominal",
                "title": None,
                "scale": {"domain": domain, "range": [COLOURS[q] for q in present]},
            },
            "shape": {
                "field": "kind",
                "type": "nominal",
                "title": None,
                "scale": {"domain": domain, "range": [SHAPES[q] for q in present]},
            },
            "href": {"field": "href", "type": "nominal"},
            "tooltip": [{"field": "what", "type": "nominal"}],
            "description": {"field": "what", "type": "nominal"},
        },
    }


def _bands(tenures: Sequence[Mapping[str, Any]], first: str, last: str, width: int, x: Spec) -> Spec:
    """Who led either side, as bars over the time axis. Names are shown where their bar has room for them."""
    rows = []
    whole = (date.fromisoformat(last) - date.fromisoformat(first)).days or 1
    for number, row in enumerate(tenures):
        start = max(row["start"].isoformat() if row["start"] else first, first)
        end = min(row["end"].isoformat() if row["end"] else last, last)
        if start < end:
            days = (date.fromisoformat(end) - date.fromisoformat(start)).days
            room = int(days / whole * width / 6.5)
            label = next((name for name in (row["leader"], row.get("family") or "") if len(name) <= room), "")
            rows.append({**row, "start": start, "end": end, "label": label, "parity": number % 2})
    y = {"field": "side", "type": "nominal", "title": None, "sort": None, "axis": {"domain": False, "ticks": False}}
    middle = {"x": x | {"field": "start", "axis": None}, "x2": {"field": "end"}, "y": y}
    return {
        "width": width,
        "height": {"step": 18},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": 15, "stroke": INK, "strokeOpacity": 0.3},
                "encoding": {
                    **middle,
                    "color": {
                        "field": "parity",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"range": ["#8fb8dd44", "#c9b48f44"]},
                    },
                    "tooltip": [{"field": "leader"}, {"field": "start"}, {"field": "end"}],
                    "description": {"field": "leader", "type": "nominal"},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10, "color": INK},
                "encoding": {"x": middle["x"], "y": y, "text": {"field": "label"}},
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def counts(rows: Sequence[Mapping[str, Any]], freq: str, width: int = 720, height: int = 140) -> Spec:
    """Acts a period by PLOVER's quads, conflict below the line. rows: `period`, `quad`, `events`."""
    values = [
        {"period": row["period"].isoformat(), "kind": QUADS[row["quad"]], "events": row["events"]}
        | {"signed": row["events"] if row["quad"] < 3 else -row["events"]}
        for row in rows
        if row["events"]
    ]
    return _spec(
        {
            "width": width,
            "height": height,
            "data": {"values": values},
            "mark": {"type": "bar"},
            "encoding": {
                "x": {
                    "field": "period",
                    "type": "temporal",
                    "timeUnit": UNITS[freq],
                    "title": None,
                    "axis": {"tickCount": 8},
                },
                "y": {"field": "signed", "type": "quantitative", "title": "acts"},
                "color": {
                    "field": "kind",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(QUADS.values()), "range": list(COLOURS.values())},
                },
                "tooltip": [{"field": "kind"}, {"field": "events"}, {"field": "period"}],
            },
        }
    )


def intervals(
    rows: Sequence[Mapping[str, Any]], title: str, domain: tuple[float, float] | None = None, width: int = 620
) -> Spec:
    """Values with their intervals, one line a row: `label`, `value`, `low`, `high`, in the order given."""
    scale: Spec = {"domain": list(domain)} if domain else {"zero": True}
    x = {"type": "quantitative", "title": title, "scale": scale}
    y = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 220}}
    return _spec(
        {
            "width": width,
            "height": {"step": 26},
            "data": {"values": [dict(row) for row in rows]},
            "layer": [
                {
                    "mark": {"type": "rule", "color": "#2f74b5", "strokeWidth": 3, "opacity": 0.5},
                    "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 70, "color": "#2f74b5"},
                    "encoding": {"y": y, "x": {"field": "value", **x}},
                },
            ],
        }
    )


def chances(rows: Sequence[Mapping[str, Any]], title: str, record: Sequence[str] = (), width: int = 620) -> Spec:
    """Probabilities as bars, usual rates as ticks: rows of `label`, `value`, `usual`, `proven`, in order.

    Bars are pale where it is not proven that such forecasts have skill. Above them stands `record`.
    """
    legend = "bar: forecast · tick: usual rate · pale: no skill shown by such forecasts"
    shade = {"condition": {"test": "datum.proven", "value": 0.75}, "value": 0.3}
    x = {"type": "quantitative", "title": title, "scale": {"domain": [0, 1]}, "axis": {"format": "%"}}
    y = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 220}}
    return _spec(
        {
            "width": width,
            "height": {"step": 18},
            "title": {"text": [*record, legend], "fontSize": 11, "fontWeight": "normal"},
            "data": {"values": [dict(row) for row in rows]},
            "layer": [
                {
                    "mark": {"type": "bar", "color": "#2f74b5"},
                    "encoding": {"y": y, "x": {"field": "value", **x}, "opacity": shade},
                },
                {
                    "mark": {"type": "tick", "color": INK, "thickness": 2},
                    "encoding": {"y": y, "x": {"field": "usual", **x}},
                },
            ],
        }
    )


def _day_row(row: Mapping[str, Any], *days: str) -> Spec:
    return {**row, **{name: row[name].isoformat() for name in days}}


def _unread(row: Spec) -> Spec:
    """A period of which nothing was read has no level to draw: the line breaks there."""
    if row.get("coverage") != "none":
        return row
    return row | dict.fromkeys(("cooperation", "cooperation_low", "cooperation_high"))


def _spec(body: Spec) -> Spec:
    return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": CONFIG, **body}


@cache
def _converter() -> Any:
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise UsageError("charts need vl-convert: pip install 'detente[brief]'") from error
    return vl_convert


def svg(spec: Spec) -> str:
    """A chart as one SVG element, without any script."""
    drawn: str = _converter().vegalite_to_svg(_plain(spec))
    return drawn


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """A chart as a picture on white."""
    drawn: bytes = _converter().vegalite_to_png(_plain(spec | {"background": "white"}), scale=scale)
    return drawn


def vega(spec: Spec) -> Spec:
    """The same chart as a Vega specification, which a page can bring to life."""
    compiled: Spec = _converter().vegalite_to_vega(_plain(spec))
    return compiled


def _plain(spec: Spec) -> Spec:
    """Numbers and days as JSON has them; what is no number (NaN) becomes null."""
    plain: Spec = json.loads(json.dumps(spec, default=str, allow_nan=True), parse_constant=lambda _: None)
    return plain
