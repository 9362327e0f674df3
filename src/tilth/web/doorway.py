"""The doorway: which requests come through to the pages, and what every answer bears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse

from tilth.web._errors import WebError
from tilth.web.problems import problem_answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tilth.web.access import Access

__all__ = ["Doorway"]

_OPEN = ("/static/", "/enter")
_SAFE = ("GET", "HEAD", "OPTIONS")
_ASK = "open the address that 'tilth serve' printed, with its token"


class Doorway:
    """Let in who has the token, from this machine, with requests of a bearable size; add safety headers.

    Parameters
    ----------
    hosts
        Names by which this server is addressed; any other (a page elsewhere that points its own name
        at this machine) is refused.
    largest
        Bytes that one request may bring.
    images
        Addresses beyond this server that pictures may come from: map tiles that the user configured.
    """

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        *,
        hosts: Sequence[str],
        largest: int,
        images: Sequence[str] = (),
    ) -> None:
        self.app = app
        self.access = access
        self.hosts = frozenset(hosts)
        self.largest = largest
        self.headers = _headers(images)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, pass on or refuse one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        sending = self._with_headers(scope["path"], send)
        try:
            if await self._came_in(request, scope, receive, sending):
                return
            self._refuse_strangers(request)
            limited = _Limited(receive, self.largest)
            self._refuse_large(request)
            await self.app(scope, limited, sending)
        except WebError as error:
            await problem_answer(request, error)(scope, receive, sending)

    async def _came_in(self, request: Request, scope: Scope, receive: Receive, send: Send) -> bool:
        """Turn a good token in the address into a session, and take it out of the address."""
        token = request.query_params.get("token")
        if request.method not in _SAFE or token is None or not self._addressed(request):
            return False
        if not self.access.admits(token):
            raise WebError(403, f"this token is not the one of the running server: {_ASK}")
        rest = [(key, value) for key, value in request.query_params.multi_items() if key != "token"]
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(f"{path}?{urlencode(rest)}" if rest else path, 303)
        session = self.access.open_session()
        answer.set_cookie(self.access.cookie, session, httponly=True, samesite="strict", path="/")
        await answer(scope, receive, send)
        return True

    def _addressed(self, request: Request) -> bool:
        return request.headers.get("host", "").rpartition(":")[0] in self.hosts or (
            request.headers.get("host", "") in self.hosts
        )

    def _refuse_strangers(self, request: Request) -> None:
        if not self._addressed(request):
            raise WebError(421, f"this server is addressed as {', '.join(sorted(self.hosts))} only")
        if request.url.path.startswith(_OPEN):
            return
        bearer = self.access.bears_token(request)
        if not bearer and self.access.session_of(request) is None:
            raise WebError(401, f"this browser has no session here: {_ASK}")
        if request.method not in _SAFE and not bearer:
            _refuse_other_origins(request)

    def _refuse_large(self, request: Request) -> None:
        told = request.headers.get("content-length", "0")
        if not told.isdigit() or int(told) > self.largest:
            raise WebError(413, _too_large(self.largest))

    def _with_headers(self, path: str, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers:
                    headers.setdefault(name, value)
                if not path.startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        return sending


def _headers(images: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pictures = " ".join(("'self'", "data:", "blob:", *images))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self';"
        f" img-src {pictures}; worker-src 'self';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return (
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),  # with none at all, forms would come without their origin
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    )


def _refuse_other_origins(request: Request) -> None:
    """Refuse a changing request that another page makes the browser send."""
    origin = request.headers.get("origin")
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    site = request.headers.get("sec-fetch-site", "same-origin")
    if (origin is not None and origin != here) or site not in ("same-origin", "none"):
        raise WebError(403, "this change was asked for by another page: make it on a page of tilth")


def _too_large(largest: int) -> str:
    return f"a request may bring {largest / 1e6:,.0f} MB at most: use 'tilth import' for larger files"


class _Limited:
    """A receiver that stops a request which brings more than it may, whatever it announced."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self.receive = receive
        self.left = largest
        self.largest = largest

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise WebError(413, _too_large(self.largest))
        return message
