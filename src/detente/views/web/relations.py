"""The page of a relation: how two states stand, and the acts that say so."""

from __future__ import annotations

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from detente import ontology
from detente.actors import registry
from detente.records import STATUSES
from detente.views import charts
from detente.views.briefs import Brief
from detente.views.briefs.html import fragment, html
from detente.views.briefs.markdown import markdown
from detente.views.briefs.pdf import pdf
from detente.views.briefs.wording import name_of, spoken
from detente.views.web import questions
from detente.views.web.api import Code, Unasked, Words, desk
from detente.views.web.jobs import Making
from detente.views.web.pages import ROWS, being_made, show
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


PATIENCE = 1.5  # seconds for which a brief is waited for before the visitor is told that it is being made


async def _brief(request: Request, one: str, other: str) -> Brief | Response:
    """The brief, or the page that says how far it is."""
    at = desk(request)
    pair = at.ledger.relation(one, other)
    found = await at.made(("brief", pair.one, pair.other), PATIENCE)
    if isinstance(found, Making):
        return being_made(request, found, f"The brief on {name_of(pair.one)} and {spoken(pair.other)}")
    made: Brief = found
    return made


@router.get("/{one:code}-{other:code}/brief")
async def brief_part(request: Request, one: str, other: str) -> Response:
    """The body of the brief, for the page of the relation."""
    found = await _brief(request, one, other)
    if isinstance(found, Response):
        return found
    return HTMLResponse(await to_thread.run_sync(fragment, found, f"/{one}-{other}/charts"))


@router.get("/{one:code}-{other:code}/charts/{name}.json")
async def chart(request: Request, one: str, other: str, name: str) -> Response:
    """One chart of the brief as a Vega specification."""
    found = await _brief(request, one, other)
    if isinstance(found, Response):
        return found
    for figure in found.figures:
        if figure.name == name:
            return JSONResponse(await to_thread.run_sync(charts.vega, figure.spec))
    raise HTTPException(404, f"no chart {name!r}")


@router.get("/{one:code}-{other:code}/brief.{form}")
async def brief_file(request: Request, one: str, other: str, form: Literal["html", "pdf", "md"]) -> Response:
    """The brief as a file to keep."""
    found = await _brief(request, one, other)
    if isinstance(found, Response):
        return found
    name = f"{one}-{other}.{form}".upper().replace(f".{form}".upper(), f".{form}")
    kept = {"content-disposition": f'attachment; filename="{name}"'}
    if form == "pdf":
        return Response(await to_thread.run_sync(pdf, found), media_type="application/pdf", headers=kept)
    if form == "html":
        return HTMLResponse(await to_thread.run_sync(html, found), headers=kept)
    return Response(await to_thread.run_sync(markdown, found), media_type="text/markdown; charset=utf-8", headers=kept)


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
    told = questions.is_told(books, between.pair)
    known = registry.load().bodies
    if not told and not all(code in known for code in (one, other)):
        raise HTTPException(404, f"{one}-{other} is not a pair of states")
    return show(
        request,
        "relation.html",
        one=one,
        other=other,
        known=told,
        acts=acts[:ROWS],
        more=offset + ROWS if len(acts) > ROWS else None,
        offset=offset,
        wanted=wanted,
        types=list(ontology.types()),
        statuses=STATUSES,
        orders=list(questions.ORDERS),
        query=[(k, v) for k, v in request.query_params.multi_items() if k != "offset" and v],
    )
