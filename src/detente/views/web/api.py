"""The JSON API: what the pages show, for programs. Lists are paged; every error has one shape."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import JSONResponse, StreamingResponse

from detente import ontology
from detente.evaluation.gold import annotated
from detente.formats import event_to_json, quote_to_json, write_events
from detente.records import STATUSES, Article
from detente.relations import Relation, lately
from detente.relations.breaks import TurningPoint
from detente.views.web import questions
from detente.views.web.desk import Desk
from detente.views.web.jobs import Making

MOST = 1000  # rows of one page
MOST_DOWNLOAD = 1_000_000  # rows of one file
MEDIA = {"jsonl": "application/x-ndjson", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
Json = dict[str, Any]

# An empty field of a form asks for nothing.
Unasked = BeforeValidator(lambda value: [v for v in value if v] or None if isinstance(value, list) else value or None)
Words = Annotated[str, Field(max_length=200)]
EventType = Annotated[str, Field(json_schema_extra={"enum": list(ontology.types())})]
Status = Annotated[str, Field(json_schema_extra={"enum": list(STATUSES)})]
Code = Annotated[str, Field(pattern="^[A-Za-z]{3}$", description="Three letters: ISO 3166, or UNO, IGO ...")]
Pair = Annotated[
    str,
    Field(pattern="^[A-Za-z]{3}-[A-Za-z]{3}$", description="Acts between two: JPN-KOR, either way round."),
]
EventId = Annotated[str, Path(min_length=4, max_length=64, pattern="^[0-9a-f]+$", description="Or its beginning.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows of a page.")]
Offset = Annotated[int, Query(ge=0, le=2**31, description="Rows to leave out at the beginning.")]


class Error(BaseModel):
    """What went wrong: a code for programs, a sentence for people."""

    code: str
    message: str


class Refusal(BaseModel):
    """The shape of every error."""

    error: Error


class Page(BaseModel):
    """One page of a list. `next` is the offset of the following page, null on the last."""

    items: list[Json]
    next: int | None


class Submitted(BaseModel):
    """An article to be coded."""

    text: str = Field(min_length=1, max_length=2_000_000)
    published: date | None = None
    title: str | None = Field(None, max_length=1000)
    source: str | None = Field(None, max_length=1000)
    url: str | None = Field(None, max_length=4000)


router = APIRouter(
    prefix="/api",
    responses={code: {"model": Refusal} for code in (400, 401, 403, 404, 413, 421, 422, 503)},
)


class Filters:
    """The conditions on events, as query parameters; see `Ledger.events`."""

    def __init__(
        self,
        between: Annotated[Pair | None, Unasked, Query()] = None,
        involving: Annotated[Code | None, Unasked, Query()] = None,
        since: Annotated[date | None, Unasked, Query()] = None,
        until: Annotated[date | None, Unasked, Query()] = None,
        type: Annotated[list[EventType] | None, Unasked, Query()] = None,
        status: Annotated[list[Status] | None, Unasked, Query()] = None,
        context: Annotated[list[Words] | None, Unasked, Query()] = None,
        historical: Annotated[bool | None, Unasked, Query()] = None,
        attributed_to: Annotated[Words | None, Unasked, Query()] = None,
        article: Annotated[Words | None, Unasked, Query()] = None,
    ) -> None:
        wanted = {
            "between": tuple(between.split("-")) if between else None,
            "involving": involving,
            "since": since,
            "until": until,
            "types": type,
            "status": status,
            "contexts": context,
            "historical": historical,
            "attributed_to": attributed_to,
            "article": article,
        }
        self.wanted = {name: value for name, value in wanted.items() if value is not None}


def desk(request: Request) -> Desk:
    """What the application put on the desk."""
    found: Desk = request.app.state.desk
    return found


def writable(request: Request) -> Desk:
    """The desk, where the ledger may be changed."""
    found = desk(request)
    if not found.access.write:
        raise HTTPException(403, "this server only reads; start it with --write")
    return found


def page(rows: list[Json], limit: int, offset: int) -> Page:
    """One page of rows of which one more than `limit` was asked for."""
    return Page(items=rows[:limit], next=offset + limit if len(rows) > limit else None)


@router.get("/ledger")
def ledger_state(request: Request) -> Json:
    """What the ledger holds."""
    at = desk(request)
    found = at.kept.get(at.ledger, ("state",), lambda: questions.state(at.ledger))
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


@router.get("/events")
def events(request: Request, filters: Annotated[Filters, Depends()], limit: Limit = 100, offset: Offset = 0) -> Page:
    """Events that fit all conditions, the newest first, in the shape of docs/schema/event.schema.json."""
    records = desk(request).ledger.records(**filters.wanted, limit=limit + 1, offset=offset, newest_first=True)
    return page([event_to_json(event, cited) for event, cited in records], limit, offset)


@router.get("/events.{form}", response_class=StreamingResponse)
def download(
    request: Request,
    form: Literal["jsonl", "csv", "parquet"],
    filters: Annotated[Filters, Depends()],
    limit: Annotated[int, Query(ge=1, le=MOST_DOWNLOAD)] = 100_000,
) -> StreamingResponse:
    """The same events as a file."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the answer has been sent
    write_events(desk(request).ledger.records(**filters.wanted, limit=limit), out, form)
    out.seek(0)
    return StreamingResponse(
        _pieces(out), media_type=MEDIA[form], headers={"content-disposition": f'attachment; filename="events.{form}"'}
    )


