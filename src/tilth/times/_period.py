"""Periods: from one partial date to another, open or unknown at either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tilth.times._errors import TimeError
from tilth.times._partial import PartialDate
from tilth.times._reach import date_reach

__all__ = ["Period"]

_FORMS = (
    "write START/END with '..' for an open side and nothing for an unknown one "
    "(2023-07/2023-09, ../2023-07, 2023-07/), or [START..END] for one day in between"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time whose ends may be partial, open or unknown.

    As in EDTF, ``2023-07/2023-09`` begins on some day of July and ends on some day of September;
    both end days belong to it. ``..`` is an open side: it has no start or end. An empty side is
    unknown: it has one, but nobody said when. A bare date is a period too: ``2023-07`` began and
    ended in July. In square brackets (EDTF "one of a set") the period is where a single day lies:
    ``[..2023-07-01]`` is a day on or before 1 July.

    Attributes
    ----------
    start, end : PartialDate or None
        None when that side is open or unknown.
    start_unknown, end_unknown : bool
        Tells an unknown side (True) from an open one (False); only where the side is None.
    once : bool
        True for one day somewhere within, written in square brackets.

    Raises
    ------
    TimeError
        When the end is certainly before the start (margins of rough dates counted), when a side
        is both given and unknown, or when there is no date at all; ``../..`` (always) is allowed.

    Examples
    --------
    >>> str(Period.parse("2023-07/.."))
    '2023-07/..'
    >>> Period.parse("../2023-07").latest
    datetime.date(2023, 7, 31)
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    start_unknown: bool = False
    end_unknown: bool = False
    once: bool = False

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins or contradicts itself."""
        start, end = self.start, self.end
        if (start and self.start_unknown) or (end and self.end_unknown):
            raise TimeError(f"'{start}/{end}': a side is given or unknown, not both; drop one")
        if not (start or end) and (self.start_unknown or self.end_unknown):
            raise TimeError("a period needs a date at one side: write 2023-07/ or /2023-07, or '..'")
        if self.once and (self.start_unknown or self.end_unknown or not (start or end)):
            raise TimeError("one day out of [..] needs a first or a last day: write [2023-07..]")
        if start and end and date_reach(end)[1] < date_reach(start)[0]:
            raise TimeError(
                f"'{start}/{end}': the end {end} is before the start {start}; swap or correct them"
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that an EDTF text stands for; a bare date is a period too.

        Raises
        ------
        TimeError
            For anything that is no EDTF date, interval or ``[..]`` range.

        Examples
        --------
        >>> Period.parse("2023-07/").end_unknown
        True
        >>> Period.parse("[..2023-07-01]").once
        True
        """
        if not isinstance(text, str):
            raise TimeError(f"a period is a text, not {text!r}: {_FORMS}")
        if text.startswith("[") and text.endswith("]"):
            return _parse_once(text)
        if "/" not in text:
            bare = PartialDate.parse(text)
            return cls(bare, bare)
        left, _, right = text.partition("/")
        if "/" in right:
            raise TimeError(f"{text!r} has more than one '/', and dates are written YYYY-MM-DD: {_FORMS}")
        return cls(
            _side(left, text),
            _side(right, text),
            start_unknown=left == "",
            end_unknown=right == "",
        )

    def __str__(self) -> str:
        """Return the EDTF text; `parse` gives the same period back."""
        if self.once:
            return f"[{self.start or ''}..{self.end or ''}]"
        if self.start is not None and self.start == self.end:
            return str(self.start)
        left = str(self.start) if self.start else "" if self.start_unknown else ".."
        right = str(self.end) if self.end else "" if self.end_unknown else ".."
        return f"{left}/{right}"

    @property
    def earliest(self) -> date | None:
        """The first day as stated; None when the start is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> date | None:
        """The last day as stated; None when the end is open or unknown."""
        return self.end.latest if self.end else None


def _side(text: str, whole: str) -> PartialDate | None:
    if text in ("", ".."):
        return None
    try:
        return PartialDate.parse(text)
    except TimeError as error:
        raise TimeError(f"in {whole!r}: {error}") from None


def _parse_once(text: str) -> Period:
    left, dots, right = text[1:-1].partition("..")
    if not dots or not (left or right):
        raise TimeError(f"{text!r} is no set of days that tilth reads: {_FORMS}")
    return Period(_side(left, text), _side(right, text), once=True)
