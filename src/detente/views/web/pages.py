"""The pages: each route asks its questions and fills a template."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.templating import Jinja2Templates
from starlette.responses import RedirectResponse, Response

from detente import ontology
from detente.errors import SourceError
from detente.ledger import Ledger
from detente.records import STATUSES, Actor, Article, Event
from detente.relations.lately import changed
from detente.sources import read
from detente.views.briefs.wording import name_of, spoken
from detente.views.web import questions
from detente.views.web.api import Filters, desk, writable
from detente.views.web.guard import COOKIE
from detente.views.web.jobs import Coding, Making
from detente.views.web.text import marks, runs

HERE = Path(__file__).parent
ROWS = 50  # events of one page
AGAIN = 2  # seconds until a page that is being made asks again
LONGEST_SHOWN = 400_000  # characters of an article on its page

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=HERE / "templates")
templates.env.trim_blocks = templates.env.lstrip_blocks = True
templates.env.globals["name_of"] = name_of
templates.env.globals["spoken"] = spoken
templates.env.globals["explain"] = ontology.explain
templates.env.filters["link"] = lambda url: url if url and urlsplit(url).scheme in {"http", "https"} else None
templates.env.filters["quad"] = ontology.quad


def show(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page. A request of htmx gets the part that its target wants, which the template decides."""
    part = request.headers.get("hx-request") == "true"
    given = {"access": desk(request).access, "part": part, **values}
    return templates.TemplateResponse(request, template, given, status_code=status)


def error_page(request: Request, message: str, status: int) -> Response:
    """What a visitor sees when something cannot be shown."""
    return show(request, "error.html", status, message=message, code=status)


def being_made(request: Request, job: Making, what: str) -> Response:
    """How far an answer is that is being made; the page asks again by itself."""
    part = request.headers.get("hx-request") == "true"
    template = "progress.html" if part else "making.html"
    answer = show(request, template, 202, job=job, what=what, before=desk(request).jobs.before(job))
    if not part:
        answer.headers["refresh"] = str(AGAIN)
    answer.headers["retry-after"] = str(AGAIN)
    return answer


@router.get("/")
def home(request: Request) -> Response:
    at = desk(request)
    return show(request, "home.html", **at.kept.get(at.ledger, ("home",), lambda: _home(at.ledger)))


def _home(books: Ledger) -> dict[str, Any]:
    state = questions.state(books)
    filled = state.snapshot is not None and state.events + state.imported > 0
    return {
        "state": state,
        "changed": changed(books) if filled else [],
        "busiest": questions.busiest(books) if filled else [],
        "newest": list(books.records(limit=8, newest_first=True, historical=False)) if filled else [],
    }


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    q = q.strip()[:200]
    if not q:
        return RedirectResponse("/", 303)
    if (found := questions.dyad(q)) is not None:
        return RedirectResponse(f"/{found[0]}-{found[1]}", 303)
    books = desk(request).ledger
    known = questions.actor(q, datetime.now(UTC).date())
    at = desk(request)
    empty = at.kept.get(at.ledger, ("state",), lambda: questions.state(at.ledger)).snapshot is None
    return show(
        request,
        "search.html",
        q=q,
        known=known,
        found=[] if empty else at.kept.get(books, ("actors", q), lambda: questions.matching_actors(books, q)),
        pairs=[] if empty or known is None or known.country is None else _pairs(request, known.country),
    )


def _pairs(request: Request, code: str) -> list[questions.Row]:
    at = desk(request)
    return at.kept.get(at.ledger, ("pairs", code), lambda: questions.busiest(at.ledger, 20, code))


@router.get("/events")
def events(request: Request, filters: Annotated[Filters, Depends()], offset: int = 0) -> Response:
    at = desk(request)
    offset = max(0, offset)
    asked = ("count", repr(sorted(filters.wanted.items())))
    records = list(at.ledger.records(**filters.wanted, limit=ROWS + 1, offset=offset, newest_first=True))
    return show(
        request,
        "events.html",
        records=records[:ROWS],
        more=offset + ROWS if len(records) > ROWS else None,
        offset=offset,
        count=at.kept.get(at.ledger, asked, lambda: at.ledger.count(**filters.wanted)),
        wanted=filters.wanted,
        types=list(ontology.types()),
        query=[(k, v) for k, v in request.query_params.multi_items() if k != "offset" and v],
    )


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> Response:
    found, article = desk(request).ledger.event(event_id)
    sentence = found.evidence.sentence
    text = article.text if sentence.field == "text" else (article.title or "")
    own = list(marks([found], ())) if sentence.field == "text" else []
    return show(
        request,
        "event.html",
        event=found,
        article=article,
        runs=list(runs(text, own, sentence.start, sentence.end)),
        judged=[a for a in desk(request).ledger.annotations(found.article_id) if a.event_id == found.id],
        types=list(ontology.types()),
        statuses=STATUSES,
    )


