"""Reading EDTF texts, fast enough for every claim of an import."""

from __future__ import annotations

from functools import lru_cache

from tilth.times._errors import TimeError
from tilth.times._partial import PartialDate
from tilth.times._period import Period

__all__ = ["is_valid_time", "parse_time"]


def parse_time(text: str) -> PartialDate | Period:
    """Return the partial date or period that an EDTF text stands for.

    A period that begins and ends with the same partial date comes back as that date, so that
    ``parse_time(str(parse_time(text)))`` is always ``parse_time(text)``. Texts seen before are
    kept in memory (65,536 of them); the values are frozen, so they are safe to share.

    Raises
    ------
    TimeError
        With what was given, what is allowed and what to write.

    Examples
    --------
    >>> parse_time("2023-07")
    PartialDate(year=2023, month=7, day=None, about=False, uncertain=False)
    >>> parse_time("2023-07/..").start == parse_time("2023-07")
    True
    """
    if not isinstance(text, str):
        raise TimeError(f"a date is a text, not {text!r}: write it as '2023-07-07' or '2023-07'")
    return _parse(text)


@lru_cache(maxsize=65536)
def _parse(text: str) -> PartialDate | Period:
    if "/" not in text and not text.startswith("["):
        return PartialDate.parse(text)
    period = Period.parse(text)
    if period.start is not None and period.start == period.end and not period.once:
        return period.start
    return period


def is_valid_time(text: object) -> bool:
    """Return whether `parse_time` takes the text; False for anything but a text.

    Examples
    --------
    >>> is_valid_time("2023-07"), is_valid_time("07/2023"), is_valid_time(None)
    (True, False, False)
    """
    if not isinstance(text, str):
        return False
    try:
        _parse(text)
    except TimeError:
        return False
    return True
