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
# before, tellings: how many there were and are; component: whom it was led by.
NODES = """
SELECT fingerprint AS node, sum(tellings) AS tellings, sum(before) AS before, max(component) AS component,
    any_value(sides) AS sides, any_value(parties) AS parties, any_value(people) AS people,
    any_value("first") AS "first", any_value("last") AS "last", any_value(dated) AS dated,
    any_value(event_type) AS event_type, any_value(quad) AS quad, any_value(event_mode) AS event_mode,
    any_value(planned_type) AS planned_type, any_value(status) AS status, any_value(historical) AS historical,
    any_value(words) AS words, any_value(triggers) AS triggers, any_value(keys) AS keys
FROM {rows} GROUP BY fingerprint"""

COPY_NODES = """
SELECT fingerprint AS node, max(component) AS component, any_value(published) AS published, any_value(size) AS size,
    any_value(keys) AS keys
FROM {rows} GROUP BY fingerprint"""

# What a filing changes: rows that come in, and rows that are taken out.
CHANGED = """
SELECT {columns}, CAST(NULL AS VARCHAR) AS component, CAST(NULL AS VARCHAR) AS name, 0 AS before, 1 AS tellings FROM new
UNION ALL SELECT {columns}, component, name, 1 AS before, 0 AS tellings FROM gone"""
# Stored rows that share a key with nodes of the frontier and are not at hand yet.
NEAR_ROWS = """
SELECT {columns}, component, name, 1 AS before, 1 AS tellings FROM ({old}) AS o
WHERE {id} NOT IN (SELECT {id} FROM loaded) AND fingerprint IN (
    SELECT k.fingerprint FROM (SELECT fingerprint, unnest(keys) AS key FROM ({old}) AS held) AS k
    SEMI JOIN (SELECT unnest(keys) AS key FROM frontier) AS f ON f.key = k.key)"""

# A component falls into stars: its best connected node leads those that are linked with it, and so on with the rest. So
# no chain of small steps can bring together what no link joins. A node leads unless a better connected neighbour does:
# what leads outside of what is open to change is as it was.
OPEN = """
SELECT node FROM nodes SEMI JOIN changed ON changed.fingerprint = nodes.node
UNION SELECT k.other AS node FROM links AS k JOIN changed AS c ON c.fingerprint = k.one"""
FRONTIER = """
SELECT * FROM nodes WHERE node NOT IN (SELECT node FROM known) AND node IN (
    SELECT node FROM open UNION ALL SELECT k.other AS node FROM links AS k JOIN open AS o ON o.node = k.one)"""
RANKED = """
SELECT n.node, n.tellings, coalesce(n.component = n.node, false) AS led, coalesce(sum(m.tellings), 0) AS weight,
    coalesce(sum(m.before), 0) AS weighed
FROM nodes AS n SEMI JOIN known ON known.node = n.node
LEFT JOIN links AS k ON k.one = n.node LEFT JOIN nodes AS m ON m.node = k.other
GROUP BY n.node, n.tellings, n.component"""


def _better(one: str, other: str, weight: str = "weight") -> str:
    """Whether one node comes before another one."""
    return f"({one}.{weight} > {other}.{weight} OR ({one}.{weight} = {other}.{weight} AND {one}.node < {other}.node))"


FIXED = "SELECT node, weight FROM ranked WHERE led AND tellings > 0 AND node NOT IN (SELECT node FROM open)"
FREE = f"""
SELECT f.node, f.weight FROM ranked AS f SEMI JOIN open ON open.node = f.node
WHERE f.tellings > 0 AND NOT EXISTS (
    SELECT 1 FROM links AS k JOIN fixed AS g ON g.node = k.other WHERE k.one = f.node AND {_better("g", "f")})"""
CHOSEN = f"""
SELECT f.node FROM free AS f WHERE NOT EXISTS (
    SELECT 1 FROM links AS k JOIN free AS g ON g.node = k.other WHERE k.one = f.node AND {_better("g", "f")})"""
LEFT = """
SELECT f.node, f.weight FROM free AS f
WHERE f.node NOT IN (SELECT node FROM chosen)
    AND f.node NOT IN (SELECT k.one FROM links AS k JOIN chosen AS c ON c.node = k.other)"""
