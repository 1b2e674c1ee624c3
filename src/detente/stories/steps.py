"""The logic across articles, as named SQL steps: joins, sums and counts over flat rows.

Written in what DuckDB and Spark SQL share (array_intersect, array_length, unnest, window functions), so that one text
serves both: DuckDB runs it as it stands, for Spark it is translated (`sqlglot`). An engine is anything that can
make a table of a query and answer one; see `detente.engines.Sql`. Numbers are doubles (`1e0`, not `1.0`): decimals are
rounded otherwise in Spark, and scores are compared.
"""

from __future__ import annotations

from detente.stories.copies import BAND, SLOTS
from detente.stories.telling import TOLERANCE


def _both(column: str) -> str:
    return f"array_length(array_intersect(a.{column}, b.{column}))"


def _share(column: str) -> str:
    """Members of both lists among those of either (Jaccard); 0 where both are empty."""
    either = f"array_length(a.{column}) + array_length(b.{column}) - {_both(column)}"
    return f"coalesce({_both(column)} * 1e0 / nullif({either}, 0), 0e0)"


def _part(column: str) -> str:
    """Members of both lists among those of the shorter; 0 where one is empty."""
    shorter = f"least(array_length(a.{column}), array_length(b.{column}))"
    return f"coalesce({_both(column)} * 1e0 / nullif({shorter}, 0), 0e0)"


def _if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1e0 ELSE 0e0 END"


_INTERSECTION = 'greatest(0, least(a."last", b."last") - greatest(a."first", b."first") + 1)'
_UNION = '(greatest(a."last", b."last") - least(a."first", b."first") + 1)'

# What speaks for and against two tellings being of one event. Each is a number; WEIGHTS says what it counts.
FEATURES: dict[str, str] = {
    "base": "1e0",
    "sides": _share("sides"),
    "parties": _share("parties"),
    "people": _part("people"),
    "type": _if("a.event_type = b.event_type"),
    "quad": _if("a.quad = b.quad"),
    "mode": _if("a.event_mode = b.event_mode"),
    "status": _if("a.status = b.status"),
    "background": _if("a.historical = b.historical"),
    "planned": _if("coalesce(a.planned_type, '') = coalesce(b.planned_type, '')"),
    "days": f"CASE WHEN a.dated AND b.dated THEN {_INTERSECTION} * 1e0 / {_UNION} ELSE 0e0 END",
    "words": _share("words"),
    "part": _part("words"),
    "triggers": _part("triggers"),
}

WEIGHTS: dict[str, float] = {
    "base": -12.0,
    "sides": 1.0,
    "parties": 2.0,
    "people": 1.0,
    "type": 2.5,
    "mode": 1.5,
    "status": 1.5,
    "days": 2.0,
    "words": 2.5,
    "part": 3.0,
    "triggers": 2.5,
}

# Texts are compared that were published within so many days, share so many keys and, by these, so much of the shorter.
COPY_DAYS = 30
LEAST_KEYS = 3
LEAST_PART = 0.6
BANDS = SLOTS // BAND

NEAR = f'a."first" <= b."last" + {TOLERANCE} AND b."first" <= a."last" + {TOLERANCE}'


def _keyed(left: str, right: str, condition: str) -> str:
    """Nodes of two tables that share a key, once for each key."""
    return f"""(SELECT node, unnest(keys) AS key FROM {left}) AS a
    JOIN (SELECT node, unnest(keys) AS key FROM {right}) AS b ON a.key = b.key
    WHERE {condition}"""


def features(left: str, right: str, condition: str = "true") -> str:
    """Nodes of two tables that share a key and whose days touch, with what speaks for and against each pair."""
    columns = ", ".join(f'{query} AS "{name}"' for name, query in FEATURES.items())
    return f"""
    SELECT p.one, p.other, {columns}
    FROM (SELECT DISTINCT a.node AS one, b.node AS other FROM {_keyed(left, right, condition)}) AS p
    JOIN {left} AS a ON a.node = p.one JOIN {right} AS b ON b.node = p.other
    WHERE {NEAR}"""


def story_edges(left: str, right: str, condition: str = "true") -> str:
    """Those of them whose odds of being one event are better than even; the score is the log of the odds."""
    score = " + ".join(f'{weight!r}e0 * "{name}"' for name, weight in WEIGHTS.items())
    return f"""
SELECT one, other, score
FROM (SELECT one, other, {score} AS score FROM ({features(left, right, condition)}) AS compared) AS found
WHERE score > 0 OR one = other"""


def copy_edges(left: str, right: str, condition: str = "true") -> str:
    """Texts of two tables of which one holds most of the other, by the keys that they share."""
    # Shared pairs of slots are the square of the shared slots' part, which estimates the part that the texts share of
    # all their runs (Jaccard).
    return f"""
SELECT one, other, part AS score FROM (
    SELECT one, other, shared / (1 + shared) * (a.size + b.size) / least(a.size, b.size) AS part
    FROM (SELECT a.node AS one, b.node AS other, sqrt(count(*) * 1e0 / {BANDS}) AS shared
        FROM {_keyed(left, right, condition)}
        GROUP BY a.node, b.node HAVING count(*) >= {LEAST_KEYS}) AS p
    JOIN {left} AS a ON a.node = p.one JOIN {right} AS b ON b.node = p.other
    WHERE coalesce(abs(a.published - b.published), 0) <= {COPY_DAYS}) AS found
WHERE part >= {LEAST_PART} OR one = other"""


