"""What the data file of the second reader says, and the words that claims may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tilth.reading._words import load

__all__ = ["allowed", "bound", "fact_fields", "settings"]


def settings() -> Mapping[str, Any]:
    """Return the parsed file ``data/reading/endpoint.yaml``."""
    return load("endpoint")


def bound(name: str) -> int:
    """Return a limit by its name."""
    return int(settings()["limits"][name])


def fact_fields(kind: str) -> Mapping[str, str] | None:
    """Return the fields of a type of fact with the type of each; None for an unknown type."""
    fields: Mapping[str, str] | None = settings()["facts"].get(kind)
    return fields


@cache
def allowed(name: str) -> tuple[str, ...]:
    """Return the words allowed for a value.

    Examples
    --------
    >>> allowed("mode")
    ('direct', 'indirect', 'article')
    >>> allowed("transfer.status")[:2]
    ('requested', 'considered')
    """
    from tilth.claims import vocabulary
    from tilth.claims.claim import STANCES

    if name == "mode":
        return ("direct", "indirect", "article")
    if name == "stance":
        return STANCES
    kind, _, word = name.partition(".")
    return vocabulary()[kind].properties[word].allowed