# Neighbours outside that depended on a node which leads no more, or depend on one that leads now.
TURNED = f"""
SELECT DISTINCT u.node FROM links AS k
JOIN ranked AS u ON u.node = k.one
JOIN (SELECT r.node, r.led, r.weight, r.weighed, l.node IS NOT NULL AS leads
    FROM ranked AS r SEMI JOIN open ON open.node = r.node LEFT JOIN leaders AS l ON l.node = r.node) AS v
    ON v.node = k.other
WHERE u.tellings > 0 AND u.node NOT IN (SELECT node FROM open) AND (v.led <> v.leads
    OR (v.led AND v.leads AND {_better("v", "u", "weighed")} <> {_better("v", "u")}))"""
LED = """
SELECT node, leader FROM (
    SELECT r.node, coalesce(k.other, r.node) AS leader,
        row_number() OVER (PARTITION BY r.node ORDER BY k.score DESC, k.other) AS place
    FROM (SELECT node FROM ranked SEMI JOIN open ON open.node = ranked.node WHERE tellings > 0) AS r LEFT JOIN (
        SELECT k.one, k.other, k.score FROM links AS k JOIN leaders AS d ON d.node = k.other
        WHERE k.one NOT IN (SELECT node FROM leaders)) AS k ON k.one = r.node) AS candidates
WHERE place = 1"""
STARS = """
SELECT leader FROM led
UNION SELECT component AS leader FROM nodes SEMI JOIN open ON open.node = nodes.node WHERE component IS NOT NULL"""
# A story is named after its oldest member.
STORIES_PLACED = """
SELECT event_id, leader AS component,
    first_value(event_id) OVER (PARTITION BY leader ORDER BY coalesce(published, 999999), event_id) AS name
FROM (
    SELECT r.event_id, r.published, coalesce(d.leader, r.component) AS leader
    FROM loaded AS r LEFT JOIN led AS d ON d.node = r.fingerprint WHERE r.tellings > 0) AS w
SEMI JOIN stars ON stars.leader = w.leader"""

# A family is a connected component. Its mark, the day and id of its oldest member, stands for it.
MARK = "lpad(CAST(coalesce(published + 1000000, 9999999) AS VARCHAR), 7, '0') || ' ' || article_id"
FAMILIES_AGAIN = """
SELECT {columns}, component, name, 1 AS before, 1 AS tellings FROM ({old}) AS o
WHERE component IN (SELECT component FROM {families})"""
MET_FAMILIES = """
SELECT m.one, n.component AS other FROM met AS m JOIN old_nodes AS n ON n.node = m.other"""
FAMILY_LINKS = """
SELECT one, other FROM own UNION ALL SELECT other AS one, one AS other FROM own
UNION ALL SELECT one, other FROM families UNION ALL SELECT other AS one, one AS other FROM families"""
FAMILY_NODES = "SELECT node FROM new_nodes UNION SELECT other AS node FROM families"
# Connected components: each node takes the smallest label among its neighbours', then the label of its label.
LABELS = "SELECT node, node AS label FROM members"
SPREAD = """
SELECT node, min(label) AS label FROM (
    SELECT node, label FROM labels
    UNION ALL SELECT k.one AS node, l.label FROM links AS k JOIN labels AS l ON l.node = k.other) AS near
GROUP BY node"""
JUMP = "SELECT s.node, t.label FROM spread AS s JOIN spread AS t ON t.node = s.label"
UNSETTLED = "SELECT count(*) FROM labels AS l JOIN jumped AS j ON j.node = l.node WHERE j.label <> l.label"
OLDEST = f"""
SELECT l.label, min(w.mark) AS mark FROM labels AS l JOIN (
    SELECT fingerprint AS node, {MARK} AS mark FROM loaded
    UNION ALL SELECT other AS node, other AS mark FROM families) AS w ON w.node = l.node
GROUP BY l.label"""
RENAMED = """
SELECT l.node AS component, o.mark FROM labels AS l JOIN oldest AS o ON o.label = l.label
WHERE l.node IN (SELECT other FROM families) AND l.node <> o.mark"""
COPIES_PLACED = """
SELECT article_id, mark AS component, substring(mark, 9) AS name FROM (
    SELECT r.article_id, coalesce(n.mark, o.mark) AS mark FROM loaded AS r
    LEFT JOIN renamed AS n ON n.component = r.component AND r.kept
    LEFT JOIN labels AS l ON l.node = r.fingerprint AND NOT r.kept
    LEFT JOIN oldest AS o ON o.label = l.label) AS marked"""
