"""The application: ledger, coder and access in, an ASGI application out."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

from detente import __version__
from detente.errors import DetenteError, InputError, LedgerError, UsageError
from detente.pipeline import Coder, load
from detente.relations import Ledger
from detente.views.web import api, pages, relations
from detente.views.web.desk import Desk
from detente.views.web.guard import Access, Guard, refusal
from detente.views.web.jobs import Jobs
from detente.views.web.kept import Kept
from detente.views.web.making import Maker

HERE = Path(__file__).parent
# Requests that are answered at once; the others wait in the order in which they came. More than there are cores would
# make each of them late, and questions run into their limit of time.
AT_ONCE = max(3, os.cpu_count() or 1)


def create_app(ledger: str | Path, access: Access | None = None, coder: Callable[[], Coder] = load) -> FastAPI:
    """The web application over a ledger. `coder` makes the coder when the first article is to be read.

    The application is served by any ASGI server; `detente serve` uses uvicorn. It refuses requests whose Host is not
    this machine unless `access` has a token.
    """
    access = access or Access()
    jobs = Jobs(coder, Maker(ledger, keeps=access.write), access.making)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        jobs.close()

    app = FastAPI(
        title="detente",
        version=__version__,
        description="How states treat one another, as the ledger tells it: sourced, dated, attributed events.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.desk = Desk(
        Ledger(ledger, seconds=access.seconds, keeps=access.write), access, jobs, Kept(), CapacityLimiter(1)
    )
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(relations.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _errors(app)
    app.add_middleware(Guard, access=access)
    return app


def _errors(app: FastAPI) -> None:
    """Every error has one shape: JSON below /api, a page elsewhere."""

    def answer(request: Request, code: str, message: str, status: int) -> Response:
        if request.url.path.startswith("/api"):
            return refusal(code, message, status)
        return pages.error_page(request, message, status)

    @app.exception_handler(HTTPException)
    @app.exception_handler(404)
    @app.exception_handler(405)
    async def _http(request: Request, error: HTTPException) -> Response:
        codes = {401: "unauthorised", 403: "read_only", 404: "not_found", 405: "wrong_method"}
        return answer(request, codes.get(error.status_code, "refused"), str(error.detail), error.status_code)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"][1:]) or str(first["loc"][0])
        return answer(request, "invalid", f"{where}: {first['msg']}", 422)

    @app.exception_handler(DetenteError)
    async def _known(request: Request, error: DetenteError) -> Response:
        if isinstance(error, LedgerError):
            said = str(error)
            if said.startswith("no ledger") or ": no " in said or ": several " in said:
                return answer(request, "not_found", said, 404)
            if "took longer" in said:
                return answer(request, "too_slow", said, 503)
            return answer(request, "ledger", said, 500)
        code = "invalid" if isinstance(error, UsageError) else "input" if isinstance(error, InputError) else "refused"
        return answer(request, code, str(error), 422)