@router.get("/events/{event_id}/parse")
def parse(request: Request, event_id: str) -> Response:
    """The dependency tree of an event's sentence, read anew."""
    from detente.views.explain import tree

    at = desk(request)
    found, article = at.ledger.event(event_id)
    sentence = found.evidence.sentence
    lines: list[str] = []
    if sentence.field == "text":
        only = Article(article.text[sentence.start : sentence.end], article.published)
        lines = list(tree(at.jobs.coder().parse(only).doc, _whole(only.text)))
    return show(request, "parse.html", lines=lines)


@router.get("/articles/{article_id}")
def article(request: Request, article_id: str) -> Response:
    books = desk(request).ledger
    found, _ = books.article(article_id)
    told = [e for e, _ in books.records(article=found.id)]
    quotes = [q for q, _ in books.quotes(article=found.id)]
    shown = found.text[:LONGEST_SHOWN]
    return show(
        request,
        "article.html",
        article=found,
        events=told,
        quotes=quotes,
        runs=list(runs(shown, list(marks(told, quotes)))),
        left=len(found.text) - len(shown),
        judged=[a for a in books.annotations(found.id) if a.event_id is None],
        types=list(ontology.types()),
        statuses=STATUSES,
    )


@router.get("/actors/{actor_id:path}")
def actor(request: Request, actor_id: str) -> Response:
    books = desk(request).ledger
    row = questions.actor_row(books, actor_id)
    if row is None:
        raise HTTPException(404, f"no actor {actor_id!r} in this ledger")
    return show(
        request,
        "actor.html",
        actor=row,
        offices=questions.known_offices(actor_id, row["name"], row["country"]),
        acts=questions.acts_of(books, actor_id, ROWS),
        quotes=questions.quotes_of(books, actor_id, 20),
    )


class Judgement:
    """The fields of the form that says how an event stands."""

    def __init__(
        self,
        author: Annotated[str, Form(max_length=200)],
        verdict: Annotated[str, Form(max_length=20)] = "missing",
        text: Annotated[str, Form(max_length=5000)] = "",
        event_type: Annotated[str, Form(max_length=20)] = "",
        event_mode: Annotated[str, Form(max_length=20)] = "",
        actors: Annotated[str, Form(max_length=500)] = "",
        recipients: Annotated[str, Form(max_length=500)] = "",
        reciprocal: Annotated[bool, Form()] = False,
        status: Annotated[str, Form(max_length=20)] = "actual",
        historical: Annotated[bool, Form()] = False,
        date_start: Annotated[date | str, Form()] = "",
        date_end: Annotated[date | str, Form()] = "",
        attribution: Annotated[str, Form(max_length=500)] = "",
        note: Annotated[str, Form(max_length=2000)] = "",
    ) -> None:
        self.author = author
        self.verdict = verdict
        first = date_start if isinstance(date_start, date) else None
        last = date_end if isinstance(date_end, date) else first
        judged: dict[str, Any] = {"note": note or None}
        if verdict in ("corrected", "missing"):
            judged |= {
                "text": text.strip() or None,
                "event_type": event_type or None,
                "event_mode": event_mode or None,
                "actors": tuple(re.findall(r"[\w-]+", actors.upper())),
                "recipients": () if reciprocal else tuple(re.findall(r"[\w-]+", recipients.upper())),
                "reciprocal": reciprocal,
                "status": status,
                "historical": historical,
                "date_start": first,
                "date_end": last,
                "attribution": attribution or None,
            }
        self.said = judged


@router.post("/events/{event_id}/annotations")
def judge(request: Request, event_id: str, judged: Annotated[Judgement, Depends()]) -> Response:
    books = writable(request).ledger
    found, _ = books.event(event_id)
    books.annotate(found.article_id, found.id, judged.verdict, author=judged.author, **judged.said)
    return RedirectResponse(f"/events/{found.id}#judgements", 303)


@router.post("/articles/{article_id}/annotations")
def add_missing(request: Request, article_id: str, judged: Annotated[Judgement, Depends()]) -> Response:
    books = writable(request).ledger
    found, _ = books.article(article_id)
    books.annotate(found.id, None, "missing", author=judged.author, **judged.said)
    return RedirectResponse(f"/articles/{found.id}#judgements", 303)


