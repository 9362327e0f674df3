"""Dates in tables: ISO, numbers in a stated order, months in words; never guessed."""

from __future__ import annotations

import re
from functools import cache

from tilth.exchange.importing._words import fold
from tilth.times import PartialDate, TimeError, parse_time

__all__ = ["date_of_cell", "order_of"]

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\d.*)?")
_COMPACT = re.compile(r"(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_NUMERIC = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})(?:[ T,]+\d{1,2}:\d\d.*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./\-](\d{4})")
_TIME_AFTER = re.compile(r"[ ,T]+\d{1,2}:\d\d.*$")
_LANGUAGES = ("en", "fr", "es", "pt", "bs", "uk", "ru", "ar", "lo", "vi", "de", "nl")
_ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}


def date_of_cell(cell: object, order: str = "") -> str:
    """Return a cell as an EDTF date.

    Parameters
    ----------
    order
        dmy, mdy or ymd of dates in numbers; ``iso`` reads nothing but ISO 8601 and EDTF.

    Raises
    ------
    ValueError
        No date, or one that can be read in two ways; the message says which.

    Examples
    --------
    >>> date_of_cell("14/07/2023"), date_of_cell("14 juillet 2023"), date_of_cell("20230714")
    ('2023-07-14', '2023-07-14', '2023-07-14')
    >>> date_of_cell("03/07/2023", "dmy")
    '2023-07-03'
    >>> date_of_cell("03/07/2023")
    Traceback (most recent call last):
        ...
    ValueError: it is 3 July or 7 March 2023: settle the order (dmy or mdy) in the profile
    """
    text = str(cell).strip()
    if order == "iso":
        return _edtf(text)
    found = _ISO.fullmatch(text)
    if found:
        return _made(*found.groups())
    found = _COMPACT.fullmatch(text)
    if found:
        return _made(*found.groups())
    found = _NUMERIC.fullmatch(text)
    if found:
        return _numeric(found.groups(), order)
    found = _MONTH_YEAR.fullmatch(text)
    if found:
        return _made(found[2], found[1], None)
    return _in_words(text)


def order_of(cells: list[str]) -> str:
    """Return the order of day, month and year that dates in numbers show; empty when they show none."""
    first_over = second_over = False
    for cell in cells:
        found = _NUMERIC.fullmatch(cell)
        if not found:
            continue
        if len(found[1]) == 4:
            return "ymd"
        first_over |= int(found[1]) > 12
        second_over |= int(found[2]) > 12
    if first_over == second_over:
        return ""
    return "dmy" if first_over else "mdy"


def _numeric(parts: tuple[str, ...], order: str) -> str:
    if len(parts[0]) == 4:
        return _made(*parts)
    if len(parts[2]) < 4:
        raise ValueError("the year has two digits: write four, or settle it in the file")
    if order in _ORDERS:
        return _made(*(parts[at] for at in _ORDERS[order]))
    one, other = int(parts[0]), int(parts[1])
    if one <= 12 and other <= 12 and one != other:
        months = _english()
        raise ValueError(
            f"it is {one} {months[other]} or {other} {months[one]} {parts[2]}: settle the order"
            " (dmy or mdy) in the profile"
        )
    day, month = (one, other) if one > 12 or one == other else (other, one)
    return _made(parts[2], str(month), str(day))


def _made(year: str, month: str | None = None, day: str | None = None) -> str:
    try:
        return str(PartialDate(int(year), int(month) if month else None, int(day) if day else None))
    except TimeError as error:
        raise ValueError(str(error)) from None


def _in_words(text: str) -> str:
    """Return a date with its month in words, or an EDTF text as it stands."""
    words = fold(_TIME_AFTER.sub("", text)).split()
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) == 1 and numbers and len(words) == len(numbers) + 1:
        years = [number for number in numbers if len(number) == 4]
        days = [number for number in numbers if len(number) <= 2]
        if len(years) == 1 and len(days) == len(numbers) - 1 and len(days) <= 1:
            return _made(years[0], str(months[0]), days[0] if days else None)
    return _edtf(text)


def _edtf(text: str) -> str:
    try:
        parse_time(text)
    except TimeError:
        raise ValueError("no date: write 2023-07-14, 2023-07 or 2023, or settle its order") from None
    return text


@cache
def _english() -> dict[int, str]:
    from babel.dates import get_month_names

    return dict(get_month_names("wide", locale="en"))


@cache
def _months() -> dict[str, int]:
    """Return months by their folded names, wide and short, in several languages."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(fold(name), number)
    return {
        name: number for name, number in found.items() if name and not name[0].isdigit() and " " not in name
    }