# One row stands for all tellings that cannot be told apart: a text printed by a thousand papers is compared once.
NODES = """
SELECT fingerprint AS node, count(*) AS tellings, min(published) AS published, any_value(sides) AS sides,
    any_value(parties) AS parties, any_value(people) AS people, any_value("first") AS "first",
    any_value("last") AS "last", any_value(dated) AS dated, any_value(event_type) AS event_type,
    any_value(quad) AS quad, any_value(event_mode) AS event_mode, any_value(planned_type) AS planned_type,
    any_value(status) AS status, any_value(historical) AS historical, any_value(words) AS words,
    any_value(triggers) AS triggers, any_value(keys) AS keys
FROM {rows} GROUP BY fingerprint"""

COPY_NODES = """
SELECT fingerprint AS node, count(*) AS tellings, any_value(published) AS published, any_value(size) AS size,
    any_value(keys) AS keys
FROM {rows} GROUP BY fingerprint"""

# The stored rows that share a key with a new one, and the components that change.
OLD_NEAR = """
SELECT old.* FROM old SEMI JOIN (
    SELECT k.fingerprint FROM (SELECT fingerprint, unnest(keys) AS key FROM old) AS k
    SEMI JOIN new_keys AS n ON n.key = k.key) AS near ON near.fingerprint = old.fingerprint"""
TOUCHED = """
SELECT DISTINCT component FROM old_near SEMI JOIN met ON met.other = old_near.fingerprint
UNION SELECT component FROM gone"""
WORK = """
SELECT {columns} FROM new UNION ALL
SELECT {columns} FROM old SEMI JOIN touched ON touched.component = old.component"""

LINKS = "SELECT one, other, score FROM edges UNION ALL SELECT other AS one, one AS other, score FROM edges"

# Connected components: each node takes the smallest label among its neighbours', then the label of its label.
LABELS = "SELECT node, node AS label FROM nodes"
SPREAD = """
SELECT node, min(label) AS label FROM (
    SELECT node, label FROM labels
    UNION ALL SELECT k.one AS node, l.label FROM links AS k JOIN labels AS l ON l.node = k.other) AS near
GROUP BY node"""
JUMP = "SELECT s.node, t.label FROM spread AS s JOIN spread AS t ON t.node = s.label"
UNSETTLED = "SELECT count(*) FROM labels AS l JOIN jumped AS j ON j.node = l.node WHERE j.label <> l.label"

# A component falls into stars: its best connected node leads those that are linked with it, and so on with the rest. So
# no chain of small steps can bring together what no link joins.
RANKED = """
SELECT n.node, l.label AS component,
    row_number() OVER (PARTITION BY l.label ORDER BY coalesce(d.weight, 0) DESC, n.node) AS place
FROM nodes AS n JOIN labels AS l ON l.node = n.node
LEFT JOIN (SELECT k.one AS node, sum(n.tellings) AS weight FROM links AS k JOIN nodes AS n ON n.node = k.other
    GROUP BY k.one) AS d ON d.node = n.node"""
CHOSEN = """
SELECT f.node FROM free AS f WHERE NOT EXISTS (
    SELECT 1 FROM links AS k JOIN free AS g ON g.node = k.other WHERE k.one = f.node AND g.place < f.place)"""
LEFT = """
SELECT f.node, f.place FROM free AS f
WHERE f.node NOT IN (SELECT node FROM chosen)
    AND f.node NOT IN (SELECT k.one FROM links AS k JOIN chosen AS c ON c.node = k.other)"""
LED = """
SELECT node, component, leader FROM (
    SELECT r.node, r.component, coalesce(k.other, r.node) AS leader,
        row_number() OVER (PARTITION BY r.node ORDER BY k.score DESC, k.other) AS place
    FROM ranked AS r LEFT JOIN (
        SELECT k.one, k.other, k.score FROM links AS k JOIN leaders AS d ON d.node = k.other
        WHERE k.one NOT IN (SELECT node FROM leaders)) AS k ON k.one = r.node) AS candidates
WHERE place = 1"""

# Where nothing is linked each node is a group; without stars a component is one.
ALONE = "SELECT node, node AS component, node AS leader FROM nodes"
WHOLE = "SELECT node, label AS component, label AS leader FROM labels"

# A group is named after its oldest member.
PLACED = """
SELECT w.{id}, d.component, first_value(w.{id}) OVER (
    PARTITION BY d.leader ORDER BY coalesce(w.published, 999999), w.{id}) AS name
FROM work AS w JOIN led AS d ON d.node = w.fingerprint"""
