"""A pair of states period by period: what was done, how intensely, how they stood, and how much was read at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente import ontology
from detente.errors import UsageError
from detente.records import STATUSES
from detente.relations.index import Floats, Index, cooperation
from detente.relations.steps import Books, Step, joined
from detente.relations.tracks import track_list

FREQUENCIES = ("day", "week", "month", "quarter", "year")
DIRECTIONS = ("all", "forth", "back", "joint")

# What is absent from ten items in a hundred escapes thirty with a probability of 0.9 ** 30 = 0.04.
COVERED_ITEMS = 30
COVERED_SHARE = 0.1

NO_TRACK = "on no track"
QUADS = {number: name.replace(" ", "_") for number, name in ontology.QUADS.items()}

# SQL for the groups an act belongs to, as a list of strings, over the columns of `journal` and the act's `sentence`.
_TRACKS = track_list()
SPLITS: dict[str, str] = {
    "quad": "CASE quad " + " ".join(f"WHEN {q} THEN ['{name}']" for q, name in QUADS.items()) + " END",
    "type": "[event_type]",
    "track": f"CASE WHEN len({_TRACKS}) > 0 THEN {_TRACKS} ELSE ['{NO_TRACK}'] END",
}

_CODER = "list_contains($coders, lower(split_part(coder, ' ', 1)))"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts count. `coders`: first words of the journal's `coder`, lower case; all where none is named."""

    freq: str = "month"
    since: date | None = None
    until: date | None = None
    status: tuple[str, ...] = ("actual",)
    historical: bool = False
    coders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.freq not in FREQUENCIES:
            raise UsageError(f"no period {self.freq!r}; there are {', '.join(FREQUENCIES)}")
        for one in self.status:
            if one not in STATUSES:
                raise UsageError(f"no status {one!r}; there are {', '.join(STATUSES)}")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise UsageError(f"a series cannot begin on {self.since} and end on {self.until}")


def act_steps(wanted: Wanted) -> list[Step]:
    """The acts that count. Reads $pair, $status, $coders.

    `acts`: of the pair, actual and new unless wanted otherwise. `placed`: whose days all lie in one period, with that
    `period`; what happened "in 2014" is in no month. `counted`: each once, however often it was told.
    """
    background = "" if wanted.historical else " AND historical IS NOT TRUE"
    coder = f" AND {_CODER}" if wanted.coders else ""
    return [
        Step(
            "acts",
            f"SELECT * FROM journal WHERE pair = $pair AND list_contains($status, status){background}{coder}",
        ),
        Step(
            "placed",
            f"SELECT *, date_trunc('{wanted.freq}', date_start)::DATE AS period FROM acts "
            f"WHERE date_trunc('{wanted.freq}', date_start) = date_trunc('{wanted.freq}', date_end)",
        ),
        Step(
            "counted",
            "SELECT * FROM placed QUALIFY row_number() OVER (PARTITION BY coalesce('story ' || story, event_id), "
            "actor, recipient, reciprocal, event_type, period ORDER BY confidence DESC NULLS LAST, event_id) = 1",
        ),
    ]


