"""The views on what is told across articles: texts that are copies of one another, and stories."""

from __future__ import annotations

from detente.records import STATUSES, STRENGTHS

# From the firmest to the weakest.
FIRMNESS = (
    *("confirmed", "asserted", "promised", "intended", "expected", "reported", "claimed"),
    *("hinted", "hoped", "urged", "feared", "possible", "denied"),
)
FIRMEST_STATUS = ("actual", "negated", "future", "hypothetical")
assert sorted(FIRMNESS) == sorted(STRENGTHS) and sorted(FIRMEST_STATUS) == sorted(STATUSES)


def _place(column: str, values: tuple[str, ...]) -> str:
    return f"list_position([{', '.join(repr(v) for v in values)}], {column})"


# All copies of a text come from one place: the agency that one of them credits, else whoever printed it first.
COPIES_VIEW = """
SELECT article_id, DATE '1970-01-01' + published::INTEGER AS published, source, agency, family,
    coalesce(
        min(agency) OVER family, first_value(source) OVER (family ORDER BY published NULLS LAST, article_id), family
    ) AS origin
FROM stored_copies WINDOW family AS (PARTITION BY family)"""

STORIES_VIEW = f"""
SELECT story AS id, count(*) AS tellings, count(DISTINCT article_id) AS articles, count(DISTINCT origin) AS independent,
    list(DISTINCT article_source ORDER BY article_source) AS sources,
    list(DISTINCT article_id ORDER BY article_id) AS article_ids, list(id ORDER BY best) AS event_ids,
    min(article_published) AS first_published, max(article_published) AS last_published,
    max(event_type) FILTER (best = 1) AS event_type, max(event_mode) FILTER (best = 1) AS event_mode,
    any_value(actor_names) FILTER (best = 1) AS actor_names,
    any_value(actor_countries) FILTER (best = 1) AS actor_countries,
    any_value(recipient_names) FILTER (best = 1) AS recipient_names,
    any_value(recipient_countries) FILTER (best = 1) AS recipient_countries,
    bool_or(reciprocal) FILTER (best = 1) AS reciprocal,
    max(status) FILTER (firmest = 1) AS status, max(strength) FILTER (firmest = 1) AS strength,
    max(date_start) FILTER (best = 1) AS date_start, max(date_end) FILTER (best = 1) AS date_end,
    max(date_granularity) FILTER (best = 1) AS date_granularity, max(date_basis) FILTER (best = 1) AS date_basis,
    min(dead) AS dead_least, max(dead) AS dead_most,
    list(DISTINCT event_type ORDER BY event_type) AS types, list(DISTINCT status ORDER BY status) AS statuses,
    list(DISTINCT date_start || '/' || date_end ORDER BY date_start || '/' || date_end)
        FILTER (date_start IS NOT NULL) AS dates,
    list_filter([
        CASE WHEN count(DISTINCT event_type) > 1 THEN 'type' END,
        CASE WHEN count(DISTINCT status) > 1 THEN 'status' END,
        CASE WHEN max(date_start) > min(date_end) THEN 'date' END,
        CASE WHEN min(dead) < max(dead) THEN 'dead' END], x -> x IS NOT NULL) AS differ,
    any_value(sentence) FILTER (best = 1) AS sentence
FROM (
    SELECT e.*, c.origin,
        row_number() OVER (PARTITION BY story ORDER BY date_end - date_start NULLS LAST, firm, article_published, id)
            AS best,
        row_number() OVER (PARTITION BY story ORDER BY firm, article_published, id) AS firmest
    FROM (
        SELECT *, 100 * {_place("status", FIRMEST_STATUS)} + {_place("strength", FIRMNESS)} AS firm FROM events
        WHERE story IS NOT NULL) AS e
    LEFT JOIN copies AS c USING (article_id))
GROUP BY story"""
