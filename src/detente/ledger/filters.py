"""Conditions on events, as SQL over the view `events`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from detente import ontology
from detente.errors import UsageError
from detente.records import STATUSES

Some = str | Sequence[str]


def event_filter(
    *,
    between: tuple[str, str] | None = None,
    involving: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    types: Some | None = None,
    status: Some | None = None,
    contexts: Some | None = None,
    historical: bool | None = None,
    attributed_to: str | None = None,
    article: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    newest_first: bool = False,
) -> tuple[str, dict[str, Any]]:
    """The part of a query from WHERE on, and the values of its parameters; see `Ledger.events`."""
    said: list[str] = []
    values: dict[str, Any] = {}
    if between is not None:
        values["one"], values["other"] = (country_code(side) for side in between)
        said.append(
            "CASE WHEN reciprocal THEN list_has_all(actor_countries, [$one, $other]) "
            "AND ($one <> $other OR len([c for c in actor_countries if c = $one]) > 1) "
            "ELSE (list_contains(actor_countries, $one) AND list_contains(recipient_countries, $other)) "
            "OR (list_contains(actor_countries, $other) AND list_contains(recipient_countries, $one)) END"
        )
    if involving is not None:
        values["side"] = country_code(involving)
        said.append("(list_contains(actor_countries, $side) OR list_contains(recipient_countries, $side))")
    if since is not None:
        values["since"] = _day(since, "since")
        said.append("date_end >= $since")
    if until is not None:
        values["until"] = _day(until, "until")
        said.append("date_start <= $until")
    if types is not None:
        values["types"] = _known(types, ontology.types(), "event type")
        said.append("list_contains($types, event_type)")
    if status is not None:
        values["status"] = _known(status, STATUSES, "status")
        said.append("list_contains($status, status)")
    if contexts is not None:
        values["contexts"] = _known(contexts, ontology.contexts(), "context")
        said.append("list_has_any(contexts, $contexts)")
    if historical is not None:
        values["historical"] = historical
        said.append("historical = $historical")
    if attributed_to is not None:
        values["source"] = attributed_to
        said.append(
            "(attribution_country = $source OR contains(lower(attribution_text), lower($source)) "
            "OR contains(lower(attribution_name), lower($source)))"
        )
    if article is not None:
        values["article"] = article
        said.append("article_id = $article")
    where = f"WHERE {' AND '.join(said)} " if said else ""
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError(f"limit and offset cannot be {limit} and {offset}")
    bound = "" if limit is None else f" LIMIT {limit}"
    bound += f" OFFSET {offset}" if offset else ""
    order = "article_published DESC NULLS LAST" if newest_first else "article_published"
    return f"{where}ORDER BY {order}, article_id, position{bound}", values


def country_code(side: str) -> str:
    """A code as it is stored; UsageError for what cannot be one."""
    code = side.upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise UsageError(f"{side!r} is not a code of three letters like JPN or UNO")
    return code


def _day(day: date | str, name: str) -> date:
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"{name}: {day!r} is not a day like 2025-06-10") from error


def _known(some: Some, known: Any, what: str) -> list[str]:
    listed = [some] if isinstance(some, str) else list(some)
    for one in listed:
        if one not in known:
            raise UsageError(f"no {what} {one!r}; there are {', '.join(known)}")
    return listed
