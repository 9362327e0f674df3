"""The pages, a module for each place of the navigation."""

from __future__ import annotations

from tilth.web.pages import (
    account,
    areas,
    bringing,
    claims,
    entering,
    map,
    map_drawing,
    reading,
    settings,
    states,
    today,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    entering.router,
    today.router,
    reading.router,
    claims.router,
    states.router,
    map.router,
    map_drawing.router,
    areas.router,
    account.router,
    bringing.router,
    settings.router,
)
"""Routers of all pages; add a page's router here."""