def series_steps(wanted: Wanted, group: str | None = None, words: bool = False) -> list[Step]:
    """The steps from the journal to the series; reads $pair, $one, $since, $until and what `act_steps` reads.

    `group` is SQL for the list of groups that an act belongs to (see `SPLITS`): then there is a row for each group too.
    words: whether it asks for the act's sentence.
    """
    unit = wanted.freq
    own = "" if not wanted.coders or "detente" in wanted.coders else " AND false"
    coder = f" AND {_CODER}" if wanted.coders else ""
    groups = f"unnest({group})" if group else "NULL::VARCHAR"
    quads = ",\n".join(f"count(*) FILTER (quad = {number}) AS {name}" for number, name in QUADS.items())
    return [
        *act_steps(wanted),
        Step(
            "directed",
            "SELECT *, unnest([CASE WHEN reciprocal THEN 'joint' WHEN actor = $one THEN 'forth' ELSE 'back' END, "
            "'all']) AS direction FROM counted",
        ),
        Step(
            "told",
            "SELECT directed.*, sentence FROM directed LEFT JOIN (SELECT id AS event_id, sentence FROM events) "
            "USING (event_id)"
            if words
            else "SELECT * FROM directed",
        ),
        Step("grouped", f'SELECT *, {groups} AS "group" FROM told'),
        Step(
            "measured",
            f"""SELECT period, direction, "group", count(*) AS events,
            CASE WHEN count(mentions) = count(*) THEN sum(mentions)::BIGINT END AS mentions,
            {quads},
            sum(score) AS intensity_sum, avg(score) AS intensity_mean,
            coalesce(var_pop(score) * count(score), 0) AS squares
            FROM grouped GROUP BY ALL""",
        ),
        Step(
            "items",
            f"""SELECT date_trunc('{unit}', published)::DATE AS period, count(*) AS items FROM articles
            WHERE published IS NOT NULL{own} GROUP BY 1
            UNION ALL
            SELECT date_trunc('{unit}', date_start)::DATE, count(*) FROM imported
            WHERE date_start IS NOT NULL{coder} GROUP BY 1""",
        ),
        Step("reading", "SELECT period, sum(items)::BIGINT AS read FROM items GROUP BY period"),
        Step(
            "bounds",
            f"""SELECT date_trunc('{unit}', coalesce($since::DATE, (SELECT min(period) FROM counted),
                (SELECT min(period) FROM reading)))::DATE AS first,
            date_trunc('{unit}', coalesce($until::DATE, greatest((SELECT max(period) FROM counted),
                (SELECT max(period) FROM reading))))::DATE AS last""",
        ),
        Step(
            "calendar",
            f"SELECT unnest(generate_series(first, last, INTERVAL 1 {unit}))::DATE AS period FROM bounds",
        ),
        Step(
            "known",
            f"""SELECT period, coalesce(read, 0) AS read,
            CASE WHEN read >= greatest({COVERED_ITEMS}, {COVERED_SHARE} * (SELECT median(read) FROM reading))
                THEN 'covered'
                WHEN read > 0 OR period IN (SELECT period FROM counted) THEN 'thin' ELSE 'none' END AS coverage
            FROM calendar LEFT JOIN reading USING (period)""",
        ),
        Step(
            "lines",
            'SELECT * FROM (SELECT unnest($directions) AS direction), (SELECT DISTINCT "group" FROM grouped)'
            if group
            else 'SELECT unnest($directions) AS direction, NULL::VARCHAR AS "group"',
        ),
        Step(
            "series",
            f"""SELECT known.period, (known.period + INTERVAL 1 {unit} - INTERVAL 1 day)::DATE AS period_end,
            lines.direction, lines."group", coverage, read,
            {", ".join(_zero(name) for name in ("events", *QUADS.values(), "intensity_sum"))},
            CASE WHEN coverage <> 'none' AND events IS NULL THEN 0 ELSE mentions END AS mentions,
            intensity_mean, squares
            FROM known CROSS JOIN lines LEFT JOIN measured ON measured.period = known.period
                AND measured.direction = lines.direction AND measured."group" IS NOT DISTINCT FROM lines."group"
            ORDER BY list_position($directions, lines.direction), lines."group", known.period""",
        ),
    ]


def _zero(name: str) -> str:
    """Nothing told where something was read is zero; where nothing was read it is unknown."""
    return f"CASE WHEN coverage <> 'none' THEN coalesce({name}, 0) END AS {name}"


def series(books: Books, one: str, other: str, wanted: Wanted, split: str | None = None) -> pa.Table:
    """One row for each direction and period; see `Relation.series`."""
    if split is not None and split not in SPLITS:
        raise UsageError(f"no split {split!r}; there are {', '.join(SPLITS)}")
    found = _with_index(_asked(books, one, other, wanted, split), indexed=split not in ("quad", "type"))
    place = found.schema.get_field_index("direction")
    named = pa.array([directed(one, other)[d] for d in DIRECTIONS])
    found = found.set_column(place, "direction", named.take(pc.index_in(found["direction"], pa.array(DIRECTIONS))))
    return found if split else found.drop_columns(["group"])


