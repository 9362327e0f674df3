"""The interface for programs: the same resources as JSON and GeoJSON, described by OpenAPI.

Every answer bears an ETag of the ledger it was made from; a conditional request for what has not changed
is answered with 304. Lists come in pages. Refusals are problem documents (RFC 9457).
"""

from __future__ import annotations

from tilth.web.api import claims, land, layers, states

__all__ = ["ROUTERS"]

ROUTERS = (claims.router, land.router, layers.router, states.router)
"""Routers of all resources; add a resource's router here."""
