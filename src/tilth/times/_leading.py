"""The date that is sometimes glued to the front of an article."""

from __future__ import annotations

import re
from functools import cache

from tilth.times._errors import TimeError
from tilth.times._language import language, languages
from tilth.times._partial import PartialDate
from tilth.times._slots import choice

__all__ = ["leading_date"]


def leading_date(text: str) -> tuple[PartialDate, int] | None:
    """Return the partial date that a text begins with, and the offset just behind it.

    Read are blanks, a word for "date" in any language that has a file, a colon if there is one,
    and an EDTF date; a time of day behind it is passed over. The text may go on without a blank.
    Without the word, only a full date or a month counts that is followed by a blank, since a text
    may well begin with a year.

    Returns
    -------
    tuple of PartialDate and int, or None
        The offset is in code points of the text as given and does not take in the blank that
        follows. None when the text begins otherwise or the date does not exist.

    Examples
    --------
    >>> leading_date(" date 2023-07 Dat de VS")
    (PartialDate(year=2023, month=7, day=None, about=False, uncertain=False), 13)
    >>> leading_date("2023 was a year of war") is None
    True
    """
    found = _expression().match(text)
    if found is None:
        return None
    try:
        return PartialDate.parse(found["named"] or found["bare"]), found.end()
    except TimeError:
        return None


@cache
def _expression() -> re.Pattern[str]:
    words = choice(word for code in languages() for word in language(code).date_words)
    month = r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
    time = r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    return re.compile(
        rf"\ufeff?\s*(?:(?:{words})\s*:?\s*(?P<named>(?:{month}|[0-9]{{4}})[~?%]?){time}(?![0-9]|-[0-9])"
        rf"|(?P<bare>{month}[~?%]?){time}(?=\s))",
        re.IGNORECASE,
    )