def line(books: Books, one: str, other: str, wanted: Wanted, direction: str) -> Line:
    """The periods of one direction, as arrays; `direction` as in the column of that name."""
    inner = {name: key for key, name in directed(one, other).items()}
    if direction not in inner:
        raise UsageError(f"no direction {direction!r}; there are {', '.join(inner)}")
    found = _asked(books, one, other, wanted)
    return Line.of(found.filter(pc.equal(found["direction"], inner[direction])))


def _asked(books: Books, one: str, other: str, wanted: Wanted, split: str | None = None) -> pa.Table:
    """The last of the steps. One question whatever line of it is wanted, so that it need not be asked again."""
    steps = series_steps(wanted, SPLITS[split] if split else None, words=split == "track")
    return books.sql(joined(steps), parameters(one, other, wanted) | {"directions": list(DIRECTIONS)})


def parameters(one: str, other: str, wanted: Wanted) -> dict[str, Any]:
    """What the steps read, but for the directions."""
    said: dict[str, Any] = {
        "pair": "-".join(sorted((one, other))),
        "one": one,
        "since": wanted.since,
        "until": wanted.until,
        "status": list(wanted.status),
    }
    return said | ({"coders": list(wanted.coders)} if wanted.coders else {})


def directed(one: str, other: str) -> dict[str, str]:
    """Directions as tables name them, by their names in the steps."""
    return {"all": "all", "forth": f"{one}>{other}", "back": f"{other}>{one}", "joint": "joint"}


def wanted_from(
    freq: str,
    since: date | None,
    until: date | None,
    status: str | Sequence[str],
    historical: bool,
    coder: str | Sequence[str],
) -> Wanted:
    """Which acts count, from the words that users say it with. UsageError for an unknown one."""
    return Wanted(freq, since, until, _some(status), historical, tuple(c.lower() for c in _some(coder)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a series. All arrays have the shape (periods,).

    days: length of each period. counts: acts, nan where nothing was read; conflict: those of verbal or material
    conflict. means: of their scores, nan where there is none. squares: sum of the squared distances of the scores from
    that mean.
    """

    periods: tuple[date, ...]
    days: Floats
    counts: Floats
    conflict: Floats
    means: Floats
    squares: Floats

    @classmethod
    def of(cls, table: pa.Table) -> Line:
        days = (_days(table, "period_end") - _days(table, "period") + 1).astype(float)
        counts, means, squares = (_floats(table, name) for name in ("events", "intensity_mean", "squares"))
        conflict = _floats(table, "verbal_conflict") + _floats(table, "material_conflict")
        return cls(tuple(table["period"].to_pylist()), days, counts, conflict, means, np.nan_to_num(squares))

    def index(self) -> Index:
        """The cooperation index of these periods."""
        return cooperation(self.means, np.nan_to_num(self.counts), self.squares, self.days)


def _some(named: str | Sequence[str]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else tuple(named)


def _with_index(table: pa.Table, indexed: bool) -> pa.Table:
    """The columns of the index in the place of the inner ones that it is made of, line by line."""
    keys = list(zip(table["direction"].to_pylist(), table["group"].to_pylist(), strict=True))
    columns = {name: np.full(len(keys), np.nan) for name in ("level", "sd", "low", "high", "surprise")}
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    for start, end in pairwise([*starts, len(keys)]):
        one = Line.of(table.slice(start, end - start))
        if indexed and np.nansum(one.counts) > 0:
            index = one.index()
            for name, column in columns.items():
                column[start:end] = np.where(np.isnan(one.counts), np.nan, getattr(index, name))
    table = table.drop_columns(["squares"])
    for name, column in columns.items():
        title = name if name == "surprise" else "cooperation" if name == "level" else f"cooperation_{name}"
        table = table.append_column(title, pa.array(column, from_pandas=True))
    return table


def _days(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].cast(pa.int32()))


def _floats(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].cast(pa.float64()).fill_null(float("nan")))
