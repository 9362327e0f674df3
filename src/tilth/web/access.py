"""Who may come in: the token of the printed address, the session it opens, and what proves a form is ours."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe

from starlette.requests import HTTPConnection

__all__ = ["Access", "Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that came in with the token; `csrf` stands in every form that it is shown."""

    key: str
    csrf: str


@dataclass(frozen=True)
class Access:
    """The token of one run of the server and the sessions that rest on it.

    A session is a random name with its seal, kept in a cookie; the server keeps nothing, and every
    session ends when the server does.

    Examples
    --------
    >>> access = Access("secret")
    >>> cookie = access.open_session()
    >>> access.session(cookie) is not None, access.session(cookie + "x")
    (True, None)
    """

    token: str = field(default_factory=lambda: token_urlsafe(24))
    cookie: str = "tilth"

    def open_session(self) -> str:
        """Return the cookie of a new session."""
        name = token_urlsafe(16)
        return f"{name}.{self._seal('session', name)}"

    def session(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie, None when this server did not give it."""
        name, _, seal = (cookie or "").partition(".")
        if not name or not hmac.compare_digest(seal.encode(), self._seal("session", name).encode()):
            return None
        return Session(name, self._seal("form", name))

    def admits(self, token: str | None) -> bool:
        """Return whether this is the token of the printed address."""
        return token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def bears_token(self, request: HTTPConnection) -> bool:
        """Return whether a program brings the token in its ``Authorization: Bearer`` header."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.admits(token.strip())

    def session_of(self, request: HTTPConnection) -> Session | None:
        """Return the session that a request belongs to."""
        return self.session(request.cookies.get(self.cookie))

    def _seal(self, use: str, name: str) -> str:
        return hmac.new(self.token.encode(), f"{use} {name}".encode(), sha256).hexdigest()
