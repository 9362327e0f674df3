"""The application for one project: doorway, pages, interface for programs."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer

from tilth import __version__
from tilth.project import Project
from tilth.web import api
from tilth.web.access import Access
from tilth.web.api.models import REFUSALS
from tilth.web.desk import Desk
from tilth.web.doorway import Doorway
from tilth.web.forms import need_proof
from tilth.web.pages import ROUTERS
from tilth.web.problems import add_handlers
from tilth.web.static_files import static_file
from tilth.web.tiles import BaseMap

__all__ = ["create_app"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LARGEST = 64_000_000
"""Bytes that one request may bring: an upload larger than this is for the command line."""
_BEARER = HTTPBearer(auto_error=False, description="The token of the address that 'tilth serve' printed")
_ABOUT = (
    "The resources of one tilth project: claims, states, layers. Bring the token of the printed address as"
    " `Authorization: Bearer TOKEN`. Errors are problem documents (RFC 9457)."
)


def create_app(
    project: Project, access: Access | None = None, *, base: BaseMap | None = None, largest: int = LARGEST
) -> FastAPI:
    """Return the application that serves `project`.

    Parameters
    ----------
    access
        Token and cookie of this run; a new token when not given.
    base
        Base map that the user configured; pictures from elsewhere than its address are not shown.
    largest
        Bytes that one request may bring.
    """
    app = FastAPI(
        title="tilth",
        version=__version__,
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(need_proof)],
    )
    app.state.access = access or Access()
    app.state.base_map = base
    images = (base.origin,) if base is not None and base.origin else ()
    app.state.desk = Desk(project)
    add_handlers(app)
    app.add_route("/static/{name}", static_file, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    for router in api.ROUTERS:
        app.include_router(router, dependencies=[Depends(_BEARER)], responses=REFUSALS)
    app.add_middleware(Doorway, access=app.state.access, hosts=LOOPBACK, largest=largest, images=images)
    return app
