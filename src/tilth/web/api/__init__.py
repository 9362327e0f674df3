"""The interface for programs: the same resources as JSON and GeoJSON, described by OpenAPI."""

from __future__ import annotations

from tilth.web.api import layers

__all__ = ["ROUTERS"]

ROUTERS = (layers.router,)
"""Routers of all resources; add a resource's router here."""