@router.get("/events/{event_id}")
def event(request: Request, event_id: EventId) -> Json:
    """One event, with the decisions behind it."""
    found, article = desk(request).ledger.event(event_id)
    decisions = [{"stage": d.stage, "value": d.value, "why": d.why} for d in found.decisions]
    return event_to_json(found, article) | {"decisions": decisions}


@router.get("/articles")
def articles(request: Request, limit: Limit = 100, offset: Offset = 0) -> Page:
    """Articles without their text, the newest first."""
    return page(questions.articles(desk(request).ledger, limit + 1, offset), limit, offset)


@router.get("/articles/{article_id}")
def article(request: Request, article_id: EventId) -> Json:
    """One article with its text, sentences, events and quotations."""
    books = desk(request).ledger
    found, sentences = books.article(article_id)
    cited = found.cite()
    return {
        "id": cited.id,
        "published": found.published,
        "title": found.title,
        "source": found.source,
        "url": found.url,
        "language": found.language,
        "text": found.text,
        "sentences": [{"start": s.start, "end": s.end, "kind": s.kind} for s in sentences],
        "events": [event_to_json(e, cited) for e, _ in books.records(article=cited.id)],
        "quotes": [quote_to_json(q, cited) for q, _ in books.quotes(article=cited.id)],
    }


@router.delete("/articles/{article_id}")
def remove(request: Request, article_id: EventId) -> Json:
    """Take an article out, with all that came from it."""
    return {"removed": writable(request).ledger.remove(article_id)}


@router.get("/actors")
def actors(request: Request, name: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 20) -> Page:
    """Actors of the ledger whose name holds these words, those with most acts first."""
    return page(questions.matching_actors(desk(request).ledger, name, limit + 1), limit, 0)


@router.get("/actors/{actor_id:path}")
def actor(request: Request, actor_id: Annotated[str, Path(max_length=200)]) -> Json:
    """One actor: known offices with their days, and how many events and quotations the ledger holds of it."""
    books = desk(request).ledger
    row = questions.actor_row(books, actor_id)
    if row is None:
        raise HTTPException(404, f"no actor {actor_id!r} in this ledger")
    tenures = questions.known_offices(actor_id, row["name"], row["country"])
    return row | {
        "tenures": [{"office": t.title, "country": t.country, "start": t.start, "end": t.end} for t in tenures]
    }


@router.get("/changed")
def changed(request: Request, days: Annotated[int, Query(ge=1, le=366)] = 7, limit: Limit = 20) -> Page:
    """The pairs whose last days differ most from up to a year before, by number and mean score of acts."""
    at = desk(request)
    found = at.kept.get(at.ledger, ("changed", days), lambda: lately.changed(at.ledger, days, MOST + 1))
    return page([asdict(one) for one in found[: limit + 1]], limit, 0)


@router.get("/annotations")
def list_annotations(request: Request, limit: Limit = 100, offset: Offset = 0) -> Page:
    """What was said of the coder's work, oldest first."""
    rows = [asdict(a) for a in desk(request).ledger.annotations()[offset : offset + limit + 1]]
    return page(rows, limit, offset)


@router.get("/gold", response_class=StreamingResponse)
def gold(request: Request) -> StreamingResponse:
    """The annotated articles as gold: one JSON object a line, `{"gold": ..., "article": ...}`."""
    pairs = annotated(desk(request).ledger)
    lines = (json.dumps({"gold": g, "article": a}, ensure_ascii=False) + "\n" for g, a in pairs)
    return StreamingResponse(lines, media_type=MEDIA["jsonl"])


PairPath = Annotated[str, Path(pattern="^[A-Za-z]{3}-[A-Za-z]{3}$", description="JPN-KOR")]
Freq = Annotated[str, Query(pattern="^(day|week|month|quarter|year)$")]


def _relation(request: Request, pair: str) -> Relation:
    one, _, other = pair.partition("-")
    return desk(request).ledger.relation(one, other)


