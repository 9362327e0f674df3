"""The error that every part of `tilth.places` raises."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["PlaceError"]


class PlaceError(TilthError):
    """A place that cannot be used, with what was given, what is allowed and what to do.

    Attributes
    ----------
    readings : tuple of str
        When a text can be read in several ways, each way in words; otherwise empty.

    Examples
    --------
    >>> PlaceError("two readings", readings=("16.5 north", "16.5 east")).readings
    ('16.5 north', '16.5 east')
    """

    def __init__(self, message: str, *, readings: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.readings = readings
