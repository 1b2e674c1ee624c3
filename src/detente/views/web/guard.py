"""What every request passes before a page sees it: who may ask, from where, how much, and what a browser may then do.

Articles are hostile input. No page holds script of its own, so the policy sent with each answer lets scripts and styles
come from this server's files alone; and what another site makes a browser send is refused before it changes anything.
"""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "detente"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/static/", "/enter")  # what a visitor without the token may see
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what.

    token: needed by every request, as a cookie or `Authorization: Bearer`; None where only this machine can ask.
    write: whether the ledger may be changed. most_bytes: largest body of a request. seconds: longest query. making:
    longest making of a brief or a forecast, in seconds.
    """

    token: str | None = None
    write: bool = False
    most_bytes: int = 20_000_000
    seconds: float = 20.0
    making: float = 120.0


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refusal(code: str, message: str, status: int) -> JSONResponse:
    """The one shape of an error, for machines."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


class Guard:
    """Middleware: refuses what may not pass and adds the headers of every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope, Headers(scope=scope))
        answer = self.app if refused is None else refused
        read = 0
        started = False

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            return message if read <= self.access.most_bytes else {"type": "http.disconnect"}

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                static = scope["path"].startswith("/static/")
                headers.setdefault("cache-control", "public, max-age=86400" if static else "no-store")
            await send(message)

        async def unless_too_large(message: Message) -> None:
            # What the application made of half a body is of no interest.
            if started or read <= self.access.most_bytes:
                await dressed(message)

        try:
            await answer(scope, bounded, unless_too_large)
        except ClientDisconnect:
            if read <= self.access.most_bytes:
                raise
        if read > self.access.most_bytes and not started:
            await self._too_large()(scope, receive, dressed)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        token, path = self.access.token, scope["path"]
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if token is None and not is_loopback(host):
            # A foreign name that resolves to this machine would let a page of that name read everything.
            return refusal("wrong_host", "this server answers to localhost only", 421)
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.access.most_bytes:
            return self._too_large()
        if scope["method"] not in SAFE and _foreign(headers):
            return refusal("cross_site", "another site may not write here", 403)
        if token is not None and not path.startswith(OPEN) and not self._known(headers, token):
            if "text/html" in headers.get("accept", ""):
                return RedirectResponse("/enter", 303)
            return refusal("unauthorised", "send the token as Authorization: Bearer", 401)
        return None

    def _too_large(self) -> JSONResponse:
        return refusal("too_large", f"a request holds at most {self.access.most_bytes:,} bytes", 413)

    @staticmethod
    def _known(headers: Headers, token: str) -> bool:
        kind, _, value = headers.get("authorization", "").partition(" ")
        given = [value] if kind.lower() == "bearer" else []
        for crumb in headers.get("cookie", "").split(";"):
            name, _, value = crumb.strip().partition("=")
            given += [value] if name == COOKIE else []
        return any(secrets.compare_digest(one.encode(), token.encode()) for one in given)


def _foreign(headers: Headers) -> bool:
    """Whether a browser sends this on behalf of another site. Programs send neither header."""
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