@router.get("/relations/{pair}/series")
def series(
    request: Request,
    pair: PairPath,
    freq: Freq = "month",
    split: Annotated[str | None, Query(pattern="^(quad|type|track)$")] = None,
) -> Json:
    """The relation period by period, directed and joint: see docs/relations.md for the columns."""
    return {"items": _relation(request, pair).series(freq, split=split).to_pylist()}


@router.get("/relations/{pair}/turning-points")
def turning_points(request: Request, pair: PairPath, freq: Freq = "month") -> Json:
    """When the index shifted, how sure that is, and the acts that made it."""
    found = _relation(request, pair).turning_points(freq)
    fields = [name for name in TurningPoint.__dataclass_fields__ if name != "acts"]
    return {"items": [{name: getattr(t, name) for name in fields} | {"acts": t.acts.to_pylist()} for t in found]}


@router.get("/relations/{pair}/promises")
def promises(request: Request, pair: PairPath) -> Json:
    """What was promised or announced, and what became of it."""
    return {"items": [asdict(promise) for promise in _relation(request, pair).promises()]}


@router.get("/relations/{pair}/contacts")
def contacts(request: Request, pair: PairPath) -> Json:
    """Calls, meetings, visits and summits, each once."""
    return {"items": [asdict(contact) for contact in _relation(request, pair).contacts()]}


@router.get("/relations/{pair}/agreements")
def agreements(request: Request, pair: PairPath) -> Json:
    """Agreements and disputes, each with what was done to it."""
    return {"items": [asdict(entry) | {"title": entry.title} for entry in _relation(request, pair).agreements()]}


MADE: dict[int | str, dict[str, Any]] = {
    202: {"description": "It is being made: ask again after the seconds that Retry-After says."}
}
PATIENCE = 15.0  # seconds for which a program waits for a forecast before it is told so


@router.get("/relations/{pair}/forecast", responses=MADE, response_model=None)
async def forecast(
    request: Request,
    pair: PairPath,
    days: Annotated[int, Query(ge=1, le=366)] = 30,
    on: date | None = None,
) -> Json | JSONResponse:
    """How probable each kind of act is in the next days, why, and how such forecasts have done so far."""
    at, relation = desk(request), _relation(request, pair)
    asked = ("forecast", relation.one, relation.other, days, on)
    found = await at.made(asked, PATIENCE)
    if isinstance(found, Making):
        said = {"state": found.state, "before": at.jobs.before(found), "seconds": round(found.seconds, 1)}
        return JSONResponse({"being_made": said}, 202, {"retry-after": "5"})
    return asdict(found) | {"record_words": found.record.words, "pooled_words": found.pooled.words}


@router.get("/relations/{pair}/tracks")
def tracks(request: Request, pair: PairPath, freq: Freq = "month") -> Json:
    """Acts by period and track, and which tracks move together."""
    found = _relation(request, pair)
    return {"items": found.tracks(freq).to_pylist(), "moves": [asdict(m) for m in found.moves(freq)]}


@router.get("/relations/{pair}/first-contacts")
def first_contacts(request: Request, pair: PairPath) -> Json:
    """When in the order of their first contacts the leaders of either side turned to the other."""
    return {"items": [asdict(contact) for contact in _relation(request, pair).first_contacts()]}


@router.get("/relations/{pair}/third-parties")
def third_parties(request: Request, pair: PairPath, limit: Limit = 20) -> Json:
    """Who else acts with or on the two."""
    return {"items": [asdict(edge) for edge in _relation(request, pair).third_parties(limit)]}


@router.get("/relations/{pair}/leaders/{side}")
def leaders(request: Request, pair: PairPath, side: Annotated[str, Path(pattern="^[A-Za-z]{3}$")]) -> Json:
    """The relation under each leader of one side, and the differences between them."""
    found = _relation(request, pair).compare_leaders(side)
    return {
        "office": found.office,
        "tenures": found.tenures.to_pylist(),
        "differences": found.differences.to_pylist(),
    }


@router.post("/code")
def code(request: Request, submitted: Submitted) -> Json:
    """Code one article and give back its events and quotations; nothing is filed."""
    coded = desk(request).jobs.coder().code(Article(**submitted.model_dump()))
    cited = coded.article.cite()
    return {
        "article": cited.id,
        "events": [event_to_json(e, cited) for e in coded.events],
        "quotes": [quote_to_json(q, cited) for q in coded.quotes],
    }


@router.post("/articles", status_code=201)
def file_article(request: Request, submitted: Submitted) -> Json:
    """Code one article and file it."""
    books = writable(request)
    coded = books.jobs.coder().code(Article(**submitted.model_dump()))
    filed = books.ledger.add([coded])
    return {"article": coded.article.id, "events": len(coded.events), "snapshot": filed.snapshot}


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while piece := out.read(65536):
            yield piece
