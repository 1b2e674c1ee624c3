"""The page of a relation: how two states stand, and the acts that say so."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import RedirectResponse, Response

from detente import ontology
from detente.actors import registry
from detente.records import STATUSES
from detente.views.web import questions
from detente.views.web.api import Code, Unasked, Words, desk
from detente.views.web.pages import ROWS, show
from detente.views.web.questions import ActFilter


class _CodeInPath(Convertor[str]):
    """Three letters of a path."""

    regex = "[A-Za-z]{3}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("code", _CodeInPath())
router = APIRouter(include_in_schema=False)
Order = Literal["newest", "oldest", "type", "score", "status", "source"]


@router.get("/{one:code}-{other:code}")
def relation(
    request: Request,
    one: str,
    other: str,
    type: Annotated[Words | None, Unasked, Query()] = None,
    status: Annotated[Words | None, Unasked, Query()] = None,
    historical: Annotated[bool | None, Unasked, Query()] = None,
    actor: Annotated[Code | None, Unasked, Query()] = None,
    order: Order = "newest",
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Response:
    if (one, other) != (one.upper(), other.upper()):
        return RedirectResponse(f"/{one.upper()}-{other.upper()}", 303)
    books = desk(request).ledger
    between = books.relation(one, other)
    wanted = ActFilter(type, status, historical, actor, order)
    acts = questions.acts_between(books, between.pair, wanted, ROWS + 1, offset)
    balance = questions.balance(books, between.pair)
    known = registry.load().bodies
    if not (acts or balance) and not all(code in known for code in (one, other)):
        raise HTTPException(404, f"{one}-{other} is not a pair of states")
    return show(
        request,
        "relation.html",
        one=one,
        other=other,
        balance=balance,
        acts=acts[:ROWS],
        more=offset + ROWS if len(acts) > ROWS else None,
        offset=offset,
        wanted=wanted,
        types=list(ontology.types()),
        statuses=STATUSES,
        orders=list(questions.ORDERS),
        query=[(k, v) for k, v in request.query_params.multi_items() if k != "offset" and v],
    )
