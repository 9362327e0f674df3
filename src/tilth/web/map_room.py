"""What the map page and the layers for programs share: the placed things as of a day, kept until a change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tilth.project.layers import drawn_up_to
from tilth.project.mapped import NEVER_ENDS, Features, features_known, load_features, refreshed
from tilth.web._errors import WebError

if TYPE_CHECKING:
    from tilth.web.desk import Desk

__all__ = ["bounds_of", "day_number", "day_word", "things"]

_EPOCH = date(1970, 1, 1)
_loading = threading.Lock()
_DAYS = 3


def things(desk: Desk, known_on: str | None = None, true_on: str | None = None) -> Features:
    """Return the placed things as known on a day (now, when not given)."""
    with _loading:
        return desk.beside("features", _Held).then(desk, known_on, true_on)


class _Held:
    """The features of one desk, brought up to the ledger as it is now by what changed."""

    def __init__(self) -> None:
        self.version = -1
        self.features: Features | None = None
        self.past: OrderedDict[tuple[Any, ...], Features] = OrderedDict()

    def now(self, desk: Desk) -> Features:
        """Return the features as they are now."""
        version = drawn_up_to(desk.store)
        if self.features is None:
            self.features = load_features(desk.store)
        elif version != self.version:
            self.features = refreshed(desk.store, self.features, self.version)
        self.version = version
        return self.features

    def then(self, desk: Desk, known_on: str | None, true_on: str | None) -> Features:
        """Return the features of a day; those of a few days are held."""
        now = self.now(desk)
        if not known_on and not true_on:
            return now
        asked = (self.version, known_on, true_on)
        if asked not in self.past:
            self.past[asked] = features_known(desk.store, now, known_on=known_on, true_on=true_on)
            while len(self.past) > _DAYS:
                self.past.popitem(last=False)
        return self.past[asked]

    def empty(self) -> None:
        """Let go of them."""
        self.features = None
        self.past.clear()


def day_number(told: str | None) -> int | None:
    """Return the days from 1970-01-01 to a day; None when none is asked for.

    Raises
    ------
    WebError
        A text that is no day.

    Examples
    --------
    >>> day_number("1970-01-31")
    30
    """
    if not told:
        return None
    try:
        return (date.fromisoformat(told) - _EPOCH).days
    except ValueError as error:
        raise WebError(422, f"day {told!r} is none: write it as 2024-03-05") from error


def day_word(number: int) -> str | None:
    """Return a day's name; None for no day.

    Examples
    --------
    >>> day_word(30)
    '1970-01-31'
    """
    return None if abs(number) >= NEVER_ENDS else (_EPOCH + timedelta(days=number)).isoformat()


def bounds_of(told: str | None) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a ``bbox``; the whole world when none is given.

    Raises
    ------
    WebError
        Not four numbers in order.

    Examples
    --------
    >>> bounds_of("106,16,107,17")
    (106.0, 16.0, 107.0, 17.0)
    """
    if not told:
        return -180.0, -90.0, 180.0, 90.0
    try:
        west, south, east, north = (float(part) for part in told.split(","))
    except ValueError as error:
        raise WebError(422, f"bbox {told!r}: give west,south,east,north in degrees") from error
    if not (-1e3 < west <= east < 1e3 and -90.1 <= south <= north <= 90.1):
        raise WebError(422, f"bbox {told!r}: west,south,east,north in degrees, in this order")
    return west, south, east, north
