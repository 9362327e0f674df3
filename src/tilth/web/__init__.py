"""The web application: the chain for people, on this machine only.

Pages are made on the server from what the rooms below know; no rule of the field lives here.
`create_app` makes the application for one project, `listen` and `serve` run it on the loopback
interface.
"""

from __future__ import annotations

from tilth.web._errors import WebError
from tilth.web.app import create_app
from tilth.web.serving import listen, serve
from tilth.web.tiles import BaseMap, base_map

__all__ = ["BaseMap", "WebError", "base_map", "create_app", "listen", "serve"]
