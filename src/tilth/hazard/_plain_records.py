"""Records in an order of their own content, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from typing import TypeVar

__all__ = ["plain"]

T = TypeVar("T")


def plain(records: Iterable[T]) -> list[T]:
    """Return records sorted by what they say, repeated ones once.

    Examples
    --------
    >>> from tilth.hazard import Box
    >>> one, other = Box("a", 1.0, 2.0, 50.0), Box("b", 0.0, 2.0, 50.0)
    >>> plain([other, one, other]) == [one, other]
    True
    """
    once = {astuple(record): record for record in records}  # type: ignore[call-overload]
    keys = sorted(
        once,
        key=lambda row: tuple((part is not None, part) if part is not None else (False, "") for part in row),
    )
    return [once[key] for key in keys]
