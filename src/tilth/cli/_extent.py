"""An extent as people write it on the command line."""

from __future__ import annotations

from tilth.cli._say import stop

__all__ = ["bounds_of"]


def bounds_of(words: str | None) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north; end with status 2 when it is not four numbers."""
    if words is None:
        return None
    try:
        west, south, east, north = (float(part) for part in words.split(","))
    except ValueError:
        stop(f"extent {words!r}: give four numbers in degrees, west,south,east,north")
    return west, south, east, north