@router.get("/code")
def code_form(request: Request) -> Response:
    return show(request, "code.html")


@router.post("/code")
def code(
    request: Request,
    text: Annotated[str, Form(max_length=2_000_000)] = "",
    title: Annotated[str, Form(max_length=1000)] = "",
    source: Annotated[str, Form(max_length=1000)] = "",
    published: Annotated[date | str, Form()] = "",
    link: Annotated[str, Form(max_length=4000)] = "",
    upload: UploadFile | None = None,
) -> Response:
    day = published if isinstance(published, date) else None
    if link.strip():
        job = desk(request).jobs.start(link.strip(), _from_link(link.strip(), day))
    elif upload is not None and upload.filename:
        job = _from_file(request, upload, day)
    elif text.strip():
        pasted = Article(text.replace("\r\n", "\n"), day, title or None, source or None)
        job = desk(request).jobs.start(title or "Pasted article", [pasted])
    else:
        raise HTTPException(422, "paste a text, give a link or choose a file")
    return RedirectResponse(f"/jobs/{job.id}", 303)


def _from_link(link: str, day: date | None) -> Iterator[Article]:
    """The articles that lie at a public address; private ones are refused. Raises SourceError as it goes."""
    from detente.sources.fetching import Fetcher

    fetched = Fetcher().get(link)
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        kept = Path(folder) / "page"
        kept.write_bytes(fetched.body)
        try:
            for one in read(kept, published=day):
                yield one if one.url else replace(one, url=fetched.url)
        except SourceError as error:
            raise SourceError(link, error.why) from error


def _from_file(request: Request, upload: UploadFile, day: date | None) -> Coding:
    """A job over the articles of an uploaded file, which is kept until they have been read."""
    name = Path(upload.filename or "upload").name
    kept = tempfile.NamedTemporaryFile(prefix="detente-", suffix=Path(name).suffix[:10], delete=False)  # noqa: SIM115
    with kept:
        while piece := upload.file.read(1 << 20):
            kept.write(piece)
    path = Path(kept.name)
    problems: list[str] = []
    started: list[Coding] = []

    def told(error: SourceError) -> None:
        problems.append(str(error).replace(str(path), name))

    def articles() -> Iterator[Article]:
        yield from read(path, published=day, on_error=told)

    def after() -> None:
        path.unlink(missing_ok=True)
        for one in started:
            one.problems.extend(problems)

    started.append(desk(request).jobs.start(name, articles(), after))
    return started[0]


def _job(request: Request, job_id: str) -> Coding:
    found = desk(request).jobs.get(job_id)
    if found is None:
        raise HTTPException(404, "no such job; only the last few are kept")
    return found


@router.get("/jobs/{job_id}")
def job(request: Request, job_id: str) -> Response:
    found = _job(request, job_id)
    coded = [
        (one, list(runs(one.article.text[:LONGEST_SHOWN], list(marks(one.events, one.quotes)))))
        for one in found.coded[:ROWS]
    ]
    return show(request, "job.html", job=found, coded=coded if found.over else [])


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, job_id: str) -> Response:
    _job(request, job_id).cancelled.set()
    return RedirectResponse(f"/jobs/{job_id}", 303)


@router.post("/jobs/{job_id}/file")
def file_job(request: Request, job_id: str) -> Response:
    found = _job(request, job_id)
    if not found.over:
        raise HTTPException(409, "it is not finished")
    writable(request).ledger.add(found.coded)
    found.filed = True
    if len(found.coded) == 1:
        return RedirectResponse(f"/articles/{found.coded[0].article.id}", 303)
    return RedirectResponse(f"/jobs/{job_id}", 303)


@router.get("/enter")
def enter_form(request: Request) -> Response:
    return show(request, "enter.html")


@router.post("/enter")
def enter(request: Request, token: Annotated[str, Form(max_length=500)]) -> Response:
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def _whole(text: str) -> Any:
    from detente.records import Span

    return Span(0, len(text), text)


def parties(event: Event) -> str:
    """Who did it to whom, in a few words."""

    def side(some: Any) -> str:
        named = (p.actor.name or p.span.text if isinstance(p.actor, Actor) else p.span.text for p in some)
        return ", ".join(dict.fromkeys(named))

    if event.reciprocal:
        return " · ".join(dict.fromkeys(p.actor.name or p.span.text for p in event.actors))
    return f"{side(event.actors)} → {side(event.recipients)}" if event.recipients else side(event.actors)


templates.env.globals["parties"] = parties
